package divergence

import (
	"math"
	"sort"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// exchange is two names of one kind that stand on two sides, and how much
// better their neighbours fit when they are taken for one another.
type exchange struct {
	a, b [2]*mention // on the first side and on the second
	gain float64
}

// matched pairs the names of two sides that are each other's best match.
func (p *Pass) matched(xs, ys []*mention) [][2]*mention {
	likeness := make([][]float64, len(xs))
	for n, x := range xs {
		likeness[n] = make([]float64, len(ys))
		for m, y := range ys {
			if x.sure >= .4 && y.sure >= .4 && !x.adj && !y.adj {
				likeness[n][m] = p.likeness(x, y)
			}
		}
	}
	var out [][2]*mention
	for n := range xs {
		for m := range ys {
			v := likeness[n][m]
			if v < .5 {
				continue
			}
			best := true
			for o := range ys {
				best = best && (o == m || likeness[n][o] < v-.1)
			}
			for o := range xs {
				best = best && (o == n || likeness[o][m] < v-.1)
			}
			if best {
				out = append(out, [2]*mention{xs[n], ys[m]})
			}
		}
	}
	return out
}

// likeness is how surely two mentions are of one name, in [0, 1]: the share of
// their words that are alike.
func (p *Pass) likeness(x, y *mention) float64 {
	if x.places != nil || y.places != nil {
		for _, a := range x.places {
			for _, b := range y.places {
				if a == b {
					return 1
				}
			}
		}
		return 0
	}
	if x.words == nil {
		x, y = y, x
	}
	if x.words == nil {
		return 0
	}
	hit, all := 0., 0.
	if y.words != nil {
		for _, a := range x.words {
			all++
			for _, b := range y.words {
				if similar(a.low, b.low) {
					hit++
					break
				}
			}
		}
		return 2 * hit / (all + float64(len(y.words)))
	}
	for _, a := range x.words {
		all++
		for _, run := range y.runs {
			if _, to := spelt(a.low, run); to > 0 {
				hit++
				break
			}
			if _, _, v := a.sound.Hear(lang.NewHanSound(run)); v > heardAt {
				hit++
				break
			}
		}
	}
	return hit / max(all, float64(len(y.runs)))
}

// exchanges lists the pairs of names of sides i and k whose neighbours stand
// crosswise.
func (p *Pass) exchanges(i, k int, all [][]*mention) []exchange {
	ms := p.matched(all[i], all[k])
	if len(ms) < 2 {
		return nil
	}
	as := p.anchors(i, k)
	if len(as) == 0 {
		return nil
	}
	var out []exchange
	for n, a := range ms {
		for _, b := range ms[n+1:] {
			if kindOf(a[0]) != kindOf(b[0]) || a[1] == b[1] {
				continue
			}
			if !p.farApart(i, k) && (a[0].from < b[0].from) != (a[1].from < b[1].from) {
				p.state.crossings++
			}
			if inList(a[0]) && inList(b[0]) || inList(a[1]) && inList(b[1]) {
				continue
			}
			// side by side, as in a list, their order says nothing
			if near(a[0], b[0]) < 2 || near(a[1], b[1]) < 2 {
				continue
			}
			straight, crossed := 0.0, 0.0
			for _, t := range as {
				if inside(t.a, a[0], b[0]) || inside(t.b, a[1], b[1]) {
					continue
				}
				da, db := p.weight(a[0], t.a), p.weight(b[0], t.a)
				ea, eb := p.weight(a[1], t.b), p.weight(b[1], t.b)
				straight += da*ea + db*eb
				crossed += da*eb + db*ea
			}
			out = append(out, exchange{a, b, crossed - straight})
			p.state.crossed = math.Max(p.state.crossed, crossed-straight)
		}
	}
	return out
}

// kindOf parts countries, other names of the list, and names that are not in it:
// only names of one kind take each other's place. (The Foreign Minister of Norway,
// Solberg; Norway's Solberg.)
func kindOf(m *mention) int {
	switch {
	case m.places == nil:
		return 0
	case gazetteerTable().country[m.places[0]] == "":
		return 1
	}
	return 2
}

func (p *Pass) weight(m *mention, k int) float64 {
	return math.Exp(-m.far(k) / p.reach(m.side))
}

func near(a, b *mention) int {
	if a.from > b.from {
		a, b = b, a
	}
	return b.from - a.to
}

func inside(k int, ms ...*mention) bool {
	for _, m := range ms {
		if k >= m.from && k < m.to {
			return true
		}
	}
	return false
}

// inList reports whether a name is one of an enumeration: names follow one
// another with next to nothing between. Lists are put in order anew.
func inList(m *mention) bool {
	n := 0
	for k, o := range m.peers {
		if o == m {
			for x := k; x > 0 && near(m.peers[x-1], m.peers[x]) < 3; x-- {
				n++
			}
			for x := k; x+1 < len(m.peers) && near(m.peers[x], m.peers[x+1]) < 3; x++ {
				n++
			}
		}
	}
	return n > 2
}

// Least gains for a finding: between languages of one script, whose order is
// much the same; between a text in letters and one in characters; and the sum
// of two of those, where both others have it straight.
const (
	leastSwapLatin = .25
	leastSwapHan   = .75
	leastSwapBoth  = .6
)

// swaps reports two names that have changed places on one side.
func (p *Pass) swaps(sides []int, all [][]*mention) {
	if len(sides) == 2 || p.Source >= 0 {
		i := sides[0]
		if p.Source >= 0 {
			i = p.Source
		}
		for _, k := range sides {
			if k == i {
				continue
			}
			least := leastSwapLatin
			if p.farApart(i, k) {
				least = leastSwapHan
			}
			if e := widest(p.exchanges(i, k, all)); e.gain >= least {
				p.Report(p.setAgainst("name.swapped", Warning, []int{i, k}, k, false, e.spans))
			}
		}
		return
	}
	var latin []int
	han := -1
	for _, i := range sides {
		if p.Sides[i].Lang.Dense {
			han = i
		} else {
			latin = append(latin, i)
		}
	}
	if len(latin) != 2 {
		return
	}
	i, k := latin[0], latin[1]
	order := append([]int(nil), sides...)
	sort.Ints(order)
	ik, ih, kh := p.exchanges(i, k, all), p.exchanges(i, han, all), p.exchanges(k, han, all)
	if e := widest(ik); e.gain >= leastSwapLatin {
		// the third decides
		a, aok := exchanged(ih, e.a[0], e.b[0])
		b, bok := exchanged(kh, e.a[1], e.b[1])
		odd, voted := k, false
		switch {
		case aok && bok && a.gain > b.gain+.1, aok && !bok && a.gain > .2, bok && !aok && b.gain < -.2:
			odd, voted = i, true
		case aok && bok && b.gain > a.gain+.1, bok && !aok && b.gain > .2, aok && !bok && a.gain < -.2:
			odd, voted = k, true
		}
		p.Report(p.setAgainst("name.swapped", Warning, order, odd, voted, func(s int) text.Span {
			switch {
			case s != han:
				return e.spans(s)
			case aok:
				return a.spans(s)
			case bok:
				return b.spans(s)
			}
			return text.Span{}
		}))
		return
	}
	var found exchange
	sum := 0.0
	for _, a := range ih {
		for _, b := range kh {
			if a.a[1] != b.a[1] || a.b[1] != b.b[1] || a.gain < .1 || b.gain < .1 || a.gain+b.gain <= sum {
				continue
			}
			if e, ok := exchanged(ik, a.a[0], a.b[0]); !ok || e.gain < 0 {
				found, sum = a, a.gain+b.gain
			}
		}
	}
	if sum >= leastSwapBoth {
		p.Report(p.setAgainst("name.swapped", Warning, order, han, true, found.spans))
	}
}

// widest is the exchange that gains most.
func widest(es []exchange) exchange {
	var out exchange
	for _, e := range es {
		if e.gain > out.gain {
			out = e
		}
	}
	return out
}

// exchanged looks for the exchange of two names of the first side.
func exchanged(es []exchange, a, b *mention) (exchange, bool) {
	for _, e := range es {
		if e.a[0] == a && e.b[0] == b || e.a[0] == b && e.b[0] == a {
			return e, true
		}
	}
	return exchange{}, false
}

// spans is where the two names stand on a side, with what is between.
func (e *exchange) spans(side int) text.Span {
	for n := range e.a {
		if a, b := e.a[n], e.b[n]; a != nil && a.side == side {
			return text.Span{Start: min(a.Start, b.Start), End: max(a.End, b.End)}
		}
	}
	return text.Span{}
}
