package divergence

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/text"
)

//go:embed docs/bracket.md
var bracketDoc string

// Bracket reports brackets without partner, and insertions that one version
// lacks.
var Bracket = &Check{
	Name: "bracket", Doc: bracketDoc, Category: "fluency/punctuation",
	Run: runBracket,
}

// sameBracket folds widths: a full-width bracket may be closed by a narrow one.
func sameBracket(r rune) rune {
	switch r {
	case '（':
		return '('
	case '）':
		return ')'
	case '［', '【', '〔':
		return '['
	case '］', '】', '〕':
		return ']'
	}
	return r
}

// bracketed lists the outermost stretches in brackets, marks included, and the
// brackets that have no partner. Labels (a), 1), （一） are none of either.
func bracketed(s string) (inside, loose []text.Span) {
	type open struct {
		at    int
		close rune
	}
	var stack []open
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		switch f := sameBracket(r); f {
		case '(', '[':
			c := rune(')')
			if f == '[' {
				c = ']'
			}
			if i > 0 && strings.IndexByte(":;-=", s[i-1]) >= 0 && (i+w == len(s) || s[i+w] == ' ') {
				break // :-(
			}
			stack = append(stack, open{i, c})
		case ')', ']':
			n := len(stack)
			switch {
			case n > 0 && stack[n-1].close == f:
				if n == 1 {
					inside = append(inside, text.Span{Start: stack[0].at, End: i + w})
				}
				stack = stack[:n-1]
			case f == ')' && (labelBefore(s[:i]) || smiley(s[:i])):
			default:
				loose = append(loose, text.Span{Start: i, End: i + w})
			}
		}
		i += w
	}
	for _, o := range stack {
		_, w := utf8.DecodeRuneInString(s[o.at:])
		loose = append(loose, text.Span{Start: o.at, End: o.at + w})
	}
	return
}

// labelBefore reports whether s ends with the label of an item: a), 12), iv), 一).
func labelBefore(s string) bool {
	n := 0
	for s != "" {
		r, w := utf8.DecodeLastRuneInString(s)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return n > 0 && (unicode.IsSpace(r) || strings.ContainsRune("：:；;，,。、—–-", r))
		}
		if n++; n > 4 || n > 2 && unicode.IsLetter(r) && !strings.ContainsRune("ivxlIVXL", r) {
			return false
		}
		s = s[:len(s)-w]
	}
	return n > 0
}

func smiley(s string) bool {
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, ":-") || strings.HasSuffix(s, ";") || strings.HasSuffix(s, ";-") || strings.HasSuffix(s, "^")
}

// insertion tells what stands in brackets: 'l' a label, number or other mark, 'a' an acronym or
// a name in Latin letters, 'w' words.
func insertion(s string) byte {
	letters, capitals, words, han := 0, 0, 0, 0
	in := false
	for _, r := range s {
		switch {
		case isHan(r):
			han++
			in = false
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				capitals++
			}
			if !in {
				words++
			}
			in = true
		default:
			in = false
		}
	}
	switch {
	case letters+han < 2:
		return 'l'
	case han == 0 && capitals >= words && words <= 6, words == 1 && han == 0, words == 0 && han <= 4:
		return 'a'
	}
	return 'w'
}

func runBracket(p *Pass) {
	sides, empty := p.filled()
	if len(sides) < 2 || len(empty) > 0 {
		return
	}
	in, loose := make([][]text.Span, len(p.Sides)), make([][]text.Span, len(p.Sides))
	none := true
	for _, i := range sides {
		in[i], loose[i] = bracketed(p.Sides[i].Text)
		none = none && len(in[i]) == 0 && len(loose[i]) == 0
	}
	if none {
		return
	}
	var torn []int
	for _, i := range sides {
		if len(loose[i]) > 0 {
			torn = append(torn, i)
		}
	}
	if len(torn) > 0 {
		if len(torn) == len(sides) {
			return // the partner stands in another segment
		}
		for _, k := range torn {
			sev := Note
			for _, i := range sides {
				if len(loose[i]) == 0 && len(in[i]) > len(in[k]) {
					sev = Warning
				}
			}
			f := p.setAgainst("bracket.loose", sev, sides, k, len(sides) > 2 && len(torn) == 1, func(i int) text.Span {
				if i == k {
					return loose[k][0]
				}
				if len(in[i]) > 0 {
					return in[i][0]
				}
				return text.Span{}
			})
			f.Message.ID = "bracket.loose"
			f.Message.Args["Lang"] = p.Sides[k].Lang.Code
			p.Report(f)
		}
		return
	}
	p.insertions(sides, in)
}

// insertions reports what stands in brackets on all sides but one.
func (p *Pass) insertions(sides []int, in [][]text.Span) {
	words := make([][]text.Span, len(p.Sides))
	counts := make([]int, len(p.Sides))
	for _, i := range sides {
		for _, s := range in[i] {
			if insertion(s.Of(p.Sides[i].Text)) != 'l' {
				words[i] = append(words[i], s)
				counts[i]++
			}
		}
	}
	odd, have := -1, -1
	switch {
	case p.Source >= 0 && len(sides) > 2:
		return
	case len(sides) == 2:
		for x, i := range sides {
			if counts[i] == 0 && counts[sides[1-x]] > 0 {
				odd, have = i, sides[1-x]
			}
		}
	default:
		for _, k := range sides {
			n := -1
			same := true
			for _, i := range sides {
				if i != k {
					same = same && (n < 0 || n == counts[i])
					n = counts[i]
					have = i
				}
			}
			if same && n > 0 && counts[k] == 0 {
				odd = k
				break
			}
		}
	}
	if odd < 0 || counts[have] > 2 {
		return
	}
	for _, f := range p.out {
		if f.Check == "omission" || f.Check == "addition" || f.Check == "mismatch" || f.Check == "untranslated" {
			return // it says so already
		}
	}
	sev := Note
	for _, i := range sides {
		if len(sides) > 2 && i != odd && p.absent(i, odd, words[i][0]) {
			sev = Warning
		}
	}
	f := p.setAgainst("bracket.missing", sev, sides, odd, len(sides) > 2, func(i int) text.Span {
		if len(words[i]) > 0 {
			return words[i][0]
		}
		return text.Span{}
	})
	p.Report(f)
}

// absent reports whether the words of side i within s, three at least, are
// better explained by their having no part in side j.
func (p *Pass) absent(i, j int, s text.Span) bool {
	if insertion(s.Of(p.Sides[i].Text)) != 'w' || !p.Sides[i].Lang.Known() || !p.Sides[j].Lang.Known() {
		return false
	}
	ev := p.evidenceOf(i, j)
	mass, ratio := 0.0, 0.0
	for k := range p.units(i).tokens {
		if t := &p.units(i).tokens[k]; s.Contains(t.Span) {
			mass += t.weight
			ratio += float64(ev(k).ratio)
		}
	}
	return mass >= 3 && ratio < -1
}
