package lexicon

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// Names lists the rows of the seed's proper names (pos p): the renderings of
// each by language code, in the order of the files.
var Names = sync.OnceValue(func() []map[string][]string {
	var out []map[string][]string
	for _, r := range seedRows() {
		if r.pos == "p" {
			out = append(out, r.byCode())
		}
	}
	return out
})

// Adjectives lists the rows of the seed's adjectives that English writes with a
// capital (French, African, Muslim): the renderings of each by language code.
var Adjectives = sync.OnceValue(func() []map[string][]string {
	var out []map[string][]string
	for _, r := range seedRows() {
		if r.pos != "a" {
			continue
		}
		row := r.byCode()
		if en := row["en"]; len(en) > 0 && capitalised(en[0]) {
			out = append(out, row)
		}
	}
	return out
})

// Commons holds the renderings of the seed's rows that are no proper names or
// adjectives, nor written with a capital in English, by language code.
var Commons = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, r := range seedRows() {
		if en := r.byCode()["en"]; r.pos == "p" || r.pos == "a" || len(en) > 0 && capitalised(en[0]) {
			continue
		}
		for _, x := range r.renderings {
			if out[x.Lang] == nil {
				out[x.Lang] = map[string]bool{}
			}
			out[x.Lang][x.Text] = true
		}
	}
	return out
})

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
