package config

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text/reader"
)

// placeholders of patterns, without braces.
var placeholders = []string{"id", "lang"}

// patternError is a placeholder that does not exist.
type patternError struct{ got string }

func (e *patternError) Error() string { return "unknown placeholder {" + e.got + "}" }

// pattern is a compiled pattern of file names with forward slashes:
//
//	{lang}     the tag of a language; every one in a name must be the same
//	{id}       one or more characters but no slash
//	*          any characters but no slash
//	?          one character but no slash
//	**         any characters, slashes too; **/ stands for no folder as well
//	{a,b}      a or b
//
// What {id}, *, ? and ** stand for tells one set from another.
type pattern struct {
	all  *regexp.Regexp
	base string           // the folders at the beginning without any of these
	dirs []*regexp.Regexp // of the folders behind base, up to the first one with **
	deep bool             // whether there is a **
}

// compile makes a pattern; {lang} stands for languages (BCP 47 tags), or for any
// tag that begins with the code of a language where there are none.
func compile(s string, languages []string) (*pattern, error) {
	s = path.Clean(s)
	p := &pattern{}
	expr, err := expression(s, languageExpression(languages))
	if err != nil {
		return nil, err
	}
	if p.all, err = regexp.Compile(expr); err != nil {
		return nil, err
	}
	parts := strings.Split(s, "/")
	n := 0
	for n < len(parts)-1 && !strings.ContainsAny(parts[n], "*?{") {
		n++
	}
	p.base = path.Join(parts[:n]...)
	if strings.HasPrefix(s, "/") {
		p.base = "/" + p.base
	}
	for _, d := range parts[n : len(parts)-1] {
		if strings.Contains(d, "**") {
			p.deep = true
			break
		}
		expr, err := expression(d, languageExpression(languages))
		if err != nil {
			return nil, err
		}
		re, err := regexp.Compile(expr)
		if err != nil {
			return nil, err
		}
		p.dirs = append(p.dirs, re)
	}
	p.deep = p.deep || strings.Contains(parts[len(parts)-1], "**")
	return p, nil
}

// expression is the regular expression of a pattern. Groups named l are
// languages, other groups are what tells the sets apart.
func expression(s, language string) (string, error) {
	var b strings.Builder
	b.WriteString(`^`)
	for i := 0; i < len(s); {
		switch {
		case strings.HasPrefix(s[i:], "**/"):
			b.WriteString(`(?:(.+)/)?`)
			i += 3
		case strings.HasPrefix(s[i:], "**"):
			b.WriteString(`(.*)`)
			i += 2
		case s[i] == '*':
			b.WriteString(`([^/]*)`)
			i++
		case s[i] == '?':
			b.WriteString(`([^/])`)
			i++
		case s[i] == '{' && strings.Contains(s[i:], "}"):
			name, _, _ := strings.Cut(s[i+1:], "}")
			i += len(name) + 2
			switch {
			case name == "id":
				b.WriteString(`([^/]+)`)
			case name == "lang":
				b.WriteString(`(?P<l>` + language + `)`)
			case strings.Contains(name, ","):
				alternatives := strings.Split(name, ",")
				for k, a := range alternatives {
					alternatives[k] = regexp.QuoteMeta(a)
				}
				b.WriteString(`(?:` + strings.Join(alternatives, "|") + `)`)
			default:
				return "", &patternError{name}
			}
		default:
			n := len(s)
			if k := strings.IndexAny(s[i+1:], "*?{"); k >= 0 {
				n = i + 1 + k
			}
			b.WriteString(regexp.QuoteMeta(s[i:n]))
			i = n
		}
	}
	b.WriteString(`$`)
	return b.String(), nil
}

func languageExpression(languages []string) string {
	const rest = `(?:[-_](?:[A-Za-z]{4}|[A-Za-z]{2}|[0-9]{3}))*`
	var list []string
	for _, t := range languages {
		if i := strings.IndexAny(t, "-_"); i > 0 { // zh-Hant: that tag and no other
			parts := strings.FieldsFunc(t, func(r rune) bool { return r == '-' || r == '_' })
			for k, p := range parts {
				parts[k] = regexp.QuoteMeta(p)
			}
			list = append(list, strings.Join(parts, `[-_]`))
		} else {
			list = append(list, regexp.QuoteMeta(t)+rest)
		}
	}
	if languages == nil {
		var codes []string
		for a := 'a'; a <= 'z'; a++ {
			for b := 'a'; b <= 'z'; b++ {
				if c := string([]rune{a, b}); lang.IsCode(c) {
					codes = append(codes, c)
				}
			}
		}
		list = []string{`(?:` + strings.Join(codes, "|") + `)` + rest}
	}
	return `(?i:` + strings.Join(list, "|") + `)`
}

// match tells what a name stands for: the tag of its language, and what tells
// its set from others.
func (p *pattern) match(name string) (tag, id string, ok bool) {
	m := p.all.FindStringSubmatch(name)
	if m == nil {
		return "", "", false
	}
	var parts []string
	for i, n := range p.all.SubexpNames()[1:] {
		v := m[i+1]
		switch {
		case n == "l" && tag == "":
			tag = v
		case n == "l":
			if !strings.EqualFold(tag, v) {
				return "", "", false
			}
		case v != "":
			parts = append(parts, v)
		}
	}
	return tag, strings.Join(parts, "/"), true
}

// Sets lists the sets of documents in the order of their ids, those with one
// version left out. The warnings name what is missing: versions, and files for
// a pattern.
func (c *Config) Sets() (sets []Set, warnings []*locale.Error, err error) {
	root := filepath.Dir(c.Name)
	taken := map[string]bool{} // a file belongs to the first entry that names it
	for _, d := range c.Documents {
		if d.Pattern == "" {
			for _, f := range d.Set.Files {
				taken[f.Name] = true
			}
		}
	}
	for _, d := range c.Documents {
		if d.Pattern == "" {
			sets = append(sets, d.Set)
			continue
		}
		found, err := c.find(root, d, taken)
		if err != nil {
			return nil, nil, err
		}
		if len(found) == 0 {
			warnings = append(warnings, warning(c.Name, d.line, "warning.no-match", "Pattern", d.Pattern))
		}
		sets = append(sets, found...)
	}
	slices.SortStableFunc(sets, func(a, b Set) int { return cmp.Compare(a.ID, b.ID) })
	want := c.want()
	kept := sets[:0]
	for _, s := range sets {
		c.order(s.Files, want)
		var have, missing []string
		for _, f := range s.Files {
			have = append(have, f.Lang)
		}
		for _, w := range want {
			if !slices.Contains(have, w) {
				missing = append(missing, w)
			}
		}
		switch {
		case len(s.Files) < 2:
			warnings = append(warnings, warning(s.Files[0].Name, 0, "warning.one-version", "Set", s.ID))
			continue
		case len(missing) > 0:
			warnings = append(warnings, warning(s.Files[0].Name, 0, "warning.missing-version", "Count", len(missing), "Missing", strings.Join(missing, ", "), "Set", s.ID))
		}
		kept = append(kept, s)
	}
	return kept, warnings, nil
}

// want is the codes of the languages that a set is to have.
func (c *Config) want() (codes []string) {
	for _, t := range c.Languages {
		if l, err := lang.Parse(t); err == nil && !slices.Contains(codes, l.Code) {
			codes = append(codes, l.Code)
		}
	}
	return codes
}

// order puts files in the order of the languages wanted, then of the codes.
func (c *Config) order(files []File, want []string) {
	rank := func(f File) int {
		if i := slices.Index(want, f.Lang); i >= 0 {
			return i
		}
		return len(want)
	}
	slices.SortStableFunc(files, func(a, b File) int { return cmp.Or(rank(a)-rank(b), cmp.Compare(a.Lang, b.Lang)) })
}

// find lists the sets of a pattern.
func (c *Config) find(root string, d Documents, taken map[string]bool) ([]Set, error) {
	p := d.compiled
	base := relative(root, filepath.FromSlash(p.base))
	byID := map[string]*Set{}
	var ids []string
	err := filepath.WalkDir(base, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return reader.FileError(name, err)
		}
		rel, _ := filepath.Rel(base, name)
		rel = filepath.ToSlash(rel)
		if e.IsDir() {
			if rel != "." && !p.enter(rel) {
				return fs.SkipDir
			}
			return nil
		}
		name = relative("", name)
		tag, id, ok := p.match(path.Join(p.base, rel))
		if !ok || taken[name] {
			return nil
		}
		l, err := lang.Parse(tag)
		if err != nil {
			return nil
		}
		taken[name] = true
		s := byID[id]
		if s == nil {
			s = &Set{ID: id}
			if id == "" {
				s.ID = d.Pattern
			}
			byID[id] = s
			ids = append(ids, id)
		}
		for _, f := range s.Files {
			if f.Lang == l.Code {
				return locale.Errorf(name, 0, 0, "error.config-language-twice", "Other", f.Name, "Lang", l.Code, "Set", s.ID)
			}
		}
		s.Files = append(s.Files, File{name, l.Code})
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []Set
	for _, id := range ids {
		out = append(out, *byID[id])
	}
	return out, nil
}

// enter reports whether files of the pattern may lie in a folder, named from
// its base on. Hidden folders are entered only where the pattern names them.
func (p *pattern) enter(rel string) bool {
	parts := strings.Split(rel, "/")
	n := len(parts) - 1
	if n < len(p.dirs) {
		return p.dirs[n].MatchString(parts[n]) && (parts[n][0] != '.' || strings.HasPrefix(p.dirs[n].String(), `^\.`))
	}
	return p.deep && parts[n][0] != '.' && parts[n] != "node_modules"
}
