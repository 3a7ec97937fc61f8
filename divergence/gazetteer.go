package divergence

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/lang"
)

//go:embed data/capitals.tsv
var capitalData string

// gazetteer is the places and other names that are known in the three
// languages: the countries of CLDR, the proper names of the seed lexicon, and
// the adjectives and inhabitants of places, which count as the place. Names that
// are one in Chinese are one place: France, French, 法国.
type gazetteer struct {
	// latin has, per language, the entries by their first word, longest first.
	latin map[string]map[string][]placeForm
	han   map[string][]int // Simplified characters
	most  int              // characters of the longest
	zh    map[int][]string // Chinese forms of a place
	// country is the ISO 3166 code of the places that are countries.
	country map[int]string
	body    map[int]bool   // organisations and the like, which have many names
	region  map[string]int // and back
	// countries is how many places are countries as CLDR names them; they come first.
	countries int
	// seat is the country of a capital.
	seat  map[int]int
	words map[int][]string               // what a place's names are made of, to see which are kin
	stems map[string]map[string][]string // per language, the names of one word by their first four letters
	up    []int                          // union of places with a Chinese name in common
}

// placeForm is a name of a place in Latin letters.
type placeForm struct {
	rest  []string // words after the first, folded
	place int
	adj   bool // an adjective: French leaves it small
	caps  bool // in capitals: US
}

// kinless are words that places of all kinds share.
var kinless = map[string]bool{
	"north": true, "south": true, "east": true, "west": true, "nord": true, "sud": true, "est": true, "ouest": true, "united": true, "unis": true, "unies": true, "republic": true, "republique": true,
	"democratic": true, "democratique": true, "saint": true, "sainte": true, "island": true, "islands": true, "iles": true, "state": true, "states": true, "etat": true, "etats": true, "central": true,
	"centrale": true, "city": true, "ville": true, "river": true, "province": true, "port": true, "nouvelle": true, "nouveau": true, "coast": true, "cote": true, "federal": true, "people": true, "union": true,
	"organization": true, "organisation": true, "nations": true, "international": true, "internationale": true, "world": true, "mondiale": true, "council": true, "conseil": true, "committee": true, "comite": true,
}

func foldWords(s string) []string {
	var out []string
	for _, w := range splitWords(s) {
		out = append(out, string(lexicon.AppendFolded(nil, w.low)))
	}
	return out
}

var gazetteerTable = sync.OnceValue(func() *gazetteer {
	g := &gazetteer{
		latin: map[string]map[string][]placeForm{"fr": {}, "en": {}}, han: map[string][]int{}, zh: map[int][]string{},
		country: map[int]string{}, body: map[int]bool{}, region: map[string]int{}, seat: map[int]int{}, words: map[int][]string{}, stems: map[string]map[string][]string{},
	}
	common := lexicon.Commons()
	add := func(place int, code, name string, adj bool) {
		// a name that is a word too is none: State, Will, 国家
		if g.country[place] == "" && common[code][strings.ToLower(name)] && (code != "zh" || utf8.RuneCountInString(name) < 3) {
			return
		}
		name, _, _ = strings.Cut(name, "(")
		name, _, _ = strings.Cut(name, "（")
		name = strings.TrimSpace(name)
		if code == "zh" {
			name = lang.Simplify(name)
			if n := utf8.RuneCountInString(name); n >= 2 && !strings.HasSuffix(name, "方") && !(n == 2 && strings.HasPrefix(name, "中") && place > 0 && name != "中国" && name != "中东" && name != "中亚" && name != "中非") {
				if !contains(g.han[name], place) {
					g.han[name] = append(g.han[name], place)
					g.zh[place] = append(g.zh[place], name)
				}
				g.most = max(g.most, n)
			}
			return
		}
		m := g.latin[code]
		if m == nil {
			return
		}
		ws := splitWords(name)
		for len(ws) > 1 && functionWords[ws[0].low] {
			ws = ws[1:]
		}
		if len(ws) == 0 || !ws[0].capital && common[code][strings.ToLower(name[ws[0].Start:])] {
			return // notre pays
		}
		if !ws[0].capital {
			adj = true // in small letters: afghan
		}
		f := foldWords(name[ws[0].Start:])
		caps := strings.ToUpper(name) == name
		if len(f) == 1 && (len(f[0]) < 3 && !caps || noNames[f[0]]) {
			return
		}
		m[f[0]] = append(m[f[0]], placeForm{f[1:], place, adj, caps})
		for _, w := range f {
			if len(w) > 3 && !kinless[w] {
				g.words[place] = append(g.words[place], w)
			}
		}
	}
	names, _ := countryNames()
	place := 0
	for _, n := range names {
		g.country[place], g.region[n.region] = n.region, place
		add(place, "fr", n.fr, false)
		add(place, "en", n.en, false)
		add(place, "zh", n.zh, false)
		place++
	}
	g.countries = place
	for n, rows := range [][]map[string][]string{lexicon.Names(), lexicon.Adjectives()} {
		for _, r := range rows {
			if n == 1 && !slices.ContainsFunc(r["zh"], func(s string) bool { return g.han[lang.Simplify(s)] != nil }) {
				continue // Muslim, National
			}
			if n == 0 && (person(r) || slices.ContainsFunc(r["en"], unnamed)) {
				continue
			}
			g.body[place] = n == 0 && body(r)
			for _, code := range []string{"fr", "en", "zh"} {
				if n == 0 && code != "zh" && !slices.ContainsFunc(r[code], capitalised) {
					continue // a town, but in small letters: angers
				}
				for _, s := range r[code] {
					if n == 0 && code != "zh" && !capitalised(s) && !akin(s, r[code]) {
						continue
					}
					add(place, code, s, n == 1)
				}
			}
			place++
		}
	}
	for code, m := range g.latin {
		g.stems[code] = map[string][]string{}
		for first, fs := range m {
			if len(first) > 4 && len(fs[len(fs)-1].rest) == 0 {
				g.stems[code][first[:4]] = append(g.stems[code][first[:4]], first)
			}
			slices.SortStableFunc(fs, func(a, b placeForm) int { return len(b.rest) - len(a.rest) })
		}
	}
	for _, m := range g.stems {
		for _, fs := range m {
			slices.Sort(fs)
		}
	}
	g.up = make([]int, place)
	for k := range g.up {
		g.up[k] = k
	}
	for k := range place {
		for n, s := range g.zh[k] {
			if n > 0 && utf8.RuneCountInString(s) < 3 {
				continue
			}
			for _, o := range g.han[s] {
				g.join(k, o)
			}
		}
	}
	for k := range place {
		if r := g.root(k); r != k {
			g.zh[r] = append(g.zh[r], g.zh[k]...)
			g.words[r] = append(g.words[r], g.words[k]...)
			if c := g.country[k]; c != "" && g.country[r] == "" {
				g.country[r] = c
			}
			g.body[r] = g.body[r] || g.body[k]
		}
	}
	for k := range g.country {
		delete(g.body, k)
	}
	for s, ks := range g.han {
		for x, k := range ks {
			ks[x] = g.root(k)
		}
		slices.Sort(ks)
		g.han[s] = slices.Compact(ks)
	}
	for _, line := range strings.Split(capitalData, "\n") {
		code, cities, ok := strings.Cut(line, "\t")
		if !ok || line[0] == '#' {
			continue
		}
		c, ok := g.region[code]
		if !ok {
			continue
		}
		for _, s := range strings.Split(cities, "|") {
			f := foldWords(s)
			for _, l := range []string{"fr", "en"} {
				for _, e := range g.latin[l][f[0]] {
					if slices.Equal(e.rest, f[1:]) {
						g.seat[g.root(e.place)] = g.root(c)
					}
				}
			}
		}
	}
	return g
})

// body reports whether a row of the lexicon is an organisation: it has an
// acronym, or a word for what it is.
func body(r map[string][]string) bool {
	caps := 0
	for _, s := range r["en"] {
		if strings.ToUpper(s) == s {
			caps++
		}
		for _, w := range foldWords(s) {
			if bodyWords[w] {
				return true
			}
		}
	}
	return caps > 0 && caps == len(r["en"])
}

var bodyWords = wordSet("council organization organisation committee commission assembly secretary general secretariat court bank fund agency programme program office department ministry congress parliament party league association federation forum conference summit group army force forces mission university institute institution international internet world convention agreement treaty charter protocol goals agenda day year war games prize olympic olympics muslim christian islam islamic catholic protestant buddhist buddhism jewish judaism hindu orthodox democratic democrat republican communist socialist liberal conservative labour economic navy women")

// person reports whether a row of the lexicon is a name of the table of given
// and family names.
func person(r map[string][]string) bool {
	for _, s := range r["en"] {
		for _, w := range foldWords(s) {
			for _, h := range lang.NameInHan(w) {
				if slices.Contains(r["zh"], h) {
					return true
				}
			}
		}
	}
	return false
}

// akin reports whether a form in small letters begins like one with a capital:
// afghan, Afghanistan.
func akin(s string, forms []string) bool {
	f := string(lexicon.AppendFolded(nil, s))
	for _, o := range forms {
		if capitalised(o) && shared(f, string(lexicon.AppendFolded(nil, o))) >= 3 {
			return true
		}
	}
	return false
}

// unnamed reports whether a rendering is no name for all its capitals: a day, the
// coronavirus.
func unnamed(s string) bool {
	return slices.ContainsFunc(foldWords(s), func(w string) bool { return noNames[w] })
}

func capitalised(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// root is the first of the places that are one.
func (g *gazetteer) root(k int) int {
	for g.up[k] != k {
		k = g.up[k]
	}
	return k
}

func (g *gazetteer) join(a, b int) {
	if a, b = g.root(a), g.root(b); a != b {
		g.up[max(a, b)] = min(a, b)
	}
}

// at finds the longest name of a place that begins with word k: how many words
// it has, and the places.
func (g *gazetteer) at(code string, ws []word, folded func(int) string, k int) (n int, places []int, adj bool) {
	w := &ws[k]
	adj = true
	named, some := false, false // as CLDR names the country; as an adjective
	for _, e := range g.latin[code][folded(k)] {
		if n > 0 && len(e.rest)+1 < n {
			break
		}
		if !w.capital && !e.adj || e.caps && !allCaps(ws, k, len(e.rest)+1) || k+len(e.rest) >= len(ws) {
			continue
		}
		ok := true
		for x, r := range e.rest {
			ok = ok && folded(k+1+x) == r && ws[k+1+x].Start-ws[k+x].End <= 3
		}
		if ok {
			n = len(e.rest) + 1
			if k := g.root(e.place); !slices.Contains(places, k) {
				places = append(places, k)
			}
			adj, some = adj && e.adj, some || e.adj
			named = named || e.place < g.countries
		}
	}
	if n == 1 && !named && some {
		adj = true // French
	}
	if n == 1 && !adj && !named && g.country[places[0]] != "" {
		for _, end := range derivations[code] {
			adj = adj || len(end) > 2 && strings.HasSuffix(folded(k), end) || strings.HasSuffix(folded(k), "an") // Mexican
		}
	}
	if n == 0 {
		if e := g.derived(code, w, folded(k)); e != nil {
			return 1, []int{g.root(e.place)}, true
		}
		if r := partyNames().demonym(w.low); r != "" {
			if c, ok := g.region[r]; ok {
				return 1, []int{g.root(c)}, true
			}
		}
	}
	return
}

// derivations are endings of adjectives and inhabitants.
var derivations = map[string][]string{
	"en": {"ish", "ian", "ean", "an", "ese", "ians", "eans", "ans", "ite", "ites", "er", "ers", "ic", "i", "is"},
	"fr": {"ais", "aise", "aises", "ois", "oise", "oises", "ien", "ienne", "iens", "iennes", "een", "eenne", "eens", "eennes"},
}

// derived finds the place that a word is the adjective of by its letters:
// Scottish, Scotland.
func (g *gazetteer) derived(code string, w *word, low string) *placeForm {
	if len(low) < 6 || !w.capital && code != "fr" {
		return nil
	}
	var found *placeForm
	for _, first := range g.stems[code][low[:4]] {
		n := 4
		for n < len(first) && n < len(low) && first[n] == low[n] {
			n++
		}
		if len(first)-n > 4 || n < len(first)/2 {
			continue
		}
		for _, end := range derivations[code] {
			if cut, ok := strings.CutSuffix(low, end); !ok || len(cut) > n+1 || len(cut) < 4 || !strings.HasPrefix(first, cut[:min(n, len(cut))]) {
				continue
			}
			fs := g.latin[code][first]
			e := &fs[len(fs)-1]
			if e.adj || !w.capital && g.country[g.root(e.place)] == "" {
				continue
			}
			if found != nil && g.root(found.place) != g.root(e.place) {
				return nil // Austrian, Australian
			}
			found = e
		}
	}
	return found
}

// single lists the places, no countries, that one word names by itself.
func (g *gazetteer) single(code, low string) []int {
	var out []int
	for _, e := range g.latin[code][low] {
		if k := g.root(e.place); len(e.rest) == 0 && !e.adj && g.country[k] == "" {
			out = append(out, k)
		}
	}
	return out
}

func allCaps(ws []word, k, n int) bool {
	for _, w := range ws[k:min(k+n, len(ws))] {
		if w.small {
			return false
		}
	}
	return true
}

// bodies reports whether all of the places are organisations.
func (g *gazetteer) bodies(places []int) bool {
	for _, k := range places {
		if !g.body[k] {
			return false
		}
	}
	return len(places) > 0
}

// placeAt is how many characters at the beginning of rs are a place, 0 where
// fewer than least are.
func (g *gazetteer) placeAt(rs []rune, least int) int {
	for l := min(g.most, len(rs)); l >= least; l-- {
		if g.han[string(rs[:l])] != nil {
			return l
		}
	}
	return 0
}

// kin reports whether two places may be one in other words: a country and its
// capital, Korea and South Korea.
func (g *gazetteer) kin(a, b int) bool {
	if c, ok := g.seat[a]; ok && c == b {
		return true
	}
	if c, ok := g.seat[b]; ok && c == a {
		return true
	}
	for _, x := range g.words[a] {
		if slices.Contains(g.words[b], x) {
			return true
		}
	}
	return false
}
