package lexicon

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/tercet/tercet/lang"
)

// formsData has a row for each word whose inflected forms are cut to other stems
// than the word itself: language, stem of the word, stems of the forms.
//
//go:embed data/forms.tsv
var formsData string

// otherStems are the further stems of a word's forms, by language code and stem.
var otherStems = sync.OnceValue(func() map[string]map[string][]string {
	m := map[string]map[string][]string{}
	for line := range strings.Lines(formsData) {
		if line[0] == '#' {
			continue
		}
		f := strings.Fields(line)
		if m[f[0]] == nil {
			m[f[0]] = map[string][]string{}
		}
		m[f[0]][f[1]] = f[2:]
	}
	return m
})

// bookish are endings of French forms that texts of today hardly have: the
// simple past of the first two persons of the plural and the past subjunctive.
var bookish = []string{
	"âmes", "âtes", "îmes", "îtes", "ûmes", "ûtes", "inmes", "intes",
	"asse", "asses", "assions", "assiez", "assent", "usse", "usses", "ussions", "ussiez", "ussent",
}

// WriteForms writes forms.tsv from the rows of the seed by the rules of
// inflection of package lang.
func WriteForms(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, "# Stems of inflected forms that differ from the stem of their word: language, stem, further stems.")
	fmt.Fprintln(b, "# Written by internal/gen/forms from the seed lexicon and the inflection of package lang; do not edit.")
	all := map[string]map[string]map[string]bool{}
	for _, row := range seedRows() {
		switch row.pos {
		case "n", "a", "v":
		default:
			continue
		}
		for _, r := range row.renderings {
			l := lang.Get(r.Lang)
			if !l.Spaced || strings.ContainsAny(r.Text, " '’-") {
				continue
			}
			base := string(Stem(AppendFolded(nil, r.Text)))
			patterns, _ := l.Expand(r.Text, row.pos, false)
			for _, p := range patterns {
				if len(p) != 1 {
					continue
				}
				for _, f := range p[0] {
					s := string(Stem(AppendFolded(nil, f.Text)))
					if s == base || slices.ContainsFunc(bookish, func(e string) bool { return strings.HasSuffix(f.Text, e) }) {
						continue
					}
					if all[l.Code] == nil {
						all[l.Code] = map[string]map[string]bool{}
					}
					if all[l.Code][base] == nil {
						all[l.Code][base] = map[string]bool{}
					}
					all[l.Code][base][s] = true
				}
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(all)) {
		for _, base := range slices.Sorted(maps.Keys(all[code])) {
			fmt.Fprintf(b, "%s\t%s\t%s\n", code, base, strings.Join(slices.Sorted(maps.Keys(all[code][base])), " "))
		}
	}
	return b.Flush()
}
