package divergence

import (
	_ "embed"
	"math"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

//go:embed docs/name.md
var nameDoc string

// Name compares the names of persons and places.
var Name = &Check{
	Name: "name", Doc: nameDoc, Category: "accuracy/mistranslation", Data: true,
	Run: runName,
}

// initial is the first letter of the pinyin of a character, 0 where it has none.
func initial(r rune) byte {
	if s := lang.Pinyin(r); s != "" {
		return s[0]
	}
	return 0
}

// spells reports whether a run of characters is a name in pinyin: 王, Wang; 志远,
// Zhiyuan.
func spells(low string, rs []rune) bool {
	s := ""
	for _, r := range rs {
		s += lang.Pinyin(r)
	}
	return s == low
}

// similar reports whether two folded words are one name: equal, one the
// beginning of the other, or a letter in four apart.
func similar(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) >= 4 && strings.HasPrefix(b, a) || nameKin[a] != 0 && nameKin[a] == nameKin[b] {
		return true
	}
	if n := shared(a, b); n >= 5 && n*3 >= len(a)*2 { // Byzantium, Byzance
		return true
	}
	if len(a) < 4 || len(b)-len(a) > len(b)/2+1 {
		return false
	}
	if distance(a, b)*4 <= len(b) {
		return true
	}
	// Nowruz, Norouz; Ticino, Tessin
	sa, sb := latinSkeleton(a), latinSkeleton(b)
	return len(sa) >= 3 && len(sb) >= 3 && sa[0] == sb[0] && alike(sa, sb) >= .8 || len(sa) == 2 && sa == sb
}

// nameKin are given names that languages translate: Saint Peter, saint Pierre.
var nameKin = func() map[string]int {
	m := map[string]int{}
	for n, s := range []string{
		"peter pierre pedro pietro petrus", "john jean juan joao giovanni johannes ivan", "james jacques jaime jacob", "paul paulo pablo paolo", "charles karl carlos carlo charlemagne",
		"mary marie maria", "joan jeanne juana", "andrew andre andreas andrei", "matthew matthieu mathieu matteo", "mark marc marco marcus", "luke luc lucas", "stephen etienne stefan esteban",
		"philip philippe felipe filippo", "francis francois francisco francesco franz", "louis ludwig luis luigi", "william guillaume wilhelm willem", "henry henri heinrich enrique", "frederick frederic friedrich",
		"george georges jorge georg", "lawrence laurent lorenzo", "ann anne anna", "helen helene elena", "joseph jose giuseppe", "benedict benoit benedetto", "gregory gregoire", "nicholas nicolas nikolaus", "theresa therese teresa",
		"elizabeth elisabeth isabel", "alexander alexandre alejandro", "constantine constantin", "julius jules", "leo leon", "edward edouard", "eugene evgeni", "anthony antoine antonio", "vincent vicente", "michael michel mikhail miguel",
		"mohammed mohamed muhammad mohammad mahomet", "moses moise", "solomon salomon", "jesus jesus", "aristotle aristote", "plato platon", "homer homere", "virgil virgile", "ptolemy ptolemee",
	} {
		for _, w := range strings.Fields(s) {
			m[w] = n + 1
		}
	}
	return m
}()

// shared is the length of the beginning that two words have in common.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// distance is the edit distance of two words (Levenshtein 1965).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 0; i < len(a); i++ {
		diag := row[0]
		row[0] = i + 1
		for j := 0; j < len(b); j++ {
			up := row[j+1]
			c := diag
			if a[i] != b[j] {
				c = 1 + min(diag, up, row[j])
			}
			row[j+1], diag = c, up
		}
	}
	return row[len(b)]
}

// anchor is a word of one side and the only word of the other that may stand for
// it, as tokens.
type anchor struct{ a, b int }

// anchors lists the words of sides i and j that stand for one another without
// doubt: each occurs once, and its partner does. In order of a.
func (p *Pass) anchors(i, j int) []anchor {
	u, v := p.units(i), p.units(j)
	once := func(u *unitSide) []int {
		at := make([]int, len(u.vocab.Text))
		for k := range at {
			at[k] = -1
		}
		for k := range u.tokens {
			t := &u.tokens[k]
			if t.weight < .2 {
				continue
			}
			x := t.units[0]
			if u.vocab.Kind[x] == lexicon.Char {
				if x = t.units[1]; x < 0 {
					continue
				}
			}
			if at[x] == -1 {
				at[x] = k
			} else {
				at[x] = -2
			}
		}
		return at
	}
	pa, pb := once(u), once(v)
	best := make([]int, len(u.tokens)) // partner + 1, or -1 for more than one
	back := make([]int, len(v.tokens))
	add := func(x, y int32) {
		a, b := pa[x], pb[y]
		if a < 0 || b < 0 {
			return
		}
		switch {
		case best[a] == 0:
			best[a] = b + 1
		case best[a] > 0 && abs(best[a]-1-b) > 2:
			best[a] = -1
		}
		switch {
		case back[b] == 0:
			back[b] = a + 1
		case back[b] > 0 && abs(back[b]-1-a) > 2:
			back[b] = -1
		}
	}
	p.eachLink(i, j, func(a, b int32, l *lexicon.Link) {
		if l.Forth > .02 || l.Back > .02 {
			add(a, b)
		}
	})
	for x, s := range u.vocab.Text {
		if u.vocab.Kind[x] == lexicon.Word && len(s) > 2 {
			if y, ok := v.index[s]; ok {
				add(int32(x), y)
			}
		}
	}
	var out []anchor
	for a, b := range best {
		if b > 0 && back[b-1] > 0 {
			out = append(out, anchor{a, b - 1})
		}
	}
	return out
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

// reach is the number of tokens over which a neighbour counts: words, and
// characters at two to a word.
func (p *Pass) reach(i int) float64 {
	if p.Sides[i].Lang.Dense {
		return 8
	}
	return 4
}

// far is the number of tokens between token k and a mention.
func (m *mention) far(k int) float64 {
	switch {
	case k < m.from:
		return float64(m.from - k)
	case k >= m.to:
		return float64(k - m.to + 1)
	}
	return 0
}

// apart is how far y stands from where x should be on its side, by the anchors
// around x, as a share of the side's tokens; without any, by the place in the
// sentence. What the reach covers counts as nothing.
func (p *Pass) apart(as []anchor, x, y *mention) float64 {
	n, m := float64(max(1, len(p.units(x.side).tokens))), float64(max(1, len(p.units(y.side).tokens)))
	sum, at := .15, .15*float64(x.from)/n*m
	for _, a := range as {
		d := x.far(a.a)
		if d == 0 {
			continue
		}
		w := math.Exp(-d / p.reach(x.side))
		sum += w
		at += w * float64(a.b)
	}
	at /= sum
	return math.Max(0, math.Abs(at-float64(y.from+y.to)/2)-1.5*p.reach(y.side)) / m
}

func runName(p *Pass) {
	sides := p.known()
	if len(sides) < 2 || len(sides) > 3 || p.foreignSide(sides) {
		return
	}
	all := make([][]*mention, len(p.Sides))
	for _, i := range sides {
		all[i] = p.namesOf(i)
	}
	p.state.mentions = all
	p.swaps(sides, all)
	if len(sides) == 2 || p.Source >= 0 {
		i := sides[0]
		if p.Source >= 0 {
			i = p.Source
		}
		for _, k := range sides {
			if k != i {
				p.namePair(i, k, all)
				p.fallenOut(k, i, sides, all)
				p.unwritten(i, k, all)
				p.lettersLeft(i, k, all)
				p.lettersLeft(k, i, all)
				if len(sides) == 2 && p.Source < 0 {
					p.fallenOut(i, k, sides, all)
					p.unwritten(k, i, all)
				}
			}
		}
		return
	}
	p.nameTriple(sides, all)
	for n, i := range sides {
		p.fallenOut(i, sides[(n+1)%3], sides, all)
	}
}

// rival is a name of one side that stands where a name of another is missing.
type rival struct {
	x, y  *mention
	score float64
}

// rendered reports whether the lexicon accounts for every word of a name on side
// j: Senate, 参议院.
func (p *Pass) rendered(m *mention, j int) bool {
	p.link(m.side, j)
	u := p.units(m.side)
	for k := m.from; k < m.to; k++ {
		if u.tokens[k].to[j] < .95 {
			return false
		}
	}
	return m.to > m.from
}

// besideOriginal reports whether a Chinese name has its original in brackets, or
// is a piece of one that has: the letters are compared.
func (p *Pass) besideOriginal(y *mention) bool {
	if !p.Sides[y.side].Lang.Dense {
		return false
	}
	for _, o := range originals(p.Sides[y.side].Text) {
		if o.Overlaps(y.Span) && isHan(firstRune(y.Span.Of(p.Sides[y.side].Text))) {
			return true
		}
	}
	return false
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// rivals lists what may be a name of side i in x's place on side k, best first.
func (p *Pass) rivals(i, k int, all [][]*mention, other func(y *mention) float64) []rival {
	var xs, ys []*mention
	for _, x := range all[i] {
		if !x.used && x.sure > .3 && !p.rendered(x, k) && p.missing(x, k, all[k]) > .5 {
			xs = append(xs, x)
		}
	}
	if len(xs) == 0 {
		return nil
	}
	for _, y := range all[k] {
		if p.besideOriginal(y) || p.rendered(y, i) {
			continue
		}
		if !y.used && y.sure > .3 && p.missing(y, i, all[i]) > .5 {
			ys = append(ys, y)
		}
	}
	alone := len(xs) == 1 && len(ys) == 1
	if len(ys) == 0 {
		return nil
	}
	as := p.anchors(i, k)
	wide := .06
	if len(p.known()) > 2 {
		wide = .15
	}
	var out []rival
	for _, x := range xs {
		for _, y := range ys {
			if p.cutShort(x, y) {
				continue
			}
			fit := 1.0
			switch {
			case x.places != nil && y.places != nil:
				switch g := gazetteerTable(); {
				case x.adj != y.adj && p.Sides[i].Lang.Dense == p.Sides[k].Lang.Dense:
					fit = .5
				case x.adj != y.adj:
					fit = .6 // Chinese does not part the two
				case x.adj && (g.country[x.places[0]] == "" || g.country[y.places[0]] == ""):
					fit = .4 // Christian, Asian
				}
			case x.places != nil && x.adj || y.places != nil && y.adj:
				continue
			case x.places != nil && x.words == nil || y.places != nil && y.words == nil:
				continue // what Chinese has another name for is no proof
			case y.places != nil:
				fit = .5
			case x.places != nil:
				fit = .6
			case y.runs != nil && len(p.known()) == 2:
				fit = .75
			}
			d := p.apart(as, x, y)
			if alone {
				d /= 2
			}
			score := x.sure * y.sure * x.lost[k] * y.lost[i] * fit * math.Exp(-d*d/wide) * other(y)
			out = append(out, rival{x, y, score})
		}
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].score > out[b].score })
	return out
}

// cutShort reports whether, of two names in letters, one is the other in another form
// (Penn State, Pennsylvanie; the Paeonians, Péonie) or no more than an initial.
func (p *Pass) cutShort(x, y *mention) bool {
	if p.farApart(x.side, y.side) {
		return false
	}
	for _, a := range splitWords(x.Span.Of(p.Sides[x.side].Text)) {
		for _, b := range splitWords(y.Span.Of(p.Sides[y.side].Text)) {
			if a.han || b.han || !a.capital || !b.capital {
				continue
			}
			l, m := nameKey(a.low), nameKey(b.low)
			if len(l) > len(m) {
				l, m = m, l
			}
			if len(l) >= 4 && strings.HasPrefix(m, l) {
				return true
			}
			if n := shared(l, m); n >= 5 && len(l)-n <= 3 {
				return true
			}
		}
	}
	return false
}

// nameKey is a word without accents and with ae and oe as e: Paeonia, Péonie.
func nameKey(low string) string {
	return latinDiphthongs.Replace(string(lexicon.AppendFolded(nil, low)))
}

var latinDiphthongs = strings.NewReplacer("ae", "e", "oe", "e")

// Least scores of a name that is another one: with a witness and without.
const (
	leastPair   = .6
	leastTriple = .55
	leastAlone  = .75 // three versions, and the third has neither
)

func (p *Pass) namePair(i, k int, all [][]*mention) {
	for _, r := range p.rivals(i, k, all, func(*mention) float64 { return 1 }) {
		if r.x.used || r.y.used || r.score < leastPair {
			continue
		}
		r.x.used, r.y.used = true, true
		p.Report(p.setAgainst("name.differs", Warning, []int{i, k}, k, false, spanOf(r.x, r.y)))
	}
}

func (p *Pass) nameTriple(sides []int, all [][]*mention) {
	for n, k := range sides {
		i, j := sides[(n+1)%3], sides[(n+2)%3]
		if j < i {
			i, j = j, i
		}
		for _, w := range [2]int{i, j} { // the side whose name is missing on k
			o := i + j - w
			for _, r := range p.rivals(w, k, all, func(y *mention) float64 { return p.missing(y, o, all[o]) }) {
				if r.x.used || r.y.used || r.score < leastTriple || p.missing(r.x, o, all[o]) > .3 {
					continue
				}
				r.x.used, r.y.used = true, true
				spans := map[int]text.Span{w: r.x.Span, k: r.y.Span}
				for _, z := range all[o] {
					if oneName(r.x, z) {
						spans[o], z.used = z.Span, true
					}
				}
				order := append([]int(nil), sides...)
				sort.Ints(order)
				p.Report(p.setAgainst("name.differs", Warning, order, k, true, func(s int) text.Span { return spans[s] }))
			}
		}
	}
	// names that differ on two sides, and the third has neither: in a script that
	// the names are not written by their sound in, or left out
	for n := range sides {
		i, k := sides[n], sides[(n+1)%3]
		if p.farApart(i, k) {
			continue
		}
		i, k = min(i, k), max(i, k)
		for _, r := range p.rivals(i, k, all, func(*mention) float64 { return 1 }) {
			if r.x.used || r.y.used || r.score < leastAlone {
				continue
			}
			r.x.used, r.y.used = true, true
			o := sides[0] + sides[1] + sides[2] - i - k
			order, odd := []int{i, k}, k
			if p.missing(r.x, o, all[o]) > p.missing(r.y, o, all[o])+.2 {
				odd = i
			}
			p.Report(p.setAgainst("name.differs", Warning, order, odd, false, spanOf(r.x, r.y)))
		}
	}
}

// oneName reports whether two mentions are of one place or person.
func oneName(x, z *mention) bool {
	for _, a := range x.places {
		for _, b := range z.places {
			if a == b {
				return true
			}
		}
	}
	for _, a := range x.words {
		for _, b := range z.words {
			if !a.known && !b.known && similar(a.low, b.low) {
				return true
			}
		}
		for _, run := range z.runs {
			if _, _, v := a.sound.Hear(lang.NewHanSound(run)); v > heardAt {
				return true
			}
		}
	}
	for _, run := range x.runs {
		for _, b := range z.words {
			if _, _, v := b.sound.Hear(lang.NewHanSound(run)); v > heardAt {
				return true
			}
		}
	}
	return false
}

func spanOf(xs ...*mention) func(int) text.Span {
	return func(i int) text.Span {
		for _, x := range xs {
			if x.side == i {
				return x.Span
			}
		}
		return text.Span{}
	}
}

// heard accounts for the names of side latin that Chinese spells in pinyin (王毅,
// Wang Yi) or writes by their sound.
func (p *Pass) heard(latin, han int) {
	u, v := p.units(latin), p.units(han)
	ws := p.words(latin)
	for k := range u.tokens {
		t := &u.tokens[k]
		w := &ws[t.word]
		if t.to[han] >= .9 || w.han || !w.capital || functionWords[w.low] {
			continue
		}
		low := string(lexicon.AppendFolded(nil, w.low))
		var sound lang.Sound
		if !t.known {
			sound = lang.NewSound(low)
		}
		n := 0
		for x := 0; x < len(v.tokens); {
			// a run of characters
			y := x
			var rs []rune
			for y < len(v.tokens) && v.tokens[y].word == v.tokens[x].word && v.vocab.Kind[v.tokens[y].units[0]] == lexicon.Char {
				r, _ := utf8.DecodeRuneInString(v.vocab.Text[v.tokens[y].units[0]])
				rs = append(rs, r)
				y++
			}
			if len(rs) > 0 {
				from, to := spelt(low, rs)
				if to == 0 && sound.Len() > 2 {
					if a, b, nats := sound.Hear(p.hanRuns(han)[n]); nats > 2*heardAt {
						from, to = a, b
					}
				}
				n++
				if to > from {
					t.to[han] = 1
					for z := x + from; z < x+to; z++ {
						v.tokens[z].to[latin] = 1
					}
					break
				}
			}
			x = max(y, x+1)
		}
	}
}

// spelt finds the characters that a word is the pinyin of, or that the table of
// names renders it by.
func spelt(low string, rs []rune) (from, to int) {
	for a := range rs {
		if initial(rs[a]) != low[0] {
			continue
		}
		for b := a + 1; b <= min(len(rs), a+3); b++ {
			if spells(low, rs[a:b]) {
				return a, b
			}
		}
	}
	run := string(rs)
	for _, h := range lang.NameInHan(low) {
		if k := strings.Index(run, h); k >= 0 && utf8.RuneCountInString(h) > 1 {
			from = utf8.RuneCountInString(run[:k])
			return from, from + utf8.RuneCountInString(h)
		}
	}
	return 0, 0
}
