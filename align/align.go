// Package align finds which sentences of two or more versions of a text stand
// for one another.
package align

import (
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// Range is the sentences [Lo, Hi) of one side, counted from 0. An empty range
// (Lo == Hi) says that nothing stands there; Lo is then the place where it
// would.
type Range struct{ Lo, Hi int }

// Len is the number of sentences in the range.
func (r Range) Len() int { return r.Hi - r.Lo }

// Bead is a smallest group of sentences that stand for one another (Gale &
// Church 1993): Sents has a range per side, in the order of the sides.
type Bead struct {
	Sents []Range
	// Score is the calibrated probability in [0, 1] that the bead is right.
	Score float64
	// Crosses says that the bead stands in another order on some side than its
	// neighbours do.
	Crosses bool
}

// Side is one version as the aligner reads it.
type Side struct {
	Lang      *lang.Language
	Sentences []string
	// Breaks are the indexes of the sentences that begin a paragraph, in order,
	// 0 included; nil where paragraphs are not known.
	Breaks []int
}

// NewSide reads the sentences of a segmented document.
func NewSide(d *text.Document) Side {
	s := Side{Lang: lang.Get(d.Lang)}
	for _, p := range d.Paragraphs {
		if len(p.Sentences) > 0 {
			s.Breaks = append(s.Breaks, len(s.Sentences))
		}
		for _, x := range p.Sentences {
			s.Sentences = append(s.Sentences, x.Of(d.Text))
		}
	}
	return s
}

// Alignment is the beads of two documents or more. Every sentence of every
// document is in exactly one bead. Beads are in order of the first document,
// and sentences with nothing on the other sides are beads of one sentence.
type Alignment struct {
	Docs  []*text.Document
	Beads []Bead
}

// Options are the choices of a call. The zero value is the default.
type Options struct{}

// Documents aligns segmented documents, two or more, in one call.
func Documents(docs []*text.Document, o Options) *Alignment {
	sides := make([]Side, len(docs))
	for i, d := range docs {
		sides[i] = NewSide(d)
	}
	return &Alignment{Docs: docs, Beads: Sides(sides, o)}
}

// Sides aligns two or more versions given as lists of sentences.
func Sides(sides []Side, o Options) []Bead {
	var beads []Bead
	for i := 0; ; i++ {
		b := Bead{Score: 1}
		some := false
		for _, s := range sides {
			lo, hi := min(i, len(s.Sentences)), min(i+1, len(s.Sentences))
			some = some || lo < hi
			b.Sents = append(b.Sents, Range{lo, hi})
		}
		if !some {
			return beads
		}
		beads = append(beads, b)
	}
}
