package divergence_test

import (
	"fmt"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/segment"
	"github.com/tercet/tercet/text"
)

func Example() {
	docs := []*text.Document{
		text.New("fr", "fr", "Les deux pays fêteront le 35e anniversaire de leurs relations. Ils sont du Sud mondial."),
		text.New("en", "en", "The two countries will mark the 35th anniversary of their ties. Both belong to the Global South."),
		text.New("zh", "zh", "两国将庆祝建交25周年。两国同属全球南方。"),
	}
	for _, d := range docs {
		segment.Document(d, segment.Options{})
	}
	checker, _ := divergence.New(divergence.Options{Glossaries: []*glossary.Glossary{glossary.Diplomatic()}})
	result := checker.Documents(align.Documents(docs, align.Options{}))
	for _, f := range result.Findings {
		d := result.Documents[f.At[0].Side]
		fmt.Printf("%s %s in %s: %s → %q\n", f.Severity, f.Check, d.Name, f.At[0].Span.Of(d.Text), f.Fix)
	}
	// Output:
	// error number in zh: 25周年 → ""
	// warning terminology in fr: Sud mondial → "Sud global"
}
