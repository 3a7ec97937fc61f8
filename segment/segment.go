// Package segment splits running text into sentences without a model, by a
// cascade of named rules over the data of package lang. Spans point into the
// text as it is; nothing is rewritten, and every byte that is not white space
// lies in exactly one sentence.
package segment

import (
	"iter"
	"strings"

	"github.com/tercet/tercet/lang"
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
	Split QuotePolicy = "split"
	Keep  QuotePolicy = "keep"
)

// Options are the choices of a call. The zero value is the default.
type Options struct {
	Lines  LinePolicy  // Break where empty
	Quotes QuotePolicy // Split where empty
	// Abbreviations are further words, with their full stop, after which no
	// sentence ends.
	Abbreviations []string
}

// Spans yields the sentences of s in order, without the white space around
// them. It does not allocate per sentence.
func Spans(s string, l *lang.Language, o Options) iter.Seq[text.Span] {
	return func(yield func(text.Span) bool) {
		start := 0
		for i, r := range s {
			if strings.ContainsRune("\n。！？", r) || strings.ContainsRune(".!?", r) && i+1 < len(s) && s[i+1] == ' ' {
				end := i + len(string(r))
				if sp := trim(s, text.Span{Start: start, End: end}); !sp.Empty() && !yield(sp) {
					return
				}
				start = end
			}
		}
		if sp := trim(s, text.Span{Start: start, End: len(s)}); !sp.Empty() {
			yield(sp)
		}
	}
}

func trim(s string, sp text.Span) text.Span {
	t := sp.Of(s)
	left := strings.TrimLeft(t, " \t\r\n\u00a0\u3000")
	sp.Start += len(t) - len(left)
	sp.End = sp.Start + len(strings.TrimRight(left, " \t\r\n\u00a0\u3000"))
	return sp
}

// Document finds the paragraphs and sentences of d and sets d.Paragraphs.
func Document(d *text.Document, o Options) {
	var p text.Paragraph
	for sp := range Spans(d.Text, lang.Get(d.Lang), o) {
		p.Sentences = append(p.Sentences, text.Sentence{Span: sp})
		p.End = sp.End
	}
	d.Paragraphs = []text.Paragraph{p}
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
