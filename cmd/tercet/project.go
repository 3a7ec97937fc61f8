package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/config"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/internal/nearest"
	"github.com/tercet/tercet/internal/stream"
	"github.com/tercet/tercet/lang"
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

// projectSets lists all sets that tercet.yaml names.
func (e *env) projectSets(c *cli.Context, cfg *config.Config) ([]config.Set, error) {
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
	return sets, nil
}

// sets lists the sets of documents in folders, or among files that are in one
// language more than once: those that tercet.yaml names, else what their names
// say. With no sets in folders it lists their bitexts (.tmx, .xliff). Nothing
// where the files are versions of one text, or bitexts.
func (e *env) sets(c *cli.Context, cfg *config.Config, files []string) (sets []config.Set, bitexts []string, err error) {
	var folders []string
	seen := map[string]bool{}
	twice, told := false, true
	for _, f := range files {
		if config.IsFolder(f) {
			folders = append(folders, f)
			continue
		}
		code := lang.OfName(f)
		told = told && code != "" && f != "-" && corpora.ByName(f) == nil
		twice = twice || seen[code]
		seen[code] = true
	}
	if folders == nil {
		if !twice || !told || c.String("langs") != "" {
			return nil, nil, nil
		}
		sets, warnings, err := cfg.Group(files)
		if err != nil || len(sets) == 0 {
			return nil, nil, nil // the reader says which two are in one language
		}
		for _, w := range warnings {
			e.warn(w)
		}
		return sets, nil, nil
	}
	if c.String("langs") != "" {
		return nil, nil, locale.Errorf(folders[0], 0, 0, "error.langs-folder")
	}
	var warnings []*locale.Error
	if cfg.Documents != nil && len(folders) == len(files) {
		if sets, _, err = cfg.Sets(); err != nil {
			return nil, nil, err
		}
		sets = config.Within(sets, folders)
	}
	if len(sets) == 0 {
		if sets, warnings, err = cfg.Group(files); err != nil {
			return nil, nil, err
		}
	}
	if len(sets) > 0 {
		for _, w := range warnings {
			e.warn(w)
		}
		return sets, nil, nil
	}
	for _, f := range files {
		if !slices.Contains(folders, f) {
			bitexts = append(bitexts, f)
			continue
		}
		names, err := config.Walk(f)
		if err != nil {
			return nil, nil, err
		}
		for _, n := range names {
			if b := corpora.ByName(n); b == corpora.TMX || b == corpora.XLIFF {
				bitexts = append(bitexts, n)
			}
		}
	}
	if !slices.ContainsFunc(bitexts, func(n string) bool { return corpora.ByName(n) != nil }) {
		return nil, nil, locale.Errorf(folders[0], 0, 0, "error.no-versions")
	}
	return nil, bitexts, nil
}

// readSet reads the documents of a set.
func (e *env) readSet(c *cli.Context, s config.Set) ([]*text.Document, error) {
	docs := make([]*text.Document, len(s.Files))
	for i, f := range s.Files {
		d, err := reader.Read(f.Name, readerOptions(c))
		if err != nil {
			return nil, err
		}
		d.Lang = f.Lang
		docs[i] = d
	}
	return docs, nil
}

// overSets reads sets and works on them, several at once, warns of what their
// documents are, and hands on what came of them in the order of the sets.
func overSets[T any](e *env, c *cli.Context, sets []config.Set, work func(config.Set, []*text.Document) (T, error), documents func(T) []*text.Document, yield func(T) error) error {
	progress, done := e.progress(len(sets), c.String("output"))
	defer done()
	i := 0
	return stream.Ordered(
		func() (config.Set, bool, error) {
			if i == len(sets) {
				return config.Set{}, false, nil
			}
			i++
			return sets[i-1], true, nil
		},
		func(s config.Set) (x T, err error) {
			docs, err := e.readSet(c, s)
			if err != nil {
				return x, err
			}
			return work(s, docs)
		},
		func(x T) error {
			for _, d := range documents(x) {
				e.replaced(d)
				e.otherLanguage(d)
			}
			progress()
			return yield(x)
		},
	)
}

// checkSets prepares the check of sets: several at once, the results in the order
// of the sets. At the end, waivers of tercet.yaml that stand for nothing are
// reported where the sets are all that it names.
func (e *env) checkSets(c *cli.Context, cfg *config.Config, sets []config.Set, all bool, sp *splitter, al *aligner, checker *divergence.Checker, review *divergence.Review) (func(func(*divergence.Result, *report.Unit) error) error, error) {
	type checked struct {
		result *divergence.Result
		own    []*divergence.Waiver
	}
	if al.pins != "" {
		return nil, errorf("error.pins-sets")
	}
	al.o.Workers = 1 // the sets are dealt out to the cores, not their parts
	return func(add func(*divergence.Result, *report.Unit) error) error {
		err := overSets(e, c, sets,
			func(_ config.Set, docs []*text.Document) (checked, error) {
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
			func(x checked) []*text.Document { return x.result.Documents },
			func(x checked) error {
				review.Apply(x.result, x.own)
				return add(x.result, nil)
			},
		)
		if err != nil || !all {
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
