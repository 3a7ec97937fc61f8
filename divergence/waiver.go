package divergence

import (
	_ "embed"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/tercet/tercet/text"
)

//go:embed docs/waiver.md
var waiverDoc string

// Waivers is the name under which waivers that nothing needs are reported. It
// looks at no bead: Review.Apply and Review.Unused find them.
var Waivers = &Check{
	Name: "waiver",
	Doc:  waiverDoc,
	Run:  func(*Pass) {},
}

// Waiver says that findings are known and accepted, and why. It stands for a
// finding where all that it names fits; what it leaves empty fits everything.
type Waiver struct {
	Check  string // name of a check; "" with a Fingerprint for any
	Reason string // never empty

	Concept     string                 // id of a concept
	Document    func(name string) bool // of the name of a document with a place of the finding
	Text        string                 // part of the sentences in which one of the places lies; case and kind of white space do not count
	Fingerprint string

	// Doc and Within limit it to findings with a place in that part of the document
	// (bytes of Doc.Text; an empty place on the edge lies inside). Within counts only
	// where Doc is set.
	Doc    *text.Document
	Within text.Span

	Line int // where it is written, from 1; for the message about an unused one

	folded string // Text
	used   bool
}

// fits reports whether w stands for f, a finding of r that has its fingerprint.
func (w *Waiver) fits(r *Result, f *Finding) bool {
	if w.Check != "" && w.Check != f.Check || w.Concept != "" && w.Concept != f.Concept ||
		w.Fingerprint != "" && !strings.EqualFold(w.Fingerprint, f.Fingerprint) {
		return false
	}
	name, within := w.Document == nil, w.Doc == nil
	for _, a := range f.At {
		d := r.Documents[a.Side]
		name = name || w.Document(d.Name)
		within = within || d == w.Doc && (a.Span.Overlaps(w.Within) || a.Span.Empty() && w.Within.Start <= a.Span.Start && a.Span.Start <= w.Within.End)
	}
	if !name || !within {
		return false
	}
	if w.Text != "" && w.folded == "" {
		w.folded = folded(w.Text)
	}
	return w.Text == "" || slices.ContainsFunc(f.At, func(a Location) bool {
		return strings.Contains(folded(sentencesAt(r, a).Of(r.Documents[a.Side].Text)), w.folded)
	})
}

// sentencesAt is the place with the sentences around it.
func sentencesAt(r *Result, a Location) text.Span {
	out := a.Span
	ps := r.Documents[a.Side].Paragraphs
	for i := sort.Search(len(ps), func(i int) bool { return ps[i].End > a.Span.Start }); i < len(ps) && ps[i].Start <= a.Span.End; i++ {
		ss := ps[i].Sentences
		for k := sort.Search(len(ss), func(k int) bool { return ss[k].End > a.Span.Start }); k < len(ss) && ss[k].Start <= a.Span.End; k++ {
			if s := ss[k]; s.Overlaps(a.Span) || a.Span.Empty() && s.Start <= a.Span.Start {
				out.Start, out.End = min(out.Start, s.Start), max(out.End, s.End)
			}
		}
	}
	return out
}

// Off, as a severity of Review, drops the findings of a check.
const Off Severity = "off"

// Review is what becomes of findings after the checks: severities of one's own,
// and waivers. The zero value changes nothing. It is not safe for concurrent
// use: results are reviewed in their order.
type Review struct {
	Severities map[string]Severity // by name of check; Off drops its findings
	Waivers    []*Waiver           // for all results
	Checks     []string            // those that ran, nil for All: a waiver of another check is not unused

	prints Fingerprints
}

// Apply gives the findings of r their severities, takes those out that a waiver
// of the review or one of own stands for and counts them in r.Waived. own are
// the waivers that stand in the documents of r (Doc and Within set): each that
// stands for nothing becomes a finding of check waiver.
func (v *Review) Apply(r *Result, own []*Waiver) {
	if len(v.Severities)+len(v.Waivers)+len(own) == 0 {
		return
	}
	kept := r.Findings[:0]
	for i := range r.Findings {
		f := r.Findings[i]
		switch s := v.Severities[f.Check]; s {
		case "":
		case Off:
			continue
		default:
			f.Severity = s
		}
		if len(v.Waivers)+len(own) > 0 { // numbered before anything is left out, so that a waiver moves no other finding's
			f.Fingerprint = v.prints.Of(r, &f)
		}
		waived := false
		for _, list := range [][]*Waiver{own, v.Waivers} {
			for _, w := range list {
				if w.fits(r, &f) {
					w.used, waived = true, true
				}
			}
		}
		if waived {
			r.Waived++
			continue
		}
		kept = append(kept, f)
	}
	r.Findings = kept
	for side, d := range r.Documents {
		var sents []text.Sentence
		for _, w := range own {
			if w.Doc != d || !v.unused(w) {
				continue
			}
			if sents == nil {
				sents = d.Sentences()
			}
			f := v.note(w, Location{side, text.Span{Start: w.Within.Start, End: w.Within.Start}})
			f.Bead = beadAt(r, side, sents, w.Within.Start)
			r.Findings = append(r.Findings, f)
		}
	}
	sort.SliceStable(r.Findings, func(i, j int) bool { return r.Findings[i].Bead < r.Findings[j].Bead })
	for i := 0; i < len(r.Findings); {
		j := i
		for j < len(r.Findings) && r.Findings[j].Bead == r.Findings[i].Bead {
			j++
		}
		sortFindings(r.Findings[i:j])
		i = j
	}
}

// unused reports whether w stood for nothing though its check ran, and whether
// that is to be said.
func (v *Review) unused(w *Waiver) bool {
	ran := func(check string) bool {
		return v.Severities[check] != Off && (v.Checks == nil || slices.Contains(v.Checks, check))
	}
	return !w.used && (w.Check == "" || ran(w.Check)) && ran(Waivers.Name)
}

func (v *Review) note(w *Waiver, at Location) Finding {
	f := Finding{
		Check: Waivers.Name, Severity: Note, At: []Location{at},
		Message: Message{ID: "waiver.unused", Args: map[string]any{"Check": w.Check, "Line": w.Line, "Reason": w.Reason}},
	}
	if s := v.Severities[Waivers.Name]; s != "" {
		f.Severity = s
	}
	return f
}

// Unused is a result of the waivers of the review that stood for nothing in the
// results so far, a finding each; nil where there is none. They are written in
// doc, which has no language: at tells the place of the i-th.
func (v *Review) Unused(doc *text.Document, at func(i int) text.Span) *Result {
	r := &Result{Documents: []*text.Document{doc}}
	for i, w := range v.Waivers {
		if v.unused(w) {
			r.Findings = append(r.Findings, v.note(w, Location{0, at(i)}))
		}
	}
	if r.Findings == nil {
		return nil
	}
	return r
}

// beadAt is the first bead of which side has text at or behind off.
func beadAt(r *Result, side int, sents []text.Sentence, off int) int {
	for b := range r.Alignment.Beads {
		if g := r.Alignment.Beads[b].Sents[side]; g.Len() > 0 && sents[g.Hi-1].End > off {
			return b
		}
	}
	return max(0, len(r.Alignment.Beads)-1)
}

// WaiverError is what is wrong with a waiver in a comment.
type WaiverError struct {
	Problem string // directive, check (none given), unknown, reason
	Got     string // the directive, or the check
}

// Error says what came and what is wanted.
func (e *WaiverError) Error() string {
	switch e.Problem {
	case "directive":
		return fmt.Sprintf("unknown directive %q (want tercet: ignore CHECK reason)", e.Got)
	case "check":
		return "the waiver names no check (want tercet: ignore CHECK reason)"
	case "unknown":
		return fmt.Sprintf("unknown check %q (want one of %s)", e.Got, strings.Join(Names(), ", "))
	}
	return fmt.Sprintf("the waiver of %s gives no reason (want tercet: ignore CHECK reason)", e.Got)
}

// WaiverPrefix is what a comment with waivers begins with.
const WaiverPrefix = "tercet:"

// ParseWaiver reads the waivers in a comment, "tercet: ignore CHECK reason" or
// "tercet: ignore CHECK,CHECK reason": one for each check, with Check and Reason
// set. A comment that does not begin with WaiverPrefix has none. The error is a
// *WaiverError.
func ParseWaiver(comment string) ([]*Waiver, error) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(comment), WaiverPrefix)
	if !ok {
		return nil, nil
	}
	f := strings.Fields(rest)
	switch {
	case len(f) == 0 || f[0] != "ignore":
		return nil, &WaiverError{"directive", strings.Join(f[:min(1, len(f))], "")}
	case len(f) == 1:
		return nil, &WaiverError{Problem: "check"}
	}
	var out []*Waiver
	for _, n := range strings.Split(f[1], ",") {
		if ByName(n) == nil {
			return nil, &WaiverError{"unknown", n}
		}
		out = append(out, &Waiver{Check: n, Reason: strings.Join(f[2:], " ")})
	}
	if len(f) == 2 {
		return nil, &WaiverError{"reason", f[1]}
	}
	return out, nil
}
