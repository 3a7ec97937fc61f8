package align

import (
	"github.com/tercet/tercet/align/internal/dp"
)

// The search. Documents too long for the whole grid are folded, aligned by
// groups of two or four lines, and refined near the path found, up to single
// lines; a path that touches the edge of its band is searched again in a wider
// one. Then passes of evidence: the posteriors of one teach the words, the
// lengths and the classes of the next.
const (
	wholeGrid  = 200 // lines of the longer side
	coarseBand = 10
	fineBand   = 12
	// nearBand is what later passes search around every bead that still has a
	// chance.
	nearBand = 4
	passes   = 5
	// In a hurry, of which a long text, whose words are taught well at once, has
	// one less.
	fastPasses = 3
	// The first passes over a long text, whose bands are wide, look at beads of up
	// to earlySide lines of a side and earlyBoth of both.
	earlyPasses = 2
	earlySide   = 4
	earlyBoth   = 5

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
	room dp.Room
}

// alignPair aligns two sides that hold at least one line each.
func alignPair(a, b *side, pins []dp.Pin, o *settings) *pair {
	w := newWords(&a.vocab, &b.vocab, o.links(a, b))
	p := &pair{m: newModel(a, b, w)}
	p.m.pins = pins
	if o.Scorer != nil {
		p.m.embed(o.Scorer)
	}
	p.band = firstBand(a, b, w, fineBand, p.m, &p.room, o)
	w.plainRows, w.plainCols = evidenceRows{}, evidenceRows{}
	early := earlyPasses
	if max(a.n, b.n) <= wholeGrid {
		early = 0
	}
	most := o.passes
	if o.Fast && max(a.n, b.n) > longText {
		most--
	}
	for k := range most {
		last := p.path
		p.m.setShapes(earlySide, earlyBoth)
		if k >= early || k == most-1 {
			p.m.setShapes(maxSide, maxBoth)
		}
		p.pass(o)
		if k == most-1 || k > early && settled(last, p.path) {
			break
		}
		p.m.estimate(p.post, p.path)
		w.learn(a, b, p.post, o.workers)
		p.band = dp.Near(p.post, p.path, a.n, b.n, nearBand, p.m.pins)
	}
	return p
}

// settled reports whether a pass changed next to nothing: fewer than one bead
// in a thousand.
func settled(before, after []dp.Bead) bool {
	same := 0
	for x, y := 0, 0; x < len(before) && y < len(after); {
		switch p, q := before[x], after[y]; {
		case p == q:
			same++
			x++
			y++
		case p.I < q.I || p.I == q.I && p.J <= q.J:
			x++
		default:
			y++
		}
	}
	return 1000*(len(after)-same) <= len(after)
}

// pass searches the band, and a wider one as long as the path keeps to an edge.
func (p *pair) pass(o *settings) {
	n, m := p.m.a.n, p.m.b.n
	for w := 2 * fineBand; ; w *= 2 {
		p.m.prepare(p.band, o.workers)
		p.post = p.m.grid(p.band, &p.room).Posteriors(leastPosterior)
		p.path = dp.Decode(p.post, p.band, n, m, theta, nullGain)
		if !p.band.Touches(p.path) || w > 64*fineBand {
			return
		}
		p.band = dp.Near(p.post, p.path, n, m, w, p.m.pins)
	}
}

// firstBand is where to look at first: everywhere in a short text, and in a
// long one within width lines of the best path of beads up to 2-2 over a text
// folded to half its length or a quarter.
func firstBand(a, b *side, w *words, width int, tables *model, room *dp.Room, o *settings) *dp.Band {
	n, m := a.n, b.n
	if max(n, m) <= wholeGrid {
		return dp.Full(n, m, tables.pins)
	}
	by := 2
	if max(n, m) > 2*wholeGrid {
		by = 4
	}
	h, g := a.folded(by), b.folded(by)
	model := newModel(h, g, w)
	model.forth, model.back = tables.forth, tables.back // their memory
	model.setShapes(2, 4)
	model.folded = true
	model.pins = foldedPins(tables.pins, by)
	band := firstBand(h, g, w, coarseBand, model, room, o)
	var path []dp.Bead
	for width := 2 * coarseBand; ; width *= 2 {
		model.prepare(band, o.workers)
		path = model.grid(band, room).Best()
		if !band.Touches(path) || width > 64*coarseBand {
			break
		}
		band = dp.Around(path, h.n, g.n, width, model.pins)
	}
	tables.forth, tables.back = model.forth, model.back
	for k, p := range path { // in lines of this level
		i0, j0 := min(by*int(p.I-p.A), n), min(by*int(p.J-p.B), m)
		i1, j1 := min(by*int(p.I), n), min(by*int(p.J), m)
		path[k] = dp.Bead{I: int32(i1), A: int32(i1 - i0), J: int32(j1), B: int32(j1 - j0)}
	}
	return dp.Around(path, n, m, width, tables.pins)
}

// commonest is the share of lines that a unit may stand in and still tell the
// lines of a folded side apart.
const commonest = .25

// folded is the side with several lines taken as one, and without the units that
// are too common to tell these apart.
func (s *side) folded(by int) *side {
	n := (s.n + by - 1) / by
	h := &side{code: s.code, n: n, vocab: s.vocab}
	h.units = make([]int32, 0, len(s.units))
	h.at = make([]int32, n+1)
	h.length = make([]float64, n+1)
	h.mass, h.final, h.start = make([]float32, n), make([]uint8, n), make([]uint8, n)
	most := commonest * float32(n)
	for k := range n {
		i, j := by*k, min(by*(k+1), s.n)
		for _, u := range s.units[s.at[i]:s.at[j]] {
			if s.vocab.count[u] <= most {
				h.units = append(h.units, u)
				h.mass[k] += s.vocab.weight[u]
			}
		}
		h.at[k+1], h.length[k+1] = int32(len(h.units)), s.length[j]
		h.final[k], h.start[k] = s.final[j-1], s.start[i]
	}
	return h
}
