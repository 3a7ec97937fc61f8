package corpora

import (
	"bufio"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

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
	x := newXMLReader(name, "tmx", r)
	n := 0
	return x.each(func(e xml.StartElement) error {
		if e.Name.Local != "tu" {
			return nil
		}
		n++
		u, err := readTU(name, x.Decoder, e, n)
		if err != nil {
			return x.bad(err)
		}
		x.unit.n = 0
		return yield(u)
	}, nil)
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
	escapeXML(w.w, w.h.Creator)
	w.w.WriteString(`" segtype="sentence" o-tmf="tercet" adminlang="` + admin + `" srclang="`)
	escapeXML(w.w, src)
	w.w.WriteString(`" datatype="plaintext"/>` + "\n  <body>\n")
}

func (w *tmxWriter) Write(u *Unit) error {
	w.header()
	w.w.WriteString(`    <tu tuid="`)
	escapeXML(w.w, u.ID)
	w.w.WriteString(`">` + "\n")
	if u.Score > 0 {
		w.w.WriteString(`      <prop type="score">` + strconv.FormatFloat(u.Score, 'f', 4, 64) + "</prop>\n")
	}
	for _, s := range u.Segments {
		w.w.WriteString(`      <tuv xml:lang="`)
		if s.Tag != "" {
			escapeXML(w.w, s.Tag)
		} else {
			escapeXML(w.w, s.Lang)
		}
		w.w.WriteString(`"><seg>`)
		escapeXML(w.w, s.Text)
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
