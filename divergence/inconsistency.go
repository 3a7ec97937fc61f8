package divergence

import (
	_ "embed"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

//go:embed docs/inconsistency.md
var inconsistencyDoc string

// Inconsistency reports what a set of documents says in two ways.
var Inconsistency = &Check{
	Name: "inconsistency", Doc: inconsistencyDoc, Category: "terminology/inconsistent with terminology resource",
	Run: func(*Pass) {}, Finish: finishInconsistency,
}

const (
	leastWords    = 4 // words that a sentence must have to be compared
	leastChars    = 8 // characters, in languages without spaces
	phraseTimes   = 3 // beads in which a phrase must stand
	phraseWords   = 4 // most words of a phrase
	phraseSpan    = 8 // most characters of one without spaces
	phraseLetters = 4 // fewest characters of one
	surely        = 4 // beads after which a rendering is missed wherever nothing of it stands
)

// rendered is one side of a bead as it is compared: letters and digits in lower
// case, words parted by one space; spans lead back.
type rendered struct {
	text.Span
	key   string
	words []word // Latin words and Chinese characters, one each
}

// renderings are the sides of all beads of r that have all versions.
func renderings(r *Result) (out [][]rendered, beads []int) {
	sents := make([][]text.Sentence, len(r.Documents))
	for i, d := range r.Documents {
		sents[i] = d.Sentences()
	}
next:
	for b, bead := range r.Alignment.Beads {
		row := make([]rendered, len(r.Documents))
		for i, d := range r.Documents {
			g := bead.Sents[i]
			if g.Len() == 0 {
				continue next
			}
			a := text.Span{Start: sents[i][g.Lo].Start, End: sents[i][g.Hi-1].End}
			x := rendered{Span: a}
			for _, w := range splitWords(a.Of(d.Text)) {
				w.Span = w.Span.Shift(a.Start)
				if !w.han {
					x.words = append(x.words, w)
					continue
				}
				n := utf8.RuneCountInString(w.low)
				width := w.Len() / n
				k := 0
				for _, c := range w.low {
					x.words = append(x.words, word{Span: text.Span{Start: w.Start + k*width, End: w.Start + (k+1)*width}, low: string(c), han: true})
					k++
				}
			}
			// digits count: the 14 projects are not the 15 projects
			var key strings.Builder
			for _, c := range strings.ToLower(lang.Simplify(a.Of(d.Text))) {
				if c >= '0' && c <= '9' || c > 127 && !strings.ContainsRune("，。；：、！？“”‘’«»（）…\u00a0\u202f", c) || c >= 'a' && c <= 'z' {
					key.WriteRune(c)
				}
			}
			x.key = key.String()
			row[i] = x
		}
		out, beads = append(out, row), append(beads, b)
	}
	return
}

// long reports whether x says enough for a repetition to be no chance.
func (x *rendered) long(spaced bool) bool {
	if spaced {
		return len(x.words) >= leastWords
	}
	return len(x.words) >= leastChars
}

func finishInconsistency(r *Result) []Finding {
	n := len(r.Documents)
	if n < 2 || len(r.Alignment.Beads) < 2 {
		return nil
	}
	rows, beads := renderings(r)
	langs := make([]*lang.Language, n)
	for i, d := range r.Documents {
		langs[i] = lang.Get(d.Lang)
	}
	var out []Finding
	for j := range n { // the side that varies
		for i := range n {
			if i != j && langs[i] != langs[j] {
				out = append(out, sameSentences(r, rows, beads, langs, i, j)...)
			}
		}
	}
	// the same finding from two witnesses is one
	out = onePlace(out)
	return append(out, floating(r, rows, beads, langs)...)
}

// onePlace keeps the first finding at each place.
func onePlace(fs []Finding) []Finding {
	seen := map[Location]bool{}
	keep := fs[:0]
	for _, f := range fs {
		if !seen[f.At[0]] {
			seen[f.At[0]] = true
			keep = append(keep, f)
		}
	}
	return keep
}

// sameSentences finds sentences that stand more than once on side i and are
// not rendered alike on side j. Taken both ways it finds one rendering of
// different sentences too.
func sameSentences(r *Result, rows [][]rendered, beads []int, langs []*lang.Language, i, j int) []Finding {
	first := map[string]int{} // row of the first of each
	count := map[string]int{}
	for k := range rows {
		if x := &rows[k][i]; x.long(langs[i].Spaced) {
			count[x.key]++
			if _, ok := first[x.key]; !ok {
				first[x.key] = k
			}
		}
	}
	var out []Finding
	for k := range rows {
		x := &rows[k][i]
		f, ok := first[x.key]
		if !ok || f == k || rows[f][j].key == rows[k][j].key {
			continue
		}
		out = append(out, inconsistent("inconsistency.sentence", r, langs, beads[k], count[x.key], []Location{{j, rows[k][j].Span}, {j, rows[f][j].Span}, {i, x.Span}}))
	}
	return out
}

// inconsistent makes a note: at its locations, the one that varies first, its
// other form, and what both render.
func inconsistent(id string, r *Result, langs []*lang.Language, bead, count int, at []Location) Finding {
	forms := make([]string, len(at))
	for k, l := range at {
		if forms[k] = l.Span.Of(r.Documents[l.Side].Text); forms[k] == "" {
			forms[k] = "–"
		}
	}
	return Finding{
		Severity: Note, Bead: bead, At: at,
		Message: Message{ID: id, Args: map[string]any{"Lang": langs[at[0].Side].Code, "Other": langs[at[len(at)-1].Side].Code, "Forms": strings.Join(forms, " | "), "Count": count}},
	}
}

// occurrence is a phrase in a row.
type occurrence struct {
	row int
	at  text.Span
}

// phrasesOf indexes the phrases of side i that do not begin or end with a
// function word: where each stands, once a row.
func phrasesOf(rows [][]rendered, i int, spaced bool) map[string][]occurrence {
	out := map[string][]occurrence{}
	for k := range rows {
		ws := rows[k][i].words
		for a := range ws {
			if edge(&ws[a]) {
				continue
			}
			var key strings.Builder
			most, least := phraseWords, 2
			if !spaced {
				most, least = phraseSpan, phraseLetters
			}
			for l := 1; l <= most && a+l <= len(ws); l++ {
				w := &ws[a+l-1]
				if l > 1 && ws[a+l-2].End != w.Start && (w.han || w.Start-ws[a+l-2].End > 3) {
					break // a mark stands between
				}
				if spaced && l > 1 {
					key.WriteByte(' ')
				}
				key.WriteString(w.low)
				if l < least || edge(w) {
					continue
				}
				at := out[key.String()]
				if len(at) > 0 && at[len(at)-1].row == k {
					continue
				}
				out[key.String()] = append(at, occurrence{k, text.Span{Start: ws[a].Start, End: w.End}})
			}
		}
	}
	return out
}

// renders reports whether the lexicon, names and letters account for each of
// two phrases by the other.
func renders(r *Result, langs []*lang.Language, i int, a text.Span, j int, b text.Span) bool {
	p := &Pass{Source: -1, c: &Checker{}, Sides: []Side{
		{Index: 0, Lang: langs[i], Text: a.Of(r.Documents[i].Text)},
		{Index: 1, Lang: langs[j], Text: b.Of(r.Documents[j].Text)},
	}}
	p.state.sides = make([]sideState, 2)
	forth, _ := p.coverage(0, 1)
	back, _ := p.coverage(1, 0)
	return forth >= .6 && back >= .6
}

// varies reports whether words hold a part of the phrase and not all of it, in
// whatever form and order; with nothing of it too, where sure.
func varies(phrase string, ws []word, spaced, sure bool) bool {
	var parts []string
	if spaced {
		parts = strings.Fields(phrase)
	} else {
		for _, r := range phrase {
			parts = append(parts, string(r))
		}
	}
	n, of := 0, 0
	for _, q := range parts {
		if functionWords[q] || !spaced && functionChars[[]rune(q)[0]] {
			continue
		}
		of++
		for k := range ws {
			if w := ws[k].low; w == q || len(q) > 4 && len(w) > 4 && strings.HasPrefix(w, q[:4]) && spaced {
				n++
				break
			}
		}
	}
	return n < of && (sure || n*2 >= of)
}

func edge(w *word) bool {
	if w.han {
		r, _ := utf8.DecodeRuneInString(w.low)
		return functionChars[r]
	}
	return functionWords[w.low] || len(w.low) < 3
}

// floating finds phrases of one side that stand in three beads or more and are
// rendered by one phrase in all of them but one or two.
func floating(r *Result, rows [][]rendered, beads []int, langs []*lang.Language) []Finding {
	n := len(r.Documents)
	all := make([]map[string][]occurrence, n)
	for i := range n {
		all[i] = phrasesOf(rows, i, langs[i].Spaced)
		for k, at := range all[i] {
			if len(at) < phraseTimes-1 {
				delete(all[i], k)
			}
		}
	}
	type term struct {
		side  int
		key   string
		where []occurrence
	}
	var out []Finding
	told := map[[2]int]bool{}
	for i := range n {
		var terms []term
		for k, at := range all[i] {
			if len(at) >= phraseTimes && len(at) <= 40 {
				terms = append(terms, term{i, k, at})
			}
		}
		// the longest first: a part of a term that was told is not told again
		sort.Slice(terms, func(a, b int) bool {
			if len(terms[a].key) != len(terms[b].key) {
				return len(terms[a].key) > len(terms[b].key)
			}
			return terms[a].key < terms[b].key
		})
		for j := range n {
			if i == j || langs[i] == langs[j] {
				continue
			}
			byRow := map[int][]string{}
			for k, at := range all[j] {
				for _, o := range at {
					byRow[o.row] = append(byRow[o.row], k)
				}
			}
			for _, t := range terms {
				in := map[string]int{}
				for _, o := range t.where {
					for _, k := range byRow[o.row] {
						in[k]++
					}
				}
				// the rendering: in all rows of the phrase but one, and in no other row
				best := ""
				for k, c := range in {
					if c >= len(t.where)-1 && c >= phraseTimes-1 && len(all[j][k]) == c && (best == "" || c > in[best] || c == in[best] && (len(k) > len(best) || len(k) == len(best) && k < best)) {
						best = k
					}
				}
				if best == "" || in[best] == len(t.where) {
					continue
				}
				has := map[int]text.Span{}
				for _, o := range all[j][best] {
					has[o.row] = o.at
				}
				usual := all[j][best][0]
				if !renders(r, langs, i, t.where[0].at, j, usual.at) {
					continue
				}
				for _, o := range t.where {
					if _, ok := has[o.row]; ok || told[[2]int{o.row, j}] || !varies(best, rows[o.row][j].words, langs[j].Spaced, in[best] >= surely) {
						continue
					}
					told[[2]int{o.row, j}] = true
					x := rows[o.row][j]
					f := inconsistent("inconsistency.term", r, langs, beads[o.row], in[best], []Location{{j, text.Span{Start: x.Start, End: x.Start}}, {j, usual.at}, {i, o.at}})
					out = append(out, f)
				}
			}
		}
	}
	return out
}
