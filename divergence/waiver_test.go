package divergence

import (
	"errors"
	"strings"
	"testing"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/text"
)

// reviewed is a result of two beads with four findings on the sides fr and en.
func reviewed() *Result {
	docs := []*text.Document{text.New("a/x.fr.md", "fr", "Trois jours.\nDeux  Mois."), text.New("a/x.en.md", "en", "Four days.\nTwo months.")}
	b := make([]align.Bead, 2)
	for _, d := range docs {
		for i, line := range strings.Split(d.Text, "\n") {
			at := strings.Index(d.Text, line)
			sp := text.Span{Start: at, End: at + len(line)}
			d.Paragraphs = append(d.Paragraphs, text.Paragraph{Span: sp, Sentences: []text.Sentence{{Span: sp}}})
			b[i].Sents = append(b[i].Sents, align.Range{Lo: i, Hi: i + 1})
		}
	}
	at := func(words ...string) (out []Location) {
		for side, w := range words {
			i := max(0, strings.Index(docs[side].Text, w))
			out = append(out, Location{side, text.Span{Start: i, End: i + len(w)}})
		}
		return out
	}
	return &Result{Documents: docs, Alignment: &align.Alignment{Docs: docs, Beads: b}, Findings: []Finding{
		{Check: "number", Severity: Error, At: at("Trois", "Four")},
		{Check: "terminology", Severity: Warning, Concept: "day", At: at("jours", "days")},
		{Check: "number", Severity: Error, At: at("Trois", "Four")},
		{Check: "date", Severity: Note, At: at("Deux  Mois", ""), Bead: 1},
	}}
}

// pictured lists findings as check/severity.
func pictured(r *Result) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Check+"/"+string(f.Severity))
	}
	return strings.Join(out, " ")
}

func TestReview(t *testing.T) {
	r := reviewed()
	var p Fingerprints
	prints := map[string]bool{}
	for i := range r.Findings {
		prints[p.Of(r, &r.Findings[i])] = true
	}
	if len(prints) != 4 {
		t.Fatal("equal findings share a fingerprint")
	}
	second := func() string { // of the second of two equal findings
		var p Fingerprints
		r := reviewed()
		p.Of(r, &r.Findings[0])
		return p.Of(r, &r.Findings[2])
	}()
	md := func(name string) bool { return strings.HasSuffix(name, ".en.md") }
	for _, c := range []struct {
		name   string
		v      Review
		want   string
		waived int
		unused int
	}{
		{"nothing", Review{}, "number/error terminology/warning number/error date/note", 0, 0},
		{"severity", Review{Severities: map[string]Severity{"date": Error, "number": Note}}, "terminology/warning number/note number/note date/error", 0, 0},
		{"off", Review{Severities: map[string]Severity{"number": Off}}, "terminology/warning date/note", 0, 0},
		{"check", Review{Waivers: []*Waiver{{Check: "number", Reason: "r"}}}, "terminology/warning date/note", 2, 0},
		{"second of two", Review{Waivers: []*Waiver{{Fingerprint: second, Reason: "r"}}}, "number/error terminology/warning date/note", 1, 0},
		{"concept", Review{Waivers: []*Waiver{{Check: "terminology", Concept: "day", Reason: "r"}, {Check: "terminology", Concept: "night", Reason: "r"}}}, "number/error number/error date/note", 1, 1},
		{"text", Review{Waivers: []*Waiver{{Check: "date", Text: "deux mois", Reason: "r"}, {Check: "number", Text: "five", Reason: "r"}}}, "number/error number/error terminology/warning", 1, 1},
		{"document", Review{Waivers: []*Waiver{{Check: "number", Document: md, Reason: "r"}}}, "terminology/warning date/note", 2, 0},
		{"another check", Review{Waivers: []*Waiver{{Check: "quote", Reason: "r"}}, Checks: []string{"number", "waiver"}}, "number/error number/error terminology/warning date/note", 0, 0},
	} {
		r := reviewed()
		c.v.Apply(r, nil)
		got, want := strings.Fields(pictured(r)), strings.Fields(c.want)
		if c.name == "nothing" {
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s: %v", c.name, got)
			}
		} else if len(got) != len(want) || r.Waived != c.waived {
			t.Errorf("%s: %v, %d waived; want %v, %d", c.name, got, r.Waived, want, c.waived)
		} else {
			for _, w := range want {
				if !strings.Contains(pictured(r), w) {
					t.Errorf("%s: %v, want %v", c.name, got, want)
				}
			}
		}
		yaml := text.New("tercet.yaml", "", "waivers")
		n := 0
		if u := c.v.Unused(yaml, func(int) text.Span { return text.Span{} }); u != nil {
			n = len(u.Findings)
		}
		if n != c.unused {
			t.Errorf("%s: %d unused, want %d", c.name, n, c.unused)
		}
	}
}

func TestReviewOfComments(t *testing.T) {
	r := reviewed()
	first, second := r.Documents[0].Sentences()[0].Span, r.Documents[1].Sentences()[1].Span
	var v Review
	v.Apply(r, []*Waiver{
		{Check: "number", Reason: "r", Doc: r.Documents[0], Within: first},
		{Check: "number", Reason: "r", Doc: r.Documents[1], Within: second, Line: 7},
	})
	if got := pictured(r); got != "terminology/warning date/note waiver/note" || r.Waived != 2 {
		t.Fatal(got, r.Waived)
	}
	f := r.Findings[2]
	if f.Bead != 1 || f.At[0].Side != 1 || f.At[0].Span.Start != second.Start || f.Message.Args["Line"] != 7 {
		t.Errorf("%+v", f)
	}
}

func TestParseWaiver(t *testing.T) {
	for _, c := range []struct{ in, problem, got string }{
		{" just a remark ", "", ""},
		{" tercet: ignore number,date the figure is older ", "", ""},
		{"tercet: ignor number x", "directive", "ignor"},
		{"tercet:", "directive", ""},
		{"tercet: ignore", "check", ""},
		{"tercet: ignore numbers x", "unknown", "numbers"},
		{"tercet: ignore number", "reason", "number"},
	} {
		list, err := ParseWaiver(c.in)
		var we *WaiverError
		if errors.As(err, &we) != (c.problem != "") || we != nil && (we.Problem != c.problem || we.Got != c.got || list != nil) {
			t.Errorf("%q: %v", c.in, err)
		}
	}
	list, _ := ParseWaiver("tercet: ignore number,date the figure\nis older")
	if len(list) != 2 || list[0].Check != "number" || list[1].Check != "date" || list[1].Reason != "the figure is older" {
		t.Errorf("%+v", list)
	}
}
