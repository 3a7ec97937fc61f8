package glossary

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/internal/locale"
)

// CSV is the table of TSV with commas or semicolons and quotes (RFC 4180), as
// spreadsheets write it. The delimiter is told from the header.
var CSV = &Format{
	Name: "csv", Extensions: []string{".csv"},
	Doc:  "the columns of tsv with commas or semicolons (RFC 4180)",
	Read: readCSV, Write: writeCSV,
	Loses: []Part{PartPOS, PartGender, PartForm},
}

func readCSV(name string, data []byte) (*Glossary, error) {
	r := newReader(name)
	s, err := r.utf8Text(data)
	if err != nil {
		return nil, err
	}
	in := csv.NewReader(strings.NewReader(s))
	in.FieldsPerRecord = -1
	in.Comment = '#'
	in.Comma = delimiter(s)
	lines := strings.Split(s, "\n")
	t := table{r: r}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var pe *csv.ParseError
		if errors.As(err, &pe) {
			return nil, r.errorf(pe.Line, pe.Column, "error.glossary-csv", "Why", pe.Err.Error())
		}
		if err != nil {
			return nil, locale.Errorf(name, 0, 0, "error.io", "Why", err.Error())
		}
		line, _ := in.FieldPos(0)
		fail := func(i int, id string, args ...any) error {
			l, c := in.FieldPos(min(i, len(cells)-1)) // column in bytes, from 1
			if l-1 < len(lines) {
				c = utf8.RuneCountInString(lines[l-1][:min(c-1, len(lines[l-1]))]) + 1
			}
			return r.errorf(l, c, id, args...)
		}
		if err := t.row(line, cells, fail); err != nil {
			return nil, err
		}
	}
	if !t.header() {
		return nil, locale.Errorf(name, 0, 0, "error.glossary-no-header")
	}
	return r.done()
}

// delimiter is the one of comma, semicolon and tab that the header has most of.
func delimiter(s string) rune {
	for line := range strings.Lines(s) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		best := ','
		for _, c := range ";\t" {
			if strings.Count(line, string(c)) > strings.Count(line, string(best)) {
				best = c
			}
		}
		return best
	}
	return ','
}

func writeCSV(w io.Writer, g *Glossary) error {
	out := csv.NewWriter(w)
	rows := tableOf(g)
	for _, row := range rows {
		if strings.HasPrefix(row[0], "#") {
			row[0] = " " + row[0] // no comment
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return out.Error()
}
