package report

import (
	"io"
	"strconv"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/corpora"
)

// AlignTMX is a translation memory, a unit for each bead that has two versions
// or more: what one version alone has is nothing that a memory could offer. The
// unit's tuid is the bead's number from 1.
var AlignTMX = &AlignFormat{
	Name: "tmx",
	Doc:  "TMX 1.4b translation memory",
	Write: func(w io.Writer, a *align.Alignment, o Options) error {
		tw := corpora.TMX.Write(w, corpora.Header{Langs: versions(a.Docs), Source: o.Source, Creator: o.Creator})
		j := newJoiner(a.Docs)
		for i, b := range a.Beads {
			u := corpora.Unit{ID: strconv.Itoa(i + 1), Number: true, Score: b.Score}
			for side, r := range b.Sents {
				if r.Len() > 0 {
					u.Segments = append(u.Segments, corpora.Segment{Lang: a.Docs[side].Lang, Text: j.join(side, r)})
				}
			}
			if len(u.Segments) < 2 {
				continue
			}
			if err := tw.Write(&u); err != nil {
				return err
			}
		}
		return tw.Close()
	},
}
