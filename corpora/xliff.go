package corpora

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/lang"
)

// XLIFF is the XML Localisation Interchange File Format of OASIS, in the shapes
// of 1.2 (2008) and of 2.0 and 2.1 (2014, 2018), with what translation tools
// add to them: SDLXLIFF, MQXLIFF, MXLIFF, TXLF.
//
// A unit is a segment: in 2.x a segment element, in 1.2 a trans-unit, or each
// pair of mrk elements of the type seg in it. Its id is that of its unit; with
// several segments, and wherever mrk elements make them, the segment's follows
// after a slash. A segment without target has an empty one where the file names
// the language. What is not to be translated (translate="no"), proposals of
// memories (alt-trans, matches), notes and what stands between segments are
// passed over. A 2.x note of the category score is the alignment's score.
//
// Inline codes are set apart as in TMX: the content of g, pc, mrk and sub is
// text, that of bpt, ept, ph and it is none; cp is the character that it names,
// a code that stands for a line break is a line feed, and what a reviser struck
// out in Trados Studio is gone. Line feeds with the spaces around them are one
// space unless xml:space="preserve" holds.
//
// The writer makes XLIFF 2.0 of two languages: see xliffWriter.
var XLIFF = &Format{
	Name:       "xliff",
	Extensions: []string{".xliff", ".xlf", ".sdlxliff", ".mqxliff", ".mxliff", ".txlf"},
	Doc:        "XLIFF 1.2 and 2.x, SDLXLIFF, MQXLIFF",
	Read:       readXLIFF,
	Write: func(w io.Writer, h Header) Writer {
		return &xliffWriter{w: bufio.NewWriterSize(w, 1<<16), h: h}
	},
}

// xliffScope is what an element hands down to those in it.
type xliffScope struct {
	preserve  bool // xml:space
	translate bool
}

func (s xliffScope) in(e xml.StartElement) xliffScope {
	switch attr(e, "space") {
	case "preserve":
		s.preserve = true
	case "default":
		s.preserve = false
	}
	switch attr(e, "translate") {
	case "yes":
		s.translate = true
	case "no":
		s.translate = false
	}
	return s
}

// xliffLang is a language of the file; its tag is "" where the file is silent.
type xliffLang struct{ tag, code, attr string }

type xliffReader struct {
	*xmlReader
	yield     func(*Unit) error
	src, trg  xliffLang
	ofName    string // the language that the name of the file tells
	units     int
	unitScope xliffScope
}

func readXLIFF(name string, r io.Reader, yield func(*Unit) error) error {
	x := &xliffReader{xmlReader: newXMLReader(name, "xliff", r), yield: yield, ofName: lang.OfName(name)}
	scopes := []xliffScope{{translate: true}}
	return x.each(func(e xml.StartElement) error {
		scope := scopes[len(scopes)-1].in(e)
		var err error
		switch e.Name.Local {
		case "xliff":
			err = x.languages(e, "srcLang", "trgLang")
		case "file":
			if attr(e, "source-language") != "" || attr(e, "target-language") != "" || x.src.tag == "" {
				err = x.languages(e, "source-language", "target-language")
			}
		case "body", "group":
		case "trans-unit", "unit":
			if scope.translate {
				x.units++
				x.unitScope = scope
				return x.readUnit(e)
			}
			fallthrough
		default: // header, skeleton, notes, bin-unit, what a module adds
			if err := x.Skip(); err != nil {
				return x.bad(err)
			}
			x.unit.n = 0
			return nil
		}
		scopes = append(scopes, scope)
		return err
	}, func(xml.EndElement) { scopes = scopes[:max(len(scopes)-1, 1)] })
}

// languages reads the languages that an element declares.
func (x *xliffReader) languages(e xml.StartElement, src, trg string) error {
	for _, l := range []struct {
		to   *xliffLang
		attr string
	}{{&x.src, src}, {&x.trg, trg}} {
		*l.to = xliffLang{attr: l.attr}
		if tag := attr(e, l.attr); tag != "" {
			if err := x.language(l.to, tag); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *xliffReader) language(l *xliffLang, tag string) error {
	p, err := lang.Parse(tag)
	if base, _, more := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-"); err != nil && more && lang.IsCode(base) {
		p, err = lang.Parse(base) // a region that does not exist: ko-KO
	}
	if err != nil {
		return x.errorf("error.language-tag", "Tag", tag)
	}
	l.tag, l.code = tag, p.Code
	return nil
}

// xliffText is the text of a source or target.
type xliffText struct {
	there bool
	tag   string // its own xml:lang
	all   string
	segs  []xliffSeg // of mrk elements of the type seg
}

type xliffSeg struct{ id, text string }

// readUnit reads a trans-unit or unit up to its end and hands on its segments.
func (x *xliffReader) readUnit(e xml.StartElement) error {
	id := attr(e, "id")
	number := id == ""
	if number {
		id = strconv.Itoa(x.units)
	}
	type segment struct {
		id       string
		line     int
		src, trg xliffText
	}
	var segments []segment // of 2.x
	first := segment{line: x.line()}
	now := &first
	var inSource xliffText // seg-source: the source once more, cut into segments
	scope := x.unitScope
	score := 0.0
	for depth := 0; ; {
		t, err := x.Token()
		if err != nil {
			return x.bad(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			if depth--; depth >= 0 {
				now = &first
				continue
			}
			if segments == nil && first.src.there {
				if len(inSource.segs) > 0 {
					first.src.segs = inSource.segs
				}
				segments = append(segments, first)
			}
			for i, s := range segments {
				u := &Unit{ID: id, Number: number, Line: s.line, Score: score}
				if len(segments) > 1 {
					if s.id == "" {
						s.id = strconv.Itoa(i + 1)
					}
					u.ID, u.Number = id+"/"+s.id, false
				}
				if err := x.hand(u, s.src, s.trg); err != nil {
					return err
				}
			}
			x.unit.n = 0
			return nil
		case xml.StartElement:
			var err error
			switch t.Name.Local {
			case "segment":
				segments = append(segments, segment{id: attr(t, "id"), line: x.line()})
				now = &segments[len(segments)-1]
				depth++
			case "notes":
				depth++
			case "source":
				now.src, err = x.readText(t, scope)
			case "target":
				now.trg, err = x.readText(t, scope)
			case "seg-source":
				inSource, err = x.readText(t, scope)
			case "note":
				if attr(t, "category") != "score" {
					err = x.Skip()
					break
				}
				var s string
				if err = x.DecodeElement(&s, &t); err == nil {
					score, _ = strconv.ParseFloat(strings.TrimSpace(s), 64)
				}
			default: // ignorable, originalData, alt-trans, matches …
				err = x.Skip()
			}
			if err != nil {
				return x.bad(err)
			}
		}
	}
}

// hand hands on a unit of a source and a target, or one for each pair of their
// segments.
func (x *xliffReader) hand(u *Unit, src, trg xliffText) error {
	if strings.TrimSpace(trg.all) != "" || x.trg.tag != "" {
		if err := x.target(trg.tag); err != nil {
			return err
		}
	}
	if x.src.tag == "" {
		if src.tag == "" {
			return x.errorf("error.xliff-language", "Attribute", x.src.attr, "Example", "fr")
		}
		if err := x.language(&x.src, src.tag); err != nil {
			return err
		}
	}
	one := func(u *Unit, src, trg string) error {
		u.Segments = append(u.Segments, Segment{x.src.code, x.src.tag, src})
		if x.trg.tag != "" {
			if x.trg.code == x.src.code {
				return locale.Errorf(x.name, u.Line, 0, "error.unit-language-twice", "Lang", x.src.code)
			}
			u.Segments = append(u.Segments, Segment{x.trg.code, x.trg.tag, trg})
		}
		return x.yield(u)
	}
	if len(src.segs) == 0 || len(trg.segs) == 0 && strings.TrimSpace(trg.all) != "" {
		return one(u, src.all, trg.all)
	}
	ids := make([]string, 0, len(src.segs))
	sides := map[string]*[2]string{}
	for k, t := range []xliffText{src, trg} {
		for _, s := range t.segs {
			if sides[s.id] == nil {
				ids, sides[s.id] = append(ids, s.id), &[2]string{}
			}
			sides[s.id][k] += s.text
		}
	}
	for _, id := range ids {
		v := *u
		v.ID, v.Number = u.ID+"/"+id, false
		if err := one(&v, sides[id][0], sides[id][1]); err != nil {
			return err
		}
	}
	return nil
}

// target settles the language of a target: what the file says, else the target
// itself, else the name of the file.
func (x *xliffReader) target(tag string) error {
	if x.trg.tag != "" {
		return nil
	}
	if tag == "" && x.ofName != x.src.code {
		tag = x.ofName
	}
	if tag == "" {
		return x.errorf("error.xliff-language", "Attribute", x.trg.attr, "Example", "fr")
	}
	return x.language(&x.trg, tag)
}

// readText reads a source or target up to its end.
func (x *xliffReader) readText(e xml.StartElement, scope xliffScope) (xliffText, error) {
	out := xliffText{there: true, tag: attr(e, "lang")}
	preserve := scope.in(e).preserve
	type level struct {
		text bool // what stands in it is text
		seg  int  // the segment that it is in; -1 for none
	}
	at := level{true, -1}
	var stack []level
	var all strings.Builder
	var segs []*strings.Builder
	put := func(s string) {
		if !at.text {
			return
		}
		all.WriteString(s)
		if at.seg >= 0 {
			segs[at.seg].WriteString(s)
		}
	}
	for {
		t, err := x.Token()
		if err != nil {
			return out, err
		}
		switch t := t.(type) {
		case xml.CharData:
			put(string(t))
		case xml.StartElement:
			stack = append(stack, at)
			switch t.Name.Local {
			case "cp":
				if r, err := strconv.ParseUint(attr(t, "hex"), 16, 32); err == nil && r <= unicode.MaxRune {
					put(string(rune(r)))
				}
			case "mrk":
				switch kind := attr(t, "mtype"); {
				case kind == "seg" && at.seg < 0:
					id := attr(t, "mid")
					if id == "" {
						id = strconv.Itoa(len(segs) + 1)
					}
					at.seg = len(segs)
					segs = append(segs, &strings.Builder{})
					out.segs = append(out.segs, xliffSeg{id: id})
				case strings.HasPrefix(kind, "x-sdl-") && strings.HasSuffix(kind, "deleted"):
					at.text = false
				}
			case "sub":
				at.text = true
			default:
				if breaksLine(t) {
					put("\n")
				}
				switch t.Name.Local {
				case "bpt", "ept", "ph", "it", "x", "bx", "ex", "sc", "ec", "sm", "em":
					at.text = false
				}
			}
		case xml.EndElement:
			if len(stack) > 0 {
				at, stack = stack[len(stack)-1], stack[:len(stack)-1]
				continue
			}
			out.all = all.String()
			for i := range out.segs {
				out.segs[i].text = segs[i].String()
			}
			if !preserve {
				out.all = unfold(out.all)
				for i := range out.segs {
					out.segs[i].text = unfold(out.segs[i].text)
				}
			}
			return out, nil
		}
	}
}

// breaksLine reports whether an inline code stands for the end of a line: the
// values of ctype in 1.2 and subType in 2.x, and what tools write instead.
func breaksLine(e xml.StartElement) bool {
	switch e.Name.Local {
	case "x", "ph", "it":
	default:
		return false
	}
	switch strings.ToLower(attr(e, "ctype", "subType")) {
	case "lb", "pb", "x-lb", "x-br", "x-html-br", "xlf:lb", "xlf:pb":
		return true
	}
	return false
}

// unfold takes line feeds with the spaces around them for what an XML file was
// laid out with: nothing at the ends, one space elsewhere.
func unfold(s string) string {
	const space = " \t\r\n"
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	lines := strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
	kept := lines[:0]
	for _, l := range lines {
		if l = strings.Trim(l, space); l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, " ")
}

// xliffWriter writes XLIFF 2.0 (OASIS, 2014): one file, a unit for each unit, the
// score as a note. The format holds one source and one target; the source is
// Header.Source, else the first of Header.Langs. An empty target is left out.
type xliffWriter struct {
	w        *bufio.Writer
	h        Header
	src, trg string
	begun    bool
	units    int
}

func (w *xliffWriter) header() error {
	if w.begun {
		return nil
	}
	if len(w.h.Langs) != 2 {
		return locale.Errorf("", 0, 0, "report.xliff-two", "Count", len(w.h.Langs))
	}
	w.begun = true
	w.src, w.trg = w.h.Langs[0], w.h.Langs[1]
	if w.h.Source == w.trg {
		w.src, w.trg = w.trg, w.src
	}
	w.w.WriteString(xml.Header + `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="`)
	escapeXML(w.w, w.src)
	w.w.WriteString(`" trgLang="`)
	escapeXML(w.w, w.trg)
	w.w.WriteString(`">` + "\n" + `  <file id="f1"`)
	if w.h.Original != "" {
		w.w.WriteString(` original="`)
		escapeXML(w.w, w.h.Original)
		w.w.WriteByte('"')
	}
	w.w.WriteString(` xml:space="preserve">` + "\n")
	return nil
}

func (w *xliffWriter) Write(u *Unit) error {
	if err := w.header(); err != nil {
		return err
	}
	w.units++
	id := u.ID
	if !isNMToken(id) {
		id = strconv.Itoa(w.units)
	}
	fmt.Fprintf(w.w, "    <unit id=\"%s\">\n", id)
	if u.Score > 0 {
		fmt.Fprintf(w.w, "      <notes><note category=\"score\">%s</note></notes>\n", strconv.FormatFloat(u.Score, 'f', -1, 64))
	}
	var src, trg string
	for _, s := range u.Segments {
		switch s.Lang {
		case w.src:
			src = s.Text
		case w.trg:
			trg = s.Text
		default:
			return locale.Errorf("", 0, 0, "report.xliff-two", "Count", len(u.Segments))
		}
	}
	w.w.WriteString("      <segment")
	if trg != "" {
		w.w.WriteString(` state="translated"`)
	}
	w.w.WriteString(">\n        <source>")
	w.text(src)
	w.w.WriteString("</source>\n")
	if trg != "" {
		w.w.WriteString("        <target>")
		w.text(trg)
		w.w.WriteString("</target>\n")
	}
	_, err := w.w.WriteString("      </segment>\n    </unit>\n")
	return err
}

// text writes inline content. Characters that XML 1.0 has no way to write are
// cp elements (XLIFF 2.0, 4.2.3.1).
func (w *xliffWriter) text(s string) {
	for i, r := range s {
		switch {
		case r == '&':
			w.w.WriteString("&amp;")
		case r == '<':
			w.w.WriteString("&lt;")
		case r == '>':
			w.w.WriteString("&gt;")
		case r == '\r': // else read as a line feed
			w.w.WriteString("&#xD;")
		case !isXML(r):
			fmt.Fprintf(w.w, `<cp hex="%04X"/>`, r)
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			w.w.WriteString("\uFFFD")
		default:
			w.w.WriteRune(r)
		}
	}
}

func (w *xliffWriter) Close() error {
	if err := w.header(); err != nil {
		return err
	}
	w.w.WriteString("  </file>\n</xliff>\n")
	return w.w.Flush()
}

// isNMToken reports whether s can be an identifier of XLIFF 2.0, an NMTOKEN of
// XML; letters beyond those that every version of XML has are left out.
func isNMToken(s string) bool {
	return s != "" && !slices.ContainsFunc([]rune(s), func(r rune) bool {
		return !(r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-._:", r)))
	})
}
