package lang

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed data/names.tsv
var nameData string

// nameForms maps the spellings of common given and family names, folded, to
// their Chinese renderings; nameRuns the renderings to the spellings.
var nameForms, nameRuns = func() (func() map[string][]string, func() map[string][]string) {
	load := sync.OnceValues(func() (forms, runs map[string][]string) {
		forms, runs = map[string][]string{}, map[string][]string{}
		for _, line := range strings.Split(nameData, "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			latin, han, _ := strings.Cut(line, "\t")
			for _, l := range strings.Split(latin, "|") {
				l = foldName(l)
				for _, h := range strings.Split(han, "|") {
					forms[l] = append(forms[l], h)
					runs[h] = append(runs[h], l)
				}
			}
		}
		return
	})
	return func() map[string][]string { f, _ := load(); return f },
		func() map[string][]string { _, r := load(); return r }
}()

// foldName is a name in small letters without accents.
func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// NameInHan lists how Chinese writes a common given or family name, in small
// letters without accents: 约翰 for "john". Nil where it is not in the table.
func NameInHan(folded string) []string { return nameForms()[folded] }

// NamesOfHan lists the spellings, in small letters without accents, of a name in
// Simplified characters. Nil where it is not in the table.
func NamesOfHan(han string) []string { return nameRuns()[han] }
