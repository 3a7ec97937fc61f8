package divergence

import (
	"errors"
	"math"
	"testing"
)

// judge is a Scorer that answers by what the versions say.
type judge func(versions []Version) float64

func (j judge) Score(beads [][]Version) ([]float64, error) {
	out := make([]float64, len(beads))
	for k, b := range beads {
		if out[k] = j(b); out[k] < 0 {
			return nil, errors.New("no server")
		}
	}
	return out, nil
}

func (j judge) Weight() float64 { return .5 }

func TestBlend(t *testing.T) {
	for _, c := range []struct{ own, scorer, weight, want float64 }{
		{.2, .2, .5, .2}, {.9, .9, .3, .9}, {.1, .9, .5, .5}, {.5, .5, .5, .5},
		{.1, .9, 0, .1}, {.1, .9, 1, .9}, {.5, .9, .25, 1 / (1 + math.Pow(9, -.25))},
		{.5, 1, .5, 1 / (1 + math.Sqrt(.01/.99))}, {0, 1, .5, .5}, {1, 1, .5, .99}, {0, 0, .5, .01},
	} {
		if got := blend(c.own, c.scorer, c.weight); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v and %v, weight %v: %v, want %v", c.own, c.scorer, c.weight, got, c.want)
		}
	}
}

func TestScorer(t *testing.T) {
	langs := []string{"fr", "en", "zh"}
	same := []string{"Le ministre a visité le port.", "The minister visited the port.", "部长参观了港口。"}
	other := []string{"Le commerce a atteint 36 millions.", "Trade reached 36 million.", "贸易额达到26亿。"}
	gap := []string{"Le ministre a visité le port.", "", "部长参观了港口。"}
	run := func(j Scorer, segments []string) UnitResult {
		c, err := New(Options{Scorer: j})
		if err != nil {
			t.Fatal(err)
		}
		return c.Unit(langs, segments)
	}
	always := func(p float64) Scorer { return judge(func([]Version) float64 { return p }) }
	own := run(nil, same).Divergence
	if up, down := run(always(.95), same).Divergence, run(always(.01), same).Divergence; !(up > own && down < own) {
		t.Errorf("%v, judged %v and %v", own, up, down)
	}
	// A plain contradiction is not argued away.
	plain := run(nil, other)
	if plain.Findings[0].Severity != Error {
		t.Fatal(plain.Findings)
	}
	if got := run(always(.01), other); got.Divergence != plain.Divergence || len(got.Findings) != len(plain.Findings) {
		t.Errorf("%v, judged %v", plain.Divergence, got.Divergence)
	}
	// A missing version needs no judge.
	called := false
	spy := judge(func(v []Version) float64 { called = true; return .01 })
	if got := run(spy, gap).Divergence; called || got != run(nil, gap).Divergence {
		t.Errorf("the judge was asked about a gap: %v", got)
	}
	// The judge sees languages and texts.
	run(judge(func(v []Version) float64 {
		for k := range langs {
			if v[k] != (Version{langs[k], same[k]}) {
				t.Errorf("version %v", v[k])
			}
		}
		return .5
	}), same)
	for id, j := range map[string]Scorer{"skipped.scorer": always(math.NaN()), "skipped.scorer-failed": always(-1)} {
		got := run(j, same)
		if got.Divergence != own || len(got.NotChecked) != 1 || got.NotChecked[0].Check != "scorer" || got.NotChecked[0].Reason.ID != id {
			t.Errorf("%s: %v %v", id, got.Divergence, got.NotChecked)
		}
	}
	// Several units together are what each is alone.
	c, _ := New(Options{Scorer: judge(func(v []Version) float64 { return float64(len(v[0].Text)%7) / 7 })})
	units := []Unit{{langs, same}, {langs, gap}, {langs, other}, {langs[:2], same[:2]}, {langs[:1], same[:1]}}
	for k, r := range c.Units(units) {
		if alone := c.Unit(units[k].Langs, units[k].Segments); alone.Divergence != r.Divergence || len(alone.Findings) != len(r.Findings) {
			t.Errorf("unit %d: %v together, %v alone", k, r.Divergence, alone.Divergence)
		}
	}
}
