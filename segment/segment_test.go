package segment

import (
	"bytes"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// cases: the text with | for the white space at which a sentence ends (nothing in
// Chinese and Japanese), ¦ where one ends without, and the rule that has to be
// among those that decided.
var cases = []struct {
	lang, text, rule string
	opt              Options
}{
	// what ends a sentence
	{"en", "The talks began at noon.|They ended at six.", RuleStop, Options{}},
	{"en", "The talks went well.|they will go on.", RuleStopLower, Options{}},
	{"en", "Are they ready?|Yes!|so am I.", RuleMark, Options{}},
	{"fr", "Sont-ils prêts ?|Oui !|La suite arrive.", RuleMark, Options{}},
	{"en", "They waited…|Nobody came.", RuleEllipsis, Options{}},
	{"zh", "会谈开始了。|会谈结束了！|真的吗？|是的。", RuleHanStop, Options{}},
	{"zh", "会谈开始了｡|结束了.|是吗?|是的!|好", RuleHanStop, Options{}},
	{"zh", "他沉默了…… ¦会场很安静。", RuleEllipsis, Options{}},
	{"zh", "我不知道……|但是他知道。", RuleEllipsis, Options{}},
	{"zh", "甲说：这件事……|……乙说：不对。", RuleEllipsis, Options{}},
	{"zh", "合作涉及能源、交通……等领域。", RuleLowerEllipsis, Options{}},
	{"en", "A meeting.|A call.", RuleEnd, Options{}},
	{"en", "A heading\n\n|The first line.", RuleParagraph, Options{}},
	{"en", "A heading\n|the first line.", RuleLine, Options{}},
	{"en", "They met on trade;|they met on visas.", RuleSemicolon, Options{Semicolon: true}},
	{"zh", "一是贸易；|二是签证（甲；乙）。", RuleSemicolon, Options{Semicolon: true}},
	{"zh", "一是贸易；二是签证。", RuleEnd, Options{}},

	// inside words and numbers
	{"en", "The rate is 3.14 at www.example.org/a.b?c=d!e and a.b@example.org.|Good.", RuleInToken, Options{}},
	{"fr", "Le taux est de 3.14 sur www.exemple.fr.|Bien.", RuleInToken, Options{}},
	{"zh", "增长3.5%。|网址是www.example.org。", RuleInToken, Options{}},
	{"fr", "Le 3. de la liste.", RuleOrdinal, Options{}},
	{"de", "Am 5. Mai kamen sie an.|Es war 2020.|Gut.", RuleOrdinal, Options{}},
	{"en", "That was all.¦The minister left.", RuleMissingSpace, Options{}},

	// what follows
	{"en", "(What?) , he asked.|(Well.)", RuleContinues, Options{}},
	{"en", "They left. ***", RuleTail, Options{}},
	{"en", "They left. :-)|Good.", RuleStop, Options{}},
	{"fr", "La suite (…) arrive.", RuleOmission, Options{}},
	{"fr", "La suite [...] La fin.", RuleOmission, Options{}},
	{"fr", "Oh ! dit-il.|Comment ? répondit-elle.", RuleLower, Options{}},
	{"fr", "Comment ? — parce que.|Ah !|– Oui.", RuleLower, Options{}},
	{"en", "“Never!” he cried.|'Fine.' she said.", RuleLowerCloser, Options{}},
	{"fr", "« Jamais ! » s'écria-t-il.|« Bien. »|Elle partit.", RuleLowerCloser, Options{}},
	{"en", "They waited ... and waited.", RuleLowerEllipsis, Options{}},
	{"en", "He waited... I did not.", RuleLowerEllipsis, Options{}},
	{"en", "...So they left.", RuleInToken, Options{}},
	{"en", "... So they left.", RuleLeading, Options{}},
	{"zh", "……但会谈继续。", RuleLeading, Options{}},

	// abbreviations
	{"fr", "M. Li, MM. Sun et Wu, S.E. M. Zhao et Mgr. Roy sont là.|Cf. le texte.", RuleNever, Options{}},
	{"en", "Mr. Doe met H.E. Dr. Roe, cf. Annex 1.|Prof. Poe left.", RuleNever, Options{}},
	{"fr", "Voir l'art. 5, le n° 3, la p. XII et l'art. L. 642-3.|Bien.", RuleNumber, Options{}},
	{"en", "See No. 5, Art. 3, pp. 12 and Vol. II.|No.|He said no.|They left in Sept. 2020.", RuleNumber, Options{}},
	{"en", "They met at 5 p.m.|Nothing came of it, etc.|But they ate 2 lb. of bread in 5 ft. of snow.", RuleFinal, Options{}},
	{"fr", "Il mourut en 44 av. J.-C. selon nous.|Des livres, des cartes, etc.|Tout y est à 3 km.|Bien.", RuleFinal, Options{}},
	{"en", "The U.S. Government and Roe Inc. Chairman Doe agreed in the E.U.|They left the U.S.|The end.", RuleInner, Options{}},
	{"fr", "Les Éd. Dupont et le P.C.C. Central.|La Cie. de Paris.", RuleInner, Options{}},
	{"en", "It weighs approx. ten tons and tot. Five sacks, Tot. Five bags.", RuleUser, Options{Abbreviations: []string{"tot."}}},
	{"fr", "Le vol. spéc. Premier arrive.|Bien.", RuleUser, Options{Abbreviations: []string{"vol. spéc."}}},
	{"en", "At 5 a.m. Mr. Doe left.|In 44 B.C. Caesar died.|He left at 5 a.m.|Mr. Doe stayed.", RuleFronted, Options{}},
	{"en", "The call took place at 9 a.m. Tuesday and at 5 p.m. EST.|Good.", RuleFronted, Options{}},
	{"en", "It was E. Doe, J. R. R. Roe and George W. Poe.|So am I.|We left.", RuleInitial, Options{}},
	{"fr", "J.-Y. Le Roux et B. Le Goff ont vu É. Petit.|Bien.", RuleInitial, Options{}},
	{"fr", "LL.AA.II.RR. le prince et la princesse.", RuleInner, Options{}},
	{"en", "They chose Plan B.|Nobody minded.", RuleLabel, Options{}},
	{"fr", "Voir l'annexe A.|Elle est jointe.", RuleLabel, Options{}},
	{"de", "Nr. 5 bzw. Dr. Roe.", RuleShape, Options{}},
	{"en", "They work at Yahoo! in Paris.|Yahoo!|The end.", RuleName, Options{}},

	// brackets and quotations
	{"en", "He read it (see Annex 1. Then Annex 2.) and left.", RuleInsideBrackets, Options{}},
	{"zh", "他们签署了协议（见附件。共三页。）。|会谈结束。", RuleInsideBrackets, Options{}},
	{"en", "(He read it.|He left.)|She stayed.", RuleStop, Options{}},
	{"en", "“We are ready.|We will act,” he said.", RuleStop, Options{}},
	{"en", "“We are ready. We will act,” he said.|She left.", RuleInsideQuotation, Options{Quotes: Keep}},
	{"en", "He said, 'We are ready. We will act.'|She left.", RuleInsideQuotation, Options{Quotes: Keep}},
	{"fr", "« Nous sommes prêts. Nous agirons. »|Il partit.", RuleInsideQuotation, Options{Quotes: Keep}},
	{"en", "The “old guard.|The new one” stays.", RuleStop, Options{Quotes: Keep}},
	{"zh", "他说：“我们准备好了。我们会行动。”|会谈结束。", RuleInsideQuotation, Options{}},
	{"zh", "他说：“我们准备好了。|会谈结束。", RuleHanStop, Options{}},
	{"zh", "“我们准备好了。”外长说。|“很好！”他问，“走吗？”", RuleReporting, Options{}},
	{"zh", "他问：“是谁？”|我说：“是我。”|OK!|I came.|我走了。", RuleHanStop, Options{}},
	{"zh", "「我們準備好了。」外長說。|會談結束。", RuleReporting, Options{}},
	{"en", "\"Is it over?\" Doe asked.|\"Is it over?\"|The answer came.", RuleReporting, Options{}},
	{"fr", "« C'est fini ? » Dupont demande.", RuleEnd, Options{}},
	{"en", "Is it over? said Doe.|Over! he asked.|\"Over?\" I cried.", RuleReporting, Options{}},
	{"en", "In Doe v. Roe the court ruled on x.|Take y.|Good.", RuleNever, Options{}},
	{"zh", "那个……我不去了。", RuleLowerEllipsis, Options{}},
	{"fr", "Les faits ; 2. Le droit.", RuleListMarker, Options{}},
	{"zh", "“为什么？”的问题很难。", RuleContinuation, Options{}},
	{"ja", "彼は「はい。」と言った。|終わり。", RuleContinuation, Options{}},
	{"zh", "大家喊“走吧！”然后离开。", RuleEmbedded, Options{}},
	{"zh", "《你在哪？》是一本书。", RuleTitle, Options{}},
	{"zh", "他（真的吗？）走了。", RuleBracketed, Options{}},
	{"en", "They brought maps (old, new, ...) Doe read.", RuleBracketed, Options{}},
	{"fr", "Il dit :\u00a0«\u00a0Bien.\u00a0»|Il partit.", RuleStop, Options{}},

	// lists
	{"en", "1. Trade|2. Visas|3. Climate", RuleListMarker, Options{}},
	{"en", "1. Trade is growing.|2. Visas are free.", RuleListMarker, Options{}},
	{"en", "A. The trade is growing|B. The visas are free", RuleItem, Options{}},
	{"fr", "c. Les visas.", RuleListMarker, Options{}},
	{"en", "- I. Trade.|II. Visas.", RuleListMarker, Options{}},
	{"en", "a) trade|b) visas|c) climate", RuleItem, Options{}},
	{"en", "1.) trade|2.) visas", RuleItem, Options{}},
	{"en", "i. trade|ii. visas|iii. climate", RuleItem, Options{}},
	{"en", "• trade|• visas", RuleItem, Options{}},
	{"en", "I. Trade|II. Visas|III. Climate", RuleItem, Options{}},
	{"en", "See http://example.org/a/b?c=d.|Then call.", RuleStop, Options{}},
	{"en", "They met 2) times in 3. rooms.", RuleOrdinal, Options{}},
	{"en", "A. Doe met B. Roe.|C. Poe left.", RuleInitial, Options{}},
}

func TestCases(t *testing.T) {
	for _, c := range cases {
		gap := " "
		if !lang.Get(c.lang).Spaced {
			gap = ""
		}
		want := strings.FieldsFunc(c.text, func(r rune) bool { return r == '|' || r == '¦' })
		s := strings.NewReplacer("|", gap, "¦", "").Replace(c.text)
		for i := range want {
			want[i] = strings.TrimSpace(want[i])
		}
		want = slices.DeleteFunc(want, func(s string) bool { return s == "" })
		got := slices.Collect(Sentences(s, lang.Get(c.lang), c.opt))
		if !slices.Equal(got, want) {
			t.Errorf("%s %+v\n got %q\nwant %q", c.lang, c.opt, got, want)
		}
		var rules []string
		for d := range Explain(s, lang.Get(c.lang), c.opt) {
			rules = append(rules, d.Rule)
		}
		if c.rule != RuleInToken && !slices.Contains(rules, c.rule) {
			t.Errorf("%s %q: rules %q, want %s among them", c.lang, s, rules, c.rule)
		}
	}
}

// TestRulesAreTested holds the table of cases to the list of rules.
func TestRulesAreTested(t *testing.T) {
	b, err := os.ReadFile("rules.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range cases {
		seen[c.rule] = true
	}
	found := regexp.MustCompile(`(?m)^\tRule\w+ += "([\w-]+)"`).FindAllSubmatch(b, -1)
	if len(found) < 30 {
		t.Fatalf("%d rules found in rules.go", len(found))
	}
	for _, m := range found {
		if !seen[string(m[1])] {
			t.Errorf("no case names rule %q", m[1])
		}
	}
}

// TestComplaints: what users of other segmenters complained about.
func TestComplaints(t *testing.T) {
	split := func(code, s string, o Options) []string {
		return slices.Collect(Sentences(s, lang.Get(code), o))
	}
	for _, c := range []struct {
		name, lang, text string
		opt              Options
		want             []string
	}{
		{"characters swallowed", "en", "A\u0002 b.\u0000 C\ufffd. D\u200b.", Options{}, []string{"A\u0002 b.\u0000 C\ufffd.", "D\u200b."}},
		{"quotation of several sentences", "en", "“One. Two. Three.” Four.", Options{Quotes: Keep}, []string{"“One. Two. Three.”", "Four."}},
		{"quotation of several sentences, split", "en", "“One. Two. Three.” Four.", Options{}, []string{"“One.", "Two.", "Three.”", "Four."}},
		{"stray apostrophe", "en", "The boys' books are here. 'Tis late. They left in the '60s. Good.", Options{Quotes: Keep}, []string{"The boys' books are here.", "'Tis late.", "They left in the '60s.", "Good."}},
		{"stray quotation mark", "fr", "L'écran de 5\" est noir. Il marche. Bien.", Options{Quotes: Keep}, []string{"L'écran de 5\" est noir.", "Il marche.", "Bien."}},
		{"line feeds and bullets", "en", "Agenda:\n- trade\n- visas\n\n* climate", Options{}, []string{"Agenda:", "- trade", "- visas", "* climate"}},
		{"bullets, unwrapped", "en", "The agenda of the meeting was long and had these items:\n- trade\n- visas", Options{Lines: Unwrap}, []string{"The agenda of the meeting was long and had these items:", "- trade", "- visas"}},
		{"heading glued to the sentence", "en", "Background\nThe two sides met.", Options{}, []string{"Background", "The two sides met."}},
		{"heading glued to the sentence, unwrapped", "en", "Background\n" + wrapped, Options{Lines: Unwrap}, []string{"Background", strings.TrimSpace(wrapped[:75] + wrapped[75:])}},
		{"number split from its item", "en", "1. Trade is growing.\n2. Visas are free.", Options{}, []string{"1. Trade is growing.", "2. Visas are free."}},
		{"Chinese ellipsis", "zh", "他说……好。真的……", Options{}, []string{"他说……好。", "真的……"}},
		{"spaced dots", "en", "They left . . . and came back. . . . Then they slept.", Options{}, []string{"They left . . . and came back. . . .", "Then they slept."}},
		{"footnotes", "en", "The talks ended.[1][2] They resumed.¹ They ended again.12 Then all left. [3] Good.", Options{}, []string{"The talks ended.[1][2]", "They resumed.¹", "They ended again.12", "Then all left. [3]", "Good."}},
		{"footnotes", "fr", "Les entretiens ont pris fin.[1] Ils ont repris.² Bien.", Options{}, []string{"Les entretiens ont pris fin.[1]", "Ils ont repris.²", "Bien."}},
		{"footnotes", "zh", "会谈结束。[1]会谈继续。", Options{}, []string{"会谈结束。[1]", "会谈继续。"}},
		{"hard-wrapped text", "en", wrapped, Options{Lines: Unwrap}, []string{strings.TrimSpace(wrapped)}},
		{"line feeds as spaces", "fr", "Les deux ministres\nse sont vus. Ils\nont parlé.\n\nFin", Options{Lines: Paragraph}, []string{"Les deux ministres\nse sont vus.", "Ils\nont parlé.", "Fin"}},
		{"line ends of all kinds", "en", "a\r\nb\rc\u2028d\u2029e\u0085f\vg\fh", Options{}, []string{"a", "b", "c", "d", "e", "f", "g", "h"}},
	} {
		if got := split(c.lang, c.text, c.opt); !slices.Equal(got, c.want) {
			t.Errorf("%s (%s):\n got %q\nwant %q", c.name, c.lang, got, c.want)
		}
	}
}

const wrapped = "The two ministers spoke about trade, energy and transport and agreed to meet\n" +
	"again in the capital of the neighbouring country before the end of the year\n" +
	"so that the treaty can be signed"

func TestUnwrap(t *testing.T) {
	s := "COMMUNIQUE\n" + wrapped + ".\nThe second paragraph has no empty line before it, but the line above it ends\nearly.\n"
	got := slices.Collect(Sentences(s, lang.English, Options{Lines: Unwrap}))
	want := []string{"COMMUNIQUE", wrapped + ".", "The second paragraph has no empty line before it, but the line above it ends\nearly."}
	if !slices.Equal(got, want) {
		t.Errorf(" got %q\nwant %q", got, want)
	}
	poem := "Short lines\nare no text\nthat was wrapped."
	if got := slices.Collect(Sentences(poem, lang.English, Options{Lines: Unwrap})); len(got) != 3 {
		t.Errorf("short lines were joined: %q", got)
	}
}

func TestDocument(t *testing.T) {
	show := func(d *text.Document) string {
		var b strings.Builder
		for _, p := range d.Paragraphs {
			b.WriteByte('[')
			for i, s := range p.Sentences {
				if i > 0 {
					b.WriteByte('|')
				}
				b.WriteString(s.Of(d.Text))
			}
			b.WriteByte(']')
		}
		return b.String()
	}
	for _, c := range []struct {
		name, text string
		blocks     bool
		lines      LinePolicy
		want       string
	}{
		{"lines are paragraphs", "Ab. Cd.\nEf.\n", false, "", "[Ab.|Cd.][Ef.]"},
		{"empty lines separate", "Ab. Cd.\nEf.\n \nG.", false, "", "[Ab.|Cd.|Ef.][G.]"},
		{"CRLF", "A b.\r\nE f.\r\n\r\nG.\r\n", false, "", "[A b.|E f.][G.]"},
		{"blocks", "A b.\n\nE f.\nG.", true, Unwrap, "[A b.][E f.][G.]"},
		{"paragraph policy", "Ab. C\nd.\n\nG.", false, Paragraph, "[Ab.|C\nd.][G.]"},
		{"empty", " \n ", false, "", ""},
	} {
		d := text.New("x", "en", c.text)
		d.Blocks = c.blocks
		Document(d, Options{Lines: c.lines})
		if got := show(d); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	b := text.New("x", "en", wrapped)
	b.Blocks = true
	n := 0
	for x := range ExplainDocument(b, Options{Lines: Unwrap}) {
		if x.Boundary {
			n++
		}
	}
	if n != 3 {
		t.Errorf("%d boundaries explained in three blocks", n)
	}
	d := text.New("x", "en", "One. Two.\nThree\n\n Four \n")
	Lines(d)
	if got, want := show(d), "[One. Two.|Three][Four]"; got != want {
		t.Errorf("Lines: got %s, want %s", got, want)
	}
}

func TestRead(t *testing.T) {
	in := "One. Two.\nThree. Four"
	var got []string
	for s, err := range Read(strings.NewReader(in), lang.English, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		if in[s.Start:s.End] != s.Text {
			t.Errorf("%q is not at %v", s.Text, s.Span)
		}
		got = append(got, s.Text)
	}
	if want := []string{"One.", "Two.", "Three.", "Four"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	broken := errors.New("broken")
	n := 0
	for _, err := range Read(io.MultiReader(strings.NewReader("One.\nTwo."), errReader{broken}), lang.English, Options{}) {
		if n++; n == 2 && !errors.Is(err, broken) {
			t.Errorf("error %v, want %v", err, broken)
		}
	}
	if n != 2 {
		t.Errorf("%d results before and with the error, want 2", n)
	}
	long := io.MultiReader(strings.NewReader("Short.\n"), bytes.NewReader(bytes.Repeat([]byte("a "), MaxBlock/2+10)))
	var last error
	for _, err := range Read(long, lang.English, Options{}) {
		last = err
	}
	if !errors.Is(last, ErrTooLong) {
		t.Errorf("error %v, want %v", last, ErrTooLong)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

func TestParseAbbreviations(t *testing.T) {
	got, err := ParseAbbreviations("abbr.txt", strings.NewReader("\ufeff# ours\n\napprox.\n  p. ex. \n"))
	if err != nil || !slices.Equal(got, []string{"approx.", "p. ex."}) {
		t.Errorf("got %q, %v", got, err)
	}
	for in, want := range map[string]string{
		"a.\napprox\n":                  `abbr.txt:2:1: "approx" has no full stop`,
		strings.Repeat("x", 60) + ".\n": "abbr.txt:1:1: abbreviation of 61 bytes",
	} {
		if _, err := ParseAbbreviations("abbr.txt", strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// TestLongParagraph: brackets and quotation marks that never close, and words
// without end, must not make the time grow with the square of the text. It
// fails by the test's time limit.
func TestLongParagraph(t *testing.T) {
	for _, unit := range []string{"(a. B ", "“a. B ", "\"a. B ", "'a. B ", "a.", ". ", "aaaa", "1) a ", "他说：“好。", "（好。", "M. ", "… ", "a\n", " \n"} {
		s := strings.Repeat(unit, (1<<19)/len(unit))
		for _, o := range []Options{{}, {Quotes: Keep}, {Lines: Unwrap}} {
			for _, code := range []string{"en", "zh"} {
				n := 0
				for range Spans(s, lang.Get(code), o) {
					n++
				}
			}
		}
	}
}
