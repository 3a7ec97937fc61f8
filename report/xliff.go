package report

import (
	"io"
	"strconv"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/corpora"
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
		h := corpora.Header{Langs: versions(a.Docs), Source: o.Source, Creator: o.Creator, Original: a.Docs[0].Name}
		if o.Source != "" && o.Source == a.Docs[1].Lang {
			h.Original = a.Docs[1].Name
		}
		xw := corpora.XLIFF.Write(w, h)
		j := newJoiner(a.Docs)
		for i, b := range a.Beads {
			u := corpora.Unit{ID: strconv.Itoa(i + 1), Number: true, Score: round(b.Score)}
			for side, r := range b.Sents {
				u.Segments = append(u.Segments, corpora.Segment{Lang: a.Docs[side].Lang, Text: j.join(side, r)})
			}
			if err := xw.Write(&u); err != nil {
				return err
			}
		}
		return xw.Close()
	},
}
