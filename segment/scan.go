package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// The scanner walks over the bytes once. Most bytes are of kind plain and cost
// one look into a table; all decisions are made where a mark stands, and look
// a bounded number of bytes back and ahead, so that the whole is linear.
type kind uint8

const (
	plain    kind = iota
	newline       // \n \r \v \f
	mark          // . ! ?
	straight      // "
	tick          // ' `
	opening       // ( [ {
	closing       // ) ] }
	latin1        // C2: no-break space, guillemets, NEL
	general       // E2: general punctuation
	cjk           // E3: CJK punctuation
	wide          // EF: full-width forms
	semi          // ;
)

var kinds = [256]kind{
	'\n': newline, '\r': newline, '\v': newline, '\f': newline,
	'.': mark, '!': mark, '?': mark,
	'"': straight, '\'': tick, '`': tick,
	'(': opening, '[': opening, '{': opening,
	')': closing, ']': closing, '}': closing,
	';':  semi,
	0xC2: latin1, 0xE2: general, 0xE3: cjk, 0xEF: wide,
}

const (
	maxWord      = 48   // bytes of a word before a full stop
	bracketReach = 1200 // bytes in which a bracket must close to count as one
	quoteReach   = 1200 // the same for a quotation under Split
	keepReach    = 8192 // the same under Keep
	maxDepth     = 12   // brackets and quotation marks open at once
)

// opener is a bracket or quotation mark that stands open.
type opener struct {
	pos   int  // of the opener
	close rune // what closes it
	quote bool
	state int8 // 0 not looked up, 1 closes within reach, -1 does not
}

type scanner struct {
	s     string
	seg   *lang.Segmentation
	extra map[string][]string // user abbreviations by their last word
	o     Options
	keep  bool // quotations stay whole
	start int  // of the current sentence, white space before it included
	line  int  // start of the current line
	width int  // of the block's lines in code points, for Unwrap; -1 unknown

	open  [maxDepth]opener
	depth int
	miss  [2]struct { // the last search for a closer that found none
		close    rune
		from, to int
	}
	paired bool // straight quotation marks opened and closed in this line
	list   series
	bullet rune // that begins the current line

	yield func(text.Span) bool
	tell  func(Decision) // nil unless somebody asks why
	done  bool
}

func newScanner(s string, l *lang.Language, o Options) *scanner {
	c := &scanner{s: s, seg: l.Segmentation(), o: o, keep: o.Quotes == Keep, width: -1}
	if o.Lines == "" {
		c.o.Lines = Break
	}
	for _, a := range o.Abbreviations {
		if f := strings.Fields(a); len(f) > 0 {
			last := strings.TrimSuffix(f[len(f)-1], ".")
			if c.extra == nil {
				c.extra = map[string][]string{}
			}
			full := strings.TrimSuffix(strings.Join(f, " "), ".")
			c.extra[last] = append(c.extra[last], full)
			r, n := utf8.DecodeRuneInString(full)
			if u := string(unicode.ToUpper(r)) + full[n:]; u != full {
				if len(f) == 1 {
					last = u
				}
				c.extra[last] = append(c.extra[last], u)
			}
		}
	}
	return c
}

// cut ends the current sentence at byte e.
func (c *scanner) cut(e int, rule string) {
	sp := trim(c.s, text.Span{Start: c.start, End: e})
	if !sp.Empty() {
		if c.tell != nil {
			c.tell(Decision{Pos: sp.End, Rule: rule, Boundary: true})
		}
		if !c.yield(sp) {
			c.done = true
		}
	}
	c.start = e
}

// no tells of a candidate at byte e that was rejected.
func (c *scanner) no(e int, rule string) {
	if c.tell != nil {
		c.tell(Decision{Pos: e, Rule: rule})
	}
}

// fresh forgets what belongs to the line or paragraph that ends.
func (c *scanner) fresh(next int) {
	c.depth = 0
	c.list = series{}
	c.bullet = 0
	c.paired = false
	c.line = next
}

// segment yields all sentences.
func (c *scanner) segment() {
	c.fresh(0)
	if c.o.SRX != nil {
		c.runSRX()
	} else {
		c.run()
	}
	if !c.done {
		c.cut(len(c.s), RuleEnd)
	}
}

func (c *scanner) run() {
	s := c.s
	for i := 0; i < len(s) && !c.done; {
		k := kinds[s[i]]
		if k == plain {
			i++
			continue
		}
		switch k {
		case newline:
			i = c.lineEnd(i, newlineWidth(s, i))
		case mark:
			i = c.terminator(i)
		case straight:
			c.toggle(i, 1, '"')
			i++
		case tick:
			i = c.tick(i)
		case opening:
			c.push(i, closerOf(rune(s[i])), false)
			i++
		case closing:
			i = c.closing(i)
		case semi:
			i++
			if c.o.Semicolon && (i == len(s) || isSpaceAt(s, i)) {
				c.breakUnlessInside(i, RuleSemicolon)
			}
		default:
			i = c.punct(i)
		}
	}
}

// runSRX lets an SRX file decide inside each block of lines that belong
// together.
func (c *scanner) runSRX() {
	s := c.s
	for i := 0; i < len(s) && !c.done; {
		e, w := i, 0
		for ; e < len(s); e++ {
			switch kinds[s[e]] {
			case newline, latin1, general:
				w = lineWidthAt(s, e)
			}
			if w > 0 && !c.joins(e, w) {
				break
			}
			if w > 0 {
				e += w - 1
				c.line, w = e+1, 0
			}
		}
		for d := range c.o.SRX.Decisions(s[i:e]) {
			rule := ""
			if c.tell != nil {
				rule = "srx:" + d.Rule
			}
			if d.Break {
				c.cut(i+d.Pos, rule)
			} else {
				c.no(i+d.Pos, rule)
			}
			if c.done {
				return
			}
		}
		if i = e; w > 0 {
			i = c.lineEnd(e, w)
		}
	}
}

// punct deals with punctuation beyond ASCII at byte i.
func (c *scanner) punct(i int) int {
	r, n := utf8.DecodeRuneInString(c.s[i:])
	switch r {
	case '\u0085', '\u2028', '\u2029':
		return c.lineEnd(i, n)
	case '…', '⋯', '‥', '。', '！', '？', '｡', '．', '‼', '⁇', '⁈', '⁉':
		return c.terminator(i)
	case '；':
		i += n
		if c.o.Semicolon {
			c.breakUnlessInside(i, RuleSemicolon)
		}
		return i
	case '“', '„', '‟', '«', '‹', '「', '『', '《', '〈', '（', '【', '〔', '［', '｛', '〖', '〝':
		c.push(i, closerOf(r), isQuote(r))
	case '‘':
		if c.keep || c.seg.WholeQuotations {
			c.push(i, '’', true)
		}
	case '＂':
		c.toggle(i, n, '＂')
	case '”', '»', '›', '」', '』', '》', '〉', '）', '】', '〕', '］', '｝', '〗', '〞', '〟':
		c.pop(r)
	case '’':
		if c.depth > 0 && c.open[c.depth-1].close == '’' && !letterAt(c.s, i+n) {
			c.pop(r)
		}
	case '•', '‣', '⁃', '◦', '▪', '●', '■', '∙', '○', '◆':
		return c.bulletAt(i, n, r)
	}
	return i + n
}

func (c *scanner) breakUnlessInside(e int, rule string) {
	if why := c.inside(e); why != "" {
		c.no(e, why)
		return
	}
	c.cut(e, rule)
}

// newlineWidth is the length of the line end at byte i: CRLF counts as one.
func newlineWidth(s string, i int) int {
	if s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n' {
		return 2
	}
	return 1
}

// lineWidthAt is the length of a line end of any kind at byte i, 0 where none
// stands.
func lineWidthAt(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	switch s[i] {
	case '\n', '\r', '\v', '\f':
		return newlineWidth(s, i)
	case 0xC2:
		if strings.HasPrefix(s[i:], "\u0085") {
			return 2
		}
	case 0xE2:
		if strings.HasPrefix(s[i:], "\u2028") || strings.HasPrefix(s[i:], "\u2029") {
			return 3
		}
	}
	return 0
}

// blankWidth is the length of the white space inside a line at byte i, 0 where
// none stands.
func blankWidth(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	switch b := s[i]; {
	case b == ' ' || b == '\t':
		return 1
	case b < 0xC2:
		return 0
	case b == 0xC2:
		if strings.HasPrefix(s[i:], "\u00a0") {
			return 2
		}
	case b == 0xE1 || b == 0xE2 || b == 0xE3:
		if r, n := utf8.DecodeRuneInString(s[i:]); r != '\u2028' && r != '\u2029' && unicode.IsSpace(r) {
			return n
		}
	}
	return 0
}

// blankBefore is the length of the white space inside a line that ends at byte
// i, one character of it.
func blankBefore(s string, i int) int {
	if i <= 0 {
		return 0
	}
	if b := s[i-1]; b == ' ' || b == '\t' {
		return 1
	} else if b < 0x80 {
		return 0
	}
	if r, n := utf8.DecodeLastRuneInString(s[:i]); r != '\u0085' && r != '\u2028' && r != '\u2029' && unicode.IsSpace(r) {
		return n
	}
	return 0
}

func skipBlanks(s string, i int) int {
	for {
		n := blankWidth(s, i)
		if n == 0 {
			return i
		}
		i += n
	}
}

func isSpaceAt(s string, i int) bool { return blankWidth(s, i) > 0 || lineWidthAt(s, i) > 0 }

func letterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// trim takes the white space (unicode.IsSpace) off both ends of sp.
func trim(s string, sp text.Span) text.Span {
	for sp.Start < sp.End {
		r, n := rune(s[sp.Start]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[sp.Start:sp.End])
		}
		if !unicode.IsSpace(r) {
			break
		}
		sp.Start += n
	}
	for sp.Start < sp.End {
		r, n := rune(s[sp.End-1]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeLastRuneInString(s[sp.Start:sp.End])
		}
		if !unicode.IsSpace(r) {
			break
		}
		sp.End -= n
	}
	return sp
}
