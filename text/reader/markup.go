package reader

import (
	"regexp"
	"strings"

	"github.com/tercet/tercet/text"
)

// stripper writes a Markdown source without what Markdown itself does not
// know: front matter, MDX, directives and admonitions, template tags, HTML
// tags. What is left are lines for a CommonMark parser. A form feed in them
// stands for the edge of a block inside a line (a br in a table cell).
//
// Each mark that is looked for ahead and not found is remembered, and tags that
// turn out to be none use up a budget, so that the cost stays linear.
type stripper struct {
	src      string
	b        *text.Builder
	open     []container
	shifts   []int          // which of open are admonitions
	count    map[string]int // how many elements of open have that name
	absent   map[string]int // marks that do not stand behind an offset
	comments []text.Span
	budget   int // bytes to be read in vain before tags are no longer looked for

	fence  string   // mark of the code block that the line is in
	quoted bool     // that code block stands in a quotation
	prose  []string // marks of the fences whose content is prose
	module bool     // inside an import or export of MDX
	depth  int      // its open brackets
	blank  bool     // nothing stands in the line before
	mid    bool     // the line began before a tag that ran over its end
	base   int      // columns that the line is indented by
	cut    int      // columns taken from it
	feed   int      // offset of the next line feed
	option bool     // options of a directive may follow
	marks  int      // marks of emphasis and links in the paragraph so far
}

// container is an element or an admonition whose lines are indented for its
// sake, which would make code of them.
type container struct {
	name   string // of the element, "" for an admonition
	indent int    // columns of its first line
	cut    int    // columns to take from its lines; -1: as its first line tells
}

// stripMarkdown writes the lines of source to b and returns where the text of
// its comments stands in it.
func stripMarkdown(source string, b *text.Builder) []text.Span {
	s := &stripper{src: source, b: b, count: map[string]int{}, absent: map[string]int{}, budget: 8*len(source) + 1<<16, blank: true, feed: -1}
	for off := frontMatter(source); off < len(source); {
		off = s.line(off)
	}
	return s.comments
}

var (
	reImport     = regexp.MustCompile(`^import\s*(?:["'][^"']*["'];?\s*$|.*\sfrom\s+["']|[\w$\s,]*\{[^}]*$)`)
	reExport     = regexp.MustCompile(`^export\s*(?:\{|\*|(?:const|let|var)\s+[\w${\[]|(?:async\s+)?function\b|class\s+\w|(?:type|interface)\s+\w+\s*[={<]|default\s+(?:function|async|class|\(|\{|[\w$.]+\s*(?:[;(]|$)))`)
	reDirective  = regexp.MustCompile(`^(:{2,})[ \t]*(\{[^}]*\}|[A-Za-z][\w-]*)?[ \t]*(\[|\{)?`)
	reAdmonition = regexp.MustCompile(`^(?:!!!|\?\?\?\+?|===[!+]*)\s+(?:[\w -]*?\s*)?"([^"]*)"\s*$|^(?:!!!|\?\?\?\+?)\s+[\w-]+(?:\s+(?:inline|end))*\s*$`)
	reSlashes    = regexp.MustCompile(`^/{3,}(?:\s+[\w-]+\s*(?:\|\s*(.*?))?)?\s*$`)
	reAlert      = regexp.MustCompile(`^[>\s]*>\s*\[![A-Za-z]+\][-+]?`)
	reHeadingID  = regexp.MustCompile(`\s*\{\s*[#.:][^}]*\}\s*$`)
	reWholeLine  = regexp.MustCompile(`(?i)^(?:\[?\[_?toc_?\]\]?|\{:[^}]*\}|\{[*!].*[*!]\}|-*8<-+.*|<<<\s*\S+)\s*$`)
	reProseFence = regexp.MustCompile(`^\{(?:note|tip|hint|important|warning|caution|danger|attention|error|seealso|admonition|topic|versionadded|versionchanged|deprecated)\}|^(?:admonish\b|ad-[a-z]+)`)
	reMacro      = regexp.MustCompile(`^\s*[A-Za-z][\w-]*\s*\(`)
	reAttrList   = regexp.MustCompile(`^\{:?\s*(?:[.#][\w-]|[\w-]+=["']|target=)[^{}]*\}`)
)

// line reads the line at off and returns where reading goes on: behind it, or
// behind what began in it.
func (s *stripper) line(off int) int {
	if s.feed < off {
		if s.feed = strings.IndexByte(s.src[off:], '\n') + off; s.feed < off {
			s.feed = len(s.src)
		}
	}
	eol, end := s.feed, min(s.feed+1, len(s.src))
	if i := strings.IndexByte(s.src[off:eol], '\r'); i >= 0 {
		if eol = off + i; eol+1 != s.feed {
			end = eol + 1 // a line that ends with CR alone
		}
	}
	mid := s.mid
	s.mid = false
	first := off
	s.base = 0
	for first < eol && (s.src[first] == ' ' || s.src[first] == '\t') {
		if s.base++; s.src[first] == '\t' {
			s.base = (s.base + 3) / 4 * 4
		}
		first++
	}
	if first == eol { // blank
		if s.module && s.moduleEnds(end) {
			s.module = false
		}
		s.blank = s.blank || !mid
		s.marks = 0
		s.newline(eol, end)
		return end
	}
	if s.fence != "" {
		from := s.unindent(off, false)
		if !s.quoted || s.src[first] == '>' {
			s.b.Copy(s.src[from:eol], from)
			s.newline(eol, end)
			if t := strings.TrimLeft(s.src[first:eol], " \t>"); strings.HasPrefix(t, s.fence) && strings.Trim(t, s.fence[:1]+" \t") == "" {
				s.fence, s.blank = "", true
			}
			return end
		}
		s.fence = "" // the quotation ends, and the code with it
	}
	if s.module {
		s.brackets(s.src[first:eol])
		s.newline(eol, end)
		return end
	}
	blank, option := s.blank, s.option
	s.blank, s.option = false, false
	if mid {
		s.base = 0
		return s.rest(off, first, eol, end, blank)
	}
	from := s.unindent(off, true)
	if at := deep(s.src[first:eol]); at > 0 { // as good as no structure, and costly to read
		s.b.Copy(s.src[from:first], from)
		from, first = first+at, first+at
	}
	body := s.src[first:eol]
	switch body[0] {
	case '`', '~', '>', '-', '*', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		if mark, info, quoted := openFence(body); mark != "" {
			if n := len(s.prose); n > 0 && info == "" && s.prose[n-1] == mark {
				s.prose = s.prose[:n-1]
				return s.drop(eol, end)
			}
			if m := reProseFence.FindString(info); m != "" {
				s.prose = append(s.prose, mark)
				s.option = true
				at := eol - len(info)
				if title := attribute(info, "title"); title.Len() > 0 {
					s.block(at+title.Start, at+title.End)
				} else if m[0] == '{' {
					s.block(at+len(m), eol)
				}
				return s.drop(eol, end)
			}
			s.fence, s.quoted = mark, quoted
			s.b.Copy(s.src[from:eol], from)
			s.newline(eol, end)
			return end
		}
	}
	switch c := body[0]; {
	case (c == 'i' || c == 'e') && blank && first == off && (reImport.MatchString(body) || reExport.MatchString(body)):
		s.module, s.depth = true, 0
		s.brackets(body)
		return s.drop(eol, end)
	case c == '$' && strings.HasPrefix(body, "$$"):
		if j := s.find("$$", first+2); j >= 0 {
			if j += 2; j <= eol {
				return s.rest(j, j, eol, end, blank)
			}
			s.mid = true
			return j
		}
	case (c == '[' || c == '{' || c == '-' || c == '<') && reWholeLine.MatchString(body):
		return s.drop(eol, end)
	case c == ':' && option && isOption(body):
		s.option = true
		return s.drop(eol, end)
	case c == ':':
		if m := reDirective.FindStringSubmatchIndex(body); m != nil && (m[3] > 2 || m[6] >= 0) {
			from, to := m[1], len(body)
			if m[6] >= 0 { // :::note[Title]{…} or ::figure{…}
				from = to
				if body[m[6]] == '[' {
					if i := strings.LastIndexByte(body, ']'); i >= m[7] {
						from, to = m[7], i
					}
				}
			} else if i := strings.IndexByte(body[from:], '{'); i >= 0 && strings.HasSuffix(strings.TrimSpace(body), "}") {
				to = from + i
			}
			s.block(first+from, first+to)
			return s.drop(eol, end)
		}
	case c == '/':
		if m := reSlashes.FindStringSubmatchIndex(body); m != nil {
			s.block(first+max(m[2], 0), first+max(m[3], 0))
			return s.drop(eol, end)
		}
	case c == '!' || c == '?' || c == '=':
		if m := reAdmonition.FindStringSubmatchIndex(body); m != nil {
			s.block(first+max(m[2], 0), first+max(m[3], 0))
			s.shifts = append(s.shifts, len(s.open))
			s.open = append(s.open, container{indent: s.base, cut: s.cut + 4})
			return s.drop(eol, end)
		}
	case c == '>':
		if m := reAlert.FindStringIndex(body); m != nil {
			i := first + strings.LastIndexByte(body[:m[1]], '[')
			s.b.Copy(s.src[from:i], from)
			next := s.inline(first+m[1], eol, false, blank)
			if next <= eol {
				s.b.Char("\f", eol, 0)
				s.newline(eol, end)
				return end
			}
			return next
		}
	case c == '#' && strings.HasSuffix(strings.TrimRight(body, " \t"), "}"):
		if m := reHeadingID.FindStringIndex(body); m != nil {
			if next := s.inline(from, first+m[0], false, blank); next > first+m[0] {
				return next
			}
			s.newline(eol, end)
			return end
		}
	}
	return s.rest(from, first, eol, end, blank)
}

// rest writes what stands from from on in the line, whose first visible byte is
// at first.
func (s *stripper) rest(from, first, eol, end int, blank bool) int {
	row := first < eol && s.src[first] != '<' && (s.src[first] == '|' || strings.Contains(s.src[first:eol], " | "))
	if next := s.inline(from, eol, row, blank); next > eol {
		return next
	}
	s.newline(eol, end)
	return end
}

// newline writes the line's end as a line feed.
func (s *stripper) newline(eol, end int) {
	if end-eol == 1 && s.src[eol] == '\r' {
		s.b.Char("\n", eol, 1)
		return
	}
	s.b.Copy(s.src[eol:end], eol)
}

// drop ends a line that leaves nothing.
func (s *stripper) drop(eol, end int) int {
	s.newline(eol, end)
	s.blank = true
	return end
}

// block writes src[from:to] as a block of its own, indented as the line is.
func (s *stripper) block(from, to int) {
	s.b.Char("\n", from, 0)
	if strings.TrimSpace(s.src[from:to]) == "" {
		return
	}
	for range min(max(s.base-s.cut, 0), 32) {
		s.b.Char(" ", from, 0)
	}
	s.inline(from+len(s.src[from:to])-len(strings.TrimLeft(s.src[from:to], " \t")), to, false, false)
	s.b.Char("\n", to, 0)
	s.b.Char("\n", to, 0)
}

// unindent is the offset in the line at off behind the columns that its
// containers account for. A line of content ends the admonitions that it is not
// indented for, and tells how far the content of an element is indented.
func (s *stripper) unindent(off int, content bool) int {
	if content {
		for n := len(s.shifts); n > 0 && s.base < s.open[s.shifts[n-1]].indent+4; n = len(s.shifts) {
			s.pop(s.shifts[n-1])
		}
	}
	s.cut = 0
	if n := len(s.open); n > 0 {
		if c := &s.open[n-1]; content && c.cut < 0 {
			// -1-cut is what was taken from the first line
			c.cut = -1 - c.cut + max(0, s.base-c.indent)
		}
		s.cut = max(0, s.open[n-1].cut)
	}
	col := 0
	for col < s.cut && (s.src[off] == ' ' || s.src[off] == '\t') {
		if col++; s.src[off] == '\t' {
			col = (col + 3) / 4 * 4
		}
		off++
	}
	return off
}

func (s *stripper) push(name string) {
	s.count[name]++
	s.open = append(s.open, container{name: name, indent: s.base, cut: -1 - s.cut})
}

// close ends the innermost element of that name and all that stands open in it.
func (s *stripper) close(name string) {
	if s.count[name] == 0 {
		return
	}
	for i := len(s.open) - 1; i >= 0; i-- {
		if s.open[i].name == name {
			s.pop(i)
			return
		}
		s.pop(i)
	}
}

// pop drops the containers from the nth on.
func (s *stripper) pop(n int) {
	for len(s.open) > n {
		i := len(s.open) - 1
		if name := s.open[i].name; name != "" {
			s.count[name]--
		} else {
			s.shifts = s.shifts[:len(s.shifts)-1]
		}
		s.open = s.open[:i]
	}
}

// brackets counts what a line of a module leaves open.
func (s *stripper) brackets(line string) {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '{', '[', '(':
			s.depth++
		case '}', ']', ')':
			s.depth--
		}
	}
}

// moduleEnds reports whether the blank line before off ends an import or
// export: not where a bracket is open and the next line looks like its content.
func (s *stripper) moduleEnds(off int) bool {
	rest := strings.TrimLeft(s.src[off:min(len(s.src), off+256)], "\r\n")
	return s.depth <= 0 || rest == "" || !strings.ContainsRune(" \t}])", rune(rest[0]))
}

// find is the offset from i on at which mark stands, ASCII letters in either
// case for an end tag; -1 where it does not.
func (s *stripper) find(mark string, i int) int {
	if a, ok := s.absent[mark]; ok && i >= a || i > len(s.src) {
		return -1
	}
	for j := i; ; {
		k := 0
		if strings.HasPrefix(mark, "</") {
			k = strings.Index(s.src[j:], "</")
		} else {
			k = strings.Index(s.src[j:], mark)
		}
		if k < 0 {
			s.absent[mark] = i
			return -1
		}
		if j += k; len(s.src)-j >= len(mark) && strings.EqualFold(s.src[j:j+len(mark)], mark) {
			return j
		}
		j += 2
	}
}

// maxDepth is how deep quotations and items may be nested in one line.
const maxDepth = 32

// deep is the offset in a line behind its quotation and item marks where they
// are too many, else 0.
func deep(line string) int {
	n, i := 0, 0
	for ; i < len(line); i++ {
		switch c := line[i]; {
		case c == '>', (c == '-' || c == '*' || c == '+') && i+1 < len(line) && line[i+1] == ' ':
			n++
		case '0' <= c && c <= '9' || c == ' ' || c == '\t':
		case (c == '.' || c == ')') && i > 0 && line[i-1] != ' ' && i+1 < len(line) && line[i+1] == ' ':
			n++
		default:
			if n > maxDepth {
				return i
			}
			return 0
		}
	}
	return 0
}

// openFence reads the mark of a code block that opens in a line, whatever
// quotation and items it stands in, and what follows it.
func openFence(line string) (mark, info string, quoted bool) {
	t := line
	for {
		switch c := t[0]; {
		case c == '>':
			quoted = true
			t = t[1:]
		case (c == '-' || c == '*' || c == '+') && len(t) > 1 && t[1] == ' ':
			t = t[2:]
		case '0' <= c && c <= '9':
			n := len(t) - len(strings.TrimLeft(t, "0123456789"))
			if n > 9 || n+1 >= len(t) || t[n] != '.' && t[n] != ')' || t[n+1] != ' ' {
				return "", "", false
			}
			t = t[n+2:]
		case c == '`' || c == '~':
			n := len(t) - len(strings.TrimLeft(t, t[:1]))
			if info = strings.TrimSpace(t[n:]); n < 3 || c == '`' && strings.Contains(info, "`") {
				return "", "", false
			}
			return t[:n], strings.TrimLeft(t[n:], " \t"), quoted
		default:
			return "", "", false
		}
		if t = strings.TrimLeft(t, " \t"); t == "" {
			return "", "", false
		}
	}
}

// isOption reports whether line is an option of a directive, ":class: tip".
func isOption(line string) bool {
	i := strings.IndexByte(line[1:], ':')
	return i > 0 && strings.Trim(line[1:1+i], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == ""
}

// frontMatter is the offset behind a YAML, TOML or JSON block at the start.
func frontMatter(s string) int {
	for _, mark := range []string{"---", "+++", ";;;"} {
		first, rest, ok := strings.Cut(s, "\n")
		if !ok || strings.TrimRight(first, " \t\r") != mark {
			continue
		}
		if mark == "---" && !reFrontMatter.MatchString(rest[:min(len(rest), 1<<12)]) {
			return 0 // two rules with prose between them
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

var reFrontMatter = regexp.MustCompile(`^\s*(?:---|#|[{\["']|- |[^\s:#]+(?: [^\s:]+)*\s*:(?:\s|$))`)
