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

	events []event // of pair k: events[at[k]:at[k+1]]
	at     []int32

	rows, cols evidenceRows

	// The same with the plain pairs alone, for lines of many sentences; until the
	// first band is found.
	plainRows, plainCols evidenceRows
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
	priorCounts = 4   // pseudo-counts of the prior
	discount    = .7  // taken off each count at the end: a pair seen once proves little
	nullWords   = 2   // weight of the empty word
	unseenMass  = 300 // words' worth of trust that a short text does not show how rare its words are
	unseenCount = .5
	maxCover    = .98   // a unit's partners never take all of its mass
	leastRatio  = 2     // partners less preferred than this say nothing
	leastShare  = .0075 // partners that take less of a unit are noise: "of" has hundreds
	plainShare  = .03   // and fewer than this do where lines hold many sentences
	leastPost   = .2    // beads below teach nothing
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
	w.plainRows = ratios(w.a, w.b, w.s, w.t, w.p, plainShare)
	w.plainCols = ratios(w.b, w.a, w.t, w.s, w.q, plainShare)
	return w
}

// build turns probabilities into the ratios that scoring reads.
func (w *words) build() {
	w.rows = ratios(w.a, w.b, w.s, w.t, w.p, leastShare)
	w.cols = ratios(w.b, w.a, w.t, w.s, w.q, leastShare)
}

func ratios(from, to *vocabulary, s, t []int32, p []float32, least float32) evidenceRows {
	n := len(from.text)
	e := evidenceRows{at: make([]int32, n+1), cover: make([]float32, n)}
	total := float32(to.total) + unseenMass
	value := func(k int) float32 { return p[k] * total / (to.count[t[k]] + unseenCount) }
	for k, x := range s {
		e.cover[x] += p[k]
		if p[k] >= least && value(k) > leastRatio {
			e.at[x+1]++
		}
	}
	for x := range e.cover {
		e.cover[x] = min(e.cover[x], maxCover)
		e.at[x+1] += e.at[x]
	}
	e.entry = make([]ratio, e.at[n])
	fill := slices.Clone(e.at[:n])
	for k, x := range s {
		if r := value(k); p[k] >= least && r > leastRatio {
			e.entry[fill[x]] = ratio{t[k], r}
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

// event is one pair of units standing together in a bead: their places in the
// bags.
type event struct{ s, t int32 }

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
	w.collect(&S, &T, beads, n)

	p, q := make([]float32, len(w.s)), make([]float32, len(w.s)) // the prior
	for k, x := 0, 0; k < len(w.s) && x < len(w.prior); k++ {
		if l := w.prior[x]; l.s == w.s[k] && l.t == w.t[k] {
			p[k], q[k] = l.p, l.q
			x++
		}
	}
	both(workers,
		func() {
			w.p = w.em(direction{from: w.a, to: w.b, S: &S, T: &T, beads: beads, unit: w.s, prior: p}, w.p)
		},
		func() {
			w.q = w.em(direction{from: w.b, to: w.a, S: &T, T: &S, beads: beads, unit: w.t, prior: q, turned: true}, w.q)
		})
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
// would bring to nothing, at nine tenths of the cost. A long text can do without
// the pairs seen once and with a few partners for each unit.
const (
	leastTogether     = .9
	leastTogetherLong = 1.5
	longText          = 2500 // beads
	leastLift         = 1.5
	mostPartners      = 32 // of one unit, in a long text
)

// collect sets the pairs to those worth keeping and notes where they occur.
func (w *words) collect(S, T *bag, beads []dp.Posterior, n float32) {
	// where each unit of the first side occurs
	start := make([]int32, len(w.a.text)+1)
	for _, u := range S.units {
		start[u+1]++
	}
	for u := range w.a.text {
		start[u+1] += start[u]
	}
	type place struct{ bead, slot int32 }
	places := make([]place, len(S.units))
	fill := slices.Clone(start)
	for k := range beads {
		for x := S.at[k]; x < S.at[k+1]; x++ {
			u := S.units[x]
			places[fill[u]] = place{int32(k), x}
			fill[u]++
		}
	}
	least, most := float32(leastTogether), len(w.b.text)
	if len(beads) > longText {
		least, most = leastTogetherLong, mostPartners
	}
	w.s, w.t = w.s[:0], w.t[:0]
	at := append(w.at[:0], 0)
	type count struct {
		weight float32
		times  int32
		known  bool // the prior has the pair
	}
	together := make([]count, len(w.b.text))
	slot := make([]int32, len(w.b.text)) // of a pair that is kept: where its next event goes, plus one
	var touched []int32
	var ranked []float32
	var equal []int32
	prior := w.prior
	for s := int32(0); int(s) < len(w.a.text); s++ {
		many := 0
		for many < len(prior) && prior[many].s == s {
			together[prior[many].t].known = true
			many++
		}
		known := prior[:many]
		prior = prior[many:]
		touched = touched[:0]
		for _, p := range places[start[s]:start[s+1]] {
			v := beads[p.bead].P
			for _, t := range T.units[T.at[p.bead]:T.at[p.bead+1]] {
				c := &together[t]
				if c.times == 0 {
					touched = append(touched, t)
				}
				c.weight += v
				c.times++
			}
		}
		kept := touched[:0]
		seen := leastLift * S.seen[s]
		for _, t := range touched {
			if c := &together[t]; c.known || c.weight >= least && c.weight*n >= seen*T.seen[t] {
				kept = append(kept, t)
				slot[t] = 1
			} else {
				*c = count{}
			}
		}
		if len(kept) > most {
			// those that stand out most, weight^2 / how often t is seen, and of equals
			// those with the lowest numbers
			stand := func(t int32) float32 { return together[t].weight * together[t].weight / T.seen[t] }
			ranked = ranked[:0]
			for _, t := range kept {
				ranked = append(ranked, stand(t))
			}
			bar := largest(ranked, most)
			drop := func(t int32) {
				slot[t] = 0
				if !together[t].known {
					together[t] = count{}
				}
			}
			all := kept
			kept, equal = kept[:0], equal[:0]
			for _, t := range all {
				switch v := stand(t); {
				case v > bar:
					kept = append(kept, t)
				case v == bar:
					equal = append(equal, t)
				default:
					drop(t)
				}
			}
			slices.Sort(equal)
			room := most - len(kept)
			kept = append(kept, equal[:room]...)
			for _, t := range equal[room:] {
				drop(t)
			}
		}
		for _, l := range known {
			if slot[l.t] == 0 { // never seen together
				kept = append(kept, l.t)
			}
		}
		slices.Sort(kept)
		end := at[len(at)-1]
		for _, t := range kept {
			w.s, w.t = append(w.s, s), append(w.t, t)
			slot[t] = 0
			end += together[t].times
			at = append(at, end)
			together[t] = count{}
		}
	}
	if n := int(at[len(at)-1]); cap(w.events) < n {
		w.events = nil // free before the larger one is made
		w.events = make([]event, n)
	} else {
		w.events = w.events[:n]
	}
	events := w.events
	for k := 0; k < len(w.s); {
		s, first := w.s[k], k
		for ; k < len(w.s) && w.s[k] == s; k++ {
			slot[w.t[k]] = at[k] + 1
		}
		for _, p := range places[start[s]:start[s+1]] {
			for x := T.at[p.bead]; x < T.at[p.bead+1]; x++ {
				if t := T.units[x]; slot[t] > 0 {
					events[slot[t]-1] = event{p.slot, x}
					slot[t]++
				}
			}
		}
		for _, t := range w.t[first:k] {
			slot[t] = 0
		}
	}
	w.at = at
}

// largest is the k-th largest of v, counted from 1; v is put into another order.
func largest(v []float32, k int) float32 {
	for {
		pivot := v[len(v)/2]
		i, j := 0, len(v)-1
		for i <= j {
			for v[i] > pivot {
				i++
			}
			for v[j] < pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i++
				j--
			}
		}
		switch { // v[:j+1] >= pivot, v[i:] <= pivot, those between are the pivot
		case k <= j+1:
			v = v[:j+1]
		case k > i:
			v, k = v[i:], k-i
		default:
			return pivot
		}
	}
}

// direction is one way round of IBM model 1: p(to | from).
type direction struct {
	from, to *vocabulary
	S, T     *bag
	beads    []dp.Posterior
	unit     []int32 // of each pair, the unit of the from side
	prior    []float32
	turned   bool // events have the from side second
}

// em is the probabilities that iterations of EM lead to, in the memory of p.
func (w *words) em(d direction, p []float32) []float32 {
	events, at := w.events, w.at
	p = resize(p, len(d.unit))
	count := make([]float32, len(d.unit))
	total := make([]float32, len(d.from.text))
	z := make([]float32, len(d.T.units))
	uniform := 1 / float32(len(d.to.text))
	for k := range p {
		p[k] = d.prior[k] + uniform
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
		for k, v := range p {
			for _, e := range events[at[k]:at[k+1]] {
				s, t := e.s, e.t
				if d.turned {
					s, t = t, s
				}
				z[t] += v * d.S.times[s]
			}
		}
		for k, b := range d.beads {
			for x := d.T.at[k]; x < d.T.at[k+1]; x++ {
				z[x] = b.P * d.T.times[x] / z[x]
			}
		}
		clear(total)
		for k, v := range p {
			c := float32(0)
			for _, e := range events[at[k]:at[k+1]] {
				s, t := e.s, e.t
				if d.turned {
					s, t = t, s
				}
				c += d.S.times[s] * z[t]
			}
			count[k] = v * c
			total[d.unit[k]] += count[k]
		}
		off := float32(0)
		if it == iterations-1 {
			off = discount
		}
		for k, c := range count {
			p[k] = (max(0, c-off) + priorCounts*d.prior[k]) / (total[d.unit[k]] + priorCounts)
		}
	}
	return p
}
