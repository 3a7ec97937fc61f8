package divergence

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// wantNoun are words that a noun has to follow, with words between, and noNoun
// those that cannot come before it.
var wantNoun = map[string]map[string]bool{
	"en": wordSet("the a an its their our your every"),
	"fr": wordSet("du des au aux cette ces sa ses nos vos chaque"),
}

var noNoun = map[string]map[string]bool{
	"en": wordSet("of in to for from at by with into is are was were has have had and or that which who whose"),
	"fr": wordSet("de du des à en dans pour par avec sur est sont était étaient et que dont"),
}

// subjectless are verbs that a sentence does not begin with unless it asks.
var subjectless = map[string]map[string]bool{
	"en": wordSet("is are was"),
	"fr": wordSet("est sont était étaient"),
}

// hole is a place where a word has fallen out, an empty span, and the word before
// it.
type hole struct {
	text.Span
	before text.Span
	sure   bool // nothing can stand there: the of
}

// holes lists the places on side i where a word has fallen out.
func (p *Pass) holes(i int) []hole {
	st := &p.state.sides[i]
	if !st.holesDone {
		st.holesDone = true
		st.holes = p.newHoles(i)
	}
	return st.holes
}

func (p *Pass) newHoles(i int) []hole {
	code := p.Sides[i].Lang.Code
	if wantName[code] == nil {
		return nil
	}
	s := p.Sides[i].Text
	ws := p.words(i)
	parted := strings.Count(s, " .")+strings.Count(s, " ,") > 1 // marks are set apart everywhere
	var out []hole
	for k := range ws {
		g := gap{code: code, s: s, w: &ws[k], first: k == 0, between: s[ws[k].End:]}
		if k+1 < len(ws) {
			g.next = &ws[k+1]
			g.between = s[ws[k].End:ws[k+1].Start]
		}
		g.mark = strings.TrimLeft(g.between, " \u00a0")
		w := ws[k].Span
		switch {
		case ws[k].capital && !ws[k].small: // TO:
		case g.headless():
			out = append(out, hole{text.Span{Start: w.Start, End: w.Start}, text.Span{Start: w.Start, End: w.Start}, true})
		case g.impossible(parted):
			out = append(out, hole{text.Span{Start: w.End, End: w.End}, w, true})
		case g.doubtful():
			out = append(out, hole{text.Span{Start: w.End, End: w.End}, w, false})
		}
	}
	return out
}

// gap is what stands between a word and the next.
type gap struct {
	code    string // of the language
	s       string
	w, next *word  // next is nil behind the last
	first   bool   // w is the first word of all
	between string // from one to the other
	mark    string // the same without spaces before
}

// marked reports whether one of the marks follows the word, dots that leave out
// something excepted.
func (g *gap) marked(marks string) bool {
	return g.mark != "" && strings.IndexByte(marks, g.mark[0]) >= 0 && !strings.HasPrefix(g.mark, "..")
}

// setApart reports whether a space and then a mark follow the word.
func (g *gap) setApart() bool {
	return strings.HasPrefix(g.between, " .") && !strings.HasPrefix(g.between, " ..") || strings.HasPrefix(g.between, " ,")
}

// headless reports whether a sentence begins with its verb and does not ask.
func (g *gap) headless() bool {
	return g.first && subjectless[g.code][g.w.low] && g.next != nil && g.mark == "" && !strings.ContainsAny(g.s[:g.w.Start], "0123456789") && !strings.Contains(g.s, "?")
}

// impossible reports whether the word cannot stand where it does without another
// behind it.
func (g *gap) impossible(parted bool) bool {
	w := g.w
	alone := w.Start == 0 || g.s[w.Start-1] >= utf8.RuneSelf || g.s[w.Start-1] == ' ' || g.s[w.Start-1] == '(' // no faites-le, 802.11a
	joins := w.low == "and" || w.low == "or" || w.low == "et" || w.low == "ou"
	switch {
	case doubled(g.between):
		return true
	case joins:
		return !w.capital && g.marked(".;")
	case w.first && w.capital && wantName[g.code][w.low] && strings.HasPrefix(g.mark, ","): // In, 305 residents
		return true
	case wantName[g.code][w.low] && !w.capital && g.setApart() && !parted: // in .
		return true
	case !alone:
	case wantNoun[g.code][w.low] && (!w.capital || w.first):
		if g.mark != "" { // a.m., (a)
			return g.marked(",.;:") && (w.Len() > 1 || g.mark[0] == ',')
		}
		if g.next == nil || g.next.capital || !noNoun[g.code][g.next.low] {
			return false
		}
		behind := g.s[g.next.End:]
		return g.next.low != "in" && !strings.HasPrefix(behind, ".") && !strings.HasPrefix(behind, "-") // in situ, du par. 4, by-election
	case wantName[g.code][w.low] && (!w.capital || w.first): // of 's water
		rest := g.s[w.End+len(g.between)-len(g.mark):]
		return g.mark != "" && (strings.HasPrefix(rest, "'s ") || strings.HasPrefix(rest, "’s "))
	}
	return false
}

// doubtful reports whether a word may have fallen out behind this one.
func (g *gap) doubtful() bool {
	w := g.w
	joins := w.low == "and" || w.low == "et"
	switch {
	case !wantName[g.code][w.low] || w.capital && !w.first:
		return g.code == "en" && g.setApart() // suburban .
	case g.mark != "":
		return !joins && strings.IndexByte(",.;:)", g.mark[0]) >= 0
	case g.next == nil:
		return true
	}
	return !g.next.capital && noName[g.code][g.next.low] && !joins && w.low != "to" && w.low != "as" && w.low != "than"
}

// doubled reports whether two marks follow one another where one must stand: a
// comma and a full stop, two commas.
func doubled(gap string) bool {
	n := 0
	for _, r := range gap {
		switch r {
		case ',', ';':
			n++
		case '.', ':':
			if n == 0 {
				return false
			}
			n++
		case ' ', '\u00a0':
		default:
			return false
		}
	}
	return n == 2
}

// mostHoles is how many places a side may have that lack a word: with more it is
// no text of sentences.
const mostHoles = 4

// wordless reports the places where a word has fallen out for sure, with what the
// other sides may have there.
func (p *Pass) wordless(i int) {
	sides := p.known()
	var sure []hole
	for _, h := range p.holes(i) {
		if h.sure {
			sure = append(sure, h)
		}
	}
	if len(sure) > mostHoles {
		return
	}
	for _, h := range sure {
		spans := map[int]text.Span{i: p.about(i, h)}
		for _, k := range sides {
			if k != i {
				spans[k] = p.fallen(k, i, h)
			}
		}
		f := p.setAgainst("omission.word", Warning, sides, i, false, func(s int) text.Span { return spans[s] })
		if len(sides) > 2 {
			f.Odd = p.Sides[i].Lang.Code
		}
		f.Message.Args["Lang"] = p.Sides[i].Lang.Code
		p.Report(f)
	}
}

// about is the word or mark before a hole and that behind it.
func (p *Pass) about(i int, h hole) text.Span {
	s := p.Sides[i].Text
	out := text.Span{Start: h.before.Start, End: len(s)}
	for _, w := range p.words(i) {
		if w.Start >= h.End {
			out.End = w.End
			break
		}
	}
	if k := strings.IndexAny(s[h.End:out.End], ".,;:"); k >= 0 {
		out.End = h.End + k + 1
		if rest := strings.TrimLeft(s[out.End:], " "); rest != "" && strings.IndexByte(".,;:", rest[0]) >= 0 {
			out.End = len(s) - len(rest) + 1
		}
	}
	return out
}

// mentionAt is the empty mention of a name at a hole of side i.
func (p *Pass) mentionAt(i int, h hole) *mention {
	u := p.units(i)
	at := &mention{Span: h.Span, side: i}
	for at.from < len(u.tokens) && u.tokens[at.from].Start < h.Start {
		at.from++
	}
	at.to = at.from
	return at
}

// fallen is the word of side k that may have fallen out of side i at h: the one
// nearest that i does not account for. An empty span where there is none.
func (p *Pass) fallen(k, i int, h hole) text.Span {
	const near = .1 // of the side
	as := p.anchors(k, i)
	u := p.units(k)
	at := p.mentionAt(i, h)
	best, from := near, -1
	for t := range u.tokens {
		if u.tokens[t].weight < .3 || u.tokens[t].to[i] >= .55 {
			continue
		}
		if d := p.apart(as, &mention{side: k, from: t, to: t + 1}, at); d < best {
			best, from = d, t
		}
	}
	if from < 0 {
		return text.Span{}
	}
	out := u.tokens[from].Span
	for t := from + 1; t < len(u.tokens) && p.Sides[k].Lang.Dense && u.tokens[t].Start == out.End && u.tokens[t].to[i] < .55 && t < from+2; t++ {
		out.End = u.tokens[t].End
	}
	return out
}

// retract lets a finding give way to one that tells it better.
func (p *Pass) retract(id string, side int, at text.Span) {
	for k := range p.out {
		if f := &p.out[k]; f.Message.ID == id && f.At[0].Side == side && f.At[0].Span.Start <= at.Start && at.Start <= f.At[0].Span.End {
			p.state.retracted = append(p.state.retracted, k)
		}
	}
}

// fallenOut reports names that have fallen out of side i: where it has a hole,
// side k has a name that stands nowhere here.
func (p *Pass) fallenOut(i, k int, sides []int, all [][]*mention) {
	holes := p.holes(i)
	if len(holes) == 0 {
		return
	}
	as := p.anchors(k, i)
	for _, h := range holes {
		at := p.mentionAt(i, h)
		for _, y := range all[k] {
			if y.used || y.sure < .6 || p.missing(y, i, all[i]) < .9 || p.apart(as, y, at) > .1 {
				continue
			}
			odd := len(sides) == 3
			for _, o := range sides {
				odd = odd && (o == i || o == k || p.missing(y, o, all[o]) < .5)
			}
			y.used = true
			p.retract("omission.word", i, h.Span)
			f := p.setAgainst("name.missing", Warning, []int{min(i, k), max(i, k)}, i, odd, func(s int) text.Span {
				if s == k {
					return y.Span
				}
				return h.Span
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

// unwritten reports names of side i, in letters, that side k has in no way:
// those of two words or more, none of which a lexicon has. Places, and what has
// a meaning, are told in other words.
func (p *Pass) unwritten(i, k int, all [][]*mention) {
	if p.Sides[i].Lang.Dense {
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
		p.nameMissing(Warning, i, x.Span, k)
	}
}

// nameMissing reports a name of side i that side k lacks.
func (p *Pass) nameMissing(sev Severity, i int, at text.Span, k int) {
	f := p.setAgainst("name.missing", sev, []int{min(i, k), max(i, k)}, k, false, func(s int) text.Span {
		if s == i {
			return at
		}
		return text.Span{}
	})
	f.Message.Args["Lang"] = p.Sides[k].Lang.Code
	p.Report(f)
}

// lettersLeft reports names that the Chinese of side i gives in letters, beside a
// rendering or in place of one, and that stand nowhere on side k, which is in
// letters. Whoever gives the original has it from the other version.
func (p *Pass) lettersLeft(i, k int, all [][]*mention) {
	if !p.Sides[i].Lang.Dense || p.Sides[k].Lang.Dense {
		return
	}
	// without a rendering beside it, it may have been put in here: a note, unless
	// another name stands about its place
	const about = .2 // of the side
	place := func(side int, at text.Span) float64 { return float64(at.Start) / float64(len(p.Sides[side].Text)) }
	rival := func(at text.Span) bool {
		return slices.ContainsFunc(all[k], func(y *mention) bool {
			return !y.used && y.sure >= .6 && math.Abs(place(k, y.Span)-place(i, at)) < about && p.missing(y, i, all[i]) >= .9
		})
	}
	inside, _ := bracketed(p.Sides[i].Text)
	report := func(at text.Span) {
		sev := Note
		if within(at, inside) || rival(at) {
			sev = Warning
		}
		p.nameMissing(sev, i, at, k)
	}
	there := map[string]bool{}
	for _, w := range p.words(k) {
		there[string(lexicon.AppendFolded(nil, w.low))] = true
	}
	for _, x := range all[i] {
		if x.used || len(x.words) == 0 || x.sure < .6 || x.places != nil && x.adj || partOfMore(x, p.Sides[i].Text) || spelledOut(x, p.Sides[i].Text) || p.missing(x, k, all[k]) < .9 || standsIn(x, there) {
			continue
		}
		x.used = true
		report(x.Span)
	}
	if !loanedAcronyms[p.Sides[k].Lang.Code] {
		return
	}
	s := p.Sides[i].Text
	initials := p.initials(k)
	for n, w := range p.words(i) {
		if w.han || !w.capital || w.small || w.Len() < 3 || w.Len() > 6 || there[w.low] || there[w.low+"s"] || strings.Contains(initials, w.low) {
			continue
		}
		if q := p.words(i); n > 0 && !q[n-1].han && q[n-1].End+1 >= w.Start || n+1 < len(q) && !q[n+1].han && w.End+1 >= q[n+1].Start {
			continue // part of a code or of a name
		}
		if strings.ContainsAny(s[max(0, w.Start-1):min(len(s), w.End+1)], "0123456789") {
			continue
		}
		report(w.Span)
	}
}

// partOfMore reports whether letters or digits go on behind a name of text s: it is
// the beginning of something else (Middle East Respiratory Syndrome, SS19).
func partOfMore(x *mention, s string) bool {
	rest := strings.TrimPrefix(s[x.End:], " ")
	return rest != "" && (rest[0] >= '0' && rest[0] <= '9' || rest[0] < 0x80 && unicode.IsLetter(rune(rest[0])))
}

// spelledOut reports whether a name of text s is what an acronym in letters, before or
// behind it, stands for: Human Immunodeficiency Virus, HIV.
func spelledOut(x *mention, s string) bool {
	if len(x.words) < 2 {
		return false
	}
	var short []byte
	for _, w := range x.words {
		short = append(short, s[w.Start])
	}
	const around = 24 // bytes
	return strings.Contains(s[max(0, x.Start-around):x.Start], string(short)) || strings.Contains(s[x.End:min(len(s), x.End+around)], string(short))
}

// loanedAcronyms are the languages whose acronyms Chinese takes over in letters.
var loanedAcronyms = map[string]bool{"en": true}

// standsIn reports whether a word of a name stands among the words of another side.
func standsIn(x *mention, there map[string]bool) bool {
	for _, w := range x.words {
		if len(w.low) < 3 {
			continue
		}
		if there[w.low] {
			return true
		}
		for t := range there {
			if similar(w.low, t) {
				return true
			}
		}
	}
	return false
}

// initials are the first letters of the words of side i in a row, those of words
// that carry little left out.
func (p *Pass) initials(i int) string {
	var b []byte
	for _, w := range p.words(i) {
		if !w.han && !functionWords[w.low] {
			b = append(b, w.low[0])
		}
	}
	return string(b)
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
