package neural

import (
	_ "embed"
	"fmt"
	"math"
	"strings"

	"github.com/tercet/tercet/divergence"
)

//go:embed data/reference.tsv
var referenceData string

// What a cosine of two sentence vectors means differs from model to model: some
// give .9 to sentences that have nothing in common. It is therefore put on the
// scale of the model itself, where 0 is the mean of sentences that say different
// things and 1 the mean of translations, both of the reference passages in the
// two languages. The probability is logistic in that.
const (
	// steepness is how many nats lie between the two means.
	steepness = 6
	// leastSpread is how far apart the means are at least for a model that knows
	// the two languages.
	leastSpread = .05
)

// scale is what the cosines of a model mean for two languages.
type scale struct{ different, same float64 }

func (s scale) usable() bool { return s.same-s.different >= leastSpread }

// probability is that of not saying the same.
func (s scale) probability(cosine float64) float64 {
	return 1 / (1 + math.Exp(steepness*((cosine-s.different)/(s.same-s.different)-.5)))
}

// reference has the reference passages by language code, in the same order.
func reference() (codes []string, passages [][]string) {
	for line := range strings.Lines(referenceData) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		switch {
		case strings.HasPrefix(line, "#"):
		case codes == nil:
			codes, passages = f, make([][]string, len(f))
		default:
			if len(f) != len(codes) {
				panic(fmt.Sprintf("reference.tsv: %d columns (want %d): %s", len(f), len(codes), line))
			}
			for i := range f {
				passages[i] = append(passages[i], f[i])
			}
		}
	}
	return
}

// measure finds the scales of the model; false after an error.
func (c *Client) measure() bool {
	c.scaleOnce.Do(func() {
		codes, passages := reference()
		var texts []string
		for _, p := range passages {
			texts = append(texts, p...)
		}
		vs := c.embed.Vectors(texts)
		if vs == nil {
			return
		}
		c.scales = map[[2]string]scale{}
		n := len(passages[0])
		var all scale
		pairs := 0.0
		for i := range codes {
			for j := i + 1; j < len(codes); j++ {
				var s scale
				for a := range n {
					for b := range n {
						x := cosine(vs[i*n+a], vs[j*n+b])
						if a == b {
							s.same += x / float64(n)
						} else {
							s.different += x / float64(n*(n-1))
						}
					}
				}
				c.scales[pair(codes[i], codes[j])] = s
				all.same += s.same
				all.different += s.different
				pairs++
			}
		}
		// languages without passages of their own
		c.scales[pair("", "")] = scale{all.different / pairs, all.same / pairs}
	})
	return c.scales != nil
}

func pair(a, b string) [2]string {
	if a > b {
		a, b = b, a
	}
	return [2]string{a, b}
}

func cosine(u, v []float32) float64 {
	s := 0.0
	for k := range min(len(u), len(v)) {
		s += float64(u[k]) * float64(v[k])
	}
	return s
}

// byVectors judges a bead by the two versions that are furthest apart.
func (c *Client) byVectors(beads [][]divergence.Version) ([]float64, string, error) {
	var texts []string
	for _, b := range beads {
		for _, v := range b {
			texts = append(texts, v.Text)
		}
	}
	if !c.measure() {
		return nil, "", c.embed.Err()
	}
	vs := c.embed.Vectors(texts)
	if vs == nil {
		return nil, "", c.embed.Err()
	}
	out := make([]float64, len(beads))
	example := ""
	at := 0
	for b, versions := range beads {
		out[b] = math.NaN()
		for i := range versions {
			for j := range i {
				p := pair(versions[i].Lang, versions[j].Lang)
				s, ok := c.scales[p]
				if !ok {
					s = c.scales[pair("", "")]
				}
				if !s.usable() {
					if example == "" {
						example = fmt.Sprintf("%s-%s: mean cosine %.2f of translations, %.2f of other sentences", p[0], p[1], s.same, s.different)
					}
					continue
				}
				q := s.probability(cosine(vs[at+i], vs[at+j]))
				if math.IsNaN(out[b]) || q > out[b] {
					out[b] = q
				}
			}
		}
		at += len(versions)
	}
	return out, example, nil
}
