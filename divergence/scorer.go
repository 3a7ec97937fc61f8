package divergence

import (
	"math"

	"github.com/tercet/tercet/lang"
)

// Version is what one version of a bead says.
type Version struct {
	Lang string // language code
	Text string
}

// Scorer judges beads by other means than the checks, a language model for
// instance (package neural has one that asks a server). Each bead has two
// versions or more, none of them empty.
type Scorer interface {
	// Score gives for each bead the probability that its versions do not say the
	// same: as many numbers as beads, in their order, NaN for a bead that it has
	// no judgement on. With an error none of them is used.
	Score(beads [][]Version) ([]float64, error)
}

// How a Scorer's judgement enters the divergence: the weighted mean of its
// log-odds and those of the model over the checks' evidence. Nothing else
// changes: findings stay as they are. The weight is a choice, not a fit: with
// halves two well calibrated judges that agree keep their figure, and neither
// overrules the other.
const (
	scorerWeight = .5
	// scorerSurest bounds both: a judge that says 1 is not infinitely sure.
	scorerSurest = .99
)

// blend is the divergence from the models' probability and a Scorer's, which may
// be NaN.
func blend(own, scorer float64) float64 {
	if math.IsNaN(scorer) {
		return own
	}
	odds := func(p float64) float64 {
		p = min(max(p, 1-scorerSurest), scorerSurest)
		return math.Log(p / (1 - p))
	}
	return 1 / (1 + math.Exp(-(1-scorerWeight)*odds(own)-scorerWeight*odds(scorer)))
}

// versions is what a Scorer is given of the bead; nil where the score needs no
// judge: a side is empty, or there is nothing to compare.
func (p *Pass) versions() []Version {
	full, empty := p.filled()
	if len(empty) > 0 || len(full) < 2 {
		return nil
	}
	out := make([]Version, len(full))
	for k, i := range full {
		out[k] = Version{p.Sides[i].Lang.Code, p.Sides[i].Text}
	}
	return out
}

// rescore lets the Scorer have its say on the beads that have versions; own are
// their scores so far, in the same order, and are changed. What comes back names
// the beads, by index, that it did not judge, and why.
func (c *Checker) rescore(beads [][]Version, own []float64) map[int]Skipped {
	if c.o.Scorer == nil {
		return nil
	}
	var ask [][]Version
	var at []int
	for b, v := range beads {
		if v != nil {
			ask, at = append(ask, v), append(at, b)
		}
	}
	if ask == nil {
		return nil
	}
	scores, err := c.o.Scorer.Score(ask)
	skipped := map[int]Skipped{}
	for k, b := range at {
		switch {
		case err != nil || len(scores) != len(ask):
			skipped[b] = Skipped{Check: "scorer", Reason: Message{ID: "skipped.scorer-failed"}}
		case math.IsNaN(scores[k]):
			skipped[b] = Skipped{Check: "scorer", Reason: Message{ID: "skipped.scorer"}}
		default:
			own[b] = blend(own[b], scores[k])
		}
	}
	return skipped
}

// Unit is a unit of a bitext: BCP 47 tags, and the versions in the same order.
type Unit struct{ Langs, Segments []string }

// Units checks units as Unit does, and asks the Scorer about all of them at once.
func (c *Checker) Units(units []Unit) []UnitResult {
	out := make([]UnitResult, len(units))
	scores := make([]float64, len(units))
	beads := make([][]Version, len(units))
	for k, u := range units {
		p := c.newUnit(u.Langs, u.Segments)
		c.run(p)
		sortFindings(p.out)
		ls := make([]*lang.Language, len(p.Sides))
		for i := range ls {
			ls[i] = p.Sides[i].Lang
		}
		scores[k] = p.score()
		if c.o.Scorer != nil {
			beads[k] = p.versions()
		}
		out[k] = UnitResult{Findings: p.out, NotChecked: c.skipped(ls)}
	}
	skipped := c.rescore(beads, scores)
	for k := range out {
		out[k].Divergence = scores[k]
		if s, ok := skipped[k]; ok {
			out[k].NotChecked = append(out[k].NotChecked, s)
		}
	}
	return out
}
