package lexicon

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/lang"
)

// Format is a file format that lexicons are read from.
type Format struct {
	Name string
	// Match reports whether a file name belongs to the format.
	Match func(name string) bool
	// Read adds the rows of a file. a and b are the languages of formats that do
	// not name them, in the order of the file's columns.
	Read func(l *Lexicon, name string, data []byte, a, b string) error
}

// Formats lists the formats, the first that matches a name first.
var Formats = []Format{
	{"hunalign", hasSuffix(".dic"), (*Lexicon).readHunalign},
	{"freedict", hasSuffix(".index", ".dict", ".dict.dz"), (*Lexicon).readDictd},
	{"cedict", hasSuffix(".u8", ".cedict", "cedict.txt", "cedict_ts.txt"), (*Lexicon).readCEDICT},
	{"tsv", func(string) bool { return true }, func(l *Lexicon, name string, data []byte, a, b string) error {
		return l.tsv(name, string(data))
	}},
}

func hasSuffix(suffixes ...string) func(string) bool {
	return func(name string) bool {
		for _, s := range suffixes {
			if strings.HasSuffix(strings.ToLower(name), s) {
				return true
			}
		}
		return false
	}
}

// Load reads a lexicon file in one of Formats, told by its name. A file name
// gives the languages of formats that do not: "en-fr.dic", "eng-fra.index". An
// error names file and line.
func Load(name string) (*Lexicon, error) {
	l := New()
	if err := l.AddFile(name); err != nil {
		return nil, err
	}
	return l, nil
}

// AddFile adds the rows of a lexicon file, read as by Load.
func (l *Lexicon) AddFile(name string) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	before := l.Len()
	x, y := languagesOf(filepath.Base(name))
	for _, f := range Formats {
		if f.Match(name) {
			if err := f.Read(l, name, b, x, y); err != nil {
				return err
			}
			break
		}
	}
	if l.Len() == before {
		return fmt.Errorf("%s: no rows (want a lexicon: TSV with a header of language codes, .dic, dictd or CC-CEDICT)", name)
	}
	return nil
}

// languagesOf finds two language codes, joined by a hyphen or an underline, at
// the beginning of a file name.
func languagesOf(name string) (a, b string) {
	stem, _, _ := strings.Cut(name, ".")
	f := strings.FieldsFunc(stem, func(r rune) bool { return r == '-' || r == '_' })
	if len(f) < 2 {
		return "", ""
	}
	x, err1 := lang.Parse(f[0])
	y, err2 := lang.Parse(f[1])
	if err1 != nil || err2 != nil {
		return "", ""
	}
	return x.Code, y.Code
}

func needLanguages(name, a, b string) error {
	if a == "" || b == "" {
		return fmt.Errorf("%s: the format names no languages (want them in the file name, such as en-fr.dic)", name)
	}
	return nil
}

// readHunalign reads lines "right phrase @ left phrase": the second language of
// a pair stands first, as in hunalign's own dictionaries.
func (l *Lexicon) readHunalign(name string, data []byte, a, b string) error {
	if err := needLanguages(name, a, b); err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		right, left, ok := strings.Cut(line, " @ ")
		if !ok {
			return fmt.Errorf("%s:%d: %q (want two phrases with @ between spaces)", name, n, line)
		}
		l.Add(1, Rendering{a, left}, Rendering{b, right})
	}
	return nil
}

// readCEDICT reads lines "Traditional Simplified [pinyin] /gloss/gloss/"
// (https://cc-cedict.org/wiki/format:syntax). What a gloss says in brackets is
// left out, and references to other entries are.
func (l *Lexicon) readCEDICT(name string, data []byte, _, _ string) error {
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		head, glosses, ok := strings.Cut(line, "/")
		f := strings.Fields(head)
		if !ok || len(f) < 3 || !strings.HasPrefix(f[2], "[") {
			return fmt.Errorf("%s:%d: %q (want Traditional Simplified [pinyin] /gloss/)", name, n, line)
		}
		rs := []Rendering{{"zh", f[1]}}
		for g := range strings.FieldsFuncSeq(glosses, func(r rune) bool { return r == '/' || r == ';' }) {
			g = withoutBrackets(g)
			for _, prefix := range []string{"CL:", "variant of", "old variant of", "see ", "also written", "abbr. for", "surname "} {
				if strings.HasPrefix(g, prefix) {
					g = strings.TrimPrefix(g, "surname ")
					if prefix != "surname " {
						g = ""
					}
				}
			}
			if g != "" {
				rs = append(rs, Rendering{"en", g})
			}
		}
		if len(rs) > 1 {
			l.Add(1, rs...)
		}
	}
	return nil
}

func withoutBrackets(s string) string {
	depth := 0
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch r {
		case '(', '[', '<':
			depth++
			return -1
		case ')', ']', '>':
			depth--
			return -1
		}
		if depth > 0 {
			return -1
		}
		return r
	}, s))
}

// readDictd reads a FreeDict dictionary: the index (headword, offset and length
// in base 64) and the texts beside it, plain or packed (dictzip is gzip). Each
// line of an entry after the headword is taken for renderings, separated by
// commas or semicolons.
func (l *Lexicon) readDictd(name string, data []byte, a, b string) error {
	if err := needLanguages(name, a, b); err != nil {
		return err
	}
	base := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, ".dz"), ".dict"), ".index")
	index, err := os.ReadFile(base + ".index")
	if err != nil {
		return err
	}
	texts, err := os.ReadFile(base + ".dict")
	if os.IsNotExist(err) {
		var f *os.File
		if f, err = os.Open(base + ".dict.dz"); err != nil {
			return err
		}
		defer f.Close()
		z, err := gzip.NewReader(bufio.NewReader(f))
		if err != nil {
			return fmt.Errorf("%s.dict.dz: %w", base, err)
		}
		if texts, err = io.ReadAll(z); err != nil {
			return fmt.Errorf("%s.dict.dz: %w", base, err)
		}
	} else if err != nil {
		return err
	}
	n := 0
	for line := range bytes.Lines(index) {
		n++
		f := strings.Split(strings.TrimRight(string(line), "\r\n"), "\t")
		if len(f) < 3 {
			return fmt.Errorf("%s.index:%d: %d fields (want headword, offset, length)", base, n, len(f))
		}
		at, ok1 := dictdNumber(f[1])
		size, ok2 := dictdNumber(f[2])
		if !ok1 || !ok2 || at+size > len(texts) {
			return fmt.Errorf("%s.index:%d: entry outside of the dictionary", base, n)
		}
		if strings.HasPrefix(f[0], "00database") || strings.HasPrefix(f[0], "00-database") {
			continue
		}
		rs := []Rendering{{a, f[0]}}
		first := true
		for text := range strings.Lines(string(texts[at : at+size])) {
			if first { // the headword again, with its pronunciation
				first = false
				continue
			}
			text = withoutBrackets(text)
			if strings.HasPrefix(text, "\"") || strings.HasPrefix(text, "-") { // an example
				continue
			}
			text = strings.TrimLeft(text, "0123456789. ")
			for g := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' }) {
				if g = strings.TrimSpace(g); g != "" {
					rs = append(rs, Rendering{b, g})
				}
			}
		}
		if len(rs) > 1 {
			l.Add(1, rs...)
		}
	}
	return nil
}

// dictdNumber reads dictd's base 64 (RFC 1521 digits, most significant first).
func dictdNumber(s string) (int, bool) {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	n := 0
	for _, c := range []byte(s) {
		k := strings.IndexByte(digits, c)
		if k < 0 || n > 1<<40 {
			return 0, false
		}
		n = n<<6 | k
	}
	return n, s != ""
}

// AddGlossary adds the terms of a glossary, those deprecated too: a wrong term
// still shows what a sentence speaks of.
func (l *Lexicon) AddGlossary(g *glossary.Glossary) {
	for _, c := range g.Concepts {
		var rs []Rendering
		for _, t := range c.Terms {
			rs = append(rs, Rendering{t.Lang, t.Text})
		}
		if len(rs) > 1 {
			l.Add(1, rs...)
		}
	}
}
