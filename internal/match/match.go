// Package match finds many patterns at once in a text. A pattern is a sequence
// of classes, a class a set of word forms that may stand in its place; the text
// is cut into tokens by lang.Scanner and folded on the way, so that offsets are
// those of the text as it is.
//
// The patterns make one trie over classes. It is walked from every token that
// can start a pattern: since a pattern starts with a token, no failure links
// are needed, and each token is looked up once. A form stands in the tables
// once, however many patterns use it: memory grows with the vocabulary and the
// patterns' tokens, not with their inflected forms.
package match

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
)

// Builder collects patterns. The zero value is ready.
type Builder struct {
	// LaxAccents lets accents be left out anywhere; otherwise only on capitals.
	LaxAccents bool

	entries []entry
	byKey   map[string]int32
	hashes  []uint64
	dense   map[rune]int32 // folded rune to list
	marks   map[rune]int32
	classes map[string]int32
	nclass  int32
	members [][]int32 // list id to classes
	edges   map[uint64]int32
	outs    [][]int32 // state to patterns
	longest int
	conj    map[rune]bool
	sc      lang.Scanner
}

// entry is one folded word with the forms that fold to it.
type entry struct {
	key    string
	forms  []form
	conj   bool
	prefix bool
}

// form is a word with its accents; list says which classes it belongs to.
type form struct {
	marks string // key with accents decomposed; "" where it has none
	upper uint64
	list  int32
}

// Conjunction makes words that may stand in a gap: coordination.
func (b *Builder) Conjunction(words ...string) {
	b.init()
	for _, w := range words {
		b.sc.Reset(w)
		if !b.sc.Next() {
			continue
		}
		if b.sc.Tok.Kind == lang.Word {
			b.entries[b.entry()].conj = true
		} else {
			b.conj[b.sc.Tok.Rune] = true
		}
	}
}

// Prefix makes words that, before a hyphen, make one word with what follows
// (vice-president): no pattern starts there.
func (b *Builder) Prefix(words ...string) {
	b.init()
	for _, w := range words {
		b.sc.Reset(w)
		if b.sc.Next() && b.sc.Tok.Kind == lang.Word {
			b.entries[b.entry()].prefix = true
		}
	}
}

func (b *Builder) init() {
	if b.byKey != nil {
		return
	}
	b.byKey = map[string]int32{}
	b.dense, b.marks, b.conj = map[rune]int32{}, map[rune]int32{}, map[rune]bool{}
	b.classes = map[string]int32{}
	b.members = [][]int32{nil} // list 0: no class
	b.edges = map[uint64]int32{}
	b.outs = [][]int32{nil} // state 0: root
}

// entry finds or makes the entry of the word that the scanner stands on.
func (b *Builder) entry() int32 {
	t := &b.sc.Tok
	if e, ok := b.byKey[string(t.Key)]; ok {
		return e
	}
	k := string(t.Key)
	e := int32(len(b.entries))
	b.entries = append(b.entries, entry{key: k})
	b.hashes = append(b.hashes, t.Hash)
	b.byKey[k] = e
	return e
}

// slot is where the classes of one form are kept: a list id.
func (b *Builder) slot(text string) (list int32, ok bool) {
	b.sc.Reset(text)
	if !b.sc.Next() {
		return 0, false
	}
	t := &b.sc.Tok
	switch t.Kind {
	case lang.Word:
		if t.End < len(text) && b.sc.Next() {
			return 0, false // several tokens: not a form of one
		}
		b.sc.Reset(text)
		b.sc.Next()
		e := &b.entries[b.entry()]
		m := string(t.Marks)
		for i := range e.forms {
			if e.forms[i].marks == m {
				e.forms[i].upper |= t.Upper
				return e.forms[i].list, true
			}
		}
		b.members = append(b.members, nil)
		e.forms = append(e.forms, form{m, t.Upper, int32(len(b.members) - 1)})
		return int32(len(b.members) - 1), true
	case lang.Dense:
		return b.rune(b.dense, lang.FoldDense(t.Rune)), true
	}
	return b.rune(b.marks, t.Rune), true
}

func (b *Builder) rune(m map[rune]int32, r rune) int32 {
	l, ok := m[r]
	if !ok {
		b.members = append(b.members, nil)
		l = int32(len(b.members) - 1)
		m[r] = l
	}
	return l
}

// Class makes the set of the given forms, each one token; equal sets are one
// class. It is negative where no form is a token.
func (b *Builder) Class(texts []string) int32 {
	b.init()
	var lists []int32
	for _, t := range texts {
		if l, ok := b.slot(t); ok && !slices.Contains(lists, l) {
			lists = append(lists, l)
		}
	}
	if len(lists) == 0 {
		return -1
	}
	slices.Sort(lists)
	k := make([]byte, 0, 4*len(lists))
	for _, l := range lists {
		k = binary.LittleEndian.AppendUint32(k, uint32(l))
	}
	c, ok := b.classes[string(k)]
	if !ok {
		c = b.nclass
		b.nclass++
		b.classes[string(k)] = c
		for _, l := range lists {
			b.members[l] = append(b.members[l], c)
		}
	}
	return c
}

// Add adds a pattern: the classes of its tokens in order. Patterns with equal
// classes may have different numbers; all are found.
func (b *Builder) Add(classes []int32, pattern int32) {
	b.init()
	if len(classes) == 0 {
		return
	}
	var state int32
	for _, c := range classes {
		k := uint64(uint32(state))<<32 | uint64(uint32(c))
		next, ok := b.edges[k]
		if !ok {
			next = int32(len(b.outs))
			b.outs = append(b.outs, nil)
			b.edges[k] = next
		}
		state = next
	}
	if !slices.Contains(b.outs[state], pattern) {
		b.outs[state] = append(b.outs[state], pattern)
	}
	b.longest = max(b.longest, len(classes))
}

// Automaton is a set of patterns made ready. It is safe for concurrent use.
type Automaton struct {
	lax     bool
	entries []entry
	table   []slot // open addressing by hash; length a power of two
	mask    uint32
	dense   []uint32 // raw rune of the BMP to list
	far     map[rune]uint32
	ascii   [128]uint32
	marks   map[rune]uint32
	lists   []span   // list to its classes
	classes []int32  // of all lists
	root    []uint32 // class to state, with flags
	edges   []edge
	emask   uint64
	filter  []uint64 // a bit for each edge, by hash: most steps end here
	fmask   uint64
	pairs   []uint64 // a bit for each pair of lists that a pattern can begin with
	pmask   uint64
	outs    []span
	out     []int32
	window  int
}

// slot is a place of the word table. The hash stands for the word: 64 bits of
// it make a mix-up of two words less likely than a fault of the memory.
type slot struct {
	hash uint64 // of the word with its accents; 0 for empty
	list uint32 // with flags; no list where the word has only accented forms
	// entry is, on the slot of a word without accents, the number of its entry
	// and 1 where it has other forms; 0 otherwise.
	entry int32
}

type edge struct {
	key  uint64
	next uint32 // state with flags, 0 for empty
}

// Flags on a state number: patterns end there, edges leave it. They spare a look
// at the state itself.
const (
	endFlag   = 1 << 31
	innerFlag = 1 << 30
	stateMask = innerFlag - 1
)

type span struct{ from, to uint32 }

// Flags on a list number: the token coordinates, starts a pattern, makes one
// word with what follows its hyphen, is a pattern by itself.
const conjFlag, startFlag, prefixFlag, soloFlag = 1 << 31, 1 << 30, 1 << 29, 1 << 28

// Build makes the automaton. The builder is not to be used afterwards.
func (b *Builder) Build() *Automaton {
	b.init()
	a := &Automaton{lax: b.LaxAccents, entries: b.entries, marks: map[rune]uint32{}, far: map[rune]uint32{}, window: b.longest + 16}
	// the trie
	a.root = make([]uint32, b.nclass)
	size := 16
	for size < 2*len(b.edges) {
		size *= 2
	}
	a.edges, a.emask = make([]edge, size), uint64(size-1)
	a.filter = make([]uint64, size/8)
	a.fmask = uint64(size*8 - 1)
	flagged := make([]uint32, len(b.outs))
	for i, o := range b.outs {
		flagged[i] |= uint32(i)
		if len(o) > 0 {
			flagged[i] |= endFlag
		}
	}
	for k := range b.edges {
		flagged[k>>32] |= innerFlag
	}
	for k, next := range b.edges {
		if k>>32 == 0 {
			a.root[uint32(k)] = flagged[next]
			continue
		}
		f := mix(k) >> 20 & a.fmask
		a.filter[f/64] |= 1 << (f % 64)
		for h := mix(k) & a.emask; ; h = (h + 1) & a.emask {
			if a.edges[h].next == 0 {
				a.edges[h] = edge{k, flagged[next]}
				break
			}
		}
	}
	a.outs = make([]span, len(b.outs))
	for i, o := range b.outs {
		from := uint32(len(a.out))
		a.out = append(a.out, o...)
		a.outs[i] = span{from, uint32(len(a.out))}
	}
	// classes of the forms
	flag := make([]uint32, len(b.members))
	listsOf := make([][]uint32, b.nclass) // class to lists
	a.lists = make([]span, len(b.members))
	for i, m := range b.members {
		from := uint32(len(a.classes))
		a.classes = append(a.classes, m...)
		a.lists[i] = span{from, uint32(len(a.classes))}
		for _, c := range m {
			listsOf[c] = append(listsOf[c], uint32(i))
			if st := a.root[c]; st != 0 {
				flag[i] |= startFlag
				if st&endFlag != 0 {
					flag[i] |= soloFlag
				}
			}
		}
	}
	// the pairs of lists
	rootClass := make(map[uint32]int32, b.nclass)
	for c, st := range a.root {
		if st != 0 {
			rootClass[st&stateMask] = int32(c)
		}
	}
	size = 1024
	var pairs []uint64
	for k := range b.edges {
		if c, ok := rootClass[uint32(k>>32)]; ok && k>>32 != 0 {
			for _, x := range listsOf[c] {
				for _, y := range listsOf[uint32(k)] {
					pairs = append(pairs, mix(uint64(x)<<32|uint64(y)))
				}
			}
		}
	}
	for size < 8*len(pairs) && size < 1<<24 {
		size *= 2
	}
	a.pairs, a.pmask = make([]uint64, size/64), uint64(size-1)
	for _, h := range pairs {
		h = h >> 16 & a.pmask
		a.pairs[h/64] |= 1 << (h % 64)
	}
	// words
	size = 16
	words := len(a.entries)
	for i := range a.entries {
		words += len(a.entries[i].forms)
	}
	for size < 2*words {
		size *= 2
	}
	a.table, a.mask = make([]slot, size), uint32(size-1)
	put := func(s slot) {
		for p := uint32(s.hash) & a.mask; ; p = (p + 1) & a.mask {
			if a.table[p].hash == 0 {
				a.table[p] = s
				return
			}
		}
	}
	for i, h := range b.hashes {
		e := &a.entries[i]
		var flags uint32
		if e.conj {
			flags |= conjFlag
		}
		if e.prefix {
			flags |= prefixFlag
		}
		s := slot{hash: h, list: flags}
		for j := range e.forms {
			f := &e.forms[j]
			f.list |= int32(flag[f.list])
			if f.marks == "" {
				s.list |= uint32(f.list)
			} else {
				put(slot{hash: lang.HashKey([]byte(f.marks)), list: uint32(f.list) | flags})
				s.entry = int32(i) + 1
			}
			if f.upper != 0 {
				s.entry = int32(i) + 1
			}
		}
		put(s)
	}
	// characters
	if len(b.dense) > 0 || len(b.conj) > 0 {
		a.dense = make([]uint32, 0x10000)
		set := func(raw rune, l uint32) {
			if raw < 0x10000 {
				a.dense[raw] |= l
			} else {
				a.far[raw] |= l
			}
		}
		lang.EachDense(func(raw, folded rune) {
			if l, ok := b.dense[folded]; ok {
				set(raw, uint32(l)|flag[l])
			}
			if b.conj[folded] {
				set(raw, conjFlag)
			}
		})
	}
	for r, l := range b.marks {
		a.mark(r, uint32(l)|flag[l])
	}
	for r := range b.conj {
		a.mark(r, conjFlag)
	}
	return a
}

func (a *Automaton) mark(r rune, l uint32) {
	if r < 128 {
		a.ascii[r] |= l
	} else {
		a.marks[r] |= l
	}
}

func mix(k uint64) uint64 {
	k *= 0x9E3779B97F4A7C15
	return k ^ k>>32
}

func (a *Automaton) next(state uint32, class int32) uint32 {
	k := uint64(state&stateMask)<<32 | uint64(uint32(class))
	h := mix(k)
	if f := h >> 20 & a.fmask; a.filter[f/64]>>(f%64)&1 == 0 {
		return 0
	}
	for h &= a.emask; ; h = (h + 1) & a.emask {
		e := &a.edges[h]
		if e.key == k || e.next == 0 {
			return e.next
		}
	}
}

// token is what is kept of a lang.Token.
type token struct {
	start, end int
	list       uint32 // with flags
	quotes     uint32 // how many Quote tokens came before, modulo 2³²
	is         uint8
	near       uint8 // the number of tokens up to the next conjunction
}

// What a token is.
const (
	isDense uint8 = 1 << iota
	isMark
	isQuote
	isGlued
	isBreak
	isHyphen
	isComma
)

// Hit is a pattern found: bytes [Start, End) of the text.
type Hit struct {
	Start, End int
	Pattern    int32
	Gap        bool // coordinated words stand inside
	Quote      bool // a quotation mark, an emphasis sign or a tag stands inside
}

// Scan calls emit for every pattern in s, nested and overlapping ones included,
// in order of Start. Its time is linear in s for patterns of bounded length; it
// keeps a window of tokens, not the text.
func (a *Automaton) Scan(s string, emit func(Hit)) {
	if len(a.out) == 0 {
		return
	}
	r := run{a: a, emit: emit}
	r.sc.Reset(s)
	const chunk = 1024
	r.toks = make([]token, 0, min(chunk+a.window+8, len(s)+1))
	i, done := 0, false
	for {
		// refill
		for !done && len(r.toks) < cap(r.toks) {
			if !r.sc.Next() {
				done = true
				break
			}
			r.read()
		}
		if !done && cap(r.toks) <= a.window+8 {
			r.toks = slices.Grow(r.toks, chunk)
			continue
		}
		near := uint8(255)
		for k := len(r.toks) - 1; k >= i; k-- {
			if r.toks[k].list&conjFlag != 0 {
				near = 0
			} else if near < 255 {
				near++
			}
			r.toks[k].near = near
		}
		limit := len(r.toks)
		if !done {
			limit -= a.window
		}
		for ; i < limit; i++ {
			t := &r.toks[i]
			if t.list&startFlag == 0 {
				continue
			}
			if t.is&isGlued != 0 && i > 1 && r.toks[i-1].is&(isHyphen|isGlued) == isHyphen|isGlued && r.toks[i-2].list&prefixFlag != 0 {
				continue
			}
			if t.list&soloFlag == 0 && i+1 < len(r.toks) && !a.begins(&r, t, &r.toks[i+1]) {
				continue
			}
			r.first = i
			l := a.span(&r, t.list)
			for _, c := range l {
				if st := a.root[c]; st != 0 {
					r.walk(st, i, false)
				}
			}
		}
		if done {
			return
		}
		// keep two tokens before i
		keep := max(0, i-2)
		n := copy(r.toks, r.toks[keep:])
		r.toks = r.toks[:n]
		i -= keep
	}
}

// begins reports whether a pattern of two tokens or more can begin with t, before
// next. It may err on the side of yes.
func (a *Automaton) begins(r *run, t, next *token) bool {
	x, y := t.list&listMask, next.list&listMask
	if int(x) >= len(a.lists) || int(y) >= len(a.lists) || next.is&isQuote != 0 || next.gappy() {
		return true
	}
	if y == 0 {
		return false
	}
	h := mix(uint64(x)<<32|uint64(y)) >> 16 & a.pmask
	return a.pairs[h/64]>>(h%64)&1 != 0
}

// gappy reports whether a gap may begin with the token: a conjunction is near.
func (t *token) gappy() bool {
	if t.is&isDense != 0 || t.near == 0 {
		return t.near < gapDense
	}
	return t.near < gapWords
}

// run is one scan.
type run struct {
	a     *Automaton
	sc    lang.Scanner
	toks  []token
	first int
	// resumed is the token behind the gap.
	resumed int
	quotes  uint32
	emit    func(Hit)
	extra   [][]int32 // lists made of several forms (capitals without accents)
}

const listMask = soloFlag - 1

func (a *Automaton) span(r *run, list uint32) []int32 {
	l := list & listMask
	if int(l) >= len(a.lists) {
		return r.extra[int(l)-len(a.lists)]
	}
	return a.classes[a.lists[l].from:a.lists[l].to]
}

// read takes over the scanner's token.
func (r *run) read() {
	t := &r.sc.Tok
	n := len(r.toks)
	r.toks = r.toks[:n+1]
	k := &r.toks[n]
	*k = token{start: t.Start, end: t.End, quotes: r.quotes}
	if t.Glued {
		k.is = isGlued
	}
	if t.Break {
		k.is |= isBreak
	}
	a := r.a
	switch t.Kind {
	case lang.Dense:
		k.is |= isDense
		if t.Rune < 0x10000 {
			if a.dense != nil {
				k.list = a.dense[t.Rune]
			}
		} else if len(a.far) > 0 {
			k.list = a.far[t.Rune]
		}
	case lang.Word:
		if r.word(k, t) {
			return
		}
		// the number of a footnote sticks to its word: général4
		n := len(t.Key)
		if t.Key[n-1] > '9' {
			return
		}
		for n > 0 && t.Key[n-1] <= '9' {
			n--
		}
		if d := len(t.Key) - n; d < 4 && t.Letters > 3 && t.Letters == n {
			t.Key, t.Hash = t.Key[:n], lang.HashKey(t.Key[:n])
			if len(t.Marks) > d {
				t.Marks = t.Marks[:len(t.Marks)-d]
			}
			if r.word(k, t) {
				k.end -= d
			}
		}
	default:
		k.is |= isMark
		if t.Kind == lang.Quote {
			r.quotes++
			k.is |= isQuote
		}
		if t.Rune < 128 {
			k.list = a.ascii[t.Rune]
		} else {
			k.list = a.marks[t.Rune]
		}
		switch t.Rune {
		case '-':
			k.is |= isHyphen
		case ',', '、', '\'':
			k.is |= isComma
		}
	}
}

// word looks a word up and fills in its token.
func (r *run) word(k *token, t *lang.Token) bool {
	a := r.a
	if t.Marks != nil && t.Upper == 0 && !a.lax {
		if e := a.find(lang.HashKey(t.Marks)); e != nil {
			k.list = e.list
			return true
		}
	}
	e := a.find(t.Hash)
	if e == nil {
		return false
	}
	k.list = e.list
	if t.Marks != nil && !a.lax {
		k.list &^= listMask | startFlag | soloFlag
	}
	if e.entry > 0 && (t.Marks != nil || t.Upper != 0 || a.lax) {
		k.list = e.list&^(listMask|startFlag|soloFlag) | r.resolve(&a.entries[e.entry-1], t)
	}
	return true
}

func (a *Automaton) find(h uint64) *slot {
	for p := uint32(h) & a.mask; ; p = (p + 1) & a.mask {
		if e := &a.table[p]; e.hash == h {
			return e
		} else if e.hash == 0 {
			return nil
		}
	}
}

// resolve finds the forms of an entry that a word in the text can be.
func (r *run) resolve(e *entry, t *lang.Token) uint32 {
	var got []uint32
	for i := range e.forms {
		f := &e.forms[i]
		if f.marks == string(t.Marks) {
			if len(e.forms) == 1 {
				return uint32(f.list)
			}
			got = append(got, uint32(f.list))
		} else if compatible(e.key, f, t, r.a.lax) {
			got = append(got, uint32(f.list))
		}
	}
	switch len(got) {
	case 0:
		return 0
	case 1:
		return got[0]
	}
	var all []int32
	var flags uint32
	for _, l := range got {
		flags |= l & (startFlag | soloFlag)
		for _, c := range r.a.span(r, l) {
			if !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	slices.Sort(all)
	for i, x := range r.extra {
		if slices.Equal(x, all) {
			return uint32(len(r.a.lists)+i) | flags
		}
	}
	r.extra = append(r.extra, all)
	return uint32(len(r.a.lists)+len(r.extra)-1) | flags
}

// compatible reports whether a word of the text can be the form: an accent may
// be missing on a capital of the text, or on one of the form as given (ETAT in
// a glossary).
func compatible(key string, f *form, t *lang.Token, lax bool) bool {
	want, have := f.marks, string(t.Marks)
	if want == "" {
		want = key
	}
	if have == "" {
		have = key
	}
	i, j := 0, 0
	for n := 0; n < len(key); {
		// one base character on each side
		_, w := utf8.DecodeRuneInString(key[n:])
		i += w
		j += w
		a, b := accents(want[min(i, len(want)):]), accents(have[min(j, len(have)):])
		if want[i:i+a] != have[j:j+b] && !lax {
			textBare := b == 0 && n < 64 && t.Upper>>n&1 == 1
			formBare := a == 0 && n < 64 && f.upper>>n&1 == 1
			if !textBare && !formBare {
				return false
			}
		}
		i += a
		j += b
		n += w
	}
	return true
}

// accents is the length of the combining marks that s starts with.
func accents(s string) int {
	n := 0
	for n+1 < len(s) && (s[n] == 0xCC || s[n] == 0xCD && s[n+1] < 0xB0) {
		n += 2
	}
	return n
}

// walk goes on from a state that was reached with token at.
func (r *run) walk(state uint32, at int, gap bool) {
	a := r.a
	if state&endFlag != 0 && !(gap && r.toks[at].is&isDense != 0 && at < r.resumed+1) {
		o := a.outs[state&stateMask]
		for _, p := range a.out[o.from:o.to] {
			r.emit(Hit{r.toks[r.first].start, r.toks[at].end, p, gap, r.toks[at].quotes != r.toks[r.first].quotes})
		}
	}
	if state&innerFlag == 0 {
		return
	}
	k := at + 1
	for k < len(r.toks) && r.toks[k].is&(isQuote|isBreak) == isQuote {
		k++
	}
	if k >= len(r.toks) || r.toks[k].is&isBreak != 0 {
		return
	}
	if r.toks[k].list&listMask != 0 {
		r.step(state, k, gap)
	}
	if !gap && r.toks[k].gappy() {
		r.gaps(state, k)
	}
}

func (r *run) step(state uint32, k int, gap bool) {
	for _, c := range r.a.span(r, r.toks[k].list) {
		if st := r.a.next(state, c); st != 0 {
			r.walk(st, k, gap)
		}
	}
}

// How many tokens of coordination may stand inside a pattern.
const (
	gapWords = 4
	gapDense = 8
)

// gaps tries to go on behind coordinated words: "coopération [politique et]
// économique", "political [and economic] cooperation", 政治[和经济]合作. The gap
// holds words, one conjunction at its start or its end, commas.
func (r *run) gaps(state uint32, k int) {
	limit := gapWords
	if r.toks[k-1].is&isDense != 0 && k-r.first < 2 {
		return // in a dense script a gap stands between words of two characters
	}
	first := r.toks[k].list&conjFlag != 0
	if r.toks[k].is&isDense != 0 || first && k+1 < len(r.toks) && r.toks[k+1].is&isDense != 0 {
		limit = gapDense
	}
	for n := 0; n < limit && k+n+1 < len(r.toks); n++ {
		t := &r.toks[k+n]
		conj := t.list&conjFlag != 0
		if t.is&isBreak != 0 || t.is&isMark != 0 && t.is&(isComma|isQuote) == 0 && !conj {
			return
		}
		if u := &r.toks[k+n+1]; n > 0 && (first || conj) && u.list&listMask != 0 && u.is&isBreak == 0 {
			r.resumed = k + n + 1
			r.step(state, k+n+1, true)
		}
	}
}

// Size says what an automaton holds, for logs and tests.
type Size struct{ Words, Classes, States, Bytes int }

// Size reports the numbers of words, classes and states, and about how many
// bytes the tables take.
func (a *Automaton) Size() Size {
	z := Size{Words: len(a.entries), Classes: len(a.root), States: len(a.outs)}
	z.Bytes = 16*len(a.table) + 8*len(a.filter) + 8*len(a.pairs) + 16*len(a.edges) + 8*len(a.lists) + 4*len(a.classes) + 4*len(a.root) + 8*len(a.outs) + 4*len(a.out) + 4*len(a.dense)
	for i := range a.entries {
		z.Bytes += 40 + len(a.entries[i].key)
		for _, f := range a.entries[i].forms {
			z.Bytes += 32 + len(f.marks)
		}
	}
	return z
}
