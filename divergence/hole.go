package divergence

import (
	"strings"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// A hole is a place where a word must have stood: a preposition or an article
// before a mark, the end, or a verb (in, 305 residents; the son of was elected).
// By itself it is a slip of grammar, or none (the world we live in); with a name
// of the other version that stands nowhere here, the name has fallen out.

// wantName are words that something has to follow.
var wantName = map[string]map[string]bool{
	"en": wordSet("in of by from at with between and the for to as than into near under against around"),
	"fr": wordSet("de du des à au aux par le la les"),
}

// noName are words that cannot follow those.
var noName = map[string]map[string]bool{
	"en": wordSet("is are was were has have had does did do will would can could should may might must of in to for from at by and"),
	"fr": wordSet("est sont était étaient ont avait avaient sera seront fut furent peut peuvent doit doivent"),
}

// holes lists the places on side i where a word has fallen out, as empty spans.
func (p *Pass) holes(i int) []text.Span {
	code := p.Sides[i].Lang.Code
	want, no := wantName[code], noName[code]
	if want == nil {
		return nil
	}
	s := p.Sides[i].Text
	ws := p.words(i)
	var out []text.Span
	for k := range ws {
		w := &ws[k]
		end := len(s)
		if k+1 < len(ws) {
			end = ws[k+1].Start
		}
		gap := s[w.End:end]
		mark := strings.TrimLeft(gap, " \u00a0")
		hole := false
		switch {
		case !want[w.low] || w.capital && !w.first:
			// suburban .
			hole = code == "en" && (strings.HasPrefix(gap, " .") && !strings.HasPrefix(gap, " ..") || strings.HasPrefix(gap, " ,"))
		case mark != "" && w.low != "and" && w.low != "et":
			hole = strings.ContainsRune(",.;:)", rune(mark[0])) || strings.HasPrefix(s[end-len(mark):], "'s ")
		case mark == "" && k+1 == len(ws):
			hole = true
		case mark == "" && !ws[k+1].capital:
			hole = no[ws[k+1].low] && w.low != "to" && w.low != "as" && w.low != "than" && w.low != "and"
		}
		if hole {
			out = append(out, text.Span{Start: w.End, End: w.End})
		}
	}
	return out
}

// fallenOut reports names that have fallen out of side i: where it has a hole,
// side k has a name that stands nowhere here.
func (p *Pass) fallenOut(i, k int, sides []int, all [][]*mention) {
	holes := p.holes(i)
	if len(holes) == 0 {
		return
	}
	as := p.anchors(k, i)
	u := p.units(i)
	for _, h := range holes {
		at := &mention{Span: h, side: i}
		for at.from < len(u.tokens) && u.tokens[at.from].Start < h.Start {
			at.from++
		}
		at.to = at.from
		for _, y := range all[k] {
			if y.used || y.sure < .6 || p.missing(y, i, all[i]) < .9 || p.apart(as, y, at) > .1 {
				continue
			}
			odd := len(sides) == 3
			for _, o := range sides {
				odd = odd && (o == i || o == k || p.missing(y, o, all[o]) < .5)
			}
			y.used = true
			f := p.setAgainst("name.missing", Warning, []int{min(i, k), max(i, k)}, i, odd, func(s int) text.Span {
				if s == k {
					return y.Span
				}
				return h
			})
			if odd {
				f.Message.Args["Others"] = p.others(sides, i)
			} else {
				f.Message.Args["Lang"] = p.Sides[i].Lang.Code
			}
			p.Report(f)
			break
		}
	}
}

// unwritten reports names in letters that the Chinese of side k has in no way:
// those of two words or more, none of which a lexicon has. Places, and what has
// a meaning, are told in other words.
func (p *Pass) unwritten(i, k int, all [][]*mention) {
	if p.Sides[i].Lang.Dense || !p.Sides[k].Lang.Dense {
		return
	}
	seed := lexicon.Seed()
	for _, x := range all[i] {
		if x.used || x.places != nil || x.sure < 1 || p.missing(x, k, all[k]) < 1 {
			continue
		}
		strange := 0
		for _, w := range x.words {
			stem := string(lexicon.Stem([]byte(w.low)))
			if !w.known && w.sound.Len() > 2 && !seed.Has("en", lexicon.Word, stem) && !seed.Has("fr", lexicon.Word, stem) || lang.NameInHan(w.low) != nil {
				strange++
			}
		}
		if strange < 2 || strange < len(x.words) {
			continue
		}
		x.used = true
		f := p.setAgainst("name.missing", Warning, []int{min(i, k), max(i, k)}, k, false, func(s int) text.Span {
			if s == i {
				return x.Span
			}
			return text.Span{}
		})
		f.Message.Args["Lang"] = p.Sides[k].Lang.Code
		p.Report(f)
	}
}

// others are the codes of the sides but for one.
func (p *Pass) others(sides []int, odd int) string {
	var out []string
	for _, i := range sides {
		if i != odd {
			out = append(out, p.Sides[i].Lang.Code)
		}
	}
	return strings.Join(out, ", ")
}
