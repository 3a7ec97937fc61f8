package glossary

import (
	_ "embed"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/internal/nearest"
	"github.com/tercet/tercet/lang"
)

// TSV is Tercet's own format: one concept a row under a header that names the
// columns, | between the terms of a cell, # before comment lines.
var TSV = &Format{
	Name: "tsv", Extensions: []string{".tsv", ".tab"},
	Doc:   "a row per concept; columns id, pos, note and, per language tag xx, xx, xx_admitted, xx_deprecated, xx_superseded",
	Read:  readTSV,
	Write: writeTSV,
	Loses: []Part{PartPOS, PartGender, PartForm},
}

// The columns of a row of a table that are not terms.
var conceptColumns = []string{"id", "pos", "subject", "definition", "part_of", "note", "source"}

// columnStatus maps the ends of column names to statuses.
var columnStatus = []struct {
	suffix string
	status Status
}{
	{"_admitted", Admitted}, {"_variants", Admitted}, {"_deprecated", Deprecated}, {"_forbidden", Deprecated}, {"_superseded", Superseded}, {"_preferred", Preferred}, {"", Preferred},
}

// table reads rows, the header first: one concept a row, or, where the header
// has the columns lang and term, one term a row (what `tercet glossary list
// --format tsv` prints).
type table struct {
	r    *reader
	cols []column
	long map[string]int // column name to index, of one term a row
	by   map[string]*Concept
}

// longColumns are the columns of a table with one term a row.
var longColumns = []string{"concept", "id", "lang", "term", "status", "pos", "gender", "case", "exact", "subject", "definition", "note", "source"}

func (t *table) row(line int, cells []string, fail failer) (err error) {
	switch {
	case t.cols == nil && t.long == nil:
		low := make([]string, len(cells))
		for i, c := range cells {
			low[i] = strings.ToLower(strings.TrimSpace(c))
		}
		if slices.Contains(low, "term") && slices.Contains(low, "lang") {
			return t.longHeader(low, fail)
		}
		t.cols, err = tableHeader(cells, fail)
		return err
	case t.long != nil:
		return t.longRow(line, cells, fail)
	}
	c, err := tableRow(t.cols, cells, fail)
	if err != nil {
		return err
	}
	return t.r.concept(c, line, 1)
}

func (t *table) header() bool { return t.cols != nil || t.long != nil }

func (t *table) longHeader(names []string, fail failer) error {
	t.long, t.by = map[string]int{}, map[string]*Concept{}
	for i, n := range names {
		if n == "" {
			continue
		}
		if !slices.Contains(longColumns, n) {
			return unknown(fail, i, "column", n, longColumns)
		}
		if n == "concept" {
			n = "id"
		}
		if _, twice := t.long[n]; twice {
			return fail(i, "error.glossary-column-twice", "Got", n)
		}
		t.long[n] = i
	}
	if _, ok := t.long["id"]; !ok {
		return fail(0, "error.glossary-no-concept-column")
	}
	return nil
}

func (t *table) longRow(line int, cells []string, fail failer) error {
	get := func(name string) string {
		if i, ok := t.long[name]; ok && i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	id := get("id")
	x := Term{Text: get("term"), Gender: get("gender")}
	if x.Text == "" {
		return nil
	}
	if id == "" {
		return fail(t.long["id"], "error.glossary-term-alone")
	}
	if err := setLang(&x, get("lang")); err != nil {
		return fail(t.long["lang"], "error.language-tag", "Tag", get("lang"))
	}
	x.Status = Preferred
	if s := get("status"); s != "" {
		var ok bool
		if x.Status, ok = parseStatus(s); !ok {
			return fail(t.long["status"], "error.glossary-status", "Got", s, "Known", statusNames())
		}
	}
	var ok bool
	if x.POS, ok = parsePOS(get("pos")); !ok {
		return unknown(fail, t.long["pos"], "pos", get("pos"), posNames)
	}
	if x.Gender != "" && x.Gender != "m" && x.Gender != "f" {
		return fail(t.long["gender"], "error.glossary-gender", "Got", x.Gender)
	}
	for _, f := range []struct {
		name string
		set  *bool
	}{{"case", &x.Case}, {"exact", &x.Exact}} {
		if v := get(f.name); v != "" {
			b, err := strconv.ParseBool(v)
			if err != nil {
				return fail(t.long[f.name], "error.glossary-bool", "Key", f.name, "Got", v)
			}
			*f.set = b
		}
	}
	c := t.by[id]
	if c == nil {
		c = &Concept{ID: id, Terms: []Term{x}}
		t.by[id] = c
		if err := t.r.concept(c, line, 1); err != nil {
			return err
		}
	} else {
		c.Terms = append(c.Terms, x)
	}
	for _, f := range []struct {
		name string
		set  *string
	}{{"subject", &c.Subject}, {"definition", &c.Definition}, {"note", &c.Note}, {"source", &c.Source}} {
		if *f.set == "" {
			*f.set = get(f.name)
		}
	}
	return nil
}

// column is what a column of a table holds.
type column struct {
	field  string // of conceptColumns; "" for terms
	term   Term   // Lang, Tag and Status of its terms
	ignore bool
}

// tableHeader reads the header of a table (tsv, csv, xlsx). fail makes the
// error for a column, counted from 0.
func tableHeader(cells []string, fail failer) ([]column, error) {
	cols := make([]column, len(cells))
	seen := map[string]bool{}
	terms := 0
	for i, name := range cells {
		name = strings.TrimSpace(name)
		key := strings.ToLower(name)
		if key == "" {
			cols[i].ignore = true
			continue
		}
		if seen[key] {
			return nil, fail(i, "error.glossary-column-twice", "Got", name)
		}
		seen[key] = true
		if slices.Contains(conceptColumns, key) {
			cols[i].field = key
			continue
		}
		base, st := name, Preferred
		for _, c := range columnStatus {
			if c.suffix != "" && strings.HasSuffix(key, c.suffix) {
				base, st = name[:len(name)-len(c.suffix)], c.status
				break
			}
		}
		if err := setLang(&cols[i].term, base); err != nil {
			known := slices.Clone(conceptColumns)
			if j := strings.IndexByte(key, '_'); j > 0 {
				if _, err := lang.Parse(key[:j]); err == nil {
					known = nil
					for _, c := range columnStatus[:5] {
						known = append(known, key[:j]+c.suffix)
					}
				}
			}
			if near := nearest.Of(key, known); near != "" {
				return nil, fail(i, "error.glossary-column-near", "Got", name, "Nearest", near)
			}
			return nil, fail(i, "error.glossary-header", "Got", name, "Known", strings.Join(known, ", "))
		}
		cols[i].term.Status = st
		terms++
	}
	if terms == 0 {
		return nil, fail(0, "error.glossary-no-language")
	}
	return cols, nil
}

// tableRow reads one row of a table.
func tableRow(cols []column, cells []string, fail failer) (*Concept, error) {
	c := &Concept{}
	pos := ""
	if len(cells) > len(cols) {
		for i := len(cols); i < len(cells); i++ {
			if strings.TrimSpace(cells[i]) != "" {
				return nil, fail(i, "error.glossary-cells", "Cells", len(cells), "Want", len(cols))
			}
		}
		cells = cells[:len(cols)]
	}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "" || cols[i].ignore {
			continue
		}
		switch cols[i].field {
		case "id":
			c.ID = cell
		case "pos":
			var ok bool
			if pos, ok = parsePOS(cell); !ok {
				return nil, unknown(fail, i, "pos", cell, posNames)
			}
		case "subject":
			c.Subject = cell
		case "definition":
			c.Definition = cell
		case "note":
			c.Note = cell
		case "source":
			c.Source = cell
		case "part_of":
			for _, id := range strings.Split(cell, "|") {
				if id = strings.TrimSpace(id); id != "" {
					c.PartOf = append(c.PartOf, id)
				}
			}
		case "":
			for _, w := range strings.Split(cell, "|") {
				if w = strings.TrimSpace(w); w != "" {
					t := cols[i].term
					t.Text = w
					c.Terms = append(c.Terms, t)
				}
			}
		}
	}
	for i := range c.Terms {
		c.Terms[i].POS = pos
	}
	return c, nil
}

func readTSV(name string, data []byte) (*Glossary, error) {
	r := newReader(name)
	s, err := r.utf8Text(data)
	if err != nil {
		return nil, err
	}
	t := table{r: r}
	n := 0
	for line := range strings.Lines(s) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		cells := strings.Split(line, "\t")
		fail := func(i int, id string, args ...any) error {
			col := 1
			for _, c := range cells[:min(i, len(cells))] {
				col += utf8.RuneCountInString(c) + 1
			}
			return r.errorf(n, col, id, args...)
		}
		if err := t.row(n, cells, fail); err != nil {
			return nil, err
		}
	}
	if !t.header() {
		return nil, locale.Errorf(name, 0, 0, "error.glossary-no-header")
	}
	return r.done()
}

// tableOf turns a glossary into rows, header first: what tsv, csv and xlsx
// write. Languages stand in the order of their first term.
func tableOf(g *Glossary) [][]string {
	var tags []string
	used := map[string]bool{}
	for _, c := range g.Concepts {
		used["subject"] = used["subject"] || c.Subject != ""
		used["definition"] = used["definition"] || c.Definition != ""
		used["part_of"] = used["part_of"] || len(c.PartOf) > 0
		used["note"] = used["note"] || c.Note != ""
		used["source"] = used["source"] || c.Source != ""
		for i := range c.Terms {
			t := &c.Terms[i]
			if !slices.Contains(tags, t.tag()) {
				tags = append(tags, t.tag())
			}
			used["pos"] = used["pos"] || t.POS != ""
			used[t.tag()+string(t.Status)] = true
		}
	}
	header := []string{"id"}
	for _, k := range conceptColumns[1:] {
		if used[k] && k != "note" && k != "source" {
			header = append(header, k)
		}
	}
	type cell struct {
		tag    string
		status Status
	}
	var cells []cell
	for _, tag := range tags {
		for _, s := range statuses {
			if s != Preferred && !used[tag+string(s)] {
				continue
			}
			name := tag
			if tag == "id" {
				name = indonesian
			}
			if s != Preferred {
				name += "_" + string(s)
			}
			header = append(header, name)
			cells = append(cells, cell{tag, s})
		}
	}
	for _, k := range []string{"note", "source"} {
		if used[k] {
			header = append(header, k)
		}
	}
	rows := [][]string{header}
	for _, c := range g.Concepts {
		row := make([]string, 0, len(header))
		next := 0
		for _, h := range header {
			switch h {
			case "id":
				row = append(row, c.ID)
			case "pos":
				row = append(row, c.Terms[0].POS)
			case "subject":
				row = append(row, c.Subject)
			case "definition":
				row = append(row, c.Definition)
			case "part_of":
				row = append(row, strings.Join(c.PartOf, "|"))
			case "note":
				row = append(row, c.Note)
			case "source":
				row = append(row, c.Source)
			default:
				k := cells[next]
				next++
				var ts []string
				for i := range c.Terms {
					if t := &c.Terms[i]; t.tag() == k.tag && t.Status == k.status {
						ts = append(ts, t.Text)
					}
				}
				row = append(row, strings.Join(ts, "|"))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func writeTSV(w io.Writer, g *Glossary) error {
	var b strings.Builder
	flat := strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")
	for _, row := range tableOf(g) {
		for i, c := range row {
			if i > 0 {
				b.WriteByte('\t')
			}
			if i == 0 && strings.HasPrefix(c, "#") {
				b.WriteByte(' ') // no comment
			}
			b.WriteString(flat.Replace(c))
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

//go:embed data/diplomatic.tsv
var diplomaticData []byte

var diplomatic = sync.OnceValue(func() *Glossary {
	g, err := readTSV("diplomatic", diplomaticData)
	if err != nil {
		panic(err) // our own data: a test reads it
	}
	g.Embedded = true
	return g
})

// Diplomatic returns the embedded glossary of diplomatic language. It is not to
// be changed.
func Diplomatic() *Glossary { return diplomatic() }
