package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Without git, --since says so, and the rest goes on working.
func TestDriftWithoutGit(t *testing.T) {
	file := filepath.Join(t.TempDir(), "2024-01-01.fr.txt")
	if err := os.WriteFile(file, []byte("Un partenariat stratégique."), 0o666); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", "")
	t.Setenv("LC_ALL", "C")
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"--since", "HEAD"}, exitUnusable, "--since needs the program git"},
		{nil, exitClean, ""},
	} {
		var out, errs bytes.Buffer
		e := &env{args: append([]string{"glossary", "drift", file}, c.args...), stdin: strings.NewReader(""), stdout: &out, stderr: &errs}
		if got := e.run(); got != c.status || !strings.Contains(errs.String(), c.says) {
			t.Errorf("%q: exit %d, %q", c.args, got, errs.String())
		}
	}
}
