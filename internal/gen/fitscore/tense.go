package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/tercet/tercet/divergence"
)

// tenseSets are the sets of clean translations that tense.tsv is fitted on, with
// the weight of one verb.
var tenseSets = []struct {
	name   string
	weight float64
}{{"clean.triples", 1}, {"clean.en-fr", 1}, {"clean.en-zh", 1}, {"clean.fr-zh", 1}, {"clean.un", .5}, {"../un/dev.triples", .25}}

// tenseSmallest is the smallest weight of a model that is kept.
const tenseSmallest = .0005

// fitTenses writes tense.tsv.
func fitTenses(dir string, c *divergence.Checker) error {
	data := map[string][]row{}
	for _, s := range tenseSets {
		units, err := units(filepath.Join(dir, s.name+".jsonl"))
		if err != nil {
			return err
		}
		for _, u := range units {
			if u.Label != "" && u.Label != "ok" {
				continue
			}
			c.TenseEvidence(u.langs, u.segments, func(far bool, class byte, x map[string]float64) {
				for _, m := range divergence.TenseModels {
					if strings.HasSuffix(m, "-far") == far {
						y := class == 'p'
						if strings.HasPrefix(m, "future") {
							y = class == 'f'
						}
						data[m] = append(data[m], row{x: x, y: y, weight: s.weight})
					}
				}
			})
		}
	}
	fmt.Println("# How likely a finite verb is to be of the past and of the future, by what the other version says of when: model,")
	fmt.Println("# evidence, weight (divergence/tense.go). Written by internal/gen/fitscore -tenses; do not edit. Fitted on NTREX-128")
	fmt.Println("# (CC BY-SA 4.0), TICO-19 (CC0), UD PUD (CC BY-SA 3.0) and the UN Parallel Corpus v1.0 (acknowledgement to the United Nations).")
	for _, m := range divergence.TenseModels {
		printModel(m, data[m], fit(data[m]), tenseSmallest)
	}
	return nil
}
