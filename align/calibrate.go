package align

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
)

// The posterior of a bead is too sure of itself: the evidence counts words that
// go together as if they did not. How much depends on the bead, since one
// sentence against one is seldom wrong where several against one often are; on
// the documents, since what is hard to align throughout is harder than it looks;
// and on the beads before and after, since doubt that a neighbour shares is of
// where the two part and doubt among sure neighbours of the bead itself. A logistic regression for each kind of bead, fitted on documents whose
// alignment is known, makes a probability of it (Platt 1999).

//go:embed data/calibration.tsv
var calibrationTSV string

// Kind is what sort of bead a bead is, for calibration.
type Kind uint8

// The kinds of bead.
const (
	One   Kind = iota // one sentence on every side
	Alone             // one sentence, nothing on the other sides
	Part              // a side of three or more is missing
	Many              // several sentences on some side
	kinds
)

var kindNames = [kinds]string{"one", "alone", "part", "many"}

func (k Kind) String() string { return kindNames[k] }

func kindOf(b Bead) Kind {
	full, lines := 0, 0
	for _, r := range b.Sents {
		if r.Len() > 0 {
			full++
		}
		lines += r.Len()
	}
	switch {
	case full == 1 && lines == 1:
		return Alone
	case full < len(b.Sents):
		return Part
	case lines == full:
		return One
	}
	return Many
}

// Outcome is a bead as calibration sees it, and whether the bead was right.
type Outcome struct {
	Kind      Kind
	Posterior float64
	Doubt     float64 // log of the share of beads of the alignment expected to be wrong
	Beside    float64 // posterior of the bead before or the one after, the less sure
	Right     bool
}

// Outcomes lists the beads of an alignment whose scores are posteriors, in
// order; Right is left open.
func Outcomes(beads []Bead) []Outcome {
	out := make([]Outcome, len(beads))
	wrong := .5
	for k, b := range beads {
		wrong += 1 - b.Score
		out[k] = Outcome{Kind: kindOf(b), Posterior: b.Score, Beside: 1}
		if k > 0 {
			out[k].Beside = beads[k-1].Score
		}
		if k+1 < len(beads) {
			out[k].Beside = min(out[k].Beside, beads[k+1].Score)
		}
	}
	doubt := math.Log(wrong / (float64(len(beads)) + 5))
	for k := range out {
		out[k].Doubt = doubt
	}
	return out
}

// terms are what a calibration weighs: a constant, the posterior, the doubt, the
// posterior beside.
const terms = 4

func (o Outcome) terms() [terms]float64 {
	return [terms]float64{1, logOdds(o.Posterior, surest), o.Doubt, logOdds(o.Beside, surestBeside)}
}

// The log odds beyond which posteriors tell nothing more.
const (
	surest       = 12
	surestBeside = 6
)

func logOdds(p, most float64) float64 {
	p = max(1e-7, min(1-1e-7, p)) // what a float32 can tell from 0 and 1
	return min(math.Log(p/(1-p)), most)
}

// Calibration maps the posteriors of beads to probabilities.
type Calibration [kinds][terms]float64

// Score is the probability that a bead is right.
func (c *Calibration) Score(o Outcome) float64 { return logistic(c[o.Kind], o.terms()) }

func logistic(w, x [terms]float64) float64 {
	z := 0.0
	for k := range w {
		z += w[k] * x[k]
	}
	return 1 / (1 + math.Exp(-z))
}

// apply replaces posteriors by probabilities.
func (c *Calibration) apply(beads []Bead) {
	for k, o := range Outcomes(beads) {
		beads[k].Score = c.Score(o)
	}
}

// calibrations are the embedded ones by number of sides, 2 and 3 (or more).
var calibrations = sync.OnceValue(func() map[int]*Calibration {
	m := map[int]*Calibration{2: {}, 3: {}}
	for line := range strings.Lines(calibrationTSV) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || f[0] == "sides" {
			continue
		}
		sides, err := strconv.Atoi(f[0])
		if err != nil || m[sides] == nil || len(f) != 2+terms {
			panic("align: calibration.tsv: " + line)
		}
		for k, name := range kindNames {
			if f[1] != name {
				continue
			}
			for t := range terms {
				if m[sides][k][t], err = strconv.ParseFloat(f[2+t], 64); err != nil {
					panic("align: calibration.tsv: " + line)
				}
			}
		}
	}
	return m
})

// ridge holds the weights of a kind of which few beads are known near zero:
// what a weight of one costs, in nats doubled.
var ridge = [terms]float64{.1, .1, 1, 1}

// Calibrate fits the weights of each kind by maximum likelihood (Newton's
// method).
func Calibrate(outcomes []Outcome) *Calibration {
	var c Calibration
	for kind := range kinds {
		var xs [][terms]float64
		var right []float64
		for _, o := range outcomes {
			if o.Kind == kind {
				xs = append(xs, o.terms())
				y := 0.0
				if o.Right {
					y = 1
				}
				right = append(right, y)
			}
		}
		w := &c[kind]
		if len(xs) == 0 {
			w[1] = 1
			continue
		}
		for range 100 {
			var g [terms]float64
			var h [terms][terms]float64
			for k := range w {
				g[k], h[k][k] = -ridge[k]*w[k], ridge[k]
			}
			for n, x := range xs {
				p := logistic(*w, x)
				for k := range x {
					g[k] += (right[n] - p) * x[k]
					for l := range x {
						h[k][l] += p * (1 - p) * x[k] * x[l]
					}
				}
			}
			step := solve(h, g)
			largest := 0.0
			for _, d := range step {
				largest = max(largest, math.Abs(d))
			}
			for k, d := range step { // long steps may lead astray
				w[k] += d / max(1, largest)
			}
			if largest < 1e-6 {
				break
			}
		}
	}
	return &c
}

// solve finds x with h x = g, h being positive definite.
func solve(h [terms][terms]float64, g [terms]float64) [terms]float64 {
	for i := range g {
		for r := i + 1; r < terms; r++ {
			f := h[r][i] / h[i][i]
			for k := i; k < terms; k++ {
				h[r][k] -= f * h[i][k]
			}
			g[r] -= f * g[i]
		}
	}
	for i := terms - 1; i >= 0; i-- {
		for k := i + 1; k < terms; k++ {
			g[i] -= h[i][k] * g[k]
		}
		g[i] /= h[i][i]
	}
	return g
}

// Rows writes the weights as rows of calibration.tsv.
func (c *Calibration) Rows(sides int) string {
	var b strings.Builder
	for kind, w := range c {
		if sides == 2 && Kind(kind) == Part {
			continue
		}
		fmt.Fprintf(&b, "%d\t%s", sides, kindNames[kind])
		for _, x := range w {
			fmt.Fprintf(&b, "\t%.3f", x)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
