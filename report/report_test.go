package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/text"
	"github.com/tercet/tercet/text/reader"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s", name, got)
	}
}

// The versions: Markdown with a link inside a sentence, UTF-16 with a byte
// order mark, and plain UTF-8.
const frMarkdown = `---
title: Visite
---

# Entretien à Lima

Les deux ministres ont salué le [35ᵉ **anniversaire**](https://example.org/35 "35") de la coopération sino-péruvienne, qui a beaucoup apporté aux populations des deux pays. Ils ont signé 14 projets.

Le ministre a remercié ses hôtes de leur accueil. Il a évoqué les nouvelles routes de la soie & leur avenir.

Le programme court jusqu’au 3 mai 2027.
`

const enText = "Meeting in Lima\r\n\r\n" +
	"The two ministers welcomed the 35th anniversary of cooperation between China and Peru, which has brought much to the people of both countries. They signed 14 projects.\r\n\r\n" +
	"The minister thanked his hosts for their welcome. He spoke of the Belt and Road Initiative & its future.\r\n\r\n" +
	"The programme runs until May 3, 2027.\r\n"

const zhText = "利马会晤\n\n两国部长对中秘合作25周年表示欢迎，合作给两国人民带来了许多实惠。双方签署了项目。\n\n他谈到“一带一路”倡议 & 其前景。\n\nThe programme runs until May 3, 2027.\n"

// sentences of each version, in order.
var sentences = [][]string{
	{"Entretien à Lima", "Les deux ministres ont salué le 35ᵉ anniversaire de la coopération sino-péruvienne, qui a beaucoup apporté aux populations des deux pays.", "Ils ont signé 14 projets.", "Le ministre a remercié ses hôtes de leur accueil.", "Il a évoqué les nouvelles routes de la soie & leur avenir.", "Le programme court jusqu’au 3 mai 2027."},
	{"Meeting in Lima", "The two ministers welcomed the 35th anniversary of cooperation between China and Peru, which has brought much to the people of both countries.", "They signed 14 projects.", "The minister thanked his hosts for their welcome.", "He spoke of the Belt and Road Initiative & its future.", "The programme runs until May 3, 2027."},
	{"利马会晤", "两国部长对中秘合作25周年表示欢迎，合作给两国人民带来了许多实惠。", "双方签署了项目。", "他谈到“一带一路”倡议 & 其前景。", "The programme runs until May 3, 2027."},
}

func utf16LE(s string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// document reads raw and marks its sentences.
func document(t testing.TB, name, lang string, raw []byte, sents []string) *text.Document {
	t.Helper()
	d, err := reader.Bytes(name, raw, reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.Lang = lang
	var p text.Paragraph
	off := 0
	for _, s := range sents {
		i := strings.Index(d.Text[off:], s)
		if i < 0 {
			t.Fatalf("%s: no %q in %q", name, s, d.Text[off:])
		}
		off += i
		p.Sentences = append(p.Sentences, text.Sentence{Span: text.Span{Start: off, End: off + len(s)}})
		off += len(s)
	}
	p.Start, p.End = p.Sentences[0].Start, off
	d.Paragraphs = []text.Paragraph{p}
	return d
}

func documents(t testing.TB) []*text.Document {
	return []*text.Document{
		document(t, "lima/fr.md", "fr", []byte(frMarkdown), sentences[0]),
		document(t, "lima/en.txt", "en", utf16LE(enText), sentences[1]),
		document(t, "lima/zh.txt", "zh", []byte(zhText), sentences[2]),
	}
}

func beads() []align.Bead {
	r := func(lo, hi int) align.Range { return align.Range{Lo: lo, Hi: hi} }
	return []align.Bead{
		{Sents: []align.Range{r(0, 1), r(0, 1), r(0, 1)}, Score: .99996},
		{Sents: []align.Range{r(1, 3), r(1, 3), r(1, 3)}, Score: .93},
		{Sents: []align.Range{r(3, 4), r(3, 4), r(3, 3)}, Score: .7},
		{Sents: []align.Range{r(4, 5), r(4, 5), r(3, 4)}, Score: .41234},
		{Sents: []align.Range{r(5, 6), r(5, 6), r(4, 5)}, Score: 1, Crosses: true},
	}
}

// at finds s in the document of a side; an empty s is the start of sentence n.
func at(r *divergence.Result, side int, s string, n int) divergence.Location {
	d := r.Documents[side]
	if s == "" {
		x := d.Sentences()[n].Start
		return divergence.Location{Side: side, Span: text.Span{Start: x, End: x}}
	}
	from := d.Sentences()[n].Start
	i := strings.Index(d.Text[from:], s)
	if i < 0 {
		panic("no " + s)
	}
	return divergence.Location{Side: side, Span: text.Span{Start: from + i, End: from + i + len(s)}}
}

// sample is a result with a finding of each kind.
func sample(t testing.TB) *divergence.Result {
	docs := documents(t)
	r := &divergence.Result{
		Documents:  docs,
		Alignment:  &align.Alignment{Docs: docs, Beads: beads()},
		Divergence: []float64{0.00001, .98765, .9, .3, .99},
		NotChecked: []divergence.Skipped{
			{Check: "number", Lang: "de", Reason: divergence.Message{ID: "skipped.language"}},
			{Check: "date", Lang: "de", Reason: divergence.Message{ID: "skipped.language"}},
		},
	}
	m := func(id string, args ...string) divergence.Message {
		a := map[string]any{}
		for i := 0; i < len(args); i += 2 {
			a[args[i]] = args[i+1]
		}
		return divergence.Message{ID: id, Args: a}
	}
	r.Findings = []divergence.Finding{
		{Check: "number", Category: "accuracy/mistranslation", Severity: divergence.Error, Bead: 1, Odd: "zh",
			Message: m("number.differs-odd", "Odd", "zh", "Others", "fr, en"),
			At:      []divergence.Location{at(r, 2, "25周年", 1), at(r, 0, "35ᵉ anniversaire", 1), at(r, 1, "35th", 1)}},
		{Check: "number", Category: "accuracy/omission", Severity: divergence.Warning, Bead: 1, Odd: "zh",
			Message: m("number.missing", "Lang", "zh", "Others", "fr, en"),
			At:      []divergence.Location{at(r, 2, "", 1), at(r, 0, "14", 2), at(r, 1, "14", 2)}},
		{Check: "omission", Category: "accuracy/omission", Severity: divergence.Warning, Bead: 2, Odd: "zh",
			Message: m("omission.sentence", "Lang", "zh", "Others", "fr, en"),
			At:      []divergence.Location{at(r, 2, "", 3), at(r, 0, sentences[0][3], 3), at(r, 1, sentences[1][3], 3)}},
		{Check: "terminology", Category: "terminology/inconsistent-with-resource", Severity: divergence.Note, Bead: 3,
			Concept: "belt-and-road", Problem: "superseded", Fix: "la Ceinture et la Route",
			Message: m("number.extra", "Lang", "fr"),
			At:      []divergence.Location{at(r, 0, "les nouvelles routes de la soie", 4), at(r, 1, "Belt and Road Initiative", 4), at(r, 2, "“一带一路”倡议", 3)}},
		{Check: "untranslated", Category: "accuracy/untranslated", Severity: divergence.Error, Bead: 4, Odd: "zh",
			Message: m("untranslated.sentence", "Lang", "zh", "Other", "en"),
			At:      []divergence.Location{at(r, 2, sentences[2][4], 4), at(r, 0, "", 5), at(r, 1, "", 5)}},
	}
	return r
}

func write(t testing.TB, f *Format, r *divergence.Result, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if o.Creator == "" {
		o.Creator = "tercet 1.2.3"
	}
	if err := f.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fixedChecks puts a short list in the place of the checks, so that golden files
// do not change with what the checks say of themselves.
func fixedChecks(t *testing.T) {
	all := divergence.All
	t.Cleanup(func() { divergence.All = all })
	divergence.All = []*divergence.Check{
		{Name: "number", Doc: "# number\n\nReports quantities that differ. Units count, {braces} too.\n\nTo silence it: `--skip number`.\n"},
		{Name: "date", Doc: "# date\n\nReports dates that differ.\n"},
		{Name: "omission", Doc: ""},
	}
}

func TestGolden(t *testing.T) {
	fixedChecks(t)
	for _, f := range Formats {
		t.Run(f.Name, func(t *testing.T) {
			golden(t, f.Name+".golden", write(t, f, sample(t), Options{}))
		})
	}
}

func TestTextGolden(t *testing.T) {
	clean := func() *divergence.Result {
		r := sample(t)
		r.Findings, r.NotChecked = nil, nil
		return r
	}
	for _, c := range []struct {
		name string
		r    *divergence.Result
		o    Options
	}{
		{"text-fr", sample(t), Options{Printer: locale.For("fr")}},
		{"text-zh-narrow", sample(t), Options{Printer: locale.For("zh"), Width: 60}},
		{"text-color", sample(t), Options{Color: true, Width: 80}},
		{"text-clean", clean(), Options{}},
		{"text-clean-zh", clean(), Options{Printer: locale.For("zh"), Checks: []string{"number", "date"}}},
	} {
		t.Run(c.name, func(t *testing.T) { golden(t, c.name+".golden", write(t, Text, c.r, c.o)) })
	}
}

// TestTextWidth: excerpts and findings stay within the terminal; only the
// summary may wrap, and a message that is wider by itself.
func TestTextWidth(t *testing.T) {
	for _, lang := range locale.Languages {
		for width := 66; width <= 200; width += 7 {
			out := string(write(t, Text, sample(t), Options{Width: width, Printer: locale.For(lang)}))
			lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
			for _, l := range lines[:len(lines)-1] {
				if n := columns.StringWidth(l); n > width {
					t.Errorf("%s: %d columns of %d: %q", lang, n, width, l)
				}
			}
		}
	}
}

// TestTextEscapes: what stands in a file cannot command the terminal.
func TestTextEscapes(t *testing.T) {
	d := []*text.Document{text.New("a\x1b[2J.txt", "fr", "Un \x1b[31m35 \u009b1mans.\x07"), text.New("b.txt", "en", "35 years.")}
	r := NewUnit([]string{"fr", "en"}, []string{d[0].Text, d[1].Text}, nil, 0, nil)
	r.Documents[0].Name = d[0].Name
	r.Findings = []divergence.Finding{{Check: "number", Severity: divergence.Error, Message: divergence.Message{ID: "number.differs"},
		At: []divergence.Location{{Side: 0, Span: text.Span{Start: 3, End: 13}}, {Side: 1, Span: text.Span{Start: 0, End: 2}}}}}
	out := string(write(t, Text, r, Options{}))
	if i := strings.IndexFunc(out, func(r rune) bool { return r < 0x20 && r != '\n' || r >= 0x7F && r < 0xA0 }); i >= 0 {
		t.Errorf("control character in %q", out)
	}
}

// TestRawOffsets: the bytes of the files at start and end of each place decode
// to its text, markup inside set apart.
func TestRawOffsets(t *testing.T) {
	r := sample(t)
	var got struct {
		Documents []struct{ Sentences [][2]int }
		Findings  []struct {
			At []struct {
				Document, Text string
				Start, End     int
				Line, Column   int
			}
		}
	}
	if err := json.Unmarshal(write(t, JSON, r, Options{}), &got); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"lima/fr.md": []byte(frMarkdown), "lima/en.txt": utf16LE(enText), "lima/zh.txt": []byte(zhText)}
	decode := func(name string, lo, hi int) string {
		b := files[name][lo:hi]
		if name != "lima/en.txt" {
			return string(b)
		}
		var u []uint16
		for i := 0; i+1 < len(b); i += 2 {
			u = append(u, uint16(b[i])|uint16(b[i+1])<<8)
		}
		return string(utf16.Decode(u))
	}
	n := 0
	for _, f := range got.Findings {
		for _, p := range f.At {
			want := p.Text
			if want == "35ᵉ anniversaire" {
				want = "35ᵉ **anniversaire"
			}
			if s := decode(p.Document, p.Start, p.End); s != want {
				t.Errorf("%s[%d:%d] = %q, want %q", p.Document, p.Start, p.End, s, want)
			}
			// line and column lead to the same place
			all := decode(p.Document, 0, len(files[p.Document]))
			lines := strings.SplitAfter(all, "\n")
			before := strings.Join(lines[:p.Line-1], "") + string([]rune(strings.TrimPrefix(lines[p.Line-1], "\uFEFF"))[:p.Column-1])
			rest := strings.TrimPrefix(all, before)
			if p.Line > 1 && !strings.HasPrefix(rest, want) {
				t.Errorf("%s:%d:%d leads to %.20q, want %q", p.Document, p.Line, p.Column, rest, want)
			}
			n++
		}
	}
	if n != 15 {
		t.Errorf("%d places, want 15", n)
	}
}

// TestFingerprint: edits elsewhere change no fingerprint, equal findings have
// distinct ones, case and spaces do not count, digits do.
func TestFingerprint(t *testing.T) {
	prints := func(texts ...string) (out []string) {
		d := text.New("a.txt", "fr", strings.Join(texts, " "))
		r := &divergence.Result{Documents: []*text.Document{d}}
		off := 0
		for _, s := range texts {
			i := off + strings.Index(d.Text[off:], "<") + 1
			j := i + strings.Index(d.Text[i:], ">")
			r.Findings = append(r.Findings, divergence.Finding{Check: "number", At: []divergence.Location{{Span: text.Span{Start: i, End: j}}}})
			off += len(s)
		}
		var l lister
		for _, it := range l.items(r, nil) {
			if len(it.fingerprint) != 16 {
				t.Errorf("fingerprint %q", it.fingerprint)
			}
			out = append(out, it.fingerprint)
		}
		return out
	}
	a := prints("Un <35e jour>.")[0]
	if b := prints("Une ligne\nde plus. Un <35E  Jour>.")[0]; a != b {
		t.Error("an edit elsewhere, case or space changes the fingerprint")
	}
	if b := prints("Un <36e jour>.")[0]; a == b {
		t.Error("another number has the same fingerprint")
	}
	two := prints("Un <35e jour>.", "Un <35e jour>.")
	if two[0] != a || two[1] == a {
		t.Errorf("equal findings: %v, alone %s", two, a)
	}
}

// TestFormatsAgree: text, json, jsonl and sarif report the same findings.
func TestFormatsAgree(t *testing.T) { agree(t, sample(t)) }

func agree(t *testing.T, r *divergence.Result) {
	t.Helper()
	var j struct {
		Findings []struct {
			Check, Severity, Message string
			At                       []struct{ Text string }
		}
	}
	if err := json.Unmarshal(write(t, JSON, r, Options{}), &j); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range j.Findings {
		want = append(want, f.Severity+" "+f.Check+" "+f.Message)
	}
	if len(want) != len(r.Findings) {
		t.Fatalf("json has %d findings of %d", len(want), len(r.Findings))
	}
	var lines []string
	for l := range strings.Lines(string(write(t, JSONL, r, Options{}))) {
		var v Line
		if err := json.Unmarshal([]byte(l), &v); err != nil {
			t.Fatal(err)
		}
		for _, f := range v.Findings {
			lines = append(lines, f.Severity+" "+f.Check+" "+f.Message)
		}
	}
	same(t, "jsonl", lines, want)
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID, Level string
				Message       struct{ Text string }
			}
		}
	}
	if err := json.Unmarshal(write(t, SARIF, r, Options{}), &log); err != nil {
		t.Fatal(err)
	}
	var results []string
	for _, x := range log.Runs[0].Results {
		results = append(results, x.Level+" "+x.RuleID+" "+strings.NewReplacer("{{", "{", "}}", "}").Replace(x.Message.Text))
	}
	same(t, "sarif", results, want)
	var txt []string
	for l := range strings.Lines(string(write(t, Text, r, Options{}))) {
		if _, after, ok := strings.Cut(l, ": "); ok && placeLine.MatchString(l) {
			f := strings.SplitN(strings.TrimSpace(after), "  ", 3)
			forms, msg, _ := strings.Cut(f[2], "   ")
			txt = append(txt, f[0]+" "+f[1]+" "+msg+": "+forms)
		}
	}
	short := make([]string, len(want)) // the text report cuts long forms
	for i := range want {
		head, forms, _ := strings.Cut(want[i], ": ")
		l := strings.Split(forms, " | ")
		for k := range l {
			l[k] = shorten(l[k], 40)
		}
		short[i] = head + ": " + strings.Join(l, " | ")
	}
	same(t, "text", txt, short)
}

// placeLine begins the line of a finding in the text report.
var placeLine = regexp.MustCompile(`^[^ ]+:\d+:\d+: `)

func same(t *testing.T, name string, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s reports\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestUnits: the units of a bitext make one report; offsets count from the
// segment, lines in the file, and ids stay what they were.
func TestUnits(t *testing.T) {
	fixedChecks(t)
	for _, f := range Formats {
		var b bytes.Buffer
		w := f.New(&b, Options{Creator: "tercet 1.2.3"})
		for i, s := range [][]string{{"Le 35ᵉ jour.", "The 35th day.", "第25天。"}, {"Rien.", "Nothing.", ""}} {
			r := NewUnit([]string{"fr", "en", "zh"}, s, nil, .5, nil)
			if i == 0 {
				r.Findings = []divergence.Finding{{Check: "number", Severity: divergence.Error, Odd: "zh", Message: divergence.Message{ID: "number.differs-odd", Args: map[string]any{"Odd": "zh", "Others": "fr, en"}},
					At: []divergence.Location{at(r, 2, "25", 0), at(r, 0, "35ᵉ", 0), at(r, 1, "35th", 0)}}}
			}
			id := corpora.ID{Text: "u1"}
			if i == 1 {
				id = corpora.ID{Text: "17", Number: true}
			}
			if err := w.Add(r, &Unit{ID: id, File: "m.jsonl", Line: 7 + i}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		golden(t, "units-"+f.Name+".golden", b.Bytes())
	}
}

// TestSets: two sets in one report keep their beads, findings and documents
// apart, and what was not checked in both is told once.
func TestSets(t *testing.T) {
	out := map[string]string{}
	for _, f := range Formats {
		var b bytes.Buffer
		w := f.New(&b, Options{Creator: "tercet 1.2.3"})
		for i, name := range []string{"lima", "quito"} {
			r := sample(t)
			for _, d := range r.Documents {
				d.Name = strings.Replace(d.Name, "lima", name, 1)
			}
			if i == 1 {
				r.Findings = r.Findings[:1]
			}
			if err := w.Add(r, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		out[f.Name] = b.String()
	}
	var j struct {
		Documents []struct{ Name string }
		Beads     []struct{ Documents []int }
		Findings  []struct{ Fingerprint string }
	}
	if err := json.Unmarshal([]byte(out["json"]), &j); err != nil {
		t.Fatal(err)
	}
	if len(j.Documents) != 6 || len(j.Beads) != 10 || len(j.Findings) != 6 {
		t.Fatalf("%d documents, %d beads, %d findings, want 6, 10, 6", len(j.Documents), len(j.Beads), len(j.Findings))
	}
	if a, b := j.Beads[0].Documents, j.Beads[9].Documents; !slices.Equal(a, []int{0, 1, 2}) || !slices.Equal(b, []int{3, 4, 5}) {
		t.Errorf("beads of documents %v and %v", a, b)
	}
	if a, b := j.Findings[0].Fingerprint, j.Findings[5].Fingerprint; a == b {
		t.Errorf("two findings have fingerprint %s", a)
	}
	if n := strings.Count(out["jsonl"], "\n"); n != 10 {
		t.Errorf("jsonl has %d lines, want 10", n)
	}
	if err := validate(t, schema(t), []byte(out["sarif"])); err != nil {
		t.Error(err)
	}
	if !strings.Contains(out["text"], "quito/zh.txt:3:10: error") || strings.Count(out["text"], "no data for") != 1 || !strings.Contains(out["text"], "in 10 beads") {
		t.Errorf("text:\n%s", out["text"])
	}
	if n := strings.Count(out["junit"], "<testsuite "); n != 6 {
		t.Errorf("junit has %d suites, want 6", n)
	}
	if n := strings.Count(out["html"], "<table>"); n != 2 || strings.Count(out["html"], `id="b10"`) != 1 {
		t.Errorf("html has %d tables, want 2", n)
	}
}

// TestEmpty: no array is null, whatever is missing.
func TestEmpty(t *testing.T) {
	r := &divergence.Result{Documents: []*text.Document{text.New("a", "fr", ""), text.New("b", "en", "")}, Alignment: &align.Alignment{}}
	for _, f := range []*Format{JSON, JSONL} {
		if out := write(t, f, r, Options{}); bytes.Contains(out, []byte("null")) {
			t.Errorf("%s: %s", f.Name, out)
		}
	}
	r = sample(t)
	r.Findings[0].At = nil
	for _, f := range Formats {
		write(t, f, r, Options{}) // a finding without a place is odd, and no reason to fall over
	}
}

// TestDeterministic: the same result makes the same bytes.
func TestDeterministic(t *testing.T) {
	for _, f := range Formats {
		a := write(t, f, sample(t), Options{})
		for range 5 {
			if !bytes.Equal(a, write(t, f, sample(t), Options{})) {
				t.Errorf("%s differs from run to run", f.Name)
			}
		}
		if !utf8.Valid(a) {
			t.Errorf("%s is no UTF-8", f.Name)
		}
	}
}

func TestDiff(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"建交25周年", "建交35周年", "建交[-2-]{+3+}5周年"},
		{"partenariat stratégique", "partenariat stratégique global", "partenariat stratégique{+ global+}"},
		{"a\xffb c", "ab c", "a[-\uFFFD-]b c"},
		{"", "x", "{+x+}"},
		{"", "", ""},
		{"politique d’une seule Chine", "principe d’une seule Chine", "[-politique-]{+principe+} d’une seule Chine"},
		{"partenariats stratégiques", "partenariat stratégique", "partenariat[-s-] stratégique[-s-]"},
		{"Sud mondial", "Sud global", "Sud [-mondial-]{+global+}"},
		{"35th anniversary", "36th anniversary", "3[-5-]{+6+}th anniversary"},
		{"新丝绸之路", "一带一路", "[-新丝绸之路-]{+一带一路+}"},
	} {
		var b strings.Builder
		for _, d := range Diff(c.a, c.b) {
			b.WriteString(map[int8]string{-1: "[-", 0: "", 1: "{+"}[int8(d.Type)] + d.Text + map[int8]string{-1: "-]", 0: "", 1: "+}"}[int8(d.Type)])
		}
		if b.String() != c.want {
			t.Errorf("Diff(%q, %q) = %s, want %s", c.a, c.b, b.String(), c.want)
		}
	}
}

// TestDiffWays: what is kept and deleted makes a, what is kept and inserted b.
func TestDiffWays(t *testing.T) {
	word := rapid.SampledFrom([]string{"a", "b", "ab", "中", "国", " ", "’", "é", "1", "\U000F0000"})
	rapid.Check(t, func(t *rapid.T) {
		a, b := strings.Join(rapid.SliceOf(word).Draw(t, "a"), ""), strings.Join(rapid.SliceOf(word).Draw(t, "b"), "")
		var from, to string
		for _, d := range Diff(a, b) {
			if d.Type <= 0 {
				from += d.Text
			}
			if d.Type >= 0 {
				to += d.Text
			}
		}
		if from != a || to != b {
			t.Errorf("Diff(%q, %q) leads from %q to %q", a, b, from, to)
		}
	})
}

func TestAlignGolden(t *testing.T) {
	for _, f := range AlignFormats {
		t.Run(f.Name, func(t *testing.T) {
			a := &align.Alignment{Docs: documents(t), Beads: beads()}
			if f == AlignXLIFF {
				if err := f.Write(io.Discard, a, Options{}); err == nil {
					t.Error("three documents in one xliff")
				}
				a = firstTwo(a)
			}
			var b bytes.Buffer
			if err := f.Write(&b, a, Options{Creator: "tercet 1.2.3"}); err != nil {
				t.Fatal(err)
			}
			golden(t, "align-"+f.Name+".golden", b.Bytes())
		})
	}
}

// firstTwo is the alignment without its third document.
func firstTwo(a *align.Alignment) *align.Alignment {
	out := &align.Alignment{Docs: a.Docs[:2]}
	for _, b := range a.Beads {
		b.Sents = b.Sents[:2]
		out.Beads = append(out.Beads, b)
	}
	return out
}

// TestAlignTMX: what is written is read again as units, beads of one version
// left out.
func TestAlignTMX(t *testing.T) {
	var b bytes.Buffer
	a := &align.Alignment{Docs: documents(t), Beads: beads()}
	a.Beads = append(a.Beads, align.Bead{Sents: []align.Range{{Lo: 6, Hi: 6}, {Lo: 5, Hi: 6}, {Lo: 5, Hi: 5}}, Score: .5})
	if err := AlignTMX.Write(&b, a, Options{Creator: "tercet 1.2.3"}); err != nil {
		t.Fatal(err)
	}
	var got []string
	err := corpora.TMX.Read("m.tmx", &b, func(u *corpora.Unit) error {
		var l []string
		for _, s := range u.Segments {
			l = append(l, s.Lang)
		}
		got = append(got, u.ID+" "+strings.Join(l, " "))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "tmx", got, []string{"1 fr en zh", "2 fr en zh", "3 fr en", "4 fr en zh", "5 fr en zh"})
}

// TestAlignXML: xliff and svg are well formed whatever stands in the text.
func TestAlignXML(t *testing.T) {
	docs := []*text.Document{text.New(`a"<b>.txt`, "fr", "1 < 2 & \x1b]]> \"x\" \xff\uFFFF."), text.New("b.txt", "en", "<b>&amp;")}
	a := &align.Alignment{Docs: docs, Beads: []align.Bead{{Sents: []align.Range{{Lo: 0, Hi: 1}, {Lo: 0, Hi: 1}}, Score: .9}}}
	for _, d := range docs {
		sp := text.Span{Start: 0, End: len(d.Text)}
		d.Paragraphs = []text.Paragraph{{Span: sp, Sentences: []text.Sentence{{Span: sp}}}}
	}
	for _, f := range []*AlignFormat{AlignXLIFF, AlignSVG, AlignTMX} {
		var b bytes.Buffer
		if err := f.Write(&b, a, Options{Creator: `"<&>`}); err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(b.Bytes()) && f != AlignTMX {
			t.Errorf("%s is no UTF-8", f.Name)
		}
		dec := xml.NewDecoder(&b)
		for {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
}
