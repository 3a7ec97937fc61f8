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

// leftWords reports words of another version left in side i: Chinese characters
// in text of letters, and accented words in small letters that the lexicon knows
// in the other language and not in this one.
func (p *Pass) leftWords(i int) {
	s := &p.Sides[i]
	if !s.Lang.Known() {
		return
	}
	for _, j := range p.known() {
		if i == j || p.Sides[j].Lang == s.Lang {
			continue
		}
		o := &p.Sides[j]
		seed := lexicon.Seed()
		var found text.Span
		for _, w := range p.words(i) {
			switch {
			case w.han && s.Lang.Spaced:
				if o.Lang.Dense && strings.Contains(o.Text, w.Of(s.Text)) && !original(s.Text, w.Span) {
					found = w.Span
				}
			case !w.han && s.Lang.Spaced && o.Lang.Spaced && !w.capital && !w.first && w.Len() >= 5 && accented(w.low):
				stem := string(lexicon.Stem(lexicon.AppendFolded(nil, w.low)))
				if seed.Has(s.Lang.Code, lexicon.Word, stem) || !seed.Has(o.Lang.Code, lexicon.Word, stem) || functionWords[w.low] {
					continue
				}
				for _, x := range p.words(j) {
					if x.low == w.low && !x.capital {
						found = w.Span
					}
				}
			}
			if !found.Empty() {
				break
			}
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

// accented reports whether a word has letters that English has not.
func accented(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// original reports whether s stands in brackets or quotation marks, as the
// original of a name does.
func original(t string, s text.Span) bool {
	before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(t[:s.Start], " "))
	after, _ := utf8.DecodeRuneInString(strings.TrimLeft(t[s.End:], " "))
	return strings.ContainsRune("(（[«“\"「《,、/", before) || strings.ContainsRune(")）]»”\"」》", after)
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
		return ""
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
	case dense:
		return ""
	case copied && sure >= .8 && n >= 20:
	case lang.Get(own).Dense && n >= 20 && prose(t): // no alphabet of its own
	case sure >= .97 && n >= 30 && p.isSide(code):
	case sure >= .99 && n >= 40:
	default:
		return ""
	}
	return code
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
