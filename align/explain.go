package align

import (
	"cmp"
	"math"
	"slices"

	"github.com/tercet/tercet/align/lexicon"
)

// Evidence is what carried a bead between two of its sides. All values are in
// nats: above 0 speaks for the bead, below against it.
type Evidence struct {
	A, B int // the two sides
	// Length is what the lengths say, Ends how the sentences begin and end and
	// where paragraphs do, Words what the words and marks say, Prior how usual a
	// bead of this shape is.
	Length, Ends, Words, Prior float64
	// Partners are the words and marks that spoke for the bead, the strongest
	// first, at most ten.
	Partners []Partner
	// Pinned says that a person confirmed it.
	Pinned bool
}

// Partner is a unit of either side (a stem, a number, a mark, a character or
// two) with how much more likely one is beside the other than elsewhere.
type Partner struct {
	A, B  string
	Ratio float64 // p(B | A) / p(B)
}

const mostPartnersShown = 10

// explain is the evidence of lines [lo, hi) of both sides; nil where a side has
// none or the bead is too large to be scored in one piece.
func (p *pair) explain(x, y int, a, b Range) *Evidence {
	m := p.m
	na, nb := a.Len(), b.Len()
	if na == 0 || nb == 0 || na > maxSide || nb > maxSide || !p.band.Has(int32(a.Hi), int32(b.Hi)) || !p.band.Has(int32(a.Lo), int32(b.Lo)) {
		return nil
	}
	e := &Evidence{A: x, B: y,
		Length: weightLength * m.lengths(a.Hi, na, b.Hi, nb),
		Ends:   m.classes(a.Hi, na, b.Hi, nb),
		Words:  m.lexical(a.Hi, na, b.Hi, nb),
	}
	if q := m.prior[na][nb]; q > 0 {
		e.Prior = math.Log(q)
	}
	for _, pin := range m.pins {
		if a.Lo <= int(pin.I) && int(pin.I) < a.Hi {
			e.Pinned = true
		}
	}
	e.Partners = m.partners(a, b)
	return e
}

func (m *model) partners(a, b Range) []Partner {
	there := map[int32]bool{}
	for _, u := range m.b.units[m.b.at[b.Lo]:m.b.at[b.Hi]] {
		there[u] = true
	}
	type found struct {
		s, t int32
		r    float32
	}
	best := map[int32]found{} // by unit of the second side
	for _, s := range m.a.units[m.a.at[a.Lo]:m.a.at[a.Hi]] {
		for _, q := range m.w.rows.of(s) {
			if there[q.other] && q.r > best[q.other].r {
				best[q.other] = found{s, q.other, q.r}
			}
		}
	}
	all := make([]found, 0, len(best))
	for _, f := range best {
		all = append(all, f)
	}
	slices.SortFunc(all, func(x, y found) int { return cmp.Or(cmp.Compare(y.r, x.r), cmp.Compare(x.t, y.t)) })
	var out []Partner
	for _, f := range all {
		if len(out) == mostPartnersShown {
			break
		}
		out = append(out, Partner{m.a.vocab.show(f.s), m.b.vocab.show(f.t), float64(f.r)})
	}
	return out
}

// show is the unit without the sign of its kind.
func (v *vocabulary) show(u int32) string {
	t := v.text[u]
	if k := v.kind[u]; (k == lexicon.Number || k == lexicon.Mark) && len(t) > 1 {
		return t[1:]
	}
	return t
}
