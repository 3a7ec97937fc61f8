package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/tercet/tercet/divergence"
)

// linkSets are the sets of clean translations that links.tsv is counted on, by
// path from the folder of sets.
var linkSets = []string{"clean.triples", "clean.en-fr", "clean.en-zh", "clean.fr-zh", "clean.un", "../un/dev.triples"}

const (
	linkPrior    = 6.0  // units of mass of the coarser estimate
	linkSmallest = .002 // no probability is taken for less
)

type linkKey struct {
	direction         string
	size, class, rows int
}

type linkCell [2][divergence.LinkLevels]float64 // by translation, by another sentence

// fitLinks writes links.tsv.
func fitLinks(dir string, c *divergence.Checker) error {
	counts := map[linkKey]*linkCell{}
	add := func(k linkKey, which, level int) {
		// the cell itself, then ever coarser ones
		for _, k := range []linkKey{k, {k.direction, -1, k.class, k.rows}, {k.direction, -1, k.class, -1}, {"*", -1, k.class, k.rows}, {"*", k.size, k.class, k.rows}} {
			if counts[k] == nil {
				counts[k] = &linkCell{}
			}
			counts[k][which][level]++
		}
	}
	for _, s := range linkSets {
		units, err := units(filepath.Join(dir, s+".jsonl"))
		if err != nil {
			return err
		}
		for n, u := range units {
			if u.Label != "" && u.Label != "ok" {
				continue
			}
			c.LinkCounts(u.langs, u.segments, func(direction string, size, class, rows, level int) {
				add(linkKey{direction, size, class, rows}, 0, level)
			})
			// every side against the other sides of another unit
			v := units[(n+len(units)/2+1)%len(units)]
			for i := range u.langs {
				for j := range v.langs {
					if u.langs[i] == v.langs[j] || !slices.Contains(u.langs, v.langs[j]) {
						continue
					}
					want := u.langs[i] + "-" + v.langs[j]
					c.LinkCounts([]string{u.langs[i], v.langs[j]}, []string{u.segments[i], v.segments[j]}, func(direction string, size, class, rows, level int) {
						if direction == want {
							add(linkKey{direction, size, class, rows}, 1, level)
						}
					})
				}
			}
		}
	}
	fmt.Println("# How often tokens are accounted for by the translation of their sentence, and by another sentence: direction, size of the")
	fmt.Println("# other side, class and rows of the token (divergence/links.go), then the probability of each level, the one and the other.")
	fmt.Println("# Written by internal/gen/fitscore -links; do not edit. Counted on NTREX-128 (CC BY-SA 4.0), TICO-19 (CC0), UD PUD (CC BY-SA 3.0)")
	fmt.Println("# and the UN Parallel Corpus v1.0 (acknowledgement to the United Nations).")
	directions := []string{"*", "en-fr", "en-zh", "fr-en", "fr-zh", "zh-en", "zh-fr"}
	for _, d := range directions {
		for size := range divergence.LinkSizes {
			for class := range divergence.LinkClasses {
				for rows := range divergence.LinkRows {
					fmt.Printf("%s\t%d\t%d\t%d", d, size, class, rows)
					for which := range 2 {
						for _, p := range estimate(counts, linkKey{d, size, class, rows}, which) {
							fmt.Printf("\t%.4f", p)
						}
					}
					fmt.Println()
				}
			}
		}
	}
	return nil
}

// estimate is the distribution over levels in a cell, drawn towards coarser
// cells where it was seen seldom.
func estimate(counts map[linkKey]*linkCell, k linkKey, which int) [divergence.LinkLevels]float64 {
	var p [divergence.LinkLevels]float64
	for l := range p {
		p[l] = 1 / float64(len(p))
	}
	for _, k := range []linkKey{{"*", -1, k.class, k.rows}, {k.direction, -1, k.class, -1}, {k.direction, -1, k.class, k.rows}, k} {
		c := counts[k]
		if c == nil {
			continue
		}
		n := 0.0
		for _, x := range c[which] {
			n += x
		}
		for l := range p {
			p[l] = (c[which][l] + linkPrior*p[l]) / (n + linkPrior)
		}
	}
	sum := 0.0
	for l := range p {
		p[l] = max(p[l], linkSmallest)
		sum += p[l]
	}
	for l := range p {
		p[l] /= sum
	}
	return p
}
