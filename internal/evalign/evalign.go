// Package evalign aligns documents whose alignment is known and counts how much
// of it is found. The command of the same name prints what it finds; package
// align's Quality test holds a part of it to the figures on record.
package evalign

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/lang"
)

// Document is a set of files with a gold ladder: Base.LANG for each language,
// one sentence a line.
type Document struct {
	Set   string // folder under gold/, or PAIR/NOISE, " un" added for UN documents
	Name  string
	Langs []string
	Base  string
	Gold  string
}

// Documents lists the documents of a folder laid out as
//
//	gold/SET-L1-L2/NAME.gold
//	synthetic/L1-L2[-L3]/NOISE/NAME.gold
//
// with NAME.L1 and so on beside the ladder, in order of their sets and names.
// Ladders of two sides of a document of three (NAME.L1-L2.gold) are left out.
func Documents(dir string) ([]Document, error) {
	var out []Document
	add := func(pattern string, describe func(dir, name string) (string, []string)) error {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		for _, f := range files {
			name := strings.TrimSuffix(filepath.Base(f), ".gold")
			if strings.Contains(name, ".") {
				continue
			}
			set, langs := describe(filepath.Dir(f), name)
			out = append(out, Document{Set: set, Name: name, Langs: langs, Base: strings.TrimSuffix(f, ".gold"), Gold: f})
		}
		return err
	}
	err := add("gold/*/*.gold", func(dir, name string) (string, []string) {
		set := filepath.Base(dir)
		parts := strings.Split(set, "-")
		return set, parts[max(0, len(parts)-2):]
	})
	if err != nil {
		return nil, err
	}
	err = add("synthetic/*/*/*.gold", func(dir, name string) (string, []string) {
		pair := filepath.Base(filepath.Dir(dir))
		set := pair + "/" + filepath.Base(dir)
		if strings.HasPrefix(name, "un-") {
			set += " un"
		}
		return set, strings.Split(pair, "-")
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s: no gold ladders (want gold/SET/NAME.gold or synthetic/PAIR/NOISE/NAME.gold)", dir)
	}
	return out, err
}

// Load reads the sides and the gold of a document.
func (d Document) Load() ([]align.Side, align.Ladder, error) {
	var sides []align.Side
	for _, l := range d.Langs {
		lines, err := lines(d.Base + "." + l)
		if err != nil {
			return nil, nil, err
		}
		sides = append(sides, align.Side{Lang: lang.Get(l), Sentences: lines})
	}
	f, err := os.Open(d.Gold)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	gold, err := align.ReadLadder(f, d.Gold)
	return sides, gold, err
}

func lines(name string) ([]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []string
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<26)
	for sc.Scan() {
		out = append(out, sc.Text())
	}
	return out, sc.Err()
}

// Result is what was found of one document or set.
type Result struct {
	Score    align.Score   // of two sides
	Joint    align.Score   // of three: the joint beads
	Pairs    []align.Score // of three: seen from 1-2, 1-3, 2-3
	Composed []align.Score // of three: two alignments put together over side 1, 2, 3
	// Outcomes has the score of every bead, two sides and three apart.
	Outcomes      []align.Outcome
	JointOutcomes []align.Outcome
}

// Add counts another result in.
func (r *Result) Add(o Result) {
	r.Score.Add(o.Score)
	r.Joint.Add(o.Joint)
	for k := range o.Pairs {
		if len(r.Pairs) <= k {
			r.Pairs = append(r.Pairs, align.Score{})
		}
		r.Pairs[k].Add(o.Pairs[k])
	}
	for k := range o.Composed {
		if len(r.Composed) <= k {
			r.Composed = append(r.Composed, align.Score{})
		}
		r.Composed[k].Add(o.Composed[k])
	}
	r.Outcomes = append(r.Outcomes, o.Outcomes...)
	r.JointOutcomes = append(r.JointOutcomes, o.JointOutcomes...)
}

// Run aligns one document. With compose, documents of three are also put
// together from two pair alignments, in the three ways there are.
func (d Document) Run(o align.Options, compose bool) (Result, error) {
	var r Result
	sides, gold, err := d.Load()
	if err != nil {
		return r, err
	}
	beads := align.Sides(sides, o)
	found := align.ToLadder(beads)
	have := map[string]bool{}
	for _, b := range gold {
		have[key(b)] = true
	}
	outcomes := align.Outcomes(beads)
	for k := range outcomes {
		outcomes[k].Right = have[key(found[k])]
	}
	if len(sides) == 2 {
		r.Score, r.Outcomes = align.ScorePair(gold, found), outcomes
		return r, nil
	}
	r.JointOutcomes = outcomes
	r.Joint = align.ScoreJoint(gold, found)
	for x := range sides {
		for y := x + 1; y < len(sides); y++ {
			r.Pairs = append(r.Pairs, align.ScorePair(align.Project(gold, x, y), align.Project(found, x, y)))
		}
	}
	if compose {
		for middle := range sides {
			r.Composed = append(r.Composed, align.ScoreJoint(gold, align.ToLadder(align.Composed(sides, middle, o))))
		}
	}
	return r, nil
}

func key(b [][]int) string { return fmt.Sprint(b) }

// Set is a result with the name of the set.
type Set struct {
	Name      string
	Langs     []string
	Documents int
	Result
}

// RunAll aligns the documents, as many at a time as there are cores, and adds
// their results up by set.
func RunAll(docs []Document, o align.Options, compose bool) ([]Set, error) {
	results := make([]Result, len(docs))
	errs := make([]error, len(docs))
	o.Workers = 1
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for k := range next {
				results[k], errs[k] = docs[k].Run(o, compose)
			}
		})
	}
	for k := range docs {
		next <- k
	}
	close(next)
	wg.Wait()
	var sets []Set
	for k, d := range docs {
		if errs[k] != nil {
			return nil, errs[k]
		}
		x := slices.IndexFunc(sets, func(s Set) bool { return s.Name == d.Set })
		if x < 0 {
			sets = append(sets, Set{Name: d.Set, Langs: d.Langs})
			x = len(sets) - 1
		}
		sets[x].Documents++
		sets[x].Add(results[k])
	}
	return sets, nil
}

// Bin is a tenth of the scores: how many beads have one, its mean, and how many
// of the beads are right.
type Bin struct {
	Lo, Hi      float64
	Beads       int
	Mean, Right float64
}

// Off reports whether the share of right beads lies further from the mean score
// than .03 and than two standard errors.
func (b Bin) Off() bool {
	se := math.Sqrt(b.Mean * (1 - b.Mean) / float64(b.Beads))
	return math.Abs(b.Mean-b.Right) > max(.03, 2*se)
}

// Reliability sorts outcomes into tenths of their scores and gives the expected
// calibration error, the mean distance of score and share of right beads over
// the tenths.
func Reliability(outcomes []align.Outcome) (bins []Bin, ece float64) {
	bins = make([]Bin, 10)
	for k := range bins {
		bins[k].Lo, bins[k].Hi = float64(k)/10, float64(k+1)/10
	}
	for _, o := range outcomes {
		p := o.Posterior
		b := &bins[min(9, int(p*10))]
		b.Beads++
		b.Mean += p
		if o.Right {
			b.Right++
		}
	}
	for k := range bins {
		b := &bins[k]
		if b.Beads == 0 {
			continue
		}
		ece += math.Abs(b.Mean - b.Right)
		b.Mean /= float64(b.Beads)
		b.Right /= float64(b.Beads)
	}
	return bins, ece / float64(max(1, len(outcomes)))
}
