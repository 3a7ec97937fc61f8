// Command evalign aligns every document of a folder whose alignment is known
// and prints what it finds, a line for each set.
//
//	evalign [-only SUBSTRING] [-fast] [-lexicon FILE] [-calibrate FILE] [DIR]
//
// DIR is $TERCET_DATA/alignment where it is not given. With -calibrate the map
// from posteriors to probabilities is fitted anew and written to FILE, on all
// sets but those for testing only (mac-en-zh, prose-en-zh, textberg-de-fr).
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
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
		test := strings.HasPrefix(d.Set, "mac-") || strings.HasPrefix(d.Set, "prose-") || strings.HasPrefix(d.Set, "textberg-")
		if strings.Contains(d.Set, only) && !(calibrate != "" && test) {
			docs = append(docs, d)
		}
	}
	o.Posterior = calibrate != ""
	sets, err := evalign.RunAll(docs, o, calibrate == "")
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
	if calibrate != "" {
		return os.WriteFile(calibrate, []byte(header+align.Calibrate(pairs).Rows(2)+align.Calibrate(joint).Rows(3)), 0o666)
	}
	reliability("pairs", pairs)
	reliability("joint", joint)
	return nil
}

const header = `# Log odds of a posterior and of the probability that the bead is right.
# Source: fitted by go run ./internal/cmd/evalign -calibrate FILE (docs/evaluation.md names the sets).
# Licence: Apache-2.0.
sides	posterior	probability
`

func reliability(name string, o []align.Outcome) {
	if len(o) == 0 {
		return
	}
	bins, ece := evalign.Reliability(o)
	fmt.Printf("calibration, %s: %d beads, expected error %.4f\n", name, len(o), ece)
	for _, b := range bins {
		if b.Beads > 0 {
			fmt.Printf("  %.1f-%.1f  beads %6d  mean score %.3f  right %.3f\n", b.Lo, b.Hi, b.Beads, b.Mean, b.Right)
		}
	}
}
