package corpora

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
)

// CandidateOptions says which term candidates are wanted. The zero value is the
// default.
type CandidateOptions struct {
	// Min is the number of units that a term and its rendering stand in together
	// at least; 0 for 3.
	Min int
	// Limit is the number of candidates, the best ones; 0 for all.
	Limit int
	// MinDice is the least association of a term with its rendering, in [0, 1]; 0
	// for 0.4.
	MinDice float64
}

// Candidate is a term candidate: phrases of two languages or more that stand in
// the same units.
type Candidate struct {
	Terms []CandidateTerm // one a language, in the order in which languages appear
	// Count is the number of units in which the most closely associated two of
	// the terms stand together.
	Count int
	// Dice is the mean of Dice's coefficient over the pairs of terms, in [0, 1];
	// LLR the smallest log-likelihood ratio of a pair (Dunning 1993, CL 19(1)).
	Dice, LLR float64
	// Score is what candidates are ranked by: the logarithm of what the C-value
	// makes of the count, times the logarithm of the length, which puts terms of
	// several words before single ones; the mean over all languages, one without
	// term counting as 0, times Dice.
	Score float64
	// Context is the first unit that holds all terms, else two of them.
	Context *Unit
}

// CandidateTerm is one side of a Candidate.
type CandidateTerm struct {
	Lang   string  // language code
	Text   string  // in its most frequent spelling
	Count  int     // units that hold it
	CValue float64 // see Candidates
}

// Bounds of the search. Tables that grow past them lose their rarest entries.
const (
	candidateWords    = 6       // of a phrase, function words not counted
	candidateLength   = 10      // of a phrase, all words counted
	candidateChars    = 12      // of a phrase in a dense script
	candidateReach    = 3       // function words that a neighbour is looked for behind
	candidateTable    = 3 << 20 // phrases of a language that are counted, and pairs of phrases
	candidatePhrases  = 50_000  // phrases of a language that are looked at closely
	candidatePartners = 48      // phrases of a segment that are paired
	candidateForms    = 16      // spellings of a phrase, and neighbours, that are told apart
	// A phrase that has the same neighbour in more than this share of its units is
	// a piece of a longer one.
	candidateBound = .7
	candidateLLR   = 6.63 // p < 0.01 for one degree of freedom; more would be asked than a short text can give
)

// Candidates mines aligned units for terms and their renderings. each hands on
// all units and is called four times; it must hand on the same ones each time.
//
// In languages with spaces, phrases of one to six words are looked at, function
// words between them not counted; in dense scripts, runs of two to twelve
// characters: names of institutions are that long. Neither begin or end as lang.Edges forbids. A phrase is counted
// once a unit. It is left out where it is nearly always a part of the same
// longer phrase, or its C-value (Frantzi, Ananiadou and Mima 2000, IJDL 3(2)) is
// not positive; as there, the value is log2 of the length times what is left of
// the count without the mean count of the longer phrases around it; the length
// here is the words and a half, a character counting as half a word, so that
// single words have a value.
//
// Phrases of two languages belong together where each is the other's closest
// partner by Dice's coefficient over the units and their log-likelihood ratio
// rules chance out. Pairs are joined into candidates of one term a language, the
// closest first.
//
// The result is in falling order of Score, ties by the terms. Time is linear in
// the units; memory does not grow with them: tables that are full lose the
// entries seen least (Manku and Motwani 2002, VLDB), after which rare phrases may
// be missed. Errors are those of each.
func Candidates(each func(yield func(*Unit) error) error, o CandidateOptions) ([]*Candidate, error) {
	return mine(each, o, candidateTable)
}

// mine is Candidates with tables of the given size.
func mine(each func(yield func(*Unit) error) error, o CandidateOptions, table int) ([]*Candidate, error) {
	if o.Min == 0 {
		o.Min = 3
	}
	if o.MinDice == 0 {
		o.MinDice = .4
	}
	m := &miner{o: o, table: table, index: map[string]int{}}
	for _, pass := range []func(*Unit){m.count, m.look, m.pair} {
		m.unit = 0
		err := each(func(u *Unit) error {
			m.unit++
			pass(u)
			return nil
		})
		if err != nil {
			return nil, err
		}
		m.settle()
	}
	list := m.join()
	if err := m.contexts(each, list); err != nil {
		return nil, err
	}
	out := make([]*Candidate, len(list))
	for i, g := range list {
		out[i] = g.Candidate
	}
	return out, nil
}

// miner is the state of one run of Candidates.
type miner struct {
	o     CandidateOptions
	table int
	langs []*mined
	index map[string]int // of langs, by code
	stage int
	unit  int32
	units int
	pairs map[[2]int32]int32
	floor int32
	grams gramScanner
	all   []*phrase // by number, the languages one after the other
	held  [][]*phrase
}

// mined is what is known of one language.
type mined struct {
	lang    *lang.Language
	counts  map[uint64]seen
	floor   int32
	phrases map[uint64]*phrase
}

// seen counts the units that hold a phrase.
type seen struct{ n, last int32 }

// phrase is a phrase that is looked at closely.
type phrase struct {
	number      int32
	side        int
	words       int
	count       int32
	last        int32
	forms       map[string]int32
	left, right map[uint64]int32
	longer      int32   // longer phrases around it
	longerSum   int64   // their counts
	length      float64 // log2 of the length
	cvalue      float64
	text        string
	best        []partner // by side
}

type partner struct {
	of   *phrase
	n    int32
	dice float64
	llr  float64
}

func (m *miner) side(code string) int {
	i, ok := m.index[code]
	if !ok {
		i = len(m.langs)
		m.index[code] = i
		m.langs = append(m.langs, &mined{lang: lang.Get(code), counts: map[uint64]seen{}})
	}
	return i
}

// count is the first pass: how many units hold each phrase.
func (m *miner) count(u *Unit) {
	for _, s := range u.Segments {
		l := m.langs[m.side(s.Lang)]
		m.grams.scan(l.lang, s.Text, func(g *gram) {
			c := l.counts[g.hash]
			if c.last != m.unit {
				l.counts[g.hash] = seen{c.n + 1, m.unit}
			}
		})
		if len(l.counts) > m.table {
			for l.floor++; ; l.floor++ {
				for h, c := range l.counts {
					if c.n <= l.floor {
						delete(l.counts, h)
					}
				}
				if len(l.counts) <= m.table/2 {
					break
				}
			}
		}
	}
}

// settle ends a pass.
func (m *miner) settle() {
	switch m.stage {
	case 0:
		m.units = int(m.unit)
		for _, l := range m.langs {
			// the count that leaves no more than candidatePhrases
			least := int32(m.o.Min)
			var of [1 << 12]int
			for _, c := range l.counts {
				of[min(int(c.n), len(of)-1)]++
			}
			n := 0
			for k := len(of) - 1; k > int(least); k-- {
				if n += of[k]; n+of[k-1] > candidatePhrases {
					least = int32(k)
					break
				}
			}
			for h, c := range l.counts {
				if c.n < least {
					delete(l.counts, h)
				}
			}
			l.phrases = make(map[uint64]*phrase, len(l.counts))
		}
	case 1:
		for side, l := range m.langs {
			l.counts = nil
			var keep []*phrase
			for h, p := range l.phrases {
				if p.finish(l.lang, m.o.Min) {
					keep = append(keep, p)
				} else {
					delete(l.phrases, h)
				}
			}
			slices.SortFunc(keep, func(a, b *phrase) int {
				return cmp.Or(cmp.Compare(b.cvalue, a.cvalue), cmp.Compare(a.text, b.text))
			})
			for _, p := range keep {
				p.side, p.number = side, int32(len(m.all))
				m.all = append(m.all, p)
			}
		}
		m.pairs = map[[2]int32]int32{}
		m.held = make([][]*phrase, len(m.langs))
	}
	m.stage++
}

// look is the second pass: spellings, neighbours and longer phrases.
func (m *miner) look(u *Unit) {
	type held struct {
		p          *phrase
		start, end int
		fresh      bool
		count      int32
	}
	var here []held
	for _, s := range u.Segments {
		l := m.langs[m.side(s.Lang)]
		here = here[:0]
		m.grams.scan(l.lang, s.Text, func(g *gram) {
			c, ok := l.counts[g.hash]
			if !ok {
				return
			}
			p := l.phrases[g.hash]
			fresh := p == nil
			if fresh {
				p = &phrase{words: g.words, forms: map[string]int32{}, left: map[uint64]int32{}, right: map[uint64]int32{}}
				l.phrases[g.hash] = p
			}
			here = append(here, held{p, g.start, g.end, fresh, c.n})
			if p.last == m.unit {
				return
			}
			p.last = m.unit
			p.count++
			weight := int32(4)
			if g.start == 0 {
				weight = 1 // the first letter may be a capital for that alone
			}
			bump(p.forms, s.Text[g.start:g.end], weight)
			if g.left != 0 {
				bump(p.left, g.left, 1)
			}
			if g.right != 0 {
				bump(p.right, g.right, 1)
			}
		})
		for _, long := range here {
			if !long.fresh {
				continue
			}
			for _, short := range here {
				if short.p != long.p && short.start >= long.start && short.end <= long.end {
					short.p.longer++
					short.p.longerSum += int64(long.count)
				}
			}
		}
	}
}

// bump adds n to a count; new keys are told apart up to candidateForms.
func bump[K comparable](m map[K]int32, k K, n int32) {
	if _, ok := m[k]; ok || len(m) < candidateForms {
		m[k] += n
	}
}

// finish works out what a phrase is worth and reports whether it is kept.
func (p *phrase) finish(l *lang.Language, least int) bool {
	if int(p.count) < least {
		return false
	}
	for _, side := range []map[uint64]int32{p.left, p.right} {
		for _, n := range side {
			if float64(n) > candidateBound*float64(p.count) {
				return false
			}
		}
	}
	var best int32
	for form, n := range p.forms {
		if n > best || n == best && form < p.text {
			p.text, best = form, n
		}
	}
	p.text = strings.Join(strings.Fields(p.text), " ")
	length := float64(p.words) - .5
	if l.Dense {
		length = float64(p.words-1) / 2
	}
	rest := float64(p.count)
	if p.longer > 0 {
		rest -= float64(p.longerSum) / float64(p.longer)
	}
	p.length = math.Log2(1 + length)
	p.cvalue = p.length * rest
	p.forms, p.left, p.right, p.last = nil, nil, nil, 0
	return p.cvalue > 0
}

// hold lists the phrases of each language of a unit, each once, the worthiest
// candidatePartners of them.
func (m *miner) hold(u *Unit) {
	for i := range m.held {
		m.held[i] = m.held[i][:0]
	}
	for _, s := range u.Segments {
		i := m.side(s.Lang)
		l := m.langs[i]
		m.grams.scan(l.lang, s.Text, func(g *gram) {
			if p := l.phrases[g.hash]; p != nil && p.last != m.unit {
				p.last = m.unit
				m.held[i] = append(m.held[i], p)
			}
		})
		slices.SortFunc(m.held[i], func(a, b *phrase) int { return cmp.Compare(a.number, b.number) })
		m.held[i] = m.held[i][:min(len(m.held[i]), candidatePartners)]
	}
}

// pair is the third pass: which phrases stand in the same units.
func (m *miner) pair(u *Unit) {
	m.hold(u)
	for i := range m.held {
		for j := i + 1; j < len(m.held); j++ {
			for _, a := range m.held[i] {
				for _, b := range m.held[j] {
					m.pairs[[2]int32{a.number, b.number}]++
				}
			}
		}
	}
	if len(m.pairs) > m.table {
		for m.floor++; ; m.floor++ {
			for k, n := range m.pairs {
				if n <= m.floor {
					delete(m.pairs, k)
				}
			}
			if len(m.pairs) <= m.table/2 {
				break
			}
		}
	}
}

// group is a candidate with its phrases by language, nil where it has none.
type group struct {
	*Candidate
	of []*phrase
}

// join makes candidates of pairs.
func (m *miner) join() []*group {
	better := func(a, b *partner) bool {
		switch {
		case b.of == nil || a.dice != b.dice:
			return b.of == nil || a.dice > b.dice
		case a.of.cvalue != b.of.cvalue:
			return a.of.cvalue > b.of.cvalue
		}
		return a.of.number < b.of.number
	}
	for _, p := range m.all {
		p.best = make([]partner, len(m.langs))
	}
	for k, n := range m.pairs {
		if int(n) < m.o.Min {
			continue
		}
		a, b := m.all[k[0]], m.all[k[1]]
		dice := 2 * float64(n) / float64(a.count+b.count)
		if dice < m.o.MinDice {
			continue
		}
		llr := logLikelihood(int(n), int(a.count), int(b.count), m.units)
		if llr < candidateLLR {
			continue
		}
		if x := (partner{b, n, dice, llr}); better(&x, &a.best[b.side]) {
			a.best[b.side] = x
		}
		if x := (partner{a, n, dice, llr}); better(&x, &b.best[a.side]) {
			b.best[a.side] = x
		}
	}
	type edge struct {
		a *phrase
		partner
	}
	var edges []edge
	for _, a := range m.all {
		for _, x := range a.best[a.side:] {
			if x.of != nil && x.of.best[a.side].of == a {
				edges = append(edges, edge{a, x})
			}
		}
	}
	slices.SortFunc(edges, func(x, y edge) int {
		return cmp.Or(cmp.Compare(y.dice, x.dice), cmp.Compare(y.a.cvalue+y.of.cvalue, x.a.cvalue+x.of.cvalue),
			cmp.Compare(x.a.number, y.a.number), cmp.Compare(x.of.number, y.of.number))
	})
	in := map[*phrase]*group{}
	var groups []*group
	for _, e := range edges {
		g, h := in[e.a], in[e.of]
		switch {
		case g == nil && h == nil:
			g = &group{&Candidate{}, make([]*phrase, len(m.langs))}
			groups = append(groups, g)
		case g == nil:
			g = h
		case h != nil:
			continue // both have found theirs
		}
		if x := g.of[e.a.side]; x != nil && x != e.a {
			continue
		}
		if x := g.of[e.of.side]; x != nil && x != e.of {
			continue
		}
		g.of[e.a.side], g.of[e.of.side] = e.a, e.of
		in[e.a], in[e.of] = g, g
	}
	for _, g := range groups {
		pairs, value := 0, 0.
		for i, p := range g.of {
			if p == nil {
				continue
			}
			g.Terms = append(g.Terms, CandidateTerm{m.langs[p.side].lang.Code, p.text, int(p.count), p.cvalue})
			value += math.Log2(1+p.cvalue/p.length) * p.length
			for _, q := range g.of[i+1:] {
				if q == nil {
					continue
				}
				n := int(m.pairs[[2]int32{p.number, q.number}])
				llr := logLikelihood(n, int(p.count), int(q.count), m.units)
				if pairs == 0 || llr < g.LLR {
					g.LLR = llr
				}
				pairs++
				g.Count = max(g.Count, n)
				g.Dice += 2 * float64(n) / float64(p.count+q.count)
			}
		}
		g.Dice /= float64(pairs)
		g.Score = value / float64(len(m.langs)) * g.Dice
	}
	sort.Slice(groups, func(i, j int) bool {
		a, b := groups[i], groups[j]
		if a.Score != b.Score {
			return a.Score > b.Score
		}
		return slices.CompareFunc(a.Terms, b.Terms, func(x, y CandidateTerm) int {
			return cmp.Or(cmp.Compare(x.Lang, y.Lang), cmp.Compare(x.Text, y.Text))
		}) < 0
	})
	m.pairs = nil
	if m.o.Limit > 0 && len(groups) > m.o.Limit {
		groups = groups[:m.o.Limit]
	}
	return groups
}

// contexts is the last pass: the first unit with all terms of each candidate,
// else with two.
func (m *miner) contexts(each func(func(*Unit) error) error, groups []*group) error {
	in := map[*phrase]*group{}
	for _, g := range groups {
		for _, p := range g.of {
			if p != nil {
				in[p] = g
			}
		}
	}
	have := map[*group]int{}
	for _, p := range m.all {
		p.last = 0
	}
	m.unit = 0
	return each(func(u *Unit) error {
		m.unit++
		here := map[*group]int{}
		for _, s := range u.Segments {
			l := m.langs[m.side(s.Lang)]
			m.grams.scan(l.lang, s.Text, func(g *gram) {
				if p := l.phrases[g.hash]; p != nil && p.last != m.unit {
					p.last = m.unit
					if c := in[p]; c != nil {
						here[c]++
					}
				}
			})
		}
		for g, n := range here {
			if n > 1 && n > have[g] {
				have[g] = n
				g.Context = u
			}
		}
		return nil
	})
}

// logLikelihood is the log-likelihood ratio of two events that happen a and b
// times in n trials, both together in both of them (Dunning 1993).
func logLikelihood(both, a, b, n int) float64 {
	term := func(k, row, col int) float64 {
		if k <= 0 {
			return 0
		}
		return float64(k) * math.Log(float64(k)*float64(n)/(float64(row)*float64(col)))
	}
	if float64(both)*float64(n) < float64(a)*float64(b) {
		return 0 // rarer together than by chance
	}
	return 2 * (term(both, a, b) + term(a-both, a, n-b) + term(b-both, n-a, b) + term(n-a-b+both, n-a, n-b))
}

// gram is a phrase that stands in a text.
type gram struct {
	hash        uint64
	start, end  int    // bytes
	words       int    // function words not counted; characters of a dense script
	left, right uint64 // the neighbours, looked for behind function words; 0 for none
}

// gramScanner lists the phrases of texts that could be terms.
type gramScanner struct {
	sc   lang.Scanner
	toks []gramToken
	run  []byte // folded characters of a dense run
	at   []int  // where each begins in run
}

type gramToken struct {
	hash         uint64
	start, end   int
	content      bool
	begins, ends bool
	letters      int
}

// scan calls f for every phrase of s, those with the same start one after the
// other, the shortest first.
func (gs *gramScanner) scan(l *lang.Language, s string, f func(*gram)) {
	gs.sc.Reset(s)
	edges := l.Edges()
	joined := false // a hyphen or an apostrophe holds two words together
	for gs.sc.Next() {
		t := &gs.sc.Tok
		switch {
		case !l.Dense && t.Kind == lang.Word && t.Letters == len(t.Key):
			if t.Break {
				gs.flush(l, f)
			}
			stem := l.NumberStem(t.Key)
			function := edges.Function(t.Key) || len(t.Key) == 1
			open := !function && len(t.Key) > 2 || capitals(t)
			gs.toks = append(gs.toks, gramToken{
				hash: lang.HashKey(stem), start: t.Start, end: t.End, content: !function, letters: t.Letters,
				begins: open && edges.Begins(t.Key), ends: open && edges.Ends(t.Key),
			})
			joined = false
		case l.Dense && t.Kind == lang.Dense:
			if t.Break {
				gs.flush(l, f)
			}
			gs.at = append(gs.at, len(gs.run))
			gs.run = utf8.AppendRune(gs.run, lang.FoldDense(t.Raw))
			gs.toks = append(gs.toks, gramToken{start: t.Start, end: t.End, content: true})
		case !l.Dense && t.Glued && !joined && (t.Rune == '-' || t.Rune == '\'') && len(gs.toks) > 0:
			joined = true
		default:
			gs.flush(l, f)
			joined = false
		}
	}
	gs.flush(l, f)
}

// capitals reports whether a word of two letters or more is all capitals.
func capitals(t *lang.Token) bool {
	n := min(len(t.Key), 63)
	return n > 1 && t.Upper&(1<<n-1) == 1<<n-1
}

// flush lists the phrases of the run that ends here.
func (gs *gramScanner) flush(l *lang.Language, f func(*gram)) {
	toks := gs.toks
	if len(toks) == 0 {
		return
	}
	most, all := candidateWords, candidateLength
	if l.Dense {
		most, all = candidateChars, candidateChars
		edges := l.Edges()
		for i := range toks {
			t := &toks[i]
			end := len(gs.run)
			if i+1 < len(toks) {
				end = gs.at[i+1]
			}
			t.hash = lang.HashKey(gs.run[gs.at[i]:end])
			t.begins, t.ends = edges.Begins(gs.run[gs.at[i]:]), edges.Ends(gs.run[:end])
			t.content = !edges.Function(gs.run[gs.at[i]:end])
		}
	}
	for i := range toks {
		if !toks[i].begins {
			continue
		}
		g := gram{start: toks[i].start}
		for k := i - 1; k >= max(0, i-1-candidateReach) && g.left == 0; k-- {
			if toks[k].content {
				g.left = toks[k].hash
			}
		}
		var h uint64
		for j := i; j < len(toks) && j < i+all; j++ {
			h = (h ^ toks[j].hash) * 0x9E3779B97F4A7C15
			h ^= h >> 32
			if toks[j].content || l.Dense {
				if g.words++; g.words > most {
					break
				}
			}
			if !toks[j].ends || l.Dense && j == i || !l.Dense && j == i && toks[j].letters < 4 && !toks[j].begins {
				continue
			}
			g.hash, g.end, g.right = h, toks[j].end, 0
			for k := j + 1; k < min(len(toks), j+2+candidateReach) && g.right == 0; k++ {
				if toks[k].content {
					g.right = toks[k].hash
				}
			}
			f(&g)
		}
	}
	gs.toks, gs.run, gs.at = gs.toks[:0], gs.run[:0], gs.at[:0]
}
