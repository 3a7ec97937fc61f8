// Package lexicon holds bilingual word evidence for alignment: the embedded
// seed (French, English and Chinese, one concept a row), dictionaries of other
// formats, the terms of a glossary, and what a corpus taught. It answers one
// question, Links: which units of two texts may stand for one another, and how
// likely.
package lexicon

import (
	"cmp"
	"slices"
	"sync"
)

// Lexicon is concepts with their renderings in two languages or more, indexed
// by the units that the renderings are made of. It is safe for concurrent use
// once it is built.
type Lexicon struct {
	rows  int
	index map[string]*index // by language code
	once  sync.Once
	cut   cutter
}

// index has the units of one language, sorted by hash; those whose hash begins
// with the two bytes k stand at start[k] to start[k+1].
type index struct {
	posts []posting
	start []uint32
}

const buckets = 1 << 16

// posting says that a unit belongs to a rendering of a row.
type posting struct {
	unit uint64 // hash of kind and text
	row  uint32
	from float32 // how much the unit says by itself that the row is meant
	to   float32 // share of the rendering's mass that falls on it
}

// New is an empty lexicon.
func New() *Lexicon { return &Lexicon{index: map[string]*index{}} }

// Len is the number of rows.
func (l *Lexicon) Len() int { return l.rows }

// Rendering is how one language says a concept.
type Rendering struct {
	Lang string // code as in lang.Language.Code
	Text string
}

// addForms gives the rows of the seed the stems of their words' other forms.
func (l *Lexicon) addForms() {
	for code, of := range otherStems() {
		x := l.index[code]
		if x == nil {
			continue
		}
		more := make(map[uint64][]uint64, len(of))
		for base, stems := range of {
			h := hash(Word, base)
			for _, s := range stems {
				more[h] = append(more[h], hash(Word, s))
			}
		}
		n := len(x.posts)
		for k := range n {
			p := x.posts[k]
			for _, h := range more[p.unit] {
				p.unit = h
				x.posts = append(x.posts, p)
			}
		}
	}
}

// Add appends a concept. Weight, 1 for a dictionary row, scales its evidence.
// Add must not be called once Links was.
func (l *Lexicon) Add(weight float32, renderings ...Rendering) {
	row := uint32(l.rows)
	l.rows++
	for _, r := range renderings {
		x := l.index[r.Lang]
		if x == nil {
			x = &index{}
			l.index[r.Lang] = x
		}
		begin := len(x.posts)
		l.cut.units(r.Text, func(kind Kind, unit []byte) {
			from := float32(0)
			if kind == Bigram || kind == Char {
				from = weight
			}
			x.posts = append(x.posts, posting{hash(kind, unit), row, from, 0})
		})
		n := float32(len(x.posts) - begin)
		for k := begin; k < len(x.posts); k++ {
			p := &x.posts[k]
			p.to = weight / n
			if p.from == 0 { // a word among others says little alone
				p.from = weight / n
			}
		}
	}
}

// hash is FNV-1a of kind and text, in 64 bits: with some hundred thousand units
// no two are likely to meet.
func hash[T string | []byte](kind Kind, unit T) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	h = (h ^ uint64(kind)) * prime
	for i := range len(unit) {
		h = (h ^ uint64(unit[i])) * prime
	}
	return h
}

// join is the lexicon of the rows of several that are not sorted yet.
func join(parts []*Lexicon) *Lexicon {
	l := New()
	room := map[string]int{}
	for _, m := range parts {
		for code, y := range m.index {
			room[code] += len(y.posts)
		}
	}
	for code, n := range room {
		l.index[code] = &index{posts: make([]posting, 0, 2*n)} // addForms adds to them
	}
	for _, m := range parts {
		for code, y := range m.index {
			x := l.index[code]
			for _, p := range y.posts {
				p.row += uint32(l.rows)
				x.posts = append(x.posts, p)
			}
		}
		l.rows += m.rows
	}
	return l
}

// sort readies the index for look-ups. Renderings of one row that share a unit
// count once, with the larger share.
func (l *Lexicon) sort() {
	var wait sync.WaitGroup
	for _, x := range l.index {
		wait.Go(x.sort)
	}
	wait.Wait()
}

func (x *index) sort() {
	// into buckets first: a hash spreads evenly, and few share one
	start := make([]uint32, buckets+1)
	for k := range x.posts {
		start[x.posts[k].unit>>48+1]++
	}
	for k := 1; k <= buckets; k++ {
		start[k] += start[k-1]
	}
	sorted := make([]posting, len(x.posts))
	next := slices.Clone(start)
	for _, p := range x.posts {
		sorted[next[p.unit>>48]] = p
		next[p.unit>>48]++
	}
	n := uint32(0)
	for k := range buckets {
		b := sorted[start[k]:start[k+1]]
		if len(b) > 1 {
			slices.SortFunc(b, func(a, b posting) int {
				return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.row, b.row), cmp.Compare(b.to, a.to), cmp.Compare(b.from, a.from))
			})
		}
		start[k] = n
		for i := range b {
			if i == 0 || b[i].unit != b[i-1].unit || b[i].row != b[i-1].row {
				sorted[n] = b[i]
				n++
			}
		}
	}
	start[buckets] = n
	x.posts, x.start = sorted[:n:n], start
}

// find lists the postings of a unit.
func (x *index) find(unit uint64) []posting {
	lo, end := x.start[unit>>48], x.start[unit>>48+1]
	for lo < end && x.posts[lo].unit < unit {
		lo++
	}
	hi := lo
	for hi < end && x.posts[hi].unit == unit {
		hi++
	}
	return x.posts[lo:hi]
}

// Has reports whether a rendering in the language with the given code holds the
// unit: that the lexicon says nothing of it is no evidence then.
func (l *Lexicon) Has(code string, kind Kind, unit string) bool {
	return l.Rows(code, kind, unit) > 0
}

// Rows is the number of concepts that have the unit in a rendering in the
// language with the given code: how many things it may stand for.
func (l *Lexicon) Rows(code string, kind Kind, unit string) int {
	x := l.index[code]
	if x == nil {
		return 0
	}
	l.once.Do(l.sort)
	return len(x.find(hash(kind, unit)))
}

// Units is the vocabulary of a text: unit k is Text[k] of kind Kind[k].
type Units struct {
	Lang string
	Kind []Kind
	Text []string
}

// Link says that unit A of the first text may stand for unit B of the second:
// Forth is the prior probability of B given A, Back that of A given B. Whole is
// how much of a rendering the units are at best: 1 for two words that render one
// another, 1/2 for a word and one of an expression of two.
type Link struct {
	A, B        int32
	Forth, Back float32
	Whole       float32
}

// Prior probabilities: a dictionary renders dictionaryMass of the occurrences
// of its words, and less where it knows little of them.
const (
	dictionaryMass = .6
	smoothing      = 1
)

// Rendered is a vocabulary looked up in lexicons, ready to be linked with others.
type Rendered struct {
	lang string
	n    int // units
	of   []*Lexicon
	hits [][]hit // by lexicon, in order of row, then unit
}

// hit is a posting of a unit of a vocabulary; the key is its row, then the unit.
type hit struct {
	key      uint64
	from, to float32
}

// Look looks a vocabulary up in lexicons.
func Look(u Units, ls ...*Lexicon) *Rendered {
	r := &Rendered{lang: u.Lang, n: len(u.Text)}
	for _, l := range ls {
		if l == nil || l.index[u.Lang] == nil {
			continue
		}
		l.once.Do(l.sort)
		x := l.index[u.Lang]
		hits := make([]hit, 0, 16*len(u.Text))
		for k, t := range u.Text {
			if u.Kind[k] == Number || u.Kind[k] == Mark {
				continue
			}
			for _, p := range x.find(hash(u.Kind[k], t)) {
				hits = append(hits, hit{uint64(p.row)<<32 | uint64(k), p.from, p.to})
			}
		}
		slices.SortFunc(hits, func(a, b hit) int { return cmp.Compare(a.key, b.key) })
		r.of = append(r.of, l)
		r.hits = append(r.hits, hits)
	}
	return r
}

// Links lists the links between two vocabularies that the lexicons together
// give, in order of A, then B. The share of a unit's renderings that a link
// stands for is counted among those that occur in the text.
func Links(a, b Units, ls ...*Lexicon) []Link { return Look(a, ls...).Links(Look(b, ls...)) }

// countingSort puts the values of from into to in order of a number below n, those
// of one number as they came.
func countingSort[V any](to, from []V, n int, number func(*V) uint32) {
	next := make([]int32, n+1)
	for k := range from {
		next[number(&from[k])+1]++
	}
	for k := 1; k <= n; k++ {
		next[k] += next[k-1]
	}
	for k := range from {
		at := &next[number(&from[k])]
		to[*at] = from[k]
		*at++
	}
}

// Links is Links of two vocabularies that were looked up.
func (a *Rendered) Links(b *Rendered) []Link {
	if a.lang == b.lang {
		return nil
	}
	type value struct {
		key                uint64 // a, then b
		forth, back, whole float32
	}
	var values []value
	for i, l := range a.of {
		j := slices.Index(b.of, l)
		if j < 0 {
			continue
		}
		p, q := a.hits[i], b.hits[j]
		for x, y := 0, 0; x < len(p) && y < len(q); {
			row := p[x].key >> 32
			if other := q[y].key >> 32; row != other {
				if row < other {
					x++
				} else {
					y++
				}
				continue
			}
			z := y
			for ; x < len(p) && p[x].key>>32 == row; x++ {
				for z = y; z < len(q) && q[z].key>>32 == row; z++ {
					values = append(values, value{p[x].key<<32 | q[z].key&(1<<32-1), p[x].from * q[z].to, q[z].from * p[x].to, p[x].from * q[z].from})
				}
			}
			y = z
		}
	}
	sumA, sumB := make([]float32, a.n), make([]float32, b.n)
	// in order of A, then B, those of one pair as they came: by counting, B first
	sorted := make([]value, len(values))
	countingSort(sorted, values, b.n, func(v *value) uint32 { return uint32(v.key) })
	countingSort(values, sorted, a.n, func(v *value) uint32 { return uint32(v.key >> 32) })
	out := make([]Link, 0, len(values))
	for _, v := range values {
		x, y := int32(v.key>>32), int32(v.key&(1<<32-1))
		sumA[x] += v.forth
		sumB[y] += v.back
		if n := len(out); n > 0 && out[n-1].A == x && out[n-1].B == y {
			out[n-1].Forth += v.forth
			out[n-1].Back += v.back
			out[n-1].Whole = max(out[n-1].Whole, v.whole)
			continue
		}
		out = append(out, Link{x, y, v.forth, v.back, v.whole})
	}
	for k := range out {
		v := &out[k]
		v.Forth *= dictionaryMass / (sumA[v.A] + smoothing)
		v.Back *= dictionaryMass / (sumB[v.B] + smoothing)
	}
	return out
}
