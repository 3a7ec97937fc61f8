package glossary_test

import (
	"fmt"
	"os"

	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/lang"
)

func ExampleMatcher_Find() {
	g, err := glossary.TSV.Read("house.tsv", []byte("id\tpos\tfr\tfr_deprecated\nhuman-rights\tn\tdroits de l'homme\tdroits humains\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "Les DROITS DE L’HOMME, dits aussi droits humains."
	for _, o := range glossary.NewMatcher(lang.French, g).Find(text) {
		fmt.Println(o.Start, o.End, o.Concept.ID, o.Term.Status, o.Of(text))
	}
	// Output:
	// 4 23 human-rights preferred DROITS DE L’HOMME
	// 36 50 human-rights deprecated droits humains
}

func ExampleFormat_Lost() {
	g := &glossary.Glossary{Concepts: []*glossary.Concept{{ID: "un", Terms: []glossary.Term{{Lang: "fr", Text: "ONU", Status: glossary.Preferred, Gender: "f"}}}}}
	fmt.Println(glossary.TSV.Lost(g))
	_ = glossary.YAML.Write(os.Stdout, g)
	// Output:
	// [grammatical gender]
	// concepts:
	//   - id: un
	//     terms:
	//       fr:
	//         - text: ONU
	//           gender: f
}
