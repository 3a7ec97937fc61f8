package main

import (
	"fmt"
	"io"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/align/embed"
	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/internal/openai"
	"github.com/tercet/tercet/text"
	"github.com/tercet/tercet/text/reader"
)

// alignerFlags are the flags of all commands that align.
func (e *env) alignerFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "pins", Usage: e.t("flag.pins")},
		&cli.StringSliceFlag{Name: "lexicon", Usage: e.t("flag.lexicon")},
		&cli.BoolFlag{Name: "fast", Usage: e.t("flag.fast")},
		&cli.StringFlag{Name: "embeddings", Usage: e.t("flag.embeddings")},
		&cli.StringFlag{Name: "embeddings-model", Usage: e.t("flag.embeddings-model")},
		&cli.StringFlag{Name: "embeddings-cache", Usage: e.t("flag.embeddings-cache")},
	}
}

// aligner aligns as the flags of the command say.
type aligner struct {
	o     align.Options
	pins  string
	embed *embed.Client
}

// aligner reads the flags; the terms of glossaries are word evidence beside the
// lexicon files.
func (e *env) aligner(c *cli.Context, glossaries []*glossary.Glossary) (*aligner, error) {
	a := &aligner{pins: c.String("pins")}
	a.o.Fast = c.Bool("fast")
	l := lexicon.New()
	for _, g := range glossaries {
		if !g.Embedded { // its terms are in the embedded lexicon
			l.AddGlossary(g)
		}
	}
	for _, name := range c.StringSlice("lexicon") {
		f, err := reader.Open(name)
		if err != nil {
			return nil, err
		}
		f.Close()
		if err := l.AddFile(name); err != nil {
			return nil, err
		}
	}
	if l.Len() > 0 {
		a.o.Lexicon = l
	}
	if url := c.String("embeddings"); url != "" {
		if _, err := openai.Endpoint(url, "embeddings"); err != nil {
			return nil, errorf("error.server-address", "Flag", "--embeddings", "Got", openai.Shown(url))
		}
		a.embed = &embed.Client{URL: url, Model: c.String("embeddings-model"), Cache: c.String("embeddings-cache"), Key: os.Getenv(openai.KeyVariable)}
		a.o.Scorer = a.embed
	}
	return a, nil
}

// align aligns versions given as sentences.
func (a *aligner) align(sides []align.Side) ([]align.Bead, error) {
	o := a.o
	if a.pins != "" {
		f, err := reader.Open(a.pins)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if o.Pins, err = align.ReadPins(f, a.pins, sides); err != nil {
			return nil, err
		}
	}
	beads := align.Sides(sides, o)
	if a.embed != nil {
		if err := a.embed.Err(); err != nil {
			return nil, serverError(err, "--embeddings", a.embed.Model)
		}
	}
	return beads, nil
}

// documents aligns segmented documents.
func (a *aligner) documents(docs []*text.Document) (*align.Alignment, error) {
	sides := make([]align.Side, len(docs))
	for i, d := range docs {
		sides[i] = align.NewSide(d)
	}
	beads, err := a.align(sides)
	return &align.Alignment{Docs: docs, Beads: beads}, err
}

// explainAlignment prints for each bead what carried it, in nats against
// independent text: for each two sides the length, how sentences begin and end,
// words and marks with the partners that said most, and how usual the shape is.
func explainAlignment(w io.Writer, a *align.Alignment) error {
	for _, b := range a.Beads {
		if err := align.WriteLadder(w, []align.Bead{b}); err != nil {
			return err
		}
		for _, x := range b.Why {
			fmt.Fprintf(w, "  %s-%s  length %+.1f  ends %+.1f  words %+.1f  prior %+.1f", a.Docs[x.A].Lang, a.Docs[x.B].Lang, x.Length, x.Ends, x.Words, x.Prior)
			if x.Pinned {
				fmt.Fprint(w, "  pinned")
			}
			for i, p := range x.Partners {
				sep := ", "
				if i == 0 {
					sep = "  "
				}
				fmt.Fprintf(w, "%s%s~%s", sep, p.A, p.B)
			}
			fmt.Fprintln(w)
		}
	}
	return nil
}
