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
