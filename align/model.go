package align

import (
	"math"
	"slices"

	"github.com/tercet/tercet/align/internal/dp"
)

// model scores beads of two sides. Each piece of evidence is a log-likelihood
// ratio, in nats, of the lines standing for one another against their standing
// there by chance, so a line without partner scores 0 and no penalty for gaps
// or merges has to be chosen.
type model struct {
	a, b *side
	w    *words

	pins []dp.Pin

	folded bool // lines are of several sentences

	maxLines int
	shapes   []dp.Shape

	// Bead priors by lines of each side, and the chance that a gap goes on.
	prior [maxSide + 1][maxSide + 1]float64
	stay  float64

	// Length (after Gale & Church 1993): the second side's is normal around c
	// times the first's, its variance va c L + vb L^2 with L the mean of both;
	// chance is a gamma distribution of the side's own lines.
	c, va, vb float64
	logC      float64
	gamma     [2]gamma

	// Ends of beads: class against class, and class inside a bead against class
	// at its edge, of either side.
	final   [finals][finals]float64
	start   [starts][starts]float64
	inFinal [2][finals]float64
	atFinal [2][finals]float64
	inStart [2][starts]float64
	atStart [2][starts]float64

	vectors [2]*vectorTable // nil without a Scorer

	// Tables for the band being searched.
	forth, back half
	side        [2]sideTable
}

// Beads have one line of a side and up to maxSide of the other, or several of
// both and up to maxMany together.
const (
	maxSide = 8
	maxMany = 7
	maxBoth = maxSide + 1
)

// Weights and bounds of the evidence.
const (
	weightLength  = 1.2
	weightLexical = .5 // of each direction
	lengthFloor   = -25
	lengthCeiling = 8
)

// Priors before anything is known.
const (
	priorOne      = .85
	priorNull     = .03
	priorMerge    = .05 // 1-2; each further line
	mergeFall     = .25
	priorMany     = .008 // 2-2; each further line
	manyFall      = .3
	priorWeight   = 30 // beads' worth of trust in them
	stayPrior     = .2
	stayWeight    = 4
	varianceShort = 3
	varianceLong  = .02
	lengthWeight  = 40
	evenLength    = 300 // letters' worth of trust that both sides are equally long
)

func startPrior(a, b int) float64 {
	switch {
	case a == 1 && b == 1:
		return priorOne
	case a == 0 && b == 1 || b == 0 && a == 1:
		return priorNull
	case a == 0 || b == 0 || min(a, b) > 1 && a+b > maxMany:
		return 0
	case a == 1 || b == 1:
		return priorMerge * math.Pow(mergeFall, float64(a+b-3))
	}
	return priorMany * math.Pow(manyFall, float64(a+b-4))
}

func newModel(a, b *side, w *words) *model {
	m := &model{a: a, b: b, w: w}
	for x := range m.prior {
		for y := range m.prior[x] {
			m.prior[x][y] = startPrior(x, y)
		}
	}
	m.stay = stayPrior
	m.scale(a.length[a.n], b.length[b.n])
	m.va, m.vb = varianceShort, varianceLong
	m.gamma = [2]gamma{fitGamma(a), fitGamma(b)}
	m.startClasses()
	return m
}

// scale sets c from the lengths of the two sides.
func (m *model) scale(a, b float64) {
	m.c = (b + evenLength) / (a + evenLength)
	m.logC = math.Log(m.c)
}

// setShapes says which beads the search looks at.
func (m *model) setShapes(maxLines, both int) {
	m.maxLines = maxLines
	m.shapes = slices.DeleteFunc(dp.Shapes(maxLines, both), func(s dp.Shape) bool {
		return startPrior(int(s.A), int(s.B)) == 0
	})
}

// gamma is the distribution of the length of k lines taken together.
type gamma struct {
	k, theta float64
	norm     [maxSide + 1]float64
}

func fitGamma(s *side) gamma {
	mean := s.length[s.n] / float64(s.n)
	v := 0.0
	for i := range s.n {
		d := s.length[i+1] - s.length[i] - mean
		v += d * d
	}
	v = max(v/float64(s.n), .05*mean*mean)
	g := gamma{k: mean * mean / v, theta: v / mean}
	for a := 1; a <= maxSide; a++ {
		l, _ := math.Lgamma(float64(a) * g.k)
		g.norm[a] = l + float64(a)*g.k*math.Log(g.theta)
	}
	return g
}

// log is the log density of a lines having length x together.
func (g *gamma) log(x float64, a int) float64 {
	return (float64(a)*g.k-1)*math.Log(x) - x/g.theta - g.norm[a]
}

// normalTail has log(.97 N(d) + .03 N(d, three times as wide)) + log(2 pi)/2 by
// u = d^2/v in steps of 1/16: a length far off is rare, not impossible.
var normalTail = func() (t [16*64 + 2]float64) {
	for k := range t {
		u := float64(k) / 16
		t[k] = math.Log(.97*math.Exp(-u/2) + .03/3*math.Exp(-u/18))
	}
	return t
}()

func logNormal(d, v float64) float64 {
	u := d * d / v
	x := u * 16
	k := int(x)
	var t float64
	if k+1 < len(normalTail) {
		f := x - float64(k)
		t = normalTail[k]*(1-f) + normalTail[k+1]*f
	} else {
		t = math.Log(.03/3) - u/18
	}
	return t - .5*float64(fastLog(float32(2*math.Pi*v)))
}

// sideTable has, for each place i and number of lines a, what the score needs
// of one side alone.
type sideTable struct {
	length []float64 // of the a lines before place i
	chance []float64 // log density of that length by chance
	class  []float64 // evidence of the boundaries inside and at the end
}

func (m *model) tabulate(x int) {
	s := m.a
	if x == 1 {
		s = m.b
	}
	t := &m.side[x]
	n := (s.n + 1) * m.maxLines
	t.length, t.chance, t.class = resize(t.length, n), resize(t.chance, n), resize(t.class, n)
	for i := 1; i <= s.n; i++ {
		edge := m.atFinal[x][s.final[i-1]]
		if i < s.n {
			edge += m.atStart[x][s.start[i]]
		} else {
			edge = 0
		}
		inside := 0.0
		for a := 1; a <= min(m.maxLines, i); a++ {
			k := i*m.maxLines + a - 1
			if a > 1 {
				inside += m.inFinal[x][s.final[i-a]] + m.inStart[x][s.start[i-a+1]]
				if s.breaks != nil && s.breaks[i-a+1] {
					inside += breakInside
				}
			}
			t.length[k] = s.length[i] - s.length[i-a]
			t.chance[k] = m.gamma[x].log(t.length[k], a)
			t.class[k] = inside + edge
		}
	}
}

// Paragraph breaks, where both sides know theirs: rarely inside a bead, and
// mostly on both sides at once.
const (
	breakInside = -1.5
	breakBoth   = 1.0
	breakOne    = -.4
)

// prepare computes the tables for a band.
func (m *model) prepare(band *dp.Band, workers int) {
	m.tabulate(0)
	m.tabulate(1)
	rows, cols := &m.w.rows, &m.w.cols
	if m.folded {
		rows, cols = &m.w.plainRows, &m.w.plainCols
	}
	both(workers,
		func() { newHalf(m.a, m.b, rows, band, m.maxLines, m.maxLines, &m.forth) },
		func() { newHalf(m.b, m.a, cols, band.Turned(), m.maxLines, m.maxLines, &m.back) })
}

// lengths is the evidence of the lengths of a bead.
func (m *model) lengths(i, a, j, b int) float64 {
	x, y := &m.side[0], &m.side[1]
	p, q := i*m.maxLines+a-1, j*m.maxLines+b-1
	mean := m.c * x.length[p]
	l := (mean + y.length[q]) / 2
	n := logNormal(y.length[q]-mean, m.va*m.c*l+m.vb*l*l)
	// Both directions: the second side's length given the first's, and back.
	return max(lengthFloor, min(lengthCeiling, n+.5*(m.logC-x.chance[p]-y.chance[q])))
}

// lexical is the evidence of the words of a bead, inside the band.
func (m *model) lexical(i, a, j, b int) float64 {
	f := m.forth.row(i, j)[a-1] - m.forth.row(i, j-b)[a-1]
	g := m.back.row(j, i)[b-1] - m.back.row(j, i-a)[b-1]
	return weightLexical * float64(f+g)
}

// classes is the evidence of how the lines begin and end.
func (m *model) classes(i, a, j, b int) float64 {
	v := m.final[m.a.final[i-1]][m.b.final[j-1]] + m.start[m.a.start[i-a]][m.b.start[j-b]]
	v += m.side[0].class[i*m.maxLines+a-1] + m.side[1].class[j*m.maxLines+b-1]
	if m.a.breaks != nil && m.b.breaks != nil {
		switch p, q := m.a.breaks[i-a], m.b.breaks[j-b]; {
		case p && q:
			v += breakBoth
		case p != q:
			v += breakOne
		}
	}
	return v
}

// evidence is all of it.
func (m *model) evidence(i, a, j, b int) float64 {
	return weightLength*m.lengths(i, a, j, b) + m.lexical(i, a, j, b) + m.classes(i, a, j, b) + m.meaning(i, a, j, b)
}

func (m *model) grid(band *dp.Band, room *dp.Room) *dp.Grid {
	g := &dp.Grid{N: m.a.n, M: m.b.n, Band: band, Shapes: m.shapes, Room: room,
		NullA: math.Log(m.prior[1][0]), NullB: math.Log(m.prior[0][1]), Stay: m.stay}
	for _, s := range m.shapes {
		g.Prior = append(g.Prior, float32(math.Log(m.prior[s.A][s.B])))
	}
	g.Score = func(i, j int, ok []bool, dst []float32) {
		for k, s := range m.shapes {
			if ok[k] {
				dst[k] = float32(m.evidence(i, int(s.A), j, int(s.B)))
			}
		}
	}
	return g
}

// estimate fits priors, lengths and class tables to the posteriors, with
// pseudo-counts of what is assumed of any text.
func (m *model) estimate(post []dp.Posterior, path []dp.Bead) {
	var shape [maxSide + 1][maxSide + 1]float64
	var fin [finals][finals]float64
	var sta [starts][starts]float64
	var inF, atF [2][finals]float64
	var inS, atS [2][starts]float64
	total, la, lb := 0.0, 0.0, 0.0
	for _, p := range post {
		w := float64(p.P)
		shape[p.A][p.B] += w
		total += w
		if p.A == 0 || p.B == 0 {
			continue
		}
		la += w * (m.a.length[p.I] - m.a.length[p.I-p.A])
		lb += w * (m.b.length[p.J] - m.b.length[p.J-p.B])
		fin[m.a.final[p.I-1]][m.b.final[p.J-1]] += w
		sta[m.a.start[p.I-p.A]][m.b.start[p.J-p.B]] += w
		for x, s := range [2]*side{m.a, m.b} {
			hi, n := p.I, p.A
			if x == 1 {
				hi, n = p.J, p.B
			}
			for k := hi - n + 1; k < hi; k++ {
				inF[x][s.final[k-1]] += w
				inS[x][s.start[k]] += w
			}
			atF[x][s.final[hi-1]] += w
			if int(hi) < s.n {
				atS[x][s.start[hi]] += w
			}
		}
	}
	m.scale(la, lb)
	m.variance(post)
	for a := range shape {
		for b := range shape[a] {
			if p := startPrior(a, b); p > 0 {
				m.prior[a][b] = (shape[a][b] + priorWeight*p) / (total + priorWeight)
			}
		}
	}
	stays, leaves := 0.0, 0.0
	for k, p := range path {
		if p.A > 0 && p.B > 0 {
			continue
		}
		if k > 0 && path[k-1].A == p.A && path[k-1].B == p.B {
			stays++
		} else {
			leaves++
		}
	}
	m.stay = (stays + stayWeight*stayPrior) / (stays + leaves + stayWeight)
	m.final = pairTable(fin)
	m.start = startTable(sta)
	for x := range 2 {
		boundary(inF[x][:], atF[x][:], m.inFinal[x][:], m.atFinal[x][:], oddsFinal[:])
		boundary(inS[x][:], atS[x][:], m.inStart[x][:], m.atStart[x][:], oddsStart[:])
	}
}

// variance fits va and vb by moments of the shorter and the longer half.
func (m *model) variance(post []dp.Posterior) {
	type residue struct{ d2, l, w float64 }
	var rs []residue
	for _, p := range post {
		if p.A == 0 || p.B == 0 || p.P <= .3 {
			continue
		}
		x, y := m.a.length[p.I]-m.a.length[p.I-p.A], m.b.length[p.J]-m.b.length[p.J-p.B]
		l, d := (m.c*x+y)/2, y-m.c*x
		rs = append(rs, residue{min(d*d, 9*(m.va*m.c*l+m.vb*l*l)), l, float64(p.P)})
	}
	if len(rs) <= 10 {
		return
	}
	slices.SortStableFunc(rs, func(a, b residue) int {
		if a.l < b.l {
			return -1
		} else if a.l > b.l {
			return 1
		}
		return 0
	})
	moments := func(rs []residue) (m, l float64) {
		w := 0.0
		for _, r := range rs {
			m += r.w * r.d2 / r.l
			l += r.w * r.l
			w += r.w
		}
		return m / w, l / w
	}
	m1, l1 := moments(rs[:len(rs)/2])
	m2, l2 := moments(rs[len(rs)/2:])
	vb := .002
	if l2 > l1 {
		vb = max(.002, min((m2-m1)/(l2-l1), .3))
	}
	all, l := moments(rs)
	va := max(.3, all-vb*l) / m.c
	n := float64(len(rs))
	m.va = (n*va + lengthWeight*varianceShort) / (n + lengthWeight)
	m.vb = (n*vb + lengthWeight*varianceLong) / (n + lengthWeight)
}
