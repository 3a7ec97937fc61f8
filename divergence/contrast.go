package divergence

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tercet/tercet/text"
)

//go:embed docs/contrast.md
var contrastDoc string

//go:embed data/contrast.tsv
var contrastData string

// Contrast reports opposites that stand in each other's place.
var Contrast = &Check{
	Name: "contrast", Doc: contrastDoc, Category: "accuracy/mistranslation", Data: true,
	Run: runContrast,
}

// pole is one end of a pair of opposites, as a form says it.
type pole struct {
	row  int
	end  int // 0 or 1
	soft bool
}

// contrasts are the forms per language; forms of two words stand under both,
// joined by a space.
type contrasts struct {
	rows    int
	time    int             // row of before and after
	phrases map[string]bool // of two words, which say neither pole
	forms   map[string]map[string][]pole
	most    int // runes of the longest Chinese form
}

var contrastTable = sync.OnceValue(func() *contrasts {
	c := &contrasts{phrases: map[string]bool{}, forms: map[string]map[string][]pole{"fr": {}, "en": {}, "zh": {}}}
	columns := []string{"", "fr", "fr", "en", "en", "zh", "zh"}
	for _, line := range strings.Split(contrastData, "\n") {
		if line == "" || line[0] == '#' || strings.HasPrefix(line, "id\t") {
			continue
		}
		f := strings.Split(line, "\t")
		if f[0] == "-" {
			for _, cell := range f[1:] {
				for _, w := range strings.Split(cell, "|") {
					c.phrases[w] = true
				}
			}
			continue
		}
		if f[0] == "before" {
			c.time = c.rows
		}
		for len(f) < 7 {
			f = append(f, "")
		}
		for k := 1; k < 7; k++ {
			m := c.forms[columns[k]]
			for _, w := range strings.Split(f[k], "|") {
				w, soft := strings.CutPrefix(w, "~")
				if w != "" {
					m[w] = append(m[w], pole{c.rows, (k - 1) % 2, soft})
				}
			}
		}
		c.rows++
	}
	for w := range c.forms["zh"] {
		c.most = max(c.most, utf8.RuneCountInString(w))
	}
	return c
})

// said is what a side says of a pair of opposites.
type said struct {
	any, firm [2]bool
	at        [2]text.Span // of the first firm form
}

func (p *Pass) said(i int) map[int]*said {
	c := contrastTable()
	out := map[int]*said{}
	forms := c.forms[p.Sides[i].Lang.Code]
	note := func(ps []pole, at text.Span) {
		for _, x := range ps {
			s := out[x.row]
			if s == nil {
				s = &said{}
				out[x.row] = s
			}
			s.any[x.end] = true
			if !x.soft && !s.firm[x.end] {
				s.firm[x.end] = true
				s.at[x.end] = at
			}
		}
	}
	ws := p.words(i)
	for k, w := range ws {
		if p.settled(i, w.Span) {
			continue // the glossary's: droits de l'homme, Premier ministre
		}
		if !w.han {
			if k > 0 && c.phrases[ws[k-1].low+" "+w.low] || k+1 < len(ws) && c.phrases[w.low+" "+ws[k+1].low] {
				continue
			}
			note(forms[w.low], w.Span)
			if k+1 < len(ws) && !ws[k+1].han {
				note(forms[w.low+" "+ws[k+1].low], text.Span{Start: w.Start, End: ws[k+1].End})
			}
			continue
		}
		rs := []rune(w.low)
		for a := 0; a < len(rs); a++ {
			for n := min(c.most, len(rs)-a); n > 0; n-- {
				if ps := forms[string(rs[a:a+n])]; ps != nil {
					// characters of Simplified and Traditional are of one width here
					note(ps, text.Span{Start: w.Start + 3*a, End: w.Start + 3*(a+n)})
				}
			}
		}
	}
	return out
}

// settled reports whether words of side i stand in a term of several words whose
// concept another side has too: they say what the term says.
func (p *Pass) settled(i int, at text.Span) bool {
	for _, o := range p.Terms(i) {
		if !o.Contains(at) || o.Len() <= at.Len() {
			continue
		}
		for j := range p.Sides {
			if j == i {
				continue
			}
			for _, x := range p.Terms(j) {
				if x.Concept == o.Concept {
					return true
				}
			}
		}
	}
	return false
}

func runContrast(p *Pass) {
	sides := p.known()
	if len(sides) < 2 || p.foreignSide(sides) {
		return
	}
	all := make([]map[int]*said, len(p.Sides))
	for _, i := range sides {
		all[i] = p.said(i)
	}
	for row := 0; row < contrastTable().rows; row++ {
		odd, voted, ok := p.outvoted(sides, func(i int) int {
			s := all[i][row]
			switch {
			case s == nil || s.any[0] == s.any[1]:
				return 0
			case s.any[0]:
				return 1
			}
			return 2
		})
		if !ok {
			continue
		}
		// both ends must be said by forms that have no other sense
		firm, all3 := [2]bool{}, 0
		for _, i := range sides {
			if s := all[i][row]; s != nil {
				for e := range firm {
					firm[e] = firm[e] || s.firm[e]
				}
				if s.any[0] || s.any[1] {
					all3++
				}
			}
		}
		if !firm[0] || !firm[1] || len(sides) > 2 && !voted {
			continue
		}
		if p.negated(odd) != p.negated(other(sides, odd)) {
			continue // not more is less
		}
		at := func(i int) text.Span {
			s := all[i][row]
			switch {
			case s == nil:
				return text.Span{}
			case s.firm[0]:
				return s.at[0]
			case s.firm[1]:
				return s.at[1]
			}
			return text.Span{}
		}
		if row == contrastTable().time && slices.ContainsFunc(sides, func(i int) bool { return i != odd && p.converse(odd, i, at(odd), at(i)) }) {
			continue
		}
		p.Report(p.setAgainst("contrast.opposite", Warning, sides, odd, voted, at))
	}
}

// converse reports whether two words of opposite senses in time take different
// events for their measure: A after B is B before A, as Chinese, which puts what it
// measures by first, often has it. What one measures by stands on the other side,
// but not as what that one measures by.
func (p *Pass) converse(i, j int, at, there text.Span) bool {
	if at.Empty() || there.Empty() || !p.Sides[i].Lang.Dense {
		return false
	}
	s, t := p.measure(i, at), p.measure(j, there)
	partner := p.partners(i, j, s)
	var in, out float64
	says := false // after us says too little
	u := p.units(j)
	for k := range u.tokens {
		x := &u.tokens[k]
		says = says || x.weight >= .3 && t.Contains(x.Span)
		if x.weight < .3 || x.Overlaps(there) || !slices.ContainsFunc(x.units[:], func(y int32) bool { return y >= 0 && partner[y] }) {
			continue
		}
		if t.Contains(x.Span) {
			in += x.weight
		} else {
			out += x.weight
		}
	}
	return says && out >= .9 && in == 0
}

// measure is what a word of time on side i measures by: the words behind it, in
// Chinese those before it, in the clause before where it begins its own.
func (p *Pass) measure(i int, at text.Span) text.Span {
	u := p.units(i)
	here := -1
	for k := range u.tokens {
		if u.tokens[k].Overlaps(at) {
			here = k
			break
		}
	}
	if here < 0 {
		return text.Span{}
	}
	clause := u.tokens[here].clause
	if !p.Sides[i].Lang.Dense {
		end := at.End
		for k := here + 1; k < len(u.tokens) && u.tokens[k].clause == clause; k++ {
			end = u.tokens[k].End
		}
		return text.Span{Start: at.End, End: end}
	}
	start := at.Start
	if here > 0 && u.tokens[here-1].clause != clause {
		clause = u.tokens[here-1].clause
	}
	for k := here - 1; k >= 0 && u.tokens[k].clause == clause; k-- {
		start = u.tokens[k].Start
	}
	return text.Span{Start: start, End: at.Start}
}

func other(sides []int, i int) int {
	for _, j := range sides {
		if j != i {
			return j
		}
	}
	return i
}

// negated reports whether side i denies an odd number of times.
func (p *Pass) negated(i int) bool {
	n := 0
	for _, c := range p.negations(i) {
		if c.Class == 'N' || c.Class == 'V' {
			n++
		}
	}
	return n%2 == 1
}
