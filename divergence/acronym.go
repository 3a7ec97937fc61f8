package divergence

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/text"
)

//go:embed docs/acronym.md
var acronymDoc string

// Acronym reports acronyms that stand in the place of another one.
var Acronym = &Check{
	Name: "acronym", Doc: acronymDoc, Category: "accuracy/mistranslation",
	Over: []string{"terminology"},
	Run:  runAcronym,
}

// latinAcronym is a run of Latin capitals and digits: CICA, G20, COP28.
type latinAcronym struct {
	text.Span
	key      string // without hyphen
	concepts []*glossary.Concept
}

// letters are the capitals of the key, digits its number.
func (a *latinAcronym) parts() (letters, digits string) {
	n := strings.IndexFunc(a.key, unicode.IsDigit)
	if n < 0 {
		return a.key, ""
	}
	return a.key[:n], a.key[n:]
}

// acronyms lists the acronyms of s in order. Roman numerals are none, nor are
// words of a text in capitals, nor parts of document symbols and addresses.
func acronyms(s string, spaced bool) []latinAcronym {
	if spaced {
		letters, capitals := 0, 0
		for _, r := range s {
			if unicode.IsLetter(r) {
				letters++
				if unicode.IsUpper(r) {
					capitals++
				}
			}
		}
		if capitals*5 > letters*2 {
			return nil
		}
	}
	var out []latinAcronym
	for i := 0; i < len(s); i++ {
		if s[i] < 'A' || s[i] > 'Z' || !parted(s[:i], false) {
			continue
		}
		j, hyphen := i, -1
		for j < len(s) && (s[j] >= 'A' && s[j] <= 'Z' || s[j] >= '0' && s[j] <= '9' || s[j] == '-' && hyphen < 0 && j+1 < len(s) && s[j+1] >= '0' && s[j+1] <= '9') {
			if s[j] == '-' {
				hyphen = j
			}
			j++
		}
		rest := strings.TrimPrefix(s[j:], "s") // NGOs
		key := strings.ReplaceAll(s[i:j], "-", "")
		n := strings.IndexFunc(key, unicode.IsDigit)
		if n < 0 {
			n = len(key)
		}
		digits := strings.TrimLeft(key[n:], "0123456789") == ""
		if parted(rest, true) && digits && (n > 1 && n <= 8 || key[0] == 'G' && n == 1 && len(key) <= 3 && len(key) > 1) && strings.Trim(key, "IVXLC") != "" {
			out = append(out, latinAcronym{Span: text.Span{Start: i, End: j}, key: key})
		}
		i = max(i, j-1)
	}
	return out
}

// parted reports whether an acronym may end where s begins (after) or begin
// where s ends.
func parted(s string, after bool) bool {
	if s == "" {
		return true
	}
	var r rune
	if after {
		r, _ = utf8.DecodeRuneInString(s)
		if r == '.' { // U.S., A/69/L.63 or a full stop
			next, _ := utf8.DecodeRuneInString(s[1:])
			return len(s) == 1 || !unicode.IsLetter(next) && !unicode.IsDigit(next)
		}
	} else {
		r, _ = utf8.DecodeLastRuneInString(s)
		if r == '.' {
			return false
		}
	}
	if isHan(r) {
		return true
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '/' && r != '_' && r != '@' && r != '&' && (r != '-' || after)
}

// acronymsOf lists the acronyms of side i with the glossary concepts that they
// stand for.
func (p *Pass) acronymsOf(i int) []latinAcronym {
	out := acronyms(p.Sides[i].Text, p.Sides[i].Lang.Spaced)
	if len(out) == 0 {
		return nil
	}
	for _, o := range p.allTerms(i) {
		for k := range out {
			if o.Span == out[k].Span || o.Start == out[k].Start && o.End == out[k].End+1 {
				out[k].concepts = append(out[k].concepts, o.Concept)
			}
		}
	}
	if !p.Sides[i].Lang.Spaced { // acronyms are borrowed as they are
		for k := range out {
			if len(out[k].concepts) == 0 {
				out[k].concepts = p.c.acronyms()[out[k].key]
			}
		}
	}
	return out
}

// acronyms are the concepts of the glossaries by the acronyms among their
// terms, in all languages.
func (c *Checker) acronyms() map[string][]*glossary.Concept {
	c.acronymsOnce.Do(func() {
		c.acronymConcepts = map[string][]*glossary.Concept{}
		for _, g := range c.o.Glossaries {
			for _, k := range g.Concepts {
				for i := range k.Terms {
					if t := k.Terms[i].Text; wholeAcronym(t) {
						key := strings.ReplaceAll(t, "-", "")
						if at := c.acronymConcepts[key]; len(at) == 0 || at[len(at)-1] != k {
							c.acronymConcepts[key] = append(at, k)
						}
					}
				}
			}
		}
	})
	return c.acronymConcepts
}

func wholeAcronym(t string) bool {
	if len(t) > 8 {
		return false
	}
	a := acronyms(t, false)
	return len(a) == 1 && a[0].Len() == len(t)
}

// mentions counts the occurrences of concept c on side i.
func (p *Pass) mentions(i int, c *glossary.Concept) int {
	n := 0
	for _, o := range p.allTerms(i) {
		if o.Concept == c {
			n++
		}
	}
	return n
}

func sameLetters(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	var n [256]int
	for i := range len(a) {
		n[a[i]]++
		n[b[i]]--
	}
	return n == [256]int{}
}

func runAcronym(p *Pass) {
	sides, _ := p.filled()
	if len(sides) < 2 {
		return
	}
	all := make([][]latinAcronym, len(p.Sides))
	none := true
	for _, i := range sides {
		all[i] = p.acronymsOf(i)
		none = none && len(all[i]) == 0
	}
	if none {
		return
	}
	// carries tells whether side j has a counterpart of a
	carries := func(a *latinAcronym, j int) bool {
		for k := range all[j] {
			if all[j][k].key == a.key || sameLetters(all[j][k].key, a.key) {
				return true
			}
		}
		for _, c := range a.concepts {
			if p.mentions(j, c) > 0 {
				return true
			}
		}
		low := strings.ToLower(a.key)
		for _, w := range p.words(j) {
			if w.low == low {
				return true
			}
		}
		return false
	}
	// stray acronyms have no counterpart on any other side
	stray := make([][]*latinAcronym, len(p.Sides))
	for _, i := range sides {
		for k := range all[i] {
			alone := true
			for _, j := range sides {
				alone = alone && (j == i || !carries(&all[i][k], j))
			}
			if alone {
				stray[i] = append(stray[i], &all[i][k])
			}
		}
	}
	for _, i := range sides {
		for _, a := range stray[i] {
			if at, ok := p.displaced(sides, i, a, all); ok {
				p.swapped(sides, i, a, at)
				return
			}
		}
	}
	if len(sides) < 3 {
		return
	}
	// an acronym that two of three versions have in the same letters
	for _, k := range sides {
		if len(stray[k]) > 0 {
			continue
		}
		for _, i := range sides {
			for x := range all[i] {
				a := &all[i][x]
				at := map[int]text.Span{i: a.Span}
				for _, j := range sides {
					for y := range all[j] {
						if all[j][y].key == a.key {
							at[j] = all[j][y].Span
						}
					}
				}
				if len(at) == len(sides)-1 && at[k].Empty() && !carries(a, k) && len(a.concepts) == 0 && p.Sides[k].Lang.Spaced {
					p.Report(p.setAgainst("acronym.missing", Note, sides, k, true, func(s int) text.Span { return at[s] }))
					return
				}
			}
		}
	}
}

// displaced finds what the other sides have in the place of a, a stray acronym
// of side i.
func (p *Pass) displaced(sides []int, i int, a *latinAcronym, all [][]latinAcronym) (map[int]text.Span, bool) {
	letters, digits := a.parts()
	for _, j := range sides {
		if j == i {
			continue
		}
		for k := range all[j] {
			b := &all[j][k]
			at := map[int]text.Span{j: b.Span}
			ok := true
			// the same letters with another number: COP28 and COP29
			if l, d := b.parts(); l == letters && d != digits && d != "" && digits != "" && len(sides) < 3 {
				return at, true
			}
			for _, m := range sides {
				if m == i || m == j {
					continue
				}
				has := false
				for n := range all[m] {
					if all[m][n].key == b.key {
						at[m], has = all[m][n].Span, true
					}
				}
				ok = ok && has
			}
			if !ok {
				continue
			}
			if l, d := b.parts(); l == letters && d != digits && d != "" && digits != "" {
				return at, true
			}
			// languages without spaces borrow acronyms as they are
			if len(sides) > 2 && !p.Sides[i].Lang.Spaced && len(a.concepts) == 0 && p.lacksAcronym(i, b, all) && oneEdit(a.key, b.key) {
				return at, true
			}
		}
	}
	if len(a.concepts) == 0 {
		return nil, false
	}
	// another organisation of the glossary that all others name more often
	for _, j := range sides {
		if j == i {
			continue
		}
		for _, o := range p.allTerms(j) {
			if !hasAcronym(o.Concept) || o.Term.Status == glossary.Deprecated {
				continue
			}
			at := map[int]text.Span{}
			own, fewest := p.mentions(i, o.Concept), 1<<30
			for _, m := range sides {
				if m == i {
					continue
				}
				n := 0
				for _, x := range p.allTerms(m) {
					if x.Concept == o.Concept {
						at[m] = x.Span
						n++
					}
				}
				fewest = min(fewest, n)
			}
			if fewest > own {
				return at, true
			}
		}
		break
	}
	return nil, false
}

// lacksAcronym reports whether side i does not have b.
func (p *Pass) lacksAcronym(i int, b *latinAcronym, all [][]latinAcronym) bool {
	for k := range all[i] {
		if all[i][k].key == b.key {
			return false
		}
	}
	return len(b.concepts) == 0
}

// oneEdit reports whether one letter is put for another, or two are exchanged,
// in acronyms of three letters or more.
func oneEdit(a, b string) bool {
	if len(a) != len(b) || len(a) < 3 {
		return false
	}
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n == 1 || n == 2 && sameLetters(a, b)
}

// hasAcronym reports whether a term of c is an acronym.
func hasAcronym(c *glossary.Concept) bool {
	for i := range c.Terms {
		if wholeAcronym(c.Terms[i].Text) {
			return true
		}
	}
	return false
}

func (p *Pass) swapped(sides []int, i int, a *latinAcronym, at map[int]text.Span) {
	odd, voted := i, len(sides) > 2
	if p.Source == i {
		for _, j := range sides {
			if j != i {
				odd, voted = j, false
				break
			}
		}
	} else if p.Source < 0 && !voted {
		odd = sides[len(sides)-1]
	}
	p.Report(p.setAgainst("acronym.differs", Warning, sides, odd, voted, func(s int) text.Span {
		if s == i {
			return a.Span
		}
		return at[s]
	}))
}
