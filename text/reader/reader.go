// Package reader turns files into documents: it decodes the bytes, sets markup
// apart from prose, and keeps the way back to the bytes as they were read. One
// file per input format; Formats lists them.
package reader

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/text"
)

// MaxSize is the number of bytes that a document may have.
const MaxSize = 512 << 20

// Options are the choices of a call. The zero value is the default.
type Options struct {
	// Encoding is the name of the encoding (IANA or WHATWG: utf-8, gb18030,
	// windows-1252, …) of all bytes; empty: by byte order mark, declaration or
	// content.
	Encoding string
	// Replace turns malformed bytes into U+FFFD and counts them in
	// Document.Replaced; otherwise they are an error.
	Replace bool
	// Format is the name of one of Formats; empty: by the file's name, else txt.
	Format string
}

// Format is one kind of file.
type Format struct {
	Name       string
	Extensions []string // with the dot, lower case
	Doc        string
	// Prose sets markup apart: it appends the prose of source to b, with the
	// offsets in source that it stands at, one block a line. nil: all is prose.
	Prose func(source string, b *text.Builder)
	// Comments lists the comments of source: what stands between their marks. nil
	// for formats that have none.
	Comments func(source string) []text.Span
}

// Formats lists the formats that can be read. A new format is one file and one
// line here.
var Formats = []*Format{
	Text,
	Markdown,
}

// Text is plain text.
var Text = &Format{
	Name:       "txt",
	Extensions: []string{".txt", ".text"},
	Doc:        "plain text",
}

// ByName finds the format for a file: by its extension, a language tag after it
// or before it passed over (x.fr.md, x.md.fr); plain text where nothing fits.
func ByName(name string) *Format {
	base := strings.ToLower(filepath.Base(name))
	for range 2 {
		ext := filepath.Ext(base)
		if ext == "" {
			break
		}
		for _, f := range Formats {
			for _, e := range f.Extensions {
				if e == ext {
					return f
				}
			}
		}
		base = strings.TrimSuffix(base, ext)
	}
	return Text
}

// Read reads the file of that name, "-" being standard input.
func Read(name string, o Options) (*text.Document, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if st, err := f.Stat(); err == nil && st.Mode().IsRegular() && st.Size() > MaxSize {
		return nil, locale.Errorf(name, 0, 0, "error.too-large", "Max", MaxSize>>20)
	}
	return From(name, f, o)
}

// From reads a document from r; name is for messages and for the format.
func From(name string, r io.Reader, o Options) (*text.Document, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, FileError(name, err)
	}
	if len(raw) > MaxSize {
		return nil, locale.Errorf(name, 0, 0, "error.too-large", "Max", MaxSize>>20)
	}
	return Bytes(name, raw, o)
}

// Open opens a file for reading, "-" being standard input; a directory is an
// error at once.
func Open(name string) (*os.File, error) {
	if name == "-" {
		return os.Stdin, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, FileError(name, err)
	}
	if st, err := f.Stat(); err == nil && st.IsDir() {
		f.Close()
		return nil, locale.Errorf(name, 0, 0, "error.directory")
	}
	return f, nil
}

// FileError says in the reader's words why a file cannot be used.
func FileError(name string, err error) error {
	var pe *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return locale.Errorf(name, 0, 0, "error.missing")
	case errors.Is(err, fs.ErrPermission):
		return locale.Errorf(name, 0, 0, "error.permission")
	case errors.As(err, &pe):
		return locale.Errorf(name, 0, 0, "error.io", "Why", pe.Err.Error())
	}
	return locale.Errorf(name, 0, 0, "error.io", "Why", err.Error())
}

// Bytes makes a document of the bytes of a file. name is for messages and for
// the format.
func Bytes(name string, raw []byte, o Options) (*text.Document, error) {
	d := &text.Document{Name: name, Raw: raw}
	if len(raw) == 0 {
		return nil, locale.Errorf(name, 0, 0, "error.empty")
	}
	decode, err := decode(d, o)
	if err != nil {
		return nil, err
	}
	f := ByName(name)
	if o.Format != "" {
		f = nil
		for _, x := range Formats {
			if x.Name == o.Format {
				f = x
			}
		}
		if f == nil {
			return nil, locale.Errorf(name, 0, 0, "error.input-format", "Format", o.Format, "Known", names())
		}
	}
	if f.Prose == nil {
		d.Text = d.Source
		d.SetMaps(text.Map{}, decode)
	} else {
		var b text.Builder
		f.Prose(d.Source, &b)
		d.Text, d.Blocks = b.String(), true
		d.SetMaps(b.Map(len(d.Source)), decode)
	}
	if blank(d.Text) {
		return nil, locale.Errorf(name, 0, 0, "error.blank")
	}
	return d, nil
}

func names() string {
	var out []string
	for _, f := range Formats {
		out = append(out, f.Name)
	}
	return strings.Join(out, ", ")
}

// blank reports whether s shows nothing: white space, format characters.
func blank(s string) bool {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) {
			return false
		}
		i += n
	}
	return true
}
