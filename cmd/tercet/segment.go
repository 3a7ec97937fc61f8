package main

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/internal/jsonl"
	"github.com/tercet/tercet/internal/stream"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/segment"
	"github.com/tercet/tercet/text"
)

func segmentCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "segment",
		Usage:       e.t("cmd.segment.usage"),
		ArgsUsage:   "[FILE...]",
		Description: e.t("cmd.segment.about"),
		UsageText:   e.t("cmd.segment.examples"),
		Flags: append([]cli.Flag{
			choice("format", e.t("flag.segment-format"), "text", "jsonl"),
			&cli.StringFlag{Name: "langs", Aliases: []string{"lang"}, Usage: e.t("flag.langs")},
			choice("lines", e.t("flag.lines"), "break", "paragraph", "unwrap"),
			choice("quotes", e.t("flag.quotes"), "split", "keep"),
			&cli.StringFlag{Name: "abbreviations", Usage: e.t("flag.abbreviations")},
			e.outputFlag(),
		}, e.readerFlags()...),
		Action: func(c *cli.Context) error { return e.segment(c) },
	}
}

// segmentOptions reads the flags that say how to split text.
func (e *env) segmentOptions(c *cli.Context) (segment.Options, error) {
	o := segment.Options{Lines: segment.LinePolicy(c.String("lines")), Quotes: segment.QuotePolicy(c.String("quotes"))}
	return o, nil
}

func (e *env) segment(c *cli.Context) (err error) {
	o, err := e.segmentOptions(c)
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
				err := e.segmentLines(f, r, out, c.String("langs"), o)
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
		segment.Document(d, o)
		if c.String("format") == "jsonl" {
			if err := writeSegments(out, corpora.ID{Text: f}, d); err != nil {
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
	ID        corpora.ID `json:"id"`
	Lang      string     `json:"lang"`
	Sentences []string   `json:"sentences"`
	Spans     [][2]int   `json:"spans"`
}

// segmentLines splits the texts of JSON Lines, in order, on all cores.
func (e *env) segmentLines(name string, r io.Reader, w io.Writer, langs string, o segment.Options) error {
	type job struct {
		b    []byte
		line int
	}
	jr := jsonl.NewReader(name, segmentWant, r)
	some := false
	err := stream.Ordered(
		func() (job, bool, error) {
			b, err := jr.Next()
			if err == io.EOF {
				return job{}, false, nil
			}
			some = true
			return job{b, jr.Line()}, err == nil, err
		},
		func(j job) ([]byte, error) {
			var v struct {
				ID   corpora.ID
				Lang string
				Text *string
			}
			if err := jr.Decode(j.b, j.line, &v); err != nil {
				return nil, err
			}
			if v.Text == nil {
				return nil, jr.Bad(j.line, "error.json-missing", "Field", "text")
			}
			if langs != "" {
				v.Lang = langs
			}
			if v.Lang == "" {
				v.Lang, _ = lang.Detect(sample(*v.Text))
			}
			l, err := lang.Parse(v.Lang)
			if err != nil {
				return nil, jr.Bad(j.line, "error.language-tag", "Tag", v.Lang)
			}
			if v.ID.Text == "" && !v.ID.Number {
				v.ID = corpora.ID{Text: fmt.Sprint(j.line), Number: true}
			}
			out := segmented{v.ID, l.Code, []string{}, [][2]int{}}
			for sp := range segment.Spans(*v.Text, l, o) {
				out.Sentences = append(out.Sentences, sp.Of(*v.Text))
				out.Spans = append(out.Spans, [2]int{sp.Start, sp.End})
			}
			return jsonl.Marshal(out)
		},
		func(b []byte) error { _, err := w.Write(b); return err },
	)
	if err == nil && !some {
		return emptyInput(name)
	}
	return err
}

func writeSegments(w io.Writer, id corpora.ID, d *text.Document) error {
	out := segmented{id, d.Lang, []string{}, [][2]int{}}
	for _, s := range d.Sentences() {
		out.Sentences = append(out.Sentences, s.Of(d.Text))
		sp := d.RawSpan(s.Span)
		out.Spans = append(out.Spans, [2]int{sp.Start, sp.End})
	}
	return jsonl.NewWriter(w).Write(out)
}
