// Package align finds which sentences of two or more versions of a text stand
// for one another.
package align

import (
	"runtime"

	"github.com/tercet/tercet/align/lexicon"
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
	// Crosses says that the bead stands in another order on the second side than
	// its neighbours do. Only beads of two documents are found to: those of one
	// sentence a side, and passages that changed places.
	Crosses bool
	// Why is the evidence, for each two sides that have sentences in the bead; nil
	// unless Options.Explain asks for it.
	Why []Evidence
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
// document is in exactly one bead. Beads are in order of the first document, of
// the others too but where a bead of two documents crosses its neighbours, and
// sentences with nothing on the other sides are beads of one sentence.
type Alignment struct {
	Docs  []*text.Document
	Beads []Bead
}

// Options are the choices of a call. The zero value is the default.
type Options struct {
	// Lexicon is word evidence beside the embedded seed: a glossary's terms, a
	// dictionary, what a corpus taught. Nil: the seed alone.
	Lexicon *lexicon.Lexicon
	// NoSeed leaves the embedded seed lexicon out.
	NoSeed bool
	// Pins are sentences that a person confirmed, in order; the alignment passes
	// through them. Those that cross an earlier one are left out.
	Pins []Pin
	// Scorer adds the evidence of sentence vectors; nil for none. Without it
	// nothing ever touches the network.
	Scorer Scorer
	// Explain fills Bead.Why.
	Explain bool
	// Fast trades a little accuracy for time: fewer passes.
	Fast bool
	// Posterior leaves Score as the search found it, not calibrated: for fitting
	// the calibration anew.
	Posterior bool
	// Workers is how many goroutines a call may use at a time; 0 is as many as
	// GOMAXPROCS. The result does not depend on it.
	Workers int
}

// settings are options made ready for the search.
type settings struct {
	Options
	passes  int
	workers int
}

func (o Options) settings() *settings {
	s := &settings{Options: o, passes: passes, workers: o.Workers}
	if s.workers <= 0 {
		s.workers = runtime.GOMAXPROCS(0)
	}
	if o.Fast {
		s.passes = fastPasses
	}
	return s
}

// links is what is known of the units of two sides before they are aligned.
func (o *settings) links(a, b *side) []link {
	out := append(identical(a, b), cognates(a, b)...)
	ls := []*lexicon.Lexicon{o.Lexicon}
	if !o.NoSeed {
		ls = append(ls, lexicon.Seed())
	}
	for _, l := range lexicon.Links(a.vocab.known(a.code), b.vocab.known(b.code), ls...) {
		out = append(out, link{l.A, l.B, l.Forth, l.Back})
	}
	return out
}

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
	set := o.settings()
	var full []*side // sides that hold something, and which they are
	var which []int
	for k, s := range sides {
		if len(s.Sentences) > 0 {
			full = append(full, newSide(s, stemming(sides)))
			which = append(which, k)
		}
	}
	pins := valid(o.Pins, sides, which)
	var beads []Bead
	switch len(full) {
	case 0:
		return nil
	case 1:
		for i := range full[0].n {
			beads = append(beads, Bead{Sents: []Range{{i, i + 1}}, Score: 1})
		}
	case 2:
		p := alignPair(full[0], full[1], pairPins(pins, 0, 1), set)
		beads = p.beads()
		if len(sides) == 2 {
			beads = p.crossed(p.moved(beads))
		}
		if o.Explain {
			for k := range beads {
				b := &beads[k]
				if e := p.explain(which[0], which[1], b.Sents[0], b.Sents[1]); e != nil {
					b.Why = append(b.Why, *e)
				}
			}
		}
	default:
		beads = alignJoint(full, which, pins, set)
	}
	if !o.Posterior && len(full) > 1 {
		calibrations()[min(len(full), 3)].apply(beads)
	}
	if len(full) == len(sides) {
		return beads
	}
	for k, b := range beads { // empty versions have their place in every bead
		all := make([]Range, len(sides))
		for x, y := range which {
			all[y] = b.Sents[x]
		}
		beads[k].Sents = all
	}
	return beads
}
