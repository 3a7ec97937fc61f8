package main

import (
	"strings"
	"testing"

	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/internal/locale"
)

// Every issue of a glossary, and every part that a format may lose, has its
// words in every language.
func TestGlossaryMessages(t *testing.T) {
	a, b := &glossary.Concept{ID: "a"}, &glossary.Concept{ID: "b"}
	x, y := &glossary.Term{Lang: "fr", Text: "un", Status: glossary.Preferred}, &glossary.Term{Lang: "fr", Text: "deux", Status: glossary.Deprecated}
	for _, l := range locale.Languages {
		e := &env{p: locale.For(l)}
		for _, k := range []glossary.IssueKind{
			glossary.Duplicate, glossary.Homograph, glossary.Contradiction, glossary.NoTerm, glossary.NoPreferred, glossary.SeveralPreferred,
			glossary.Unmatchable, glossary.Shadowed, glossary.InconsistentCase, glossary.MixedScripts, glossary.WrongLanguage, glossary.UnknownRelation, glossary.Cycle,
		} {
			if s := e.lintMessage(glossary.Issue{Kind: k, Concept: a, Other: b, Term: x, With: y, Lang: "fr"}); strings.Contains(s, "<") {
				t.Errorf("%s in %s: %s", k, l, s)
			}
		}
		for _, f := range glossary.Formats {
			for _, p := range f.Loses {
				if s := e.t(partMessage[p]); strings.Contains(s, "<") {
					t.Errorf("%s in %s: %s", p, l, s)
				}
			}
		}
	}
}
