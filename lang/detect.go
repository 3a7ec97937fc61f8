package lang

import (
	"strings"
	"unicode"
)

// Detect tells the language of s by its script and its function words, with a
// confidence in [0, 1].
func Detect(s string) (code string, confidence float64) {
	var han, letters float64
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Han, r) {
				han++
			}
		}
	}
	switch {
	case letters == 0:
		return "und", 0
	case han/letters > .3:
		return "zh", han / letters
	}
	var n [2]float64
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		for i, l := range []string{" le la les de des du et en un une que qui dans pour par sur au aux est a ", " the of and to in a is that for with on by as was are "} {
			if strings.Contains(l, " "+w+" ") {
				n[i]++
			}
		}
	}
	switch {
	case n[0]+n[1] == 0:
		return "und", 0
	case n[0] > n[1]:
		return "fr", n[0] / (n[0] + n[1])
	}
	return "en", n[1] / (n[0] + n[1])
}
