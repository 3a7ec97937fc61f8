// Package srx reads, writes and runs segmentation rules in the Segmentation
// Rules eXchange format, SRX 2.0 (LISA OSCAR, 2008; GALA), and the map of SRX
// 1.0 files.
//
// A rule says of each place between two characters whether a segment ends
// there: it applies where its beforebreak pattern matches text that ends at the
// place and its afterbreak pattern text that begins there. The first rule that
// applies decides; where none does, the segment goes on. Which language rules
// take part, and in which order, is said by the language maps (clause 4 of the
// standard, cascading).
//
// Patterns are ICU regular expressions, as the standard says, or Java ones where
// the file says so (Okapi's useJavaRegex). In the former a dot matches line feeds
// too, as OmegaT has it. Most run side by side in one
// automaton; look-around, possessive quantifiers, atomic groups and back
// references run on github.com/dlclark/regexp2 with a time limit. What can be
// run on neither is reported by Problems and takes no part.
package srx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/tercet/tercet/internal/locale"
)

// Namespace is that of SRX 2.0.
const Namespace = "http://www.lisa.org/srx20"

// Document is an SRX file.
type Document struct {
	Name    string // for messages
	Version string // "2.0" or "1.0"
	// Cascade says that the rules of all language maps that match take part, in
	// the order of the maps; otherwise those of the first. A file that does not
	// say cascades, as OmegaT reads it.
	Cascade bool
	// SegmentSubflows and the three Includes are for filters that know inline
	// markup; they are kept and have no effect on text.
	SegmentSubflows                           bool
	IncludeStart, IncludeEnd, IncludeIsolated bool
	// Java says that the patterns are Java's: \s, \w and \d are ASCII.
	Java  bool
	Rules []LanguageRule
	Maps  []LanguageMap

	mu    sync.Mutex
	ready map[string]*Rules // by language code
}

// LanguageRule is a named list of rules.
type LanguageRule struct {
	Name  string
	Rules []Rule
}

// Rule is one rule. Line is where it stands in the file, from 1; 0 where it was
// made otherwise.
type Rule struct {
	Break         bool
	Before, After string
	Line          int
}

// LanguageMap leads from language codes to a LanguageRule. Pattern has to match
// the whole code; case does not count.
type LanguageMap struct{ Pattern, Rule string }

type xmlFormat struct {
	Type    string `xml:"type,attr"`
	Include string `xml:"include,attr"`
}

type xmlRule struct {
	Break  string  `xml:"break,attr,omitempty"`
	Before *string `xml:"beforebreak"`
	After  *string `xml:"afterbreak"`
}

// Read reads an SRX file; name stands in errors, which have the form
// file:line:col: text.
func Read(name string, r io.Reader) (*Document, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, locale.Errorf(name, 0, 0, "error.io", "Why", err.Error())
	}
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		if b, _, err = transform.Bytes(unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder(), b); err != nil {
			return nil, locale.Errorf(name, 0, 0, "error.io", "Why", err.Error())
		}
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	d := &Document{Name: name, Cascade: true, SegmentSubflows: true, IncludeEnd: true}
	x := xml.NewDecoder(bytes.NewReader(b))
	x.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		switch strings.ToLower(charset) {
		case "utf-8", "utf-16", "us-ascii", "ascii": // decoded above
			return in, nil
		}
		return nil, fmt.Errorf("encoding %q (want UTF-8 or UTF-16)", charset)
	}
	at := func(id string, args ...any) error {
		line, col := x.InputPos()
		return locale.Errorf(name, line, col, id, args...)
	}
	root := false
	for {
		tok, err := x.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			var syn *xml.SyntaxError
			if errors.As(err, &syn) {
				return nil, at("error.xml", "Why", syn.Msg)
			}
			return nil, at("error.xml", "Why", err.Error())
		}
		el, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if !root {
			if el.Name.Local != "srx" {
				return nil, at("error.xml-root", "Got", el.Name.Local, "Want", "srx")
			}
			root = true
		}
		line, _ := x.InputPos()
		switch el.Name.Local {
		case "srx":
			if d.Version = attr(el, "version"); d.Version != "2.0" && d.Version != "1.0" {
				return nil, at("error.srx-value", "Name", "version", "Got", d.Version, "Known", "2.0, 1.0")
			}
			d.Cascade = d.Version != "1.0"
		case "header":
			if v := attr(el, "cascade"); v != "" {
				if d.Cascade, ok = yesNo(v); !ok {
					return nil, at("error.srx-value", "Name", "cascade", "Got", v, "Known", "yes, no")
				}
			}
			if v := attr(el, "segmentsubflows"); v != "" {
				if d.SegmentSubflows, ok = yesNo(v); !ok {
					return nil, at("error.srx-value", "Name", "segmentsubflows", "Got", v, "Known", "yes, no")
				}
			}
		case "formathandle":
			v, ok := yesNo(attr(el, "include"))
			switch attr(el, "type") {
			case "start":
				d.IncludeStart = v
			case "end":
				d.IncludeEnd = v
			case "isolated":
				d.IncludeIsolated = v
			default:
				ok = false
			}
			if !ok {
				return nil, at("error.srx-formathandle", "Type", attr(el, "type"), "Include", attr(el, "include"))
			}
		case "options": // Okapi's extension
			d.Java = attr(el, "useJavaRegex") == "yes"
		case "languagerule":
			n := attr(el, "languagerulename")
			if n == "" {
				return nil, at("error.srx-without", "Element", "languagerule", "Want", "languagerulename")
			}
			d.Rules = append(d.Rules, LanguageRule{Name: n})
		case "rule":
			var v xmlRule
			if err := x.DecodeElement(&v, &el); err != nil {
				return nil, at("error.xml", "Why", err.Error())
			}
			if len(d.Rules) == 0 {
				return nil, at("error.srx-outside")
			}
			br := true // the standard's default
			if v.Break != "" {
				if br, ok = yesNo(v.Break); !ok {
					return nil, at("error.srx-value", "Name", "break", "Got", v.Break, "Known", "yes, no")
				}
			}
			rule := Rule{Break: br, Line: line}
			if v.Before != nil {
				rule.Before = *v.Before
			}
			if v.After != nil {
				rule.After = *v.After
			}
			l := &d.Rules[len(d.Rules)-1]
			l.Rules = append(l.Rules, rule)
		case "languagemap":
			m := LanguageMap{attr(el, "languagepattern"), attr(el, "languagerulename")}
			if m.Pattern == "" || m.Rule == "" {
				return nil, at("error.srx-without", "Element", "languagemap", "Want", "languagepattern, languagerulename")
			}
			d.Maps = append(d.Maps, m)
		}
	}
	switch {
	case !root:
		return nil, locale.Errorf(name, 1, 1, "error.srx-missing", "Element", "srx")
	case len(d.Rules) == 0:
		return nil, locale.Errorf(name, 1, 1, "error.srx-missing", "Element", "languagerule")
	case len(d.Maps) == 0:
		return nil, locale.Errorf(name, 1, 1, "error.srx-no-map")
	}
	for _, m := range d.Maps {
		if d.rule(m.Rule) == nil {
			return nil, locale.Errorf(name, 0, 0, "error.srx-map", "Got", m.Rule)
		}
	}
	return d, nil
}

func (d *Document) rule(name string) *LanguageRule {
	for i := range d.Rules {
		if d.Rules[i].Name == name {
			return &d.Rules[i]
		}
	}
	return nil
}

func attr(el xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func yesNo(s string) (value, ok bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "yes":
		return true, true
	case "no":
		return false, true
	}
	return false, false
}

// Write writes d as SRX 2.0 in UTF-8. What Read returns of it equals d but for
// Name, Version, Line.
func (d *Document) Write(w io.Writer) error {
	word := func(b bool) string {
		if b {
			return "yes"
		}
		return "no"
	}
	var b bytes.Buffer
	esc := func(s string) string {
		var e bytes.Buffer
		xml.EscapeText(&e, []byte(s))
		return e.String()
	}
	b.WriteString(xml.Header)
	ext := ""
	if d.Java {
		ext = ` xmlns:okpsrx="http://okapi.sf.net/srx-extensions"`
	}
	fmt.Fprintf(&b, "<srx xmlns=%q%s version=\"2.0\">\n", Namespace, ext)
	fmt.Fprintf(&b, "  <header segmentsubflows=%q cascade=%q>\n", word(d.SegmentSubflows), word(d.Cascade))
	for _, f := range []xmlFormat{{"start", word(d.IncludeStart)}, {"end", word(d.IncludeEnd)}, {"isolated", word(d.IncludeIsolated)}} {
		fmt.Fprintf(&b, "    <formathandle type=%q include=%q/>\n", f.Type, f.Include)
	}
	if d.Java {
		b.WriteString("    <okpsrx:options useJavaRegex=\"yes\"/>\n")
	}
	b.WriteString("  </header>\n  <body>\n    <languagerules>\n")
	for _, l := range d.Rules {
		fmt.Fprintf(&b, "      <languagerule languagerulename=\"%s\">\n", esc(l.Name))
		for _, r := range l.Rules {
			fmt.Fprintf(&b, "        <rule break=%q>\n          <beforebreak>%s</beforebreak>\n          <afterbreak>%s</afterbreak>\n        </rule>\n",
				word(r.Break), esc(r.Before), esc(r.After))
		}
		b.WriteString("      </languagerule>\n")
	}
	b.WriteString("    </languagerules>\n    <maprules>\n")
	for _, m := range d.Maps {
		fmt.Fprintf(&b, "      <languagemap languagepattern=\"%s\" languagerulename=\"%s\"/>\n", esc(m.Pattern), esc(m.Rule))
	}
	b.WriteString("    </maprules>\n  </body>\n</srx>\n")
	_, err := w.Write(b.Bytes())
	return err
}
