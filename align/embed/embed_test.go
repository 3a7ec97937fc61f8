package embed

import (
	"encoding/json"
	"hash/fnv"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/lang"
)

// meaning has made-up words of two languages that mean the same.
var meaning = map[string]string{
	"zorb": "A", "mip": "B", "tal": "C", "quen": "D", "ruv": "E", "sop": "F",
	"ваха": "A", "лоди": "B", "ними": "C", "сату": "D", "пеко": "E", "рами": "F",
}

// vector adds up a vector for each word, the same for words that mean the same.
func vector(text string) []float32 {
	v := make([]float32, 64)
	for w := range strings.FieldsSeq(text) {
		w = strings.Trim(w, ".")
		if m, ok := meaning[w]; ok {
			w = m
		}
		h := fnv.New64a()
		h.Write([]byte(w))
		x := h.Sum64()
		for k := range v {
			x ^= x << 13
			x ^= x >> 7
			x ^= x << 17
			v[k] += float32(int64(x)) / (1 << 63)
		}
	}
	return v
}

func serve(t *testing.T) (*httptest.Server, *atomic.Int32) {
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct{ Input []string }
		if r.URL.Path != "/v1/embeddings" || json.NewDecoder(r.Body).Decode(&q) != nil {
			http.Error(w, "no such request", http.StatusBadRequest)
			return
		}
		asked.Add(int32(len(q.Input)))
		type datum struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		var a struct {
			Data []datum `json:"data"`
		}
		for k, x := range q.Input {
			a.Data = append(a.Data, datum{k, vector(x)})
		}
		json.NewEncoder(w).Encode(a)
	}))
	t.Cleanup(s.Close)
	return s, &asked
}

// Two made-up languages share no letter, so that vectors alone can tell which
// sentence has no counterpart.
func TestVectorsDecide(t *testing.T) {
	sides := []align.Side{
		{Lang: lang.Get("xx"), Sentences: []string{"zorb mip tal.", "quen ruv sop.", "mip mip quen.", "tal sop zorb."}},
		{Lang: lang.Get("ru"), Sentences: []string{"ваха лоди ними.", "лоди лоди сату.", "ними рами ваха."}},
	}
	server, asked := serve(t)
	dir := t.TempDir()
	missing := func(o align.Options) int {
		for _, b := range align.Sides(sides, o) {
			if b.Sents[0].Len() == 1 && b.Sents[1].Len() == 0 {
				return b.Sents[0].Lo
			}
		}
		return -1
	}
	c := &Client{URL: server.URL, Cache: dir}
	if got := missing(align.Options{Scorer: c}); got != 1 || c.Err() != nil {
		t.Errorf("with vectors sentence %d stands alone, want 1 (%v)", got, c.Err())
	}
	for _, base := range []string{"/v1", "/v1/", "/v1/embeddings"} {
		if c := (&Client{URL: server.URL + base}); len(c.Vectors([]string{"zorb", "mip", "zorb"})) != 3 || c.Err() != nil {
			t.Errorf("%s: %v", base, c.Err())
		}
	}
	before := asked.Load()
	again := &Client{URL: server.URL, Cache: dir}
	if got := missing(align.Options{Scorer: again}); got != 1 || asked.Load() != before {
		t.Errorf("second run: sentence %d, %d texts asked for again", got, asked.Load()-before)
	}
}

func TestErrors(t *testing.T) {
	bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "model not found", http.StatusNotFound)
	}))
	defer bad.Close()
	c := &Client{URL: bad.URL}
	if v := c.Vectors([]string{"a"}); v != nil || c.Err() == nil || !strings.Contains(c.Err().Error(), "404 Not Found: model not found") {
		t.Errorf("got %v, %v", v, c.Err())
	}
	// Alignment goes on without.
	sides := []align.Side{{Sentences: []string{"One."}}, {Sentences: []string{"Un."}}}
	if beads := align.Sides(sides, align.Options{Scorer: c}); len(beads) != 1 {
		t.Errorf("got %v", beads)
	}
}
