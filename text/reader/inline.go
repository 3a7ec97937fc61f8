package reader

import (
	"strings"

	"github.com/tercet/tercet/text"
)

// blockTags are the HTML elements that stand for lines of their own.
var blockTags = set("address article aside blockquote br caption center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 " +
	"header hr li main nav ol p section summary table tbody td tfoot th thead tr ul")

// voidTags are the HTML elements that have no end tag.
var voidTags = set("area base br col embed hr img input link meta source track wbr")

// opaqueTags are the elements whose content is no prose.
var opaqueTags = set("pre script style svg")

// spoken are the attributes of components and shortcodes that readers see.
var spoken = set("caption description heading header label summary tagline title")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// special are the bytes that inline looks at.
var special = [256]bool{'\\': true, '`': true, '{': true, '<': true, ']': true, '*': true, '_': true, '~': true, '[': true}

// maxMarks is how many marks of emphasis and links count in a paragraph; the
// parser compares each with each.
const maxMarks = 1000

// inline writes src[from:to], part of one line, without tags, comments and
// template tags, and returns where reading goes on: to, or further behind where
// a tag ran over the line's end. row says that it is a row of a table, which
// must stay one line; blank, that nothing stands in the line before.
func (s *stripper) inline(from, to int, row, blank bool) int {
	src, start := s.src, from
	first := from + len(src[from:to]) - len(strings.TrimLeft(src[from:to], " \t"))
	flush := func(end int) {
		if end > start {
			s.b.Copy(src[start:end], start)
		}
	}
	for i := from; i < to; {
		if !special[src[i]] {
			i++
			continue
		}
		switch src[i] {
		case '\\':
			i += 2
		case '`': // a code span holds no tags
			n := 1
			for i+n < to && src[i+n] == '`' {
				n++
			}
			if j := strings.Index(src[i+n:to], src[i:i+n]); j >= 0 {
				i += j + n
			}
			i += n
		case '*', '_', '~', '[':
			if s.marks++; s.marks > maxMarks {
				flush(i)
				s.b.Char("\\", i, 0)
				start = i
			}
			i++
		case ']':
			if i++; i < to && src[i] == '(' && !s.target(i+1, to) {
				flush(i) // the parser would look for its end in vain
				s.b.Char("\\", i, 0)
				start = i
			}
		case '{':
			end := s.template(i, first, to, flush)
			if end == i {
				i++
				continue
			}
			i, start = end, end
			if i > to {
				s.mid = true
				return i
			}
		case '<':
			t, ok := s.tag(i)
			if !ok {
				i++
				continue
			}
			flush(i)
			start = t.end
			alone := strings.TrimSpace(src[min(t.end, to):to]) == ""
			var edge bool
			switch {
			case blockTags[t.name]:
				edge = true
			case !t.component:
			case t.empty:
				edge = i == first && (blank || alone)
			default:
				edge = i == first || alone || t.end < to && src[t.end] == '<' || src[i-1] == '>'
			}
			if edge && i == first && !row {
				s.b.Char("\n", i, 0)
				s.b.Char("\n", i, 0)
			} else if edge {
				s.b.Char("\f", i, 0)
			}
			s.attributes(i, t, edge && i == first && !row)
			switch {
			case t.closing:
				s.close(t.name)
			case opaqueTags[t.name] && !t.empty:
				if j := s.find("</"+t.name, t.end); j >= 0 {
					t.end, start = j, j
				}
			case !t.empty && t.name != "" && !voidTags[t.name] && !row && (i == first || t.component || blockTags[t.name]):
				s.push(t.name)
			}
			if i = t.end; i > to {
				s.mid = true
				return i
			}
			if blockTags[t.name] {
				for i < to && (src[i] == ' ' || src[i] == '\t') {
					i++
				}
				start = i
			}
		}
	}
	flush(to)
	return to
}

// target reports whether the target of a link that begins at i may be read: the
// parser reads it again, to the next space where its brackets do not balance.
func (s *stripper) target(i, to int) bool {
	depth := 1
	for k := i; k < to && depth > 0 && s.budget > 0; k++ {
		switch s.budget--; s.src[k] {
		case '(':
			depth++
		case ')':
			depth--
		case ' ', '\t':
			return true
		}
	}
	return s.budget > 0
}

// attributes writes what readers see of a component's attributes: as blocks of
// their own where the tag stands for itself, text and the alternative of an
// image within the line.
func (s *stripper) attributes(i int, t tag, block bool) {
	if t.closing || !t.component && t.name != "img" {
		return
	}
	i++ // past the bracket
	attributes(s.src[i:t.end], func(name string, v text.Span) {
		v = v.Shift(i)
		switch {
		case t.name == "img":
			if name == "alt" {
				s.b.Copy(v.Of(s.src), v.Start)
			}
		case name == "text":
			s.b.Copy(v.Of(s.src), v.Start)
		case block && (spoken[name] || name == "alt"):
			s.b.Char("\n", v.Start, 0)
			for range min(max(s.base-s.cut, 0), 32) {
				s.b.Char(" ", v.Start, 0)
			}
			s.b.Copy(v.Of(s.src), v.Start)
			s.b.Char("\n", v.End, 0)
			s.b.Char("\n", v.End, 0)
		}
	})
}

// template reads what begins with a brace at i: a comment or expression of MDX,
// a tag of Liquid, Hugo or a macro language, a list of attributes. It returns
// the offset behind it, i where nothing begins; flush writes what stands before.
func (s *stripper) template(i, first, to int, flush func(int)) int {
	src := s.src
	closed := func(mark string, from int) int {
		if j := s.find(mark, from); j >= 0 {
			return j + len(mark)
		}
		return i
	}
	switch rest := src[i:]; {
	case strings.HasPrefix(rest, "{/*"):
		end := closed("*/}", i+3)
		if end > i {
			flush(i)
			s.comments = append(s.comments, text.Span{Start: i + 3, End: end - 3})
		}
		return end
	case strings.HasPrefix(rest, "{%"):
		end := closed("%}", i+2)
		if end == i {
			return i
		}
		flush(i)
		return s.verbatim(strings.Fields(strings.Trim(src[i+2:end-2], "- \t")), end, "{%", "%}")
	case strings.HasPrefix(rest, "{{<"), strings.HasPrefix(rest, "{{%"):
		mark := ">}}"
		if rest[2] == '%' {
			mark = "%}}"
		}
		end := closed(mark, i+3)
		if end == i {
			return i
		}
		flush(i)
		block := i == first && strings.TrimSpace(src[min(end, to):to]) == ""
		s.attributes(i+1, tag{end: end - 2, component: true}, block)
		return s.verbatim(strings.Fields(src[i+3:end-3]), end, rest[:3], mark)
	case strings.HasPrefix(rest, "{{"):
		end := closed("}}", i+2)
		if end == i || end > to {
			return i
		}
		flush(i)
		if inner := src[i+2 : end-2]; reMacro.MatchString(inner) && !macrosOnly(src[first:to]) {
			if v := lastQuoted(inner); v.Len() > 0 {
				s.b.Copy(v.Of(inner), i+2+v.Start)
			}
		}
		return end
	case strings.HasPrefix(rest, "{' '}"), strings.HasPrefix(rest, `{" "}`):
		flush(i)
		s.b.Copy(" ", i+2)
		return i + 5
	case i > first && strings.IndexByte(")*`_", src[i-1]) >= 0:
		if n := len(reAttrList.FindString(src[i:to])); n > 0 {
			flush(i)
			return i + n
		}
	}
	return i
}

// verbatim skips to the end tag of a template tag whose content is code.
func (s *stripper) verbatim(words []string, end int, open, shut string) int {
	if len(words) == 0 {
		return end
	}
	name := words[0]
	switch name {
	case "highlight", "mermaid", "code", "codeblock", "math", "katex":
	case "tab": // of Hugo's Docsy: code where it has a language
		code := false
		for _, w := range words {
			code = code || strings.HasPrefix(w, "codelang=")
		}
		if !code {
			return end
		}
	default:
		return end
	}
	for _, close := range []string{"/" + name, "end" + name} {
		for _, space := range []string{" ", "", "- "} {
			if j := s.find(open+space+close, end); j >= 0 {
				if k := s.find(shut, j); k >= 0 {
					return k + len(shut)
				}
			}
		}
	}
	return end
}

// macrosOnly reports whether a line holds nothing but macros.
func macrosOnly(line string) bool {
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		if !strings.HasPrefix(line, "{{") {
			return false
		}
		i := strings.Index(line, "}}")
		if i < 0 {
			return false
		}
		line = line[i+2:]
	}
	return true
}

// lastQuoted is the last argument of a macro that is a string with something in
// it: what the macro shows, or the name of what it refers to.
func lastQuoted(s string) (last text.Span) {
	for i := 0; i < len(s); i++ {
		if s[i] != '"' && s[i] != '\'' {
			continue
		}
		j := strings.IndexByte(s[i+1:], s[i])
		if j < 0 {
			break
		}
		if j > 0 {
			last = text.Span{Start: i + 1, End: i + 1 + j}
		}
		i += j + 1
	}
	return last
}

// tag is an HTML or JSX tag, or a comment.
type tag struct {
	end       int    // offset behind it
	name      string // in lower case; "" for a comment or a fragment
	closing   bool   // </name>
	empty     bool   // <name/>
	component bool   // of JSX, by its upper-case letter
}

// tag reads the tag or comment that begins at i. Attributes may hold quoted
// strings and JSX expressions in balanced braces.
func (s *stripper) tag(i int) (tag, bool) {
	src := s.src
	if strings.HasPrefix(src[i:], "<!--") {
		j := s.find("-->", i+4)
		if j >= 0 {
			s.comments = append(s.comments, text.Span{Start: i + 4, End: j})
		}
		return tag{end: j + 3}, j >= 0
	}
	var t tag
	j := i + 1
	if j < len(src) && src[j] == '/' {
		t.closing = true
		j++
	}
	if j < len(src) && src[j] == '>' { // a JSX fragment
		t.end = j + 1
		return t, true
	}
	k := j
	for k < len(src) && nameByte(src[k]) {
		k++
	}
	if k == j || '0' <= src[j] && src[j] <= '9' || src[j] == '-' || src[j] == '.' || k >= len(src) {
		return t, false
	}
	if strings.IndexByte(" \t\r\n/>", src[k]) < 0 { // <https://…>, <a@b>
		return t, false
	}
	t.component = 'A' <= src[j] && src[j] <= 'Z'
	t.name = strings.ToLower(src[j:k])
	begin, depth := k, 0
	limit := min(len(src), k+s.budget)
	for ; k < limit; k++ {
		switch c := src[k]; c {
		case '{':
			depth++
		case '}':
			depth--
		case '"', '\'', '`':
			if c == '`' && depth <= 0 {
				break
			}
			if q := strings.IndexByte(src[k+1:limit], c); q >= 0 {
				k += q + 1
			}
		case '<':
			if depth <= 0 {
				s.budget -= k - begin
				return t, false
			}
		case '>':
			if depth <= 0 {
				t.end, t.empty = k+1, src[k-1] == '/'
				return t, true
			}
		case '\n':
			if depth <= 0 && k+1 < len(src) && (src[k+1] == '\n' || src[k+1] == '\r') {
				s.budget -= k - begin
				return t, false // no tag runs over an empty line
			}
		}
	}
	s.budget -= limit - begin
	return t, false
}

func nameByte(c byte) bool {
	return c == '-' || c == '.' || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// attributes calls yield with the name and the place of each attribute of a tag
// that is a string: name="…", name='…', name={"…"}.
func attributes(s string, yield func(string, text.Span)) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case c == '"' || c == '\'' || c == '`':
			j := strings.IndexByte(s[i+1:], c)
			if j < 0 {
				return
			}
			before := s[:i]
			if depth == 1 && strings.HasPrefix(s[i+1+j+1:], "}") {
				before = strings.TrimSuffix(before, "{")
			} else if depth > 0 {
				before = ""
			}
			if before = strings.TrimRight(before, " \t\r\n"); strings.HasSuffix(before, "=") && j > 0 {
				before = strings.TrimRight(before[:len(before)-1], " \t\r\n")
				n := len(before)
				for n > 0 && (nameByte(before[n-1]) || before[n-1] == ':' || before[n-1] == '@') {
					n--
				}
				yield(before[n:], text.Span{Start: i + 1, End: i + 1 + j})
			}
			i += j + 1
		}
	}
}

// attribute is the place of one attribute's value; empty where it is not there.
func attribute(s, name string) (v text.Span) {
	attributes(s, func(n string, sp text.Span) {
		if n == name {
			v = sp
		}
	})
	return v
}
