package main

import (
	"hash/fnv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Planted omissions and additions are few in the sets, and models of what stands
// in one version alone have many kinds of evidence. So clean units are spoilt by
// rule here too: one clause, bracket or sentence of one version goes, or one of
// another unit comes. What goes where follows from the text alone, so that the
// same sets give the same models.

// plantSets are the sets of clean units that are spoilt, by path from the folder
// of sets, how many units of each, and what one weighs beside a unit of the sets.
var plantSets = []struct {
	name   string
	most   int
	weight float64
}{{"clean.triples", 450, .3}, {"clean.en-fr", 900, 1}, {"clean.en-zh", 900, 1}, {"clean.fr-zh", 900, 1}, {"../un/dev.triples", 1500, .3}}

// clause ends.
const (
	clauseEnds   = ",;:，；：—–"
	sentenceEnds = ".!?。！？"
)

// span is a part of a segment.
type span struct{ from, to int }

// partsOf lists what may go from a segment: sentences, clauses and brackets, each
// with its first mark, never all of it.
func partsOf(s string) []span {
	var out []span
	start, bracket := 0, -1
	sentence := 0
	add := func(from, to int) {
		if from > 0 || to < len(strings.TrimRight(s, sentenceEnds+" ”»\"")) {
			if n := weight(s[from:to]); n >= 9 && n < weight(s)*7/10 {
				out = append(out, span{from, to})
			}
		}
	}
	for i, r := range s {
		w := utf8.RuneLen(r)
		next, _ := utf8.DecodeRuneInString(s[i+w:])
		switch {
		case r == '(' || r == '（':
			bracket = i
		case (r == ')' || r == '）') && bracket >= 0:
			add(bracket, i+w)
			bracket = -1
		case strings.ContainsRune(clauseEnds, r) && !unicode.IsDigit(next):
			if start > 0 {
				add(start, i)
			}
			start = i
		case strings.ContainsRune(sentenceEnds, r) && (r > 0x3000 || next == ' ' || i+w == len(s)):
			if start > sentence {
				add(start, i)
			}
			if sentence > 0 || i+w < len(s) {
				add(sentence, i+w)
			}
			start, sentence = i+w, i+w
		}
	}
	return out
}

// weight is the length in Latin letters; a Chinese character counts for three.
func weight(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			n += 3
		case unicode.IsLetter(r):
			n++
		}
	}
	return n
}

// plant spoils unit k of a set: the unit with what was done to it, and whether
// anything could be.
func plant(us []unit, k int) (unit, bool) {
	u := us[k]
	h := fnv.New32a()
	for _, s := range u.segments {
		h.Write([]byte(s))
	}
	x := h.Sum32()
	side := int(x>>4) % len(u.segments)
	v := u
	v.segments = append([]string(nil), u.segments...)
	v.Label, v.Odd = "divergent", u.langs[side]
	s := u.segments[side]
	if x&1 == 0 {
		parts := partsOf(s)
		if len(parts) == 0 {
			return v, false
		}
		p := parts[int(x>>8)%len(parts)]
		v.segments[side] = strings.TrimLeft(s[:p.from]+s[p.to:], " ,，;；")
		v.Phenomenon = "omission"
		return v, true
	}
	// a part of another unit in the same language
	other := us[(k+len(us)/3)%len(us)]
	for j, l := range other.langs {
		if l != u.langs[side] {
			continue
		}
		parts := partsOf(other.segments[j])
		if len(parts) == 0 {
			return v, false
		}
		p := parts[int(x>>8)%len(parts)]
		add := other.segments[j][p.from:p.to]
		at := len(strings.TrimRight(s, sentenceEnds+" ”»\""))
		if r, _ := utf8.DecodeRuneInString(add); !strings.ContainsRune(clauseEnds+"(（", r) {
			at = len(s) // a sentence
		}
		v.segments[side] = s[:at] + add + s[at:]
		v.Phenomenon = "addition"
		return v, true
	}
	return v, false
}

// inPairs lists units of three versions as ones of two, for what is left out or
// put in shows between two of them as well: of unit k pair k of the three, or all
// pairs that were spoilt.
func inPairs(us []unit) []unit {
	var out []unit
	for k, u := range us {
		if len(u.segments) != 3 {
			continue
		}
		for x := range 3 {
			i, j := min(x, (x+1)%3), max(x, (x+1)%3)
			v := u
			v.langs, v.segments = []string{u.langs[i], u.langs[j]}, []string{u.segments[i], u.segments[j]}
			switch u.Phenomenon {
			case "omission", "addition":
				if u.Odd != u.langs[i] && u.Odd != u.langs[j] {
					continue
				}
			case "", "ok":
				if x != k%3 {
					continue
				}
			default:
				continue
			}
			out = append(out, v)
		}
	}
	return out
}
