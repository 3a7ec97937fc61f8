package divergence_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/segment"
	"github.com/tercet/tercet/text"
)

// TestDocumentCases runs testdata/CHECK/documents-{speak,silent}-*.txtar:
// sections fr, en, zh hold whole documents, want the findings of any severity:
// severity, check, the odd language or that of the first location, message id and
// forms.
func TestDocumentCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*/documents-*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	count := map[string]int{}
	for _, file := range files {
		check := filepath.Base(filepath.Dir(file))
		speak := strings.HasPrefix(filepath.Base(file), "documents-speak")
		count[fmt.Sprint(check, speak)]++
		t.Run(check+"/"+filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var docs []*text.Document
			want := -1
			for i, f := range ar.Files {
				if f.Name == "want" {
					want = i
					continue
				}
				d := text.New(f.Name, f.Name, string(f.Data))
				segment.Document(d, segment.Options{})
				docs = append(docs, d)
			}
			if want < 0 {
				t.Fatal("no want section")
			}
			c := checker(t, divergence.Options{Only: []string{check}})
			var got strings.Builder
			for _, f := range c.Documents(align.Documents(docs, align.Options{})).Findings {
				where := f.Odd
				if where == "" {
					where = docs[f.At[0].Side].Lang
				}
				fmt.Fprintf(&got, "%s %s %s %s: %v\n", f.Severity, f.Check, where, f.Message.ID, f.Message.Args["Forms"])
			}
			if *update {
				ar.Files[want].Data = []byte(got.String())
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if w := string(ar.Files[want].Data); got.String() != w {
				t.Errorf("got\n%swant\n%s", got.String(), w)
			}
			if speak == (got.Len() == 0) {
				t.Errorf("%s, found %q", filepath.Base(file), got.String())
			}
		})
	}
	for _, k := range []string{"inconsistencytrue", "inconsistencyfalse"} {
		if count[k] < 20 {
			t.Errorf("%s: %d cases (want 20)", k, count[k])
		}
	}
}
