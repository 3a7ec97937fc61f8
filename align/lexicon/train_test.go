package lexicon

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// combined says each of the subjects with each of the predicates.
func combined(yield func(string, string) bool) {
	subjects := [][2]string{{"Le gabelou", "税吏"}, {"La meunière", "磨坊主"}, {"Le forgeron", "铁匠"}, {"Les veuves", "寡妇"}, {"La veuve", "寡妇"}, {"Une veuve", "寡妇"},
		{"Le batelier", "船夫"}, {"Le notaire", "公证员"}, {"La voisine", "邻居"}}
	predicates := [][2]string{{"vend du fromage", "卖奶酪"}, {"attend la pluie", "等待下雨"}, {"compte 12 moutons", "数了12只绵羊"}, {"rit", "大笑"}}
	for _, s := range subjects {
		for _, p := range predicates {
			if !yield(s[0]+" "+p[0]+".", s[1]+p[1]+"。") {
				return
			}
		}
	}
}

func learntOf(l []Learnt) map[string]string {
	m := map[string]string{}
	for _, x := range l {
		m[x.A] += "|" + x.B
	}
	return m
}

func TestTrain(t *testing.T) {
	got := Train(combined, TrainOptions{})
	m := learntOf(got)
	// the frequent form of a stem, and the longest string of characters
	for fr, zh := range map[string]string{"gabelou": "|税吏", "forgeron": "|铁匠", "veuve": "|寡妇", "meunière": "|磨坊主", "rit": "|大笑", "fromage": "|卖奶酪", "pluie": "|等待下雨"} {
		if m[fr] != zh {
			t.Errorf("%s: got %q, want %q (of %v)", fr, m[fr], zh, m)
		}
	}
	for _, l := range got {
		if strings.ContainsAny(l.A+l.B, "0123456789") {
			t.Errorf("number learnt: %v", l)
		}
		if l.Forth < leastProb || l.Forth > 1 || l.Back < leastProb || l.Back > 1 || l.Count < 1 {
			t.Errorf("out of range: %+v", l)
		}
	}
	if again := Train(combined, TrainOptions{}); !slices.Equal(got, again) {
		t.Errorf("not the same twice:\n%v\n%v", got, again)
	}
	if few := Train(combined, TrainOptions{Min: 7}); slices.Contains(slices.Collect(maps.Keys(learntOf(few))), "gabelou") {
		t.Errorf("gabelou stands there four times, learnt with Min 7: %v", few)
	}
}

// Where memory is short the rarest pairs go, the frequent stay.
func TestTrainBounded(t *testing.T) {
	pairs := func(yield func(string, string) bool) {
		k := 0
		for x, y := range combined {
			word := func(c string) string { // a new word each time
				return c + string(rune('a'+k%26)) + string(rune('a'+k/26%26)) + c
			}
			k++
			if !yield(x+" "+word("b"), y+word("k")) {
				return
			}
		}
	}
	m := learntOf(Train(pairs, TrainOptions{MostPairs: 60}))
	if m["veuve"] != "|寡妇" {
		t.Errorf("veuve: got %q, want 寡妇 (of %v)", m["veuve"], m)
	}
}

func TestWriteTSV(t *testing.T) {
	var b bytes.Buffer
	learnt := Train(combined, TrainOptions{})
	err := WriteTSV(&b, []string{"fr", "en", "zh"}, func(i, j int) []Learnt {
		if i == 0 && j == 2 {
			return learnt
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	l := New()
	if err := l.tsv("learnt.tsv", b.String()); err != nil {
		t.Fatal(err)
	}
	links := Links(Units{"fr", []Kind{Word}, []string{"gabelou"}}, Units{"zh", []Kind{Bigram, Bigram}, []string{"铁匠", "税吏"}}, l)
	if fmt.Sprint(links) == "[]" || len(links) != 1 || links[0].B != 1 {
		t.Errorf("links %v, want gabelou with 税吏 alone; lexicon:\n%s", links, b.String())
	}
}
