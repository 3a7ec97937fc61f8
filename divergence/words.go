package divergence

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// word is a run of letters of one side, in lower case; Chinese stands in runs
// of its own, folded to Simplified characters.
type word struct {
	text.Span
	low     string
	capital bool // first letter
	small   bool // has small letters
	first   bool // at the beginning of a sentence
	han     bool
}

// words are the words of side i.
func (p *Pass) words(i int) []word {
	s := &p.state.sides[i]
	if !s.wordsDone {
		s.wordsDone = true
		if !p.Sides[i].Empty {
			s.words = splitWords(p.Sides[i].Text)
		}
	}
	return s.words
}

func splitWords(s string) []word {
	out := make([]word, 0, len(s)/6+2)
	first := true
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		switch {
		case isHan(r):
			j := i
			for j < len(s) {
				r, w := utf8.DecodeRuneInString(s[j:])
				if !isHan(r) {
					break
				}
				j += w
			}
			out = append(out, word{Span: text.Span{Start: i, End: j}, low: lang.Simplify(s[i:j]), han: true, first: first})
			first = false
			i = j
		case unicode.IsLetter(r):
			j := i + w
			for j < len(s) {
				r, w := utf8.DecodeRuneInString(s[j:])
				if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) || isHan(r) {
					break
				}
				j += w
			}
			out = append(out, word{Span: text.Span{Start: i, End: j}, low: strings.ToLower(s[i:j]), capital: unicode.IsUpper(r), small: strings.IndexFunc(s[i:j], unicode.IsLower) >= 0, first: first})
			first = false
			i = j
		default:
			switch r {
			case '.':
				// M. Dupont, Mr. Smith
				n := len(out) - 1
				first = !(n >= 0 && out[n].capital && out[n].End == i && out[n].Len() <= 3 && !out[n].han)
			case '!', '?', ':', '«', '“', '"', '。', '？', '！', '\n':
				first = true
			}
			i += w
		}
	}
	return out
}

func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x323AF
}

// known lists the sides that have text in a language with data.
func (p *Pass) known() []int {
	var out []int
	for i := range p.Sides {
		if !p.Sides[i].Empty && p.Sides[i].Lang.Known() {
			out = append(out, i)
		}
	}
	return out
}

// outvoted finds the side that alone says a where the others say b: says gives,
// for each of the sides, 1, 2, or 0 where it says neither; 3 goes with 1, but
// is not enough to stand against the others. With two versions it
// is the later one, with a declared source the one that is not the source; ok
// tells whether they contradict each other at all. voted says that a majority
// decided.
func (p *Pass) outvoted(sides []int, says func(i int) int) (odd int, voted, ok bool) {
	var with [3][]int
	var half []int
	for _, i := range sides {
		v := says(i)
		if v == 3 {
			half = append(half, i)
			continue
		}
		with[v] = append(with[v], i)
	}
	if len(with[1]) > 0 {
		with[1] = append(with[1], half...)
	}
	if len(with[1]) == 0 || len(with[2]) == 0 {
		return 0, false, false
	}
	if p.Source >= 0 {
		for v := 1; v <= 2; v++ {
			if !contains(with[v], p.Source) && contains(with[3-v], p.Source) {
				return with[v][0], false, true
			}
		}
		return 0, false, false
	}
	switch {
	case len(with[1]) == 1 && len(with[2]) > 1:
		return with[1][0], true, true
	case len(with[2]) == 1 && len(with[1]) > 1:
		return with[2][0], true, true
	}
	return max(with[1][0], with[2][0]), false, true
}

func contains(xs []int, x int) bool {
	for _, y := range xs {
		if x == y {
			return true
		}
	}
	return false
}

// setAgainst makes the finding that side odd says otherwise than the others; at
// gives the place on each side.
func (p *Pass) setAgainst(id string, sev Severity, sides []int, odd int, voted bool, at func(i int) text.Span) Finding {
	f := Finding{Severity: sev}
	forms := make([]string, len(p.Sides))
	for i := range forms {
		forms[i] = "–"
	}
	f.At = append(f.At, Location{odd, at(odd)})
	var others []string
	for _, i := range sides {
		sp := at(i)
		if !sp.Empty() {
			forms[i] = sp.Of(p.Sides[i].Text)
		}
		if i != odd {
			f.At = append(f.At, Location{i, sp})
			others = append(others, p.Sides[i].Lang.Code)
		}
	}
	f.Message = Message{ID: id, Args: map[string]any{"Forms": strings.Join(forms, " | ")}}
	if voted {
		f.Odd = p.Sides[odd].Lang.Code
		f.Message.ID += "-odd"
		f.Message.Args["Odd"], f.Message.Args["Others"] = f.Odd, strings.Join(others, ", ")
	}
	return f
}
