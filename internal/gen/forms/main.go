// Forms writes align/lexicon/data/forms.tsv: the stems of inflected forms that
// differ from the stem of their word (took and take, vient and venir), for the
// words of the seed lexicon.
//
//	go run ./internal/gen/forms > align/lexicon/data/forms.tsv
package main

import (
	"log"
	"os"

	"github.com/tercet/tercet/align/lexicon"
)

func main() {
	log.SetFlags(0)
	if err := lexicon.WriteForms(os.Stdout); err != nil {
		log.Fatal(err)
	}
}
