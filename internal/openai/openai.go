// Package openai asks servers that speak the interface of OpenAI (Ollama,
// llama.cpp, vLLM and many others) and keeps what they answer. It is the only
// package of Tercet that opens a connection.
package openai

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// KeyVariable names the environment variable that holds the key for servers that
// want one. It is Tercet's own: a key kept for one service must not reach
// whatever server a command line names.
const KeyVariable = "TERCET_API_KEY"

const (
	tries     = 4                      // of a request, the first included
	firstWait = 500 * time.Millisecond // before the second try; then twice as long each time
	longest   = 30 * time.Second       // that a server's Retry-After is obeyed
	maxAnswer = 64 << 20               // bytes
)

// InFlight is how many requests of one client are under way at once.
const InFlight = 4

// Client sends requests to one address, a few at once. It is safe for concurrent
// use; the zero value but for URL is ready.
type Client struct {
	// URL is the whole address of the request.
	URL string
	// Key is sent as a bearer token; "" for none. It stands in no message.
	Key string
	// HTTP is the client used; nil is one that takes Timeout and follows no
	// redirection, so that texts go to the server named and to no other.
	HTTP *http.Client
	// Timeout is for one try; 0 is two minutes.
	Timeout time.Duration
	// Wait is before the second try, and doubles; 0 is half a second.
	Wait time.Duration

	once  sync.Once
	slots chan struct{}
	http  *http.Client
}

// Error is a request that failed for good.
type Error struct {
	URL    string // without user, password and query
	Status int    // of HTTP; 0 where no answer came
	Why    string
}

func (e *Error) Error() string { return e.URL + ": " + e.Why }

// Shown is an address fit for messages: without user, password and query, in
// which keys are kept.
func Shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "the address"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

// Endpoint is the address of a request, such as "chat/completions", for what was
// given: the request's own address stays, the name is added to another one (a
// base such as http://localhost:11434/v1), and /v1 before it where there is no
// path at all.
func Endpoint(address, name string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", fmt.Errorf("%s is no address of a server (want http://HOST:PORT/v1)", Shown(address))
	}
	path := strings.TrimRight(u.Path, "/")
	switch {
	case strings.HasSuffix(path, "/"+name):
	case path == "":
		path = "/v1/" + name
	default:
		path += "/" + name
	}
	u.Path, u.RawPath, u.Fragment = path, "", ""
	return u.String(), nil
}

func (c *Client) init() {
	c.once.Do(func() {
		c.slots = make(chan struct{}, InFlight)
		if c.http = c.HTTP; c.http == nil {
			t := c.Timeout
			if t == 0 {
				t = 2 * time.Minute
			}
			c.http = &http.Client{Timeout: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		}
	})
}

// Post sends body as JSON and reads the answer into answer. It tries again, after
// longer and longer waits, where the server is busy (429) or failed (5xx), never
// where it cannot be reached. The error is an *Error, or that of ctx.
func (c *Client) Post(ctx context.Context, body, answer any) error {
	c.init()
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	wait := c.Wait
	if wait == 0 {
		wait = firstWait
	}
	for try := 1; ; try++ {
		after, err := c.try(ctx, b, answer)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		}
		var e *Error
		if try == tries || !errors.As(err, &e) || e.Status != http.StatusTooManyRequests && e.Status < 500 {
			return err
		}
		select {
		case <-time.After(min(max(wait, after), longest)):
		case <-ctx.Done():
			return ctx.Err()
		}
		wait *= 2
	}
}

// try sends the request once; after is how long the server asks to wait.
func (c *Client) try(ctx context.Context, body []byte, answer any) (after time.Duration, err error) {
	fail := func(status int, why string) error { return &Error{Shown(c.URL), status, why} }
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(body))
	if err != nil {
		return 0, fail(0, "is no address of a server")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	if c.Key != "" {
		req.Header.Set("Authorization", "Bearer "+c.Key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return 0, fail(0, unreachable(err))
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case resp.StatusCode != http.StatusOK:
		if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s > 0 {
			after = time.Duration(min(s, int(longest/time.Second))) * time.Second
		}
		why := fmt.Sprintf("%d %s", resp.StatusCode, http.StatusText(resp.StatusCode))
		if m := c.said(b); m != "" {
			why += ": " + m
		}
		return after, fail(resp.StatusCode, why)
	case err != nil:
		return 0, fail(0, unreachable(err))
	case len(b) > maxAnswer:
		return 0, fail(resp.StatusCode, fmt.Sprintf("the answer is longer than %d MiB", maxAnswer>>20))
	}
	// some servers report an error with status 200
	if m := errorIn(b); m != "" {
		return 0, fail(resp.StatusCode, c.clean(m))
	}
	if err := json.Unmarshal(b, answer); err != nil {
		return 0, fail(resp.StatusCode, "the answer is not what OpenAI's interface has: "+c.clean(err.Error()))
	}
	return 0, nil
}

// unreachable says why no answer came, without the address that package http
// puts in front, in which a key may stand.
func unreachable(err error) string {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	var sys *os.SyscallError
	var dns *net.DNSError
	switch {
	case ue != nil && ue.Timeout():
		return "no answer in time"
	case errors.As(err, &sys):
		return sys.Err.Error()
	case errors.As(err, &dns):
		return dns.Err
	}
	return err.Error()
}

// errorIn is the message of an error object, {"error":{"message":…}} or
// {"error":"…"}; "" where there is none.
func errorIn(b []byte) string {
	var v struct {
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal(b, &v) != nil || len(v.Error) == 0 || string(v.Error) == "null" {
		return ""
	}
	var m struct {
		Message string `json:"message"`
	}
	var s string
	switch {
	case json.Unmarshal(v.Error, &m) == nil && m.Message != "":
		return m.Message
	case json.Unmarshal(v.Error, &s) == nil:
		return s
	}
	return string(v.Error)
}

// said is what the body of a failed request tells.
func (c *Client) said(b []byte) string {
	if m := errorIn(b); m != "" {
		return c.clean(m)
	}
	return c.clean(string(b))
}

// clean makes one short line of s, in which the key does not stand should a
// server repeat it.
func (c *Client) clean(s string) string {
	if c.Key != "" {
		s = strings.ReplaceAll(s, c.Key, "…")
	}
	return Short(s, 200)
}

// Short is s in one line, without control characters, of n code points at most.
func Short(s string, n int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7F && r < 0xA0 {
			return '\uFFFD'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
