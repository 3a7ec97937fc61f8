package divergence

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// mention is a name on one side: a known place in any form, a run of words with
// capitals (Jeyhun Bayramov), or characters that write a foreign name.
type mention struct {
	text.Span
	side   int
	places []int // of the gazetteer; nil for other names
	adj    bool  // an adjective or inhabitants
	words  []nameWord
	runs   [][]rune // Chinese characters, parted at the dots (迈克尔·戈夫)
	// sure is how surely this is a name that another version has to have, in [0, 1].
	sure  float64
	from  int // token
	to    int
	used  bool
	peers []*mention // of its side
	// lost says, per side, how surely the name does not stand there, in [0, 1];
	// below 0 where that was not looked at yet.
	lost []float64
}

// nameWord is a word of a name in Latin letters.
type nameWord struct {
	text.Span
	low   string // folded
	known bool   // a word of the language too
	first bool   // of the sentence
	sound lang.Sound
}

// nameTitles stand before a name and are none.
var nameTitles = wordSet("mr mrs ms mme mlle dr prof professor president prime minister sir lord lady king queen prince princess judge justice senator sen gov governor general gen col capt sgt captain saint st president premier ministre roi reine professeur docteur juge senateur gouverneur the le la les l d de du des un une a an")

// calendar names and the like, which other checks compare.
var noNames = wordSet("january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche christmas easter noel paques covid coronavirus internet god dieu pdf bc ad av")

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// namesOf lists the names of side i in order.
func (p *Pass) namesOf(i int) []*mention {
	var out []*mention
	if p.Sides[i].Lang.Spaced {
		out = p.latinMentions(i)
	} else {
		out = p.hanMentions(i)
	}
	v := p.values(i)
	u := p.units(i)
	kept := out[:0]
	for _, m := range out {
		inside := false
		for k := range v.Dates {
			inside = inside || v.Dates[k].Overlaps(m.Span)
		}
		for k := range v.Quantities {
			inside = inside || v.Quantities[k].Overlaps(m.Span)
		}
		if inside {
			continue
		}
		for m.from < len(u.tokens) && u.tokens[m.from].End <= m.Start {
			m.from++
		}
		m.to = m.from
		for m.to < len(u.tokens) && u.tokens[m.to].Start < m.End {
			m.to++
		}
		m.lost = make([]float64, len(p.Sides))
		for k := range m.lost {
			m.lost[k] = -1
		}
		kept = append(kept, m)
	}
	for _, m := range kept {
		m.peers = kept
	}
	return kept
}

func (p *Pass) latinMentions(i int) []*mention {
	g := gazetteerTable()
	code := p.Sides[i].Lang.Code
	if !p.Sides[i].Lang.Spaced {
		code = "en"
	}
	s := p.Sides[i].Text
	ws := p.words(i)
	low := make([]string, len(ws))
	folded := func(k int) string {
		if low[k] == "" {
			low[k] = string(lexicon.AppendFolded(nil, ws[k].low))
		}
		return low[k]
	}
	seed := lexicon.Seed()
	joined := func(k int) bool { // words k and k+1 stand together
		if k < 0 || k+1 >= len(ws) || ws[k].han || ws[k+1].han {
			return false
		}
		gap := s[ws[k].End:ws[k+1].Start]
		switch gap {
		case " ", "-", "\u00a0", "'", "’", "‑":
			return true
		}
		return ws[k].Len() == 1 && strings.TrimSpace(gap) == "."
	}
	var out []*mention
	capital := func(k int) bool {
		return k >= 0 && k < len(ws) && ws[k].capital && ws[k].Len() > 1 && !functionWords[ws[k].low]
	}
	// person reports whether word k may be part of a person's name: it is one of
	// the names known that are no country, or no word at all
	person := func(k int) bool {
		if !capital(k) || !ws[k].small {
			return false
		}
		low := folded(k)
		return lang.NameInHan(low) != nil || g.single(code, low) != nil || !seed.Has(code, lexicon.Word, string(lexicon.Stem([]byte(low))))
	}
	for k := 0; k < len(ws); {
		if ws[k].han {
			k++
			continue
		}
		n, places, adj := g.at(code, ws, folded, k)
		if n == 1 && !adj && joined(k) && person(k) && person(k+1) && s[ws[k].End:ws[k+1].Start] == " " {
			n = 0 // Scott Robinson: a given name
		}
		if n > 0 {
			m := &mention{Span: text.Span{Start: ws[k].Start, End: ws[k+n-1].End}, side: i, places: places, adj: adj, sure: 1}
			for x := k; x < k+n; x++ {
				m.words = append(m.words, nameWord{Span: ws[x].Span, low: folded(x)})
			}
			if g.bodies(places) {
				m.sure = .5
			}
			// part of a longer name: Washington Post, Paris Hilton
			if after, before := joined(k+n-1) && capital(k+n) && s[ws[k+n-1].End:ws[k+n].Start] != "’", joined(k-1) && capital(k-1) && !ws[k-1].first; !adj && (after || before) {
				m.sure = min(m.sure, .8)
				if after && person(k+n) || before && person(k-1) {
					m.sure = .4
				}
			}
			out = append(out, m)
			k += n
			continue
		}
		if !capital(k) && !(ws[k].capital && ws[k].Len() == 1 && capital(k+1) && joined(k)) || !ws[k].small && ws[k].Len() > 1 {
			k++
			continue
		}
		// a run of words with capitals
		m := &mention{side: i}
		x := k
		for ; x < len(ws); x++ {
			if x > k {
				if !joined(x-1) || !ws[x].capital || !ws[x].small && ws[x].Len() > 1 {
					break
				}
				if n, _, adj := g.at(code, ws, folded, x); n > 0 && !adj && !(n == 1 && person(x)) {
					break
				}
			}
			stem := string(lexicon.Stem([]byte(folded(x))))
			m.words = append(m.words, nameWord{Span: ws[x].Span, low: folded(x), first: ws[x].first,
				known: seed.Has(code, lexicon.Word, stem) && lang.NameInHan(folded(x)) == nil && g.single(code, folded(x)) == nil})
		}
		k = x
		for len(m.words) > 0 && (nameTitles[m.words[0].low] || noNames[m.words[0].low] || len(m.words[0].low) == 1 && code == "fr") {
			m.words = m.words[1:]
		}
		for len(m.words) > 0 && noNames[m.words[len(m.words)-1].low] {
			m.words = m.words[:len(m.words)-1]
		}
		// the first word of a sentence is none unless others follow
		if len(m.words) > 1 && m.words[0].first && m.words[0].known {
			m.words = m.words[1:]
		}
		if len(m.words) == 0 {
			continue
		}
		strange := 0
		for x := range m.words {
			w := &m.words[x]
			w.sound = lang.NewSound(w.low)
			if !w.known && len(w.low) > 2 && w.sound.Len() > 1 {
				strange++
			}
		}
		n = len(m.words)
		switch {
		case strange == 0 && n > 1:
			m.sure = .6
		case strange == 0:
			m.sure = .2
		case n == 1 && m.words[0].first && lang.NameInHan(m.words[0].low) == nil:
			m.sure = .4
		case n == 1 && len(m.words[0].low) < 5:
			m.sure = .6
		default:
			m.sure = 1
		}
		m.Span = text.Span{Start: m.words[0].Start, End: m.words[n-1].End}
		out = append(out, m)
	}
	return out
}

// hanMentions lists the names in Chinese: places, runs of characters that
// foreign names are written in, names of the table, and words of Latin letters.
func (p *Pass) hanMentions(i int) []*mention {
	g := gazetteerTable()
	s := p.Sides[i].Text
	out := p.latinMentions(i)
	seed := lexicon.Seed()
	// strange counts the characters of [a, b) that belong to no word of the lexicon
	strange := func(rs []rune, a, b int) int {
		n := 0
		for k := a; k < b; k++ {
			if !(k > 0 && seed.Has("zh", lexicon.Bigram, string(rs[k-1:k+1]))) && !(k+1 < len(rs) && seed.Has("zh", lexicon.Bigram, string(rs[k:k+2]))) {
				n++
			}
		}
		return n
	}
	var last *mention // a name that a dot may carry on
	for _, w := range p.words(i) {
		if !w.han {
			last = nil
			continue
		}
		rs := []rune(w.low)
		width := w.Len() / len(rs)
		span := func(a, b int) text.Span {
			return text.Span{Start: w.Start + a*width, End: w.Start + b*width}
		}
		dotted := func(at int, before bool) bool {
			var r rune
			if before {
				r, _ = utf8.DecodeLastRuneInString(s[:at])
			} else {
				r, _ = utf8.DecodeRuneInString(s[at:])
			}
			return strings.ContainsRune("·•‧・．-﹒", r)
		}
		for a := 0; a < len(rs); {
			start := a == 0 && dotted(w.Start, true)
			sounding := 0
			for a+sounding < len(rs) && !(sounding > 0 && (rs[a+sounding] == '方' || g.placeAt(rs[a+sounding:], 3) > 0)) {
				if v := soundChar(rs[a+sounding]); v <= .3 && !((start || sounding > 0) && v > -1.2 && a+sounding+1 < len(rs) && soundChar(rs[a+sounding+1]) > .3) {
					break
				}
				sounding++
			}
			n := g.placeAt(rs[a:], 2)
			places := g.han[string(rs[a:a+n])]
			table := 0
			for l := min(7, len(rs)-a); l >= 2; l-- {
				if lang.NamesOfHan(string(rs[a:a+l])) != nil {
					table = l
					break
				}
			}
			// a name that a dot carries on is a person's, unless it is a country: 英格丽德·
			if reach := max(n, sounding); n > 0 && a+reach == len(rs) && dotted(w.End, false) && g.country[places[0]] == "" {
				table, n = max(table, reach), 0
			}
			if n > 0 && n >= table && !(start && sounding >= n) {
				m := &mention{Span: span(a, a+n), side: i, places: places, runs: [][]rune{rs[a : a+n]}, sure: 1}
				if g.bodies(places) {
					m.sure = .5
				}
				if sounding > n+1 || a > 0 && n < 4 && soundChar(rs[a-1]) > 1.5 && soundChar(rs[a]) > 1 {
					m.sure = .4 // 马里 in 马里兰
				}
				out = append(out, m)
				last = nil
				a += n
				continue
			}
			n = max(sounding, table)
			end := a+n == len(rs) && dotted(w.End, false)
			if end && n < 2 && a > 0 && n > 0 { // 强尼·
				a--
				n++
			}
			if !start && !end && table == 0 {
				for n > 0 && soundChar(rs[a]) < .8 {
					a++
					n--
				}
				for n > 0 && soundChar(rs[a+n-1]) < .8 {
					n--
				}
			}
			weight := 0.0
			for _, r := range rs[a : a+n] {
				weight += soundChar(r)
			}
			switch {
			case n == 0:
				last = nil
				a++
				continue
			case table > 0:
			case start && last != nil, end:
			case n >= 3 && weight > 5 && strange(rs, a, a+n) > 1:
			case n == 2 && weight > 5 && strange(rs, a, a+n) > 1:
				weight = 0
			default:
				last = nil
				a += n
				continue
			}
			if start && last != nil && last.side == i {
				last.End = w.Start + (a+n)*width
				last.runs = append(last.runs, rs[a:a+n])
				last.sure = 1
			} else {
				last = &mention{Span: span(a, a+n), side: i, runs: [][]rune{rs[a : a+n]}, sure: 1}
				if weight == 0 && !end {
					last.sure = .4
				}
				out = append(out, last)
			}
			a += n
			if a < len(rs) {
				last = nil
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *mention) int { return a.Start - b.Start })
	return out
}

// soundChar is lang.SoundChar for all but the characters of grammar, which may
// stand in a name (阿的斯) and mostly do not.
func soundChar(r rune) float64 {
	if functionChars[r] {
		return -2
	}
	return lang.SoundChar(r)
}

// heardAt is the nats above which a name counts as heard, and below which it
// does not.
const (
	heardAt  = 2.5
	unheard  = .5
	unheardW = heardAt - unheard
)

// hanRuns are the runs of characters of side i, ready to have names heard in.
func (p *Pass) hanRuns(i int) []lang.HanSound {
	s := &p.state.sides[i]
	if !s.soundsDone {
		s.soundsDone = true
		for _, w := range p.words(i) {
			if w.han {
				s.sounds = append(s.sounds, lang.NewHanSound([]rune(w.low)))
			}
		}
	}
	return s.sounds
}

// hear is how well a name in Latin letters is heard on a side in Chinese, in
// nats.
func (p *Pass) hear(s lang.Sound, j int) float64 {
	best := math.Inf(-1)
	for _, h := range p.hanRuns(j) {
		if _, _, v := s.Hear(h); v > best {
			best = v
		}
	}
	return best
}

// missing is how surely name m does not stand on side j, in [0, 1].
func (p *Pass) missing(m *mention, j int, ys []*mention) float64 {
	if m.lost[j] < 0 {
		m.lost[j] = p.lookFor(m, j, ys)
	}
	return m.lost[j]
}

func (p *Pass) lookFor(m *mention, j int, ys []*mention) float64 {
	i := m.side
	terms := p.Terms(i)
	for k := range terms {
		if !terms[k].Overlaps(m.Span) {
			continue
		}
		for _, o := range p.Terms(j) {
			if o.Concept == terms[k].Concept {
				return 0
			}
		}
		if terms[k].Len() > m.Len() {
			return .3 // the term is another check's
		}
	}
	if m.places != nil {
		return p.lookForPlace(m, j, ys)
	}
	if m.runs != nil {
		return p.lookForRuns(m, j)
	}
	// words in Latin letters
	p.link(i, j)
	u := p.units(i)
	js := p.words(j)
	strange, whole := false, ""
	for _, w := range m.words {
		strange = strange || !w.known
		whole += w.low
	}
	if p.Sides[j].Lang.Dense && len(m.words) > 1 {
		// read as one word, or spelt so: 王毅, Wang Yi
		if p.nats(lang.NewSound(whole), whole, j) > 2*heardAt {
			return 0
		}
	}
	sum := 0.0
	for n, w := range m.words {
		v := leastNats
		for k := m.from; k < m.to; k++ {
			if u.tokens[k].Span == w.Span && u.tokens[k].to[j] >= .95 {
				v = foundNats
			}
		}
		for _, y := range js {
			if v == foundNats {
				break
			}
			if y.han {
				continue
			}
			if f := string(lexicon.AppendFolded(nil, y.low)); w.low == f || y.capital && similar(w.low, f) || f == whole || len(w.low) > 4 && strings.Contains(f, w.low) || len(f) > 4 && strings.Contains(w.low, f) {
				v = foundNats
				if !y.capital && !w.known {
					v = 0 // biotech is not Takis Biotech
				}
			}
		}
		if v < foundNats && p.Sides[j].Lang.Dense {
			v = max(v, p.nats(w.sound, w.low, j))
			for _, k := range gazetteerTable().single(p.Sides[i].Lang.Code, w.low) {
				if p.placeIn(&mention{places: []int{k}}, j) {
					v = foundNats
				}
			}
		}
		if n+1 < len(m.words) && v < 2*heardAt {
			v = min(v, heardAt/2) // the family name is what has to be heard
		}
		if w.known && strange { // Media Lab: a word that both sides have says little
			if len(m.words) == 2 && n > 0 {
				v = min(v, heardAt)
			} else {
				v = min(v, 0)
			}
		}
		sum += v
	}
	return lostBy(sum)
}

// Nats of a word of a name that stands on the other side plainly, and of one
// that does not: a given name may be left out.
const (
	foundNats = 8.
	leastNats = -1.5
)

// lostBy is how surely a name is not there, by the nats that speak for it.
func lostBy(nats float64) float64 {
	return math.Max(0, math.Min(1, (heardAt-nats)/unheardW))
}

// nats is how well a word of a name is found in the Chinese of side j: spelt in
// pinyin, in the table of names, or by its sound.
func (p *Pass) nats(s lang.Sound, low string, j int) float64 {
	n := 0
	for _, y := range p.words(j) {
		if !y.han {
			continue
		}
		if _, to := spelt(low, []rune(y.low)); to > 0 {
			return foundNats
		}
		n += y.Len() / 3
	}
	if s.Len() < 3 {
		return heardAt - .3 // too short to tell
	}
	// the longer the text, the more it sounds like anything
	return p.hear(s, j) - .5*math.Max(0, math.Log(float64(n)/10))
}

func (p *Pass) lookForPlace(m *mention, j int, ys []*mention) float64 {
	g := gazetteerTable()
	lost := 1.0
	for _, y := range ys {
		for _, a := range m.places {
			for _, b := range y.places {
				if a == b {
					return 0
				}
				if g.kin(a, b) && !slices.ContainsFunc(m.peers, func(o *mention) bool { return slices.Contains(o.places, b) }) {
					lost = .3
				}
			}
		}
	}
	if p.Sides[j].Lang.Dense {
		if p.placeIn(m, j) {
			return 0
		}
	}
	if len(m.words) > 0 {
		low := m.words[0].low
		for _, w := range m.words[1:] {
			if len(w.low) > len(low) {
				low = w.low
			}
		}
		for _, y := range p.words(j) {
			if !y.han && y.capital {
				if f := string(lexicon.AppendFolded(nil, y.low)); f == low || len(low) > 4 && strings.HasPrefix(f, low[:5]) {
					return 0
				}
			}
		}
		if p.Sides[j].Lang.Dense && len(low) > 3 {
			// the table knows how Chinese writes it; another way has to be plain
			if p.hear(lang.NewSound(low), j) > 2*heardAt {
				return 0
			}
		}
		return lost
	}
	for _, y := range p.words(j) {
		if y.han || !y.capital || len(y.low) < 5 {
			continue
		}
		if slices.ContainsFunc(ys, func(o *mention) bool { return o.places != nil && o.Overlaps(y.Span) }) {
			continue
		}
		f := string(lexicon.AppendFolded(nil, y.low))
		for _, k := range m.places {
			for _, w := range g.words[k] {
				if n := shared(w, f); n >= 4 && n*2 >= min(len(w), len(f)) {
					return 0 // Europa League
				}
			}
		}
	}
	for _, run := range m.runs {
		if p.runNats(run, j) > 2*heardAt {
			return 0
		}
	}
	return lost
}

// runNats is how well characters are the sound of a word of side j, or of two.
func (p *Pass) runNats(run []rune, j int) float64 {
	h := lang.NewHanSound(run)
	best := math.Inf(-1)
	ws := p.words(j)
	ts := p.units(j).tokens
	if len(ts) != len(ws) {
		ts = nil
	}
	for k := range ws {
		w := &ws[k]
		if w.han || len(w.low) < 3 || functionWords[w.low] || !w.capital && (ts == nil || ts[k].known) {
			continue
		}
		low := string(lexicon.AppendFolded(nil, w.low))
		if _, to := spelt(low, run); to > 0 {
			return foundNats
		}
		for _, f := range lang.NameInHan(low) {
			if strings.Contains(f, string(run)) {
				return foundNats
			}
		}
		_, _, v := lang.NewSound(low).Hear(h)
		best = math.Max(best, v)
		if k+1 < len(ws) && ws[k+1].capital && !ws[k+1].han {
			_, _, v := lang.NewSound(low + string(lexicon.AppendFolded(nil, ws[k+1].low))).Hear(h)
			best = math.Max(best, v)
		}
	}
	return best
}

// lookForRuns looks for a Chinese name on side j.
func (p *Pass) lookForRuns(m *mention, j int) float64 {
	if p.Sides[j].Lang.Dense {
		return 0
	}
	sum := 0.0
	for _, run := range m.runs {
		sum += max(leastNats, p.runNats(run, j))
	}
	if len(m.runs) == 1 && len(m.runs[0]) < 3 {
		sum = max(sum, 1) // too short to tell
	}
	return lostBy(sum)
}

// placeIn reports whether a place stands in the Chinese of side j, in full or,
// for countries, in one character beside another of the kind (俄乌, 阿方).
func (p *Pass) placeIn(m *mention, j int) bool {
	g := gazetteerTable()
	for _, w := range p.words(j) {
		if !w.han {
			continue
		}
		for _, r := range m.places {
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
					if strings.ContainsRune("方国军籍裔语文中美俄英法德日韩朝印欧亚非洲人政总超媒镑资企商属", next) || strings.ContainsRune("中美俄英法德日韩朝印欧亚非驻访赴对脱", before) {
						return true
					}
				}
			}
			if o := otherHeads[g.country[r]]; o != "" && strings.Contains(w.low, o) {
				return true
			}
		}
	}
	return false
}
