// Package report shows results: the findings of a check and the beads of an
// alignment, for people and for machines. One file per format; Formats and
// AlignFormats list them. Colour, widths and wordings are decided here and
// nowhere else.
package report

import (
	"io"
	"strings"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/text"
)

// Options are the choices of a report. The zero value is plain English text of
// no known width.
type Options struct {
	Printer *locale.Printer // of messages for people; English where nil
	Color   bool            // ANSI colours (text only)
	Width   int             // columns of the terminal; 0 where it is none
	Creator string          // name and version of the tool, "tercet 1.2.0"
	// Checks names the checks that ran, for the reports that say what was
	// checked; nil for all of divergence.All.
	Checks []string
	// Source is the language code of the version that is declared the source; ""
	// where all are equals.
	Source string
}

func (o Options) printer() *locale.Printer {
	if o.Printer == nil {
		return locale.For(locale.Languages[0])
	}
	return o.Printer
}

func (o Options) checks() []string {
	if o.Checks != nil {
		return o.Checks
	}
	var out []string
	for _, c := range divergence.All {
		out = append(out, c.Name)
	}
	return out
}

// tool splits Creator into name and version.
func (o Options) tool() (name, version string) {
	name, version, _ = strings.Cut(o.Creator, " ")
	if name == "" {
		name = "tercet"
	}
	return name, version
}

// Unit names the bitext unit that a result was made of.
type Unit struct {
	ID   corpora.ID
	File string
	Line int // where the unit begins in File, from 1
}

// Writer makes one report of one result or more: the sets of a project, or the
// units of a bitext, whose documents are then the segments. Close writes what
// ends the report; it does not close the io.Writer.
type Writer interface {
	// Add takes a result, and the unit that it was made of; nil for documents.
	Add(*divergence.Result, *Unit) error
	Close() error
}

// Format is one way to report findings.
type Format struct {
	Name string
	Doc  string // one line, for help
	New  func(io.Writer, Options) Writer
}

// Write reports a single result of documents.
func (f *Format) Write(w io.Writer, r *divergence.Result, o Options) error {
	rw := f.New(w, o)
	if err := rw.Add(r, nil); err != nil {
		return err
	}
	return rw.Close()
}

// Formats lists the formats of findings, the default first. A new format is
// one file and one line here.
var Formats = []*Format{
	Text,
	JSON,
	JSONL,
	SARIF,
	GitHub,
	JUnit,
	HTML,
}

// AlignFormat is one way to show an alignment.
type AlignFormat struct {
	Name  string
	Doc   string // one line, for help
	Write func(io.Writer, *align.Alignment, Options) error
}

// AlignFormats lists the formats of alignments, the default first. A new format
// is one file and one line here.
var AlignFormats = []*AlignFormat{
	AlignTSV,
	AlignJSONL,
	AlignTMX,
	AlignXLIFF,
	AlignHTML,
	AlignSVG,
	AlignLadder,
}

// ByName finds the format of findings of that name; nil where there is none.
func ByName(name string) *Format {
	for _, f := range Formats {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// AlignByName finds the format of alignments of that name; nil where there is
// none.
func AlignByName(name string) *AlignFormat {
	for _, f := range AlignFormats {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// NewUnit makes a result of one bitext unit: its segments, one in each of langs,
// become documents of one sentence and one bead. Spans of the findings are
// offsets into the segments.
func NewUnit(langs, segments []string, findings []divergence.Finding, score float64, skipped []divergence.Skipped) *divergence.Result {
	r := &divergence.Result{Findings: findings, Divergence: []float64{score}, NotChecked: skipped}
	b := align.Bead{Score: 1}
	for i, s := range segments {
		d := text.New("", langs[i], s)
		rg := align.Range{}
		if strings.TrimSpace(s) != "" {
			sp := text.Span{Start: 0, End: len(s)}
			d.Paragraphs = []text.Paragraph{{Span: sp, Sentences: []text.Sentence{{Span: sp}}}}
			rg.Hi = 1
		}
		r.Documents = append(r.Documents, d)
		b.Sents = append(b.Sents, rg)
	}
	r.Alignment = &align.Alignment{Docs: r.Documents, Beads: []align.Bead{b}}
	return r
}
