package corpora

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"github.com/tercet/tercet/internal/jsonl"
	"github.com/tercet/tercet/lang"
)

// JSONL is JSON Lines, a unit a line: {"id":"1","segments":{"fr":"…","en":"…"}}.
// The segments keep the order in which the line has them; "score" is the
// alignment's, other keys are passed over.
var JSONL = &Format{
	Name:       "jsonl",
	Extensions: []string{".jsonl", ".ndjson"},
	Doc:        `JSON Lines: {"id","segments":{"fr":"…","en":"…"}}`,
	Read:       readJSONL,
	Write:      func(w io.Writer, h Header) Writer { return &jsonlWriter{jsonl.NewWriter(w)} },
}

const jsonlWant = `{"id":"1","segments":{"fr":"…","en":"…"}}`

// ID is the identifier of a line: a string or a number.
type ID struct {
	Text   string
	Number bool
}

// UnmarshalJSON reads a string or a number; null is no identifier.
func (i *ID) UnmarshalJSON(b []byte) error {
	if bytes.Equal(b, []byte("null")) {
		return nil
	}
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &i.Text)
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return err
	}
	i.Text, i.Number = n.String(), true
	return nil
}

// MarshalJSON writes what was read.
func (i ID) MarshalJSON() ([]byte, error) {
	if i.Number {
		return []byte(i.Text), nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(i.Text)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// segments keeps the order of the keys of a JSON object.
type segments []Segment

func (s *segments) UnmarshalJSON(b []byte) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return &json.UnmarshalTypeError{Value: "no object", Field: "segments"}
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		key := t.(string)
		var text *string
		if err := dec.Decode(&text); err != nil {
			return err
		}
		if text == nil {
			continue // null: this version is not there
		}
		*s = append(*s, Segment{Tag: key, Text: *text})
	}
	return nil
}

func readJSONL(name string, r io.Reader, yield func(*Unit) error) error {
	jr := jsonl.NewReader(name, jsonlWant, r)
	for n := 1; ; n++ {
		b, err := jr.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		u, err := decodeUnit(jr, b, jr.Line(), n)
		if err != nil {
			return err
		}
		if err := yield(u); err != nil {
			return err
		}
	}
}

func decodeUnit(jr *jsonl.Reader, b []byte, line, n int) (*Unit, error) {
	var v struct {
		ID       ID
		Segments segments
		Score    json.RawMessage // anything, in files of others
	}
	if err := jr.Decode(b, line, &v); err != nil {
		return nil, err
	}
	if v.ID.Text == "" {
		v.ID = ID{strconv.Itoa(n), true}
	}
	if len(v.Segments) == 0 {
		return nil, jr.Bad(line, "error.unit-without-segments")
	}
	for i := range v.Segments {
		s := &v.Segments[i]
		l, err := lang.Parse(s.Tag)
		if err != nil {
			return nil, jr.Bad(line, "error.language-tag", "Tag", s.Tag)
		}
		s.Lang = l.Code
		for _, o := range v.Segments[:i] {
			if o.Lang == s.Lang {
				return nil, jr.Bad(line, "error.unit-language-twice", "Lang", s.Lang)
			}
		}
	}
	u := &Unit{ID: v.ID.Text, Number: v.ID.Number, Line: line, Segments: v.Segments}
	if score, err := strconv.ParseFloat(string(v.Score), 64); err == nil {
		u.Score = score
	}
	return u, nil
}

type jsonlWriter struct{ w *jsonl.Writer }

func (w *jsonlWriter) Write(u *Unit) error {
	var segs bytes.Buffer
	segs.WriteByte('{')
	for i, s := range u.Segments {
		if i > 0 {
			segs.WriteByte(',')
		}
		k, err := jsonl.Marshal(s.Lang)
		if err != nil {
			return err
		}
		v, err := jsonl.Marshal(s.Text)
		if err != nil {
			return err
		}
		segs.Write(bytes.TrimRight(k, "\n"))
		segs.WriteByte(':')
		segs.Write(bytes.TrimRight(v, "\n"))
	}
	segs.WriteByte('}')
	return w.w.Write(struct {
		ID       ID              `json:"id"`
		Segments json.RawMessage `json:"segments"`
		Score    float64         `json:"score,omitempty"`
	}{ID{u.ID, u.Number}, segs.Bytes(), u.Score})
}

func (w *jsonlWriter) Close() error { return nil }
