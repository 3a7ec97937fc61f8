package divergence

import (
	"math"
	"strings"

	"github.com/tercet/tercet/align/lexicon"
)

// What a version leaves out is a sentence, a bracket or a clause as a rule, and
// some of its words find partners by chance: a verb that the rest of the sentence
// has too, a word of two renderings. Such partners are shared with the rest. So a
// stretch of a side is tried as if it were not there: how much of the other side
// loses what accounts for it, whether the lengths fit better, and what evidence
// there is against the stretch when partners that the rest has as well do not
// count.

// tokenLink is a token of the other side that a token is linked with.
type tokenLink struct {
	token    int32
	strength float32 // as token.to
}

// tokenLinks lists, for each token of side i, the tokens of side j that it is linked
// with by the lexicon or by the same letters.
func (p *Pass) tokenLinks(i, j int) [][]tokenLink {
	key := [2]int{i, j}
	if out, ok := p.state.tokenLinks[key]; ok {
		return out
	}
	u, v := p.units(i), p.units(j)
	at := make([][]int32, len(v.vocab.Text)) // where each unit of side j stands
	for t := range v.tokens {
		for _, x := range v.tokens[t].units[:2] {
			if x >= 0 {
				at[x] = append(at[x], int32(t))
			}
		}
	}
	links := make([][]tokenLink, len(u.vocab.Text))
	p.eachLink(i, j, func(a, b int32, l *lexicon.Link) {
		s := l.Whole
		switch {
		case u.vocab.Kind[a] == lexicon.Char || v.vocab.Kind[b] == lexicon.Char:
			s = min(s, .5)
		case s >= .75:
			s = 1
		case s >= .2:
			s = .9
		}
		if s < .05 {
			return
		}
		for _, t := range at[b] {
			links[a] = append(links[a], tokenLink{t, s})
			if v.vocab.Kind[b] == lexicon.Bigram {
				links[a] = append(links[a], tokenLink{t + 1, s})
			}
		}
	})
	for a, text := range u.vocab.Text {
		if b, ok := v.index[text]; ok && u.vocab.Kind[a] == lexicon.Word {
			for _, t := range at[b] {
				links[a] = append(links[a], tokenLink{t, 1})
			}
		}
	}
	out := make([][]tokenLink, len(u.tokens))
	for k := range u.tokens {
		for _, x := range u.tokens[k].units {
			if x >= 0 {
				out[k] = append(out[k], links[x]...)
			}
		}
	}
	if p.state.tokenLinks == nil {
		p.state.tokenLinks = map[[2]int][][]tokenLink{}
	}
	p.state.tokenLinks[key] = out
	return out
}

// absence is a stretch of a side with what tells that the other side lacks it.
// Evidence is in natural logarithms, weighed by inWords.
type absence struct {
	from, to int     // tokens
	lack     float64 // evidence that the other side does not have its tokens
	contest  float64 // the same where partners do not count that the rest has too
	support  float64 // evidence that tokens of the other side lose without it
	expect   float64 // evidence of all the other side's tokens, times its share
	length   float64 // by how much the lengths are likelier without it
	share    float64 // of the bytes of its side's tokens
	within   float64 // mean evidence of its tokens that they are accounted for,
	rest     float64 // and of those of the rest

	clause, sentence, bracket bool // what it is
	start, end                bool // where its side begins or ends
}

// total is how likely the stretch is to be missing, for choosing one of a side.
func (a *absence) total() float64 {
	return a.contest - .5*a.support + .5*a.length + .25*a.expect
}

// deficit is the share of the expected support that the stretch does not have.
func (a *absence) deficit() float64 { return (a.expect - a.support) / math.Max(.5, a.expect) }

// Bounds of what is tried: the parts of one stretch, the tokens of a side, since a
// trial looks at all of both sides, and what one version's lengths can say.
const (
	absentParts  = 8
	absentTokens = 400
	absentLength = 6
	absentWords  = 1 // weight that must be missing
)

// conjunctions begin parts of a sentence without a mark before them.
var conjunctions = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("and but or which who that as when while where because if than et mais ou qui que qu dont où lorsque quand comme car afin") {
		m[w] = true
	}
	return m
}()

const sentenceMarks = ".!?。！？"

// absences lists the stretches of side i that may be missing on side j: runs of
// its parts, and the heaviest run of tokens; never the whole side.
func (p *Pass) absences(i, j int) []absence {
	u, v := p.units(i), p.units(j)
	n := len(u.tokens)
	if n == 0 || len(v.tokens) == 0 || max(n, len(v.tokens)) > absentTokens {
		return nil
	}
	evI, evJ := p.evidenceOf(i, j), p.evidenceOf(j, i)
	t := trial{
		u: u, v: v, side: i, evI: evI, evJ: evJ,
		forth: p.tokenLinks(i, j), back: p.tokenLinks(j, i),
		table: p.linkRow(j, i), outside: make([]float32, len(v.tokens)),
	}
	value, words, bytes := make([]float64, n+1), make([]float64, n+1), make([]float64, n+1)
	for k := range u.tokens {
		h := inWords(u, &u.tokens[k])
		value[k+1] = value[k] + h*float64(evI(k).ratio)
		words[k+1] = words[k] + h
		bytes[k+1] = bytes[k] + float64(u.tokens[k].Len())
	}
	all := 0.0
	for k := range v.tokens {
		all += inWords(v, &v.tokens[k]) * math.Max(0, float64(evJ(k).ratio))
	}
	text := p.Sides[i].Text
	before := func(k int) string { // what stands between tokens k-1 and k
		switch k {
		case 0:
			return text[:u.tokens[0].Start]
		case n:
			return text[u.tokens[n-1].End:]
		}
		return text[u.tokens[k-1].End:u.tokens[k].Start]
	}
	clause := func(k int) bool { return k == 0 || k == n || u.tokens[k].clause != u.tokens[k-1].clause }
	z, length, other := p.lengthZ(i, j), p.length(i), p.length(j)
	try := func(from, to int) absence {
		a := absence{from: from, to: to, start: from == 0, end: to == n}
		sum := value[to] - value[from]
		a.lack = -sum
		a.support, a.contest = t.without(from, to)
		a.share = (bytes[to] - bytes[from]) / bytes[n]
		a.expect = a.share * all
		rest := p.lengthDeviation(i, j, math.Max(1, length*(1-a.share)), other)
		a.length = math.Max(-absentLength, math.Min(absentLength, (z*z-rest*rest)/2))
		a.within = sum / math.Max(1, words[to]-words[from])
		a.rest = (value[n] - sum) / math.Max(1, words[n]-words[to]+words[from])
		b, e := before(from), before(to)
		a.clause = clause(from) && clause(to)
		a.sentence = (from == 0 || strings.ContainsAny(b, sentenceMarks)) && (to == n || strings.ContainsAny(e, sentenceMarks))
		a.bracket = strings.ContainsAny(b, "(（") && strings.ContainsAny(e, ")）")
		return a
	}
	var parts []int
	for k := range u.tokens {
		if clause(k) || !p.Sides[i].Lang.Dense && conjunctions[p.words(i)[u.tokens[k].word].low] {
			parts = append(parts, k)
		}
	}
	parts = append(parts, n)
	var out []absence
	for x := range parts {
		for y := x + 1; y < len(parts) && y <= x+absentParts; y++ {
			if x > 0 || y < len(parts)-1 {
				out = append(out, try(parts[x], parts[y]))
			}
		}
	}
	if _, from, to := p.run(i, p.unaccounted(i, j)); to > from && to-from < n {
		out = append(out, try(from, to))
	}
	return out
}

// trial is what a stretch of one side is tried with against the other.
type trial struct {
	u, v        *unitSide
	side        int // of u
	evI, evJ    func(k int) linkRatio
	forth, back [][]tokenLink
	table       *[LinkClasses * LinkRows][LinkLevels]linkRatio // of the tokens of v
	outside     []float32                                      // how well the rest accounts for each token of v
}

// without is the evidence that tokens of the other side lose when the stretch is
// not there, and the evidence that it is not there to begin with.
func (t *trial) without(from, to int) (support, contest float64) {
	for y := range t.v.tokens {
		o := &t.v.tokens[y]
		in, out := float32(0), float32(0)
		for _, q := range t.back[y] {
			if int(q.token) >= from && int(q.token) < to {
				in = max(in, q.strength)
			} else {
				out = max(out, q.strength)
			}
		}
		t.outside[y] = out
		if in > out && in >= o.to[t.side] && !o.value {
			support += inWords(t.v, o) * math.Max(0, float64(t.evJ(y).ratio-t.table[o.bin][linkLevel(out)].ratio))
		}
	}
	for k := from; k < to; k++ {
		r := float64(t.evI(k).ratio)
		if r > 0 && len(t.forth[k]) > 0 {
			own := false
			for _, q := range t.forth[k] {
				own = own || q.strength > t.outside[q.token]
			}
			if !own {
				r = 0
			}
		}
		contest -= inWords(t.u, &t.u.tokens[k]) * r
	}
	return
}

// likeliestAbsences are the stretch of side i that is likeliest to be missing on side j, with
// the likeliest bracket and sentence; nil where there is none.
func (p *Pass) likeliestAbsences(i, j int) (best, bracket, sentence *absence) {
	brackets, sentences := p.brackets(i) > p.brackets(j), p.sentencesOf(i) > p.sentencesOf(j)
	var top, topBracket, topSentence float64
	all := p.absences(i, j)
	for k := range all {
		a := &all[k]
		t := a.total()
		if a.bracket && brackets && (bracket == nil || t > topBracket) {
			bracket, topBracket = a, t
		}
		if a.sentence && (sentence == nil || t > topSentence) {
			sentence, topSentence = a, t
		}
		if p.missingMass(i, j, a.from, a.to) < absentWords {
			continue
		}
		// a whole is likelier left out than a part
		if a.clause {
			t += .5
		}
		if a.bracket && brackets {
			t += 2
		}
		if a.sentence && sentences {
			t++
		}
		if best == nil || t > top {
			best, top = a, t
		}
	}
	return
}

// signedLog is the logarithm of 1 + |x| with the sign of x.
func signedLog(x float64) float64 { return math.Copysign(math.Log1p(math.Abs(x)), x) }

// truth is 1 for true.
func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// addAbsence adds to the evidence of a pair what the likeliest absences are.
func (p *Pass) addAbsence(i, j int, ev map[string]float64) {
	best, bracket, sentence := p.likeliestAbsences(i, j)
	part := func(name string, a *absence) {
		ev[name] = 1
		ev[name+"-total"] = signedLog(a.total())
		ev[name+"-deficit"] = a.deficit()
		ev[name+"-length"] = a.length
	}
	whole := func(name string, a *absence) {
		part(name, a)
		ev[name+"-contest"] = signedLog(a.contest)
		ev[name+"-words"] = math.Log1p(p.missingMass(i, j, a.from, a.to))
		ev[name+"-apart"] = a.rest - a.within
	}
	if bracket != nil {
		whole("bracket-absent", bracket)
	}
	if sentence != nil {
		whole("sentence-absent", sentence)
		if ev["sentences"] > 0 {
			part("sentence-absent-more", sentence)
		}
	}
	if best == nil {
		ev["absent-rest"] = ev["ratio"]
		return
	}
	whole("absent", best)
	total := ev["absent-total"]
	ev["absent-lack"] = signedLog(best.lack)
	ev["absent-support"] = math.Log1p(best.support)
	ev["absent-expect"] = signedLog(best.expect - best.support)
	ev["absent-share"] = best.share
	ev["absent-within"] = best.within
	ev["absent-rest"] = best.rest
	ev["absent-within-length"] = best.within * best.length
	ev["absent-short"] = total * ev["short"]
	if best.clause {
		part("absent-clause", best)
	}
	if best.bracket && ev["brackets"] > 0 {
		part("absent-bracket", best)
	}
	if best.sentence && ev["sentences"] > 0 {
		part("absent-sentence", best)
	}
	ev["absent-start"], ev["absent-end"] = truth(best.start), truth(best.end)
}
