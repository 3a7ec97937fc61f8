package divergence

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/internal/quality"
)

const termGlossary = `id	pos	fr	fr_admitted	fr_deprecated	fr_superseded	en	en_admitted	en_deprecated	zh	zh_admitted	zh_deprecated	part_of
human-rights	n	droits de l'homme		droits humains		human rights			人权		个人权利
csp	n	partenariat stratégique global				comprehensive strategic partnership			全面战略伙伴关系
sp	n	partenariat stratégique				strategic partnership			战略伙伴关系
who	i	Organisation mondiale de la santé	OMS			World Health Organization	WHO		世界卫生组织	世卫组织
bri	i	la Ceinture et la Route		une ceinture, une route	les nouvelles routes de la soie	Belt and Road Initiative	Belt and Road	One Belt, One Road	“一带一路”倡议	一带一路
infection	n	infection				infection			感染
infected	a	infecté				infected			感染
patient	n	patient		malade		patient			患者
headache	n	mal de tête	céphalée			headache			头痛		偏头痛
general-assembly	n	Assemblée générale				General Assembly			联合国大会			un
un	n	Nations Unies				United Nations			联合国
cyber	n	cybersécurité				cybersecurity			网络安全
implement	v	mettre en œuvre		implémenter		implement			实施
`

// The cases: the versions as lang=text, the declared source, and what is to be
// found: severity, problem, concept, language and text of the first location,
// then -> and the fix where there is one, and the odd one.
var termCases = []struct {
	name   string
	source string
	sides  []string
	want   []string
}{
	{"all right", "", []string{"fr=Les droits de l’homme.", "en=Human rights.", "zh=人权。"}, nil},
	{"deprecated", "", []string{"fr=Les droits humains.", "en=Human rights.", "zh=人权。"}, []string{"error deprecated human-rights fr:droits humains -> droits de l'homme"}},
	{"deprecated, inflected to fit", "en", []string{"en=They implemented it.", "fr=Ils ont implémenté la loi."}, []string{"error deprecated implement fr:implémenté -> mis en œuvre"}},
	{"deprecated plural", "en", []string{"en=Patients wait.", "fr=Malades en attente."}, []string{"error deprecated patient fr:Malades -> Patients"}},
	{"deprecated beside the right one", "en", []string{"en=The patients wait.", "fr=Les patients et les malades attendent."}, nil},
	{"one of two deprecated", "en", []string{"en=Patients meet patients.", "fr=Des patients rencontrent des malades."}, []string{"error deprecated patient fr:malades -> patients"}},
	{"deprecated form without the concept", "en", []string{"en=The sick wait.", "fr=Les malades attendent."}, nil},
	{"deprecated contains preferred", "en", []string{"en=A headache.", "zh=偏头痛。"}, []string{"error deprecated headache zh:偏头痛 -> 头痛"}},
	{"missing", "en", []string{"en=Human rights matter.", "fr=Cela compte."}, []string{"warning missing human-rights fr:"}},
	{"missing in the later of two", "", []string{"en=Human rights matter.", "fr=Cela compte."}, []string{"warning missing human-rights fr:"}},
	{"the third is odd", "", []string{"fr=Les droits de l'homme comptent.", "en=It matters.", "zh=人权重要。"}, []string{"warning missing human-rights en: odd en"}},
	{"another degree of partnership", "", []string{"fr=Le partenariat stratégique global.", "en=The strategic partnership.", "zh=全面战略伙伴关系。"}, []string{"warning wrong csp en:strategic partnership -> comprehensive strategic partnership odd en"}},
	{"left untranslated", "en", []string{"en=Human rights.", "zh=human rights。"}, []string{"warning wrong human-rights zh:human rights -> 人权"}},
	{"a letter wrong", "en", []string{"en=Human rights.", "fr=Les droist de l'homme."}, []string{"warning wrong human-rights fr:droist de l'homme -> droits de l'homme"}},
	{"acronym for the name", "", []string{"fr=L'OMS.", "en=World Health Organization.", "zh=世卫组织。"}, []string{"note admitted who zh:世卫组织"}},
	{"acronym in small letters is none", "en", []string{"en=Those who come.", "fr=Ceux qui viennent."}, nil},
	{"repetition left out", "en", []string{"en=Patients meet patients.", "fr=Des patients se rencontrent."}, []string{"note missing patient fr:"}},
	{"superseded", "", []string{"fr=Les nouvelles routes de la soie.", "en=The Belt and Road Initiative.", "zh=“一带一路”倡议。"}, []string{"note superseded bri fr:Les nouvelles routes de la soie -> La Ceinture et la Route"}},
	{"contraction and repeated preposition", "", []string{"fr=Dans le cadre de la Ceinture et de la Route.", "en=The Belt and Road Initiative.", "zh=“一带一路”倡议。"}, nil},
	{"one Chinese term, two concepts", "zh", []string{"zh=感染者", "fr=les personnes infectées"}, nil},
	{"inside a longer word", "en", []string{"en=Infection.", "fr=Désinfection."}, []string{"warning wrong infection fr:Désinfection -> infection"}},
	{"hyphen set otherwise", "en", []string{"en=Cybersecurity.", "fr=La cyber-sécurité."}, []string{"note wrong cyber fr:cyber-sécurité -> cybersécurité"}},
	{"Traditional characters", "en", []string{"en=The strategic partnership.", "zh=戰略夥伴關係。"}, nil},
	{"the whole names the part", "en", []string{"en=The General Assembly met.", "fr=Les Nations Unies se sont réunies."}, nil},
	{"the part does not name the whole", "en", []string{"en=The United Nations met.", "fr=L'Assemblée générale s'est réunie."}, []string{"warning wrong un fr:Assemblée générale -> Nations Unies"}},
	{"no fix in the wrong script", "en", []string{"en=Human rights.", "zh=個人權利。"}, []string{"error deprecated human-rights zh:個人權利"}},
	{"no sentence there", "", []string{"fr=Les droits de l'homme.", "en=", "zh=人权。"}, nil},
	{"coordination", "en", []string{"en=Human rights.", "fr=Les droits de la femme et de l'homme."}, nil},
}

func TestTerminology(t *testing.T) {
	g, err := glossary.TSV.Read("test.tsv", []byte(termGlossary))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range termCases {
		got := findTerms(t, g, c.source, c.sides)
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: found\n\t%s\nwant\n\t%s", c.name, strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
		}
	}
}

func findTerms(t *testing.T, g *glossary.Glossary, source string, sides []string) []string {
	t.Helper()
	c, err := New(Options{Only: []string{"terminology"}, Glossaries: []*glossary.Glossary{g}, Source: source})
	if err != nil {
		t.Fatal(err)
	}
	var langs, segs []string
	for _, s := range sides {
		l, x, _ := strings.Cut(s, "=")
		langs, segs = append(langs, l), append(segs, x)
	}
	var out []string
	for _, f := range c.Unit(langs, segs).Findings {
		a := f.At[0]
		s := fmt.Sprintf("%s %s %s %s:%s", f.Severity, f.Problem, f.Concept, langs[a.Side], a.Span.Of(segs[a.Side]))
		if f.Fix != "" {
			s += " -> " + f.Fix
		}
		if f.Odd != "" {
			s += " odd " + f.Odd
		}
		out = append(out, s)
	}
	return out
}

func TestTerminologyEmbeddedNeverAboveWarning(t *testing.T) {
	g, err := glossary.TSV.Read("test.tsv", []byte(termGlossary))
	if err != nil {
		t.Fatal(err)
	}
	g.Embedded = true
	for _, c := range termCases {
		for _, f := range findTerms(t, g, c.source, c.sides) {
			if strings.HasPrefix(f, "error") {
				t.Errorf("%s: %s (want at most a warning of the built-in glossary)", c.name, f)
			}
		}
	}
	// a word that says little by itself demands nothing of one other version
	if got := findTerms(t, g, "en", []string{"en=The infection.", "fr=Cela."}); len(got) != 0 {
		t.Errorf("found %v for a common word (want nothing)", got)
	}
}

// What the built-in glossary says where the lexicon knows the words.
func TestTerminologyEmbeddedInOtherWords(t *testing.T) {
	g := glossary.Diplomatic()
	for _, c := range []struct {
		name  string
		sides []string
		want  []string
	}{
		{"an official name in other words", []string{"fr=Ils agissent au sein de l'Organisation de Shanghai pour la coopération.", "en=They act within the Shanghai Cooperation Organization.", "zh=双方在上海合作组织框架内行动。"},
			[]string{"warning wrong sco fr:Organisation de Shanghai pour la coopération -> Organisation de coopération de Shanghai odd fr"}},
		{"its head alone", []string{"fr=Le Conseil a adopté la résolution.", "en=The Security Council adopted the resolution.", "zh=安全理事会通过了该决议。"}, nil},
		{"a city in the news", []string{"fr=Les écoles de Pékin ont fermé.", "en=Schools in Beijing have closed.", "zh=北京的学校已经关闭。"},
			[]string{"note deprecated beijing fr:Pékin -> Beijing"}},
		{"a city in a readout", []string{"fr=Le ministre des Affaires étrangères a souligné à Pékin le respect de la souveraineté.", "en=The Foreign Minister stressed respect for sovereignty in Beijing.", "zh=外交部长在北京强调尊重主权。"},
			[]string{"warning deprecated beijing fr:Pékin -> Beijing"}},
		{"an acronym in Chinese", []string{"fr=L'OMS le recommande.", "en=The WHO recommends it.", "zh=WHO 建议这样做。"}, nil},
		{"initials before a name", []string{"fr=Le Premier ministre Paul Martin a rencontré ses collègues.", "en=PM Paul Martin met his colleagues.", "zh=总理保罗·马丁会见了同事。"}, nil},
		{"another acronym", []string{"fr=Les pays de l'EEE.", "en=The EEA countries."}, nil},
		{"part of a longer name", []string{"fr=Les vols de China Eastern Airlines.", "en=The flights of China Eastern Airlines.", "zh=中国东方航空公司的航班。"}, nil},
		{"a pronoun", []string{"fr=Il a adopté le texte.", "en=The Security Council adopted the text.", "zh=安全理事会通过了案文。"}, nil},
	} {
		if got := findTerms(t, g, "", c.sides); strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: found\n\t%s\nwant\n\t%s", c.name, strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
		}
	}
}

type termItem struct {
	ID, Pair, Src, Tgt, Label, Kind, Tier string
	Term                                  struct {
		Source, Target      string
		Variants, Forbidden []string
	}
}

// TestQualityTerminology measures the check on term-check items: each against
// the entry of its own, tier core, violations as the positive class.
func TestQualityTerminology(t *testing.T) {
	entries := readEntries(t, quality.Data(t, "terminology", "glossary.tsv"))
	for _, pair := range []string{"en-fr", "en-zh", "fr-zh", "zh-fr"} {
		src, tgt, _ := strings.Cut(pair, "-")
		checkers := map[*glossary.Concept]*Checker{}
		var tp, fp, fn, ok int
		for _, line := range readLines(t, quality.Data(t, "terminology", "terms-"+pair+".dev.jsonl")) {
			var it termItem
			if err := json.Unmarshal(line, &it); err != nil {
				t.Fatal(err)
			}
			if it.Tier != "core" {
				continue
			}
			var own *glossary.Concept
			for _, e := range entries {
				if first(e, src) == it.Term.Source && sameForms(e, tgt, it) {
					own = e
					break
				}
			}
			if own == nil {
				t.Fatalf("%s: no entry for %q", it.ID, it.Term.Source)
			}
			c := checkers[own]
			if c == nil {
				var err error
				c, err = New(Options{Only: []string{"terminology"}, Source: src, Glossaries: []*glossary.Glossary{{Name: "own", Concepts: []*glossary.Concept{own}}}})
				if err != nil {
					t.Fatal(err)
				}
				checkers[own] = c
			}
			flagged := false
			for _, f := range c.Unit([]string{src, tgt}, []string{it.Src, it.Tgt}).Findings {
				flagged = flagged || f.Severity != Note && f.At[0].Side == 1
			}
			switch bad := it.Label != "ok"; {
			case bad && flagged:
				tp++
			case bad:
				fn++
			case flagged:
				fp++
			default:
				ok++
			}
		}
		quality.Check(t, "terminology/"+pair+"/F1", 2*float64(tp)/float64(2*tp+fp+fn))
		quality.Check(t, "terminology/"+pair+"/quiet", float64(ok)/float64(ok+fp))
	}
}

// TestQualityTerminologyEmbedded measures how often the built-in glossary
// warns on clean translations of the genre.
func TestQualityTerminologyEmbedded(t *testing.T) {
	c, err := New(Options{Only: []string{"terminology"}, Glossaries: []*glossary.Glossary{glossary.Diplomatic()}})
	if err != nil {
		t.Fatal(err)
	}
	quiet, n := 0, 0
	for _, line := range readLines(t, quality.Data(t, "un", "dev.triples.jsonl")) {
		var u struct{ Segments map[string]string }
		if err := json.Unmarshal(line, &u); err != nil {
			t.Fatal(err)
		}
		n++
		warned := false
		for _, f := range c.Unit([]string{"fr", "en", "zh"}, []string{u.Segments["fr"], u.Segments["en"], u.Segments["zh"]}).Findings {
			warned = warned || f.Severity != Note
		}
		if !warned {
			quiet++
		}
	}
	quality.Check(t, "terminology/un.embedded/quiet", float64(quiet)/float64(n))
}

func readLines(t *testing.T, name string) [][]byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		out = append(out, append([]byte(nil), sc.Bytes()...))
	}
	return out
}

func readEntries(t *testing.T, name string) []*glossary.Concept {
	t.Helper()
	g, err := glossary.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return g.Concepts
}

func first(c *glossary.Concept, code string) string {
	for _, x := range c.In(code) {
		return x.Text
	}
	return ""
}

func sameForms(c *glossary.Concept, code string, it termItem) bool {
	var got [3][]string
	for _, x := range c.In(code) {
		switch x.Status {
		case glossary.Preferred:
			got[0] = append(got[0], x.Text)
		case glossary.Admitted:
			got[1] = append(got[1], x.Text)
		case glossary.Deprecated:
			got[2] = append(got[2], x.Text)
		}
	}
	return strings.Join(got[0], "|") == it.Term.Target && strings.Join(got[1], "|") == strings.Join(it.Term.Variants, "|") && strings.Join(got[2], "|") == strings.Join(it.Term.Forbidden, "|")
}
