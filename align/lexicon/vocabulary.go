package lexicon

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
)

// vocabulary is the words of one language: those of the seed's renderings that
// are no proper names. Their other forms are made when a word with the same stem
// is asked for.
type vocabulary struct {
	lang    *lang.Language
	entries []entry             // from 1
	first   []int32             // by the low bits of the stem: the entry to begin with
	bases   map[string][]uint64 // stems of words, by a stem of their forms that differs
	asked   sync.Map            // string to bool
}

// entry is a word as a rendering has it, in small letters.
type entry struct {
	stem uint64 // its hash
	text string
	pos  string
	next int32 // with the same low bits of the stem; 0 for none
}

// vocabularyBits is how many bits of a stem's hash lead to its entries.
const vocabularyBits = 15

// particles are what elision and contraction leave of a word.
var particles = map[string]string{
	"fr": "aujourd c d entr j jusqu l lorsqu m n presqu puisqu qu quelqu quoiqu s t",
	"en": "aren couldn d didn doesn don hadn hasn haven isn ll m mustn needn re s shouldn t ve wasn weren won wouldn",
}

var vocabularies = sync.OnceValue(func() map[string]*vocabulary {
	out := map[string]*vocabulary{}
	for code, ws := range particles {
		v := &vocabulary{lang: lang.Get(code), entries: make([]entry, 1, 1<<15), first: make([]int32, 1<<vocabularyBits), bases: map[string][]uint64{}}
		for base, stems := range otherStems()[code] {
			for _, s := range stems {
				v.bases[s] = append(v.bases[s], hash(Word, base))
			}
		}
		for w := range strings.FieldsSeq(ws) {
			v.add(w, "f")
		}
		out[code] = v
	}
	for row := range eachSeedRow {
		if row.pos == "p" {
			continue
		}
		for _, r := range row.renderings {
			if v := out[r.Lang]; v != nil {
				eachWord(r.Text, func(w string) { v.add(w, row.pos) })
			}
		}
	}
	return out
})

// add adds a word unless it is there with the same part of speech.
func (v *vocabulary) add(w, pos string) {
	var room [64]byte
	stem := hash(Word, Stem(AppendFolded(room[:0], w)))
	at := &v.first[stem&(1<<vocabularyBits-1)]
	low := strings.ToLower(w)
	for k := *at; k > 0; k = v.entries[k].next {
		if e := &v.entries[k]; e.text == low && e.pos == pos {
			return
		}
	}
	v.entries = append(v.entries, entry{stem, low, pos, *at})
	*at = int32(len(v.entries) - 1)
}

// eachWord calls f with the runs of letters of s.
func eachWord(s string, f func(w string)) {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) {
			i += n
			continue
		}
		j := i + n
		for j < len(s) {
			r, n := utf8.DecodeRuneInString(s[j:])
			if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
				break
			}
			j += n
		}
		f(s[i:j])
		i = j
	}
}

// IsWord reports whether w, a run of letters, is a word of French ("fr") or
// English ("en"), as far as the seed goes: one of its renderings, or a regular
// form of one. Case does not count, accents do. Proper names are no words, and
// languages other than these two have none.
func IsWord(code, w string) bool { return wordOf(code, w) == exact }

// MayBeWord is IsWord for texts that leave out accents ("Etat").
func MayBeWord(code, w string) bool { return wordOf(code, w) > none }

// likeness is how well a word is known.
type likeness uint8

const (
	none   likeness = iota
	folded          // but for accents
	exact
)

func wordOf(code, w string) likeness {
	v := vocabularies()[code]
	if v == nil {
		return none
	}
	w = strings.ToLower(w)
	if is, ok := v.asked.Load(w); ok {
		return is.(likeness)
	}
	w = strings.Clone(w)
	is := v.find(w)
	v.asked.Store(w, is)
	return is
}

// find looks among the words that w may be a form of.
func (v *vocabulary) find(w string) likeness {
	bare := string(AppendFolded(nil, w))
	best := none
	see := func(x string) {
		switch {
		case best == exact:
		case x == w:
			best = exact
		case bare == w && len(x) > len(w):
			var room [64]byte
			if string(AppendFolded(room[:0], x)) == w {
				best = folded
			}
		}
	}
	stem := Stem([]byte(bare))
	v.under(hash(Word, stem), see)
	for _, base := range v.bases[string(stem)] {
		v.under(base, see)
	}
	if n := len(bare) - 1; n > 1 && (bare[n] == 't' || bare[n] == 's') { // s'unit, of s'unir
		v.under(hash(Word, Stem([]byte(bare[:n]+"r"))), see)
	}
	return best
}

// under calls see with the words of the given stem and their forms.
func (v *vocabulary) under(stem uint64, see func(string)) {
	for k := v.first[stem&(1<<vocabularyBits-1)]; k > 0; k = v.entries[k].next {
		e := &v.entries[k]
		if e.stem != stem {
			continue
		}
		see(e.text)
		if e.pos != "n" && e.pos != "a" && e.pos != "v" {
			continue
		}
		patterns, _ := v.lang.Expand(e.text, e.pos, false)
		for _, p := range patterns {
			if len(p) == 1 {
				for _, f := range p[0] {
					see(f.Text)
				}
			}
		}
	}
}
