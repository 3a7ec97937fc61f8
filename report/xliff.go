package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/internal/locale"
)

// AlignXLIFF is XLIFF 2.0 (OASIS, 2014): one file, a unit for each bead, with
// its score as a note. The format holds one source and one target, so it takes
// two documents; the first is the source unless Options.Source is the other.
var AlignXLIFF = &AlignFormat{
	Name: "xliff",
	Doc:  "XLIFF 2.0, of two documents",
	Write: func(w io.Writer, a *align.Alignment, o Options) error {
		if len(a.Docs) != 2 {
			return locale.Errorf("", 0, 0, "report.xliff-two", "Count", len(a.Docs))
		}
		src, trg := 0, 1
		if o.Source != "" && o.Source == a.Docs[1].Lang {
			src, trg = 1, 0
		}
		bw := bufio.NewWriterSize(w, 1<<16)
		bw.WriteString(xml.Header + `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="` + xmlAttr(a.Docs[src].Lang) +
			`" trgLang="` + xmlAttr(a.Docs[trg].Lang) + `">` + "\n" + `  <file id="f1" original="` + xmlAttr(a.Docs[src].Name) + `">` + "\n")
		j := newJoiner(a.Docs)
		for i, b := range a.Beads {
			fmt.Fprintf(bw, "    <unit id=\"%d\">\n      <notes><note category=\"score\">%s</note></notes>\n      <segment>\n", i+1, score(b.Score))
			bw.WriteString("        <source>")
			xliffText(bw, j.join(src, b.Sents[src]))
			bw.WriteString("</source>\n")
			if b.Sents[trg].Len() > 0 {
				bw.WriteString("        <target>")
				xliffText(bw, j.join(trg, b.Sents[trg]))
				bw.WriteString("</target>\n")
			}
			bw.WriteString("      </segment>\n    </unit>\n")
		}
		bw.WriteString("  </file>\n</xliff>\n")
		return bw.Flush()
	},
}

// xmlAttr escapes an attribute's value; what XML cannot write is dropped.
func xmlAttr(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(xmlText(s)))
	return b.String()
}

// xliffText writes inline content. Characters that XML 1.0 has no way to write
// are cp elements (XLIFF 2.0, 4.2.3.1).
func xliffText(w *bufio.Writer, s string) {
	for i, r := range s {
		switch {
		case r == '&':
			w.WriteString("&amp;")
		case r == '<':
			w.WriteString("&lt;")
		case r == '>':
			w.WriteString("&gt;")
		case r < 0x20 && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			fmt.Fprintf(w, `<cp hex="%04X"/>`, r)
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			w.WriteString("\uFFFD")
		default:
			w.WriteRune(r)
		}
	}
}
