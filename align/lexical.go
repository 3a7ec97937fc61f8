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
}

// row is the sums at row i, place j: one value for each a from 1.
func (h *half) row(i, j int) []float32 {
	k := (h.at[i] + j - int(h.lo[i])) * h.width
	return h.sums[k : k+h.width]
}

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

	const most = 8
	type share [most]float32 // of each line before i: what it says for a unit
	words := len(Y.vocab.text)
	shares := make([]share, words)
	slot := make([]int32, words) // of units touched in this row: gain number + 1, or -1 before it is needed
	var touched []int32
	var gains []share
	for i := 0; i <= n; i++ {
		touched, gains = touched[:0], gains[:0]
		var base, factor, logBase share
		mass, covered := float32(nullMass), float32(0)
		lines := min(width, i)
		for a := range lines {
			x := i - 1 - a
			mass += X.mass[x]
			for _, u := range X.of(x) {
				w := X.vocab.weight[u]
				covered += w * e.cover[u]
				for _, p := range e.of(u) {
					if slot[p.other] == 0 {
						slot[p.other] = -1
						touched = append(touched, p.other)
					}
					shares[p.other][a] += p.r * w
				}
			}
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
			for _, u := range Y.of(j) {
				g := slot[u]
				if g == 0 {
					continue
				}
				if g < 0 {
					var v share
					r := float32(0)
					w := Y.vocab.weight[u]
					for a := range lines {
						r += shares[u][a]
						v[a] = w * (fastLog(base[a]+factor[a]*r) - logBase[a])
					}
					gains = append(gains, v)
					g = int32(len(gains))
					slot[u] = g
				}
				v := &gains[g-1]
				for a := range sum {
					sum[a] += v[a]
				}
			}
			prev, next := h.sums[place:place+width], h.sums[place+width:place+2*width]
			for a := range next {
				next[a] = prev[a] + sum[a]
			}
			place += width
		}
		for _, u := range touched {
			slot[u] = 0
			shares[u] = share{}
		}
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
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

// fastLog is the natural logarithm to about 1e-5, enough for evidence.
func fastLog(x float32) float32 {
	b := math.Float32bits(x)
	e := int32(b>>23) - 127
	m := math.Float32frombits(b&0x7FFFFF | 127<<23) // in [1, 2)
	if m > math.Sqrt2 {
		m /= 2
		e++
	}
	// atanh series in y = (m-1)/(m+1), |y| < .172
	y := (m - 1) / (m + 1)
	y2 := y * y
	return 2*y*(1+y2*(1./3+y2*(1./5+y2/7))) + float32(e)*math.Ln2
}
