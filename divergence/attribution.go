package divergence

import (
	_ "embed"
	"sort"
	"strings"
	"sync"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

//go:embed docs/attribution.md
var attributionDoc string

//go:embed data/speech.tsv
var speechData string

//go:embed data/roles.tsv
var rolesData string

// Attribution reports who speaks, and who does what to whom.
var Attribution = &Check{
	Name: "attribution", Doc: attributionDoc, Category: "accuracy/mistranslation", Data: true,
	Over: []string{"name"},
	Run:  runAttribution,
}

var (
	speechPhrases = sync.OnceValue(func() map[string]*phrases { return loadPhrases("data/speech.tsv", speechData) })
	rolePhrases   = sync.OnceValue(func() map[string]*phrases { return loadPhrases("data/roles.tsv", rolesData) })
)

// role is one party that supports, thanks, appreciates another.
type role struct {
	class        string
	subject, obj party
}

func runAttribution(p *Pass) {
	sides := p.known()
	if len(sides) < 2 {
		return
	}
	if !p.roles(sides) {
		p.speakers(sides)
	}
}

// roles reports subject and object in each other's place.
func (p *Pass) roles(sides []int) bool {
	all := make([][]role, len(p.Sides))
	n := 0
	for _, i := range sides {
		if all[i] = p.rolesOf(i); len(all[i]) > 0 {
			n++
		}
	}
	if n < 2 {
		return false
	}
	// same tells 1 for the same deed, -1 for one with the parties exchanged
	same := func(a, b *role) int {
		switch {
		case a.class != b.class:
			return 0
		case a.subject.is(&b.subject) && a.obj.is(&b.obj):
			return 1
		case a.subject.is(&b.obj) && a.obj.is(&b.subject):
			return -1
		}
		return 0
	}
	stand := func(i int, r *role) (forth, back *role) {
		for k := range all[i] {
			switch same(&all[i][k], r) {
			case 1:
				forth = &all[i][k]
			case -1:
				back = &all[i][k]
			}
		}
		return
	}
	for _, i := range sides {
		for x := range all[i] {
			r := &all[i][x]
			if _, back := stand(i, r); back != nil {
				continue
			}
			at := map[int]text.Span{i: r.span()}
			var with, against []int
			for _, j := range sides {
				forth, back := stand(j, r)
				switch {
				case forth != nil && back != nil:
					return false
				case forth != nil:
					with = append(with, j)
					at[j] = forth.span()
				case back != nil:
					against = append(against, j)
					at[j] = back.span()
				}
			}
			if len(against) == 0 {
				continue
			}
			odd, voted, ok := p.outvoted(append(append([]int(nil), with...), against...), func(j int) int {
				if contains(with, j) {
					return 1
				}
				return 2
			})
			if !ok {
				continue
			}
			p.Report(p.setAgainst("attribution.exchanged", Warning, sides, odd, voted, func(j int) text.Span { return at[j] }))
			return true
		}
	}
	return false
}

func (r *role) span() text.Span {
	return text.Span{Start: min(r.subject.Start, r.obj.Start), End: max(r.subject.End, r.obj.End)}
}

// rolesOf finds the deeds of side i of which both parties are named.
func (p *Pass) rolesOf(i int) []role {
	s := p.Sides[i].Text
	verbs := rolePhrases()[p.Sides[i].Lang.Code].in(p.words(i))
	if len(verbs) == 0 {
		return nil
	}
	ps := p.parties(i)
	if len(ps) < 2 {
		return nil
	}
	var out []role
	spaced := p.Sides[i].Lang.Spaced
	for k, v := range verbs {
		if passive(s, v.Span, spaced) {
			continue
		}
		from := sentenceBefore(s, v.Start)
		subject, toward, object := -1, -1, -1
		for x := range ps {
			a := &ps[x]
			switch {
			case a.Start < from || a.Start > v.End && object >= 0:
			case a.End <= v.Start:
				if spaced {
					if owned(s, a.Span) {
						continue
					}
					subject = x
				} else {
					switch {
					case strings.HasSuffix(s[:a.Start], "对") || strings.HasSuffix(s[:a.Start], "向"):
						toward = x
					case strings.HasPrefix(s[a.End:], "的") || after(s[:a.Start], "同", "与", "和", "在", "为", "给"):
					default:
						subject = x
						toward = -1
					}
				}
			case a.Start >= v.End:
				if object < 0 && !clauseEnds(s[v.End:a.Start], spaced) && (k+1 == len(verbs) || verbs[k+1].Start > a.Start) && a.Start-v.End < 80 {
					object = x
				}
			}
		}
		if object < 0 {
			object = toward
		}
		if subject < 0 || object < 0 || ps[subject].is(&ps[object]) || v.Start-ps[subject].End > 160 {
			continue
		}
		if spaced && strings.Contains(s[ps[subject].End:v.Start], ";") {
			continue
		}
		out = append(out, role{v.kind, ps[subject], ps[object]})
	}
	return out
}

func after(s string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// sentenceBefore is where the sentence that holds offset at begins.
func sentenceBefore(s string, at int) int {
	n := 0
	for _, m := range []string{". ", "! ", "? ", "。", "！", "？", "\n"} {
		if k := strings.LastIndex(s[:at], m); k >= 0 {
			n = max(n, k+len(m))
		}
	}
	return n
}

func clauseEnds(s string, spaced bool) bool {
	if strings.ContainsAny(s, ".;:!?。；：！？，\n") {
		return true
	}
	if strings.Contains(s, ",") {
		return true
	}
	// a clause of its own: that, que, while
	if spaced {
		for _, w := range splitWords(s) {
			switch w.low {
			case "that", "que", "qu", "which", "who", "qui", "while", "alors", "tandis", "when", "lorsque", "with", "avec", "to", "à":
				return w.low != "à" && w.low != "to" || len(splitWords(s)) > 2
			}
		}
	}
	return false
}

// owned reports whether a country is not a subject: of, with, in a country; a
// country's.
func owned(s string, a text.Span) bool {
	if rest := s[a.End:]; strings.HasPrefix(rest, "'s") || strings.HasPrefix(rest, "’s") || strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "'") || strings.HasPrefix(rest, "’") {
		return true
	}
	ws := splitWords(s[max(0, a.Start-24):a.Start])
	for k := len(ws) - 1; k >= 0 && k >= len(ws)-2; k-- {
		switch ws[k].low {
		case "of", "with", "in", "from", "for", "by", "to", "between", "de", "du", "des", "d", "avec", "en", "au", "aux", "à", "par", "pour", "dans", "entre", "vers", "envers", "towards", "within", "on", "sur", "against", "contre", "selon":
			return true
		case "the", "la", "le", "les", "l":
		default:
			return false
		}
	}
	return false
}

// passive reports whether a verb is in the passive, or a noun.
func passive(s string, v text.Span, spaced bool) bool {
	if !spaced {
		return after(s[:v.Start], "被", "受到", "得到", "获得", "到", "的", "予", "供", "坚定支持和", "相互", "互相", "由衷的") || strings.HasPrefix(s[v.End:], "下") || strings.HasPrefix(s[v.End:], "的")
	}
	ws := splitWords(s[max(0, v.Start-20):v.Start])
	if n := len(ws); n > 0 {
		switch ws[n-1].low {
		case "is", "are", "was", "were", "been", "be", "being", "est", "sont", "été", "était", "étaient", "être", "the", "its", "their", "of", "mutual", "s", "his", "firm", "strong":
			return true
		}
	}
	rest := splitWords(s[v.End:min(len(s), v.End+12)])
	return len(rest) > 0 && (rest[0].low == "by" || rest[0].low == "par")
}

// speaker is who a side says spoke.
type speaker struct {
	text.Span
	words []string // of a name in Latin letters, folded
	near  []string // names beside it
	han   string
	party *party
	lane  bool // he, she or nobody: the one who spoke before
	class string
	verb  text.Span
}

// titles are no part of a name.
var titles = map[string]bool{
	"president": true, "premier": true, "minister": true, "ministre": true, "foreign": true, "mr": true, "mrs": true, "ms": true, "m": true, "mme": true,
	"madame": true, "monsieur": true, "ambassador": true, "ambassadeur": true, "vice": true, "prime": true, "chairman": true, "secretary": true, "general": true,
	"president's": true, "secretaire": true, "sir": true, "dr": true, "state": true, "councilor": true, "councillor": true, "director": true, "deputy": true, "excellency": true,
	"spokesperson": true, "spokesman": true, "spokeswoman": true, "porte": true, "parole": true, "envoy": true, "counterpart": true, "homologue": true,
}

// hanTitles stand before or after a name.
var hanTitles = []string{"外交部长", "国务委员", "部长助理", "副部长", "副总理", "副主席", "外长", "部长", "主席", "总统", "总理", "特使", "大使", "议长", "国王", "首相", "秘书长", "司长", "女士", "先生", "发言人", "代表"}

// speakerOf finds the first clause of side i that reports speech.
func (p *Pass) speakerOf(i int) (speaker, bool) {
	s := p.Sides[i].Text
	ws := p.words(i)
	for _, v := range speechPhrases()[p.Sides[i].Lang.Code].in(ws) {
		if v.Start > 160 || sentenceBefore(s, v.Start) > 0 {
			return speaker{}, false
		}
		if v.word < 0 {
			if sp, ok := p.hanSpeaker(i, v); ok {
				return sp, true
			}
			continue
		}
		if v.word > 14 {
			return speaker{}, false
		}
		sp := speaker{class: v.kind, verb: v.Span}
		k := v.word - 1
		if v.kind == "by" {
			if v.word > 1 {
				continue
			}
			k = v.word + len(v.rest) + 1
			for k < len(ws) && (titles[ws[k].low] || functionWords[ws[k].low] && !ws[k].capital) {
				k++
			}
			first := k
			for k < len(ws) && ws[k].capital && s[ws[first].Start:ws[k].Start] == strings.TrimRight(s[ws[first].Start:ws[k].Start], ",;.") && !strings.ContainsAny(s[ws[first].Start:ws[k].Start], ",;:") {
				k++
			}
			p.nameOf(i, &sp, first, k)
			if len(sp.words) == 0 && sp.party == nil && first < len(ws) {
				for _, a := range p.parties(i) {
					if a.side && a.Start == ws[first].Start {
						sp.party, sp.Span = &a, a.Span
					}
				}
			}
			for ; k < len(ws) && k < first+16; k++ {
				p.also(i, &sp, k)
			}
			return sp, len(sp.words) > 0 || sp.party != nil
		}
		for k >= 0 && (auxiliary[ws[k].low] || strings.HasSuffix(ws[k].low, "ly") && !ws[k].capital) {
			k--
		}
		if k < 0 {
			return speaker{}, false
		}
		switch ws[k].low {
		case "he", "she", "il", "elle":
			sp.lane, sp.Span = true, ws[k].Span
			return sp, true
		}
		end := k + 1
		for k >= 0 && ws[k].capital && !functionWords[ws[k].low] && !strings.ContainsAny(s[ws[k].End:ws[end-1].End], ",;:") {
			k--
		}
		p.nameOf(i, &sp, k+1, end)
		if len(sp.words) == 0 && sp.party == nil {
			for _, a := range p.parties(i) {
				if a.End == ws[end-1].End || a.side && a.Contains(ws[end-1].Span) {
					sp.party, sp.Span = &a, a.Span
				}
			}
		}
		if len(sp.words) == 0 && sp.party == nil {
			if a, ok := p.titled(i, end); ok {
				sp.party, sp.Span = &a, a.Span
			}
		}
		for ; k >= 0; k-- {
			p.also(i, &sp, k)
		}
		return sp, len(sp.words) > 0 || sp.party != nil
	}
	return speaker{}, false
}

// titled finds the country of the holder of an office who is not named, before
// word end of side i: the Omani foreign minister, Oman's minister, le ministre
// omanais des Affaires étrangères.
func (p *Pass) titled(i, end int) (party, bool) {
	s, ws := p.Sides[i].Text, p.words(i)
	title := func(k int) bool {
		return k >= 0 && titles[string(lexicon.AppendFolded(nil, ws[k].low))]
	}
	k := end - 1
	if k > 2 && ws[k].low == "étrangères" && ws[k-1].low == "affaires" {
		k -= 3
	}
	after := title(k)
	for title(k) {
		k--
	}
	if k < 0 {
		return party{}, false
	}
	if r := partyNames().demonym(ws[k].low); r != "" && (after || title(k-1) || ws[k].End < ws[end-1].Start && title(k-1)) {
		return party{Span: text.Span{Start: ws[k].Start, End: ws[end-1].End}, region: r}, true
	}
	if after && ws[k].low == "s" && k > 0 {
		for _, a := range p.parties(i) {
			if a.End == ws[k-1].End && adjoin(s, ws[k-1], ws[k]) {
				a.End = ws[end-1].End
				return a, true
			}
		}
	}
	return party{}, false
}

// also takes down a name near that of the speaker: the coach of the team, Smith
// or Smith, coach of the team.
func (p *Pass) also(i int, sp *speaker, k int) {
	if w := p.words(i)[k]; w.capital && !functionWords[w.low] {
		sp.near = append(sp.near, string(lexicon.AppendFolded(nil, w.low)))
	}
}

var auxiliary = map[string]bool{
	"also": true, "further": true, "then": true, "has": true, "have": true, "had": true, "a": true, "ont": true, "avait": true, "également": true, "aussi": true,
	"en": true, "outre": true, "ensuite": true, "encore": true, "notamment": true, "de": true, "plus": true, "again": true, "once": true, "y": true,
}

// nameOf takes the words from to to of side i for a name or a country.
func (p *Pass) nameOf(i int, sp *speaker, from, to int) {
	ws := p.words(i)
	for k := from; k < to; k++ {
		low := string(lexicon.AppendFolded(nil, ws[k].low))
		if titles[low] || len(low) < 2 {
			continue
		}
		if len(sp.words) == 0 {
			sp.Start = ws[k].Start
		}
		sp.words, sp.End = append(sp.words, low), ws[k].End
	}
	for _, a := range p.parties(i) {
		if len(sp.words) > 0 && sp.Overlaps(a.Span) {
			sp.words, sp.party = nil, &a
		}
	}
}

func (p *Pass) hanSpeaker(i int, v found) (speaker, bool) {
	s := p.Sides[i].Text
	for _, w := range p.words(i) {
		if !w.han && w.capital {
			return speaker{}, false // a name in Latin letters
		}
		if !w.Contains(v.Span) {
			continue
		}
		if strings.HasPrefix(s[v.End:], "感谢") || strings.HasPrefix(s[v.End:], "欢迎") || strings.HasPrefix(s[v.End:], "赞赏") || strings.HasPrefix(s[v.End:], "关切") || strings.HasPrefix(s[v.End:], "祝贺") || strings.HasPrefix(s[v.End:], "的") {
			return speaker{}, false
		}
		rs := []rune(w.low)
		n := (v.Start - w.Start) / 3
		if n > len(rs) || w.Len() != 3*len(rs) {
			return speaker{}, false
		}
		name := string(rs[:n])
		for again := true; again; {
			again = false
			for _, a := range []string{"还", "也", "并", "再次", "高度", "进一步", "均", "都", "则", "同时", "代表", "重点", "最后"} {
				if strings.HasSuffix(name, a) {
					name, again = strings.TrimSuffix(name, a), true
				}
			}
		}
		off := 0
		if rs := []rune(name); len(rs) > 2 {
			for k := 2; k < len(rs); k++ {
				if strings.ContainsRune("在同与于就对向应", rs[k]) {
					name = string(rs[:k])
					break
				}
			}
		}
		for _, t := range hanTitles {
			name = strings.TrimSuffix(name, t)
			if k := strings.LastIndex(name, t); k >= 0 && k+len(t) < len(name) {
				off += k + len(t)
				name = name[k+len(t):]
			}
		}
		sp := speaker{class: v.kind, verb: v.Span, Span: text.Span{Start: w.Start + off, End: w.Start + off + len(name)}}
		for _, a := range p.parties(i) {
			if a.Start == sp.Start && a.End == sp.End {
				sp.party = &a
				return sp, true
			}
		}
		c := len([]rune(name))
		switch {
		case name == "他" || name == "她":
			sp.lane = true
		case c == 0 && w.first:
			sp.lane = true
			sp.Span = v.Span
		case c < 2 || c > 7 || strings.ContainsAny(name, "的报道者们时中在研究家们会部国员其该这那人社网") || strings.Contains(name, "方") || strings.HasPrefix(name, "两国") || strings.HasPrefix(name, "各"):
			return speaker{}, false
		default:
			sp.han = name
		}
		return sp, true
	}
	return speaker{}, false
}

// agrees tells how well two speakers fit: 1 the same, -1 not the same, 0
// unknown.
func (a *speaker) agrees(b *speaker) int {
	switch {
	case a.lane || b.lane:
		return 0
	case a.party != nil && b.party != nil:
		if a.party.is(b.party) {
			return 1
		}
		return -1
	case a.party != nil || b.party != nil:
		return 0
	case a.han != "" && b.han != "":
		if strings.Contains(a.han, b.han) || strings.Contains(b.han, a.han) {
			return 1
		}
		return -1
	case a.han != "":
		return b.agrees(a)
	case b.han != "":
		switch {
		case soundsLike(a.words, b.han):
			return 1
		case soundsLike(a.near, b.han):
			return 0
		}
		return -1
	}
	for _, x := range a.words {
		for _, y := range b.words {
			if x == y || len(x) > 3 && alike(latinSkeleton(x), latinSkeleton(y)) > .7 {
				return 1
			}
		}
	}
	for _, x := range a.words {
		if holds(b.near, x) {
			return 0
		}
	}
	for _, y := range b.words {
		if holds(a.near, y) {
			return 0
		}
	}
	return -1
}

// soundsLike reports whether a name in Latin letters may be read as the Chinese
// one: by its pinyin, or by the consonants of one of its words.
func soundsLike(words []string, han string) bool {
	if len(words) == 0 {
		return false
	}
	rs := []rune(han)
	var pin []byte
	for _, r := range rs {
		pin = append(pin, lang.Pinyin(r)...)
	}
	if py := string(pin); py != "" && (py == strings.Join(words, "") || len(words) == 2 && py == words[1]+words[0] || strings.HasPrefix(py, words[0]) && len(words) == 1 && len(words[0]) > 3) {
		return true
	}
	bone, _ := hanSkeleton(rs)
	for _, w := range append([]string{strings.Join(words, "")}, words...) {
		if b := latinSkeleton(w); len(b) > 1 && alike(b, bone) >= .65 || len(b) == 1 && b == bone {
			return true
		}
	}
	return false
}

// speakers reports speakers who are exchanged: that of one side is another
// one's in the sentences or documents at hand.
func (p *Pass) speakers(sides []int) {
	sp := make([]speaker, len(p.Sides))
	var have []int
	for _, i := range sides {
		if s, ok := p.speakerOf(i); ok {
			sp[i] = s
			have = append(have, i)
		}
	}
	if len(have) < 2 {
		return
	}
	if p.laneSwapped(have, sp) {
		return
	}
	span := func(i int) text.Span {
		if contains(have, i) {
			return sp[i].Span
		}
		return text.Span{}
	}
	named := have[:0:0]
	for _, i := range have {
		if !sp[i].lane {
			named = append(named, i)
		}
	}
	if len(named) > 1 {
		odd, voted, ok := p.oddOne(named, func(a, b int) bool { return sp[a].agrees(&sp[b]) >= 0 })
		if ok {
			other := false
			for _, i := range named {
				if i != odd {
					other = other || p.elsewhere(&sp[odd], i, &sp[i])
					other = other || p.elsewhere(&sp[i], odd, &sp[odd])
				}
			}
			if other || sp[odd].party != nil {
				p.Report(p.setAgainst("attribution.speaker", Warning, sides, odd, voted, span))
				return
			}
		}
	}
	if p.lostSpeaker(sides, named, sp) {
		return
	}
	// a stronger or weaker verb
	far := func(x, y string) bool { // what is hoped or asked for, and what is promised
		return y == "promise" && (x == "hope" || x == "ask")
	}
	if odd, voted, ok := p.oddOne(have, func(a, b int) bool {
		x, y := sp[a].class, sp[b].class
		return x == y || x == "by" && y == "say" || x == "say" && y == "by"
	}); ok && (voted || len(sides) == 2 && (far(sp[have[0]].class, sp[have[1]].class) || far(sp[have[1]].class, sp[have[0]].class))) {
		p.Report(p.setAgainst("attribution.verb", Note, sides, odd, voted, func(i int) text.Span { return sp[i].verb }))
	}
}

// laneReach is how many sentences a speaker is remembered who is called he or
// she, or not named again.
const laneReach = 3

// laneSwapped reports a version that names a speaker where another goes on with
// the one before: both had the same speaker before, and he who is named is another
// one of the document.
func (p *Pass) laneSwapped(have []int, sp []speaker) bool {
	for _, i := range have {
		if !sp[i].lane {
			continue
		}
		before, ok := p.spokeBefore(i)
		if !ok {
			continue
		}
		var at []int // who name another
		for _, j := range have {
			if sp[j].lane {
				continue
			}
			last, ok := p.spokeBefore(j)
			if !ok || last.agrees(&before) != 1 || sp[j].agrees(&before) != -1 || sp[j].agrees(&last) != -1 {
				continue
			}
			for _, o := range p.laneOf(i) {
				if o.agrees(&sp[j]) == 1 {
					at = append(at, j)
					break
				}
			}
		}
		if len(at) == 0 {
			continue
		}
		// those who name him are many or one; the others go on
		odd, voted := at[0], len(have) > 2
		if len(at) > 1 {
			odd = i
		} else if len(have) == 2 {
			odd = max(i, at[0])
			if p.Source >= 0 {
				odd = i + at[0] - p.Source
			}
		}
		p.Report(p.setAgainst("attribution.speaker", Warning, have, odd, voted, func(j int) text.Span { return sp[j].Span }))
		return true
	}
	return false
}

// standIns are the pronouns that stand for one who was named before.
var standIns = map[string]bool{
	"il": true, "elle": true, "ils": true, "elles": true, "celui": true, "celle": true, "celui-ci": true, "celle-ci": true,
	"he": true, "she": true, "it": true, "they": true,
}

// lostSpeaker reports the one of three versions that says by itself what the
// others say that somebody, the same in both, said.
func (p *Pass) lostSpeaker(sides, named []int, sp []speaker) bool {
	if len(sides) != 3 || len(named) != 2 || p.foreignSide(sides) {
		return false
	}
	a, b := &sp[named[0]], &sp[named[1]]
	if a.agrees(b) != 1 {
		return false
	}
	lost := sides[0] + sides[1] + sides[2] - named[0] - named[1]
	if p.Source == lost || len(speechPhrases()[p.Sides[lost].Lang.Code].in(p.words(lost))) > 0 {
		return false
	}
	if before, ok := p.spokeBefore(lost); ok && (before.agrees(a) >= 0 || before.agrees(b) >= 0) {
		return false // it goes on
	}
	for _, w := range p.words(lost) {
		if standIns[w.low] || w.han && strings.ContainsAny(w.low, "他她它") {
			return false // a pronoun may stand for him
		}
	}
	// he may be there as somebody who does something else than to say
	if a.party != nil || b.party != nil {
		for _, x := range p.parties(lost) {
			if a.party != nil && x.is(a.party) || b.party != nil && x.is(b.party) {
				return false
			}
		}
	} else if p.holdsName(lost, a) || p.holdsName(lost, b) {
		return false
	}
	p.Report(p.setAgainst("attribution.lost", Warning, sides, lost, true, func(i int) text.Span {
		if i == lost {
			return text.Span{}
		}
		return text.Span{Start: min(sp[i].Start, sp[i].verb.Start), End: max(sp[i].End, sp[i].verb.End)}
	}))
	return true
}

// holdsName reports whether the name of a speaker may stand anywhere in side i.
func (p *Pass) holdsName(i int, sp *speaker) bool {
	for _, w := range p.words(i) {
		switch {
		case w.han && sp.han != "":
			if strings.Contains(w.low, sp.han) {
				return true
			}
		case w.han:
			rs := []rune(w.low)
			for a := range rs {
				for n := 2; n <= 6 && a+n <= len(rs); n++ {
					if readAs(sp.words, rs[a:a+n]) {
						return true
					}
				}
			}
		case w.capital && sp.han == "":
			low := string(lexicon.AppendFolded(nil, w.low))
			if holds(sp.words, low) || holds(sp.near, low) {
				return true
			}
		case w.capital:
			if soundsLike([]string{string(lexicon.AppendFolded(nil, w.low))}, sp.han) {
				return true
			}
		}
	}
	return false
}

// elsewhere reports whether speaker s, who speaks on another side, is somebody
// else than own on side i: another speaker of its document, or named in the
// bead.
func (p *Pass) elsewhere(s *speaker, i int, own *speaker) bool {
	if s.party != nil {
		for _, a := range p.parties(i) {
			if a.is(s.party) {
				return true
			}
		}
		return false
	}
	for _, o := range p.laneOf(i) {
		if o.agrees(own) != 1 && s.agrees(&o) == 1 {
			return true
		}
	}
	if len(s.words) > 0 {
		for _, w := range p.words(i) {
			if w.capital && !w.Overlaps(own.Span) && len(w.low) > 2 && holds(s.words, string(lexicon.AppendFolded(nil, w.low))) {
				return true
			}
		}
	}
	return false
}

func holds(xs []string, x string) bool {
	for _, y := range xs {
		if x == y {
			return true
		}
	}
	return false
}

// readAs is soundsLike for characters of which nothing says that they are a name:
// the whole of the pinyin, or a long word that sounds much the same.
func readAs(words []string, han []rune) bool {
	var pin []byte
	for _, r := range han {
		pin = append(pin, lang.Pinyin(r)...)
	}
	if py := string(pin); py == strings.Join(words, "") || len(words) == 2 && py == words[1]+words[0] {
		return true
	}
	bone, _ := hanSkeleton(han)
	for _, w := range words {
		if b := latinSkeleton(w); len(b) > 2 && alike(b, bone) >= .75 {
			return true
		}
	}
	return false
}

// laneOf lists the speakers of the whole document of side i, each once; none for
// units.
func (p *Pass) laneOf(i int) []speaker {
	p.readLane(i)
	if p.state.doc == nil || p.state.doc.lanes == nil {
		return nil
	}
	return p.state.doc.lanes[i]
}

// spokeBefore is who, by name or country, spoke last before the text of side i,
// some sentences before at most; none for units.
func (p *Pass) spokeBefore(i int) (speaker, bool) {
	p.readLane(i)
	if p.state.doc == nil || p.state.doc.lanes == nil {
		return speaker{}, false
	}
	said := p.state.doc.said[i]
	k := sort.Search(len(said), func(k int) bool { return said[k].start >= p.Sides[i].Start }) - 1
	for n := 0; k >= 0 && n < laneReach; n++ {
		if o := &said[k]; o.speaks && !o.lane {
			return o.speaker, true
		}
		k--
	}
	return speaker{}, false
}

// spoken is a sentence of a document and who speaks in it.
type spoken struct {
	speaker
	start  int // of the sentence
	speaks bool
}

// readLane goes through the document of side i once.
func (p *Pass) readLane(i int) {
	d := p.Sides[i].Doc
	if d == nil || p.state.doc == nil {
		return
	}
	if p.state.doc.lanes == nil {
		p.state.doc.lanes = make([][]speaker, len(p.Sides))
		p.state.doc.said = make([][]spoken, len(p.Sides))
		p.state.doc.laned = make([]bool, len(p.Sides))
	}
	if p.state.doc.laned[i] {
		return
	}
	p.state.doc.laned[i] = true
	for _, s := range d.Sentences() {
		q := &Pass{Sides: []Side{{Lang: p.Sides[i].Lang, Text: s.Of(d.Text)}}, Source: -1, c: p.c}
		q.state.sides = make([]sideState, 1)
		sp, ok := q.speakerOf(0)
		p.state.doc.said[i] = append(p.state.doc.said[i], spoken{sp, s.Start, ok})
		if !ok || sp.lane {
			continue
		}
		known := false
		for k := range p.state.doc.lanes[i] {
			known = known || p.state.doc.lanes[i][k].agrees(&sp) == 1
		}
		if !known {
			p.state.doc.lanes[i] = append(p.state.doc.lanes[i], sp)
		}
	}
}
