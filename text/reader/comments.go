package reader

import (
	"sort"
	"strings"

	"github.com/tercet/tercet/text"
)

// Comment is a comment of a document.
type Comment struct {
	Text string    // what stands between the marks
	Span text.Span // of Text in Document.Source
	// Within is what the comment stands beside, in bytes of Document.Text: the
	// source line of the comment where text stands before it on that line, else the
	// block that follows. It is empty where no text follows.
	Within text.Span
}

// Comments lists the comments of a document that begin with prefix, white space
// aside, in order; none where its format, told by its name, has no comments.
func Comments(d *text.Document, prefix string) []Comment {
	f := ByName(d.Name)
	if f.Comments == nil {
		return nil
	}
	var out []Comment
	for _, s := range f.Comments(d.Source) {
		if !strings.HasPrefix(strings.TrimSpace(s.Of(d.Source)), prefix) {
			continue
		}
		line := text.Span{
			Start: strings.LastIndexAny(d.Source[:s.Start], "\r\n") + 1,
			End:   len(d.Source),
		}
		if i := strings.IndexAny(d.Source[s.End:], "\r\n"); i >= 0 {
			line.End = s.End + i
		}
		from, at := textAt(d, line.Start), textAt(d, s.Start)
		c := Comment{Text: s.Of(d.Source), Span: s}
		if strings.TrimSpace(d.Text[from:at]) != "" {
			c.Within = text.Span{Start: from, End: textAt(d, line.End)}
		} else {
			rest := d.Text[at:]
			at += len(rest) - len(strings.TrimLeft(rest, " \t\r\n"))
			end := len(d.Text)
			if i := strings.IndexByte(d.Text[at:], '\n'); i >= 0 {
				end = at + i
			}
			c.Within = text.Span{Start: at, End: end}
		}
		out = append(out, c)
	}
	return out
}

// textAt is the first offset of Text that was read from off of Source or from
// behind it.
func textAt(d *text.Document, off int) int {
	return sort.Search(len(d.Text), func(i int) bool { return d.SourceSpan(text.Span{Start: i, End: i}).Start >= off })
}

// markdownComments lists <!-- these --> and {/* these, of MDX */}, those in code
// left out.
func markdownComments(source string) []text.Span {
	return stripMarkdown(source, new(text.Builder))
}
