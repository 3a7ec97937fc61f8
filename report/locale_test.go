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
	args := map[string]any{"Lang": "zh", "Odd": "zh", "Others": "fr, en", "Other": "en", "Text": "…", "Forms": "…", "Check": "number", "Found": "…", "Term": "…"}
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

// TestFindingMessages: the catalogues have every message that the source of the
// checks names. The ids that it puts together are listed here.
func TestFindingMessages(t *testing.T) {
	keys, err := locale.Keys("en")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"skipped.language"}
	for _, k := range []string{"differs", "differs-odd", "missing", "extra"} {
		want = append(want, "number."+k, "date."+k)
	}
	files, err := filepath.Glob("../divergence/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no source: %v", err)
	}
	id := regexp.MustCompile(`"(` + strings.Join(divergence.Names(), "|") + `)\.([a-z-]+)"`)
	against := regexp.MustCompile(`setAgainst\("([a-z.-]+)"`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range id.FindAllSubmatch(b, -1) {
			want = append(want, string(m[1])+"."+string(m[2]))
		}
		for _, m := range against.FindAllSubmatch(b, -1) { // which adds -odd where a version is outvoted
			want = append(want, string(m[1])+"-odd")
		}
	}
	for _, w := range want {
		if !slices.Contains(keys, "finding."+w) {
			t.Errorf("the catalogues lack finding.%s", w)
		}
	}
	if len(want) < 10 {
		t.Errorf("only %d messages found", len(want))
	}
}
