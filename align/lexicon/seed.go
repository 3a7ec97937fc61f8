package lexicon

import (
	"embed"
	"io"
	"strings"
	"sync"

	"github.com/tercet/tercet/glossary"
)

//go:embed data/seed/*.tsv
var seedFiles embed.FS

// Seed is the embedded lexicon of French, English and Chinese, with the terms of
// the embedded diplomatic glossary. It is read when first asked for.
var Seed = sync.OnceValue(func() *Lexicon {
	l := New()
	files, err := seedFiles.ReadDir("data/seed")
	if err != nil {
		panic(err)
	}
	seen := map[string]bool{}
	for _, f := range files { // in order of their names
		name := "data/seed/" + f.Name()
		r, err := seedFiles.Open(name)
		if err != nil {
			panic(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			panic(err)
		}
		if err := l.tsv(name, string(b), seen); err != nil {
			panic(err)
		}
	}
	l.AddGlossary(glossary.Diplomatic())
	l.once.Do(l.sort)
	return l
})

// duplicate reports whether the same renderings were added before.
func duplicate(seen map[string]bool, fields []string) bool {
	if seen == nil {
		return false
	}
	k := strings.Join(fields, "\t")
	if seen[k] {
		return true
	}
	seen[k] = true
	return false
}
