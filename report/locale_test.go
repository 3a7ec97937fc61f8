package report

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/locale"
)

// TestCatalogues: every catalogue has every message.
func TestCatalogues(t *testing.T) {
	all := map[string][]string{}
	for _, l := range locale.Languages {
		keys, err := locale.Keys(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range keys {
			all[k] = append(all[k], l)
		}
	}
	if len(all) == 0 {
		t.Fatal("no messages")
	}
	for k, have := range all {
		for _, l := range locale.Languages {
			if !slices.Contains(have, l) {
				t.Errorf("active.%s.toml lacks %s", l, k)
			}
		}
	}
}

// TestMessagesUsed: what this package says stands in the catalogues, and they
// hold no report message that nothing says.
func TestMessagesUsed(t *testing.T) {
	used := map[string]bool{"report.severity.error": true, "report.severity.warning": true, "report.severity.note": true}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`"(report\.[a-z0-9.-]*[a-z0-9])"`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range id.FindAllSubmatch(b, -1) {
			used[string(m[1])] = true
		}
	}
	keys, err := locale.Keys("en")
	if err != nil {
		t.Fatal(err)
	}
	for k := range used {
		if !slices.Contains(keys, k) {
			t.Errorf("the catalogues lack %s", k)
		}
	}
	for _, k := range keys {
		if strings.HasPrefix(k, "report.") && !used[k] {
			t.Errorf("nothing says %s", k)
		}
	}
}

// TestArguments: every message of findings is made of these arguments and of
// no others, in every language.
func TestArguments(t *testing.T) {
	args := map[string]any{"Lang": "zh", "Odd": "zh", "Others": "fr, en", "Other": "en", "Text": "…", "Forms": "…", "Check": "number", "Found": "…", "Term": "…", "Line": 3, "Reason": "…"}
	withWant := maps.Clone(args) // which may be wanting
	withWant["Want"] = "…"
	keys, err := locale.Keys("en")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, k := range keys {
		if !strings.HasPrefix(k, "finding.") {
			continue
		}
		n++
		for _, l := range locale.Languages {
			bare, full := locale.For(l).Map(k, args), locale.For(l).Map(k, withWant)
			if s := bare + full; bare == "" || strings.Contains(s, "<no value>") || strings.HasPrefix(s, "<") {
				t.Errorf("%s in %s: %q", k, l, s)
			}
		}
	}
	if n == 0 {
		t.Error("no messages of findings")
	}
}

// TestFindingMessages: the catalogues have the messages of divergence.Messages
// and no other of findings, and that list holds what the source of the checks
// names.
func TestFindingMessages(t *testing.T) {
	keys, err := locale.Keys("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range divergence.Messages {
		if !slices.Contains(keys, "finding."+m) {
			t.Errorf("the catalogues lack finding.%s", m)
		}
	}
	for _, k := range keys {
		if m, ok := strings.CutPrefix(k, "finding."); ok && !slices.Contains(divergence.Messages, m) {
			t.Errorf("no finding says %s", k)
		}
	}
	files, err := filepath.Glob("../divergence/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no source: %v", err)
	}
	id := regexp.MustCompile(`"(?:` + strings.Join(divergence.Names(), "|") + `)\.[a-z-]+[a-z]"`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range id.FindAllString(string(b), -1) {
			if m = strings.Trim(m, `"`); !slices.Contains(divergence.Messages, m) {
				t.Errorf("divergence.Messages lacks %s, which %s names", m, filepath.Base(f))
			}
		}
	}
}
