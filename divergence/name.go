package divergence

import (
	_ "embed"
	"sort"
	"strings"
	"sync"
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

// gazetteer is the places and other names that are known in the three
// languages: the countries of CLDR and the proper names of the seed lexicon.
type gazetteer struct {
	words map[string]map[string][]int // language, one word in lower case, rows
	han   map[string][]int            // Simplified characters
	most  int                         // characters of the longest
	zh    map[int][]string            // Chinese forms of a row
	// countries is the number of rows that are countries, which come first.
	countries int
}

var gazetteerTable = sync.OnceValue(func() *gazetteer {
	g := &gazetteer{words: map[string]map[string][]int{"fr": {}, "en": {}}, han: map[string][]int{}, zh: map[int][]string{}}
	row := 0
	add := func(code, name string) {
		if m := g.words[code]; m != nil {
			ws := splitWords(name)
			var content []word
			for _, w := range ws {
				if !functionWords[w.low] {
					content = append(content, w)
				}
			}
			if len(content) == 1 && content[0].capital && utf8.RuneCountInString(content[0].low) > 2 {
				m[content[0].low] = append(m[content[0].low], row)
			}
			return
		}
		if code == "zh" {
			if n := utf8.RuneCountInString(name); n >= 2 {
				name = lang.Simplify(name)
				g.han[name] = append(g.han[name], row)
				g.most = max(g.most, n)
				g.zh[row] = append(g.zh[row], name)
			}
		}
	}
	names, _ := countryNames()
	for _, n := range names {
		add("fr", n.fr)
		add("en", n.en)
		add("zh", n.zh)
		row++
	}
	g.countries = row
	for _, r := range lexicon.Names() {
		for _, code := range []string{"fr", "en", "zh"} {
			for _, s := range r[code] {
				add(code, s)
			}
		}
		row++
	}
	return g
})

// name is a name on one side.
type name struct {
	side int
	span text.Span
	rows []int  // of the gazetteer
	low  string // folded, for Latin letters
	bone string // skeleton
	used bool
}

// kind is 2 for countries, 1 for other places, 0 for the rest: a country may
// stand for its capital in another version, and a person for a place in none.
func (x *name) kind() int {
	g := gazetteerTable()
	switch {
	case len(x.rows) == 0:
		return 0
	case x.rows[0] < g.countries:
		return 2
	}
	return 1
}

func shares(a, b []int) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// namesOf lists the names of side i.
func (p *Pass) namesOf(i int) []*name {
	g := gazetteerTable()
	code := p.Sides[i].Lang.Code
	u := p.units(i)
	var out []*name
	inValue := func(s text.Span) bool {
		v := p.values(i)
		for k := range v.Dates {
			if v.Dates[k].Overlaps(s) {
				return true
			}
		}
		for k := range v.Quantities {
			if v.Quantities[k].Overlaps(s) {
				return true
			}
		}
		return false
	}
	ws := p.words(i)
	if p.Sides[i].Lang.Spaced {
		tok := 0
		for _, w := range ws {
			for tok < len(u.tokens) && u.tokens[tok].End <= w.Start {
				tok++
			}
			if w.han || !w.capital || functionWords[w.low] || len(w.low) < 4 || tok >= len(u.tokens) {
				continue
			}
			t := &u.tokens[tok]
			rows := g.words[code][w.low]
			if len(rows) == 0 && (t.known || w.first) || strings.ToUpper(w.low) == w.Of(p.Sides[i].Text) || inValue(w.Span) {
				continue
			}
			low := string(lexicon.AppendFolded(nil, w.low))
			out = append(out, &name{side: i, span: w.Span, rows: rows, low: low, bone: latinSkeleton(low)})
		}
		return out
	}
	for _, w := range ws {
		if !w.han {
			if w.capital && len(w.low) > 3 {
				low := string(lexicon.AppendFolded(nil, w.low))
				stem := string(lexicon.Stem([]byte(low)))
				if seed := lexicon.Seed(); seed.Has("en", lexicon.Word, stem) || seed.Has("fr", lexicon.Word, stem) {
					continue // a word, not a name: East, Premiership
				}
				out = append(out, &name{side: i, span: w.Span, low: low, bone: latinSkeleton(low)})
			}
			continue
		}
		rs := []rune(w.low)
		width := w.Len() / len(rs)
		for a := 0; a < len(rs); {
			n := 0
			var rows []int
			for l := min(g.most, len(rs)-a); l >= 2; l-- {
				if r := g.han[string(rs[a:a+l])]; r != nil {
					n, rows = l, r
					break
				}
			}
			if n == 0 {
				for a+n < len(rs) && soundChars[rs[a+n]] {
					n++
				}
				if n < 3 {
					a += max(n, 1)
					continue
				}
			}
			sp := text.Span{Start: w.Start + a*width, End: w.Start + (a+n)*width}
			if !inValue(sp) {
				bone, _ := hanSkeleton(rs[a : a+n])
				out = append(out, &name{side: i, span: sp, rows: rows, bone: bone})
			}
			a += n
		}
	}
	return out
}

// found reports whether name x stands on side j in some way.
func (p *Pass) found(x *name, j int, ys []*name) bool {
	for _, y := range ys {
		if shares(x.rows, y.rows) {
			return true
		}
	}
	i := x.side
	p.link(i, j)
	u := p.units(i)
	hit, all := 0, 0
	for k := range u.tokens {
		if x.span.Contains(u.tokens[k].Span) {
			all++
			if u.tokens[k].to[j] >= .95 {
				hit++
			}
		}
	}
	if hit > 0 && hit == all && !(len(x.rows) > 0 && p.Sides[j].Lang.Dense) || len(x.rows) == 0 && hit*2 > all {
		return true
	}
	terms := p.Terms(i)
	for k := range terms {
		if terms[k].Contains(x.span) {
			for _, o := range p.Terms(j) {
				if o.Concept == terms[k].Concept {
					return true
				}
			}
		}
	}
	if len(x.rows) > 0 && p.Sides[j].Lang.Dense {
		return p.placeIn(x, j)
	}
	if x.low != "" { // Latin letters
		for _, w := range p.words(j) {
			if w.han {
				continue
			}
			if low := string(lexicon.AppendFolded(nil, w.low)); similar(x.low, low) {
				return true
			}
		}
	}
	if len(x.rows) > 0 {
		return false // places go by the list, not by their sound
	}
	bone := x.bone
	if p.Sides[j].Lang.Dense == p.Sides[i].Lang.Dense {
		return false
	}
	if len(bone) < 2 {
		return true // too short to tell
	}
	least := .72
	if len(bone) == 2 {
		least = 1
	}
	if p.Sides[j].Lang.Dense {
		for _, w := range p.words(j) {
			if !w.han {
				continue
			}
			rs := []rune(w.low)
			sk, at := hanSkeleton(rs)
			for a := range rs {
				for b := a + 1; b <= min(len(rs), a+3); b++ {
					if x.low != "" && x.low[0] == initial(rs[a]) && spells(x.low, rs[a:b]) {
						return true
					}
				}
				for b := a + 2; b <= len(rs) && at[b]-at[a] <= len(bone)+3; b++ {
					if alike(bone, sk[at[a]:at[b]]) >= least && soundRun(rs[a:b]) {
						return true
					}
				}
			}
		}
		return false
	}
	// Chinese syllables against the words, and pairs of words, of j
	ws := p.words(j)
	v := p.units(j)
	for k := range ws {
		// words of the language are no names: January, Minister; with two versions
		// there is no witness, and the benefit of the doubt is wider
		if !ws[k].capital || len(p.known()) > 2 && k < len(v.tokens) && v.tokens[k].word == k && v.tokens[k].known {
			continue
		}
		sk := latinSkeleton(string(lexicon.AppendFolded(nil, ws[k].low)))
		if a := alike(bone, sk); a == 1 || a >= .72 && min(len(bone), len(sk)) > 2 {
			return true
		}
		if k+1 < len(ws) && ws[k+1].capital && alike(bone, sk+latinSkeleton(string(lexicon.AppendFolded(nil, ws[k+1].low)))) > .75 {
			return true
		}
	}
	return false
}

// placeIn reports whether a place stands in the Chinese of side j, in full or,
// for countries, in one character beside another of the kind (俄乌, 阿方).
func (p *Pass) placeIn(x *name, j int) bool {
	g := gazetteerTable()
	for _, w := range p.words(j) {
		if !w.han {
			continue
		}
		for _, r := range x.rows {
			for _, form := range g.zh[r] {
				if strings.Contains(w.low, form) {
					return true
				}
				head, _ := utf8.DecodeRuneInString(form)
				for k, c := range w.low {
					if c != head {
						continue
					}
					next, _ := utf8.DecodeRuneInString(w.low[k+utf8.RuneLen(c):])
					before, _ := utf8.DecodeLastRuneInString(w.low[:k])
					if strings.ContainsRune("方国军籍裔语文中美俄英法德日韩朝印欧亚非洲人政总", next) || strings.ContainsRune("中美俄英法德日韩朝印欧亚非驻访赴对", before) {
						return true
					}
				}
			}
		}
	}
	return false
}

// soundRun reports whether most characters of a run are ones that foreign names
// are written in.
func soundRun(rs []rune) bool {
	n := 0
	for _, r := range rs {
		if soundChars[r] {
			n++
		}
	}
	return n*3 >= len(rs)*2
}

// initial is the first letter of the pinyin of a character, 0 where it has none.
func initial(r rune) byte {
	if s := syllable(r); s != "" {
		return s[0]
	}
	return 0
}

// spells reports whether a run of characters is a name in pinyin: 王, Wang; 志远,
// Zhiyuan.
func spells(low string, rs []rune) bool {
	s := ""
	for _, r := range rs {
		s += syllable(r)
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
	if len(a) >= 4 && strings.HasPrefix(b, a) {
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
	return len(sa) >= 3 && len(sb) >= 3 && sa[0] == sb[0] && alike(sa, sb) >= .8 || len(sa) == 2 && sa == sb && a[0] == b[0]
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

func runName(p *Pass) {
	sides := p.known()
	if len(sides) < 2 || len(sides) > 3 || p.foreignSide(sides) {
		return
	}
	all := make([][]*name, len(p.Sides))
	for _, i := range sides {
		all[i] = p.namesOf(i)
	}
	lost := func(x *name, j int) bool { return !p.found(x, j, all[j]) }
	if len(sides) == 2 || p.Source >= 0 {
		i, j := sides[0], sides[len(sides)-1]
		if p.Source >= 0 {
			i = p.Source
		}
		for _, k := range sides {
			if k == i || len(sides) == 2 && k != j {
				continue
			}
			for _, x := range all[i] {
				if x.used || !lost(x, k) {
					continue
				}
				if y := p.nearest(x, all[k], func(y *name) bool { return lost(y, i) }); y != nil {
					x.used, y.used = true, true
					sev := Warning
					if x.kind() == 0 && p.Sides[i].Lang.Dense != p.Sides[k].Lang.Dense {
						sev = Note // by their sound alone, and no witness
					}
					p.Report(p.setAgainst("name.differs", sev, []int{i, k}, k, false, spanOf(x, y)))
				}
			}
		}
		return
	}
	for n, k := range sides {
		i, j := sides[(n+1)%3], sides[(n+2)%3]
		for _, x := range all[i] {
			if x.used || !lost(x, k) || lost(x, j) {
				continue
			}
			// a name that i and j write alike is sure; what sounds like it is not
			sure := false
			for _, w := range p.words(j) {
				sure = sure || x.low != "" && !w.han && string(lexicon.AppendFolded(nil, w.low)) == x.low
			}
			y := p.nearest(x, all[k], func(y *name) bool {
				return lost(y, i) && (lost(y, j) || sure && len(y.rows) == 0 && p.Sides[k].Lang.Spaced)
			})
			if y == nil {
				continue
			}
			x.used, y.used = true, true
			spans := map[int]text.Span{i: x.span, k: y.span}
			for _, z := range all[j] {
				if shares(x.rows, z.rows) || x.low != "" && z.low != "" && similar(x.low, z.low) {
					spans[j], z.used = z.span, true
				}
			}
			order := append([]int(nil), sides...)
			sort.Ints(order)
			p.Report(p.setAgainst("name.differs", Warning, order, k, true, func(s int) text.Span { return spans[s] }))
		}
	}
}

func spanOf(xs ...*name) func(int) text.Span {
	return func(i int) text.Span {
		for _, x := range xs {
			if x.side == i {
				return x.span
			}
		}
		return text.Span{}
	}
}

// nearest finds the name of ys that stands about where x does and fits: places
// against places.
func (p *Pass) nearest(x *name, ys []*name, fits func(*name) bool) *name {
	var found *name
	best := .35
	if len(p.known()) > 2 {
		best = .7
	}
	pos := func(n *name) float64 { return float64(n.span.Start) / float64(len(p.Sides[n.side].Text)) }
	for _, y := range ys {
		if y.used || x.kind() != y.kind() && !(x.kind() == 1 && y.kind() == 0 && y.low != "") {
			continue
		}
		d := pos(x) - pos(y)
		if d < 0 {
			d = -d
		}
		if d < best && fits(y) {
			found, best = y, d
		}
	}
	return found
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
		bone := latinSkeleton(low)
		for x := 0; x < len(v.tokens); {
			// a run of characters
			y := x
			var rs []rune
			for y < len(v.tokens) && v.tokens[y].word == v.tokens[x].word && v.vocab.Kind[v.tokens[y].units[0]] == lexicon.Char {
				r, _ := utf8.DecodeRuneInString(v.vocab.Text[v.tokens[y].units[0]])
				rs = append(rs, r)
				y++
			}
			if from, to := hear(low, bone, t.known, rs); to > from {
				t.to[han] = 1
				for z := x + from; z < x+to; z++ {
					v.tokens[z].to[latin] = 1
				}
				break
			}
			x = max(y, x+1)
		}
	}
}

// hear finds the characters that spell a name or sound like it; words that the
// lexicon knows are no names to be heard.
func hear(low, bone string, known bool, rs []rune) (from, to int) {
	if len(rs) == 0 {
		return 0, 0
	}
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
	if known || len(bone) < 3 {
		return 0, 0
	}
	sk, at := hanSkeleton(rs)
	best := .72
	for a := range rs {
		for b := a + 2; b <= len(rs) && at[b]-at[a] <= len(bone)+2; b++ {
			if s := alike(bone, sk[at[a]:at[b]]); s > best && soundRun(rs[a:b]) {
				best, from, to = s, a, b
			}
		}
	}
	return
}
