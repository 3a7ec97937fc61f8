package glossary

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/tercet/tercet/internal/locale"
)

// XLSX is the table of TSV on the first sheet of a workbook that has one with a
// header.
var XLSX = &Format{
	Name: "xlsx", Extensions: []string{".xlsx"},
	Doc:  "the columns of tsv on the first sheet of a workbook",
	Read: readXLSX, Write: writeXLSX,
	Loses: []Part{PartPOS, PartGender, PartForm},
}

func readXLSX(name string, data []byte) (*Glossary, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return nil, locale.Errorf(name, 0, 0, "error.glossary-xlsx", "Why", err.Error())
	}
	defer f.Close()
	r := newReader(name)
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return nil, locale.Errorf(name, 0, 0, "error.glossary-xlsx", "Why", sheet+": "+err.Error())
		}
		t := table{r: r}
		for n, cells := range rows {
			if len(cells) == 0 || strings.TrimSpace(strings.Join(cells, "")) == "" || strings.HasPrefix(cells[0], "#") {
				continue
			}
			fail := func(i int, id string, args ...any) error { return r.errorf(n+1, i+1, id, args...) }
			if err := t.row(n+1, cells, fail); err != nil {
				return nil, err
			}
		}
		if t.header() {
			break
		}
	}
	return r.done()
}

var xlsxEscape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func writeXLSX(w io.Writer, g *Glossary) error {
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "Sheet1" // the one of a new workbook
	for i, row := range tableOf(g) {
		cells := make([]any, len(row))
		for k, c := range row {
			if k == 0 && strings.HasPrefix(c, "#") {
				c = " " + c // no comment
			}
			// Excel reads _xHHHH_ as a character
			cells[k] = xlsxEscape.ReplaceAllString(c, "_x005F$0")
		}
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &cells); err != nil {
			return err
		}
	}
	_, err := f.WriteTo(w)
	return err
}
