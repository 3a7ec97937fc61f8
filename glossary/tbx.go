package glossary

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"
	utf "golang.org/x/text/encoding/unicode"

	"github.com/tercet/tercet/internal/locale"
)

// The dialects of TBX. They are read alike: the reader takes entries, language
// sections, terms and data categories from any of them, and from files of tools
// that mix them. ISO 30042:2019 (version 3) has two styles: data categories as
// attributes (DCA) or as tags (DCT); ISO 30042:2008 (version 2) is martif.
var (
	TBX = &Format{
		Name: "tbx", Extensions: []string{".tbx"},
		Doc:  "TBX-Basic of ISO 30042:2019, data categories as attributes (DCA); every TBX is read",
		Read: readTBX, Write: func(w io.Writer, g *Glossary) error { return writeTBX(w, g, dca) },
		Loses: []Part{PartForm, PartRelations},
	}
	TBXDCT = &Format{
		Name: "tbx-dct", Extensions: []string{".tbx"},
		Doc:  "TBX-Basic of ISO 30042:2019, data categories as tags (DCT)",
		Read: readTBX, Write: func(w io.Writer, g *Glossary) error { return writeTBX(w, g, dct) },
		Loses: []Part{PartForm, PartRelations},
	}
	TBX2 = &Format{
		Name: "tbx2", Extensions: []string{".tbx"},
		Doc:  "TBX of ISO 30042:2008 (martif), as older tools write it",
		Read: readTBX, Write: func(w io.Writer, g *Glossary) error { return writeTBX(w, g, martif) },
		Loses: []Part{PartForm},
	}
)

// tbxLevel is where in an entry the reader stands.
type tbxLevel int

const (
	atTop tbxLevel = iota
	atConcept
	atLang
	atTerm
)

// readTBX reads TBX in any style. Terms without a status: the first of a
// language is preferred and the others are admitted, where no term of the
// language has one; else admitted.
func readTBX(name string, data []byte) (*Glossary, error) {
	r := newReader(name)
	d := xml.NewDecoder(strings.NewReader(decodeXML(data)))
	d.CharsetReader = charsetReader
	d.Strict = true
	d.Entity = xml.HTMLEntity
	var (
		c         *Concept
		tag       string
		first     int  // index in c.Terms of the language's first term
		given     bool // a term of the language has a status
		t         *Term
		status    string
		level     tbxLevel
		category  string
		text      strings.Builder
		notes     []string
		line, col int // of the entry
		root      string
		capture   int // depth of the element whose text is taken
		depth     int
	)
	where := func() (int, int) { return d.InputPos() }
	endTerm := func() error {
		if t == nil {
			return nil
		}
		if t.Text = strings.Join(strings.Fields(t.Text), " "); t.Text != "" {
			if status != "" {
				s, ok := parseStatus(status)
				if !ok {
					l, cl := where()
					return r.errorf(l, cl, "error.glossary-status", "Got", status, "Known", statusNames())
				}
				t.Status = s
				given = true
			}
			c.Terms = append(c.Terms, *t)
		}
		t, status = nil, ""
		return nil
	}
	endLang := func() {
		for i := first; i < len(c.Terms); i++ {
			if c.Terms[i].Status == "" {
				c.Terms[i].Status = Admitted
				if !given && i == first {
					c.Terms[i].Status = Preferred
				}
			}
		}
	}
	for {
		tk, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			l, cl := where()
			var se *xml.SyntaxError
			if errors.As(err, &se) {
				return nil, r.errorf(se.Line, cl, "error.xml", "Why", se.Msg)
			}
			return nil, r.errorf(l, cl, "error.xml", "Why", err.Error())
		}
		switch e := tk.(type) {
		case xml.StartElement:
			depth++
			if root == "" {
				root = e.Name.Local
				if root != "tbx" && root != "martif" && root != "TBX" {
					l, cl := where()
					return nil, r.errorf(l, cl, "error.xml-root", "Got", root, "Want", "tbx, martif")
				}
			}
			if capture > 0 {
				continue // markup inside a text (<hi>)
			}
			switch e.Name.Local {
			case "conceptEntry", "termEntry":
				c, level, notes = &Concept{ID: unescapeID(attr(e, "id"))}, atConcept, nil
				line, col = where()
			case "langSec", "langSet":
				if c == nil {
					continue
				}
				tag, level, first, given = attr(e, "lang"), atLang, len(c.Terms), false
				var probe Term
				if err := setLang(&probe, tag); err != nil {
					l, cl := where()
					return nil, r.errorf(l, cl, "error.language-tag", "Tag", tag)
				}
			case "termSec", "tig", "ntig", "termGrp":
				if c != nil && level >= atLang && t == nil {
					t, level = &Term{}, atTerm
					_ = setLang(t, tag) // tried above
				}
			case "descripGrp", "adminGrp", "transacGrp", "termNoteGrp", "termComp", "termCompList", "text", "body":
			default:
				if level == atTop {
					continue
				}
				if target := attr(e, "target"); target != "" && c != nil && level == atConcept && (partitive[attr(e, "type")] || partitive[e.Name.Local]) {
					c.PartOf = append(c.PartOf, unescapeID(target))
				}
				category = e.Name.Local
				if k := attr(e, "type"); k != "" && e.Name.Local != "note" {
					category = k
				}
				capture = depth
				text.Reset()
			}
		case xml.CharData:
			if capture > 0 {
				text.Write(e)
			}
		case xml.EndElement:
			if capture == depth {
				capture = 0
				v := strings.TrimSpace(text.String())
				switch category {
				case "term":
					if t != nil {
						t.Text = v
					}
				case "administrativeStatus", "normativeAuthorization", "administrative-status":
					if t != nil {
						status = v
					}
				case "partOfSpeech":
					if t != nil {
						t.POS, _ = parsePOS(v)
					}
				case "grammaticalGender":
					if t != nil {
						t.Gender = map[string]string{"masculine": "m", "feminine": "f", "m": "m", "f": "f"}[strings.ToLower(v)]
					}
				case "subjectField":
					if c.Subject == "" {
						c.Subject = oneLine(v)
					}
				case "definition":
					if c.Definition == "" {
						c.Definition = oneLine(v)
					}
				case "source":
					if level == atConcept && c.Source == "" {
						c.Source = oneLine(v)
					}
				case "note":
					if level == atConcept && v != "" {
						notes = append(notes, v)
					}
				}
			}
			depth--
			switch e.Name.Local {
			case "termSec", "tig", "ntig", "termGrp":
				if c != nil && (e.Name.Local != "termGrp" || level == atTerm && t != nil) {
					if err := endTerm(); err != nil {
						return nil, err
					}
					level = atLang
				}
			case "langSec", "langSet":
				if c != nil {
					endLang()
					level = atConcept
				}
			case "conceptEntry", "termEntry":
				if c != nil {
					c.Note = strings.Join(notes, "\n")
					if err := r.concept(c, line, col); err != nil {
						return nil, err
					}
				}
				c, level = nil, atTop
			}
		}
	}
	if root == "" {
		return nil, locale.Errorf(name, 0, 0, "error.empty")
	}
	return r.done()
}

// oneLine undoes the line breaks and indents of a pretty-printed file.
func oneLine(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// partitive are the data categories that name the whole a concept is a part of.
// TBX-Basic has none: its crossReference may be any relation.
var partitive = map[string]bool{"broaderConceptPartitive": true, "superordinateConceptPartitive": true}

// attr is the value of an attribute by its local name (xml:lang, lang).
func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// decodeXML turns UTF-16 with a byte order mark into UTF-8 and takes a mark of
// UTF-8 off. Other encodings are told by the XML declaration.
func decodeXML(data []byte) string {
	if len(data) > 1 && (data[0] == 0xFF && data[1] == 0xFE || data[0] == 0xFE && data[1] == 0xFF) {
		if out, err := utf.UTF16(utf.LittleEndian, utf.UseBOM).NewDecoder().Bytes(data); err == nil {
			return string(out)
		}
	}
	return strings.TrimPrefix(string(data), "\ufeff")
}

func charsetReader(label string, in io.Reader) (io.Reader, error) {
	if strings.HasPrefix(strings.ToLower(label), "utf-16") || strings.EqualFold(label, "utf-8") {
		return in, nil // decodeXML has seen to it
	}
	var e encoding.Encoding
	e, err := ianaindex.IANA.Encoding(label)
	if err != nil || e == nil {
		return nil, fmt.Errorf("unknown encoding %q", label)
	}
	return e.NewDecoder().Reader(in), nil
}

type tbxStyle int

const (
	dca tbxStyle = iota
	dct
	martif
)

var tbxStatus = map[Status]string{
	Preferred: "preferredTerm-admn-sts", Admitted: "admittedTerm-admn-sts", Deprecated: "deprecatedTerm-admn-sts", Superseded: "supersededTerm-admn-sts",
}

var tbxPOS = map[string]string{"n": "noun", "a": "adjective", "v": "verb", "i": "properNoun"}

var tbxGender = map[string]string{"m": "masculine", "f": "feminine"}

func writeTBX(w io.Writer, g *Glossary, style tbxStyle) error {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	entry, section, group := "conceptEntry", "langSec", "termSec"
	main := "en"
	if len(g.Concepts) > 0 {
		main = g.Concepts[0].Terms[0].tag()
	}
	head, root := "tbxHeader", "tbx"
	switch style {
	case martif:
		entry, section, group, head, root = "termEntry", "langSet", "tig", "martifHeader", "martif"
		b.WriteString(`<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">` + "\n")
		fmt.Fprintf(&b, "<martif type=\"TBX\" xml:lang=\"%s\">\n", esc(main))
	case dct:
		fmt.Fprintf(&b, "<tbx type=\"TBX-Basic\" style=\"dct\" xml:lang=\"%s\" xmlns=\"urn:iso:std:iso:30042:ed-2\" xmlns:min=\"http://www.tbxinfo.net/ns/min\" xmlns:basic=\"http://www.tbxinfo.net/ns/basic\">\n", esc(main))
	default:
		fmt.Fprintf(&b, "<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"%s\" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n", esc(main))
	}
	fmt.Fprintf(&b, "<%s><fileDesc><sourceDesc><p>%s</p></sourceDesc></fileDesc></%s>\n<text><body>\n", head, esc("Glossary "+g.Name), head)
	// category writes one data category: element and type in DCA, the tag in DCT.
	category := func(indent, element, kind, module, v string) {
		if v == "" {
			return
		}
		if style == dct {
			fmt.Fprintf(&b, "%s<%s:%s>%s</%s:%s>\n", indent, module, kind, esc(v), module, kind)
			return
		}
		fmt.Fprintf(&b, "%s<%s type=\"%s\">%s</%s>\n", indent, element, kind, esc(v), element)
	}
	for _, c := range g.Concepts {
		fmt.Fprintf(&b, "<%s id=\"%s\">\n", entry, esc(escapeID(c.ID)))
		category(" ", "descrip", "subjectField", "min", c.Subject)
		category(" ", "descrip", "definition", "basic", c.Definition)
		category(" ", "admin", "source", "basic", c.Source)
		if style == martif {
			for _, id := range c.PartOf {
				fmt.Fprintf(&b, " <descrip type=\"broaderConceptPartitive\" target=\"%s\"/>\n", esc(escapeID(id)))
			}
		}
		if c.Note != "" {
			fmt.Fprintf(&b, " <note>%s</note>\n", esc(c.Note))
		}
		var tags []string
		byTag := map[string][]*Term{}
		for i := range c.Terms {
			t := &c.Terms[i]
			if byTag[t.tag()] == nil {
				tags = append(tags, t.tag())
			}
			byTag[t.tag()] = append(byTag[t.tag()], t)
		}
		for _, tag := range tags {
			fmt.Fprintf(&b, " <%s xml:lang=\"%s\">\n", section, esc(tag))
			for _, t := range byTag[tag] {
				fmt.Fprintf(&b, "  <%s>\n   <term>%s</term>\n", group, esc(t.Text))
				category("   ", "termNote", "administrativeStatus", "min", tbxStatus[t.Status])
				category("   ", "termNote", "partOfSpeech", "min", tbxPOS[t.POS])
				category("   ", "termNote", "grammaticalGender", "basic", tbxGender[t.Gender])
				fmt.Fprintf(&b, "  </%s>\n", group)
			}
			fmt.Fprintf(&b, " </%s>\n", section)
		}
		fmt.Fprintf(&b, "</%s>\n", entry)
	}
	fmt.Fprintf(&b, "</body></text>\n</%s>\n", root)
	_, err := io.WriteString(w, b.String())
	return err
}

// esc escapes text for XML; characters that XML 1.0 cannot hold become U+FFFD.
func esc(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // writes to memory
	return strings.NewReplacer("&#34;", "&quot;", "&#39;", "'").Replace(b.String())
}

// escapeID makes a concept's id an XML name: what no name can have is written
// _xHHHH_, as ISO/IEC 9075-14 does.
func escapeID(id string) string {
	var b strings.Builder
	for i, r := range id {
		ok := r == '_' || unicode.IsLetter(r) || i > 0 && (unicode.IsDigit(r) && r < 0x80 || r == '-' || r == '.')
		if r == '_' && strings.HasPrefix(id[i:], "_x") {
			ok = false
		}
		if ok {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "_x%04X_", r)
		}
	}
	return b.String()
}

func unescapeID(id string) string {
	for at := 0; ; {
		i := strings.Index(id[at:], "_x")
		if i < 0 {
			return id
		}
		i += at
		j := strings.IndexByte(id[i+2:], '_')
		if j < 4 || j > 6 {
			at = i + 2
			continue
		}
		n, err := strconv.ParseUint(id[i+2:i+2+j], 16, 32)
		if err != nil || n > unicode.MaxRune {
			at = i + 2
			continue
		}
		r := string(rune(n))
		id = id[:i] + r + id[i+2+j+1:]
		at = i + len(r)
	}
}
