package divergence

import (
	_ "embed"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

//go:embed docs/format.md
var formatDoc string

// Format reports placeholders, tags, final marks and paragraphs that differ.
var Format = &Check{
	Name: "format", Doc: formatDoc, Category: "fluency/structure",
	Run: runFormat, Finish: finishFormat,
}

var (
	braces   = regexp.MustCompile(`\$?\{\{?[A-Za-z0-9_.$-]{1,40}\}?\}`)
	percents = regexp.MustCompile(`%(?:\{[A-Za-z0-9_]+\}|\([A-Za-z0-9_]+\)[sd]|(?:\d+\$)?[-+0#]?\d*(?:\.\d+)?[sdifuxXeEgGc@])`)
	tags     = regexp.MustCompile(`</?(?:a|b|i|u|em|strong|span|br|sup|sub|g|x|bx|ex|ph|it|p|font|code|small|li|ul|ol|div|h[1-6]|img|bpt|ept|mrk|td|tr|th|table)(?:\s[^<>]{0,200})?/?>`)
	escapes  = regexp.MustCompile(`\\[nrt]`)
)

// placeholder is what must stand in all versions as it is.
type placeholder struct {
	text.Span
	key string
}

func placeholders(s string) []placeholder {
	if !strings.ContainsAny(s, `{%<\`) {
		return nil
	}
	var out []placeholder
	add := func(m []int, key string) {
		a := text.Span{Start: m[0], End: m[1]}
		for _, o := range out {
			if o.Overlaps(a) {
				return
			}
		}
		out = append(out, placeholder{a, key})
	}
	for _, m := range braces.FindAllStringIndex(s, -1) {
		add(m, s[m[0]:m[1]])
	}
	for _, m := range percents.FindAllStringIndex(s, -1) {
		before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s[:m[0]], " \u00a0\u202f"))
		if unicode.IsDigit(before) || before == '%' || letterAfter(s, m[1]) && s[m[1]] < utf8.RuneSelf {
			continue // 5 % de, 100%
		}
		add(m, s[m[0]:m[1]])
	}
	for _, m := range tags.FindAllStringIndex(s, -1) {
		name, _, _ := strings.Cut(strings.Trim(s[m[0]:m[1]], "<>"), " ")
		if !strings.HasPrefix(name, "/") {
			name = strings.TrimSuffix(name, "/")
		}
		add(m, "<"+name+">")
	}
	for _, m := range escapes.FindAllStringIndex(s, -1) {
		if m[0] > 0 && (s[m[0]-1] == ':' || s[m[0]-1] == '\\') {
			continue // a path
		}
		add(m, s[m[0]:m[1]])
	}
	return out
}

func runFormat(p *Pass) {
	sides, empty := p.filled()
	if len(sides) < 2 || len(empty) > 0 {
		return
	}
	p.placeholdersDiffer(sides)
	p.markupDiffers(sides)
	p.ends(sides)
}

func (p *Pass) placeholdersDiffer(sides []int) {
	all := make([][]placeholder, len(p.Sides))
	count := make([]map[string]int, len(p.Sides))
	none := true
	for _, i := range sides {
		all[i] = placeholders(p.Sides[i].Text)
		count[i] = map[string]int{}
		for _, h := range all[i] {
			count[i][h.key]++
			none = false
		}
	}
	if none {
		return
	}
	same := func(a, b int) bool {
		for k, n := range count[a] {
			if count[b][k] != n {
				return false
			}
		}
		return len(count[a]) == len(count[b])
	}
	odd, voted, ok := p.oddOne(sides, same)
	if !ok && p.Source < 0 {
		for _, i := range sides[1:] {
			if !same(i, sides[0]) {
				odd, ok = i, true
			}
		}
	}
	if !ok {
		return
	}
	p.Report(p.setAgainst("format.placeholder", Error, sides, odd, voted, func(i int) text.Span {
		for _, h := range all[i] { // the first that another side has not as often
			for _, j := range sides {
				if (i == odd) != (j == odd) && count[j][h.key] != count[i][h.key] {
					return h.Span
				}
			}
		}
		return text.Span{}
	}))
}

// halfWords end no sentence.
var halfWords = map[string]bool{
	"the": true, "of": true, "and": true, "to": true, "a": true, "an": true, "with": true, "for": true, "or": true, "by": true, "from": true, "its": true, "their": true,
	"le": true, "la": true, "les": true, "de": true, "des": true, "du": true, "et": true, "à": true, "un": true, "une": true, "pour": true, "ou": true, "avec": true, "par": true, "au": true, "aux": true, "ses": true, "leurs": true, "leur": true, "d": true, "l": true,
}

// markup is what Markdown makes of a text by marks that are left in it: the level
// of a heading, whether it is an item or a quotation, and how often something is
// in bold type.
type markup struct {
	text.Span // of the first mark
	heading   int
	item      bool
	quotation bool
	bold      int
}

func markupOf(s string) markup {
	var m markup
	from := len(s) - len(strings.TrimLeft(s, " \t"))
	t := s[from:]
	n := len(t) - len(strings.TrimLeft(t, "#"))
	switch {
	case n > 0 && n < 7 && strings.HasPrefix(t[n:], " "):
		m.heading, m.Span = n, text.Span{Start: from, End: from + n}
	case strings.HasPrefix(t, "> "):
		m.quotation, m.Span = true, text.Span{Start: from, End: from + 1}
	default:
		for _, b := range []string{"- ", "* ", "+ ", "• ", "•", "· "} {
			if strings.HasPrefix(t, b) {
				m.item, m.Span = true, text.Span{Start: from, End: from + len(strings.TrimRight(b, " "))}
				break
			}
		}
	}
	if n := strings.Count(s, "**"); n%2 == 0 && !strings.Contains(s, "***") {
		m.bold = n / 2
		if k := strings.Index(s, "**"); k >= 0 && m.Empty() {
			m.Span = text.Span{Start: k, End: k + 2}
		}
	}
	return m
}

// markupDiffers reports the side that is no heading, no item, or has nothing in
// bold type where the others have.
func (p *Pass) markupDiffers(sides []int) {
	ms := make([]markup, len(p.Sides))
	none := true
	for _, i := range sides {
		ms[i] = markupOf(p.Sides[i].Text)
		none = none && ms[i].Empty()
	}
	if none {
		return
	}
	for _, c := range []struct {
		sev  Severity
		same func(a, b *markup) bool
	}{
		{Warning, func(a, b *markup) bool { return a.heading == b.heading && a.bold == b.bold }},
		{Note, func(a, b *markup) bool { return a.item == b.item && a.quotation == b.quotation }},
	} {
		if odd, voted, ok := p.oddOne(sides, func(a, b int) bool { return c.same(&ms[a], &ms[b]) }); ok {
			p.Report(p.setAgainst("format.markup", c.sev, sides, odd, voted, func(i int) text.Span { return ms[i].Span }))
			return
		}
	}
}

// ending tells how a side ends: 'f' with a final mark, 'h' in the middle of a
// phrase, 0 in a word.
func ending(s string) byte {
	t := strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`"'»”’」』)）]】>`, r)
	})
	if t == "" {
		return 'f'
	}
	r, _ := utf8.DecodeLastRuneInString(t)
	switch {
	case strings.ContainsRune(".!?。！？…．:：;；", r):
		return 'f'
	case t != strings.TrimSpace(s):
		return 0
	case r == '、':
		return 'h'
	case isHan(r):
		if strings.HasSuffix(t, "和") || strings.HasSuffix(t, "与") || strings.HasSuffix(t, "及") || strings.HasSuffix(t, "将") || strings.HasSuffix(t, "在") {
			return 'h'
		}
		return 0
	case unicode.IsLetter(r):
		k := strings.LastIndexFunc(t, func(r rune) bool { return !unicode.IsLetter(r) })
		if k > 0 && halfWords[t[k+lenRune(t[k:]):]] {
			return 'h'
		}
	}
	return 0
}

func lenRune(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// ends reports a side that ends without a mark where all others have one.
func (p *Pass) ends(sides []int) {
	end := make([]byte, len(p.Sides))
	odd, without := -1, 0
	for _, i := range sides {
		if end[i] = ending(p.Sides[i].Text); end[i] != 'f' {
			odd = i
			without++
		}
	}
	if without != 1 || p.Source == odd && p.Source >= 0 {
		return
	}
	sev, id := Note, "format.unended"
	if end[odd] == 'h' {
		sev, id = Warning, "format.truncated"
	}
	f := p.setAgainst(id, sev, sides, odd, len(sides) > 2, func(i int) text.Span {
		s := strings.TrimRightFunc(p.Sides[i].Text, unicode.IsSpace)
		from := len(s)
		for n := 0; n < 12 && from > 0; n++ {
			_, w := utf8.DecodeLastRuneInString(s[:from])
			from -= w
		}
		return text.Span{Start: from, End: len(s)}
	})
	f.Message.ID = id
	f.Message.Args["Lang"] = p.Sides[odd].Lang.Code
	p.Report(f)
}

// finishFormat compares where paragraphs begin.
func finishFormat(r *Result) []Finding {
	n := len(r.Documents)
	if n < 2 {
		return nil
	}
	starts := make([]map[int]bool, n)
	sents := make([][]text.Sentence, n)
	for i, d := range r.Documents {
		starts[i] = map[int]bool{}
		k := 0
		for _, g := range d.Paragraphs {
			starts[i][k] = true
			k += len(g.Sentences)
		}
		sents[i] = d.Sentences()
	}
	type place struct{ bead, side int }
	var odd []place
	per := make([]int, n)
	before := false // the bead before has all versions
	for b, bead := range r.Alignment.Beads {
		full := true
		for i := range n {
			full = full && bead.Sents[i].Len() > 0
		}
		compare := full && before
		before = full
		if !compare {
			continue // the paragraph may begin with the sentence that is missing
		}
		with := 0
		side := -1
		for i := range n {
			if starts[i][bead.Sents[i].Lo] {
				with++
			}
		}
		for i := range n {
			has := starts[i][bead.Sents[i].Lo]
			if n > 2 && (with == 1 && has || with == n-1 && !has) || n == 2 && with == 1 && i == 1 {
				side = i
			}
		}
		if side >= 0 {
			odd = append(odd, place{b, side})
			per[side]++
		}
	}
	var out []Finding
	told := make([]bool, n)
	for _, o := range odd {
		// a version cut otherwise throughout is told once
		if per[o.side] > 3 && per[o.side]*4 > len(r.Alignment.Beads) {
			if told[o.side] {
				continue
			}
			told[o.side] = true
		}
		bead := r.Alignment.Beads[o.bead]
		f := Finding{Severity: Note, Bead: o.bead}
		id := "format.paragraph-missing"
		if starts[o.side][bead.Sents[o.side].Lo] {
			id = "format.paragraph"
		}
		code := lang.Get(r.Documents[o.side].Lang).Code
		if n > 2 {
			f.Odd = code
		}
		forms := make([]string, n)
		for i := range n {
			forms[i] = "–"
			if starts[i][bead.Sents[i].Lo] {
				forms[i] = "¶"
			}
			at := sents[i][bead.Sents[i].Lo].Start
			l := Location{i, text.Span{Start: at, End: at}}
			if i == o.side {
				f.At = append([]Location{l}, f.At...)
			} else {
				f.At = append(f.At, l)
			}
		}
		f.Message = Message{ID: id, Args: map[string]any{"Lang": code, "Forms": strings.Join(forms, " | "), "Count": per[o.side]}}
		out = append(out, f)
	}
	return out
}
