package lang

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tercet/tercet/text"
)

// Cue is a word that turns what its sentence says: a negation, a modal verb.
type Cue struct {
	text.Span
	Class byte // as in the data file
}

// cueSet is the cues of one kind in one language.
type cueSet struct {
	words map[string][]phrase // by first word, for spaced languages
	runs  map[string]byte     // for Chinese
	most  int                 // bytes of the longest run
}

func loadCues(name string, spaced bool) func() *cueSet {
	return sync.OnceValue(func() *cueSet {
		c := &cueSet{words: map[string][]phrase{}, runs: map[string]byte{}}
		for _, f := range numeralRows(name, 2) {
			if spaced {
				addPhrase(c.words, f[0], f[1])
				continue
			}
			c.runs[f[0]] = f[1][0]
			c.most = max(c.most, len(f[0]))
		}
		for _, p := range c.words {
			for i := 1; i < len(p); i++ { // longest first
				for j := i; j > 0 && len(p[j].words) > len(p[j-1].words); j-- {
					p[j], p[j-1] = p[j-1], p[j]
				}
			}
		}
		return c
	})
}

// find lists the cues of s in order; of two that begin together the longer one
// counts, and class '-' swallows what it covers.
func (c *cueSet) find(s string) []Cue {
	var out []Cue
	if len(c.runs) > 0 {
		for i := 0; i < len(s); {
			n := 0
			if s[i] >= utf8.RuneSelf {
				for l := min(c.most, len(s)-i); l > 0; l-- {
					if k, ok := c.runs[s[i:i+l]]; ok {
						n = l
						if k != '-' {
							out = append(out, Cue{text.Span{Start: i, End: i + l}, k})
						}
						break
					}
				}
			}
			if n == 0 {
				_, n = utf8.DecodeRuneInString(s[i:])
			}
			i += n
		}
		return out
	}
	toks := latinTokens(s, nil)
	for i := 0; i < len(toks); {
		n := 0
	next:
		for _, p := range c.words[toks[i].low] {
			if i+len(p.words) > len(toks) {
				continue
			}
			for j, w := range p.words {
				if toks[i+j].low != w {
					continue next
				}
			}
			n = len(p.words)
			if p.value[0] != '-' {
				out = append(out, Cue{text.Span{Start: toks[i].start, End: toks[i+n-1].end}, p.value[0]})
			}
			break
		}
		i += max(n, 1)
	}
	return out
}

var (
	frenchNegation  = loadCues("data/fr/negation.txt", true)
	englishNegation = loadCues("data/en/negation.txt", true)
	chineseNegation = loadCues("data/zh/negation.txt", false)
	frenchModals    = loadCues("data/fr/modality.txt", true)
	englishModals   = loadCues("data/en/modality.txt", true)
	chineseModals   = loadCues("data/zh/modality.txt", false)
	frenchSpeakers  = loadCues("data/fr/speakers.txt", true)
	englishSpeakers = loadCues("data/en/speakers.txt", true)
)

// Negations lists the negations of s: class 'V' for words that deny a
// verb, one per denial (ne ... pas is one), 'N' for others that deny, 'w' for words that deny by their meaning (lack,
// refuse), which another version may put as a negation or not, 'o' for words that
// another version may put as one too and that do not undo one (before, away).
func (l *Language) Negations(s string) []Cue {
	if l.negation == nil {
		return nil
	}
	cues := l.negation().find(s)
	if l.denies != nil {
		cues = l.denies(s, cues)
	}
	return cues
}

// Modals lists the modal words of s: class 's' for duty (must, doit, 必须), 'm'
// for leave and possibility (may, peut, 可能), 'f' for the future.
func (l *Language) Modals(s string) []Cue {
	if l.modals == nil {
		return nil
	}
	return l.modals().find(s)
}

// Speakers lists the words of s by which one speaks of oneself: I, our, nous, mon.
// None in a language that may leave them out.
func (l *Language) Speakers(s string) []Cue {
	if l.speakers == nil {
		return nil
	}
	return l.speakers().find(s)
}

// frenchDenies joins ne with its pas, and drops ne ... que, plus without ne and
// the like.
func frenchDenies(s string, cues []Cue) []Cue {
	var out []Cue
	for i := 0; i < len(cues); i++ {
		c := cues[i]
		switch c.Class {
		case 'n':
			j := i + 1
			end, que := -1, false
			for j < len(cues) && cues[j].Start-c.End < 80 && cues[j].Class != 'n' {
				k := cues[j].Class
				if k == 'q' && (que || onlyLeft(s, cues[j:])) { // ne ... que ... rien, ne ... plus que
					que = true
					break
				}
				if k == 'p' || k == 'q' {
					end = j
					break
				}
				if k == 'r' {
					que = true
				}
				j++
			}
			switch {
			case end >= 0:
				out = append(out, Cue{text.Span{Start: c.Start, End: cues[end].End}, 'V'})
				for _, w := range cues[i+1 : end] { // ne cache pas
					if w.Class == 'w' || w.Class == 'o' {
						out = append(out, w)
					}
				}
				i = end
				for i+1 < len(cues) && cues[i+1].Class == 'q' && cues[i+1].Start-cues[i].End < 40 { // ni ... ni
					i++
				}
			case que:
				out = append(out, Cue{c.Span, 'o'}) // not until, no more than
			default:
				// ne alone: ne saurait, ne cesse; sans que ... ne
				out = append(out, Cue{c.Span, 'w'})
			}
		case 'p':
			out = append(out, Cue{c.Span, 'N'})
		case 'q', 'r':
		default:
			out = append(out, c)
		}
	}
	return out
}

// onlyLeft reports whether cues begin with the plus of ne ... plus que: nothing is
// left but.
func onlyLeft(s string, cues []Cue) bool {
	return len(cues) > 1 && cues[1].Class == 'r' && cues[1].Start-cues[0].End <= 1 && strings.EqualFold(cues[0].Of(s), "plus")
}
