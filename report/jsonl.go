package report

import (
	"io"
	"strconv"

	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/jsonl"
)

// JSONL is a line of JSON for each bead of documents, its id the bead's number
// from 1, or for each unit of a bitext. Offsets count bytes of the file as read,
// or of the unit's segment.
var JSONL = &Format{
	Name: "jsonl",
	Doc:  "a line of JSON for each bead or unit, streaming",
	New:  func(w io.Writer, o Options) Writer { return &jsonlWriter{w: jsonl.NewWriter(w)} },
}

// Line is one line of JSONL. Message is English.
type Line struct {
	ID         corpora.ID    `json:"id"`
	Divergence float64       `json:"divergence"`
	Findings   []LineFinding `json:"findings"`
}

// LineFinding is a finding of a Line.
type LineFinding struct {
	Check    string      `json:"check"`
	Severity string      `json:"severity"`
	Message  string      `json:"message"`
	Concept  string      `json:"concept,omitempty"`
	Problem  string      `json:"problem,omitempty"`
	Odd      string      `json:"odd,omitempty"`
	At       []LinePlace `json:"at"`
}

// LinePlace is a location of a LineFinding.
type LinePlace struct {
	Lang  string `json:"lang"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// UnitLine is the line of a bitext unit: r is the result of its segments, one
// bead. It is safe for concurrent use, so that units can be made into lines
// where they are checked.
func UnitLine(id corpora.ID, r *divergence.Result) Line {
	l := Line{ID: id, Divergence: round(divergenceOf(r, 0)), Findings: []LineFinding{}}
	for i := range r.Findings {
		l.Findings = append(l.Findings, lineFinding(r, &r.Findings[i]))
	}
	return l
}

func lineFinding(r *divergence.Result, f *divergence.Finding) LineFinding {
	it := item{Finding: f, r: r}
	out := LineFinding{
		Check: f.Check, Severity: string(f.Severity),
		Concept: f.Concept, Problem: f.Problem, Odd: f.Odd, At: []LinePlace{},
	}
	for _, a := range f.At {
		d := r.Documents[a.Side]
		raw := d.RawSpan(a.Span)
		it.at = append(it.at, place{side: a.Side, span: a.Span, text: a.Span.Of(d.Text)})
		out.At = append(out.At, LinePlace{d.Lang, raw.Start, raw.End, a.Span.Of(d.Text)})
	}
	out.Message = it.english()
	return out
}

type jsonlWriter struct {
	w *jsonl.Writer
	n int // beads so far
}

func (j *jsonlWriter) Add(r *divergence.Result, u *Unit) error {
	if u != nil {
		return j.w.Write(UnitLine(u.ID, r))
	}
	if r.Alignment == nil {
		return nil
	}
	k := 0
	for bead := range r.Alignment.Beads {
		j.n++
		l := Line{ID: corpora.ID{Text: strconv.Itoa(j.n), Number: true}, Divergence: round(divergenceOf(r, bead)), Findings: []LineFinding{}}
		for ; k < len(r.Findings) && r.Findings[k].Bead <= bead; k++ {
			l.Findings = append(l.Findings, lineFinding(r, &r.Findings[k]))
		}
		if err := j.w.Write(l); err != nil {
			return err
		}
	}
	return nil
}

func (j *jsonlWriter) Close() error { return nil }
