package divergence_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/internal/quality"
	"github.com/tercet/tercet/segment"
	"github.com/tercet/tercet/text"
)

var update = flag.Bool("update", false, "rewrite the want sections")

func checker(t testing.TB, o divergence.Options) *divergence.Checker {
	t.Helper()
	c, err := divergence.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCases runs testdata/CHECK/*.txtar: sections fr, en, zh hold the versions
// of one bead, want the findings of severity warning or above (in note-*.txtar notes too), one a line:
// severity, check, the odd language or that of the first location, message id,
// and the forms or the text.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	count := map[string]int{}
	checkers := map[string]*divergence.Checker{}
	for _, file := range files {
		check := filepath.Base(filepath.Dir(file))
		kind, _, _ := strings.Cut(filepath.Base(file), "-")
		if kind == "documents" {
			continue // TestDocumentCases
		}
		count[check+" "+kind]++
		t.Run(check+"/"+filepath.Base(file), func(t *testing.T) {
			if divergence.ByName(check) == nil {
				t.Fatalf("no check is named %s", check)
			}
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var langs, segs []string
			want := -1
			for i, f := range ar.Files {
				if f.Name == "want" {
					want = i
					continue
				}
				langs, segs = append(langs, f.Name), append(segs, strings.TrimSuffix(string(f.Data), "\n"))
			}
			if want < 0 {
				t.Fatal("no want section")
			}
			c := checkers[check]
			if c == nil {
				c = checker(t, divergence.Options{Only: []string{check}, Glossaries: []*glossary.Glossary{glossary.Diplomatic()}})
				checkers[check] = c
			}
			var got strings.Builder
			for _, f := range c.Unit(langs, segs).Findings {
				if f.Severity == divergence.Note && kind != "note" {
					continue
				}
				where := f.Odd
				if where == "" {
					where = langs[f.At[0].Side]
				}
				say := f.Message.Args["Forms"]
				if say == nil {
					say = f.Message.Args["Text"]
				}
				if say == nil {
					say = ""
				}
				fmt.Fprintln(&got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s: %s", f.Severity, f.Check, where, f.Message.ID, say)))
			}
			if *update {
				ar.Files[want].Data = []byte(got.String())
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if w := string(ar.Files[want].Data); got.String() != w {
				t.Errorf("got\n%swant\n%s", got.String(), w)
			}
			if kind == "silent" && got.Len() > 0 || kind != "silent" && got.Len() == 0 {
				t.Errorf("%s case, found %q", kind, got.String())
			}
		})
	}
	for _, c := range []string{"number", "date", "acronym", "url", "bracket", "stance", "attribution", "list-count", "format", "untranslated"} {
		for _, k := range []string{"speak", "silent"} {
			if n := count[c+" "+k]; n < 20 {
				t.Errorf("%s has %d %s cases (want 20)", c, n, k)
			}
		}
	}
}

// TestAll: every check has a documentation with what it reports, and its own
// name at the head of it.
func TestAll(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range divergence.All {
		if seen[k.Name] {
			t.Errorf("two checks are named %s", k.Name)
		}
		seen[k.Name] = true
		if !strings.HasPrefix(k.Doc, "# "+k.Name+"\n") {
			t.Errorf("%s: Doc begins %.30q", k.Name, k.Doc)
		}
		if k == divergence.Waivers { // no check of a bead
			continue
		}
		for _, part := range []string{"Not reported", "Severity", "--skip " + k.Name} {
			if !strings.Contains(k.Doc, part) {
				t.Errorf("%s: Doc does not say %q", k.Name, part)
			}
		}
		if k.Category == "" {
			t.Errorf("%s is not complete", k.Name)
		}
	}
}

// TestMessages: the catalogues hold what the checks say, and the list of
// messages is what the code has.
func TestMessages(t *testing.T) {
	keys, err := locale.Keys("en")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, k := range keys {
		have[k] = true
	}
	listed := map[string]bool{}
	for _, m := range divergence.Messages {
		listed[m] = true
		if !have["finding."+m] {
			t.Errorf("the catalogues lack finding.%s", m)
		}
	}
	files, _ := filepath.Glob("*.go")
	id := regexp.MustCompile(`"((?:omission|addition|untranslated|quote|punctuation|negation|contrast|modality|mismatch|name|terminology)\.[a-z]+)"`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") || f == "messages.go" {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range id.FindAllSubmatch(b, -1) {
			if !listed[string(m[1])] {
				t.Errorf("%s says %s, which Messages lacks", f, m[1])
			}
		}
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		o    divergence.Options
		want string
	}{
		{divergence.Options{Only: []string{"nunber"}}, `no check is named "nunber"`},
		{divergence.Options{Skip: []string{"x"}}, `no check is named "x"`},
		{divergence.Options{Only: []string{"date"}, Skip: []string{"date"}}, "no check is left to run"},
	} {
		if _, err := divergence.New(c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v (want %s)", c.o, err, c.want)
		}
	}
	// a declared source is never at fault, and there is no odd one out
	langs := []string{"fr", "en", "zh"}
	segs := []string{"Les 14 projets avancent.", "The 15 projects advance.", "14个项目正在推进。"}
	r := checker(t, divergence.Options{Source: "en", Only: []string{"number"}}).Unit(langs, segs)
	if len(r.Findings) != 2 {
		t.Fatalf("%d findings with source en (want 2)", len(r.Findings))
	}
	for _, f := range r.Findings {
		if f.Odd != "" || f.At[0].Side == 1 {
			t.Errorf("source en: %+v", f)
		}
	}
	r = checker(t, divergence.Options{Only: []string{"number"}}).Unit(langs, segs)
	if len(r.Findings) != 1 || r.Findings[0].Odd != "en" || r.Findings[0].At[0].Side != 1 {
		t.Errorf("no source: %+v", r.Findings)
	}
	// a language without data is told of
	r = checker(t, divergence.Options{}).Unit([]string{"de", "en"}, []string{"Das sind 3 Schiffe.", "These are 5 ships."})
	if len(r.NotChecked) == 0 {
		t.Error("nothing is said of German")
	}
}

// TestConcurrent: one checker serves several goroutines, and says the same in
// each.
func TestConcurrent(t *testing.T) {
	c := checker(t, divergence.Options{Glossaries: []*glossary.Glossary{glossary.Diplomatic()}})
	langs := []string{"fr", "en", "zh"}
	segs := []string{"Le 28 janvier 2026, les 14 ministres ont soutenu le principe d’une seule Chine.", "On January 18, 2026, 15 ministers opposed the one-China principle.", "2026年1月28日，14位部长支持一个中国原则。"}
	want := c.Unit(langs, segs)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := c.Unit(langs, segs); !reflect.DeepEqual(got, want) {
					t.Errorf("got %v, want %v", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

// FuzzUnit: locations lie in their segments and the score is a probability,
// whatever the text.
func FuzzUnit(f *testing.F) {
	f.Add("Le 3 mai 1984, 14 % des 200 pays.", "On May 3, 1984, 14 % of 200 countries.", "一九八四年五月三日，200个国家的14%。")
	f.Add("", "Two « thirds » of $A45,000", "三分之二\xff")
	c := checker(f, divergence.Options{})
	f.Fuzz(func(t *testing.T, fr, en, zh string) {
		segs := []string{fr, en, zh}
		r := c.Unit([]string{"fr", "en", "zh"}, segs)
		if !(r.Divergence >= 0 && r.Divergence <= 1) {
			t.Errorf("divergence %v", r.Divergence)
		}
		for _, f := range r.Findings {
			for _, a := range f.At {
				if a.Span.Start < 0 || a.Span.End < a.Span.Start || a.Span.End > len(segs[a.Side]) {
					t.Errorf("%s: span %v of %d bytes", f.Check, a.Span, len(segs[a.Side]))
				}
			}
		}
	})
}

// readouts aligns a set of testdata/readouts.
func readouts(t testing.TB, name string) (*align.Alignment, []*text.Document) {
	t.Helper()
	var docs []*text.Document
	for _, l := range []string{"fr", "en", "zh"} {
		b, err := os.ReadFile(filepath.Join("../testdata/readouts", name, l+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		d := text.New(l+".txt", l, string(b))
		segment.Document(d, segment.Options{})
		docs = append(docs, d)
	}
	return align.Documents(docs, align.Options{}), docs
}

// TestReadouts: nothing of severity warning or above on the readouts that say
// the same in all versions; every planted number, date, omitted or added
// sentence, negation and the like found, on the right side, in the planted
// copies. The terms are left to the tests of terminology.
func TestReadouts(t *testing.T) {
	c := checker(t, divergence.Options{Skip: []string{"terminology"}, Glossaries: []*glossary.Glossary{glossary.Diplomatic()}})
	for _, name := range []string{"addis-union", "astana-visit", "dakar-call", "muscat-call", "rabat-committee", "suva-dialogue"} {
		a, docs := readouts(t, name)
		for _, f := range c.Documents(a).Findings {
			if f.Severity != divergence.Note {
				t.Errorf("%s: %s %s %s %v at %q", name, f.Severity, f.Check, f.Message.ID, f.Message.Args, f.At[0].Span.Of(docs[f.At[0].Side].Text))
			}
		}
	}
	must := map[string]bool{"number": true, "date": true, "omission": true, "addition": true, "untranslated": true, "negation": true, "modality": true}
	planted, _ := filepath.Glob("../testdata/readouts/*-planted")
	if len(planted) == 0 {
		t.Fatal("no planted readouts")
	}
	for _, dir := range planted {
		a, docs := readouts(t, filepath.Base(dir))
		r := c.Documents(a)
		f, err := os.Open(filepath.Join(dir, "faults.tsv"))
		if err != nil {
			t.Fatal(err)
		}
		tsv := csv.NewReader(f)
		tsv.Comma, tsv.LazyQuotes = '\t', true
		rows, err := tsv.ReadAll()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			check, lang, kind := row[0], row[1], row[2]
			if !must[check] {
				continue
			}
			start, _ := strconv.Atoi(row[3])
			end, _ := strconv.Atoi(row[4])
			found := false
			for _, f := range r.Findings {
				at := f.At[0]
				if f.Check != check || f.Severity == divergence.Note || docs[at.Side].Lang != lang {
					continue
				}
				// what is missing has no place of its own: the bead's is near enough
				near := 2
				if at.Span.Empty() {
					near = 400
				}
				found = found || at.Span.Start <= end+near && at.Span.End >= start-near
			}
			if !found {
				t.Errorf("%s: %s in %s is not found: %s (%s)", filepath.Base(dir), kind, lang, row[5], row[6])
			}
		}
	}
}

// unit is a line of the measuring sets.
type unit struct {
	langs, segs                   []string
	Label, Phenomenon, Odd, Group string
	Segments                      json.RawMessage
}

func units(t testing.TB, name string) []unit {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []unit
	sc := bufio.NewScanner(bytes.NewReader(b))
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var u unit
		if err := json.Unmarshal(sc.Bytes(), &u); err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(bytes.NewReader(u.Segments))
		d.Token()
		for d.More() {
			k, _ := d.Token()
			v, _ := d.Token()
			u.langs, u.segs = append(u.langs, k.(string)), append(u.segs, v.(string))
		}
		out = append(out, u)
	}
	return out
}

// TestQuality measures recall by kind of fault and silence on clean units
// (1 - false alarms), all checks but terminology, and the AUC of the score.
func TestQuality(t *testing.T) {
	dir := quality.Data(t, "divergence")
	c := checker(t, divergence.Options{Skip: []string{"terminology"}, Glossaries: []*glossary.Glossary{glossary.Diplomatic()}})
	for _, set := range []string{"clean.en-fr", "clean.en-zh", "clean.fr-zh", "clean.triples", "clean.un", "triples", "un.triples", "planted.en-fr", "planted.en-zh", "planted.fr-zh"} {
		var ok, bad []float64
		silent := 0.0
		found, all := map[string]float64{}, map[string]float64{}
		for _, u := range units(t, filepath.Join(dir, set+".jsonl")) {
			r := c.Unit(u.langs, u.segs)
			flagged := false
			for _, f := range r.Findings {
				flagged = flagged || f.Severity != divergence.Note
			}
			if u.Label == "ok" {
				ok = append(ok, r.Divergence)
				if !flagged {
					silent++
				}
				continue
			}
			bad = append(bad, r.Divergence)
			all[u.Phenomenon]++
			if flagged {
				found[u.Phenomenon]++
			}
		}
		quality.Check(t, "divergence/"+set+"/silence", silent/float64(len(ok)))
		if len(bad) == 0 {
			continue
		}
		quality.Check(t, "divergence/"+set+"/AUC", auc(ok, bad))
		for _, ph := range []string{"number", "date", "unit", "untranslated", "omission", "addition", "negation", "name"} {
			if all[ph] >= 20 {
				quality.Check(t, "divergence/"+set+"/"+ph, found[ph]/all[ph])
			}
		}
	}
}

// auc is the probability that a value of bad is above one of ok.
func auc(ok, bad []float64) float64 {
	s := 0.0
	for _, b := range bad {
		for _, o := range ok {
			switch {
			case b > o:
				s++
			case b == o:
				s += .5
			}
		}
	}
	return s / float64(len(ok)*len(bad))
}

func BenchmarkUnit(b *testing.B) {
	c := checker(b, divergence.Options{Glossaries: []*glossary.Glossary{glossary.Diplomatic()}})
	a, docs := readouts(b, "astana-visit")
	var all [][]string
	n := 0
	for _, bead := range a.Beads {
		var segs []string
		for i, d := range docs {
			g := bead.Sents[i]
			s := ""
			if g.Len() > 0 {
				ss := d.Sentences()
				s = d.Text[ss[g.Lo].Start:ss[g.Hi-1].End]
			}
			segs = append(segs, s)
			n += len(s)
		}
		all = append(all, segs)
	}
	langs := []string{"fr", "en", "zh"}
	b.SetBytes(int64(n))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range all {
			c.Unit(langs, s)
		}
	}
	b.ReportMetric(float64(b.N*len(all))/b.Elapsed().Seconds(), "triples/s")
}
