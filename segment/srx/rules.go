package srx

import (
	"errors"
	"fmt"
	"iter"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2"

	"github.com/tercet/tercet/internal/locale"
)

// MatchTimeout is the time that one match of a pattern with look-around may
// take. A match that takes longer counts as none and is reported.
const MatchTimeout = 100 * time.Millisecond

// Problem is a rule that cannot be run, or a match that took too long.
type Problem struct {
	File     string
	Line     int    // of the rule; 0 where unknown
	Language string // name of the LanguageRule
	Number   int    // of the rule in it, from 1; 0 where the whole file is meant
	Err      error
}

func (p Problem) Error() string {
	if p.Number == 0 {
		return fmt.Sprintf("%s: %v", p.File, p.Err)
	}
	return fmt.Sprintf("%s:%d:1: rule %d of %q: %v", p.File, max(p.Line, 1), p.Number, p.Language, p.Err)
}

func (p Problem) Unwrap() error { return p.Err }

// Rules are the rules that apply to one language, ready to run. They are safe
// for concurrent use.
type Rules struct {
	// Report, where it is set before the first use, is told of matches that took
	// too long (the first five of a pattern and text), from any goroutine.
	Report func(Problem)

	doc      *Document
	rules    []compiled
	problems []Problem

	before, after *set // of break rules; before without those in lead
	lead          *set // after patterns of break rules whose before is empty or slow
	keepBefore    *set
	keepAfter     *set
	slowBreak     []int32 // break rules with two slow halves: tried everywhere
	slowKeep      []int32 // other rules with a slow before
	runners       sync.Pool
}

// compiled is one rule. A half is fast (in a set), slow (a regexp2), or empty.
type compiled struct {
	longer        *set // the before of a break rule alone: see extends
	name          string
	problem       Problem // file, line, language and number
	brk           bool
	before, after half
}

type half struct {
	empty bool
	slow  *regexp2.Regexp
	// upTo says that slow is searched for in the text before the place, not from
	// the place: look-behind reads from right to left, so that it meets a back
	// reference before its group, and atomic groups hold on to the wrong end.
	upTo bool
}

// Compile makes the rules of d for a language code ready. It fails where no
// language map matches; rules that cannot be run are listed by Problems.
func (d *Document) Compile(code string) (*Rules, error) {
	r := &Rules{doc: d}
	found := false
	for _, m := range d.Maps {
		t, err := translate(m.Pattern, d.Java)
		if err == nil && t.rich {
			err = errors.New("look-around in a language pattern")
		}
		var re *regexp.Regexp
		if err == nil {
			re, err = regexp.Compile(`(?i)\A(?:` + t.expr + `)\z`)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: languagemap of %q: %w", d.Name, m.Rule, err)
		}
		if !re.MatchString(code) {
			continue
		}
		found = true
		if l := d.rule(m.Rule); l != nil {
			r.take(l)
		}
		if !d.Cascade {
			break
		}
	}
	switch {
	case !found:
		return nil, locale.Errorf(d.Name, 0, 0, "error.srx-language", "Got", code)
	case !slices.ContainsFunc(r.rules, func(c compiled) bool { return c.brk }):
		r.problems = append(r.problems, Problem{File: d.Name, Err: fmt.Errorf("no rule with break=\"yes\" for %q can be run: nothing is split", code)})
	}
	return r, nil
}

// For is Compile, done once for each code: d must not be changed any more. It is
// safe for concurrent use.
func (d *Document) For(code string) (*Rules, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r, ok := d.ready[code]; ok {
		return r, nil
	}
	r, err := d.Compile(code)
	if err != nil {
		return nil, err
	}
	if d.ready == nil {
		d.ready = map[string]*Rules{}
	}
	d.ready[code] = r
	return r, nil
}

// Problems lists the rules that cannot be run, in the order of the file; they
// take no part.
func (r *Rules) Problems() []Problem { return r.problems }

// take compiles the rules of l behind those that are there.
func (r *Rules) take(l *LanguageRule) {
	if r.before == nil {
		r.before, r.after, r.lead = &set{}, &set{}, &set{}
		r.keepBefore, r.keepAfter = &set{}, &set{}
	}
	for n, rule := range l.Rules {
		c := compiled{
			name:    fmt.Sprintf("%s:%d", l.Name, n+1),
			problem: Problem{File: r.doc.Name, Line: rule.Line, Language: l.Name, Number: n + 1},
			brk:     rule.Break,
		}
		id := int32(len(r.rules))
		before, err := r.half(&c.before, rule.Before, true)
		var after *syntax.Prog
		if err == nil {
			after, err = r.half(&c.after, rule.After, false)
		}
		if err != nil {
			p := c.problem
			p.Err = err
			r.problems = append(r.problems, p)
			continue
		}
		r.rules = append(r.rules, c)
		put := func(s *set, p *syntax.Prog) {
			if p != nil {
				s.progs, s.ids = append(s.progs, p), append(s.ids, id)
			}
		}
		led := c.before.empty || c.before.slow != nil
		switch {
		case !c.brk:
			put(r.keepBefore, before)
			put(r.keepAfter, after)
			if led {
				r.slowKeep = append(r.slowKeep, id)
			}
		case led && after != nil:
			put(r.lead, after)
		case led: // nothing to lead to the place
			r.slowBreak = append(r.slowBreak, id)
		default:
			put(r.before, before)
			put(r.after, after)
			r.rules[id].longer = &set{progs: []*syntax.Prog{before}, ids: []int32{id}, whole: true}
		}
	}
}

// half compiles one pattern: to a program for a set, or into h.
func (r *Rules) half(h *half, pattern string, before bool) (*syntax.Prog, error) {
	if pattern == "" {
		h.empty = true
		return nil, nil
	}
	t, err := translate(pattern, r.doc.Java)
	if err != nil {
		return nil, err
	}
	if t.rich {
		dot := regexp2.RegexOptions(regexp2.None)
		if !r.doc.Java {
			dot = regexp2.Singleline
		}
		look := `\G(?=` + t.expr + `)`
		switch {
		case before && t.forward:
			look, h.upTo = `(?:`+t.expr+`)\z`, true
		case before:
			look = `\G(?<=` + t.expr + `)`
		}
		re, err := regexp2.Compile(look, dot)
		if err != nil {
			return nil, fmt.Errorf("pattern %q: %w", pattern, err)
		}
		re.MatchTimeout = MatchTimeout
		h.slow = re
		return nil, nil
	}
	flags := syntax.Perl
	if !r.doc.Java {
		flags |= syntax.DotNL
	}
	re, err := syntax.Parse(t.expr, flags)
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", pattern, err)
	}
	if before {
		reverse(re)
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", pattern, err)
	}
	return prog, nil
}

// Decision is what the rules say of a place where a break rule applies.
type Decision struct {
	Pos   int    // byte offset
	Break bool   // whether a segment ends there
	Rule  string // name of the language rule, colon, number of the rule in it
}

// Decisions yields the places of s at which a break rule applies, in order: with
// the rule itself, or with the earlier one that forbids the break. Segments are
// what lies between the places with Break; white space belongs to them.
func (r *Rules) Decisions(s string) iter.Seq[Decision] {
	return func(yield func(Decision) bool) {
		n, _ := r.runners.Get().(*runner)
		if n == nil {
			n = newRunner(r)
		}
		defer r.runners.Put(n)
		n.run(s, yield)
	}
}

// runner runs rules over one text at a time.
type runner struct {
	r                                          *Rules
	before, after, lead, keepBefore, keepAfter *machine
	pair                                       [utf8.RuneSelf][utf8.RuneSelf]uint8 // 0 unknown, 1 nothing, 2 perhaps
	ids, ids2                                  []int32
	afterAt                                    []uint32 // by rule: the generation in which its after matched
	gen                                        uint32
	longer                                     []*machine
	late                                       map[*half]int // matches that took too long
	window                                     []rune
}

func newRunner(r *Rules) *runner {
	for _, s := range []*set{r.before, r.keepBefore} {
		s.ready(true)
	}
	for _, s := range []*set{r.after, r.lead, r.keepAfter} {
		s.ready(false)
	}
	return &runner{
		r: r, before: newMachine(r.before), after: newMachine(r.after), lead: newMachine(r.lead),
		keepBefore: newMachine(r.keepBefore), keepAfter: newMachine(r.keepAfter),
		afterAt: make([]uint32, len(r.rules)), longer: make([]*machine, len(r.rules)), late: map[*half]int{},
	}
}

func (n *runner) run(s string, yield func(Decision) bool) {
	everywhere := len(n.r.slowBreak) > 0
	clear(n.late)
	var left rune
	for p := 0; p < len(s); {
		right, w := rune(s[p]), 1
		if right >= utf8.RuneSelf {
			right, w = utf8.DecodeRuneInString(s[p:])
		}
		if p > 0 {
			perhaps := everywhere
			if !perhaps {
				if left < utf8.RuneSelf && right < utf8.RuneSelf {
					k := n.pair[left][right]
					if k == 0 {
						k = 1
						if n.perhaps(left, right) {
							k = 2
						}
						n.pair[left][right] = k
					}
					perhaps = k == 2
				} else {
					perhaps = n.perhaps(left, right)
				}
			}
			if perhaps {
				if rule, brk, ok := n.decide(s, p); ok && !yield(Decision{p, brk, n.r.rules[rule].name}) {
					return
				}
			}
		}
		left = right
		p += w
	}
}

// perhaps reports whether a break rule may apply between two characters.
func (n *runner) perhaps(left, right rune) bool {
	return n.before.alive(right, left) || n.lead.alive(left, right)
}

// alive reports whether, coming from one character, the next one leaves a
// pattern that matches or may do so.
func (m *machine) alive(from, next rune) bool {
	st := m.startState(m.set.ctx[m.classOf(from)])
	if st == nil {
		return false
	}
	class := m.classOf(next)
	e := st.next[class]
	if e == nil {
		e = m.step(st, int(class), next, false)
	}
	return e.to != nil || len(e.matched) > 0
}

// decide finds the rule that settles byte p; ok is false where no break rule
// applies.
func (n *runner) decide(s string, p int) (rule int32, brk, ok bool) {
	n.window = n.window[:0]
	ids := n.before.match(s, p, n.ids[:0])
	ids = n.lead.match(s, p, ids)
	ids = append(ids, n.r.slowBreak...)
	n.ids = ids
	slices.Sort(ids)
	win := int32(-1)
	known := false
	for _, id := range ids {
		c := &n.r.rules[id]
		if c.before.slow != nil && !n.slow(c, &c.before, s, p) {
			continue
		}
		led := c.before.empty || c.before.slow != nil
		switch {
		case c.after.slow != nil:
			if !n.slow(c, &c.after, s, p) {
				continue
			}
		case c.after.empty, led: // led: its after has matched
		default:
			if !known {
				n.matchAfter(n.after, s, p)
				known = true
			}
			if n.afterAt[id] != n.gen {
				continue
			}
		}
		if c.longer != nil && n.extends(id, s, p) {
			continue
		}
		win = id
		break
	}
	if win < 0 {
		return 0, false, false
	}
	ids = n.keepBefore.match(s, p, n.ids2[:0])
	ids = append(ids, n.r.slowKeep...)
	n.ids2 = ids
	slices.Sort(ids)
	known = false
	for _, id := range ids {
		if id > win {
			break
		}
		c := &n.r.rules[id]
		if !c.after.empty && c.after.slow == nil {
			if !known {
				n.matchAfter(n.keepAfter, s, p)
				known = true
			}
			if n.afterAt[id] != n.gen {
				continue
			}
		}
		if c.before.slow != nil && !n.slow(c, &c.before, s, p) || c.after.slow != nil && !n.slow(c, &c.after, s, p) {
			continue
		}
		return id, false, true
	}
	return win, true, true
}

// extends reports whether the text that the before of break rule id matches up
// to byte p can be made longer by the next character: then the place is inside
// the match, not behind it. "[.!?]+" matches "?!" once, not twice.
func (n *runner) extends(id int32, s string, p int) bool {
	_, w := utf8.DecodeRuneInString(s[p:])
	m := n.longer[id]
	if m == nil {
		n.r.rules[id].longer.ready(true)
		m = newMachine(n.r.rules[id].longer)
		n.longer[id] = m
	}
	from := m.longest(s, p+w)
	return from >= 0 && from <= m.longest(s, p)
}

func (n *runner) matchAfter(m *machine, s string, p int) {
	n.gen++
	var buf [64]int32
	for _, id := range m.match(s, p, buf[:0]) {
		n.afterAt[id] = n.gen
	}
}

// maxLate is how many matches of one pattern may take too long in one text;
// after that the pattern matches nothing in it any more.
const maxLate = 5

// slowReach is how many bytes before and after a place a slow pattern sees.
const slowReach = 512

// slow reports whether a half that runs on regexp2 matches at byte p.
func (n *runner) slow(c *compiled, h *half, s string, p int) bool {
	if n.late[h] >= maxLate {
		return false
	}
	from, to := max(0, p-slowReach), min(len(s), p+slowReach)
	for from > 0 && !utf8.RuneStart(s[from]) {
		from++
	}
	if len(n.window) == 0 {
		for _, r := range s[from:to] {
			n.window = append(n.window, r)
		}
	}
	at := utf8.RuneCountInString(s[from:p])
	var m *regexp2.Match
	var err error
	if h.upTo {
		m, err = h.slow.FindRunesMatch(n.window[:at])
	} else {
		m, err = h.slow.FindRunesMatchStartingAt(n.window, at)
	}
	if err != nil {
		n.late[h]++
		if n.r.Report != nil && n.late[h] <= maxLate {
			problem := c.problem
			problem.Err = fmt.Errorf("a match took longer than %v", MatchTimeout)
			n.r.Report(problem)
		}
	}
	return m != nil
}

// Segments cuts s at the breaks that the rules find. White space stays with the
// segment before it; no segment is white space alone.
func (r *Rules) Segments(s string) []string {
	var out []string
	at := 0
	for d := range r.Decisions(s) {
		if d.Break {
			out = join(out, s[at:d.Pos])
			at = d.Pos
		}
	}
	return join(out, s[at:])
}

func join(out []string, segment string) []string {
	if strings.TrimSpace(segment) == "" && len(out) > 0 {
		out[len(out)-1] += segment
		return out
	}
	if segment == "" {
		return out
	}
	return append(out, segment)
}

// Name of the rules, for messages: the file and how many rules of it apply.
func (r *Rules) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%d rules)", r.doc.Name, len(r.rules))
	return b.String()
}
