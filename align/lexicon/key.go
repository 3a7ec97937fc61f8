package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/tercet/tercet/lang"
)

// stemLength is the number of letters that a stem keeps.
const stemLength = 6

// suffixes are endings of French and English words without a final s, longest
// first. One list serves all languages: what counts is that both sides of a text
// and the lexicon cut alike, not that a stem is a word.
var suffixes = []string{
	"issement",
	"issaient", "eraient", "issant", "issent", "assent",
	"ation", "ement", "aient", "erait", "eront", "ingly",
	"ment", "euse", "ante", "edly", "nes",
	"iez", "ait", "era", "ant", "ent", "eur", "ont", "ion", "aux", "ing",
	"ee", "er", "ez", "ed", "ly", "ir", "it", "al", "ai", "en", "em", "ie",
	"x", "e", "a", "i", "y",
}

// shortest is the number of letters that must stand before a suffix.
const shortest = 3

var bySuffix = func() (m [256][]string) {
	for _, s := range suffixes {
		m[s[len(s)-1]] = append(m[s[len(s)-1]], s)
	}
	return m
}()

// AppendFolded appends w with case, accents and ligatures folded away: "Œuvre"
// is "oeuvre".
func AppendFolded(dst []byte, w string) []byte {
	for i := 0; i < len(w); {
		if c := w[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(w[i:])
		i += n
		switch r = unicode.ToLower(r); r {
		case 'œ':
			dst = append(dst, "oe"...)
		case 'æ':
			dst = append(dst, "ae"...)
		case 'ß':
			dst = append(dst, "ss"...)
		case 'ø':
			dst = append(dst, 'o')
		case 'ł':
			dst = append(dst, 'l')
		case 'đ', 'ð':
			dst = append(dst, 'd')
		case 'ı':
			dst = append(dst, 'i')
		default:
			if unicode.Is(unicode.Mn, r) {
				continue
			}
			if d := norm.NFD.PropertiesString(w[i-n : i]).Decomposition(); len(d) > 0 && r < 0x2000 {
				base, _ := utf8.DecodeRune(d)
				r = unicode.ToLower(base)
			}
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// Stem cuts a folded word: a final s goes, then one ending, and six letters
// stay. It is crude on purpose; a unit of evidence needs no dictionary form.
func Stem(folded []byte) []byte {
	n := len(folded)
	if n > shortest && folded[n-1] == 's' {
		n--
	}
	if n == 0 {
		return folded
	}
	for _, s := range bySuffix[folded[n-1]] {
		if n-len(s) >= shortest && string(folded[n-len(s):n]) == s {
			n -= len(s)
			break
		}
	}
	if n > stemLength {
		n = stemLength
		for n < len(folded) && !utf8.RuneStart(folded[n]) {
			n++
		}
	}
	return folded[:n]
}

// Unit kinds. A token of a text and a key of a lexicon are equal when their
// units are.
type Kind uint8

// The kinds of unit.
const (
	Word   Kind = iota // stem of a word
	Number             // value in decimal digits
	Name               // month, day of the week: "m3", "d1"
	Mark               // class of a mark inside the sentence
	Char               // one character of a script without spaces
	Bigram             // two neighbouring characters of such a script
)

// Unspaced reports whether r belongs to a script that sets no space between
// words, so that a single character, and two in a row, are the units.
func Unspaced(r rune) bool {
	if r < 0x0E00 {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// content are the words of a rendering that carry its meaning, folded and cut,
// with the characters and bigrams of unspaced scripts.
func units(rendering string, emit func(kind Kind, unit string)) {
	var buf []byte
	rs := []rune(rendering)
	for k, r := range rs {
		if Unspaced(r) {
			rs[k] = lang.FoldDense(r)
		}
	}
	var words []string
	for i := 0; i < len(rs); {
		switch r := rs[i]; {
		case Unspaced(r):
			j := i
			for j < len(rs) && Unspaced(rs[j]) {
				j++
			}
			if j-i == 1 {
				emit(Char, string(rs[i:j]))
			}
			for k := i; k+1 < j; k++ {
				emit(Bigram, string(rs[k:k+2]))
			}
			i = j
		case unicode.IsLetter(r):
			j := i
			for j < len(rs) && (unicode.IsLetter(rs[j]) || unicode.Is(unicode.Mn, rs[j])) && !Unspaced(rs[j]) {
				j++
			}
			words = append(words, string(rs[i:j]))
			i = j
		default:
			i++
		}
	}
	kept := 0
	for _, w := range words {
		if !light[strings.ToLower(w)] {
			kept++
		}
	}
	for _, w := range words {
		if kept > 0 && light[strings.ToLower(w)] {
			continue
		}
		buf = AppendFolded(buf[:0], w)
		emit(Word, string(Stem(buf)))
	}
}

// light are words that say nothing when they stand beside others in a
// rendering ("to agree", "chemin de fer").
var light = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("a an the of to in on for and or be is with by as at from that it s d l le la les de des du un une se et à au aux en y pour par sur dans que qui ce il être etc") {
		m[w] = true
	}
	return m
}()
