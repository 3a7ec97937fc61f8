package lang

import "testing"

func TestEdges(t *testing.T) {
	for _, c := range []struct {
		l            *Language
		s            string
		begins, ends bool
	}{
		{English, "the", false, false},
		{English, "welcomed", false, false},
		{English, "council", true, true},
		{French, "lorsque", false, false},
		{French, "decident", false, false},
		{French, "conseil", true, true},
		{Chinese, "和平", true, true},
		{Chinese, "和中国", false, true},
		{Chinese, "大会", true, true},
		{Chinese, "中国的", true, false},
		{Chinese, "一带一路", true, true},
		{Get("de"), "und", true, true}, // nothing is known of German
	} {
		e := c.l.Edges()
		if b, n := e.Begins([]byte(c.s)), e.Ends([]byte(c.s)); b != c.begins || n != c.ends {
			t.Errorf("%s %q: begins %v ends %v, want %v %v", c.l, c.s, b, n, c.begins, c.ends)
		}
	}
	if !French.Edges().Function([]byte("aux")) || French.Edges().Function([]byte("eaux")) || French.Edges().Function([]byte("rappeler")) {
		t.Error("function words of French")
	}
}

func TestNumberStem(t *testing.T) {
	for _, c := range []struct {
		l    *Language
		a, b string
		same bool
	}{
		{English, "state", "states", true},
		{English, "policy", "policies", true},
		{English, "process", "processes", true},
		{English, "nation", "national", false},
		{French, "general", "generaux", true},
		{French, "droit", "droits", true},
		{French, "general", "generation", false},
		{Chinese, "人权", "人权", true},
	} {
		if got := string(c.l.NumberStem([]byte(c.a))) == string(c.l.NumberStem([]byte(c.b))); got != c.same {
			t.Errorf("%s %s and %s: same %v", c.l, c.a, c.b, got)
		}
	}
}
