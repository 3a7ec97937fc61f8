package divergence

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/lang"
)

// Tense does not carry over by rule: Chinese leaves it unsaid, French narrates in
// the present, reported speech is put back by one version and not by another. So
// what is weighed is how surprising the tense of a verb is, given what the other
// version says of when, at that place and on the whole, and given the other verbs
// of its own version. Two logistic models tell how likely a verb is to be of the
// past and of the future; they are fitted on translations that nothing was done
// to. The surprise is -ln of the probability of the tense that stands there, less
// what it is on average: the entropy (Shannon 1948). So a verb whose tense nobody
// could foretell adds nothing.

//go:embed data/tense.tsv
var tenseData string

// TenseModels are the names of the logistic models of data/tense.tsv: whether a
// finite verb is of the past, and of the future.
var TenseModels = []string{"past", "past-far", "future", "future-far"}

// Classes of lang.Tense.
const (
	tenseVerbs = "pnrfc"       // finite verbs
	tenseTimes = "PNF"         // words of time
	tenseSaid  = "pnrfcwdsPNF" // all
)

// What a verb is judged by, in order.
const (
	tenseNear  = 0                           // what stands at the token that the lexicon links it with
	tenseGuess = tenseNear + len(tenseSaid)  // what stands about there, where none is linked
	tenseAll   = tenseGuess + len(tenseSaid) // how much of each class the other version has
	tenseOwn   = tenseAll + len(tenseSaid)   // what share of the other verbs of its own version is of each class
	tenseTime  = tenseOwn + len(tenseVerbs)  // words of time of its own version
	tenseNone  = tenseTime + len(tenseTimes) // nothing stands at its place
)

const (
	tenseState  = tenseNone + 1 + iota // it is a verb of being or having
	tenseThere                         // so is the one at its place
	tenseDated                         // there are dates
	tenseOld                           // before 2000
	tenseAlone                         // it is the only verb of its version
	tenseMind                          // it tells of a state or of what is in the mind
	tenseReport                        // it reports
	tenseKinds
)

// tenseNames are the names of that in data/tense.tsv.
var tenseNames = func() (names []string) {
	for _, group := range []struct{ name, classes string }{{"near-", tenseSaid}, {"guess-", tenseSaid}, {"all-", tenseSaid}, {"own-", tenseVerbs}, {"time-", tenseTimes}} {
		for _, c := range group.classes {
			names = append(names, group.name+string(c))
		}
	}
	return append(names, "none", "state", "near-state", "dated", "old", "alone", "mind", "report")
}()

type tenseEvidence [tenseKinds]float64

// tenseModel is a model of data/tense.tsv.
type tenseModel struct {
	bias    float64
	weights tenseEvidence
}

var tenseModels = sync.OnceValue(func() map[string]*tenseModel {
	out := map[string]*tenseModel{}
	for _, name := range TenseModels {
		out[name] = &tenseModel{}
	}
	for name, m := range readModels("tense.tsv", tenseData) {
		for _, w := range m {
			if k := slices.Index(tenseNames, w.evidence); k >= 0 {
				out[name].weights[k] = w.weight
			} else {
				out[name].bias = w.weight
			}
		}
	}
	return out
})

func (m *tenseModel) probability(x *tenseEvidence) float64 {
	s := m.bias
	for k, w := range m.weights {
		s += w * x[k]
	}
	return 1 / (1 + math.Exp(-s))
}

// tenses are the finite verbs and the words of time of side i.
func (p *Pass) tenses(i int) []lang.Tense {
	s := &p.state.sides[i]
	if !s.tensesDone {
		s.tensesDone = true
		if !p.Sides[i].Empty {
			s.tenses = p.Sides[i].Lang.Tenses(p.Sides[i].Text)
		}
	}
	return s.tenses
}

// tenseVerb is the index in tenseVerbs of the class of a finite verb, -1 for words
// of time.
func tenseVerb(t *lang.Tense) int { return strings.IndexByte(tenseVerbs, t.Class) }

// tenseView is what a side says of when, for the verbs of another side.
type tenseView struct {
	tensed bool
	all    [len(tenseSaid)]float64
	// at is, per token, the finite verb that it belongs to or stands next to (index
	// in Pass.tenses, -1 for none), and how many bytes away that is; tensed languages
	at, away []int
	// clauses are the classes that stand in each clause; other languages
	clauses [][len(tenseSaid)]bool
}

func (p *Pass) tenseView(j int) *tenseView {
	u, said := p.units(j), p.tenses(j)
	v := &tenseView{tensed: p.Sides[j].Lang.Tensed()}
	verbs := 0.0
	for k := range said {
		if c := strings.IndexByte(tenseSaid, said[k].Class); c >= 0 {
			v.all[c]++
		}
		if tenseVerb(&said[k]) >= 0 {
			verbs++
		}
	}
	for c := range v.all {
		switch {
		case !v.tensed:
			v.all[c] = math.Log1p(v.all[c])
		case verbs > 0:
			v.all[c] /= verbs
		}
	}
	if !v.tensed {
		v.clauses = make([][len(tenseSaid)]bool, p.clauseCount(j)+1)
		k := 0
		for n := range said {
			for k+1 < len(u.tokens) && u.tokens[k+1].Start <= said[n].Start {
				k++
			}
			if c := strings.IndexByte(tenseSaid, said[n].Class); c >= 0 && len(u.tokens) > 0 {
				v.clauses[u.tokens[k].clause][c] = true
			}
		}
		return v
	}
	v.at, v.away = make([]int, len(u.tokens)), make([]int, len(u.tokens))
	before, next := -1, 0 // verbs that begin before a token, and after it
	for k := range u.tokens {
		t := &u.tokens[k]
		for next < len(said) && (said[next].Start <= t.Start || tenseVerb(&said[next]) < 0) {
			if tenseVerb(&said[next]) >= 0 {
				before = next
			}
			next++
		}
		v.at[k] = before
		if before >= 0 {
			v.away[k] = max(0, t.Start-said[before].End+1)
		}
		if next < len(said) && (before < 0 || said[next].Start-t.Start < v.away[k]) {
			v.at[k], v.away[k] = next, said[next].Start-t.Start
		}
	}
	return v
}

// linkedTokens gives the token of side j that the lexicon links best with a word
// of meaning in a span of side i, -1 for none.
func (p *Pass) linkedTokens(i, j int) func(from, to int) int {
	u, v := p.units(i), p.units(j)
	type link struct {
		unit  int32 // of the vocabulary of j
		whole float32
	}
	best := make([]link, len(u.vocab.Text))
	p.eachLink(i, j, func(a, b int32, l *lexicon.Link) {
		if l.Whole >= .2 && l.Whole > best[a].whole {
			best[a] = link{b, l.Whole}
		}
	})
	token := make([]int, len(v.vocab.Text)) // the last one of each unit
	for k := range v.tokens {
		for _, x := range v.tokens[k].units {
			if x >= 0 {
				token[x] = k
			}
		}
	}
	k := 0
	return func(from, to int) int { // spans come in order
		at, most := -1, float32(0)
		for ; k < len(u.tokens) && u.tokens[k].End <= to; k++ {
			t := &u.tokens[k]
			if t.Start < from || t.weight < .2 {
				continue
			}
			for _, x := range t.units {
				if x >= 0 && best[x].whole > most {
					at, most = token[best[x].unit], best[x].whole
				}
			}
		}
		return at
	}
}

// verbs calls f for the finite verbs of side i, in order, with what they are judged
// by against side j.
func (p *Pass) verbs(i, j int, f func(t *lang.Tense, x *tenseEvidence)) {
	if !p.Sides[i].Lang.Tensed() || p.Sides[i].Empty || p.Sides[j].Empty {
		return
	}
	own, other, u := p.tenses(i), p.tenses(j), p.units(j)
	var all tenseEvidence // that is the same for all verbs
	n := 0.0
	for k := range own {
		if c := tenseVerb(&own[k]); c >= 0 {
			all[tenseOwn+c]++
			n++
		} else if c := strings.IndexByte(tenseTimes, own[k].Class); c >= 0 {
			all[tenseTime+c] = 1
		}
	}
	if n == 0 {
		return
	}
	view, linked := p.tenseView(j), p.linkedTokens(i, j)
	copy(all[tenseAll:], view.all[:])
	for _, side := range []int{i, j} {
		for _, d := range p.values(side).Dates {
			all[tenseDated] = 1
			if d.Year > 0 && d.Year < 2000 {
				all[tenseOld] = 1
			}
		}
	}
	for k := range own {
		c := tenseVerb(&own[k])
		if c < 0 {
			continue
		}
		x := all
		for q := range tenseVerbs {
			if q == c {
				x[tenseOwn+q]--
			}
			x[tenseOwn+q] /= max(1, n-1)
		}
		if n == 1 {
			x[tenseAlone] = 1
		}
		switch own[k].Kind {
		case 'b':
			x[tenseState] = 1
		case 's':
			x[tenseMind] = 1
		case 'r':
			x[tenseReport] = 1
		}
		base, at := tenseNear, linked(own[k].Start, own[k].End)
		if at < 0 { // about there
			base = tenseGuess
			pos := own[k].Start * len(p.Sides[j].Text) / len(p.Sides[i].Text)
			at, _ = slices.BinarySearchFunc(u.tokens, pos, func(t token, pos int) int { return t.Start - pos })
			at = min(at, len(u.tokens)-1)
		}
		found := false
		switch {
		case at < 0:
		case view.tensed:
			if q := view.at[at]; q >= 0 {
				if view.away[at] > 0 {
					base = tenseGuess
				}
				x[base+tenseVerb(&other[q])] = 1
				if other[q].Kind == 'b' {
					x[tenseThere] = 1
				}
				found = true
			}
		default:
			for c, said := range view.clauses[u.tokens[at].clause] {
				if said {
					x[base+c] = 1
					found = true
				}
			}
		}
		if !found {
			x[tenseNone] = 1
		}
		f(&own[k], &x)
	}
}

// tenseSurprise is how surprising each finite verb of side i is against side j, in
// nats beyond what its tense is on average.
func (p *Pass) tenseSurprise(i, j int) (out []float64) {
	far := p.far(i, j)
	past, future := tenseModels()["past"+far], tenseModels()["future"+far]
	p.verbs(i, j, func(t *lang.Tense, x *tenseEvidence) {
		a, b := past.probability(x), future.probability(x)
		n := math.Max(1-a-b, .02)
		sum := a + b + n
		a, b, n = a/sum, b/sum, n/sum
		q := n
		switch t.Class {
		case 'p':
			q = a
		case 'f':
			q = b
		case 'c':
			q = math.Max(a, n) // a future seen from the past, or none
		}
		out = append(out, -math.Log(q)+a*math.Log(a)+b*math.Log(b)+n*math.Log(n))
	})
	return out
}

// tenseOdds is how surprising the tenses of a bead are: of the side where they are
// most so, the sum over its verbs, each by the other side that takes it best, in
// units of the root of their number.
func (p *Pass) tenseOdds(sides []int) float64 {
	most := math.Inf(-1)
	for _, i := range sides {
		var least []float64
		for _, j := range sides {
			if i == j {
				continue
			}
			s := p.tenseSurprise(i, j)
			if least == nil {
				least = s
			}
			for k := range s {
				least[k] = math.Min(least[k], s[k])
			}
		}
		sum := 0.0
		for _, s := range least {
			sum += s
		}
		if n := len(least); n > 0 {
			most = math.Max(most, sum/math.Sqrt(float64(n)))
		}
	}
	if math.IsInf(most, -1) {
		return 0 // no verbs
	}
	return most
}

// TenseEvidence gives what each finite verb of a version is judged by against each
// other version, and its class as in lang.Tense; far says that one of the two is
// in Chinese. The command that fits the models calls it.
func (c *Checker) TenseEvidence(langs, segments []string, verb func(far bool, class byte, x map[string]float64)) {
	p := c.newUnit(langs, segments)
	p.c = c
	p.state.sides = make([]sideState, len(p.Sides))
	for i := range p.Sides {
		for j := range p.Sides {
			if i == j {
				continue
			}
			p.verbs(i, j, func(t *lang.Tense, x *tenseEvidence) {
				named := map[string]float64{}
				for k, v := range x {
					if v != 0 {
						named[tenseNames[k]] = v
					}
				}
				verb(p.farApart(i, j), t.Class, named)
			})
		}
	}
}
