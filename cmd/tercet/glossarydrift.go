package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/report"
	"github.com/tercet/tercet/text"
	"github.com/tercet/tercet/text/reader"
)

func glossaryDriftCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "drift",
		Usage:       e.t("cmd.glossary-drift.usage"),
		ArgsUsage:   "FILE...",
		Description: e.t("cmd.glossary-drift.about"),
		UsageText:   e.t("cmd.glossary-drift.examples"),
		Flags: slices.Concat([]cli.Flag{
			choice("format", e.t("flag.drift-format"), "text", "tsv", "json"),
			&cli.StringFlag{Name: "since", Usage: e.t("flag.since")},
			&cli.StringSliceFlag{Name: "glossary", Aliases: []string{"g"}, Usage: e.t("flag.glossary")},
			&cli.BoolFlag{Name: "no-default-glossary", Usage: e.t("flag.no-default-glossary")},
			&cli.StringFlag{Name: "langs", Usage: e.t("flag.langs-each")},
			choice("fail-on", e.t("flag.fail-on"), "error", "warning", "note", "never"),
			e.outputFlag(),
		}, e.configFlags(), e.readerFlags()),
		Action: func(c *cli.Context) error { return e.drift(c) },
	}
}

// drifting is what glossary drift found.
type drifting struct {
	docs     []*text.Document
	since    bool
	usages   []*divergence.Usage  // over time
	changes  []*divergence.Change // since a commit
	breaks   []broken
	findings [][]divergence.Finding // by document
}

// broken is a break with the glossary that it is of.
type broken struct {
	*divergence.Break
	glossary string
}

func (e *env) drift(c *cli.Context) error {
	cfg, err := e.config(c)
	if err != nil {
		return err
	}
	gs, err := e.glossaries(c, cfg)
	if err != nil {
		return err
	}
	files := c.Args().Slice()
	if len(files) == 0 {
		return errorf("error.no-files", "Command", "glossary drift")
	}
	if count(files, "-") > 1 {
		return errorf("error.stdin-twice")
	}
	codes := strings.Split(c.String("langs"), ",")
	if len(codes) != 1 {
		if _, err := e.langs(c.String("langs"), len(files)); err != nil {
			return err
		}
	}
	d := &drifting{since: c.String("since") != ""}
	for i, f := range files { // texts of one language are welcome
		docs, err := e.read(c, []string{f}, codes[i%len(codes)])
		if err != nil {
			return err
		}
		d.docs = append(d.docs, docs...)
	}
	if err := checkable(d.docs, gs); err != nil {
		return err
	}
	if d.since {
		err = e.driftSince(c, d, gs, c.String("since"))
	} else {
		e.driftOver(d, gs)
	}
	if err != nil {
		return err
	}
	out, err := e.open(c.String("output"))
	if err != nil {
		return err
	}
	tally := &tally{}
	for _, fs := range d.findings {
		tally.add(&divergence.Result{Findings: fs})
	}
	switch c.String("format") {
	case "json":
		err = e.driftJSON(out, d)
	case "tsv":
		err = driftTSV(out, d)
	default:
		err = e.driftText(out, d)
	}
	if err := out.close(err); err != nil {
		return err
	}
	if tally.worst >= failRank(c.String("fail-on")) {
		e.status = exitFindings
	}
	return nil
}

// checkable fails where no glossary speaks any of the texts' languages.
func checkable(docs []*text.Document, gs []*glossary.Glossary) error {
	var langs []string
	for _, d := range docs {
		if !slices.Contains(langs, d.Lang) {
			langs = append(langs, d.Lang)
		}
	}
	for _, g := range gs {
		for _, k := range g.Concepts {
			for _, t := range k.Terms {
				if slices.Contains(langs, t.Lang) {
					return nil
				}
			}
		}
	}
	return errorf("error.no-terms", "Langs", strings.Join(langs, ", "))
}

// driftOver looks at the texts in the order of their days.
func (e *env) driftOver(d *drifting, gs []*glossary.Glossary) {
	dated := make([]divergence.Dated, len(d.docs))
	for i, doc := range d.docs {
		if dated[i] = (divergence.Dated{Document: doc, Date: divergence.DateOf(doc)}); dated[i].Date == "" {
			e.warn(locale.Errorf(doc.Name, 0, 0, "warning.no-date"))
		}
	}
	d.usages, d.findings = divergence.Drift(dated, gs)
}

// driftSince compares texts and glossaries with what git has of them.
func (e *env) driftSince(c *cli.Context, d *drifting, gs []*glossary.Glossary, ref string) error {
	git, err := exec.LookPath("git")
	if err != nil {
		return errorf("error.no-git")
	}
	then := make([]*text.Document, len(d.docs))
	for i, doc := range d.docs {
		raw, ok, err := gitFile(git, doc.Name, ref)
		if err != nil {
			return err
		}
		if !ok || len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		old, err := reader.Bytes(doc.Name, raw, readerOptions(c))
		if err != nil {
			return err
		}
		old.Lang = doc.Lang
		then[i] = old
	}
	d.changes, d.findings = divergence.Compare(then, d.docs, gs)
	for _, g := range gs {
		if g.Embedded {
			continue
		}
		raw, ok, err := gitFile(git, g.Name, ref)
		if err != nil {
			return err
		}
		if !ok {
			continue // it was not there: no text kept to it
		}
		f, err := glossary.FormatOf(g.Name)
		if err != nil {
			return err
		}
		was, err := f.Read(ref+":"+g.Name, raw)
		if err != nil {
			return err
		}
		list, found := divergence.Breaks(was, g, d.docs)
		for _, b := range list {
			d.breaks = append(d.breaks, broken{b, g.Name})
		}
		for i := range found {
			d.findings[i] = append(d.findings[i], found[i]...)
		}
	}
	return nil
}

// gitFile is a file as the commit ref has it; ok is false where it has none.
func gitFile(git, name, ref string) (raw []byte, ok bool, err error) {
	dir, base := filepath.Split(name)
	if dir == "" {
		dir = "."
	}
	run := func(args ...string) ([]byte, error) {
		cmd := exec.Command(git, append([]string{"-C", dir}, args...)...)
		cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
		return cmd.Output()
	}
	if _, err := run("rev-parse", "--git-dir"); err != nil {
		return nil, false, locale.Errorf(name, 0, 0, "error.git", "Why", gitSays(err))
	}
	commit, err := run("rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	if err != nil {
		return nil, false, errorf("error.git-ref", "Ref", ref)
	}
	object := strings.TrimSpace(string(commit)) + ":./" + base
	if _, err := run("cat-file", "-e", object); err != nil {
		return nil, false, nil
	}
	if raw, err = run("cat-file", "blob", object); err != nil {
		return nil, false, locale.Errorf(name, 0, 0, "error.git", "Why", gitSays(err))
	}
	return raw, true, nil
}

// gitSays is the first line that git complained in.
func gitSays(err error) string {
	var xe *exec.ExitError
	if errors.As(err, &xe) && len(xe.Stderr) > 0 {
		line, _, _ := strings.Cut(strings.TrimSpace(string(xe.Stderr)), "\n")
		return strings.TrimPrefix(line, "fatal: ")
	}
	return err.Error()
}

func (e *env) driftJSON(w io.Writer, d *drifting) error {
	rw := report.JSON.New(w, report.Options{Printer: e.p, Creator: "tercet " + buildVersion()})
	for i, doc := range d.docs {
		if err := rw.Add(&divergence.Result{Documents: []*text.Document{doc}, Findings: d.findings[i]}, nil); err != nil {
			return err
		}
	}
	return rw.Close()
}

func driftTSV(w io.Writer, d *drifting) error {
	row := func(cells ...string) error {
		flat := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
		for i := range cells {
			cells[i] = flat.Replace(cells[i])
		}
		_, err := fmt.Fprintln(w, strings.Join(cells, "\t"))
		return err
	}
	if !d.since {
		if err := row("concept", "lang", "term", "status", "count", "texts", "first", "last", "left"); err != nil {
			return err
		}
		for _, u := range d.usages {
			for _, f := range u.Forms {
				if err := row(u.Concept.ID, u.Lang, f.Term.Text, string(f.Term.Status), strconv.Itoa(f.Count), strconv.Itoa(f.Texts), f.First, f.Last, u.Left); err != nil {
					return err
				}
			}
		}
		return nil
	}
	// what happened to a form, and in how many texts
	if err := row("concept", "lang", "term", "status", "then", "now", "change", "texts"); err != nil {
		return err
	}
	for _, k := range d.changes {
		change, texts := "", ""
		if k.Left > 0 {
			change, texts = "replaced", strconv.Itoa(k.Left)
		}
		if err := row(k.Concept.ID, k.Term.Lang, k.Term.Text, string(k.Term.Status), strconv.Itoa(k.Then), strconv.Itoa(k.Now), change, texts); err != nil {
			return err
		}
	}
	for _, b := range d.breaks {
		change := "deprecated"
		if b.Removed {
			change = "removed"
		}
		if err := row(b.Concept.ID, b.Term.Lang, b.Term.Text, string(b.Term.Status), "", strconv.Itoa(b.Count), change, strconv.Itoa(len(b.Texts))); err != nil {
			return err
		}
	}
	return nil
}

func (e *env) driftText(w io.Writer, d *drifting) error {
	texts := func(n int) string { return e.t("drift.texts", "Count", n) }
	for _, u := range d.usages {
		fmt.Fprintf(w, "%s  %s\n", u.Concept.ID, u.Lang)
		for _, f := range u.Forms {
			id := "drift.form-dated"
			switch f.First {
			case "":
				id = "drift.form"
			case f.Last:
				id = "drift.form-day"
			}
			fmt.Fprintf(w, "  %s  %s\n", f.Term.Text, e.t(id, "Status", e.t("status."+string(f.Term.Status)),
				"Count", f.Count, "Texts", texts(f.Texts), "First", f.First, "Last", f.Last))
		}
		if u.Left != "" {
			fmt.Fprintf(w, "  ! %s\n", e.t("drift.left", "Date", u.Left))
		}
	}
	var last *divergence.Change
	for _, k := range d.changes {
		if last == nil || last.Concept != k.Concept || last.Term.Lang != k.Term.Lang {
			fmt.Fprintf(w, "%s  %s\n", k.Concept.ID, k.Term.Lang)
		}
		last = k
		fmt.Fprintf(w, "  %s  %s\n", k.Term.Text, e.t("drift.change", "Status", e.t("status."+string(k.Term.Status)), "Then", k.Then, "Now", k.Now))
		if k.Left > 0 {
			fmt.Fprintf(w, "  ! %s\n", e.t("drift.replaced", "Texts", texts(k.Left)))
		}
	}
	for _, b := range d.breaks {
		id := "drift.deprecated"
		if b.Removed {
			id = "drift.removed"
		}
		var names []string
		for _, i := range b.Texts {
			names = append(names, d.docs[i].Name)
		}
		fmt.Fprintln(w, e.t(id, "Glossary", b.glossary, "Concept", b.Concept.ID, "Lang", b.Term.Lang, "Term", b.Term.Text,
			"Texts", texts(len(b.Texts)), "Names", strings.Join(names, e.t("report.comma"))))
	}
	counts := map[divergence.Severity]int{}
	for _, fs := range d.findings {
		for _, f := range fs {
			counts[f.Severity]++
		}
	}
	var parts []string
	if n := counts[divergence.Warning]; n > 0 {
		parts = append(parts, e.t("report.warnings", "Count", n))
	}
	if n := counts[divergence.Note]; n > 0 {
		parts = append(parts, e.t("report.notes", "Count", n))
	}
	line := e.t("drift.clean", "Texts", texts(len(d.docs)))
	if parts != nil {
		line = e.t("drift.summary", "Findings", strings.Join(parts, e.t("report.comma")), "Texts", texts(len(d.docs)))
	}
	_, err := fmt.Fprintln(w, line)
	return err
}
