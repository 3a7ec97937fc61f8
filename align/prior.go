package align

import (
	"github.com/tercet/tercet/align/lexicon"
)

// Prior probabilities that one unit is rendered by another.
const (
	priorNumber  = .8
	priorMark    = .4
	priorSame    = .6 // the same Latin word on both sides
	priorShort   = .3 // factor for words of one or two letters
	priorCognate = .4
)

// identical links the units that both sides have: numbers, marks, names.
func identical(a, b *side) []link {
	var out []link
	for s, text := range a.vocab.text {
		kind := a.vocab.kind[s]
		if kind == lexicon.Char || kind == lexicon.Bigram {
			continue
		}
		t, ok := b.vocab.words[text]
		if !ok || b.vocab.kind[t] != kind {
			continue
		}
		p := float32(priorNumber)
		switch kind {
		case lexicon.Mark:
			p = priorMark
		case lexicon.Word:
			p = priorSame
			if len(text) < 3 {
				p *= priorShort
			}
		}
		out = append(out, link{int32(s), t, p, p})
	}
	return out
}

// cognates links words that begin alike and share most of their letters.
func cognates(a, b *side) []link {
	const shortest, longest = 4, 60
	use := func(v *vocabulary, k int) bool {
		n := len(v.text[k])
		return v.kind[k] == lexicon.Word && n >= shortest && n < longest
	}
	byStart := map[string][]int32{}
	for t, text := range b.vocab.text {
		if use(&b.vocab, t) {
			byStart[text[:3]] = append(byStart[text[:3]], int32(t))
		}
	}
	var out []link
	for s, x := range a.vocab.text {
		if !use(&a.vocab, s) {
			continue
		}
		for _, t := range byStart[x[:3]] {
			y := b.vocab.text[t]
			if x == y || 2*min(len(x), len(y)) < max(len(x), len(y)) {
				continue
			}
			same := 3
			for same < min(len(x), len(y)) && x[same] == y[same] {
				same++
			}
			l := float64(common(x, y)) / float64(max(len(x), len(y)))
			if l > .6 && (same >= 4 || l > .7) {
				p := float32(priorCognate * min(1, (l-.5)*2.5))
				out = append(out, link{int32(s), t, p, p})
			}
		}
	}
	return out
}

// common is the length of the longest common subsequence, in bytes.
func common(x, y string) int {
	var prev, cur [64]int
	for i := range len(x) {
		for j := range len(y) {
			if x[i] == y[j] {
				cur[j+1] = prev[j] + 1
			} else {
				cur[j+1] = max(prev[j+1], cur[j])
			}
		}
		prev = cur
	}
	return prev[len(y)]
}
