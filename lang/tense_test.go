package lang

import (
	"strings"
	"testing"
)

func TestTenses(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "The minister will visit Beijing next week.", "f will visit, F next week"},
		{"en", "They'll meet again; it won't last.", "f ll meet, f won't last"},
		{"en", "The two sides are going to sign the agreement.", "f are going to sign"},
		{"en", "She said that the talks had been useful.", "p said, p had"},
		{"en", "He has already visited the site.", "r has already visited, P already"},
		{"en", "The plan agreed in May was adopted.", "p was adopted"},
		{"en", "The results presented here are clear; prices rose.", "n are, p rose"},
		{"en", "Trump calls the plan a mistake.", "n calls"},
		{"en", "Scientists believe that the ice melts.", "n believe, n melts"},
		{"en", "It doesn't matter; it didn't work.", "n doesn't matter, p didn't work"},
		{"en", "They won the game with the will to win, and Will may win again in May.", "p won, n may win"},
		{"en", "He wanted to have the last word.", "p wanted"},
		{"en", "The united front has a limited number of members.", "n has"},
		{"en", "In 1805 the emperor crosses the river and takes the town.", "n crosses"},
		{"en", "He put the book on the table.", ""},
		{"fr", "Le ministre visitera Pékin la semaine prochaine.", "f visitera, F la semaine prochaine"},
		{"fr", "Il va signer l'accord demain.", "f va signer, F demain"},
		{"fr", "Ils ont également souligné que la crise s'était aggravée.", "p ont également souligné, p était aggravée"},
		{"fr", "La réunion s'est tenue hier.", "p est tenue, P hier"},
		{"fr", "Il est arrivé à Paris.", "p est arrivé"},
		{"fr", "Les décisions sont adaptées aux besoins.", "n sont adaptées"},
		{"fr", "Elle est venue, elle vit, elle vainquit.", "p est venue, p vainquit"},
		{"fr", "Les villages disparaissaient sous la neige.", "p disparaissaient"},
		{"fr", "Les plantes disparaissent sans laisser de traces.", "n disparaissent"},
		{"fr", "Il vient de rentrer.", "p vient de rentrer"},
		{"fr", "Cela permettrait d'avancer.", "c permettrait"},
		{"fr", "La marque et l'offre de la société.", ""},
		{"zh", "他昨天访问了北京。", "P 昨天, p 了"},
		{"zh", "会议将于明年举行。", "f 将, F 明年"},
		{"zh", "双方正在讨论这一问题。", "n 正在"},
		{"zh", "中国曾多次提出建议，已取得进展。", "p 曾, r 已"},
		{"zh", "為了世界和平，會議通過決議。", ""},
		{"zh", "社会各界认为这很重要。", ""},
		{"zh", "将军出席了会谈。", "p 了"},
		{"zh", "他会来，我们要去。", "w 会, w 要"},
		{"de", "Er wird kommen.", ""},
	} {
		var got []string
		for _, x := range Get(c.lang).Tenses(c.text) {
			got = append(got, string(x.Class)+" "+x.Of(c.text))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s\n got %q\nwant %q", c.lang, c.text, s, c.want)
		}
	}
}

func TestTensed(t *testing.T) {
	for code, want := range map[string]bool{"fr": true, "en": true, "zh": false, "de": false} {
		if got := Get(code).Tensed(); got != want {
			t.Errorf("%s: tensed %v (want %v)", code, got, want)
		}
	}
}

func TestTenseKinds(t *testing.T) {
	for _, c := range []struct{ text, kinds string }{
		{"It is late.", "b"}, {"It is raining.", "-"}, {"He said so.", "r"}, {"She hopes to win.", "s"}, {"She kicked it.", "-"},
	} {
		got := ""
		for _, x := range English.Tenses(c.text) {
			if x.Kind == 0 {
				x.Kind = '-'
			}
			got += string(x.Kind)
		}
		if got != c.kinds {
			t.Errorf("%s: kinds %q (want %q)", c.text, got, c.kinds)
		}
	}
}
