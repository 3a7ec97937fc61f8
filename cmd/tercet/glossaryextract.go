package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/internal/config"
	"github.com/tercet/tercet/internal/jsonl"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/lang"
)

func glossaryExtractCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "extract",
		Usage:       e.t("cmd.glossary-extract.usage"),
		ArgsUsage:   "BITEXT... | FILE FILE [FILE...]",
		Description: e.t("cmd.glossary-extract.about"),
		UsageText:   e.t("cmd.glossary-extract.examples"),
		Flags: slices.Concat([]cli.Flag{
			choice("format", e.t("flag.extract-format"), "tsv", "jsonl"),
			&cli.StringFlag{Name: "min", Usage: e.t("flag.extract-min"), Value: "3"},
			&cli.StringFlag{Name: "limit", Usage: e.t("flag.extract-limit"), Value: "500"},
			&cli.BoolFlag{Name: "known", Usage: e.t("flag.extract-known")},
			&cli.StringSliceFlag{Name: "glossary", Aliases: []string{"g"}, Usage: e.t("flag.glossary")},
			&cli.BoolFlag{Name: "no-default-glossary", Usage: e.t("flag.no-default-glossary")},
			&cli.StringFlag{Name: "langs", Usage: e.t("flag.langs")},
			&cli.BoolFlag{Name: "sentences", Usage: e.t("flag.sentences")},
			e.outputFlag(),
		}, e.splitterFlags(), e.configFlags(), e.readerFlags()),
		Action: func(c *cli.Context) error { return e.extract(c) },
	}
}

// extractLine is a line of glossary extract --format jsonl.
type extractLine struct {
	ID      string         `json:"id"`
	Terms   []extractTerm  `json:"terms"`
	Count   int            `json:"count"`
	Dice    float64        `json:"dice"`
	LLR     float64        `json:"llr"`
	Score   float64        `json:"score"`
	Known   string         `json:"known,omitempty"` // concept of a glossary
	Context extractContext `json:"context"`
}

type extractTerm struct {
	Lang   string  `json:"lang"`
	Text   string  `json:"text"`
	Count  int     `json:"count"`
	CValue float64 `json:"c_value"`
}

type extractContext struct {
	Unit     corpora.ID    `json:"unit"`
	Segments []extractText `json:"segments"`
}

type extractText struct {
	Lang string `json:"lang"`
	Text string `json:"text"`
}

func (e *env) extract(c *cli.Context) error {
	cfg, err := e.config(c)
	if err != nil {
		return err
	}
	sp, err := e.splitter(c, cfg)
	if err != nil {
		return err
	}
	least, err := number(c, "min", 1)
	if err != nil {
		return err
	}
	limit, err := number(c, "limit", 0)
	if err != nil {
		return err
	}
	gs, err := e.glossaries(c, cfg)
	if err != nil {
		return err
	}
	each, done, err := e.units(c, sp)
	if err != nil {
		return err
	}
	defer done()
	list, err := corpora.Candidates(each, corpora.CandidateOptions{Min: least})
	if err != nil {
		return err
	}
	known := knownTerms(gs)
	lines := list[:0]
	names := map[*corpora.Candidate]string{}
	for _, k := range list {
		if id := known(k); id != "" {
			if !c.Bool("known") {
				continue
			}
			names[k] = id
		}
		if lines = append(lines, k); len(lines) == limit {
			break
		}
	}
	if len(list) == 0 {
		e.warn(locale.Errorf(c.Args().First(), 0, 0, "warning.no-candidates"))
	}
	out, err := e.open(c.String("output"))
	if err != nil {
		return err
	}
	if c.String("format") == "jsonl" {
		return out.close(writeExtracted(out, lines, names))
	}
	return out.close(e.tableExtracted(out, lines, names))
}

// number reads a flag that takes a whole number, least or more.
func number(c *cli.Context, flag string, least int) (int, error) {
	n, err := strconv.Atoi(c.String(flag))
	if err != nil || n < least {
		return 0, errorf("error.flag-number", "Flag", "--"+flag, "Got", c.String(flag), "Least", least)
	}
	return n, nil
}

// glossaries reads the glossaries of the flags, else those of tercet.yaml, and
// adds the embedded one.
func (e *env) glossaries(c *cli.Context, cfg *config.Config) ([]*glossary.Glossary, error) {
	files := c.StringSlice("glossary")
	if len(files) == 0 {
		files = cfg.Glossaries
	}
	var gs []*glossary.Glossary
	for _, f := range files {
		g, err := loadGlossary(f)
		if err != nil {
			return nil, err
		}
		gs = append(gs, g)
	}
	if !c.Bool("no-default-glossary") && !cfg.NoDefault {
		gs = append(gs, glossary.Diplomatic())
	}
	return gs, nil
}

// units hands on the aligned units of bitexts, or of documents that are aligned
// first, as often as it is asked. done removes what was kept meanwhile.
func (e *env) units(c *cli.Context, sp *splitter) (each func(func(*corpora.Unit) error) error, done func(), err error) {
	files := c.Args().Slice()
	done = func() {}
	formats, err := bitexts(files)
	switch {
	case err != nil:
		return nil, done, err
	case len(files) == 0 || formats == nil && len(files) < 2:
		return nil, done, errorf("error.too-few-files", "Count", len(files), "Command", "glossary extract")
	case formats == nil:
		docs, err := e.read(c, files, c.String("langs"))
		if err != nil {
			return nil, done, err
		}
		if err := sp.split(docs); err != nil {
			return nil, done, err
		}
		a := align.Documents(docs, align.Options{})
		return func(yield func(*corpora.Unit) error) error {
			for i, b := range a.Beads {
				u := &corpora.Unit{ID: strconv.Itoa(i), Number: true, Score: b.Score}
				for k, r := range b.Sents {
					if r.Lo == r.Hi {
						continue
					}
					s := docs[k].Sentences()[r.Lo:r.Hi]
					u.Segments = append(u.Segments, corpora.Segment{Lang: docs[k].Lang, Tag: docs[k].Lang, Text: docs[k].Text[s[0].Start:s[len(s)-1].End]})
				}
				if len(u.Segments) > 1 {
					if err := yield(u); err != nil {
						return err
					}
				}
			}
			return nil
		}, done, nil
	}
	return e.bitextUnits(files, formats)
}

// bitextUnits hands on the units of bitexts that have two languages or more.
func (e *env) bitextUnits(files []string, formats []*corpora.Format) (each func(func(*corpora.Unit) error) error, done func(), err error) {
	done = func() {}
	paths := slices.Clone(files)
	if i := slices.Index(files, "-"); i >= 0 { // read several times: kept in a file
		path, err := e.spool()
		if err != nil {
			return nil, done, err
		}
		paths[i], done = path, func() { os.Remove(path) }
		head := make([]byte, 512)
		f, err := os.Open(path)
		if err != nil {
			return nil, done, err
		}
		n, _ := io.ReadFull(f, head)
		f.Close()
		if n == 0 {
			done()
			return nil, func() {}, emptyInput("-")
		}
		formats[i] = corpora.Sniff(head[:n])
	}
	return func(yield func(*corpora.Unit) error) error {
		some := false
		for i, f := range formats {
			r, close, err := e.openInput(paths[i])
			if err != nil {
				return err
			}
			err = f.Read(files[i], r, func(u *corpora.Unit) error {
				if len(u.Segments) < 2 {
					return nil
				}
				some = true
				return yield(u)
			})
			close()
			if err != nil {
				return err
			}
		}
		if !some {
			return locale.Errorf(files[0], 0, 0, "error.no-units")
		}
		return nil
	}, done, nil
}

// spool copies standard input to a temporary file.
func (e *env) spool() (string, error) {
	f, err := os.CreateTemp("", "tercet-*.tmp")
	if err != nil {
		return "", err
	}
	e.temp.mu.Lock()
	e.temp.names = append(e.temp.names, f.Name())
	e.temp.mu.Unlock()
	_, err = io.Copy(f, e.stdin)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return f.Name(), err
}

// knownTerms tells the id of a concept that has one of a candidate's terms, ""
// where there is none.
func knownTerms(gs []*glossary.Glossary) func(*corpora.Candidate) string {
	matchers := map[string]*glossary.Matcher{}
	return func(k *corpora.Candidate) string {
		for _, t := range k.Terms {
			m := matchers[t.Lang]
			if m == nil {
				m = glossary.NewMatcher(lang.Get(t.Lang), gs...)
				matchers[t.Lang] = m
			}
			for _, o := range m.Find(t.Text) {
				if o.Start == 0 && o.End == len(t.Text) && !o.Gap {
					return o.Concept.ID
				}
			}
		}
		return ""
	}
}

// extractIDs gives candidates an id each: made of a term in Latin letters, in
// English where there is one.
func extractIDs() func(*corpora.Candidate) string {
	used := map[string]int{}
	return func(k *corpora.Candidate) string {
		id := ""
		for _, t := range k.Terms {
			if l := lang.Get(t.Lang); !l.Dense && (id == "" || t.Lang == "en") {
				id = strings.Join(strings.FieldsFunc(lang.FoldKey(t.Text), func(r rune) bool {
					return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
				}), "-")
			}
		}
		if id == "" {
			id = "candidate"
		}
		if used[id]++; used[id] > 1 || id == "candidate" {
			id = fmt.Sprintf("%s-%d", id, used[id])
		}
		return id
	}
}

func writeExtracted(w io.Writer, list []*corpora.Candidate, known map[*corpora.Candidate]string) error {
	lines := jsonl.NewWriter(w)
	id := extractIDs()
	for _, k := range list {
		l := extractLine{ID: id(k), Count: k.Count, Dice: round4(k.Dice), LLR: round4(k.LLR), Score: round4(k.Score), Known: known[k]}
		for _, t := range k.Terms {
			l.Terms = append(l.Terms, extractTerm{t.Lang, t.Text, t.Count, round4(t.CValue)})
		}
		l.Context.Unit = corpora.ID{Text: k.Context.ID, Number: k.Context.Number}
		l.Context.Segments = []extractText{}
		for _, s := range k.Context.Segments {
			l.Context.Segments = append(l.Context.Segments, extractText{s.Lang, s.Text})
		}
		if err := lines.Write(l); err != nil {
			return err
		}
	}
	return nil
}

// round4 keeps four decimals: the last bits of a logarithm differ by machine.
func round4(x float64) float64 {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 4, 64), 64)
	return y
}

// tableExtracted writes a glossary ready to be edited.
func (e *env) tableExtracted(w io.Writer, list []*corpora.Candidate, known map[*corpora.Candidate]string) error {
	var langs []string
	for n := 8; n > 0; n-- { // the order of languages: that of the fullest candidates
		for _, k := range list {
			if len(k.Terms) != n {
				continue
			}
			for _, t := range k.Terms {
				if !slices.Contains(langs, t.Lang) {
					langs = append(langs, t.Lang)
				}
			}
		}
	}
	if len(langs) == 0 { // no header without languages: a glossary needs one
		return nil
	}
	flat := strings.NewReplacer("\t", " ", "\r", " ", "\n", " ", "|", " ")
	row := append(append([]string{"id"}, langs...), "note", "source")
	if _, err := fmt.Fprintln(w, strings.Join(row, "\t")); err != nil {
		return err
	}
	id := extractIDs()
	for _, k := range list {
		row = append(row[:0], id(k))
		for _, code := range langs {
			text := ""
			for _, t := range k.Terms {
				if t.Lang == code {
					text = flat.Replace(t.Text)
				}
			}
			row = append(row, text)
		}
		note := e.t("extract.note", "Count", k.Count, "Context", contextOf(k))
		if known[k] != "" {
			note = e.t("extract.known", "Concept", known[k]) + e.t("report.semicolon") + note
		}
		row = append(row, flat.Replace(note), "")
		if _, err := fmt.Fprintln(w, strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	return nil
}

// contextWidth is the number of code points that a note shows on either side of
// a term.
const contextWidth = 60

// contextOf is what stands around the first of a candidate's terms that its
// context has in the same spelling.
func contextOf(k *corpora.Candidate) string {
	for _, t := range k.Terms {
		for _, s := range k.Context.Segments {
			i := strings.Index(s.Text, t.Text)
			if s.Lang != t.Lang || i < 0 {
				continue
			}
			from, to := i, i+len(t.Text)
			for n := 0; n < contextWidth && from > 0; n++ {
				_, w := utf8.DecodeLastRuneInString(s.Text[:from])
				from -= w
			}
			for n := 0; n < contextWidth && to < len(s.Text); n++ {
				_, w := utf8.DecodeRuneInString(s.Text[to:])
				to += w
			}
			left, right := "", ""
			if from > 0 {
				left = "…"
			}
			if to < len(s.Text) {
				right = "…"
			}
			return left + strings.TrimSpace(s.Text[from:to]) + right
		}
	}
	s := k.Context.Segments[0].Text
	if utf8.RuneCountInString(s) > 2*contextWidth {
		return string([]rune(s)[:2*contextWidth]) + "…"
	}
	return s
}
