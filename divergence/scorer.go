package divergence

import (
	"math"
	"slices"

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
	// Weight is the share, from 0 to 1, that its judgement has in the divergence.
	Weight() float64
}

// scorerSurest bounds what is blended: a judge that says 1 is not infinitely
// sure.
const scorerSurest = .99

// blend is how a Scorer's judgement enters the divergence: the mean of its
// log-odds and those of the model over the checks' evidence, weighted. Two judges
// that agree keep their figure.
func blend(own, scorer, weight float64) float64 {
	odds := func(p float64) float64 {
		p = min(max(p, 1-scorerSurest), scorerSurest)
		return math.Log(p / (1 - p))
	}
	return 1 / (1 + math.Exp(-(1-weight)*odds(own)-weight*odds(scorer)))
}

// question is a bead that a Scorer is asked about: nil versions for one whose
// score needs no judge, because a side is empty or there is nothing to compare.
type question struct {
	versions []Version
	plain    bool // a plain contradiction was found
}

// question is made once the checks have run.
func (p *Pass) question() question {
	full, empty := p.filled()
	if p.c.o.Scorer == nil || len(empty) > 0 || len(full) < 2 {
		return question{}
	}
	q := question{plain: slices.ContainsFunc(p.out, func(f Finding) bool { return f.Severity == Error })}
	for _, i := range full {
		q.versions = append(q.versions, Version{p.Sides[i].Lang.Code, p.Sides[i].Text})
	}
	return q
}

// rescore lets the Scorer have its say; own are the scores of the beads so far,
// in the same order, and are changed. A plain contradiction, that is a finding of
// severity Error, is not argued away: there the divergence can only rise. Nothing
// else changes: findings stay as they are. What comes back names the beads, by
// index, that it did not judge, and why.
func (c *Checker) rescore(beads []question, own []float64) map[int]Skipped {
	var ask [][]Version
	var at []int
	for b, q := range beads {
		if q.versions != nil {
			ask, at = append(ask, q.versions), append(at, b)
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
			if d := blend(own[b], scores[k], c.o.Scorer.Weight()); d > own[b] || !beads[b].plain {
				own[b] = d
			}
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
	beads := make([]question, len(units))
	for k, u := range units {
		p := c.newUnit(u.Langs, u.Segments)
		c.run(p)
		sortFindings(p.out)
		ls := make([]*lang.Language, len(p.Sides))
		for i := range ls {
			ls[i] = p.Sides[i].Lang
		}
		scores[k] = p.score()
		beads[k] = p.question()
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
