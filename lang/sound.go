package lang

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// How a name in Latin letters sounds in Chinese characters: Bayramov in
// 巴伊拉莫夫, Wang in 王. Both are taken apart into sounds, letters by spelling
// and characters by their pinyin, and the two rows of sounds are compared by a
// stochastic edit distance (Ristad & Yianilos 1998, IEEE PAMI 20(5)): each pair
// of sounds that stands for one another, each sound left out and each one put in
// has a weight in nats, learnt from pairs of names (data/sound.tsv). The sum is
// a log-likelihood ratio: how much likelier the characters are as that name's
// sound than as any text.

//go:embed data/sound.tsv
var soundData string

// latinSounds are the spellings that are one sound, longest first.
var latinSounds = func() (m [256][]string) {
	for _, s := range strings.Fields("tsch dsch shch sch tch dzh dj sh ch zh kh ph th gh ts tz dz cz ck ng qu gn rh wh gu ou oo ee ea ai ay ei ey au aw oi eu ow ie ia io iu ya ye yo yu yi wa wo wu wi oe ue uo ui") {
		m[s[0]] = append(m[s[0]], s)
	}
	return m
}()

// LatinSounds takes a word in small letters without accents apart into sounds:
// single letters, or letters that are pronounced together; c and g before e and
// i are "ce" and "ge", and doubled letters count once. Other signs are left out.
func LatinSounds(folded string) []string {
	var out []string
next:
	for i := 0; i < len(folded); {
		c := folded[i]
		if c < 'a' || c > 'z' {
			i++
			continue
		}
		for _, s := range latinSounds[c] {
			if !strings.HasPrefix(folded[i:], s) {
				continue
			}
			end := i + len(s)
			if s == "gu" && (end >= len(folded) || folded[end] != 'e' && folded[end] != 'i') {
				continue
			}
			out = append(out, s)
			i = end
			continue next
		}
		n := byte(0)
		if i+1 < len(folded) {
			n = folded[i+1]
		}
		switch {
		case n == c: // Anna, Massari
		case (c == 'c' || c == 'g') && (n == 'e' || n == 'i' || n == 'y'):
			out = append(out, string(c)+"e")
		case c == 'h' && len(out) > 0 && i+1 >= len(folded): // Sarah
		default:
			out = append(out, folded[i:i+1])
		}
		i++
	}
	return out
}

// Pinyin is the commonest reading of a character in pinyin without tone, "v"
// for ü after n and l; "" where r is no character with a reading.
func Pinyin(r rune) string {
	s, _, _ := strings.Cut(pinyin.PinyinDict[int(r)], ",")
	var b strings.Builder
	for _, c := range s {
		if c < utf8.RuneSelf {
			b.WriteRune(c)
			continue
		}
		for _, v := range []string{"aāáǎà", "eēéěèêếềḗḕ", "iīíǐì", "oōóǒò", "uūúǔù", "vüǖǘǚǜ", "nńňǹ", "mḿ"} {
			if strings.ContainsRune(v[1:], c) {
				b.WriteByte(v[0])
			}
		}
	}
	return b.String()
}

// HanSounds takes a syllable of pinyin apart: the consonant it begins with, if
// any, the vowels, and "N" where it ends in n or ng. The i of si, zhi and ri is
// "I".
func HanSounds(syllable string) []string {
	s := syllable
	var out []string
	if s == "" {
		return nil
	}
	for _, c := range []string{"zh", "ch", "sh"} {
		if strings.HasPrefix(s, c) {
			out = append(out, c)
		}
	}
	if out == nil && strings.IndexByte("bpmfdtnlgkhjqxrzcsyw", s[0]) >= 0 {
		out = append(out, s[:1])
	}
	if len(out) > 0 {
		s = s[len(out[0]):]
	}
	nasal := false
	for _, n := range []string{"ng", "n"} {
		if v, ok := strings.CutSuffix(s, n); ok && !nasal {
			s, nasal = v, true
		}
	}
	if s == "i" && len(out) > 0 && !nasal {
		switch out[0] {
		case "zh", "ch", "sh", "z", "c", "s", "r":
			s = "I"
		}
	}
	if s != "" {
		out = append(out, s)
	}
	if nasal {
		out = append(out, "N")
	}
	return out
}

// soundModel is the weights in nats.
type soundModel struct {
	latin, han map[string]uint8
	pair       [][]float32 // latin, han
	lost, put  []float32   // a Latin sound left out, a Chinese one put in
	char       map[rune]float32
	other      float32 // a character that the names of the table do not have
	sounds     [0x9FFF - 0x4E00 + 1][3]uint8
}

// none is a sound that the model does not know.
const none = 255

var theSoundModel = sync.OnceValue(func() *soundModel {
	m := &soundModel{latin: map[string]uint8{}, han: map[string]uint8{}, char: map[rune]float32{}}
	type row struct {
		a, b string
		w    float32
	}
	var rows []row
	for n, line := range strings.Split(soundData, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			panic(fmt.Sprintf("sound.tsv:%d: %d columns (want 3)", n+1, len(f)))
		}
		w, err := strconv.ParseFloat(f[2], 32)
		if err != nil {
			panic(err)
		}
		if f[0] == "char" {
			if f[1] == "-" {
				m.other = float32(w)
			} else {
				r, _ := utf8.DecodeRuneInString(f[1])
				m.char[r] = float32(w)
			}
			continue
		}
		rows = append(rows, row{f[0], f[1], float32(w)})
		for _, x := range []struct {
			s string
			m map[string]uint8
		}{{f[0], m.latin}, {f[1], m.han}} {
			if _, ok := x.m[x.s]; !ok && x.s != "-" {
				x.m[x.s] = uint8(len(x.m))
			}
		}
	}
	m.pair = make([][]float32, len(m.latin))
	for k := range m.pair {
		m.pair[k] = make([]float32, len(m.han))
		for j := range m.pair[k] {
			m.pair[k][j] = soundApart
		}
	}
	m.lost, m.put = make([]float32, len(m.latin)), make([]float32, len(m.han))
	for _, r := range rows {
		switch {
		case r.a == "-":
			m.put[m.han[r.b]] = r.w
		case r.b == "-":
			m.lost[m.latin[r.a]] = r.w
		default:
			m.pair[m.latin[r.a]][m.han[r.b]] = r.w
		}
	}
	for k := range m.sounds {
		s := &m.sounds[k]
		*s = [3]uint8{none, none, none}
		n := 0
		for _, x := range HanSounds(Pinyin(rune(0x4E00 + k))) {
			if v, ok := m.han[x]; ok && n < 3 {
				s[n] = v
				n++
			}
		}
	}
	return m
})

// soundApart is the weight in nats of two sounds that never stood for one
// another in the names learnt from.
const soundApart = -5

// soundBonus is the most that a character counts for by itself, in nats: that it
// is one that names are written in says that a name stands here, not which.
const soundBonus = .5

// Sound is a name in Latin letters, ready to be heard in Chinese.
type Sound struct {
	codes  []uint8
	folded string
}

// NewSound prepares a word in small letters without accents. Several words may
// be joined into one.
func NewSound(folded string) Sound {
	m := theSoundModel()
	s := Sound{folded: folded}
	for _, x := range LatinSounds(folded) {
		if c, ok := m.latin[x]; ok {
			s.codes = append(s.codes, c)
		}
	}
	if len(s.codes) > 24 {
		s.codes = s.codes[:24]
	}
	return s
}

// Len is the number of sounds.
func (s Sound) Len() int { return len(s.codes) }

// HanSound is a run of Chinese characters, ready to have names heard in it.
type HanSound struct {
	codes []uint8
	at    []int32 // per character, and the end: where its sounds begin
	bonus []float32
}

// NewHanSound prepares characters, Simplified.
func NewHanSound(rs []rune) HanSound {
	m := theSoundModel()
	h := HanSound{at: make([]int32, len(rs)+1), bonus: make([]float32, len(rs)), codes: make([]uint8, 0, 2*len(rs))}
	for k, r := range rs {
		h.at[k] = int32(len(h.codes))
		h.bonus[k] = m.other
		if w, ok := m.char[r]; ok {
			h.bonus[k] = min(w, soundBonus)
		}
		if r < 0x4E00 || r > 0x9FFF {
			continue
		}
		for _, c := range m.sounds[r-0x4E00] {
			if c != none {
				h.codes = append(h.codes, c)
			}
		}
	}
	h.at[len(rs)] = int32(len(h.codes))
	return h
}

// Hear finds the characters [from, to) that sound most like the name, and how
// much likelier they are as its sound than by chance, in nats; below 0 they are
// nothing of the kind. A run without sounds gives 0, 0 and minus infinity. The
// time is that of the name's length times the run's.
func (s Sound) Hear(h HanSound) (from, to int, nats float64) {
	m := theSoundModel()
	n := len(s.codes)
	if n == 0 || len(h.codes) == 0 {
		return 0, 0, math.Inf(-1)
	}
	best := float32(math.Inf(-1))
	type cell struct {
		w    float32
		from int32
	}
	var prev, cur [25]cell
	col := func(c *[25]cell, char int32) { // before a character
		c[0] = cell{0, char}
		for i := 1; i <= n; i++ {
			c[i] = cell{c[i-1].w + m.lost[s.codes[i-1]], char}
		}
	}
	var fresh [25]cell
	for k := range h.bonus {
		col(&fresh, int32(k))
		if k == 0 {
			prev = fresh
		}
		for i := 0; i <= n; i++ { // a name may begin here
			if fresh[i].w >= prev[i].w {
				prev[i] = fresh[i]
			}
			prev[i].w += h.bonus[k]
		}
		for x := h.at[k]; x < h.at[k+1]; x++ {
			y := h.codes[x]
			put := m.put[y]
			cur[0] = cell{prev[0].w + put, prev[0].from}
			for i := 1; i <= n; i++ {
				c := prev[i-1]
				c.w += m.pair[s.codes[i-1]][y]
				if w := prev[i].w + put; w > c.w {
					c = cell{w, prev[i].from}
				}
				if w := cur[i-1].w + m.lost[s.codes[i-1]]; w > c.w {
					c = cell{w, cur[i-1].from}
				}
				cur[i] = c
			}
			prev, cur = cur, prev
		}
		if prev[n].w > best {
			best, from, to = prev[n].w, int(prev[n].from), k+1
		}
	}
	return from, to, float64(best)
}

// SoundChar is how much likelier a character is inside a foreign name than in
// other words, in nats.
func SoundChar(r rune) float64 {
	m := theSoundModel()
	if w, ok := m.char[r]; ok {
		return float64(w)
	}
	return float64(m.other)
}
