// Package embed scores sentences by vectors from a server that speaks the
// embeddings request of OpenAI's interface (a local Ollama, for instance).
// Nothing uses it unless a URL was given.
package embed

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/tercet/tercet/internal/openai"
)

// Client asks a server for vectors and remembers them. It implements
// align.Scorer and is safe for concurrent use.
type Client struct {
	// URL is the address of the embeddings request; "/v1/embeddings" is added to
	// an address without a path, "/embeddings" to one that ends in /v1.
	URL string
	// Model is sent along; "" leaves the choice to the server.
	Model string
	// Cache is a folder in which vectors are kept from run to run; "" keeps them
	// for this run only.
	Cache string
	// Key is sent as a bearer token; "" for none.
	Key string
	// HTTP is the client used; nil is one with a time limit of two minutes.
	HTTP *http.Client
	// Wait is before a request that the server could not carry out is sent again;
	// 0 is half a second.
	Wait time.Duration

	once  sync.Once
	ask   openai.Client
	cache openai.Cache

	mu  sync.Mutex
	err error
}

// batch is how many texts one request holds.
const batch = 64

// Err is the first error that came; Vectors has answered nil since.
func (c *Client) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

func (c *Client) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = err
	}
}

func (c *Client) init() {
	c.once.Do(func() {
		c.ask.URL, c.ask.Key, c.ask.HTTP, c.ask.Wait = c.URL, c.Key, c.HTTP, c.Wait
		if u, err := url.Parse(c.URL); err == nil {
			if p := strings.TrimRight(u.Path, "/"); p == "" || strings.HasSuffix(p, "/v1") {
				if full, err := openai.Endpoint(c.URL, "embeddings"); err == nil {
					c.ask.URL = full
				}
			}
		}
		c.cache.Dir = c.Cache
	})
}

func (c *Client) key(text string) openai.Key { return openai.KeyOf(c.URL, c.Model, text) }

// Vectors has a vector of length 1 for each text, or is nil after an error (see
// Err). Requests of several callers go out side by side, a few at once.
func (c *Client) Vectors(texts []string) [][]float32 {
	c.init()
	if c.Err() != nil {
		return nil
	}
	out := make([][]float32, len(texts))
	at := map[string][]int{} // where a text that is not kept stands
	var want []string
	for k, t := range texts {
		if out[k] = c.cache.Get(c.key(t)); out[k] == nil {
			if at[t] == nil {
				want = append(want, t)
			}
			at[t] = append(at[t], k)
		}
	}
	for len(want) > 0 {
		n := min(batch, len(want))
		vs, err := c.request(want[:n])
		if err != nil {
			c.fail(err)
			return nil
		}
		for x, t := range want[:n] {
			for _, k := range at[t] {
				out[k] = vs[x]
			}
			c.cache.Keep(c.key(t), vs[x])
		}
		want = want[n:]
	}
	return out
}

func (c *Client) request(texts []string) ([][]float32, error) {
	var answer struct {
		Data []struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		} `json:"data"`
	}
	err := c.ask.Post(context.Background(), struct {
		Model string   `json:"model,omitempty"`
		Input []string `json:"input"`
	}{c.Model, texts}, &answer)
	if err != nil {
		return nil, err
	}
	fail := func(format string, args ...any) error {
		return &openai.Error{URL: openai.Shown(c.ask.URL), Status: http.StatusOK, Why: fmt.Sprintf(format, args...)}
	}
	out := make([][]float32, len(texts))
	for _, d := range answer.Data {
		if d.Index < 0 || d.Index >= len(out) {
			return nil, fail("vector %d of %d texts", d.Index, len(texts))
		}
		out[d.Index] = unit(d.Embedding)
	}
	for k, v := range out {
		if len(v) == 0 || len(v) != len(out[0]) {
			return nil, fail("text %d has %d numbers (want %d)", k, len(v), max(len(out[0]), 1))
		}
	}
	return out, nil
}

func unit(v []float32) []float32 {
	s := 0.0
	for _, x := range v {
		s += float64(x) * float64(x)
	}
	if s == 0 {
		return v
	}
	f := float32(1 / math.Sqrt(s))
	for k := range v {
		v[k] *= f
	}
	return v
}
