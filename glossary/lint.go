package glossary

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
)

// IssueKind names what is amiss in a glossary. It is the same in every
// language of the interface.
type IssueKind string

// The kinds of issue.
const (
	// Duplicate: a term stands twice in one language of one concept, or two of
	// its terms differ in case or kinds of hyphen and apostrophe alone.
	Duplicate IssueKind = "duplicate"
	// Homograph: a term of one concept is a term of another.
	Homograph IssueKind = "homograph"
	// Contradiction: a deprecated form is a right form of the same concept.
	Contradiction IssueKind = "contradiction"
	// NoTerm: a concept has no term in a language that most concepts have.
	NoTerm IssueKind = "no-term"
	// NoPreferred: a language of a concept has terms and none is preferred.
	NoPreferred IssueKind = "no-preferred"
	// SeveralPreferred: a language of a concept has more than one.
	SeveralPreferred IssueKind = "several-preferred"
	// Unmatchable: no text can hold the term, not even the term itself.
	Unmatchable IssueKind = "unmatchable"
	// Shadowed: wherever the term stands, another one of the same concept is
	// found, which is right where this one is not or the other way round.
	Shadowed IssueKind = "shadowed"
	// InconsistentCase: a word of the term starts with a capital here and with a
	// small letter in the same place of another term.
	InconsistentCase IssueKind = "case"
	// MixedScripts: a word mixes letters of two scripts that look alike.
	MixedScripts IssueKind = "mixed-scripts"
	// WrongLanguage: the term is not written in the script of its language, or
	// its small words are another language's.
	WrongLanguage IssueKind = "wrong-language"
	// UnknownRelation: a concept is part of one that the glossary does not have.
	UnknownRelation IssueKind = "unknown-relation"
	// Cycle: a concept is part of itself, by way of others.
	Cycle IssueKind = "cycle"
)

// Issue is one thing amiss.
type Issue struct {
	Kind    IssueKind
	Concept *Concept
	Term    *Term    // nil where the concept or a language is meant
	Lang    string   // code of the language meant, "" for none
	Other   *Concept // the other concept of a homograph or a relation
	With    *Term    // the other term
	Grave   bool     // what the check would say because of it is wrong
}

// String says the issue in English.
func (i Issue) String() string {
	s := fmt.Sprintf("%s: ", i.Concept.ID)
	switch i.Kind {
	case Duplicate:
		return s + fmt.Sprintf("%s %q stands twice (as %q, %s)", i.Lang, i.Term.Text, i.With.Text, i.With.Status)
	case Homograph:
		return s + fmt.Sprintf("%s %q (%s) is also a term of %s (%s)", i.Lang, i.Term.Text, i.Term.Status, i.Other.ID, i.With.Status)
	case Contradiction:
		return s + fmt.Sprintf("%s %q is %s and %s", i.Lang, i.Term.Text, i.Term.Status, i.With.Status)
	case NoTerm:
		return s + fmt.Sprintf("no term in %s", i.Lang)
	case NoPreferred:
		return s + fmt.Sprintf("no preferred term in %s", i.Lang)
	case SeveralPreferred:
		return s + fmt.Sprintf("%s has more than one preferred term: %q, %q", i.Lang, i.With.Text, i.Term.Text)
	case Unmatchable:
		return s + fmt.Sprintf("%s %q is found in no text", i.Lang, i.Term.Text)
	case Shadowed:
		return s + fmt.Sprintf("%s %q is never found: %q stands for it", i.Lang, i.Term.Text, i.With.Text)
	case InconsistentCase:
		return s + fmt.Sprintf("%s %q has other capitals than %q of %s", i.Lang, i.Term.Text, i.With.Text, i.Other.ID)
	case MixedScripts:
		return s + fmt.Sprintf("%s %q mixes scripts in one word", i.Lang, i.Term.Text)
	case WrongLanguage:
		return s + fmt.Sprintf("%q does not look like %s", i.Term.Text, i.Lang)
	case UnknownRelation:
		return s + fmt.Sprintf("is part of %q, which the glossary does not have", i.Other.ID)
	case Cycle:
		return s + "is part of itself"
	}
	return s + string(i.Kind)
}

// Lint lists what is amiss in a glossary, concept by concept in its order.
func Lint(g *Glossary) []Issue {
	l := &linter{g: g, langs: usualLanguages(g)}
	l.statuses()
	l.occurrences()
	l.writing()
	l.relations()
	index := map[*Concept]int{}
	for i, c := range g.Concepts {
		index[c] = i
	}
	slices.SortStableFunc(l.out, func(a, b Issue) int { return cmp.Compare(index[a.Concept], index[b.Concept]) })
	return l.out
}

type linter struct {
	g     *Glossary
	langs []string
	out   []Issue
}

func (l *linter) add(i Issue) {
	if i.Lang == "" && i.Term != nil {
		i.Lang = i.Term.Lang
	}
	l.out = append(l.out, i)
}

// usualLanguages are those that at least half of the concepts have, in the
// order of their first term.
func usualLanguages(g *Glossary) []string {
	count := map[string]int{}
	var order []string
	for _, c := range g.Concepts {
		seen := map[string]bool{}
		for i := range c.Terms {
			if k := c.Terms[i].Lang; !seen[k] {
				seen[k] = true
				if count[k]++; count[k] == 1 {
					order = append(order, k)
				}
			}
		}
	}
	return slices.DeleteFunc(order, func(k string) bool { return 2*count[k] < len(g.Concepts) })
}

// statuses looks at the terms of each concept by themselves.
func (l *linter) statuses() {
	for _, c := range l.g.Concepts {
		for _, code := range l.langs {
			if len(c.In(code)) == 0 {
				l.add(Issue{Kind: NoTerm, Concept: c, Lang: code})
			}
		}
		preferred := map[string]*Term{} // by tag: zh-Hans and zh-Hant may have one each
		var seen []string
		for i := range c.Terms {
			t := &c.Terms[i]
			if !slices.Contains(seen, t.Lang) {
				seen = append(seen, t.Lang)
			}
			if t.Status == Preferred {
				if p := preferred[t.tag()]; p != nil {
					l.add(Issue{Kind: SeveralPreferred, Concept: c, Term: t, With: p})
				} else {
					preferred[t.tag()] = t
				}
			}
			for j := range c.Terms[:i] {
				o := &c.Terms[j]
				if o.Lang != t.Lang || lang.FoldKey(o.Text) != lang.FoldKey(t.Text) || o.tag() != t.tag() && o.Status == t.Status {
					continue
				}
				if accented(o.Text) != accented(t.Text) {
					continue // the accents tell them apart
				}
				if rightStatus(o.Status) != rightStatus(t.Status) {
					l.add(Issue{Kind: Contradiction, Concept: c, Term: t, With: o, Grave: true})
				} else {
					l.add(Issue{Kind: Duplicate, Concept: c, Term: t, With: o})
				}
			}
		}
		for _, code := range seen {
			any := false
			for _, t := range c.In(code) {
				any = any || t.Status == Preferred
			}
			if !any {
				l.add(Issue{Kind: NoPreferred, Concept: c, Lang: code})
			}
		}
	}
}

func rightStatus(s Status) bool { return s == Preferred || s == Admitted }

func accented(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// occurrences searches each term in itself, with all others: what cannot be
// found, what another concept or another status takes.
func (l *linter) occurrences() {
	matchers := map[string]*Matcher{}
	for _, c := range l.g.Concepts {
		for i := range c.Terms {
			t := &c.Terms[i]
			m := matchers[t.Lang]
			if m == nil {
				m = NewMatcher(lang.Get(t.Lang), l.g)
				matchers[t.Lang] = m
			}
			found := false
			var same *Term
			told := map[*Concept]bool{}
			for _, o := range m.FindAll(t.Text) {
				if o.Nested || o.Gap {
					continue
				}
				if o.Term == t {
					found = true
				}
				if o.Concept == c && o.Term != t {
					same = o.Term
				}
				if o.Concept != c && !told[o.Concept] && lang.FoldKey(o.Of(t.Text)) == lang.FoldKey(t.Text) && before(l.g, c, o.Concept, t, o.Term) {
					told[o.Concept] = true
					l.add(Issue{Kind: Homograph, Concept: c, Term: t, Other: o.Concept, With: o.Term})
				}
			}
			switch {
			case found:
			case same != nil:
				if lang.FoldKey(same.Text) != lang.FoldKey(t.Text) && rightStatus(same.Status) != rightStatus(t.Status) {
					l.add(Issue{Kind: Shadowed, Concept: c, Term: t, With: same, Grave: true})
				}
			default:
				l.add(Issue{Kind: Unmatchable, Concept: c, Term: t, Grave: true})
			}
		}
	}
}

// before reports whether a homograph is to be told here: once for each pair, at
// the concept that comes first, or at the deprecated one.
func before(g *Glossary, a, b *Concept, x, y *Term) bool {
	if rightStatus(x.Status) != rightStatus(y.Status) {
		return !rightStatus(x.Status)
	}
	return slices.Index(g.Concepts, a) < slices.Index(g.Concepts, b)
}

// writing looks at letters: capitals, scripts, language.
func (l *linter) writing() {
	type use struct {
		c *Concept
		t *Term
	}
	spelt := map[string]use{} // language and folded term to the first use
	for _, c := range l.g.Concepts {
		for i := range c.Terms {
			t := &c.Terms[i]
			k := t.Lang + "\x00" + lang.FoldKey(t.Text)
			if o, ok := spelt[k]; !ok {
				spelt[k] = use{c, t}
			} else if o.c != c && o.t.Text != t.Text && strings.EqualFold(o.t.Text, t.Text) {
				l.add(Issue{Kind: InconsistentCase, Concept: c, Term: t, Other: o.c, With: o.t})
			}
			if mixedScripts(t.Text) {
				l.add(Issue{Kind: MixedScripts, Concept: c, Term: t, Grave: true})
			} else if wrongLanguage(t) {
				l.add(Issue{Kind: WrongLanguage, Concept: c, Term: t})
			}
		}
	}
}

// mixedScripts reports whether one word holds letters of two of the scripts
// whose letters are taken for one another.
func mixedScripts(s string) bool {
	for _, w := range strings.FieldsFunc(s, notWord) {
		n := 0
		for _, script := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek} {
			if strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(script, r) }) {
				n++
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}

// small are words that a term of the language has and one of the others has not.
var small = map[string][]string{
	"fr": {"de", "du", "des", "et", "la", "le", "les", "pour", "au", "aux"},
	"en": {"of", "the", "and", "for", "to", "on", "with"},
}

func wrongLanguage(t *Term) bool {
	l := lang.Get(t.Lang)
	han, letters := 0, 0
	for _, r := range t.Text {
		if unicode.Is(unicode.Han, r) {
			han++
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters == 0 {
		return false
	}
	if l.Known() && !l.Dense {
		if han > 0 {
			return true
		}
		own, other := 0, 0
		for _, w := range strings.Fields(strings.ToLower(t.Text)) {
			for code, words := range small {
				if slices.Contains(words, w) {
					if code == t.Lang {
						own++
					} else {
						other++
					}
				}
			}
		}
		return other > 0 && own == 0 && len(strings.Fields(t.Text)) > 2
	}
	if l.Known() && l.Dense && han == 0 {
		// a name or an acronym may stay in Latin letters, a phrase in small ones not
		r, _ := utf8.DecodeRuneInString(t.Text)
		return strings.Contains(t.Text, " ") && unicode.IsLower(r)
	}
	return false
}

// relations looks at the parts.
func (l *linter) relations() {
	by := map[string]*Concept{}
	for _, c := range l.g.Concepts {
		by[c.ID] = c
	}
	for _, c := range l.g.Concepts {
		for _, id := range c.PartOf {
			if by[id] == nil {
				l.add(Issue{Kind: UnknownRelation, Concept: c, Other: &Concept{ID: id}, Grave: true})
			}
		}
		seen := map[string]bool{}
		queue := slices.Clone(c.PartOf)
		for len(queue) > 0 {
			id := queue[0]
			queue = queue[1:]
			if id == c.ID {
				l.add(Issue{Kind: Cycle, Concept: c, Grave: true})
				break
			}
			if o := by[id]; o != nil && !seen[id] {
				seen[id] = true
				queue = append(queue, o.PartOf...)
			}
		}
	}
}
