package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// closerOf is the mark that closes what r opens.
func closerOf(r rune) rune {
	switch r {
	case '(':
		return ')'
	case '[':
		return ']'
	case '{':
		return '}'
	case '“', '„', '‟':
		return '”'
	case '«':
		return '»'
	case '‹':
		return '›'
	case '「':
		return '」'
	case '『':
		return '』'
	case '《':
		return '》'
	case '〈':
		return '〉'
	case '（':
		return '）'
	case '【':
		return '】'
	case '〔':
		return '〕'
	case '［':
		return '］'
	case '｛':
		return '｝'
	case '〖':
		return '〗'
	case '〝':
		return '〞'
	}
	return r
}

func isQuote(r rune) bool {
	switch r {
	case '“', '„', '‟', '«', '‹', '「', '『', '〝', '‘', '"', '\'', '`', '＂':
		return true
	}
	return false
}

// isOpening reports whether r opens a quotation or bracket that a sentence may
// begin with.
func isOpening(r rune) bool {
	switch r {
	case '(', '[', '{', '“', '„', '‟', '«', '‹', '「', '『', '《', '〈', '（', '【', '〔', '［', '‘', '"', '\'', '`', '¿', '¡', '＂', '〝':
		return true
	}
	return false
}

func (c *scanner) push(pos int, close rune, quote bool) {
	if c.depth < maxDepth {
		c.open[c.depth] = opener{pos: pos, close: close, quote: quote}
		c.depth++
	}
}

// pop closes the innermost opener that r closes, and with it all that was
// opened inside. It reports the opener and whether there was one. A straight
// mark may have a curly one for its partner.
func (c *scanner) pop(r rune) (opener, bool) {
	if r == '”' && !c.isOpen(r) {
		r = '"'
	}
	for k := c.depth - 1; k >= 0; k-- {
		if c.open[k].close == r {
			c.depth = k
			c.paired = c.paired || r == '"'
			return c.open[k], true
		}
	}
	return opener{}, false
}

func (c *scanner) isOpen(r rune) bool {
	for k := c.depth - 1; k >= 0; k-- {
		if c.open[k].close == r {
			return true
		}
	}
	return false
}

// opens reports whether the straight mark of n bytes at byte i opens by its
// spacing, closes by it, or neither (then parity decides).
func (c *scanner) spacing(i, n int) (opens, closes bool) {
	before := i == 0 || i == c.line
	if !before {
		r, _ := utf8.DecodeLastRuneInString(c.s[:i])
		before = unicode.IsSpace(r) || isOpening(r) || r == '—' || r == '–'
	}
	after := i+n >= len(c.s)
	if !after {
		r, _ := utf8.DecodeRuneInString(c.s[i+n:])
		after = unicode.IsSpace(r) || strings.ContainsRune(".,;:!?…)]}”»’。，！？；：）」", r)
		if before && after && blankWidth(c.s, i+n) > 0 { // a blank on both sides: tokenised text
			if j := skipBlanks(c.s, i+n); j < len(c.s) && strings.IndexByte(".,;:!?)", c.s[j]) >= 0 && !strings.HasPrefix(c.s[j:], "..") {
				return false, true
			}
		}
	}
	return before && !after, after && !before
}

// toggle deals with a straight quotation mark, which opens or closes by its
// spacing, and by parity where that does not tell.
func (c *scanner) toggle(i, n int, r rune) {
	opens, closes := c.spacing(i, n)
	if closes || !opens && c.isOpen(r) {
		c.pop(r)
		return
	}
	if opens && c.isOpen(r) {
		c.pop(r) // the first one never closed
	}
	c.push(i, r, true)
}

// tick deals with ' and `: quotation marks only where quotations stay whole,
// and an apostrophe wherever it does not open by its spacing.
func (c *scanner) tick(i int) int {
	s := c.s
	if i+1 < len(s) && s[i+1] == s[i] { // `` and '' stand for double marks
		c.toggle(i, 2, '"')
		return i + 2
	}
	if !c.keep {
		return i + 1
	}
	opens, closes := c.spacing(i, 1)
	switch {
	case c.isOpen('\'') && closes:
		c.pop('\'')
	case opens && !c.isOpen('\'') && !elided(s[i+1:]) || s[i] == '`' && opens:
		c.push(i, '\'', true)
	case !opens && !closes && !letterAt(s, i+1): // a mark that stands alone
		if _, ok := c.pop('\''); !ok {
			c.push(i, '\'', true)
		}
	}
	return i + 1
}

// elided reports whether an apostrophe before s stands for letters left out:
// 'tis, 'em, '60s.
func elided(s string) bool {
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		return true
	}
	for _, w := range [...]string{"tis", "Tis", "twas", "Twas", "em", "til", "cause", "n'", "bout", "round", "s"} {
		if strings.HasPrefix(s, w) && !letterAt(s, len(w)) {
			return true
		}
	}
	return false
}

// inside names the rule by which byte e, the end of a candidate, lies inside a
// bracket or quotation that no sentence ends in; "" where it does not.
func (c *scanner) inside(e int) string {
	for k := 0; k < c.depth; k++ {
		o := &c.open[k]
		reach := bracketReach
		if o.quote {
			if !c.keep && !c.seg.WholeQuotations {
				continue
			}
			if reach = quoteReach; c.keep {
				reach = keepReach
			}
		} else if !c.seg.WholeQuotations && !c.keep && o.pos <= skipBlanks(c.s, c.start) {
			continue // sentences that are in brackets as a whole
		}
		if o.state == 0 {
			o.state = -1
			if (!o.quote || c.seg.WholeQuotations || c.introduced(o.pos)) && c.closes(o, e, reach) {
				o.state = 1
			}
		}
		if o.state == 1 {
			if o.quote {
				return RuleInsideQuotation
			}
			return RuleInsideBrackets
		}
	}
	return ""
}

// introduced reports whether the quotation that opens at byte i may be one of
// several sentences: at the start of a sentence, after a comma, colon, dash or
// bracket, or after a reporting verb. Titles and words in quotation marks stand
// in the middle of a clause.
func (c *scanner) introduced(i int) bool {
	p := i
	for k := 0; k < 2; k++ {
		p -= blankBefore(c.s, p)
	}
	if p <= c.start || p <= c.line {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(c.s[:p])
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return true
	}
	return c.seg.Reporting[c.previousWord(i)]
}

// closes reports whether o closes between byte from and the end of its reach,
// line or paragraph. A search that failed is remembered, so that the sum of all
// searches stays linear.
func (c *scanner) closes(o *opener, from, reach int) bool {
	s, end := c.s, min(len(c.s), o.pos+reach)
	m := &c.miss[0]
	if o.quote {
		m = &c.miss[1]
	}
	i := from
	if m.close == o.close && m.from <= from && from < m.to {
		i = m.to
	}
	for i < end {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		if w := lineWidthAt(s, i); w > 0 {
			if c.o.Lines == Break || lineWidthAt(s, skipBlanks(s, i+w)) > 0 {
				end = i
				break
			}
		}
		if c.closesHere(o.close, r, i, n) {
			return true
		}
		if o.quote && r != o.close && closerOf(r) == o.close { // the same mark does not nest: o is a stray
			return false
		}
		i += n
	}
	if m.close != o.close || m.to < from {
		m.close, m.from = o.close, from
	}
	m.to = max(m.to, end)
	return false
}

func (c *scanner) closesHere(close, r rune, i, n int) bool {
	switch close {
	case '"':
		if r == '”' {
			return true
		}
		if r == '\'' || r == '`' {
			return i+1 < len(c.s) && c.s[i+1] == byte(r)
		}
		if r == close {
			opens, _ := c.spacing(i, n)
			return !opens
		}
		return false
	case '＂':
		return r == close
	case '\'':
		if r != '\'' && r != '`' {
			return false
		}
		opens, closes := c.spacing(i, n)
		return closes || !opens && !letterAt(c.s, i+n)
	case '’':
		return r == close && !letterAt(c.s, i+n)
	}
	return r == close
}
