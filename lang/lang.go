// Package lang holds what Tercet knows of single languages: a file per
// language (fr.go, en.go, zh.go) over word lists in data/xx, and the functions
// that work with them. No other package asks which language a text is in: it
// asks the Language.
package lang

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// Language is one language with what is known of it. Languages without data of
// their own (Get of "de", "ru") are valid: they are read, segmented and aligned
// by language-independent means, and Known reports false.
type Language struct {
	// Code is the primary subtag of BCP 47: "fr", "en", "zh". It is the identity
	// of a language inside Tercet: zh, zh-Hans, zh-CN and zh-Hant are one.
	Code string
	// Spaced says that white space stands between words.
	Spaced bool
	// Dense says that the script writes a word in a character or two (Han), so
	// that a code point carries about three times as much as a Latin letter.
	Dense bool

	known bool
	// values finds quantities and dates; nil for languages without data.
	values           func(string) Values
	negation, modals func() *cueSet
	speakers         func() *cueSet
	denies           func(string, []Cue) []Cue // puts the parts of a negation together
	segmentation     func() *Segmentation      // nil where the language has no data
	edges            func(*Language) *Edges
	numberStem       func(end string) int // bytes of the ending that shows the number
	tenses           func(string) []Tense
	verbs            func() *verbForms // nil where verbs do not show their tense
}

// All lists the languages with data of their own. A new language is one file
// and one line here.
var All = []*Language{
	French,
	English,
	Chinese,
}

// Known reports whether the language has data of its own.
func (l *Language) Known() bool { return l.known }

// String is the code.
func (l *Language) String() string { return l.Code }

// Get returns the language of a code or BCP 47 tag that Parse accepts, and a
// language without data for any other string.
func Get(tag string) *Language {
	l, err := Parse(tag)
	if err != nil {
		return &Language{Code: strings.ToLower(tag), Spaced: true}
	}
	return l
}

// Parse resolves a BCP 47 tag (fr, en-GB, zh-Hant-TW, zh_CN) to its language.
func Parse(tag string) (*Language, error) {
	if tag == "und" { // Base would guess English
		return nil, notATag(tag)
	}
	for _, l := range All { // the common case, without allocation
		if l.Code == tag {
			return l, nil
		}
	}
	t, err := language.Parse(strings.ReplaceAll(tag, "_", "-"))
	if err != nil {
		return nil, notATag(tag)
	}
	if c, err := language.All.Canonicalize(t); err == nil { // cmn is zh
		t = c
	}
	base, sure := t.Base()
	code := base.String()
	if sure == language.No || code == "und" {
		return nil, notATag(tag)
	}
	for _, l := range All {
		if l.Code == code {
			return l, nil
		}
	}
	l := &Language{Code: code, Spaced: true}
	switch code { // scripts without spaces, by CLDR's word-break practice
	case "ja", "th", "lo", "km", "my", "bo", "yue", "wuu", "nan", "hak":
		l.Spaced = false
	}
	switch code {
	case "ja", "ko", "yue", "wuu", "nan", "hak":
		l.Dense = true
	}
	return l, nil
}

func notATag(tag string) error {
	return fmt.Errorf("%q is no language tag (want BCP 47, such as fr, en or zh)", tag)
}
