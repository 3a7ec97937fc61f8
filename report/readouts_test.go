package report

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/segment"
	"github.com/tercet/tercet/text"
	"github.com/tercet/tercet/text/reader"
)

// readout checks one set of the readouts with planted faults.
func readout(t *testing.T, dir string) *divergence.Result {
	t.Helper()
	var docs []*text.Document
	for _, l := range []string{"fr", "en", "zh"} {
		d, err := reader.Read(filepath.Join(dir, l+".txt"), reader.Options{})
		if err != nil {
			t.Fatal(err)
		}
		d.Name = l + ".txt"
		d.Lang = l
		segment.Document(d, segment.Options{})
		docs = append(docs, d)
	}
	g, err := glossary.Load("../glossary/data/diplomatic.tsv")
	if err != nil {
		t.Fatal(err)
	}
	c, err := divergence.New(divergence.Options{Glossaries: []*glossary.Glossary{g}})
	if err != nil {
		t.Fatal(err)
	}
	return c.Documents(align.Documents(docs, align.Options{}))
}

// TestReadouts: what the checks really find has words in every language, text,
// json, jsonl and sarif report the same of it, and the sarif is valid.
func TestReadouts(t *testing.T) {
	dirs, err := filepath.Glob("../testdata/readouts/*-planted")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no readouts: %v", err)
	}
	s := schema(t)
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			r := readout(t, dir)
			if len(r.Findings) == 0 {
				t.Fatal("no findings in a set with planted faults")
			}
			for _, l := range locale.Languages {
				for i := range r.Findings {
					if m := Message(locale.For(l), r.Findings[i].Message); strings.HasPrefix(m, "<") || strings.Contains(m, "<no value>") {
						t.Errorf("%s has no words for %s: %s", l, r.Findings[i].Message.ID, m)
					}
				}
			}
			agree(t, r)
			if err := validate(t, s, write(t, SARIF, r, Options{})); err != nil {
				t.Error(err)
			}
			again := readout(t, dir)
			for _, f := range Formats {
				if !bytes.Equal(write(t, f, r, Options{}), write(t, f, again, Options{})) {
					t.Errorf("%s differs from run to run", f.Name)
				}
			}
		})
	}
}
