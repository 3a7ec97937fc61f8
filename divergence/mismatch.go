package divergence

import (
	_ "embed"
	"strings"

	"github.com/tercet/tercet/text"
)

//go:embed docs/mismatch.md
var mismatchDoc string

// Mismatch reports a version that is the translation of something else.
var Mismatch = &Check{
	Name: "mismatch", Doc: mismatchDoc, Category: "accuracy/mistranslation", Data: true,
	Run: runMismatch,
}

// mismatchWarning is the probability, by model other for three versions and by
// model apart for two, without Chinese and with it, from which on a version is
// taken for that of another sentence.
const (
	mismatchWarning = .3
	mismatchPair    = .4
	mismatchFar     = .5
)

// What a side must have for its words to tell: so much weight of them, with two
// versions, and this share of it known to the lexicon. Of a heading, and of a
// text full of terms, another sentence is not told apart.
const (
	mismatchMass  = 6.5
	mismatchKnown = .22
)

// telling reports whether the lexicon knows enough of side i.
func (p *Pass) telling(i int) bool {
	known := 0.0
	u := p.units(i)
	for k := range u.tokens {
		if u.tokens[k].known {
			known += u.tokens[k].weight
		}
	}
	return known >= mismatchKnown*u.mass
}

// numbered reports whether side odd is a heading or label that has little but the
// numbers that the others have too: Rule 156, Débat no 1 (suite).
func (p *Pass) numbered(sides []int, odd int) bool {
	const few = 3 // words
	p.compare()
	for _, i := range sides {
		v := p.values(i)
		if len(v.Quantities)+len(v.Dates) == 0 || p.units(i).mass > few && i == odd {
			return false
		}
	}
	return len(p.state.numbers) == 0
}

func runMismatch(p *Pass) {
	sides := p.known()
	if len(sides) < 2 || p.foreignSide(sides) {
		return
	}
	for _, i := range sides {
		if !p.telling(i) {
			return
		}
	}
	odd := -1
	switch len(sides) {
	case 3:
		best := mismatchWarning
		for x := 0; x < 3; x++ {
			k, i, j := sides[x], sides[(x+1)%3], sides[(x+2)%3]
			if pr := models()["other"].probability(p.sideEvidence(i, j, k)); pr >= best {
				best, odd = pr, k
			}
		}
	case 2:
		i, j := sides[0], sides[1]
		if min(p.units(i).mass, p.units(j).mass) < mismatchMass {
			return
		}
		m, least := p.pairModel("apart", i, j), mismatchPair
		if p.farApart(i, j) {
			least = mismatchFar
		}
		if m.probability(p.pairEvidence(i, j)) >= least && m.probability(p.pairEvidence(j, i)) >= least {
			odd = j
			if p.Source == j {
				odd = i
			}
		}
	}
	if odd < 0 || p.Source == odd || len(sides) > 2 && p.numbered(sides, odd) {
		return
	}
	f := Finding{Severity: Warning, At: []Location{{odd, text.Span{Start: 0, End: len(p.Sides[odd].Text)}}}}
	var others []string
	for _, i := range sides {
		if i != odd {
			f.At = append(f.At, Location{i, text.Span{Start: 0, End: len(p.Sides[i].Text)}})
			others = append(others, p.Sides[i].Lang.Code)
		}
	}
	id := "mismatch.sentence"
	if len(sides) > 2 {
		f.Odd = p.Sides[odd].Lang.Code
		id += "-odd"
	}
	f.Message = Message{ID: id, Args: map[string]any{"Lang": p.Sides[odd].Lang.Code, "Others": strings.Join(others, ", ")}}
	p.Report(f)
}
