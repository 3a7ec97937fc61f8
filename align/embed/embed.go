// Package embed scores sentences by vectors from a server that speaks the
// embeddings request of OpenAI's interface (a local Ollama, for instance). It is
// the only package of the aligner that touches the network, and nothing uses it
// unless a URL was given.
package embed

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Client asks a server for vectors and remembers them. It implements
// align.Scorer and is safe for concurrent use.
type Client struct {
	// URL is the address of the embeddings request; "/v1/embeddings" is added to
	// an address without a path.
	URL string
	// Model is sent along; "" leaves the choice to the server.
	Model string
	// Cache is a folder in which vectors are kept from run to run; "" keeps them
	// for this run only.
	Cache string
	// HTTP is the client used; nil is one with a time limit of a minute.
	HTTP *http.Client

	mu   sync.Mutex
	kept map[[sha256.Size]byte][]float32
	err  error
}

// batch is how many texts one request holds.
const batch = 64

// Err is the first error that came; Vectors has answered nil since.
func (c *Client) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Vectors has a vector of length 1 for each text, or is nil after an error (see
// Err).
func (c *Client) Vectors(texts []string) [][]float32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return nil
	}
	if c.kept == nil {
		c.kept = map[[sha256.Size]byte][]float32{}
	}
	out := make([][]float32, len(texts))
	var want []int
	for k, t := range texts {
		if out[k] = c.lookup(t); out[k] == nil {
			want = append(want, k)
		}
	}
	for len(want) > 0 {
		n := min(batch, len(want))
		ask := make([]string, n)
		for x, k := range want[:n] {
			ask[x] = texts[k]
		}
		vs, err := c.request(ask)
		if err != nil {
			c.err = err
			return nil
		}
		for x, k := range want[:n] {
			out[k] = vs[x]
			c.keep(texts[k], vs[x])
		}
		want = want[n:]
	}
	return out
}

func (c *Client) key(text string) [sha256.Size]byte {
	return sha256.Sum256([]byte(c.URL + "\x00" + c.Model + "\x00" + text))
}

func (c *Client) file(key [sha256.Size]byte) string {
	name := hex.EncodeToString(key[:])
	return filepath.Join(c.Cache, name[:2], name)
}

func (c *Client) lookup(text string) []float32 {
	key := c.key(text)
	if v := c.kept[key]; v != nil || c.Cache == "" {
		return v
	}
	b, err := os.ReadFile(c.file(key))
	if err != nil || len(b) == 0 || len(b)%4 != 0 {
		return nil
	}
	v := make([]float32, len(b)/4)
	for k := range v {
		v[k] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*k:]))
	}
	c.kept[key] = v
	return v
}

// keep remembers a vector. A cache that cannot be written is no error: the next
// run asks again.
func (c *Client) keep(text string, v []float32) {
	key := c.key(text)
	c.kept[key] = v
	if c.Cache == "" {
		return
	}
	b := make([]byte, 4*len(v))
	for k, x := range v {
		binary.LittleEndian.PutUint32(b[4*k:], math.Float32bits(x))
	}
	f := c.file(key)
	if os.MkdirAll(filepath.Dir(f), 0o777) != nil {
		return
	}
	if os.WriteFile(f+".new", b, 0o666) == nil {
		os.Rename(f+".new", f)
	}
}

func (c *Client) request(texts []string) ([][]float32, error) {
	url := strings.TrimRight(c.URL, "/")
	if _, path, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(url, "http://"), "https://"), "/"); path == "" {
		url += "/v1/embeddings"
	}
	body, err := json.Marshal(struct {
		Model string   `json:"model,omitempty"`
		Input []string `json:"input"`
	}{c.Model, texts})
	if err != nil {
		return nil, err
	}
	client := c.HTTP
	if client == nil {
		client = &http.Client{Timeout: time.Minute}
	}
	resp, err := client.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("embeddings: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		why, _ := io.ReadAll(io.LimitReader(resp.Body, 200))
		return nil, fmt.Errorf("embeddings: %s: %s: %s", url, resp.Status, strings.TrimSpace(string(why)))
	}
	var answer struct {
		Data []struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		} `json:"data"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return nil, fmt.Errorf("embeddings: %s: %w", url, err)
	}
	out := make([][]float32, len(texts))
	for _, d := range answer.Data {
		if d.Index < 0 || d.Index >= len(out) {
			return nil, fmt.Errorf("embeddings: %s: vector %d of %d texts", url, d.Index, len(texts))
		}
		out[d.Index] = unit(d.Embedding)
	}
	for k, v := range out {
		if len(v) == 0 || len(v) != len(out[0]) {
			return nil, fmt.Errorf("embeddings: %s: text %d has %d numbers (want %d)", url, k, len(v), len(out[0]))
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
