package lang

import (
	_ "embed"
)

//go:embed data/prefixes.txt
var prefixData string

// CompoundPrefixes lists words that, before a hyphen, make another word of what
// follows (vice-president, self-isolation), for the languages with spaces.
func (l *Language) CompoundPrefixes() []string {
	if !l.Spaced {
		return nil
	}
	var out []string
	for w := range dataPairs(prefixData) {
		out = append(out, w)
	}
	return out
}

// Conjunctions lists the words and marks that coordinate parts of a term.
func (l *Language) Conjunctions() []string {
	switch l.Code {
	case "fr":
		return []string{"et", "ou", "que"}
	case "en":
		return []string{"and", "or", "as"}
	case "zh":
		return []string{"和", "与", "及", "或", "、", "并"}
	}
	return nil
}

// AccentsMatter says that a word without its accents is another word or a
// mistake, except in capitals. In English and pinyin accents come and go
// (regime, régime).
func (l *Language) AccentsMatter() bool { return l.Spaced && l.Code != "en" }

// Heads gives the forms of the word that a term may be cut down to once it has
// been named in full: le Conseil for the Conseil de sécurité, the Council; in
// Chinese the last two characters (本组织). None for terms of one word.
func (l *Language) Heads(term, pos string) []string {
	toks := tokensOf(term)
	if len(toks) < 2 {
		return nil
	}
	if l.Dense {
		n := len(toks)
		if n < 4 || toks[n-1].kind != Dense || toks[n-2].kind != Dense {
			return nil
		}
		return []string{toks[n-2].text + toks[n-1].text}
	}
	i := 0
	switch l.Code {
	case "fr":
		for i+1 < len(toks) && (frSmall[toks[i].text] || toks[i].kind != Word) {
			i++
		}
	case "en":
		i = enHead(toks)
	}
	p, _ := l.Expand(term, pos, false)
	var out []string
	if len(p) > 0 && i < len(p[0]) && toks[i].kind == Word {
		for _, f := range p[0][i] {
			out = append(out, f.Text)
		}
	}
	return out
}

// Pronouns lists the words that stand for something named before: those that
// can start a sentence as its subject, and in Chinese those that do so anywhere.
func (l *Language) Pronouns() []string {
	switch l.Code {
	case "fr":
		return []string{"il", "elle", "ils", "elles", "celui", "celle", "ceux", "celles", "lui"}
	case "en":
		return []string{"it", "they", "he", "she", "its", "their", "his", "her", "this", "these"}
	case "zh":
		return []string{"其", "该", "它", "他", "她"}
	}
	return nil
}
