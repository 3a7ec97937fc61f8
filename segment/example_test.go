package segment_test

import (
	"fmt"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/segment"
)

func ExampleSpans() {
	s := "M. Li a reçu Mme Roy. « Bienvenue ! » a-t-il dit. Tous deux ont parlé."
	for sp := range segment.Spans(s, lang.French, segment.Options{}) {
		fmt.Println(sp.Start, sp.End, sp.Of(s))
	}
	// Output:
	// 0 22 M. Li a reçu Mme Roy.
	// 23 52 « Bienvenue ! » a-t-il dit.
	// 53 74 Tous deux ont parlé.
}

func ExampleExplain() {
	s := "Mr. Doe met Ms. Roe. They spoke."
	for d := range segment.Explain(s, lang.English, segment.Options{}) {
		fmt.Println(d.Pos, d.Boundary, d.Rule)
	}
	// Output:
	// 3 false abbreviation-never
	// 15 false abbreviation-never
	// 20 true stop
	// 32 true end
}
