package corpora

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html/charset"

	"github.com/tercet/tercet/internal/jsonl"
	"github.com/tercet/tercet/internal/locale"
)

// xmlReader reads the elements of a file of units, in whatever encoding it
// declares, and turns what goes wrong into errors with file and line.
type xmlReader struct {
	*xml.Decoder
	name string
	root string // the element that holds all
	unit *unitReader
}

func newXMLReader(name, root string, r io.Reader) *xmlReader {
	u := &unitReader{r: decodeUTF16(r)}
	x := &xmlReader{xml.NewDecoder(bufio.NewReaderSize(u, 1<<16)), name, root, u}
	x.CharsetReader = charset.NewReaderLabel
	x.Strict = true
	return x
}

// line is where the reader is, from 1.
func (x *xmlReader) line() int {
	l, _ := x.InputPos()
	return l
}

// errorf makes an error at the line where the reader is.
func (x *xmlReader) errorf(id string, args ...any) error {
	return locale.Errorf(x.name, x.line(), 0, id, args...)
}

// bad gives an error of the decoder its place.
func (x *xmlReader) bad(err error) error {
	var se *xml.SyntaxError
	var le *locale.Error
	switch {
	case errors.As(err, &le):
		return err
	case errors.Is(err, errLong):
		return x.errorf("error.unit-too-long", "Max", jsonl.MaxLine>>20)
	case err == io.EOF, errors.As(err, &se) && se.Msg == "unexpected EOF":
		return x.errorf("error.xml-cut", "Want", "</"+x.root+">")
	case errors.As(err, &se):
		return locale.Errorf(x.name, se.Line, 0, "error.xml", "Why", se.Msg)
	}
	return x.errorf("error.xml", "Why", err.Error())
}

// each hands on the start of every element that another call does not read,
// and ends without error where the file does. The first must be the root.
func (x *xmlReader) each(start func(xml.StartElement) error, end func(xml.EndElement)) error {
	root := false
	for {
		t, err := x.Token()
		switch {
		case err == io.EOF && root:
			return nil
		case err == io.EOF:
			return locale.Errorf(x.name, 0, 0, "error.empty")
		case err != nil:
			return x.bad(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if !root && t.Name.Local != x.root {
				return x.errorf("error.xml-root", "Got", t.Name.Local, "Want", x.root)
			}
			root = true
			if err := start(t); err != nil {
				return err
			}
		case xml.EndElement:
			if end != nil {
				end(t)
			}
		}
	}
}

// unitReader ends with errLong where too many bytes were read since n was set
// to 0, so that a file of one endless unit does not fill the memory.
type unitReader struct {
	r io.Reader
	n int
}

var errLong = errors.New("corpora: unit too long")

func (r *unitReader) Read(p []byte) (int, error) {
	if r.n > jsonl.MaxLine {
		return 0, errLong
	}
	n, err := r.r.Read(p)
	r.n += n
	return n, err
}

// attr is the first of the attributes names, in whatever name space; "" where
// the element has none of them.
func attr(e xml.StartElement, names ...string) string {
	for _, n := range names {
		for _, a := range e.Attr {
			if a.Name.Local == n {
				return a.Value
			}
		}
	}
	return ""
}

// isXML reports whether XML 1.0 has a way to write r (section 2.2).
func isXML(r rune) bool {
	return (r >= 0x20 || r == '\t' || r == '\n' || r == '\r') && r != 0xFFFE && r != 0xFFFF
}

// escapeXML writes text or the value of an attribute; what XML cannot write is
// left out, and malformed UTF-8 becomes U+FFFD.
func escapeXML(w io.Writer, s string) {
	s = strings.Map(func(r rune) rune {
		if !isXML(r) {
			return -1
		}
		return r
	}, s)
	_ = xml.EscapeText(w, []byte(s)) // errors stay with a bufio.Writer
}
