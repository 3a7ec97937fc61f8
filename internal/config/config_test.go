package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/tercet/tercet/divergence"
)

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern   string
		languages []string
		name      string
		lang, id  string // "" "" where it does not fit
	}{
		{"readouts/{id}.{lang}.md", nil, "readouts/lima.fr.md", "fr", "lima"},
		{"readouts/{id}.{lang}.md", nil, "readouts/lima.v2.zh-Hant.md", "zh-Hant", "lima.v2"},
		{"readouts/{id}.{lang}.md", nil, "readouts/sub/lima.fr.md", "", ""},
		{"readouts/{id}.{lang}.md", nil, "readouts/lima.min.md", "", ""},
		{"./readouts//{id}.{lang}.md", nil, "readouts/lima.en.md", "en", "lima"},
		{"{id}-{lang}.md", nil, "visite-de-fr.md", "fr", "visite-de"},
		{"{id}-{lang}.md", nil, "visite-zh-CN.md", "zh-CN", "visite"},
		{"{id}_{lang}.md", nil, "visite_zh_TW.md", "zh_TW", "visite"},
		{"docs/{lang}/{id}.md", nil, "docs/fr/intro.md", "fr", "intro"},
		{"docs/{lang}/{id}.md", nil, "docs/img/intro.md", "", ""},
		{"i18n/{lang}/**/{id}.md", nil, "i18n/fr/intro.md", "fr", "intro"},
		{"i18n/{lang}/**/{id}.md", nil, "i18n/fr/guide/a/intro.md", "fr", "guide/a/intro"},
		{"content/**/index.{lang}.md", nil, "content/a/b/index.en.md", "en", "a/b"},
		{"{lang}/{id}.{lang}.txt", nil, "fr/x.fr.txt", "fr", "x"},
		{"{lang}/{id}.{lang}.txt", nil, "fr/x.en.txt", "", ""},
		{"v?/{lang}/*.{md,mdx}", nil, "v2/fr/x.mdx", "fr", "2/x"},
		{"v?/{lang}/*.{md,mdx}", nil, "v10/fr/x.mdx", "", ""},
		{"{id}.{lang}.md", []string{"fr", "en"}, "x.de.md", "", ""},
		{"{id}.{lang}.md", []string{"fr", "en"}, "x.EN-gb.md", "EN-gb", "x"},
		{"{id}.{lang}.md", []string{"fr", "zh-Hans"}, "x.zh-Hant.md", "", ""},
		{"{id}.{lang}.md", []string{"fr", "zh-Hans"}, "x.zh_hans.md", "zh_hans", "x"},
		{"a+b/({id}).{lang}.md", nil, "a+b/(x).fr.md", "fr", "x"},
	} {
		p, err := compile(c.pattern, c.languages)
		if err != nil {
			t.Fatalf("%s: %v", c.pattern, err)
		}
		lang, id, ok := p.match(c.name)
		if ok != (c.lang != "") || lang != c.lang || id != c.id {
			t.Errorf("%s on %s: %q %q %v, want %q %q", c.pattern, c.name, lang, id, ok, c.lang, c.id)
		}
	}
}

func write(t *testing.T, files ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, f := range files {
		name, content, _ := strings.Cut(f, "\n")
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSets(t *testing.T) {
	write(t, "p/tercet.yaml\n"+`documents:
  - docs/{lang}/**/{id}.md
  - {id: z, zh: docs/fr/z.md, fr: other/z.txt}
  - readme.{lang}.md
  - ../shared/{id}/{lang}.txt
  - none/{id}.{lang}.md
languages: [zh, fr, en]
`, "p/docs/fr/b/x.md", "p/docs/en/b/x.md", "p/docs/zh-Hans/b/x.md", "p/docs/fr/y.md", "p/docs/en/y.md", "p/docs/fr/only.md",
		"p/docs/fr/z.md", "p/docs/fr/.hidden/h.md", "p/docs/en/.hidden/h.md", "p/docs/fr/node_modules/n.md", "p/docs/en/node_modules/n.md",
		"p/docs/de/y.md", "p/readme.fr.md", "p/readme.en.md", "shared/s/fr.txt", "shared/s/zh.txt")
	name, err := Find()
	if name != "" || err != nil {
		t.Fatal(name, err)
	}
	picture := func(c *Config) (string, string) {
		sets, warnings, err := c.Sets()
		if err != nil {
			t.Fatal(err)
		}
		var b, w strings.Builder
		for _, s := range sets {
			b.WriteString(s.ID + ":")
			for _, f := range s.Files {
				b.WriteString(" " + f.Lang + "=" + filepath.ToSlash(f.Name))
			}
			b.WriteByte('\n')
		}
		for _, e := range warnings {
			w.WriteString(filepath.ToSlash(e.Error()) + "\n")
		}
		return b.String(), w.String()
	}
	c, err := Load("p/tercet.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sets, warnings := picture(c)
	if want := `b/x: zh=p/docs/zh-Hans/b/x.md fr=p/docs/fr/b/x.md en=p/docs/en/b/x.md
readme.{lang}.md: fr=p/readme.fr.md en=p/readme.en.md
s: zh=shared/s/zh.txt fr=shared/s/fr.txt
y: fr=p/docs/fr/y.md en=p/docs/en/y.md
z: zh=p/docs/fr/z.md fr=p/other/z.txt
`; sets != want {
		t.Errorf("sets:\n%swant:\n%s", sets, want)
	}
	if want := `p/tercet.yaml:6: no file fits none/{id}.{lang}.md
p/docs/fr/only.md: the only version of only: not checked
p/readme.fr.md: readme.{lang}.md has no version in zh
shared/s/zh.txt: s has no version in en
p/docs/fr/y.md: y has no version in zh
p/docs/fr/z.md: z has no version in en
`; warnings != want {
		t.Errorf("warnings:\n%swant:\n%s", warnings, want)
	}

	t.Chdir("p/docs/fr")
	if name, err = Find(); err != nil || filepath.ToSlash(name) != "../../tercet.yaml" {
		t.Fatal(name, err)
	}
	if c, err = Load(name); err != nil {
		t.Fatal(err)
	}
	sets, _ = picture(c)
	for _, want := range []string{"fr=b/x.md en=../en/b/x.md", "s: zh=../../../shared/s/zh.txt", "z: zh=z.md fr=../../other/z.txt"} {
		if !strings.Contains(sets, want) {
			t.Errorf("from below:\n%swant %s", sets, want)
		}
	}
	if err := os.Mkdir(".git", 0o777); err != nil {
		t.Fatal(err)
	}
	if name, err := Find(); name != "" || err != nil {
		t.Errorf("beyond the root of the repository: %q %v", name, err)
	}
}

func TestParse(t *testing.T) {
	c, err := Parse("conf/tercet.yaml", []byte("\uFEFF"+`# everything
documents: ["{id}.{lang}.md"]
languages: &l [fr, en-GB]
source: zh-Hans
glossaries: terms.tsv
default-glossary: false
checks: {only: [number, quote], skip: date}
severities: {quote: note, omission: off}
fail-on: warning
lines: unwrap
quotes: keep
abbreviations: [Bull., p. ex.]
srx: ../rules.srx
waivers:
  - check: number
    reason: >
      it is
      known
    document: "*.fr.md"
  - {fingerprint: 0123456789abcdef, reason: r, text: x, concept: y}
`))
	if err != nil {
		t.Fatal(err)
	}
	got := *c
	got.Doc, got.Waivers, got.waivers, got.Documents = nil, nil, nil, nil
	want := Config{
		Name: "conf/tercet.yaml", Languages: []string{"fr", "en-GB"}, Source: "zh",
		Glossaries: []string{filepath.FromSlash("conf/terms.tsv")}, NoDefault: true, Only: []string{"number", "quote"}, Skip: []string{"date"},
		Severities: map[string]divergence.Severity{"quote": divergence.Note, "omission": divergence.Off},
		FailOn:     "warning", Lines: "unwrap", Quotes: "keep", Abbreviations: []string{"Bull.", "p. ex."}, SRX: "rules.srx",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if len(c.Waivers) != 2 || len(c.Documents) != 1 {
		t.Fatalf("%d waivers, %d documents", len(c.Waivers), len(c.Documents))
	}
	w := c.Waivers[0]
	if w.Reason != "it is known" || w.Line != 15 || c.WaiverSpan(0).Of(c.Doc.Text) != "check: number" || !strings.HasPrefix(c.WaiverSpan(1).Of(c.Doc.Text), "{fingerprint") {
		t.Errorf("%+v %q", w, c.WaiverSpan(0).Of(c.Doc.Text))
	}
	for name, fits := range map[string]bool{"conf/a.fr.md": true, "conf/b/a.fr.md": true, "a.fr.md": true, "conf/a.en.md": false} {
		if w.Document(name) != fits {
			t.Errorf("*.fr.md on %s: %v", name, !fits)
		}
	}
	for _, s := range []string{"", "# nothing\n", "---\n"} {
		if _, err := Parse("tercet.yaml", []byte(s)); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// Each mistake is said at its line and column, with what was wanted.
func TestErrors(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"documnets: x\n", "t.yaml:1:1: unknown key documnets (did you mean documents?)"},
		{"checks:\n  olny: [number]\n", "t.yaml:2:3: unknown key olny (did you mean only?)"},
		{"checks:\n  everything: yes\n", "t.yaml:2:3: unknown key everything (want one of only, skip)"},
		{"checks: number\n", "t.yaml:1:9: number is no mapping (want keys and values; keys: only, skip)"},
		{"- a\n", "t.yaml:1:1: […] is no mapping"},
		{"a: [\n", "t.yaml:1:"},
		{"lines: break\nlines: break\n", "t.yaml:2:1: broken YAML"},
		{"source: fr\n---\nsource: en\n", "t.yaml:3:1: a second YAML document"},
		{"source: 中文\n", "t.yaml:1:9: 中文 is no language tag"},
		{"languages: [fr, 12]\n", "t.yaml:1:17: 12 is no language tag"},
		{"languages: {fr: en}\n", "t.yaml:1:12: {…} is no list"},
		{"source:\n", "t.yaml:1:9: null stands where a value is wanted"},
		{"source: [fr]\n", "t.yaml:1:9: […] stands where a value is wanted"},
		{"default-glossary: no\n", "t.yaml:1:19: no is neither true nor false"},
		{"checks: {skip: [number, dates]}\n", "t.yaml:1:25: unknown check dates (did you mean date?)"},
		{"severities: {number: high}\n", "t.yaml:1:22: unknown value high (want one of error, warning, note, off)"},
		{"severities: {numbr: note}\n", "t.yaml:1:14: unknown check numbr (did you mean number?)"},
		{"severities: [note]\n", "t.yaml:1:13: […] is no mapping (want checks and their severities"},
		{"fail-on: errors\n", "t.yaml:1:10: unknown value errors (did you mean error?)"},
		{"lines: wrap\n", "t.yaml:1:8: unknown value wrap (did you mean unwrap?)"},
		{"abbreviations: [Bull]\n", "t.yaml:1:17: Bull has no full stop"},
		{"documents: x/{id}.md\n", "t.yaml:1:12: the pattern x/{id}.md has no {lang}"},
		{"documents: ['{lang}/{idd}.md']\n", "t.yaml:1:13: unknown placeholder {idd} (did you mean {id}?)"},
		{"documents: ['{lang}/{everything}.md']\n", "t.yaml:1:13: unknown placeholder {everything} (want {id} or {lang})"},
		{"documents: {fr: a}\n", "t.yaml:1:12: {…} is no list"},
		{"documents:\n  - fr: a\n", "t.yaml:2:5: the set has fewer than two versions"},
		{"documents:\n  - {fr: a, fr-CA: b}\n", "t.yaml:2:13: is in the same language as a: fr"},
		{"documents:\n  - {fr: a, 1: b}\n", "t.yaml:2:13: 1 is no language tag (want id and languages"},
		{"waivers: {check: number}\n", "t.yaml:1:10: {…} is no list of waivers"},
		{"waivers:\n  - check: number\n", "t.yaml:2:5: the waiver gives no reason (want reason:)"},
		{"waivers:\n  - check: number\n    reason: ''\n", "t.yaml:3:13: \"\" stands where a value is wanted"},
		{"waivers:\n  - reason: x\n", "t.yaml:2:5: the waiver names no check"},
		{"waivers:\n  - {check: number, reason: x, doc: y}\n", "t.yaml:2:32: unknown key doc"},
		{"waivers:\n  - {check: number, reason: x, document: '{x}'}\n", "t.yaml:2:42: unknown placeholder {x}"},
		{"a: \xff\n", "t.yaml: is not UTF-8"},
	} {
		_, err := Parse("t.yaml", []byte(c.in))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.in, err, c.want)
		}
	}
}

// FuzzParse: whatever the bytes, an error or a configuration, no panic.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"documents: ['{id}.{lang}.md']\nwaivers:\n  - {check: number, reason: x}\n", "a: &a [*a]\n", "a: *b\n", "? [x]\n: y\n", "<<: {lines: break}\n",
		"severities: !!map {quote: !!str off}\n", "documents: - x\n", "checks:\n  only: |\n    number\n", "\xEF\xBB\xBF", "waivers: [{}]\n", "waivers: [&a {check: *a}]\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := Parse("tercet.yaml", b)
		if err != nil && (c != nil || !strings.HasPrefix(err.Error(), "tercet.yaml:")) {
			t.Error(err)
		}
		for i := range len(c.waiverList()) {
			if s := c.WaiverSpan(i); s.End > len(c.Doc.Text) || s.Start > s.End {
				t.Error(s)
			}
		}
	})
}

func (c *Config) waiverList() []*divergence.Waiver {
	if c == nil {
		return nil
	}
	return c.Waivers
}
