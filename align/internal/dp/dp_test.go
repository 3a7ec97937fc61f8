package dp

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// full is a search over the whole grid with a score for each bead drawn from a
// table.
func full(n, m int, score map[Bead]float32, pins []Pin) *Grid {
	g := &Grid{N: n, M: m, Band: Full(n, m, pins), Shapes: Shapes(2, 3), NullA: -3, NullB: -2.5, Stay: .3}
	for range g.Shapes {
		g.Prior = append(g.Prior, -.5)
	}
	g.Score = func(i, j int, ok []bool, dst []float32) {
		for k, s := range g.Shapes {
			dst[k] = score[Bead{int32(i), int32(s.A), int32(j), int32(s.B)}]
		}
	}
	return g
}

// all lists every path with its score, by brute force.
func (g *Grid) all(i, j, state int, path []Bead, s float64, emit func([]Bead, float64)) {
	if i == g.N && j == g.M {
		emit(path, s)
		return
	}
	leave := 0.0
	if state != 0 {
		leave = math.Log(1 - g.Stay)
	}
	ok, sc := make([]bool, len(g.Shapes)), make([]float32, len(g.Shapes))
	for k, t := range g.Shapes {
		x, y := i+int(t.A), j+int(t.B)
		if x <= g.N && y <= g.M {
			g.Score(x, y, ok, sc)
			g.all(x, y, 0, append(path[:len(path):len(path)], Bead{int32(x), int32(t.A), int32(y), int32(t.B)}), s+leave+float64(g.Prior[k]+sc[k]), emit)
		}
	}
	for side, null := range []float64{g.NullA, g.NullB} {
		x, y := i+1-side, j+side
		if x > g.N || y > g.M {
			continue
		}
		v := leave + null
		if state == 1+side {
			v = lse(math.Log(g.Stay), v)
		}
		g.all(x, y, 1+side, append(path[:len(path):len(path)], Bead{int32(x), int32(1 - side), int32(y), int32(side)}), s+v, emit)
	}
}

func draw(t *rapid.T) (n, m int, score map[Bead]float32) {
	n, m = rapid.IntRange(0, 4).Draw(t, "n"), rapid.IntRange(0, 4).Draw(t, "m")
	score = map[Bead]float32{}
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			for _, s := range Shapes(2, 3) {
				score[Bead{int32(i), int32(s.A), int32(j), int32(s.B)}] = float32(rapid.IntRange(-40, 40).Draw(t, "score")) / 8
			}
		}
	}
	return n, m, score
}

// The search agrees with the sum, and the maximum, over all paths.
func TestAgainstAllPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m, score := draw(t)
		g := full(n, m, score, nil)
		z, best := math.Inf(-1), math.Inf(-1)
		share := map[Bead]float64{}
		value := func(p []Bead) float64 {
			v := math.Inf(-1)
			g.all(0, 0, 0, nil, 0, func(q []Bead, s float64) {
				same := len(p) == len(q)
				for k := 0; same && k < len(p); k++ {
					same = p[k] == q[k]
				}
				if same {
					v = s
				}
			})
			return v
		}
		g.all(0, 0, 0, nil, 0, func(_ []Bead, s float64) { z, best = lse(z, s), max(best, s) })
		g.all(0, 0, 0, nil, 0, func(p []Bead, s float64) {
			for _, b := range p {
				share[b] += math.Exp(s - z)
			}
		})
		if v := value(g.Best()); math.Abs(v-best) > 1e-4 {
			t.Fatalf("best path %v, want %v", v, best)
		}
		for _, p := range g.Posteriors(1e-6) {
			if math.Abs(float64(p.P)-share[p.Bead]) > 1e-4 {
				t.Fatalf("%v: posterior %v, want %v", p.Bead, p.P, share[p.Bead])
			}
			delete(share, p.Bead)
		}
		for b, p := range share {
			if p > 1e-5 {
				t.Fatalf("%v: posterior 0, want %v", b, p)
			}
		}
	})
}

func covers(t *rapid.T, path []Bead, n, m int) {
	i, j := int32(0), int32(0)
	for _, b := range path {
		i, j = i+b.A, j+b.B
		if b.I != i || b.J != j {
			t.Fatalf("bead %v ends elsewhere than at %d, %d", b, i, j)
		}
	}
	if int(i) != n || int(j) != m {
		t.Fatalf("path ends at %d, %d, want %d, %d", i, j, n, m)
	}
}

func TestPathsCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m, score := draw(t)
		g := full(n, m, score, nil)
		covers(t, g.Best(), n, m)
		covers(t, Decode(g.Posteriors(.01), g.Band, n, m, .3, .7), n, m)
	})
}

func TestBands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m, score := draw(t)
		path := full(n, m, score, nil).Best()
		w := rapid.IntRange(1, 3).Draw(t, "width")
		var pins []Pin
		if n > 0 && m > 0 && rapid.Bool().Draw(t, "pinned") {
			pins = append(pins, Pin{int32(rapid.IntRange(0, n-1).Draw(t, "i")), int32(rapid.IntRange(0, m-1).Draw(t, "j"))})
		}
		b := Around(path, n, m, w, pins)
		turned := b.Turned()
		for i := range b.Lo {
			if b.Lo[i] > b.Hi[i] || i > 0 && (b.Lo[i] < b.Lo[i-1] || b.Hi[i] < b.Hi[i-1]) {
				t.Fatalf("row %d: [%d, %d] after [%d, %d]", i, b.Lo[i], b.Hi[i], b.Lo[max(0, i-1)], b.Hi[max(0, i-1)])
			}
			for j := b.Lo[i]; j <= b.Hi[i]; j++ {
				if !turned.Has(j, int32(i)) {
					t.Fatalf("cell %d, %d is not in the turned band", i, j)
				}
			}
		}
		g := full(n, m, score, pins)
		g.Band = b
		found := Decode(g.Posteriors(.01), b, n, m, .3, .7)
		covers(t, found, n, m)
		for _, p := range pins {
			for _, x := range found {
				if (x.I-x.A <= p.I && p.I < x.I) != (x.J-x.B <= p.J && p.J < x.J) {
					t.Fatalf("bead %v parts pin %v", x, p)
				}
			}
		}
	})
}
