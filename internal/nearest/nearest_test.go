package nearest

import "testing"

func TestOf(t *testing.T) {
	known := []string{"segment", "align", "check", "checks", "explain"}
	for got, want := range map[string]string{"chekc": "check", "alin": "align", "segmnet": "segment", "xyzzy": "", "check": "check", "explian": "explain"} {
		if n := Of(got, known); n != want {
			t.Errorf("%s: %q, want %q", got, n, want)
		}
	}
}
