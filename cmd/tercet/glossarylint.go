package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/internal/jsonl"
)

func glossaryLintCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "lint",
		Usage:       e.t("cmd.glossary-lint.usage"),
		ArgsUsage:   "[FILE...]",
		Description: e.t("cmd.glossary-lint.about"),
		UsageText:   "tercet glossary lint house.tsv\ntercet glossary lint house.tbx --format jsonl --fail-on warning",
		Flags: append([]cli.Flag{
			choice("format", e.t("flag.list-format"), "text", "jsonl"),
			choice("fail-on", e.t("flag.fail-on"), "error", "warning", "never"),
			e.outputFlag(),
		}, e.configFlags()...),
		Action: func(c *cli.Context) error { return e.lintGlossaries(c) },
	}
}

// lintLine is a line of glossary lint --format jsonl. Message is English.
type lintLine struct {
	Glossary string `json:"glossary"`
	Issue    string `json:"issue"`
	Severity string `json:"severity"`
	Concept  string `json:"concept"`
	Lang     string `json:"lang,omitempty"`
	Term     string `json:"term,omitempty"`
	Status   string `json:"status,omitempty"`
	Other    string `json:"other,omitempty"` // concept
	With     string `json:"with,omitempty"`  // term
	Message  string `json:"message"`
}

func (e *env) lintGlossaries(c *cli.Context) error {
	files := c.Args().Slice()
	if len(files) == 0 {
		cfg, err := e.config(c)
		if err != nil {
			return err
		}
		if files = cfg.Glossaries; len(files) == 0 {
			return errorf("error.no-glossary")
		}
	}
	var gs []*glossary.Glossary
	for _, f := range files {
		g, err := loadGlossary(f)
		if err != nil {
			return err
		}
		gs = append(gs, g)
	}
	out, err := e.open(c.String("output"))
	if err != nil {
		return err
	}
	lines := jsonl.NewWriter(out)
	worst := 0
	counts := map[divergence.Severity]int{}
	concepts := 0
	for i, g := range gs {
		concepts += len(g.Concepts)
		for _, x := range glossary.Lint(g) {
			severity := divergence.Warning
			if x.Grave {
				severity = divergence.Error
			}
			worst = max(worst, severity.Rank())
			counts[severity]++
			if c.String("format") == "jsonl" {
				err = lines.Write(newLintLine(files[i], severity, x))
			} else {
				_, err = fmt.Fprintf(out, "%s: %s  %s  %s: %s\n", files[i], e.t("report.severity."+string(severity)), x.Kind, x.Concept.ID, e.lintMessage(x))
			}
			if err != nil {
				return out.close(err)
			}
		}
	}
	if c.String("format") == "text" {
		n := e.t("glossary.count", "Count", concepts)
		if len(counts) == 0 {
			fmt.Fprintln(out, e.t("lint.clean", "Concepts", n))
		} else {
			var parts []string
			if k := counts[divergence.Error]; k > 0 {
				parts = append(parts, e.t("report.errors", "Count", k))
			}
			if k := counts[divergence.Warning]; k > 0 {
				parts = append(parts, e.t("report.warnings", "Count", k))
			}
			fmt.Fprintln(out, e.t("lint.found", "Findings", strings.Join(parts, e.t("report.comma")), "Concepts", n))
		}
	}
	if err := out.close(nil); err != nil {
		return err
	}
	if worst >= failRank(c.String("fail-on")) {
		e.status = exitFindings
	}
	return nil
}

func newLintLine(file string, s divergence.Severity, x glossary.Issue) lintLine {
	l := lintLine{Glossary: file, Issue: string(x.Kind), Severity: string(s), Concept: x.Concept.ID, Lang: x.Lang, Message: x.String()}
	if x.Term != nil {
		l.Term, l.Status = x.Term.Text, string(x.Term.Status)
	}
	if x.Other != nil {
		l.Other = x.Other.ID
	}
	if x.With != nil {
		l.With = x.With.Text
	}
	return l
}

// lintMessage is an issue in the reader's language.
func (e *env) lintMessage(x glossary.Issue) string {
	args := []any{"Lang", x.Lang}
	if x.Term != nil {
		args = append(args, "Term", x.Term.Text, "Status", e.t("status."+string(x.Term.Status)))
	}
	if x.With != nil {
		args = append(args, "With", x.With.Text, "WithStatus", e.t("status."+string(x.With.Status)))
	}
	if x.Other != nil {
		args = append(args, "Other", x.Other.ID)
	}
	return e.t("lint.issue."+string(x.Kind), args...)
}
