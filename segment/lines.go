package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	narrow = 30  // code points: lines this short are no wrapped text
	broad  = 160 // lines this long are paragraphs
)

// lineEnd deals with the line end of w bytes at byte i.
func (c *scanner) lineEnd(i, w int) int {
	e := i + w
	next := skipBlanks(c.s, e)
	blank := lineWidthAt(c.s, next) > 0
	if blank { // take all blank lines at once
		for {
			n := lineWidthAt(c.s, next)
			if n == 0 {
				break
			}
			e = next + n
			next = skipBlanks(c.s, e)
		}
	}
	switch {
	case blank:
		c.cut(i, RuleParagraph)
	case c.joins(i, w):
		c.line = e
		return e
	default:
		c.cut(i, RuleLine)
	}
	c.start = e
	if blank {
		c.width = -1
	}
	c.fresh(e)
	return e
}

// joins reports whether the line end of w bytes at byte i counts as a space.
func (c *scanner) joins(i, w int) bool {
	e := i + w
	if lineWidthAt(c.s, skipBlanks(c.s, e)) > 0 {
		return false
	}
	switch c.o.Lines {
	case Paragraph:
		return true
	case Unwrap:
		return c.wrapped(i, e)
	}
	return false
}

// wrapped reports whether the line that ends at byte i was wrapped at a width,
// so that the line from byte e on goes on with it: it was not where the first
// word of the next line would have fitted, where a list item follows, where the
// line looks like a heading, or where the lines are too short or too long to
// have been wrapped.
func (c *scanner) wrapped(i, e int) bool {
	s := c.s
	if c.width < 0 {
		c.width = blockWidth(s, c.line)
	}
	if c.width < narrow || itemAt(s, e) {
		return false
	}
	n := utf8.RuneCountInString(strings.TrimRight(s[c.line:i], " \t"))
	if n > broad {
		return false
	}
	word := firstWord(s, skipBlanks(s, e))
	return n+1+word > c.width-2
}

// blockWidth is the length in code points of the longest line of the block that
// starts at byte i and ends at an empty line.
func blockWidth(s string, i int) int {
	width, n, spaces := 0, 0, 0
	for i < len(s) {
		if w := lineWidthAt(s, i); w > 0 {
			width = max(width, n-spaces)
			if n == spaces && n >= 0 && width > 0 {
				return width // a blank line
			}
			n, spaces = 0, 0
			i += w
			continue
		}
		_, w := utf8.DecodeRuneInString(s[i:])
		if blankWidth(s, i) > 0 {
			spaces++
		} else {
			spaces = 0
		}
		n++
		i += w
	}
	return max(width, n-spaces)
}

// firstWord is the length in code points of what stands at byte i up to a space
// at which a line may be broken; a Han character stands alone.
func firstWord(s string, i int) int {
	n := 0
	for _, r := range s[i:min(len(s), i+200)] {
		if unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' && r != '\u2007' {
			break
		}
		n++
		if isHan(r) {
			break
		}
	}
	return n
}

// itemAt reports whether the line at byte i begins with a bullet or list
// marker.
func itemAt(s string, i int) bool {
	i = skipBlanks(s, i)
	r, n := utf8.DecodeRuneInString(s[i:])
	if isBulletMark(r) {
		return isSpaceAt(s, i+n) || strings.ContainsRune("•‣⁃◦▪●■", r)
	}
	p := i
	if p < len(s) && s[p] == '(' {
		p++
	}
	q := p
	for q < len(s) && q-p < 4 && isAlnum(s[q]) {
		q++
	}
	if q == p || q+1 >= len(s) || s[q] != '.' && s[q] != ')' || !isSpaceAt(s, q+1) {
		return false
	}
	if isNumber(s[p:q]) {
		return q-p <= 2
	}
	return s[q] == ')' && (q-p == 1 || roman(s[p:q]) > 0)
}
