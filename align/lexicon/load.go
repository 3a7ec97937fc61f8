package lexicon

import (
	"fmt"
	"os"
)

// Load reads a lexicon file.
func Load(name string) (*Lexicon, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	l := New()
	if err := l.tsv(name, string(b), nil); err != nil {
		return nil, err
	}
	if l.Len() == 0 {
		return nil, fmt.Errorf("%s: no rows", name)
	}
	return l, nil
}
