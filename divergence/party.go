package divergence

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

//go:embed data/demonyms.tsv
var demonymData string

// party is a country that a text names as one of those who act: the country,
// its side, or in Chinese the first characters of its name before 方.
type party struct {
	text.Span
	region string // ISO 3166; "" where head is given
	head   string // 中, 阿, 印尼
	side   bool   // "the Chinese side": the words around it are in the span
}

// is reports whether two parties may be one.
func (a *party) is(b *party) bool {
	switch {
	case a.region != "" && b.region != "":
		return a.region == b.region
	case a.head != "" && b.head != "":
		return strings.HasPrefix(a.head, b.head) || strings.HasPrefix(b.head, a.head)
	case a.head != "":
		return partyNames().begins(b.region, a.head)
	}
	return partyNames().begins(a.region, b.head)
}

// partyTable is the names of countries (CLDR) as words, and what is derived
// from them.
type partyTable struct {
	names  map[string]*phrases // per language; kind is the region
	stems  map[string]string   // adjectives, without ending
	chi    map[string]string   // region to Chinese name
	shorts map[rune]bool       // first characters of Chinese names
}

// otherHeads are short forms that the Chinese names do not begin with, and
// names that are longer than usual.
var otherHeads = map[string]string{"KR": "韩", "KP": "朝", "LA": "老", "AE": "阿联酋", "SA": "沙", "MK": "北马", "ZA": "南非", "CI": "科特迪瓦", "CD": "刚", "CG": "刚"}

func (t *partyTable) begins(region, head string) bool {
	return strings.HasPrefix(t.chi[region], head) || strings.HasPrefix(otherHeads[region], head)
}

var partyNames = sync.OnceValue(func() *partyTable {
	t := &partyTable{names: map[string]*phrases{}, stems: map[string]string{}, chi: map[string]string{}, shorts: map[rune]bool{}}
	var rows strings.Builder
	names, _ := countryNames()
	add := func(code, name, region string) {
		name, _, _ = strings.Cut(name, "(")
		name, _, _ = strings.Cut(name, "（")
		if lang.Get(code).Spaced {
			var ws []string
			for _, w := range splitWords(name) {
				ws = append(ws, w.low)
			}
			name = strings.Join(ws, " ")
		}
		if name = strings.TrimSpace(name); name != "" {
			rows.WriteString(code + "\t" + name + "\t" + region + "\n")
		}
	}
	for _, n := range names {
		if len(n.region) != 2 || n.region == "HK" || n.region == "MO" || n.region == "TW" {
			continue
		}
		add("fr", n.fr, n.region)
		add("en", n.en, n.region)
		add("zh", n.zh, n.region)
		t.chi[n.region] = n.zh
		r, _ := utf8.DecodeRuneInString(n.zh)
		t.shorts[r] = true
	}
	for _, h := range otherHeads {
		r, _ := utf8.DecodeRuneInString(h)
		t.shorts[r] = true
	}
	t.names = loadPhrases("countries", rows.String())
	for _, line := range strings.Split(demonymData, "\n") {
		if form, region, ok := strings.Cut(line, "\t"); ok && line[0] != '#' {
			t.stems[form] = region
		}
	}
	return t
})

// demonym is the country that an adjective is of, "" for none.
func (t *partyTable) demonym(w string) string {
	if r := t.stems[w]; r != "" {
		return r
	}
	for n := 0; n <= 3 && n < len(w); n++ {
		if r := t.stems[w[:len(w)-n]+"*"]; r != "" {
			return r
		}
	}
	return ""
}

// sideWords make an adjective a party: the Chinese side, la partie chinoise.
var sideWords = map[string]bool{
	"side": true, "government": true, "partie": true, "gouvernement": true, "côté": true, "diplomatie": true, "delegation": true, "délégation": true,
}

// afterSide are characters before which 方 is no party.
const afterSide = "面式向案针法位便才可略块程阵"

// parties lists the parties that side i names, in order.
func (p *Pass) parties(i int) []party {
	t := partyNames()
	ws := p.words(i)
	var out []party
	ps := t.names[p.Sides[i].Lang.Code]
	if ps == nil {
		return nil
	}
	if p.Sides[i].Lang.Spaced {
		names := ps.in(ws)
		n := 0
		for k := 0; k < len(ws); k++ {
			if n < len(names) && names[n].word == k {
				if ws[k].capital {
					out = append(out, party{Span: names[n].Span, region: names[n].kind})
				}
				k += len(names[n].rest)
				n++
				continue
			}
			for n < len(names) && names[n].word < k {
				n++
			}
			if r := t.demonym(ws[k].low); r != "" {
				switch {
				case k+1 < len(ws) && sideWords[ws[k+1].low]:
					out = append(out, party{Span: text.Span{Start: ws[k].Start, End: ws[k+1].End}, region: r, side: true})
				case k > 0 && sideWords[ws[k-1].low]:
					out = append(out, party{Span: text.Span{Start: ws[k-1].Start, End: ws[k].End}, region: r, side: true})
				}
			}
		}
		return out
	}
	for _, w := range ws {
		if !w.han {
			continue
		}
		rs := []rune(w.low)
		width := w.Len() / len(rs)
		for a := 0; a < len(rs); a++ {
			n := 0
			for l := min(8, len(rs)-a); l >= 2; l-- {
				if e, ok := ps.runs[string(rs[a:a+l])]; ok {
					out = append(out, party{Span: text.Span{Start: w.Start + a*width, End: w.Start + (a+l)*width}, region: e.kind})
					n = l
					break
				}
			}
			if n > 0 {
				if a+n < len(rs) && rs[a+n] == '方' {
					n++
				}
				a += n - 1
				continue
			}
			if !t.shorts[rs[a]] {
				continue
			}
			for l := 1; l <= 3 && a+l < len(rs); l++ {
				if rs[a+l] != '方' || a+l+1 < len(rs) && strings.ContainsRune(afterSide, rs[a+l+1]) {
					continue
				}
				head := string(rs[a : a+l])
				if l == 1 && (strings.ContainsRune("东南西北多", rs[a]) || a > 0 && strings.ContainsRune("其集当", rs[a-1])) || !t.anyBegins(head) {
					continue
				}
				out = append(out, party{Span: text.Span{Start: w.Start + a*width, End: w.Start + (a+l+1)*width}, head: head, side: true})
				a += l
				break
			}
		}
	}
	return out
}

func (t *partyTable) anyBegins(head string) bool {
	for r := range t.chi {
		if t.begins(r, head) {
			return true
		}
	}
	return false
}
