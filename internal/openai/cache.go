package openai

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Key names an answer: a digest of all that was asked.
type Key [sha256.Size]byte

// KeyOf makes a key of address, model and text, or whatever else an answer
// depends on, in this order.
func KeyOf(parts ...string) Key { return sha256.Sum256([]byte(strings.Join(parts, "\x00"))) }

// Cache keeps answers, which are lists of finite numbers, for the run and, in a
// folder, from run to run. It holds digests and numbers, no text, no address and
// no key. Several runs may use one folder. It is safe for concurrent use.
type Cache struct {
	// Dir is the folder; "" keeps answers for this run only.
	Dir string

	mu   sync.Mutex
	kept map[Key][]float32
}

func (c *Cache) file(k Key) string {
	name := hex.EncodeToString(k[:])
	return filepath.Join(c.Dir, name[:2], name)
}

// Get is the answer of that key; nil where none is kept, or none that can be
// read.
func (c *Cache) Get(k Key) []float32 {
	c.mu.Lock()
	v := c.kept[k]
	c.mu.Unlock()
	if v != nil || c.Dir == "" {
		return v
	}
	b, err := os.ReadFile(c.file(k))
	if err != nil || len(b) == 0 || len(b)%4 != 0 {
		return nil
	}
	v = make([]float32, len(b)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		if x := float64(v[i]); math.IsNaN(x) || math.IsInf(x, 0) {
			return nil
		}
	}
	c.remember(k, v)
	return v
}

func (c *Cache) remember(k Key, v []float32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[Key][]float32{}
	}
	c.kept[k] = v
}

// Keep remembers an answer, at once, so that an interrupted run has asked for
// nothing in vain. A folder that cannot be written is no error: the next run asks
// again.
func (c *Cache) Keep(k Key, v []float32) {
	c.remember(k, v)
	if c.Dir == "" {
		return
	}
	b := make([]byte, 4*len(v))
	for i, x := range v {
		binary.LittleEndian.PutUint32(b[4*i:], math.Float32bits(x))
	}
	name := c.file(k)
	if os.MkdirAll(filepath.Dir(name), 0o777) != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return
	}
	_, err = f.Write(b)
	if f.Close() != nil || err != nil || os.Rename(f.Name(), name) != nil {
		os.Remove(f.Name())
	}
}
