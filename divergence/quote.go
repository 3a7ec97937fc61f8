package divergence

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

//go:embed docs/quote.md
var quoteDoc string

// Quote reports quotation marks that one version leaves out or adds.
var Quote = &Check{
	Name: "quote", Doc: quoteDoc, Category: "accuracy/mistranslation",
	Run: runQuote,
}

// quoted lists the stretches in quotation marks, marks included, and those in
// title marks (《》), which other languages set in italics or in nothing.
// lone says that a mark stands alone: its partner is in another segment, or the
// marks of the same rank open twice, so that nobody can tell what they hold.
func quoted(s string) (quotes, titles []text.Span, lone bool) {
	loose := false
	open := -1
	var closing string
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		if open >= 0 {
			if strings.HasPrefix(s[i:], closing) && !((closing == "’" || closing == "'") && letterAfter(s, i+len(closing))) {
				end := i + len(closing)
				if closing == "》" {
					titles = append(titles, text.Span{Start: open, End: end})
				} else {
					quotes = append(quotes, text.Span{Start: open, End: end})
				}
				open = -1
				i = end
				continue
			}
			if (r == '“' || r == '„') && (closing == "”" || closing == `"`) {
				loose = true
			}
			i += w
			continue
		}
		switch {
		case r == '«':
			closing = "»"
		case strings.HasPrefix(s[i:], "<<"):
			closing = ">>"
		case r == '“', r == '„':
			closing = "”"
		case r == '"' || r == '＂':
			closing = s[i : i+w]
			if rest := s[i+w:]; !strings.Contains(rest, closing) && strings.Contains(rest, "”") {
				closing = "”"
			}
		case r == '「':
			closing = "」"
		case r == '『':
			closing = "』"
		case r == '《':
			closing = "》"
		case r == '‘' && !letterBefore(s, i):
			closing = "’"
		case r == '\'' && !letterBefore(s, i) && letterAfter(s, i+1):
			closing = "'"
		case r == '»', r == '”', r == '」':
			loose = true
			i += w
			continue
		default:
			i += w
			continue
		}
		open = i
		i += w
		if closing == ">>" {
			i++
		}
	}
	return quotes, titles, open >= 0 && closing != "’" && closing != "'" || loose
}

func letterAfter(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

func letterBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsLetter(r)
}

func runQuote(p *Pass) {
	full, empty := p.filled()
	if len(full) < 2 || len(empty) > 0 {
		return
	}
	qs := make([][]text.Span, len(p.Sides))
	titles := make([]int, len(p.Sides))
	for _, i := range full {
		q, ts, lone := quoted(p.Sides[i].Text)
		if lone {
			return
		}
		qs[i], titles[i] = q, len(ts)
	}
	if len(full) == 2 {
		p.quotePair(full[0], full[1], qs, titles)
		return
	}
	for _, k := range full {
		// the others agree on how many there are, and k has fewer
		n, agree := -1, true
		for _, i := range full {
			if i == k {
				continue
			}
			if n >= 0 && len(qs[i]) != n {
				agree = false
			}
			n = len(qs[i])
		}
		if !agree || n == len(qs[k]) || n > 3 || len(qs[k]) > 3 {
			continue
		}
		if len(qs[k]) > n {
			continue // added marks are a matter of style
		}
		if len(qs[k])+titles[k] >= n || p.names(full, k, qs) {
			continue
		}
		at := make([]text.Span, len(p.Sides))
		sev := Warning
		for _, i := range full {
			if i == k || len(qs[i]) == 0 {
				continue
			}
			q, ok := p.bare(i, k, qs)
			if !ok || p.reported(i, k, q) {
				return
			}
			if !p.stands(i, k, q) {
				sev = Note // said in other words: the marks went with them
			}
			at[i] = q
		}
		p.Report(p.setAgainst("quote.missing", sev, full, k, true, func(i int) text.Span { return at[i] }))
		return
	}
}

// bare finds the first quotation of side i that side k does not set off in a way
// of its own: in marks of another quotation, in brackets, as a name in capitals,
// by a word (the so-called treaty). It is not ok where there is none.
func (p *Pass) bare(i, k int, qs [][]text.Span) (q text.Span, ok bool) {
	t := p.Sides[k].Text
	marked, titles, _ := quoted(t)
	marked = append(append([]text.Span(nil), marked...), titles...)
	brackets, _ := bracketed(t)
	for w := range qs {
		own, _ := bracketed(p.Sides[w].Text)
		if w != k && slices.ContainsFunc(qs[w], func(q text.Span) bool { return within(q, own) }) {
			brackets = nil // the marks stand in brackets there
		}
	}
	marked = append(marked, brackets...)
	u := p.units(k)
	for _, q := range qs[i] {
		partner := p.partners(i, k, q)
		var in, out float64
		var hits []int // tokens outside of marks
		for x := range u.tokens {
			tk := &u.tokens[x]
			if tk.weight < .2 || !slices.ContainsFunc(tk.units[:], func(y int32) bool { return y >= 0 && partner[y] }) {
				continue
			}
			if within(tk.Span, marked) {
				in += tk.weight
				continue
			}
			out += tk.weight
			hits = append(hits, x)
		}
		words, capitals := p.closest(k, hits, q.Len())
		switch {
		case in > 0 && in >= out:
		case len(hits) > 0 && saysSoCalled(t[:u.tokens[hits[0]].Start]):
		case p.Sides[k].Lang.Spaced && p.Sides[i].Lang.Spaced && words > 0 && capitals*3 >= words && capitals > p.capitalsIn(i, q):
		default:
			return q, true
		}
	}
	return text.Span{}, false
}

// closest counts the most of the given tokens of side k that stand within so many
// bytes, and those of them written as names: words far apart are no phrase.
func (p *Pass) closest(k int, hits []int, within int) (words, capitals int) {
	u := p.units(k)
	for a := range hits {
		n, c := 0, 0
		for _, x := range hits[a:] {
			if u.tokens[x].End-u.tokens[hits[a]].Start > within {
				break
			}
			n++
			if u.tokens[x].name && p.words(k)[u.tokens[x].word].small {
				c++
			}
		}
		if n > words || n == words && c < capitals {
			words, capitals = n, c
		}
	}
	return words, capitals
}

// within reports whether s stands inside one of the stretches.
func within(s text.Span, in []text.Span) bool {
	return slices.ContainsFunc(in, func(x text.Span) bool { return x.Contains(s) })
}

// capitalsIn counts the words with capitals in quotation q of side i.
func (p *Pass) capitalsIn(i int, q text.Span) int {
	n := 0
	for _, w := range p.words(i) {
		if w.capital && q.Contains(w.Span) {
			n++
		}
	}
	return n
}

// saysSoCalled reports whether t ends in a word that keeps its distance from what
// follows as quotation marks do.
func saysSoCalled(t string) bool {
	const reach = 30 // bytes: such a word, an article and an adjective
	if len(t) > reach {
		t = t[len(t)-reach:]
	}
	t = strings.ToLower(t)
	return slices.ContainsFunc(soCalled, func(w string) bool { return strings.Contains(t, w) })
}

var soCalled = []string{"so-called", "alleged", "purported", "self-styled", "soi-disant", "prétendu", "prétendument", "autoproclamé", "dénommé", "所谓", "所謂", "自称", "自稱"}

// reported reports whether side k turns what side i quotes into reported speech:
// the quotation speaks of I or we and k speaks of neither. A language that may
// leave such words out tells nothing.
func (p *Pass) reported(i, k int, q text.Span) bool {
	if !p.Sides[i].Lang.Spaced || !p.Sides[k].Lang.Spaced {
		return false
	}
	inside := func(c lang.Cue) bool { return q.Contains(c.Span) }
	return slices.ContainsFunc(p.Sides[i].Lang.Speakers(p.Sides[i].Text), inside) && len(p.Sides[k].Lang.Speakers(p.Sides[k].Text)) == 0
}

// stands reports whether most of what span s of side i says stands on side k.
func (p *Pass) stands(i, k int, s text.Span) bool {
	p.link(i, k)
	mass, there := 0.0, 0.0
	u := p.units(i)
	for x := range u.tokens {
		if t := &u.tokens[x]; s.Contains(t.Span) {
			mass += t.weight
			there += t.weight * float64(t.to[k])
		}
	}
	return mass == 0 || there >= .2*mass
}

// names reports whether what a side but k quotes is written as a name, in
// capitals (« la Ceinture et la Route »): languages differ in whether names are
// quoted.
func (p *Pass) names(sides []int, k int, qs [][]text.Span) bool {
	for _, i := range sides {
		if i == k || len(qs[i]) == 0 || !p.Sides[i].Lang.Spaced {
			continue
		}
		for _, q := range qs[i] {
			n, capitals := 0, 0
			for _, w := range splitWords(q.Of(p.Sides[i].Text)) {
				if functionWords[w.low] {
					continue
				}
				n++
				if w.capital {
					capitals++
				}
			}
			if n < 2 || capitals < n {
				return false
			}
		}
		return true
	}
	return false
}

// quotePair compares two versions: a short phrase in marks on one side and no
// mark on the other.
func (p *Pass) quotePair(i, j int, qs [][]text.Span, titles []int) {
	if (len(qs[i]) == 0) == (len(qs[j]) == 0) {
		return
	}
	k, l := i, j
	if len(qs[i]) > 0 {
		k, l = j, i
	}
	if titles[k] > 0 || p.names([]int{i, j}, k, qs) {
		return
	}
	p.Report(p.setAgainst("quote.missing", Note, []int{i, j}, k, false, func(s int) text.Span {
		if s == l {
			return qs[l][0]
		}
		return text.Span{}
	}))
}
