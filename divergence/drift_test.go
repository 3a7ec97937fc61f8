package divergence

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/text"
)

func driftGlossary(t *testing.T, tsv string) *glossary.Glossary {
	t.Helper()
	g, err := glossary.TSV.Read("test.tsv", []byte(strings.ReplaceAll(tsv, "  ", "\t")))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

const driftTerms = "id  fr  fr_admitted  fr_deprecated\nsouth  Sud global    Sud mondial\nduty  devoir  obligation\nzone  zone franche  zone franche maritime\n"

func TestDateOf(t *testing.T) {
	for _, c := range []struct{ name, lang, text, want string }{
		{"2024-02-29-visite.fr.txt", "fr", "Paris, le 3 mars 2024.", "2024-02-29"},
		{"visite.fr.txt", "fr", "En 2019, puis le 3 mars 2024 et le 4 avril 2024.", "2024-03-03"},
		{"2024-02-29/visite.fr.txt", "fr", "Hier.", ""}, // the folder is not the file
		{"visite.en.txt", "en", "Meeting.\n\nBeijing, 12 May 2023", "2023-05-12"},
		{"visite.zh.txt", "zh", "2023年5月12日，双方会晤。", "2023-05-12"},
		{"12024-02-290.txt", "fr", "Demain.", ""},
		{"2024-13-01.txt", "fr", "Demain.", ""},
	} {
		if got := DateOf(text.New(c.name, c.lang, c.text)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// drifts is the findings as "text: severity message".
func drifts(list [][]Finding) string {
	var out []string
	for i, fs := range list {
		for _, f := range fs {
			out = append(out, fmt.Sprintf("%d %s %s %v", i, f.Severity, f.Message.ID, f.Message.Args["Found"]))
		}
	}
	return strings.Join(out, "; ")
}

func TestDrift(t *testing.T) {
	gs := []*glossary.Glossary{driftGlossary(t, driftTerms)}
	for _, c := range []struct {
		name  string
		texts []string // "date text"
		want  string
	}{
		{"left for a deprecated form", []string{"2020-01-01 Le Sud global.", "2021-01-01 Le Sud mondial."}, "1 warning drift.left Sud mondial"},
		{"left once for an admitted form", []string{"2020-01-01 Un devoir.", "2021-01-01 Une obligation."}, "1 note drift.left obligation"},
		{"left twice", []string{"2020-01-01 Un devoir.", "2021-01-01 Une obligation.", "2022-01-01 Une obligation."}, "1 note drift.left obligation"},
		{"left for good", []string{"2020-01-01 Un devoir.", "2021-01-01 Une obligation.", "2022-01-01 Une obligation.", "2023-01-01 Une obligation."}, "1 warning drift.left obligation"},
		{"the days count, not the order", []string{"2022-01-01 Une obligation.", "2020-01-01 Un devoir."}, "0 note drift.left obligation"},
		{"usage came back", []string{"2020-01-01 Un devoir.", "2021-01-01 Une obligation.", "2022-01-01 Un devoir."}, ""},
		{"both on the last day", []string{"2020-01-01 Un devoir.", "2021-01-01 Un devoir.", "2021-01-01 Une obligation."}, ""},
		{"never preferred", []string{"2020-01-01 Une obligation.", "2021-01-01 Une obligation."}, ""},
		{"not named again", []string{"2020-01-01 Un devoir.", "2021-01-01 Le Sud global."}, ""},
		{"the preferred form with words around it", []string{"2020-01-01 La zone franche.", "2021-01-01 La zone franche maritime."}, ""},
		{"no date", []string{"2020-01-01 Un devoir.", " Une obligation."}, ""},
	} {
		var docs []Dated
		for i, s := range c.texts {
			date, s, _ := strings.Cut(s, " ")
			docs = append(docs, Dated{text.New(fmt.Sprint(i), "fr", s), date})
		}
		usages, found := Drift(docs, gs)
		if got := drifts(found); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if len(usages) == 0 {
			t.Errorf("%s: no usage", c.name)
		}
	}
	usages, _ := Drift([]Dated{{text.New("a", "fr", "Un devoir, des devoirs."), "2020-01-01"}, {text.New("b", "fr", "Ce devoir."), ""}}, gs)
	if len(usages) != 1 || len(usages[0].Forms) != 1 {
		t.Fatalf("%+v", usages)
	}
	if f := usages[0].Forms[0]; f.Count != 3 || f.Texts != 2 || f.First != "2020-01-01" || f.Last != "2020-01-01" {
		t.Errorf("%+v", f)
	}
}

func TestCompare(t *testing.T) {
	gs := []*glossary.Glossary{driftGlossary(t, driftTerms)}
	doc := func(s string) *text.Document { return text.New("x", "fr", s) }
	then := []*text.Document{doc("Le Sud global. Un devoir."), doc("Un devoir."), nil}
	now := []*text.Document{doc("Le Sud mondial. Un devoir."), doc("Une obligation."), doc("Le Sud mondial.")}
	changes, found := Compare(then, now, gs)
	if got, want := drifts(found), "0 warning drift.replaced Sud mondial; 1 note drift.replaced obligation"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	var got []string
	for _, c := range changes {
		got = append(got, fmt.Sprint(c.Term.Text, " ", c.Then, " ", c.Now, " ", c.Left))
	}
	if s, want := strings.Join(got, "; "), "Sud global 1 0 0; Sud mondial 0 2 1; devoir 2 1 0; obligation 0 1 1"; s != want {
		t.Errorf("%q, want %q", s, want)
	}
}

func TestBreaks(t *testing.T) {
	was := driftGlossary(t, driftTerms+"aid  aide\n")
	is := driftGlossary(t, "id  fr  fr_admitted  fr_deprecated\nsouth  Sud global    Sud mondial\nduty  charge    obligation\nhelp  aide\n")
	docs := []*text.Document{
		text.New("a", "fr", "Le Sud mondial."),                                // was deprecated before
		text.New("b", "fr", "Une obligation, des obligations."),               // is deprecated now
		text.New("c", "fr", "Un devoir."),                                     // is gone
		text.New("d", "fr", "Une charge pour le Sud global. Une obligation."), //
		text.New("e", "fr", "Une aide."),                                      // has moved to another concept
	}
	list, found := Breaks(was, is, docs)
	if got, want := drifts(found), "1 warning drift.deprecated obligation; 2 warning drift.removed devoir; 3 warning drift.deprecated obligation"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(list) != 2 || list[0].Count != 3 || len(list[0].Texts) != 2 || list[0].Removed || !list[1].Removed {
		t.Errorf("%+v", list)
	}
	if list, found := Breaks(was, was, docs); len(list) != 0 || drifts(found) != "" {
		t.Errorf("the same glossary: %+v %s", list, drifts(found))
	}
}
