package glossary

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tercet/tercet/lang"
)

// corpus is text of one language: the UN triples of TERCET_DATA, else the
// readouts of testdata over and over.
func corpus(b testing.TB, code string, size int) string {
	var s strings.Builder
	if dir := os.Getenv("TERCET_DATA"); dir != "" {
		f, err := os.Open(filepath.Join(dir, "un", "dev.triples.jsonl"))
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			var u struct{ Segments map[string]string }
			if err := json.Unmarshal(sc.Bytes(), &u); err != nil {
				b.Fatal(err)
			}
			s.WriteString(u.Segments[code] + "\n")
		}
	} else {
		names, _ := filepath.Glob("../testdata/readouts/*/" + code + ".txt")
		for _, n := range names {
			data, err := os.ReadFile(n)
			if err != nil {
				b.Fatal(err)
			}
			s.Write(data)
		}
	}
	if s.Len() == 0 {
		b.Skip("no text")
	}
	return strings.Repeat(s.String(), size/s.Len()+1)[:size]
}

// termsOf makes n terms of the words of a text: the first 2,000 stand in it as
// they are, one to three words that are none of the commonest; the others put
// its words together at random, as most terms of a large glossary do not occur
// in a given text.
func termsOf(text string, l *lang.Language, n int) []string {
	rng := rand.New(rand.NewPCG(1, 2))
	var units []string
	if l.Dense {
		for _, r := range text[:min(len(text), 1<<20)] {
			if r >= 0x4E00 && r <= 0x9FFF {
				units = append(units, string(r))
			} else {
				units = append(units, "")
			}
		}
	} else {
		for _, w := range strings.Fields(text[:min(len(text), 1<<20)]) {
			units = append(units, strings.ToLower(strings.Trim(w, ".,;:()<>\"'")))
		}
	}
	sep := " "
	if l.Dense {
		sep = ""
	}
	count := map[string]int{}
	for _, u := range units {
		count[u]++
	}
	word := func(u string) bool {
		return u != "" && (l.Dense && count[u] < len(units)/300 || len(u) > 3 && count[u] < len(units)/1000)
	}
	seen := map[string]bool{}
	var out []string
	for len(out) < n {
		i := rng.IntN(len(units) - 6)
		k := 1 + rng.IntN(3)
		if l.Dense {
			k = 2 + rng.IntN(4)
		}
		ws := append([]string(nil), units[i:i+k]...)
		if len(out) >= 2000 {
			for j := range ws {
				ws[j] = units[rng.IntN(len(units))]
			}
			if k == 1 {
				ws = append(ws, units[rng.IntN(len(units))])
			}
		}
		t := strings.Join(ws, sep)
		if seen[t] || !word(ws[0]) || !word(ws[len(ws)-1]) || strings.Contains(t, "  ") {
			continue
		}
		seen[t] = true
		out = append(out, t)
	}
	return out
}

// dfa is a plain Aho-Corasick automaton with all transitions filled in, over
// bytes in classes: what the scan is measured against. It knows no folding, no
// inflection and no word boundaries.
type dfa struct {
	class [256]uint8
	n     int
	next  []int32
	hit   []bool
}

func newDFA(terms []string) *dfa {
	d := &dfa{}
	d.n = 1
	for _, t := range terms {
		for i := 0; i < len(t); i++ {
			if d.class[t[i]] == 0 {
				d.class[t[i]] = uint8(d.n)
				d.n++
			}
		}
	}
	add := func() int32 {
		d.next = append(d.next, make([]int32, d.n)...)
		d.hit = append(d.hit, false)
		return int32(len(d.hit) - 1)
	}
	add()
	for _, t := range terms {
		s := int32(0)
		for i := 0; i < len(t); i++ {
			k := int(s)*d.n + int(d.class[t[i]])
			if d.next[k] == 0 {
				v := add()
				d.next[k] = v
			}
			s = d.next[k]
		}
		d.hit[s] = true
	}
	fail := make([]int32, len(d.hit))
	var queue []int32
	for c := 0; c < d.n; c++ {
		if s := d.next[c]; s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		for c := 0; c < d.n; c++ {
			k := int(s)*d.n + c
			f := d.next[int(fail[s])*d.n+c]
			if t := d.next[k]; t != 0 {
				fail[t] = f
				d.hit[t] = d.hit[t] || d.hit[f]
				queue = append(queue, t)
			} else {
				d.next[k] = f
			}
		}
	}
	return d
}

func (d *dfa) scan(s string) (hits int) {
	st := int32(0)
	for i := 0; i < len(s); i++ {
		st = d.next[int(st)*d.n+int(d.class[s[i]])]
		if d.hit[st] {
			hits++
		}
	}
	return hits
}

// BenchmarkFind finds terms in running text, 5,000 and 50,000 of them, against
// a bare scan by a plain DFA of 5,000. The ratio that matters is Find/5000 to
// DFA/5000 of the same language: at most 2; and Find/50000 to Find/5000: at
// most 1.5.
func BenchmarkFind(b *testing.B) {
	for _, code := range []string{"fr", "en", "zh"} {
		l := lang.Get(code)
		text := corpus(b, code, 8<<20)
		terms := termsOf(text, l, 50000)
		b.Run(code+"/DFA/5000", func(b *testing.B) {
			d := newDFA(terms[:5000])
			b.SetBytes(int64(len(text)))
			n := 0
			cpu := processor()
			for b.Loop() {
				n = d.scan(text)
			}
			b.ReportMetric((processor()-cpu)/float64(b.N)/float64(len(text)), "cpu-ns/B")
			b.ReportMetric(float64(n), "hits")
		})
		for _, n := range []int{5000, 50000} {
			b.Run(fmt.Sprintf("%s/Find/%d", code, n), func(b *testing.B) {
				m := NewMatcher(l, one(code, terms[:n]...))
				b.SetBytes(int64(len(text)))
				k := 0
				cpu := processor()
				for b.Loop() {
					k = 0
					m.Each(text, func(Occurrence) { k++ })
				}
				b.ReportMetric((processor()-cpu)/float64(b.N)/float64(len(text)), "cpu-ns/B")
				b.ReportMetric(float64(k), "hits")
				b.ReportMetric(float64(m.auto.Size().Bytes)/1e6, "MB")
			})
		}
	}
}

// BenchmarkNewMatcher makes the matcher of a glossary of 5,000 terms ready, and
// that of the embedded glossary.
func BenchmarkNewMatcher(b *testing.B) {
	text := corpus(b, "fr", 2<<20)
	g := one("fr", termsOf(text, lang.French, 5000)...)
	b.Run("5000", func(b *testing.B) {
		for b.Loop() {
			NewMatcher(lang.French, g)
		}
	})
	for _, l := range lang.All {
		b.Run("diplomatic/"+l.Code, func(b *testing.B) {
			for b.Loop() {
				NewMatcher(l, Diplomatic())
			}
		})
	}
}
