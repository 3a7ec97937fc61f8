package lang

import (
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// detector is what tells the languages in Latin letters apart. Weights are log
// odds, in nats, of meeting the form in the language against the others.
type detector struct {
	codes []string
	words map[string][]float32 // a weight per language
	cues  []cue
	ends  map[string][]float32
}

type cue struct {
	s string
	w []float32
}

var detectorOf = sync.OnceValue(func() *detector {
	d := &detector{words: map[string][]float32{}, ends: map[string][]float32{}}
	index := map[string]int{}
	rows := numeralRows("data/detect.txt", 3)
	for _, f := range rows {
		if _, ok := index[f[0]]; !ok {
			index[f[0]] = len(d.codes)
			d.codes = append(d.codes, f[0])
		}
	}
	n := len(d.codes)
	ins := map[string][]float32{}
	var order []string
	for _, f := range rows {
		m := d.words
		switch f[1] {
		case "end":
			m = d.ends
		case "in":
			m = ins
		}
		for _, w := range strings.Fields(f[2]) {
			if m[w] == nil {
				m[w] = make([]float32, n)
				if f[1] == "in" {
					order = append(order, w)
				}
			}
			m[w][index[f[0]]] = 1
		}
	}
	// A form that k languages share tells them from the others only.
	weigh := func(w []float32, unit float64) {
		k := 0.0
		for _, x := range w {
			k += float64(x)
		}
		for i := range w {
			w[i] *= float32(unit * math.Log(1+float64(n)/k) / math.Log(1+float64(n)))
		}
	}
	for _, w := range d.words {
		weigh(w, 2)
	}
	for _, w := range d.ends {
		weigh(w, 0.7)
	}
	for _, s := range order {
		unit := 0.3
		if utf8.RuneCountInString(s) == 1 {
			unit = 1.2 // a letter of its own
		}
		weigh(ins[s], unit)
		d.cues = append(d.cues, cue{s, ins[s]})
	}
	return d
})

// Detect tells which language s is in: a code as Language.Code has it, "und" where
// nothing tells, and how sure that is, in [0, 1]. It goes by script, then by
// function words, ends of words and letters; it is made for French, English and
// Chinese on single sentences, and knows other languages well enough to keep
// them apart from these. A text in two scripts counts for the one that says
// more, three letters of an alphabet for a Chinese character.
func Detect(s string) (code string, confidence float64) {
	var han, kana, hangul, latin, cyrillic, arabic, greek, hebrew, thai, deva, other int
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c|0x20 >= 'a' && c|0x20 <= 'z' {
				latin++
			}
			i++
			continue
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		i += w
		switch {
		case r < 0x250 && r >= 0xC0, r >= 0x1E00 && r < 0x1F00:
			latin++
		case r >= 0x4E00 && r <= 0x9FFF, r >= 0x3400 && r <= 0x4DBF, r >= 0x20000 && r <= 0x323AF:
			han++
		case r >= 0x3041 && r <= 0x30FF && r != 0x30FB:
			kana++
		case r >= 0xAC00 && r <= 0xD7AF:
			hangul++
		case r >= 0x400 && r <= 0x52F:
			cyrillic++
		case r >= 0x600 && r <= 0x6FF:
			arabic++
		case r >= 0x370 && r <= 0x3FF:
			greek++
		case r >= 0x5D0 && r <= 0x5EA:
			hebrew++
		case r >= 0xE00 && r <= 0xE7F:
			thai++
		case r >= 0x900 && r <= 0x97F:
			deva++
		case r > 0x2FF && unicode.IsLetter(r):
			other++
		}
	}
	east := 3 * (han + kana + hangul)
	total := east + latin + cyrillic + arabic + greek + hebrew + thai + deva + other
	if total == 0 {
		return "und", 0
	}
	best := max(east, latin, cyrillic, arabic, greek, hebrew, thai, deva, other)
	// The confidence in a script: its share, less where there is little of it.
	sure := func(n int) float64 { return float64(n) / float64(total) * (1 - 1/float64(n+1)) }
	switch best {
	case latin:
		return detectLatin(s, float64(latin)/float64(total))
	case east:
		switch {
		case hangul > han+kana:
			return "ko", sure(east)
		case kana*12 > han+kana:
			return "ja", sure(east)
		}
		return "zh", sure(east)
	case cyrillic:
		return "ru", sure(cyrillic)
	case arabic:
		return "ar", sure(arabic)
	case greek:
		return "el", sure(greek)
	case hebrew:
		return "he", sure(hebrew)
	case thai:
		return "th", sure(thai)
	case deva:
		return "hi", sure(deva)
	}
	return "und", 0
}

func detectLatin(s string, share float64) (string, float64) {
	d := detectorOf()
	var scores [32]float64
	n := len(d.codes)
	var buf [48]byte
	words, hits := 0, 0
	for i := 0; i < len(s); {
		// a word, lower-cased into buf
		k, start := 0, i
		capital := s[i] >= 'A' && s[i] <= 'Z'
		marked := false
		for i < len(s) {
			c := s[i]
			if c < utf8.RuneSelf {
				if c|0x20 < 'a' || c|0x20 > 'z' {
					break
				}
				if k < len(buf)-4 {
					buf[k] = c | 0x20
					k++
				}
				i++
				continue
			}
			r, w := utf8.DecodeRuneInString(s[i:])
			if !(r < 0x250 && r >= 0xC0 && r != 0xD7 && r != 0xF7) && !(r >= 0x1E00 && r < 0x1F00) {
				break
			}
			if k < len(buf)-4 {
				k += utf8.EncodeRune(buf[k:], unicode.ToLower(r))
			}
			marked = true
			i += w
		}
		if i == start {
			_, w := utf8.DecodeRuneInString(s[i:])
			i += w
			continue
		}
		if k == 1 && start > 0 && (s[start-1] == '\'' || start > 2 && s[start-3:start] == "’") {
			continue // ’s, ’t; the elisions of French stand before the apostrophe
		}
		words++
		w := buf[:k]
		if x := d.words[string(w)]; x != nil {
			hits++
			for j := 0; j < n; j++ {
				scores[j] += float64(x[j])
			}
			continue
		}
		if capital && start > 0 && !marked { // names tell little
			continue
		}
		for m := 2; m <= 5 && k-m >= 2; m++ {
			if x := d.ends[string(w[k-m:])]; x != nil {
				for j := 0; j < n; j++ {
					scores[j] += float64(x[j])
				}
			}
		}
		if words < 40 { // letters settle short texts
			for c := range d.cues {
				q := &d.cues[c]
				if len(q.s) <= k && (marked || q.s[0] < utf8.RuneSelf) && strings.Contains(string(w), q.s) {
					for j := 0; j < n; j++ {
						scores[j] += float64(q.w[j])
					}
				}
			}
		}
	}
	best, second := 0, -1
	for j := 1; j < n; j++ {
		switch {
		case scores[j] > scores[best]:
			best, second = j, best
		case second < 0 || scores[j] > scores[second]:
			second = j
		}
	}
	if words == 0 || scores[best] == 0 {
		return "und", 0
	}
	conf := 1 / (1 + math.Exp(-(scores[best]-scores[second])*.8))
	if hits == 0 { // names and foreign words
		conf = min(conf, .6)
	}
	return d.codes[best], conf * share
}
