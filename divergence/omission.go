package divergence

import (
	_ "embed"
	"strings"

	"github.com/tercet/tercet/text"
)

//go:embed docs/omission.md
var omissionDoc string

//go:embed docs/addition.md
var additionDoc string

// Omission reports sentences that one version leaves out.
var Omission = &Check{
	Name: "omission", Doc: omissionDoc, Category: "accuracy/omission",
	Run: func(p *Pass) {
		full, empty := p.filled()
		if len(empty) == 0 || len(full) == 0 {
			return
		}
		if p.Source >= 0 {
			if p.Sides[p.Source].Empty {
				return // an addition
			}
		} else if len(full) == 1 && len(p.Sides) > 2 {
			return // an addition
		}
		for _, k := range empty {
			odd := ""
			if len(p.Sides) > 2 && len(empty) == 1 {
				odd = p.Sides[k].Lang.Code
			}
			f := p.sentences("omission.sentence", append([]int{k}, full...))
			f.Odd = odd
			p.Report(f)
		}
	},
}

// Addition reports sentences that one version alone has.
var Addition = &Check{
	Name: "addition", Doc: additionDoc, Category: "accuracy/addition",
	Run: func(p *Pass) {
		full, empty := p.filled()
		if len(empty) == 0 || len(full) == 0 {
			return
		}
		switch {
		case p.Source >= 0:
			if !p.Sides[p.Source].Empty {
				return
			}
			for _, k := range full {
				p.Report(p.sentences("addition.sentence", append([]int{k}, empty...)))
			}
		case len(full) == 1 && len(p.Sides) > 2:
			f := p.sentences("addition.sentence", append([]int{full[0]}, empty...))
			f.Odd = p.Sides[full[0]].Lang.Code
			p.Report(f)
		}
	},
}

func (p *Pass) filled() (full, empty []int) {
	for i := range p.Sides {
		if p.Sides[i].Empty {
			empty = append(empty, i)
		} else {
			full = append(full, i)
		}
	}
	return
}

// sentences makes a finding on whole sides, the first of them to look at.
func (p *Pass) sentences(id string, sides []int) Finding {
	f := Finding{Severity: Warning}
	var others []string
	for _, i := range sides {
		f.At = append(f.At, Location{i, text.Span{Start: 0, End: len(p.Sides[i].Text)}})
		if i != sides[0] {
			others = append(others, p.Sides[i].Lang.Code)
		}
	}
	quoted := ""
	for _, i := range sides {
		if !p.Sides[i].Empty && quoted == "" {
			quoted = p.Sides[i].Text
		}
	}
	f.Message = Message{ID: id, Args: map[string]any{"Lang": p.Sides[sides[0]].Lang.Code, "Others": strings.Join(others, ", "), "Text": quoted}}
	return f
}
