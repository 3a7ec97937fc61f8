package divergence

import (
	"cmp"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// driftCheck names the findings of drift. It is no check of All: those look at
// the versions of one text, drift at texts of several days.
const (
	driftCheck    = "drift"
	driftCategory = "terminology/inconsistent use of terminology"
	driftTexts    = 3 // without the preferred form make a habit
)

// Dated is a text with its day, YYYY-MM-DD, "" where it is not known.
type Dated struct {
	*text.Document
	Date string
}

var isoDate = regexp.MustCompile(`(?:^|[^0-9])([12][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?:[^0-9]|$)`)

// DateOf tells the day of a text, YYYY-MM-DD: the one in the name of its file,
// else the first date of the text that has year, month and day; "" for none.
func DateOf(d *text.Document) string {
	if m := isoDate.FindStringSubmatch(filepath.Base(d.Name)); m != nil {
		return m[1] + "-" + m[2] + "-" + m[3]
	}
	l := lang.Get(d.Lang)
	for line := range strings.Lines(d.Text) {
		for _, t := range l.Dates(line) {
			if t.Year > 0 && t.Month > 0 && t.Day > 0 && t.Relative == "" {
				return fmt.Sprintf("%04d-%02d-%02d", t.Year, t.Month, t.Day)
			}
		}
	}
	return ""
}

// Usage is how texts name one concept in one language.
type Usage struct {
	Glossary *glossary.Glossary
	Concept  *glossary.Concept
	Lang     string
	Forms    []FormUse // those that occur, in the order of the glossary
	// Left is the first day from which on no dated text has a preferred form and
	// some have others, after one had; "" where usage holds.
	Left string
}

// FormUse is where a form occurs.
type FormUse struct {
	Term        *glossary.Term
	Count       int
	Texts       int
	First, Last string // days of dated texts, "" for none
}

// Drift is what usage over time is: one Usage per concept and language that
// occurs, in the order of glossaries, concepts and terms; and findings by text,
// in the order of docs, their one side being that text. A finding is where a
// preferred form was given up: a warning where three texts or more follow, or the
// other form is deprecated, else a note: an acronym may stand for a name once. Texts without date are counted and
// prove nothing.
func Drift(docs []Dated, gs []*glossary.Glossary) ([]*Usage, [][]Finding) {
	type use struct {
		doc   int
		count int
		first text.Span
	}
	uses := map[*glossary.Term][]use{}
	finder := newFinder(gs)
	for i, d := range docs {
		finder.each(d.Document, func(o glossary.Occurrence) {
			list := uses[o.Term]
			if n := len(list); n > 0 && list[n-1].doc == i {
				list[n-1].count++
				return
			}
			uses[o.Term] = append(list, use{i, 1, o.Span})
		})
	}
	var out []*Usage
	findings := make([][]Finding, len(docs))
	eachConcept(gs, func(g *glossary.Glossary, c *glossary.Concept, code string, terms []*glossary.Term) {
		u := &Usage{Glossary: g, Concept: c, Lang: code}
		preferred, later := "", map[int]use{} // the last day of a preferred form
		var wanted *glossary.Term
		by := map[int]*glossary.Term{}
		for _, t := range terms {
			if len(uses[t]) == 0 {
				continue
			}
			f := FormUse{Term: t, Texts: len(uses[t])}
			for _, x := range uses[t] {
				f.Count += x.count
				day := docs[x.doc].Date
				if day == "" {
					continue
				}
				if f.First == "" || day < f.First {
					f.First = day
				}
				f.Last = max(f.Last, day)
			}
			if t.Status == glossary.Preferred && f.Last > preferred {
				preferred, wanted = f.Last, t
			}
			u.Forms = append(u.Forms, f)
		}
		if len(u.Forms) == 0 {
			return
		}
		out = append(out, u)
		if wanted == nil {
			return
		}
		for _, t := range terms {
			if t.Status == glossary.Preferred || holdsPreferred(t, terms) {
				continue
			}
			for _, x := range uses[t] {
				if docs[x.doc].Date <= preferred {
					continue
				}
				if o, ok := later[x.doc]; !ok || x.first.Start < o.first.Start {
					later[x.doc], by[x.doc] = x, t
				}
			}
		}
		first := -1
		deprecated := false
		for i := range docs { // in their order, so that equal days decide alike
			if _, ok := later[i]; !ok {
				continue
			}
			deprecated = deprecated || by[i].Status == glossary.Deprecated
			if first < 0 || docs[i].Date < docs[first].Date {
				first = i
			}
		}
		if first < 0 {
			return
		}
		u.Left = docs[first].Date
		severity := Note
		if len(later) >= driftTexts || deprecated {
			severity = Warning
		}
		findings[first] = append(findings[first], driftFinding("drift.left", severity, c, by[first], later[first].first, map[string]any{
			"Lang": code, "Term": wanted.Text, "Found": by[first].Text, "Text": preferred}))
	})
	return out, findings
}

// holdsPreferred reports whether a form is a preferred one with words around it
// (établissement des relations diplomatiques): no departure from that.
func holdsPreferred(t *glossary.Term, terms []*glossary.Term) bool {
	if t.Status != glossary.Admitted {
		return false
	}
	return slices.ContainsFunc(terms, func(p *glossary.Term) bool {
		return p.Status == glossary.Preferred && strings.Contains(lang.FoldKey(t.Text), lang.FoldKey(p.Text))
	})
}

func driftFinding(id string, s Severity, c *glossary.Concept, t *glossary.Term, at text.Span, args map[string]any) Finding {
	return Finding{
		Check: driftCheck, Category: driftCategory, Severity: s, Concept: c.ID, Problem: string(t.Status),
		Message: Message{ID: id, Args: args}, At: []Location{{0, at}},
	}
}

// finder finds the terms of glossaries in texts of any language.
type finder struct {
	gs []*glossary.Glossary
	by map[string]*glossary.Matcher
}

func newFinder(gs []*glossary.Glossary) *finder {
	return &finder{gs, map[string]*glossary.Matcher{}}
}

func (f *finder) each(d *text.Document, yield func(glossary.Occurrence)) {
	m := f.by[d.Lang]
	if m == nil {
		m = glossary.NewMatcher(lang.Get(d.Lang), f.gs...)
		f.by[d.Lang] = m
	}
	m.Each(d.Text, yield)
}

// eachConcept calls f for every concept and each of its languages, with the
// terms it has there.
func eachConcept(gs []*glossary.Glossary, f func(g *glossary.Glossary, c *glossary.Concept, code string, terms []*glossary.Term)) {
	for _, g := range gs {
		for _, c := range g.Concepts {
			var codes []string
			for i := range c.Terms {
				if !slices.Contains(codes, c.Terms[i].Lang) {
					codes = append(codes, c.Terms[i].Lang)
				}
			}
			for _, code := range codes {
				var terms []*glossary.Term
				for i := range c.Terms {
					if c.Terms[i].Lang == code {
						terms = append(terms, &c.Terms[i])
					}
				}
				f(g, c, code, terms)
			}
		}
	}
}

// Change is how often texts had a form then and have it now.
type Change struct {
	Glossary  *glossary.Glossary
	Concept   *glossary.Concept
	Term      *glossary.Term
	Then, Now int
	// Left counts the texts in which the form took a preferred form's place.
	Left int
}

// Compare compares texts as they were with the same texts as they are; then[i]
// is nil where now[i] is new. Forms that occur neither then nor now are left
// out. The findings, by text, tell where a preferred form became rarer and
// another form more frequent: a warning where that one is deprecated, else a
// note.
func Compare(then, now []*text.Document, gs []*glossary.Glossary) ([]*Change, [][]Finding) {
	type count struct {
		then, now int
		first     text.Span
	}
	finder := newFinder(gs)
	byDoc := make([]map[*glossary.Term]*count, len(now))
	for i := range now {
		m := map[*glossary.Term]*count{}
		at := func(t *glossary.Term) *count {
			if m[t] == nil {
				m[t] = &count{}
			}
			return m[t]
		}
		if then[i] != nil {
			finder.each(then[i], func(o glossary.Occurrence) { at(o.Term).then++ })
		}
		finder.each(now[i], func(o glossary.Occurrence) {
			c := at(o.Term)
			if c.now++; c.now == 1 {
				c.first = o.Span
			}
		})
		byDoc[i] = m
	}
	var out []*Change
	findings := make([][]Finding, len(now))
	eachConcept(gs, func(g *glossary.Glossary, k *glossary.Concept, code string, terms []*glossary.Term) {
		changes := map[*glossary.Term]*Change{}
		for _, t := range terms {
			c := &Change{Glossary: g, Concept: k, Term: t}
			for i := range now {
				if n := byDoc[i][t]; n != nil {
					c.Then += n.then
					c.Now += n.now
				}
			}
			if c.Then+c.Now > 0 {
				changes[t] = c
				out = append(out, c)
			}
		}
		for i := range now {
			var lost *glossary.Term
			for _, t := range terms {
				if n := byDoc[i][t]; n != nil && t.Status == glossary.Preferred && n.now < n.then && lost == nil {
					lost = t
				}
			}
			if lost == nil {
				continue
			}
			for _, t := range terms {
				n := byDoc[i][t]
				if n == nil || t.Status == glossary.Preferred || n.now <= n.then || holdsPreferred(t, terms) {
					continue
				}
				changes[t].Left++
				severity := Note
				if t.Status == glossary.Deprecated {
					severity = Warning
				}
				findings[i] = append(findings[i], driftFinding("drift.replaced", severity, k, t, n.first, map[string]any{
					"Lang": code, "Term": lost.Text, "Found": t.Text}))
			}
		}
	})
	return out, findings
}

// Break is a form that a change of a glossary made wrong, with the texts that
// have it.
type Break struct {
	Concept *glossary.Concept // as it is now; as it was where it is gone
	Term    *glossary.Term
	// Removed says that the glossary no longer has the form, which was right; else
	// it has it as deprecated or superseded now and had it otherwise.
	Removed bool
	Count   int
	Texts   []int // indexes
}

// Breaks lists the forms that are wrong by the glossary as it is now, were not
// as it was, and occur in the texts, deprecated ones in the order of the new
// glossary, then removed ones in that of the old one. The findings, by text,
// are warnings at the first occurrence.
func Breaks(was, is *glossary.Glossary, docs []*text.Document) ([]*Break, [][]Finding) {
	type key struct{ concept, lang, term string }
	status := func(g *glossary.Glossary) map[key]glossary.Status {
		m := map[key]glossary.Status{}
		for _, c := range g.Concepts {
			for _, t := range c.Terms {
				m[key{c.ID, t.Lang, t.Text}] = t.Status
			}
		}
		return m
	}
	wrong := func(s glossary.Status) bool { return s == glossary.Deprecated || s == glossary.Superseded }
	old, now := status(was), status(is)
	breaks := map[*glossary.Term]*Break{}
	var order []*Break
	note := func(g *glossary.Glossary, broken func(k key, s glossary.Status) bool, removed bool) {
		for _, c := range g.Concepts {
			for i := range c.Terms {
				t := &c.Terms[i]
				if broken(key{c.ID, t.Lang, t.Text}, t.Status) {
					b := &Break{Concept: c, Term: t, Removed: removed}
					breaks[t] = b
					order = append(order, b)
				}
			}
		}
	}
	note(is, func(k key, s glossary.Status) bool { return wrong(s) && !wrong(old[k]) }, false)
	note(was, func(k key, s glossary.Status) bool { return !wrong(s) && now[k] == "" }, true)

	findings := make([][]Finding, len(docs))
	finders := []*finder{newFinder([]*glossary.Glossary{is}), newFinder([]*glossary.Glossary{was})}
	for i, d := range docs {
		var covered []text.Span // by terms of the glossary as it is
		for k, f := range finders {
			f.each(d, func(o glossary.Occurrence) {
				if k == 0 {
					covered = append(covered, o.Span)
				} else if _, known := slices.BinarySearchFunc(covered, o.Span, func(s, t text.Span) int {
					return cmp.Or(cmp.Compare(s.Start, t.Start), cmp.Compare(s.End, t.End))
				}); known {
					return // another concept has it
				}
				b := breaks[o.Term]
				if b == nil {
					return
				}
				b.Count++
				if n := len(b.Texts); n > 0 && b.Texts[n-1] == i {
					return
				}
				b.Texts = append(b.Texts, i)
				id := "drift.deprecated"
				if b.Removed {
					id = "drift.removed"
				}
				f := driftFinding(id, Warning, b.Concept, b.Term, o.Span, map[string]any{"Lang": d.Lang, "Found": b.Term.Text})
				if b.Removed {
					f.Problem = "wrong"
				}
				findings[i] = append(findings[i], f)
			})
		}
	}
	return slices.DeleteFunc(order, func(b *Break) bool { return b.Count == 0 }), findings
}
