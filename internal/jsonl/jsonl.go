// Package jsonl reads and writes JSON Lines: one JSON value a line, UTF-8.
package jsonl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/internal/locale"
)

// MaxLine is the number of bytes that a line may have.
const MaxLine = 64 << 20

// Reader reads values line by line. Blank lines are passed over.
type Reader struct {
	name string
	want string
	r    *bufio.Reader
	line int
}

// NewReader reads from r; name stands in errors, and want says what a line is
// to look like.
func NewReader(name, want string, r io.Reader) *Reader {
	return &Reader{name: name, want: want, r: bufio.NewReaderSize(r, 1<<16)}
}

// Line is the number of the line read last, from 1.
func (r *Reader) Line() int { return r.line }

// Next reads the next line; it returns io.EOF at the end. The bytes are the
// caller's. Errors are *locale.Error with file and line.
func (r *Reader) Next() ([]byte, error) {
	for {
		b, err := r.read()
		if err != nil {
			return nil, err
		}
		if r.line == 1 {
			b = bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))
		}
		if b = bytes.TrimSpace(b); len(b) > 0 {
			return b, nil
		}
	}
}

func (r *Reader) read() ([]byte, error) {
	var out []byte
	r.line++
	for {
		b, err := r.r.ReadSlice('\n')
		if len(out)+len(b) > MaxLine {
			return nil, locale.Errorf(r.name, r.line, 0, "error.line-too-long", "Max", MaxLine>>20)
		}
		out = append(out, b...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && len(out) > 0, err == nil:
			return out, nil
		case err == io.EOF:
			return nil, io.EOF
		}
		return nil, locale.Errorf(r.name, r.line, 0, "error.io", "Why", err.Error())
	}
}

// Decode reads line, a line of r with that number, into v.
func (r *Reader) Decode(line []byte, number int, v any) error {
	if !utf8.Valid(line) {
		at := 0
		for at < len(line) {
			c, n := utf8.DecodeRune(line[at:])
			if c == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		return locale.Errorf(r.name, number, utf8.RuneCount(line[:at])+1, "error.json-utf8")
	}
	if err := json.Unmarshal(line, v); err != nil {
		col := 0
		var se *json.SyntaxError
		var te *json.UnmarshalTypeError
		switch {
		case errors.As(err, &se):
			col = utf8.RuneCount(line[:min(int(se.Offset), len(line))])
		case errors.As(err, &te):
			col = utf8.RuneCount(line[:min(int(te.Offset), len(line))])
			return locale.Errorf(r.name, number, col, "error.json-type", "Field", te.Field, "Got", te.Value, "Want", r.want)
		}
		why := strings.TrimPrefix(err.Error(), "json: ")
		return locale.Errorf(r.name, number, col, "error.json", "Why", why, "Want", r.want)
	}
	return nil
}

// Bad is an error about what stands in line number.
func (r *Reader) Bad(number int, id string, args ...any) error {
	e := locale.Errorf(r.name, number, 0, id, args...)
	e.Args["Want"] = r.want
	return e
}

// Writer writes values, one a line, without escaping what HTML would need.
type Writer struct {
	buf bytes.Buffer
	enc *json.Encoder
	w   io.Writer
}

// NewWriter writes to w; each Write is one call of w.Write.
func NewWriter(w io.Writer) *Writer {
	jw := &Writer{w: w}
	jw.enc = json.NewEncoder(&jw.buf)
	jw.enc.SetEscapeHTML(false)
	return jw
}

// Write writes v and a line feed.
func (w *Writer) Write(v any) error {
	w.buf.Reset()
	if err := w.enc.Encode(v); err != nil {
		return err
	}
	_, err := w.w.Write(w.buf.Bytes())
	return err
}

// Marshal is v as a line, with its line feed.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}
