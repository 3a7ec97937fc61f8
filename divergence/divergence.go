// Package divergence finds where the versions of a text do not say alike. Each
// check is one file; All lists them. A check is given the sides of one bead and
// reports findings; nothing here knows how they are shown.
package divergence

import (
	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// Severity says how sure and how grave a finding is.
type Severity string

// The severities, in falling order. Error is a plain contradiction, Warning
// what a person should look at, Note the rest.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Rank is 3 for Error, 2 for Warning, 1 for Note.
func (s Severity) Rank() int {
	switch s {
	case Error:
		return 3
	case Warning:
		return 2
	case Note:
		return 1
	}
	return 0
}

// Message is a message of the catalogues with its arguments; package report
// puts it into words.
type Message struct {
	ID   string         // "number.differs"; stands in every catalogue of internal/locale
	Args map[string]any // strings, numbers
}

// Location is a place in one of the versions.
type Location struct {
	Side int       // index of the version
	Span text.Span // bytes of the version's Document.Text (of the segment for units)
}

// Finding is one divergence: one cause, one faulty side.
type Finding struct {
	Check    string
	Category string // MQM, "accuracy/mistranslation"
	Severity Severity
	Message  Message
	// At is where to look first, on the faulty side (an empty span where something
	// is missing), then the counterparts on the other sides.
	At      []Location
	Concept string // id in its glossary (terminology)
	Problem string // missing, deprecated, wrong; admitted, superseded on notes
	// Odd is the language code of the one version that differs where two of three
	// agree; "" otherwise, and with a declared source.
	Odd string
	// Fix is the text that should stand at At[0]; "" where none is known.
	Fix  string
	Bead int // index in Result.Alignment.Beads
}

// Side is what a check sees of one version of a bead.
type Side struct {
	Index int // of the version
	Lang  *lang.Language
	Text  string // of the bead's sentences, from the first to the last
	Start int    // offset of Text in the version's Document.Text
	Doc   *text.Document
	// Empty says that no sentence stands here.
	Empty bool
}

// Pass is what a check is given: one bead of one result.
type Pass struct {
	Bead   int
	Sides  []Side
	Source int // index of the declared source version, -1 for none
	state  *state
	report func(Finding)
}

// Report adds a finding. At spans are offsets into the sides' Text: Report
// moves them to the document.
func (p *Pass) Report(f Finding) { p.report(f) }

// Check is one kind of divergence. Doc is what `tercet explain NAME` prints.
type Check struct {
	Name string
	Doc  string
	// Needs names what a language must have for the check to run, for the
	// summary: "data" or "".
	Run func(*Pass)
}

// All lists the checks. A new check is one file and one line here.
var All = []*Check{}

type state struct{}

// Skipped says that a check did not run on a language, and why.
type Skipped struct {
	Check, Lang string
	Reason      Message
}

// Result is all that package report needs.
type Result struct {
	Documents  []*text.Document
	Alignment  *align.Alignment
	Findings   []Finding // in order of bead, place, severity
	Divergence []float64 // a score in [0, 1] per bead
	NotChecked []Skipped
}

// Options are the choices of a run. The zero value runs all checks with no
// glossary.
type Options struct {
	Only, Skip []string // names of checks
	Glossaries []*glossary.Glossary
	Source     string // language code of the source; "" for none
}

// Checker runs checks over aligned documents or units. It is safe for
// concurrent use.
type Checker struct{ o Options }

// New prepares a checker; it fails where Options name no check that exists.
func New(o Options) (*Checker, error) { return &Checker{o}, nil }

// Documents checks aligned documents.
func (c *Checker) Documents(a *align.Alignment) *Result {
	return &Result{Documents: a.Docs, Alignment: a, Divergence: make([]float64, len(a.Beads))}
}
