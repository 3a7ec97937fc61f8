// Package corpora reads and writes collections of texts that are aligned
// already: translation memories, bitexts, parallel corpora. A collection is a
// stream of units.
package corpora

import (
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/tercet/tercet/internal/locale"
)

// Segment is one language version of a unit.
type Segment struct {
	Lang string // language code as in lang.Language.Code
	Tag  string // the tag as the file has it
	Text string
}

// Unit is a translation unit: segments that stand for one another.
type Unit struct {
	ID       string
	Number   bool // the ID is a number in its file, not a string
	Line     int  // where the unit begins in its file, from 1
	Segments []Segment
	Score    float64 // of the alignment that made the unit; 0 where not known
}

// Format is one kind of file.
type Format struct {
	Name       string
	Extensions []string // with the dot, lower case
	Doc        string
	// Read calls yield with each unit in order, streaming; an error of yield ends
	// it and is returned. name stands in errors (*locale.Error: file and line).
	Read func(name string, r io.Reader, yield func(*Unit) error) error
	// Write begins a file; nil where the format is only read.
	Write func(w io.Writer, h Header) Writer
}

// Header is what a file says of itself before its units.
type Header struct {
	Langs   []string // in the order of the columns
	Source  string   // language code of the source; "" where all are equals
	Creator string   // tool and version
	// Original names the document that the source was read from; "" where there
	// is none. XLIFF alone has a place for it.
	Original string
}

// Writer writes units one after the other. Close writes what ends the file; it
// does not close the io.Writer.
type Writer interface {
	Write(*Unit) error
	Close() error
}

// Formats lists the formats of units. A new format is one file and one line here.
var Formats = []*Format{
	JSONL,
	TSV,
	TMX,
	XLIFF,
}

// ByName finds the format of a file by its extension; nil where none fits.
func ByName(name string) *Format {
	ext := strings.ToLower(filepath.Ext(name))
	for _, f := range Formats {
		for _, e := range f.Extensions {
			if e == ext {
				return f
			}
		}
	}
	return nil
}

// Sniff tells the format from the first bytes of a stream: jsonl, xliff, tmx or
// tsv. XML that shows no root element is taken for TMX.
func Sniff(head []byte) *Format {
	s := string(head)
	if strings.HasPrefix(s, "\xFF\xFE") || strings.HasPrefix(s, "\xFE\xFF") {
		s = strings.ReplaceAll(s[2:], "\x00", "") // UTF-16: ASCII is enough to tell by
	}
	s = strings.TrimLeft(strings.TrimPrefix(s, "\xEF\xBB\xBF"), " \t\r\n")
	switch {
	case strings.HasPrefix(s, "{"):
		return JSONL
	case strings.HasPrefix(s, "<") && strings.Contains(s, "<xliff"):
		return XLIFF
	case strings.HasPrefix(s, "<"):
		return TMX
	}
	return TSV
}

// wrap gives errors of reading that carry no file yet their place.
func wrap(name string, line int, err error) error {
	var le *locale.Error
	if err == nil || errors.As(err, &le) {
		return err
	}
	return locale.Errorf(name, line, 0, "error.io", "Why", err.Error())
}
