package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
)

// The rules, as Decision.Rule names them.
const (
	RuleEnd             = "end"                    // the text ends
	RuleLine            = "line"                   // a line feed, under Break; a heading or item, under Unwrap
	RuleParagraph       = "paragraph"              // an empty line
	RuleItem            = "list-item"              // the next item of a list that runs on in the line
	RuleListMarker      = "list-marker"            // 1. or a) at the start of an item
	RuleSemicolon       = "semicolon"              // option Semicolon
	RuleInsideBrackets  = "inside-brackets"        // brackets around the candidate
	RuleInsideQuotation = "inside-quotation"       // quotation marks around it
	RuleStop            = "stop"                   // . before a capital, digit or opening mark
	RuleStopLower       = "stop-lower"             // . before a small letter, after an ordinary word
	RuleMark            = "mark"                   // ! or ?
	RuleEllipsis        = "ellipsis"               // … before a capital
	RuleHanStop         = "han-stop"               // 。！？
	RuleMissingSpace    = "missing-space"          // word.The
	RuleInToken         = "in-token"               // 3.14, www.example.org, p.m
	RuleContinues       = "continues"              // a comma, colon or closing mark follows
	RuleTail            = "tail"                   // nothing but marks follows on the line
	RuleOmission        = "omission"               // […], (!), (?)
	RuleLower           = "lower"                  // a small letter follows
	RuleLowerCloser     = "lower-after-closer"     // .” he said
	RuleLowerEllipsis   = "goes-on-after-ellipsis" // … and then
	RuleLeading         = "leading-ellipsis"       // … at the start of a sentence
	RuleNever           = "abbreviation-never"     // Mr., cf.
	RuleNumber          = "abbreviation-number"    // No. 5
	RuleFinal           = "abbreviation-final"     // etc. The
	RuleInner           = "abbreviation-inner"     // U.S. Army
	RuleUser            = "abbreviation-user"      // Options.Abbreviations
	RuleFronted         = "fronted-time"           // At 5 a.m. Mr. Smith left
	RuleInitial         = "initial"                // E. Macron
	RuleLabel           = "label"                  // Plan B. The
	RuleShape           = "abbreviation-shape"     // a word without vowels
	RuleOrdinal         = "ordinal"                // 3. place, 1.8.2. de
	RuleName            = "name-with-mark"         // Yahoo! in
	RuleReporting       = "reporting-tail"         // “……！”他说。 "Why?" Smith asked.
	RuleContinuation    = "continuation"           // “为什么？”的问题
	RuleEmbedded        = "embedded-quotation"     // 他喊“救命！”然后
	RuleTitle           = "title"                  // 《你在哪？》
	RuleBracketed       = "bracketed"              // brackets inside a sentence with a mark of their own
)

// class of a run of marks
type runKind uint8

const (
	stop runKind = iota // one full stop
	bang                // ! or ? among them
	dots                // two or more full stops, or …
)

// candidate is a run of marks with the closing marks, references and faces
// behind it: a place where a sentence may end.
type candidate struct {
	at     int     // of the first mark
	end    int     // behind all that stays with the sentence
	kind   runKind // of the last run
	han    bool    // a full-width mark is among them
	closed rune    // the last closing mark; 0 where there is none
	opener opener  // what closed opened
	opened bool    // opener is known
	// resumed: an ellipsis that another one follows, as records of debates have it
	// where one speaker breaks off and another goes on
	resumed bool
	bare    bool // the last run follows closing marks: no word before it
}

// marks reads a candidate from byte i on, where a mark stands.
func (c *scanner) marks(i int) candidate {
	s := c.s
	m := candidate{at: i}
	p := i
	for {
		p = c.markRun(p, &m)
		q := c.closers(p, &m)
		if q < len(s) && q > p && isMarkAt(s, q) && !(s[q] == '.' && letterAt(s, q+1)) {
			p, m.bare = q, true
			continue
		}
		p = q
		break
	}
	p = c.notes(p, &m)
	if q := faceEnd(s, skipBlanks(s, p)); q > 0 {
		p = q
	}
	m.end = p
	return m
}

func isMarkAt(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	switch s[i] {
	case '.', '!', '?':
		return true
	case 0xE2, 0xE3, 0xEF:
		switch r, _ := utf8.DecodeRuneInString(s[i:]); r {
		case '…', '⋯', '‥', '。', '！', '？', '｡', '．', '‼', '⁇', '⁈', '⁉':
			return true
		}
	}
	return false
}

// markRun reads marks with at most two blanks between them.
func (c *scanner) markRun(p int, m *candidate) int {
	s := c.s
	full, bangs, more := 0, false, false
	for p < len(s) {
		n := 1
		switch s[p] {
		case '.':
			full++
		case '!', '?':
			bangs = true
		default:
			if s[p] < utf8.RuneSelf {
				n = 0
				break
			}
			var r rune
			switch r, n = utf8.DecodeRuneInString(s[p:]); r {
			case '…', '⋯', '‥':
				more = true
			case '。', '｡', '．':
				full++
				m.han = true
			case '！', '？':
				bangs, m.han = true, true
			case '‼', '⁇', '⁈', '⁉':
				bangs = true
			default:
				n = 0
			}
		}
		if n == 0 {
			break
		}
		p += n
		if m.han && c.leads(p) { // 。……但: the ellipsis begins the next sentence
			break
		}
		if p-m.at == len("……") && c.leads(p) && (strings.HasPrefix(s[m.at:], "……") || strings.HasPrefix(s[m.at:], "⋯⋯")) {
			m.resumed = true // 他说…………我们: one is broken off, the other goes on
			more = true
			break
		}
		if w := blankWidth(s, p); w > 0 { // . . .
			q := p + w
			q += blankWidth(s, q)
			if q < len(s) && (s[q] == '.' || s[q] == '!' || s[q] == '?') {
				e := q
				for e < len(s) && (s[e] == '.' || s[e] == '!' || s[e] == '?') {
					e++
				}
				if !letterAt(s, e) {
					p = q
				}
			}
		}
	}
	last, _ := utf8.DecodeLastRuneInString(s[:p])
	switch {
	case bangs && !(last == '…' || full > 1 && last == '.'):
		m.kind = bang
	case more || full > 1:
		m.kind = dots
	default:
		m.kind = stop
	}
	return p
}

// leads reports whether an ellipsis of two characters, as Chinese has it, stands
// at byte p with a letter behind it.
func (c *scanner) leads(p int) bool {
	s := c.s
	q := p
	for strings.HasPrefix(s[q:], "…") || strings.HasPrefix(s[q:], "⋯") {
		q += len("…")
	}
	return q-p == len("……") && q < len(s) && letterAt(s, q)
}

// closers reads closing marks from byte p on and closes what they close.
func (c *scanner) closers(p int, m *candidate) int {
	s := c.s
	for p < len(s) {
		q := p
		if n := blankWidth(s, q); n > 0 {
			q += n
			q += blankWidth(s, q)
		}
		spaced := q > p
		if q >= len(s) {
			break
		}
		r, n := rune(s[q]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[q:])
		}
		key, ok := r, false
		switch r {
		case ')', ']', '}':
			ok = !spaced || c.isOpen(r)
		case '"', '＂':
			if spaced {
				ok = !letterAt(s, q+n) && !isOpeningAt(s, q+n) && (c.isOpen(r) || !c.paired && !c.closes(&opener{pos: q, close: r, quote: true}, q+n, bracketReach))
			} else {
				ok = c.isOpen(r) || !letterAt(s, q+n)
			}
		case '\'', '`':
			if q+1 < len(s) && s[q+1] == byte(r) {
				n, key = 2, '"'
				ok = !letterAt(s, q+n) && (!spaced || c.isOpen('"'))
			} else {
				key = '\''
				ok = !letterAt(s, q+n) && (!spaced || c.isOpen('\'') && (q+n == len(s) || isSpaceAt(s, q+n)))
			}
		case '’':
			ok = !letterAt(s, q+n) && !spaced
		case '»', '›':
			ok = true
		case '”':
			ok = c.isOpen(r) || c.isOpen('"') || !spaced && !(letterAt(s, q+n) && c.unopened(q+n))
		case '」', '』', '》', '〉', '）', '】', '〕', '］', '｝', '〗', '〞', '〟':
			ok = !spaced || c.isOpen(r)
		}
		if !ok {
			break
		}
		m.closed = r
		m.opener, m.opened = c.pop(key)
		p = q + n
	}
	return p
}

// unopened reports whether the next curly quotation mark from byte i on is a
// closing one, so that one before i was meant to open.
func (c *scanner) unopened(i int) bool {
	s := c.s[i:min(len(c.s), i+bracketReach)]
	if k := strings.IndexAny(s, "\n\r“”"); k >= 0 {
		return strings.HasPrefix(s[k:], "”")
	}
	return false
}

func isOpeningAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return isOpening(r)
}

// notes reads references to notes behind the mark: .[1][2] .¹ word.12 . [3]
func (c *scanner) notes(p int, m *candidate) int {
	s := c.s
	for p < len(s) {
		b, q := s[p], p+1
		if w := blankWidth(s, p); w > 0 && p+w < len(s) && m.kind == stop && m.closed != ']' {
			b, q = s[p+w], p+w+1
			if isDigit(rune(b)) {
				if e := c.spacedNote(p + w); e > 0 && c.ordinaryBefore(m) {
					p = e
				}
				return p
			}
			if b != '[' {
				return p
			}
		}
		switch {
		case b == '[':
			from := q
			for q < len(s) && q < from+12 && (s[q] >= '0' && s[q] <= '9' || s[q] == ',' || s[q] == '-' || s[q] == ' ') {
				q++
			}
			if strings.HasPrefix(s[q:], "–") {
				q += len("–")
				for q < len(s) && q < from+16 && s[q] >= '0' && s[q] <= '9' {
					q++
				}
			}
			if q >= len(s) || s[q] != ']' || q == from || c.atStart(from-1) {
				return p
			}
			p = q + 1
		case b == 0xC2 || b == 0xE2:
			switch r, n := utf8.DecodeRuneInString(s[p:]); r {
			case '¹', '²', '³', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹':
				p += n
			default:
				return p
			}
		case b >= '0' && b <= '9' && m.kind == stop && !m.han:
			q := p
			for q < len(s) && s[q] >= '0' && s[q] <= '9' {
				q++
			}
			r, _ := utf8.DecodeRuneInString(s[skipBlanks(s, q):])
			if q-p > 3 || blankWidth(s, q) == 0 || !unicode.IsUpper(r) || !c.ordinaryBefore(m) {
				return p
			}
			return q
		default:
			return p
		}
	}
	return p
}

// spacedNote is the end of a reference of one or two digits at byte i with a
// sentence behind it; 0 where none stands.
func (c *scanner) spacedNote(i int) int {
	e := i
	for e < len(c.s) && isDigit(rune(c.s[e])) {
		e++
	}
	n := skipBlanks(c.s, e)
	if e-i > 2 || n == e || n >= len(c.s) || !isUpper(rune(c.s[n])) || !c.starts(n) {
		return 0
	}
	return e
}

// ordinaryBefore reports whether a word of three or more small letters, no
// abbreviation, stands at the mark.
func (c *scanner) ordinaryBefore(m *candidate) bool {
	if m.closed == ')' || c.afterCloser(m.at) {
		return true
	}
	w, at := c.wordBefore(m.at)
	if len(w) < 3 || at+len(w) != m.at || c.seg.Abbreviations[w] != lang.NotAbbreviated {
		return false
	}
	for _, r := range w {
		if !unicode.IsLower(r) {
			return false
		}
	}
	return at > 0 && blankBefore(c.s, at) > 0
}

// faceEnd is the end of a face such as :-) at byte i; 0 where none stands.
func faceEnd(s string, i int) int {
	if i+1 >= len(s) || s[i] != ':' && s[i] != ';' && s[i] != '=' && s[i] != '<' {
		return 0
	}
	p := i + 1
	if s[i] == '<' {
		if s[p] != '3' {
			return 0
		}
		p++
	} else {
		if s[p] == '-' || s[p] == '\'' {
			p++
		}
		q := p
		for p < len(s) && (s[p] == ')' || s[p] == '(' || s[p] == ']') {
			p++
		}
		if p == q && p < len(s) && (s[p] == 'D' || s[p] == 'P' || s[p] == 'p' || s[p] == 'O') {
			p++
		}
		if p == q {
			return 0
		}
	}
	if p < len(s) && !isSpaceAt(s, p) {
		return 0
	}
	return p
}

// terminator decides the candidate whose first mark stands at byte i and
// returns where to go on.
func (c *scanner) terminator(i int) int {
	s := c.s
	if e, ok := c.marker(i); ok {
		return e
	}
	m := c.marks(i)
	n := skipBlanks(s, m.end)
	if n >= len(s) {
		return m.end
	}
	if w := lineWidthAt(s, n); w > 0 {
		if !c.joins(n, w) {
			return m.end // the line end decides
		}
		n = skipBlanks(s, n+w)
		if n >= len(s) {
			return m.end
		}
	}
	rule, ok := c.decide(&m, n)
	if ok {
		if why := c.inside(m.end); why != "" {
			rule, ok = why, false
		}
	}
	if ok {
		c.cut(m.end, rule)
	} else {
		c.no(m.end, rule)
	}
	return m.end
}

// follow is what stands behind a candidate.
type follow struct {
	at     int  // of the first character after blanks
	first  rune // at that place
	pos    int  // behind opening marks
	r      rune // at pos
	opened bool // an opening mark stands between
}

func (c *scanner) follow(n int) follow {
	s := c.s
	r, w := utf8.DecodeRuneInString(s[n:])
	f := follow{at: n, first: r, pos: n, r: r}
	for k := 0; k < 4 && isOpening(f.r); k++ {
		f.opened = true
		f.pos += w
		f.pos += blankWidth(s, f.pos)
		f.r, w = utf8.DecodeRuneInString(s[f.pos:])
	}
	return f
}

func isHan(r rune) bool {
	return r >= 0x2E80 && (unicode.Is(unicode.Han, r) || unicode.In(r, unicode.Hiragana, unicode.Katakana))
}

func isUpper(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'A' && r <= 'Z'
	}
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

func isLower(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z'
	}
	return unicode.IsLower(r)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// decide is the cascade: the first branch that applies settles the candidate.
// n is the byte at which the text goes on.
func (c *scanner) decide(m *candidate, n int) (rule string, boundary bool) {
	f := c.follow(n)
	switch {
	case m.resumed:
		return RuleEllipsis, !c.atStart(m.at)
	case m.han: // 。！？
		return c.decideHan(m, f)
	case n == m.end && isHan(f.r):
		if m.kind != stop {
			return c.decideHan(m, f)
		}
		if r, _ := utf8.DecodeLastRuneInString(c.s[:m.at]); isHan(r) || c.ordinaryBefore(m) {
			return RuleHanStop, true
		}
		return RuleInToken, false
	case n == m.end:
		return c.decideUnspaced(m, f)
	}
	switch f.first {
	case ',', ';', ':', ')', ']', '}', '»', '›', '”', '%', '/', '、', '，', '；', '：', '」', '』', '）':
		return RuleContinues, false
	}
	if c.restIsMarks(n) {
		return RuleTail, false
	}
	if !m.bare && m.closed != 0 && m.at > 0 && (c.s[m.at-1] == '(' || c.s[m.at-1] == '[') && m.kind != stop {
		return RuleOmission, false
	}
	switch m.kind {
	case stop:
		return c.decideStop(m, f)
	case bang:
		return c.decideBang(m, f)
	}
	return c.decideDots(m, f)
}

// tokenised reports whether the sentence up to byte e is written with blanks
// around its marks and before its clitics, as corpora are.
func (c *scanner) tokenised(e int) bool {
	so := c.s[max(c.start, e-400):e]
	return strings.Contains(so, " ,") || strings.Contains(so, " 's") || strings.Contains(so, " n't") || strings.Contains(so, " .")
}

// restIsMarks reports whether the rest of the line, from byte n on, is short
// and has neither letter nor digit.
func (c *scanner) restIsMarks(n int) bool {
	s := c.s
	for i := n; i < n+24; {
		if i >= len(s) || lineWidthAt(s, i) > 0 {
			return true
		}
		r, w := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, w = utf8.DecodeRuneInString(s[i:])
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return false
		}
		i += w
	}
	return false
}

// decideStop: one full stop and white space.
func (c *scanner) decideStop(m *candidate, f follow) (string, bool) {
	var w string
	if !m.bare && (m.closed == 0 || m.closed == ')' || m.closed == ']') {
		at := 0
		w, at = c.wordBefore(m.at)
		if rule, boundary, ok := c.abbreviated(m, f, w, at); ok {
			return rule, boundary
		}
	}
	switch {
	case isLower(f.r):
		switch {
		case m.closed != 0:
			return RuleLowerCloser, false
		case w == "" && !c.afterCloser(m.at) || !c.seg.LowerAfterStop:
			return RuleLower, false
		case isNumber(w) && len(w) <= 2, isSection(w):
			return RuleOrdinal, false
		}
		return RuleStopLower, true
	case !c.seg.LowerAfterStop && isNumber(w) && len(w) <= 2 && m.closed == 0: // am 5. Mai
		return RuleOrdinal, false
	case isDigit(f.r):
		if isNumber(w) && len(w) <= 3 {
			return RuleOrdinal, false
		}
	case isNumber(w) && len(w) <= 2 && m.closed == 0 && c.afterSemicolon(m.at-len(w)):
		return RuleListMarker, false
	}
	if m.closed == '"' || m.closed == '”' || m.closed == '»' || m.closed == '\'' {
		if c.reported(f) {
			return RuleReporting, false
		}
	}
	return RuleStop, true
}

// afterSemicolon reports whether the word at byte i follows a semicolon: 1. the
// one; 2. the other.
func (c *scanner) afterSemicolon(i int) bool {
	for k := 0; k < 2; k++ {
		i -= blankBefore(c.s, max(i, 0))
	}
	return i > 0 && (c.s[i-1] == ';' || strings.HasSuffix(c.s[:i], "；"))
}

// afterCloser reports whether a closing mark stands before byte i.
func (c *scanner) afterCloser(i int) bool {
	r, _ := utf8.DecodeLastRuneInString(c.s[:i])
	return isQuoteCloser(r) || isBracket(r)
}

// abbreviated decides a full stop after the word w at byte at, where the word
// is or may be an abbreviation; ok is false where it is not.
func (c *scanner) abbreviated(m *candidate, f follow, w string, at int) (rule string, boundary, ok bool) {
	if w == "" || at > 0 && c.inAddress(at) {
		return "", false, false
	}
	if c.userAbbreviation(w, at) {
		return RuleUser, false, true
	}
	class, name := c.classOf(w, at)
	if class != lang.NeverFinal && (utf8.RuneCountInString(w) == 1 || roman(w) > 0) && isUpper(f.r) && c.starts(f.pos) && c.atStart(at) && at+len(w) == m.at {
		return RuleListMarker, false, true // A. The first item
	}
	switch class {
	case lang.NotAbbreviated:
		return "", false, false
	case lang.NeverFinal:
		return name, false, true
	case lang.BeforeNumber:
		switch {
		case c.numberAt(f.pos):
			return RuleNumber, false, true
		case !isUpper(f.r):
			if f.opened || isLower(f.r) || isHan(f.r) {
				return RuleNumber, false, true
			}
			return RuleStop, true, true
		case c.starts(f.pos), isLowerWord(w) && len(w) > 1, w == "No", w == "Nos":
			return RuleStop, true, true
		}
		return RuleNumber, false, true
	case lang.OftenFinal, lang.AfterNumber:
		switch {
		case isUpper(f.r) && f.first != '(':
			if !c.starts(f.pos) && (c.fronted(m.at) || c.timeAt(f.pos)) {
				return RuleFronted, false, true
			}
			return RuleFinal, true, true
		case isDigit(f.r) && class == lang.OftenFinal && c.countAt(f.pos) && !c.fronted(m.at) && !c.atStart(at):
			return RuleFinal, true, true // by 7 p.m. 7 people
		case isLower(f.r), isDigit(f.r), f.first == '(':
			return RuleFinal, false, true
		}
		return RuleFinal, true, true
	}
	// lang.SeldomFinal
	switch {
	case isUpper(f.r):
		if f.first == '(' {
			return name, false, true
		}
		if name == RuleInitial {
			return c.afterInitial(f, w, at)
		}
		if c.starts(f.pos) {
			return RuleStop, true, true
		}
		return name, false, true
	case isLower(f.r), isDigit(f.r), isHan(f.r), f.opened:
		return name, false, true
	}
	return RuleStop, true, true
}

// timeAt reports whether a word at byte i goes on with a time: a weekday, month
// or time zone (10 a.m. Tuesday, 5 p.m. EST, 9 a.m. Beijing time).
func (c *scanner) timeAt(i int) bool {
	w := wordAt(c.s, i)
	if c.seg.TimeWords[w] {
		return true
	}
	n := skipBlanks(c.s, i+len(w))
	return n > i+len(w) && strings.EqualFold(wordAt(c.s, n), "time")
}

// countAt reports whether a number of digits with a small letter or a time of day
// behind it stands at byte i: no date and no part of a name.
func (c *scanner) countAt(i int) bool {
	e := i
	for e < len(c.s) && isDigit(rune(c.s[e])) {
		e++
	}
	n := skipBlanks(c.s, e)
	if n == e || n >= len(c.s) {
		return false
	}
	if isLower(rune(c.s[n])) {
		return true
	}
	w := n
	for w < len(c.s) && (isAlnum(c.s[w]) || c.s[w] == '.') {
		w++
	}
	return c.seg.Abbreviations[strings.TrimSuffix(c.s[n:w], ".")] == lang.OftenFinal
}

// inAddress reports whether the word at byte i is the rest of a web address or
// file name.
func (c *scanner) inAddress(i int) bool {
	switch b := c.s[i-1]; b {
	case '=', '&', '?', '_', '@', '#', '~':
		return true
	case '/':
		for k := i - 1; k > c.start && k > i-200; k-- {
			if c.s[k] == ' ' || c.s[k] == '\n' {
				return false
			}
			if c.s[k] == ':' && strings.HasPrefix(c.s[k:], "://") {
				return true
			}
		}
	}
	return false
}

// afterInitial decides a single capital letter before another capital.
func (c *scanner) afterInitial(f follow, w string, at int) (string, bool, bool) {
	prev := c.previousWord(at)
	if w == "I" && c.seg.Starters["i"] && prev != "" && isLowerWord(prev) { // the English pronoun
		return RuleStop, true, true
	}
	if c.lookup(c.seg.Labels, afterElision(prev)) {
		return RuleLabel, true, true
	}
	if c.starts(f.pos) && !c.particle(f.pos) {
		return RuleStop, true, true
	}
	return RuleInitial, false, true
}

// classOf looks a word up, and judges it by its shape where no list has it.
func (c *scanner) classOf(w string, at int) (lang.AbbreviationClass, string) {
	a := c.seg.Abbreviations
	class, ok := a[w]
	if !ok {
		if rest := afterElision(w); rest != w {
			class, ok = a[rest]
			w = rest
		}
	}
	if !ok {
		if k := strings.LastIndexAny(w, "-–"); k > 0 && k < len(w)-2 {
			class = a[w[k+1:]]
			ok = class == lang.SeldomFinal || class == lang.NeverFinal
		}
	}
	if ok && class == lang.AfterNumber && !c.afterNumber(at) {
		ok = false
	}
	switch {
	case ok && class == lang.NeverFinal:
		return class, RuleNever
	case ok && class == lang.SeldomFinal:
		return class, RuleInner
	case ok:
		return class, RuleNumber
	}
	r, n := utf8.DecodeRuneInString(w)
	switch {
	case n == len(w) && strings.ContainsRune("fhjkoquwxyz", r): // the variable x. Then
		return lang.NotAbbreviated, ""
	case n == len(w) && unicode.IsLetter(r) && !isHan(r):
		if at > 0 && (c.s[at-1] == '\'' || strings.HasSuffix(c.s[:at], "’")) {
			return lang.NotAbbreviated, ""
		}
		return lang.SeldomFinal, RuleInitial
	case acronym(w):
		if strings.IndexByte(w, '-') > 0 { // J.-Y.
			return lang.SeldomFinal, RuleInitial
		}
		return lang.SeldomFinal, RuleInner
	case vowelless(w):
		return lang.SeldomFinal, RuleShape
	}
	return lang.NotAbbreviated, ""
}

func (c *scanner) userAbbreviation(w string, at int) bool {
	for _, full := range c.extra[w] {
		b := at + len(w) - len(full)
		if b >= 0 && c.s[b:at+len(w)] == full && (b == 0 || !letterAt(c.s[:b], lastRuneAt(c.s, b))) {
			return true
		}
	}
	return false
}

// lastRuneAt is the byte at which the character before byte i starts.
func lastRuneAt(s string, i int) int {
	_, n := utf8.DecodeLastRuneInString(s[:i])
	return i - n
}

// wordBefore is the word in front of the mark at byte i, and where it starts. A
// blank between the two is passed over (tokenised text).
func (c *scanner) wordBefore(i int) (string, int) {
	s := c.s
	for k := 0; k < 2; k++ {
		i -= blankBefore(s[:i], i)
	}
	low := max(0, c.start, i-maxWord)
	p := i
	for p > low {
		b := s[p-1]
		if b < utf8.RuneSelf {
			switch b {
			case ' ', '\t', '\n', '\r', '\v', '\f', '(', '[', '{', '"', '/', '<', '>', '=', '|', '*', '_', '+', ',', ';', ':', '!', '?':
				return s[p:i], p
			}
			p--
			continue
		}
		r, n := utf8.DecodeLastRuneInString(s[:p])
		if unicode.IsSpace(r) || isHan(r) || r != '’' && r != '°' && r != '‐' && r != '‑' && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
			return s[p:i], p
		}
		p -= n
	}
	if p < 0 {
		p = 0
	}
	return s[p:i], p
}

// previousWord is the word in front of the one that starts at byte at.
func (c *scanner) previousWord(at int) string {
	i := at
	for k := 0; k < 2; k++ {
		i -= blankBefore(c.s, i)
	}
	if i == at || i <= c.start {
		return ""
	}
	w, _ := c.wordBefore(i)
	return strings.TrimSuffix(w, ".")
}

// afterNumber reports whether a digit stands before the word at byte at, or a
// unit that stands after one (5 fl. oz.).
func (c *scanner) afterNumber(at int) bool {
	if at > 0 && isDigit(rune(c.s[at-1])) {
		return true
	}
	w := c.previousWord(at)
	if w == "" {
		return false
	}
	return isDigit(rune(w[len(w)-1])) || c.seg.Abbreviations[w] == lang.AfterNumber
}

// afterElision drops the elided word in front of w: l'art, qu'E.
func afterElision(w string) string {
	k := strings.IndexAny(w, "'’")
	if k <= 0 || k > 7 {
		return w
	}
	n := 1
	if w[k] != '\'' {
		n = len("’")
	}
	rest := w[k+n:]
	if r, n := utf8.DecodeRuneInString(rest); rest == "" || n == len(rest) && !isUpper(r) {
		return w
	}
	return rest
}

// acronym reports whether w is letters between full stops or hyphens, at most
// three at a time: U.S, Ph.D, J.-P, LL.AA.II.RR.
func acronym(w string) bool {
	letters, parts, dotted := 0, 0, false
	for _, r := range w {
		switch {
		case r == '.' || r == '-' || r == '‑':
			if letters == 0 && r == '.' {
				return false
			}
			if letters > 0 {
				parts++
			}
			letters = 0
			dotted = dotted || r == '.'
		case unicode.IsLetter(r):
			if letters++; letters > 3 {
				return false
			}
			if letters == 3 && isLower(r) {
				return false
			}
		default:
			return false
		}
	}
	return dotted && letters > 0 && parts > 0
}

// vowelless reports whether w is two to five letters, not all of them capitals,
// without a vowel: what is cut short in any Latin-script language (Bd, Nr, bzw).
func vowelless(w string) bool {
	n, lower := 0, false
	for _, r := range w {
		if !unicode.IsLetter(r) || strings.ContainsRune("aeiouyAEIOUY", r) || r >= utf8.RuneSelf {
			return false
		}
		lower = lower || isLower(r)
		n++
	}
	return n >= 2 && n <= 5 && lower
}

func isNumber(w string) bool {
	if w == "" {
		return false
	}
	for i := 0; i < len(w); i++ {
		if !isDigit(rune(w[i])) {
			return false
		}
	}
	return true
}

// isSection reports whether w is a number of a section: 1.8.2.
func isSection(w string) bool {
	dots := 0
	for i := 0; i < len(w); i++ {
		if w[i] == '.' {
			dots++
		} else if !isDigit(rune(w[i])) {
			return false
		}
	}
	return dots > 0 && w != ""
}

func isLowerWord(w string) bool {
	letters := false
	for _, r := range w {
		if unicode.IsLetter(r) {
			if !isLower(r) {
				return false
			}
			letters = true
		}
	}
	return letters
}

// wordAt is the word that starts at byte i, apostrophes inside it included.
func wordAt(s string, i int) string {
	p := i
	for p < len(s) && p < i+maxWord {
		r, n := rune(s[p]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[p:])
		}
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !(p > i && (r == '\'' || r == '’' || r == '-')) {
			break
		}
		p += n
	}
	return s[i:p]
}

// lookup finds w, in lower case and with a straight apostrophe, in a list.
func (c *scanner) lookup(list map[string]bool, w string) bool {
	if w == "" || len(w) > maxWord || len(list) == 0 {
		return false
	}
	var buf [2 * maxWord]byte
	b := buf[:0]
	for _, r := range w {
		if r < utf8.RuneSelf {
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			b = append(b, byte(r))
			continue
		}
		if r == '’' {
			b = append(b, '\'')
			continue
		}
		b = utf8.AppendRune(b, unicode.ToLower(r))
	}
	return list[string(b)]
}

// starts reports whether the word at byte i begins a sentence when it stands
// with a capital.
func (c *scanner) starts(i int) bool {
	w := wordAt(c.s, i)
	if len(w) == 1 && i+1 < len(c.s) && c.s[i+1] == '.' { // another initial
		return false
	}
	if c.lookup(c.seg.Starters, w) {
		return true
	}
	if k := strings.IndexAny(w, "'’-"); k > 0 {
		return c.lookup(c.seg.Starters, w[:k])
	}
	return false
}

// particle reports whether the word at byte i is a short word before another
// capital, as in names: B. Le Maire, E. De Luca.
func (c *scanner) particle(i int) bool {
	w := wordAt(c.s, i)
	if len(w) > 3 || !c.lookup(c.seg.Particles, w) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(c.s[skipBlanks(c.s, i+len(w)):])
	return isUpper(r)
}

// numberAt reports whether a number, a Roman numeral, or a letter or code that
// stands for one (art. L. 642-3, fig. S1) starts at byte i.
func (c *scanner) numberAt(i int) bool {
	s := c.s
	p, digits, letters := i, 0, 0
	for p < len(s) && p < i+16 {
		r, n := utf8.DecodeRuneInString(s[p:])
		if unicode.IsDigit(r) || r == '°' || r == 'º' || r == '§' || r == '#' {
			digits++
		} else if unicode.IsLetter(r) {
			letters++
		} else {
			break
		}
		p += n
	}
	switch {
	case digits > 0:
		return true
	case letters == 1:
		return p >= len(s) || s[p] == '.' || s[p] == ')' || s[p] == ',' || s[p] == '-' || isSpaceAt(s, p) && !c.starts(i)
	}
	return letters > 0 && roman(s[i:p]) > 0
}

// fronted reports whether the sentence so far, up to byte e, is an adverbial
// before the subject: At 5 a.m. Mr. Smith left.
func (c *scanner) fronted(e int) bool {
	b := skipBlanks(c.s, c.start)
	if e-b > 90 {
		return false
	}
	so := c.s[b:e]
	if k := strings.LastIndexAny(so, ":;"); k >= 0 {
		so = strings.TrimLeft(so[k+1:], " \u00a0")
	}
	if strings.Contains(so, ",") {
		return false
	}
	return c.lookup(c.seg.Fronting, wordAt(so, 0))
}

// decideBang: ! or ? and white space.
func (c *scanner) decideBang(m *candidate, f follow) (string, bool) {
	if m.at > 0 && (c.s[m.at-1] == ':' || c.s[m.at-1] == ',') { // Telephone:? 12 34
		return RuleInToken, false
	}
	if !m.bare && m.closed == 0 && len(c.seg.Marks) > 0 {
		if w, at := c.wordBefore(m.at); at+len(w) == m.at && m.end == m.at+1 && c.seg.Marks[c.s[at:m.end]] && !(isUpper(f.r) && c.starts(f.pos)) {
			return RuleName, false
		}
	}
	switch {
	case isLower(f.r):
		switch {
		case m.closed != 0:
			return RuleLowerCloser, false
		case !c.seg.LowerAfterMark, blankBefore(c.s, m.at) > 0 && c.tokenised(m.at): // Dinner ? with
			return RuleLower, false
		case c.inquit(f.pos): // Voldemort? said Harry
			return RuleReporting, false
		}
		return RuleMark, true
	case isDash(f.first):
		if r, _ := utf8.DecodeRuneInString(c.s[c.skipDashes(f.at):]); isLower(r) {
			return RuleLower, false
		}
	}
	if m.closed != 0 && m.closed != ')' && c.reported(f) {
		return RuleReporting, false
	}
	return RuleMark, true
}

func isDash(r rune) bool { return r == '-' || r == '–' || r == '—' || r == '―' }

func (c *scanner) skipDashes(i int) int {
	for i < len(c.s) {
		r, n := utf8.DecodeRuneInString(c.s[i:])
		if !isDash(r) {
			break
		}
		i += n
	}
	return skipBlanks(c.s, i)
}

// reported reports whether one to three words with a capital and a reporting
// verb follow: Smith asked, Mr. Brown said.
func (c *scanner) reported(f follow) bool {
	if f.opened || !isUpper(f.r) || len(c.seg.Reporting) == 0 {
		return false
	}
	i := f.pos
	for k := 0; k < 4; k++ {
		w := wordAt(c.s, i)
		if w == "" {
			return false
		}
		if k > 0 && c.seg.Reporting[w] {
			return c.clauseEnds(i + len(w))
		}
		if r, _ := utf8.DecodeRuneInString(w); !isUpper(r) || k == 0 && c.starts(i) && !c.pronounI(i) {
			return false
		}
		i += len(w)
		if i < len(c.s) && c.s[i] == '.' {
			i++
		}
		n := blankWidth(c.s, i)
		if n == 0 {
			return false
		}
		i += n
	}
	return false
}

// inquit reports whether a reporting verb and its subject stand at byte i, in
// either order: said Harry, asked the minister, he asked.
func (c *scanner) inquit(i int) bool {
	w := wordAt(c.s, i)
	n := skipBlanks(c.s, i+len(w))
	if c.seg.Reporting[w] {
		r, _ := utf8.DecodeRuneInString(c.s[n:])
		return isUpper(r) || wordAt(c.s, n) == "the"
	}
	return len(w) <= 5 && n > i+len(w) && c.seg.Reporting[wordAt(c.s, n)] && c.lookup(c.seg.Starters, w)
}

// clauseEnds reports whether the clause ends with the verb before byte i, or
// goes on with a time or place: no object clause, which would be a new sentence.
func (c *scanner) clauseEnds(i int) bool {
	n := skipBlanks(c.s, i)
	if n >= len(c.s) || lineWidthAt(c.s, n) > 0 || strings.IndexByte(".,;:", c.s[n]) >= 0 {
		return true
	}
	return c.lookup(c.seg.Fronting, wordAt(c.s, n))
}

// decideDots: an ellipsis and white space.
func (c *scanner) decideDots(m *candidate, f follow) (string, bool) {
	switch {
	case isLower(f.r), c.pronounI(f.pos):
		return RuleLowerEllipsis, false
	case c.atStart(m.at):
		return RuleLeading, false
	case isUpper(f.r), isHan(f.r):
		if isBracket(m.closed) && m.opened && m.opener.pos > skipBlanks(c.s, c.start) {
			return RuleBracketed, false
		}
		return RuleEllipsis, true
	case isDash(f.first):
		if r, _ := utf8.DecodeRuneInString(c.s[c.skipDashes(f.at):]); isUpper(r) {
			return RuleEllipsis, true
		}
	}
	return RuleContinues, false
}

// pronounI reports whether the English pronoun stands at byte i, whose capital
// tells nothing.
func (c *scanner) pronounI(i int) bool {
	w := wordAt(c.s, i)
	return (w == "I" || strings.HasPrefix(w, "I'") || strings.HasPrefix(w, "I’")) && c.seg.Starters["i"]
}

func isBracket(r rune) bool {
	switch r {
	case ')', ']', '}', '）', '】', '〕', '］', '｝':
		return true
	}
	return false
}

// decideUnspaced: a Latin mark with no white space behind it.
func (c *scanner) decideUnspaced(m *candidate, f follow) (string, bool) {
	small := isLower(f.r) && m.kind == bang && m.closed == 0 && c.seg.LowerAfterMark // ready?they
	if !isUpper(f.r) && !small || f.opened && m.closed == 0 {
		return RuleInToken, false
	}
	if m.closed != 0 {
		if isQuoteCloser(m.closed) && c.starts(f.pos) {
			return RuleMissingSpace, true
		}
		return RuleInToken, false
	}
	w, at := c.wordBefore(m.at)
	if len(w) < 2 || at+len(w) != m.at {
		return RuleInToken, false
	}
	if small && (at == 0 || !isSpaceAt(c.s, at-1) || !isLowerWord(w)) {
		return RuleInToken, false
	}
	next := wordAt(c.s, f.pos)
	after := f.pos + len(next)
	_, n := utf8.DecodeRuneInString(next)
	if after < len(c.s) && !isSpaceAt(c.s, after) && c.s[after] != ',' || n < len(next) && !isLowerWord(next[n:]) {
		return RuleInToken, false
	}
	switch m.kind {
	case stop:
		if c.starts(f.pos) && c.ordinaryBefore(m) {
			return RuleMissingSpace, true
		}
	default:
		for _, r := range w {
			if !unicode.IsLetter(r) && r != '\'' && r != '’' {
				return RuleInToken, false
			}
		}
		return RuleMissingSpace, true
	}
	return RuleInToken, false
}

func isQuoteCloser(r rune) bool {
	switch r {
	case '"', '”', '’', '\'', '`', '»', '›', '」', '』', '＂', '〞', '〟':
		return true
	}
	return false
}

// decideHan: full-width marks, and ! ? … before a Han character.
func (c *scanner) decideHan(m *candidate, f follow) (string, bool) {
	switch f.first {
	case '，', '、', '；', '：', ',', ';', ':', '—', ')', '）', '」', '』', '”':
		return RuleContinues, false
	}
	if c.restIsMarks(f.at) {
		return RuleTail, false
	}
	switch {
	case m.closed == '》' || m.closed == '〉':
		if !m.bare {
			return RuleTitle, false
		}
	case isBracket(m.closed):
		if !m.bare && m.opened && m.opener.pos > skipBlanks(c.s, c.start) {
			return RuleBracketed, false
		}
	case isQuoteCloser(m.closed):
		if m.bare {
			break
		}
		if c.tailAt(f.at) {
			return RuleReporting, false
		}
		if c.wordIn(c.seg.Continuations, c.seg.LongestContinuation, f.at) > 0 || unicode.Is(unicode.Hiragana, f.first) {
			return RuleContinuation, false
		}
		if m.kind != stop && m.opened && m.opener.pos > 0 {
			if r, _ := utf8.DecodeLastRuneInString(c.s[:m.opener.pos]); m.opener.pos > c.start && isHan(r) {
				return RuleEmbedded, false
			}
		}
	}
	if m.kind == dots && !m.han && m.closed == 0 && f.at == m.end {
		switch {
		case c.atStart(m.at):
			return RuleLeading, false
		case c.hesitates(m.at):
			return RuleLowerEllipsis, false
		case c.wordIn(c.seg.Starters, maxWord, f.at) > 0:
			return RuleEllipsis, true
		}
		return RuleLowerEllipsis, false
	}
	return RuleHanStop, true
}

// hesitates reports whether a word that fills a pause ends at byte i.
func (c *scanner) hesitates(i int) bool {
	for k, p := 0, i; k < 2 && p > c.start; k++ {
		p = lastRuneAt(c.s, p)
		if c.seg.Hesitations[c.s[p:i]] {
			return true
		}
	}
	return false
}

// wordIn is the length of the longest key of list at byte i; 0 for none.
func (c *scanner) wordIn(list map[string]bool, longest, i int) int {
	s := c.s[i:min(len(c.s), i+longest)]
	for n := len(s); n > 0; n-- {
		if list[s[:n]] {
			return n
		}
	}
	return 0
}

// tailAt reports whether a reporting tail starts at byte i: up to six
// characters that name the speaker, a reporting verb, and the end of the
// clause.
func (c *scanner) tailAt(i int) bool {
	s := c.s
	for k := 0; k <= 8 && i < len(s); k++ {
		if n := c.wordIn(c.seg.Reporting, c.seg.LongestReporting, i); n > 0 {
			r, w := utf8.DecodeRuneInString(s[i+n:])
			switch r {
			case '。', '！', '？', utf8.RuneError:
				return true
			case '，', ',': // a colon begins a sentence of its own: 我说：“……”
				q, _ := utf8.DecodeRuneInString(s[skipBlanks(s, i+n+w):])
				return isOpening(q)
			}
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isHan(r) && r != '·' && !unicode.IsLetter(r) {
			return false
		}
		i += n
	}
	return false
}
