package lexicon

import (
	"fmt"
	"strings"

	"github.com/tercet/tercet/lang"
)

// tsv adds rows of tab-separated values: a header of language codes (a column
// pos or note is passed over), then a concept a row, renderings separated by |.
// Lines that begin with # are comments.
func (l *Lexicon) tsv(name, data string) error {
	var langs []string
	n := 0
	var rs []Rendering
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if langs == nil {
			known := 0
			for _, c := range f {
				c = strings.TrimSpace(c)
				switch c {
				case "pos", "id", "note":
					langs = append(langs, "")
					continue
				}
				g, err := lang.Parse(c)
				if err != nil {
					return fmt.Errorf("%s:%d: column %q is no language (want a header of language codes, such as fr, en, zh)", name, n, c)
				}
				known++
				langs = append(langs, g.Code)
			}
			if known < 2 {
				return fmt.Errorf("%s:%d: %d columns of languages (want two or more)", name, n, known)
			}
			continue
		}
		if len(f) > len(langs) {
			return fmt.Errorf("%s:%d: %d fields (want %d)", name, n, len(f), len(langs))
		}
		rs = rs[:0]
		for k, x := range f {
			if langs[k] == "" {
				continue
			}
			for t := range strings.SplitSeq(x, "|") {
				if t = strings.TrimSpace(t); t != "" {
					rs = append(rs, Rendering{langs[k], t})
				}
			}
		}
		l.Add(1, rs...)
	}
	if langs == nil {
		return fmt.Errorf("%s: empty (want a header of language codes)", name)
	}
	return nil
}
