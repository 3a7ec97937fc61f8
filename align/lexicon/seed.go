package lexicon

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"github.com/tercet/tercet/glossary"
)

//go:embed data/seed/*.tsv
var seedFiles embed.FS

// Seed is the embedded lexicon of French, English and Chinese, with the terms of
// the embedded diplomatic glossary. It is read when first asked for.
var Seed = sync.OnceValue(readSeed)

func readSeed() *Lexicon {
	files, err := seedFiles.ReadDir("data/seed")
	if err != nil {
		panic(err)
	}
	parts := make([]*Lexicon, len(files)) // in order of their names
	var wait sync.WaitGroup
	for k, f := range files {
		wait.Go(func() {
			name := "data/seed/" + f.Name()
			b, err := seedFiles.ReadFile(name)
			if err != nil {
				panic(err)
			}
			parts[k] = New()
			if err := parts[k].tsv(name, string(b)); err != nil {
				panic(err)
			}
		})
	}
	wait.Wait()
	l := join(parts)
	l.AddGlossary(glossary.Diplomatic())
	l.addForms()
	l.once.Do(l.sort)
	return l
}

// seedRow is a row of the seed's files.
type seedRow struct {
	pos        string
	renderings []Rendering
}

// seedRows lists the rows of the seed in the order of the files.
func seedRows() []seedRow {
	var out []seedRow
	for r := range eachSeedRow {
		r.renderings = slices.Clone(r.renderings)
		out = append(out, r)
	}
	return out
}

// eachSeedRow yields the rows of the seed in the order of the files; the
// renderings of a row are good until the next one.
func eachSeedRow(yield func(seedRow) bool) {
	files, err := seedFiles.ReadDir("data/seed")
	if err != nil {
		panic(err)
	}
	var row seedRow
	var head, cols []string
	for _, f := range files {
		b, err := seedFiles.ReadFile("data/seed/" + f.Name())
		if err != nil {
			panic(err)
		}
		head = head[:0]
		for line := range strings.Lines(string(b)) {
			if line[0] == '#' || line == "\n" {
				continue
			}
			cols = cols[:0]
			for c := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), "\t") {
				cols = append(cols, c)
			}
			if len(head) == 0 {
				head = append(head, cols...)
				continue
			}
			row.pos, row.renderings = cols[0], row.renderings[:0]
			for i, c := range cols[1:] {
				for t := range strings.SplitSeq(c, "|") {
					if t != "" {
						row.renderings = append(row.renderings, Rendering{head[i+1], t})
					}
				}
			}
			if !yield(row) {
				return
			}
		}
	}
}
