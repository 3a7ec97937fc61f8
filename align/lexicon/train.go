package lexicon

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/tercet/tercet/lang"
)

// Pairs are segments of two languages that stand for one another, in order. It
// is read several times and must give the same each time.
type Pairs = iter.Seq2[string, string]

// TrainOptions are the choices of Train. The zero value is the default.
type TrainOptions struct {
	// Min is how often two units must be rendered by one another; 0 is 2.
	Min int
	// MostPairs bounds the memory: no more pairs of units are counted at a time
	// (about 40 bytes each). Where there are more, the rarest are forgotten, as
	// in lossy counting (Manku & Motwani 2002). 0 is 16 million.
	MostPairs int
}

// Learnt is a unit of one language with a rendering in another.
type Learnt struct {
	A, B string // as written most often in the corpus
	// Forth is the probability of B given A, Back that of A given B.
	Forth, Back float64
	// Count is how often one stood for the other, in expectation.
	Count float64
}

// Parameters of training.
const (
	trainIterations = 4
	trainDiscount   = .7 // taken off each count: a pair seen once proves little
	trainPartners   = 48 // of one unit, before EM
	trainLift       = 1.5
	leastProb       = .1 // both ways
	leastT          = 1  // t-score of standing together: (c - expected) / sqrt(c)
	joinProb        = .2 // of characters that are written as one string
	nullWeight      = 2  // of the empty word
	segmentUnits    = 400
)

// Train learns which units of one language stand for which of another, with
// IBM model 1 in both directions (Brown et al. 1993). Numbers are left out,
// since they need no dictionary. What is learnt comes in order of A, then of
// falling probability, and depends on nothing but the input.
func Train(pairs Pairs, o TrainOptions) []Learnt {
	if o.Min <= 0 {
		o.Min = 2
	}
	if o.MostPairs <= 0 {
		o.MostPairs = 16 << 20
	}
	t := &trainer{pairs: pairs, o: o, a: newTrainSide(), b: newTrainSide()}
	t.count()
	t.collect()
	t.em()
	return t.surfaces()
}

// trainSide is the vocabulary of one language.
type trainSide struct {
	cutter cutter
	ids    map[string]int32 // kind and text
	unit   []string
	seen   []float32 // segments that hold the unit
	total  float32
	floor  int // units seen less often were forgotten

	segment []int32 // units of the segment at hand, each once
	mark    []int32 // number of the segment that the unit was last met in
}

func newTrainSide() *trainSide { return &trainSide{ids: map[string]int32{}} }

// read sets the units of a segment; those not known are numbered where grow is
// set and left out otherwise. Segments longer than segmentUnits are cut there.
func (s *trainSide) read(text string, number int32, grow bool) {
	s.segment = s.segment[:0]
	var key []byte
	s.cutter.units(text, func(kind Kind, unit []byte) {
		if len(s.segment) >= segmentUnits {
			return
		}
		key = append(append(key[:0], byte(kind)), unit...)
		k, ok := s.ids[string(key)]
		if !ok {
			if !grow {
				return
			}
			k = int32(len(s.unit))
			s.ids[string(key)] = k
			s.unit = append(s.unit, string(key))
			s.seen = append(s.seen, 0)
			s.mark = append(s.mark, 0)
		}
		if s.mark[k] != number {
			s.mark[k] = number
			s.segment = append(s.segment, k)
		}
	})
}

// keep forgets units seen fewer than least times and numbers the others anew.
func (s *trainSide) keep(least int) {
	n := int32(0)
	for k, u := range s.unit {
		if s.seen[k] < float32(least) {
			delete(s.ids, u)
			continue
		}
		s.unit[n], s.seen[n] = u, s.seen[k]
		s.ids[u] = n
		n++
	}
	s.unit, s.seen, s.mark = s.unit[:n], s.seen[:n], make([]int32, n)
}

type trainer struct {
	pairs Pairs
	o     TrainOptions
	a, b  *trainSide
	n     int32 // segment pairs read, over all passes

	segments float32

	// The pairs of units, in order of the first: those of unit s are
	// other[at[s]:at[s+1]].
	at    []int32
	other []int32
	// p(b|a), p(a|b), and the expected counts
	forth, back, countForth, countBack []float32
}

// each reads all segment pairs, with the units of both.
func (t *trainer) each(grow bool, f func(x, y string)) {
	for x, y := range t.pairs {
		t.n++
		t.a.read(x, t.n, grow)
		t.b.read(y, t.n, grow)
		f(x, y)
	}
}

func (t *trainer) count() {
	t.each(true, func(_, _ string) {
		for _, s := range []*trainSide{t.a, t.b} {
			for _, k := range s.segment {
				s.seen[k]++
				s.total++
			}
			for len(s.unit) > t.o.MostPairs {
				s.floor++
				s.keep(s.floor + 1)
			}
		}
	})
	t.a.keep(t.o.Min)
	t.b.keep(t.o.Min)
}

// collect finds the pairs of units that stand together more often than chance
// would have it.
func (t *trainer) collect() {
	together := map[uint64]int32{}
	floor := int32(1)
	t.each(false, func(_, _ string) {
		t.segments++
		for _, x := range t.a.segment {
			for _, y := range t.b.segment {
				together[uint64(x)<<32|uint64(y)]++
			}
		}
		for len(together) > t.o.MostPairs {
			for k, c := range together {
				if c <= floor {
					delete(together, k)
				}
			}
			floor++
		}
	})
	type partner struct {
		other  int32
		weight float32
	}
	rows := make([][]partner, len(t.a.unit))
	for k, c := range together {
		x, y := int32(k>>32), int32(uint32(k))
		w := float32(c)
		chance := t.a.seen[x] * t.b.seen[y] / t.segments
		if int(c) < t.o.Min || w < trainLift*chance || w-chance < leastT*float32(math.Sqrt(float64(w))) {
			continue
		}
		rows[x] = append(rows[x], partner{y, w * w / t.b.seen[y]})
	}
	t.at = make([]int32, 1, len(rows)+1)
	for _, r := range rows {
		slices.SortFunc(r, func(p, q partner) int { return cmp.Or(cmp.Compare(q.weight, p.weight), cmp.Compare(p.other, q.other)) })
		r = r[:min(len(r), trainPartners)]
		slices.SortFunc(r, func(p, q partner) int { return cmp.Compare(p.other, q.other) })
		for _, p := range r {
			t.other = append(t.other, p.other)
		}
		t.at = append(t.at, int32(len(t.other)))
	}
}

// em runs model 1 both ways over the corpus, re-read for each iteration.
func (t *trainer) em() {
	n := len(t.other)
	t.forth, t.back = make([]float32, n), make([]float32, n)
	t.countForth, t.countBack = make([]float32, n), make([]float32, n)
	for k := range n {
		t.forth[k], t.back[k] = 1, 1
	}
	slot := make([]int32, len(t.b.unit)) // place of a unit in the segment, plus one
	var events, places []int32           // pairs met, and where their other unit stands
	var zb, za []float32
	totalA, totalB := make([]float32, len(t.a.unit)), make([]float32, len(t.b.unit))
	for it := range trainIterations {
		clear(t.countForth)
		clear(t.countBack)
		clear(totalA)
		clear(totalB)
		t.each(false, func(_, _ string) {
			A, B := t.a.segment, t.b.segment
			for j, y := range B {
				slot[y] = int32(j) + 1
			}
			zb, za = zb[:0], za[:0]
			null := func(s *trainSide, u int32, n int) float32 {
				if it == 0 {
					return nullWeight
				}
				return nullWeight * float32(n) * s.seen[u] / s.total
			}
			for _, y := range B {
				zb = append(zb, null(t.b, y, len(A)))
			}
			events, places = events[:0], places[:0]
			for _, x := range A {
				z := null(t.a, x, len(B))
				for k := t.at[x]; k < t.at[x+1]; k++ {
					if j := slot[t.other[k]]; j > 0 {
						events, places = append(events, k), append(places, j-1)
						zb[j-1] += t.forth[k]
						z += t.back[k]
					}
				}
				za = append(za, z)
			}
			e := 0
			for i, x := range A {
				for ; e < len(events) && events[e] >= t.at[x] && events[e] < t.at[x+1]; e++ {
					k, j := events[e], places[e]
					f, g := t.forth[k]/zb[j], t.back[k]/za[i]
					t.countForth[k] += f
					t.countBack[k] += g
					totalA[x] += f
					totalB[B[j]] += g
				}
			}
			for _, y := range B {
				slot[y] = 0
			}
		})
		off := float32(0)
		if it == trainIterations-1 {
			off = trainDiscount
		}
		for x := range t.a.unit {
			for k := t.at[x]; k < t.at[x+1]; k++ {
				y := t.other[k]
				t.forth[k] = max(0, t.countForth[k]-off) / max(totalA[x], 1e-6)
				t.back[k] = max(0, t.countBack[k]-off) / max(totalB[y], 1e-6)
			}
		}
	}
}

// kept reports whether pair k is sure enough to be written.
func (t *trainer) kept(k int32) bool {
	c := min(t.countForth[k], t.countBack[k])
	return t.forth[k] >= leastProb && t.back[k] >= leastProb && c+.5 >= float32(t.o.Min)
}

// surfaces writes the pairs kept as the corpus does: a stem as its most frequent
// form, characters as the longest strings of them that the same unit of the
// other side speaks for.
func (t *trainer) surfaces() []Learnt {
	partners := make([][]int32, len(t.a.unit)) // pairs kept
	for x := range partners {
		for k := t.at[x]; k < t.at[x+1]; k++ {
			if t.kept(k) {
				partners[x] = append(partners[x], k)
			}
		}
	}
	type count struct{ forms map[string]int }
	a, b := make([]count, len(t.other)), make([]count, len(t.other))
	slot := make([]bool, len(t.b.unit))
	add := func(c *count, form string) {
		if c.forms == nil {
			c.forms = map[string]int{}
		}
		if len(c.forms) < 64 || c.forms[form] > 0 {
			c.forms[form]++
		}
	}
	t.each(false, func(x, y string) {
		fa, fb := t.a.forms(x), t.b.forms(y)
		for _, u := range t.b.segment {
			slot[u] = true
		}
		for _, u := range t.a.segment {
			for _, k := range partners[u] {
				v := t.other[k]
				if !slot[v] {
					continue
				}
				// of either, the string of units that the partner has for its own
				add(&a[k], fa.around(u, func(w int32) bool { return t.given(t.back, w, v) }))
				add(&b[k], fb.around(v, func(w int32) bool { return t.given(t.forth, u, w) }))
			}
		}
		for _, u := range t.b.segment {
			slot[u] = false
		}
	})
	best := func(c count) string {
		form, most := "", 0
		for f, n := range c.forms {
			if n > most || n == most && (len(f) > len(form) || len(f) == len(form) && f < form) {
				form, most = f, n
			}
		}
		return form
	}
	at := map[[2]string]int{}
	var out []Learnt
	for x := range partners {
		for _, k := range partners[x] {
			l := Learnt{best(a[k]), best(b[k]), float64(t.forth[k]), float64(t.back[k]), float64(min(t.countForth[k], t.countBack[k]))}
			if l.A == "" || l.B == "" {
				continue
			}
			if o, ok := at[[2]string{l.A, l.B}]; ok { // the same string, from several of its units
				out[o].Forth, out[o].Back = max(out[o].Forth, l.Forth), max(out[o].Back, l.Back)
				out[o].Count = max(out[o].Count, l.Count)
				continue
			}
			at[[2]string{l.A, l.B}] = len(out)
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(x, y Learnt) int {
		return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(y.Forth, x.Forth), cmp.Compare(x.B, y.B))
	})
	return out
}

// given reports whether p, forth or back, is high enough for the pair of x and y.
func (t *trainer) given(p []float32, x, y int32) bool {
	lo, hi := t.at[x], t.at[x+1]
	k, ok := slices.BinarySearch(t.other[lo:hi], y)
	return ok && p[int(lo)+k] >= joinProb
}

// forms is where the units of a segment stand in it.
type forms struct {
	unit []int32  // in order of the text; -1 where it is not known
	text []string // a word, or the first character of two
	last []string // the second character; "" for a word
}

// forms finds the units of a segment with their spelling.
func (s *trainSide) forms(segment string) *forms {
	f := &forms{}
	find := func(kind Kind, unit string) int32 {
		if k, ok := s.ids[string(rune(kind))+unit]; ok {
			return k
		}
		return -1
	}
	var buf []byte
	rs := []rune(segment)
	for i := 0; i < len(rs); {
		j := i + 1
		switch {
		case Unspaced(rs[i]):
			for j < len(rs) && Unspaced(rs[j]) {
				j++
			}
			for k := i; k+1 < j; k++ {
				u := find(Bigram, string([]rune{lang.FoldDense(rs[k]), lang.FoldDense(rs[k+1])}))
				f.add(u, string(rs[k]), string(rs[k+1]))
			}
			if j-i == 1 {
				f.add(find(Char, string(lang.FoldDense(rs[i]))), string(rs[i]), "")
			}
			f.add(-1, "", "")
		case unicode.IsLetter(rs[i]):
			for j < len(rs) && (unicode.IsLetter(rs[j]) || unicode.Is(unicode.Mn, rs[j])) && !Unspaced(rs[j]) {
				j++
			}
			w := string(rs[i:j])
			buf = AppendFolded(buf[:0], w)
			f.add(find(Word, string(Stem(buf))), w, "")
		}
		i = j
	}
	return f
}

func (f *forms) add(u int32, text, last string) {
	f.unit, f.text, f.last = append(f.unit, u), append(f.text, text), append(f.last, last)
}

// around is the spelling of unit u where it stands first: a word alone, two
// characters with all beside them that belong, up to longestString in all.
func (f *forms) around(u int32, belongs func(int32) bool) string {
	const longestString = 8
	i := slices.Index(f.unit, u)
	if i < 0 {
		return ""
	}
	if f.last[i] == "" {
		return f.text[i]
	}
	joins := func(k int) bool {
		return k >= 0 && k < len(f.unit) && f.unit[k] >= 0 && f.last[k] != "" && belongs(f.unit[k])
	}
	lo, hi := i, i
	for hi-lo+2 < longestString && joins(lo-1) {
		lo--
	}
	for hi-lo+2 < longestString && joins(hi+1) {
		hi++
	}
	return strings.Join(f.text[lo:hi+1], "") + f.last[hi]
}

// WriteTSV writes what was learnt of pairs of languages as a lexicon that Load
// reads: a header of the codes, then a row for each unit of the first language
// of a pair, its renderings separated by |. of gives what was learnt of
// langs[i] and langs[j], i < j.
func WriteTSV(w io.Writer, langs []string, of func(i, j int) []Learnt) error {
	if _, err := fmt.Fprintln(w, strings.Join(langs, "\t")); err != nil {
		return err
	}
	row := make([]string, len(langs))
	for i := range langs {
		for j := i + 1; j < len(langs); j++ {
			list := of(i, j)
			for len(list) > 0 {
				n := 1
				for n < len(list) && list[n].A == list[0].A {
					n++
				}
				clear(row)
				row[i] = list[0].A
				for k, l := range list[:n] {
					if k > 0 {
						row[j] += "|"
					}
					row[j] += l.B
				}
				if _, err := fmt.Fprintln(w, strings.Join(row, "\t")); err != nil {
					return err
				}
				list = list[n:]
			}
		}
	}
	return nil
}
