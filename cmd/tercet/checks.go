package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/jsonl"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/segment"
)

func checksCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "checks",
		Usage:       e.t("cmd.checks.usage"),
		Description: e.t("cmd.checks.about"),
		UsageText:   "tercet checks\ntercet checks --format jsonl",
		Flags:       []cli.Flag{choice("format", e.t("flag.list-format"), "text", "jsonl")},
		Action: func(c *cli.Context) error {
			if err := noFiles(c); err != nil {
				return err
			}
			width := 0
			for _, k := range divergence.All {
				width = max(width, len(k.Name))
			}
			var b strings.Builder
			w := jsonl.NewWriter(&b)
			for _, k := range divergence.All {
				if c.String("format") == "jsonl" {
					if err := w.Write(map[string]string{"check": k.Name, "category": k.Category, "summary": summary(k.Doc, lang.English)}); err != nil {
						return err
					}
					continue
				}
				fmt.Fprintf(&b, "%-*s  %s\n", width, k.Name, summary(k.Page(e.p.Lang), lang.Get(e.p.Lang)))
			}
			return e.print(b.String())
		},
	}
}

// summary is the first sentence of a check's documentation, without the heading
// and the full stop. Lines of the page are joined as its language writes words.
func summary(doc string, l *lang.Language) string {
	body := strings.TrimSpace(doc)
	if strings.HasPrefix(body, "#") {
		_, body, _ = strings.Cut(body, "\n")
	}
	paragraph, _, _ := strings.Cut(strings.TrimSpace(body), "\n\n")
	space := ""
	if l.Spaced {
		space = " "
	}
	for sp := range segment.Sentences(strings.ReplaceAll(paragraph, "\n", space), l, segment.Options{}) {
		return strings.TrimRight(sp, ".。")
	}
	return ""
}

func checkNames() []string {
	var out []string
	for _, k := range divergence.All {
		out = append(out, k.Name)
	}
	return out
}

func noFiles(c *cli.Context) error {
	if c.Args().Present() {
		return errorf("error.no-arguments", "Command", c.Command.Name, "Got", c.Args().First())
	}
	return nil
}

func explainCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "explain",
		Usage:       e.t("cmd.explain.usage"),
		ArgsUsage:   "CHECK",
		Description: e.t("cmd.explain.about"),
		UsageText:   "tercet explain number\ntercet explain terminology",
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return errorf("error.explain-one", "Known", strings.Join(checkNames(), ", "))
			}
			for _, k := range divergence.All {
				if k.Name == c.Args().First() {
					return e.print(strings.TrimSpace(k.Page(e.p.Lang)) + "\n")
				}
			}
			return e.unknown("check", c.Args().First(), checkNames())
		},
	}
}
