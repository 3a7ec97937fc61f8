package align

import "strings"

// Scorer gives vectors of length 1 to texts, alike for texts that mean the same
// whatever their language (package embed has one that asks a server). It answers
// nil when it cannot; the alignment then goes on without.
type Scorer interface {
	Vectors(texts []string) [][]float32
}

// Vectors as evidence (after Vecalign, Thompson & Koehn 2019): sentences and
// runs of up to mostJoined of them get a vector; a bead scores by how much closer
// the two are than either is to the other side at large.
const (
	mostJoined   = 4
	vectorWeight = 12 // nats for a cosine 1 above chance
	vectorSample = 40 // lines of the other side that chance is measured on
)

// vectorTable has the vector of the a lines before place i, and its mean cosine
// with a sample of the other side.
type vectorTable struct {
	of     [][]float32 // by place and number of lines
	chance []float32
}

func (t *vectorTable) at(i, a int) int { return (i-1)*mostJoined + min(a, mostJoined) - 1 }

func cosine(u, v []float32) float32 {
	s := float32(0)
	for k := range min(len(u), len(v)) {
		s += u[k] * v[k]
	}
	return s
}

// embed asks the scorer for the vectors of both sides.
func (m *model) embed(s Scorer) {
	tables := [2]*vectorTable{{}, {}}
	for x, side := range [2]*side{m.a, m.b} {
		var texts []string
		for i := 1; i <= side.n; i++ {
			for a := 1; a <= mostJoined; a++ {
				texts = append(texts, strings.Join(side.sentences[max(0, i-a):i], " "))
			}
		}
		if tables[x].of = s.Vectors(texts); len(tables[x].of) != len(texts) {
			return
		}
	}
	for x, t := range tables {
		o := tables[1-x]
		n := len(o.of) / mostJoined
		step := max(1, n/vectorSample)
		t.chance = make([]float32, len(t.of))
		for k, u := range t.of {
			sum, count := float32(0), float32(0)
			for i := 1; i <= n; i += step {
				sum += cosine(u, o.of[o.at(i, 1)])
				count++
			}
			t.chance[k] = sum / count
		}
	}
	m.vectors = tables
}

// meaning is the evidence of the vectors of a bead.
func (m *model) meaning(i, a, j, b int) float64 {
	if m.vectors[0] == nil {
		return 0
	}
	x, y := m.vectors[0], m.vectors[1]
	p, q := x.at(i, a), y.at(j, b)
	return vectorWeight * float64(cosine(x.of[p], y.of[q])-(x.chance[p]+y.chance[q])/2)
}
