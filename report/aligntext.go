package report

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/internal/jsonl"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// AlignTSV is a bead a row: a column for each version, then the score. The
// header has the language codes. Sentences of a bead are joined as the language
// writes them, and tabs and line feeds become spaces.
var AlignTSV = &AlignFormat{
	Name: "tsv",
	Doc:  "a bead a row, a column per version, then the score",
	Write: func(w io.Writer, a *align.Alignment, o Options) error {
		bw := bufio.NewWriterSize(w, 1<<16)
		for _, l := range versions(a.Docs) {
			bw.WriteString(l + "\t")
		}
		bw.WriteString("score\n")
		j := newJoiner(a.Docs)
		for _, b := range a.Beads {
			for side, r := range b.Sents {
				bw.WriteString(j.join(side, r))
				bw.WriteByte('\t')
			}
			bw.WriteString(score(b.Score))
			bw.WriteByte('\n')
		}
		return bw.Flush()
	},
}

// score is at most four decimals, without zeros at the end.
func score(x float64) string { return strconv.FormatFloat(round(x), 'f', -1, 64) }

// joiner makes one string of the sentences of a bead.
type joiner struct {
	docs  []*text.Document
	langs []*lang.Language
	sents [][]text.Sentence
}

func newJoiner(docs []*text.Document) *joiner {
	j := &joiner{docs: docs}
	for _, d := range docs {
		j.langs = append(j.langs, lang.Get(d.Lang))
		j.sents = append(j.sents, d.Sentences())
	}
	return j
}

// join is the sentences of a range in one line, with a space between two, or
// nothing where the language has none between words.
func (j *joiner) join(side int, r align.Range) string {
	var b strings.Builder
	for k := r.Lo; k < r.Hi; k++ {
		if k > r.Lo && j.langs[side].Spaced {
			b.WriteByte(' ')
		}
		b.WriteString(flat.Replace(j.sents[side][k].Of(j.docs[side].Text)))
	}
	return b.String()
}

var flat = strings.NewReplacer("\r\n", " ", "\t", " ", "\n", " ", "\r", " ")

// AlignLadder is a bead a line: the 0-based numbers of its sentences on each
// side, then the score. [0, 1]:[0]:0.93
var AlignLadder = &AlignFormat{
	Name: "ladder",
	Doc:  "sentence numbers of each bead, [0, 1]:[0]:0.93",
	Write: func(w io.Writer, a *align.Alignment, o Options) error {
		bw := bufio.NewWriterSize(w, 1<<16)
		for _, b := range a.Beads {
			for _, r := range b.Sents {
				bw.WriteByte('[')
				for k := r.Lo; k < r.Hi; k++ {
					if k > r.Lo {
						bw.WriteString(", ")
					}
					bw.WriteString(strconv.Itoa(k))
				}
				bw.WriteString("]:")
			}
			bw.WriteString(score(b.Score) + "\n")
		}
		return bw.Flush()
	},
}

// AlignmentLine is an alignment as a line of JSON.
type AlignmentLine struct {
	ID    corpora.ID `json:"id"`
	Langs []string   `json:"langs"`
	Beads []LineBead `json:"beads"`
}

// LineBead is a bead of an AlignmentLine: sentence numbers for each side.
type LineBead struct {
	Sents   [][]int `json:"sents"`
	Score   float64 `json:"score"`
	Crosses bool    `json:"crosses,omitempty"`
	Why     []Why   `json:"why,omitempty"`
}

// Why is what carried a bead between two sides, in nats.
type Why struct {
	Langs    [2]string   `json:"langs"`
	Length   float64     `json:"length"`
	Ends     float64     `json:"ends"`
	Words    float64     `json:"words"`
	Prior    float64     `json:"prior"`
	Pinned   bool        `json:"pinned,omitempty"`
	Partners [][2]string `json:"partners"`
}

func whyOf(es []align.Evidence, langs []string) []Why {
	var out []Why
	for _, e := range es {
		w := Why{[2]string{langs[e.A], langs[e.B]}, round(e.Length), round(e.Ends), round(e.Words), round(e.Prior), e.Pinned, [][2]string{}}
		for _, p := range e.Partners {
			w.Partners = append(w.Partners, [2]string{p.A, p.B})
		}
		out = append(out, w)
	}
	return out
}

// NewAlignmentLine makes the line of one set of documents.
func NewAlignmentLine(id corpora.ID, langs []string, beads []align.Bead) AlignmentLine {
	l := AlignmentLine{ID: id, Langs: langs, Beads: make([]LineBead, len(beads))}
	for i, b := range beads {
		l.Beads[i] = LineBead{sentsList(b), round(b.Score), b.Crosses, whyOf(b.Why, langs)}
	}
	return l
}

// AlignJSONL is the alignment of a set of documents as one line of JSON. The
// id is 1.
var AlignJSONL = &AlignFormat{
	Name: "jsonl",
	Doc:  `one line of JSON: {"id","langs","beads":[{"sents","score"}]}`,
	Write: func(w io.Writer, a *align.Alignment, o Options) error {
		return jsonl.NewWriter(w).Write(NewAlignmentLine(corpora.ID{Text: "1", Number: true}, versions(a.Docs), a.Beads))
	},
}
