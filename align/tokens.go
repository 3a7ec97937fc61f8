package align

import (
	"math"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/lang"
)

// side is one version made ready for the search: every sentence as a run of
// unit numbers, with its length and the classes of its two ends.
//
// A unit is what one version can share with another: the stem of a word, a
// number as a value, a mark, a character of an unspaced script and each pair of
// neighbouring characters. (Characters with bigrams beat both a word segmenter
// and either of them alone.) The script of the character decides, never the
// language of the document.
type side struct {
	code      string // of the language
	n         int
	sentences []string

	units []int32 // of all sentences, one after the other
	at    []int32 // sentence i has units[at[i]:at[i+1]]

	vocab vocabulary

	length []float64 // of the sentences before i, added up
	mass   []float32 // weight of the units of sentence i
	final  []uint8   // class of the end
	start  []uint8   // class of the beginning
	breaks []bool    // sentence i begins a paragraph; nil where unknown
}

// vocabulary is the units of one side, numbered in order of appearance.
type vocabulary struct {
	words  map[string]int32
	chars  map[uint64]int32 // one or two characters
	kind   []lexicon.Kind
	text   []string
	weight []float32
	count  []float32 // occurrences
	total  float64   // of all units, by weight
}

func (v *vocabulary) known(code string) lexicon.Units {
	return lexicon.Units{Lang: code, Kind: v.kind, Text: v.text}
}

func (s *side) of(i int) []int32 { return s.units[s.at[i]:s.at[i+1]] }

// Weights of units as evidence, in log-likelihood: characters and bigrams
// overlap, so each counts less than a word.
const (
	weightWord   = 1
	weightChar   = .4
	weightBigram = .4
	weightMark   = .7
	weightNumber = 1
	weightHanNum = .5 // a number in characters often is none: 一 in 一些
)

// Lengths. A Han character carries about as much as three Latin letters.
const (
	lengthLetter   = 1
	lengthUnspaced = 3
	lengthMark     = .5
)

// stemming is how words are cut: short where no two of the languages have a
// lexicon between them.
func stemming(sides []Side) func([]byte) []byte {
	code := ""
	for _, s := range sides {
		if s.Lang == nil || !s.Lang.Known() {
			continue
		}
		if code != "" && s.Lang.Code != code {
			return lexicon.Stem
		}
		code = s.Lang.Code
	}
	return lexicon.ShortStem
}

// newSide reads one side; stem is how its words are cut.
func newSide(in Side, stem func([]byte) []byte) *side {
	n := len(in.Sentences)
	s := &side{
		n:         n,
		sentences: in.Sentences,
		at:        make([]int32, 1, n+1),
		length:    make([]float64, 1, n+1),
		mass:      make([]float32, 0, n),
		final:     make([]uint8, 0, n),
		start:     make([]uint8, 0, n),
	}
	if in.Lang != nil {
		s.code = in.Lang.Code
	}
	s.vocab.words = make(map[string]int32, 4*n)
	s.vocab.chars = map[uint64]int32{}
	if in.Breaks != nil {
		s.breaks = make([]bool, n)
		for _, b := range in.Breaks {
			if b >= 0 && b < n {
				s.breaks[b] = true
			}
		}
	}
	t := tokenizer{side: s, numbers: lexicon.Numerals(s.code), stem: stem}
	for _, x := range in.Sentences {
		t.sentence(x)
	}
	return s
}

func (v *vocabulary) add(kind lexicon.Kind, text string, w float32) int32 {
	i := int32(len(v.text))
	v.text = append(v.text, text)
	v.kind = append(v.kind, kind)
	v.weight = append(v.weight, w)
	v.count = append(v.count, 0)
	return i
}

// tokenizer appends sentences to a side.
type tokenizer struct {
	*side
	numbers map[string]string // numerals and names of months and days
	stem    func([]byte) []byte
	runes   []rune
	buf     []byte
}

func (t *tokenizer) use(i int32) {
	t.units = append(t.units, i)
	t.vocab.count[i]++
	t.vocab.total += float64(t.vocab.weight[i])
}

func (t *tokenizer) word(kind lexicon.Kind, b []byte, w float32) {
	if i, ok := t.vocab.words[string(b)]; ok {
		t.use(i)
		return
	}
	text := string(b)
	i := t.vocab.add(kind, text, w)
	t.vocab.words[text] = i
	t.use(i)
}

func (t *tokenizer) number(text string, w float32) {
	t.buf = append(append(t.buf[:0], '#'), text...)
	t.word(lexicon.Number, t.buf, w)
}

func (t *tokenizer) char(a, b rune) {
	key := uint64(a)<<32 | uint64(b)
	i, ok := t.vocab.chars[key]
	if !ok {
		if b == 0 {
			i = t.vocab.add(lexicon.Char, string(a), weightChar)
		} else {
			i = t.vocab.add(lexicon.Bigram, string([]rune{a, b}), weightBigram)
		}
		t.vocab.chars[key] = i
	}
	t.use(i)
}

func (t *tokenizer) sentence(x string) {
	rs := t.runes[:0]
	for _, r := range x {
		if r >= 0xFF01 && r <= 0xFF5E { // full width
			r -= 0xFEE0
		} else if lexicon.Unspaced(r) {
			r = lang.FoldDense(r)
		}
		rs = append(rs, r)
	}
	t.runes = rs
	t.final = append(t.final, finalClass(rs))
	t.start = append(t.start, startClass(rs))
	length := 0.0
	begin := len(t.units)
	for i := 0; i < len(rs); {
		r := rs[i]
		switch {
		case lexicon.Unspaced(r):
			j := i + 1
			for j < len(rs) && lexicon.Unspaced(rs[j]) {
				j++
			}
			length += lengthUnspaced * float64(j-i)
			t.unspaced(rs[i:j])
			i = j
		case isDigit(r):
			j := digits(rs, i)
			text := normalNumber(rs[i:j], power(rs, j))
			t.number(text, weightNumber)
			if j < len(rs) && rs[j] == '月' {
				t.number("m"+text, weightNumber)
			}
			for _, d := range rs[i:j] {
				length += lengthOf(d)
			}
			i = j
		case unicode.IsLetter(r):
			j := i + 1
			for j < len(rs) && (unicode.IsLetter(rs[j]) && !lexicon.Unspaced(rs[j]) || unicode.Is(unicode.Mn, rs[j])) {
				j++
			}
			length += lengthLetter * float64(j-i)
			t.buf = t.buf[:0]
			for _, r := range rs[i:j] {
				t.buf = utf8.AppendRune(t.buf, r)
			}
			raw := len(t.buf)
			t.buf = lexicon.AppendFolded(t.buf, string(t.buf))
			folded := t.buf[raw:]
			if v, ok := t.numbers[string(folded)]; ok {
				t.number(v, weightNumber)
			} else {
				t.word(lexicon.Word, t.stem(folded), weightWord)
			}
			i = j
		default:
			if c := markClass(r); c != 0 {
				t.buf = append(t.buf[:0], '!')
				t.buf = utf8.AppendRune(t.buf, c)
				t.word(lexicon.Mark, t.buf, weightMark)
			}
			length += lengthOf(r)
			i++
		}
	}
	t.at = append(t.at, int32(len(t.units)))
	t.length = append(t.length, t.length[len(t.length)-1]+length+1)
	mass := float32(0)
	for _, u := range t.units[begin:] {
		mass += t.vocab.weight[u]
	}
	t.mass = append(t.mass, mass)
}

// unspaced adds the numbers, characters and bigrams of a run of characters.
func (t *tokenizer) unspaced(run []rune) {
	for i := 0; i < len(run); {
		j := i
		for j < len(run) && (hanDigit(run[j]) >= 0 || hanUnit(run[j]) > 0 || j > i && hanPower(run[j]) > 0) {
			j++
		}
		if j > i {
			if n, ok := hanNumber(run[i:j]); ok && (j-i > 1 || j < len(run) && n > 1) {
				text := strconv.FormatInt(n, 10)
				t.number(text, weightHanNum)
				if j < len(run) && run[j] == '月' {
					t.number("m"+text, weightNumber)
				}
			}
			i = j
			continue
		}
		if d := hanWeekday(run[i:]); d > 0 {
			t.number("d"+strconv.Itoa(d), weightNumber)
		}
		i++
	}
	for i, r := range run {
		t.char(r, 0)
		if i+1 < len(run) {
			t.char(r, run[i+1])
		}
	}
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' || r > 0x7F && unicode.IsDigit(r) }

func lengthOf(r rune) float64 {
	switch {
	case r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\u3000' || r == '\t':
		return 0
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return lengthLetter
	}
	return lengthMark
}

// digits is the end of the number that starts at i: digits, decimal marks and
// marks or spaces between groups of three.
func digits(rs []rune, i int) int {
	j := i
	digit := func(k int) bool { return k < len(rs) && isDigit(rs[k]) }
	for j < len(rs) {
		switch r := rs[j]; {
		case isDigit(r):
		case (r == '.' || r == ',' || r == '\u00a0' || r == '\u202f') && digit(j+1):
		case r == ' ' && j-i <= 3 && digit(j+1) && digit(j+2) && digit(j+3) && !digit(j+4):
		default:
			return j
		}
		j++
	}
	return j
}

// power is what a character after a number multiplies it by.
func power(rs []rune, j int) float64 {
	if j < len(rs) {
		if p := hanPower(rs[j]); p > 0 {
			return float64(p)
		}
	}
	return 1
}

// normalNumber is the value in ASCII digits, group marks left out.
func normalNumber(rs []rune, times float64) string {
	var parts []string
	var cur []byte
	for _, r := range rs {
		if isDigit(r) {
			cur = append(cur, '0'+byte(digitValue(r)))
		} else {
			parts, cur = append(parts, string(cur)), nil
		}
	}
	parts = append(parts, string(cur))
	s := parts[0]
	sep := ""
	for _, p := range parts[1:] {
		if len(p) != 3 {
			sep = "."
		}
	}
	for _, p := range parts[1:] {
		s += sep + p
	}
	if times != 1 {
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return strconv.FormatFloat(f*times, 'f', -1, 64)
		}
	}
	return s
}

func digitValue(r rune) int {
	if r <= '9' {
		return int(r - '0')
	}
	z := r // the digits of a script stand in a row; its zero is the first that is one
	for z > 0 && r-z < 9 && unicode.IsDigit(z-1) {
		z--
	}
	return int(r-z) % 10
}

// Numerals in characters, of either script.

func hanDigit(r rune) int64 { return int64(lang.HanDigit(r)) }

// hanUnit is a multiplier inside a section of four places.
func hanUnit(r rune) int64 {
	if n := lang.HanScale(r); n < 10_000 {
		return n
	}
	return 0
}

// hanPower is a multiplier of sections.
func hanPower(r rune) int64 {
	if n := lang.HanScale(r); n >= 10_000 {
		return n
	}
	return 0
}

func hanNumber(rs []rune) (n int64, ok bool) {
	var total, section, cur int64
	placed := false // a unit was read: digits no longer stand one after the other
	for _, r := range rs {
		if d := hanDigit(r); d >= 0 {
			if placed {
				cur = d
			} else {
				cur = cur*10 + d
			}
		} else if u := hanUnit(r); u > 0 {
			section += max(cur, 1) * u
			cur, placed = 0, true
		} else if p := hanPower(r); p > 0 {
			total = (total%p + section + cur) * p
			section, cur, placed = 0, 0, true
		}
		if cur > math.MaxInt32 || total > 1<<50 {
			return 0, false
		}
	}
	return total + section + cur, len(rs) > 0
}

// hanWeekday is 1 to 7 where the run begins with a day of the week (周三, 星期三,
// 礼拜三), else 0.
func hanWeekday(run []rune) int {
	k := 1
	switch run[0] {
	case '周', '週':
	case '星', '礼', '禮':
		k = 2
	default:
		return 0
	}
	if k >= len(run) {
		return 0
	}
	switch d := hanDigit(run[k]); {
	case d >= 1 && d <= 6:
		return int(d)
	case run[k] == '日' || run[k] == '天':
		return 7
	}
	return 0
}

// markClass joins the marks that stand for one another across languages; 0 for
// those that tell nothing (commas, full stops).
func markClass(r rune) rune {
	switch r {
	case '?', '!', ':', ';', '(', '%', '…', '$', '€', '£', '¥', '§', '°', '/', '@', '#', '&', '+', '=':
		return r
	case '"', '“', '«', '「', '『', '‘':
		return '"'
	case '—', '–':
		return '-'
	}
	return 0
}

// Classes of how a sentence ends; quoted is added where a closing quotation
// mark follows.
const (
	finalStop uint8 = iota
	finalQuestion
	finalExclamation
	finalColon
	finalComma
	finalDash
	finalNone
	finalOther
	quoted
	finals = 2 * quoted
)

func finalClass(rs []rune) uint8 {
	k := len(rs) - 1
	q := uint8(0)
	for ; k >= 0; k-- {
		switch rs[k] {
		case '"', '”', '»', '」', '』', '’':
			q = quoted
			continue
		case ' ', '\u00a0', '\u202f', '\u3000', ')', '\t', '\r':
			continue
		}
		break
	}
	if k < 0 {
		return finalOther
	}
	switch r := rs[k]; r {
	case '.', '。', '｡':
		return finalStop + q
	case '?':
		return finalQuestion + q
	case '!':
		return finalExclamation + q
	case ':':
		return finalColon + q
	case ',', ';', '、':
		return finalComma + q
	case '…', '—', '–':
		return finalDash + q
	default:
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return finalNone + q
		}
	}
	return finalOther
}

// Classes of how a sentence begins.
const (
	startLetter uint8 = iota // a capital, or a letter of a script without case
	startLower
	startDigit
	startQuote
	startDash
	startOther
	starts
)

func startClass(rs []rune) uint8 {
	for _, r := range rs {
		switch r {
		case ' ', '\u00a0', '\u202f', '\u3000', '\t':
			continue
		case '"', '“', '«', '「', '『', '‘', '\'':
			return startQuote
		case '-', '—', '–':
			return startDash
		}
		switch {
		case unicode.IsLower(r):
			return startLower
		case unicode.IsDigit(r):
			return startDigit
		case unicode.IsLetter(r):
			return startLetter
		}
		return startOther
	}
	return startOther
}
