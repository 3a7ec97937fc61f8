package lang

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What a reader takes for the same writing, folded character by character so
// that offsets are kept: capitals, composed and decomposed accents, œ and æ,
// full-width and subscript forms, kinds of hyphen, apostrophe and space,
// Traditional characters. Accents are folded too, but kept beside the fold
// (Token.Marks): whether they may be left out depends on the case.

var (
	//go:embed data/zh/t2s.tsv
	t2sData string
	//go:embed data/zh/t2s-phrases.tsv
	t2sPhraseData string
	//go:embed data/zh/variants.tsv
	zhVariantData string
)

// t2s holds the Traditional characters: those of the BMP in an array, the
// others in a map. phrases maps a first character to the words in which the
// character table is wrong.
type t2sTable struct {
	bmp     [0x10000]uint16 // 0: as it is
	far     map[rune]rune
	phrases map[rune][][2]string
}

var t2s = sync.OnceValue(func() *t2sTable {
	t := &t2sTable{far: map[rune]rune{}, phrases: map[rune][][2]string{}}
	for k, v := range dataPairs(t2sData) {
		a, _ := utf8.DecodeRuneInString(k)
		b, _ := utf8.DecodeRuneInString(v)
		if a < 0x10000 && b < 0x10000 {
			t.bmp[a] = uint16(b)
		} else {
			t.far[a] = b
		}
	}
	for k, v := range dataPairs(t2sPhraseData) {
		a, _ := utf8.DecodeRuneInString(k)
		t.phrases[a] = append(t.phrases[a], [2]string{k, v})
	}
	return t
})

func (t *t2sTable) char(r rune) rune {
	if r < 0x10000 {
		if v := t.bmp[r]; v != 0 {
			return rune(v)
		}
		if r >= 0x2E80 {
			return r
		}
	}
	if v, ok := t.far[r]; ok {
		return v
	}
	return r
}

// Simplify writes the Traditional characters of s as Simplified ones, by the
// mapping of OpenCC (characters, and the words in which a character stays or
// goes elsewhere, such as 乾隆). Text with none comes back as it is. Lengths in
// bytes may differ; the number of code points does not.
func Simplify(s string) string {
	t := t2s()
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r >= 0x2E80 && (t.char(r) != r || t.phrases[r] != nil) {
			break
		}
		i += n
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r < 0x2E80 {
			b.WriteString(s[i : i+n])
			i += n
			continue
		}
		best := [2]string{}
		for _, p := range t.phrases[r] {
			if len(p[0]) > len(best[0]) && strings.HasPrefix(s[i:], p[0]) {
				best = p
			}
		}
		if best[0] != "" {
			b.WriteString(best[1])
			i += len(best[0])
			continue
		}
		if r == utf8.RuneError && n == 1 { // not UTF-8: keep the byte
			b.WriteByte(s[i])
		} else {
			b.WriteRune(t.char(r))
		}
		i += n
	}
	return b.String()
}

// SimplifiedOnly reports whether s holds a character that Traditional text
// writes otherwise, at least at times: such text does not fit into Traditional
// surroundings as it is.
func SimplifiedOnly(s string) bool {
	t := simplified()
	for _, r := range s {
		if r >= 0x2E80 && t[r] {
			return true
		}
	}
	return false
}

var simplified = sync.OnceValue(func() map[rune]bool {
	m := map[rune]bool{}
	for _, v := range dataPairs(t2sData) {
		r, _ := utf8.DecodeRuneInString(v)
		m[r] = true
	}
	return m
})

// foldHan folds one character of a dense script for comparison: compatibility
// forms, Traditional, regional variants.
func foldHan(r rune) rune {
	t := zhVariants()
	r = compat(r)
	if v, ok := t[r]; ok {
		r = v
	}
	r = t2s().char(r)
	if v, ok := t[r]; ok {
		r = v
	}
	return r
}

var zhVariants = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{}
	for k, v := range dataPairs(zhVariantData) {
		a, _ := utf8.DecodeRuneInString(k)
		b, _ := utf8.DecodeRuneInString(v)
		m[a] = b
	}
	return m
})

// compat resolves compatibility ideographs and radicals (U+F900, U+2F00).
func compat(r rune) rune {
	if r >= 0xF900 && r <= 0xFAFF || r >= 0x2E80 && r <= 0x2FDF {
		if s := norm.NFKC.String(string(r)); utf8.RuneCountInString(s) == 1 {
			r, _ = utf8.DecodeRuneInString(s)
		}
	}
	return r
}

// latinFold is how one letter of U+0080 to U+024F is folded.
type latinFold struct {
	base  string // lower case, no accent; "" for what is no letter
	marks string // the combining marks that were on it
	upper bool
}

var latin = func() (t [0x250]latinFold) {
	for r := rune(0x80); r < 0x250; r++ {
		if !unicode.IsLetter(r) {
			continue
		}
		low := unicode.ToLower(r)
		e := &t[r]
		e.upper = low != r
		switch low {
		case 'œ':
			e.base = "oe"
		case 'æ':
			e.base = "ae"
		case 'ß':
			e.base = "ss"
		case 'ĳ':
			e.base = "ij"
		default:
			d := norm.NFD.String(string(low))
			base, n := utf8.DecodeRuneInString(d)
			e.base, e.marks = string(base), d[n:]
		}
	}
	return t
}()

// A ligature or a sign that stands for several letters or digits, beyond
// U+024F.
func foldSign(r rune) string {
	switch {
	case r >= 0xFB00 && r <= 0xFB06: // ﬁ, ﬂ, …
		return norm.NFKC.String(string(r))
	case r >= 0x2080 && r <= 0x2089: // CO₂
		return string('0' + r - 0x2080)
	case r == 0x1E9E:
		return "ss"
	}
	return ""
}

// foldMark folds a punctuation mark to the one it is a variant of.
func foldMark(r rune) rune {
	if r >= 0xFF01 && r <= 0xFF5E { // full width
		r -= 0xFEE0
	}
	switch r {
	case '‐', '‑', '‒', '–', '−', '﹣', '⁃':
		return '-'
	case '’', '‘', 'ʼ', '‛', '´', '`', '′', 'ʹ':
		return '\''
	case '·', '‧', '•', '・', '･', '∙', '⋅':
		return '·'
	case '⁄', '∕':
		return '/'
	case '，', '､':
		return ','
	case '﹪':
		return '%'
	}
	return r
}

// quoteMark reports whether a folded mark is a quotation mark: it may stand
// inside a term or around a part of it without parting it.
func quoteMark(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '‹', '›', '「', '」', '『', '』', '《', '》', '〈', '〉', '﹁', '﹂', '﹃', '﹄', '〝', '〞', '〟', '*', '_':
		return true
	}
	return false
}

// ignorable reports whether a character has no width and no meaning between
// letters: soft hyphen, zero-width space and joiners, byte order mark,
// variation selectors.
func ignorable(r rune) bool {
	switch {
	case r == 0xAD, r >= 0x200B && r <= 0x200F, r >= 0x2060 && r <= 0x2064, r == 0xFEFF, r >= 0xFE00 && r <= 0xFE0F:
		return true
	}
	return false
}

// denseRune reports whether r belongs to a script whose characters stand for
// themselves here, one token each: Han, kana, and the scripts of South-East
// Asia that are written without spaces.
func denseRune(r rune) bool {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0x3400 && r <= 0x4DBF: // most of all Han
		return true
	case r < 0x0E00:
		return false
	case r <= 0x0EFF, r >= 0x1000 && r <= 0x109F, r >= 0x1780 && r <= 0x17FF: // Thai, Lao, Burmese, Khmer
		return true
	case r >= 0x2E80 && r <= 0x2FDF, r >= 0x3005 && r <= 0x3007, r >= 0x3040 && r <= 0x30FF && r != 0x30FB, r >= 0xF900 && r <= 0xFAFF, r >= 0x20000 && r <= 0x323AF:
		return true
	}
	return false
}

// FoldKey folds s as terms are compared: case, accents, ligatures, width,
// hyphens, apostrophes, Traditional characters; runs of white space become one
// space, none beside Han and kana, soft hyphens go. It keeps no offsets (Scanner does) and is meant for
// keys and fingerprints.
func FoldKey(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	var sc Scanner
	sc.Reset(s)
	dense := false // the token before is of a dense script
	for end := 0; sc.Next(); end = sc.Tok.End {
		if b.Len() > 0 && sc.Tok.Start > end && !sc.Tok.Glued && !dense && sc.Tok.Kind != Dense {
			b.WriteByte(' ')
		}
		dense = sc.Tok.Kind == Dense
		switch sc.Tok.Kind {
		case Word:
			b.Write(sc.Tok.Key)
		case Dense:
			b.WriteRune(foldHan(sc.Tok.Rune))
		default:
			b.WriteRune(sc.Tok.Rune)
		}
	}
	return b.String()
}

// dataPairs reads a data file of two columns, and words of one column (then
// with an empty second); # starts a comment line.
func dataPairs(s string) func(yield func(k, v string) bool) {
	return func(yield func(k, v string) bool) {
		for line := range strings.Lines(s) {
			line = strings.TrimRight(line, "\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			k, v, _ := strings.Cut(line, "\t")
			if !yield(k, v) {
				return
			}
		}
	}
}
