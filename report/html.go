package report

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"

	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/text"
)

//go:embed html.tmpl
var htmlSource string

// HTML is one page that needs nothing else: the versions side by side, a bead a
// row, the places of the findings marked and the findings under them, to be
// filtered by severity. It is readable without JavaScript, in the dark, and on
// a telephone. Of a bitext it shows the units with findings only.
var HTML = &Format{
	Name: "html",
	Doc:  "one page, versions side by side, findings marked",
	New:  func(w io.Writer, o Options) Writer { return &htmlWriter{w: w, o: o} },
}

var htmlPage = template.Must(template.New("page").Parse(htmlSource))

type (
	htmlData struct {
		Lang, Title, Creator, Summary string
		Show, Only, Nothing           string
		Levels                        []htmlLevel
		Sets                          []htmlSet
	}
	htmlLevel struct {
		Severity, Name string // Name with the count
		Count          int
	}
	htmlSet struct {
		Versions []htmlVersion
		Beads    []htmlBead
	}
	htmlVersion struct{ Lang, Name string }
	htmlBead    struct {
		ID, Label string
		Worst     string // severity of the gravest finding, "" for none
		Cells     []htmlCell
		Findings  []htmlFinding
	}
	htmlCell struct {
		Lang   string
		Pieces []htmlPiece // none where nothing stands
	}
	htmlPiece struct {
		Text  string
		Class string // severity of the gravest finding there
		Title string // what is said of it
	}
	htmlFinding struct {
		Severity, Name, Check, Where, Message string
		Forms                                 []htmlForm
		Fix                                   []htmlPiece // Class del or ins where not kept
	}
	htmlForm struct{ Lang, Text string }
)

type htmlWriter struct {
	w    io.Writer
	o    Options
	list lister
	sum  summary
	sets []htmlSet
	n    int // beads so far
}

func (h *htmlWriter) Add(r *divergence.Result, u *Unit) error {
	h.sum.add(r, u)
	items := h.list.items(r, u)
	if noVersions(r) {
		h.place(items)
		return nil
	}
	if u != nil && len(items) == 0 || r.Alignment == nil {
		return nil
	}
	set := htmlSet{}
	for _, d := range r.Documents {
		v := htmlVersion{d.Lang, d.Name}
		if u != nil {
			v.Name = u.File
		}
		set.Versions = append(set.Versions, v)
	}
	sents := make([][]text.Sentence, len(r.Documents))
	for i, d := range r.Documents {
		sents[i] = d.Sentences()
	}
	k := 0
	for b := range r.Alignment.Beads {
		h.n++
		bead := htmlBead{ID: fmt.Sprintf("b%d", h.n), Label: fmt.Sprint(b + 1)}
		if u != nil {
			bead.Label = u.ID.Text
		}
		from := k
		for k < len(items) && items[k].Bead <= b {
			k++
		}
		own := items[from:k]
		for i := range own {
			bead.Findings = append(bead.Findings, h.finding(&own[i]))
			if bead.Worst == "" || own[i].Severity.Rank() > divergence.Severity(bead.Worst).Rank() {
				bead.Worst = string(own[i].Severity)
			}
		}
		for side := range r.Documents {
			c := htmlCell{Lang: r.Documents[side].Lang}
			if span, ok := beadSpan(sents[side], r.Alignment.Beads[b].Sents[side]); ok {
				c.Pieces = h.pieces(own, side, r.Documents[side], span)
			}
			bead.Cells = append(bead.Cells, c)
		}
		set.Beads = append(set.Beads, bead)
	}
	// Units of the same file and languages go under one heading.
	if n := len(h.sets); u != nil && n > 0 && fmt.Sprint(h.sets[n-1].Versions) == fmt.Sprint(set.Versions) {
		h.sets[n-1].Beads = append(h.sets[n-1].Beads, set.Beads...)
		return nil
	}
	h.sets = append(h.sets, set)
	return nil
}

// place makes a row of each finding in a file that is no version: its line, and
// what stands there.
func (h *htmlWriter) place(items []item) {
	set := htmlSet{}
	for i := range items {
		it := &items[i]
		h.n++
		doc := it.r.Documents[0]
		set.Versions = []htmlVersion{{Name: doc.Name}}
		bead := htmlBead{ID: fmt.Sprintf("b%d", h.n), Worst: string(it.Severity), Findings: []htmlFinding{h.finding(it)}, Cells: []htmlCell{{}}}
		for _, a := range it.at {
			bead.Label = fmt.Sprint(a.pos.Line)
			bead.Cells[0].Pieces = append(bead.Cells[0].Pieces, h.pieces(items[i:i+1], a.side, doc, a.span)...)
		}
		set.Beads = append(set.Beads, bead)
	}
	if len(set.Beads) > 0 {
		h.sets = append(h.sets, set)
	}
}

func (h *htmlWriter) finding(it *item) htmlFinding {
	p := h.o.printer()
	f := htmlFinding{
		Severity: string(it.Severity), Name: p.T("report.severity." + string(it.Severity)),
		Check: it.Check, Where: it.where(), Message: it.message(p),
	}
	for i, s := range it.forms(120) {
		f.Forms = append(f.Forms, htmlForm{it.r.Documents[i].Lang, s})
	}
	if it.Fix != "" && len(it.at) > 0 {
		for _, d := range Diff(oneLine(it.at[0].text), oneLine(it.Fix)) {
			f.Fix = append(f.Fix, htmlPiece{Text: d.Text, Class: map[diffmatchpatch.Operation]string{diffmatchpatch.DiffDelete: "del", diffmatchpatch.DiffInsert: "ins"}[d.Type]})
		}
	}
	return f
}

// pieces cuts the text of a side where the marks of findings begin and end.
func (h *htmlWriter) pieces(items []item, side int, doc *text.Document, span text.Span) []htmlPiece {
	type mark struct {
		text.Span
		severity divergence.Severity
		title    string
	}
	p := h.o.printer()
	var marks []mark
	cuts := []int{span.Start, span.End}
	for i := range items {
		for _, a := range items[i].at {
			if a.side != side || a.span.Empty() || !span.Overlaps(a.span) {
				continue
			}
			m := mark{text.Span{Start: max(a.span.Start, span.Start), End: min(a.span.End, span.End)}, items[i].Severity, items[i].Check + ": " + items[i].message(p)}
			marks = append(marks, m)
			cuts = append(cuts, m.Start, m.End)
		}
	}
	sort.Ints(cuts)
	var out []htmlPiece
	for i := 1; i < len(cuts); i++ {
		lo, hi := cuts[i-1], cuts[i]
		if lo == hi {
			continue
		}
		piece := htmlPiece{}
		var worst divergence.Severity
		var titles []string
		for _, m := range marks {
			if m.Start <= lo && hi <= m.End {
				titles = append(titles, m.title)
				if m.severity.Rank() > worst.Rank() {
					worst = m.severity
				}
			}
		}
		piece.Class, piece.Title = string(worst), strings.Join(titles, "\n")
		piece.Text = visible(text.Span{Start: lo, End: hi}.Of(doc.Text))
		out = append(out, piece)
	}
	return out
}

// visible is text for a page: what is no UTF-8, and control characters, become
// U+FFFD.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r >= 0x7F && r < 0xA0 {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func (h *htmlWriter) Close() error {
	p := h.o.printer()
	d := htmlData{
		Lang: p.Lang, Title: p.T("report.html.title"), Creator: h.o.Creator, Summary: h.sum.line(p, h.o.Checks),
		Show: p.T("report.html.show"), Only: p.T("report.html.only"), Nothing: p.T("report.nothing"),
		Levels: []htmlLevel{
			{"error", p.T("report.errors", "Count", h.sum.Error), h.sum.Error},
			{"warning", p.T("report.warnings", "Count", h.sum.Warning), h.sum.Warning},
			{"note", p.T("report.notes", "Count", h.sum.Note), h.sum.Note},
		},
		Sets: h.sets,
	}
	bw := bufio.NewWriter(h.w)
	if err := htmlPage.Execute(bw, d); err != nil {
		return err
	}
	return bw.Flush()
}
