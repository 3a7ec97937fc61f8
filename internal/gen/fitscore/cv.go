package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/tercet/tercet/divergence"
)

// crossValidate prints how models do on what they were not fitted on: on texts of
// a source left out, on a kind of fault left out, beside what they do on what they
// were fitted on. Faults planted by rules teach a model the rules; what it knows
// without having seen the kind is what it knows.
func crossValidate(w io.Writer, data map[string][]row) {
	full := fitAll(data)
	fmt.Fprintf(w, "%-14s %-14s %8s %6s %6s   %s\n", "model", "left out", "positive", "AUC", "fitted", "recall at 1 % alarms, and fitted")
	line := func(model, left string, test []row, out map[string]float64) {
		if n := positives(test); n > 4 && n < len(test) {
			auc, recall := quality(test, out, .01)
			was, wasRecall := quality(test, full[model], .01)
			fmt.Fprintf(w, "%-14s %-14s %8d %6.3f %6.3f   %.3f %.3f\n", model, left, n, auc, was, recall, wasRecall)
		}
	}
	for _, source := range values(data, func(r *row) string { return r.source }) {
		rest := filter(data, func(r *row) bool { return r.source != source })
		weights := fitAll(rest)
		for _, m := range divergence.Models {
			test := filter(map[string][]row{m: data[m]}, func(r *row) bool { return r.source == source })[m]
			ask(test, weights)
			line(m, source, test, weights[m])
		}
	}
	for _, kind := range values(data, func(r *row) string { return r.kind }) {
		if kind == "ok" {
			continue
		}
		rest := filter(data, func(r *row) bool { return r.kind != kind })
		weights := fitAll(rest)
		for _, m := range ofBeads {
			for _, g := range values(map[string][]row{m: data[m]}, func(r *row) string { return r.group }) {
				test := filter(map[string][]row{m: data[m]}, func(r *row) bool { return r.group == g && (r.kind == "ok" || r.kind == kind) })[m]
				ask(test, weights)
				line(m, kind+" "+g, test, weights[m])
			}
		}
	}
}

func positives(rows []row) (n int) {
	for _, r := range rows {
		if r.y {
			n++
		}
	}
	return
}

// values lists the values of a field of the rows, in order.
func values(data map[string][]row, of func(*row) string) []string {
	seen := map[string]bool{}
	for _, rows := range data {
		for k := range rows {
			seen[of(&rows[k])] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// filter keeps rows, with evidence of their own.
func filter(data map[string][]row, keep func(*row) bool) map[string][]row {
	out := map[string][]row{}
	for m, rows := range data {
		for k := range rows {
			if keep(&rows[k]) {
				r := rows[k]
				r.x = maps.Clone(r.x)
				out[m] = append(out[m], r)
			}
		}
	}
	return out
}
