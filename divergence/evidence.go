package divergence

import (
	_ "embed"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/tercet/tercet/align/lexicon"
)

//go:embed data/score.tsv
var scoreData string

// Models are the names of the logistic models of data/score.tsv: the divergence
// of a bead of two versions and of three or more, and the probability that one
// side lacks or adds something inside it.
var Models = []string{"pair", "triple", "gap", "apart", "lack", "more", "other"}

// model is a logistic model: the probability is 1/(1+exp(-sum)) of the weights
// times the evidence.
type model map[string]float64

var models = sync.OnceValue(func() map[string]model {
	m := map[string]model{}
	for n, line := range strings.Split(scoreData, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			panic(fmt.Sprintf("score.tsv:%d: %d columns (want 3)", n+1, len(f)))
		}
		w, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			panic(err)
		}
		if m[f[0]] == nil {
			m[f[0]] = model{}
		}
		m[f[0]][f[1]] = w
	}
	return m
})

func (m model) probability(ev map[string]float64) float64 {
	// in order of name: a sum of floats must not depend on the order of a map
	names := make([]string, 0, len(m))
	for k := range m {
		names = append(names, k)
	}
	sort.Strings(names)
	s := 0.0
	for _, k := range names {
		if k == "bias" {
			s += m[k]
		} else {
			s += m[k] * ev[k]
		}
	}
	return 1 / (1 + math.Exp(-s))
}

// logRatio is the mean of the logarithm of the length of one language over
// another's, in professional translations, in the letters of Pass.length.
var logLength = map[string]float64{"fr": .1, "en": 0, "zh": -.05}

// lengthZ is how many standard deviations side i is longer than side j than it
// should be.
func (p *Pass) lengthZ(i, j int) float64 {
	a, b := p.length(i), p.length(j)
	if a == 0 || b == 0 {
		return 0
	}
	d := math.Log(a/b) - logLength[p.Sides[i].Lang.Code] + logLength[p.Sides[j].Lang.Code]
	return d / math.Sqrt(.012+2.2/math.Min(a, b))
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
		v := value(k)
		if u.vocab.Kind[u.tokens[k].units[0]] != lexicon.Word {
			v /= 2
		}
		cur += v
		if cur > best {
			best, from, to = cur, start, k+1
		}
	}
	return
}

// unaccounted is the run of side i that side j does not account for.
func (p *Pass) unaccounted(i, j int) (float64, int, int) {
	ev := p.evidenceOf(i, j)
	return p.run(i, func(k int) float64 { return -float64(ev(k).ratio) })
}

// lack is the run of side i that j accounts for and k does not.
func (p *Pass) lack(i, j, k int) (float64, int, int) {
	evJ, evK := p.evidenceOf(i, j), p.evidenceOf(i, k)
	u := p.units(i)
	return p.run(i, func(t int) float64 {
		v := -float64(evK(t).ratio)
		switch w := float64(evJ(t).ratio); {
		case v <= 0:
		case u.tokens[t].to[j] >= .5:
			v += .3 * w
		default:
			v *= .4
		}
		return v
	})
}

// more is the run of side k that neither i nor j accounts for.
func (p *Pass) more(k, i, j int) (float64, int, int) {
	evI, evJ := p.evidenceOf(k, i), p.evidenceOf(k, j)
	return p.run(k, func(t int) float64 {
		a, b := -float64(evI(t).ratio), -float64(evJ(t).ratio)
		if a > 0 && b > 0 {
			return .75 * (a + b)
		}
		return math.Min(a, b)
	})
}

// sums of the evidence of a side's tokens.
type linkSums struct {
	ratio    float64 // mean of the log ratio, by token
	missed   float64 // mean of the surprise of tokens not accounted for
	worst    float64 // greatest surprise of one token
	worst3   float64 // mean of the three greatest
	expected float64 // how many tokens of meaning are not accounted for
}

func (p *Pass) linkSums(i, j int) (s linkSums) {
	ev := p.evidenceOf(i, j)
	u := p.units(i)
	var top [3]float64
	n := 0.0
	for k := range u.tokens {
		e := ev(k)
		h := 1.0
		if u.vocab.Kind[u.tokens[k].units[0]] != lexicon.Word {
			h = .5
		}
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
	l1, _, _ := p.lack(i, j, k)
	l2, _, _ := p.lack(j, i, k)
	m, _, _ := p.more(k, i, j)
	zi, zj, z := p.lengthZ(i, k), p.lengthZ(j, k), math.Abs(p.lengthZ(i, j))
	_, ck1 := p.coverage(k, i)
	_, ck2 := p.coverage(k, j)
	_, c1 := p.coverage(i, k)
	_, c2 := p.coverage(j, k)
	_, w1 := p.coverage(i, j)
	_, w2 := p.coverage(j, i)
	ratio := (p.linkSums(k, i).ratio + p.linkSums(k, j).ratio + p.linkSums(i, k).ratio + p.linkSums(j, k).ratio) / 2
	witness := p.linkSums(i, j).ratio + p.linkSums(j, i).ratio
	short := math.Max(0, math.Min(zi, zj))
	long := math.Max(0, math.Min(-zi, -zj))
	return map[string]float64{
		"size":       math.Log1p(math.Min(p.units(i).mass, p.units(k).mass)),
		"lack":       math.Log1p(math.Min(l1, l2)),
		"lack-max":   math.Log1p(math.Max(l1, l2)),
		"more":       math.Log1p(m),
		"short":      short,
		"long":       long,
		"witness-z":  z,
		"cover-to":   (2 - c1 - c2) - (2-w1-w2)/1, // how much worse k accounts for the others than they for one another
		"cover-of":   (2 - ck1 - ck2) - (2 - w1 - w2),
		"short-lack": short * math.Log1p(math.Min(l1, l2)),
		"long-more":  long * math.Log1p(m),
		"ratio":      ratio,
		"worse":      witness - ratio,
	}
}

// pairEvidence is what tells whether side j lacks something of side i (two
// versions), in the terms of model gap.
func (p *Pass) pairEvidence(i, j int) map[string]float64 {
	f, g := p.linkSums(i, j), p.linkSums(j, i)
	r, _, _ := p.unaccounted(i, j)
	back, _, _ := p.unaccounted(j, i)
	z := p.lengthZ(i, j)
	_, c := p.coverage(i, j)
	_, b := p.coverage(j, i)
	chinese := 0.0 // the lexicon accounts for less of it
	if p.Sides[i].Lang.Dense != p.Sides[j].Lang.Dense {
		chinese = 1
	}
	return map[string]float64{
		"size":       math.Log1p(math.Min(p.units(i).mass, p.units(j).mass)),
		"run":        math.Log1p(r),
		"back-run":   math.Log1p(back),
		"short":      math.Max(0, z),
		"long":       math.Max(0, -z),
		"cover":      1 - c,
		"back":       1 - b,
		"worse":      math.Min(1-c, 1-b),
		"chinese":    chinese,
		"short-run":  math.Max(0, z) * math.Log1p(r),
		"ratio":      f.ratio,
		"ratio-back": g.ratio,
	}
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
	var mass float64
	for _, i := range sides {
		mass += p.units(i).mass / float64(len(sides))
	}
	ev["size"] = math.Log1p(mass)
	for _, i := range sides {
		for _, j := range sides {
			if i == j {
				continue
			}
			all, known := p.coverage(i, j)
			r, _, _ := p.unaccounted(i, j)
			ev["cover-all"] = math.Max(ev["cover-all"], 1-all)
			ev["cover-known"] = math.Max(ev["cover-known"], 1-known)
			ev["run"] = math.Max(ev["run"], math.Log1p(r))
			ls := p.linkSums(i, j)
			if _, ok := ev["ratio"]; !ok {
				ev["ratio"] = ls.ratio
			}
			ev["ratio"] = math.Min(ev["ratio"], ls.ratio)
			ev["missed"] = math.Max(ev["missed"], ls.missed)
			ev["worst"] = math.Max(ev["worst"], ls.worst)
			ev["worst3"] = math.Max(ev["worst3"], ls.worst3)
			ev["expected"] = math.Max(ev["expected"], math.Log1p(ls.expected))
			ev["length"] = math.Max(ev["length"], math.Abs(p.lengthZ(i, j)))
			ev["length-run"] = math.Max(ev["length-run"], math.Max(0, p.lengthZ(i, j))*math.Log1p(r))
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
			ev["model-gap"] = math.Max(ev["model-gap"], models()["gap"].probability(pe))
			ev["model-apart"] = math.Max(ev["model-apart"], models()["apart"].probability(pe))
		}
	}
	return ev
}

// Evidence lists what Unit judges a unit by: the values that the model "pair"
// (two versions) or "triple" weighs, and for each side, under its index, those
// of the models that look for omissions and additions inside a bead: gap for two
// versions, lack, more and other for three. The command that fits the models
// reads it.
func (c *Checker) Evidence(langs, segments []string) (bead map[string]float64, sides []map[string]float64) {
	p := c.newUnit(langs, segments)
	c.run(p)
	bead = p.evidence()
	ks := p.known()
	sides = make([]map[string]float64, len(p.Sides))
	switch len(ks) {
	case 2:
		sides[ks[1]] = p.pairEvidence(ks[0], ks[1])
		sides[ks[0]] = p.pairEvidence(ks[1], ks[0])
	case 3:
		for x := 0; x < 3; x++ {
			sides[ks[x]] = p.sideEvidence(ks[(x+1)%3], ks[(x+2)%3], ks[x])
		}
	}
	return
}
