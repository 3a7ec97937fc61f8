package align

import (
	"slices"

	"github.com/tercet/tercet/align/internal/dp"
)

// The search. Documents too long for the whole grid are halved, aligned by
// pairs of lines, and refined near the path found, up to single lines; a path
// that touches the edge of its band is searched again in a wider one. Then
// passes of evidence: the posteriors of one teach the words, the lengths and the
// classes of the next.
const (
	wholeGrid  = 200 // lines of the longer side
	coarseBand = 10
	fineBand   = 20
	// nearBand is what later passes search around every bead that still has a
	// chance.
	nearBand = 6
	passes   = 5

	// Posterior decoding: a bead is worth its probability less theta.
	theta    = .3
	nullGain = .7

	leastPosterior = 1e-3
)

// pair is two aligned sides.
type pair struct {
	m    *model
	band *dp.Band
	post []dp.Posterior
	path []dp.Bead
}

// alignPair aligns two sides that hold at least one line each.
func alignPair(a, b *side, o *settings) *pair {
	w := newWords(&a.vocab, &b.vocab, o.links(a, b))
	path := coarse(a, b, w, o)
	p := &pair{m: newModel(a, b, w, maxSide, maxBoth)}
	p.band = dp.Around(path, a.n, b.n, fineBand)
	for k := range o.passes {
		last := p.path
		p.pass(o)
		if k == o.passes-1 || k >= 2 && slices.Equal(last, p.path) {
			break
		}
		p.m.estimate(p.post, p.path)
		w.learn(a, b, p.post, o.workers)
		if k == 0 {
			p.band = dp.Around(p.path, a.n, b.n, fineBand)
		} else {
			p.band = dp.Near(p.post, p.path, a.n, b.n, nearBand)
		}
	}
	return p
}

// pass searches the band, and a wider one as long as the path keeps to an edge.
func (p *pair) pass(o *settings) {
	n, m := p.m.a.n, p.m.b.n
	for w := 2 * fineBand; ; w *= 2 {
		p.m.prepare(p.band, o.workers)
		p.post = p.m.grid(p.band).Posteriors(leastPosterior)
		p.path = dp.Decode(p.post, p.band, n, m, theta, nullGain)
		if !p.band.Touches(p.path) || w > 64*fineBand {
			return
		}
		p.band = dp.Near(p.post, p.path, n, m, w)
	}
}

// coarse is a first path of beads up to 2-2.
func coarse(a, b *side, w *words, o *settings) []dp.Bead {
	n, m := a.n, b.n
	var band *dp.Band
	if max(n, m) <= wholeGrid {
		band = dp.Full(n, m)
	} else {
		up := coarse(a.halved(), b.halved(), w, o)
		for k, p := range up { // in lines of this level
			i0, j0 := min(2*int(p.I-p.A), n), min(2*int(p.J-p.B), m)
			i1, j1 := min(2*int(p.I), n), min(2*int(p.J), m)
			up[k] = dp.Bead{I: int32(i1), A: int32(i1 - i0), J: int32(j1), B: int32(j1 - j0)}
		}
		band = dp.Around(up, n, m, coarseBand)
	}
	model := newModel(a, b, w, 2, 4)
	for width := 2 * coarseBand; ; width *= 2 {
		model.prepare(band, o.workers)
		path := model.grid(band).Best()
		if !band.Touches(path) || width > 64*coarseBand {
			return path
		}
		band = dp.Around(path, n, m, width)
	}
}

// halved is the side with every two lines taken as one.
func (s *side) halved() *side {
	n := (s.n + 1) / 2
	h := &side{lang: s.lang, n: n, units: s.units, vocab: s.vocab}
	h.at = make([]int32, n+1)
	h.length = make([]float64, n+1)
	h.mass, h.final, h.start = make([]float32, n), make([]uint8, n), make([]uint8, n)
	for k := range n {
		i, j := 2*k, min(2*k+2, s.n)
		h.at[k+1], h.length[k+1] = s.at[j], s.length[j]
		for x := i; x < j; x++ {
			h.mass[k] += s.mass[x]
		}
		h.final[k], h.start[k] = s.final[j-1], s.start[i]
	}
	return h
}
