package divergence

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/tercet/tercet/align/lexicon"
)

// countryName is a country as CLDR names it (golang.org/x/text/language/display).
type countryName struct {
	region     string
	fr, en, zh string
}

// countryNames are the countries in order of their codes, and the first
// characters of their Chinese names by the stem of the French and English ones,
// for 阿方 and 中阿.
var countryNames = sync.OnceValues(func() (names []countryName, heads map[string][]rune) {
	heads = map[string][]rune{}
	fr, en, zh := display.Regions(language.French), display.Regions(language.English), display.Regions(language.Chinese)
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			r, err := language.ParseRegion(string([]rune{a, b}))
			if err != nil || !r.IsCountry() || r.String() != string([]rune{a, b}) {
				continue
			}
			n := countryName{r.String(), fr.Name(r), en.Name(r), zh.Name(r)}
			if n.zh == "" || n.zh == n.region {
				continue
			}
			names = append(names, n)
			head, _ := utf8.DecodeRuneInString(n.zh)
			for _, s := range []string{n.fr, n.en} {
				for _, w := range splitWords(s) {
					if functionWords[w.low] || !w.capital {
						continue
					}
					stem := string(lexicon.Stem(lexicon.AppendFolded(nil, w.low)))
					heads[stem] = append(heads[stem], head)
				}
			}
		}
	}
	return
})

// shortCountries accounts for countries that Chinese writes in one character
// once they are known: 阿方, 中阿, 阿中.
func (p *Pass) shortCountries(latin, han int) {
	_, heads := countryNames()
	u, v := p.units(latin), p.units(han)
	var text string
	for k := range u.tokens {
		t := &u.tokens[k]
		if t.to[han] >= .9 {
			continue
		}
		for _, head := range heads[u.vocab.Text[t.units[0]]] {
			if text == "" {
				for _, w := range p.words(han) {
					if w.han {
						text += w.low + " "
					}
				}
			}
			h := string(head)
			short := ""
			for _, s := range []string{h + "方", "中" + h, h + "中", h + "国"} {
				if strings.Contains(text, s) {
					short = s
				}
			}
			if short == "" {
				continue
			}
			t.to[han] = 1
			for x := range v.tokens {
				if s := v.vocab.Text[v.tokens[x].units[0]]; s == h || s == "方" || s == "中" {
					v.tokens[x].to[latin] = 1
				}
			}
			break
		}
	}
}
