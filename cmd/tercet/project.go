package main

import (
	"errors"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/config"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/internal/nearest"
	"github.com/tercet/tercet/internal/stream"
	"github.com/tercet/tercet/report"
	"github.com/tercet/tercet/text"
	"github.com/tercet/tercet/text/reader"
)

// configFlags are the flags of all commands that tercet.yaml has a say in.
func (e *env) configFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "config", Usage: e.t("flag.config")},
		&cli.BoolFlag{Name: "no-config", Usage: e.t("flag.no-config")},
	}
}

// config reads the project's file: the one of --config, else tercet.yaml found
// upwards, else an empty configuration.
func (e *env) config(c *cli.Context) (*config.Config, error) {
	name := c.String("config")
	if c.Bool("no-config") {
		return &config.Config{}, nil
	}
	if name == "" {
		var err error
		if name, err = config.Find(); err != nil {
			return nil, reader.FileError(".", err)
		}
	}
	if name == "" {
		return &config.Config{}, nil
	}
	return config.Load(name)
}

// setting is a flag's value where it is given, else the file's, else the flag's
// default.
func setting(c *cli.Context, flag, file string) string {
	if c.IsSet(flag) || file == "" {
		return c.String(flag)
	}
	return file
}

// review is what becomes of findings as tercet.yaml has it.
func (e *env) review(cfg *config.Config, o divergence.Options) *divergence.Review {
	v := &divergence.Review{Waivers: cfg.Waivers, Checks: running(o), Severities: map[string]divergence.Severity{}}
	for check, s := range cfg.Severities {
		if s != divergence.Off { // the check does not run, unless a flag wants it
			v.Severities[check] = s
		}
	}
	return v
}

// commentWaivers are the waivers in the comments of documents.
func commentWaivers(docs []*text.Document) ([]*divergence.Waiver, error) {
	var out []*divergence.Waiver
	for _, d := range docs {
		for _, k := range reader.Comments(d, divergence.WaiverPrefix) {
			list, err := divergence.ParseWaiver(k.Text)
			p := d.SourcePosition(k.Span.Start)
			var we *divergence.WaiverError
			if errors.As(err, &we) {
				if we.Problem == "unknown" {
					if near := nearest.Of(we.Got, checkNames()); near != "" {
						return nil, locale.Errorf(d.Name, p.Line, p.Column, "error.unknown-check-near", "Got", we.Got, "Nearest", near)
					}
					return nil, locale.Errorf(d.Name, p.Line, p.Column, "error.unknown-check", "Got", we.Got, "Known", strings.Join(checkNames(), ", "))
				}
				return nil, locale.Errorf(d.Name, p.Line, p.Column, "error.waiver-"+we.Problem, "Got", we.Got)
			}
			for _, w := range list {
				w.Doc, w.Within, w.Line = d, k.Within, p.Line
				out = append(out, w)
			}
		}
	}
	return out, nil
}

// checkProject prepares the check of all sets that tercet.yaml names: several at
// once, the results in the order of the sets.
func (e *env) checkProject(c *cli.Context, cfg *config.Config, sp *splitter, al *aligner, checker *divergence.Checker, review *divergence.Review) (func(func(*divergence.Result, *report.Unit) error) error, error) {
	if c.String("langs") != "" {
		return nil, errorf("error.langs-without-files")
	}
	sets, warnings, err := cfg.Sets()
	if err != nil {
		return nil, err
	}
	for _, w := range warnings {
		e.warn(w)
	}
	if len(sets) == 0 {
		return nil, locale.Errorf(cfg.Name, 0, 0, "error.no-sets")
	}
	type checked struct {
		result *divergence.Result
		own    []*divergence.Waiver
	}
	if al.pins != "" {
		return nil, errorf("error.pins-sets")
	}
	al.o.Workers = 1 // the sets are dealt out to the cores, not their parts
	return func(add func(*divergence.Result, *report.Unit) error) error {
		progress, done := e.progress(len(sets), c.String("output"))
		defer done()
		i := 0
		err := stream.Ordered(
			func() (config.Set, bool, error) {
				if i == len(sets) {
					return config.Set{}, false, nil
				}
				i++
				return sets[i-1], true, nil
			},
			func(s config.Set) (checked, error) {
				docs := make([]*text.Document, len(s.Files))
				for i, f := range s.Files {
					d, err := reader.Read(f.Name, readerOptions(c))
					if err != nil {
						return checked{}, err
					}
					d.Lang = f.Lang
					docs[i] = d
				}
				own, err := commentWaivers(docs)
				if err != nil {
					return checked{}, err
				}
				if err := sp.split(docs); err != nil {
					return checked{}, err
				}
				a, err := al.documents(docs)
				if err != nil {
					return checked{}, err
				}
				return checked{checker.Documents(a), own}, nil
			},
			func(x checked) error {
				for _, d := range x.result.Documents {
					e.replaced(d)
				}
				review.Apply(x.result, x.own)
				progress()
				return add(x.result, nil)
			},
		)
		if err != nil {
			return err
		}
		if r := review.Unused(cfg.Doc, cfg.WaiverSpan); r != nil {
			return add(r, nil)
		}
		return nil
	}, nil
}

// progress shows how many of n sets are done, on standard error where that is a
// terminal and the results, which go to output, do not go to one.
func (e *env) progress(n int, output string) (step, done func()) {
	if n < 2 || !terminal(e.stderr) || terminal(e.stdout) && (output == "" || output == "-") {
		return func() {}, func() {}
	}
	bar := progressbar.NewOptions(n,
		progressbar.OptionSetWriter(e.stderr),
		progressbar.OptionShowCount(),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(200_000_000),
	)
	return func() { _ = bar.Add(1) }, func() { _ = bar.Finish() }
}
