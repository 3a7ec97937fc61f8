// Package locale puts what Tercet says to people into their language: go-i18n
// catalogues, one per language, embedded. It knows the messages by id only.
package locale

import (
	"embed"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed active.*.toml
var catalogues embed.FS

// Languages are the codes of the catalogues, the fallback first.
var Languages = []string{"en", "fr", "zh"}

// Printer makes messages in one language. It is safe for concurrent use.
type Printer struct {
	Lang string
	loc  *i18n.Localizer
	mu   sync.Mutex
}

// For returns the printer of a catalogue; an unknown code gives English.
func For(code string) *Printer {
	for i, l := range Languages {
		if l == code {
			return printers[i]()
		}
	}
	return printers[0]()
}

var printers = func() (out []func() *Printer) {
	for _, l := range Languages {
		out = append(out, sync.OnceValue(func() *Printer { return load(l) }))
	}
	return out
}()

func load(code string) *Printer {
	b := i18n.NewBundle(language.English)
	b.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	for _, l := range []string{code, Languages[0]} {
		if _, err := b.LoadMessageFileFS(catalogues, "active."+l+".toml"); err != nil {
			panic("locale: " + err.Error()) // our own embedded data
		}
		if code == Languages[0] {
			break
		}
	}
	return &Printer{Lang: code, loc: i18n.NewLocalizer(b, code)}
}

// T is the message id with its arguments, given as name, value, name, value.
// An integer argument Count chooses the plural form. An id that no catalogue
// has comes back as it is, in angle brackets.
func (p *Printer) T(id string, args ...any) string {
	var m map[string]any
	if len(args) > 0 {
		m = make(map[string]any, len(args)/2)
		for i := 0; i+1 < len(args); i += 2 {
			m[args[i].(string)] = args[i+1]
		}
	}
	return p.Map(id, m)
}

// Map is T with the arguments as a map.
func (p *Printer) Map(id string, args map[string]any) string {
	c := &i18n.LocalizeConfig{MessageID: id, TemplateData: args}
	if n, ok := args["Count"]; ok {
		c.PluralCount = n
	}
	p.mu.Lock()
	s, err := p.loc.Localize(c)
	p.mu.Unlock()
	if err != nil && s == "" {
		return "<" + id + ">"
	}
	return s
}

// Preferred is the code of the catalogue for people: flag where it is given,
// else the first of LC_ALL, LC_MESSAGES and LANG that is set, as POSIX has it.
func Preferred(flag string) string {
	for _, v := range []string{flag, os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")} {
		if v == "" {
			continue
		}
		v = strings.ToLower(v)
		for _, l := range Languages {
			if v == l || strings.HasPrefix(v, l+"_") || strings.HasPrefix(v, l+"-") || strings.HasPrefix(v, l+".") {
				return l
			}
		}
		return Languages[0]
	}
	return Languages[0]
}

// Error is what stopped Tercet, at a place of a file, as a message of the
// catalogues. Line and Column count from 1; 0 where they say nothing.
type Error struct {
	File         string
	Line, Column int
	ID           string
	Args         map[string]any
}

// Errorf makes an Error; args are name, value, name, value.
func Errorf(file string, line, column int, id string, args ...any) *Error {
	m := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	return &Error{File: file, Line: line, Column: column, ID: id, Args: m}
}

// Error is the message in English: file:line:col: text.
func (e *Error) Error() string { return e.In(For("en")) }

// In is the message in the language of p.
func (e *Error) In(p *Printer) string {
	s := p.Map(e.ID, e.Args)
	switch {
	case e.File == "":
		return s
	case e.Line == 0:
		return fmt.Sprintf("%s: %s", e.File, s)
	case e.Column == 0:
		return fmt.Sprintf("%s:%d: %s", e.File, e.Line, s)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, s)
}

// Keys lists the ids of a catalogue, for tests.
func Keys(code string) ([]string, error) {
	b, err := catalogues.ReadFile("active." + code + ".toml")
	if err != nil {
		return nil, err
	}
	var m map[string]any
	if err := toml.Unmarshal(b, &m); err != nil {
		return nil, err
	}
	var out []string
	var walk func(prefix string, m map[string]any)
	walk = func(prefix string, m map[string]any) {
		for k, v := range m {
			id := prefix + k
			sub, ok := v.(map[string]any)
			if !ok {
				out = append(out, id)
				continue
			}
			if _, plural := sub["other"].(string); plural { // a message with plural forms
				out = append(out, id)
				continue
			}
			walk(id+".", sub)
		}
	}
	walk("", m)
	return out, nil
}
