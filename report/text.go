package report

import (
	"bufio"
	"io"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/text"
)

// Text is the report for people at a terminal: the findings of a bead
// together, each with its place, all versions abreast, and an excerpt of each
// version with the place marked; then one line of summary.
var Text = &Format{
	Name: "text",
	Doc:  "for people: findings bead by bead, all versions abreast",
	New:  func(w io.Writer, o Options) Writer { return &textWriter{w: bufio.NewWriter(w), o: o} },
}

// plainWidth is the columns of excerpts where the terminal's are not known.
const plainWidth = 100

type textWriter struct {
	w    *bufio.Writer
	o    Options
	list lister
	sum  summary
	some bool
}

func (t *textWriter) Add(r *divergence.Result, u *Unit) error {
	t.sum.add(r, u)
	last := -1
	for _, it := range t.list.items(r, u) {
		if t.some && it.Bead != last {
			t.w.WriteByte('\n')
		}
		t.some, last = true, it.Bead
		t.finding(&it)
	}
	return t.w.Flush()
}

func (t *textWriter) Close() error {
	if t.some {
		t.w.WriteByte('\n')
	}
	t.w.WriteString(t.sum.line(t.o.printer(), t.o.Checks) + "\n")
	return t.w.Flush()
}

// The colours, as the parameters of ECMA-48 SGR.
const (
	bold      = "1"
	dim       = "2"
	red       = "31"
	green     = "32"
	redBold   = "1;31"
	yellow    = "1;33"
	cyan      = "1;36"
	underline = "1;4"
	struck    = "9;31"
)

// paint colours s where the output may have colours.
func (t *textWriter) paint(s, sgr string) string {
	if !t.o.Color || s == "" {
		return s
	}
	return "\x1b[" + sgr + "m" + s + "\x1b[0m"
}

func severityColor(s divergence.Severity) string {
	switch s {
	case divergence.Error:
		return redBold
	case divergence.Warning:
		return yellow
	}
	return cyan
}

const indent = "    "

func (t *textWriter) finding(it *item) {
	p := t.o.printer()
	sev := p.T("report.severity." + string(it.Severity))
	msg := oneLine(it.message(p))
	if it.unit != nil && !it.unit.ID.Number { // a line of its file may hold many units
		msg += "  [" + oneLine(it.unit.ID.Text) + "]"
	}
	where := oneLine(it.where())
	head := where + ": " + sev + "  " + it.Check + "  "
	t.w.WriteString(t.paint(where+":", dim) + " " + t.paint(sev, severityColor(it.Severity)) + "  " + t.paint(it.Check, bold))
	switch full := it.forms(40); {
	case t.o.Width == 0:
		t.w.WriteString("  " + strings.Join(full, " | ") + "   " + msg + "\n")
	default:
		// In one line where the forms can have 16 columns each; else the message on
		// a line of its own, and the forms too.
		n := len(full)
		rest := t.o.Width - columns.StringWidth(head) - 3*(n-1)
		need := min(t.widest(it.forms(0)), 16)
		if each := (rest - 3 - columns.StringWidth(msg)) / n; each >= need {
			t.w.WriteString("  " + strings.Join(it.forms(min(each, 40)), " | ") + "   " + msg + "\n")
		} else if each := rest / n; each >= need {
			t.w.WriteString("  " + strings.Join(it.forms(min(each, 40)), " | ") + "\n" + indent + msg + "\n")
		} else {
			each := (t.o.Width - len(indent) - 3*(n-1)) / n
			t.w.WriteString("\n" + indent + strings.Join(it.forms(max(min(each, 40), 4)), " | ") + "\n" + indent + msg + "\n")
		}
	}
	label := t.widest(versions(it.r.Documents))
	for side, d := range it.r.Documents {
		var marks []text.Span
		for _, a := range it.at {
			if a.side == side {
				marks = append(marks, a.span)
			}
		}
		t.w.WriteString(indent + t.paint(pad(d.Lang, label), dim) + "  ")
		t.excerpt(it, side, marks, t.width()-len(indent)-label-2)
		t.w.WriteByte('\n')
	}
	if it.Fix != "" && len(it.at) > 0 {
		t.diff(strings.Repeat(" ", len(indent)+label), oneLine(it.at[0].text), oneLine(it.Fix))
	}
}

func (t *textWriter) width() int {
	if t.o.Width > 0 {
		return t.o.Width
	}
	return plainWidth
}

func (t *textWriter) widest(l []string) int {
	n := 0
	for _, s := range l {
		n = max(n, columns.StringWidth(s))
	}
	return n
}

// excerpt writes what the bead has on one side, the marks in it set off, in at
// most width columns.
func (t *textWriter) excerpt(it *item, side int, marks []text.Span, width int) {
	d := it.r.Documents[side]
	span, ok := it.beadSpan(side)
	for _, m := range marks {
		if !m.Empty() && (!ok || !span.Contains(m)) {
			span, ok = m, true // outside its bead: the place itself is all there is to show
		}
	}
	if !ok {
		t.w.WriteString(t.paint(t.o.printer().T("report.nothing"), dim))
		return
	}
	shifted := make([]text.Span, len(marks))
	for i, m := range marks {
		shifted[i] = m.Shift(-span.Start)
	}
	c := cells(span.Of(d.Text), shifted)
	if !t.o.Color { // the brackets take columns, two for each run of marked cells
		for i, x := range c {
			if x.mark && (i == 0 || !c[i-1].mark) {
				width -= 2
			}
		}
	}
	lo, hi := window(c, max(width, 8))
	var b strings.Builder
	if lo > 0 {
		b.WriteString(ellipsis)
	}
	for i := lo; i < hi; {
		j := i
		for j < hi && c[j].mark == c[i].mark {
			j++
		}
		var run strings.Builder
		for _, x := range c[i:j] {
			run.WriteString(x.s)
		}
		switch {
		case !c[i].mark:
			b.WriteString(run.String())
		case t.o.Color:
			b.WriteString(t.paint(run.String(), underline))
		default:
			b.WriteString("⟦" + run.String())
			if j == hi && hi < len(c) && c[hi].mark {
				b.WriteString(ellipsis)
			}
			b.WriteString("⟧")
		}
		i = j
	}
	if hi < len(c) && !(c[hi].mark && hi > lo && !t.o.Color) {
		b.WriteString(ellipsis)
	}
	t.w.WriteString(b.String())
}

// beadSpan is the text of the finding's bead on one side.
func (it *item) beadSpan(side int) (text.Span, bool) {
	if it.r.Alignment == nil || it.Bead >= len(it.r.Alignment.Beads) {
		return text.Span{}, false
	}
	return beadSpan(it.sents[side], it.r.Alignment.Beads[it.Bead].Sents[side])
}

// diff shows what stands against what should stand, as [-this-]{+that+} where
// there are no colours: in one line, or in two where that is too wide.
func (t *textWriter) diff(margin, stands, should string) {
	room := t.width() - len(margin) - 2
	ds := Diff(stands, should)
	wide := 0
	for _, d := range ds {
		wide += columns.StringWidth(d.Text)
		if d.Type != diffmatchpatch.DiffEqual && !t.o.Color {
			wide += 4
		}
	}
	if wide > room {
		if !t.o.Color {
			room -= 4
		}
		t.w.WriteString(margin + "  " + t.deleted(shorten(stands, room)) + "\n" + margin + "→ " + t.inserted(shorten(should, room)) + "\n")
		return
	}
	t.w.WriteString(margin + "→ ")
	for _, d := range ds {
		switch d.Type {
		case diffmatchpatch.DiffEqual:
			t.w.WriteString(d.Text)
		case diffmatchpatch.DiffDelete:
			t.w.WriteString(t.deleted(d.Text))
		default:
			t.w.WriteString(t.inserted(d.Text))
		}
	}
	t.w.WriteByte('\n')
}

func (t *textWriter) deleted(s string) string {
	if t.o.Color || s == "" {
		return t.paint(s, struck)
	}
	return "[-" + s + "-]"
}

func (t *textWriter) inserted(s string) string {
	if t.o.Color || s == "" {
		return t.paint(s, green)
	}
	return "{+" + s + "+}"
}
