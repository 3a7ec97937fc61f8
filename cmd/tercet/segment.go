package main

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/internal/config"
	"github.com/tercet/tercet/internal/jsonl"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/segment"
	"github.com/tercet/tercet/segment/srx"
	"github.com/tercet/tercet/text"
	"github.com/tercet/tercet/text/reader"
)

func segmentCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "segment",
		Usage:       e.t("cmd.segment.usage"),
		ArgsUsage:   "[FILE...]",
		Description: e.t("cmd.segment.about"),
		UsageText:   e.t("cmd.segment.examples"),
		Flags: slices.Concat([]cli.Flag{
			choice("format", e.t("flag.segment-format"), "text", "jsonl"),
			&cli.StringFlag{Name: "langs", Aliases: []string{"lang"}, Usage: e.t("flag.langs")},
			&cli.BoolFlag{Name: "explain", Usage: e.t("flag.segment-explain")},
			e.outputFlag(),
		}, e.splitterFlags(), e.configFlags(), e.readerFlags()),
		Action: func(c *cli.Context) error { return e.segment(c) },
	}
}

// splitterFlags are the flags of all commands that split text into sentences.
func (e *env) splitterFlags() []cli.Flag {
	return []cli.Flag{
		choice("lines", e.t("flag.lines"), "break", "paragraph", "unwrap"),
		choice("quotes", e.t("flag.quotes"), "split", "keep"),
		&cli.BoolFlag{Name: "semicolon", Usage: e.t("flag.semicolon")},
		&cli.StringFlag{Name: "abbreviations", Usage: e.t("flag.abbreviations")},
		&cli.StringFlag{Name: "srx", Usage: e.t("flag.srx")},
	}
}

// splitter splits texts as the flags of the command and tercet.yaml say.
type splitter struct {
	o         segment.Options
	explain   bool
	sentences bool // --sentences: nothing is to be split but lines

	doc   *srx.Document // --srx
	mu    sync.Mutex
	rules map[string]*srx.Rules
	warn  func(error)
}

func (e *env) splitter(c *cli.Context, cfg *config.Config) (*splitter, error) {
	sp := &splitter{
		o: segment.Options{
			Lines:         segment.LinePolicy(setting(c, "lines", cfg.Lines)),
			Quotes:        segment.QuotePolicy(setting(c, "quotes", cfg.Quotes)),
			Semicolon:     c.Bool("semicolon"),
			Abbreviations: cfg.Abbreviations,
		},
		explain:   c.Bool("explain"),
		sentences: c.Bool("sentences"),
		rules:     map[string]*srx.Rules{},
		warn:      func(err error) { fmt.Fprintf(e.stderr, "tercet: %v\n", err) },
	}
	if name := setting(c, "abbreviations", cfg.AbbreviationFile); name != "" {
		f, err := reader.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if sp.o.Abbreviations, err = segment.ParseAbbreviations(name, f); err != nil {
			return nil, err
		}
	}
	if name := setting(c, "srx", cfg.SRX); name != "" {
		f, err := reader.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if sp.doc, err = srx.Read(name, f); err != nil {
			return nil, err
		}
	}
	return sp, nil
}

// split finds the sentences of documents, several at once.
func (sp *splitter) split(docs []*text.Document) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, d := range docs {
		if sp.sentences {
			segment.Lines(d)
			continue
		}
		o, err := sp.options(d.Lang)
		if err != nil {
			return err
		}
		wg.Go(func() { segment.Document(d, o) })
	}
	return nil
}

// options are those for a language: SRX rules are chosen by it. A rule that
// cannot be run is reported once.
func (sp *splitter) options(code string) (segment.Options, error) {
	o := sp.o
	if sp.doc == nil {
		return o, nil
	}
	sp.mu.Lock()
	defer sp.mu.Unlock()
	r, ok := sp.rules[code]
	if !ok {
		var err error
		if r, err = sp.doc.For(code); err != nil {
			return o, err
		}
		for _, p := range r.Problems() {
			sp.warn(p)
		}
		r.Report = func(p srx.Problem) { sp.warn(p) }
		sp.rules[code] = r
	}
	o.SRX = r
	return o, nil
}

func (e *env) segment(c *cli.Context) (err error) {
	cfg, err := e.config(c)
	if err != nil {
		return err
	}
	sp, err := e.splitter(c, cfg)
	if err != nil {
		return err
	}
	files := c.Args().Slice()
	if len(files) == 0 {
		if terminal(e.stdin) {
			return errorf("error.no-input")
		}
		files = []string{"-"}
	}
	out, err := e.open(c.String("output"))
	if err != nil {
		return err
	}
	defer func() { err = out.close(err) }()
	first := true
	for i, f := range files {
		if c.String("format") == "jsonl" {
			lines, r, done, err := e.isLines(f)
			if err != nil {
				return err
			}
			if lines {
				err := e.segmentLines(f, r, out, c.String("langs"), sp)
				done()
				if err != nil {
					return err
				}
				continue
			}
			done()
		}
		code := ""
		if l := strings.Split(c.String("langs"), ","); c.String("langs") != "" {
			if len(l) != 1 && len(l) != len(files) {
				return errorf("error.langs-count", "Count", len(l), "Files", len(files))
			}
			code = l[min(i, len(l)-1)]
		}
		docs, err := e.read(c, []string{f}, code)
		if err != nil {
			return err
		}
		d := docs[0]
		o, err := sp.options(d.Lang)
		if err != nil {
			return err
		}
		if sp.explain && c.String("format") == "text" {
			explainDocument(out, d, o)
			continue
		}
		segment.Document(d, o)
		if c.String("format") == "jsonl" {
			line := newSegmented(corpora.ID{Text: f}, d.Lang, d.Text, d.Sentences(), d.RawSpan)
			if sp.explain {
				line.decide(d.Text, o, d.RawSpan)
			}
			if err := jsonl.NewWriter(out).Write(line); err != nil {
				return err
			}
			continue
		}
		for _, p := range d.Paragraphs {
			if !first {
				out.WriteByte('\n')
			}
			first = false
			for _, s := range p.Sentences {
				oneLine.WriteString(out, s.Of(d.Text))
				out.WriteByte('\n')
			}
		}
	}
	return nil
}

// oneLine keeps a sentence that holds line feeds on one line.
var oneLine = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\u2028", " ", "\u2029", " ", "\u0085", " ")

// isLines tells whether a file holds JSON Lines: by its name, for standard
// input by its first character; if so the reader stands at the beginning.
func (e *env) isLines(name string) (bool, io.Reader, func(), error) {
	ext := strings.ToLower(filepath.Ext(name))
	switch {
	case ext == ".jsonl" || ext == ".ndjson":
		r, done, err := e.openInput(name)
		return true, r, done, err
	case name == "-":
		br := bufio.NewReaderSize(e.stdin, 1<<16)
		head, _ := br.Peek(512)
		if strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(string(head), "\uFEFF"), " \t\r\n"), "{") {
			return true, br, func() {}, nil
		}
		e.stdin = br
	}
	return false, nil, func() {}, nil
}

const segmentWant = `{"id":"1","lang":"fr","text":"…"}`

type segmented struct {
	ID        corpora.ID     `json:"id"`
	Lang      string         `json:"lang"`
	Sentences []string       `json:"sentences"`
	Spans     [][2]int       `json:"spans"`
	Decisions []jsonDecision `json:"decisions,omitempty"`
}

type jsonDecision struct {
	Pos      int    `json:"pos"`
	Rule     string `json:"rule"`
	Boundary bool   `json:"boundary"`
}

// newSegmented makes the line of a text; raw leads spans of it to where they
// were read from.
func newSegmented(id corpora.ID, code, t string, sents []text.Sentence, raw func(text.Span) text.Span) *segmented {
	out := &segmented{ID: id, Lang: code, Sentences: make([]string, 0, len(sents)), Spans: make([][2]int, 0, len(sents))}
	for _, s := range sents {
		r := raw(s.Span)
		out.Sentences = append(out.Sentences, s.Of(t))
		out.Spans = append(out.Spans, [2]int{r.Start, r.End})
	}
	return out
}

func (s *segmented) decide(t string, o segment.Options, raw func(text.Span) text.Span) {
	for d := range segment.Explain(t, lang.Get(s.Lang), o) {
		at := raw(text.Span{Start: d.Pos, End: d.Pos}).Start
		s.Decisions = append(s.Decisions, jsonDecision{at, d.Rule, d.Boundary})
	}
}

// explainDocument prints each candidate with its place, whether a sentence ends
// there, the rule that decided, and the text around it.
func explainDocument(w io.Writer, d *text.Document, o segment.Options) {
	for x := range segment.ExplainDocument(d, o) {
		p := d.Position(x.Pos)
		verdict := "-"
		if x.Boundary {
			verdict = "break"
		}
		left, right := around(d.Text, x.Pos, 24)
		fmt.Fprintf(w, "%s:%d:%d\t%s\t%s\t%s‖%s\n", d.Name, p.Line, p.Column, verdict, x.Rule, oneLine.Replace(left), oneLine.Replace(right))
	}
}

// around is up to n characters on each side of a place.
func around(s string, pos, n int) (left, right string) {
	i, j := pos, pos
	for k := 0; k < n && i > 0; k++ {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	for k := 0; k < n && j < len(s); k++ {
		_, size := utf8.DecodeRuneInString(s[j:])
		j += size
	}
	return s[i:pos], s[pos:j]
}

// segmentLines splits the texts of JSON Lines, in order, on all cores.
func (e *env) segmentLines(name string, r io.Reader, w io.Writer, langs string, sp *splitter) error {
	return mapLines(name, segmentWant, r, w, func(jr *jsonl.Reader, line []byte, number int) ([]byte, error) {
		var v struct {
			ID   corpora.ID
			Lang string
			Text *string
		}
		if err := jr.Decode(line, number, &v); err != nil {
			return nil, err
		}
		if v.Text == nil {
			return nil, jr.Bad(number, "error.json-missing", "Field", "text")
		}
		if langs != "" {
			v.Lang = langs
		}
		if v.Lang == "" {
			v.Lang, _ = lang.Detect(sample(*v.Text))
		}
		l, err := lang.Parse(v.Lang)
		if err != nil {
			return nil, jr.Bad(number, "error.language-tag", "Tag", v.Lang)
		}
		if v.ID.Text == "" && !v.ID.Number {
			v.ID = corpora.ID{Text: fmt.Sprint(number), Number: true}
		}
		o, err := sp.options(l.Code)
		if err != nil {
			return nil, err
		}
		var sents []text.Sentence
		for s := range segment.Spans(*v.Text, l, o) {
			sents = append(sents, text.Sentence{Span: s})
		}
		same := func(s text.Span) text.Span { return s }
		out := newSegmented(v.ID, l.Code, *v.Text, sents, same)
		if sp.explain {
			out.decide(*v.Text, o, same)
		}
		return jsonl.Marshal(out)
	})
}
