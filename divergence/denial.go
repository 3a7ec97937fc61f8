package divergence

import (
	"slices"

	"github.com/tercet/tercet/text"
)

// A bead may deny one thing on all sides and another on one of them only: what
// is compared here is not whether a side denies, but which of its clauses do.

// denial is a word of one side that denies, and what it denies.
type denial struct {
	text.Span
	verb  bool  // denies a verb
	clear bool  // and no double negation
	heads []int // the first tokens of what is denied
}

// mostDenials is how many a side may have: in a longer text every place is near
// some other.
const mostDenials = 24

// denialHeads is how many words of what is denied are looked for.
const denialHeads = 3

// denialsOf lists what denies on side i, those of verbs first.
func (p *Pass) denialsOf(i int) []denial {
	var out []denial
	add := func(d denial) {
		for k := range out {
			if out[k].Overlaps(d.Span) {
				return
			}
		}
		out = append(out, d)
	}
	for _, c := range p.negations(i) {
		if c.Class == 'V' {
			add(denial{Span: c.Span, verb: true, clear: !p.undone(i, c.Span), heads: p.denied(i, c.Span)})
		}
	}
	for _, c := range p.negations(i) {
		if c.Class != 'V' && c.Class != 'o' {
			add(denial{Span: c.Span})
		}
	}
	for _, w := range denyingWords(p.words(i)) {
		add(denial{Span: w})
	}
	for _, w := range p.words(i) {
		if anyNegation[w.low] {
			add(denial{Span: w.Span})
		}
	}
	return out
}

// denied lists the tokens of what a negation of side i denies: words of weight
// between its parts (ne … pas) and behind it, up to the end of the clause.
func (p *Pass) denied(i int, cue text.Span) (heads []int) {
	u := p.units(i)
	clause := int32(-1)
	for k := range u.tokens {
		t := &u.tokens[k]
		if t.End <= cue.Start || t.Start <= cue.Start && cue.Contains(t.Span) {
			continue
		}
		if clause < 0 {
			clause = t.clause
		}
		if t.clause != clause || t.Start > cue.End+scope || len(heads) == denialHeads {
			break
		}
		if t.weight >= .3 && !(cue.Contains(t.Span) && t.End == cue.End) {
			heads = append(heads, k)
		}
	}
	return heads
}

// How far from a word, in bytes, what denies it stands: a negation, and a word
// that denies by its meaning.
const (
	denialReach     = 60
	weakDenialReach = 30
)

// denialsNear counts the denials about a word of a side, all of them or those of
// verbs.
func denialsNear(ds []denial, at text.Span, verbs bool) (n int) {
	for _, d := range ds {
		reach := weakDenialReach
		if d.verb {
			reach = denialReach
		}
		if (d.verb || !verbs) && !d.Contains(at) && max(at.Start-d.End, d.Start-at.End) < reach {
			n++
		}
	}
	return n
}

// deniedAlone finds a verb that side i denies and side j affirms, although j
// denies something too: i denies more verbs than there are words of any kind that
// deny on j, what is denied has its one partner there, and fewer deny about it. ds
// and es are the denials of both.
// It returns the denial on i and the partner on j.
func (p *Pass) deniedAlone(i, j int, ds, es []denial) (at, there text.Span, ok bool) {
	verbs := 0
	for _, d := range ds {
		if d.verb {
			verbs++
		}
	}
	if verbs <= len(es) && verbs <= p.unanswered(j, es, i, ds) {
		return
	}
	as := p.anchors(i, j)
	u, v := p.units(i), p.units(j)
	least := 0
	for _, d := range ds {
		if !d.verb || !d.clear {
			continue
		}
		for _, h := range d.heads {
			k := slices.IndexFunc(as, func(a anchor) bool { return a.a == h })
			if k < 0 {
				continue
			}
			partner := v.tokens[as[k].b].Span
			if b := as[k].b + 1; b < len(v.tokens) && p.Sides[j].Lang.Dense { // two characters
				partner.End = v.tokens[b].End
			}
			n := denialsNear(es, partner, false)
			if n < denialsNear(ds, u.tokens[h].Span, true) && (!ok || n < least) && (h == d.heads[0] || p.scopeStands(i, j, d.Span)) {
				at, there, ok, least = d.Span, partner, true, n
			}
			break
		}
	}
	return
}

// unanswered counts the denials of side j but for the weak ones that a weak one of
// side i says: denied, nié.
func (p *Pass) unanswered(j int, es []denial, i int, ds []denial) int {
	n := 0
	for _, e := range es {
		if e.verb || !slices.ContainsFunc(ds, func(d denial) bool { return !d.verb && p.oneWord(i, d.Span, j, e.Span) }) {
			n++
		}
	}
	return n
}

// oneWord reports whether a word within b, on side j, stands for one within a, on
// side i.
func (p *Pass) oneWord(i int, a text.Span, j int, b text.Span) bool {
	partner := p.partners(i, j, a)
	return slices.ContainsFunc(p.units(j).tokens, func(t token) bool {
		return b.Overlaps(t.Span) && slices.ContainsFunc(t.units[:2], func(x int32) bool { return x >= 0 && partner[x] })
	})
}

// deniedOnce reports a verb that one side denies and the others affirm, or one
// affirms and the others deny, where all sides deny something.
func (p *Pass) deniedOnce(sides []int) {
	type found struct {
		i, j      int
		at, there text.Span
	}
	denials := make([][]denial, len(p.Sides))
	few := func(i int) bool { return len(p.negations(i)) <= mostDenials }
	for _, i := range sides {
		if few(i) {
			denials[i] = p.denialsOf(i)
		}
	}
	var fs []found
	for _, i := range sides {
		for _, j := range sides {
			if i == j || !few(i) || !few(j) || p.Source >= 0 && i != p.Source && j != p.Source {
				continue
			}
			if at, there, ok := p.deniedAlone(i, j, denials[i], denials[j]); ok {
				fs = append(fs, found{i, j, at, there})
			}
		}
	}
	if len(fs) == 0 {
		return
	}
	f := fs[0]
	odd, voted := max(f.i, f.j), false
	if len(sides) > 2 {
		if len(fs) != 2 {
			return
		}
		g := fs[1]
		voted = true
		switch {
		case f.i == g.i && f.at == g.at:
			odd = f.i
		case f.j == g.j && f.there.Overlaps(g.there):
			odd = f.j
		default:
			return
		}
	}
	p.Report(p.setAgainst("negation.differs", Warning, sides, odd, voted, func(s int) text.Span {
		for _, f := range fs {
			switch s {
			case f.i:
				return f.at
			case f.j:
				return f.there
			}
		}
		return text.Span{}
	}))
}
