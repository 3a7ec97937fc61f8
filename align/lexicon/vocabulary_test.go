package lexicon_test

import (
	"testing"

	"github.com/tercet/tercet/align/lexicon"
)

// TestIsWord: words and their forms are of their language and not of the other;
// names, and languages without words, are of none.
func TestIsWord(t *testing.T) {
	for _, c := range []struct {
		word   string
		en, fr bool
	}{
		{"avec", false, true},
		{"Avec", false, true},
		{"bateaux", false, true},  // plural
		{"résistez", false, true}, // person of a verb
		{"britannique", false, true},
		{"réunissent", false, true}, // its stem differs from that of réunir
		{"unit", true, true},        // the unit, and of s'unir
		{"agissait", false, true},
		{"jusqu", false, true}, // what elision leaves
		{"with", true, false},
		{"countries", true, false},
		{"strengthened", true, false},
		{"wrote", true, false},
		{"important", true, true},
		{"communication", true, true},
		{"importante", false, true},
		{"presence", true, false}, // accents count: présence
		{"Elysee", false, false},
		{"Bayramov", false, false},
		{"zzyzx", false, false},
		{"", false, false},
		{"统计", false, false},
	} {
		if got := lexicon.IsWord("en", c.word); got != c.en {
			t.Errorf("%q is English: %v (want %v)", c.word, got, c.en)
		}
		if got := lexicon.IsWord("fr", c.word); got != c.fr {
			t.Errorf("%q is French: %v (want %v)", c.word, got, c.fr)
		}
		if lexicon.IsWord("de", c.word) || lexicon.IsWord("zh", c.word) {
			t.Errorf("%q is a word of a language that has none", c.word)
		}
		for code, is := range map[string]bool{"en": c.en, "fr": c.fr} {
			if is && !lexicon.MayBeWord(code, c.word) {
				t.Errorf("%q is a word of %s and may not be one", c.word, code)
			}
		}
	}
	for _, w := range []string{"Etat", "presence", "ECONOMIQUE"} {
		if !lexicon.MayBeWord("fr", w) {
			t.Errorf("%q is no French without accents", w)
		}
	}
	if lexicon.MayBeWord("fr", "accusës") {
		t.Error("another accent is none left out")
	}
}

func BenchmarkIsWord(b *testing.B) {
	words := []string{"with", "countries", "avec", "importante", "zzyzx", "résistez"}
	for b.Loop() {
		for _, w := range words {
			lexicon.IsWord("fr", w)
		}
	}
}
