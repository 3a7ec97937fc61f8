package corpora

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"

	"github.com/tercet/tercet/internal/jsonl"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/lang"
)

// TMX is Translation Memory eXchange 1.4b (LISA OSCAR, 2005) with any number of
// languages a unit, told by xml:lang, or by lang as in TMX 1.1. Inline codes
// (bpt, ept, ph, it, hi, sub, ut) are set apart, the text of hi and sub is kept.
var TMX = &Format{
	Name:       "tmx",
	Extensions: []string{".tmx"},
	Doc:        "TMX 1.4b translation memory",
	Read:       readTMX,
	Write: func(w io.Writer, h Header) Writer {
		return &tmxWriter{w: bufio.NewWriterSize(w, 1<<16), h: h}
	},
}

func readTMX(name string, r io.Reader, yield func(*Unit) error) error {
	unit := &unitReader{r: decodeUTF16(r)}
	dec := xml.NewDecoder(bufio.NewReaderSize(unit, 1<<16))
	dec.CharsetReader = charset.NewReaderLabel
	dec.Strict = true
	line := func() int { l, _ := dec.InputPos(); return l }
	bad := func(err error) error {
		var se *xml.SyntaxError
		var le *locale.Error
		switch {
		case errors.As(err, &le):
			return err
		case errors.Is(err, errLong):
			return locale.Errorf(name, line(), 0, "error.unit-too-long", "Max", jsonl.MaxLine>>20)
		case err == io.EOF, errors.As(err, &se) && se.Msg == "unexpected EOF":
			return locale.Errorf(name, line(), 0, "error.xml-cut", "Want", "</tmx>")
		case errors.As(err, &se):
			return locale.Errorf(name, se.Line, 0, "error.xml", "Why", se.Msg)
		}
		return locale.Errorf(name, line(), 0, "error.xml", "Why", err.Error())
	}
	root := false
	for n := 1; ; {
		t, err := dec.Token()
		if err == io.EOF && root {
			return nil
		}
		if err == io.EOF {
			return locale.Errorf(name, 0, 0, "error.tmx-root", "Got", "")
		}
		if err != nil {
			return bad(err)
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "tmx":
			root = true
		case "tu":
			u, err := readTU(name, dec, e, n)
			if err != nil {
				return bad(err)
			}
			n++
			unit.n = 0
			if err := yield(u); err != nil {
				return err
			}
		default:
			if !root {
				return locale.Errorf(name, line(), 0, "error.tmx-root", "Got", e.Name.Local)
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

func readTU(name string, dec *xml.Decoder, tu xml.StartElement, n int) (*Unit, error) {
	u := &Unit{ID: attr(tu, "tuid")}
	u.Line, _ = dec.InputPos()
	if u.ID == "" {
		u.ID, u.Number = strconv.Itoa(n), true
	}
	tag := ""
	for {
		t, err := dec.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "tuv":
				tag = attr(t, "lang")
			case "seg":
				text, err := readSeg(dec)
				if err != nil {
					return nil, err
				}
				l, err := lang.Parse(tag)
				if err != nil {
					at, _ := dec.InputPos()
					return nil, locale.Errorf(name, at, 0, "error.language-tag", "Tag", tag, "Want", `xml:lang="fr"`)
				}
				twice := false
				for _, s := range u.Segments {
					twice = twice || s.Lang == l.Code
				}
				if !twice { // a second rendering in the same language: the first one counts
					u.Segments = append(u.Segments, Segment{l.Code, tag, text})
				}
			case "prop", "note":
				score := t.Name.Local == "prop" && attr(t, "type") == "score"
				var s string
				if err := dec.DecodeElement(&s, &t); err != nil {
					return nil, err
				}
				if score {
					u.Score, _ = strconv.ParseFloat(strings.TrimSpace(s), 64)
				}
			}
		case xml.EndElement:
			if t.Name.Local == "tu" {
				return u, nil
			}
		}
	}
}

// readSeg reads the text of a seg up to its end tag. The content of native
// codes is no text, but that of sub inside them is.
func readSeg(dec *xml.Decoder) (string, error) {
	var b strings.Builder
	var stack []bool // is the content of the open elements text?
	for {
		t, err := dec.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "bpt", "ept", "ph", "it", "ut":
				stack = append(stack, false)
			default: // hi, sub
				stack = append(stack, true)
			}
		case xml.EndElement:
			if len(stack) == 0 {
				return b.String(), nil
			}
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) == 0 || stack[len(stack)-1] {
				b.Write(t)
			}
		}
	}
}

type tmxWriter struct {
	w     *bufio.Writer
	h     Header
	begun bool
}

func (w *tmxWriter) header() {
	if w.begun {
		return
	}
	w.begun = true
	src := w.h.Source
	if src == "" {
		src = "*all*" // no version is the source (TMX 1.4b, srclang)
	}
	admin := "en"
	w.w.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<!DOCTYPE tmx SYSTEM "tmx14.dtd">` + "\n" +
		`<tmx version="1.4">` + "\n" + `  <header creationtool="tercet" creationtoolversion="`)
	w.escape(w.h.Creator)
	w.w.WriteString(`" segtype="sentence" o-tmf="tercet" adminlang="` + admin + `" srclang="`)
	w.escape(src)
	w.w.WriteString(`" datatype="plaintext"/>` + "\n  <body>\n")
}

func (w *tmxWriter) escape(s string) {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1 // no character of XML 1.0, section 2.2
		}
		return r
	}, s)
	_ = xml.EscapeText(w.w, []byte(s))
}

func (w *tmxWriter) Write(u *Unit) error {
	w.header()
	w.w.WriteString(`    <tu tuid="`)
	w.escape(u.ID)
	w.w.WriteString(`">` + "\n")
	if u.Score > 0 {
		w.w.WriteString(`      <prop type="score">` + strconv.FormatFloat(u.Score, 'f', 4, 64) + "</prop>\n")
	}
	for _, s := range u.Segments {
		w.w.WriteString(`      <tuv xml:lang="`)
		if s.Tag != "" {
			w.escape(s.Tag)
		} else {
			w.escape(s.Lang)
		}
		w.w.WriteString(`"><seg>`)
		w.escape(s.Text)
		w.w.WriteString("</seg></tuv>\n")
	}
	_, err := w.w.WriteString("    </tu>\n")
	return err
}

func (w *tmxWriter) Close() error {
	w.header()
	w.w.WriteString("  </body>\n</tmx>\n")
	return w.w.Flush()
}

// decodeUTF16 turns UTF-16 with a byte order mark, which older tools write,
// into UTF-8; anything else passes through.
func decodeUTF16(r io.Reader) io.Reader {
	br := bufio.NewReader(r)
	head, _ := br.Peek(2)
	if !bytes.Equal(head, []byte("\xFF\xFE")) && !bytes.Equal(head, []byte("\xFE\xFF")) {
		return br
	}
	return utf16Reader(br)
}
