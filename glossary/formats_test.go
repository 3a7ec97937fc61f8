package glossary

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/tercet/tercet/internal/quality"
)

func TestTBXOfOthers(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"data categories as tags", `<?xml version="1.0"?>
<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader><text><body>
<conceptEntry id="c5"><min:subjectField>law</min:subjectField>
<langSec xml:lang="en-GB"><basic:definition>what all have</basic:definition><termSec><term>human right</term><min:partOfSpeech>noun</min:partOfSpeech><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec></langSec>
<langSec xml:lang="fr"><termSec><term>droit de l’homme</term><basic:grammaticalGender>masculine</basic:grammaticalGender></termSec><termSec><term>droit humain</term></termSec></langSec>
</conceptEntry></body></text></tbx>`,
			"c5 subject=law definition=what all have note= source=\n  en preferred n  human right\n  fr preferred  m droit de l’homme\n  fr admitted   droit humain\n"},
		{"martif with groups, as MultiTerm and translate-toolkit write it", `<?xml version='1.0'?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader type="TBX"><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader><text><body>
<termEntry id="3"><descripGrp><descrip type="subjectField">trade</descrip></descripGrp><transacGrp><transac type="transactionType">origination</transac><date>2020-01-01</date></transacGrp>
<langSet xml:lang="en_US"><ntig><termGrp><term id="a">free <hi>trade</hi></term><termNote type="partOfSpeech">noun</termNote></termGrp></ntig></langSet>
<langSet xml:lang="zh-Hant"><tig><term>自由貿易</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote><note>old</note></tig><tig><term>自由
 貿易區</term></tig></langSet>
<note>seen</note></termEntry></body></text></martif>`,
			"3 subject=trade definition= note=seen source=\n  en preferred n  free trade\n  zh deprecated   自由貿易\n  zh admitted   自由 貿易區\n"},
	} {
		g, err := TBX.Read("x.tbx", []byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := dump(g); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

func TestTBXErrors(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"<html></html>", "x.tbx:1:7: the root element is html (want tbx, martif)"},
		{"", "x.tbx: is empty (want text)"},
		{"<tbx>\n<text><body><conceptEntry id='a'><langSec xml:lang='fr'><termSec><term>mot</term><termNote type='administrativeStatus'>prefered</termNote>\n</termSec>", `x.tbx:3:11: unknown status "prefered" (want preferred, admitted, deprecated, superseded)`},
		{"<tbx><text><body><conceptEntry id='a'><langSec xml:lang='fr'><termSec><term>mot</term>", "x.tbx:1:87: broken XML: unexpected EOF (want well-formed XML)"},
		{"<tbx><text><body><conceptEntry id='a'><langSec xml:lang='fr12345678901'>", `x.tbx:1:73: fr12345678901 is no language tag (want BCP 47, such as fr, en or zh-Hans)`},
	} {
		if _, err := TBX.Read("x.tbx", []byte(c.in)); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v (want %s)", c.in, err, c.want)
		}
	}
}

func TestYAML(t *testing.T) {
	g, err := YAML.Read("x.yaml", []byte(`# ours
concepts:
  - id: human-rights
    note: never droits humains
    terms:
      fr:
        - droits de l'homme
        - {text: droits humains, status: deprecated, pos: n}
      en: human rights
      zh-Hant: "人權"
  - id: 2030
    terms: {fr: [Programme 2030]}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := "human-rights subject= definition= note=never droits humains source=\n  fr preferred   droits de l'homme\n  fr deprecated n  droits humains\n  en preferred   human rights\n  zh preferred   人權\n2030 subject= definition= note= source=\n  fr preferred   Programme 2030\n"
	if got := dump(g); got != want {
		t.Errorf("%swant\n%s", got, want)
	}
	for _, c := range []struct{ in, want string }{
		{"concepts:\n  - id: a\n    term: x\n", `x.yaml:3:5: unknown key term (did you mean terms?)`},
		{"concepts:\n  - terms:\n      fr:\n        - text: a\n          status: preferd\n", `x.yaml:5:19: unknown status "preferd" (want preferred, admitted, deprecated, superseded)`},
		{"concept: []\n", `x.yaml:1:1: unknown key concept (did you mean concepts?)`},
		{"- a\n", "x.yaml:1:3: a is no mapping (want keys and values; keys: id, subject, definition, part_of, note, source, terms)"},
	} {
		if _, err := YAML.Read("x.yaml", []byte(c.in)); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v (want %s)", c.in, err, c.want)
		}
	}
}

func TestCSV(t *testing.T) {
	g, err := CSV.Read("x.csv", []byte("\ufeffid;fr;fr_forbidden;zh\r\na;\"un; deux\";x|y;人权\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := dump(g), "a subject= definition= note= source=\n  fr preferred   un; deux\n  fr deprecated   x\n  fr deprecated   y\n  zh preferred   人权\n"; got != want {
		t.Errorf("%swant\n%s", got, want)
	}
	for _, c := range []struct{ in, want string }{
		{"id,fr\na,é,b\n", "x.csv:2:5: a row of 3 cells (want the 2 of the header)"},
		{"id,fr\na,\"b\n", `x.csv:2:6: extraneous or missing " in quoted-field (want RFC 4180, quotes doubled inside quotes)`},
		{"id,pos,fr\na,q,b\n", `x.csv:2:3: unknown part of speech "q" (did you mean n?)`},
	} {
		if _, err := CSV.Read("x.csv", []byte(c.in)); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v (want %s)", c.in, err, c.want)
		}
	}
}

// One term a row, as the command lists a glossary.
func TestLongTable(t *testing.T) {
	g, err := TSV.Read("x.tsv", []byte("concept\tlang\tterm\tstatus\nhr\tfr\tdroits de l'homme\tpreferred\nun\tfr\tONU\tadmitted\nhr\tzh-Hant\t人權\tpreferred\nhr\tfr\tdroits humains\tdeprecated\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := "hr subject= definition= note= source=\n  fr preferred   droits de l'homme\n  zh preferred   人權\n  fr deprecated   droits humains\nun subject= definition= note= source=\n  fr admitted   ONU\n"
	if got := dump(g); got != want {
		t.Errorf("%swant\n%s", got, want)
	}
	for _, c := range []struct{ in, want string }{
		{"concept,lang,term,status\na,fr,mot,prefered\n", `x.csv:2:10: unknown status "prefered" (want preferred, admitted, deprecated, superseded)`},
		{"concept,lang,term,statut\n", `x.csv:1:19: unknown column "statut" (did you mean status?)`},
		{"lang,term\nfr,mot\n", "x.csv:1:1: the header has no column concept (want concept, lang, term, status)"},
		{"concept,lang,term\na,francais,mot\n", `x.csv:2:3: francais is no language tag (want BCP 47, such as fr, en or zh-Hans)`},
		{"concept,lang,term\n,fr,mot\n", "x.csv:2:1: a term without a concept (want its id)"},
	} {
		if _, err := CSV.Read("x.csv", []byte(c.in)); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v (want %s)", c.in, err, c.want)
		}
	}
}

func TestLost(t *testing.T) {
	g := &Glossary{Concepts: []*Concept{{ID: "a", Terms: []Term{{Lang: "fr", Text: "mot", Status: Preferred, Gender: "m", Case: true}}}}}
	for f, want := range map[*Format][]Part{TSV: {PartGender, PartForm}, TBX: {PartForm}, YAML: nil} {
		if got := f.Lost(g); !reflect.DeepEqual(got, want) {
			t.Errorf("%s loses %v (want %v)", f.Name, got, want)
		}
	}
}

func TestFormatsDeclared(t *testing.T) {
	names := map[string]bool{}
	for _, f := range Formats {
		if f.Name == "" || f.Doc == "" || len(f.Extensions) == 0 || f.Read == nil || names[f.Name] {
			t.Errorf("format %q is not whole or stands twice", f.Name)
		}
		names[f.Name] = true
	}
	for _, f := range []*Format{TSV, CSV, TBX, TBXDCT, TBX2, YAML, XLSX} {
		if got, err := FormatByName(f.Name); err != nil || got != f {
			t.Errorf("format %s is not in Formats", f.Name)
		}
	}
	if _, err := FormatByName("tbz"); err == nil || err.Error() != `unknown glossary format "tbz" (did you mean tbx?)` {
		t.Error(err)
	}
}

// The same glossary as TSV and in both versions of TBX, written by others.
func TestFormatsOfOthersAgree(t *testing.T) {
	want := quality.Data(t, "terminology", "glossary.tsv")
	g, err := Load(want)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range g.Concepts {
		for i := range c.Terms {
			c.Terms[i].POS = "" // the TBX files have none
		}
	}
	inOrder(g)
	for _, n := range []string{"glossary.v2.tbx", "glossary.v3.tbx"} {
		o, err := Load(quality.Data(t, "terminology", n))
		if err != nil {
			t.Fatal(err)
		}
		inOrder(o)
		if !reflect.DeepEqual(o.Concepts, g.Concepts) {
			t.Errorf("%s holds\n%.600s\nwant\n%.600s", n, dump(o), dump(g))
		}
	}
}

func TestDiplomaticRoundTrip(t *testing.T) {
	g := Diplomatic()
	for _, f := range Formats {
		var b bytes.Buffer
		if err := f.Write(&b, g); err != nil {
			t.Fatal(err)
		}
		o, err := f.Read("x"+f.Extensions[0], b.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		cp := &Glossary{}
		for _, c := range g.Concepts {
			d := *c
			d.Terms = append([]Term(nil), c.Terms...)
			cp.Concepts = append(cp.Concepts, &d)
		}
		inOrder(cp)
		inOrder(o)
		if !reflect.DeepEqual(o.Concepts, cp.Concepts) {
			t.Errorf("%s: read back another glossary", f.Name)
			a, b := strings.Split(dump(o), "\n"), strings.Split(dump(cp), "\n")
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Errorf("%s: %q (want %q)", f.Name, a[i], b[i])
					break
				}
			}
		}
	}
}

func FuzzReadTBX(f *testing.F) {
	f.Add([]byte(`<tbx><text><body><conceptEntry id="a"><langSec xml:lang="fr"><termSec><term>mot</term></termSec></langSec></conceptEntry></body></text></tbx>`))
	f.Add([]byte(`<martif><text><body><termEntry id="_x0031_"><langSet xml:lang="zh-Hant"><ntig><termGrp><term>人<hi>權</hi></term></termGrp></ntig></langSet><note>n</note></termEntry></body></text></martif>`))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, TBX, data) })
}

func FuzzReadYAML(f *testing.F) {
	f.Add([]byte("concepts:\n  - id: a\n    terms:\n      fr: [mot, {text: b, status: deprecated}]\n"))
	f.Add([]byte("- &a {terms: {no: y}}\n"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, YAML, data) })
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("id,fr\n\"#a\",\"b \"\"c\"\"\"\n"))
	f.Add([]byte("id;fr;zh\na;b;c|d\n"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, CSV, data) })
}
