// Package openaitest is a server for tests that speaks the embeddings and the
// chat request of OpenAI's interface. Its model is the rows of the seed lexicon:
// a vector is the sum of those of the concepts that a text names, the answer of
// the chat is the share of concepts and figures that one version has and another
// has not. It answers from the texts alone, so that tests see what a small model
// would say, good and bad.
package openaitest

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"github.com/tercet/tercet/align/lexicon"
)

// Server is a running server. Address paths choose how it behaves: /v1 answers,
// /MOOD/v1 does as the mood says (see moods).
type Server struct {
	*httptest.Server
	// Texts and Questions count what was asked for: texts to embed, beads to
	// judge, not counting requests that failed.
	Texts, Questions atomic.Int32
	// Requests counts all requests, Most is how many there were at once.
	Requests, Most atomic.Int32
	// Key is the bearer token of the last request.
	Key atomic.Value

	now   atomic.Int32
	model *model
}

// Start starts a server that is closed with the test. seed is the folder of the
// seed lexicon.
func Start(t testing.TB, seed string) *Server {
	s := &Server{model: load(t, seed)}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

// moods are the ways to misbehave, by the first part of the path: what a chat
// says instead of its answer, given the number and the answer.
var moods = map[string]func(n int32, p float64) string{
	"prose":   func(n int32, p float64) string { return fmt.Sprintf("The probability is about %.0f%%.", 100*p) },
	"thinks":  func(n int32, p float64) string { return fmt.Sprintf("<think>p: 0.5?</think>\n{\"p\": %.3f}", p) },
	"refuses": func(n int32, p float64) string { return "I'm sorry, but I can't help with that." },
	"wild":    func(n int32, p float64) string { return fmt.Sprintf("%.1f", 2+p) },
	// every third answer is of no use
	"moody": func(n int32, p float64) string {
		if n%3 == 0 {
			return "As a language model I have no opinion."
		}
		return fmt.Sprintf(`{"p": %.3f}`, p)
	},
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	n := s.Requests.Add(1)
	now := s.now.Add(1)
	defer s.now.Add(-1)
	for {
		m := s.Most.Load()
		if now <= m || s.Most.CompareAndSwap(m, now) {
			break
		}
	}
	key := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.Key.Store(key)
	mood, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if mood == "v1" {
		mood, path = "", "v1/"+path
	}
	fail := func(status int, why string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"message": why, "code": status}})
	}
	switch mood {
	case "busy": // two of three requests
		if n%3 != 0 {
			w.Header().Set("Retry-After", "0")
			fail(http.StatusTooManyRequests, "busy")
			return
		}
	case "broken":
		fail(http.StatusInternalServerError, "out of memory")
		return
	case "locked":
		fail(http.StatusUnauthorized, "no such key: "+key)
		return
	case "moved":
		http.Redirect(w, r, "/v1/"+strings.TrimPrefix(path, "v1/"), http.StatusTemporaryRedirect)
		return
	case "page":
		fmt.Fprint(w, "<html>It works!</html>")
		return
	case "error200":
		fail(http.StatusOK, "the model is gone")
		return
	case "slow":
		time.Sleep(300 * time.Millisecond)
	}
	switch path {
	case "v1/embeddings":
		var q struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || len(q.Input) == 0 {
			fail(http.StatusBadRequest, "invalid input")
			return
		}
		s.Texts.Add(int32(len(q.Input)))
		type datum struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		var a struct {
			Data []datum `json:"data"`
		}
		for k, x := range q.Input {
			v := s.model.vector(x)
			if mood == "flat" { // a model that knows no language
				v = v[:1]
				v[0] = 1
			}
			a.Data = append(a.Data, datum{k, v})
		}
		slices.Reverse(a.Data) // the index says where each belongs
		json.NewEncoder(w).Encode(a)
	case "v1/chat/completions":
		var q struct {
			Model       string
			Temperature *float64
			Messages    []struct{ Role, Content string }
		}
		var versions []struct{ Lang, Text string }
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || len(q.Messages) != 2 || q.Temperature == nil || *q.Temperature != 0 ||
			json.Unmarshal([]byte(q.Messages[1].Content), &versions) != nil {
			fail(http.StatusBadRequest, "invalid question")
			return
		}
		if mood == "choosy" && q.Model == "" {
			fail(http.StatusBadRequest, "model is required")
			return
		}
		texts := make([]string, len(versions))
		for i, v := range versions {
			texts[i] = v.Text
		}
		p := s.model.differ(texts)
		said := fmt.Sprintf(`{"p": %.3f}`, p)
		if say := moods[mood]; say != nil {
			said = say(s.Questions.Load()+1, p)
		}
		s.Questions.Add(1)
		json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]string{"role": "assistant", "content": said}}}})
	default:
		fail(http.StatusNotFound, "no such request: "+r.URL.Path)
	}
}

// model knows which concepts the words of the seed stand for.
type model struct {
	concepts map[string][]int // by folded word, stemmed, or by Chinese word
	longest  int              // of a Chinese word, in code points
}

var loaded = struct {
	sync.Mutex
	m map[string]*model
}{m: map[string]*model{}}

func load(t testing.TB, dir string) *model {
	loaded.Lock()
	defer loaded.Unlock()
	if m := loaded.m[dir]; m != nil {
		return m
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s holds no lexicon", dir)
	}
	m := &model{concepts: map[string][]int{}}
	id := 0
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(f) < 4 || line[0] == '#' || f[0] == "pos" || f[0] == "f" {
				continue
			}
			id++
			for col, cell := range f[1:4] {
				for _, w := range strings.Split(cell, "|") {
					k := stem(w)
					if col == 2 {
						k = w
						m.longest = max(m.longest, len([]rune(w)))
					}
					if !slices.Contains(m.concepts[k], id) {
						m.concepts[k] = append(m.concepts[k], id)
					}
				}
			}
		}
	}
	loaded.m[dir] = m
	return m
}

func stem(w string) string { return string(lexicon.Stem(lexicon.AppendFolded(nil, w))) }

// unit is what a text names: concepts, one of which is meant, or a figure.
type unit struct {
	concepts []int
	figure   string
}

func (m *model) units(text string) (out []unit) {
	rs := []rune(text)
	for i := 0; i < len(rs); {
		r := rs[i]
		j := i + 1
		switch {
		case unicode.IsDigit(r):
			for j < len(rs) && unicode.IsDigit(rs[j]) {
				j++
			}
			out = append(out, unit{figure: string(rs[i:j])})
		case unicode.Is(unicode.Han, r):
			for n := min(m.longest, len(rs)-i); n > 0; n-- {
				if c := m.concepts[string(rs[i:i+n])]; c != nil {
					out = append(out, unit{concepts: c})
					j = i + n
					break
				}
			}
		case unicode.IsLetter(r):
			for j < len(rs) && unicode.IsLetter(rs[j]) && !unicode.Is(unicode.Han, rs[j]) {
				j++
			}
			if c := m.concepts[stem(string(rs[i:j]))]; c != nil {
				out = append(out, unit{concepts: c})
			}
		}
		i = j
	}
	return out
}

// vector has 256 numbers: each concept and figure adds its own random ones.
func (m *model) vector(text string) []float32 {
	v := make([]float32, 256)
	add := func(what string, f float32) {
		h := fnv.New64a()
		h.Write([]byte(what))
		x := h.Sum64() | 1
		for k := range v {
			x ^= x << 13
			x ^= x >> 7
			x ^= x << 17
			v[k] += f * float32(int64(x)) / (1 << 63)
		}
	}
	for _, u := range m.units(text) {
		if u.figure != "" {
			add("figure "+u.figure, 1)
		}
		for _, c := range u.concepts {
			add(fmt.Sprint(c), 1/float32(len(u.concepts)))
		}
	}
	return v
}

// differ is the share of units without partner, in the worst case; a figure that
// has none weighs four.
func (m *model) differ(texts []string) float64 {
	worst := 0.0
	for i, a := range texts {
		for j, b := range texts {
			if i == j {
				continue
			}
			there := m.units(b)
			missed, all := 0.0, 0.0
			for _, u := range m.units(a) {
				w := 1.0
				if u.figure != "" {
					w = 4
				}
				all += w
				if !slices.ContainsFunc(there, func(o unit) bool {
					return u.figure == o.figure && (u.figure != "" || slices.ContainsFunc(u.concepts, func(c int) bool { return slices.Contains(o.concepts, c) }))
				}) {
					missed += w
				}
			}
			if all > 0 {
				worst = max(worst, missed/all)
			}
		}
	}
	return worst
}
