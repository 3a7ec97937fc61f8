package align

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Ladder is a list of beads in the format of the same name: one bead a line,
// the 0-based sentence numbers of each side in brackets, then an optional
// score.
//
//	[0, 1]:[0]:0.93
//	[2]:[1]:[2, 3]
//
// A gold ladder may hold numbers that are not in a row, so beads are lists of
// numbers here rather than ranges.
type Ladder [][][]int

// ToLadder writes beads as lists of sentence numbers.
func ToLadder(beads []Bead) Ladder {
	out := make(Ladder, len(beads))
	for k, b := range beads {
		out[k] = make([][]int, len(b.Sents))
		for x, r := range b.Sents {
			for i := r.Lo; i < r.Hi; i++ {
				out[k][x] = append(out[k][x], i)
			}
		}
	}
	return out
}

// ReadLadder reads a ladder of two sides or more. Empty lines are passed over.
// An error names file and line: name:line: what came.
func ReadLadder(r io.Reader, name string) (Ladder, error) {
	var out Ladder
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<26)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if line == "" {
			continue
		}
		b, err := parseBead(line)
		if err != nil {
			return out, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if len(out) > 0 && len(b) != len(out[0]) {
			return out, fmt.Errorf("%s:%d: a bead of %d sides (want %d, as in the first)", name, n, len(b), len(out[0]))
		}
		out = append(out, b)
	}
	if err := sc.Err(); err != nil {
		return out, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

func parseBead(line string) ([][]int, error) {
	var b [][]int
	rest := line
	for strings.HasPrefix(rest, "[") {
		list, after, ok := strings.Cut(rest[1:], "]")
		if !ok {
			break
		}
		ids := []int{}
		for f := range strings.SplitSeq(list, ",") {
			if f = strings.TrimSpace(f); f == "" {
				continue
			}
			x, err := strconv.Atoi(f)
			if err != nil || x < 0 {
				return nil, fmt.Errorf("%q is no sentence number (want 0, 1, 2, ...)", f)
			}
			ids = append(ids, x)
		}
		b = append(b, ids)
		rest = strings.TrimSpace(after)
		if !strings.HasPrefix(rest, ":") {
			break
		}
		rest = strings.TrimSpace(rest[1:])
	}
	if len(b) < 2 {
		return nil, fmt.Errorf("%q is no bead (want [0, 1]:[0], one list for each side)", line)
	}
	return b, nil
}

// WriteLadder writes beads as a ladder, scores with two decimals.
func WriteLadder(w io.Writer, beads []Bead) error {
	bw := bufio.NewWriter(w)
	var buf []byte
	for _, b := range beads {
		buf = buf[:0]
		for _, r := range b.Sents {
			buf = append(buf, '[')
			for i := r.Lo; i < r.Hi; i++ {
				if i > r.Lo {
					buf = append(buf, ", "...)
				}
				buf = strconv.AppendInt(buf, int64(i), 10)
			}
			buf = append(buf, "]:"...)
		}
		buf = strconv.AppendFloat(buf, b.Score, 'f', 2, 64)
		bw.Write(append(buf, '\n'))
	}
	return bw.Flush()
}

// Count is right and all of one kind of bead.
type Count struct{ Right, All int }

// Rate is the share that is right; 0 of nothing.
func (c Count) Rate() float64 {
	if c.All == 0 {
		return 0
	}
	return float64(c.Right) / float64(c.All)
}

// Score is how well an alignment agrees with gold (Sennrich & Volk 2010).
// Precision counts every bead found, 1-0 and 0-1 included, recall the gold
// beads with sentences on two sides or more. Strictly right is a bead that gold
// has; laxly right is one that shares a sentence of its one side and one of its
// other with a gold bead.
type Score struct {
	Precision, Recall       Count
	LaxPrecision, LaxRecall Count
}

// Strict is the harmonic mean of strict precision and recall.
func (s Score) Strict() float64 { return f1(s.Precision.Rate(), s.Recall.Rate()) }

// Lax is the harmonic mean of lax precision and recall.
func (s Score) Lax() float64 { return f1(s.LaxPrecision.Rate(), s.LaxRecall.Rate()) }

// Add counts another document's score in.
func (s *Score) Add(o Score) {
	for _, c := range [][2]*Count{{&s.Precision, &o.Precision}, {&s.Recall, &o.Recall}, {&s.LaxPrecision, &o.LaxPrecision}, {&s.LaxRecall, &o.LaxRecall}} {
		c[0].Right += c[1].Right
		c[0].All += c[1].All
	}
}

func f1(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// ScorePair scores a ladder of two sides against gold. A bead that stands twice
// counts once.
func ScorePair(gold, found Ladder) Score {
	var s Score
	s.Precision, s.LaxPrecision = hits(gold, found)
	s.Recall, s.LaxRecall = hits(filled(found), filled(gold))
	return s
}

// ScoreJoint scores ladders of three sides or more by their joint beads, strict
// only. Beads of one side are cut into single sentences first.
func ScoreJoint(gold, found Ladder) Score {
	var s Score
	g, f := singles(gold), singles(found)
	s.Precision, _ = strictHits(g, f)
	s.Recall, _ = strictHits(filled(f), filled(g))
	return s
}

// Project is the ladder seen from sides a and b alone: beads empty there are
// left out, and those of one side are cut into single sentences.
func Project(l Ladder, a, b int) Ladder {
	out := make(Ladder, 0, len(l))
	for _, x := range l {
		out = append(out, [][]int{x[a], x[b]})
	}
	return singles(out)
}

func singles(l Ladder) Ladder {
	var out Ladder
	for _, b := range l {
		some, last := 0, 0
		for x, ids := range b {
			if len(ids) > 0 {
				some++
				last = x
			}
		}
		switch some {
		case 0:
		case 1:
			for _, i := range b[last] {
				one := make([][]int, len(b))
				one[last] = []int{i}
				out = append(out, one)
			}
		default:
			out = append(out, b)
		}
	}
	return out
}

// filled is the beads with sentences on two sides or more.
func filled(l Ladder) Ladder {
	var out Ladder
	for _, b := range l {
		some := 0
		for _, ids := range b {
			if len(ids) > 0 {
				some++
			}
		}
		if some > 1 {
			out = append(out, b)
		}
	}
	return out
}

func beadKey(b [][]int) string {
	var k []byte
	for _, ids := range b {
		for _, i := range ids {
			k = append(strconv.AppendInt(k, int64(i), 10), ',')
		}
		k = append(k, ':')
	}
	return string(k)
}

// strictHits counts the beads that ref has too; right tells it of each bead
// counted.
func strictHits(ref, beads Ladder) (c Count, right map[string]bool) {
	have := make(map[string]bool, len(ref))
	for _, b := range ref {
		have[beadKey(b)] = true
	}
	right = make(map[string]bool, len(beads))
	for _, b := range beads {
		k := beadKey(b)
		if _, twice := right[k]; twice || strings.Trim(k, ":") == "" {
			continue
		}
		right[k] = have[k]
		c.All++
		if have[k] {
			c.Right++
		}
	}
	return c, right
}

func hits(ref, beads Ladder) (strict, lax Count) {
	strict, right := strictHits(ref, beads)
	lax.All = strict.All
	reach := map[[2]int]bool{}
	for _, b := range ref {
		for _, i := range b[0] {
			for _, j := range b[1] {
				reach[[2]int{i, j}] = true
			}
		}
	}
	touches := func(b [][]int) bool {
		for _, i := range b[0] {
			for _, j := range b[1] {
				if reach[[2]int{i, j}] {
					return true
				}
			}
		}
		return false
	}
	done := make(map[string]bool, len(right))
	for _, b := range beads {
		k := beadKey(b)
		if ok, counted := right[k]; !counted || done[k] {
			continue
		} else if ok || touches(b) {
			lax.Right++
		}
		done[k] = true
	}
	return strict, lax
}
