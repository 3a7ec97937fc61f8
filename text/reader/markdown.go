package reader

import (
	"html"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	xast "github.com/yuin/goldmark/extension/ast"
	gtext "github.com/yuin/goldmark/text"

	"github.com/tercet/tercet/text"
)

// Markdown is CommonMark with the extensions that translated documentation
// uses: GitHub's tables, strikethrough and task lists, footnotes, definition
// lists, front matter, MDX (imports, JSX, expressions), directives, admonitions
// and tabs of several site generators, Liquid and Hugo tags, macros. Front
// matter, code blocks, HTML and JSX tags, comments, link targets and directive
// markers are set apart; the text of links, images, inline code and tables is
// prose, and so are titles of directives and what readers see of the attributes
// of components. The content of elements and admonitions is no code for being
// indented. A block is one line of Text; a line break inside it becomes a space,
// none between two Han characters.
var Markdown = &Format{
	Name:       "md",
	Extensions: []string{".md", ".markdown", ".mdown", ".mkd", ".mdx"},
	Doc:        "Markdown (CommonMark, GitHub, MDX): markup set apart",
	Prose:      markdownProse,
	Comments:   markdownComments,
}

var markdownParser = goldmark.New(goldmark.WithExtensions(
	extension.Table, extension.Strikethrough, extension.TaskList, extension.Footnote, extension.DefinitionList,
)).Parser()

func markdownProse(source string, b *text.Builder) {
	var pre text.Builder
	stripMarkdown(source, &pre)
	clean := pre.String()
	w := &markdownWriter{clean: clean, runs: pre.Map(len(source)), out: b}
	doc := markdownParser.Parse(gtext.NewReader([]byte(clean)))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.Kind() {
		case ast.KindFencedCodeBlock, ast.KindCodeBlock, ast.KindHTMLBlock:
			return ast.WalkSkipChildren, nil
		}
		if n.Type() == ast.TypeBlock && n.HasChildren() && n.FirstChild().Type() == ast.TypeInline {
			if entering {
				w.block(n)
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}

// markdownWriter writes the inline content of blocks, with offsets in the
// source that clean was made of.
type markdownWriter struct {
	clean string
	runs  text.Map
	out   *text.Builder
	at    int // offset in clean behind what was written last
	start int // where the block begins in out
}

// block writes one block and the line feed before it.
func (w *markdownWriter) block(n ast.Node) {
	before := w.out.Len()
	if before > 0 {
		w.out.Char("\n", w.source(w.at), 0)
	}
	w.start = w.out.Len()
	w.inline(n)
	if w.out.Trim(w.start); w.out.Len() == w.start {
		w.out.Truncate(before)
	}
}

// fresh reports whether nothing stands yet in the line of the text.
func (w *markdownWriter) fresh() bool { return w.out.Len() == w.start || w.out.LastRune() == '\n' }

func (w *markdownWriter) inline(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if c.IsRaw() {
				w.raw(c.Segment.Start, c.Segment.Stop)
			} else {
				w.text(c.Segment.Start, c.Segment.Stop)
			}
			switch {
			case c.HardLineBreak():
				w.lineBreak(c.Segment.Stop, "\n")
			case c.SoftLineBreak():
				w.lineBreak(c.Segment.Stop, " ")
			}
		case *ast.CodeSpan:
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if s, ok := t.(*ast.Text); ok {
					end := s.Segment.Stop
					for end > s.Segment.Start && (w.clean[end-1] == '\n' || w.clean[end-1] == '\r') {
						end--
					}
					w.raw(s.Segment.Start, end)
					if end < s.Segment.Stop {
						w.lineBreak(end, " ")
					}
				}
			}
		case *ast.AutoLink:
			label := string(c.Label([]byte(w.clean)))
			if i := strings.Index(w.clean[w.at:], label); i >= 0 {
				w.raw(w.at+i, w.at+i+len(label))
			}
		case *ast.RawHTML, *xast.FootnoteLink, *xast.FootnoteBacklink, *xast.TaskCheckBox:
		default:
			w.inline(c)
		}
	}
}

// lineBreak writes s for the line feed at or behind off.
func (w *markdownWriter) lineBreak(off int, s string) {
	for off < len(w.clean) && w.clean[off] != '\n' && w.clean[off] != '\r' {
		off++
	}
	n := 1
	if strings.HasPrefix(w.clean[off:], "\r\n") {
		n = 2
	}
	next := strings.TrimLeft(w.clean[min(off+n, len(w.clean)):], " \t>")
	after, _ := utf8.DecodeRuneInString(next)
	w.at = min(off+n, len(w.clean))
	if w.fresh() || s == " " && wide(w.out.LastRune()) && wide(after) {
		return
	}
	w.out.Char(s, w.source(off), n)
}

// wide reports whether r is of a script that sets no spaces: Han and its marks.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF60
}

// source is the offset in the source of the character at off in clean.
func (w *markdownWriter) source(off int) int {
	return w.runs.Span(text.Span{Start: off, End: off}).Start
}

// raw writes clean[start:end] as it is.
func (w *markdownWriter) raw(start, end int) {
	w.at = max(w.at, end)
	if start >= end {
		return
	}
	if w.runs.Identity() {
		w.out.Copy(w.clean[start:end], start)
		return
	}
	runs := w.runs.Runs()
	i := sort.Search(len(runs), func(i int) bool { return runs[i].Text+runs[i].Chars*runs[i].TextWidth > start })
	for ; i < len(runs) && runs[i].Text < end; i++ {
		r := runs[i]
		a, z := max(start, r.Text), min(end, r.Text+r.Chars*r.TextWidth)
		switch {
		case r.RawWidth == r.TextWidth:
			w.out.Copy(w.clean[a:z], r.Raw+a-r.Text)
		case w.clean[a:z] == "\f": // the edge of a block
			if !w.fresh() {
				w.out.Char("\n", r.Raw, 0)
			}
		default:
			w.out.Char(w.clean[a:z], r.Raw, r.RawWidth)
		}
	}
}

// text writes clean[start:end] with backslash escapes and character references
// resolved.
func (w *markdownWriter) text(start, end int) {
	from := start
	for i := start; i < end; i++ {
		switch w.clean[i] {
		case '\\':
			if i+1 < end && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", w.clean[i+1]) >= 0 {
				w.raw(from, i)
				from = i + 1
				i++
			}
		case '*':
			if strings.HasPrefix(w.clean[i:end], "**") {
				if w.meant(i) {
					w.raw(from, i)
					from = i + 2
				}
				i++
			}
		case '&':
			j := strings.IndexByte(w.clean[i:min(end, i+34)], ';')
			if j < 2 || j > 32 {
				continue
			}
			ref := w.clean[i : i+j+1]
			if s := html.UnescapeString(ref); s != ref && !strings.HasSuffix(s, ";") {
				w.raw(from, i)
				w.out.Char(s, w.source(i), w.source(i+j)+1-w.source(i))
				i += j
				from = i + 1
			}
		}
	}
	w.raw(from, end)
}

// meant reports whether the ** at i, which CommonMark takes for text since a
// mark or no space stands at its edge, was meant as emphasis: at Han text, which
// sets no spaces.
func (w *markdownWriter) meant(i int) bool {
	before, _ := utf8.DecodeLastRuneInString(w.clean[:i])
	after, _ := utf8.DecodeRuneInString(strings.TrimPrefix(w.clean[i+2:], " "))
	return wide(before) || wide(after)
}
