package divergence

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

//go:embed docs/untranslated.md
var untranslatedDoc string

// Untranslated reports sentences left in another language.
var Untranslated = &Check{
	Name: "untranslated", Doc: untranslatedDoc, Category: "accuracy/untranslated",
	Run: func(p *Pass) {
		for i := range p.Sides {
			if !p.Sides[i].Empty {
				n := len(p.out)
				p.untranslated(i)
				if len(p.out) == n {
					p.leftWords(i)
				}
			}
		}
	},
}

// untranslated reports the sentences of side i that are in another language:
// runs of them are one finding.
func (p *Pass) untranslated(i int) {
	s := &p.Sides[i]
	var run text.Span
	other := ""
	flush := func() {
		if other != "" {
			f := Finding{Severity: Error, At: []Location{{i, run}}}
			f.Message = Message{ID: "untranslated.sentence", Args: map[string]any{"Lang": s.Lang.Code, "Other": other, "Text": run.Of(s.Text)}}
			for j := range p.Sides {
				if j != i {
					f.At = append(f.At, Location{j, text.Span{}})
				}
			}
			if len(p.Sides) > 2 {
				f.Odd = s.Lang.Code
			}
			p.Report(f)
		}
		other = ""
	}
	for _, c := range clauses(s.Text) {
		code := p.foreign(i, c.Of(s.Text))
		switch {
		case code == "":
			if letters(c.Of(s.Text)) > 3 {
				flush()
			}
		case code == other:
			run.End = c.End
		default:
			flush()
			other, run = code, c
		}
	}
	flush()
}

// leftWords reports words of another version left in side i.
func (p *Pass) leftWords(i int) {
	s := &p.Sides[i]
	if !s.Lang.Known() {
		return
	}
	for _, j := range p.known() {
		o := &p.Sides[j]
		if i == j || o.Lang == s.Lang {
			continue
		}
		found := text.Span{}
		if o.Lang.Dense {
			found = p.leftDense(i, j)
		} else {
			found = p.leftSpaced(i, j)
		}
		if found.Empty() {
			continue
		}
		f := Finding{Severity: Warning, At: []Location{{i, found}}}
		f.Message = Message{ID: "untranslated.word", Args: map[string]any{"Lang": s.Lang.Code, "Other": o.Lang.Code, "Text": found.Of(s.Text)}}
		for x := range p.Sides {
			if x != i {
				f.At = append(f.At, Location{x, text.Span{}})
			}
		}
		if len(p.Sides) > 2 {
			f.Odd = s.Lang.Code
		}
		p.Report(f)
		return
	}
}

// leftDense finds characters of version j in side i, whose script has spaces.
func (p *Pass) leftDense(i, j int) text.Span {
	s, o := &p.Sides[i], &p.Sides[j]
	if !s.Lang.Spaced {
		return text.Span{}
	}
	for _, w := range p.words(i) {
		if w.han && strings.Contains(o.Text, w.Of(s.Text)) && !original(s.Text, w.Span) {
			return w.Span
		}
	}
	return text.Span{}
}

// leftSpaced finds the first run of words in side i that are words of the
// language of version j and none of its own, one of them standing in version j
// too, if in another form.
func (p *Pass) leftSpaced(i, j int) text.Span {
	s := &p.Sides[i]
	ws := p.words(i)
	for a := 0; a < len(ws); a++ {
		if !p.leftWord(i, j, a) {
			continue
		}
		b := a + 1
		for b < len(ws) && adjoin(s.Text, ws[b-1], ws[b]) && p.leftWord(i, j, b) {
			b++
		}
		if p.saysTheSame(i, j, a, b) && !p.mentioned(i, j, a, b) {
			return text.Span{Start: ws[a].Start, End: ws[b-1].End}
		}
		a = b
	}
	return text.Span{}
}

// leftWord reports whether word k of side i is none of its language and one of
// that of version j.
func (p *Pass) leftWord(i, j, k int) bool {
	s := &p.Sides[i]
	w := p.words(i)[k]
	switch n := utf8.RuneCountInString(w.low); {
	case w.han || n < 2 || w.capital && (!w.first || !w.small || s.Lang.Dense) || s.Lang.Dense && n < 4:
		return false
	case w.low[1:] != w.Of(s.Text)[1:] || glued(s.Text, w.Span): // iPhone, weather.com
		return false
	}
	own, other := s.Lang.Code, p.Sides[j].Lang.Code
	bare, _ := strings.CutSuffix(w.low, "s")
	if loans[own][w.low] || loans[own][bare] || lexicon.MayBeWord(own, w.low) || !lexicon.IsWord(other, w.low) {
		return false
	}
	return s.Lang.Dense || accented(w.low) || p.elided(i, k) || !international(own, bare)
}

// elided reports whether an elided word stands before word k of side i, as in
// French: l'accord, qu'elle. It takes one letter, or qu, and does so before a vowel.
func (p *Pass) elided(i, k int) bool {
	if k == 0 {
		return false
	}
	ws, t := p.words(i), p.Sides[i].Text
	v := ws[k-1]
	if v.low != "l" && v.low != "d" && v.low != "qu" && v.low != "n" && v.low != "j" {
		return false
	}
	between := t[v.End:ws[k].Start]
	return (between == "'" || between == "’") && !strings.ContainsAny(ws[k].low[:1], "bcdfgjklmnpqrstvwxz")
}

// accented reports whether a word has letters that English has not.
func accented(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// glued reports whether a word is part of an address, a formula or a code.
func glued(t string, w text.Span) bool {
	before, n := utf8.DecodeLastRuneInString(t[:w.Start])
	after, m := utf8.DecodeRuneInString(t[w.End:])
	if unicode.IsDigit(before) || unicode.IsDigit(after) || n > 0 && strings.ContainsRune("/@_=&#[", before) || m > 0 && strings.ContainsRune("/@_=[", after) {
		return true
	}
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if before == '.' || before == '-' {
		if r, _ := utf8.DecodeLastRuneInString(t[:w.Start-1]); before == '.' && letter(r) || unicode.IsDigit(r) || unicode.IsUpper(r) {
			return true
		}
	}
	if after == '.' || after == '-' {
		if r, _ := utf8.DecodeRuneInString(t[w.End+1:]); after == '.' && letter(r) || unicode.IsDigit(r) || unicode.IsUpper(r) {
			return true
		}
	}
	if before != '-' && after != '-' {
		return false
	}
	a, b := w.Start, w.End
	if before == '-' { // Ban Ki-moon
		c := a
		for c > 0 {
			r, n := utf8.DecodeLastRuneInString(t[:c])
			if r != '-' && !unicode.IsLetter(r) {
				break
			}
			c -= n
		}
		if r, _ := utf8.DecodeRuneInString(t[c:]); unicode.IsUpper(r) {
			return true
		}
	}
	for a > 0 && t[a-1] > ' ' && t[a-1] < utf8.RuneSelf {
		a--
	}
	for b < len(t) && t[b] > ' ' && t[b] < utf8.RuneSelf {
		b++
	}
	return strings.ContainsAny(t[a:b], "/@_")
}

// endings are those, without the s of the plural, that words of French and
// English have in common: a word that has one is likely to be one of both, if the
// lexicon knows it in one only.
var endings = []string{"tion", "sion", "xion", "al", "ant", "able", "ible", "ance", "ence", "age", "ive", "ent", "ine", "ide", "ade", "ude", "ogue", "oide", "ose", "ature", "gramme", "graphe", "um"}

// french are endings in -ent of French adverbs and verbs, which English words do
// not have.
var french = []string{"tient", "vient", "nnent", "issent", "aient", "ivent", "lement", "vement", "sement", "quement", "amment", "emment", "irement", "rtement"}

// international reports whether a word, without the s of the plural, may well be
// one of the language with the given code too, though the lexicon has it not.
func international(code, w string) bool {
	for _, e := range endings {
		if strings.HasSuffix(w, e) && len(w) > len(e)+2 {
			if e == "ent" {
				for _, a := range french {
					if strings.HasSuffix(w, a) {
						return false
					}
				}
				if code != "fr" && lexicon.IsWord("fr", strings.TrimSuffix(w, e)+"er") { // soulignent
					return false
				}
			}
			return true
		}
	}
	// who or what does: to transport, transporter
	verb, ok := strings.CutSuffix(w, "er")
	return ok && len(verb) > 2 && (lexicon.MayBeWord(code, verb) || lexicon.MayBeWord(code, verb+"e"))
}

// saysTheSame reports whether one of the words a to b of side i stands in
// version j, if in another form.
func (p *Pass) saysTheSame(i, j, a, b int) bool {
	for _, w := range p.words(i)[a:b] {
		stem := string(lexicon.Stem(lexicon.AppendFolded(nil, w.low)))
		for _, x := range p.words(j) {
			if x.han || x.capital && (!x.first || w.capital) {
				continue // what both begin with is a name
			}
			if x.low == w.low || len(stem) > 3 && string(lexicon.Stem(lexicon.AppendFolded(nil, x.low))) == stem {
				return true
			}
		}
	}
	return false
}

// adjoin reports whether nothing but a space, an apostrophe or a hyphen parts
// two words.
func adjoin(t string, a, b word) bool {
	switch t[a.End:b.Start] {
	case " ", "'", "’", "-", "\u00a0":
		return true
	}
	return false
}

// ofNames are small words that stand in names of persons, places and bodies.
var ofNames = wordsOf("of and the for in on to at by with de la le les du des et en aux au à sur pour sans van von der den el al bin ben dos das da do di y")

func wordsOf(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// mentioned reports whether the words a to b of side i stand there for
// themselves or in a name: in a quotation or brackets with nothing else, in
// italics, in a phrase that the language has borrowed, beside a capital.
func (p *Pass) mentioned(i, j, a, b int) bool {
	s, o := &p.Sides[i], &p.Sides[j]
	ws := p.words(i)
	run := text.Span{Start: ws[a].Start, End: ws[b-1].End}
	small := true // nothing but small words of names
	for _, w := range ws[a:b] {
		small = small && ofNames[w.low]
	}
	// the capitals on both sides, over small words of names
	x, y := a-1, b
	inName := func(k int) bool { return !ws[k].capital && (ofNames[ws[k].low] || p.leftWord(i, j, k)) }
	for x > 0 && adjoin(s.Text, ws[x], ws[x+1]) && inName(x) && a-x < 6 {
		x--
	}
	for y+1 < len(ws) && adjoin(s.Text, ws[y-1], ws[y]) && inName(y) && y-b < 5 {
		y++
	}
	left := x >= 0 && ws[x].capital && !(ws[x].first && functionWords[ws[x].low]) && adjoin(s.Text, ws[x], ws[x+1])
	right := y < len(ws) && ws[y].capital && adjoin(s.Text, ws[y-1], ws[y])
	there := strings.ToLower(o.Text)
	same := func(a, b int) bool { return strings.Contains(there, strings.ToLower(s.Text[ws[a].Start:ws[b].End])) }
	switch {
	case (left || right) && (small || s.Lang.Dense):
		return true
	case left && lexicon.MayBeWord(o.Lang.Code, ws[x].low) && same(x, b-1), right && lexicon.MayBeWord(o.Lang.Code, ws[y].low) && same(a, y):
		return true
	case ws[a].capital && b-a > 1 && same(a, b-1):
		return true
	case a > 0 && adjoin(s.Text, ws[a-1], ws[a]) && accented(ws[a-1].low) && loans[s.Lang.Code][ws[a-1].low]:
		return true // fête nationale
	}
	for _, phrase := range loanPhrases[s.Lang.Code] {
		for k := max(0, run.Start-len(phrase)-8); k < run.End; k++ { // a curly apostrophe is longer
			if n := foldedPrefix(s.Text[k:], phrase); n > 0 && k <= run.Start && k+n >= run.End {
				return true
			}
		}
	}
	return p.cited(i, j, run)
}

// cited reports whether a place of side i lies between marks (quotation marks,
// brackets, emphasis) with hardly a word of its own language between them.
func (p *Pass) cited(i, j int, at text.Span) bool {
	s := &p.Sides[i]
	for _, m := range marks {
		open := strings.LastIndex(s.Text[:at.Start], m[0])
		end := strings.Index(s.Text[at.End:], m[1])
		if open < 0 || end < 0 {
			continue
		}
		in := text.Span{Start: open + len(m[0]), End: at.End + end}
		if strings.Contains(in.Of(s.Text), m[1]) || strings.Contains(s.Text[in.Start:at.Start], m[0]) {
			continue
		}
		own, other := 0, 0
		for k, w := range p.words(i) {
			if w.Start < in.Start || w.End > in.End {
				continue
			}
			switch {
			case w.han:
				own += 2
			case !s.Lang.Dense && (lexicon.MayBeWord(s.Lang.Code, w.low) && !lexicon.IsWord(p.Sides[j].Lang.Code, w.low)):
				own++
			case p.leftWord(i, j, k):
				other++
			}
		}
		if own <= other {
			return true
		}
	}
	return false
}

// marks are pairs between which a text cites another.
var marks = [][2]string{{"«", "»"}, {"“", "”"}, {"\"", "\""}, {"<<", ">>"}, {"(", ")"}, {"（", "）"}, {"《", "》"}, {"「", "」"}, {"[", "]"}, {"*", "*"}, {"_", "_"}, {"<i>", "</i>"}, {"<em>", "</em>"}}

//go:embed data/loans.tsv
var loansData string

// loans are, by language, words that it has from others; loanPhrases those of
// several words.
var loans, loanPhrases = func() (map[string]map[string]bool, map[string][]string) {
	m, phrases := map[string]map[string]bool{}, map[string][]string{}
	for line := range strings.Lines(loansData) {
		if line[0] == '#' {
			continue
		}
		code, w, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if strings.ContainsAny(w, " '-") {
			phrases[code] = append(phrases[code], w)
			continue
		}
		if m[code] == nil {
			m[code] = map[string]bool{}
		}
		m[code][w] = true
	}
	return m, phrases
}()

// foldedPrefix is the length of the beginning of s that is prefix but for case,
// the kind of apostrophe and a plural s, 0 where it does not begin so.
func foldedPrefix(s, prefix string) int {
	n := 0
	for _, want := range prefix {
		r, w := utf8.DecodeRuneInString(s[n:])
		if r == '’' {
			r = '\''
		}
		if r == 's' && want != 's' {
			r, w = utf8.DecodeRuneInString(s[n+1:])
			w++
		}
		if unicode.ToLower(r) != want {
			return 0
		}
		n += w
	}
	return n
}

// original reports whether s stands in brackets or quotation marks, or set off
// by commas, as the original of a name does.
func original(t string, s text.Span) bool {
	before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(t[:s.Start], " "))
	after, _ := utf8.DecodeRuneInString(strings.TrimLeft(t[s.End:], " "))
	if strings.ContainsRune("(（[«“\"「《:：/", before) || strings.ContainsRune("]»”\"」》/", after) {
		return true
	}
	if before == ',' || before == '、' {
		return strings.ContainsRune(",、)）", after)
	}
	if after != ')' && after != '）' {
		return false
	}
	// in brackets: the original, or one word of a remark
	open := strings.LastIndexAny(t[:s.Start], "(（")
	return open >= 0 && len(splitWords(t[open:s.Start])) < 3
}

// kanjiOnly is how many letters in Chinese characters alone a Japanese text
// hardly has: kana come between them.
const kanjiOnly = 12

// foreign is the language that t, a sentence of side i, is in, "" where it is
// in its own or nothing is sure.
func (p *Pass) foreign(i int, t string) string {
	own := p.Sides[i].Lang.Code
	code, sure := lang.Detect(t)
	if code == own || code == "und" {
		return p.byWords(i, t)
	}
	n := letters(t)
	copied := false
	if n >= 12 {
		for j := range p.Sides {
			if j != i && !p.Sides[j].Empty && strings.Contains(p.Sides[j].Text, strings.TrimRight(t, ".。!?！？ ")) {
				copied = true
			}
		}
	}
	dense := lang.Get(code).Dense
	switch {
	case dense && lang.Get(own).Dense && n < kanjiOnly:
		return "" // characters alone, as of a Japanese heading, tell no two languages apart
	case dense && n >= 4 && sure >= .8:
		return code
	case dense:
		return ""
	case p.tally(i, t, code).ours > 1+p.tally(i, t, code).theirs:
		return "" // names, formulas and terms of a trade with words of its own
	case !prose(t):
		return p.byWords(i, t)
	case copied && sure >= .8 && n >= 20:
	case lang.Get(own).Dense && n >= 20: // no alphabet of its own
	case sure >= .97 && n >= 30 && p.isSide(code):
	case sure >= .99 && n >= 40:
	default:
		return p.byWords(i, t)
	}
	return code
}

// byWords is the language that t, a sentence of side i, is in by its words: one
// of which it has several, where it has none of its own.
func (p *Pass) byWords(i int, t string) string {
	own := p.Sides[i].Lang
	if !own.Known() {
		return ""
	}
	for _, code := range []string{"en", "fr"} {
		if code == own.Code {
			continue
		}
		c := p.tally(i, t, code)
		whole := t == strings.TrimSpace(p.Sides[i].Text) && (c.small > 0 || !strings.ContainsAny(t, "&/、") && strings.Count(t, ",") < 2)
		if own.Dense && whole && c.ours == 0 && c.theirs > 1 && c.small > 0 && p.isText(i, code, t) {
			return code // a heading copied, words in small letters and all
		}
		if c.ours == 0 && 2*c.theirs >= c.words && (whole && (c.theirs > 3 || c.theirs > 2 && c.all > 5) || c.theirs > 2 && c.small > 1) {
			return code
		}
	}
	return ""
}

// isText reports whether the version in a language, not that of side i, is t.
func (p *Pass) isText(i int, code, t string) bool {
	for j := range p.Sides {
		if j != i && p.Sides[j].Lang.Code == code && strings.TrimSpace(p.Sides[j].Text) == t {
			return true
		}
	}
	return false
}

// tally counts the words of a text.
type tally struct {
	all    int
	words  int // those that tell something: not of both languages, no acronym
	ours   int // of the language of the version and not of the other, small ones
	theirs int // of the other and not of that of the version
	small  int // of theirs, those in small letters that are no small words of names
}

// tally counts the words of t, a sentence of side i, that are of its language and
// of another. What is quoted in the midst of it does not count.
func (p *Pass) tally(i int, t, code string) tally {
	own := p.Sides[i].Lang
	ws := splitWords(t)
	c := tally{all: len(ws)}
	const quotes = "\"“”«»"
	bare := strings.TrimRight(t, " .!?…")
	quotation := false // all of it is quoted, if the end of the quotation is cut off
	if _, n := utf8.DecodeRuneInString(bare); strings.IndexAny(bare, quotes) == 0 {
		k := strings.IndexAny(bare[n:], quotes)
		_, m := utf8.DecodeRuneInString(bare[n+max(k, 0):])
		quotation = k < 0 || n+k+m == len(bare)
	}
	quoted, end := false, 0
	for _, w := range ws {
		if strings.ContainsAny(t[end:w.Start], quotes) {
			quoted = !quoted
		}
		end = w.End
		if w.han {
			c.ours++
		}
		if w.han || quoted && !quotation || len(w.low) < 2 || !w.small {
			continue
		}
		c.words++
		is := lexicon.IsWord(code, w.low)
		switch {
		case own.Spaced && (lexicon.MayBeWord(own.Code, w.low) || loans[own.Code][w.low]):
			if is {
				c.words--
			} else if !w.capital {
				c.ours++
			}
		case is:
			c.theirs++
			if !w.capital && !ofNames[w.low] {
				c.small++
			}
		}
	}
	return c
}

// prose reports whether a text without Chinese characters is more than a name:
// four words, two of them in small letters.
func prose(t string) bool {
	words, small := 0, 0
	for _, w := range splitWords(t) {
		if w.han {
			return false
		}
		words++
		if !w.capital && w.Len() > 2 {
			small++
		}
	}
	return words >= 4 && small >= 2
}

// isSide reports whether one of the versions is in the language.
func (p *Pass) isSide(code string) bool {
	for i := range p.Sides {
		if p.Sides[i].Lang.Code == code {
			return true
		}
	}
	return false
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// clauses cuts a text after full stops, question and exclamation marks and at
// line ends, roughly: what is told of a piece holds for most of its sentence.
func clauses(s string) []text.Span {
	var out []text.Span
	start := 0
	add := func(end int) {
		a, b := start, end
		for a < b && (s[a] == ' ' || s[a] == '\n' || s[a] == '\r' || s[a] == '\t') {
			a++
		}
		for b > a && (s[b-1] == ' ' || s[b-1] == '\n' || s[b-1] == '\r' || s[b-1] == '\t') {
			b--
		}
		if b > a {
			out = append(out, text.Span{Start: a, End: b})
		}
		start = end
	}
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		i += w
		switch r {
		case '。', '！', '？', '\n':
			for i < len(s) {
				q, v := utf8.DecodeRuneInString(s[i:])
				if q != '”' && q != '»' && q != '」' && q != '’' && q != ')' && q != '）' {
					break
				}
				i += v
			}
			add(i)
		case '.', '!', '?':
			for i < len(s) {
				q, v := utf8.DecodeRuneInString(s[i:])
				if q != '”' && q != '»' && q != '"' && q != ')' {
					break
				}
				i += v
			}
			if i < len(s) && i-start > 12 {
				if q, _ := utf8.DecodeRuneInString(s[i:]); q == ' ' || q == '\n' || q == '\u00a0' || isHan(q) {
					add(i)
				}
			}
		}
	}
	add(len(s))
	return out
}
