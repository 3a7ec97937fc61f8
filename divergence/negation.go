package divergence

import (
	_ "embed"
	"strings"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

//go:embed docs/negation.md
var negationDoc string

// Negation reports clauses that one version denies and another affirms.
var Negation = &Check{
	Name: "negation", Doc: negationDoc, Category: "accuracy/mistranslation", Data: true,
	Run: runNegation,
}

func (p *Pass) negations(i int) []lang.Cue {
	s := &p.state.sides[i]
	if !s.negationsDone {
		s.negationsDone = true
		s.negations = p.Sides[i].Lang.Negations(p.Sides[i].Text)
	}
	return s.negations
}

func runNegation(p *Pass) {
	sides := p.known()
	if len(sides) < 2 || p.foreignSide(sides) {
		return
	}
	first := make([]text.Span, len(p.Sides))
	verbs, all := make([]int, len(p.Sides)), make([]int, len(p.Sides))
	weak := make([][]text.Span, len(p.Sides))  // words that deny by their meaning
	other := make([][]text.Span, len(p.Sides)) // words that a negation may be put as
	for _, i := range sides {
		for _, c := range p.negations(i) {
			switch {
			case c.Class == 'V' && verbs[i] == 0:
				first[i] = c.Span
				verbs[i]++
				all[i]++
			case c.Class == 'V', c.Class == 'N':
				if all[i] == 0 {
					first[i] = c.Span
				}
				all[i]++
			case c.Class == 'o':
				other[i] = append(other[i], c.Span)
			default:
				weak[i] = append(weak[i], c.Span)
			}
		}
		weak[i] = append(weak[i], denyingWords(p.words(i))...)
	}
	// such a word may be what another side puts as a negation, unless it has a
	// counterpart of its own there
	freeOf := func(i, j int, ws []text.Span, but text.Span) bool {
		for _, w := range ws {
			if low := strings.ToLower(w.Of(p.Sides[i].Text)); anyNegation[low] || anyNegation[firstWord(low)] || !p.accounted(i, j, w, but) {
				return true
			}
		}
		return false
	}
	free := func(i int) bool {
		for _, j := range sides {
			if i == j || verbs[j] == 0 {
				continue
			}
			if freeOf(i, j, weak[i], text.Span{Start: first[j].Start - undoScope, End: first[j].End + scope}) || freeOf(i, j, other[i], first[j]) {
				return true
			}
		}
		return false
	}
	odd, voted, ok := p.outvoted(sides, func(i int) int {
		switch {
		case verbs[i] > 0 && p.undone(i, first[i]):
			return 0
		case verbs[i] > 0:
			return 1
		case all[i] == 0 && !free(i):
			return 2
		case all[i] > 0 && p.Sides[i].Lang.Dense:
			return 3
		}
		return 0
	})
	if !ok {
		p.deniedOnce(sides)
	}
	if !ok || len(sides) > 2 && !voted {
		return
	}
	// what one side denies must stand in the other: else it is said in other words
	sev := Warning
	for _, i := range sides {
		for _, j := range sides {
			if (i == odd || j == odd) && verbs[i] > 0 && all[j] == 0 && !p.scopeStands(i, j, first[i]) {
				sev = Note
			}
		}
	}
	p.Report(p.setAgainst("negation.differs", sev, sides, odd, voted, func(i int) text.Span { return first[i] }))
}

// anyNegation are words that another version may put as a negation of whatever it
// is they go with, so that a counterpart elsewhere tells nothing.
var anyNegation = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("away pending ongoing out sans ne silent silence muet muette hors 才 才能 放下 尚待 有待 few little rare rarely seldom hardly barely scarcely lack lacks lacked lacking fail fails failed failing absence remain still yet until unless least less peu faible faibles rare rares rarement manque manquer manqué absence reste restent moins sinon 很少 较少 較少 缺乏 缺少 难以 難以 无需 除非 而是 而非") {
		m[w] = true
	}
	return m
}()

// partners are the units of side j that stand for the words within s on side i:
// the same letters, and what the lexicon links closely.
func (p *Pass) partners(i, j int, s text.Span) map[int32]bool {
	u, v := p.units(i), p.units(j)
	words := map[int32]bool{}
	partner := map[int32]bool{}
	least := 0.0
	for k := range u.tokens {
		if t := &u.tokens[k]; s.Overlaps(t.Span) && t.weight >= .3 {
			least = .3 // the of of free of stands everywhere
		}
	}
	for k := range u.tokens {
		t := &u.tokens[k]
		if !s.Overlaps(t.Span) || t.weight < least {
			continue
		}
		for _, x := range t.units[:2] {
			if x < 0 {
				continue
			}
			words[x] = true
			if y, ok := v.index[u.vocab.Text[x]]; ok && v.vocab.Kind[y] == lexicon.Word {
				partner[y] = true
			}
		}
	}
	p.eachLink(i, j, func(a, b int32, l *lexicon.Link) {
		if words[a] && l.Whole >= .45 && v.vocab.Kind[b] != lexicon.Char && (u.vocab.Kind[a] != lexicon.Char || l.Whole >= .75) {
			partner[b] = true
		}
	})
	return partner
}

// firstWord is s up to its first space.
func firstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return w
}

// accounted reports whether the words within s on side i have a counterpart on
// side j that does not stand in but.
func (p *Pass) accounted(i, j int, s, but text.Span) bool {
	partner := p.partners(i, j, s)
	v := p.units(j)
	for k := range v.tokens {
		t := &v.tokens[k]
		if t.Overlaps(but) || t.weight < .3 {
			continue
		}
		for _, x := range t.units {
			if x >= 0 && partner[x] {
				return true
			}
		}
	}
	return false
}

// How many bytes behind a negation what it denies is looked for, and how near a
// word that denies by its meaning must be for the two to make one affirmation.
const (
	scope     = 40
	undoScope = 12
)

// undone reports whether what a negation of side i denies denies by itself: must
// not be interrupted, cannot be denied.
func (p *Pass) undone(i int, cue text.Span) bool {
	reach := undoScope
	if p.Sides[i].Lang.Dense {
		reach = undoScope / 2 // two characters
	}
	for _, c := range p.negations(i) {
		if c.Class == 'w' && !limits[strings.ToLower(c.Of(p.Sides[i].Text))] && c.Start >= cue.Start && c.Start < cue.End+reach {
			return true
		}
	}
	return false
}

// limits are words that limit what is said and do not deny it: not only.
var limits = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("only alone still yet until too little few fewer less least hard low seul seule seulement unique uniquement peu trop moins rare rares sans reste restent loin 仅 僅 只 只有 唯一 独自 之外 以外 除了 别") {
		m[w] = true
	}
	return m
}()

// scopeStands reports whether side j has what the negation of side i denies: the
// first words of weight in and behind it. Between letters and Chinese the lexicon
// accounts for too few words to tell: the answer is yes.
func (p *Pass) scopeStands(i, j int, cue text.Span) bool {
	if p.Sides[i].Lang.Dense || p.Sides[j].Lang.Dense {
		return true
	}
	p.link(i, j)
	var all, have float64
	for k := range p.units(i).tokens {
		t := &p.units(i).tokens[k]
		if t.End <= cue.Start || t.weight < .3 || !t.known && cue.Contains(t.Span) { // wasn't
			continue
		}
		if t.Start > cue.End+scope || all >= scopeWeight {
			break
		}
		if n := p.words(i)[t.word].low; n == "not" || n == "aucun" || n == "jamais" || n == "never" {
			continue
		}
		all += t.weight
		if s := float64(t.to[j]); s >= .95 {
			have += t.weight
		} else {
			if all == t.weight && s < .5 {
				return false // what is denied itself
			}
			have += t.weight * s / 2 // part of an expression
		}
	}
	return all == 0 || have >= all*scopeShare
}

// The scope of a negation is so much weight of words; it stands on another side
// where that accounts for this share of it.
const (
	scopeWeight = 1.6
	scopeShare  = .5
)

// denyingWords lists the words with a denying prefix or suffix, which another
// version may put as a negation.
func denyingWords(ws []word) []text.Span {
	var out []text.Span
	for _, w := range ws {
		if w.han || len(w.low) < 6 {
			continue
		}
		switch w.low[:2] {
		case "un", "in", "im", "ir", "il", "dé":
			if !plainPrefix[w.low] && (w.low[:2] != "in" && w.low[:2] != "im" && w.low[:2] != "dé" || suffixed(w.low)) {
				out = append(out, w.Span)
			}
		case "no":
			if w.low[:3] == "non" {
				out = append(out, w.Span)
			}
		case "di":
			if w.low[:3] == "dis" && suffixed(w.low) {
				out = append(out, w.Span)
			}
		}
		if l := len(w.low); l > 5 && w.low[l-4:] == "less" {
			out = append(out, w.Span)
		}
	}
	return out
}

// suffixed reports whether a word looks like an adjective or adverb.
func suffixed(w string) bool {
	for _, s := range []string{"able", "ible", "ables", "ibles", "ably", "ibly", "ment", "ect", "ecte", "ant", "ante", "ent", "ente", "cient", "cy", "ité", "ity", "uate"} {
		if len(w) > len(s)+3 && w[len(w)-len(s):] == s {
			return true
		}
	}
	return false
}

var plainPrefix = map[string]bool{
	"under": true, "union": true, "united": true, "universal": true, "university": true, "unique": true, "uniform": true, "unity": true, "unified": true,
	"understand": true, "understanding": true, "undertake": true, "undertaken": true, "underline": true, "underlined": true, "underscored": true, "unions": true, "universities": true, "unification": true, "unilateral": true,
	"université": true, "universel": true, "universelle": true, "unités": true, "unanime": true, "uniquement": true, "unanimous": true, "undergo": true, "underway": true, "underlying": true, "universe": true,
	"illustrate": true, "illustrated": true, "iranian": true, "ireland": true, "italian": true,
}
