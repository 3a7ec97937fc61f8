package config

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/internal/nearest"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/segment"
	"github.com/tercet/tercet/text"
)

// key is a key of the file and how its value is read.
type key struct {
	name string
	read func(p *parser, n ast.Node) error
}

// keys lists the keys of the file. A new key is one line here.
var keys = []key{
	{"documents", (*parser).documents},
	{"languages", func(p *parser, n ast.Node) error {
		return p.each(n, func(n ast.Node) error {
			tag, _, err := p.language(n)
			p.c.Languages = append(p.c.Languages, tag)
			return err
		})
	}},
	{"source", func(p *parser, n ast.Node) (err error) {
		_, p.c.Source, err = p.language(n)
		return err
	}},
	{"glossaries", func(p *parser, n ast.Node) error { return p.files(n, &p.c.Glossaries) }},
	{"default-glossary", func(p *parser, n ast.Node) error {
		b, ok := p.resolve(n).(*ast.BoolNode)
		if !ok {
			return p.wrong(n, "error.config-bool")
		}
		p.c.NoDefault = !b.Value
		return nil
	}},
	{"checks", func(p *parser, n ast.Node) error {
		return p.mapping(n, []key{
			{"only", func(p *parser, n ast.Node) error { return p.checks(n, &p.c.Only) }},
			{"skip", func(p *parser, n ast.Node) error { return p.checks(n, &p.c.Skip) }},
		})
	}},
	{"severities", (*parser).severities},
	{"fail-on", func(p *parser, n ast.Node) error {
		return p.choice(n, &p.c.FailOn, "error", "warning", "note", "never")
	}},
	{"lines", func(p *parser, n ast.Node) error {
		return p.choice(n, &p.c.Lines, string(segment.Break), string(segment.Paragraph), string(segment.Unwrap))
	}},
	{"quotes", func(p *parser, n ast.Node) error {
		return p.choice(n, &p.c.Quotes, string(segment.Split), string(segment.Keep))
	}},
	{"abbreviations", (*parser).abbreviations},
	{"srx", func(p *parser, n ast.Node) error { return p.file(n, &p.c.SRX) }},
	// which server is asked stands on the command line alone
	{"scorer", func(p *parser, n ast.Node) error {
		return p.mapping(n, []key{
			{"model", func(p *parser, n ast.Node) (err error) { p.c.ScorerModel, err = p.text(n); return err }},
			{"cache", func(p *parser, n ast.Node) error { return p.file(n, &p.c.ScorerCache) }},
		})
	}},
	{"waivers", func(p *parser, n ast.Node) error {
		s, ok := p.resolve(n).(*ast.SequenceNode)
		if !ok {
			return p.wrong(n, "error.config-waivers")
		}
		for _, v := range s.Values {
			if err := p.waiver(v); err != nil {
				return err
			}
		}
		return nil
	}},
}

// Parse reads the bytes of a tercet.yaml; name is for messages, and its folder
// is what names in the file are relative to.
func Parse(name string, data []byte) (*Config, error) {
	s := strings.TrimPrefix(string(data), "\uFEFF")
	if !utf8.ValidString(s) {
		return nil, locale.Errorf(name, 0, 0, "error.not-utf8")
	}
	p := &parser{name: name, c: &Config{Name: name, Doc: text.New(name, "", s)}, anchors: map[string]ast.Node{}}
	f, err := yamlparser.ParseBytes([]byte(s), 0)
	if err != nil {
		return nil, p.syntax(err)
	}
	some := false
	for _, d := range f.Docs {
		if d.Body == nil {
			continue
		}
		if some {
			return nil, p.errorf(d.Body, "error.config-documents")
		}
		some = true
		if err := p.mapping(d.Body, keys); err != nil {
			return nil, err
		}
	}
	if err := p.finish(); err != nil {
		return nil, err
	}
	return p.c, nil
}

// syntax puts an error of the YAML parser at its place.
func (p *parser) syntax(err error) error {
	var se yaml.Error
	if errors.As(err, &se) {
		if t := se.GetToken(); t != nil {
			return locale.Errorf(p.name, t.Position.Line, t.Position.Column, "error.config-yaml", "Why", se.GetMessage())
		}
	}
	return locale.Errorf(p.name, 0, 0, "error.config-yaml", "Why", err.Error())
}

type parser struct {
	name    string
	c       *Config
	anchors map[string]ast.Node
}

// place is the token that a message about n points to.
func place(n ast.Node) *token.Token {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return place(n.Values[0])
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken()
	}
	return n.GetToken()
}

func (p *parser) errorf(n ast.Node, id string, args ...any) error {
	t := place(n)
	return locale.Errorf(p.name, t.Position.Line, t.Position.Column, id, args...)
}

// wrong is the error for a value of another kind than is wanted.
func (p *parser) wrong(n ast.Node, id string, args ...any) error {
	return p.errorf(n, id, append(args, "Got", shown(p.resolve(n)))...)
}

// shown is the value of a node, for messages.
func shown(n ast.Node) string {
	switch n := n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "{…}"
	case *ast.SequenceNode:
		return "[…]"
	case *ast.NullNode:
		return "null"
	default:
		if s := strings.TrimSpace(n.GetToken().Value); s != "" {
			return s
		}
		return `""`
	}
}

// resolve looks through anchors, aliases and tags.
func (p *parser) resolve(n ast.Node) ast.Node {
	for range 32 {
		switch x := n.(type) {
		case *ast.AnchorNode:
			p.anchors[x.Name.GetToken().Value] = x.Value
			n = x.Value
		case *ast.AliasNode:
			v := p.anchors[x.Value.GetToken().Value]
			if v == nil {
				return n
			}
			n = v
		case *ast.TagNode:
			n = x.Value
		default:
			return n
		}
	}
	return n
}

// pairs are the entries of a mapping.
func (p *parser) pairs(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := p.resolve(n).(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

func (p *parser) mapping(n ast.Node, known []key) error {
	var names []string
	for _, k := range known {
		names = append(names, k.name)
	}
	list, ok := p.pairs(n)
	if !ok {
		return p.wrong(n, "error.config-mapping", "Known", strings.Join(names, ", "))
	}
	for _, v := range list {
		k := v.Key.GetToken().Value
		i := slices.Index(names, k)
		if i < 0 {
			return p.unknown(v.Key, "key", k, names)
		}
		if err := known[i].read(p, v.Value); err != nil {
			return err
		}
	}
	return nil
}

// unknown is the error for a name that does not exist, with the nearest one.
func (p *parser) unknown(n ast.Node, kind, got string, known []string) error {
	if best := nearest.Of(got, known); best != "" {
		return p.errorf(n, "error.unknown-"+kind+"-near", "Got", got, "Nearest", best)
	}
	return p.errorf(n, "error.unknown-"+kind, "Got", got, "Known", strings.Join(known, ", "))
}

// text is a value that is not empty.
func (p *parser) text(n ast.Node) (string, error) {
	s := ""
	switch v := p.resolve(n).(type) {
	case *ast.LiteralNode:
		s = strings.TrimSpace(v.Value.Value)
	case *ast.NullNode:
	case *ast.StringNode:
		s = v.Value
	case ast.ScalarNode:
		s = v.GetToken().Value
	default:
		return "", p.wrong(n, "error.config-text")
	}
	if strings.TrimSpace(s) == "" {
		return "", p.wrong(n, "error.config-text")
	}
	return s, nil
}

// each reads a list; one value alone is a list of one.
func (p *parser) each(n ast.Node, read func(ast.Node) error) error {
	list := []ast.Node{n}
	switch v := p.resolve(n).(type) {
	case *ast.SequenceNode:
		list = v.Values
	case *ast.MappingNode, *ast.MappingValueNode, *ast.NullNode:
		return p.wrong(n, "error.config-list")
	}
	for _, v := range list {
		if err := read(v); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) choice(n ast.Node, to *string, values ...string) error {
	s, err := p.text(n)
	if err != nil {
		return err
	}
	if !slices.Contains(values, s) {
		return p.unknown(n, "value", s, values)
	}
	*to = s
	return nil
}

// rel makes a name relative to the working directory.
func (p *parser) rel(name string) string {
	return relative(filepath.Dir(p.name), filepath.FromSlash(name))
}

func (p *parser) file(n ast.Node, to *string) error {
	s, err := p.text(n)
	if err == nil {
		*to = p.rel(s)
	}
	return err
}

func (p *parser) files(n ast.Node, to *[]string) error {
	return p.each(n, func(n ast.Node) error {
		var s string
		err := p.file(n, &s)
		*to = append(*to, s)
		return err
	})
}

// language is a BCP 47 tag and the code of its language.
func (p *parser) language(n ast.Node) (tag, code string, err error) {
	s, err := p.text(n)
	if err != nil {
		return "", "", err
	}
	l, err := lang.Parse(s)
	if err != nil {
		return "", "", p.errorf(n, "error.language-tag", "Tag", s)
	}
	return s, l.Code, nil
}

func (p *parser) check(n ast.Node) (string, error) {
	s, err := p.text(n)
	if err == nil && divergence.ByName(s) == nil {
		err = p.unknown(n, "check", s, divergence.Names())
	}
	return s, err
}

func (p *parser) checks(n ast.Node, to *[]string) error {
	return p.each(n, func(n ast.Node) error {
		s, err := p.check(n)
		*to = append(*to, s)
		return err
	})
}

func (p *parser) severities(n ast.Node) error {
	list, ok := p.pairs(n)
	if !ok {
		return p.wrong(n, "error.config-severities")
	}
	p.c.Severities = map[string]divergence.Severity{}
	for _, v := range list {
		name, err := p.check(v.Key)
		if err != nil {
			return err
		}
		var s string
		if b, ok := p.resolve(v.Value).(*ast.BoolNode); ok && !b.Value { // what YAML 1.1 makes of off
			s = string(divergence.Off)
		} else if err := p.choice(v.Value, &s, string(divergence.Error), string(divergence.Warning), string(divergence.Note), string(divergence.Off)); err != nil {
			return err
		}
		p.c.Severities[name] = divergence.Severity(s)
	}
	return nil
}

// abbreviations are a list, or the name of a file that holds one.
func (p *parser) abbreviations(n ast.Node) error {
	if _, list := p.resolve(n).(*ast.SequenceNode); !list {
		return p.file(n, &p.c.AbbreviationFile)
	}
	return p.each(n, func(n ast.Node) error {
		s, err := p.text(n)
		if err != nil {
			return err
		}
		if !strings.HasSuffix(s, ".") {
			return p.wrong(n, "error.config-abbreviation")
		}
		p.c.Abbreviations = append(p.c.Abbreviations, s)
		return nil
	})
}

func (p *parser) waiver(n ast.Node) error {
	w := &divergence.Waiver{Line: place(p.resolve(n)).Position.Line}
	str := func(to *string) func(*parser, ast.Node) error {
		return func(p *parser, n ast.Node) (err error) {
			*to, err = p.text(n)
			return err
		}
	}
	err := p.mapping(n, []key{
		{"check", func(p *parser, n ast.Node) (err error) { w.Check, err = p.check(n); return err }},
		{"reason", str(&w.Reason)},
		{"concept", str(&w.Concept)},
		{"document", func(p *parser, n ast.Node) error {
			s, err := p.text(n)
			if err != nil {
				return err
			}
			w.Document, err = p.glob(n, s)
			return err
		}},
		{"text", str(&w.Text)},
		{"fingerprint", str(&w.Fingerprint)},
	})
	switch {
	case err != nil:
		return err
	case w.Check == "" && w.Fingerprint == "":
		return p.errorf(n, "error.config-waiver-check")
	case w.Reason == "":
		return p.errorf(n, "error.config-waiver-reason")
	}
	p.c.Waivers = append(p.c.Waivers, w)
	p.c.waivers = append(p.c.waivers, p.lineSpan(place(p.resolve(n))))
	return nil
}

// lineSpan is the text of a token's line from the token on.
func (p *parser) lineSpan(t *token.Token) text.Span {
	off := 0
	for range t.Position.Line - 1 {
		i := strings.IndexByte(p.c.Doc.Text[off:], '\n')
		if i < 0 {
			break
		}
		off += i + 1
	}
	for range t.Position.Column - 1 {
		_, n := utf8.DecodeRuneInString(p.c.Doc.Text[off:])
		off += n
	}
	line, _, _ := strings.Cut(p.c.Doc.Text[off:], "\n")
	return text.Span{Start: off, End: off + len(strings.TrimRight(line, " \t\r"))}
}

// glob makes a pattern of document names. Without a slash it is one of the last
// part of a name, in whatever folder.
func (p *parser) glob(n ast.Node, s string) (func(string) bool, error) {
	if !strings.Contains(s, "/") {
		s = "**/" + s
	}
	re, err := compile(s, nil)
	if err != nil {
		return nil, p.badPattern(n, s, err)
	}
	dir, err := filepath.Abs(filepath.Dir(p.name))
	if err != nil {
		return nil, err
	}
	return func(name string) bool {
		abs, err := filepath.Abs(name)
		if err != nil {
			return false
		}
		rel, err := filepath.Rel(dir, abs)
		return err == nil && re.all.MatchString(filepath.ToSlash(rel))
	}, nil
}

func (p *parser) badPattern(n ast.Node, s string, err error) error {
	var pe *patternError
	if !errors.As(err, &pe) {
		return p.errorf(n, "error.config-pattern", "Pattern", s, "Why", err.Error())
	}
	if best := nearest.Of(pe.got, placeholders); best != "" {
		return p.errorf(n, "error.config-placeholder-near", "Got", "{"+pe.got+"}", "Nearest", "{"+best+"}")
	}
	return p.errorf(n, "error.config-placeholder", "Got", "{"+pe.got+"}")
}

// documents are patterns, or mappings of an id and a file for each language.
func (p *parser) documents(n ast.Node) error {
	if _, one := p.pairs(n); one {
		return p.wrong(n, "error.config-list")
	}
	return p.each(n, func(n ast.Node) error {
		t := place(p.resolve(n))
		d := Documents{line: t.Position.Line, column: t.Position.Column}
		list, set := p.pairs(n)
		if !set {
			s, err := p.text(n)
			if err != nil {
				return err
			}
			if !strings.Contains(s, "{lang}") {
				return p.errorf(n, "error.config-pattern-lang", "Pattern", s)
			}
			d.Pattern = s
			if _, err := compile(s, nil); err != nil {
				return p.badPattern(n, s, err)
			}
			p.c.Documents = append(p.c.Documents, d)
			return nil
		}
		for _, v := range list {
			s, err := p.text(v.Value)
			if err != nil {
				return err
			}
			k := v.Key.GetToken().Value
			if k == "id" {
				d.Set.ID = s
				continue
			}
			l, err := lang.Parse(k)
			if err != nil {
				return p.errorf(v.Key, "error.config-set-key", "Got", k)
			}
			for _, f := range d.Set.Files {
				if f.Lang == l.Code {
					return p.errorf(v.Key, "error.language-twice", "Other", f.Name, "Lang", l.Code)
				}
			}
			d.Set.Files = append(d.Set.Files, File{p.rel(s), l.Code})
		}
		if len(d.Set.Files) < 2 {
			return p.errorf(n, "error.config-set")
		}
		if d.Set.ID == "" {
			d.Set.ID = d.Set.Files[0].Name
		}
		p.c.Documents = append(p.c.Documents, d)
		return nil
	})
}

// finish looks at what several keys say together.
func (p *parser) finish() error {
	for i := range p.c.Documents {
		d := &p.c.Documents[i]
		if d.Pattern == "" {
			continue
		}
		c, err := compile(d.Pattern, p.c.Languages)
		if err != nil { // not with languages that are tags
			return locale.Errorf(p.name, d.line, d.column, "error.config-pattern", "Pattern", d.Pattern, "Why", err.Error())
		}
		d.compiled = c
	}
	return nil
}
