package lang

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed data/zh/common.txt
var commonHan string

// common holds the marks and letters beyond ASCII that running text of the
// languages in All is made of.
var common = sync.OnceValue(func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»‹›“”‘’–—…€°·•\u00a0\u202f\u2009，。、；：？！（）《》〈〉【】「」『』　％～" {
		m[r] = true
	}
	for line := range strings.Lines(commonHan) {
		if !strings.HasPrefix(line, "#") {
			for _, r := range strings.TrimSpace(line) {
				m[r] = true
			}
		}
	}
	return m
})

// Readable is the share, in [0, 1], of the characters of s beyond ASCII that
// running text in the languages of All uses most: near 1 for text that was
// decoded rightly, near 0 for text that was not. It is 1 for plain ASCII, and
// less by the share of control characters in any case.
func Readable(s string) float64 {
	m := common()
	var n, good, control, all float64
	for _, r := range s {
		all++
		switch {
		case r < 0x80:
			if r < 0x20 && r != '\n' && r != '\r' && r != '\t' && r != '\f' || r == 0x7F {
				control++
			}
		case m[r]:
			n++
			good++
		case unicode.Is(unicode.Co, r) || unicode.Is(unicode.Cc, r):
			n++
			control++
		default:
			n++
		}
	}
	if all == 0 {
		return 0
	}
	if n == 0 {
		n, good = 1, 1
	}
	return good / n * (1 - min(1, 10*control/all))
}
