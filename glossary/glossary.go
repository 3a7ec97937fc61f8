// Package glossary holds concepts and their terms, reads and writes them, and
// finds where they occur in text. It follows ISO 30042 (TBX) and knows no
// beads: whether the versions of a text agree is for package divergence.
package glossary

import (
	"github.com/tercet/tercet/text"
)

// Status is what a glossary says of a term (ISO 30042:2019, administrative
// status: preferredTerm-admn-sts and so on).
type Status string

// The statuses.
const (
	Preferred  Status = "preferred"
	Admitted   Status = "admitted"
	Deprecated Status = "deprecated"
	Superseded Status = "superseded"
)

// Term is one designation of a concept in one language.
type Term struct {
	Lang   string // language code as in lang.Language.Code
	Tag    string // BCP 47 tag as the file has it, where it says more than Lang (zh-Hant)
	Text   string
	Status Status
	// POS is n, a, v, or i for a term that does not inflect; "" where unknown.
	POS string
	// Gender is m or f; "" where unknown or without meaning.
	Gender string
	// Case says that capitals matter; Exact that nothing but the very form counts.
	Case, Exact bool
}

// Concept is one notion with its terms in all languages.
type Concept struct {
	ID         string
	Subject    string
	Definition string
	Note       string
	Source     string
	// PartOf lists the ids of concepts that this one is a part of: where the
	// whole is named, the part is.
	PartOf []string
	Terms  []Term
}

// In lists the terms of c in the language with the given code, in the order of the glossary.
func (c *Concept) In(code string) []Term {
	var out []Term
	for _, t := range c.Terms {
		if t.Lang == code {
			out = append(out, t)
		}
	}
	return out
}

// Glossary is a list of concepts.
type Glossary struct {
	Name     string // file name, or "diplomatic" for the embedded one
	Embedded bool
	Concepts []*Concept
}

// Occurrence is a term found in a text.
type Occurrence struct {
	text.Span // bytes of the text searched
	Concept   *Concept
	Term      *Term
	Glossary  *Glossary
	// Gap says that other words stand inside the term (coordination), or that a
	// word of it is left out (the pronoun of se propager).
	Gap bool
	// Nested says that the occurrence overlaps a longer one of the same glossary,
	// which stands for the text. Find leaves nested ones out; FindAll gives them.
	Nested bool
}
