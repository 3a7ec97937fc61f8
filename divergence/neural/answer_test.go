package neural

import (
	"math"
	"testing"
)

func TestParseAnswer(t *testing.T) {
	none := math.NaN()
	for _, c := range []struct {
		in   string
		want float64
	}{
		{`{"p": 0.85}`, .85},
		{`{"p":1}`, 1},
		{`{"p": 0}`, 0},
		{`{'p': .5}`, .5},
		{`{"p": "0.85"}`, .85},
		{`{"p": "85%"}`, .85},
		{"```json\n{\"p\": 0.85}\n```", .85},
		{"Here is my judgement:\n\n{\"p\": 0.85}\n\nThe year 1978 became 1987.", .85},
		{`{"p": 0.85, "reason": "0.5 billion against 5 billion, 12 % against 21 %"}`, .85},
		{`{"p": 8.5e-1}`, .85},
		{`{"probability": 0.85}`, .85},
		{"**Probability:** 0.85", .85},
		{"Probability is 85 %", .85},
		{"p = 0,85", .85},
		{"0.85", .85},
		{" 0.85.\n", .85},
		{"1", 1},
		{"1.0", 1},
		{"0,85", .85},
		{"85%", .85},
		{"85 %", .85},
		{"８５％", .85},
		{"０．８５", .85},
		{"**0.85**", .85},
		{"The dates differ: 35 against 25.\n0.85", .85},
		{"0.85, because the dates differ", .85},
		{"0.85\n\nOne version has 35, the other 25.", .85},
		{"The probability that they differ is about 0.85.", .85},
		{"On a scale from 0 to 1, I would say 0.85.", .85},
		{"概率：0.85。", .85},
		{"Je dirais que la probabilité est de 0,85.", .85},
		{"<think>The year is 0.3 off; p: 0.2?</think>\n{\"p\": 0.85}", .85},

		{"", none},
		{"I cannot help with that.", none},
		{"I'm sorry, but I can't assist with political content.", none},
		{"The versions say the same.", none},
		{"85", none},
		{"1.2", none},
		{"-0.1", none},
		{`{"p": 1.2}`, none},
		{`{"p": -0.2}`, none},
		{`{"p": 850%}`, none},
		{"120%", none},
		{`{"p": N}`, none},
		{`{"p": null}`, none},
		{`{"p": 1e400}`, none},
		{"p is 8/10", none},
		{"p: 0.2 to begin with; p: 0.9 in the end", none},
		{"0.2 or 0.9 likely, say 0.5", none},
		{"9 out of 10", none},
		{"1 of the versions has another date", none},
		{"p: 1 of 3 versions differs", none},
		{"In 2 of 3 versions the share is 0.5 million, in one 5 million.", none},
		{"The share of 35% was left out in French.", none},
		{"1.000 soldiers in one version, 1000 in another, probably the same", none},
		{"3.5.2026 against 3.6.2026", none},
		{"<think>p: 0.9, or perhaps", none},
		{"\xff\xfe", none},
	} {
		got, ok := parseAnswer(c.in)
		if ok == math.IsNaN(c.want) || ok && math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%q: %v %v, want %v", c.in, got, ok, c.want)
		}
	}
}

// FuzzParseAnswer: whatever is answered, a probability or none.
func FuzzParseAnswer(f *testing.F) {
	for _, s := range []string{`{"p": 0.85}`, "85 %", "０．８５", "<think>x</think> 1", "p: 1/2", "1e9999", "probability is 0,5 \xff", "3.5.2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, ok := parseAnswer(s)
		if !(p >= 0 && p <= 1) || !ok && p != 0 {
			t.Errorf("%q: %v %v", s, p, ok)
		}
	})
}
