// Package quality keeps measured figures from getting worse: tests compute a
// figure on data that is not part of the repository, and compare it with the
// one recorded in testdata/quality.tsv.
package quality

import (
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

// Check logs the figure name, higher being better, and fails the test where it
// lies below the recorded one. A figure that is not recorded is only logged.
func Check(t testing.TB, name string, value float64) {
	t.Helper()
	want, ok, err := recorded(name)
	switch {
	case err != nil:
		t.Fatal(err)
	case !ok:
		t.Logf("%s\t%.4f\t(not recorded)", name, value)
	case value < want-tolerance:
		t.Errorf("%s\t%.4f\tis below the recorded %.4f", name, value, want)
	default:
		t.Logf("%s\t%.4f\t(recorded %.4f)", name, value, want)
	}
}

// recorded looks name up in testdata/quality.tsv of the module that the test
// runs in: columns name and value, lines that begin with # left out.
func recorded(name string) (float64, bool, error) {
	dir, err := os.Getwd()
	if err != nil {
		return 0, false, err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(dir)
		if up == dir {
			return 0, false, os.ErrNotExist
		}
		dir = up
	}
	b, err := os.ReadFile(filepath.Join(dir, "testdata", "quality.tsv"))
	if err != nil {
		return 0, false, err
	}
	for line := range strings.Lines(string(b)) {
		n, v, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && n == name {
			f, err := strconv.ParseFloat(v, 64)
			return f, err == nil, err
		}
	}
	return 0, false, nil
}
