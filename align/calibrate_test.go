package align

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Outcomes drawn from known weights give the weights back, kind by kind.
func TestCalibrate(t *testing.T) {
	want := Calibration{
		One:   {.5, .8, -.3, -.1},
		Alone: {1, .5, 0, 0},
		Many:  {-1, .6, .2, -.2},
	}
	r := rand.New(rand.NewPCG(1, 2))
	var all []Outcome
	for range 60_000 {
		o := Outcome{Kind: []Kind{One, Alone, Many}[r.IntN(3)], Posterior: r.Float64(), Doubt: -6 * r.Float64(), Beside: r.Float64()}
		o.Right = r.Float64() < want.Score(o)
		all = append(all, o)
	}
	got := Calibrate(all)
	for _, o := range all[:300] {
		if g, w := got.Score(o), want.Score(o); math.Abs(g-w) > .05 {
			t.Errorf("%v %+v: score %.3f (want %.3f)", o.Kind, o, g, w)
		}
	}
	if p := got.Score(Outcome{Kind: Part, Posterior: .9}); math.Abs(p-.9) > 1e-9 {
		t.Errorf("a kind without outcomes: score %v (want the posterior, .9)", p)
	}
}

func TestKinds(t *testing.T) {
	for _, c := range []struct {
		lines []int
		want  Kind
	}{
		{[]int{1, 1}, One}, {[]int{1, 0}, Alone}, {[]int{2, 1}, Many},
		{[]int{1, 1, 1}, One}, {[]int{0, 1, 0}, Alone}, {[]int{1, 0, 1}, Part}, {[]int{2, 0, 1}, Part}, {[]int{1, 1, 2}, Many},
	} {
		var b Bead
		for _, n := range c.lines {
			b.Sents = append(b.Sents, Range{3, 3 + n})
		}
		if k := kindOf(b); k != c.want {
			t.Errorf("%v: %v (want %v)", c.lines, k, c.want)
		}
	}
}

// The scores that the embedded weights give rise with the posterior.
func TestCalibrationRises(t *testing.T) {
	for sides, c := range calibrations() {
		for k := range kinds {
			if c[k][1] <= 0 && !(sides == 2 && k == Part) {
				t.Errorf("%d sides, %v: weight of the posterior %v (want more than 0)", sides, k, c[k][1])
			}
		}
	}
}

func TestLargest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Float32Range(0, 4), 1, 40).Draw(t, "v")
		for k := range v { // equal ones among them
			v[k] = float32(int(v[k] * 2))
		}
		k := rapid.IntRange(1, len(v)).Draw(t, "k")
		sorted := slices.Clone(v)
		slices.Sort(sorted)
		if got, want := largest(v, k), sorted[len(sorted)-k]; got != want {
			t.Fatalf("largest %d: %v (want %v)", k, got, want)
		}
	})
}
