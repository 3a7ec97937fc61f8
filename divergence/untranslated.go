package divergence

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

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
				p.untranslated(i)
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
	case dense && n >= 4 && sure >= .8:
	case dense:
		return ""
	case copied && sure >= .8 && n >= 20:
	case sure >= .97 && n >= 30 && p.isSide(code):
	case sure >= .99 && n >= 40:
	default:
		return ""
	}
	return code
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
