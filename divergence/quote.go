package divergence

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

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
// lone says that a mark stands alone: its partner is in another segment.
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
		sev := Warning
		for _, i := range full {
			if i != k && len(qs[i]) > 0 && !p.stands(i, k, qs[i][0]) {
				sev = Note // said in other words: the marks went with them
			}
		}
		p.Report(p.setAgainst("quote.missing", sev, full, k, true, func(i int) text.Span {
			if len(qs[i]) == 0 {
				return text.Span{}
			}
			return qs[i][0]
		}))
		return
	}
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
