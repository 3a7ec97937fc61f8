package report

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/text"
)

// place is a location made ready to show.
type place struct {
	side int
	doc  *text.Document
	span text.Span // in doc.Text
	raw  text.Span // in doc.Raw
	pos  text.Position
	text string // of the span
}

// item is a finding made ready to show.
type item struct {
	*divergence.Finding
	at          []place
	fingerprint string
	r           *divergence.Result
	unit        *Unit
	sents       [][]text.Sentence // of every document of r
}

// lister makes items of findings. One lister serves a whole report, so that
// equal findings get running numbers and stay distinct.
type lister struct{ prints divergence.Fingerprints }

func (l *lister) items(r *divergence.Result, u *Unit) []item {
	out := make([]item, 0, len(r.Findings))
	if len(r.Findings) == 0 {
		return out
	}
	sents := make([][]text.Sentence, len(r.Documents))
	for i, d := range r.Documents {
		sents[i] = d.Sentences()
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		it := item{Finding: f, r: r, unit: u, sents: sents}
		for _, a := range f.At {
			d := r.Documents[a.Side]
			p := place{side: a.Side, doc: d, span: a.Span, raw: d.RawSpan(a.Span), pos: d.Position(a.Span.Start), text: a.Span.Of(d.Text)}
			if u != nil { // where the segment stands in its file is not known, only the unit
				p.pos = text.Position{Line: max(u.Line, 1), Column: 1}
			}
			it.at = append(it.at, p)
		}
		it.fingerprint = l.prints.Of(r, f)
		out = append(out, it)
	}
	return out
}

// message is the finding in words.
func (it *item) message(p *locale.Printer) string { return Message(p, it.Message) }

// Message puts a message of package divergence into the language of p. Others,
// codes joined by ", ", and any list of strings are read out as that language
// does: "fr and en", "fr et en", "fr 和 en". Other, a code, becomes the name of
// its language.
func Message(p *locale.Printer, m divergence.Message) string {
	args := make(map[string]any, len(m.Args))
	for k, v := range m.Args {
		switch x := v.(type) {
		case []string:
			v = and(p, x)
		case string:
			switch k {
			case "Others":
				v = and(p, strings.Split(x, ", "))
			case "Other":
				v = languageName(p, x)
			}
		}
		args[k] = v
	}
	return p.Map("finding."+m.ID, args)
}

// languageName is the name of a language in the language of p.
func languageName(p *locale.Printer, code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	if s := display.Languages(language.Make(p.Lang)).Name(tag); s != "" {
		return s
	}
	return code
}

// and reads a list out.
func and(p *locale.Printer, l []string) string {
	switch len(l) {
	case 0:
		return ""
	case 1:
		return l[0]
	}
	return p.T("report.and", "List", strings.Join(l[:len(l)-1], p.T("report.comma")), "Last", l[len(l)-1])
}

// versions are the codes of the documents' languages.
func versions(docs []*text.Document) []string {
	out := make([]string, len(docs))
	for i, d := range docs {
		out[i] = d.Lang
	}
	return out
}

// nothing stands for an empty side.
const nothing = "–"

// forms is the finding's text on every version, in their order: nothing where
// the place is empty, "·" where the finding says nothing of a version, places
// on one version joined by commas. Every form is cut to at most width columns;
// 0 for no limit.
func (it *item) forms(width int) []string {
	out := make([]string, len(it.r.Documents))
	for i := range out {
		out[i] = "·"
	}
	for k, p := range it.at {
		s := oneLine(p.text)
		if s == "" {
			s = nothing
		}
		first := true
		for _, q := range it.at[:k] {
			first = first && q.side != p.side
		}
		if first {
			out[p.side] = s
		} else {
			out[p.side] += ", " + s
		}
	}
	if width > 0 {
		for i := range out {
			out[i] = shorten(out[i], width)
		}
	}
	return out
}

// statement is message and forms in one line, for reports without excerpts.
func (it *item) statement(p *locale.Printer) string {
	if len(it.at) == 0 {
		return it.message(p)
	}
	return p.T("report.statement", "Message", it.message(p), "Forms", strings.Join(it.forms(80), " | "))
}

// file is the name to give for a place.
func (it *item) file(p place) string {
	if it.unit != nil && it.unit.File != "" {
		return it.unit.File
	}
	return p.doc.Name
}

// place is where to look, as file:line:col.
func (it *item) where() string {
	if len(it.at) == 0 {
		return ""
	}
	p := it.at[0]
	if it.unit != nil { // a column in the segment is none in its file
		return fmt.Sprintf("%s:%d", it.file(p), p.pos.Line)
	}
	return fmt.Sprintf("%s:%d:%d", it.file(p), p.pos.Line, p.pos.Column)
}

// beadSpan is the text of a bead's sentences on one side, from the first to
// the last; ok is false where none stands there.
func beadSpan(sents []text.Sentence, r align.Range) (s text.Span, ok bool) {
	if r.Lo >= r.Hi || r.Hi > len(sents) {
		return text.Span{}, false
	}
	return text.Span{Start: sents[r.Lo].Start, End: sents[r.Hi-1].End}, true
}

// counts are findings by severity.
type counts struct{ Error, Warning, Note int }

func (c *counts) add(f *divergence.Finding) {
	switch f.Severity {
	case divergence.Error:
		c.Error++
	case divergence.Warning:
		c.Warning++
	default:
		c.Note++
	}
}

func (c counts) total() int { return c.Error + c.Warning + c.Note }

// summary says what a report holds, in one line.
type summary struct {
	counts
	beads   int
	units   bool
	langs   []string
	skipped []divergence.Skipped
	waived  int
	seen    map[string]bool
}

func (s *summary) add(r *divergence.Result, u *Unit) {
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	for i := range r.Findings {
		s.counts.add(&r.Findings[i])
	}
	s.units = s.units || u != nil
	if r.Alignment != nil {
		s.beads += len(r.Alignment.Beads)
	}
	s.waived += r.Waived
	for _, l := range versions(r.Documents) {
		if l != "" && !s.seen[l] { // a file that is no version: tercet.yaml
			s.seen[l] = true
			s.langs = append(s.langs, l)
		}
	}
	for _, k := range r.NotChecked {
		key := k.Check + "\x00" + k.Lang + "\x00" + Message(locale.For("en"), k.Reason)
		if !s.seen[key] {
			s.seen[key] = true
			s.skipped = append(s.skipped, k)
		}
	}
}

// notChecked tells what was not checked: reason by reason, with the checks and
// languages that it kept from running.
func (s *summary) notChecked(p *locale.Printer) []string {
	type group struct {
		reason        string
		checks, langs []string
	}
	var groups []*group
	by := map[string]*group{}
	add := func(l []string, s string) []string {
		for _, x := range l {
			if x == s {
				return l
			}
		}
		if s == "" {
			return l
		}
		return append(l, s)
	}
	for _, k := range s.skipped {
		reason := Message(p, k.Reason)
		g := by[k.Lang+"\x00"+reason]
		if g == nil {
			g = &group{reason: reason}
			by[k.Lang+"\x00"+reason] = g
			groups = append(groups, g)
		}
		g.checks, g.langs = add(g.checks, k.Check), add(g.langs, k.Lang)
	}
	var out []string
	for _, g := range groups {
		checks := strings.Join(g.checks, p.T("report.comma"))
		if len(g.langs) == 0 {
			out = append(out, p.T("report.skipped", "Checks", checks, "Reason", g.reason))
		} else {
			out = append(out, p.T("report.skipped-in", "Checks", checks, "Lang", and(p, g.langs), "Reason", g.reason))
		}
	}
	return out
}

// noVersions reports whether r is of a file that is no version of anything: its
// findings are all there is to it (divergence.Review.Unused).
func noVersions(r *divergence.Result) bool {
	return r.Alignment == nil && len(r.Documents) == 1 && r.Documents[0].Lang == ""
}

// line is the summary for people.
func (s *summary) line(p *locale.Printer, checks []string) string {
	comma := p.T("report.comma")
	beads := p.T("report.beads", "Count", s.beads)
	if s.units {
		beads = p.T("report.units", "Count", s.beads)
	}
	versions := p.T("report.versions", "Count", len(s.langs), "Langs", strings.Join(s.langs, comma))
	var out string
	if s.total() == 0 {
		if len(checks) > 0 && len(checks) < len(divergence.All) { // all of them need no list
			out = p.T("report.clean-by", "Beads", beads, "Versions", versions, "Checks", strings.Join(checks, comma))
		} else {
			out = p.T("report.clean", "Beads", beads, "Versions", versions)
		}
	} else {
		var parts []string
		for _, c := range []struct {
			id string
			n  int
		}{{"report.errors", s.Error}, {"report.warnings", s.Warning}, {"report.notes", s.Note}} {
			if c.n > 0 {
				parts = append(parts, p.T(c.id, "Count", c.n))
			}
		}
		out = p.T("report.found", "Findings", strings.Join(parts, comma), "Beads", beads, "Versions", versions)
	}
	if s.waived > 0 {
		out += p.T("report.waived", "Count", s.waived)
	}
	if n := s.notChecked(p); len(n) > 0 {
		out += p.T("report.not-checked", "List", strings.Join(n, p.T("report.semicolon")))
	}
	return strings.TrimSpace(out)
}

// oneLine joins white space, so that the text fits in a line. Control
// characters that a terminal would obey become U+FFFD.
func oneLine(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r >= 0x7F && r < 0xA0 {
			return utf8.RuneError
		}
		return r
	}, s)
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " ")
}

// round keeps four decimals.
func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }
