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

	coveredMass := make([]float32, n)
	for x := range coveredMass {
		for _, u := range X.of(x) {
			coveredMass[x] += X.vocab.weight[u] * e.cover[u]
		}
	}
	// Of each unit of Y: what each of the last lines of X says for it. Line x has
	// its share at x modulo most, is entered once and taken out once.
	const most = 8
	type share [most]float32
	type state struct {
		lines int32 // that have a share
		row   int32 // row + 1 in which gain was last computed
		gain  int32
	}
	shares := make([]share, len(Y.vocab.text))
	states := make([]state, len(Y.vocab.text))
	var entered [most][]int32
	var gains []share
	for i := 0; i <= n; i++ {
		gains = gains[:0]
		if i > 0 { // line i-1 comes in for line i-1-most
			k := (i - 1) % most
			for _, u := range entered[k] {
				shares[u][k] = 0
				states[u].lines--
			}
			in := entered[k][:0]
			for _, u := range X.of(i - 1) {
				w := X.vocab.weight[u]
				for _, p := range e.of(u) {
					if shares[p.other][k] == 0 {
						in = append(in, p.other)
						states[p.other].lines++
					}
					shares[p.other][k] += p.r * w
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
			for _, u := range Y.of(j) {
				t := &states[u]
				if t.lines == 0 {
					continue
				}
				if t.row != int32(i+1) {
					var v share
					r := float32(0)
					w := Y.vocab.weight[u]
					for a := range lines {
						if x := shares[u][(i-1-a)%most]; x > 0 {
							r += x
						}
						if r > 0 {
							v[a] = w * (fastLog(base[a]+factor[a]*r) - logBase[a])
						}
					}
					t.row, t.gain = int32(i+1), int32(len(gains))
					gains = append(gains, v)
				}
				v := &gains[t.gain]
				sum[0] += v[0]
				sum[1] += v[1]
				if width > 2 {
					sum[2] += v[2]
					sum[3] += v[3]
				}
				if width > 4 {
					sum[4] += v[4]
					sum[5] += v[5]
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
