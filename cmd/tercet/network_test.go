package main

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/tercet/tercet/internal/openai/openaitest"
)

// One package opens connections, so that it is enough to look at who asks it.
func TestOnePackageOpensConnections(t *testing.T) {
	found := map[string]bool{}
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			switch path, _ := strconv.Unquote(i.Path.Value); path {
			case "net", "net/http", "net/rpc", "net/smtp", "crypto/tls", "golang.org/x/net/http2", "golang.org/x/net/websocket":
				found[filepath.ToSlash(filepath.Dir(strings.TrimPrefix(name, "../../")))] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// the two clients name types of package net/http in their options
	for _, want := range []string{"internal/openai", "internal/openai/openaitest", "align/embed", "divergence/neural", "cmd/tercet"} {
		if !found[want] {
			t.Errorf("%s imports no package of the network", want)
		}
		delete(found, want)
	}
	for name := range found {
		t.Errorf("%s imports a package of the network", name)
	}
}

// counter counts the requests that go through it.
type counter struct {
	http.RoundTripper
	n atomic.Int32
}

func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.n.Add(1)
	return c.RoundTripper.RoundTrip(r)
}

// Without a flag that names a server no request is made, whatever the
// environment says; with one they are seen here.
func TestNothingTouchesTheNetwork(t *testing.T) {
	server := openaitest.Start(t, "../../align/lexicon/data/seed")
	c := &counter{RoundTripper: http.DefaultTransport}
	http.DefaultTransport = c
	t.Cleanup(func() { http.DefaultTransport = c.RoundTripper })
	t.Setenv("TERCET_API_KEY", "key")
	t.Setenv("OPENAI_API_KEY", "key")
	t.Setenv("OPENAI_BASE_URL", server.URL)
	const dir = "../../testdata/readouts/muscat-call/"
	files := []string{dir + "fr.txt", dir + "en.txt", dir + "zh.txt"}
	run := func(args ...string) int32 {
		before := c.n.Load()
		var out, errs bytes.Buffer
		e := &env{args: append(append([]string{args[0], "--no-config", "--ui-lang", "en"}, files...), args[1:]...), stdin: strings.NewReader(""), stdout: &out, stderr: &errs}
		if status := e.run(); status == exitUnusable {
			t.Errorf("%v: %s", args, errs.String())
		}
		return c.n.Load() - before
	}
	for _, args := range [][]string{{"check"}, {"check", "--format", "json"}, {"check", "--format", "sarif"}, {"align"}, {"align", "--format", "html"}} {
		if n := run(args...); n != 0 {
			t.Errorf("%v: %d requests", args, n)
		}
	}
	for _, args := range [][]string{{"check", "--scorer", server.URL}, {"check", "--scorer", server.URL + "/v1/embeddings"}, {"align", "--embeddings", server.URL}} {
		if n := run(args...); n == 0 {
			t.Errorf("%v: no request was seen", args)
		}
	}
}
