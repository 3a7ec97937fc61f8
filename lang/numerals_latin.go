package lang

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/text"
)

var frenchNumerals = sync.OnceValue(func() *numerals {
	return (&numerals{
		code: "fr", decimal: ',', and: "et", amid: "entre",
		between: set("à au aux et ou - – — / , jusqu'au"),
		ordinal: set("e è ème eme ième er re ère nd nde ers res èmes ieme"),
		century: set("siècle siècles"),
		anniv:   set("anniversaire anniversaires"),
		approx:  set("environ près quelque quelques presque approximativement autour"),
		before:  set("en"),
		plurals: set("secondes minutes heures jours semaines mois années décennies siècles"),
		halves:  set("moitié"),
		periods: years("biennal biennale biennaux biennales 2 triennal triennale triennaux triennales 3 quadriennal quadriennale quadriennaux quadriennales 4 quinquennal quinquennale quinquennaux quinquennales 5 septennal septennale septennat 7 décennal décennale décennaux décennales 10"),
	}).load()
})

var englishNumerals = sync.OnceValue(func() *numerals {
	return (&numerals{
		code: "en", decimal: '.', and: "and", amid: "between",
		between: set("to and or - – — / , until through"),
		ordinal: set("st nd rd th"),
		century: set("century centuries"),
		anniv:   set("anniversary anniversaries birthday"),
		approx:  set("about around some approximately nearly almost roughly circa over"),
		before:  set("in of since until till by from to last next early late mid this each every between through during and"),
		plurals: set("seconds minutes hours days weeks months years decades centuries"),
		halves:  set("half"),
		periods: years("biennial biennium bienniums biennia 2 triennial triennium 3 quadrennial 4 quinquennial quinquennium 5 decennial 10"),
	}).load()
})

// years maps the words for periods of some years to their length: words, each group
// before its number.
func years(list string) map[string]float64 {
	m := map[string]float64{}
	var group []string
	for _, w := range strings.Fields(list) {
		n, err := strconv.ParseFloat(w, 64)
		if err != nil {
			group = append(group, w)
			continue
		}
		for _, g := range group {
			m[g] = n
		}
		group = nil
	}
	return m
}

func frenchValues(s string) Values  { return frenchNumerals().values(s) }
func englishValues(s string) Values { return englishNumerals().values(s) }

// ltoken is a word, a number in digits, a mark or a code of text in Latin
// letters.
type ltoken struct {
	start, end int
	kind       byte // w word, d digits, p mark, c code: letters and digits in one
	low        string
	num        digits
	ord        bool // digits with an ordinal ending
	space      bool // white space stands before
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// codeRun is the end of the run of ASCII letters, digits and joining marks at
// i, and whether it is a code: letters and digits with a slash or an at sign
// among them, a web address.
func codeRun(s string, i int) (int, bool) {
	j := i
	slash, digit, upper, at, dot := false, false, false, false, false
loop:
	for j < len(s) {
		switch c := s[j]; {
		case isDigit(c):
			digit = true
		case 'A' <= c && c <= 'Z':
			upper = true
		case 'a' <= c && c <= 'z':
		case c == '/':
			slash = true
		case c == '@':
			at = true
		case c == '.':
			dot = true
		case c == '-' || c == '_' || c == ':' || c == '?' || c == '=' || c == '&' || c == '%' || c == '#' || c == '~' || c == '+':
		default:
			break loop
		}
		j++
	}
	for j > i && strings.IndexByte(".:?-", s[j-1]) >= 0 {
		j--
	}
	run := s[i:j]
	url := strings.Contains(run, "://") || strings.HasPrefix(run, "www.") || at && dot
	return j, url || slash && digit && upper
}

// latinTokens cuts s; form is nil for the forms of the data files.
func latinTokens(s string, n *numerals) []ltoken {
	toks := make([]ltoken, 0, len(s)/4+4)
	space := true
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf && !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z') {
			if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
				space = true
				i++
				continue
			}
			toks = append(toks, ltoken{start: i, end: i + 1, kind: 'p', low: s[i : i+1], space: space})
			space = false
			i++
			continue
		}
		r, w := rune(c), 1
		if c >= utf8.RuneSelf {
			r, w = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case c < utf8.RuneSelf && isDigit(c):
			dec, spaces := byte('.'), false
			if n != nil {
				dec, spaces = n.decimal, true
			}
			d := readDigits(s, i, dec, spaces)
			// .08 percent: the zero left out
			if k := len(toks) - 1; n != nil && dec == '.' && k >= 0 && toks[k].low == "." && toks[k].end == i && toks[k].space && !d.section && d.end-i < 8 && strings.Trim(s[i:d.end], "0123456789") == "" {
				for range d.end - i {
					d.val /= 10
				}
				t := ltoken{start: toks[k].start, end: d.end, kind: 'd', num: d, space: true, low: s[toks[k].start:d.end]}
				if d.end == len(s) || !letterAt(s, d.end) {
					toks, i, space = append(toks[:k], t), d.end, false
					continue
				}
			}
			t := ltoken{start: i, end: d.end, kind: 'd', num: d, space: space, low: s[i:d.end]}
			if d.section {
				t.kind = 'c'
			}
			i = d.end
			if n != nil && i < len(s) && letterAt(s, i) {
				j := wordEnd(s, i)
				suffix := strings.ToLower(s[i:j])
				switch {
				case n.ordinal[suffix]:
					t.ord, t.end, i = true, j, j
				case j < len(s) && isDigit(s[j]) && suffix == "h": // 15h30
				case suffix == "am", suffix == "pm", suffix == "s", suffix == "bn", suffix == "k", suffix == "tn", suffix == "yo", len(n.units[suffix]) > 0:
				case len(suffix) > 4 && (j == len(s) || !isDigit(s[j]) && s[j] != '-'): // a space forgotten
				default:
					for j < len(s) && (isDigit(s[j]) || s[j] == '-' || letterAt(s, j)) {
						_, w := utf8.DecodeRuneInString(s[j:])
						j += w
					}
					t.kind, t.end, i = 'c', j, j
				}
			}
			toks = append(toks, t)
			space = false
		case isLetter(r):
			if n != nil {
				if j, code := codeRun(s, i); code {
					toks = append(toks, ltoken{start: i, end: j, kind: 'c', space: space})
					space, i = false, j
					continue
				}
			}
			j := wordEnd(s, i)
			t := ltoken{start: i, end: j, kind: 'w', low: strings.ToLower(s[i:j]), space: space}
			if j < len(s) && n != nil {
				k := j
				if s[k] == '-' {
					k++
				}
				// 15h30
				if n := len(toks); t.low == "h" && n > 0 && toks[n-1].kind == 'd' && toks[n-1].end == i {
					toks = append(toks, t)
					space, i = false, j
					continue
				}
				// $A45,000
				dollar := k == j && i > 0 && s[i-1] == '$' && j-i == 1
				if k < len(s) && isDigit(s[k]) && !dollar && !(k > j && (joins(t.low) || fourDigits(s, k) && t.low == s[i:j])) && !(len(s[i:j]) <= 4 && len(n.units[t.low]) > 0 && isMoney(n.units[t.low][0].value)) {
					for k < len(s) && (isDigit(s[k]) || s[k] == '-' || s[k] == '.' && k+1 < len(s) && isDigit(s[k+1]) || letterAt(s, k)) {
						_, w := utf8.DecodeRuneInString(s[k:])
						k += w
					}
					t.kind, t.end, j = 'c', k, k
				}
			}
			toks = append(toks, t)
			space, i = false, j
		case unicode.IsSpace(r):
			space = true
			i += w
		default:
			low := s[i : i+w]
			switch r {
			case '’', 'ʼ':
				low = "'"
			case '‐', '‑', '\u00ad':
				low = "-"
			}
			toks = append(toks, ltoken{start: i, end: i + w, kind: 'p', low: low, space: space})
			space = false
			i += w
		}
	}
	return toks
}

func isMoney(u string) bool {
	return len(u) >= 3 && u[0] >= 'A' && u[0] <= 'Z'
}

// joins reports whether a word before a hyphen leaves the number after it one.
func joins(w string) bool {
	switch w {
	case "mid", "post", "pre", "pré", "mi", "early", "late", "après", "avant", "non", "sub", "under", "over", "moins", "plus":
		return true
	}
	return false
}

func fourDigits(s string, i int) bool {
	return i+4 <= len(s) && isDigit(s[i]) && isDigit(s[i+1]) && isDigit(s[i+2]) && isDigit(s[i+3]) && (i+4 == len(s) || !isDigit(s[i+4]))
}

func wordEnd(s string, i int) int {
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if c|0x20 < 'a' || c|0x20 > 'z' {
				return i
			}
			i++
			continue
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		if !isLetter(r) && r != '²' && r != '³' {
			return i
		}
		i += w
	}
	return i
}

// lparser works through the tokens of one text.
type lparser struct {
	*numerals
	s    string
	toks []ltoken
	out  Values
}

func (n *numerals) values(s string) Values {
	p := lparser{numerals: n, s: s, toks: latinTokens(s, n)}
	for i := 0; i < len(p.toks); {
		if j := p.date(i); j > i {
			i = j
			continue
		}
		if k := p.match(p.idioms, i); k != nil && !p.counts(i+len(k.words)) {
			p.idiom(i, i+len(k.words))
			i += len(k.words)
			continue
		}
		if j := p.quantity(i); j > i {
			i = j
			continue
		}
		p.stretch(i)
		i++
	}
	return p.out
}

func (p *lparser) low(i int) string {
	if i < 0 || i >= len(p.toks) || p.toks[i].kind == 'c' {
		return ""
	}
	return p.toks[i].low
}

// match finds the longest phrase of m that stands at token i.
func (p *lparser) match(m map[string][]phrase, i int) *phrase {
	if i >= len(p.toks) {
		return nil
	}
	ps := m[p.toks[i].low]
next:
	for k := range ps {
		for j, w := range ps[k].words {
			if p.low(i+j) != w {
				continue next
			}
		}
		return &ps[k]
	}
	return nil
}

// counts reports whether the number word before token i counts what follows: à deux
// is an idiom, à deux ans is none.
func (p *lparser) counts(i int) bool {
	if p.toks[i-1].kind != 'w' {
		return false
	}
	_, number := p.words[p.toks[i-1].low]
	u := p.match(p.units, i)
	return number && u != nil && isTime(u.value)
}

// idiom keeps the numbers of a fixed phrase as loose ones.
func (p *lparser) idiom(i, j int) {
	for ; i < j; i++ {
		t := &p.toks[i]
		if t.kind == 'd' {
			p.add(Quantity{Span: text.Span{Start: t.start, End: t.end}, Kind: Cardinal, Value: t.num.val, Loose: true})
		} else if w, ok := p.words[t.low]; ok && t.kind == 'w' {
			p.add(Quantity{Span: text.Span{Start: t.start, End: t.end}, Kind: Cardinal, Value: w.value, Loose: true, Words: true})
		}
	}
}

func (p *lparser) add(q Quantity) {
	if q.High == 0 {
		q.High = q.Value
	}
	p.out.Quantities = append(p.out.Quantities, q)
}

// number is a number read from tokens [i, end).
type number struct {
	end      int
	val, alt float64
	words    bool
	loose    bool
	ordinal  bool
	approx   bool
	mult     float64 // the multiplier word that ends it, 1 if none
	denom    float64 // of a fraction
	year     bool    // four digits, whole, ungrouped
	digits   bool
}

// number reads the number that starts at token i, multipliers and ordinal
// ending included; end is i where none does.
func (p *lparser) number(i int) number {
	n := number{end: i, mult: 1}
	t := &p.toks[i]
	switch t.kind {
	case 'd':
		n.val, n.alt, n.digits, n.end = t.num.val, t.num.alt, true, i+1
		n.ordinal = t.ord
		n.year = t.num.whole && !t.num.grouped && t.num.n == 4 && !t.ord && n.val >= 1000 && n.val <= 2199
		if t.ord {
			return n
		}
		// 1/3
		if j := i + 2; j < len(p.toks) && p.low(i+1) == "/" && p.toks[j].kind == 'd' && !p.toks[i+1].space && !p.toks[j].space && n.val < 10 && n.val < p.toks[j].num.val && p.toks[j].num.val <= 10 && p.low(j+1) != "/" && p.low(i-1) != "/" {
			n.denom, n.end = p.toks[j].num.val, j+1
			return n
		}
		p.multiply(&n)
		p.half(&n)
		return n
	case 'w':
		w, ok := p.words[t.low]
		if !ok {
			// half a million, un demi-million
			if t.low == "half" && (p.low(i+1) == "a" || p.low(i+1) == "-") || t.low == "demi" && p.low(i+1) == "-" {
				if w, ok := p.words[p.low(i+2)]; ok && w.class == 'm' && w.value >= 1e6 {
					n.val, n.mult, n.end, n.words, n.loose = w.value/2, w.value, i+3, true, false
				}
				return n
			}
			if v := roman(p.s[t.start:t.end]); v > 0 && p.code == "fr" {
				// XXIe siècle, le XIXe et le XXe siècle
				n.val, n.end, n.ordinal = v, i+1, true
			}
			return n
		}
		if t.low == "second" || t.low == "seconde" || t.low == "secondes" {
			n.val, n.end, n.ordinal, n.loose, n.words = 2, i+1, true, true, true
			return n
		}
		return p.spelled(i, w)
	}
	return n
}

// roman reads the French ordinals in Roman numerals: XXe, XIXème; 0 for what
// is none.
func roman(s string) float64 {
	d := strings.TrimRight(s, "eèm")
	if d == "" || len(d) == len(s) || len(d) > 6 {
		return 0
	}
	v, last := 0, 1000
	for i := 0; i < len(d); i++ {
		x := 0
		switch d[i] {
		case 'I':
			x = 1
		case 'V':
			x = 5
		case 'X':
			x = 10
		default:
			return 0
		}
		if x > last {
			v -= 2 * last
		}
		v += x
		last = x
	}
	return float64(v)
}

// spelled reads a number in words.
func (p *lparser) spelled(i int, w numWord) number {
	n := number{end: i, mult: 1, words: true}
	total, cur := 0.0, 0.0
	parts, loose := 0, false
	lastScale := 1e18
	j := i
	for j < len(p.toks) {
		k := j
		if parts > 0 {
			switch {
			case p.toks[k].low == "-" && !p.toks[k].space:
				k++
			case p.low(k) == p.and && k+1 < len(p.toks):
				nw, ok := p.words[p.low(k+1)]
				if !ok || (nw.class != 'c' && nw.class != 'l' && nw.class != 'o') {
					k = -1
				} else if p.code == "en" && !(int(cur)%100 == 0 && cur >= 100 && nw.value < 100 || cur == 0 && total >= 1000 && nw.value < 100) {
					k = -1
				} else if p.code == "fr" && !(int(cur)%100 >= 20 && int(cur)%100 < 80 && int(cur)%10 == 0 && (nw.value == 1 || nw.value == 11)) {
					k = -1
				} else {
					k++
				}
			}
			if k < 0 || k >= len(p.toks) {
				break
			}
		}
		if p.toks[k].kind != 'w' {
			break
		}
		x, ok := p.words[p.toks[k].low]
		if !ok {
			break
		}
		v := x.value
		switch x.class {
		case 'c', 'l', 'o', 'p':
			tens := int(cur) % 100
			fits := cur == 0 || int(cur)%100 == 0 && v < 100 ||
				tens >= 20 && tens%10 == 0 && v < 10 && v > 0 ||
				p.code == "fr" && (tens == 60 || tens == 80) && v > 0 && v < 20 ||
				p.code == "fr" && tens == 10 && v >= 7 && v < 10 ||
				p.code == "fr" && tens == 4 && v == 20 && k > j
			if x.class == 'p' && parts > 0 && !(v == 1 && tens >= 20) && !(k > j && tens >= 20) {
				fits = false
			}
			loosely := p.code == "fr" || tens >= 20 && tens%10 == 0 && v < 10 && p.low(k+1) != "-" // seventy five, not twenty five-year plans
			if !fits || parts > 0 && k == j && int(cur)%100 != 0 && !loosely {
				goto done
			}
			if p.code == "fr" && tens == 4 && v == 20 && k > j {
				cur += 76
			} else {
				cur += v
			}
			parts++
			loose = x.class == 'l' || x.class == 'p'
			j = k + 1
			if x.class == 'o' || x.class == 'p' {
				n.ordinal = true
				goto done
			}
		case 'm':
			if v == 100 {
				if cur == 0 && parts > 0 && total == 0 || int(cur)%100 == 0 && cur != 0 || cur >= 100 {
					goto done
				}
				cur = max(cur, 1) * 100
			} else {
				if v >= lastScale && total > 0 { // mille milliards
					total = (total + cur) * v
				} else {
					total += max(cur, 1) * v
				}
				if parts == 0 && v >= 1e6 { // "millions of", "a million"
					n.approx = true
				}
				cur, lastScale = 0, v
			}
			parts++
			loose = false
			j = k + 1
		case 'a':
			if parts > 1 {
				goto done
			}
			if parts == 1 {
				cur *= v
			} else {
				cur = v
			}
			n.approx = true
			parts, loose = 2, true
			j = k + 1
			// une dizaine de milliers, a dozen thousand
			if p.low(j) == "de" && j+1 < len(p.toks) {
				if y, ok := p.words[p.low(j+1)]; ok && (y.class == 'v' || y.class == 'm') {
					cur *= y.value
					j += 2
				}
			}
			goto done
		case 'v':
			if parts > 0 {
				goto done
			}
			cur = v
			n.approx = true
			parts, loose = 1, true
			j = k + 1
			if (p.low(j) == "of" || p.low(j) == "de") && j+1 < len(p.toks) {
				if y, ok := p.words[p.low(j+1)]; ok && (y.class == 'v' || y.class == 'm') {
					cur *= y.value
					j += 2
				}
			}
			goto done
		case 'f':
			goto done
		}
	}
done:
	if parts == 0 {
		return n
	}
	n.end, n.val, n.loose = j, total+cur, loose && parts == 1 || n.approx
	if total > 0 && cur == 0 && parts > 1 {
		n.mult = lastScale
	}
	if parts == 1 && !n.approx && !n.ordinal {
		n.loose = loose
	}
	if n.ordinal && parts == 1 && loose {
		n.loose = true
	}
	p.half(&n)
	// a third, two thirds, trois quarts, un dixième
	if j < len(p.toks) && total == 0 && cur < 10 && !n.ordinal {
		k := j
		if p.low(k) == "-" {
			k++
		}
		if f, ok := p.words[p.low(k)]; ok && (f.class == 'f' || f.class == 'o' && f.value >= 3 && (cur == 1 || strings.HasSuffix(p.low(k), "s"))) && f.value > cur {
			n.denom, n.end = f.value, k+1
			n.loose = f.value == 4
		}
	}
	return n
}

// multiply works in the multiplier after digits: 1.2 million, 36 milliards,
// $5bn.
func (p *lparser) multiply(n *number) {
	for n.end < len(p.toks) {
		k := n.end
		if (p.low(k) == "-" || p.low(k) == "+") && !p.toks[k].space { // 300+ billion
			k++
		}
		t := p.low(k)
		w, ok := p.words[t]
		switch {
		case ok && w.class == 'm' && k < len(p.toks) && p.toks[k].kind == 'w':
			n.val *= w.value
			n.alt = 0
			n.mult *= w.value
			n.end = k + 1
		case !ok && (t == "bn" || t == "tn" || t == "mrd" || t == "mds" || t == "md" || t == "k"):
			f := map[string]float64{"bn": 1e9, "tn": 1e12, "mrd": 1e9, "mds": 1e9, "md": 1e9, "k": 1e3}[t]
			if t == "k" && p.toks[k].space {
				return
			}
			n.val *= f
			n.mult *= f
			n.alt = 0
			n.end = k + 1
		default:
			return
		}
		n.year = false
	}
}

// half adds "and a half", "et demi".
func (p *lparser) half(n *number) {
	e := n.end
	if p.low(e) == "-" && p.low(e+1) == "and" && p.low(e+2) == "-" && p.low(e+3) == "a" && p.low(e+4) == "-" && p.low(e+5) == "half" { // one-and-a-half
		n.val += .5 * n.mult
		n.end, n.loose = e+6, false
	} else if p.low(e) == "and" && p.low(e+1) == "a" && p.low(e+2) == "half" {
		n.val += .5 * n.mult
		n.end, n.loose = e+3, false
	} else if p.low(e) == "et" && (p.low(e+1) == "demi" || p.low(e+1) == "demie") {
		n.val += .5 * n.mult
		n.end, n.loose = e+2, false
	}
}

// quantity reads the quantity that starts at token i and returns the token
// after it.
func (p *lparser) quantity(i int) int {
	t := &p.toks[i]
	start := t.start
	unit := ""
	first := i
	// a currency before the number: $5m, US$ 3, USD 5, £3
	if t.kind == 'p' || t.kind == 'w' {
		if u := p.match(p.units, i); u != nil && isMoney(u.value) && i+len(u.words) < len(p.toks) && (p.toks[i+len(u.words)].kind == 'd' || p.dollarOf(i)) &&
			(t.kind == 'p' || strings.ToUpper(p.s[t.start:t.end]) == p.s[t.start:t.end] || len(u.words) == 1 && !p.toks[i+1].space) {
			unit = u.value
			first = i + len(u.words)
			if u.words[0] == "$" && first < len(p.toks)-1 && p.toks[first].kind == 'w' {
				first++
			}
			if u.words[0] == "$" && i > 0 && p.toks[i-1].end == start {
				switch p.low(i - 1) {
				case "us":
					unit, start = "USD", p.toks[i-1].start
				case "c", "can":
					unit, start = "CAD", p.toks[i-1].start
				case "a", "au":
					unit, start = "AUD", p.toks[i-1].start
				case "hk":
					unit, start = "HKD", p.toks[i-1].start
				}
			}
		}
	}
	if first == i && t.kind != 'd' && t.kind != 'w' {
		return i
	}
	n := p.number(first)
	if n.end == first {
		return i
	}
	// [65] %, (80) million dollars
	if b := p.low(first - 1); (b == "[" || b == "(") && unit == "" && !n.ordinal && n.end+1 < len(p.toks) {
		if c := p.low(n.end); b == "[" && c == "]" || b == "(" && c == ")" {
			m := n
			m.end++
			p.multiply(&m)
			if _, u := p.unit(m.end, m); m.end > n.end+1 || u != "" {
				n = m
			}
		}
	}
	if n.ordinal && n.words && n.val >= 3 && p.low(first-1) == "a" && p.low(n.end) == "of" {
		n.ordinal, n.denom, n.val = false, n.val, 1
	}
	if unit != "" && p.low(n.end) == "m" {
		n.val *= 1e6
		n.mult *= 1e6
		n.alt = 0
		n.end++
	}
	q := Quantity{Kind: Cardinal, Value: n.val, Alt: n.alt, Words: n.words, Loose: n.loose, Approx: n.approx, Unit: unit}
	if n.denom > 0 {
		q.Kind, q.Value = Fraction, n.val/n.denom
	}
	if n.ordinal {
		q.Kind = Ordinal
	}
	if first > 0 && p.approx[p.low(first-1)] {
		q.Approx = true
	}
	end := n.end
	// A second number makes a range when a unit or a multiplier follows both:
	// 2 to 3 million, 10 à 20 %.
	if unit == "" && !n.ordinal && n.mult == 1 && n.denom == 0 && !n.year && end+1 < len(p.toks) && p.between[p.low(end)] && p.low(end) != "," && (p.low(end) != p.and || p.low(first-1) == p.amid) {
		m := p.number(end + 1)
		if m.end > end+1 && !m.ordinal && !m.year && m.denom == 0 && n.val < m.val {
			_, u := p.unit(m.end, m)
			if m.mult > 1 || u != "" {
				q.High = m.val
				if m.mult > 1 && n.val*m.mult <= m.val {
					q.Value = n.val * m.mult
					q.Alt = 0
				}
				end = m.end
				q.Loose = q.Loose && m.loose
				n = m
			}
		}
	}
	ordinalEnd := end
	// siècle, anniversary
	if n.ordinal {
		k := end
		if p.low(k) == "-" {
			k++
		}
		switch {
		case p.century[p.low(k)]:
			q.Unit, end, q.Loose = "century", k+1, false
		case p.anniv[p.low(k)]:
			q.Kind, end, q.Loose = Anniversary, k+1, false
		case (p.low(k) == "birth" || p.low(k) == "wedding") && p.anniv[p.low(k+1)]:
			q.Kind, end, q.Loose = Anniversary, k+2, false
		}
	} else if unit == "" {
		var u string
		end, u = p.unit(end, n)
		if u != "" && q.Unit == "" {
			q.Unit = u
			if isTime(u) && q.High == 0 { // deux ans et demi, two years and a half
				h := number{end: end, val: q.Value, mult: 1, loose: q.Loose}
				p.half(&h)
				q.Value, end, q.Loose = h.val, h.end, h.loose
			}
		}
		if n.denom > 0 {
			q.Unit, end = "", ordinalEnd
		}
	} else if e, u := p.unit(end, n); u != "" && isMoney(u) && SameDimension(u, unit) { // $5 USD
		end = e
	}
	switch {
	case q.Kind != Cardinal:
	case q.Unit == "%" || q.Unit == "‰" || q.Unit == "percentage-point":
		q.Kind = Percent
		q.Loose = false
	case isMoney(q.Unit):
		q.Kind = Money
	case q.Unit != "":
		q.Kind = Measure
		// huit jours, quinze jours are the French for one week, two weeks
		if p.code == "fr" && q.Unit == "day" && q.Words && (q.Value == 8 || q.Value == 15) {
			q.Approx = true
		}
	}
	if q.Words && q.Kind == Measure && !q.Approx {
		q.Loose = q.Value <= 1
	}
	if p.reference(i, end) {
		q.Loose = true
	}
	if q.High == 0 {
		q.High = q.Value
	}
	q.Start, q.End = start, p.toks[end-1].end
	if n.year && q.Kind == Money && unit == "" && first > 0 && p.low(first-1) == "in" && q.Value >= 1800 && q.Value < 2200 {
		// at the prices of a year: in 2013 dollars
		d := noTime(start, p.toks[n.end-1].end)
		d.Year = int(q.Value)
		p.out.Dates = append(p.out.Dates, d)
		return end
	}
	if i == 0 && !q.Words && q.Kind == Cardinal && (p.low(end) == "." || p.low(end) == ")" || p.low(end) == "°") {
		q.Mark = true
	}
	if i == 1 && !q.Words && q.Kind == Cardinal && p.low(0) == "(" && p.low(end) == ")" {
		q.Mark = true
	}
	// 2.26 The Office, 6 Il est entendu: a capital in English may belong to what is counted
	if i == 0 && n.digits && n.mult == 1 && q.Kind == Cardinal && (!t.num.whole || p.code == "fr") && end < len(p.toks) && p.toks[end].kind == 'w' && p.toks[end].space {
		if r, _ := utf8.DecodeRuneInString(p.s[p.toks[end].start:]); unicode.IsUpper(r) {
			q.Mark = true
		}
	}
	// No. 5 of a minus sign and the like stay as they are.
	p.out.Quantities = append(p.out.Quantities, q)
	return end
}

// reference reports whether the number of tokens [i, end) counts nothing that other
// versions must carry: a page (each version has its own), a note behind the end of a
// sentence or a quotation ([23], …ranges"18).
func (p *lparser) reference(i, end int) bool {
	if p.toks[i].kind != 'd' || end != i+1 {
		return false
	}
	switch b := p.low(i - 1); {
	case b == "page" || b == "pages":
		return true
	case b == ".":
		if w := p.low(i - 2); w == "p" || w == "pp" {
			return true
		}
	case b == "[" && p.low(end) == "]":
		return end+1 == len(p.toks) || p.toks[end+1].kind == 'p' && p.low(end+1) != "%" && p.low(end+1) != "("
	}
	if i > 0 && !p.toks[i].space && (end == len(p.toks) || strings.Contains(".;,", p.low(end))) {
		return strings.Contains("\"”»’)", p.low(i-1)) && p.low(i-1) != ""
	}
	return false
}

// dollarOf reports whether $A45, $US 45 starts at i.
func (p *lparser) dollarOf(i int) bool {
	return p.low(i) == "$" && i+2 < len(p.toks) && p.toks[i+1].kind == 'w' && len(p.low(i+1)) <= 3 && !p.toks[i+1].space && p.toks[i+2].kind == 'd'
}

// stretch reads a plural of time without a number: several hours, ces derniers
// mois. Its value is 0.
func (p *lparser) stretch(i int) {
	t := &p.toks[i]
	if p.code == "en" && (t.low == "decade" || t.low == "century") && p.low(i-1) == "a" {
		// a decade later: another language may count the years
		p.out.Quantities = append(p.out.Quantities, Quantity{Span: text.Span{Start: p.toks[i-1].start, End: t.end}, Kind: Measure, Value: 1, High: 1, Unit: t.low, Words: true, Loose: true})
		return
	}
	if n := p.periods[t.low]; n > 0 && t.kind == 'w' {
		p.out.Quantities = append(p.out.Quantities, Quantity{Span: text.Span{Start: t.start, End: t.end}, Kind: Measure, Value: n, High: n, Unit: "year", Words: true, Loose: true})
		return
	}
	if p.halves[t.low] && t.kind == 'w' && !(p.low(i-1) == "a" && p.low(i-2) == "and") {
		p.out.Quantities = append(p.out.Quantities, Quantity{Span: text.Span{Start: t.start, End: t.end}, Kind: Fraction, Value: .5, High: .5, Words: true, Loose: true})
		return
	}
	if p.code == "en" && (p.low(i-1) == "a" || p.low(i-1) == "an") && p.low(i+1) == "and" && p.low(i+2) == "a" && p.low(i+3) == "half" {
		if us := p.units[t.low]; len(us) > 0 && isTime(us[len(us)-1].value) { // a year and a half
			p.out.Quantities = append(p.out.Quantities, Quantity{Span: text.Span{Start: p.toks[i-1].start, End: p.toks[i+3].end}, Kind: Measure, Value: 1.5, High: 1.5, Unit: us[len(us)-1].value, Words: true})
			return
		}
	}
	if t.kind != 'w' || !p.plurals[t.low] {
		return
	}
	us := p.units[t.low]
	if len(us) == 0 {
		return
	}
	p.out.Quantities = append(p.out.Quantities, Quantity{Span: text.Span{Start: t.start, End: t.end}, Kind: Measure, Unit: us[len(us)-1].value, Words: true, Approx: true, Loose: true})
}

// unit reads the unit after a number that ends before token i: at once, after
// a hyphen, after "de" or an adjective before a unit of time.
func (p *lparser) unit(i int, n number) (int, string) {
	k := i
	if p.low(k) == "-" || p.low(k) == "‑" || p.low(k) == "–" {
		k++
	}
	if (p.low(k) == "de" || p.low(k) == "d") && n.mult > 1 {
		k++
		if p.low(k) == "'" {
			k++
		}
	}
	if u := p.match(p.units, k); u != nil {
		if len(u.words) == 1 && len(u.words[0]) == 1 && p.toks[k].kind == 'w' {
			// m, g, h, s: only beside digits and not as a word's initial
			if n.words || p.low(k+1) == "." || p.low(k+1) == "'" || p.low(k+1) == "’" {
				return i, ""
			}
			if u.words[0] == "s" {
				return i, ""
			}
		}
		v := u.value
		if v == "metre|million" {
			v = "metre"
			if n.mult > 1 {
				return i, ""
			}
		}
		return k + len(u.words), v
	}
	if e := p.skipAdjectives(k); e > k {
		if u := p.match(p.units, e); u != nil && isTime(u.value) {
			return e + len(u.words), u.value
		}
	}
	return i, ""
}

func isTime(u string) bool { return dimension(u) == "time" }

func (p *lparser) skipAdjectives(k int) int {
	for j := 0; j < 2; j++ {
		switch p.low(k) {
		case "next", "past", "last", "consecutive", "long", "full", "whole", "more", "additional", "coming", "previous", "following", "calendar", "working", "first", "final", "straight", "successive", "short", "recent",
			"prochaines", "prochains", "dernières", "derniers", "premières", "premiers", "longues", "longs", "autres", "bonnes", "petites", "petits", "courtes", "suivantes", "suivants", "nouvelles", "nouveaux", "grandes", "précédentes", "précédents", "récentes":
			k++
		default:
			return k
		}
	}
	return k
}
