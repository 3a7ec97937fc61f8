package divergence

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/score.tsv
var scoreData string

// Models are the names of the logistic models of data/score.tsv: the divergence
// of a bead of two versions and of three or more, the probability that one side
// lacks or adds something inside it, that it belongs to another sentence, and
// that people would judge the one a poor translation of the other.
var Models = []string{"pair", "pair-far", "triple", "gap", "gap-far", "apart", "apart-far", "adequacy", "adequacy-far", "lack", "more", "other"}

// model is a logistic model: the probability is 1/(1+exp(-sum)) of the weights
// times the evidence. It is in order of name: a sum of floats must not depend on
// another.
type model []term

type term struct {
	evidence string
	weight   float64
}

var models = sync.OnceValue(func() map[string]model {
	return readModels("score.tsv", scoreData)
})

// readModels reads a table of logistic models: model, evidence, weight.
func readModels(name, data string) map[string]model {
	m := map[string]model{}
	for n, line := range strings.Split(data, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			panic(fmt.Sprintf("%s:%d: %d columns (want 3)", name, n+1, len(f)))
		}
		w, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			panic(err)
		}
		m[f[0]] = append(m[f[0]], term{f[1], w})
	}
	for _, terms := range m {
		slices.SortFunc(terms, func(a, b term) int { return strings.Compare(a.evidence, b.evidence) })
	}
	return m
}

func (m model) probability(ev map[string]float64) float64 { return 1 / (1 + math.Exp(-m.logit(ev))) }

func (m model) logit(ev map[string]float64) float64 {
	s := 0.0
	for _, t := range m {
		if t.evidence == "bias" {
			s += t.weight
		} else {
			s += t.weight * ev[t.evidence]
		}
	}
	return s
}

// pairModel is the model of two versions with the given name: one for two
// languages of letters, another between letters and Chinese, where words are
// accounted for less well.
func (p *Pass) pairModel(name string, i, j int) model {
	return models()[name+p.far(i, j)]
}

// logLength is the mean of the logarithm of the length of a translation over
// that of the English, in the letters of Pass.length, over NTREX-128, TICO-19, PUD
// and the UN Parallel Corpus. lengthVariance is the variance of the ratio: a part
// that stays and a part that falls with the length of the shorter side (Gale and
// Church 1993), between two languages of letters and between letters and Chinese.
var (
	logLength      = map[string]float64{"fr": .14, "en": 0, "zh": -.08}
	lengthVariance = map[bool][2]float64{false: {.002, 1.8}, true: {.006, 3.2}}
)

// farApart reports whether one of two sides alone is in Chinese.
func (p *Pass) farApart(i, j int) bool { return p.Sides[i].Lang.Dense != p.Sides[j].Lang.Dense }

// far is the ending of the names of models for such sides.
func (p *Pass) far(i, j int) string {
	if p.farApart(i, j) {
		return "-far"
	}
	return ""
}

// lengthZ is how many standard deviations side i is longer than side j than it
// should be.
func (p *Pass) lengthZ(i, j int) float64 {
	a, b := p.length(i), p.length(j)
	if a == 0 || b == 0 {
		return 0
	}
	return p.lengthDeviation(i, j, a, b)
}

// lengthDeviation is lengthZ for lengths a of side i and b of side j.
func (p *Pass) lengthDeviation(i, j int, a, b float64) float64 {
	d := math.Log(a/b) - logLength[p.Sides[i].Lang.Code] + logLength[p.Sides[j].Lang.Code]
	v := lengthVariance[p.farApart(i, j)]
	return d / math.Sqrt(v[0]+v[1]/math.Min(a, b))
}

// run is the heaviest run of tokens of side i by a value per token that is below
// 0 where the run should end. A Chinese character counts for half a word.
func (p *Pass) run(i int, value func(k int) float64) (best float64, from, to int) {
	u := p.units(i)
	cur, start := 0.0, 0
	for k := range u.tokens {
		if cur <= 0 {
			cur, start = 0, k
		}
		cur += value(k) * inWords(u, &u.tokens[k])
		if cur > best {
			best, from, to = cur, start, k+1
		}
	}
	return
}

// clauseRun is the heaviest run of whole clauses of side i, all of them excepted:
// what is left out or put in is a sentence, a clause or a bracket as a rule.
func (p *Pass) clauseRun(i int, value func(k int) float64) (best float64, from, to int) {
	u := p.units(i)
	n := len(u.tokens)
	if n == 0 {
		return
	}
	last := u.tokens[n-1].clause
	cur, start := 0.0, 0
	for k := 0; k < n; {
		if cur <= 0 {
			cur, start = 0, k
		}
		c := u.tokens[k].clause
		for ; k < n && u.tokens[k].clause == c; k++ {
			cur += value(k) * inWords(u, &u.tokens[k])
		}
		if cur > best && !(start == 0 && c == last) {
			best, from, to = cur, start, k
		}
	}
	return
}

// unaccounted values the tokens of side i that side j does not account for.
func (p *Pass) unaccounted(i, j int) func(k int) float64 {
	ev := p.evidenceOf(i, j)
	return func(k int) float64 { return -float64(ev(k).ratio) }
}

// lack values the tokens of side i that j accounts for and k does not.
func (p *Pass) lack(i, j, k int) func(t int) float64 {
	evJ, evK := p.evidenceOf(i, j), p.evidenceOf(i, k)
	u := p.units(i)
	return func(t int) float64 {
		v := -float64(evK(t).ratio)
		switch w := float64(evJ(t).ratio); {
		case v <= 0:
		case u.tokens[t].to[j] >= .5:
			v += .3 * w
		default:
			v *= .4
		}
		return v
	}
}

// sentencesOf, brackets and clauseCount count the parts of side i.
func (p *Pass) sentencesOf(i int) int { return len(clauses(p.Sides[i].Text)) }

func (p *Pass) brackets(i int) int {
	n := 0
	for _, r := range p.Sides[i].Text {
		if r == '(' || r == '（' {
			n++
		}
	}
	return n
}

func (p *Pass) clauseCount(i int) int {
	u := p.units(i)
	if len(u.tokens) == 0 {
		return 0
	}
	return int(u.tokens[len(u.tokens)-1].clause)
}

// missingMass is the weight of the tokens of side i, from and to, that side j
// does not account for.
func (p *Pass) missingMass(i, j, from, to int) (m float64) {
	u := p.units(i)
	for k := from; k < to; k++ {
		m += u.tokens[k].weight * float64(1-u.tokens[k].to[j])
	}
	return
}

// more values the tokens of side k that neither i nor j accounts for.
func (p *Pass) more(k, i, j int) func(t int) float64 {
	evI, evJ := p.evidenceOf(k, i), p.evidenceOf(k, j)
	return func(t int) float64 {
		a, b := -float64(evI(t).ratio), -float64(evJ(t).ratio)
		if a > 0 && b > 0 {
			return .75 * (a + b)
		}
		return math.Min(a, b)
	}
}

// sums of the evidence of a side's tokens.
type linkSums struct {
	ratio    float64 // mean of the log ratio, by token
	missed   float64 // mean of the surprise of tokens not accounted for
	worst    float64 // greatest surprise of one token
	worst3   float64 // mean of the three greatest
	expected float64 // how many tokens of meaning are not accounted for
}

// linkSums are the sums of side i against side j, made once for a bead.
func (p *Pass) linkSums(i, j int) linkSums {
	key := [2]int{i, j}
	s, ok := p.state.sums[key]
	if !ok {
		s = p.newLinkSums(i, j)
		if p.state.sums == nil {
			p.state.sums = map[[2]int]linkSums{}
		}
		p.state.sums[key] = s
	}
	return s
}

func (p *Pass) newLinkSums(i, j int) (s linkSums) {
	ev := p.evidenceOf(i, j)
	u := p.units(i)
	var top [3]float64
	n := 0.0
	for k := range u.tokens {
		e := ev(k)
		h := inWords(u, &u.tokens[k])
		n += h
		s.ratio += h * float64(e.ratio)
		if u.tokens[k].to[j] < .55 {
			x := float64(e.surprise)
			s.missed += h * x
			s.expected += h * u.tokens[k].weight
			for t := range top {
				if x > top[t] {
					copy(top[t+1:], top[t:2])
					top[t] = x
					break
				}
			}
		}
	}
	if n > 0 {
		s.ratio /= n
		s.missed /= n
	}
	s.worst = top[0]
	s.worst3 = (top[0] + top[1] + top[2]) / 3
	return
}

// sideEvidence is what tells whether side k alone lacks or adds something (three
// versions), in the terms of models lack, more and other.
func (p *Pass) sideEvidence(i, j, k int) map[string]float64 {
	return p.once("side", i, j, k, p.newSideEvidence)
}

// once is what of makes of sides i, j and k, made once for a bead.
func (p *Pass) once(what string, i, j, k int, of func(i, j, k int) map[string]float64) map[string]float64 {
	key := evidenceKey{what, i, j, k}
	ev, ok := p.state.evidence[key]
	if !ok {
		ev = of(i, j, k)
		if p.state.evidence == nil {
			p.state.evidence = map[evidenceKey]map[string]float64{}
		}
		p.state.evidence[key] = ev
	}
	return ev
}

// evidenceKey says which evidence of which sides is meant.
type evidenceKey struct {
	what    string
	i, j, k int
}

func (p *Pass) newSideEvidence(i, j, k int) map[string]float64 {
	l1, _, _ := p.run(i, p.lack(i, j, k))
	l2, _, _ := p.run(j, p.lack(j, i, k))
	m, _, _ := p.run(k, p.more(k, i, j))
	c1, _, _ := p.clauseRun(i, p.lack(i, j, k))
	c2, _, _ := p.clauseRun(j, p.lack(j, i, k))
	cm, _, _ := p.clauseRun(k, p.more(k, i, j))
	zi, zj, z := p.lengthZ(i, k), p.lengthZ(j, k), math.Abs(p.lengthZ(i, j))
	_, ck1 := p.coverage(k, i)
	_, ck2 := p.coverage(k, j)
	_, v1 := p.coverage(i, k)
	_, v2 := p.coverage(j, k)
	_, w1 := p.coverage(i, j)
	_, w2 := p.coverage(j, i)
	ratio := (p.linkSums(k, i).ratio + p.linkSums(k, j).ratio + p.linkSums(i, k).ratio + p.linkSums(j, k).ratio) / 2
	witness := p.linkSums(i, j).ratio + p.linkSums(j, i).ratio
	short := math.Max(0, math.Min(zi, zj))
	long := math.Max(0, math.Min(-zi, -zj))
	return map[string]float64{
		"size":            math.Log1p(math.Min(p.units(i).mass, p.units(k).mass)),
		"lack":            math.Log1p(math.Min(l1, l2)),
		"lack-max":        math.Log1p(math.Max(l1, l2)),
		"more":            math.Log1p(m),
		"short":           short,
		"long":            long,
		"witness-z":       z,
		"cover-to":        (2 - v1 - v2) - (2 - w1 - w2), // how much worse k accounts for the others than they for one another
		"cover-of":        (2 - ck1 - ck2) - (2 - w1 - w2),
		"short-lack":      short * math.Log1p(math.Min(l1, l2)),
		"long-more":       long * math.Log1p(m),
		"sentences":       float64(min(p.sentencesOf(i), p.sentencesOf(j)) - p.sentencesOf(k)),
		"brackets":        float64(min(p.brackets(i), p.brackets(j)) - p.brackets(k)),
		"sentences-more":  float64(p.sentencesOf(k) - max(p.sentencesOf(i), p.sentencesOf(j))),
		"commas":          float64(p.clauseCount(k) - max(p.clauseCount(i), p.clauseCount(j))),
		"commas-less":     float64(min(p.clauseCount(i), p.clauseCount(j)) - p.clauseCount(k)),
		"clause-lack":     math.Log1p(math.Min(c1, c2)),
		"clause-lack-max": math.Log1p(math.Max(c1, c2)),
		"clause-more":     math.Log1p(cm),
		"ratio":           ratio,
		"worse":           witness - ratio,
	}
}

// pairEvidence is what tells whether side j lacks something of side i (two
// versions), in the terms of model gap.
func (p *Pass) pairEvidence(i, j int) map[string]float64 {
	return p.once("pair", i, j, j, p.newPairEvidence)
}

func (p *Pass) newPairEvidence(i, j, _ int) map[string]float64 {
	f, g := p.linkSums(i, j), p.linkSums(j, i)
	r, from, to := p.run(i, p.unaccounted(i, j))
	back, _, _ := p.run(j, p.unaccounted(j, i))
	clause, cf, ct := p.clauseRun(i, p.unaccounted(i, j))
	clauseBack, _, _ := p.clauseRun(j, p.unaccounted(j, i))
	z := p.lengthZ(i, j)
	_, c := p.coverage(i, j)
	_, b := p.coverage(j, i)
	ev := map[string]float64{
		"size":            math.Log1p(math.Min(p.units(i).mass, p.units(j).mass)),
		"run":             math.Log1p(r),
		"back-run":        math.Log1p(back),
		"short":           math.Max(0, z),
		"long":            math.Max(0, -z),
		"cover":           1 - c,
		"back":            1 - b,
		"worse":           math.Min(1-c, 1-b),
		"short-run":       math.Max(0, z) * math.Log1p(r),
		"words":           math.Log1p(p.missingMass(i, j, from, to)),
		"clause":          math.Log1p(clause),
		"clause-back":     math.Log1p(clauseBack),
		"clause-words":    math.Log1p(p.missingMass(i, j, cf, ct)),
		"clause-short":    math.Max(0, z) * math.Log1p(clause),
		"sentences":       math.Max(0, float64(p.sentencesOf(i)-p.sentencesOf(j))),
		"sentences-back":  math.Max(0, float64(p.sentencesOf(j)-p.sentencesOf(i))),
		"brackets":        float64(max(0, p.brackets(i)-p.brackets(j))),
		"brackets-clause": float64(max(0, p.brackets(i)-p.brackets(j))) * math.Log1p(clause),
		"commas":          math.Max(0, float64(p.clauseCount(i)-p.clauseCount(j))),
		"missed":          f.missed,
		"missed-back":     g.missed,
		"ratio":           f.ratio,
		"ratio-back":      g.ratio,
	}
	p.addAbsence(i, j, ev)
	return ev
}

// denials is the number of negations of side i, modals that of words of duty (s)
// or possibility (m).
func (p *Pass) denials(i int) (n float64) {
	for _, c := range p.negations(i) {
		if c.Class == 'V' || c.Class == 'N' {
			n++
		}
	}
	return
}

func (p *Pass) modals(i int, class byte) (n float64) {
	for _, c := range p.Sides[i].Lang.Modals(p.Sides[i].Text) {
		if c.Class == class {
			n++
		}
	}
	return
}

// apartBy is how far the versions are apart in a number: of three, how far one is
// from both others.
func apartBy(sides []int, of func(i int) float64) float64 {
	var n []float64
	for _, i := range sides {
		n = append(n, of(i))
	}
	if len(n) == 2 {
		return math.Abs(n[0] - n[1])
	}
	most := 0.0
	for x := range n {
		least := math.Inf(1)
		for y := range n {
			if x != y {
				least = math.Min(least, math.Abs(n[x]-n[y]))
			}
		}
		most = math.Max(most, least)
	}
	return most
}

// adequacyEvidence is what tells how much of a translation people would find
// amiss, in the terms of model adequacy.
func (p *Pass) adequacyEvidence(i, j int) map[string]float64 {
	f, g := p.linkSums(i, j), p.linkSums(j, i)
	a, ak := p.coverage(i, j)
	b, bk := p.coverage(j, i)
	r, _, _ := p.run(i, p.unaccounted(i, j))
	back, _, _ := p.run(j, p.unaccounted(j, i))
	z := p.lengthZ(i, j)
	return map[string]float64{
		"size":        math.Log1p((p.units(i).mass + p.units(j).mass) / 2),
		"cover":       2 - a - b,
		"cover-known": 2 - ak - bk,
		"cover-worse": 1 - math.Min(a, b),
		"expected":    math.Log1p(f.expected) + math.Log1p(g.expected),
		"ratio":       f.ratio + g.ratio,
		"ratio-worse": math.Min(f.ratio, g.ratio),
		"run":         math.Log1p(r) + math.Log1p(back),
		"run-worse":   math.Max(math.Log1p(r), math.Log1p(back)),
		"worst":       f.worst3 + g.worst3,
		"length":      math.Abs(z),
	}
}

// namesLost is how many names, by how surely they are names and how surely they
// do not stand there, one version lacks; of three, one that the two others have,
// or has alone. At most 2.
func (p *Pass) namesLost(sides []int) float64 {
	all := p.state.mentions
	if all == nil {
		return 0
	}
	lost := func(i, k int) (sum float64) {
		for _, x := range all[i] {
			if x.sure < .4 || x.adj {
				continue
			}
			v := x.sure * p.missing(x, k, all[k])
			for _, o := range sides {
				if o != i && o != k {
					v *= 1 - p.missing(x, o, all[o])
				}
			}
			sum += v
		}
		return sum
	}
	most := 0.0
	for _, k := range sides {
		sum := 0.0
		for _, i := range sides {
			if i != k {
				sum = math.Max(sum, lost(i, k))
			}
		}
		most = math.Max(most, sum)
	}
	return math.Min(most, 2)
}

// evidence is what the divergence of the bead is made of.
func (p *Pass) evidence() map[string]float64 {
	ev := map[string]float64{}
	for _, f := range p.out {
		ev[f.Check+"."+string(f.Severity)] = 1
	}
	for _, f := range p.dropped {
		ev[f.Check+"."+string(f.Severity)] = 1
	}
	sides := p.known()
	if len(sides) < 2 {
		return ev
	}
	ev["negations"] = math.Min(2, apartBy(sides, p.denials))
	ev["duties"] = math.Min(2, apartBy(sides, func(i int) float64 { return p.modals(i, 's') }))
	ev["possibilities"] = math.Min(2, apartBy(sides, func(i int) float64 { return p.modals(i, 'm') }))
	ev["names-lost"] = p.namesLost(sides)
	ev["tense"] = p.tenseOdds(sides)
	ev["names-crossed"] = math.Min(1, p.state.crossed)
	ev["names-order"] = math.Min(2, float64(p.state.crossings))
	if len(sides) > 2 {
		for _, i := range sides {
			for _, j := range sides {
				if i == j {
					continue
				}
				all, known := p.coverage(i, j)
				r, _, _ := p.run(i, p.unaccounted(i, j))
				ls := p.linkSums(i, j)
				ev["cover-all"] = math.Max(ev["cover-all"], 1-all)
				ev["cover-known"] = math.Max(ev["cover-known"], 1-known)
				ev["run"] = math.Max(ev["run"], math.Log1p(r))
				ev["worst"] = math.Max(ev["worst"], ls.worst)
				ev["length"] = math.Max(ev["length"], math.Abs(p.lengthZ(i, j)))
			}
		}
	}
	for _, i := range sides {
		// words repeated on the spot, and words of letters in Chinese: marks of
		// careless machine translation
		ws := p.words(i)
		for k := 1; k < len(ws); k++ {
			if !ws[k].han && ws[k].low == ws[k-1].low && len(ws[k].low) > 1 {
				ev["repeated"] = 1
			}
		}
		if p.Sides[i].Lang.Dense {
			small := 0.0
			for _, w := range ws {
				if !w.han && !w.capital && w.Len() > 3 {
					small++
				}
			}
			ev["letters"] = math.Log1p(small)
		}
	}
	if len(sides) == 2 {
		pe := p.adequacyEvidence(sides[0], sides[1])
		ev["adequacy"] = p.pairModel("adequacy", sides[0], sides[1]).logit(pe)
		f, g := p.linkSums(sides[0], sides[1]), p.linkSums(sides[1], sides[0])
		ev["worst"] = math.Max(f.worst, g.worst)
		ev["worst3"] = f.worst3 + g.worst3
	}
	if len(sides) == 3 {
		for x := 0; x < 3; x++ {
			k, i, j := sides[x], sides[(x+1)%3], sides[(x+2)%3]
			se := p.sideEvidence(i, j, k)
			for _, m := range []string{"lack", "more", "other"} {
				ev["model-"+m] = math.Max(ev["model-"+m], models()[m].probability(se))
			}
			ev["cover-odd"] = math.Max(ev["cover-odd"], se["cover-to"]+se["cover-of"])
			ev["lack"] = math.Max(ev["lack"], se["lack"])
			ev["more"] = math.Max(ev["more"], se["more"])
		}
	} else {
		for x := range sides {
			i, j := sides[x], sides[(x+1)%len(sides)]
			pe := p.pairEvidence(i, j)
			ev["model-gap"] = math.Max(ev["model-gap"], p.pairModel("gap", i, j).probability(pe))
			ev["model-apart"] = math.Max(ev["model-apart"], p.pairModel("apart", i, j).probability(pe))
		}
	}
	return ev
}

// Evidence is what a unit is judged by.
type Evidence struct {
	// Bead is what the model pair (two versions) or triple weighs.
	Bead map[string]float64
	// Sides is, for each side, what is weighed by the models that look inside a
	// bead: gap and apart for two versions, lack, more and other for three. Sides
	// without text have none.
	Sides []map[string]float64
	// Adequacy is what the model adequacy weighs: two versions alone.
	Adequacy map[string]float64
}

// Evidence lists what Unit judges a unit by. The command that fits the models
// reads it.
func (c *Checker) Evidence(langs, segments []string) Evidence {
	p := c.newUnit(langs, segments)
	c.run(p)
	e := Evidence{Bead: p.evidence(), Sides: make([]map[string]float64, len(p.Sides))}
	switch ks := p.known(); len(ks) {
	case 2:
		e.Sides[ks[1]] = p.pairEvidence(ks[0], ks[1])
		e.Sides[ks[0]] = p.pairEvidence(ks[1], ks[0])
		e.Adequacy = p.adequacyEvidence(ks[0], ks[1])
	case 3:
		for x := 0; x < 3; x++ {
			e.Sides[ks[x]] = p.sideEvidence(ks[(x+1)%3], ks[(x+2)%3], ks[x])
		}
	}
	return e
}
