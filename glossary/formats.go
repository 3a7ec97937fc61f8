package glossary

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/internal/nearest"
	"github.com/tercet/tercet/lang"
)

// Format is a file format of glossaries.
type Format struct {
	Name       string
	Extensions []string // with the dot, the usual one first
	Doc        string   // one line
	// Read parses a file; name is for error messages, which start with
	// name:line:column.
	Read func(name string, data []byte) (*Glossary, error)
	// Write writes a glossary; nil where Tercet only reads the format. What the
	// format cannot hold is left out: see Loses.
	Write func(w io.Writer, g *Glossary) error
	// Loses names what the format has no place for.
	Loses []Part
}

// Part is something of a glossary that a format may have no place for.
type Part string

// The parts.
const (
	PartSubject    Part = "subject field"
	PartDefinition Part = "definition"
	PartSource     Part = "source"
	PartPOS        Part = "part of speech of single terms"
	PartGender     Part = "grammatical gender"
	PartForm       Part = "case and exact-form flags"
	PartRelations  Part = "relations between concepts"
)

// Formats lists the formats that are read and written. A new format is one file
// and one line here.
var Formats = []*Format{
	TSV,
	CSV,
	TBX,
	TBXDCT,
	TBX2,
	YAML,
	XLSX,
}

// FormatByName finds a format by its name.
func FormatByName(name string) (*Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	if n := nearest.Of(name, names); n != "" {
		return nil, locale.Errorf("", 0, 0, "error.glossary-extension-near", "Got", name, "Nearest", n)
	}
	return nil, locale.Errorf("", 0, 0, "error.glossary-extension", "Got", name, "Known", strings.Join(names, ", "))
}

// FormatOf tells a format by a file's extension.
func FormatOf(name string) (*Format, error) {
	ext := strings.ToLower(filepath.Ext(name))
	var all []string
	for _, f := range Formats {
		for _, e := range f.Extensions {
			if e == ext {
				return f, nil
			}
			if !slices.Contains(all, e) {
				all = append(all, e)
			}
		}
	}
	return nil, locale.Errorf(name, 0, 0, "error.glossary-extension", "Got", ext, "Known", strings.Join(all, ", "))
}

// Load reads a glossary file; the format is told by its extension (Formats).
// The error names the file, and where the file is at fault line and column.
func Load(name string) (*Glossary, error) {
	f, err := FormatOf(name)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		var pe *os.PathError
		if errors.As(err, &pe) {
			return nil, fmt.Errorf("%s: %w (want a glossary file)", name, pe.Err)
		}
		return nil, err
	}
	return f.Read(name, data)
}

// Lost lists what of g the format has no place for, each part once.
func (f *Format) Lost(g *Glossary) []Part {
	var out []Part
	for _, p := range f.Loses {
		for _, c := range g.Concepts {
			if c.has(p) {
				out = append(out, p)
				break
			}
		}
	}
	return out
}

func (c *Concept) has(p Part) bool {
	switch p {
	case PartSubject:
		return c.Subject != ""
	case PartDefinition:
		return c.Definition != ""
	case PartSource:
		return c.Source != ""
	case PartRelations:
		return len(c.PartOf) > 0
	}
	for i := range c.Terms {
		t := &c.Terms[i]
		switch p {
		case PartPOS:
			if t.POS != c.Terms[0].POS {
				return true
			}
		case PartGender:
			if t.Gender != "" {
				return true
			}
		case PartForm:
			if t.Case || t.Exact {
				return true
			}
		}
	}
	return false
}

// reader holds what readers have in common: the checks of ids, languages and
// statuses, and errors that name the place.
type reader struct {
	name string
	g    *Glossary
	ids  map[string]int // id to line
}

func newReader(name string) *reader {
	return &reader{name: name, g: &Glossary{Name: name}, ids: map[string]int{}}
}

// errorf makes an error of the catalogues at a place of the file.
func (r *reader) errorf(line, col int, id string, args ...any) error {
	return locale.Errorf(r.name, line, col, id, args...)
}

// failer makes an error of the catalogues for the i-th cell of a row, from 0.
type failer func(i int, id string, args ...any) error

// unknown is the error for a name (kind: column, pos) that does not exist, with
// the nearest one where there is one.
func unknown(fail failer, i int, kind, got string, known []string) error {
	if near := nearest.Of(got, known); near != "" {
		return fail(i, "error.glossary-"+kind+"-near", "Got", got, "Nearest", near)
	}
	return fail(i, "error.glossary-"+kind, "Got", got, "Known", strings.Join(known, ", "))
}

// concept adds a concept; one without terms is left out.
func (r *reader) concept(c *Concept, line, col int) error {
	if len(c.Terms) == 0 {
		return nil
	}
	if c.ID == "" {
		c.ID = c.Terms[0].Text
		for n := 2; r.ids[c.ID] > 0; n++ {
			c.ID = fmt.Sprintf("%s (%d)", c.Terms[0].Text, n)
		}
	}
	if l := r.ids[c.ID]; l > 0 {
		return r.errorf(line, col, "error.glossary-id-twice", "Got", c.ID, "Line", l)
	}
	r.ids[c.ID] = line
	r.g.Concepts = append(r.g.Concepts, c)
	return nil
}

func (r *reader) done() (*Glossary, error) {
	if len(r.g.Concepts) == 0 {
		return nil, locale.Errorf(r.name, 0, 0, "error.glossary-no-concept")
	}
	return r.g, nil
}

// setLang gives a term its language from a tag of the file.
func setLang(t *Term, tag string) error {
	l, err := lang.Parse(tag)
	if err != nil {
		return err
	}
	t.Lang = l.Code
	if tag != l.Code && tag != indonesian {
		t.Tag = strings.ReplaceAll(tag, "_", "-")
	}
	return nil
}

// indonesian is the tag that stands for id in tables, where id is the column of
// the concepts' ids.
const indonesian = "ind"

// tag is the language tag that a term is written under.
func (t *Term) tag() string {
	if t.Tag != "" {
		return t.Tag
	}
	return t.Lang
}

var statuses = []Status{Preferred, Admitted, Deprecated, Superseded}

var posNames = []string{"n", "a", "v", "i"}

// parsePOS reads a part of speech: the letters of the TSV, and the names that
// TBX and other tools use.
func parsePOS(s string) (string, bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "":
		return "", true
	case "n", "noun", "nom", "substantive", "s", "名词":
		return "n", true
	case "a", "adj", "adjective", "adjectif", "形容词":
		return "a", true
	case "v", "verb", "verbe", "动词":
		return "v", true
	case "i", "invariable", "propernoun", "proper noun", "nom propre":
		return "i", true
	case "adverb", "adv", "preposition", "other", "phrase", "phrasem", "phraseme", "expression":
		return "", true
	}
	return "", false
}

// parseStatus reads a status: ours, and those of TBX and of common tools.
func parseStatus(s string) (Status, bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "preferred", "preferredterm-admn-sts", "preferredterm", "standardizedterm-admn-sts", "standardizedterm", "approved", "valid":
		return Preferred, true
	case "", "admitted", "admittedterm-admn-sts", "admittedterm", "acceptable", "allowed", "legalterm-admn-sts", "regulatedterm-admn-sts", "variant":
		return Admitted, true
	case "deprecated", "deprecatedterm-admn-sts", "deprecatedterm", "forbidden", "notrecommended", "not recommended", "prohibited", "avoid", "rejected", "invalid":
		return Deprecated, true
	case "superseded", "supersededterm-admn-sts", "supersededterm", "obsolete", "old":
		return Superseded, true
	}
	return "", false
}

func statusNames() string {
	var out []string
	for _, s := range statuses {
		out = append(out, string(s))
	}
	return strings.Join(out, ", ")
}

// utf8Text checks that data is UTF-8 and takes a byte order mark off.
func (r *reader) utf8Text(data []byte) (string, error) {
	s := strings.TrimPrefix(string(data), "\ufeff")
	if !utf8.ValidString(s) {
		line, col := 1, 1
		for i := 0; i < len(s); {
			c, n := utf8.DecodeRuneInString(s[i:])
			if c == utf8.RuneError && n == 1 {
				return "", r.errorf(line, col, "error.glossary-utf8", "Byte", fmt.Sprintf("0x%02X", s[i]))
			}
			col++
			if c == '\n' {
				line, col = line+1, 1
			}
			i += n
		}
	}
	return s, nil
}
