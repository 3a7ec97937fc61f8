package divergence

import (
	_ "embed"

	"github.com/tercet/tercet/text"
)

//go:embed docs/modality.md
var modalityDoc string

// Modality reports a duty that another version makes a possibility.
var Modality = &Check{
	Name: "modality", Doc: modalityDoc, Category: "accuracy/mistranslation", Data: true,
	Run: runModality,
}

func runModality(p *Pass) {
	sides := p.known()
	if len(sides) < 2 || p.foreignSide(sides) {
		return
	}
	strong, weak := make([]text.Span, len(p.Sides)), make([]text.Span, len(p.Sides))
	ns, nm, nf := make([]int, len(p.Sides)), make([]int, len(p.Sides)), make([]int, len(p.Sides))
	for _, i := range sides {
		for _, c := range p.Sides[i].Lang.Modals(p.Sides[i].Text) {
			switch c.Class {
			case 's':
				if ns[i] == 0 {
					strong[i] = c.Span
				}
				ns[i]++
			case 'm':
				if nm[i] == 0 {
					weak[i] = c.Span
				}
				nm[i]++
			case 'f':
				nf[i]++
			}
		}
	}
	odd, voted, ok := p.outvoted(sides, func(i int) int {
		switch {
		case ns[i] > 0 && nm[i] == 0:
			return 1
		case nm[i] > 0 && ns[i] == 0:
			return 2
		}
		return 0
	})
	if !ok || len(sides) > 2 && !voted {
		return
	}
	sev := Warning
	if voted && p.Sides[odd].Lang.Dense {
		c := weak[odd]
		if ns[odd] > 0 {
			c = strong[odd]
		}
		if c.Len() <= 3 {
			sev = Note // 需, 应, 可 and 能 are said lightly
		}
	}
	if !voted {
		// 要, 可 and 能 alone mean much else
		for _, i := range sides {
			if s := strong[i]; p.Sides[i].Lang.Dense && (ns[i] > 0 && s.Len() <= 3 || ns[i] == 0 && weak[i].Len() <= 3) {
				sev = Note
			}
		}
	}
	p.Report(p.setAgainst("modality.differs", sev, sides, odd, voted, func(i int) text.Span {
		if ns[i] > 0 {
			return strong[i]
		}
		return weak[i]
	}))
}
