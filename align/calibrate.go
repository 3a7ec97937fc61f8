package align

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The posterior of a bead is too sure of itself: the evidence counts words that
// go together as if they did not. A monotone map, fitted on documents whose
// alignment is known, makes a probability of it.

//go:embed data/calibration.tsv
var calibrationTSV string

// Calibration maps posteriors to probabilities: straight lines between points,
// both axes in log odds.
type Calibration struct {
	x, y []float64 // rising
}

// calibrations are the embedded maps by number of sides, 2 and 3 (or more).
var calibrations = sync.OnceValue(func() map[int]*Calibration {
	m := map[int]*Calibration{2: {}, 3: {}}
	for line := range strings.Lines(calibrationTSV) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || f[0] == "sides" {
			continue
		}
		sides, err1 := strconv.Atoi(f[0])
		x, err2 := strconv.ParseFloat(f[1], 64)
		y, err3 := strconv.ParseFloat(f[2], 64)
		if err1 != nil || err2 != nil || err3 != nil || m[sides] == nil {
			panic("align: calibration.tsv: " + line)
		}
		m[sides].x, m[sides].y = append(m[sides].x, x), append(m[sides].y, y)
	}
	return m
})

// logOdds of a probability, within what a float32 can tell from 0 and 1.
func logOdds(p float64) float64 {
	p = max(1e-7, min(1-1e-7, p))
	return math.Log(p / (1 - p))
}

func (c *Calibration) of(p float64) float64 {
	if len(c.x) == 0 {
		return p
	}
	x := logOdds(p)
	k, _ := slices.BinarySearch(c.x, x)
	var y float64
	switch {
	case k == 0:
		y = c.y[0]
	case k == len(c.x):
		y = c.y[k-1]
	default:
		f := (x - c.x[k-1]) / (c.x[k] - c.x[k-1])
		y = c.y[k-1]*(1-f) + c.y[k]*f
	}
	return 1 / (1 + math.Exp(-y))
}

// Outcome is a bead's posterior and whether the bead was right.
type Outcome struct {
	Posterior float64
	Right     bool
}

// caution is taken off the fitted log odds: text that the map was not fitted on
// is harder than text that it was.
const caution = .15

// Calibrate fits a monotone map: outcomes in order of their posteriors are put
// into bins of equal size, and neighbouring bins that would fall are pooled
// (isotonic regression). Each bin is a point, its rate smoothed by half a
// right and half a wrong bead.
func Calibrate(outcomes []Outcome) *Calibration {
	o := slices.Clone(outcomes)
	slices.SortStableFunc(o, func(a, b Outcome) int {
		if a.Posterior < b.Posterior {
			return -1
		} else if a.Posterior > b.Posterior {
			return 1
		}
		return 0
	})
	type bin struct{ x, n, right float64 }
	var bins []bin
	// Bins grow towards certainty, where most beads are and little changes.
	for lo := 0; lo < len(o); {
		size := max(60, (len(o)-lo)/4)
		if p := o[lo].Posterior; p < .99 {
			size = 150
		}
		hi := min(len(o), lo+size)
		var b bin
		for _, x := range o[lo:hi] {
			b.x += logOdds(x.Posterior)
			b.n++
			if x.Right {
				b.right++
			}
		}
		bins = append(bins, b)
		lo = hi
		for k := len(bins); k > 1 && bins[k-1].right*bins[k-2].n <= bins[k-2].right*bins[k-1].n; k = len(bins) {
			bins[k-2].x += bins[k-1].x
			bins[k-2].n += bins[k-1].n
			bins[k-2].right += bins[k-1].right
			bins = bins[:k-1]
		}
	}
	// Few beads are less likely than not, since the search takes the likely ones:
	// below the first bin the line leads to an even chance.
	c := &Calibration{x: []float64{-2}, y: []float64{0}}
	for k, b := range bins {
		c.x = append(c.x, b.x/b.n)
		y := logOdds((b.right+.5)/(b.n+1)) - caution
		y = max(y, c.y[k])
		c.y = append(c.y, y)
	}
	return c
}

// Rows writes the map as rows of calibration.tsv.
func (c *Calibration) Rows(sides int) string {
	var b strings.Builder
	for k := range c.x {
		fmt.Fprintf(&b, "%d\t%.3f\t%.3f\n", sides, c.x[k], c.y[k])
	}
	return b.String()
}
