package divergence

import (
	_ "embed"
	"strings"

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
	verbs, all, weak := make([]int, len(p.Sides)), make([]int, len(p.Sides)), make([]int, len(p.Sides))
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
			default:
				weak[i]++
			}
		}
		weak[i] += denyingWords(p.words(i))
	}
	odd, voted, ok := p.outvoted(sides, func(i int) int {
		switch {
		case verbs[i] > 0 && p.undone(i, first[i]):
			return 0
		case verbs[i] > 0:
			return 1
		case all[i] == 0 && weak[i] == 0:
			return 2
		case all[i] > 0 && p.Sides[i].Lang.Dense:
			return 3
		}
		return 0
	})
	if !ok || len(sides) > 2 && !voted {
		return
	}
	sev := Warning
	for _, i := range sides {
		for _, j := range sides {
			// said in other words altogether: no verb to deny
			if !voted && (i == odd || j == odd) && verbs[i] > 0 && all[j] == 0 && !p.scopeStands(i, j, first[i]) {
				sev = Note
			}
		}
	}
	p.Report(p.setAgainst("negation.differs", sev, sides, odd, voted, func(i int) text.Span { return first[i] }))
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
		have += t.weight * float64(t.to[j])
	}
	return all == 0 || have >= all*scopeShare
}

// The scope of a negation is so much weight of words; it stands on another side
// where that accounts for this share of it.
const (
	scopeWeight = 1.6
	scopeShare  = .6
)

// denyingWords counts the words with a denying prefix or suffix, which another
// version may put as a negation.
func denyingWords(ws []word) int {
	n := 0
	for _, w := range ws {
		if w.han || len(w.low) < 6 {
			continue
		}
		switch w.low[:2] {
		case "un", "in", "im", "ir", "il", "dé":
			if !plainPrefix[w.low] && (w.low[:2] != "in" && w.low[:2] != "im" && w.low[:2] != "dé" || suffixed(w.low)) {
				n++
			}
		case "no":
			if w.low[:3] == "non" {
				n++
			}
		case "di":
			if w.low[:3] == "dis" && suffixed(w.low) {
				n++
			}
		}
		if l := len(w.low); l > 5 && w.low[l-4:] == "less" {
			n++
		}
	}
	return n
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
