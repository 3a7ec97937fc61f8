package report

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/locale"
)

// JSON is everything that is known, as one JSON object. Offsets count bytes of
// the files as read, half-open; lines and columns count from 1, columns in code
// points. Messages are English whatever the reader's language. Keys hold
// arrays, never null.
//
// Of several sets, the documents stand one after the other and each bead names
// its own by their numbers. Of a bitext, a document is a language of the file,
// its sentences are the segments in order, start and end count from the
// segment's first byte, and the line is the unit's.
var JSON = &Format{
	Name: "json",
	Doc:  "one JSON object: documents, beads, findings, summary",
	New:  func(w io.Writer, o Options) Writer { return &jsonWriter{w: w} },
}

type jsonDocument struct {
	Name      string   `json:"name"`
	Lang      string   `json:"lang"`
	Sentences [][2]int `json:"sentences"`
}

type jsonBead struct {
	ID         *corpora.ID `json:"id,omitempty"`        // of the unit
	Documents  []int       `json:"documents,omitempty"` // where there are several sets
	Sents      [][]int     `json:"sents"`
	Score      float64     `json:"score"`
	Divergence float64     `json:"divergence"`
}

type jsonPlace struct {
	Document string `json:"document"`
	Lang     string `json:"lang"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Text     string `json:"text"`
}

type jsonFinding struct {
	Check       string      `json:"check"`
	Severity    string      `json:"severity"`
	Message     string      `json:"message"`
	Category    string      `json:"category"`
	At          []jsonPlace `json:"at"`
	Concept     string      `json:"concept,omitempty"`
	Problem     string      `json:"problem,omitempty"`
	Odd         string      `json:"odd,omitempty"`
	Fix         string      `json:"fix,omitempty"`
	Unit        *corpora.ID `json:"unit,omitempty"`
	Fingerprint string      `json:"fingerprint"`
}

type jsonSummary struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Note    int `json:"note"`
	Waived  int `json:"waived,omitempty"`
}

type jsonWriter struct {
	w        io.Writer
	list     lister
	docs     []*jsonDocument
	column   map[[2]string]int // of file and language, for units
	beads    []jsonBead
	findings []jsonFinding
	sets     int
	sum      counts
	waived   int
}

// sentsList gives the sentences of a bead as lists of numbers, one a side.
func sentsList(b align.Bead) [][]int {
	out := make([][]int, len(b.Sents))
	for i, r := range b.Sents {
		out[i] = []int{}
		for k := r.Lo; k < r.Hi; k++ {
			out[i] = append(out[i], k)
		}
	}
	return out
}

func (j *jsonWriter) Add(r *divergence.Result, u *Unit) error {
	switch {
	case u != nil:
		j.addUnit(r, u)
	case !noVersions(r):
		j.addSet(r)
	}
	j.waived += r.Waived
	for _, it := range j.list.items(r, u) {
		j.sum.add(it.Finding)
		f := jsonFinding{
			Check: it.Check, Severity: string(it.Severity), Message: it.english(), Category: it.Category, At: []jsonPlace{},
			Concept: it.Concept, Problem: it.Problem, Odd: it.Odd, Fix: it.Fix, Fingerprint: it.fingerprint,
		}
		if u != nil {
			f.Unit = &u.ID
		}
		for _, p := range it.at {
			f.At = append(f.At, jsonPlace{it.file(p), p.doc.Lang, p.raw.Start, p.raw.End, p.pos.Line, p.pos.Column, p.text})
		}
		j.findings = append(j.findings, f)
	}
	return nil
}

func (j *jsonWriter) addSet(r *divergence.Result) {
	base := len(j.docs)
	var own []int
	for i, d := range r.Documents {
		jd := &jsonDocument{d.Name, d.Lang, [][2]int{}}
		for _, s := range d.Sentences() {
			raw := d.RawSpan(s.Span)
			jd.Sentences = append(jd.Sentences, [2]int{raw.Start, raw.End})
		}
		j.docs = append(j.docs, jd)
		own = append(own, base+i)
	}
	j.sets++
	if j.sets == 2 { // the first set's beads must name their documents as well
		for i := range j.beads {
			for k := range j.beads[i].Sents {
				j.beads[i].Documents = append(j.beads[i].Documents, k)
			}
		}
	}
	if j.sets == 1 {
		own = nil
	}
	if r.Alignment == nil {
		return
	}
	for k, b := range r.Alignment.Beads {
		j.beads = append(j.beads, jsonBead{nil, own, sentsList(b), round(b.Score), round(divergenceOf(r, k))})
	}
}

func (j *jsonWriter) addUnit(r *divergence.Result, u *Unit) {
	if j.column == nil {
		j.column = map[[2]string]int{}
	}
	b := jsonBead{ID: &u.ID, Divergence: round(divergenceOf(r, 0)), Score: 1}
	if r.Alignment != nil && len(r.Alignment.Beads) > 0 {
		b.Score = round(r.Alignment.Beads[0].Score)
	}
	at := make([]int, len(r.Documents))
	for i, d := range r.Documents {
		key := [2]string{u.File, d.Lang}
		c, ok := j.column[key]
		if !ok {
			c = len(j.docs)
			j.column[key] = c
			j.docs = append(j.docs, &jsonDocument{u.File, d.Lang, [][2]int{}})
		}
		at[i] = c
	}
	b.Sents = make([][]int, len(j.docs))
	for i := range b.Sents {
		b.Sents[i] = []int{}
	}
	for i, d := range r.Documents {
		jd := j.docs[at[i]]
		if strings.TrimSpace(d.Text) != "" {
			b.Sents[at[i]] = []int{len(jd.Sentences)}
		}
		jd.Sentences = append(jd.Sentences, [2]int{0, len(d.Raw)})
	}
	j.beads = append(j.beads, b)
}

func divergenceOf(r *divergence.Result, bead int) float64 {
	if bead < len(r.Divergence) {
		return r.Divergence[bead]
	}
	return 0
}

// english is the message that machines are given.
func (it *item) english() string { return it.statement(locale.For("en")) }

// Close writes the object, one document, bead and finding a line, so that line
// tools and people can read it as well.
func (j *jsonWriter) Close() error {
	var b bytes.Buffer
	b.WriteString(`{"version":1,` + "\n" + `"documents":[`)
	err := writeList(&b, j.docs)
	b.WriteString("],\n" + `"beads":[`)
	if err == nil {
		err = writeList(&b, j.beads)
	}
	b.WriteString("],\n" + `"findings":[`)
	if err == nil {
		err = writeList(&b, j.findings)
	}
	b.WriteString("],\n" + `"summary":`)
	if err == nil {
		err = encode(&b, jsonSummary{j.sum.Error, j.sum.Warning, j.sum.Note, j.waived})
	}
	b.WriteString("}\n")
	if err != nil {
		return err
	}
	_, err = j.w.Write(b.Bytes())
	return err
}

func writeList[T any](b *bytes.Buffer, l []T) error {
	for i, v := range l {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		if err := encode(b, v); err != nil {
			return err
		}
	}
	if len(l) > 0 {
		b.WriteByte('\n')
	}
	return nil
}

// encode writes v without a line feed, and without escaping what HTML would
// need.
func encode(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	b.Truncate(len(bytes.TrimRight(b.Bytes(), "\n")))
	return err
}
