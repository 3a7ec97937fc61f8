package divergence

import (
	_ "embed"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

//go:embed docs/list-count.md
var listCountDoc string

// ListCount reports enumerations of different length, and counts that do not
// fit what follows them.
var ListCount = &Check{
	Name: "list-count", Doc: listCountDoc, Category: "accuracy/omission", Data: true,
	Run: runListCount,
}

// enumeration is a list of at least four items inside a sentence. How many
// there are depends on which conjunctions part items: Min to Max.
type enumeration struct {
	text.Span
	min, max int
}

func listConjunction(low string) bool {
	return low == "and" || low == "or" || low == "et" || low == "ou"
}

// enumerations lists those of side i of least items or more.
func (p *Pass) enumerations(i, least int) []enumeration {
	s := p.Sides[i].Text
	var out []enumeration
	// clauses end at marks that part no items
	for from := 0; from < len(s); {
		to := len(s)
		marks := ".;:!?()\n"
		if !p.Sides[i].Lang.Spaced {
			marks = "。；：！？，,;:!?()（）\n"
		}
		if k := strings.IndexAny(s[from:], marks); k >= 0 {
			to = from + k
		}
		if e, ok := enumerationIn(s, text.Span{Start: from, End: to}, p.Sides[i].Lang.Spaced, least); ok {
			out = append(out, e)
		}
		from = to + 1
		for from < len(s) && !utf8.RuneStart(s[from]) {
			from++
		}
	}
	return out
}

const (
	itemWords = 7 // most words of an item
	listLeast = 4 // fewest items of a list
	shortList = 3 // the same where another version has a list
)

func enumerationIn(s string, c text.Span, spaced bool, least int) (enumeration, bool) {
	part := c.Of(s)
	sep := "、"
	if spaced {
		sep = ", "
	}
	if strings.Count(part, sep) < least-2 {
		return enumeration{}, false
	}
	items := strings.Split(part, sep)
	offset := make([]int, len(items))
	at := c.Start
	for k, it := range items {
		offset[k] = at
		at += len(it) + len(sep)
	}
	if !spaced {
		n := len(items)
		e := enumeration{Span: c, min: n, max: n}
		for k, it := range items {
			j := 0
			for _, m := range []string{"和", "与", "及", "或", "以及"} {
				j += strings.Count(it, m)
			}
			for _, m := range []string{"和平", "和谐", "参与", "和解", "以及其", "涉及", "普及", "和睦", "及时", "以及"} {
				j -= strings.Count(it, m)
			}
			if k < n && j > 0 {
				e.max += j
			}
		}
		// a last item after a comma: ，甚至是, ，以及
		for _, m := range []string{"甚至", "以及", "和", "及", "还有", "乃至", "并", "等"} {
			if rest := strings.TrimPrefix(s[c.End:], "，"); rest != s[c.End:] && strings.HasPrefix(rest, m) {
				e.max++
				break
			}
		}
		return e, n >= least || least < listLeast && e.max >= least
	}
	// the last item with a conjunction ends the list
	words := make([][]word, len(items))
	for k := range items {
		words[k] = splitWords(items[k])
	}
	best := enumeration{}
	for end := len(items) - 1; end >= least-2; end-- {
		conj := -1
		for x, w := range words[end] {
			if listConjunction(w.low) && x <= itemWords {
				conj = x
				break
			}
		}
		if conj < 0 {
			continue
		}
		begin := end
		for begin > 0 && !opensList(words[begin]) {
			if n := len(words[begin-1]); begin > 1 && !opensList(words[begin-1]) && (n > itemWords || n == 0) {
				break
			}
			begin-- // the first item has the words before the list with it
		}
		if begin == end {
			continue
		}
		n := end - begin + 1
		e := enumeration{Span: text.Span{Start: offset[begin], End: offset[end] + len(items[end])}, min: n, max: n}
		if conj > 0 {
			e.min++
			e.max++
			// y and z that follows, with a comma before: the list may have ended
			// at an item of two words
			for _, w := range words[end][conj+1:] {
				if listConjunction(w.low) {
					e.max++
				}
			}
		} else {
			for _, w := range words[end][1:] {
				if listConjunction(w.low) {
					e.max++
				}
			}
		}
		for k := begin; k < end; k++ {
			for _, w := range words[k] {
				if listConjunction(w.low) {
					e.max++
				}
			}
		}
		best = e
		break
	}
	return best, best.min >= least
}

// opensList reports whether a list begins inside an item: such as, notamment.
func opensList(ws []word) bool {
	for k, w := range ws {
		switch w.low {
		case "including", "especially", "namely", "like", "notamment", "particulièrement", "comme", "particularly", "comprenant", "includes", "include", "dont":
			return true
		case "as":
			return k > 0 && (ws[k-1].low == "such" || ws[k-1].low == "areas")
		case "que":
			return k > 0 && (strings.HasPrefix(ws[k-1].low, "tel") || ws[k-1].low == "ainsi")
		}
	}
	return false
}

func runListCount(p *Pass) {
	sides := p.known()
	_, empty := p.filled()
	if len(sides) < 2 || len(empty) > 0 {
		return
	}
	if p.announced(sides) {
		return
	}
	lists := make([]enumeration, len(p.Sides))
	long, short := 0, -1
	for _, i := range sides {
		es := p.enumerations(i, listLeast)
		if len(es) == 0 && short < 0 {
			es, short = p.enumerations(i, shortList), i
		} else {
			long++
		}
		if len(es) != 1 {
			return // which is which is not known
		}
		lists[i] = es[0]
	}
	if long == 0 {
		return
	}
	for _, f := range p.out {
		if f.Check == "omission" || f.Check == "addition" || f.Check == "mismatch" || f.Check == "untranslated" {
			return
		}
	}
	gap := func(a, b int) int {
		x, y := &lists[a], &lists[b]
		switch {
		case x.max < y.min:
			return y.min - x.max
		case y.max < x.min:
			return x.min - y.max
		}
		return 0
	}
	odd, voted, ok := p.oddOne(sides, func(a, b int) bool { return gap(a, b) == 0 })
	if !ok {
		return
	}
	least := 1 << 30
	exact := true
	for _, i := range sides {
		if i != odd {
			least = min(least, gap(i, odd))
		}
		exact = exact && lists[i].min == lists[i].max
	}
	sev := Note
	if least >= 2 || voted && exact {
		sev = Warning
	}
	if short >= 0 {
		if short != odd && voted || least < 2 {
			return // it may be another list
		}
		sev = Note
	}
	p.Report(p.counted(p.setAgainst("list-count.differs", sev, sides, odd, voted, func(i int) text.Span { return lists[i].Span }), sides, lists))
}

// counted puts the numbers of items where the forms are: they say more than the
// lists.
func (p *Pass) counted(f Finding, sides []int, lists []enumeration) Finding {
	forms := make([]string, len(p.Sides))
	for i := range forms {
		forms[i] = "–"
		if l := lists[i]; l.max > 0 {
			forms[i] = strconv.Itoa(l.min)
			if l.max > l.min {
				forms[i] += "–" + strconv.Itoa(l.max)
			}
		}
	}
	f.Message.Args["Forms"] = strings.Join(forms, " | ")
	return f
}

// announced reports a count that does not fit the items after its colon, where
// another version has a count that does.
func (p *Pass) announced(sides []int) bool {
	type count struct {
		text.Span
		value int
		items enumeration
		fits  bool
	}
	counts := make([]*count, len(p.Sides))
	n := 0
	for _, i := range sides {
		s := p.Sides[i].Text
		spaced := p.Sides[i].Lang.Spaced
		colon := strings.IndexAny(s, ":：")
		if colon < 0 || strings.Count(s, ":")+strings.Count(s, "：") != 1 {
			continue
		}
		v := p.values(i)
		for k := len(v.Quantities) - 1; k >= 0; k-- {
			q := &v.Quantities[k]
			if q.End > colon || colon-q.End > 60 || q.Value != float64(int(q.Value)) || q.Value < 2 || q.Value > 12 || q.Kind == lang.Ordinal {
				continue
			}
			_, w := utf8.DecodeRuneInString(s[colon:])
			e, ok := itemsAfter(s, colon+w, spaced)
			if !ok {
				break
			}
			c := &count{q.Span, int(q.Value), e, int(q.Value) >= e.min && int(q.Value) <= e.max}
			counts[i] = c
			n++
			break
		}
	}
	if n == 0 {
		return false
	}
	var wrong, right []int
	for _, i := range sides {
		if c := counts[i]; c != nil && c.fits {
			right = append(right, i)
		} else if c != nil {
			wrong = append(wrong, i)
		}
	}
	if len(wrong) == 0 {
		return false
	}
	sev := Note
	if len(right) > 0 && len(wrong) == 1 {
		sev = Warning
	}
	k := wrong[0]
	if d := counts[k].value - counts[k].items.max; len(right) == 0 && d < 2 && d > -2 {
		return false
	}
	f := p.setAgainst("list-count.announced", sev, sides, k, false, func(i int) text.Span {
		if counts[i] != nil {
			return counts[i].Span
		}
		return text.Span{}
	})
	f.Message.Args["Lang"], f.Message.Args["Count"] = p.Sides[k].Lang.Code, counts[k].items.max
	if len(right) > 1 && p.Source < 0 {
		f.Odd = p.Sides[k].Lang.Code
	}
	p.Report(f)
	return true
}

// itemsAfter counts the items from offset on to the end of the sentence.
func itemsAfter(s string, from int, spaced bool) (enumeration, bool) {
	to := len(s)
	marks := ".!?\n"
	if !spaced {
		marks = "。！？\n"
	}
	if k := strings.IndexAny(s[from:], marks); k >= 0 {
		to = from + k
	}
	part := s[from:to]
	e := enumeration{Span: text.Span{Start: from, End: to}}
	if spaced {
		sep := ","
		if strings.Contains(part, ";") {
			sep = ";"
		}
		e.min = strings.Count(part, sep) + 1
		e.max = e.min
		last := part[strings.LastIndex(part, sep)+1:]
		for _, w := range splitWords(part) {
			if listConjunction(w.low) {
				e.max++
			}
		}
		if ws := splitWords(last); len(ws) > 0 && listConjunction(ws[0].low) {
			e.max--
		}
		if sep == ";" {
			e.max = e.min
		}
		return e, e.max > 1
	}
	sep := "、"
	switch {
	case strings.Contains(part, "；"):
		sep = "；"
	case !strings.Contains(part, "、") && strings.Contains(part, "，"):
		sep = "，"
	}
	e.min = strings.Count(part, sep) + 1
	e.max = e.min
	if sep == "、" {
		for _, m := range []string{"和", "与", "及", "或"} {
			e.max += strings.Count(part, m)
		}
	}
	return e, e.max > 1
}
