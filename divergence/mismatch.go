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
// model apart for two, from which on a version is taken for that of another
// sentence.
const (
	mismatchWarning = .45
	mismatchPair    = .8
)

func runMismatch(p *Pass) {
	sides := p.known()
	if len(sides) < 2 || p.foreignSide(sides) {
		return
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
		if p.units(i).mass < 4 || p.units(j).mass < 4 {
			return
		}
		m := models()["apart"]
		if m.probability(p.pairEvidence(i, j)) >= mismatchPair && m.probability(p.pairEvidence(j, i)) >= mismatchPair {
			odd = j
			if p.Source == j {
				odd = i
			}
		}
	}
	if odd < 0 || p.Source == odd {
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
