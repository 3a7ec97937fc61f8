package divergence

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/text"
)

// token is a word or a Chinese character of one side as the lexicon knows it.
type token struct {
	text.Span
	word   int // index in the side's words
	weight float64
	known  bool // the lexicon has renderings of it
	name   bool // begins with a capital inside a sentence
	// to is, per side, how well it is accounted for there: 1 by the lexicon, by the
	// same letters or by a glossary term, less by a cognate, 0 not.
	to []float32

	bin    linkBin
	clause int32    // number of the clause it stands in
	value  bool     // of a number or a date
	units  [3]int32 // of the vocabulary; -1 for none
}

// unitSide is the tokens of one side with their vocabulary.
type unitSide struct {
	tokens   []token
	vocab    lexicon.Units
	index    map[string]int32
	rendered *lexicon.Rendered // by the seed lexicon; nil before it is asked for
	mass     float64           // sum of weights
}

// functionWords carry little; what they say is in the order of others.
var functionWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range []string{
		// French
		"le", "la", "les", "de", "des", "du", "et", "en", "un", "une", "que", "qui", "dans", "pour", "par", "sur", "au", "aux", "avec", "ce", "cette", "ces", "son", "sa", "ses", "leur", "leurs", "ne", "pas", "plus", "ou", "mais", "il", "elle", "ils", "elles", "on", "nous", "vous", "je", "se", "sont", "été", "être", "a", "ont", "avait", "était", "ainsi", "comme", "entre", "sans", "sous", "dont", "où", "tout", "tous", "toute", "toutes", "aussi", "même", "d", "l", "n", "s", "c", "j", "m", "qu", "y", "est", "lors", "afin", "cela", "si", "très", "leurs", "celui", "celle", "ceux", "soit", "avoir", "fait", "faire", "autres", "autre", "étaient", "ait", "lui", "notre", "nos", "votre", "mon", "ma", "mes", "moi", "me", "te", "quand", "donc", "car", "encore", "alors", "puis", "dès", "chez", "vers",
		// English
		"the", "of", "and", "to", "in", "is", "that", "for", "it", "as", "was", "with", "be", "by", "on", "not", "he", "i", "this", "are", "or", "his", "from", "at", "which", "but", "have", "an", "had", "they", "you", "were", "their", "one", "all", "we", "can", "her", "has", "there", "been", "if", "more", "when", "will", "would", "who", "so", "no", "she", "its", "than", "other", "into", "some", "could", "them", "then", "these", "may", "do", "about", "any", "my", "such", "also", "our", "over", "being", "what", "how", "up", "out", "t", "just", "him", "me", "us", "your", "did", "does", "where", "while", "those", "both", "each", "between", "through", "under", "should", "must",
	} {
		m[w] = true
	}
	return m
}()

// functionChars are Chinese characters that carry little by themselves.
var functionChars = func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range "的了在是和与及或对于并且等也这那其之以所而为被把将从由到有个一不就都又上下中很更最我你他她它们该此各至向同地得着过吧呢吗则若如因但还再才只可能会要" {
		m[r] = true
	}
	return m
}()

// soundChars are the characters that foreign names are written in by their
// sound.
var soundChars = func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range "阿埃艾爱安昂奥巴拜班邦贝本比彼别宾波伯博布查茨戴丹德登迪蒂丁东杜多厄恩尔法凡菲费芬夫弗福戈格古哈海汉赫霍吉加基卡凯坎康科克肯库拉莱兰朗劳勒雷里利莉林琳隆卢鲁伦罗洛马麦曼梅门蒙米密明莫默姆木穆纳内尼诺努欧帕潘佩皮普奇乔切萨塞桑瑟沙莎舍圣史斯苏索塔泰坦特图托瓦万威韦维魏文沃乌西希夏肖辛休亚雅扬耶叶伊因英尤约泽扎詹珍兹佐" {
		m[r] = true
	}
	return m
}()

func (p *Pass) units(i int) *unitSide {
	s := &p.state.sides[i]
	if s.units != nil {
		return s.units
	}
	u := &unitSide{index: map[string]int32{}}
	s.units = u
	code := p.Sides[i].Lang.Code
	u.vocab.Lang = code
	seed := lexicon.Seed()
	add := func(kind lexicon.Kind, t string) int32 {
		k, ok := u.index[t]
		if !ok {
			k = int32(len(u.vocab.Text))
			u.index[t] = k
			u.vocab.Kind = append(u.vocab.Kind, kind)
			u.vocab.Text = append(u.vocab.Text, t)
		}
		return k
	}
	has := func(kind lexicon.Kind, t string) bool { return seed.Has(code, kind, t) }
	var buf []byte
	for k, w := range p.words(i) {
		if !w.han {
			buf = lexicon.AppendFolded(buf[:0], w.low)
			t := token{Span: w.Span, word: k, weight: 1, name: w.capital && !w.first, units: [3]int32{-1, -1, -1}, to: make([]float32, len(p.Sides))}
			stem := string(lexicon.Stem(buf))
			t.units[0] = add(lexicon.Word, stem)
			t.known = has(lexicon.Word, stem)
			light := functionWords[w.low] || utf8.RuneCountInString(w.low) < 2
			if light {
				t.weight = .1
			}
			u.tokens = append(u.tokens, t)
			u.mass += t.weight
			u.tokens[len(u.tokens)-1].bin = u.binOf(len(u.tokens)-1, seed, code, light, false)
			continue
		}
		rs := []rune(w.low)
		width := w.Len() / len(rs)
		first := len(u.tokens)
		for a := range rs {
			t := token{Span: text.Span{Start: w.Start + a*width, End: w.Start + (a+1)*width}, word: k, weight: .4, units: [3]int32{-1, -1, -1}, to: make([]float32, len(p.Sides))}
			if functionChars[rs[a]] {
				t.weight = .08
			}
			t.units[0] = add(lexicon.Char, string(rs[a]))
			if a+1 < len(rs) {
				t.units[1] = add(lexicon.Bigram, string(rs[a:a+2]))
			}
			if a > 0 {
				t.units[2] = u.tokens[first+a-1].units[1]
			}
			u.tokens = append(u.tokens, t)
			u.mass += t.weight
		}
		for a := range rs {
			t := &u.tokens[first+a]
			// a foreign name in Chinese syllables: no lexicon has it
			sound := soundChars[rs[a]] && (a > 0 && soundChars[rs[a-1]] || a+1 < len(rs) && soundChars[rs[a+1]])
			if sound {
				t.weight = min(t.weight, .2)
			}
			t.bin = u.binOf(first+a, seed, code, functionChars[rs[a]], sound)
			for _, x := range t.units[1:] {
				if x >= 0 && has(lexicon.Bigram, u.vocab.Text[x]) {
					t.known = true
				}
			}
		}
	}
	if p.Sides[i].Lang.Dense {
		for _, o := range append(originals(p.Sides[i].Text), glosses(p.Sides[i].Text)...) {
			for k := range u.tokens {
				if t := &u.tokens[k]; t.Overlaps(o) {
					t.value = true
				}
			}
		}
	}
	clause, end := int32(0), 0
	for k := range u.tokens {
		t := &u.tokens[k]
		if strings.ContainsAny(p.Sides[i].Text[end:t.Start], clauseMarks) {
			clause++
		}
		t.clause, end = clause, t.End
	}
	return u
}

// originals are the brackets of a Chinese text that hold the original of a name in
// letters, each with the end of the name before it, a Chinese rendering of what
// the other version may have in letters alone.
func originals(t string) []text.Span {
	const name = 8 * 3 // bytes: eight characters
	var out []text.Span
	open, letters := -1, false
	for i, r := range t {
		switch {
		case r == '(' || r == '（':
			open, letters = i, false
		case open >= 0 && isHan(r):
			open = -1
		case open >= 0 && (r == ')' || r == '）'):
			if letters {
				start := open
				for start > 0 && open-start < name {
					q, w := utf8.DecodeLastRuneInString(t[:start])
					if !isHan(q) && q != '·' && q != ' ' {
						break
					}
					start -= w
				}
				out = append(out, text.Span{Start: start, End: i})
			}
			open = -1
		case open >= 0 && r < utf8.RuneSelf && unicode.IsUpper(r):
			letters = true
		}
	}
	return out
}

// glosses are the brackets of a Chinese text that explain a word in letters right
// before them, which other versions have in letters alone: #StayHome（待在家里）.
func glosses(t string) []text.Span {
	var out []text.Span
	open, last := -1, rune(0)
	for i, r := range t {
		switch {
		case (r == '(' || r == '（') && last < utf8.RuneSelf && unicode.IsLetter(last):
			open = i
		case open >= 0 && r < utf8.RuneSelf && unicode.IsLetter(r):
			open = -1
		case open >= 0 && (r == ')' || r == '）'):
			out = append(out, text.Span{Start: open, End: i})
			open = -1
		}
		last = r
	}
	return out
}

// clauseMarks are the marks that clauses and insertions begin and end with.
const clauseMarks = ",;:.!?()[]—–«»“”\"，；：。！？（）「」\n"

// looked is the vocabulary looked up in the seed lexicon, once for all sides that
// it is linked with.
func (u *unitSide) looked() *lexicon.Rendered {
	if u.rendered == nil {
		u.rendered = lexicon.Look(u.vocab, lexicon.Seed())
	}
	return u.rendered
}

// repeated is how well a word is accounted for that stands more often than its
// renderings on the other side do.
const repeated = .7

// counts is how often each unit of the vocabulary stands.
func (u *unitSide) counts() []int32 {
	n := make([]int32, len(u.vocab.Text))
	for k := range u.tokens {
		for _, x := range u.tokens[k].units[:2] {
			if x >= 0 {
				n[x]++
			}
		}
	}
	return n
}

// link accounts for the tokens of sides i and j by one another.
func (p *Pass) link(i, j int) {
	if j < i {
		i, j = j, i
	}
	key := [2]int{i, j}
	if _, ok := p.state.links[key]; ok {
		return
	}
	if p.state.links == nil {
		p.state.links = map[[2]int][]lexicon.Link{}
	}
	a, b := p.units(i), p.units(j)
	links := a.looked().Links(b.looked())
	p.state.links[key] = links
	toB, toA := make([]float32, len(a.vocab.Text)), make([]float32, len(b.vocab.Text))
	ofA, ofB := a.counts(), b.counts()
	mostB, mostA := make([]int32, len(toB)), make([]int32, len(toA)) // how often a partner stands there
	for _, l := range links {
		toB[l.A] = max(toB[l.A], l.Whole)
		toA[l.B] = max(toA[l.B], l.Whole)
		if l.Whole >= .2 {
			mostB[l.A] = max(mostB[l.A], ofB[l.B])
			mostA[l.B] = max(mostA[l.B], ofA[l.A])
		}
	}
	account := func(u, v *unitSide, own, other int, links []float32, n, most, ofOther []int32) {
		for k := range u.tokens {
			t := &u.tokens[k]
			for c, x := range t.units {
				if x < 0 {
					continue
				}
				s := links[x]
				if c == 0 && u.vocab.Kind[x] == lexicon.Char {
					s = min(s, .5) // a character alone says little
				} else {
					switch {
					case s >= .75:
						s = 1
					case s >= .2:
						s = .9 // part of an expression
					}
					if n[x] > most[x] && most[x] > 0 {
						s *= repeated // said more often than there
					}
				}
				t.to[other] = max(t.to[other], s)
			}
			if x := t.units[0]; u.vocab.Kind[x] == lexicon.Word {
				if y, ok := v.index[u.vocab.Text[x]]; ok {
					s := float32(1)
					if n[x] > ofOther[y] {
						s = repeated
					}
					t.to[other] = max(t.to[other], s)
				}
			}
		}
	}
	account(a, b, i, j, toB, ofA, mostB, ofB)
	account(b, a, j, i, toA, ofB, mostA, ofA)
	p.cognates(i, j)
	p.cognates(j, i)
	switch {
	case p.Sides[i].Lang.Spaced && p.Sides[j].Lang.Dense:
		p.shortCountries(i, j)
		p.heard(i, j)
	case p.Sides[j].Lang.Spaced && p.Sides[i].Lang.Dense:
		p.shortCountries(j, i)
		p.heard(j, i)
	}
	p.accountTerms(i, j)
	p.accountValues(i, j)
}

// eachLink calls f for the links by the lexicon of the units of side i with those
// of side j.
func (p *Pass) eachLink(i, j int, f func(a, b int32, l *lexicon.Link)) {
	p.link(i, j)
	links := p.state.links[[2]int{min(i, j), max(i, j)}]
	for k := range links {
		if l := &links[k]; i < j {
			f(l.A, l.B, l)
		} else {
			f(l.B, l.A, l)
		}
	}
}

// cognates accounts for words of i by words of j that begin alike.
func (p *Pass) cognates(i, j int) {
	u, v := p.units(i), p.units(j)
	for k := range u.tokens {
		t := &u.tokens[k]
		x := t.units[0]
		if t.to[j] >= .9 || u.vocab.Kind[x] != lexicon.Word {
			continue
		}
		a := u.vocab.Text[x]
		if len(a) < 4 {
			continue
		}
		for y, b := range v.vocab.Text {
			if v.vocab.Kind[y] != lexicon.Word || len(b) < 4 || a[0] != b[0] {
				continue
			}
			n := 0
			for n < len(a) && n < len(b) && a[n] == b[n] {
				n++
			}
			if n >= 4 {
				t.to[j] = max(t.to[j], .8)
			}
		}
	}
}

// accountTerms accounts for the words of glossary terms whose concept stands on
// the other side too.
func (p *Pass) accountTerms(i, j int) {
	a, b := p.Terms(i), p.Terms(j)
	if len(a) == 0 || len(b) == 0 {
		return
	}
	mark := func(side, other int, s text.Span) {
		u := p.units(side)
		for k := range u.tokens {
			if s.Contains(u.tokens[k].Span) {
				u.tokens[k].to[other] = 1
			}
		}
	}
	for x := range a {
		for y := range b {
			if a[x].Concept == b[y].Concept {
				mark(i, j, a[x].Span)
				mark(j, i, b[y].Span)
			}
		}
	}
}

// accountValues accounts for number words and dates, which the checks of values
// compare.
func (p *Pass) accountValues(i, j int) {
	for _, side := range []int{i, j} {
		other := i + j - side
		u, v := p.units(side), p.values(side)
		var spans []text.Span
		for k := range v.Quantities {
			spans = append(spans, v.Quantities[k].Span)
		}
		for k := range v.Dates {
			spans = append(spans, v.Dates[k].Span)
		}
		for k := range u.tokens {
			for _, s := range spans {
				if s.Overlaps(u.tokens[k].Span) {
					u.tokens[k].to[other] = 1
					u.tokens[k].value = true
				}
			}
		}
	}
}

// coverage is the share of the weight of side i that side j accounts for: of
// all tokens, and of those that the lexicon knows.
func (p *Pass) coverage(i, j int) (all, known float64) {
	p.link(i, j)
	var m, c, mk, ck float64
	for k := range p.units(i).tokens {
		t := &p.units(i).tokens[k]
		m += t.weight
		c += t.weight * float64(t.to[j])
		if t.known {
			mk += t.weight
			ck += t.weight * float64(t.to[j])
		}
	}
	if m > 0 {
		all = c / m
	}
	known = 1
	if mk > 0 {
		known = ck / mk
	}
	return
}

// length of a side in Latin letters; a Chinese character counts for three.
func (p *Pass) length(i int) float64 {
	n := 0.0
	for _, r := range p.Sides[i].Text {
		switch {
		case isHan(r):
			n += 3
		case r > ' ':
			n++
		}
	}
	return n
}
