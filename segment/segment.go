// Package segment splits running text into sentences without a model, by a
// cascade of named rules over the data of package lang. Spans point into the
// text as it is; nothing is rewritten, and every byte that is not white space
// lies in exactly one sentence.
//
// A sentence ends at a run of . ! ? … or their full-width forms, with the
// closing marks and references behind it, unless a rule says otherwise
// (abbreviations, initials, numbers, brackets, quotations, what follows), and
// at line ends as LinePolicy says. Explain names the rule at each place.
//
//	for sp := range segment.Spans(s, lang.French, segment.Options{}) {
//		fmt.Println(sp.Of(s))
//	}
package segment

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/segment/srx"
	"github.com/tercet/tercet/text"
)

// LinePolicy says what a line feed means.
type LinePolicy string

// The line policies.
const (
	// Break ends a sentence at each line feed.
	Break LinePolicy = "break"
	// Paragraph takes single line feeds for spaces; an empty line ends a paragraph.
	Paragraph LinePolicy = "paragraph"
	// Unwrap joins lines that were wrapped at a width, and keeps headings, list
	// items and short last lines apart.
	Unwrap LinePolicy = "unwrap"
)

// QuotePolicy says whether a quotation of several sentences is split.
type QuotePolicy string

// The quotation policies.
const (
	// Split ends sentences inside quotations too; in Chinese and Japanese only
	// inside those of more than 1,200 bytes, as a quotation there is a part of its
	// sentence.
	Split QuotePolicy = "split"
	// Keep leaves a quotation of up to 8,192 bytes in one sentence where it opens
	// at the start of one, after a comma, colon, dash or bracket, or after a
	// reporting verb.
	Keep QuotePolicy = "keep"
)

// Options are the choices of a call. The zero value is the default.
type Options struct {
	Lines  LinePolicy  // Break where empty
	Quotes QuotePolicy // Split where empty
	// Semicolon ends a sentence at a semicolon (； and, before white space, ;)
	// outside brackets.
	Semicolon bool
	// Abbreviations are further words, with their full stop, after which no
	// sentence ends, as written or with a capital. They may consist of several
	// words ("p. ex.").
	Abbreviations []string
	// SRX, where it is set, finds the sentence ends inside lines and blocks instead
	// of the built-in rules; Lines still says what a line feed means. Quotes,
	// Semicolon and Abbreviations have no effect then. See srx.Document.For.
	SRX *srx.Rules
}

// Decision is what a rule said of one place.
type Decision struct {
	Pos      int    // byte offset: the end of the sentence, or of the rejected candidate
	Rule     string // one of the Rule constants, or "srx:" and the rule of an SRX file
	Boundary bool   // whether a sentence ends there
}

// Spans yields the sentences of s in order, without the white space
// (unicode.IsSpace) around them. It does not allocate per sentence, and its
// time is linear in len(s).
func Spans(s string, l *lang.Language, o Options) iter.Seq[text.Span] {
	return func(yield func(text.Span) bool) {
		c := newScanner(s, l, o)
		c.yield = yield
		c.segment()
	}
}

// Sentences yields the sentences of s as strings that share its bytes.
func Sentences(s string, l *lang.Language, o Options) iter.Seq[string] {
	return func(yield func(string) bool) {
		for sp := range Spans(s, l, o) {
			if !yield(sp.Of(s)) {
				return
			}
		}
	}
}

// Explain yields each boundary and each rejected candidate of s in order, with
// the rule that decided.
func Explain(s string, l *lang.Language, o Options) iter.Seq[Decision] {
	return func(yield func(Decision) bool) {
		c := newScanner(s, l, o)
		c.yield = func(text.Span) bool { return true }
		c.tell = func(d Decision) {
			if !c.done && !yield(d) {
				c.done = true
			}
		}
		c.segment()
	}
}

// MaxBlock is the length in bytes of the longest line (under Paragraph and
// Unwrap: block between empty lines) that Read takes.
const MaxBlock = 64 << 20

// ErrTooLong is the error of Read for a longer one.
var ErrTooLong = errors.New("segment: text without a break is too long")

// Sentence is a sentence of a stream.
type Sentence struct {
	text.Span // byte offsets from the start of the stream
	Text      string
}

// Read yields the sentences of r, which is UTF-8, reading no more than one line
// (under Paragraph and Unwrap: one block between empty lines) ahead. An error
// of r, or ErrTooLong, comes last and with the zero Sentence.
func Read(r io.Reader, l *lang.Language, o Options) iter.Seq2[Sentence, error] {
	return func(yield func(Sentence, error) bool) {
		b := bufio.NewReaderSize(r, 64<<10)
		var block []byte
		off := 0 // of block in the stream
		flush := func() bool {
			s := string(block)
			for sp := range Spans(s, l, o) {
				if !yield(Sentence{sp.Shift(off), sp.Of(s)}, nil) {
					return false
				}
			}
			off += len(block)
			block = block[:0]
			return true
		}
		for {
			line, err := b.ReadSlice('\n')
			block = append(block, line...)
			if err == bufio.ErrBufferFull {
				err = nil
			} else if err == nil && (o.Lines == Break || o.Lines == "" || len(bytes.TrimSpace(line)) == 0) {
				if !flush() {
					return
				}
			}
			switch {
			case len(block) > MaxBlock:
				yield(Sentence{}, fmt.Errorf("%w: over %d bytes from byte %d on", ErrTooLong, MaxBlock, off))
				return
			case err == io.EOF:
				flush()
				return
			case err != nil:
				yield(Sentence{}, err)
				return
			}
		}
	}
}

// ParseAbbreviations reads a list for Options.Abbreviations: one a line, white
// space around it and lines that begin with # left out. name stands in errors.
func ParseAbbreviations(name string, r io.Reader) ([]string, error) {
	var out []string
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		w := strings.TrimSpace(strings.TrimPrefix(sc.Text(), "\ufeff"))
		if w == "" || w[0] == '#' {
			continue
		}
		if len(w) > maxWord {
			return nil, fmt.Errorf("%s:%d:1: abbreviation of %d bytes (want at most %d)", name, n, len(w), maxWord)
		}
		if !strings.HasSuffix(w, ".") {
			return nil, fmt.Errorf("%s:%d:1: %q has no full stop (want a word such as \"approx.\")", name, n, w)
		}
		out = append(out, w)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

// Document finds the paragraphs and sentences of d and sets d.Paragraphs.
//
// Empty lines separate paragraphs. Under Break each line is a paragraph where
// the text has no empty line inside. A document with Blocks is segmented under
// Break, and each of its lines is a paragraph.
func Document(d *text.Document, o Options) {
	o = o.forDocument(d)
	byLine := d.Blocks || (o.Lines == Break || o.Lines == "") && !hasBlankLine(d.Text)
	d.Paragraphs = nil
	var p *text.Paragraph
	for sp := range Spans(d.Text, lang.Get(d.Lang), o) {
		if p == nil || newParagraph(d.Text[p.End:sp.Start], byLine) {
			d.Paragraphs = append(d.Paragraphs, text.Paragraph{Span: sp})
			p = &d.Paragraphs[len(d.Paragraphs)-1]
		}
		p.Sentences = append(p.Sentences, text.Sentence{Span: sp})
		p.End = sp.End
	}
}

// ExplainDocument is Explain for what Document does with d.
func ExplainDocument(d *text.Document, o Options) iter.Seq[Decision] {
	return Explain(d.Text, lang.Get(d.Lang), o.forDocument(d))
}

// forDocument are the options that count for d: a line of blocks is a block,
// whatever the line policy.
func (o Options) forDocument(d *text.Document) Options {
	if d.Blocks {
		o.Lines = Break
	}
	return o
}

// newParagraph reports whether the white space gap ends a paragraph: at a line
// end where byLine is set, at an empty line otherwise.
func newParagraph(gap string, byLine bool) bool {
	lines := 0
	for i := 0; i < len(gap); {
		if w := lineWidthAt(gap, i); w > 0 {
			if lines++; byLine || lines > 1 {
				return true
			}
			i += w
			continue
		}
		i++
	}
	return false
}

// hasBlankLine reports whether an empty line stands between two others.
func hasBlankLine(s string) bool {
	s = strings.TrimSpace(s)
	for i := 0; i < len(s); {
		w := lineWidthAt(s, i)
		if w == 0 {
			i++
			continue
		}
		i = skipBlanks(s, i+w)
		if lineWidthAt(s, i) > 0 {
			return true
		}
	}
	return false
}

// Lines sets d.Paragraphs from text that holds one sentence per line already;
// blank lines are paragraph breaks and no sentences.
func Lines(d *text.Document) {
	d.Paragraphs = nil
	open := false
	for off := 0; off < len(d.Text); {
		end := strings.IndexByte(d.Text[off:], '\n')
		if end < 0 {
			end = len(d.Text)
		} else {
			end += off
		}
		sp := trim(d.Text, text.Span{Start: off, End: end})
		if sp.Empty() {
			open = false
		} else {
			if !open {
				d.Paragraphs = append(d.Paragraphs, text.Paragraph{Span: sp})
				open = true
			}
			p := &d.Paragraphs[len(d.Paragraphs)-1]
			p.Sentences = append(p.Sentences, text.Sentence{Span: sp})
			p.End = sp.End
		}
		off = end + 1
	}
}
