package glossary

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/tercet/tercet/internal/nearest"
)

// YAML is a list of concepts for people who keep their glossary beside their
// texts:
//
//	concepts:
//	  - id: human-rights
//	    note: never droits humains
//	    terms:
//	      fr:
//	        - droits de l'homme          # preferred
//	        - text: droits humains
//	          status: deprecated
//	      en: human rights
//
// A term is a text, then preferred, or a mapping of text, status, pos, gender,
// case and exact. It holds all that Tercet knows of a glossary.
var YAML = &Format{
	Name: "yaml", Extensions: []string{".yaml", ".yml"},
	Doc:  "concepts with their terms per language, statuses spelt out",
	Read: readYAML, Write: writeYAML,
}

func readYAML(name string, data []byte) (*Glossary, error) {
	r := newReader(name)
	s, err := r.utf8Text(data)
	if err != nil {
		return nil, err
	}
	f, err := parser.ParseBytes([]byte(s), 0)
	if err != nil {
		var se *yaml.SyntaxError
		if errors.As(err, &se) && se.Token != nil {
			return nil, r.errorf(se.Token.Position.Line, se.Token.Position.Column, "error.config-yaml", "Why", se.Message)
		}
		return nil, r.errorf(1, 1, "error.config-yaml", "Why", strings.SplitN(err.Error(), "\n", 2)[0])
	}
	y := &yamlReader{r}
	for _, doc := range f.Docs {
		if doc.Body == nil {
			continue
		}
		var list ast.Node = doc.Body
		if _, ok := y.resolve(list).(*ast.SequenceNode); !ok {
			list = nil
			err := y.mapping(doc.Body, []string{"concepts"}, func(key string, v ast.Node) error {
				list = v
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		if list == nil {
			continue
		}
		err := y.sequence(list, func(n ast.Node) error {
			c, err := y.concept(n)
			if err != nil {
				return err
			}
			line, col := place(n)
			return r.concept(c, line, col)
		})
		if err != nil {
			return nil, err
		}
	}
	return r.done()
}

type yamlReader struct{ *reader }

// place is where a node starts.
func place(n ast.Node) (line, col int) {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line, t.Position.Column
	}
	return 1, 1
}

func (y *yamlReader) fail(n ast.Node, id string, args ...any) error {
	line, col := place(n)
	return y.errorf(line, col, id, args...)
}

// resolve takes anchors and tags off a node.
func (y *yamlReader) resolve(n ast.Node) ast.Node {
	for {
		switch x := n.(type) {
		case *ast.AnchorNode:
			n = x.Value
		case *ast.TagNode:
			n = x.Value
		default:
			return n
		}
	}
}

// mapping calls f for each key of a mapping; keys are one of known, any where
// known is nil.
func (y *yamlReader) mapping(n ast.Node, known []string, f func(key string, v ast.Node) error) error {
	var pairs []*ast.MappingValueNode
	switch x := y.resolve(n).(type) {
	case *ast.MappingNode:
		pairs = x.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{x}
	case *ast.NullNode:
		return nil
	default:
		if known == nil {
			return y.fail(n, "error.glossary-terms", "Got", describe(n))
		}
		return y.fail(n, "error.config-mapping", "Got", describe(n), "Known", strings.Join(known, ", "))
	}
	for _, p := range pairs {
		key, err := y.text(p.Key)
		if err != nil {
			return err
		}
		if known != nil && !slices.Contains(known, key) {
			if near := nearest.Of(key, known); near != "" {
				return y.fail(p.Key, "error.unknown-key-near", "Got", key, "Nearest", near)
			}
			return y.fail(p.Key, "error.unknown-key", "Got", key, "Known", strings.Join(known, ", "))
		}
		if err := f(key, p.Value); err != nil {
			return err
		}
	}
	return nil
}

// sequence calls f for each item of a list; a single node is a list of one.
func (y *yamlReader) sequence(n ast.Node, f func(ast.Node) error) error {
	switch x := y.resolve(n).(type) {
	case *ast.SequenceNode:
		for _, v := range x.Values {
			if err := f(v); err != nil {
				return err
			}
		}
		return nil
	case *ast.NullNode:
		return nil
	}
	return f(n)
}

func (y *yamlReader) text(n ast.Node) (string, error) {
	switch x := y.resolve(n).(type) {
	case *ast.StringNode:
		return x.Value, nil
	case *ast.LiteralNode:
		return strings.TrimRight(x.Value.Value, "\n"), nil
	case *ast.NullNode:
		if t := x.GetToken(); t != nil && t.Value == "~" {
			return "", nil
		}
		return strings.TrimSpace(x.GetToken().Value), nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, nil // an id 2030, the language no
	}
	return "", y.fail(n, "error.config-text", "Got", describe(n))
}

// describe is a node as errors show it.
func describe(n ast.Node) string {
	switch n.Type() {
	case ast.MappingType, ast.MappingValueType:
		return "{…}"
	case ast.SequenceType:
		return "[…]"
	}
	return n.GetToken().Value
}

func (y *yamlReader) concept(n ast.Node) (*Concept, error) {
	c := &Concept{}
	err := y.mapping(n, []string{"id", "subject", "definition", "part_of", "note", "source", "terms"}, func(key string, v ast.Node) (err error) {
		switch key {
		case "id":
			c.ID, err = y.text(v)
		case "subject":
			c.Subject, err = y.text(v)
		case "definition":
			c.Definition, err = y.text(v)
		case "note":
			c.Note, err = y.text(v)
		case "source":
			c.Source, err = y.text(v)
		case "part_of":
			err = y.sequence(v, func(n ast.Node) error {
				id, err := y.text(n)
				if id != "" {
					c.PartOf = append(c.PartOf, id)
				}
				return err
			})
		case "terms":
			err = y.mapping(v, nil, func(tag string, v ast.Node) error {
				var lang Term
				if err := setLang(&lang, tag); err != nil {
					return y.fail(v, "error.language-tag", "Tag", tag)
				}
				return y.sequence(v, func(n ast.Node) error {
					t, err := y.term(n, lang)
					if err == nil && t.Text != "" {
						c.Terms = append(c.Terms, t)
					}
					return err
				})
			})
		}
		return err
	})
	return c, err
}

func (y *yamlReader) term(n ast.Node, t Term) (Term, error) {
	t.Status = Preferred
	switch y.resolve(n).(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
	default:
		text, err := y.text(n)
		t.Text = strings.TrimSpace(text)
		return t, err
	}
	err := y.mapping(n, []string{"text", "status", "pos", "gender", "case", "exact"}, func(key string, v ast.Node) error {
		s, err := y.text(v)
		if err != nil {
			return err
		}
		s = strings.TrimSpace(s)
		ok := true
		switch key {
		case "text":
			t.Text = s
		case "status":
			if t.Status, ok = parseStatus(s); !ok {
				return y.fail(v, "error.glossary-status", "Got", s, "Known", statusNames())
			}
		case "pos":
			if t.POS, ok = parsePOS(s); !ok {
				return unknown(func(_ int, id string, args ...any) error { return y.fail(v, id, args...) }, 0, "pos", s, posNames)
			}
		case "gender":
			if t.Gender = s; s != "m" && s != "f" && s != "" {
				return y.fail(v, "error.glossary-gender", "Got", s)
			}
		case "case", "exact":
			b, err := strconv.ParseBool(s)
			if err != nil {
				return y.fail(v, "error.glossary-bool", "Key", key, "Got", s)
			}
			if key == "case" {
				t.Case = b
			} else {
				t.Exact = b
			}
		}
		return nil
	})
	return t, err
}

func writeYAML(w io.Writer, g *Glossary) error {
	var b strings.Builder
	b.WriteString("concepts:\n")
	for _, c := range g.Concepts {
		fmt.Fprintf(&b, "  - id: %s\n", quote(c.ID))
		for _, f := range [][2]string{{"subject", c.Subject}, {"definition", c.Definition}, {"note", c.Note}, {"source", c.Source}} {
			if f[1] != "" {
				fmt.Fprintf(&b, "    %s: %s\n", f[0], quote(f[1]))
			}
		}
		if len(c.PartOf) > 0 {
			b.WriteString("    part_of:\n")
			for _, id := range c.PartOf {
				fmt.Fprintf(&b, "      - %s\n", quote(id))
			}
		}
		b.WriteString("    terms:\n")
		var tags []string
		for i := range c.Terms {
			if t := &c.Terms[i]; !slices.Contains(tags, t.tag()) {
				tags = append(tags, t.tag())
			}
		}
		for _, tag := range tags {
			fmt.Fprintf(&b, "      %s:\n", quote(tag))
			for i := range c.Terms {
				t := &c.Terms[i]
				if t.tag() != tag {
					continue
				}
				if t.Status == Preferred && t.POS == "" && t.Gender == "" && !t.Case && !t.Exact {
					fmt.Fprintf(&b, "        - %s\n", quote(t.Text))
					continue
				}
				fmt.Fprintf(&b, "        - text: %s\n", quote(t.Text))
				if t.Status != Preferred {
					fmt.Fprintf(&b, "          status: %s\n", t.Status)
				}
				if t.POS != "" {
					fmt.Fprintf(&b, "          pos: %s\n", t.POS)
				}
				if t.Gender != "" {
					fmt.Fprintf(&b, "          gender: %s\n", t.Gender)
				}
				if t.Case {
					b.WriteString("          case: true\n")
				}
				if t.Exact {
					b.WriteString("          exact: true\n")
				}
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// quote writes a YAML scalar: plain where it is a plain word or phrase and no
// other kind of value, else in double quotes.
func quote(s string) string {
	plain := s != "" && !strings.HasSuffix(s, " ")
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r > 0xA0 && r != 0xFEFF && r != 0x2028 && r != 0x2029:
		case i > 0 && (r >= '0' && r <= '9' || r == ' ' || r == '-' || r == '\'' || r == '.' || r == '(' || r == ')' || r == '/'):
		default:
			plain = false
		}
	}
	switch strings.ToLower(s) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf":
		plain = false
	}
	if plain {
		return s
	}
	return strconv.Quote(s)
}
