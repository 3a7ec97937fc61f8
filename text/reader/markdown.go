package reader

import (
	"html"
	"regexp"
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
// lists, front matter, MDX (imports, JSX, expressions), directives and
// admonitions, Liquid and Hugo tags. Front matter, code blocks, HTML and JSX
// tags, comments, link targets and directive markers are set apart; the text of
// links, images, inline code and tables is prose. A block is one line of Text;
// a line break inside it becomes a space, none between two Han characters.
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
}

// block writes one block and the line feed before it.
func (w *markdownWriter) block(n ast.Node) {
	before := w.out.Len()
	if before > 0 {
		w.out.Char("\n", w.source(w.at), 0)
	}
	start := w.out.Len()
	w.inline(n)
	if strings.TrimSpace(w.out.From(start)) == "" {
		w.out.Truncate(before)
	}
}

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
	before, _ := utf8.DecodeLastRuneInString(w.out.From(max(0, w.out.Len()-utf8.UTFMax)))
	after, _ := utf8.DecodeRuneInString(next)
	w.at = min(off+n, len(w.clean))
	if s == " " && wide(before) && wide(after) {
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
		if r.RawWidth == r.TextWidth {
			w.out.Copy(w.clean[a:z], r.Raw+a-r.Text)
		} else {
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
		case '&':
			j := strings.IndexByte(w.clean[i:end], ';')
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

var (
	reFence      = regexp.MustCompile("^ {0,3}(```+|~~~+)")
	reImport     = regexp.MustCompile(`^(import\s+(.*\sfrom\s+)?['"][^'"]*['"];?\s*$|import\s+[\w{*]|export\s+(const|let|var|function|default|class|async|\{))`)
	reDirective  = regexp.MustCompile(`^\s*:{2,}\s*(\{[^}]*\}|[A-Za-z][\w-]*)?\s*(\[)?`)
	reAdmonition = regexp.MustCompile(`^(\s*)(!!!|\?\?\?\+?|===!?)\s+(?:[\w -]*?\s*)?"([^"]*)"\s*$|^(\s*)(!!!|\?\?\?\+?)\s+[\w-]+\s*$`)
	reAlert      = regexp.MustCompile(`^(\s*>\s*)\[![A-Za-z]+\][-+]?`)
	reHeadingID  = regexp.MustCompile(`\s*\{[#.:][^}]*\}\s*$`)
	reAttributes = regexp.MustCompile(`^\s*\{:[^}]*\}\s*$`)
	reTOC        = regexp.MustCompile(`(?i)^\s*\[?\[toc\]\]?\s*$`)
)

// stripMarkdown writes source without what Markdown itself does not know: front
// matter, MDX, directives, template tags, HTML tags.
func stripMarkdown(source string, b *text.Builder) {
	off := frontMatter(source)
	fence, script := "", false // script: inside <script>, <style> or <pre>, up to its end tag
	math, module := false, false
	dedent := -1 // columns of an admonition whose indented body is prose
	var until string
	for off < len(source) {
		end := strings.IndexByte(source[off:], '\n')
		if end < 0 {
			end = len(source)
		} else {
			end += off + 1
		}
		line := source[off:end]
		body := strings.TrimRight(line, "\r\n")
		eol := off + len(body)
		trimmed := strings.TrimSpace(body)
		keep := func(from, to int) { b.Copy(source[from:to], from) }
		newline := func() { keep(eol, end) }
		switch {
		case fence != "":
			keep(off, end)
			t := strings.TrimLeft(body, " >")
			if strings.HasPrefix(t, fence) && strings.Trim(t, fence[:1]+" \t") == "" {
				fence = ""
			}
		case script:
			if i := strings.Index(strings.ToLower(line), until); i >= 0 {
				script = false
			}
			newline()
		case math:
			math = !strings.Contains(body, "$$")
			newline()
		case module:
			module = trimmed != ""
			newline()
		case reFence.MatchString(body):
			m := reFence.FindStringSubmatch(body)[1]
			if m[0] != '`' || !strings.Contains(strings.TrimLeft(trimmed, "`"), "`") {
				fence = m
			}
			keep(off, end)
		case trimmed == "":
			keep(off, end)
		case reImport.MatchString(body):
			module = true
			newline()
		case strings.HasPrefix(trimmed, "$$"):
			math = !strings.Contains(trimmed[2:], "$$")
			newline()
		case reTOC.MatchString(body), reAttributes.MatchString(body):
			newline()
		default:
			from, to := off, eol
			if loc := reDirective.FindStringSubmatchIndex(body); loc != nil && loc[1] > 0 {
				from = off + loc[1]
				if loc[4] >= 0 { // :::note[Title]
					if i := strings.LastIndexByte(body, ']'); i >= loc[5] {
						to = off + i
					}
				} else if i := strings.IndexByte(body[loc[1]:], '{'); i >= 0 && strings.HasSuffix(trimmed, "}") {
					to = from + i
				}
				b.Char("\n", off, 0)
			} else if loc := reAdmonition.FindStringSubmatchIndex(body); loc != nil {
				from, to = eol, eol
				if loc[6] >= 0 {
					from, to = off+loc[6], off+loc[7]
				}
				dedent = len(body) - len(strings.TrimLeft(body, " ")) + 4
				b.Char("\n", off, 0)
				stripTags(source, from, to, b)
				b.Char("\n", to, 0)
				newline()
				off = end
				continue
			} else if loc := reAlert.FindStringSubmatchIndex(body); loc != nil {
				keep(off, off+loc[3])
				from = off + loc[1]
			} else if dedent > 0 {
				if ind := len(body) - len(strings.TrimLeft(body, " ")); ind >= dedent {
					from = off + dedent
				} else {
					dedent = -1
				}
			}
			if strings.HasPrefix(trimmed, "#") {
				if loc := reHeadingID.FindStringIndex(source[from:to]); loc != nil {
					to = from + loc[0]
				}
			}
			stop := stripTags(source, from, to, b)
			if stop.until != "" {
				script, until = true, stop.until
			}
			if stop.at > to { // a tag that ran over the line's end
				off = stop.at
				continue
			}
			newline()
		}
		off = end
	}
}

// frontMatter is the offset behind a YAML, TOML or JSON block at the start.
func frontMatter(s string) int {
	for _, mark := range []string{"---", "+++", ";;;"} {
		first, _, ok := strings.Cut(s, "\n")
		if !ok || strings.TrimRight(first, " \t\r") != mark {
			continue
		}
		off := len(first) + 1
		for off < len(s) {
			line, _, more := strings.Cut(s[off:], "\n")
			off += len(line)
			if more {
				off++
			}
			t := strings.TrimRight(line, " \t\r")
			if t == mark || mark == "---" && t == "..." {
				return off
			}
			if !more {
				break
			}
		}
	}
	return 0
}

// blockTags are the HTML elements that stand for lines of their own.
var blockTags = map[string]bool{"address": true, "article": true, "aside": true, "blockquote": true, "br": true, "caption": true,
	"center": true, "dd": true, "details": true, "div": true, "dl": true, "dt": true, "figcaption": true, "figure": true, "footer": true,
	"form": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "header": true, "hr": true, "li": true,
	"main": true, "nav": true, "ol": true, "p": true, "section": true, "summary": true, "table": true, "tbody": true, "td": true,
	"tfoot": true, "th": true, "thead": true, "tr": true, "ul": true}

// maxTag is how far the end of a tag or comment is looked for, so that many
// that are never closed cost no more than their number.
const maxTag = 1 << 16

type tagStop struct {
	at    int    // offset at which reading goes on
	until string // end tag to be found on a later line, "" for none
}

// stripTags writes source[from:to], part of one line, without tags, comments
// and template tags; a tag may run on over the line's end.
func stripTags(source string, from, to int, b *text.Builder) tagStop {
	start := from
	flush := func(end int) {
		if end > start {
			b.Copy(source[start:end], start)
		}
	}
	first := from + len(source[from:to]) - len(strings.TrimLeft(source[from:to], " \t"))
	for i := from; i < to; {
		switch source[i] {
		case '\\':
			i += 2
			continue
		case '`': // a code span holds no tags
			n := 1
			for i+n < to && source[i+n] == '`' {
				n++
			}
			if j := strings.Index(source[i+n:to], source[i:i+n]); j >= 0 {
				i += n + j + n
			} else {
				i += n
			}
			continue
		case '{':
			close := ""
			switch {
			case strings.HasPrefix(source[i:], "{%"):
				close = "%}"
			case strings.HasPrefix(source[i:], "{{<"):
				close = ">}}"
			case strings.HasPrefix(source[i:], "{{%"):
				close = "%}}"
			case strings.HasPrefix(source[i:], "{/*"):
				close = "*/}"
			}
			if close != "" {
				if j := strings.Index(source[i:min(len(source), i+maxTag)], close); j >= 0 {
					flush(i)
					i += j + len(close)
					start = i
					if i > to {
						return tagStop{at: i}
					}
					continue
				}
			}
		case '<':
			end, name := tagEnd(source, i)
			if end < 0 {
				break
			}
			if i == first { // a line that begins with a tag is indented for the markup's sake
				start = max(start, first)
				from = i
			}
			flush(i)
			closing := strings.HasPrefix(source[i:], "</")
			if blockTags[name] || name != "" && unicode.IsUpper(rune(source[i+1])) || closing && unicode.IsUpper(rune(source[i+2])) {
				b.Char("\n", i, 0)
				b.Char("\n", i, 0)
			}
			i, start = end, end
			if (name == "script" || name == "style" || name == "pre" || name == "svg") && !closing && !strings.HasSuffix(source[:end], "/>") {
				until := "</" + name
				if j := strings.Index(strings.ToLower(source[i:max(i, to)]), until); j >= 0 {
					i += j
					start = i
					continue
				}
				return tagStop{at: max(i, 0), until: until}
			}
			if i > to {
				return tagStop{at: i}
			}
			if blockTags[name] {
				for i < to && (source[i] == ' ' || source[i] == '\t') {
					i++
				}
				start = i
			}
			continue
		}
		i++
	}
	flush(to)
	return tagStop{at: to}
}

// tagEnd is the offset behind the tag or comment that begins at i, and the
// tag's name in lower case; -1 where none begins there. Attributes may hold
// quoted strings and JSX expressions in balanced braces.
func tagEnd(s string, i int) (int, string) {
	if strings.HasPrefix(s[i:], "<!--") {
		if j := strings.Index(s[i:min(len(s), i+maxTag)], "-->"); j >= 0 {
			return i + j + 3, ""
		}
		return -1, ""
	}
	j := i + 1
	if j < len(s) && s[j] == '/' {
		j++
	}
	if j < len(s) && s[j] == '>' { // a JSX fragment
		return j + 1, ""
	}
	k := j
	for k < len(s) && (s[k] == '-' || s[k] == '.' || s[k] == '_' || '0' <= s[k] && s[k] <= '9' || 'a' <= s[k]|0x20 && s[k]|0x20 <= 'z') {
		k++
	}
	if k == j || '0' <= s[j] && s[j] <= '9' || s[j] == '-' || s[j] == '.' || k >= len(s) {
		return -1, ""
	}
	name := strings.ToLower(s[j:k])
	if !strings.ContainsRune(" \t\r\n/>", rune(s[k])) { // <https://…>, <a@b>
		return -1, ""
	}
	depth := 0
	for limit := min(len(s), i+maxTag); k < limit; k++ {
		switch c := s[k]; {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case c == '"' || c == '\'' || c == '`' && depth > 0:
			if q := strings.IndexByte(s[k+1:limit], c); q >= 0 {
				k += q + 1
			}
		case c == '<' && depth == 0:
			return -1, ""
		case c == '>' && depth <= 0 && !(k > 0 && s[k-1] == '=' && depth > 0):
			return k + 1, name
		case c == '\n' && depth == 0 && k+1 < len(s) && (s[k+1] == '\n' || s[k+1] == '\r'):
			return -1, "" // no tag runs over an empty line
		}
	}
	return -1, ""
}
