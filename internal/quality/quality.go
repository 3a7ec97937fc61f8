// Package quality keeps measured figures from getting worse: tests compute a
// figure on data that is not part of the repository, and compare it with the
// one recorded in testdata/quality.tsv.
package quality

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// tolerance is how far below the recorded figure a value may lie.
const tolerance = 1e-4

// Data returns the folder of the measuring data, environment variable
// TERCET_DATA, joined with elem. It skips the test, saying so, where the
// variable is not set.
func Data(t testing.TB, elem ...string) string {
	t.Helper()
	dir := os.Getenv("TERCET_DATA")
	if dir == "" {
		t.Skip("TERCET_DATA is not set: no data to measure with")
	}
	return filepath.Join(append([]string{dir}, elem...)...)
}

// Check logs the figure name, higher being better, beside the recorded one and
// the bar that it is held against, and fails the test where it lies below the
// recorded one. A figure that is not recorded, or below its bar, is only logged.
func Check(t testing.TB, name string, value float64) {
	t.Helper()
	rec, err := recorded(name)
	if err != nil {
		t.Fatal(err)
	}
	note := "not recorded"
	if rec.known {
		note = fmt.Sprintf("recorded %.4f", rec.value)
	}
	switch {
	case rec.bar == 0:
	case value < rec.bar:
		note += fmt.Sprintf(", short of the bar %.4f", rec.bar)
	default:
		note += fmt.Sprintf(", bar %.4f", rec.bar)
	}
	if rec.known && value < rec.value-tolerance {
		t.Errorf("quality: %s\t%.4f\t%s: it fell", name, value, note)
		return
	}
	t.Logf("quality: %s\t%.4f\t%s", name, value, note)
}

// record is a row of testdata/quality.tsv.
type record struct {
	value, bar float64
	known      bool
}

// recorded looks name up in testdata/quality.tsv of the module that the test
// runs in: columns name, value and, where there is one, bar; lines that begin
// with # left out.
func recorded(name string) (record, error) {
	dir, err := os.Getwd()
	if err != nil {
		return record{}, err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(dir)
		if up == dir {
			return record{}, os.ErrNotExist
		}
		dir = up
	}
	b, err := os.ReadFile(filepath.Join(dir, "testdata", "quality.tsv"))
	if err != nil {
		return record{}, err
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if f[0] != name || len(f) < 2 {
			continue
		}
		r := record{known: true}
		if r.value, err = strconv.ParseFloat(f[1], 64); err != nil {
			return record{}, fmt.Errorf("testdata/quality.tsv: %s: %w", name, err)
		}
		if len(f) > 2 && f[2] != "" {
			if r.bar, err = strconv.ParseFloat(f[2], 64); err != nil {
				return record{}, fmt.Errorf("testdata/quality.tsv: %s: %w", name, err)
			}
		}
		return r, nil
	}
	return record{}, nil
}
