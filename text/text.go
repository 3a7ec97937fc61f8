// Package text holds what every other package passes around: documents, the
// spans of paragraphs and sentences in them, and the way back from the prose
// that Tercet works on to the bytes as they were read.
//
// All spans are half-open ranges of byte offsets, counted from 0, into
// Document.Text. What leaves the program (JSON, SARIF, fixes, positions) is in
// offsets into Document.Raw: see Document.RawSpan.
package text

import (
	"bytes"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Span is a half-open range [Start, End) of byte offsets. An empty span
// (Start == End) is a place between two bytes.
type Span struct{ Start, End int }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether the span holds no byte.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether o lies within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o have a byte in common.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Shift moves the span by n bytes.
func (s Span) Shift(n int) Span { return Span{s.Start + n, s.End + n} }

// Of cuts the span out of s.
func (s Span) Of(t string) string { return t[s.Start:s.End] }

// Sentence is the span of one sentence in Document.Text, without the white
// space around it.
type Sentence struct{ Span }

// Paragraph is a run of sentences between two paragraph breaks. Its span
// starts with its first sentence and ends with its last.
type Paragraph struct {
	Span
	Sentences []Sentence
}

// Position is a place for people: both numbers count from 1, columns in code
// points (SARIF's unicodeCodePoints). It is computed to show, never stored.
type Position struct{ Line, Column int }

// Document is one text in one language.
//
// Raw is never rewritten. Source is Raw decoded to UTF-8, markup and all; Text
// is the prose of it, markup set apart. For UTF-8 plain text the three hold the
// same bytes and both maps are the identity.
// Paragraphs is nil until the document was segmented (package segment).
type Document struct {
	Name       string // file name as given; "-" for standard input
	Lang       string // language code as in lang.Language.Code; "" while unknown
	Raw        []byte
	Source     string
	Text       string
	Encoding   string // IANA name of the encoding that Raw was read in
	Paragraphs []Paragraph
	// Replaced counts the malformed byte sequences of Raw that stand in Source
	// as U+FFFD (reader option Replace).
	Replaced int
	// Blocks says that the reader found the blocks of a format with markup: each
	// line of Text is one block (a paragraph, a heading, an item), whatever the
	// line feeds of the source.
	Blocks bool

	markup Map // Text to Source
	decode Map // Source to Raw

	once  sync.Once
	lines []int // offsets in Source at which lines start
}

// New makes a document of UTF-8 plain text.
func New(name, lang, s string) *Document {
	return &Document{Name: name, Lang: lang, Raw: []byte(s), Source: s, Text: s, Encoding: "UTF-8"}
}

// SetMaps gives the document its ways back: markup leads from Text to Source,
// decode from Source to Raw. The zero Map is the identity.
func (d *Document) SetMaps(markup, decode Map) { d.markup, d.decode = markup, decode }

// Sentences lists the sentences of all paragraphs in order.
func (d *Document) Sentences() []Sentence {
	n := 0
	for i := range d.Paragraphs {
		n += len(d.Paragraphs[i].Sentences)
	}
	out := make([]Sentence, 0, n)
	for i := range d.Paragraphs {
		out = append(out, d.Paragraphs[i].Sentences...)
	}
	return out
}

// SourceSpan is the range of bytes in Source that s, a span of Text, was read
// from: markup inside it included, markup around it not.
func (d *Document) SourceSpan(s Span) Span { return d.markup.Span(s) }

// RawSpan is the range of bytes in Raw that s, a span of Text, was read from.
// An empty span maps to an empty one.
func (d *Document) RawSpan(s Span) Span { return d.decode.Span(d.markup.Span(s)) }

// Position is the place of the byte offset off of Text in Source. Line ends
// are LF, CRLF and CR.
func (d *Document) Position(off int) Position {
	return d.SourcePosition(d.markup.Span(Span{off, off}).Start)
}

// SourcePosition is the place of the byte offset off of Source.
func (d *Document) SourcePosition(off int) Position {
	d.once.Do(func() { d.lines = lineStarts(d.Source) })
	i := sort.SearchInts(d.lines, off+1) - 1
	return Position{i + 1, utf8.RuneCountInString(d.Source[d.lines[i]:off]) + 1}
}

// Line is the text of the line of Source, counted from 1, without its end.
func (d *Document) Line(n int) string {
	d.once.Do(func() { d.lines = lineStarts(d.Source) })
	if n < 1 || n > len(d.lines) {
		return ""
	}
	end := len(d.Source)
	if n < len(d.lines) {
		end = d.lines[n]
	}
	return strings.TrimRight(d.Source[d.lines[n-1]:end], "\r\n")
}

func lineStarts(s string) []int {
	out := []int{0}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\n':
			out = append(out, i+1)
		case '\r':
			if i+1 >= len(s) || s[i+1] != '\n' {
				out = append(out, i+1)
			}
		}
	}
	return out
}

// Run is a stretch of Chars characters that stand one after the other in both
// texts: from Text on, each TextWidth bytes were read from RawWidth bytes of
// the other text, from Raw on. Plain ASCII has widths 1 and 1 whatever its
// character count; a Chinese character of UTF-16 has 3 and 2; an entity such
// as &eacute; is one character with 2 and 8. A run that was made up by a reader
// (a line feed between two blocks) has RawWidth 0.
type Run struct {
	Text, Raw           int
	Chars               int
	TextWidth, RawWidth int
}

func (r Run) textEnd() int { return r.Text + r.Chars*r.TextWidth }

// Map leads from the offsets of one text to those of the text it was made of.
// The zero value is the identity. Runs are in order and cover the whole text.
type Map struct{ runs []Run }

// Identity reports whether Text and Raw are the same bytes.
func (m *Map) Identity() bool { return len(m.runs) == 0 }

// Runs returns the runs of the map, nil for the identity. They are not to be
// changed.
func (m *Map) Runs() []Run { return m.runs }

// Span maps a span of Text to one of Raw: from the first byte that its first
// character was read from to the last one of its last character, so that
// markup inside the span is inside the result, and markup around it is not.
func (m *Map) Span(s Span) Span {
	if m.Identity() {
		return s
	}
	start := m.offset(s.Start)
	if s.Empty() {
		return Span{start, start}
	}
	return Span{start, max(start, m.end(s.End))}
}

// offset maps the start of a character.
func (m *Map) offset(off int) int {
	i := sort.Search(len(m.runs), func(i int) bool { return m.runs[i].textEnd() > off })
	if i == len(m.runs) {
		last := m.runs[len(m.runs)-1]
		return last.Raw + last.Chars*last.RawWidth
	}
	r := m.runs[i]
	return r.Raw + max(0, off-r.Text)/r.TextWidth*r.RawWidth
}

// end maps the end of a character: the raw offset behind it.
func (m *Map) end(off int) int {
	i := sort.Search(len(m.runs), func(i int) bool { return m.runs[i].textEnd() >= off })
	if i == len(m.runs) {
		i--
	}
	r := m.runs[i]
	n := (off - r.Text + r.TextWidth - 1) / r.TextWidth
	return r.Raw + min(n, r.Chars)*r.RawWidth
}

// Builder makes a Text and its Map piece by piece. The zero value is ready.
type Builder struct {
	text []byte
	runs []Run
}

// Len is the number of bytes of text so far.
func (b *Builder) Len() int { return len(b.text) }

// Char appends one character, read from raw bytes [raw, raw+width).
func (b *Builder) Char(s string, raw, width int) {
	if s == "" {
		return
	}
	b.run(Run{len(b.text), raw, 1, len(s), width})
	b.text = append(b.text, s...)
}

// Copy appends UTF-8 text that stands in Raw byte for byte from raw on.
func (b *Builder) Copy(s string, raw int) {
	if s == "" {
		return
	}
	b.run(Run{len(b.text), raw, len(s), 1, 1})
	b.text = append(b.text, s...)
}

func (b *Builder) run(r Run) {
	if n := len(b.runs); n > 0 {
		l := &b.runs[n-1]
		if l.TextWidth == r.TextWidth && l.RawWidth == r.RawWidth && l.Raw+l.Chars*l.RawWidth == r.Raw && l.RawWidth > 0 {
			l.Chars += r.Chars
			return
		}
	}
	b.runs = append(b.runs, r)
}

// Truncate drops the text from byte n on; n must lie between two characters.
func (b *Builder) Truncate(n int) {
	b.text = b.text[:n]
	for len(b.runs) > 0 {
		l := &b.runs[len(b.runs)-1]
		if l.Text >= n {
			b.runs = b.runs[:len(b.runs)-1]
			continue
		}
		if l.textEnd() > n {
			l.Chars = (n - l.Text) / l.TextWidth
		}
		break
	}
}

// Trim drops the white space at the end, but no byte before n.
func (b *Builder) Trim(n int) {
	b.Truncate(n + len(bytes.TrimRightFunc(b.text[n:], unicode.IsSpace)))
}

// LastRune is the last character, utf8.RuneError where there is none.
func (b *Builder) LastRune() rune {
	r, _ := utf8.DecodeLastRune(b.text)
	return r
}

// String is the text so far.
func (b *Builder) String() string { return string(b.text) }

// Map is the way from String back to the text it was made of, which is raw
// bytes long; the identity where the two are the same.
func (b *Builder) Map(raw int) Map {
	switch {
	case len(b.runs) == 0 && raw == 0, len(b.runs) == 1 && b.runs[0] == (Run{0, 0, raw, 1, 1}):
		return Map{}
	case len(b.runs) == 0: // nothing but markup
		return Map{[]Run{{0, 0, 0, 1, 1}}}
	}
	return Map{b.runs}
}
