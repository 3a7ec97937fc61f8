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
	share := func(i, j int) float64 {
		return m.lexical(i+1, 1, j+1, 1) / float64(min(m.a.mass[i], m.b.mass[j])+nullMass)
	}
	inside := func(i, j int) bool {
		return p.band.Has(int32(i+1), int32(j+1)) && p.band.Has(int32(i), int32(j))
	}
	usual, n := 0.0, 0.0
	alone := false
	for _, b := range beads {
		x, y := b.Sents[0], b.Sents[1]
		alone = alone || x.Len() == 0
		if x.Len() == 1 && y.Len() == 1 && b.Score > .9 && inside(x.Lo, y.Lo) {
			usual += share(x.Lo, y.Lo)
			n++
		}
	}
	if n == 0 || !alone {
		return beads
	}
	usual /= n
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
			if !inside(i, j) || share(i, j) < crossWords*usual {
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
