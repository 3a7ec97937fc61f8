package report

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/text"
)

// schema is the JSON schema of OASIS (SARIF 2.1.0, errata 01), which stands as a
// constant in the source of a library that the tests import for it alone.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	pkg, err := build.Import("github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif", ".", build.FindOnly)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(pkg.Dir, "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var source string
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && v.Names[0].Name == "schema" {
			source = v.Values[0].(*ast.BasicLit).Value
		}
		return true
	})
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.Trim(source, "`")))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, out []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

// TestSARIFSchema: what we write is valid by the schema, which allows no key
// that SARIF does not know; and the schema does see faults.
func TestSARIFSchema(t *testing.T) {
	s := schema(t)
	one := sample(t)
	one.Findings[0].At = one.Findings[0].At[:1]
	for name, r := range map[string]*divergence.Result{
		"sample":    sample(t),
		"one place": one,
		"empty":     {Documents: []*text.Document{text.New("a b:c.txt", "fr", ""), text.New("/tmp/é.txt", "en", "")}, Alignment: &align.Alignment{}},
	} {
		if err := validate(t, s, write(t, SARIF, r, Options{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	units, err := os.ReadFile("testdata/units-sarif.golden")
	if err != nil {
		t.Fatal(err)
	}
	if err := validate(t, s, units); err != nil {
		t.Errorf("units: %v", err)
	}
	out := write(t, SARIF, sample(t), Options{})
	for _, c := range [][2]string{{`"level": "error"`, `"level": "grave"`}, {`"ruleId"`, `"rule"`}, {`"startLine": 3`, `"startLine": 0`}} {
		bad := bytes.Replace(out, []byte(c[0]), []byte(c[1]), 1)
		if bytes.Equal(bad, out) || validate(t, s, bad) == nil {
			t.Errorf("%s is valid", c[1])
		}
	}
}

// TestSARIFFix: the replacement put into the file gives the fixed text.
func TestSARIFFix(t *testing.T) {
	var log struct {
		Runs []struct {
			Results []struct {
				Fixes []struct {
					ArtifactChanges []struct {
						Replacements []struct {
							DeletedRegion   struct{ ByteOffset, ByteLength int }
							InsertedContent struct{ Text string }
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal(write(t, SARIF, sample(t), Options{}), &log); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range log.Runs[0].Results {
		for _, f := range r.Fixes {
			x := f.ArtifactChanges[0].Replacements[0]
			at := x.DeletedRegion.ByteOffset
			fixed := frMarkdown[:at] + x.InsertedContent.Text + frMarkdown[at+x.DeletedRegion.ByteLength:]
			if want := strings.Replace(frMarkdown, "les nouvelles routes de la soie", "la Ceinture et la Route", 1); fixed != want {
				t.Errorf("fixed:\n%s", fixed)
			}
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d fixes, want 1", n)
	}
}
