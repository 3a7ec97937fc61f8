package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Diff is the way from a to b. Words are compared first (a Chinese character is
// a word), then the characters of a word that stands for another, so that a
// changed ending or digit shows as such, and words that have little in common
// are replaced whole. Where less than a third of the longer text is kept, all of
// it is replaced. Bytes that are no UTF-8 become U+FFFD. There is no time limit:
// the same input has the same result on every machine.
func Diff(a, b string) []diffmatchpatch.Diff {
	m := diffmatchpatch.New()
	m.DiffTimeout = 0
	a, b = strings.ToValidUTF8(a, "\uFFFD"), strings.ToValidUTF8(b, "\uFFFD")

	// A private character stands for each different word.
	code := map[string]rune{}
	var words []string
	encode := func(s string) []rune {
		var out []rune
		for _, w := range split(s) {
			r, ok := code[w]
			if !ok {
				r = private + rune(len(words))
				code[w] = r
				words = append(words, w)
			}
			out = append(out, r)
		}
		return out
	}
	ra, rb := encode(a), encode(b)
	if len(words) > utf8.MaxRune-private { // a text this long is no term
		return whole(a, b)
	}
	ds := m.DiffMainRunes(ra, rb, false)
	for i := range ds {
		var s strings.Builder
		for _, r := range ds[i].Text {
			s.WriteString(words[r-private])
		}
		ds[i].Text = s.String()
	}
	ds = m.DiffCleanupSemantic(ds)
	var out []diffmatchpatch.Diff
	for i := 0; i < len(ds); i++ {
		if i+1 < len(ds) && ds[i].Type == diffmatchpatch.DiffDelete && ds[i+1].Type == diffmatchpatch.DiffInsert {
			from, to := ds[i].Text, ds[i+1].Text
			if in := m.DiffCleanupSemantic(m.DiffMain(from, to, false)); !tooFar(from, to, in, 2) {
				out = append(out, in...)
				i++
				continue
			}
		}
		out = append(out, ds[i])
	}
	if tooFar(a, b, out, 3) {
		return whole(a, b)
	}
	return out
}

// private is the first private character of plane 15, from which two planes
// are free.
const private = 0xF0000

// whole replaces a by b.
func whole(a, b string) []diffmatchpatch.Diff {
	var out []diffmatchpatch.Diff
	if a != "" {
		out = append(out, diffmatchpatch.Diff{Type: diffmatchpatch.DiffDelete, Text: a})
	}
	if b != "" {
		out = append(out, diffmatchpatch.Diff{Type: diffmatchpatch.DiffInsert, Text: b})
	}
	return out
}

// tooFar reports whether less than one part in n of the longer text is kept.
func tooFar(a, b string, ds []diffmatchpatch.Diff, n int) bool {
	kept := 0
	for _, d := range ds {
		if d.Type == diffmatchpatch.DiffEqual {
			kept += utf8.RuneCountInString(d.Text)
		}
	}
	return n*kept < max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
}

// split cuts s into words, single Chinese characters and single other marks.
func split(s string) []string {
	var out []string
	start := -1
	for i, r := range s {
		if (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) && columns.RuneWidth(r) < 2 {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			out = append(out, s[start:i])
			start = -1
		}
		out = append(out, s[i:i+utf8.RuneLen(r)])
	}
	if start >= 0 {
		out = append(out, s[start:])
	}
	return out
}
