package align_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/internal/evalign"
	"github.com/tercet/tercet/internal/quality"
	"github.com/tercet/tercet/lang"
)

// TestQuality aligns a part of the measuring data, so that it ends in a minute;
// go run ./internal/cmd/evalign takes all of it. The sets used for testing only
// are in it: nothing is fitted here.
func TestQuality(t *testing.T) {
	all, err := evalign.Documents(quality.Data(t, "alignment"))
	if err != nil {
		t.Fatal(err)
	}
	var docs []evalign.Document
	for _, d := range all {
		if strings.Contains(d.Set, "heavy") || strings.HasPrefix(d.Name, "un-") && strings.Contains(d.Set, "medium") || !strings.Contains(d.Set, "/") {
			docs = append(docs, d)
		}
	}
	sets, err := evalign.RunAll(docs, align.Options{}, true)
	if err != nil {
		t.Fatal(err)
	}
	var pairs, joint []align.Outcome
	for _, s := range sets {
		name := "align/" + strings.ReplaceAll(s.Name, " ", "-")
		pairs, joint = append(pairs, s.Outcomes...), append(joint, s.JointOutcomes...)
		if len(s.Langs) == 2 {
			quality.Check(t, name+"/strict", s.Score.Strict())
			quality.Check(t, name+"/lax", s.Score.Lax())
			continue
		}
		quality.Check(t, name+"/joint", s.Joint.Strict())
		// against two pair alignments composed over the language in the middle
		quality.Check(t, name+"/gain-over-composing", s.Joint.Strict()-s.Composed[1].Strict())
		k := 0
		for x := range s.Langs {
			for y := x + 1; y < len(s.Langs); y++ {
				quality.Check(t, name+"/"+s.Langs[x]+"-"+s.Langs[y], s.Pairs[k].Strict())
				k++
			}
		}
	}
	for name, o := range map[string][]align.Outcome{"pairs": pairs, "joint": joint} {
		bins, ece := evalign.Reliability(o)
		quality.Check(t, "align/calibration/"+name, 1-ece)
		for _, b := range bins {
			if b.Beads > 0 {
				if b.Lo >= .5 && b.Off() {
					t.Errorf("%s %.1f-%.1f: %.3f of %d beads are right, their mean score is %.3f (want .03 or two standard errors between them)", name, b.Lo, b.Hi, b.Right, b.Beads, b.Mean)
				}
				t.Logf("%s %.1f-%.1f: beads %d, mean score %.3f, right %.3f", name, b.Lo, b.Hi, b.Beads, b.Mean, b.Right)
			}
		}
	}
}

// readout reads the gold sentences of a readout of ours.
func readout(t testing.TB, dir string, langs ...string) ([]align.Side, align.Ladder) {
	t.Helper()
	var sides []align.Side
	for _, l := range langs {
		b, err := os.ReadFile(filepath.Join(dir, "gold", l+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		s := align.Side{Lang: lang.Get(l)}
		begin := true
		for line := range strings.Lines(string(b)) {
			if line = strings.TrimSpace(line); line == "" {
				begin = true
				continue
			}
			if begin {
				s.Breaks = append(s.Breaks, len(s.Sentences))
			}
			begin = false
			s.Sentences = append(s.Sentences, line)
		}
		sides = append(sides, s)
	}
	name := "ladder"
	if len(langs) == 2 {
		name = strings.Join(langs, "-") + ".ladder"
	}
	f, err := os.Open(filepath.Join(dir, "gold", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	gold, err := align.ReadLadder(f, name)
	if err != nil {
		t.Fatal(err)
	}
	return sides, gold
}

func readouts(t testing.TB) []string {
	ladders, err := filepath.Glob("../testdata/readouts/*/gold/ladder")
	if err != nil || len(ladders) == 0 {
		t.Fatalf("no readouts: %v", err)
	}
	var dirs []string
	for _, l := range ladders {
		dirs = append(dirs, filepath.Dir(filepath.Dir(l)))
	}
	return dirs
}

// TestReadouts holds our own readouts, all together, to the figure that each
// pair was built to reach.
func TestReadouts(t *testing.T) {
	for _, langs := range [][]string{{"fr", "en"}, {"en", "zh"}, {"fr", "zh"}} {
		var all align.Score
		for _, dir := range readouts(t) {
			sides, gold := readout(t, dir, langs...)
			s := align.ScorePair(gold, align.ToLadder(align.Sides(sides, align.Options{})))
			all.Add(s)
			t.Logf("%s %s: strict %.3f lax %.3f", filepath.Base(dir), strings.Join(langs, "-"), s.Strict(), s.Lax())
		}
		if all.Strict() < .95 {
			t.Errorf("%s: strict F1 %.3f, want .95", strings.Join(langs, "-"), all.Strict())
		}
	}
	var joint align.Score
	for _, dir := range readouts(t) {
		sides, gold := readout(t, dir, "fr", "en", "zh")
		joint.Add(align.ScoreJoint(gold, align.ToLadder(align.Sides(sides, align.Options{}))))
	}
	t.Logf("joint: strict %.3f", joint.Strict())
	if joint.Strict() < .93 {
		t.Errorf("joint beads: strict F1 %.3f, want .93", joint.Strict())
	}
}

// TestCrosses moves a sentence of our readouts three places on: it is found
// again more often than not, and nothing else is said to cross.
func TestCrosses(t *testing.T) {
	moved, found := 0, 0
	for _, langs := range [][]string{{"fr", "en"}, {"en", "zh"}} {
		for _, dir := range readouts(t) {
			sides, gold := readout(t, dir, langs...)
			for _, b := range align.Sides(sides, align.Options{}) {
				if b.Crosses {
					t.Errorf("%s %s: %v crosses in a text as it was written", filepath.Base(dir), langs, b.Sents)
				}
			}
			x := 1 // four beads of one sentence a side, in a row
			for ; x+4 < len(gold); x++ {
				if !slices.ContainsFunc(gold[x:x+4], func(g [][]int) bool { return len(g[0]) != 1 || len(g[1]) != 1 }) {
					break
				}
			}
			if x+4 >= len(gold) {
				continue
			}
			i, j := gold[x][0][0], gold[x][1][0]
			s := slices.Clone(sides[1].Sentences)
			s = slices.Insert(slices.Delete(s, j, j+1), j+3, sides[1].Sentences[j])
			moved++
			for _, b := range align.Sides([]align.Side{{Lang: sides[0].Lang, Sentences: sides[0].Sentences}, {Lang: sides[1].Lang, Sentences: s}}, align.Options{}) {
				switch {
				case !b.Crosses:
				case b.Sents[0] == align.Range{Lo: i, Hi: i + 1} && b.Sents[1] == align.Range{Lo: j + 3, Hi: j + 4}:
					found++
				default:
					t.Errorf("%s %s: %v crosses (want %d with %d alone)", filepath.Base(dir), langs, b.Sents, i, j+3)
				}
			}
		}
	}
	t.Logf("%d moved, %d found", moved, found)
	if 2*found < moved || moved == 0 {
		t.Errorf("%d of %d moved sentences found (want half)", found, moved)
	}
}

// TestWideBeads cuts a long sentence of our readouts into eight lines: they are
// one bead with what renders it.
func TestWideBeads(t *testing.T) {
	cut, found := 0, 0
	for _, dir := range readouts(t) {
		sides, gold := readout(t, dir, "fr", "en")
		for _, g := range gold {
			if len(g[0]) != 1 || len(g[1]) != 1 {
				continue
			}
			i := g[0][0]
			words := strings.Fields(sides[0].Sentences[i])
			const pieces = 8
			if len(words) < 4*pieces {
				continue
			}
			var lines []string
			for k := range pieces {
				lines = append(lines, strings.Join(words[k*len(words)/pieces:(k+1)*len(words)/pieces], " "))
			}
			s := slices.Replace(slices.Clone(sides[0].Sentences), i, i+1, lines...)
			cut++
			want := []align.Range{{Lo: i, Hi: i + pieces}, {Lo: g[1][0], Hi: g[1][0] + 1}}
			for _, b := range align.Sides([]align.Side{{Lang: sides[0].Lang, Sentences: s}, {Lang: sides[1].Lang, Sentences: sides[1].Sentences}}, align.Options{}) {
				if slices.Equal(b.Sents, want) {
					found++
				}
			}
			break
		}
	}
	t.Logf("%d of %d", found, cut)
	if cut == 0 || 10*found < 8*cut {
		t.Errorf("%d of %d sentences cut into eight lines found whole (want eight tenths)", found, cut)
	}
}

// TestMovedParagraphs lets two neighbouring paragraphs of our readouts change
// places on the second side. The sentences of one of them are to cross, with
// their partners.
func TestMovedParagraphs(t *testing.T) {
	places, crossing, right, beads := 0, 0, 0, 0
	for _, langs := range [][]string{{"fr", "en"}, {"en", "zh"}} {
		for _, dir := range readouts(t) {
			sides, gold := readout(t, dir, langs...)
			starts := append(slices.Clone(sides[1].Breaks), len(sides[1].Sentences))
			for k := 1; k+3 < len(starts); k++ {
				lo, mid, hi := starts[k], starts[k+1], starts[k+2]
				if mid-lo < 3 || hi-mid < 3 {
					continue
				}
				old := make([]int, 0, len(sides[1].Sentences)) // of each sentence now, its number before
				for j := range sides[1].Sentences {
					switch {
					case j >= lo && j < lo+hi-mid:
						j += mid - lo
					case j >= lo+hi-mid && j < hi:
						j -= hi - mid
					}
					old = append(old, j)
				}
				s := make([]string, len(old))
				for now, before := range old {
					s[now] = sides[1].Sentences[before]
				}
				places++
				found := align.Sides([]align.Side{{Lang: sides[0].Lang, Sentences: sides[0].Sentences}, {Lang: sides[1].Lang, Sentences: s}}, align.Options{})
				any := false
				for n, x := range align.ToLadder(found) {
					if !found[n].Crosses {
						continue
					}
					any = true
					beads++
					for i, j := range x[1] {
						x[1][i] = old[j]
					}
					if slices.ContainsFunc(gold, func(g [][]int) bool { return slices.Equal(g[0], x[0]) && slices.Equal(g[1], x[1]) }) {
						right++
					}
				}
				if any {
					crossing++
				}
			}
		}
	}
	t.Logf("%d paragraphs moved, %d seen to cross, %d of their %d beads right", places, crossing, right, beads)
	if places == 0 || 4*crossing < 3*places || 10*right < 9*beads {
		t.Errorf("%d of %d moved paragraphs seen to cross (want three quarters), %d of their %d beads right (want nine tenths)", crossing, places, right, beads)
	}
}

func BenchmarkBatch(b *testing.B) {
	var sets [][]align.Side
	for _, dir := range readouts(b) {
		sides, _ := readout(b, dir, "fr", "en", "zh")
		sets = append(sets, sides)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range sets {
			align.Sides(s, align.Options{Workers: 1})
		}
	}
}

// many repeats the readouts, with a number in each sentence so that copies
// differ, up to n sentences a side.
func many(b *testing.B, n int, langs ...string) []align.Side {
	var out []align.Side
	for _, l := range langs {
		out = append(out, align.Side{Lang: lang.Get(l)})
	}
	for round := 0; len(out[0].Sentences) < n; round++ {
		for _, dir := range readouts(b) {
			sides, _ := readout(b, dir, langs...)
			for k, s := range sides {
				for _, x := range s.Sentences {
					out[k].Sentences = append(out[k].Sentences, x+" "+strings.Repeat("x", round%7)+dir[len(dir)-3:])
				}
			}
		}
	}
	return out
}

func BenchmarkPair(b *testing.B) {
	sides := many(b, 2000, "en", "zh")
	b.ReportAllocs()
	for b.Loop() {
		align.Sides(sides, align.Options{Workers: 1})
	}
	b.ReportMetric(float64(len(sides[0].Sentences)*b.N)/b.Elapsed().Seconds(), "sentences/s")
}

func BenchmarkTriple(b *testing.B) {
	sides := many(b, 1000, "fr", "en", "zh")
	b.ReportAllocs()
	for b.Loop() {
		align.Sides(sides, align.Options{Workers: 1})
	}
	b.ReportMetric(float64(len(sides[0].Sentences)*b.N)/b.Elapsed().Seconds(), "sentences/s")
}
