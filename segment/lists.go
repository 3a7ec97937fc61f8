package segment

import (
	"unicode"
	"unicode/utf8"
)

// series is a list whose items run on in one line: what its next marker looks
// like. Letters that are Roman numerals too are kept under both readings.
type series struct {
	form   byte // '.', ')', 'b' for .) and '(' for (1); 0 where there is none
	digits int  // number of the next item; 0 where the markers are no digits
	letter byte // next letter; 0
	roman  int  // next numeral; 0
	upper  bool
}

const bulletMarks = "•‣⁃◦▪●■∙○◆-–—*·^#>+"

// marker deals with a list marker whose last character but closing brackets
// stands at byte i, a full stop or closing bracket. It reports where to go on,
// and whether one stands there.
func (c *scanner) marker(i int) (int, bool) {
	s := c.s
	if i == 0 || !isAlnum(s[i-1]) {
		return 0, false
	}
	p := i
	for p > 0 && i-p < 5 && isAlnum(s[p-1]) {
		p--
	}
	if p < c.start || p > 0 && isAlnum(s[p-1]) {
		return 0, false
	}
	form, end, begin := s[i], i+1, p
	if p > c.start && s[p-1] == '(' && s[i] == ')' {
		form, begin = '(', p-1
	} else if s[i] == '.' && end < len(s) && s[end] == ')' {
		form, end = 'b', end+1
	}
	if end < len(s) && !isSpaceAt(s, end) {
		return 0, false
	}
	m, ok := parseMarker(s[p:i], form)
	if !ok {
		return 0, false
	}
	if c.atStart(begin) {
		first := m.digits > 0 || m.letter|0x20 == 'a' || m.roman == 1
		if !first && !(c.list.form == form && c.list.meets(m)) {
			if i-p == 1 && form == '.' { // V. Hugo
				return 0, false
			}
			c.list = series{}
		} else {
			c.list = m.next()
		}
		if m.digits == 0 && m.upper && form == '.' && i-p == 1 { // A. Smith met B. Jones
			switch {
			case c.noName(end): // A. The first
			case m.roman == 1:
				c.list.letter = 0
			default:
				c.list = series{}
			}
			return 0, false
		}
		c.no(end, RuleListMarker)
		return end, true
	}
	if c.list.form != form || begin == 0 || blankBefore(s, begin) == 0 || end >= len(s) {
		return 0, false
	}
	l := c.list
	if !l.meets(m) || m.upper && form == '.' && i-p == 1 && !c.noName(end) {
		return 0, false
	}
	n := m.next()
	if l.letter == 0 || l.letter != m.letter {
		n.letter = 0
	}
	if l.roman == 0 || l.roman != m.roman {
		n.roman = 0
	}
	c.list = n
	c.cut(begin, RuleItem)
	return end, true
}

// atStart reports whether nothing but blanks and bullets stands between the
// start of the sentence and byte i.
func (c *scanner) atStart(i int) bool {
	s := c.s
	if i-c.start > 24 {
		return false
	}
	for p := c.start; p < i; {
		r, n := utf8.DecodeRuneInString(s[p:])
		if !unicode.IsSpace(r) && !isBulletMark(r) {
			return false
		}
		p += n
	}
	return true
}

func isBulletMark(r rune) bool {
	for _, b := range bulletMarks {
		if r == b {
			return true
		}
	}
	return false
}

func isAlnum(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// parseMarker reads 12, b, B, iv or IV.
func parseMarker(w string, form byte) (series, bool) {
	m := series{form: form}
	if isNumber(w) {
		if len(w) > 3 {
			return m, false
		}
		for i := 0; i < len(w); i++ {
			m.digits = m.digits*10 + int(w[i]-'0')
		}
		return m, true
	}
	m.upper = w[0] >= 'A' && w[0] <= 'Z'
	if len(w) == 1 {
		m.letter = w[0]
	}
	if n := roman(w); n > 0 && n < 40 {
		m.roman = n
	}
	return m, m.letter > 0 || m.roman > 0
}

// noName reports whether what follows byte i, behind a capital letter with a full
// stop, is no surname: a small letter or a word that begins sentences.
func (c *scanner) noName(i int) bool {
	n := skipBlanks(c.s, i)
	r, _ := utf8.DecodeRuneInString(c.s[n:])
	return isLower(r) || isUpper(r) && c.starts(n)
}

// meets reports whether m is the marker that l waits for.
func (l series) meets(m series) bool {
	return l.digits > 0 && l.digits == m.digits ||
		l.upper == m.upper && (l.letter > 0 && l.letter == m.letter || l.roman > 0 && l.roman == m.roman)
}

func (m series) next() series {
	if m.digits > 0 {
		m.digits++
	}
	if m.letter > 0 {
		if m.letter == 'z' || m.letter == 'Z' {
			m.letter = 0
		} else {
			m.letter++
		}
	}
	if m.roman > 0 {
		m.roman++
	}
	return m
}

// roman is the value of a Roman numeral, all in capitals or all small; 0 for
// what is none.
func roman(w string) int {
	if w == "" || len(w) > 9 {
		return 0
	}
	total, prev := 0, 0
	for i := len(w) - 1; i >= 0; i-- {
		b := w[i]
		if (b >= 'a') != (w[0] >= 'a') {
			return 0
		}
		v := 0
		switch b {
		case 'i', 'I':
			v = 1
		case 'v', 'V':
			v = 5
		case 'x', 'X':
			v = 10
		case 'l', 'L':
			v = 50
		case 'c', 'C':
			v = 100
		case 'd', 'D':
			v = 500
		case 'm', 'M':
			v = 1000
		default:
			return 0
		}
		if v < prev {
			total -= v
		} else {
			total += v
			prev = v
		}
	}
	return total
}

// closing deals with an ASCII closing bracket at byte i.
func (c *scanner) closing(i int) int {
	if c.s[i] == ')' {
		if e, ok := c.marker(i); ok {
			c.pop(')')
			return e
		}
	}
	c.pop(rune(c.s[i]))
	return i + 1
}

// bulletAt deals with a bullet of n bytes at byte i: at the start of a line it
// begins an item, and inside it the next item of a line that began so.
func (c *scanner) bulletAt(i, n int, r rune) int {
	switch {
	case c.atStart(i) && c.bullet == 0:
		c.bullet = r
	case c.bullet == r && blankBefore(c.s, i) > 0 && blankWidth(c.s, i+n) > 0 && !c.atStart(i):
		c.cut(i, RuleItem)
	}
	return i + n
}
