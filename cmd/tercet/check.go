package main

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/internal/config"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/internal/stream"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/report"
)

func checkCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "check",
		Usage:       e.t("cmd.check.usage"),
		ArgsUsage:   "[FILE FILE [FILE...] | BITEXT... | FOLDER...]",
		Description: e.t("cmd.check.about"),
		UsageText:   e.t("cmd.check.examples"),
		Flags: slices.Concat([]cli.Flag{
			choice("format", e.t("flag.check-format"), checkFormats()...),
			&cli.StringFlag{Name: "langs", Usage: e.t("flag.langs")},
			&cli.StringFlag{Name: "source", Usage: e.t("flag.source")},
			&cli.StringSliceFlag{Name: "glossary", Aliases: []string{"g"}, Usage: e.t("flag.glossary")},
			&cli.BoolFlag{Name: "no-default-glossary", Usage: e.t("flag.no-default-glossary")},
			&cli.StringSliceFlag{Name: "only", Usage: e.t("flag.only")},
			&cli.StringSliceFlag{Name: "skip", Usage: e.t("flag.skip")},
			choice("fail-on", e.t("flag.fail-on"), "error", "warning", "note", "never"),
			&cli.BoolFlag{Name: "sentences", Usage: e.t("flag.sentences")},
			e.outputFlag(),
		}, e.scorerFlags(), e.alignerFlags(), e.splitterFlags(), e.configFlags(), e.readerFlags()),
		Action: func(c *cli.Context) error { return e.check(c) },
	}
}

func checkFormats() []string {
	var out []string
	for _, f := range report.Formats {
		out = append(out, f.Name)
	}
	return out
}

// checkOptions reads what is to be checked: from the flags, else from
// tercet.yaml.
func (e *env) checkOptions(c *cli.Context, cfg *config.Config) (divergence.Options, error) {
	o := divergence.Options{Only: cfg.Only, Skip: slices.Clone(cfg.Skip), Source: cfg.Source}
	for check, s := range cfg.Severities {
		if s == divergence.Off {
			o.Skip = append(o.Skip, check)
		}
	}
	slices.Sort(o.Skip)
	for _, flag := range []struct {
		name string
		list *[]string
	}{{"only", &o.Only}, {"skip", &o.Skip}} {
		var names []string
		for _, v := range c.StringSlice(flag.name) {
			for _, n := range strings.Split(v, ",") {
				if n = strings.TrimSpace(n); n == "" {
					continue
				}
				if !slices.Contains(checkNames(), n) {
					return o, e.unknown("check", n, checkNames())
				}
				names = append(names, n)
			}
		}
		if names == nil {
			continue
		}
		*flag.list = names
		if flag.name == "only" { // what is asked for is run, whatever the file says
			o.Skip = slices.DeleteFunc(o.Skip, func(n string) bool { return slices.Contains(names, n) })
		}
	}
	if !slices.ContainsFunc(running(o), func(n string) bool { return n != divergence.Waivers.Name }) {
		return o, errorf("error.no-checks")
	}
	if s := c.String("source"); s != "" {
		l, err := lang.Parse(s)
		if err != nil {
			return o, errorf("error.language-tag", "Tag", s)
		}
		o.Source = l.Code
	}
	files := c.StringSlice("glossary")
	if len(files) == 0 {
		files = cfg.Glossaries
	}
	for _, f := range files {
		g, err := loadGlossary(f)
		if err != nil {
			return o, err
		}
		o.Glossaries = append(o.Glossaries, g)
	}
	if !c.Bool("no-default-glossary") && !cfg.NoDefault {
		o.Glossaries = append(o.Glossaries, glossary.Diplomatic())
	}
	return o, nil
}

// running names the checks that o leaves on.
func running(o divergence.Options) []string {
	var out []string
	for _, n := range checkNames() {
		if (len(o.Only) == 0 || slices.Contains(o.Only, n)) && !slices.Contains(o.Skip, n) {
			out = append(out, n)
		}
	}
	return out
}

func (e *env) check(c *cli.Context) error {
	cfg, err := e.config(c)
	if err != nil {
		return err
	}
	o, err := e.checkOptions(c, cfg)
	if err != nil {
		return err
	}
	sp, err := e.splitter(c, cfg)
	if err != nil {
		return err
	}
	files := c.Args().Slice()
	format := report.ByName(c.String("format"))
	sets, inFolder, err := e.sets(c, cfg, files)
	if err != nil {
		return err
	}
	if inFolder != nil {
		files = inFolder
	}
	bitexts, err := bitexts(files)
	if err != nil {
		return err
	}
	switch {
	case sets != nil:
		if err := haveSource(c, o.Source, sets); err != nil {
			return err
		}
	case len(files) > 0 && bitexts == nil && len(files) < 2:
		return tooFew("check", files)
	case len(files) == 0 && cfg.Name == "":
		return errorf("error.no-project")
	case len(files) == 0 && cfg.Documents == nil:
		return locale.Errorf(cfg.Name, 0, 0, "error.no-documents")
	}
	sc, err := e.scorer(c, cfg)
	if err != nil {
		return err
	}
	model := setting(c, "scorer-model", cfg.ScorerModel)
	if sc != nil {
		o.Scorer = sc
	}
	checker, err := divergence.New(o)
	if err != nil {
		return err
	}
	review := e.review(cfg, o)
	al, err := e.aligner(c, o.Glossaries)
	if err != nil {
		return err
	}
	tally := &tally{}
	var results func(add func(*divergence.Result, *report.Unit) error) error
	switch {
	case len(files) == 0 || sets != nil:
		if sets == nil {
			if sets, err = e.projectSets(c, cfg); err != nil {
				return err
			}
		}
		if results, err = e.checkSets(c, cfg, sets, len(files) == 0, sp, al, checker, review); err != nil {
			return err
		}
	case bitexts != nil:
		results = func(add func(*divergence.Result, *report.Unit) error) error {
			units := 0
			for i, f := range files {
				err := e.checkUnits(f, bitexts[i], checker, sc != nil, &units, func(r *divergence.Result, u *report.Unit) error {
					review.Apply(r, nil)
					return add(r, u)
				})
				if err != nil {
					return err
				}
			}
			if units == 0 {
				return locale.Errorf(files[0], 0, 0, "error.no-units")
			}
			return nil
		}
	default:
		docs, err := e.read(c, files, c.String("langs"))
		if err != nil {
			return err
		}
		codes := make([]string, len(docs))
		for i, d := range docs {
			codes[i] = d.Lang
		}
		if c.String("source") != "" && !slices.Contains(codes, o.Source) {
			return errorf("error.source-not-there", "Source", o.Source, "Known", strings.Join(codes, ", "))
		}
		own, err := commentWaivers(docs)
		if err != nil {
			return err
		}
		results = func(add func(*divergence.Result, *report.Unit) error) error {
			if err := sp.split(docs); err != nil {
				return err
			}
			a, err := al.documents(docs)
			if err != nil {
				return err
			}
			r := checker.Documents(a)
			if err := scorerState(sc, model, true); err != nil {
				return err
			}
			review.Apply(r, own)
			return add(r, nil)
		}
	}
	out, err := e.open(c.String("output"))
	if err != nil {
		return err
	}
	ro := e.reportOptions(out)
	ro.Checks, ro.Source = running(o), o.Source
	w := format.New(out, ro)
	err = results(func(r *divergence.Result, u *report.Unit) error {
		if err := scorerState(sc, model, false); err != nil {
			return err
		}
		tally.add(r)
		return w.Add(r, u)
	})
	if err == nil {
		err = scorerState(sc, model, true)
	}
	if err == nil {
		err = w.Close()
	}
	if err := out.close(err); err != nil {
		return err
	}
	e.unscored(sc)
	if tally.worst >= failRank(setting(c, "fail-on", cfg.FailOn)) {
		e.status = exitFindings
	}
	return nil
}

// haveSource fails where --source names a language that no set has.
func haveSource(c *cli.Context, source string, sets []config.Set) error {
	var known []string
	for _, s := range sets {
		for _, f := range s.Files {
			if !slices.Contains(known, f.Lang) {
				known = append(known, f.Lang)
			}
		}
	}
	if c.String("source") != "" && !slices.Contains(known, source) {
		slices.Sort(known)
		return errorf("error.source-not-there", "Source", source, "Known", strings.Join(known, ", "))
	}
	return nil
}

// tally keeps the gravest severity that was found.
type tally struct{ worst int }

func (t *tally) add(r *divergence.Result) {
	for _, f := range r.Findings {
		t.worst = max(t.worst, f.Severity.Rank())
	}
}

func failRank(s string) int {
	if s == "never" {
		return divergence.Error.Rank() + 1
	}
	return divergence.Severity(s).Rank()
}

// bitexts finds the formats of files that are aligned already; nil where the
// files are documents.
func bitexts(files []string) ([]*corpora.Format, error) {
	out := make([]*corpora.Format, len(files))
	n, other := 0, ""
	for i, f := range files {
		out[i] = corpora.ByName(f)
		switch {
		case out[i] != nil:
			n++
		case f != "-" || len(files) > 1:
			other = f
		}
	}
	switch {
	case n > 0 && other != "":
		for i, f := range files {
			if out[i] != nil {
				return nil, locale.Errorf(f, 0, 0, "error.bitext-and-document", "Other", other)
			}
		}
	case n > 0, len(files) == 1 && files[0] == "-":
		return out, nil
	}
	return nil, nil
}

// atOnce is how many units a scorer is asked about together, at most.
const atOnce = 64

// checkUnits checks the units of a bitext, in order, on all cores: one by one, or
// together those that have been read, where a scorer is asked about them.
func (e *env) checkUnits(name string, f *corpora.Format, checker *divergence.Checker, together bool, units *int, add func(*divergence.Result, *report.Unit) error) error {
	r, done, err := e.openInput(name)
	if err != nil {
		return err
	}
	defer done()
	if f == nil { // standard input: told by its beginning
		br := bufio.NewReaderSize(r, 1<<16)
		head, err := br.Peek(512)
		if len(head) == 0 && err == io.EOF {
			return emptyInput(name)
		}
		f, r = corpora.Sniff(head), br
	}
	type checked struct {
		result *divergence.Result
		unit   *report.Unit
	}
	// corpora hands units on; the pipeline asks for them
	queue := make(chan *corpora.Unit, 64)
	stop := make(chan struct{})
	errStopped := errors.New("stopped")
	var readErr error
	go func() {
		defer close(queue)
		readErr = f.Read(name, r, func(u *corpora.Unit) error {
			select {
			case queue <- u:
				return nil
			case <-stop:
				return errStopped
			}
		})
	}()
	most := 1
	if together {
		most = atOnce
	}
	err = stream.Ordered(
		func() ([]*corpora.Unit, bool, error) {
			u, ok := <-queue
			if !ok {
				return nil, false, readErr
			}
			us := []*corpora.Unit{u}
			for len(us) < most {
				select {
				case u, ok := <-queue:
					if !ok {
						return us, true, nil // the end is met again
					}
					us = append(us, u)
				default:
					return us, true, nil
				}
			}
			return us, true, nil
		},
		func(us []*corpora.Unit) ([]checked, error) {
			in := make([]divergence.Unit, len(us))
			for k, u := range us {
				in[k].Langs, in[k].Segments = make([]string, len(u.Segments)), make([]string, len(u.Segments))
				for i, s := range u.Segments {
					in[k].Langs[i], in[k].Segments[i] = s.Lang, s.Text
				}
			}
			out := make([]checked, len(us))
			for k, x := range checker.Units(in) {
				r := report.NewUnit(in[k].Langs, in[k].Segments, x.Findings, x.Divergence, x.NotChecked)
				for _, d := range r.Documents {
					d.Name = name // for waivers
				}
				u := us[k]
				out[k] = checked{r, &report.Unit{ID: corpora.ID{Text: u.ID, Number: u.Number}, File: name, Line: u.Line}}
			}
			return out, nil
		},
		func(xs []checked) error {
			for _, x := range xs {
				if len(x.result.Documents) > 1 {
					*units++
				}
				if err := add(x.result, x.unit); err != nil {
					return err
				}
			}
			return nil
		},
	)
	close(stop)
	return err
}
