package align

import "math"

// How lines begin and end is weak evidence in one bead and strong in a hundred.
// The tables below are log ratios, estimated on the documents with
// pseudo-counts; they find by themselves that a comma at the end of a line, or
// a small letter at its beginning, speaks for a merge.

const (
	pairWeight     = 15.
	boundaryWeight = 8.
)

// Odds of standing inside a bead rather than at its edge, before anything was
// counted (0 for 1).
var (
	oddsFinal = [finals]float64{finalComma: 6, finalComma + quoted: 4, finalNone: 1.5}
	oddsStart = [starts]float64{startLower: 4}
)

// startClasses fills the tables from the marginals alone.
func (m *model) startClasses() {
	var fin [finals][finals]float64
	var sta [starts][starts]float64
	n := float64(m.a.n) * float64(m.b.n)
	var fa, fb [finals]float64
	var sa, sb [starts]float64
	for i := range m.a.n {
		fa[m.a.final[i]]++
		sa[m.a.start[i]]++
	}
	for j := range m.b.n {
		fb[m.b.final[j]]++
		sb[m.b.start[j]]++
	}
	for x := range fin {
		for y := range fin[x] {
			fin[x][y] = 30 * fa[x] * fb[y] / n
		}
	}
	for x := range sta {
		for y := range sta[x] {
			sta[x][y] = 30 * sa[x] * sb[y] / n
		}
	}
	m.final, m.start = pairTableWith(fin, 4*pairWeight), startTableWith(sta, 4*pairWeight)
	for x, c := range [2]*[finals]float64{&fa, &fb} {
		boundary(make([]float64, finals), c[:], m.inFinal[x][:], m.atFinal[x][:], oddsFinal[:])
	}
	for x, c := range [2]*[starts]float64{&sa, &sb} {
		boundary(make([]float64, starts), c[:], m.inStart[x][:], m.atStart[x][:], oddsStart[:])
	}
}

func pairTable(c [finals][finals]float64) [finals][finals]float64 {
	return pairTableWith(c, pairWeight)
}

func pairTableWith(c [finals][finals]float64, weight float64) (out [finals][finals]float64) {
	var rows, cols [finals]float64
	total := 0.0
	for x := range c {
		for y, v := range c[x] {
			rows[x] += v
			cols[y] += v
			total += v
		}
	}
	for x := range c {
		for y := range c[x] {
			a, b := (rows[x]+.5)/(total+.5*float64(finals)), (cols[y]+.5)/(total+.5*float64(finals))
			same := 0.0
			if uint8(x)%quoted == uint8(y)%quoted { // with or without the quotation mark
				same = min(a, b)
			}
			p := (c[x][y] + weight*(.6*a*b+.4*same)) / (total + weight)
			out[x][y] = max(-2.5, min(3, math.Log(p/(a*b))))
		}
	}
	return out
}

func startTable(c [starts][starts]float64) [starts][starts]float64 {
	return startTableWith(c, pairWeight)
}

func startTableWith(c [starts][starts]float64, weight float64) (out [starts][starts]float64) {
	var rows, cols [starts]float64
	total := 0.0
	for x := range c {
		for y, v := range c[x] {
			rows[x] += v
			cols[y] += v
			total += v
		}
	}
	for x := range c {
		for y := range c[x] {
			a, b := (rows[x]+.5)/(total+.5*float64(starts)), (cols[y]+.5)/(total+.5*float64(starts))
			same := 0.0
			if x == y {
				same = min(a, b)
			}
			p := (c[x][y] + weight*(.7*a*b+.3*same)) / (total + weight)
			out[x][y] = max(-2, min(2, math.Log(p/(a*b))))
		}
	}
	return out
}

// boundary writes the log ratios of each class inside a bead (in) and at its
// edge (at) against the class anywhere.
func boundary(in, at, logIn, logAt, odds []float64) {
	nIn, nAt, z := 0.0, 0.0, 0.0
	n := float64(len(in))
	guess := make([]float64, len(in))
	for k := range in {
		nIn += in[k]
		nAt += at[k]
		guess[k] = at[k] + .3
		if odds[k] > 0 {
			guess[k] *= odds[k]
		}
		z += guess[k]
	}
	for k := range in {
		inside := in[k] + boundaryWeight*guess[k]/z
		edge := at[k] + .3
		all := (inside + edge) / (nIn + nAt + boundaryWeight + .3*n)
		logIn[k] = max(-3, min(3, math.Log(inside/(nIn+boundaryWeight)/all)))
		logAt[k] = max(-3, min(3, math.Log(edge/(nAt+.3*n)/all)))
	}
}
