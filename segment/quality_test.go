package segment

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/tercet/tercet/internal/quality"
	"github.com/tercet/tercet/lang"
)

// goldDocument is a line of a data set: sentences joined without white space
// equal text without white space.
type goldDocument struct {
	ID, Lang, Text string
	Sentences      []string
}

func readGold(t *testing.T, name string) []goldDocument {
	f, err := os.Open(name)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	var docs []goldDocument
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		var d goldDocument
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return docs
}

func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r >= 0x1c && r <= 0x1f
}

// boundaries are the inner sentence ends, as counts of characters that are not
// white space, and the end of the text.
func boundaries(sentences []string) (map[int]bool, int) {
	ends, n := map[int]bool{}, 0
	for _, s := range sentences {
		for _, r := range s {
			if !blank(r) {
				n++
			}
		}
		ends[n] = true
	}
	delete(ends, n)
	delete(ends, 0)
	return ends, n
}

// marked are the gold boundaries that the text marks, by a final mark before
// optional closers or by a line feed.
func marked(d goldDocument) map[int]bool {
	out := map[int]bool{}
	rs := []rune(d.Text)
	pos, n := 0, 0
	for _, s := range d.Sentences[:len(d.Sentences)-1] {
		for _, r := range s {
			if blank(r) {
				continue
			}
			for blank(rs[pos]) {
				pos++
			}
			pos++
			n++
		}
		q := pos
		for q < len(rs) && blank(rs[q]) {
			q++
		}
		end := strings.TrimRight(strings.TrimRightFunc(s, blank), "\"'”’»›)]}」』）】》〉〕＂＇")
		end = strings.TrimRightFunc(end, blank)
		if strings.ContainsRune(string(rs[pos:q]), '\n') || strings.ContainsAny(lastRune(end), ".!?…。！？｡．‥⋯") {
			out[n] = true
		}
	}
	return out
}

func lastRune(s string) string {
	rs := []rune(s)
	if len(rs) == 0 {
		return ""
	}
	return string(rs[len(rs)-1])
}

func collapse(ss []string) []string {
	out := make([]string, len(ss))
	for i, s := range ss {
		out[i] = strings.Join(strings.FieldsFunc(s, blank), " ")
	}
	return out
}

// TestQuality measures F1m (boundaries that the text marks) on documents and
// hard cases, and exact matches on golden cases.
func TestQuality(t *testing.T) {
	dir := quality.Data(t, "segmentation")
	for _, set := range []string{"ud.en", "ud.fr", "ud.zh", "diplo.en", "diplo.fr", "diplo.zh", "golden.en", "golden.fr", "golden.zh", "golden.en keep"} {
		file, keep, _ := strings.Cut(set, " ")
		var o Options
		if keep != "" {
			o.Quotes = Keep
		}
		docs := readGold(t, dir+"/dev."+file+".jsonl")
		tp, fp, fn, exact := 0, 0, 0, 0
		for _, d := range docs {
			got := slices.Collect(Sentences(d.Text, lang.Get(d.Lang), o))
			gold, _ := boundaries(d.Sentences)
			have, _ := boundaries(got)
			m := marked(d)
			for b := range have {
				if !gold[b] {
					fp++
				} else if m[b] {
					tp++
				}
			}
			for b := range m {
				if gold[b] && !have[b] {
					fn++
				}
			}
			if slices.Equal(collapse(got), collapse(d.Sentences)) {
				exact++
			}
		}
		name := "segment/" + strings.ReplaceAll(set, " ", ".")
		if strings.HasPrefix(set, "golden") {
			quality.Check(t, name+"/exact", float64(exact)/float64(len(docs)))
		} else {
			quality.Check(t, name+"/F1m", 2*float64(tp)/float64(2*tp+fp+fn))
		}
	}
}
