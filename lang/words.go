package lang

import (
	"unicode"
	"unicode/utf8"
)

// Kind is what a Token is.
type Kind uint8

// The kinds of token.
const (
	// Word is a run of letters and digits of a script with spaces.
	Word Kind = iota
	// Dense is one character of a script without (Han, kana, Thai).
	Dense
	// Mark is any other single character that is not white space.
	Mark
	// Quote is a quotation mark, an emphasis sign or an inline tag: what may
	// stand inside a term without parting it.
	Quote
)

// Token is one piece of a text as Scanner sees it: the unit in which terms are
// compared.
type Token struct {
	Start, End int // bytes of the text
	Kind       Kind
	// Glued says that nothing stands between this token and the one before,
	// Break that a blank line does.
	Glued, Break bool
	// Rune is the folded character of a Dense, Mark or Quote token, Raw the one
	// that stands there.
	Rune, Raw rune
	// Key is the folded word, without accents: bytes that hold until the next
	// call of Next. Hash is a hash of it.
	Key  []byte
	Hash uint64
	// Marks is Key with the accents in decomposed form, nil where there are none.
	Marks []byte
	// Upper has bit i set where byte i of Key was written as a capital, for the
	// first 64. Letters counts the letters of the word (digits apart), up to 64.
	Upper   uint64
	Letters int
}

// Scanner cuts a text into tokens. White space, soft hyphens and zero-width
// characters are in none. The zero value is ready for Reset.
type Scanner struct {
	Tok   Token
	s     string
	pos   int
	key   []byte
	marks []byte
}

// Reset starts on s.
func (sc *Scanner) Reset(s string) { sc.s, sc.pos, sc.Tok = s, 0, Token{} }

// asciiWord maps ASCII letters and digits to their lower case and everything
// else to 0.
var asciiWord = func() (t [256]byte) {
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	return t
}()

const (
	hashSeed  = 0xcbf29ce484222325
	hashPrime = 0x9E3779B97F4A7C15
)

// Next finds the next token; it reports false at the end.
func (sc *Scanner) Next() bool {
	s, i := sc.s, sc.pos
	t := &sc.Tok
	glued := i > 0
	lines := 0
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if asciiWord[c] != 0 {
				return sc.word(i, glued, lines)
			}
			switch c {
			case ' ', '\t', '\n', '\r', '\v', '\f':
				glued = false
				if c == '\n' {
					lines++
				}
				i++
				continue
			case '<':
				if n := tag(s[i:]); n > 0 {
					return sc.mark(i, n, '<', '<', Quote, glued, lines)
				}
			}
			r := foldMark(rune(c))
			return sc.mark(i, 1, r, r, kindOf(r), glued, lines)
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case denseRune(r):
			t.Start, t.End, t.Kind, t.Glued, t.Break, t.Raw, t.Rune = i, i+n, Dense, glued, lines > 1, r, r
			sc.pos = i + n
			return true
		case r > 0x3000 && r <= 0x303F, r >= 0x2010 && r <= 0x2027, r >= 0xFF01 && r <= 0xFF0F, r >= 0xFF1A && r <= 0xFF20:
			// punctuation, told first because it is frequent
		case ignorable(r):
			i += n
			continue
		case r >= 0x300 && r <= 0x36F:
			// an accent with no letter
		case wordRune(r):
			return sc.word(i, glued, lines)
		case unicode.IsSpace(r) || r == 0x3000 || r == 0x202F:
			glued = false
			if r == 0x2029 || r == 0x2028 || r == 0x85 {
				lines++
			}
			i += n
			continue
		}
		f := foldMark(r)
		return sc.mark(i, n, f, r, kindOf(f), glued, lines)
	}
	sc.pos = i
	return false
}

func kindOf(r rune) Kind {
	if quoteMark(r) {
		return Quote
	}
	return Mark
}

func (sc *Scanner) mark(i, n int, r, raw rune, k Kind, glued bool, lines int) bool {
	t := &sc.Tok
	t.Start, t.End, t.Kind, t.Glued, t.Break, t.Rune, t.Raw = i, i+n, k, glued, lines > 1, r, raw
	sc.pos = i + n
	return true
}

// wordRune reports whether a character beyond ASCII belongs to a word.
func wordRune(r rune) bool {
	switch {
	case r < 0x250:
		return latin[r].base != ""
	case r >= 0x2B0 && r <= 0x2FF: // modifier letters: apostrophes and the like
		return false
	case r >= 0xFF10 && r <= 0xFF19, r >= 0xFF21 && r <= 0xFF3A, r >= 0xFF41 && r <= 0xFF5A:
		return true
	case foldSign(r) != "":
		return true
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// word reads a word that starts at i.
func (sc *Scanner) word(i int, glued bool, lines int) bool {
	s, t := sc.s, &sc.Tok
	t.Start, t.Kind, t.Glued, t.Break = i, Word, glued, lines > 1
	key := sc.key[:0]
	var upper uint64
	digits := 0
	h := uint64(hashSeed)
	end := i
	for i < len(s) {
		c := asciiWord[s[i]]
		if c == 0 {
			if s[i] == '-' && parted(key, s[i+1:]) {
				i++
				continue
			}
			if s[i] < utf8.RuneSelf && s[i] != '<' {
				break
			}
			sc.key = key
			return sc.wordSlow(i, end, upper, digits, h)
		}
		if c != s[i] {
			upper |= 1 << (len(key) & 63)
		} else if c <= '9' {
			digits++
		}
		key = append(key, c)
		h = (h ^ uint64(c)) * hashPrime
		i++
		end = i
	}
	sc.key = key
	if len(key) > 64 {
		upper = 0
	}
	t.End, t.Key, t.Marks, t.Upper, t.Letters, t.Hash = end, key, nil, upper, min(len(key)-digits, 64), h^h>>29
	sc.pos = end
	return true
}

// parted reports whether a hyphen behind key only keeps two o apart, as the
// British write: co-operation, co-ordinate.
func parted(key []byte, after string) bool {
	return len(key) == 2 && key[0] == 'c' && key[1] == 'o' && len(after) > 0 && after[0]|0x20 == 'o'
}

// wordSlow goes on with a word in which something beyond ASCII stands. What was
// read so far is in sc.key.
func (sc *Scanner) wordSlow(i, end int, upper uint64, digits int, h uint64) bool {
	s, t := sc.s, &sc.Tok
	key := sc.key
	marks := append(sc.marks[:0], key...)
	accented := false
	add := func(base string, up bool) {
		for j := 0; j < len(base); j++ {
			if up {
				upper |= 1 << (len(key) & 63)
			}
			key = append(key, base[j])
			h = (h ^ uint64(base[j])) * hashPrime
		}
		marks = append(marks, base...)
	}
	var buf [utf8.UTFMax]byte
loop:
	for i < len(s) {
		if c := asciiWord[s[i]]; c != 0 {
			if c <= '9' {
				digits++
			}
			up := c != s[i]
			if up {
				upper |= 1 << (len(key) & 63)
			}
			key, marks = append(key, c), append(marks, c)
			h = (h ^ uint64(c)) * hashPrime
			i++
			end = i
			continue
		}
		if s[i] < utf8.RuneSelf {
			if s[i] == '-' && parted(key, s[i+1:]) {
				i++
				continue
			}
			if s[i] == '<' && len(key) > 0 {
				// a tag between two letters of a word
				if n := tag(s[i:]); n > 0 && i+n < len(s) && asciiWord[s[i+n]] != 0 && inlineTag(s[i:i+n]) {
					i += n
					continue
				}
			}
			break
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r < 0x250 && latin[r].base != "":
			e := &latin[r]
			add(e.base, e.upper)
			if e.marks != "" {
				accented = true
				marks = append(marks, e.marks...)
			}
		case r >= 0x300 && r <= 0x36F:
			accented = true
			marks = append(marks, s[i:i+n]...)
		case ignorable(r):
			i += n
			continue // end stays: trailing ones are not part of the word
		case (r == '\u2010' || r == '\u2011') && parted(key, s[i+n:]):
			i += n
			continue
		case denseRune(r) || !wordRune(r):
			break loop
		case r >= 0xFF10 && r <= 0xFF5A: // full width
			c := byte(r - 0xFEE0)
			if c <= '9' {
				digits++
			}
			l := asciiWord[c]
			buf[0] = l
			add(string(buf[:1]), l != c)
		case foldSign(r) != "":
			f := foldSign(r)
			if f[0] <= '9' {
				digits++
			}
			add(f, r == 0x1E9E)
		default:
			low := unicode.ToLower(r)
			add(string(utf8.AppendRune(buf[:0], low)), low != r)
		}
		i += n
		end = i
	}
	if len(key) > 64 {
		upper = 0
	}
	sc.key, sc.marks = key, marks
	t.End, t.Key, t.Upper, t.Letters, t.Hash = end, key, upper, min(len(key)-digits, 64), h^h>>29
	t.Marks = nil
	if accented {
		t.Marks = marks
	}
	sc.pos = end
	return true
}

// tag is the length of the inline tag that s starts with, 0 where none does:
// <b>, </b>, <bpt i="1">, <br/>.
func tag(s string) int {
	i := 1
	if i < len(s) && s[i] == '/' {
		i++
	}
	if i >= len(s) || s[i]|0x20 < 'a' || s[i]|0x20 > 'z' {
		return 0
	}
	for n := min(len(s), 120); i < n; i++ {
		switch s[i] {
		case '>':
			return i + 1
		case '<', '\n':
			return 0
		}
	}
	return 0
}

// inlineTag reports whether a tag formats letters; <br>, <p> and the like part
// words.
func inlineTag(s string) bool {
	name := s[1:]
	if name[0] == '/' {
		name = name[1:]
	}
	n := 0
	for n < len(name) && asciiWord[name[n]] != 0 {
		n++
	}
	switch name[:n] {
	case "br", "p", "div", "li", "td", "tr", "hr", "ph", "x":
		return false
	}
	return true
}

// FoldDense folds a character of a dense script: compatibility forms,
// Traditional to Simplified, regional variants. Scanner leaves that to its
// caller, who can build a table of it.
func FoldDense(r rune) rune { return foldHan(r) }

// EachDense calls f for every character that Scanner gives as a Dense token and
// whose folded form is in use, with that form.
func EachDense(f func(raw, folded rune)) {
	for _, r := range [][2]rune{{0x0E00, 0x0EFF}, {0x1000, 0x109F}, {0x1780, 0x17FF}, {0x2E80, 0x2FDF}, {0x3005, 0x30FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x323AF}} {
		for c := r[0]; c <= r[1]; c++ {
			if denseRune(c) {
				f(c, foldHan(c))
			}
		}
	}
}

// HashKey is the Hash of a token with the given Key.
func HashKey(key []byte) uint64 {
	h := uint64(hashSeed)
	for _, c := range key {
		h = (h ^ uint64(c)) * hashPrime
	}
	return h ^ h>>29
}
