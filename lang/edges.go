package lang

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// Edges says where a term can begin and end in running text: not with an
// article, a preposition, an auxiliary, a verb of reporting. A language without
// data leaves that open.
type Edges struct {
	dense bool
	class map[string]byte // of a word, or of a run of dense characters
	most  int             // bytes of the longest run
}

//go:embed data/fr/edges.txt
var frenchEdgeData string

//go:embed data/en/edges.txt
var englishEdgeData string

//go:embed data/zh/edges.txt
var chineseEdgeData string

var (
	frenchEdges  = loadEdges(frenchEdgeData)
	englishEdges = loadEdges(englishEdgeData)
	chineseEdges = loadEdges(chineseEdgeData)
)

// loadEdges reads a list of words with their class: f a function word, g a word
// that neither begins nor ends a term, v a verb of which that holds in all
// forms but those of class -; for dense scripts f a run that parts terms, s one that begins none, e
// one that ends none, - one that may do both although a shorter run may not.
func loadEdges(data string) func(*Language) *Edges {
	var once sync.Once
	e := &Edges{class: map[string]byte{}}
	read := func(l *Language) {
		e.dense = l.Dense
		add := func(w string, c byte) {
			switch old, ok := e.class[w]; {
			case !ok:
				e.class[w] = c
				e.most = max(e.most, len(w))
			case old == 's' && c == 'e':
				e.class[w] = 'g'
			}
		}
		for words, class := range dataPairs(data) {
			for _, w := range strings.Fields(words) {
				if class != "v" {
					add(FoldKey(w), class[0])
					continue
				}
				patterns, _ := l.Expand(w, "v", false)
				for _, p := range patterns {
					if len(p) != 1 {
						continue
					}
					for _, f := range p[0] {
						add(FoldKey(f.Text), 'g')
					}
				}
			}
		}
	}
	return func(l *Language) *Edges {
		once.Do(func() { read(l) })
		return e
	}
}

var noEdges = &Edges{}

// Edges is what the language knows of the edges of terms; it is never nil.
func (l *Language) Edges() *Edges {
	if l.edges == nil {
		return noEdges
	}
	return l.edges(l)
}

// Function reports whether a folded word (Token.Key), or for dense scripts one
// character, is a function word: what parts terms and carries little itself.
func (e *Edges) Function(word []byte) bool { return e.class[string(word)] == 'f' }

// Begins reports whether a term can begin where s does: a folded word, or for
// dense scripts the folded characters from there on.
func (e *Edges) Begins(s []byte) bool {
	if !e.dense {
		c := e.class[string(s)]
		return c != 'f' && c != 'g'
	}
	for n := min(e.most, len(s)); n > 0; n-- {
		if n < len(s) && !utf8.RuneStart(s[n]) {
			continue
		}
		switch e.class[string(s[:n])] {
		case 'f', 's', 'g':
			return false
		case '-', 'e':
			return true
		}
	}
	return true
}

// Ends reports whether a term can end where s does: a folded word, or for dense
// scripts the folded characters up to there.
func (e *Edges) Ends(s []byte) bool {
	if !e.dense {
		c := e.class[string(s)]
		return c != 'f' && c != 'g'
	}
	for n := min(e.most, len(s)); n > 0; n-- {
		if !utf8.RuneStart(s[len(s)-n]) {
			continue
		}
		switch e.class[string(s[len(s)-n:])] {
		case 'f', 'e', 'g':
			return false
		case '-', 's':
			return true
		}
	}
	return true
}

// NumberStem cuts the ending off a folded word by which singular and plural
// differ (State and States, général and généraux), for keys that are only
// compared: what is left need not be a word. It shares the bytes of word.
func (l *Language) NumberStem(word []byte) []byte {
	if l.numberStem == nil || len(word) < 4 {
		return word
	}
	return word[:len(word)-l.numberStem(string(word[max(0, len(word)-4):]))]
}

// englishNumber is the number of bytes of the ending that shows the number; s
// is the end of the word.
func englishNumber(s string) int {
	switch {
	case strings.HasSuffix(s, "ies"):
		return 3
	case strings.HasSuffix(s, "y"):
		return 1
	case strings.HasSuffix(s, "sses"), strings.HasSuffix(s, "xes"), strings.HasSuffix(s, "ches"), strings.HasSuffix(s, "shes"):
		return 2
	case strings.HasSuffix(s, "ss"), strings.HasSuffix(s, "us"), strings.HasSuffix(s, "is"):
		return 0
	case strings.HasSuffix(s, "s"):
		return 1
	}
	return 0
}

// frenchNumber is englishNumber for French.
func frenchNumber(s string) int {
	switch {
	case strings.HasSuffix(s, "eaux"):
		return 1
	case strings.HasSuffix(s, "aux"):
		return 2
	case strings.HasSuffix(s, "al"), strings.HasSuffix(s, "s"), strings.HasSuffix(s, "x"):
		return 1
	}
	return 0
}
