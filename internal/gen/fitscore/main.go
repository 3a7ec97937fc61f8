// Fitscore fits the logistic models of package divergence and writes
// divergence/data/score.tsv. Its argument is a folder of JSON Lines sets of
// units with the fields label, phenomenon and odd (see docs/evaluation.md); sets
// whose licence does not allow it are left out.
//
//	go run ./internal/gen/fitscore DIR > divergence/data/score.tsv
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/lang"
)

// sets are the files used, with the weight of one unit.
var sets = []struct {
	name   string
	weight float64
}{
	{"triples", 1}, {"un.triples", 1}, {"clean.triples", 1}, {"clean.un", 1},
	{"planted.en-fr", 1}, {"planted.en-zh", 1}, {"planted.fr-zh", 1},
	{"clean.en-fr", .5}, {"clean.en-zh", .5}, {"clean.fr-zh", .5},
	{"contrast.en-fr", .5}, {"contrast.en-zh", .5},
	{"human.refresd.en-fr", 1}, {"human.da.en-zh", .7}, {"human.critical.en-zh", .7}, {"human.mqm-ted.en-zh", .7},
	{"human.bio-mqm.en-fr", .7}, {"human.bio-mqm.en-zh", .7},
}

// row is one case of a model. Rows of one group, a set or sets of one make, share
// an intercept of their own while the model is fitted: a model must tell the good
// from the bad in a set, not sets with many faults from sets with few.
type row struct {
	x      map[string]float64
	y      bool
	weight float64
	group  string
	source string // data set the texts are of
	kind   string // of fault, "ok" where there is none
	parts  []part
}

// part is what the models inside a bead are asked: evidence of a bead's row whose
// value is the probability by a model.
type part struct {
	evidence, model string
	x               map[string]float64
}

func main() {
	log.SetFlags(0)
	links := flag.Bool("links", false, "count links.tsv instead of fitting score.tsv")
	tenses := flag.Bool("tenses", false, "fit tense.tsv instead of score.tsv")
	cv := flag.Bool("cv", false, "cross-validate: leave out one source of texts, then one kind of fault, at a time")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("fitscore: one folder of sets is wanted")
	}
	dir := flag.Arg(0)
	c, err := divergence.New(divergence.Options{Glossaries: []*glossary.Glossary{glossary.Diplomatic()}, Skip: skip()})
	if err != nil {
		log.Fatal(err)
	}
	if *links {
		if err := fitLinks(dir, c); err != nil {
			log.Fatal(err)
		}
		return
	}
	if *tenses {
		if err := fitTenses(dir, c); err != nil {
			log.Fatal(err)
		}
		return
	}
	data := map[string][]row{}
	load := sets
	if *cv {
		load = append(load[:len(load):len(load)], struct {
			name   string
			weight float64
		}{"human.mqm-news.en-zh", 0})
	}
	for _, s := range load {
		if err := read(filepath.Join(dir, s.name+".jsonl"), c, s.weight, data); err != nil {
			log.Fatal(err)
		}
	}
	for _, s := range plantSets {
		if err := readPlanted(filepath.Join(dir, s.name+".jsonl"), s.most, s.weight, c, data); err != nil {
			log.Fatal(err)
		}
	}
	for _, s := range []string{"triples", "un.triples"} {
		if err := readPairs(filepath.Join(dir, s+".jsonl"), c, data); err != nil {
			log.Fatal(err)
		}
	}
	if *cv {
		crossValidate(os.Stdout, data)
		return
	}
	fmt.Println("# Logistic models of package divergence: model, evidence, weight. Written by internal/gen/fitscore; do not edit.")
	fmt.Println("# Fitted on planted faults and human judgements over NTREX-128 (CC BY-SA 4.0), TICO-19 (CC0), UD PUD (CC BY-SA 3.0),")
	fmt.Println("# UN Parallel Corpus v1.0 (acknowledgement to the United Nations), DEMETR (MIT), REFreSD (MIT), MLQE-PE (CC0),")
	fmt.Println("# WMT MQM TED 2021 and BioMQM v2 (Apache-2.0). Figures are weights, no text of these sets is held here.")
	weights := fitAll(data)
	for _, m := range divergence.Models {
		printModel(m, data[m], weights[m], .00005) // what rounds to 0 is left out
	}
}

// printModel writes the weights of a model that are least or more, and to standard
// error how well it does on what it was fitted on.
func printModel(name string, data []row, w map[string]float64, least float64) {
	auc, recall := quality(data, w, .01)
	fmt.Fprintf(os.Stderr, "%-12s %6d rows  AUC %.3f  recall at 1 %% alarms %.3f\n", name, len(data), auc, recall)
	for _, k := range slices.Sorted(maps.Keys(w)) {
		if math.Abs(w[k]) >= least {
			fmt.Printf("%s\t%s\t%.4f\n", name, k, w[k])
		}
	}
}

// ofBeads are the models of a bead, which weigh what the others say.
var ofBeads = []string{"pair", "pair-far", "triple"}

// fitAll fits every model: those that look inside a bead first, since those of the
// bead weigh what they say.
func fitAll(data map[string][]row) map[string]map[string]float64 {
	weights := map[string]map[string]float64{}
	for _, m := range divergence.Models {
		if !slices.Contains(ofBeads, m) {
			weights[m] = fit(data[m])
		}
	}
	for _, m := range ofBeads {
		ask(data[m], weights)
		weights[m] = fit(data[m])
	}
	return weights
}

// ask sets the evidence of rows that is what other models say.
func ask(rows []row, weights map[string]map[string]float64) {
	for k := range rows {
		r := &rows[k]
		for _, p := range r.parts {
			delete(r.x, p.evidence)
		}
		for _, p := range r.parts {
			s := logit(p.x, weights[p.model])
			if p.evidence != "adequacy" {
				s = max(1/(1+math.Exp(-s)), r.x[p.evidence])
			}
			r.x[p.evidence] = s
		}
	}
}

// skip leaves out the checks whose findings are no evidence of the model.
func skip() []string {
	var out []string
	for _, n := range divergence.Names() {
		if n == "terminology" {
			out = append(out, n)
		}
	}
	return out
}

// unit is one unit of a set.
type unit struct {
	langs, segments                []string
	Label, Phenomenon, Odd, Source string
}

// units reads a set.
func units(name string) ([]unit, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	var out []unit
	for sc.Scan() {
		var u struct {
			unit
			Segments json.RawMessage
		}
		if err := json.Unmarshal(sc.Bytes(), &u); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, len(out)+1, err)
		}
		d := json.NewDecoder(bytes.NewReader(u.Segments))
		d.Token()
		for d.More() {
			k, _ := d.Token()
			v, _ := d.Token()
			u.langs, u.segments = append(u.langs, k.(string)), append(u.segments, v.(string))
		}
		out = append(out, u.unit)
	}
	return out, sc.Err()
}

func read(name string, c *divergence.Checker, weight float64, data map[string][]row) error {
	us, err := units(name)
	if err != nil {
		return err
	}
	set := strings.TrimSuffix(filepath.Base(name), ".jsonl")
	planted := strings.HasPrefix(set, "planted") || strings.Contains(set, "triples") || strings.HasPrefix(set, "clean")
	for _, u := range us {
		langs := u.langs
		e := c.Evidence(langs, u.segments)
		bad := u.Label != "ok"
		kind := u.Phenomenon
		if !bad {
			kind = "ok"
		}
		add := func(model string, x map[string]float64, y bool, weight float64) {
			data[model] = append(data[model], row{x: x, y: y, weight: weight, group: group(set), source: u.Source, kind: kind})
		}
		top := "triple"
		if len(langs) > 2 {
			add(top, e.Bead, bad, weight)
		} else {
			top = "pair" + far(langs)
			add(top, e.Bead, bad, weight)
			if strings.HasPrefix(set, "human.") && weight > 0 {
				add("adequacy"+far(langs), e.Adequacy, bad, 1)
			}
			for _, x := range e.Sides {
				if x == nil {
					continue
				}
				if !bad && weight > 0 || kind == "neighbour" || kind == "unrelated" {
					add("apart"+far(langs), x, bad, 1)
				}
			}
		}
		if planted {
			inside(u, e, func(model string, x map[string]float64, y bool) { add(model, x, y, 1) })
		}
		r := &data[top][len(data[top])-1]
		for _, x := range e.Sides {
			if x == nil {
				continue
			}
			if top == "triple" {
				for _, m := range []string{"lack", "more", "other"} {
					r.parts = append(r.parts, part{"model-" + m, m, x})
				}
				continue
			}
			for _, m := range []string{"gap", "apart"} {
				r.parts = append(r.parts, part{"model-" + m, m + far(langs), x})
			}
		}
		if e.Adequacy != nil {
			r.parts = append(r.parts, part{"adequacy", "adequacy" + far(langs), e.Adequacy})
		}
	}
	return nil
}

// inside gives the cases of the models that look inside a bead, side by side, of a
// unit in which what was done to one side is known.
func inside(u unit, e divergence.Evidence, add func(model string, x map[string]float64, y bool)) {
	for k, x := range e.Sides {
		if x == nil {
			continue
		}
		odd := u.Odd == u.langs[k]
		if len(u.langs) == 2 {
			// side k lacks something: it was taken from it, or added to the other
			add("gap"+far(u.langs), x, odd && u.Phenomenon == "omission" || !odd && u.Phenomenon == "addition")
			continue
		}
		add("lack", x, odd && u.Phenomenon == "omission")
		add("more", x, odd && u.Phenomenon == "addition")
		add("other", x, odd && u.Phenomenon == "neighbour")
	}
}

// readPlanted adds to the models of what stands in one version alone units of a
// clean set that are spoilt here, those of three versions also in pairs.
func readPlanted(name string, most int, weight float64, c *divergence.Checker, data map[string][]row) error {
	us, err := units(name)
	if err != nil {
		return err
	}
	us = us[:min(most, len(us))]
	set := "own " + group(strings.TrimSuffix(filepath.Base(name), ".jsonl"))
	spoil := func(us []unit) {
		for k := range us {
			if u, ok := plant(us, k); ok {
				addInside(u, set, weight, c, data)
			}
		}
	}
	spoil(us)
	pairs := inPairs(us)
	for k := range pairs {
		addInside(pairs[k], set, weight, c, data)
	}
	for _, l := range []string{"en fr", "en zh", "fr zh"} {
		spoil(slices.DeleteFunc(slices.Clone(pairs), func(u unit) bool { return strings.Join(u.langs, " ") != l }))
	}
	return nil
}

// readPairs adds units of a set of three versions to the models of two.
func readPairs(name string, c *divergence.Checker, data map[string][]row) error {
	us, err := units(name)
	if err != nil {
		return err
	}
	set := "pairs " + group(strings.TrimSuffix(filepath.Base(name), ".jsonl"))
	for _, u := range inPairs(us) {
		addInside(u, set, pairWeight, c, data)
	}
	return nil
}

// addInside adds a unit to the models of what stands in one version alone.
func addInside(u unit, set string, weight float64, c *divergence.Checker, data map[string][]row) {
	e := c.Evidence(u.langs, u.segments)
	kind := u.Phenomenon
	if kind == "" {
		kind = "ok"
	}
	inside(u, e, func(model string, x map[string]float64, y bool) {
		if model != "other" { // none is of another sentence
			data[model] = append(data[model], row{x: x, y: y, weight: weight, group: set + " " + strings.Join(u.langs, "-"), source: u.Source, kind: kind})
		}
	})
}

// pairWeight is what two versions of a unit of three weigh beside a unit of two.
const pairWeight = .3

// group is the name of the set with that of its make taken away: clean and
// planted units of the same languages are one.
func group(name string) string {
	g := strings.TrimSuffix(filepath.Base(name), ".jsonl")
	for _, make := range []string{"clean.", "planted."} {
		g = strings.TrimPrefix(g, make)
	}
	return strings.Replace(g, "un.triples", "un", 1)
}

// far is the ending of the names of models for two versions one of which is in
// Chinese.
func far(langs []string) string {
	if lang.Get(langs[0]).Dense != lang.Get(langs[1]).Dense {
		return "-far"
	}
	return ""
}

// penalty draws weights of standardised evidence towards 0, findings those of
// checks' findings towards what their severity says: few of them in the sets must
// not make a finding evidence that all is well.
const (
	penalty  = 3
	findings = 1.5
)

// expected is the weight of a finding of which nothing else is known.
func expected(name string) (float64, bool) {
	switch {
	case strings.HasSuffix(name, ".error"):
		return 5.5, true
	case strings.HasSuffix(name, ".warning"):
		return 3.5, true
	case strings.HasSuffix(name, ".note"):
		return .6, true
	}
	return 0, false
}

// fit is logistic regression with a quadratic penalty, by Newton's method; weights
// come back for the evidence as it is.
func fit(rows []row) map[string]float64 {
	seen := map[string]bool{}
	for _, r := range rows {
		for k := range r.x {
			seen[k] = true
		}
	}
	checks := false
	for k := range seen {
		checks = checks || strings.HasSuffix(k, ".error")
	}
	for _, r := range rows {
		seen[intercept+r.group] = true
	}
	var names []string
	for k := range seen {
		names = append(names, k)
	}
	sort.Strings(names)
	value := func(r *row, k string) float64 {
		if g, ok := strings.CutPrefix(k, intercept); ok {
			if g == r.group {
				return 1
			}
			return 0
		}
		return r.x[k]
	}
	n := len(names) + 1
	mean, dev := make([]float64, n), make([]float64, n)
	total := 0.0
	for j := range rows {
		r := &rows[j]
		total += r.weight
		for i, k := range names {
			mean[i] += r.weight * value(r, k)
		}
	}
	for i := range names {
		mean[i] /= total
	}
	for j := range rows {
		r := &rows[j]
		for i, k := range names {
			d := value(r, k) - mean[i]
			dev[i] += r.weight * d * d
		}
	}
	for i := range names {
		dev[i] = math.Sqrt(dev[i] / total)
		if dev[i] < 1e-9 {
			dev[i] = 1
		}
	}
	xs := make([][]float64, len(rows))
	for j := range rows {
		xs[j] = make([]float64, n)
		for i, k := range names {
			xs[j][i] = (value(&rows[j], k) - mean[i]) / dev[i]
		}
		xs[j][n-1] = 1
	}
	w := make([]float64, n)
	for iter := 0; iter < 25; iter++ {
		g, h := make([]float64, n), make([][]float64, n)
		for i := range h {
			h[i] = make([]float64, n)
			if i < n-1 {
				if e, ok := expected(names[i]); ok {
					h[i][i] = findings / (dev[i] * dev[i])
					g[i] = -h[i][i] * (w[i] - e*dev[i])
				} else {
					h[i][i] = penalty
					g[i] = -penalty * w[i]
				}
			}
		}
		for j, r := range rows {
			s := 0.0
			for i := range w {
				s += w[i] * xs[j][i]
			}
			p := 1 / (1 + math.Exp(-s))
			y := 0.0
			if r.y {
				y = 1
			}
			for i := range w {
				g[i] += r.weight * (y - p) * xs[j][i]
				for k := range w {
					h[i][k] += r.weight * p * (1 - p) * xs[j][i] * xs[j][k]
				}
			}
		}
		for i, d := range solve(h, g) {
			w[i] += d
		}
	}
	out := map[string]float64{"bias": w[n-1]}
	for i, k := range names {
		if !strings.HasPrefix(k, intercept) {
			out[k] = w[i] / dev[i]
			out["bias"] -= w[i] * mean[i] / dev[i]
		}
	}
	if checks {
		for _, c := range divergence.Names() {
			for _, severity := range []string{".error", ".warning", ".note"} {
				if e, _ := expected(severity); !seen[c+severity] {
					out[c+severity] = e
				}
			}
		}
	}
	level(rows, out)
	return out
}

// intercept begins the names of the intercepts of groups.
const intercept = "group "

// level sets the bias of a model so that its probabilities over all rows sum to
// the number of its positives.
func level(rows []row, w map[string]float64) {
	lo, hi := -30.0, 30.0
	for range 60 {
		w["bias"] = (lo + hi) / 2
		sum := 0.0
		for _, r := range rows {
			y := 0.0
			if r.y {
				y = 1
			}
			sum += r.weight * (y - 1/(1+math.Exp(-logit(r.x, w))))
		}
		if sum > 0 {
			lo = w["bias"]
		} else {
			hi = w["bias"]
		}
	}
}

func logit(x, w map[string]float64) float64 {
	s := w["bias"]
	for k, v := range x {
		s += w[k] * v
	}
	return s
}

// solve is Gaussian elimination with pivots.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := 0; i < n; i++ {
		p := i
		for j := i + 1; j < n; j++ {
			if math.Abs(a[j][i]) > math.Abs(a[p][i]) {
				p = j
			}
		}
		a[i], a[p] = a[p], a[i]
		b[i], b[p] = b[p], b[i]
		if math.Abs(a[i][i]) < 1e-12 {
			a[i][i] = 1e-12
		}
		for j := i + 1; j < n; j++ {
			f := a[j][i] / a[i][i]
			for k := i; k < n; k++ {
				a[j][k] -= f * a[i][k]
			}
			b[j] -= f * b[i]
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		s := b[i]
		for k := i + 1; k < n; k++ {
			s -= a[i][k] * x[k]
		}
		x[i] = s / a[i][i]
	}
	return x
}

// quality is the area under the ROC curve of a model and the share of its
// positives above the score that a share of the negatives exceed.
func quality(rows []row, w map[string]float64, share float64) (auc, recall float64) {
	type scored struct {
		s float64
		y bool
	}
	var all []scored
	pos, neg := 0, 0
	for _, r := range rows {
		all = append(all, scored{logit(r.x, w), r.y})
		if r.y {
			pos++
		} else {
			neg++
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].s > all[j].s })
	above, hits := 0, 0
	for _, a := range all {
		if a.y {
			hits++
			auc += 1 - float64(above)/float64(neg)
			if float64(above) <= share*float64(neg) {
				recall = float64(hits) / float64(pos)
			}
		} else {
			above++
		}
	}
	return auc / float64(pos), recall
}
