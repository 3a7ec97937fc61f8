package align

import (
	"math"
	"slices"
)

// Crossings. The search keeps the order of both sides, so a sentence that one
// side tells earlier and the other later comes out of it as two without
// partners. Where such two stand near each other, with a bead between them, and
// their evidence is that of a bead all the same, they are one that crosses.
const (
	crossReach = 4    // beads from one to the other
	crossPrior = .002 // that two such sentences belong together
	crossLeast = .95  // posterior
	// crossWords is what their words must say for each unit of weight, as a share
	// of what they say in the beads of one sentence a side: rare words that come
	// again in the next sentence are not enough.
	crossWords = .5
)

// crossed joins such sentences; the beads come in order, and remain in order of
// the first side.
func (p *pair) crossed(beads []Bead) []Bead {
	m := p.m
	usual, ok := p.usual(beads)
	alone := slices.ContainsFunc(beads, func(b Bead) bool { return b.Sents[0].Len() == 0 })
	if !ok || !alone {
		return beads
	}
	gone := make([]bool, len(beads))
	for k := range beads {
		if beads[k].Sents[0].Len() != 1 || beads[k].Sents[1].Len() != 0 {
			continue
		}
		i := beads[k].Sents[0].Lo
		best, score := -1, math.Log(crossLeast/(1-crossLeast))
		for l := max(0, k-crossReach); l <= min(len(beads)-1, k+crossReach); l++ {
			if gone[l] || beads[l].Sents[0].Len() != 0 || beads[l].Sents[1].Len() != 1 || beads[l].Crosses {
				continue
			}
			between := beads[min(k, l)+1 : max(k, l)]
			if !slices.ContainsFunc(between, func(b Bead) bool { return b.Sents[0].Len() > 0 && b.Sents[1].Len() > 0 }) {
				continue
			}
			j := beads[l].Sents[1].Lo
			if one, two := (Range{i, i + 1}), (Range{j, j + 1}); !p.inside(one, two) || p.share(one, two) < crossWords*usual {
				continue
			}
			if s := m.evidence(i+1, 1, j+1, 1) + math.Log(crossPrior); s > score {
				best, score = l, s
			}
		}
		if best >= 0 {
			gone[best] = true
			beads[k].Sents[1] = beads[best].Sents[1]
			beads[k].Crosses = true
			beads[k].Score = 1 / (1 + math.Exp(-score))
		}
	}
	out := beads[:0]
	for k, b := range beads {
		if !gone[k] {
			out = append(out, b)
		}
	}
	return out
}

// usual is what the words of the likely beads of one sentence a side say on
// average; false where there are none.
func (p *pair) usual(beads []Bead) (float64, bool) {
	sum, n := 0.0, 0.0
	for _, b := range beads {
		x, y := b.Sents[0], b.Sents[1]
		if x.Len() == 1 && y.Len() == 1 && b.Score > .9 && p.inside(x, y) {
			sum += p.share(x, y)
			n++
		}
	}
	return sum / n, n > 0
}

// share is what the words of a bead say for each unit of weight.
func (p *pair) share(x, y Range) float64 {
	a, b := float32(0), float32(0)
	for i := x.Lo; i < x.Hi; i++ {
		a += p.m.a.mass[i]
	}
	for j := y.Lo; j < y.Hi; j++ {
		b += p.m.b.mass[j]
	}
	return p.m.lexical(x.Hi, x.Len(), y.Hi, y.Len()) / float64(min(a, b)+nullMass)
}

// inside reports whether the band holds a bead of one sentence a side.
func (p *pair) inside(x, y Range) bool {
	return p.band.Has(int32(x.Hi), int32(y.Hi)) && p.band.Has(int32(x.Lo), int32(y.Lo))
}
