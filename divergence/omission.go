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
		if len(empty) == 0 {
			p.inside(true)
			return
		}
		if len(full) == 0 {
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
		if len(empty) == 0 {
			p.inside(false)
			return
		}
		if len(full) == 0 {
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
	if p.misaligned() {
		f.Severity = Note
	}
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

// Thresholds of the models that look inside beads: the probability from which
// on there is a warning, and a note.
const (
	insideWarning = .8  // two versions
	farWarning    = .94 // one of them in Chinese
	votedWarning  = .5  // three, two of which agree: lacking
	moreWarning   = .5  // the same: alone in having
	insideNote    = .4
	insideWords   = 2.5 // content words that must be missing: of three versions,
	pairWords     = 1.2 // of two, where the model weighs how many are
)

// inside reports what stands inside the bead on some sides and not on others:
// what one side lacks (omission) or has alone (addition).
func (p *Pass) inside(omission bool) {
	sides := p.known()
	if len(sides) >= 2 && omission && !p.foreignSide(sides) {
		for _, i := range sides {
			if i != p.Source {
				p.wordless(i)
			}
		}
	}
	switch {
	case len(sides) < 2 || p.foreignSide(sides):
	case len(sides) == 2 || p.Source >= 0:
		for _, j := range sides {
			for _, i := range sides {
				if i == j || p.Source >= 0 && p.Source != i && p.Source != j {
					continue
				}
				// with a source, what it has alone is left out and what another has
				// alone is added; without one, all is left out
				if omission != (p.Source < 0 || p.Source == i) {
					continue
				}
				prob := p.pairModel("gap", i, j).probability(p.pairEvidence(i, j))
				if prob < insideNote {
					continue
				}
				if a, _, _ := p.likeliestAbsences(i, j); a != nil {
					p.gap(omission, prob, i, j, a.from, a.to)
				}
			}
		}
	case len(sides) == 3:
		for x := 0; x < 3; x++ {
			k, i, j := sides[x], sides[(x+1)%3], sides[(x+2)%3]
			se := p.sideEvidence(i, j, k)
			if omission {
				if i > j {
					i, j = j, i
				}
				from, to := p.gapRun(i, p.lack(i, j, k))
				p.gap(true, models()["lack"].probability(se), i, k, from, to)
			} else {
				from, to := p.gapRun(k, p.more(k, i, j))
				p.gap(false, models()["more"].probability(se), k, i, from, to)
			}
		}
	}
}

// gapRun is the run of side i that is missing elsewhere: whole clauses where
// they weigh about as much as the heaviest run of all.
func (p *Pass) gapRun(i int, value func(k int) float64) (from, to int) {
	all, from, to := p.run(i, value)
	if w, f, t := p.clauseRun(i, value); w > .6*all {
		return f, t
	}
	return from, to
}

// foreignSide reports whether a side is in another language than it should be,
// so that nothing can be told of its words.
func (p *Pass) foreignSide(sides []int) bool {
	if p.state.foreignDone {
		return p.state.foreign
	}
	p.state.foreignDone = true
	for _, i := range sides {
		for _, c := range clauses(p.Sides[i].Text) {
			if p.foreign(i, c.Of(p.Sides[i].Text)) != "" {
				p.state.foreign = true
			}
		}
	}
	return p.state.foreign
}

// gap reports the tokens from to to of side i, which side j lacks.
func (p *Pass) gap(omission bool, prob float64, i, j, from, to int) {
	f := Finding{Severity: Warning}
	least := insideWarning
	switch {
	case len(p.known()) > 2:
		if least = votedWarning; !omission {
			least = moreWarning
		}
	case p.farApart(i, j):
		least = farWarning
	}
	switch {
	case to <= from || prob < insideNote:
		return
	case prob < least || p.misaligned():
		f.Severity = Note
	}
	u := p.units(i)
	mass := 0.0
	for k := from; k < to; k++ {
		mass += u.tokens[k].weight * float64(1-u.tokens[k].to[j])
	}
	words := insideWords
	if len(p.known()) == 2 {
		words = pairWords
	}
	if mass < words {
		return
	}
	has := Location{i, text.Span{Start: u.tokens[from].Start, End: u.tokens[to-1].End}}
	if p.nextDoor(i, j, has.Span) {
		f.Severity = Note
	}
	lacks := Location{j, p.placeOf(i, j, from, to)}
	args := map[string]any{"Text": has.Span.Of(p.Sides[i].Text)}
	if omission {
		f.At = []Location{lacks, has}
		args["Lang"], args["Others"] = p.Sides[j].Lang.Code, p.Sides[i].Lang.Code
		f.Message = Message{ID: "omission.inside", Args: args}
	} else {
		f.At = []Location{has, lacks}
		args["Lang"], args["Others"] = p.Sides[i].Lang.Code, p.Sides[j].Lang.Code
		f.Message = Message{ID: "addition.inside", Args: args}
	}
	if len(p.known()) > 2 {
		f.Odd = p.Sides[f.At[0].Side].Lang.Code
		for _, k := range p.known() {
			if k != i && k != j {
				f.At = append(f.At, Location{k, text.Span{}})
			}
		}
	}
	p.Report(f)
}

// nextDoorShare is the share of a part that must have its partners in a bead
// beside this one for it to have been put there.
const nextDoorShare = .5

// nextDoor reports whether what side i has within s stands on side j in the bead
// before or behind: a version may move a clause over the end of a sentence.
func (p *Pass) nextDoor(i, j int, s text.Span) bool {
	if p.state.doc == nil || p.state.doc.text == nil {
		return false
	}
	for _, b := range []int{p.Bead - 1, p.Bead + 1} {
		there := p.state.doc.text(b, j)
		if there == "" {
			continue
		}
		part, other := p.Sides[i], p.Sides[j]
		part.Text, other.Text = s.Of(part.Text), there
		q := p.beside(part, other)
		all, have := 0.0, 0.0
		for k := range q.units(0).tokens {
			t := &q.units(0).tokens[k]
			all += t.weight
			have += t.weight * float64(t.to[1])
		}
		if all > 0 && have >= nextDoorShare*all {
			return true
		}
	}
	return false
}

// placeOf is the place on side j, an empty span, where the tokens from to to of
// side i would stand: in proportion.
func (p *Pass) placeOf(i, j, from, to int) text.Span {
	a, b := p.units(i), p.units(j)
	if len(b.tokens) == 0 {
		return text.Span{}
	}
	k := min(from*len(b.tokens)/len(a.tokens), len(b.tokens)-1)
	return text.Span{Start: b.tokens[k].Start, End: b.tokens[k].Start}
}
