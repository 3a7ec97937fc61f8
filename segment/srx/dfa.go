package srx

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// set is many patterns at once as one automaton, built state by state while it
// runs (a lazy DFA over the joint program of all patterns, as RE2 does). From a
// place in the text it reads on, or back where the patterns were reversed, and
// tells which patterns match there.
type set struct {
	progs []*syntax.Prog // what it is made of, and what each is reported as
	ids   []int32
	once  sync.Once
	whole bool // matches of all lengths are wanted, not just whether there is one

	insts   []inst
	starts  []uint32
	bounds  []rune     // where classes of characters change, sorted
	class   []uint16   // of the characters from bounds[i] on
	bmp     []uint16   // of each character below U+10000
	ctx     []uint8    // of each class: what assertions see of its characters
	members [][]uint64 // for each matcher of characters, the classes it takes
	nclass  int
	back    bool
}

type op uint8

const (
	opRune  op = iota // arg: index in members
	opEmpty           // arg: syntax.EmptyOp
	opAlt             // out and out2
	opMatch
	opNop
	opFail
)

type inst struct {
	op        op
	arg       uint32
	out, out2 uint32
	pattern   int32
}

// ready joins the programs; back says that they read backwards.
func (s *set) ready(back bool) {
	s.once.Do(func() {
		s.back = back
		s.join()
	})
}

func (s *set) join() {
	var matchers []syntax.Inst
	index := map[string]uint32{}
	cuts := map[rune]bool{0: true, utf8.RuneSelf: true}
	for k, p := range s.progs {
		base := uint32(len(s.insts))
		for i := range p.Inst {
			in := &p.Inst[i]
			n := inst{out: base + in.Out, pattern: s.ids[k]}
			switch in.Op {
			case syntax.InstAlt, syntax.InstAltMatch:
				n.op, n.out2 = opAlt, base+in.Arg
			case syntax.InstCapture, syntax.InstNop:
				n.op = opNop
			case syntax.InstEmptyWidth:
				n.op, n.arg = opEmpty, in.Arg
			case syntax.InstMatch:
				n.op = opMatch
			case syntax.InstFail:
				n.op = opFail
			default: // a matcher of characters
				key := matcherKey(in)
				m, ok := index[key]
				if !ok {
					m = uint32(len(matchers))
					index[key] = m
					matchers = append(matchers, *in)
					cutAt(cuts, in)
				}
				n.op, n.arg = opRune, m
			}
			s.insts = append(s.insts, n)
		}
		s.starts = append(s.starts, base+uint32(p.Start))
	}
	// the word characters and line ends that assertions ask for
	for _, r := range wordCuts() {
		cuts[r] = true
	}
	for _, r := range []rune{'\n', '\n' + 1} {
		cuts[r] = true
	}
	for r := range cuts {
		s.bounds = append(s.bounds, r)
	}
	slices.Sort(s.bounds)
	// characters that all matchers and assertions treat alike are one class
	classes := map[string]uint16{}
	key := make([]byte, len(matchers)/8+2)
	var reps []rune
	for _, r := range s.bounds {
		clear(key)
		for i := range matchers {
			if matchers[i].MatchRune(r) {
				key[i/8] |= 1 << (i % 8)
			}
		}
		last := len(key) - 1
		if isWord(r) {
			key[last] = 1
		}
		if r == '\n' {
			key[last] |= 2
		}
		c, ok := classes[string(key)]
		if !ok {
			c = uint16(len(reps))
			classes[string(key)] = c
			reps = append(reps, r)
		}
		s.class = append(s.class, c)
	}
	s.nclass = len(reps)
	for i := range matchers {
		bits := make([]uint64, s.nclass/64+1)
		for c, r := range reps {
			if matchers[i].MatchRune(r) {
				bits[c/64] |= 1 << (c % 64)
			}
		}
		s.members = append(s.members, bits)
	}
	for _, r := range reps {
		s.ctx = append(s.ctx, contextOf(r))
	}
	s.bmp = make([]uint16, 0x10000)
	for i, lo := range s.bounds {
		hi := rune(len(s.bmp))
		if i+1 < len(s.bounds) {
			hi = min(hi, s.bounds[i+1])
		}
		for r := lo; r < hi; r++ {
			s.bmp[r] = s.class[i]
		}
	}
}

func matcherKey(in *syntax.Inst) string {
	b := []byte{byte(in.Op)}
	if in.Op == syntax.InstRune || in.Op == syntax.InstRune1 {
		b = append(b, byte(in.Arg))
		for _, r := range in.Rune {
			b = binary.LittleEndian.AppendUint32(b, uint32(r))
		}
	}
	return string(b)
}

// cutAt notes where the answer of a matcher changes.
func cutAt(cuts map[rune]bool, in *syntax.Inst) {
	switch in.Op {
	case syntax.InstRuneAnyNotNL:
		cuts['\n'], cuts['\n'+1] = true, true
	case syntax.InstRune, syntax.InstRune1:
		if len(in.Rune) == 1 {
			r := in.Rune[0]
			cuts[r], cuts[r+1] = true, true
			if syntax.Flags(in.Arg)&syntax.FoldCase != 0 {
				for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
					cuts[f], cuts[f+1] = true, true
				}
			}
			return
		}
		for i := 0; i+1 < len(in.Rune); i += 2 {
			cuts[in.Rune[i]], cuts[in.Rune[i+1]+1] = true, true
		}
	}
}

func (s *set) classOf(r rune) uint16 {
	if uint32(r) < uint32(len(s.bmp)) {
		return s.bmp[r]
	}
	i, ok := slices.BinarySearch(s.bounds, r)
	if !ok {
		i--
	}
	return s.class[i]
}

// isWord is what \b divides from the rest: letters, digits, marks, underscore
// (UTS 18, annex C).
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Pc)
}

// wordCuts are the characters at which isWord changes.
var wordCuts = sync.OnceValue(func() []rune {
	s := tableSet(unicode.L, unicode.M, unicode.Nd, unicode.Pc)
	for i := 1; i < len(s); i += 2 {
		s[i]++
	}
	return s
})

// The character that a state comes from, as assertions see it.
const (
	ctxEdge  uint8 = iota // none: the text begins or ends here
	ctxWord               // a word character
	ctxLine               // a line feed
	ctxOther              // any other
	contexts
)

func contextOf(r rune) uint8 {
	switch {
	case r == '\n':
		return ctxLine
	case isWord(r):
		return ctxWord
	}
	return ctxOther
}

type state struct {
	pcs  []uint32 // matchers, assertions and matches still to be settled
	ctx  uint8
	next []*edge // by class; the last one is the edge of the text
}

type edge struct {
	to      *state  // nil where nothing can match any more
	matched []int32 // patterns that match before the character is read
}

// machine runs a set. It keeps the states that it built and is not safe for
// concurrent use.
type machine struct {
	*set
	states map[string]*state
	start  [contexts]*state
	mark   []uint32 // of each instruction: the generation that has seen it
	gen    uint32
	buf    []uint32
	stack  []uint32
}

// maxStates bounds the memory of a machine; beyond it the states are built anew.
const maxStates = 1 << 14

func newMachine(s *set) *machine {
	return &machine{set: s, states: map[string]*state{}, mark: make([]uint32, len(s.insts))}
}

// add puts pc into m.buf with all that follows it without reading a character;
// flags are the assertions that hold, where they are known.
func (m *machine) add(pc uint32, flags syntax.EmptyOp, known bool) {
	m.stack = append(m.stack[:0], pc)
	for len(m.stack) > 0 {
		pc := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		if m.mark[pc] == m.gen {
			continue
		}
		m.mark[pc] = m.gen
		in := &m.insts[pc]
		switch in.op {
		case opAlt:
			m.stack = append(m.stack, in.out2, in.out)
		case opNop:
			m.stack = append(m.stack, in.out)
		case opEmpty:
			if !known {
				m.buf = append(m.buf, pc)
			} else if syntax.EmptyOp(in.arg)&^flags == 0 {
				m.stack = append(m.stack, in.out)
			}
		case opRune, opMatch:
			m.buf = append(m.buf, pc)
		}
	}
}

func (m *machine) begin() { m.gen++; m.buf = m.buf[:0] }

func (m *machine) intern(ctx uint8) *state {
	if len(m.buf) == 0 {
		return nil
	}
	slices.Sort(m.buf)
	key := make([]byte, 0, 4*len(m.buf)+1)
	for _, pc := range m.buf {
		key = binary.LittleEndian.AppendUint32(key, pc)
	}
	key = append(key, ctx)
	if s, ok := m.states[string(key)]; ok {
		return s
	}
	if len(m.states) >= maxStates {
		clear(m.states)
		m.start = [contexts]*state{}
	}
	s := &state{pcs: slices.Clone(m.buf), ctx: ctx, next: make([]*edge, m.nclass+1)}
	m.states[string(key)] = s
	return s
}

func (m *machine) startState(ctx uint8) *state {
	if s := m.start[ctx]; s != nil || len(m.insts) == 0 {
		return s
	}
	m.begin()
	for _, pc := range m.starts {
		m.add(pc, 0, false)
	}
	s := m.intern(ctx)
	m.start[ctx] = s
	return s
}

// step builds the edge of s for the character r; edgeOfText where there is
// none.
func (m *machine) step(s *state, class int, r rune, edgeOfText bool) *edge {
	// what holds between the character behind and the one ahead
	var flags syntax.EmptyOp
	word := s.ctx == ctxWord
	ahead := !edgeOfText && isWord(r)
	if word != ahead {
		flags |= syntax.EmptyWordBoundary
	} else {
		flags |= syntax.EmptyNoWordBoundary
	}
	// reading back, expressions were reversed: begin is where reading starts
	if s.ctx == ctxEdge {
		flags |= syntax.EmptyBeginText | syntax.EmptyBeginLine
	}
	if s.ctx == ctxLine {
		flags |= syntax.EmptyBeginLine
	}
	if edgeOfText {
		flags |= syntax.EmptyEndText | syntax.EmptyEndLine
	} else if r == '\n' {
		flags |= syntax.EmptyEndLine
	}
	m.begin()
	for _, pc := range s.pcs {
		m.add(pc, flags, true)
	}
	now := slices.Clone(m.buf)
	e := &edge{}
	for _, pc := range now {
		if in := &m.insts[pc]; in.op == opMatch {
			e.matched = append(e.matched, in.pattern)
		}
	}
	slices.Sort(e.matched)
	e.matched = slices.Compact(e.matched)
	if !edgeOfText {
		m.begin()
		for _, pc := range now {
			in := &m.insts[pc]
			if _, ok := slices.BinarySearch(e.matched, in.pattern); ok && !m.whole {
				continue // known to match: no need to read on for it
			}
			if in.op == opRune && m.members[in.arg][class/64]&(1<<(class%64)) != 0 {
				m.add(in.out, 0, false)
			}
		}
		e.to = m.intern(m.set.ctx[class])
	}
	s.next[class] = e
	return e
}

// reach is how far in bytes a pattern looks from the place that it is asked
// about. Patterns that could look further (.*) do not, so that the time stays
// linear in the text.
const reach = 4096

// match appends to out the patterns that match at byte p of s, reading on or
// back, each once.
func (m *machine) match(s string, p int, out []int32) []int32 {
	ctx := ctxEdge
	if m.back {
		if p < len(s) {
			r, _ := utf8.DecodeRuneInString(s[p:])
			ctx = m.set.ctx[m.classOf(r)]
		}
	} else if p > 0 {
		r, _ := utf8.DecodeLastRuneInString(s[:p])
		ctx = m.set.ctx[m.classOf(r)]
	}
	st := m.startState(ctx)
	low, high := max(0, p-reach), min(len(s), p+reach)
	for st != nil {
		if m.back && p <= low || !m.back && p >= high {
			e := st.next[m.nclass]
			if e == nil {
				e = m.step(st, m.nclass, 0, true)
			}
			return append(out, e.matched...)
		}
		var r rune
		var n int
		if m.back {
			if r, n = rune(s[p-1]), 1; r >= utf8.RuneSelf {
				r, n = utf8.DecodeLastRuneInString(s[:p])
			}
			p -= n
		} else {
			if r, n = rune(s[p]), 1; r >= utf8.RuneSelf {
				r, n = utf8.DecodeRuneInString(s[p:])
			}
			p += n
		}
		class := int(m.classOf(r))
		e := st.next[class]
		if e == nil {
			e = m.step(st, class, r, false)
		}
		out = append(out, e.matched...)
		st = e.to
	}
	return out
}

// longest is the byte at which the longest match that ends at byte p begins, -1
// where there is none, for a machine that reads back and wants matches of all
// lengths.
func (m *machine) longest(s string, p int) int {
	ctx := ctxEdge
	if p < len(s) {
		r, _ := utf8.DecodeRuneInString(s[p:])
		ctx = m.set.ctx[m.classOf(r)]
	}
	low, from := max(0, p-reach), -1
	for st := m.startState(ctx); st != nil; {
		class, r, n := m.nclass, rune(0), 0
		if p > low {
			if r, n = rune(s[p-1]), 1; r >= utf8.RuneSelf {
				r, n = utf8.DecodeLastRuneInString(s[:p])
			}
			class = int(m.classOf(r))
		}
		e := st.next[class]
		if e == nil {
			e = m.step(st, class, r, n == 0)
		}
		if len(e.matched) > 0 {
			from = p
		}
		if n == 0 {
			break
		}
		p -= n
		st = e.to
	}
	return from
}
