// Command evalign aligns every document of a folder whose alignment is known
// and prints what it finds, a line for each set.
//
//	evalign [-only SUBSTRING] [-fast] [-lexicon FILE] [-calibrate FILE] [DIR]
//
// DIR is $TERCET_DATA/alignment where it is not given. With -calibrate what makes
// probabilities of posteriors is fitted anew and written to FILE, on all sets but
// those for testing only (mac-en-zh, prose-en-zh, textberg-de-fr); the table
// printed then is of documents left out: those of one half by what was fitted on
// the other, every second text, at all levels of noise, being in the same half.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/internal/evalign"
)

func main() {
	only := flag.String("only", "", "sets whose names hold this")
	fast := flag.Bool("fast", false, "the fast setting")
	noSeed := flag.Bool("no-seed", false, "without the embedded seed lexicon")
	lex := flag.String("lexicon", "", "a lexicon file to use beside the seed")
	calibrate := flag.String("calibrate", "", "fit the calibration and write it to this file")
	flag.Parse()
	if err := run(flag.Arg(0), *only, *calibrate, *lex, align.Options{Fast: *fast, NoSeed: *noSeed}); err != nil {
		fmt.Fprintln(os.Stderr, "evalign:", err)
		os.Exit(2)
	}
}

func run(dir, only, calibrate, lex string, o align.Options) error {
	if dir == "" {
		if dir = os.Getenv("TERCET_DATA"); dir == "" {
			return fmt.Errorf("no folder (want DIR, or TERCET_DATA set)")
		}
		dir = filepath.Join(dir, "alignment")
	}
	if lex != "" {
		l, err := lexicon.Load(lex)
		if err != nil {
			return err
		}
		o.Lexicon = l
	}
	all, err := evalign.Documents(dir)
	if err != nil {
		return err
	}
	var docs []evalign.Document
	for _, d := range all {
		if strings.Contains(d.Set, only) {
			docs = append(docs, d)
		}
	}
	if calibrate != "" {
		return fit(docs, o, calibrate)
	}
	sets, err := evalign.RunAll(docs, o, true)
	if err != nil {
		return err
	}
	var pairs, joint []align.Outcome
	for _, s := range sets {
		pairs, joint = append(pairs, s.Outcomes...), append(joint, s.JointOutcomes...)
		if len(s.Langs) == 2 {
			fmt.Printf("%-22s documents %2d  strict %.3f  lax %.3f\n", s.Name, s.Documents, s.Score.Strict(), s.Score.Lax())
			continue
		}
		fmt.Printf("%-22s documents %2d ", s.Name, s.Documents)
		k := 0
		for x := range s.Langs {
			for y := x + 1; y < len(s.Langs); y++ {
				fmt.Printf(" %s-%s %.3f/%.3f", s.Langs[x], s.Langs[y], s.Pairs[k].Strict(), s.Pairs[k].Lax())
				k++
			}
		}
		fmt.Printf("  joint %.3f", s.Joint.Strict())
		for x, c := range s.Composed {
			fmt.Printf("  over %s %.3f", s.Langs[x], c.Strict())
		}
		fmt.Println()
	}
	reliability("pairs", pairs)
	reliability("joint", joint)
	return nil
}

const header = `# Weights of the logistic regression that makes a probability of a posterior, by kind of bead.
# Source: fitted by go run ./internal/cmd/evalign -calibrate FILE (docs/evaluation.md names the sets).
# Licence: Apache-2.0.
sides	kind	constant	posterior	doubt	beside
`

// fit fits the calibration and writes it to a file.
func fit(docs []evalign.Document, o align.Options, file string) error {
	o.Posterior = true
	var names []string // of texts; every second one falls into the same half
	for _, d := range docs {
		names = append(names, d.Name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	type outcomes struct{ pairs, joint []align.Outcome }
	var taught, tested [2]outcomes // by half
	for half := range 2 {
		for _, test := range []bool{false, true} {
			var some []evalign.Document
			for _, d := range docs {
				if k, _ := slices.BinarySearch(names, d.Name); k%2 == half && testOnly(d.Set) == test {
					some = append(some, d)
				}
			}
			sets, err := evalign.RunAll(some, o, false)
			if err != nil {
				return err
			}
			for _, s := range sets {
				for _, x := range []*outcomes{&taught[half], &tested[half]} {
					if x == &taught[half] && test {
						continue
					}
					x.pairs, x.joint = append(x.pairs, s.Outcomes...), append(x.joint, s.JointOutcomes...)
				}
			}
		}
	}
	leftOut := func(name string, of func(*outcomes) []align.Outcome) *align.Calibration {
		var scored []align.Outcome
		for half := range 2 {
			c := align.Calibrate(of(&taught[1-half]))
			for _, x := range of(&tested[half]) {
				x.Posterior = c.Score(x)
				scored = append(scored, x)
			}
		}
		reliability(name+", documents left out", scored)
		return align.Calibrate(append(of(&taught[0]), of(&taught[1])...))
	}
	pairs := leftOut("pairs", func(x *outcomes) []align.Outcome { return x.pairs })
	joint := leftOut("joint", func(x *outcomes) []align.Outcome { return x.joint })
	return os.WriteFile(file, []byte(header+pairs.Rows(2)+joint.Rows(3)), 0o666)
}

func testOnly(set string) bool {
	return strings.HasPrefix(set, "mac-") || strings.HasPrefix(set, "prose-") || strings.HasPrefix(set, "textberg-")
}

func reliability(name string, o []align.Outcome) {
	if len(o) == 0 {
		return
	}
	bins, ece := evalign.Reliability(o)
	fmt.Printf("calibration, %s: %d beads, expected error %.4f\n", name, len(o), ece)
	for _, b := range bins {
		if b.Beads == 0 {
			continue
		}
		note := ""
		if b.Lo >= .5 && b.Off() {
			note = "  off"
		}
		fmt.Printf("  %.1f-%.1f  beads %6d  mean score %.3f  right %.3f%s\n", b.Lo, b.Hi, b.Beads, b.Mean, b.Right, note)
	}
}
