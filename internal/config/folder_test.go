package config

import "testing"

func TestIsDocument(t *testing.T) {
	for pattern, want := range map[string]bool{
		"x.*.md": true, "*.txt": true, "x.*": true, "x.md.*": true, "*": true, "x_*": true, "*/x.MD": true,
		"*/tool": false, "x.*.js": false, "x.js.*": false, "*/x.tsv": false, ".*": true,
	} {
		if got := isDocument(pattern); got != want {
			t.Errorf("%s: %v", pattern, got)
		}
	}
}
