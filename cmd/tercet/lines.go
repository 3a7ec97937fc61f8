package main

import (
	"io"

	"github.com/tercet/tercet/internal/jsonl"
	"github.com/tercet/tercet/internal/stream"
)

// mapLines works on the lines of JSON Lines on all cores and writes the results
// in order. want says in errors what a line is to look like; work is given the
// reader for its errors, the line and its number. Input without any line is an
// error.
func mapLines(name, want string, r io.Reader, w io.Writer, work func(jr *jsonl.Reader, line []byte, number int) ([]byte, error)) error {
	type job struct {
		line   []byte
		number int
	}
	jr := jsonl.NewReader(name, want, r)
	some := false
	err := stream.Ordered(
		func() (job, bool, error) {
			b, err := jr.Next()
			if err == io.EOF {
				return job{}, false, nil
			}
			some = true
			return job{b, jr.Line()}, err == nil, err
		},
		func(j job) ([]byte, error) { return work(jr, j.line, j.number) },
		func(b []byte) error { _, err := w.Write(b); return err },
	)
	if err == nil && !some {
		return emptyInput(name)
	}
	return err
}
