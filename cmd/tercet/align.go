package main

import (
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/internal/config"
	"github.com/tercet/tercet/internal/jsonl"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/report"
	"github.com/tercet/tercet/segment"
	"github.com/tercet/tercet/text"
	"github.com/tercet/tercet/text/reader"
)

func alignCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "align",
		Usage:       e.t("cmd.align.usage"),
		ArgsUsage:   "FILE FILE [FILE...] | FOLDER... | BITEXT | SETS.jsonl",
		Description: e.t("cmd.align.about"),
		UsageText:   e.t("cmd.align.examples"),
		Flags: slices.Concat([]cli.Flag{
			choice("format", e.t("flag.align-format"), alignFormats()...),
			&cli.StringFlag{Name: "langs", Usage: e.t("flag.langs")},
			&cli.BoolFlag{Name: "sentences", Usage: e.t("flag.sentences")},
			&cli.StringFlag{Name: "gold", Usage: e.t("flag.gold")},
			&cli.BoolFlag{Name: "explain", Usage: e.t("flag.align-explain")},
			e.outputFlag(),
		}, e.alignerFlags(), e.splitterFlags(), e.configFlags(), e.readerFlags()),
		Action: func(c *cli.Context) error { return e.align(c) },
	}
}

func alignFormats() []string {
	var out []string
	for _, f := range report.AlignFormats {
		out = append(out, f.Name)
	}
	return out
}

func (e *env) align(c *cli.Context) (err error) {
	defer debug.SetGCPercent(debug.SetGCPercent(50)) // little lives long: keep the peak low
	al, err := e.aligner(c, nil)
	if err != nil {
		return err
	}
	al.o.Explain = c.Bool("explain")
	cfg, err := e.config(c)
	if err != nil {
		return err
	}
	sp, err := e.splitter(c, cfg)
	if err != nil {
		return err
	}
	files := c.Args().Slice()
	if len(files) == 1 && (isJSONL(files[0]) || files[0] == "-") {
		if f := c.String("format"); f != "jsonl" && c.IsSet("format") {
			return errorf("error.sets-format", "Format", f)
		}
		if al.pins != "" {
			return errorf("error.pins-sets")
		}
		out, err := e.open(c.String("output"))
		if err != nil {
			return err
		}
		return out.close(e.alignSets(files[0], out, al, sp))
	}
	sets, inFolder, err := e.sets(c, cfg, files)
	if err != nil {
		return err
	}
	if inFolder != nil {
		files = inFolder
	}
	formats, err := bitexts(files)
	if err != nil {
		return err
	}
	if sets != nil && c.String("format") == "jsonl" && c.String("gold") == "" {
		return e.alignLines(c, sets, al, sp)
	}
	var a *align.Alignment
	switch {
	case sets != nil:
		a, err = e.alignTogether(c, sets, al, sp)
	case formats != nil && len(files) > 1:
		return locale.Errorf(files[1], 0, 0, "error.one-bitext", "Other", files[0])
	case formats != nil:
		a, err = e.alignment(files[0], formats[0])
	case len(files) < 2:
		return tooFew("align", files)
	default:
		var docs []*text.Document
		if docs, err = e.read(c, files, c.String("langs")); err != nil {
			return err
		}
		if err := sp.split(docs); err != nil {
			return err
		}
		a, err = al.documents(docs)
	}
	if err != nil {
		return err
	}
	out, err := e.open(c.String("output"))
	if err != nil {
		return err
	}
	if g := c.String("gold"); g != "" {
		return out.close(e.scoreGold(out, a, g))
	}
	if al.o.Explain && c.String("format") != "jsonl" {
		return out.close(explainAlignment(out, a))
	}
	return out.close(report.AlignByName(c.String("format")).Write(out, a, e.reportOptions(out)))
}

// reportOptions are what a report needs to know of where it goes.
func (e *env) reportOptions(out *output) report.Options {
	o := report.Options{Printer: e.p, Creator: "tercet " + buildVersion()}
	if out.file == nil {
		o.Color = color(e.stdout)
		o.Width = terminalWidth(e.stdout)
	}
	return o
}

// alignFound aligns sets, several at once, and hands on the alignments in their
// order.
func (e *env) alignFound(c *cli.Context, sets []config.Set, al *aligner, sp *splitter, yield func(config.Set, *align.Alignment) error) error {
	if al.pins != "" && len(sets) > 1 {
		return errorf("error.pins-sets")
	}
	if len(sets) > 1 {
		al.o.Workers = 1 // the sets are dealt out to the cores, not their parts
	}
	type aligned struct {
		set config.Set
		a   *align.Alignment
	}
	return overSets(e, c, sets,
		func(s config.Set, docs []*text.Document) (aligned, error) {
			if err := sp.split(docs); err != nil {
				return aligned{}, err
			}
			a, err := al.documents(docs)
			return aligned{s, a}, err
		},
		func(x aligned) []*text.Document { return x.a.Docs },
		func(x aligned) error { return yield(x.set, x.a) },
	)
}

// alignLines writes a line of JSON for each set.
func (e *env) alignLines(c *cli.Context, sets []config.Set, al *aligner, sp *splitter) error {
	out, err := e.open(c.String("output"))
	if err != nil {
		return err
	}
	w := jsonl.NewWriter(out)
	return out.close(e.alignFound(c, sets, al, sp, func(s config.Set, a *align.Alignment) error {
		var langs []string
		for _, d := range a.Docs {
			langs = append(langs, d.Lang)
		}
		return w.Write(report.NewAlignmentLine(corpora.ID{Text: s.ID}, langs, a.Beads))
	}))
}

// alignTogether aligns sets and puts several one behind the other, as a memory is
// made of them. What shows one text, or measures it, takes one set.
func (e *env) alignTogether(c *cli.Context, sets []config.Set, al *aligner, sp *splitter) (*align.Alignment, error) {
	format := c.String("format")
	if many := format == "tsv" || format == "tmx" || format == "xliff"; len(sets) > 1 && (!many || al.o.Explain || c.String("gold") != "") {
		return nil, errorf("error.several-sets", "Count", len(sets), "First", sets[0].ID)
	}
	var one *align.Alignment
	j := &joined{}
	err := e.alignFound(c, sets, al, sp, func(_ config.Set, a *align.Alignment) error {
		one = a
		if len(sets) > 1 {
			j.add(a)
		}
		return nil
	})
	if err != nil || len(sets) == 1 {
		return one, err
	}
	return j.alignment(), nil
}

// joined is one alignment of several, made of text that stands one behind the
// other, a document for each language.
type joined struct {
	versions []*joinedVersion
	beads    []align.Bead
}

type joinedVersion struct {
	name, lang string
	b          strings.Builder
	sentences  int
	paragraphs []text.Paragraph
}

// version finds the version in a language, a new one if need be.
func (j *joined) version(name, lang string) int {
	for i, v := range j.versions {
		if v.lang == lang {
			return i
		}
	}
	j.versions = append(j.versions, &joinedVersion{name: name, lang: lang})
	return len(j.versions) - 1
}

func (v *joinedVersion) add(s string, sentences []text.Sentence) {
	if len(sentences) == 0 {
		return
	}
	at := v.b.Len()
	v.b.WriteString(s + "\n")
	p := text.Paragraph{Span: text.Span{Start: at, End: at + len(s)}}
	for _, x := range sentences {
		p.Sentences = append(p.Sentences, text.Sentence{Span: text.Span{Start: at + x.Start, End: at + x.End}})
	}
	v.paragraphs = append(v.paragraphs, p)
	v.sentences += len(sentences)
}

func (j *joined) add(a *align.Alignment) {
	sides, shift := make([]int, len(a.Docs)), make([]int, len(a.Docs))
	for i, d := range a.Docs {
		sides[i] = j.version(d.Name, d.Lang)
	}
	empty := func() []align.Range {
		out := make([]align.Range, len(j.versions))
		for k, v := range j.versions {
			out[k] = align.Range{Lo: v.sentences, Hi: v.sentences}
		}
		return out
	}
	for i := range a.Docs {
		shift[i] = j.versions[sides[i]].sentences
	}
	for _, b := range a.Beads {
		sents := empty()
		for i, r := range b.Sents {
			sents[sides[i]] = align.Range{Lo: shift[i] + r.Lo, Hi: shift[i] + r.Hi}
		}
		b.Sents = sents
		j.beads = append(j.beads, b)
	}
	for i, d := range a.Docs {
		j.versions[sides[i]].add(d.Text, d.Sentences())
	}
}

func (j *joined) alignment() *align.Alignment {
	a := &align.Alignment{Beads: j.beads}
	for _, v := range j.versions {
		d := text.New(v.name, v.lang, v.b.String())
		d.Paragraphs = v.paragraphs
		a.Docs = append(a.Docs, d)
	}
	for i := range a.Beads { // those from before a language came up
		for len(a.Beads[i].Sents) < len(a.Docs) {
			a.Beads[i].Sents = append(a.Beads[i].Sents, align.Range{})
		}
	}
	return a
}

// alignment reads a bitext as what it is already: each segment a sentence, each
// unit a bead. Languages stand in the order in which the units bring them.
func (e *env) alignment(name string, f *corpora.Format) (*align.Alignment, error) {
	r, done, err := e.openInput(name)
	if err != nil {
		return nil, err
	}
	defer done()
	j := &joined{}
	err = f.Read(name, r, func(u *corpora.Unit) error {
		a := &align.Alignment{Beads: []align.Bead{{Score: 1}}}
		if u.Score > 0 {
			a.Beads[0].Score = u.Score
		}
		some := false
		for _, s := range u.Segments {
			d := text.New(name, s.Lang, s.Text)
			rg := align.Range{}
			if strings.TrimSpace(s.Text) != "" {
				sp := text.Span{End: len(s.Text)}
				d.Paragraphs = []text.Paragraph{{Span: sp, Sentences: []text.Sentence{{Span: sp}}}}
				rg.Hi, some = 1, true
			}
			a.Docs = append(a.Docs, d)
			a.Beads[0].Sents = append(a.Beads[0].Sents, rg)
		}
		if some {
			j.add(a)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(j.versions) < 2 {
		return nil, locale.Errorf(name, 0, 0, "error.no-units")
	}
	return j.alignment(), nil
}

func isJSONL(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".jsonl" || ext == ".ndjson"
}

// scoreGold prints strict and lax precision, recall and F1 against a ladder.
func (e *env) scoreGold(w io.Writer, a *align.Alignment, name string) error {
	f, err := reader.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	gold, err := align.ReadLadder(f, name)
	if err != nil {
		return err
	}
	if len(gold) == 0 {
		return emptyInput(name)
	}
	if len(gold[0]) != len(a.Docs) {
		return locale.Errorf(name, 1, 0, "error.ladder-sides", "Got", len(gold[0]), "Want", len(a.Docs))
	}
	found := align.ToLadder(a.Beads)
	for i := range a.Docs {
		for j := i + 1; j < len(a.Docs); j++ {
			s := align.ScorePair(align.Project(gold, i, j), align.Project(found, i, j))
			fmt.Fprintf(w, "%-8s strict P %.3f R %.3f F1 %.3f  lax P %.3f R %.3f F1 %.3f\n", a.Docs[i].Lang+"-"+a.Docs[j].Lang,
				s.Precision.Rate(), s.Recall.Rate(), s.Strict(), s.LaxPrecision.Rate(), s.LaxRecall.Rate(), s.Lax())
		}
	}
	if len(a.Docs) > 2 {
		s := align.ScoreJoint(gold, found)
		fmt.Fprintf(w, "joint    strict P %.3f R %.3f F1 %.3f\n", s.Precision.Rate(), s.Recall.Rate(), s.Strict())
	}
	return nil
}

const setsWant = `{"id":"1","documents":[{"lang":"fr","text":"…"},{"lang":"en","sentences":["…"]}]}`

// alignSets aligns the sets of JSON Lines, in order, on all cores.
func (e *env) alignSets(name string, w io.Writer, al *aligner, sp *splitter) error {
	r, done, err := e.openInput(name)
	if err != nil {
		return err
	}
	defer done()
	al.o.Workers = 1 // the sets are dealt out to the cores, not their parts
	return mapLines(name, setsWant, r, w, func(jr *jsonl.Reader, line []byte, number int) ([]byte, error) {
		var v struct {
			ID        corpora.ID
			Documents []struct {
				Lang      string
				Text      *string
				Sentences []string
			}
		}
		if err := jr.Decode(line, number, &v); err != nil {
			return nil, err
		}
		if len(v.Documents) < 2 {
			return nil, jr.Bad(number, "error.set-documents", "Count", len(v.Documents))
		}
		if v.ID.Text == "" && !v.ID.Number {
			v.ID = corpora.ID{Text: fmt.Sprint(number), Number: true}
		}
		sides := make([]align.Side, len(v.Documents))
		langs := make([]string, len(v.Documents))
		for i, d := range v.Documents {
			t := strings.Join(d.Sentences, "\n")
			switch {
			case d.Text != nil && d.Sentences != nil, d.Text == nil && d.Sentences == nil:
				return nil, jr.Bad(number, "error.set-text", "Number", i+1)
			case d.Text != nil:
				t = *d.Text
			}
			if d.Lang == "" {
				d.Lang, _ = lang.Detect(sample(t))
			}
			l, err := lang.Parse(d.Lang)
			if err != nil {
				return nil, jr.Bad(number, "error.language-tag", "Tag", d.Lang)
			}
			langs[i] = l.Code
			for k := range i {
				if langs[k] == l.Code {
					return nil, jr.Bad(number, "error.unit-language-twice", "Lang", l.Code)
				}
			}
			if d.Text != nil {
				doc := text.New(name, l.Code, t)
				so, err := sp.options(l.Code)
				if err != nil {
					return nil, err
				}
				segment.Document(doc, so)
				sides[i] = align.NewSide(doc)
			} else {
				sides[i] = align.Side{Lang: l, Sentences: d.Sentences}
			}
		}
		beads, err := al.align(sides)
		if err != nil {
			return nil, err
		}
		return jsonl.Marshal(report.NewAlignmentLine(v.ID, langs, beads))
	})
}

func emptyInput(name string) error { return locale.Errorf(name, 0, 0, "error.empty") }
