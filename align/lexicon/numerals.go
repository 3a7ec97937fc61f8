package lexicon

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed data/numerals.tsv
var numeralsTSV string

var numerals = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	var langs []string
	for line := range strings.Lines(numeralsTSV) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if langs == nil {
			langs = f
			for _, l := range f[1:] {
				all[l] = map[string]string{}
			}
			continue
		}
		for k, words := range f[1:] {
			for w := range strings.SplitSeq(words, "|") {
				if w != "" {
					all[langs[k+1]][string(AppendFolded(nil, w))] = f[0]
				}
			}
		}
	}
	return all
})

// Numerals has the number words and the names of months and days of a language,
// folded, with their values: "m3" for March, "d1" for Monday. It is nil for a
// language without data.
func Numerals(code string) map[string]string { return numerals()[code] }
