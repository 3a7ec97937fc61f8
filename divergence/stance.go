package divergence

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

//go:embed docs/stance.md
var stanceDoc string

//go:embed data/stance.tsv
var stanceData string

// Stance reports support put as rejection, and steps between.
var Stance = &Check{
	Name: "stance", Doc: stanceDoc, Category: "accuracy/mistranslation", Data: true,
	Over: []string{"contrast"},
	Run:  runStance,
}

// phrases are words or runs of characters with a class each: the forms of a
// list, per language.
type phrases struct {
	words map[string][]listed // by first word, longest first
	runs  map[string]listed   // of languages without spaces
	most  int                 // bytes of the longest run
}

type listed struct {
	rest  []string // words after the first
	kind  string
	level int
}

// found is an entry of phrases in a text.
type found struct {
	text.Span
	listed
	word int // index of its first word, -1 in a run
}

// loadPhrases reads rows of language, form, kind, level; the last may be left
// out.
func loadPhrases(name, data string) map[string]*phrases {
	out := map[string]*phrases{}
	for n, line := range strings.Split(data, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) < 3 {
			panic(fmt.Sprintf("%s:%d: %d columns (want 3 or 4)", name, n+1, len(f)))
		}
		ps := out[f[0]]
		if ps == nil {
			ps = &phrases{words: map[string][]listed{}, runs: map[string]listed{}}
			out[f[0]] = ps
		}
		l := listed{kind: f[2]}
		if len(f) > 3 {
			v, err := strconv.Atoi(f[3])
			if err != nil {
				panic(fmt.Sprintf("%s:%d: %v", name, n+1, err))
			}
			l.level = v
		}
		if !lang.Get(f[0]).Spaced {
			ps.runs[lang.Simplify(f[1])] = l
			ps.most = max(ps.most, len(f[1]))
			continue
		}
		ws := strings.Fields(f[1])
		l.rest = ws[1:]
		at := ps.words[ws[0]]
		k := len(at)
		for k > 0 && len(at[k-1].rest) < len(l.rest) {
			k--
		}
		ps.words[ws[0]] = append(at[:k:k], append([]listed{l}, at[k:]...)...)
	}
	return out
}

// in lists the entries in ws; the longest counts, and what it covers is in no
// other.
func (ps *phrases) in(ws []word) []found {
	if ps == nil {
		return nil
	}
	var out []found
	for i := 0; i < len(ws); i++ {
		w := &ws[i]
		if w.han {
			width := 3
			if n := utf8.RuneCountInString(w.low); n > 0 {
				width = w.Len() / n
			}
			for a := 0; a < len(w.low); {
				_, n := utf8.DecodeRuneInString(w.low[a:])
				for l := min(ps.most, len(w.low)-a); l > 0; l-- {
					if e, ok := ps.runs[w.low[a:a+l]]; ok {
						if width == n { // offsets hold
							out = append(out, found{text.Span{Start: w.Start + a, End: w.Start + a + l}, e, -1})
						}
						n = l
						break
					}
				}
				a += n
			}
			continue
		}
	next:
		for _, e := range ps.words[w.low] {
			if i+len(e.rest) >= len(ws) {
				continue
			}
			for k, r := range e.rest {
				if ws[i+1+k].low != r {
					continue next
				}
			}
			out = append(out, found{text.Span{Start: w.Start, End: ws[i+len(e.rest)].End}, e, i})
			i += len(e.rest)
			break
		}
	}
	return out
}

var stancePhrases = sync.OnceValue(func() map[string]*phrases { return loadPhrases("data/stance.tsv", stanceData) })

// position is what one side takes a position with.
type position struct {
	support, reject, weakSupport, weakReject int
	cues                                     []found // strong ones
	first                                    map[bool]text.Span
	denied                                   bool
}

func (p *Pass) position(i int) position {
	o := position{first: map[bool]text.Span{}}
	for _, c := range stancePhrases()[p.Sides[i].Lang.Code].in(p.words(i)) {
		if c.kind == "w" {
			switch {
			case c.level > 0:
				o.weakSupport++
			case c.level < 0:
				o.weakReject++
			default:
				o.weakSupport++
				o.weakReject++
			}
			continue
		}
		o.cues = append(o.cues, c)
		switch {
		case c.level > 0:
			o.support++
		case c.level < 0:
			o.reject++
		}
		if _, ok := o.first[c.level > 0]; !ok && c.level != 0 {
			o.first[c.level > 0] = c.Span
		}
		for _, n := range p.negations(i) {
			if n.Class != 'w' && n.Start < c.End && c.Start-n.End < 12 {
				o.denied = true
			}
		}
	}
	return o
}

func runStance(p *Pass) {
	sides := p.known()
	if len(sides) < 2 {
		return
	}
	ps := make([]position, len(p.Sides))
	any := false
	for _, i := range sides {
		ps[i] = p.position(i)
		if ps[i].denied || len(ps[i].cues) == 0 {
			return // for negation, or nothing to set against
		}
		any = any || len(ps[i].cues) > 0
	}
	if !any || p.foreignSide(sides) {
		return
	}
	odd, voted, ok := p.outvoted(sides, func(i int) int {
		o := &ps[i]
		switch {
		case o.support > 0 && o.reject == 0 && o.weakReject == 0:
			return 1
		case o.reject > 0 && o.support == 0 && o.weakSupport == 0:
			return 2
		}
		return 0
	})
	if ok && (voted || len(sides) == 2 || p.Source >= 0) {
		p.Report(p.setAgainst("stance.sign", Warning, sides, odd, voted, func(i int) text.Span {
			return ps[i].cues[0].Span
		}))
		return
	}
	// one of several turned round
	if k, v, ok := p.oddOne(sides, func(a, b int) bool {
		return ps[a].support == ps[b].support && ps[a].reject == ps[b].reject
	}); ok {
		turned := true
		for _, i := range sides {
			if i == k {
				continue
			}
			d := ps[i].support - ps[k].support
			if ps[i].support+ps[i].reject != ps[k].support+ps[k].reject || ps[i].weakSupport+ps[i].weakReject+ps[k].weakSupport+ps[k].weakReject > 0 || d != 1 && d != -1 {
				turned = false
			}
		}
		if turned {
			p.Report(p.setAgainst("stance.sign", Warning, sides, k, v, func(i int) text.Span {
				// the sign that k has more of, and the others less
				more := ps[k].support > ps[sides[0]].support || k == sides[0] && ps[k].support > ps[sides[1]].support
				if i == k {
					return ps[i].first[more]
				}
				return ps[i].first[!more]
			}))
			return
		}
	}
	// steps of one ladder, where each version takes one position
	for _, i := range sides {
		o := &ps[i]
		if len(o.cues) != 1 || o.weakSupport+o.weakReject > 0 {
			return
		}
	}
	if k, v, ok := p.oddOne(sides, func(a, b int) bool {
		d := ps[a].cues[0].level - ps[b].cues[0].level
		return d > -2 && d < 2
	}); ok && (v || len(sides) == 2 || p.Source >= 0) {
		p.Report(p.setAgainst("stance.degree", Warning, sides, k, v, func(i int) text.Span { return ps[i].cues[0].Span }))
	}
}

// oddOne finds the side that agrees with no other while the others agree; with
// two sides the later one, with a declared source the first side that does not
// agree with it. voted says that a majority decided.
func (p *Pass) oddOne(sides []int, same func(a, b int) bool) (odd int, voted, ok bool) {
	if p.Source >= 0 {
		if !contains(sides, p.Source) {
			return 0, false, false
		}
		for _, i := range sides {
			if i != p.Source && !same(i, p.Source) {
				return i, false, true
			}
		}
		return 0, false, false
	}
	if len(sides) == 2 {
		return sides[1], false, !same(sides[0], sides[1])
	}
	for _, k := range sides {
		first, agree, apart := -1, true, true
		for _, i := range sides {
			switch {
			case i == k:
				continue
			case first < 0:
				first = i
			default:
				agree = agree && same(first, i)
			}
			apart = apart && !same(i, k)
		}
		if agree && apart {
			return k, true, true
		}
	}
	return 0, false, false
}
