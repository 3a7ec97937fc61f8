package main

import (
	"errors"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/internal/locale"
)

func lexiconCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "lexicon",
		Usage: e.t("cmd.lexicon.usage"),
		Subcommands: []*cli.Command{
			lexiconTrainCommand(e),
		},
	}
}

func lexiconTrainCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "train",
		Usage:       e.t("cmd.lexicon-train.usage"),
		ArgsUsage:   "BITEXT...",
		Description: e.t("cmd.lexicon-train.about"),
		UsageText:   e.t("cmd.lexicon-train.examples"),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "min-count", Usage: e.t("flag.train-min"), Value: "2"},
			&cli.StringFlag{Name: "langs", Usage: e.t("flag.train-langs")},
			e.outputFlag(),
		},
		Action: func(c *cli.Context) error { return e.train(c) },
	}
}

// train learns a lexicon of every two languages that the bitexts hold.
func (e *env) train(c *cli.Context) error {
	least, err := number(c, "min-count", 1)
	if err != nil {
		return err
	}
	langs, err := e.langs(c.String("langs"), 0)
	if err != nil {
		return err
	}
	files := c.Args().Slice()
	formats, err := bitexts(files)
	switch {
	case err != nil:
		return err
	case len(files) == 0:
		return errorf("error.no-bitexts")
	case formats == nil:
		return errorf("error.no-bitext", "Got", files[0])
	}
	each, done, err := e.bitextUnits(files, formats)
	if err != nil {
		return err
	}
	defer done()
	met := map[string]bool{}
	err = each(func(u *corpora.Unit) error {
		for _, s := range u.Segments {
			if !met[s.Lang] {
				met[s.Lang] = true
				if c.String("langs") == "" {
					langs = append(langs, s.Lang)
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	langs = slices.DeleteFunc(langs, func(l string) bool { return !met[l] })
	if len(langs) < 2 {
		return locale.Errorf(files[0], 0, 0, "error.no-units")
	}
	learnt := 0
	out, err := e.open(c.String("output"))
	if err != nil {
		return err
	}
	err = lexicon.WriteTSV(out, langs, func(i, j int) []lexicon.Learnt {
		list := lexicon.Train(segmentPairs(each, langs[i], langs[j]), lexicon.TrainOptions{Min: least})
		learnt += len(list)
		return list
	})
	if learnt == 0 && err == nil {
		e.warn(locale.Errorf(files[0], 0, 0, "warning.nothing-learnt"))
	}
	return out.close(err)
}

// segmentPairs are the segments of two languages in units that have both. What
// could be read once can be read again: errors end the pairs.
func segmentPairs(each func(func(*corpora.Unit) error) error, a, b string) lexicon.Pairs {
	errStopped := errors.New("stopped")
	return func(yield func(string, string) bool) {
		each(func(u *corpora.Unit) error {
			x, y := "", ""
			for _, s := range u.Segments {
				if s.Lang == a && x == "" {
					x = s.Text
				} else if s.Lang == b && y == "" {
					y = s.Text
				}
			}
			if x != "" && y != "" && !yield(x, y) {
				return errStopped
			}
			return nil
		})
	}
}
