package divergence

import "testing"

func TestTenseNames(t *testing.T) {
	if len(tenseNames) != int(tenseKinds) {
		t.Fatalf("%d names (want %d)", len(tenseNames), tenseKinds)
	}
	for _, m := range TenseModels {
		if tenseModels()[m].bias == 0 {
			t.Errorf("data/tense.tsv has no model %s", m)
		}
	}
}

// Of two renderings the one in another tense is the more surprising.
func TestTenseOdds(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	odds := func(langs, texts []string) float64 {
		return c.Evidence(langs, texts).Bead["tense"]
	}
	for _, x := range []struct{ langs, other, good, bad string }{
		{"fr", "Le ministre a visité le site mardi.", "The minister visited the site on Tuesday.", "The minister will visit the site on Tuesday."},
		{"fr", "Le président se rendra à Pékin en mai.", "The president will go to Beijing in May.", "The president went to Beijing in May."},
		{"fr", "La France est le septième pays touché.", "France is the seventh country to be hit.", "France was the seventh country to be hit."},
		{"fr", "Ces cultures disparaissent souvent sans laisser de traces.", "These cultures often disappear without a trace.", "These cultures often disappeared without a trace."},
		{"fr", "Il avait déclaré que la réunion se tiendrait à Genève.", "He had said that the meeting would take place in Geneva.", "He had said that the meeting takes place in Geneva."},
		{"zh", "部长昨天访问了该地点。", "The minister visited the site yesterday.", "The minister will visit the site yesterday."},
		{"zh", "主席将于五月访问北京。", "The president will visit Beijing in May.", "The president visited Beijing in May."},
		{"zh", "目前，该国正在经历严重的干旱。", "The country is now going through a severe drought.", "The country was going through a severe drought."},
		{"zh", "双方曾签署一项协议。", "The two sides signed an agreement.", "The two sides will sign an agreement."},
	} {
		good, bad := odds([]string{"en", x.langs}, []string{x.good, x.other}), odds([]string{"en", x.langs}, []string{x.bad, x.other})
		if good >= bad {
			t.Errorf("%s\n%.2f %s\n%.2f %s\n(want the second above the first)", x.other, good, x.good, bad, x.bad)
		}
	}
	// a third version that shares the tense of one of two takes the surprise away
	en, fr, zh := "The minister visited the site on Tuesday.", "Le ministre a visité le site mardi.", "部长星期二访问了该地点。"
	if a, b := odds([]string{"en", "fr", "zh"}, []string{en, fr, zh}), odds([]string{"en", "fr", "zh"}, []string{"The minister will visit the site on Tuesday.", fr, zh}); a >= b {
		t.Errorf("three versions alike %.2f, one in the future %.2f (want more)", a, b)
	}
	if x := odds([]string{"en", "fr"}, []string{"Annex II", "Annexe II"}); x != 0 {
		t.Errorf("without verbs %.2f (want 0)", x)
	}
}
