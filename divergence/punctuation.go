package divergence

import (
	_ "embed"
	"strings"

	"github.com/tercet/tercet/text"
)

//go:embed docs/punctuation.md
var punctuationDoc string

// Punctuation reports a question that another version puts as a statement.
var Punctuation = &Check{
	Name: "punctuation", Doc: punctuationDoc, Category: "accuracy/mistranslation",
	Run: runPunctuation,
}

func runPunctuation(p *Pass) {
	full, empty := p.filled()
	if len(full) < 2 || len(empty) > 0 {
		return
	}
	at := make([]text.Span, len(p.Sides))
	says := make([]int, len(p.Sides))
	for _, i := range full {
		t := p.Sides[i].Text
		for _, m := range []string{"?", "？", "؟"} {
			if k := strings.LastIndex(t, m); k >= 0 && k >= at[i].Start && !inAddress(t, k) {
				at[i] = text.Span{Start: k, End: k + len(m)}
				says[i] = 1
			}
		}
		if says[i] == 0 {
			says[i] = 2
			if end := len(strings.TrimRight(t, " \n\r\t")); end > 0 && !strings.ContainsAny(t[max(0, end-3):end], ".。!！;；:：…") {
				says[i] = 0 // headings and the like have no mark
			}
			for _, q := range []string{"吗", "呢", "嗎", "什么", "什麼", "为何", "為何", "谁", "誰", "哪"} {
				if strings.Contains(t, q) {
					says[i] = 0
				}
			}
		}
	}
	odd, voted, ok := p.outvoted(full, func(i int) int { return says[i] })
	if !ok || len(full) > 2 && !voted {
		return
	}
	p.Report(p.setAgainst("punctuation.question", Warning, full, odd, voted, func(i int) text.Span { return at[i] }))
}

// inAddress reports whether the mark at k stands inside a web address.
func inAddress(t string, k int) bool {
	from := strings.LastIndexAny(t[:k], " \n\t\u00a0") + 1
	if !strings.ContainsAny(t[from:k], "/.") {
		return false // illness?Enrolling: a space is missing
	}
	return k+1 < len(t) && t[k] == '?' && (t[k+1] >= 'a' && t[k+1] <= 'z' || t[k+1] >= 'A' && t[k+1] <= 'Z')
}
