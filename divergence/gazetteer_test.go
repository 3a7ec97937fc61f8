package divergence

import "testing"

// TestGazetteer looks names of places up in all their forms.
func TestGazetteer(t *testing.T) {
	g := gazetteerTable()
	place := func(code, s string) (int, bool) {
		ws := splitWords(s)
		n, places, adj := g.at(code, ws, func(k int) string { return foldWords(s)[k] }, 0)
		if n != len(ws) || len(places) == 0 {
			return -1, false
		}
		return places[0], adj
	}
	for _, c := range []struct {
		code, a, b string
		adj        bool // of b
	}{
		{"en", "New Zealand", "New Zealand", false},
		{"en", "Mexico", "Mexican", true},
		{"en", "France", "French", true},
		{"fr", "France", "français", true},
		{"fr", "Maroc", "Marocains", true},
		{"en", "Scotland", "Scottish", true},
	} {
		a, _ := place(c.code, c.a)
		b, adj := place(c.code, c.b)
		if a < 0 || a != b || adj != c.adj {
			t.Errorf("%s and %s are places %d and %d, adjective %v", c.a, c.b, a, b, adj)
		}
	}
	for _, s := range []string{"State", "Will", "Notre", "Angers"} {
		if p, _ := place("fr", s); s == "Notre" && p >= 0 {
			t.Errorf("%q is place %d", s, p)
		}
		if p, _ := place("en", s); p >= 0 && s != "Angers" {
			t.Errorf("%q is place %d", s, p)
		}
	}
	if n := g.placeAt([]rune("新西兰的"), 2); n != 3 {
		t.Errorf("新西兰 has %d characters", n)
	}
	a, _ := place("en", "Beijing")
	b, _ := place("en", "China")
	c, _ := place("en", "Japan")
	if !g.kin(a, b) || g.kin(a, c) {
		t.Error("Beijing is the capital of China, not of Japan")
	}
}

// TestHoles marks where a word has fallen out.
func TestHoles(t *testing.T) {
	c, err := New(Options{Only: []string{"name"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		s    string
		want int
	}{
		{"The minister will travel to, where she will open the school.", 1},
		{"The son of was elected.", 1},
		{"They met in the suburbs of .", 1},
		{"The minister will travel to Oslo, where she will open the school.", 0},
		{"It was said in passing, and, in the end, forgotten.", 0},
	} {
		p := c.newUnit([]string{"en"}, []string{x.s})
		c.run(p)
		if got := len(p.holes(0)); got != x.want {
			t.Errorf("%q has %d holes, want %d", x.s, got, x.want)
		}
	}
}
