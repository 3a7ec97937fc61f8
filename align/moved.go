package align

import (
	"math"
	"slices"

	"github.com/tercet/tercet/align/internal/dp"
)

// Passages that changed places. A paragraph that one side tells earlier and the
// other later comes out of the search as a run of sentences without partners on
// either side. Two such runs, with a bead between them, are aligned with one
// another; what makes beads there as good as others crosses.
const (
	movedReach = 60    // beads between the runs
	movedCells = 10000 // of the grid that two runs span, at most
	movedLeast = 2     // beads; crossed takes sentences alone
)

// run is beads [from, to) that one side has alone, its sentences [lo, hi).
type run struct{ from, to, lo, hi int }

// runs lists the runs of a side that are long enough.
func runs(beads []Bead, side int) []run {
	var out []run
	for k, b := range beads {
		s := b.Sents[side]
		if s.Len() == 0 || b.Sents[1-side].Len() > 0 {
			continue
		}
		if n := len(out); n > 0 && out[n-1].to == k {
			out[n-1].to, out[n-1].hi = k+1, s.Hi
			continue
		}
		out = append(out, run{k, k + 1, s.Lo, s.Hi})
	}
	return slices.DeleteFunc(out, func(r run) bool { return r.hi-r.lo < movedLeast })
}

// moved joins such runs; the beads come in order, and remain in order of the
// first side.
func (p *pair) moved(beads []Bead) []Bead {
	first, second := runs(beads, 0), runs(beads, 1)
	usual, ok := p.usual(beads)
	if len(first) == 0 || len(second) == 0 || !ok {
		return beads
	}
	var crossing []Bead
	taken := make([]bool, len(second))
	for _, x := range first {
		best, gain := -1, 0.0
		var found []Bead
		for k, y := range second {
			if taken[k] || max(x.from, y.from)-min(x.to, y.to) > movedReach || (x.hi-x.lo)*(y.hi-y.lo) > movedCells {
				continue
			}
			between := beads[min(x.to, y.to):max(x.from, y.from)]
			if !slices.ContainsFunc(between, func(b Bead) bool { return b.Sents[0].Len() > 0 && b.Sents[1].Len() > 0 }) {
				continue
			}
			if b, g := p.passage(x, y, usual); len(b) >= movedLeast && g > gain {
				best, gain, found = k, g, b
			}
		}
		if best >= 0 {
			taken[best] = true
			crossing = append(crossing, found...)
		}
	}
	if len(crossing) == 0 {
		return beads
	}
	// of each sentence that crosses, its bead, plus one
	at := [2]map[int]int{{}, {}}
	for k, b := range crossing {
		for side, r := range b.Sents {
			for i := r.Lo; i < r.Hi; i++ {
				at[side][i] = k + 1
			}
		}
	}
	var out []Bead
	for _, b := range beads {
		x, y := b.Sents[0], b.Sents[1]
		switch {
		case y.Len() == 0 && at[0][x.Lo] > 0:
			if c := crossing[at[0][x.Lo]-1]; c.Sents[0].Lo == x.Lo {
				out = append(out, c)
			}
		case x.Len() == 0 && at[1][y.Lo] > 0:
		default:
			out = append(out, b)
		}
	}
	return out
}

// passage aligns two runs with one another. It gives the beads whose words say
// as much as those of others do, each of them and all together being likely, and
// their evidence.
func (p *pair) passage(x, y run, usual float64) ([]Bead, float64) {
	m := *p.m
	m.a, m.b = p.m.a.part(x.lo, x.hi), p.m.b.part(y.lo, y.hi)
	m.forth, m.back, m.side = half{}, half{}, [2]sideTable{}
	m.pins, m.vectors = nil, [2]*vectorTable{}
	m.setShapes(earlySide, earlyBoth)
	band := dp.Full(m.a.n, m.b.n, nil)
	m.prepare(band, 1)
	q := pair{m: &m, band: band}
	q.post = m.grid(band, &q.room).Posteriors(leastPosterior)
	q.path = dp.Decode(q.post, band, m.a.n, m.b.n, theta, nullGain)
	var out []Bead
	gain := math.Log(crossPrior)
	lines := 0
	for _, b := range q.beads() {
		s, t := b.Sents[0], b.Sents[1]
		if s.Len() == 0 || t.Len() == 0 {
			continue
		}
		if b.Score < .5 || q.share(s, t) < crossWords*usual {
			continue
		}
		gain += m.evidence(s.Hi, s.Len(), t.Hi, t.Len())
		lines += s.Len() + t.Len()
		out = append(out, Bead{Sents: []Range{{s.Lo + x.lo, s.Hi + x.lo}, {t.Lo + y.lo, t.Hi + y.lo}}, Score: b.Score, Crosses: true})
	}
	if gain < math.Log(crossLeast/(1-crossLeast)) || lines < min(m.a.n, m.b.n) {
		return nil, 0
	}
	return out, gain
}

// part is sentences [lo, hi) of the side.
func (s *side) part(lo, hi int) *side {
	d := &side{code: s.code, n: hi - lo, vocab: s.vocab, units: s.units[s.at[lo]:s.at[hi]]}
	for i := lo; i <= hi; i++ {
		d.at = append(d.at, s.at[i]-s.at[lo])
		d.length = append(d.length, s.length[i]-s.length[lo])
	}
	d.sentences = s.sentences[lo:hi]
	d.mass, d.final, d.start = s.mass[lo:hi], s.final[lo:hi], s.start[lo:hi]
	if s.breaks != nil {
		d.breaks = s.breaks[lo:hi]
	}
	return d
}
