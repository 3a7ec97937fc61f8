package divergence

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/tercet/tercet/align/lexicon"
)

// How well a token is accounted for on another side tells little by itself: a
// light verb finds a partner anywhere, a rare noun that finds none may only be
// unknown to the lexicon. So tokens are put into bins of like ones, and each bin
// says how often its tokens are accounted for, and how well, by the translation
// of their sentence and by another sentence of about that length. The logarithm
// of the ratio of the two is the evidence of one token (Neyman and Pearson 1933);
// it is counted on clean translations and on the same sentences paired at random.

//go:embed data/links.tsv
var linksData string

// Class of a token.
type linkClass uint8

const (
	classFunction    linkClass = iota // function word
	classWord                         // other word
	className                         // word with a capital inside a sentence
	classFunctionHan                  // Chinese character of little meaning
	classSound                        // Chinese character that writes foreign names, among others
	classHan                          // other Chinese character
	classes
)

// How many bins there are: see links.tsv.
const (
	LinkClasses = int(classes)
	LinkRows    = 7 // of how many rows of the lexicon have the token
	LinkSizes   = 3 // of the length of the other side
	LinkLevels  = 5 // how well it is accounted for: not, a little, less often than it stands, by a cognate or part of an expression, fully
)

// linkBin is where a token of a side is counted: by class and rows.
type linkBin uint8

func (c linkClass) bin(rows int) linkBin {
	b := 0
	for b < LinkRows-1 && rows >= 1<<b {
		b++
	}
	return linkBin(int(c)*LinkRows + b)
}

func linkLevel(to float32) int {
	switch {
	case to < .05:
		return 0
	case to < .55:
		return 1
	case to < .75:
		return 2
	case to < .95:
		return 3
	}
	return 4
}

// linkSize is the bin of the length of a side, by its mass.
func linkSize(mass float64) int {
	switch {
	case mass < 12:
		return 0
	case mass < 30:
		return 1
	}
	return 2
}

// linkRatio is the evidence of one token.
type linkRatio struct {
	ratio    float32 // natural logarithm of P(level | translation) / P(level | another sentence)
	surprise float32 // -ln P(this level or less | translation)
}

type linkTable [LinkSizes][LinkClasses * LinkRows][LinkLevels]linkRatio

// linkTables are the tables by direction, "fr-zh" for the tokens of a French
// side accounted for by a Chinese one; "*" is for those without one.
var linkTables = sync.OnceValue(func() map[string]*linkTable {
	m := map[string]*linkTable{}
	for n, line := range strings.Split(linksData, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4+2*LinkLevels {
			panic(fmt.Sprintf("links.tsv:%d: %d columns (want %d)", n+1, len(f), 4+2*LinkLevels))
		}
		var v [3 + 2*LinkLevels]float64
		for k := range v {
			x, err := strconv.ParseFloat(f[k+1], 64)
			if err != nil {
				panic(err)
			}
			v[k] = x
		}
		t := m[f[0]]
		if t == nil {
			t = &linkTable{}
			m[f[0]] = t
		}
		var cells [LinkLevels]linkRatio
		sum := 0.0
		for k := range cells {
			present, absent := v[3+k], v[3+LinkLevels+k]
			sum += present
			cells[k] = linkRatio{float32(math.Log(present / absent)), float32(-math.Log(math.Min(1, sum)))}
		}
		t[int(v[0])][int(v[1])*LinkRows+int(v[2])] = cells
	}
	return m
})

// evidenceOf is the evidence of token k of side i against side j.
func (p *Pass) evidenceOf(i, j int) func(k int) linkRatio {
	p.link(i, j)
	u := p.units(i)
	row := p.linkRow(i, j)
	return func(k int) linkRatio {
		x := &u.tokens[k]
		if x.value {
			return linkRatio{} // other checks compare it
		}
		return row[x.bin][linkLevel(x.to[j])]
	}
}

// linkRow is the table for the tokens of side i accounted for by side j.
func (p *Pass) linkRow(i, j int) *[LinkClasses * LinkRows][LinkLevels]linkRatio {
	t := linkTables()[p.Sides[i].Lang.Code+"-"+p.Sides[j].Lang.Code]
	if t == nil {
		t = linkTables()["*"]
	}
	return &t[linkSize(p.units(j).mass)]
}

// LinkCounts counts the tokens of each of two segments by direction, size, class,
// rows and level: how links.tsv is made. The command that fits the models calls
// it with translations and with sentences paired at random.
func (c *Checker) LinkCounts(langs, segments []string, count func(direction string, size, class, rows, level int)) {
	p := c.newUnit(langs, segments)
	p.c = c
	p.state.sides = make([]sideState, len(p.Sides))
	for i := range p.Sides {
		for j := range p.Sides {
			if i == j || p.Sides[i].Empty || p.Sides[j].Empty {
				continue
			}
			p.link(i, j)
			size := linkSize(p.units(j).mass)
			for _, t := range p.units(i).tokens {
				if t.value {
					continue
				}
				count(p.Sides[i].Lang.Code+"-"+p.Sides[j].Lang.Code, size, int(t.bin)/LinkRows, int(t.bin)%LinkRows, linkLevel(t.to[j]))
			}
		}
	}
}

// binOf finds the bin of token k of a side.
func (u *unitSide) binOf(k int, seed *lexicon.Lexicon, code string, function, sound bool) linkBin {
	t := &u.tokens[k]
	if u.vocab.Kind[t.units[0]] == lexicon.Word {
		rows := seed.Rows(code, lexicon.Word, u.vocab.Text[t.units[0]])
		switch {
		case function:
			return classFunction.bin(rows)
		case t.name:
			return className.bin(rows)
		}
		return classWord.bin(rows)
	}
	rows := 0
	for _, x := range t.units[1:] {
		if x >= 0 {
			rows = max(rows, seed.Rows(code, lexicon.Bigram, u.vocab.Text[x]))
		}
	}
	switch {
	case function:
		return classFunctionHan.bin(rows)
	case sound:
		return classSound.bin(rows)
	}
	return classHan.bin(rows)
}
