package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/report"
	"github.com/tercet/tercet/text/reader"
)

// The README's output, tables and figures are what the program, its lists and
// testdata/quality.tsv say. UPDATE=1 writes them.
func TestREADME(t *testing.T) {
	t.Chdir("../..")
	old, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(old)
	for name, want := range map[string]string{
		"check":   readmeCheck(t, readme),
		"example": readmeExample(t),
		"tables":  readmeTables(),
		"quality": readmeQuality(t),
	} {
		begin := "<!-- begin: " + name + " -->\n"
		i := strings.Index(readme, begin)
		if i < 0 {
			t.Fatalf("README.md has no %q", begin)
		}
		i += len(begin)
		j := i + strings.Index(readme[i:], "<!-- end -->")
		if readme[i:j] != want {
			if os.Getenv("UPDATE") == "" {
				t.Errorf("README.md, %s: want\n%s\nUPDATE=1 writes it", name, want)
			}
			readme = readme[:i] + want + readme[j:]
		}
	}
	if os.Getenv("UPDATE") != "" && readme != string(old) {
		if err := os.WriteFile("README.md", []byte(readme), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// readmeCheck runs the first command of the README.
func readmeCheck(t *testing.T, readme string) string {
	m := regexp.MustCompile(`(?m)^    go run \./cmd/tercet (check .*)$`).FindStringSubmatch(readme)
	if m == nil {
		t.Fatal("README.md has no command")
	}
	var out, errs bytes.Buffer
	e := &env{args: append(strings.Fields(m[1]), "--ui-lang", "en"), stdin: strings.NewReader(""), stdout: &out, stderr: &errs}
	if status := e.run(); status != exitFindings || errs.Len() > 0 {
		t.Fatalf("status %d, %s", status, errs.String())
	}
	return "```\n" + out.String() + "```\n"
}

// readmeExample is the body of the Example in package divergence.
func readmeExample(t *testing.T) string {
	src, err := os.ReadFile("divergence/example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, body, ok := strings.Cut(string(src), "func Example() {\n")
	if !ok {
		t.Fatal("divergence/example_test.go has no Example")
	}
	body, _, _ = strings.Cut(body, "\t// Output:")
	var b strings.Builder
	b.WriteString("```go\n")
	for line := range strings.Lines(body) {
		b.WriteString(strings.TrimPrefix(line, "\t"))
	}
	b.WriteString("```\n")
	return b.String()
}

func readmeTables() string {
	var b strings.Builder
	b.WriteString("| languages | |\n|---|---|\n")
	for _, l := range lang.All {
		fmt.Fprintf(&b, "| `%s` | %s |\n", l.Code, map[string]string{"fr": "French", "en": "English", "zh": "Chinese, Simplified and Traditional"}[l.Code])
	}
	b.WriteString("\n| check | what it reports |\n|---|---|\n")
	for _, k := range divergence.All {
		fmt.Fprintf(&b, "| `%s` | %s |\n", k.Name, summary(k.Doc, lang.English))
	}
	b.WriteString("\n| files | format |\n|---|---|\n")
	for _, f := range reader.Formats {
		fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(f.Extensions, " "), f.Doc)
	}
	for _, f := range corpora.Formats {
		fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(f.Extensions, " "), strings.ReplaceAll(f.Doc, "|", `\|`))
	}
	b.WriteString("\n| `check --format` | |\n|---|---|\n")
	for _, f := range report.Formats {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Name, f.Doc)
	}
	b.WriteString("\n| `align --format` | |\n|---|---|\n")
	for _, f := range report.AlignFormats {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Name, f.Doc)
	}
	return b.String()
}

// readmeRows are the figures of testdata/quality.tsv that the README shows: a
// line of the table, and the names of its figures.
var readmeRows = []struct {
	what  string
	names []string
}{
	{"sentence ends, running text (F1; en, fr, zh)", []string{"segment/ud.en/F1m", "segment/ud.fr/F1m", "segment/ud.zh/F1m"}},
	{"sentence ends, hard cases (F1; en, fr, zh)", []string{"segment/diplo.en/F1m", "segment/diplo.fr/F1m", "segment/diplo.zh/F1m"}},
	{"beads, documents with heavy damage (strict F1; en-fr, en-zh, fr-zh)", []string{"align/en-fr/heavy/strict", "align/en-zh/heavy/strict", "align/fr-zh/heavy/strict"}},
	{"beads, three versions at once, heavy damage (strict F1)", []string{"align/en-fr-zh/heavy/joint"}},
	{"beads, novels en-fr, literary en-zh, prose en-zh, yearbooks de-fr, aligned by hand (strict F1)", []string{"align/novels-en-fr/strict", "align/mac-en-zh/strict", "align/prose-en-zh/strict", "align/textberg-de-fr/strict"}},
	{"violations of a glossary (F1; en-fr, en-zh, fr-zh, zh-fr)", []string{"terminology/en-fr/F1", "terminology/en-zh/F1", "terminology/fr-zh/F1", "terminology/zh-fr/F1"}},
	{"clean UN sentences in three languages without a warning of the embedded glossary", []string{"terminology/un.embedded/quiet"}},
	{"clean sentences without a warning of the other checks (en-fr, en-zh, fr-zh, three languages, UN)", []string{"divergence/clean.en-fr/silence", "divergence/clean.en-zh/silence", "divergence/clean.fr-zh/silence", "divergence/clean.triples/silence", "divergence/clean.un/silence"}},
	{"planted faults found, three versions: number, date, unit, untranslated", []string{"divergence/triples/number", "divergence/triples/date", "divergence/triples/unit", "divergence/triples/untranslated"}},
	{"planted faults found, three versions: negation, name, omission, addition", []string{"divergence/triples/negation", "divergence/triples/name", "divergence/triples/omission", "divergence/triples/addition"}},
	{"divergence score, AUC (three versions, UN)", []string{"divergence/triples/AUC", "divergence/un.triples/AUC"}},
}

// readmeQuality is the part of testdata/quality.tsv that the README shows.
func readmeQuality(t *testing.T) string {
	src, err := os.ReadFile("testdata/quality.tsv")
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	for line := range strings.Lines(string(src)) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) >= 2 && !strings.HasPrefix(line, "#") {
			values[f[0]] = f[1]
		}
	}
	var b strings.Builder
	b.WriteString("| | at least |\n|---|---|\n")
	for _, r := range readmeRows {
		var vs []string
		for _, n := range r.names {
			if values[n] == "" {
				t.Errorf("testdata/quality.tsv has no %s", n)
			}
			vs = append(vs, values[n])
		}
		fmt.Fprintf(&b, "| %s | %s |\n", r.what, strings.Join(vs, ", "))
	}
	return b.String()
}
