package divergence

import (
	"strings"

	"github.com/tercet/tercet/lang"
)

// A name that goes from one script to another keeps its consonants best. A
// skeleton is the consonants of a name in classes: P (b p), T (d t), K (g k q),
// S (s z c j sh ch and the like), F, V (Latin v), W, L (l r), M, N, and J for g
// and j before e and i, which Chinese writes as 吉 or 基, and both may be K or S.
// Vowels, h and y are left out.

// latinSkeleton is the skeleton of a word in Latin letters, folded.
func latinSkeleton(w string) string {
	var b strings.Builder
	add := func(c byte) {
		if n := b.Len(); n == 0 || b.String()[n-1] != c {
			b.WriteByte(c)
		}
	}
	vowel := true // a vowel since the last consonant, so that doubled ones count once
	for i := 0; i < len(w); i++ {
		next := byte(0)
		if i+1 < len(w) {
			next = w[i+1]
		}
		c := byte(0)
		switch w[i] {
		case 'b':
			c = 'P'
		case 'p':
			c = 'P'
			if next == 'h' {
				c = 'F'
			}
		case 'd', 't':
			c = 'T'
			if w[i] == 't' && (next == 's' || next == 'z') {
				continue
			}
		case 'g':
			c = 'K'
			if next == 'e' || next == 'i' || next == 'y' {
				c = 'J'
			} else if i > 0 && w[i-1] == 'n' && (next == 0 || !strings.ContainsRune("aou", rune(next))) {
				continue // ng is one sound
			}
		case 'k', 'q':
			c = 'K'
		case 'c':
			c = 'K'
			if next == 'e' || next == 'i' || next == 'y' || next == 'h' {
				c = 'S'
			}
			if next == 'k' {
				continue
			}
		case 'x':
			add('K')
			c = 'S'
		case 's', 'z':
			c = 'S'
		case 'j':
			c = 'J'
		case 'f':
			c = 'F'
		case 'v':
			c = 'V'
		case 'w':
			c = 'W'
		case 'l', 'r':
			c = 'L'
		case 'm':
			c = 'M'
		case 'n':
			c = 'N'
		default:
			vowel = true
			continue
		}
		if vowel || b.Len() == 0 || b.String()[b.Len()-1] != c {
			b.WriteByte(c)
		}
		vowel = false
	}
	return b.String()
}

// hanSkeleton is the skeleton of a run of Chinese characters, and for each
// character where its part of it begins.
func hanSkeleton(rs []rune) (string, []int) {
	var b strings.Builder
	at := make([]int, len(rs)+1)
	for i, r := range rs {
		at[i] = b.Len()
		s := lang.Pinyin(r)
		if s == "" {
			continue
		}
		if s == "er" {
			b.WriteByte('L')
			continue
		}
		c := byte(0)
		switch s[0] {
		case 'b', 'p':
			c = 'P'
		case 'd', 't':
			c = 'T'
		case 'g', 'k':
			c = 'K'
		case 'j', 'q':
			c = 'J'
		case 'x', 'z', 'c', 's':
			c = 'S'
		case 'f':
			c = 'F'
		case 'w':
			c = 'W'
		case 'l', 'r':
			c = 'L'
		case 'm':
			c = 'M'
		case 'n':
			c = 'N'
		}
		if c != 0 {
			b.WriteByte(c)
		}
		if l := len(s); l > 1 && (s[l-1] == 'n' || strings.HasSuffix(s, "ng")) {
			b.WriteByte('N')
		}
	}
	at[len(rs)] = b.Len()
	return b.String(), at
}

func sounds(a, b byte) bool {
	if a == b {
		return true
	}
	if a > b {
		a, b = b, a
	}
	switch string([]byte{a, b}) {
	case "JK", "JS", "FV", "VW", "FW", "MN", "JT":
		return true
	}
	return false
}

// alike is how alike two skeletons are, in [0, 1]: twice the common subsequence
// over both lengths.
func alike(a, b string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if len(a) > 40 || len(b) > 40 {
		return 0
	}
	var row [41]int
	for i := 0; i < len(a); i++ {
		diag := 0
		for j := 0; j < len(b); j++ {
			up := row[j+1]
			if sounds(a[i], b[j]) {
				row[j+1] = diag + 1
			} else if row[j] > row[j+1] {
				row[j+1] = row[j]
			}
			diag = up
		}
	}
	return 2 * float64(row[len(b)]) / float64(len(a)+len(b))
}
