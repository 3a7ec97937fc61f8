package corpora

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/internal/jsonl"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/lang"
)

// TSV is a table with a header of language codes, a unit a row: "fr\ten\tzh".
// A column "id" names the units and "score" is the alignment's; other columns
// are passed over. Cells hold no tab and no line feed, and no quoting.
var TSV = &Format{
	Name:       "tsv",
	Extensions: []string{".tsv", ".tab"},
	Doc:        "tab-separated columns under a header of language codes",
	Read:       readTSV,
	Write: func(w io.Writer, h Header) Writer {
		return &tsvWriter{w: bufio.NewWriterSize(w, 1<<16), langs: h.Langs}
	},
}

func readTSV(name string, r io.Reader, yield func(*Unit) error) error {
	br := bufio.NewReaderSize(decodeUTF16(r), 1<<16) // spreadsheets call it Unicode text
	type column struct {
		code, tag string
	}
	var cols []column
	idCol, scoreCol := -1, -1
	for line := 1; ; line++ {
		s, err := readLine(br, name, line)
		if err == io.EOF {
			if line == 1 {
				return locale.Errorf(name, 0, 0, "error.empty")
			}
			return nil
		}
		if err != nil {
			return err
		}
		if line == 1 {
			s = strings.TrimPrefix(s, "\uFEFF")
		}
		if !utf8.ValidString(s) {
			return locale.Errorf(name, line, 0, "error.not-utf8")
		}
		cells := strings.Split(s, "\t")
		if cols == nil {
			cols = make([]column, len(cells))
			n := 0
			for i, c := range cells {
				c = strings.TrimSpace(c)
				switch strings.ToLower(c) {
				case "id":
					idCol = i
					continue
				case "score":
					scoreCol = i
					continue
				}
				if l, err := lang.Parse(c); err == nil && len(l.Code) <= 3 && lang.IsCode(l.Code) {
					for _, o := range cols {
						if o.code == l.Code {
							return locale.Errorf(name, 1, 0, "error.unit-language-twice", "Lang", l.Code)
						}
					}
					cols[i] = column{l.Code, c}
					n++
				}
			}
			if n < 2 {
				return locale.Errorf(name, 1, 0, "error.tsv-header", "Got", s[:min(len(s), 60)])
			}
			continue
		}
		if strings.TrimSpace(s) == "" {
			continue
		}
		if len(cells) != len(cols) {
			return locale.Errorf(name, line, 0, "error.tsv-columns", "Count", len(cells), "Want", len(cols))
		}
		u := &Unit{ID: strconv.Itoa(line - 1), Number: true, Line: line}
		for i, c := range cells {
			switch {
			case i == idCol:
				u.ID, u.Number = c, false
			case i == scoreCol:
				u.Score, _ = strconv.ParseFloat(c, 64)
			case cols[i].code != "":
				u.Segments = append(u.Segments, Segment{cols[i].code, cols[i].tag, c})
			}
		}
		if err := yield(u); err != nil {
			return err
		}
	}
}

// readLine reads a line without its end; io.EOF where there is none.
func readLine(br *bufio.Reader, name string, line int) (string, error) {
	var out []byte
	for {
		b, err := br.ReadSlice('\n')
		if len(out)+len(b) > jsonl.MaxLine {
			return "", locale.Errorf(name, line, 0, "error.line-too-long", "Max", jsonl.MaxLine>>20)
		}
		out = append(out, b...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && len(out) > 0, err == nil:
			return strings.TrimRight(string(out), "\r\n"), nil
		case err == io.EOF:
			return "", io.EOF
		}
		return "", wrap(name, line, err)
	}
}

type tsvWriter struct {
	w     *bufio.Writer
	langs []string
	begun bool
}

func (w *tsvWriter) header() {
	if w.begun {
		return
	}
	w.begun = true
	for _, l := range w.langs {
		w.w.WriteString(l)
		w.w.WriteByte('\t')
	}
	w.w.WriteString("score\n")
}

var tsvCell = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")

func (w *tsvWriter) Write(u *Unit) error {
	w.header()
	for _, l := range w.langs {
		for _, s := range u.Segments {
			if s.Lang == l {
				tsvCell.WriteString(w.w, s.Text)
			}
		}
		w.w.WriteByte('\t')
	}
	w.w.WriteString(strconv.FormatFloat(u.Score, 'f', 4, 64))
	return w.w.WriteByte('\n')
}

func (w *tsvWriter) Close() error {
	w.header()
	return w.w.Flush()
}
