package lexicon

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// seedNames is what Names, Adjectives and Commons give, read in one go.
type seedNames struct {
	names, adjectives []map[string][]string
	commons           map[string]map[string]bool
}

var readNames = sync.OnceValue(func() *seedNames {
	s := &seedNames{commons: map[string]map[string]bool{}}
	for _, r := range seedRows() {
		proper := false // written with a capital in English
		for _, x := range r.renderings {
			if x.Lang == "en" {
				proper = capitalised(x.Text)
				break
			}
		}
		switch {
		case r.pos == "p":
			s.names = append(s.names, r.byCode())
		case r.pos == "a" && proper:
			s.adjectives = append(s.adjectives, r.byCode())
		case r.pos != "a" && !proper:
			for _, x := range r.renderings {
				if s.commons[x.Lang] == nil {
					s.commons[x.Lang] = map[string]bool{}
				}
				s.commons[x.Lang][x.Text] = true
			}
		}
	}
	return s
})

// Names lists the rows of the seed's proper names (pos p): the renderings of
// each by language code, in the order of the files.
func Names() []map[string][]string { return readNames().names }

// Adjectives lists the rows of the seed's adjectives that English writes with a
// capital (French, African, Muslim): the renderings of each by language code.
func Adjectives() []map[string][]string { return readNames().adjectives }

// Commons holds the renderings of the seed's rows that are no proper names or
// adjectives, nor written with a capital in English, by language code.
func Commons() map[string]map[string]bool { return readNames().commons }

// Characters counts the Chinese characters of the seed's rows that are no proper
// names.
func Characters() map[rune]float64 {
	out := map[rune]float64{}
	for _, r := range seedRows() {
		if r.pos == "p" {
			continue
		}
		for _, x := range r.renderings {
			for _, c := range x.Text {
				if Unspaced(c) {
					out[c]++
				}
			}
		}
	}
	return out
}

func (r *seedRow) byCode() map[string][]string {
	row := map[string][]string{}
	for _, x := range r.renderings {
		row[x.Lang] = append(row[x.Lang], x.Text)
	}
	return row
}

func capitalised(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
