package glossary

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/internal/match"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// Matcher finds the terms of glossaries in text of one language. It is safe
// for concurrent use.
//
// Terms match as words, inflected by the rules of the language, whatever the
// case, the kind of apostrophe, hyphen and space, with line breaks and soft
// hyphens inside, in composed or decomposed accents, in Traditional or
// Simplified characters. An accent may be missing on a capital only. Acronyms
// keep their capitals.
type Matcher struct {
	lang     *lang.Language
	auto     *match.Automaton
	patterns []pattern
	ngloss   int
}

// pattern is what a pattern number of the automaton stands for.
type pattern struct {
	concept  *Concept
	term     *Term
	glossary *Glossary
	gloss    int
	caps     capsRule
	weak     bool // a word of the term is left out
}

// capsRule says which capitals a text must have for a term to be there.
type capsRule uint8

const (
	anyCase capsRule = iota
	allCaps          // a short acronym: WHO is not who
	oneCap           // a longer acronym or a name: Unesco, China
	asGiven          // Term.Case
	exactly          // Term.Exact
)

// NewMatcher prepares the terms of the given glossaries in language l.
func NewMatcher(l *lang.Language, gs ...*Glossary) *Matcher {
	m := &Matcher{lang: l, ngloss: len(gs)}
	b := match.Builder{LaxAccents: !l.AccentsMatter()}
	b.Conjunction(l.Conjunctions()...)
	b.Prefix(l.CompoundPrefixes()...)
	var texts []string
	var classes []int32
	for gi, g := range gs {
		for _, c := range g.Concepts {
			for i := range c.Terms {
				t := &c.Terms[i]
				if t.Lang != l.Code {
					continue
				}
				full, weak := l.Expand(t.Text, posOf(t), t.Status != Preferred)
				for k, pats := range [][]lang.Pattern{full, weak} {
					if len(pats) == 0 {
						continue
					}
					p := int32(len(m.patterns))
					m.patterns = append(m.patterns, pattern{c, t, g, gi, capsOf(l, t), k == 1})
					for _, pat := range pats {
						classes = classes[:0]
						for _, forms := range pat {
							texts = texts[:0]
							for _, f := range forms {
								texts = append(texts, f.Text)
							}
							if k := b.Class(texts); k >= 0 {
								classes = append(classes, k)
							}
						}
						if len(classes) == len(pat) {
							b.Add(classes, p)
						}
					}
				}
			}
		}
	}
	m.auto = b.Build()
	return m
}

// posOf is the part of speech that inflection goes by.
func posOf(t *Term) string {
	if t.Exact {
		return "i"
	}
	return t.POS
}

// capsOf decides which capitals a term needs.
func capsOf(l *lang.Language, t *Term) capsRule {
	switch {
	case t.Exact:
		return exactly
	case t.Case:
		return asGiven
	case !l.Spaced:
		return anyCase
	}
	letters, upper, other := 0, 0, 0
	for _, r := range t.Text {
		switch {
		case unicode.IsUpper(r):
			letters++
			upper++
		case unicode.IsLetter(r):
			letters++
		default:
			other++
		}
	}
	first, _ := utf8.DecodeRuneInString(t.Text)
	switch {
	case other > 0:
		return anyCase // SARS-CoV-2, G20, more than one word
	case upper == letters && letters > 1 && letters <= 3:
		return allCaps
	case upper == letters && letters > 1:
		return oneCap
	case t.POS == "i" && unicode.IsUpper(first):
		return oneCap
	}
	return anyCase
}

// Find lists the occurrences of terms in s, in order. Where they overlap within
// a glossary, the longest one stands for the text; two concepts with the same
// term are both listed.
func (m *Matcher) Find(s string) []Occurrence {
	var out []Occurrence
	m.each(s, false, func(o Occurrence) { out = append(out, o) })
	return out
}

// FindAll lists the occurrences of terms in s in order of their start, nested
// ones included and marked.
func (m *Matcher) FindAll(s string) []Occurrence {
	var out []Occurrence
	m.each(s, true, func(o Occurrence) { out = append(out, o) })
	return out
}

// Each calls f for every occurrence that Find lists, in order, without keeping
// them: for long texts.
func (m *Matcher) Each(s string, f func(Occurrence)) { m.each(s, false, f) }

// candidate is a hit before it is decided which of several stands.
type candidate struct {
	start, end   int
	pattern      int32
	gap          bool
	nested, drop bool
}

func (c *candidate) len() int { return c.end - c.start }

func (c *candidate) overlaps(o *candidate) bool { return c.start < o.end && o.start < c.end }

func (c *candidate) contains(o *candidate) bool { return c.start <= o.start && o.end <= c.end }

func (m *Matcher) each(s string, nested bool, f func(Occurrence)) {
	if len(m.patterns) == 0 {
		return
	}
	capitals := -1 // whether s has any capital: 1, 0, -1 not yet known
	// pending holds the candidates that may still overlap one to come.
	var pending []candidate
	far := 0
	flush := func() {
		m.resolve(s, pending, nested, f)
		pending = pending[:0]
	}
	m.auto.Scan(s, func(h match.Hit) {
		p := &m.patterns[h.Pattern]
		if p.caps != anyCase && !m.capsRight(s, h.Start, h.End, p, &capitals) {
			return
		}
		c := candidate{start: h.Start, end: h.End, pattern: h.Pattern, gap: h.Gap || p.weak}
		if h.Quote {
			var ok bool
			if c.start, c.end, ok = quoted(s, h.Start, h.End); !ok {
				return
			}
		}
		if c.start >= far && len(pending) > 0 {
			flush()
		}
		for i := len(pending) - 1; i >= 0; i-- {
			if o := &pending[i]; o.pattern == c.pattern && o.start == c.start && o.end == c.end {
				o.gap = o.gap && c.gap
				return
			}
		}
		pending = append(pending, c)
		far = max(far, c.end)
	})
	flush()
}

func (m *Matcher) emit(c *candidate, f func(Occurrence)) {
	p := &m.patterns[c.pattern]
	f(Occurrence{Span: text.Span{Start: c.start, End: c.end}, Concept: p.concept, Term: p.term, Glossary: p.glossary, Gap: c.gap, Nested: c.nested})
}

// resolve decides between candidates that overlap, glossary by glossary, and
// gives those that stay to f; nested ones only where they are wanted.
func (m *Matcher) resolve(s string, cs []candidate, nested bool, f func(Occurrence)) {
	switch {
	case len(cs) == 0:
		return
	case len(cs) == 1 && !cs[0].gap:
		m.emit(&cs[0], f)
		return
	case !nested && m.ngloss == 1:
		// the common case: one long term with others inside
		best := 0
		for i := range cs {
			if cs[i].len() > cs[best].len() {
				best = i
			}
		}
		alone := !cs[best].gap
		for i := range cs {
			if i != best && (!cs[best].contains(&cs[i]) || cs[i].len() == cs[best].len()) {
				alone = false
				break
			}
		}
		if alone {
			m.emit(&cs[best], f)
			return
		}
	}
	// longest first, those without a gap before those with one
	slices.SortStableFunc(cs, func(a, b candidate) int {
		switch {
		case a.gap != b.gap:
			if a.gap {
				return 1
			}
			return -1
		case a.len() != b.len():
			return b.len() - a.len()
		case a.start != b.start:
			return a.start - b.start
		}
		// the same place: the term as the glossary writes it before one whose
		// inflection gives the form, then the better status
		x, y := m.patterns[a.pattern].term, m.patterns[b.pattern].term
		if d := likeness(s[a.start:a.end], y.Text) - likeness(s[a.start:a.end], x.Text); d != 0 && m.patterns[a.pattern].concept == m.patterns[b.pattern].concept {
			return d
		}
		return statusRank(x.Status) - statusRank(y.Status)
	})
	for i := range cs {
		c := &cs[i]
		pc := &m.patterns[c.pattern]
		for j := range cs[:i] {
			o := &cs[j]
			po := &m.patterns[o.pattern]
			if o.drop || po.gloss != pc.gloss || !o.overlaps(c) {
				continue
			}
			same := o.start == c.start && o.end == c.end
			switch {
			case same && po.concept == pc.concept:
				c.drop = true // one stands for both
			case same && o.gap == c.gap:
			case c.gap && (po.concept == pc.concept || o.contains(c) && !same):
				c.drop = true
			case c.gap, o.gap, o.nested:
			default:
				c.nested = true
			}
		}
	}
	slices.SortStableFunc(cs, func(a, b candidate) int {
		if a.start != b.start {
			return a.start - b.start
		}
		if a.end != b.end {
			return b.end - a.end
		}
		return int(a.pattern - b.pattern)
	})
	for i := range cs {
		if c := &cs[i]; !c.drop && (nested || !c.nested) {
			m.emit(c, f)
		}
	}
}

// likeness is 2 where the text is the term but for case, 1 where it is so
// folded, else 0.
func likeness(got, term string) int {
	switch {
	case strings.EqualFold(got, term):
		return 2
	case lang.FoldKey(got) == lang.FoldKey(term):
		return 1
	}
	return 0
}

func statusRank(s Status) int {
	switch s {
	case Preferred:
		return 0
	case Admitted:
		return 1
	case Superseded:
		return 2
	}
	return 3
}

// capsRight reports whether s[start:end] is written as the term demands.
func (m *Matcher) capsRight(s string, start, end int, p *pattern, capitals *int) bool {
	switch p.caps {
	case exactly:
		return s[start:end] == p.term.Text
	case asGiven:
		return capitalsOf(s[start:end], p.term.Text)
	case oneCap:
		r, _ := utf8.DecodeRuneInString(s[start:])
		if unicode.IsUpper(r) || unicode.IsUpper(foldWidth(r)) {
			return true
		}
		if *capitals < 0 {
			*capitals = 0
			if strings.IndexFunc(s, unicode.IsUpper) >= 0 {
				*capitals = 1
			}
		}
		return *capitals == 0
	case allCaps:
		n := 0
		for _, r := range s[start:end] {
			if unicode.IsUpper(r) {
				n++
			}
		}
		return n >= utf8.RuneCountInString(p.term.Text)
	}
	return true
}

func foldWidth(r rune) rune {
	if r >= 0xFF01 && r <= 0xFF5E {
		return r - 0xFEE0
	}
	return r
}

// capitalsOf reports whether each word of got starts with a capital where that
// of want does, and with none where it does not.
func capitalsOf(got, want string) bool {
	a, b := strings.FieldsFunc(got, notWord), strings.FieldsFunc(want, notWord)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, n := utf8.DecodeRuneInString(a[i])
		y, k := utf8.DecodeRuneInString(b[i])
		if unicode.IsUpper(x) != unicode.IsUpper(y) {
			return false
		}
		if n < len(a[i]) && k < len(b[i]) {
			x, _ = utf8.DecodeRuneInString(a[i][n:])
			y, _ = utf8.DecodeRuneInString(b[i][k:])
			if unicode.IsUpper(x) != unicode.IsUpper(y) {
				return false
			}
		}
	}
	return true
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }

// The quotation marks that come in pairs.
var closing = map[rune]rune{'“': '”', '«': '»', '‹': '›', '「': '」', '『': '』', '《': '》', '〈': '〉', '﹁': '﹂', '﹃': '﹄', '„': '“', '〝': '〞'}

// quoted looks at the quotation marks inside s[start:end]. A pair may stand
// inside; where half of a pair does, the other half must stand right before or
// behind, and the span takes it in (“一带一路”倡议). Otherwise ok is false: a
// quotation begins or ends in the middle of the words.
func quoted(s string, start, end int) (from, to int, ok bool) {
	from, to, ok = start, end, true
	open := rune(0)
	for i, r := range s[start:end] {
		if r < 0xAB {
			continue
		}
		if c, isOpen := closing[r]; isOpen && !(r == '“' && open == '„') {
			open = c
			continue
		}
		isClose := false
		for _, c := range closing {
			if c == r {
				isClose = true
			}
		}
		if !isClose {
			continue
		}
		if open == r || open == '”' && r == '“' {
			open = 0
			continue
		}
		_ = i
		// the opening half must stand before the start
		before := strings.TrimRight(s[:from], " \u00a0\u202f")
		b, n := utf8.DecodeLastRuneInString(before)
		if closing[b] != r {
			return start, end, false
		}
		from = len(before) - n
	}
	if open != 0 {
		after := strings.TrimLeft(s[to:], " \u00a0\u202f")
		a, n := utf8.DecodeRuneInString(after)
		if a != open {
			return start, end, false
		}
		to = len(s) - len(after) + n
	}
	return from, to, ok
}
