package glossary

import (
	"strings"
	"testing"
)

func TestLint(t *testing.T) {
	const head = "id\tpos\tfr\tfr_admitted\tfr_deprecated\ten\tzh\tpart_of\n"
	for _, c := range []struct {
		name, rows string
		want       []string
	}{
		{"nothing amiss", "a\tn\tvirus\tviral\tmicrobe\tvirus\t病毒\t\nb\tn\tdroits de l'homme\t\tdroits humains\thuman rights\t人权\ta\n", nil},
		{"duplicate", "a\tn\tvirus\tVirus\t\tvirus\t病毒\t\n", []string{`duplicate a: fr "Virus" stands twice (as "virus", preferred)`}},
		{"contradiction", "a\tn\tvirus\t\tvirus\tvirus\t病毒\t\n", []string{`contradiction a: fr "virus" is deprecated and preferred`}},
		{"accents tell them apart", "a\tn\tétat\t\tetat\tstate\t国家\t\n", nil},
		{"homograph", "a\tn\tinfection\t\t\tinfection\t感染\t\nb\ta\tinfecté\t\t\tinfected\t感染\t\n", []string{`homograph a: zh "感染" (preferred) is also a term of b (preferred)`}},
		{"deprecated form of one is a right form of another", "a\tn\tmort\t\ttaux de mortalité\tdeath\t死亡\t\nb\tn\ttaux de mortalité\t\t\tmortality\t死亡率\t\n", []string{`homograph a: fr "taux de mortalité" (deprecated) is also a term of b (preferred)`}},
		{"empty language", "a\tn\tun\t\t\tone\t一个\t\nb\tn\tdeux\t\t\ttwo\t两个\t\nc\tn\ttrois\t\t\tthree\t\t\n", []string{"no-term c: no term in zh"}},
		{"no preferred", "a\tn\t\tvirus\t\tvirus\t病毒\t\n", []string{"no-preferred a: no preferred term in fr"}},
		{"several preferred", "a\tn\tvirus|germe\t\t\tvirus\t病毒\t\n", []string{`several-preferred a: fr has more than one preferred term: "virus", "germe"`}},
		{"never found", "a\tn\t« »\t\t\tquote\t引号\t\n", []string{`unmatchable a: fr "« »" is found in no text`}},
		{"case", "a\tn\tdroit\tUnion européenne\t\tlaw\t法律\t\nb\tn\tautre\tUnion Européenne\t\tother\t其他\t\n", []string{`homograph a: fr "Union européenne" (admitted) is also a term of b (admitted)`, `case b: fr "Union Européenne" has other capitals than "Union européenne" of a`}},
		{"mixed scripts", "a\tn\tvirus\t\t\tvіrus\t病毒\t\n", []string{`mixed-scripts a: en "vіrus" mixes scripts in one word`}},
		{"wrong language", "a\tn\tfreedom of movement\t\t\tfreedom of movement\t行动自由\t\nb\tn\tmot\t\t\tword\tword of mouth\t\nc\tn\t词\t\t\tword game\t游戏\t\n", []string{`wrong-language a: "freedom of movement" does not look like fr`, `wrong-language b: "word of mouth" does not look like zh`, `wrong-language c: "词" does not look like fr`}},
		{"relations", "a\tn\tun\t\t\tone\t一个\tb\nb\tn\tdeux\t\t\ttwo\t两个\ta|c\n", []string{"cycle a: is part of itself", `unknown-relation b: is part of "c", which the glossary does not have`, "cycle b: is part of itself"}},
	} {
		g, err := TSV.Read("x.tsv", []byte(head+c.rows))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, i := range Lint(g) {
			got = append(got, string(i.Kind)+" "+i.String())
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n\t%s\nwant\n\t%s", c.name, strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
		}
	}
}

// The embedded glossary has nothing grave.
func TestLintDiplomatic(t *testing.T) {
	for _, i := range Lint(Diplomatic()) {
		if i.Grave {
			t.Errorf("%s %s", i.Kind, i)
		} else {
			t.Logf("%s %s", i.Kind, i)
		}
	}
}
