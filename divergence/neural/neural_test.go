package neural

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/openai"
	"github.com/tercet/tercet/internal/openai/openaitest"
	"github.com/tercet/tercet/segment"
	"github.com/tercet/tercet/text"
)

const seed = "../../align/lexicon/data/seed"

// beads has a bead that says the same and one that does not, of each number of
// versions.
var beads = [][]divergence.Version{
	{{Lang: "fr", Text: "Le ministre a salué les résultats de la coopération économique."}, {Lang: "en", Text: "The minister welcomed the results of economic cooperation."}},
	{{Lang: "fr", Text: "Le ministre a salué les résultats de la coopération économique."}, {Lang: "en", Text: "The hospital received vaccines for children."}},
	{{Lang: "fr", Text: "Le commerce a atteint 36 milliards."}, {Lang: "en", Text: "Trade reached 36 billion."}, {Lang: "zh", Text: "贸易额达到36亿。"}},
	{{Lang: "fr", Text: "Le commerce a atteint 36 milliards."}, {Lang: "en", Text: "Trade reached 36 billion."}, {Lang: "zh", Text: "学生参观博物馆。"}},
}

func client(t *testing.T, o Options) *Client {
	t.Helper()
	o.Wait = time.Millisecond
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Both kinds tell beads that say the same from others; answers are kept, and a
// second run asks for none of them again.
func TestScore(t *testing.T) {
	for _, path := range []string{"/v1", "/v1/embeddings", "/v1?kind=embeddings", "", "/prose/v1", "/thinks/v1/chat/completions"} {
		s := openaitest.Start(t, seed)
		dir := t.TempDir()
		c := client(t, Options{URL: s.URL + path, Cache: dir, Key: "secret-key"})
		got, err := c.Score(beads)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for k := 0; k < len(got); k += 2 {
			if !(got[k]+.2 < got[k+1]) {
				t.Errorf("%s: %.3v, want the second of each two well above the first", path, got)
			}
		}
		if n, of, _ := c.Unscored(); n != 0 || of != len(beads) {
			t.Errorf("%s: %d of %d unscored", path, n, of)
		}
		if k := s.Key.Load(); k != "secret-key" {
			t.Errorf("%s: key %v", path, k)
		}
		before := s.Requests.Load()
		again, err := client(t, Options{URL: s.URL + path, Cache: dir}).Score(beads)
		if err != nil || s.Requests.Load() != before {
			t.Errorf("%s: asked again: %d (%v)", path, s.Requests.Load()-before, err)
		}
		for k := range again {
			if again[k] != got[k] {
				t.Errorf("%s: bead %d: %v from the cache, was %v", path, k, again[k], got[k])
			}
		}
		files := 0
		filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files++
				b, _ := os.ReadFile(name)
				for _, word := range []string{"secret-key", "ministre", "127.0.0.1"} {
					if bytes.Contains(b, []byte(word)) {
						t.Errorf("%s: %s holds %q", path, name, word)
					}
				}
				if strings.HasPrefix(d.Name(), ".new") {
					t.Errorf("%s is left", name)
				}
			}
			return nil
		})
		if files < len(beads) {
			t.Errorf("%s: %d files in the cache", path, files)
		}
		// another model is another answer
		if _, err := client(t, Options{URL: s.URL + path, Cache: dir, Model: "other"}).Score(beads); err != nil || s.Requests.Load() == before {
			t.Errorf("%s: the answers of another model were used (%v)", path, err)
		}
	}
}

// What cannot be read in the cache is asked for again.
func TestBrokenCache(t *testing.T) {
	for _, path := range []string{"/v1", "/v1/embeddings"} {
		s := openaitest.Start(t, seed)
		dir := t.TempDir()
		want, err := client(t, Options{URL: s.URL + path, Cache: dir}).Score(beads)
		if err != nil {
			t.Fatal(err)
		}
		for _, rubbish := range [][]byte{nil, {1, 2, 3}, {0, 0, 0xC0, 0x7F}, {0, 0, 0xC0, 0xFF, 0, 0, 0x80, 0x7F}} {
			filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					os.WriteFile(name, rubbish, 0o666)
				}
				return nil
			})
			got, err := client(t, Options{URL: s.URL + path, Cache: dir}).Score(beads)
			if err != nil {
				t.Fatal(err)
			}
			for k := range got {
				if got[k] != want[k] {
					t.Errorf("%s, %v in the cache: %v, want %v", path, rubbish, got, want)
					break
				}
			}
		}
	}
}

// Beads that are put alike are one question; no more than a few are under way at
// once.
func TestManyAtOnce(t *testing.T) {
	s := openaitest.Start(t, seed)
	c := client(t, Options{URL: s.URL + "/slow/v1"})
	var many [][]divergence.Version
	for range 5 {
		many = append(many, beads...)
	}
	for k := range 8 {
		many = append(many, []divergence.Version{{Lang: "fr", Text: strings.Repeat("pays ", k+1)}, {Lang: "en", Text: "country"}})
	}
	got, err := c.Score(many)
	if err != nil || len(got) != len(many) || got[0] != got[4] {
		t.Fatal(got, err)
	}
	if n := s.Questions.Load(); n != int32(len(beads)+8) {
		t.Errorf("%d questions, want %d", n, len(beads)+8)
	}
	if m := s.Most.Load(); m < 2 || m > openai.InFlight {
		t.Errorf("%d requests at once, want 2 to %d", m, openai.InFlight)
	}
}

func TestBusyServer(t *testing.T) {
	for _, path := range []string{"/busy/v1", "/busy/v1/embeddings"} {
		s := openaitest.Start(t, seed)
		if got, err := client(t, Options{URL: s.URL + path}).Score(beads[:1]); err != nil || len(got) != 1 {
			t.Errorf("%s: %v %v", path, got, err)
		}
		if s.Requests.Load() < 3 {
			t.Errorf("%s: %d requests", path, s.Requests.Load())
		}
	}
}

// Every fault is one error that names the address, without what is secret in it.
func TestErrors(t *testing.T) {
	gone := openaitest.Start(t, seed)
	gone.Close()
	for _, kind := range []string{"/v1/chat/completions", "/v1/embeddings"} {
		for _, c := range []struct {
			mood   string
			want   string
			status int
		}{
			{"/broken", "500 Internal Server Error: out of memory", 500},
			{"/locked", "401 Unauthorized: no such key: …", 401},
			{"/moved", "307 Temporary Redirect", 307},
			{"/page", "the answer is not what OpenAI's interface has: invalid character '<'", 200},
			{"/error200", "the model is gone", 200},
			{"/nowhere/else", "404 Not Found: no such request: /nowhere/else" + kind, 404},
		} {
			s := openaitest.Start(t, seed)
			address := strings.Replace(s.URL, "http://", "http://me:hidden@", 1) + c.mood + kind + "?token=hidden"
			x := client(t, Options{URL: address, Key: "secret-key"})
			_, err := x.Score(beads)
			var oe *openai.Error
			if !errors.As(err, &oe) || oe.Status != c.status || !strings.HasPrefix(err.Error(), s.URL+c.mood+kind+": "+c.want) {
				t.Errorf("%s%s: %v, want %s", c.mood, kind, err, c.want)
			}
			if err != nil && (strings.Contains(err.Error(), "hidden") || strings.Contains(err.Error(), "secret-key")) {
				t.Errorf("%s%s: a secret in %v", c.mood, kind, err)
			}
			n := s.Requests.Load()
			if _, err2 := x.Score(beads); err2 != err || s.Requests.Load() != n {
				t.Errorf("%s%s: asked again after an error: %v", c.mood, kind, err2)
			}
		}
		if _, err := client(t, Options{URL: gone.URL + kind}).Score(beads); err == nil || err.Error() != gone.URL+kind+": connection refused" {
			t.Errorf("no server: %v", err)
		}
		slow := openaitest.Start(t, seed)
		if _, err := client(t, Options{URL: slow.URL + "/slow" + kind, HTTP: &http.Client{Timeout: 20 * time.Millisecond}}).Score(beads); err == nil || !strings.HasSuffix(err.Error(), kind+": no answer in time") {
			t.Errorf("slow server: %v", err)
		}
	}
}

// An answer that is no probability is no judgement; a server that gives nothing
// else is an error.
func TestUnusable(t *testing.T) {
	s := openaitest.Start(t, seed)
	c := client(t, Options{URL: s.URL + "/moody/v1"})
	var nans int
	for _, b := range beads {
		got, err := c.Score([][]divergence.Version{b})
		if err != nil {
			t.Fatal(err)
		}
		if math.IsNaN(got[0]) {
			nans++
		}
	}
	n, of, example := c.Unscored()
	if nans != 1 || n != 1 || of != len(beads) || example != "As a language model I have no opinion." || c.Done() != nil {
		t.Errorf("%d without judgement, %d of %d, %q, %v", nans, n, of, example, c.Done())
	}
	for path, want := range map[string]string{
		"/refuses/v1":         "I'm sorry, but I can't help with that.",
		"/wild/v1":            "2.",
		"/flat/v1/embeddings": "en-fr: mean cosine 1.00 of translations, 1.00 of other sentences",
	} {
		c := client(t, Options{URL: s.URL + path})
		got, err := c.Score(beads)
		if err != nil || !math.IsNaN(got[0]) {
			t.Errorf("%s: %v %v", path, got, err)
		}
		var ue *Unusable
		if err := c.Done(); !errors.As(err, &ue) || ue.Count != len(beads) || !strings.HasPrefix(ue.Example, want) {
			t.Errorf("%s: %v", path, err)
		}
		for range hopeless / len(beads) {
			_, err = c.Score(beads)
		}
		if !errors.As(err, &ue) || c.Err() != err {
			t.Errorf("%s goes on: %v", path, err)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		in, out string
		kind    Kind
	}{
		{"http://localhost:11434", "http://localhost:11434/v1/chat/completions", Chat},
		{"http://localhost:11434/", "http://localhost:11434/v1/chat/completions", Chat},
		{"http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions", Chat},
		{"http://localhost:11434/v1/", "http://localhost:11434/v1/chat/completions", Chat},
		{"http://localhost:11434/v1?kind=embeddings", "http://localhost:11434/v1/embeddings", Embeddings},
		{"http://localhost:11434?kind=chat", "http://localhost:11434/v1/chat/completions", Chat},
		{"http://localhost:11434/v1/embeddings", "http://localhost:11434/v1/embeddings", Embeddings},
		{"https://x.example/api/v3/chat/completions", "https://x.example/api/v3/chat/completions", Chat},
		{"https://x.example/openai/m/chat/completions?api-version=1", "https://x.example/openai/m/chat/completions?api-version=1", Chat},
		{"https://x.example/m?api-version=1&kind=embeddings", "https://x.example/m/embeddings?api-version=1", Embeddings},
		{"localhost:11434", "", ""},
		{"ftp://x.example/v1", "", ""},
		{"http://", "", ""},
		{"", "", ""},
		{"http://x.example?kind=images", "", ""},
	} {
		out, kind, err := Resolve(c.in)
		if (err == nil) != (c.out != "") || err == nil && (out != c.out || kind != c.kind) {
			t.Errorf("%s: %s %s %v, want %s %s", c.in, out, kind, err, c.out, c.kind)
		}
	}
}

// Kept answers are those of this prompt: who changes it changes its version, and
// then this test.
func TestPromptVersion(t *testing.T) {
	sum := sha256.Sum256([]byte(prompt))
	if got, want := promptVersion+" "+hex.EncodeToString(sum[:4]), "1 3db89305"; got != want {
		t.Errorf("prompt %s, want %s", got, want)
	}
}

// The scorer moves the divergence, and nothing else.
func TestDocuments(t *testing.T) {
	var docs []*text.Document
	for _, l := range []string{"fr", "en", "zh"} {
		b, err := os.ReadFile("../../testdata/readouts/muscat-call-planted/" + l + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		d := text.New(l+".txt", l, string(b))
		segment.Document(d, segment.Options{})
		docs = append(docs, d)
	}
	a := align.Documents(docs, align.Options{})
	run := func(s divergence.Scorer) *divergence.Result {
		c, err := divergence.New(divergence.Options{Scorer: s})
		if err != nil {
			t.Fatal(err)
		}
		return c.Documents(a)
	}
	plain := run(nil)
	for _, path := range []string{"/v1", "/v1/embeddings", "/moody/v1", "/broken/v1"} {
		s := openaitest.Start(t, seed)
		r := run(client(t, Options{URL: s.URL + path}))
		moved := 0
		for b := range r.Divergence {
			if d := r.Divergence[b]; !(d >= 0 && d <= 1) {
				t.Errorf("%s: divergence %v", path, d)
			} else if d != plain.Divergence[b] {
				moved++
			}
		}
		reason := ""
		if len(r.NotChecked) > 0 {
			reason = r.NotChecked[0].Reason.ID
		}
		want := map[string]string{"/moody/v1": "skipped.scorer", "/broken/v1": "skipped.scorer-failed"}[path]
		if (moved == 0) != (path == "/broken/v1") || reason != want {
			t.Errorf("%s: %d of %d beads moved, reason %q, want %q", path, moved, len(r.Divergence), reason, want)
		}
		if len(r.Findings) != len(plain.Findings) {
			t.Errorf("%s: %d findings, want %d", path, len(r.Findings), len(plain.Findings))
		}
	}
}
