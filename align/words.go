package align

import (
	"cmp"
	"slices"
	"sync"

	"github.com/tercet/tercet/align/internal/dp"
)

// words is the bilingual word evidence between two sides: for pairs of units,
// the probability of either given the other. It begins as a prior (equal
// numbers and names, cognates, a dictionary) and learns from the documents
// themselves with IBM model 1 (Brown et al. 1993) in both directions.
type words struct {
	a, b *vocabulary

	prior []link // sorted by s, then t

	// The pairs in use, sorted by s, then t; p is p(t|s), q is p(s|t).
	s, t []int32
	p, q []float32

	rows, cols evidenceRows
}

// link joins unit s of the first side to unit t of the second, with the prior
// probabilities p(t|s) and p(s|t).
type link struct {
	s, t int32
	p, q float32
}

// evidenceRows has, for each unit of one side, the units of the other that it
// speaks for.
type evidenceRows struct {
	at    []int32
	entry []ratio
	cover []float32 // of each unit: the probability mass its partners take
}

// ratio is p(other | unit) / p(other).
type ratio struct {
	other int32
	r     float32
}

// of lists the partners of unit u.
func (e *evidenceRows) of(u int32) []ratio { return e.entry[e.at[u]:e.at[u+1]] }

// Parameters of the word model. The optimum is flat in all but discount and
// passes (measured on the development sets).
const (
	iterations  = 4   // of EM in a pass; 2 and 8 are worse
	priorCounts = 3   // pseudo-counts of the prior
	discount    = .7  // taken off each count at the end: a pair seen once proves little
	nullWords   = 2   // weight of the empty word
	unseenMass  = 300 // words' worth of trust that a short text does not show how rare its words are
	unseenCount = .5
	maxCover    = .98  // a unit's partners never take all of its mass
	leastP      = 1e-4 // pairs below are dropped
	leastPost   = .2   // beads below teach nothing
)

func newWords(a, b *vocabulary, prior []link) *words {
	slices.SortFunc(prior, func(x, y link) int { return cmp.Or(cmp.Compare(x.s, y.s), cmp.Compare(x.t, y.t)) })
	w := &words{a: a, b: b}
	for _, l := range prior { // evidence of several kinds: noisy or
		if n := len(w.prior); n > 0 && w.prior[n-1].s == l.s && w.prior[n-1].t == l.t {
			o := &w.prior[n-1]
			o.p, o.q = 1-(1-o.p)*(1-l.p), 1-(1-o.q)*(1-l.q)
			continue
		}
		w.prior = append(w.prior, l)
	}
	for _, l := range w.prior {
		w.s, w.t = append(w.s, l.s), append(w.t, l.t)
		w.p, w.q = append(w.p, l.p), append(w.q, l.q)
	}
	w.build()
	return w
}

// build turns probabilities into the ratios that scoring reads.
func (w *words) build() {
	w.rows = ratios(w.a, w.b, w.s, w.t, w.p)
	w.cols = ratios(w.b, w.a, w.t, w.s, w.q)
}

func ratios(from, to *vocabulary, s, t []int32, p []float32) evidenceRows {
	n := len(from.text)
	e := evidenceRows{at: make([]int32, n+1), cover: make([]float32, n)}
	for k, x := range s {
		e.cover[x] += p[k]
		if p[k] > leastP {
			e.at[x+1]++
		}
	}
	for x := range e.cover {
		e.cover[x] = min(e.cover[x], maxCover)
		e.at[x+1] += e.at[x]
	}
	e.entry = make([]ratio, e.at[n])
	fill := slices.Clone(e.at[:n])
	total := float32(to.total) + unseenMass
	for k, x := range s {
		if p[k] > leastP {
			e.entry[fill[x]] = ratio{t[k], p[k] * total / (to.count[t[k]] + unseenCount)}
			fill[x]++
		}
	}
	return e
}

// bag is the units of one side of the beads that teach: of bead k, units[at[k]:at[k+1]]
// with how often each stands there.
type bag struct {
	at    []int32
	units []int32
	times []float32
	size  []float32 // units of bead k, repeats included
	seen  []float32 // of each unit: weight of the beads that hold it
}

func gather(s *side, beads []dp.Posterior, first bool) bag {
	g := bag{at: make([]int32, 1, len(beads)+1), size: make([]float32, 0, len(beads)), seen: make([]float32, len(s.vocab.text))}
	last := make([]int32, len(s.vocab.text)) // place of the unit in this bead, plus one
	for _, b := range beads {
		hi, n := b.J, b.B
		if first {
			hi, n = b.I, b.A
		}
		begin := int32(len(g.units))
		all := s.units[s.at[hi-n]:s.at[hi]]
		for _, u := range all {
			if k := last[u]; k > begin {
				g.times[k-1]++
				continue
			}
			g.units = append(g.units, u)
			g.times = append(g.times, 1)
			g.seen[u] += b.P
			last[u] = int32(len(g.units))
		}
		g.at = append(g.at, int32(len(g.units)))
		g.size = append(g.size, float32(len(all)))
	}
	return g
}

// event is one pair of units standing together in a bead: pair number and the
// places of both in their bags.
type event struct{ pair, s, t int32 }

// learn induces the probabilities anew from beads weighted by their posteriors.
func (w *words) learn(a, b *side, post []dp.Posterior, workers int) {
	var beads []dp.Posterior
	n := float32(0)
	for _, p := range post {
		if p.A > 0 && p.B > 0 && p.P > leastPost {
			beads = append(beads, p)
			n += p.P
		}
	}
	S, T := gather(a, beads, true), gather(b, beads, false)
	events := w.events(S, T, beads, n)

	prior := make([]link, len(w.s))
	for k, x := 0, 0; k < len(w.s) && x < len(w.prior); k++ {
		if l := w.prior[x]; l.s == w.s[k] && l.t == w.t[k] {
			prior[k] = l
			x++
		}
	}
	one := func() {
		w.p = em(direction{from: w.a, to: w.b, S: &S, T: &T, beads: beads, unit: w.s,
			prior: func(k int) float32 { return prior[k].p },
			event: func(e event) (int32, int32, int32) { return e.pair, e.s, e.t }}, events)
	}
	two := func() {
		w.q = em(direction{from: w.b, to: w.a, S: &T, T: &S, beads: beads, unit: w.t,
			prior: func(k int) float32 { return prior[k].q },
			event: func(e event) (int32, int32, int32) { return e.pair, e.t, e.s }}, events)
	}
	both(workers, one, two)
	w.build()
}

// both runs two functions, at the same time where more than one worker may.
func both(workers int, f, g func()) {
	if workers < 2 {
		f()
		g()
		return
	}
	var wg sync.WaitGroup
	wg.Go(f)
	g()
	wg.Wait()
}

// Which pairs the model keeps beside those of the prior: seen together often
// enough, and more often than chance would have it. The rest is noise that EM
// would bring to nothing, at nine tenths of the cost.
const (
	leastTogether = .9
	leastLift     = 1.3
)

// events sets w.s and w.t to the pairs worth keeping and lists where they occur,
// by pair.
func (w *words) events(S, T bag, beads []dp.Posterior, n float32) []event {
	// where each unit of the first side occurs
	at := make([]int32, len(w.a.text)+1)
	for _, u := range S.units {
		at[u+1]++
	}
	for u := range w.a.text {
		at[u+1] += at[u]
	}
	type place struct{ bead, slot int32 }
	places := make([]place, len(S.units))
	fill := slices.Clone(at)
	for k := range beads {
		for x := S.at[k]; x < S.at[k+1]; x++ {
			u := S.units[x]
			places[fill[u]] = place{int32(k), x}
			fill[u]++
		}
	}
	w.s, w.t = w.s[:0], w.t[:0]
	together := make([]float32, len(w.b.text))
	pair := make([]int32, len(w.b.text)) // number of the pair (s, t) plus one
	var touched []int32
	var events []event
	prior := w.prior
	for s := int32(0); int(s) < len(w.a.text); s++ {
		touched = touched[:0]
		for _, p := range places[at[s]:at[s+1]] {
			for _, t := range T.units[T.at[p.bead]:T.at[p.bead+1]] {
				if together[t] == 0 {
					touched = append(touched, t)
				}
				together[t] += beads[p.bead].P
			}
		}
		kept := touched[:0]
		for _, t := range touched {
			c := together[t]
			together[t] = 0
			if c >= leastTogether && c*n >= leastLift*S.seen[s]*T.seen[t] {
				kept = append(kept, t)
				pair[t] = -1
			}
		}
		for ; len(prior) > 0 && prior[0].s == s; prior = prior[1:] {
			if t := prior[0].t; pair[t] == 0 {
				kept = append(kept, t)
				pair[t] = -1
			}
		}
		slices.Sort(kept)
		for _, t := range kept {
			w.s, w.t = append(w.s, s), append(w.t, t)
			pair[t] = int32(len(w.s))
		}
		if len(kept) > 0 {
			for _, p := range places[at[s]:at[s+1]] {
				for x := T.at[p.bead]; x < T.at[p.bead+1]; x++ {
					if k := pair[T.units[x]]; k > 0 {
						events = append(events, event{k - 1, p.slot, x})
					}
				}
			}
		}
		for _, t := range kept {
			pair[t] = 0
		}
	}
	return events
}

// direction is one way round of IBM model 1: p(to | from).
type direction struct {
	from, to *vocabulary
	S, T     *bag
	beads    []dp.Posterior
	unit     []int32 // of each pair, the unit of the from side
	prior    func(pair int) float32
	event    func(event) (pair, s, t int32)
}

func em(d direction, events []event) []float32 {
	p := make([]float32, len(d.unit))
	count := make([]float32, len(d.unit))
	total := make([]float32, len(d.from.text))
	z := make([]float32, len(d.T.units))
	uniform := 1 / float32(len(d.to.text))
	for k := range p {
		p[k] = d.prior(k) + uniform
	}
	for it := range iterations {
		for k := range d.beads {
			for x := d.T.at[k]; x < d.T.at[k+1]; x++ {
				q := uniform
				if it > 0 {
					q = d.to.count[d.T.units[x]] / float32(d.to.total)
				}
				z[x] = nullWords * q * d.S.size[k]
			}
		}
		for _, e := range events {
			k, s, t := d.event(e)
			z[t] += p[k] * d.S.times[s]
		}
		for k, b := range d.beads {
			for x := d.T.at[k]; x < d.T.at[k+1]; x++ {
				z[x] = b.P * d.T.times[x] / z[x]
			}
		}
		clear(count)
		clear(total)
		for _, e := range events {
			k, s, t := d.event(e)
			count[k] += p[k] * d.S.times[s] * z[t]
		}
		for k, c := range count {
			total[d.unit[k]] += c
		}
		off := float32(0)
		if it == iterations-1 {
			off = discount
		}
		for k, c := range count {
			p[k] = (max(0, c-off) + priorCounts*d.prior(k)) / (total[d.unit[k]] + priorCounts)
		}
	}
	return p
}
