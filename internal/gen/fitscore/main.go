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
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/glossary"
)

// sets are the files used, with the weight of one unit.
var sets = []struct {
	name   string
	weight float64
}{
	{"triples", 1}, {"un.triples", 1}, {"clean.triples", 1}, {"clean.un", 1},
	{"planted.en-fr", 1}, {"planted.en-zh", 1}, {"planted.fr-zh", 1},
	{"clean.en-fr", .5}, {"clean.en-zh", .5}, {"clean.fr-zh", .5},
	{"contrast.en-fr", .3}, {"contrast.en-zh", .3},
	{"human.refresd.en-fr", 1}, {"human.da.en-zh", .5}, {"human.critical.en-zh", .5}, {"human.mqm-ted.en-zh", .5},
	{"human.bio-mqm.en-fr", .3}, {"human.bio-mqm.en-zh", .3},
}

type row struct {
	x      map[string]float64
	y      bool
	weight float64
}

func main() {
	log.SetFlags(0)
	links := flag.Bool("links", false, "count links.tsv instead of fitting score.tsv")
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
		if err := fitLinks(dir, c, ""); err != nil {
			log.Fatal(err)
		}
		return
	}
	data := map[string][]row{}
	for _, s := range sets {
		if err := read(filepath.Join(dir, s.name+".jsonl"), c, s.weight, data); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println("# Logistic models of package divergence: model, evidence, weight. Written by internal/gen/fitscore; do not edit.")
	fmt.Println("# Fitted on planted faults and human judgements over NTREX-128 (CC BY-SA 4.0), TICO-19 (CC0), UD PUD (CC BY-SA 3.0),")
	fmt.Println("# UN Parallel Corpus v1.0 (acknowledgement to the United Nations), DEMETR (MIT), REFreSD (MIT), MLQE-PE (CC0),")
	fmt.Println("# WMT MQM TED 2021 and BioMQM v2 (Apache-2.0). Figures are weights, no text of these sets is held here.")
	for _, m := range divergence.Models {
		w := fit(data[m])
		var names []string
		for k := range w {
			names = append(names, k)
		}
		sort.Strings(names)
		for _, k := range names {
			fmt.Printf("%s\t%s\t%.4f\n", m, k, w[k])
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
	for _, u := range us {
		langs, segs := u.langs, u.segments
		bead, sides := c.Evidence(langs, segs)
		bad := u.Label != "ok"
		if len(langs) == 2 {
			data["pair"] = append(data["pair"], row{bead, bad, weight})
		} else {
			data["triple"] = append(data["triple"], row{bead, bad, weight})
		}
		if len(langs) == 2 && sides[0] != nil && u.Label == "ok" || u.Phenomenon == "neighbour" || u.Phenomenon == "unrelated" {
			for _, x := range sides {
				if len(langs) == 2 && x != nil {
					data["apart"] = append(data["apart"], row{x, bad, 1})
				}
			}
		}
		planted := strings.Contains(name, "planted") || strings.Contains(name, "triples") || strings.Contains(name, "clean")
		if !planted {
			continue
		}
		for k, x := range sides {
			if x == nil {
				continue
			}
			odd := u.Odd == langs[k]
			if len(langs) == 2 {
				// side k lacks something: it was taken from it, or added to the other
				gap := odd && u.Phenomenon == "omission" || !odd && u.Phenomenon == "addition"
				data["gap"] = append(data["gap"], row{x, gap, 1})
				continue
			}
			data["lack"] = append(data["lack"], row{x, odd && u.Phenomenon == "omission", 1})
			data["more"] = append(data["more"], row{x, odd && u.Phenomenon == "addition", 1})
			data["other"] = append(data["other"], row{x, odd && u.Phenomenon == "neighbour", 1})
		}
	}
	return nil
}

// fit is logistic regression with a small quadratic penalty on the weights of
// standardised evidence, by Newton's method; weights come back for the evidence
// as it is.
func fit(rows []row) map[string]float64 {
	seen := map[string]bool{}
	for _, r := range rows {
		for k := range r.x {
			seen[k] = true
		}
	}
	var names []string
	for k := range seen {
		names = append(names, k)
	}
	sort.Strings(names)
	n := len(names) + 1
	mean, dev := make([]float64, n), make([]float64, n)
	total := 0.0
	for _, r := range rows {
		total += r.weight
		for i, k := range names {
			mean[i] += r.weight * r.x[k]
		}
	}
	for i := range names {
		mean[i] /= total
	}
	for _, r := range rows {
		for i, k := range names {
			d := r.x[k] - mean[i]
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
	for j, r := range rows {
		xs[j] = make([]float64, n)
		for i, k := range names {
			xs[j][i] = (r.x[k] - mean[i]) / dev[i]
		}
		xs[j][n-1] = 1
	}
	w := make([]float64, n)
	for iter := 0; iter < 25; iter++ {
		g, h := make([]float64, n), make([][]float64, n)
		for i := range h {
			h[i] = make([]float64, n)
			if i < n-1 {
				h[i][i] = 3
				g[i] = -3 * w[i]
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
		out[k] = w[i] / dev[i]
		out["bias"] -= w[i] * mean[i] / dev[i]
	}
	return out
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
