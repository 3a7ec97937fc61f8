// Package divergence finds where the versions of a text do not say alike. Each
// check is one file; All lists them. A check is given the sides of one bead and
// reports findings; nothing here knows how they are shown.
package divergence

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/align/lexicon"
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
	// Fingerprint is set where findings were reviewed (Review.Apply), else "":
	// see Fingerprints.
	Fingerprint string
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
	c      *Checker
	state  state
	out    []Finding
	// dropped gave way to the findings of another check; they stay evidence.
	dropped []Finding
}

// Report adds a finding. At spans are offsets into the sides' Text: they are
// moved to the document afterwards.
func (p *Pass) Report(f Finding) { p.out = append(p.out, f) }

// Terms lists the occurrences of glossary terms on side i, spans into its Text.
func (p *Pass) Terms(i int) []glossary.Occurrence {
	p.allTerms(i)
	return p.state.sides[i].terms
}

// allTerms lists the occurrences of terms on side i with those inside a longer
// one.
func (p *Pass) allTerms(i int) []glossary.Occurrence {
	s := &p.state.sides[i]
	if !s.termsDone {
		s.termsDone = true
		if m := p.c.matcher(p.Sides[i].Lang); m != nil && !p.Sides[i].Empty {
			s.all = m.FindAll(p.Sides[i].Text)
			for _, o := range s.all {
				if !o.Nested {
					s.terms = append(s.terms, o)
				}
			}
		}
	}
	return s.all
}

// Glossaries are the glossaries of the run.
func (p *Pass) Glossaries() []*glossary.Glossary { return p.c.o.Glossaries }

// values are the quantities and dates of side i.
func (p *Pass) values(i int) *lang.Values {
	s := &p.state.sides[i]
	if !s.valuesDone {
		s.valuesDone = true
		if !p.Sides[i].Empty {
			s.values = p.Sides[i].Lang.Values(p.Sides[i].Text)
		}
	}
	return &s.values
}

// state is what the checks of one bead share.
type state struct {
	sides                []sideState
	compared             bool
	evidence             map[evidenceKey]map[string]float64 // of what is inside the bead
	sums                 map[[2]int]linkSums                // of the links of one side with another
	foreign, foreignDone bool                               // a side is in another language
	retracted            []int                              // findings, by number, that give way to another
	mentions             [][]*mention                       // of all sides, once check name ran
	crossed              float64                            // greatest gain of an exchange of names
	crossings            int                                // pairs of names in another order, between languages of one script
	numbers              []Finding                          // of checks number and date, found in one go
	links                map[[2]int][]lexicon.Link          // of pairs of sides, the lower first
	tokenLinks           map[[2]int][][]tokenLink           // of the tokens of one side on another
	doc                  *docState                          // of the whole result; nil for units
}

type sideState struct {
	all, terms    []glossary.Occurrence
	termsDone     bool
	values        lang.Values
	valuesDone    bool
	words         []word
	wordsDone     bool
	tenses        []lang.Tense
	tensesDone    bool
	negations     []lang.Cue
	negationsDone bool
	holes         []hole
	holesDone     bool
	units         *unitSide
	sounds        []lang.HanSound // runs of Chinese characters
	soundsDone    bool
}

// docState is what the passes of one result share.
type docState struct {
	lanes [][]speaker // per side, who speaks in its document
	said  [][]spoken  // per side, its sentences and who speaks in each
	laned []bool      // done
	// slips has, per bead, the sides on which the aligner seems to have put a
	// sentence into the wrong one of two neighbours.
	slips map[int][]int
	// text is that of a side of a bead, "" beyond the first and the last.
	text func(bead, side int) string
	// genre is how many concepts of the embedded glossary the documents have.
	genre     int
	genreDone bool
}

// Check is one kind of divergence. Doc is what `tercet explain NAME` prints.
type Check struct {
	Name string
	Doc  string
	// Category is the MQM category of its findings.
	Category string
	// Data says that the check needs data of the language: it does not run on
	// the versions in languages without.
	Data bool
	// Over names checks whose findings on the same words give way to its own: one
	// finding per cause.
	Over []string
	Run  func(*Pass)
	// Finish looks at the whole result of documents, once all beads are done; it
	// gives findings with Bead set and places in Document.Text. Nil for most.
	Finish func(*Result) []Finding
}

// All lists the checks. A new check is one file and one line here.
var All = []*Check{
	Number,
	Date,
	Omission,
	Addition,
	Untranslated,
	Quote,
	Punctuation,
	Negation,
	Contrast,
	Modality,
	Mismatch,
	Acronym,
	URL,
	Bracket,
	Stance,
	Name,
	Attribution,
	ListCount,
	Format,
	Inconsistency,
	Terminology,
	Waivers,
}

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
	Waived     int // findings that a waiver stood for: see Review
}

// UnitResult is what was found in one unit of a bitext. Spans are byte offsets
// into the segments.
type UnitResult struct {
	Findings   []Finding // in order of severity, place
	Divergence float64   // in [0, 1]
	NotChecked []Skipped
}

// Options are the choices of a run. The zero value runs all checks with no
// glossary.
type Options struct {
	Only, Skip []string // names of checks
	Glossaries []*glossary.Glossary
	Source     string // language code of the source; "" for none
	Scorer     Scorer // has a say in the divergence of beads; nil for none
}

// Checker runs checks over aligned documents or units. It is safe for
// concurrent use.
type Checker struct {
	o      Options
	checks []*Check

	mu       sync.Mutex
	matchers map[string]*glossary.Matcher

	acronymsOnce    sync.Once
	acronymConcepts map[string][]*glossary.Concept
}

// New prepares a checker; it fails where Options name no check that exists, or
// leave none.
func New(o Options) (*Checker, error) {
	c := &Checker{o: o, matchers: map[string]*glossary.Matcher{}}
	for _, n := range append(append([]string(nil), o.Only...), o.Skip...) {
		if ByName(n) == nil {
			return nil, fmt.Errorf("no check is named %q (want one of %s)", n, strings.Join(Names(), ", "))
		}
	}
	for _, k := range All {
		if len(o.Only) > 0 && !slices.Contains(o.Only, k.Name) || slices.Contains(o.Skip, k.Name) {
			continue
		}
		c.checks = append(c.checks, k)
	}
	if len(c.checks) == 0 {
		return nil, errors.New("no check is left to run (want at least one)")
	}
	return c, nil
}

// ByName finds the check of that name, nil if there is none.
func ByName(name string) *Check {
	for _, k := range All {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// Names lists the names of the checks in their order.
func Names() []string {
	var out []string
	for _, k := range All {
		out = append(out, k.Name)
	}
	return out
}

// matcher is prepared once per language.
func (c *Checker) matcher(l *lang.Language) *glossary.Matcher {
	if len(c.o.Glossaries) == 0 {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	m, ok := c.matchers[l.Code]
	if !ok {
		m = glossary.NewMatcher(l, c.o.Glossaries...)
		c.matchers[l.Code] = m
	}
	return m
}

func (c *Checker) source(langs []*lang.Language) int {
	if c.o.Source == "" {
		return -1
	}
	code := lang.Get(c.o.Source).Code
	for i, l := range langs {
		if l.Code == code {
			return i
		}
	}
	return -1
}

// skipped lists the checks that did not run on some of the languages.
func (c *Checker) skipped(langs []*lang.Language) []Skipped {
	var out []Skipped
	for _, k := range c.checks {
		for _, l := range langs {
			if k.Data && !l.Known() {
				out = append(out, Skipped{k.Name, l.Code, Message{ID: "skipped.language", Args: map[string]any{"Check": k.Name, "Lang": l.Code}}})
			}
		}
	}
	return out
}

// run runs the checks over one bead.
func (c *Checker) run(p *Pass) {
	p.c = c
	p.state.sides = make([]sideState, len(p.Sides))
	for _, k := range c.checks {
		n := len(p.out)
		k.Run(p)
		for i := n; i < len(p.out); i++ {
			f := &p.out[i]
			f.Check, f.Bead = k.Name, p.Bead
			if f.Category == "" {
				f.Category = k.Category
			}
			if p.Source >= 0 {
				f.Odd = ""
			}
		}
	}
	p.giveWay()
}

// giveWay drops the findings of checks that another check is set over, where
// both point to the same words. They stay evidence for the score.
func (p *Pass) giveWay() {
	keep := p.out[:0:0]
	for x := range p.out {
		f := &p.out[x]
		drop := slices.Contains(p.state.retracted, x)
		for y := range p.out {
			g := &p.out[y]
			if x == y || g.Severity.Rank() < f.Severity.Rank() || !slices.Contains(ByName(g.Check).Over, f.Check) {
				continue
			}
			for _, a := range f.At {
				for _, b := range g.At {
					drop = drop || a.Side == b.Side && a.Span.Overlaps(b.Span)
				}
			}
		}
		if drop {
			p.dropped = append(p.dropped, *f)
		} else {
			keep = append(keep, *f)
		}
	}
	p.out = keep
}

// Documents checks aligned documents.
func (c *Checker) Documents(a *align.Alignment) *Result {
	r := &Result{Documents: a.Docs, Alignment: a, Divergence: make([]float64, len(a.Beads))}
	langs := make([]*lang.Language, len(a.Docs))
	sents := make([][]text.Sentence, len(a.Docs))
	for i, d := range a.Docs {
		langs[i], sents[i] = lang.Get(d.Lang), d.Sentences()
	}
	source := c.source(langs)
	doc := &docState{slips: map[int][]int{}}
	bead := func(b int) *Pass {
		p := &Pass{Bead: b, Source: source, c: c}
		p.state.doc = doc
		for i, d := range a.Docs {
			g := a.Beads[b].Sents[i]
			s := Side{Index: i, Lang: langs[i], Doc: d, Empty: g.Len() == 0}
			switch {
			case !s.Empty:
				s.Start = sents[i][g.Lo].Start
				s.Text = d.Text[s.Start:sents[i][g.Hi-1].End]
			case g.Lo < len(sents[i]):
				s.Start = sents[i][g.Lo].Start
			default:
				s.Start = len(strings.TrimRight(d.Text, " \t\r\n"))
			}
			p.Sides = append(p.Sides, s)
		}
		return p
	}
	doc.text = func(b, side int) string {
		if b < 0 || b >= len(a.Beads) {
			return ""
		}
		return bead(b).Sides[side].Text
	}
	for b := range a.Beads {
		if p := bead(b); p.lone() {
			for _, n := range []int{b - 1, b + 1} {
				if n >= 0 && n < len(a.Beads) {
					if sides := p.slipped(bead(n)); sides != nil {
						doc.slips[b] = append(doc.slips[b], sides...)
						doc.slips[n] = append(doc.slips[n], sides...)
					}
				}
			}
		}
	}
	questions := make([]question, len(a.Beads))
	for b := range a.Beads {
		p := bead(b)
		c.run(p)
		sortFindings(p.out)
		r.Divergence[b] = p.score()
		questions[b] = p.question()
		for _, f := range p.out {
			for k := range f.At {
				f.At[k].Span = f.At[k].Span.Shift(p.Sides[f.At[k].Side].Start)
			}
			r.Findings = append(r.Findings, f)
		}
	}
	c.finish(r, source)
	r.NotChecked = c.skipped(langs)
	skipped := c.rescore(questions, r.Divergence)
	for b := range a.Beads {
		if s, ok := skipped[b]; ok {
			r.NotChecked = append(r.NotChecked, s)
		}
	}
	return r
}

// finish adds what the checks find in the whole result.
func (c *Checker) finish(r *Result, source int) {
	n := len(r.Findings)
	for _, k := range c.checks {
		if k.Finish == nil {
			continue
		}
		for _, f := range k.Finish(r) {
			f.Check = k.Name
			if f.Category == "" {
				f.Category = k.Category
			}
			if source >= 0 {
				f.Odd = ""
			}
			r.Findings = append(r.Findings, f)
		}
	}
	if len(r.Findings) > n {
		sort.SliceStable(r.Findings, func(i, j int) bool { return r.Findings[i].Bead < r.Findings[j].Bead })
	}
}

// Unit checks one unit of a bitext: langs are BCP 47 tags, segments the
// versions in the same order.
func (c *Checker) Unit(langs []string, segments []string) UnitResult {
	return c.Units([]Unit{{langs, segments}})[0]
}

func (c *Checker) newUnit(langs []string, segments []string) *Pass {
	p := &Pass{Source: -1}
	ls := make([]*lang.Language, len(langs))
	for i, tag := range langs {
		ls[i] = lang.Get(tag)
		p.Sides = append(p.Sides, Side{Index: i, Lang: ls[i], Text: segments[i], Empty: strings.TrimSpace(segments[i]) == ""})
	}
	p.Source = c.source(ls)
	return p
}

// sortFindings puts the gravest first, then those that stand first.
func sortFindings(fs []Finding) {
	sort.SliceStable(fs, func(i, j int) bool {
		a, b := &fs[i], &fs[j]
		if a.Severity != b.Severity {
			return a.Severity.Rank() > b.Severity.Rank()
		}
		if len(a.At) > 0 && len(b.At) > 0 && a.At[0].Side != b.At[0].Side {
			return a.At[0].Side < b.At[0].Side
		}
		return len(a.At) > 0 && len(b.At) > 0 && a.At[0].Span.Start < b.At[0].Span.Start
	})
}
