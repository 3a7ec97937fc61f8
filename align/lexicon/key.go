package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/tercet/tercet/lang"
)

// stemLength is the number of letters that a stem keeps; shortStem is the number
// for languages that no lexicon renders, whose words say more cut short.
const (
	stemLength = 8
	shortStem  = 6
)

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

// Stem cuts a folded word: a final s goes, then one ending, and eight
// letters stay. It is crude on purpose; a unit of evidence needs no dictionary form.
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
	return cut(folded[:n], stemLength)
}

// ShortStem is Stem with six letters, for texts in languages of which no lexicon
// is at hand: there its stems are compared with one another only.
func ShortStem(folded []byte) []byte { return cut(Stem(folded), shortStem) }

// cut keeps n bytes, and the rest of the letter that the last belongs to.
func cut(s []byte, n int) []byte {
	if len(s) <= n {
		return s
	}
	for n < len(s) && !utf8.RuneStart(s[n]) {
		n++
	}
	return s[:n]
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

// cutter cuts renderings into units; it keeps room for the next one.
type cutter struct {
	dense, folded []byte
	words         []string
}

// units emits the words of a rendering that carry its meaning, folded and cut,
// and the characters and bigrams of unspaced scripts. A unit is good until emit
// returns.
func (c *cutter) units(rendering string, emit func(kind Kind, unit []byte)) {
	kept := 0
	c.words = c.words[:0]
	for i := 0; i < len(rendering); {
		r, w := utf8.DecodeRuneInString(rendering[i:])
		switch {
		case Unspaced(r):
			c.dense = c.dense[:0]
			before, n := 0, 0 // where the character before begins
			for i < len(rendering) {
				r, w := utf8.DecodeRuneInString(rendering[i:])
				if !Unspaced(r) {
					break
				}
				at := len(c.dense)
				c.dense = utf8.AppendRune(c.dense, lang.FoldDense(r))
				if n > 0 {
					emit(Bigram, c.dense[before:])
				}
				before = at
				n++
				i += w
			}
			if n == 1 {
				emit(Char, c.dense)
			}
		case unicode.IsLetter(r):
			j := i + w
			for j < len(rendering) {
				r, w := utf8.DecodeRuneInString(rendering[j:])
				if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) || Unspaced(r) {
					break
				}
				j += w
			}
			c.words = append(c.words, rendering[i:j])
			if !isLight(rendering[i:j]) {
				kept++
			}
			i = j
		default:
			i += w
		}
	}
	for _, w := range c.words {
		if kept > 0 && isLight(w) {
			continue
		}
		c.folded = AppendFolded(c.folded[:0], w)
		emit(Word, Stem(c.folded))
	}
}

// isLight reports whether a word says nothing beside others.
func isLight(w string) bool {
	return len(w) <= lightest && (light[w] || light[strings.ToLower(w)])
}

// lightest is the length of the longest of light, in bytes.
const lightest = 5

// light are words that say nothing when they stand beside others in a
// rendering ("to agree", "chemin de fer").
var light = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("a an the of to in on for and or be is with by as at from that it s d l le la les de des du un une se et à au aux en y pour par sur dans que qui ce il être etc") {
		m[w] = true
	}
	return m
}()
