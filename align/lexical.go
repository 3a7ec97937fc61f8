package align

import (
	"math"

	"github.com/tercet/tercet/align/internal/dp"
)

// Parameters of the lexical score.
const (
	lambda   = .9  // share of words that are translations at all
	nullMass = 2   // weight of the empty word in a sentence
	dilution = .87 // exponent of the sentence's mass: 1 punishes merged lines too hard
)

// half is the lexical score in one direction, for all beads inside a band: how
// much better the lines of Y are explained by those of X than by the words of
// their language at large, in nats.
//
// For the a lines of X before place i, sums[i] has the scores of the lines of Y
// up to each place j added up, so that a bead costs one subtraction.
type half struct {
	width int       // shapes have up to this many lines of X
	lo    []int32   // first place of row i
	at    []int     // row i begins at sums[at[i]*width]
	sums  []float32 // by place, then by a

	bundles
}

// row is the sums at row i, place j: one value for each a from 1.
func (h *half) row(i, j int) []float32 {
	k := (h.at[i] + j - int(h.lo[i])) * h.width
	return h.sums[k : k+h.width]
}

// bundles are the units of a side that evidence can speak for at all, few of
// all, numbered anew; those of line j, each once, are units[at[j]:at[j+1]].
type bundles struct {
	at     []int32
	units  []bundled
	number []int32 // of each unit of the vocabulary: 1 + its number here, 0 for none
	weight []float32
	last   []int32 // place of the unit in the line before, plus one
}

// bundled is a unit of a line and how often it stands there.
type bundled struct {
	number int32
	times  float32
}

// bundle lists the units of each line of Y that e speaks for.
func (g *bundles) bundle(Y *side, e *evidenceRows) {
	g.number = resize(g.number, len(Y.vocab.text))
	clear(g.number)
	g.weight = g.weight[:0]
	n := 0
	for _, p := range e.entry {
		if g.number[p.other] == 0 {
			g.weight = append(g.weight, Y.vocab.weight[p.other])
			g.number[p.other] = int32(len(g.weight))
			n += int(Y.vocab.count[p.other])
		}
	}
	g.last = resize(g.last, len(g.weight))
	clear(g.last)
	g.at = append(resize(g.at, Y.n+1)[:0], 0)
	g.units = resize(g.units, n)[:0]
	for j := range Y.n {
		begin := int32(len(g.units))
		for _, u := range Y.of(j) {
			k := g.number[u] - 1
			if k < 0 {
				continue
			}
			if l := g.last[k]; l > begin {
				g.units[l-1].times++
				continue
			}
			g.units = append(g.units, bundled{k, 1})
			g.last[k] = int32(len(g.units))
		}
		g.at = append(g.at, int32(len(g.units)))
	}
}

// mostLines is the largest width of a half.
const mostLines = maxSide

// share is what each of the last lines of X says for a unit of Y.
type share [mostLines]float32

// newHalf scores the lines of Y against up to width lines of X. A row reaches
// ext lines to the left of the band.
func newHalf(X, Y *side, e *evidenceRows, band *dp.Band, width, ext int, room *half) {
	h := room
	n := X.n
	h.width = width
	h.lo = resize(h.lo, n+1)
	h.at = resize(h.at, n+2)
	h.at[0] = 0
	for i := 0; i <= n; i++ {
		h.lo[i] = max(0, band.Lo[i]-int32(ext))
		h.at[i+1] = h.at[i] + int(band.Hi[i]-h.lo[i]) + 1
	}
	h.sums = resize(h.sums, h.at[n+1]*width)

	coveredMass := make([]float32, n)
	for x := range coveredMass {
		for _, u := range X.of(x) {
			coveredMass[x] += X.vocab.weight[u] * e.cover[u]
		}
	}
	h.bundle(Y, e)
	// Of each unit of Y: what each of the last lines of X says for it. Line x has
	// its share at x modulo mostLines, is entered once and taken out once.
	type state struct {
		shares share
		lines  int32 // that have a share
		row    int32 // row + 1 in which gain was last computed
		gain   int32
		weight float32
	}
	states := make([]state, len(h.weight))
	for k, w := range h.weight {
		states[k].weight = w
	}
	var entered [mostLines][]int32
	var gains []share
	for i := 0; i <= n; i++ {
		gains = gains[:0]
		if i > 0 { // line i-1 comes in for line i-1-mostLines
			k := (i - 1) % mostLines
			for _, u := range entered[k] {
				states[u].shares[k] = 0
				states[u].lines--
			}
			in := entered[k][:0]
			for _, u := range X.of(i - 1) {
				w := X.vocab.weight[u]
				for _, p := range e.of(u) {
					t := h.number[p.other] - 1
					s := &states[t]
					if s.shares[k] == 0 {
						in = append(in, t)
						s.lines++
					}
					s.shares[k] += p.r * w
				}
			}
			entered[k] = in
		}
		var base, factor, logBase share
		mass, covered := float32(nullMass), float32(0)
		lines := min(width, i)
		for a := range lines {
			x := i - 1 - a
			mass += X.mass[x]
			covered += coveredMass[x]
			factor[a] = lambda * dilute(mass)
			base[a] = 1 - lambda*covered/mass
			logBase[a] = fastLog(base[a])
		}
		place := h.at[i] * width
		clear(h.sums[place : place+width])
		for j := int(h.lo[i]); j < int(band.Hi[i]); j++ {
			var sum share
			for a := range lines {
				sum[a] = Y.mass[j] * logBase[a]
			}
			for _, u := range h.bundles.units[h.bundles.at[j]:h.bundles.at[j+1]] {
				t := &states[u.number]
				if t.lines == 0 {
					continue
				}
				if t.row != int32(i+1) {
					var v share
					r := float32(0)
					for a := range lines {
						r += t.shares[(i-1-a)%mostLines]
						v[a] = t.weight * (fastLog(base[a]+factor[a]*r) - logBase[a])
					}
					t.row, t.gain = int32(i+1), int32(len(gains))
					gains = append(gains, v)
				}
				v, times := &gains[t.gain], u.times
				sum[0] += times * v[0]
				sum[1] += times * v[1]
				if width > 2 {
					sum[2] += times * v[2]
					sum[3] += times * v[3]
				}
				if width > 4 {
					sum[4] += times * v[4]
					sum[5] += times * v[5]
				}
				if width > 6 {
					sum[6] += times * v[6]
					sum[7] += times * v[7]
				}
			}
			prev, next := h.sums[place:place+width], h.sums[place+width:place+2*width]
			for a := range next {
				next[a] = prev[a] + sum[a]
			}
			place += width
		}
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/8)
	}
	return s[:n]
}

// dilutions has mass^-dilution at every half of a unit.
var dilutions = func() (t [1024]float32) {
	for k := range t {
		t[k] = float32(math.Pow(float64(k)/2+.001, -dilution))
	}
	return t
}()

func dilute(mass float32) float32 {
	x := mass * 2
	k := int(x)
	if k+1 >= len(dilutions) {
		return float32(math.Pow(float64(mass), -dilution))
	}
	f := x - float32(k)
	return dilutions[k]*(1-f) + dilutions[k+1]*f
}

// logs has the natural logarithm of the middle of each of its steps from 1 to 2.
var logs = func() (t [1 << logBits]float32) {
	for k := range t {
		t[k] = float32(math.Log1p((float64(k) + .5) / float64(len(t))))
	}
	return t
}()

const logBits = 11

// fastLog is the natural logarithm of a positive number to about 2e-4, enough
// for evidence.
func fastLog(x float32) float32 {
	b := math.Float32bits(x)
	return logs[b>>(23-logBits)&(1<<logBits-1)] + float32(int32(b>>23)-127)*math.Ln2
}
