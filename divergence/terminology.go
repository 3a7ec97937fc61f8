package divergence

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

//go:embed docs/terminology.md
var terminologyDoc string

// Terminology reports concepts of the glossaries that a version renders
// otherwise than its glossary says.
var Terminology = &Check{
	Name: "terminology", Doc: terminologyDoc, Category: "terminology/inconsistent-with-terminology-resource",
	Run: runTerminology,
}

// usage is how one concept stands on the sides of a bead.
type usage struct {
	concept  *glossary.Concept
	glossary *glossary.Glossary
	sides    []sideUsage
}

// sideUsage are the occurrences of a concept on one side. full are those that
// stand for the text themselves, right or not; soft ones are inside a longer
// term or have a gap: they can answer a demand but make none.
type sideUsage struct {
	full []*glossary.Occurrence
	soft []*glossary.Occurrence
}

func right(o *glossary.Occurrence) bool {
	return o.Term.Status == glossary.Preferred || o.Term.Status == glossary.Admitted
}

// count counts the occurrences of some status.
func (s *sideUsage) count(st ...glossary.Status) (n int) {
	for _, o := range s.full {
		for _, x := range st {
			if o.Term.Status == x {
				n++
			}
		}
	}
	return n
}

func (s *sideUsage) first(st ...glossary.Status) *glossary.Occurrence {
	for _, o := range s.full {
		for _, x := range st {
			if o.Term.Status == x {
				return o
			}
		}
	}
	return nil
}

// termPass is the check of one bead.
type termPass struct {
	*Pass
	uses []*usage
	by   map[*glossary.Concept]*usage
}

func runTerminology(p *Pass) {
	t := &termPass{Pass: p}
	for i := range p.Sides {
		all := p.allTerms(i)
		for k := range all {
			o := &all[k]
			u := t.by[o.Concept]
			if u == nil {
				if t.by == nil {
					t.by = map[*glossary.Concept]*usage{}
				}
				u = &usage{concept: o.Concept, glossary: o.Glossary, sides: make([]sideUsage, len(p.Sides))}
				t.by[o.Concept] = u
				t.uses = append(t.uses, u)
			}
			s := &u.sides[i]
			if o.Nested || o.Gap {
				s.soft = append(s.soft, o)
			} else {
				s.full = append(s.full, o)
			}
		}
	}
	for _, u := range t.uses {
		for i := range p.Sides {
			if i != p.Source && !p.Sides[i].Empty {
				t.check(u, i)
			}
		}
	}
}

// demanding reports whether side j may demand counterparts of side i.
func (t *termPass) demanding(j, i int) bool {
	return j != i && !t.Sides[j].Empty && (t.Source < 0 || j == t.Source)
}

// check looks at one concept on one side.
func (t *termPass) check(u *usage, i int) {
	if !hasTerm(u.concept, t.Sides[i].Lang) {
		return
	}
	s := &u.sides[i]
	// what the other sides demand
	demand, sides, able := 0, 0, 0
	known := 0 // as demand, with what stands inside a longer term
	var counterparts, inside []Location
	var example *glossary.Occurrence
	exampleSide := -1
	for j := range t.Sides {
		if !t.demanding(j, i) {
			continue
		}
		if hasTerm(u.concept, t.Sides[j].Lang) {
			able++
		}
		n := 0
		for _, o := range u.sides[j].full {
			if n == 0 {
				counterparts = append(counterparts, Location{j, o.Span})
			}
			if example == nil {
				example, exampleSide = o, j
			}
			n++
		}
		if n > 0 {
			sides++
		}
		demand = max(demand, n)
		for _, o := range u.sides[j].soft {
			if !o.Gap {
				if n == 0 {
					inside = append(inside, Location{j, o.Span})
				}
				n++
			}
		}
		known = max(known, n)
	}
	if known == 0 {
		return
	}
	good := s.count(glossary.Preferred, glossary.Admitted)
	soft := 0
	for _, o := range s.soft {
		if right(o) && t.answers(u, i, o) {
			soft++
		}
	}
	if dep := t.deprecated(u, i); dep != nil && good+soft < known {
		f := Finding{
			Severity: Error, Problem: "deprecated",
			At: append(append([]Location{{i, dep.Span}}, counterparts...), inside...),
		}
		if u.glossary.Embedded {
			// cities and institutions are called so by all kinds of texts; what is a
			// coinage of diplomacy is not
			if named(u.concept) || u.concept.Subject == "institution" {
				f.Severity = t.severity(u)
			} else {
				f.Severity = Warning
			}
		}
		t.put(f, "terminology.deprecated", u, i, dep, example)
		return
	}
	if demand == 0 {
		return
	}
	if good+soft == 0 && t.whole(u, i) {
		return
	}
	switch {
	case good > 0:
		adm := s.first(glossary.Admitted)
		if s.count(glossary.Preferred) == 0 && adm != nil && !u.glossary.Embedded && !acronym(adm.Term.Text) {
			t.put(Finding{Severity: Note, Problem: "admitted", At: append([]Location{{i, adm.Span}}, counterparts...)}, "terminology.admitted", u, i, adm, example)
			return
		}
		if good+soft < demand && !u.glossary.Embedded && s.count(glossary.Deprecated) == 0 {
			t.put(Finding{Severity: Note, Problem: "missing", At: append([]Location{{i, text.Span{}}}, counterparts...)}, "terminology.repetition", u, i, nil, example)
		}
		return
	case soft > 0:
		return
	}
	if sup := s.first(glossary.Superseded); sup != nil {
		t.put(Finding{Severity: Note, Problem: "superseded", At: append([]Location{{i, sup.Span}}, counterparts...)}, "terminology.superseded", u, i, sup, example)
		return
	}
	// Nothing of the concept stands here. With three versions and no source,
	// what one of three alone has is its own.
	odd := ""
	if t.Source < 0 && len(t.Sides) > 2 && able > 1 {
		if sides < 2 && u.glossary.Embedded {
			return
		}
		if sides == able {
			odd = t.Sides[i].Lang.Code
		}
	}
	if u.glossary.Embedded && sides < 2 && !distinctive(example, t.Sides[exampleSide]) {
		return
	}
	if t.excused(u, i) || u.glossary.Embedded && (t.copied(u, i) || t.initials(u, i) || t.inLongerName(example, exampleSide, i)) {
		return
	}
	f := Finding{Severity: Warning, Problem: "missing", At: append([]Location{{i, text.Span{}}}, counterparts...), Odd: odd}
	// a name that is missing is one in texts of all kinds; with three versions the
	// check name has a witness for it
	if !named(u.concept) || len(t.Sides) > 2 || !right(example) {
		f.Severity = t.severity(u)
	}
	id := "terminology.missing"
	guess, share := t.rendering(i, example, exampleSide)
	renamed := share > .99 && t.renamed(u, i, guess)
	if !renamed && t.nearby(u, i) {
		if !u.glossary.Embedded {
			f.Severity = Note
			t.put(f, "terminology.repetition", u, i, nil, example)
		}
		return
	}
	if span, ok := t.respelt(u, i); ok {
		f.Severity, f.Problem, f.At[0].Span, id = Note, "wrong", span, "terminology.wrong"
	} else if span, sure, ok := t.instead(u, i, example, exampleSide); ok && (sure || !u.glossary.Embedded) {
		f.Problem, f.At[0].Span, id = "wrong", span, "terminology.wrong"
	} else {
		switch {
		case u.glossary.Embedded && renamed:
			// an official name put in other words: Organisation de Shanghai pour la
			// coopération
			f.Severity = Warning
		case u.glossary.Embedded && (share > .99 || u.concept.Subject == "country" || t.shortened(u, i)):
			// said in other words; or a readout names its countries once: then 中方, les
			// deux parties, nothing
			return
		}
		if share > 0 {
			f.Problem, f.At[0].Span, id = "wrong", guess, "terminology.wrong"
		}
	}
	if t.untranslatedThere(i, f.At[0].Span) {
		return
	}
	t.put(f, id, u, i, nil, example)
}

// How many concepts of the embedded glossary, besides the one at hand, a bead or
// a document must have for the glossary to speak for it. Countries, and what
// texts of all kinds name, do not count.
const (
	genreBead     = 2
	genreDocument = 6
)

// severity is that of what a glossary wants: a warning. The embedded glossary is
// one of diplomatic texts; where nothing else shows that the text is one, what
// it wants is a note. Degrees of partnerships and wordings of principles show it
// themselves.
func (t *termPass) severity(u *usage) Severity {
	if !u.glossary.Embedded || u.concept.Subject == "partnership" || u.concept.Subject == "principle" || u.concept.Subject == "initiative" {
		return Warning
	}
	n := 0
	for _, v := range t.uses {
		if v == u || !v.glossary.Embedded || !ofGenre(v.concept) {
			continue
		}
		for i := range v.sides {
			if len(v.sides[i].full) > 0 {
				n++
				break
			}
		}
	}
	if n >= genreBead || t.genre() >= genreDocument {
		return Warning
	}
	return Note
}

// named reports whether a concept is one organisation or place, not a kind of
// things.
func named(c *glossary.Concept) bool {
	switch c.Subject {
	case "organisation", "place", "country":
		return true
	}
	return false
}

// ofGenre reports whether a concept of the embedded glossary tells a diplomatic
// text from others.
func ofGenre(c *glossary.Concept) bool { return c.Subject != "country" && c.Subject != "place" }

// genre is the most concepts of the embedded glossary that one of the documents
// has; 0 for units.
func (t *termPass) genre() int {
	d := t.state.doc
	if d == nil {
		return 0
	}
	if !d.genreDone {
		d.genreDone = true
		for i := range t.Sides {
			m := t.c.matcher(t.Sides[i].Lang)
			if m == nil || t.Sides[i].Doc == nil {
				continue
			}
			seen := map[*glossary.Concept]bool{}
			for _, o := range m.FindAll(t.Sides[i].Doc.Text) {
				if o.Glossary.Embedded && !o.Nested && !o.Gap && ofGenre(o.Concept) {
					seen[o.Concept] = true
				}
			}
			d.genre = max(d.genre, len(seen))
		}
	}
	return d.genre
}

// copied reports whether side i, in a dense script, has the concept by an
// acronym of one of its languages: WHO in Chinese says who is meant.
func (t *termPass) copied(u *usage, i int) bool {
	side := t.Sides[i]
	for k := range u.concept.Terms {
		x := &u.concept.Terms[k]
		if !acronym(x.Text) || x.Status == glossary.Deprecated || x.Lang != side.Lang.Code && !side.Lang.Dense {
			continue
		}
		for at := 0; ; {
			n := strings.Index(side.Text[at:], x.Text)
			if n < 0 {
				break
			}
			from, to := at+n, at+n+len(x.Text)
			before, _ := utf8.DecodeLastRuneInString(side.Text[:from])
			after, _ := utf8.DecodeRuneInString(side.Text[to:])
			if !latin(before) && !latin(after) {
				return true
			}
			at = to
		}
	}
	return false
}

func latin(r rune) bool { return unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) }

// initials reports whether side i has the concept by the initials of its term before
// a name: PM Zoran Zaev.
func (t *termPass) initials(u *usage, i int) bool {
	side := t.Sides[i]
	if !side.Lang.Spaced {
		return false
	}
	ws := t.words(i)
	for k := range u.concept.Terms {
		x := &u.concept.Terms[k]
		if x.Lang != side.Lang.Code || x.Status != glossary.Preferred && x.Status != glossary.Admitted {
			continue
		}
		var short strings.Builder
		for _, w := range splitWords(x.Text) {
			if !functionWords[w.low] {
				r, _ := utf8.DecodeRuneInString(w.low)
				short.WriteRune(unicode.ToUpper(r))
			}
		}
		if utf8.RuneCountInString(short.String()) < 2 {
			continue
		}
		for n := 0; n+1 < len(ws); n++ {
			if ws[n].Of(side.Text) == short.String() && ws[n+1].capital && ws[n+1].Start == ws[n].End+1 {
				return true
			}
		}
	}
	return false
}

// inLongerName reports whether an occurrence on side j is part of a longer name
// that side i has in the same letters: China Eastern Airlines.
func (t *termPass) inLongerName(o *glossary.Occurrence, j, i int) bool {
	a := t.words(j)
	for k := range a {
		if a[k].han || !a[k].capital || !o.Contains(a[k].Span) {
			continue
		}
		for _, n := range []int{k - 1, k + 1} {
			if n < 0 || n >= len(a) || o.Contains(a[n].Span) || !a[n].capital || a[n].han {
				continue
			}
			name := text.Span{Start: min(a[k].Start, a[n].Start), End: max(a[k].End, a[n].End)}
			if strings.Contains(t.Sides[i].Text, name.Of(t.Sides[j].Text)) {
				return true
			}
		}
	}
	return false
}

// untranslatedThere reports whether the place lies in a sentence that the check
// untranslated reports: one cause, one finding. An empty place lies in one where
// all of the side is untranslated.
func (t *termPass) untranslatedThere(i int, sp text.Span) bool {
	if !slices.Contains(t.c.checks, Untranslated) {
		return false
	}
	s := t.Sides[i].Text
	all := true
	for _, c := range clauses(s) {
		foreign := t.foreign(i, c.Of(s)) != ""
		if foreign && !sp.Empty() && c.Contains(sp) {
			return true
		}
		all = all && (foreign || letters(c.Of(s)) <= 3)
	}
	return all && sp.Empty()
}

// put reports a finding with its message. got is the faulty occurrence where
// there is one, example what another side has.
func (t *termPass) put(f Finding, id string, u *usage, i int, got, example *glossary.Occurrence) {
	side := t.Sides[i]
	f.Concept = u.concept.ID
	want := preferred(u.concept, side)
	found := f.At[0].Span.Of(side.Text)
	if want != nil {
		switch {
		case got != nil && f.Problem != "admitted":
			f.Fix = side.Lang.Refit(got.Term.Text, got.Term.POS, want.Text, want.POS, found)
		case got == nil && f.Problem == "wrong":
			f.Fix = want.Text
		}
	}
	if f.Fix != "" && traditional(side) && lang.SimplifiedOnly(f.Fix) {
		f.Fix = "" // the glossary has no form in the script of the text
	}
	args := map[string]any{"Lang": side.Lang.Code, "Found": found}
	if want != nil {
		args["Want"] = want.Text
	}
	if f.Fix != "" {
		args["Want"] = f.Fix
	}
	var others []string
	for _, l := range f.At[1:] {
		others = append(others, l.Span.Of(t.Sides[l.Side].Text))
	}
	args["Term"] = strings.Join(others, ", ")
	f.Message = Message{ID: id, Args: args}
	t.Report(f)
}

// deprecated is the first deprecated form of the concept on side i that counts
// against it: not one that is the right term of another concept which another
// side has too, nor one that a glossary of the project allows.
func (t *termPass) deprecated(u *usage, i int) *glossary.Occurrence {
next:
	for _, o := range u.sides[i].full {
		if o.Term.Status != glossary.Deprecated {
			continue
		}
		for _, v := range t.uses {
			if v == u {
				continue
			}
			for _, x := range v.sides[i].full {
				if !right(x) || !x.Span.Contains(o.Span) {
					continue
				}
				if u.glossary.Embedded && !v.glossary.Embedded {
					continue next
				}
				for j := range t.Sides {
					if t.demanding(j, i) && len(v.sides[j].full) > 0 {
						continue next
					}
				}
			}
		}
		return o
	}
	return nil
}

// answers reports whether a soft occurrence can stand for the concept: not where
// it is a part of another concept's longer term that no other side has (a
// "partenariat stratégique global" is no answer to a strategic partnership).
func (t *termPass) answers(u *usage, i int, o *glossary.Occurrence) bool {
	if !o.Nested {
		return true
	}
	for _, x := range u.sides[i].full {
		if x.Span.Contains(o.Span) && !right(x) {
			return false // rhume inside rhume banal
		}
	}
	for _, v := range t.uses {
		if v == u || v.glossary != u.glossary {
			continue
		}
		for _, x := range v.sides[i].full {
			if x.Span.Contains(o.Span) && x.Len() > o.Len() {
				if t.elsewhere(v, i) || !hasOther(v.concept, t, i) {
					return true
				}
				// of what the built-in glossary has, degrees matter where they are
				// weighed: partnerships and principles
				return u.glossary.Embedded && u.concept.Subject != "partnership" && u.concept.Subject != "principle"
			}
		}
	}
	return true
}

// whole reports whether side i names a concept that this one is a part of.
func (t *termPass) whole(u *usage, i int) bool {
	for _, id := range u.concept.PartOf {
		for _, v := range t.uses {
			if v.glossary == u.glossary && v.concept.ID == id && v.sides[i].count(glossary.Preferred, glossary.Admitted) > 0 {
				return true
			}
		}
	}
	return false
}

// elsewhere reports whether a concept has an occurrence on a side that demands
// of side i.
func (t *termPass) elsewhere(v *usage, i int) bool {
	for j := range t.Sides {
		if t.demanding(j, i) && (len(v.sides[j].full) > 0 || len(v.sides[j].soft) > 0) {
			return true
		}
	}
	return false
}

// demanded reports whether a concept stands for itself on a side that demands of
// side i.
func (t *termPass) demanded(v *usage, i int) bool {
	for j := range t.Sides {
		if t.demanding(j, i) && len(v.sides[j].full) > 0 {
			return true
		}
	}
	return false
}

// hasOther reports whether a concept has terms in the language of a side that
// demands of side i.
func hasOther(c *glossary.Concept, t *termPass, i int) bool {
	for j := range t.Sides {
		if t.demanding(j, i) && hasTerm(c, t.Sides[j].Lang) {
			return true
		}
	}
	return false
}

// excused reports whether every demand on side i has another reading: its term
// is also one of another concept, and that one is on side i or has nothing to
// say there; or a glossary of the project speaks for the place.
func (t *termPass) excused(u *usage, i int) bool {
	for j := range t.Sides {
		if !t.demanding(j, i) {
			continue
		}
		for _, o := range u.sides[j].full {
			ok := false
			for _, v := range t.uses {
				if v == u {
					continue
				}
				for _, x := range v.sides[j].full {
					if x.Span != o.Span {
						continue
					}
					if u.glossary.Embedded && !v.glossary.Embedded {
						ok = true
						continue
					}
					s := &v.sides[i]
					for _, y := range append(s.full[:len(s.full):len(s.full)], s.soft...) {
						if right(y) {
							ok = true
						}
					}
				}
			}
			if !ok {
				return false
			}
		}
	}
	return true
}

func hasTerm(c *glossary.Concept, l *lang.Language) bool {
	for i := range c.Terms {
		if c.Terms[i].Lang == l.Code {
			return true
		}
	}
	return false
}

// preferred is the preferred term of a concept for a side; of several the one
// in the side's script.
func preferred(c *glossary.Concept, s Side) *glossary.Term {
	var first *glossary.Term
	for i := range c.Terms {
		t := &c.Terms[i]
		if t.Lang != s.Lang.Code || t.Status != glossary.Preferred {
			continue
		}
		if first == nil {
			first = t
		}
		if s.Lang.Dense && traditional(s) == (lang.Simplify(t.Text) != t.Text) {
			return t
		}
	}
	return first
}

// traditional reports whether a side is written in Traditional characters.
func traditional(s Side) bool { return s.Lang.Dense && lang.Simplify(s.Text) != s.Text }

// acronym reports whether a term is written in capitals and digits alone.
func acronym(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) || unicode.Is(unicode.Han, r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n > 1
}

// distinctive reports whether a term says by itself which concept is meant: a
// phrase, a name, four characters of a dense script.
func distinctive(o *glossary.Occurrence, s Side) bool {
	w := o.Term.Text
	if s.Lang.Dense {
		return utf8.RuneCountInString(w) >= 4
	}
	if strings.ContainsAny(w, " -") {
		return strings.ContainsAny(o.Of(s.Text), " -\u00a0\u202f\n")
	}
	return acronym(w)
}

// How many bytes before and behind a bead count as its neighbourhood.
const neighbourhood = 400

// nearby reports whether the concept stands on side i right before or behind the
// bead, in the same paragraph: a clause that the version has moved over the end
// of the sentence, or what the sentence takes up. Units have no neighbours.
func (t *termPass) nearby(u *usage, i int) bool {
	side := t.Sides[i]
	if side.Doc == nil {
		return false
	}
	s := side.Doc.Text
	from, to := max(0, side.Start-neighbourhood), min(len(s), side.Start+len(side.Text)+neighbourhood)
	if k := strings.LastIndexByte(s[from:side.Start], '\n'); k >= 0 {
		from += k + 1
	}
	end := side.Start + len(side.Text)
	if k := strings.IndexByte(s[end:to], '\n'); k >= 0 {
		to = end + k
	}
	for from > 0 && !utf8.RuneStart(s[from]) {
		from++
	}
	for to < len(s) && to > end && !utf8.RuneStart(s[to]) {
		to--
	}
	if to-from == len(side.Text) {
		return false
	}
	for _, o := range t.c.matcher(side.Lang).FindAll(s[from:to]) {
		if o.Concept == u.concept && right(&o) {
			return true
		}
	}
	return false
}

// instead guesses what stands on side i in place of a concept: the term of
// another side left untranslated, a term of another concept that no other side
// has, a form that differs from the right one in a letter or its accents. sure
// says that it is the second with the same head (a partnership of another
// degree) or the first.
func (t *termPass) instead(u *usage, i int, example *glossary.Occurrence, j int) (sp text.Span, sure, ok bool) {
	side := t.Sides[i]
	for _, w := range []string{example.Span.Of(t.Sides[j].Text), example.Term.Text} {
		if sp, ok := wordSpan(side.Text, w); ok {
			return sp, utf8.RuneCountInString(w) > 3, true
		}
	}
	var other *glossary.Occurrence
	for _, v := range t.uses {
		if v == u || v.glossary != u.glossary || t.demanded(v, i) || !hasOther(v.concept, t, i) {
			continue
		}
		for _, o := range v.sides[i].full {
			if t.sameHead(u, i, o) {
				// a title is cut down freely (vice-ministre), a partnership is not
				return o.Span, u.concept.Subject != "title", true
			}
			if other == nil {
				other = o
			}
		}
	}
	for k := range u.concept.Terms {
		if x := &u.concept.Terms[k]; x.Lang == side.Lang.Code && x.Status == glossary.Preferred {
			if sp, ok := nearMiss(side, x.Text); ok {
				return sp, false, true
			}
		}
	}
	if other != nil {
		return other.Span, false, true
	}
	return text.Span{}, false, false
}

// renamed reports whether the words at sp of side i look like another name for a
// concept that has an official one of several words there: capitals at their
// start, and the head of the name among them.
func (t *termPass) renamed(u *usage, i int, sp text.Span) bool {
	side := t.Sides[i]
	want := preferred(u.concept, side)
	if want == nil || !side.Lang.Spaced || len(strings.Fields(want.Text)) < 3 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(want.Text)
	g, _ := utf8.DecodeRuneInString(sp.Of(side.Text))
	if !unicode.IsUpper(r) || !unicode.IsUpper(g) {
		return false
	}
	got := tokens(sp.Of(side.Text))
	if len(got) < 3 {
		return false
	}
	for _, h := range side.Lang.Heads(want.Text, want.POS) {
		for _, k := range got {
			if k.key == lang.FoldKey(h) {
				return true
			}
		}
	}
	return false
}

// rendering guesses through the lexicon which words of side i stand for an
// occurrence on side j: the closest group of words that the lexicon knows as
// renderings of its words. share is the part of the occurrence's words, by
// weight, that have one; 0 where it is less than three fifths.
func (t *termPass) rendering(i int, o *glossary.Occurrence, j int) (sp text.Span, share float64) {
	a, b := t.units(j), t.units(i)
	sub := lexicon.Units{Lang: a.vocab.Lang}
	var owner []int // unit of sub to word of the occurrence
	var weights []float64
	total := 0.0
	for k := range a.tokens {
		x := &a.tokens[k]
		if !o.Contains(x.Span) || x.weight < .3 {
			continue
		}
		for _, v := range x.units {
			if v >= 0 {
				sub.Kind = append(sub.Kind, a.vocab.Kind[v])
				sub.Text = append(sub.Text, a.vocab.Text[v])
				owner = append(owner, len(weights))
			}
		}
		// in words: a Chinese character is about half of one
		weights = append(weights, inWords(a, x))
		total += inWords(a, x)
	}
	if total == 0 {
		return sp, 0
	}
	// for each unit of side i the words it may stand for
	may := make([]map[int]bool, len(b.vocab.Text))
	for _, l := range lexicon.Look(sub, lexicon.Seed()).Links(b.looked()) {
		if b.vocab.Kind[l.B] == lexicon.Char || l.Whole < .3 {
			continue
		}
		if may[l.B] == nil {
			may[l.B] = map[int]bool{}
		}
		may[l.B][owner[l.A]] = true
	}
	// words that a term of another concept is made of stand for that one
	taken := func(s text.Span) bool {
		for _, v := range t.uses {
			for _, x := range v.sides[i].full {
				if x.Span.Contains(s) && t.demanded(v, i) {
					return true
				}
			}
		}
		return false
	}
	const reach = 4 // words between two of a group
	best, hits, from, last := 0.0, 0.0, -1, -1
	got := map[int]bool{}
	var cur text.Span
	done := func() {
		sum := 0.0
		for w := range got {
			sum += weights[w]
		}
		// a phrase of the lexicon links each of its words with all: one word
		// does not stand for three
		if sum = min(sum, hits); sum > best {
			best, sp = sum, cur
		}
		clear(got)
		from, hits = -1, 0
	}
	for k := range b.tokens {
		x := &b.tokens[k]
		hit := false
		for _, v := range x.units {
			if v >= 0 && x.weight >= .3 && len(may[v]) > 0 && !taken(x.Span) {
				if from < 0 || k-last > reach {
					if from >= 0 {
						done()
					}
					from, cur = k, x.Span
				}
				hit = true
				for w := range may[v] {
					got[w] = true
				}
			}
		}
		if hit {
			last = k
			cur.End = x.End
			hits += inWords(b, x)
		}
	}
	if from >= 0 {
		done()
	}
	if share = best / total; share < .6 {
		return text.Span{}, 0
	}
	return sp, share
}

func inWords(u *unitSide, t *token) float64 {
	if x := t.units[0]; x >= 0 && u.vocab.Kind[x] == lexicon.Char {
		return .5
	}
	return 1
}

// sameHead reports whether a term of the concept has the head of an occurrence
// of another one.
func (t *termPass) sameHead(u *usage, i int, o *glossary.Occurrence) bool {
	l := t.Sides[i].Lang
	for _, h := range l.Heads(o.Term.Text, o.Term.POS) {
		for k := range u.concept.Terms {
			x := &u.concept.Terms[k]
			if x.Lang != l.Code || x.Status != glossary.Preferred {
				continue
			}
			for _, g := range l.Heads(x.Text, x.POS) {
				if g == h {
					return true
				}
			}
		}
	}
	return false
}

// respelt finds a right term of the concept on side i with its hyphens and
// spaces set otherwise (cyber-security, cybersecurity).
func (t *termPass) respelt(u *usage, i int) (text.Span, bool) {
	side := t.Sides[i]
	if !side.Lang.Spaced {
		return text.Span{}, false
	}
	var all []keyed
	for _, k := range tokens(side.Text) {
		if k.key != "-" {
			all = append(all, k)
		}
	}
	for k := range u.concept.Terms {
		x := &u.concept.Terms[k]
		if x.Lang != side.Lang.Code || x.Status != glossary.Preferred && x.Status != glossary.Admitted || utf8.RuneCountInString(x.Text) < 6 {
			continue
		}
		for _, w := range t.forms(x, side.Lang) {
			for a := range all {
				rest := w
				for b := a; b < len(all) && strings.HasPrefix(rest, all[b].key); b++ {
					rest = rest[len(all[b].key):]
					if sp := (text.Span{Start: all[a].Start, End: all[b].End}); rest == "" && solid(sp.Of(side.Text), x.Text) {
						return sp, true
					}
				}
			}
		}
	}
	return text.Span{}, false
}

// solid reports whether got is want but for hyphens and spaces, the final s of
// a plural allowed for, accents not.
func solid(got, want string) bool {
	if lang.FoldKey(got) == lang.FoldKey(want) {
		return false // it is not the hyphens
	}
	strip := func(s string) string {
		s = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
		return strings.TrimSuffix(s, "s")
	}
	return strip(got) == strip(want)
}

// forms are the singular and plural of a term, folded, without hyphens and
// spaces.
func (t *termPass) forms(x *glossary.Term, l *lang.Language) []string {
	var out []string
	for _, s := range []string{x.Text, l.Refit(x.Text, x.POS, x.Text, x.POS, x.Text)} {
		s = strings.NewReplacer("-", "", " ", "").Replace(lang.FoldKey(s))
		out = append(out, s, s+"s", strings.TrimSuffix(s, "s"))
	}
	return out
}

// shortened reports whether side i may name the concept by less than its term:
// by the head of the term (le Conseil), or by a pronoun.
func (t *termPass) shortened(u *usage, i int) bool {
	side := t.Sides[i]
	toks := tokens(side.Text)
	if len(toks) == 0 {
		return true
	}
	if side.Lang.Dense {
		for k := range u.concept.Terms {
			x := &u.concept.Terms[k]
			if x.Lang != side.Lang.Code {
				continue
			}
			for _, h := range side.Lang.Heads(x.Text, x.POS) {
				if _, ok := wordSpan(side.Text, h); ok {
					return true
				}
			}
		}
		return false
	}
	heads := map[string]bool{}
	for k := range u.concept.Terms {
		x := &u.concept.Terms[k]
		if x.Lang == side.Lang.Code && x.Status != glossary.Deprecated {
			for _, h := range side.Lang.Heads(x.Text, x.POS) {
				heads[lang.FoldKey(h)] = true
			}
		}
	}
	for _, k := range toks {
		if heads[k.key] {
			return true
		}
	}
	first := ""
	for _, k := range toks {
		if r, _ := utf8.DecodeRuneInString(k.key); unicode.IsLetter(r) && len(k.key) > 1 {
			first = k.key
			break
		}
	}
	for _, p := range side.Lang.Pronouns() {
		if p == first {
			return true
		}
	}
	return false
}

// wordSpan finds want in s as whole words, folded.
func wordSpan(s, want string) (text.Span, bool) {
	a, b := tokens(s), tokens(want)
	if len(b) == 0 {
		return text.Span{}, false
	}
	for i := 0; i+len(b) <= len(a); i++ {
		ok := true
		for k := range b {
			if a[i+k].key != b[k].key {
				ok = false
				break
			}
		}
		if ok {
			return text.Span{Start: a[i].Start, End: a[i+len(b)-1].End}, true
		}
	}
	return text.Span{}, false
}

type keyed struct {
	text.Span
	key string
}

func tokens(s string) []keyed {
	var sc lang.Scanner
	sc.Reset(s)
	var out []keyed
	for sc.Next() {
		t := &sc.Tok
		k := keyed{Span: text.Span{Start: t.Start, End: t.End}}
		switch t.Kind {
		case lang.Word:
			k.key = string(t.Key)
		case lang.Dense:
			k.key = string(lang.FoldDense(t.Rune))
		case lang.Quote:
			continue
		default:
			k.key = string(t.Rune)
		}
		out = append(out, k)
	}
	return out
}

// nearMiss finds a form that is nearly want: a letter or two of a longer word
// changed, accents dropped, the word inside a longer one; one character of three
// or more in a dense script.
func nearMiss(side Side, want string) (text.Span, bool) {
	a, b := tokens(side.Text), tokens(want)
	if len(b) == 0 {
		return text.Span{}, false
	}
	for i := 0; i+len(b) <= len(a); i++ {
		miss, size := 0, 0
		for k := range b {
			x, y := a[i+k].key, b[k].key
			size += len(y)
			if x == y {
				continue
			}
			n := len([]rune(y))
			switch {
			case side.Lang.Dense && n == 1:
				miss += 10
			case n > 3 && strings.Contains(x, y):
				miss += 1
			default:
				d := editDistance([]rune(x), []rune(y), n/4+1)
				if d > n/4+1 || n < 4 {
					miss = 1 << 10
				}
				miss += d
			}
			if miss >= 1<<10 {
				break
			}
		}
		limit := 2
		if side.Lang.Dense {
			limit = 10
			if len(b) < 3 {
				limit = 0
			}
		}
		if miss <= limit {
			return text.Span{Start: a[i].Start, End: a[i+len(b)-1].End}, true
		}
	}
	return text.Span{}, false
}

// editDistance is the Levenshtein distance of a and b; any number above limit
// where it is greater.
func editDistance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		prev := row[0]
		row[0] = i + 1
		for j := range b {
			c := prev
			if a[i] != b[j] {
				c = min(prev, row[j], row[j+1]) + 1
			}
			prev, row[j+1] = row[j+1], c
		}
	}
	return row[len(b)]
}
