package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text/reader"
)

func glossaryCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "glossary",
		Usage: e.t("cmd.glossary.usage"),
		Subcommands: []*cli.Command{
			glossaryListCommand(e),
			glossaryLintCommand(e),
			glossaryConvertCommand(e),
			glossaryExtractCommand(e),
			glossaryDriftCommand(e),
		},
	}
}

func glossaryListCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "list",
		Usage:       e.t("cmd.glossary-list.usage"),
		ArgsUsage:   "[WORD...]",
		Description: e.t("cmd.glossary-list.about"),
		UsageText:   e.t("cmd.glossary-list.examples"),
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "glossary", Aliases: []string{"g"}, Usage: e.t("flag.glossary-list")},
			choice("format", e.t("flag.glossary-format"), "text", "tsv"),
			&cli.StringFlag{Name: "langs", Usage: e.t("flag.langs-shown")},
			e.outputFlag(),
		},
		Action: func(c *cli.Context) (err error) {
			gs := []*glossary.Glossary{}
			for _, f := range c.StringSlice("glossary") {
				g, err := loadGlossary(f)
				if err != nil {
					return err
				}
				gs = append(gs, g)
			}
			if len(gs) == 0 {
				gs = append(gs, glossary.Diplomatic())
			}
			langs, err := e.langs(c.String("langs"), 0)
			if err != nil {
				return err
			}
			var list []*glossary.Concept
			for _, g := range gs {
				for _, k := range g.Concepts {
					if hasWords(k, c.Args().Slice()) {
						list = append(list, k)
					}
				}
			}
			out, err := e.open(c.String("output"))
			if err != nil {
				return err
			}
			if c.String("format") == "tsv" {
				listTSV(out, list, langs)
			} else {
				e.listText(out, list, langs)
			}
			return out.close(nil)
		},
	}
}

// loadGlossary reads a glossary file; what keeps it from being read at all is
// said as for every file.
func loadGlossary(name string) (*glossary.Glossary, error) {
	f, err := reader.Open(name)
	if err != nil {
		return nil, err
	}
	f.Close()
	return glossary.Load(name)
}

// hasWords reports whether each word stands in the concept's id or in one of
// its terms, case, accents and script left aside.
func hasWords(k *glossary.Concept, words []string) bool {
	for _, w := range words {
		f := lang.FoldKey(w)
		if !strings.Contains(lang.FoldKey(k.ID), f) && !slices.ContainsFunc(k.Terms, func(t glossary.Term) bool {
			return strings.Contains(lang.FoldKey(t.Text), f)
		}) {
			return false
		}
	}
	return true
}

func shown(langs []string, code string) bool { return len(langs) == 0 || slices.Contains(langs, code) }

func listTSV(w io.Writer, list []*glossary.Concept, langs []string) {
	io.WriteString(w, "concept\tlang\tterm\tstatus\n")
	for _, k := range list {
		for _, t := range k.Terms {
			if shown(langs, t.Lang) {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", k.ID, t.Lang, t.Text, t.Status)
			}
		}
	}
}

// listText prints a block per concept: preferred terms first, then the others
// with their status.
func (e *env) listText(w io.Writer, list []*glossary.Concept, langs []string) {
	for _, k := range list {
		subject := ""
		if k.Subject != "" {
			subject = "  (" + k.Subject + ")"
		}
		fmt.Fprintf(w, "%s%s\n", k.ID, subject)
		var codes []string
		for _, t := range k.Terms {
			if !slices.Contains(codes, t.Lang) && shown(langs, t.Lang) {
				codes = append(codes, t.Lang)
			}
		}
		for _, code := range codes {
			line := ""
			for _, status := range []glossary.Status{glossary.Preferred, glossary.Admitted, glossary.Superseded, glossary.Deprecated} {
				var terms []string
				for _, t := range k.In(code) {
					if t.Status == status {
						terms = append(terms, t.Text)
					}
				}
				if len(terms) == 0 {
					continue
				}
				s := strings.Join(terms, " | ")
				if status != glossary.Preferred {
					s = e.t("status."+string(status)) + ": " + s
				}
				if line != "" {
					line += "; "
				}
				line += s
			}
			fmt.Fprintf(w, "  %s%s%s\n", code, strings.Repeat(" ", max(1, 5-runewidth.StringWidth(code))), line)
		}
		if k.Note != "" {
			fmt.Fprintf(w, "  # %s\n", k.Note)
		}
	}
	fmt.Fprintln(w, e.t("glossary.count", "Count", len(list)))
}
