package glossary

import (
	"testing"

	"github.com/tercet/tercet/lang"
)

// British writers part the prefix: co-operation is cooperation.
func TestPartedPrefix(t *testing.T) {
	g := &Glossary{Concepts: []*Concept{{ID: "c", Terms: []Term{{Lang: "en", Text: "win-win cooperation", Status: Preferred}}}, {ID: "d", Terms: []Term{{Lang: "en", Text: "policy co-ordination", Status: Preferred}}}}}
	m := NewMatcher(lang.English, g)
	for s, want := range map[string]int{
		"They seek win-win co-operation.":                        1,
		"They seek win‑win co‑operation and policy coordination": 2,
		"A policy co-ordination body for win-win cooperation":    2,
		"An operation of win-win, co.":                           0,
	} {
		if got := m.Find(s); len(got) != want {
			t.Errorf("%q: %d terms, want %d", s, len(got), want)
		}
	}
}
