// Package dp searches for the best way to pair the lines of two sides in order.
// It knows numbers only: a grid, a band in it, and the score of each bead.
//
// A bead of shape a-b takes the next a lines of the first side and the next b of
// the second. Three states tell an ordinary bead from a run of lines that only
// one side has, so that a long gap costs little more than a short one.
//
// All scores are natural logarithms.
package dp

import "math"

// Shape is how many lines of each side a bead takes.
type Shape struct{ A, B int8 }

// Shapes lists those of beads with lines of both sides, up to max lines of one
// side and sum lines of both, rising in A, then B.
func Shapes(max, sum int) []Shape {
	var out []Shape
	for a := 1; a <= max; a++ {
		for b := 1; b <= max && a+b <= sum; b++ {
			out = append(out, Shape{int8(a), int8(b)})
		}
	}
	return out
}

// Bead ends after line I of the first side and J of the second and takes A and
// B lines.
type Bead struct{ I, A, J, B int32 }

// Posterior is a bead with its probability given all lines of both sides.
type Posterior struct {
	Bead
	P float32
}

// Grid is a search problem.
type Grid struct {
	N, M   int
	Band   *Band
	Shapes []Shape
	// Prior has the log probability of each shape, NullA and NullB of a line
	// that only one side has.
	Prior        []float32
	NullA, NullB float64
	// Stay is the probability that a run of lines of one side goes on.
	Stay float64
	// Row is called before the cells of row i, in rising order.
	Row func(i int)
	// Score fills dst[k] with the score of the bead of Shapes[k] that ends at
	// (i, j), prior left out. Those for which ok[k] is false need no score.
	Score func(i, j int, ok []bool, dst []float32)
	// Extra, where not nil, is added to the score of a null bead that ends at
	// (i, j): side 0 is a line of the first side.
	Extra func(i, j, side int) float64

	// Room is memory kept from one search to the next.
	Room *Room

	logStay, logLeave float64
	pred              []int // scratch: cells that the shapes come from
}

// Room is the memory of a search.
type Room struct {
	out, ready []float64
	gap, after [][2]float64
	kept       []float32
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/8)
	}
	return s[:n]
}

const (
	never = -1e30 // log of nothing
	tiny  = 30    // a share below exp(-tiny) changes no float32
)

func lse(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if a-b > tiny {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

func (g *Grid) prepare() {
	g.logStay, g.logLeave = math.Log(g.Stay), math.Log(1-g.Stay)
	g.pred = make([]int, len(g.Shapes))
}

// preds notes where each shape that ends at (i, j) comes from: -1 outside.
func (g *Grid) preds(i, j int, ok []bool, reach []float64) bool {
	b := g.Band
	some := false
	for k, s := range g.Shapes {
		x, y := i-int(s.A), j-int(s.B)
		g.pred[k], ok[k] = -1, false
		if x < 0 || y < int(b.Lo[x]) || y > int(b.Hi[x]) {
			continue
		}
		if f := b.off[x] + y - int(b.Lo[x]); reach[f] > never/2 {
			g.pred[k], ok[k] = f, true
			some = true
		}
	}
	return some
}

func (g *Grid) null(i, j, side int) float64 {
	x := g.NullA
	if side == 1 {
		x = g.NullB
	}
	if g.Extra != nil {
		x += g.Extra(i, j, side)
	}
	return x
}

// cell is the number of (i, j), or -1 outside the band.
func (g *Grid) cell(i, j int) int {
	b := g.Band
	if i < 0 || j < 0 || j < int(b.Lo[i]) || j > int(b.Hi[i]) {
		return -1
	}
	return b.off[i] + j - int(b.Lo[i])
}

// Best is the path with the highest total score (Viterbi).
func (g *Grid) Best() []Bead {
	g.prepare()
	b := g.Band
	n := b.Cells()
	type mark struct {
		shape [3]int8 // how the state was entered: -1 null, else a shape
		from  [3]int8 // state before
	}
	// best[k][0] is the best score at cell k after an ordinary bead, 1 and 2 in a
	// gap of the first and of the second side.
	best := make([][3]float64, n)
	out := make([]float64, n) // best score with which a new bead can begin
	state := make([]int8, n)  // the state that gives out
	marks := make([]mark, n)
	ok, sc := make([]bool, len(g.Shapes)), make([]float32, len(g.Shapes))
	for i := 0; i <= g.N; i++ {
		if g.Row != nil {
			g.Row(i)
		}
		for j := int(b.Lo[i]); j <= int(b.Hi[i]); j++ {
			k := b.off[i] + j - int(b.Lo[i])
			v := [3]float64{never, never, never}
			mk := &marks[k]
			if i == 0 && j == 0 {
				v[0] = 0
			}
			for side := range 2 {
				f := g.cell(i-1+side, j-side)
				if f < 0 || side == 0 && i == 0 {
					continue
				}
				x := g.null(i, j, side)
				v[1+side], mk.shape[1+side], mk.from[1+side] = out[f]+x, -1, state[f]
				if y := best[f][1+side] + lse(g.logStay, g.logLeave+x); y > v[1+side] {
					v[1+side], mk.from[1+side] = y, int8(1+side)
				}
			}
			if g.preds(i, j, ok, out) {
				g.Score(i, j, ok, sc)
				for t, f := range g.pred {
					if f < 0 {
						continue
					}
					if x := out[f] + float64(g.Prior[t]+sc[t]); x > v[0] {
						v[0], mk.shape[0], mk.from[0] = x, int8(t), state[f]
					}
				}
			}
			best[k] = v
			out[k] = v[0]
			for s := 1; s < 3; s++ {
				if x := v[s] + g.logLeave; x > out[k] {
					out[k], state[k] = x, int8(s)
				}
			}
		}
	}
	i, j := g.N, g.M
	end := g.cell(i, j)
	s := 0
	for t := 1; t < 3; t++ {
		if best[end][t] > best[end][s] {
			s = t
		}
	}
	var path []Bead
	for i > 0 || j > 0 {
		mk := marks[g.cell(i, j)]
		p := Bead{I: int32(i), J: int32(j)}
		switch s {
		case 0:
			p.A, p.B = int32(g.Shapes[mk.shape[0]].A), int32(g.Shapes[mk.shape[0]].B)
		case 1:
			p.A = 1
		case 2:
			p.B = 1
		}
		path = append(path, p)
		i, j, s = i-int(p.A), j-int(p.B), int(mk.from[s])
	}
	reverse(path)
	return path
}

func reverse[T any](s []T) {
	for l, r := 0, len(s)-1; l < r; l, r = l+1, r-1 {
		s[l], s[r] = s[r], s[l]
	}
}

// Posteriors lists the beads whose probability is at least floor, in order of
// their ends (I, then J), found with the forward-backward algorithm.
func (g *Grid) Posteriors(floor float64) []Posterior {
	g.prepare()
	b := g.Band
	n := b.Cells()
	ns := len(g.Shapes)
	room := g.Room
	if room == nil {
		room = &Room{}
	}
	room.out, room.gap, room.kept = resize(room.out, n), resize(room.gap, n), resize(room.kept, n*ns)
	room.ready, room.after = resize(room.ready, n), resize(room.after, n)
	out, gap, kept := room.out, room.gap, room.kept // out: all ways to reach the cell, ready for a new bead
	ok := make([]bool, ns)
	cand := make([]float64, 0, ns)
	for i := 0; i <= g.N; i++ {
		if g.Row != nil {
			g.Row(i)
		}
		for j := int(b.Lo[i]); j <= int(b.Hi[i]); j++ {
			k := b.off[i] + j - int(b.Lo[i])
			gap[k] = [2]float64{never, never}
			for side := range 2 {
				f := g.cell(i-1+side, j-side)
				if f < 0 || side == 0 && i == 0 {
					continue
				}
				gap[k][side] = lse(out[f]+g.null(i, j, side), gap[f][side]+g.logStay)
			}
			v := never
			if i == 0 && j == 0 {
				v = 0
			}
			if g.preds(i, j, ok, out) {
				sc := kept[k*ns : k*ns+ns]
				g.Score(i, j, ok, sc)
				cand = cand[:0]
				top := never
				for t, f := range g.pred {
					if f < 0 {
						sc[t] = never
						continue
					}
					sc[t] += g.Prior[t]
					x := out[f] + float64(sc[t])
					cand = append(cand, x)
					top = max(top, x)
				}
				v = logSum(cand, top)
			} else {
				for t := range ns {
					kept[k*ns+t] = never
				}
			}
			out[k] = lse(v, g.logLeave+lse(gap[k][0], gap[k][1]))
			if i == g.N && j == g.M { // the end leaves no gap
				out[k] = lse(v, lse(gap[k][0], gap[k][1]))
			}
		}
	}
	end := g.cell(g.N, g.M)
	z := out[end]
	// Backward. ready[k] is the score of all that can follow cell k when a new
	// bead begins there, after[k] the same inside a gap of either side.
	ready, after := room.ready, room.after
	var post []Posterior
	log := math.Log(floor)
	for i := g.N; i >= 0; i-- {
		for j := int(b.Hi[i]); j >= int(b.Lo[i]); j-- {
			k := b.off[i] + j - int(b.Lo[i])
			r := never
			var next [2]float64
			if k == end {
				r = 0
				after[k] = [2]float64{0, 0}
			} else {
				cand = cand[:0]
				top := never
				for t, s := range g.Shapes {
					x, y := i+int(s.A), j+int(s.B)
					if x > g.N || y < int(b.Lo[x]) || y > int(b.Hi[x]) {
						continue
					}
					f := b.off[x] + y - int(b.Lo[x])
					c := ready[f] + float64(kept[f*ns+t])
					cand = append(cand, c)
					top = max(top, c)
				}
				for side := range 2 {
					next[side] = never
					x, y := i+1-side, j+side
					if x > g.N || y > int(b.Hi[x]) || y < int(b.Lo[x]) {
						continue
					}
					f := b.off[x] + y - int(b.Lo[x])
					next[side] = after[f][side]
					c := g.null(x, y, side) + after[f][side]
					cand = append(cand, c)
					top = max(top, c)
				}
				r = logSum(cand, top)
				for side := range 2 {
					after[k][side] = lse(g.logLeave+r, g.logStay+next[side])
				}
			}
			ready[k] = r
			for side := 1; side >= 0; side-- {
				if x := gap[k][side] + after[k][side] - z; x > log {
					p := Bead{I: int32(i), J: int32(j), A: int32(1 - side), B: int32(side)}
					post = append(post, Posterior{p, float32(math.Exp(x))})
				}
			}
			if out[k]+r-z < log { // nothing likely ends here
				continue
			}
			for t := ns - 1; t >= 0; t-- {
				s := g.Shapes[t]
				if kept[k*ns+t] < never/2 {
					continue
				}
				f := g.cell(i-int(s.A), j-int(s.B))
				if x := out[f] + float64(kept[k*ns+t]) + r - z; x > log {
					p := Bead{I: int32(i), J: int32(j), A: int32(s.A), B: int32(s.B)}
					post = append(post, Posterior{p, float32(math.Exp(x))})
				}
			}
		}
	}
	reverse(post)
	return post
}

func logSum(v []float64, top float64) float64 {
	if top <= never/2 {
		return never
	}
	s := 0.0
	for _, x := range v {
		if x > top-tiny {
			s += math.Exp(x - top)
		}
	}
	return top + math.Log(s)
}
