package align

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tercet/tercet/lang"
)

// picture writes beads as "1-1 2-1 0-1".
func picture(beads []Bead) string {
	var out []string
	for _, b := range beads {
		var n []string
		for _, r := range b.Sents {
			n = append(n, fmt.Sprint(r.Len()))
		}
		out = append(out, strings.Join(n, "-"))
	}
	return strings.Join(out, " ")
}

func sideOf(code string, sentences ...string) Side {
	return Side{Lang: lang.Get(code), Sentences: sentences}
}

func TestPictures(t *testing.T) {
	for _, c := range []struct {
		name  string
		sides []Side
		want  string
	}{
		{"one by one", []Side{
			sideOf("en", "The minister arrived on 3 May.", "She met her Omani counterpart.", "They signed two agreements."),
			sideOf("fr", "La ministre est arrivée le 3 mai.", "Elle a rencontré son homologue omanais.", "Elles ont signé deux accords."),
		}, "1-1 1-1 1-1"},
		{"two make one", []Side{
			sideOf("en", "The minister arrived on 3 May.", "She met her Omani counterpart.", "They signed two agreements.", "The talks lasted 4 hours."),
			sideOf("fr", "La ministre est arrivée le 3 mai.", "Elle a rencontré son homologue omanais et elles ont signé deux accords.", "Les entretiens ont duré 4 heures."),
		}, "1-1 2-1 1-1"},
		{"one is missing", []Side{
			sideOf("en", "The minister arrived on 3 May.", "The delegation numbered 25 experts of the ministries of trade, energy, health and education.", "She met her Omani counterpart.", "The talks lasted 4 hours."),
			sideOf("zh", "部长于5月3日抵达。", "她会见了阿曼外交大臣。", "会谈持续了4个小时。"),
		}, "1-1 1-0 1-1 1-1"},
		{"three versions", []Side{
			sideOf("fr", "La ministre est arrivée le 3 mai.", "Elle a rencontré son homologue omanais et elles ont signé deux accords.", "Les entretiens ont duré 4 heures."),
			sideOf("en", "The minister arrived on 3 May.", "She met her Omani counterpart.", "They signed two agreements.", "The talks lasted 4 hours."),
			sideOf("zh", "部长于5月3日抵达。", "她会见了阿曼外交大臣。", "双方签署了两项协议。", "会谈持续了4个小时。"),
		}, "1-1-1 1-2-2 1-1-1"},
		{"nothing on one side", []Side{sideOf("en", "A word.", "Another."), sideOf("fr")}, "1-0 1-0"},
		{"nothing at all", []Side{sideOf("en"), sideOf("fr")}, ""},
		{"an empty version of three", []Side{sideOf("en", "A word."), sideOf("fr"), sideOf("zh", "一个词。")}, "1-0-1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := picture(Sides(c.sides, Options{})); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// covers checks that the beads hold every sentence of every side once, in order
// but for what crosses, and that beads of one side hold one sentence.
func covers(t interface{ Fatalf(string, ...any) }, sides []Side, beads []Bead) {
	at := make([]int, len(sides))
	crossing := map[int]bool{} // sentences of the second side
	for _, b := range beads {
		if b.Crosses {
			crossing[b.Sents[1].Lo] = true
		}
	}
	for k, b := range beads {
		if len(b.Sents) != len(sides) {
			t.Fatalf("bead %d has %d sides, want %d", k, len(b.Sents), len(sides))
		}
		filled, lines := 0, 0
		for x, r := range b.Sents {
			if r.Len() == 0 {
				continue
			}
			for x == 1 && crossing[at[1]] {
				at[1]++
			}
			if x == 1 && b.Crosses {
				filled, lines = filled+1, lines+r.Len()
				continue
			}
			if r.Lo != at[x] || r.Hi < r.Lo {
				t.Fatalf("bead %d, side %d: %v, want it to begin at %d", k, x, r, at[x])
			}
			at[x] = r.Hi
			filled++
			lines += r.Len()
		}
		if filled == 0 || filled == 1 && lines != 1 {
			t.Fatalf("bead %d: %v", k, b.Sents)
		}
		if !(b.Score >= 0 && b.Score <= 1) || math.IsNaN(b.Score) {
			t.Fatalf("bead %d: score %v", k, b.Score)
		}
	}
	for x, s := range sides {
		for x == 1 && crossing[at[1]] {
			at[1]++
		}
		if at[x] != len(s.Sentences) {
			t.Fatalf("side %d: %d sentences in beads, want %d", x, at[x], len(s.Sentences))
		}
	}
}

var words2 = []string{"accord", "agreement", "协议", "3", "mai", "May", "the", "le", "", " ", "Oman", "，", "?", "\xff", "\u00a0", "é"}

func TestBeadsCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 4).Draw(t, "sides")
		var sides []Side
		for k := range n {
			sentence := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(words2), 0, 8), func(w []string) string { return strings.Join(w, " ") })
			s := sideOf([]string{"fr", "en", "zh", "ru"}[k], rapid.SliceOfN(sentence, 0, 12).Draw(t, "sentences")...)
			sides = append(sides, s)
		}
		covers(t, sides, Sides(sides, Options{}))
	})
}

func TestSameOnAnyNumberOfCores(t *testing.T) {
	var en, fr, zh []string
	for i := range 400 {
		en = append(en, fmt.Sprintf("Sentence %d says that the minister met %d experts of region %d.", i, i*7%13, i*i%17))
		if i%7 != 3 {
			fr = append(fr, fmt.Sprintf("La phrase %d dit que le ministre a rencontré %d experts de la région %d.", i, i*7%13, i*i%17))
		}
		if i%11 != 5 {
			zh = append(zh, fmt.Sprintf("第%d句说，部长会见了%d名专家，他们来自第%d区。", i, i*7%13, i*i%17))
		}
	}
	sides := []Side{sideOf("en", en...), sideOf("fr", fr...), sideOf("zh", zh...)}
	var want []Bead
	for _, n := range []int{1, 2, 5} {
		old := runtime.GOMAXPROCS(n)
		got := Sides(sides, Options{})
		runtime.GOMAXPROCS(old)
		covers(t, sides, got)
		if want == nil {
			want = got
		} else if !reflect.DeepEqual(got, want) {
			t.Fatalf("%d cores give another alignment", n)
		}
	}
}

func TestExplain(t *testing.T) {
	sides := []Side{
		sideOf("en", "The minister arrived on 3 May.", "They signed two agreements."),
		sideOf("zh", "部长于5月3日抵达。", "双方签署了两项协议。"),
	}
	for _, b := range Sides(sides, Options{}) {
		if b.Why != nil {
			t.Fatal("evidence nobody asked for")
		}
	}
	beads := Sides(sides, Options{Explain: true})
	if len(beads) != 2 || len(beads[0].Why) != 1 {
		t.Fatalf("got %+v", beads)
	}
	var pairs []string
	for _, p := range beads[0].Why[0].Partners {
		pairs = append(pairs, p.A+"="+p.B)
	}
	if got := strings.Join(pairs, " "); !strings.Contains(got, "m5=m5") || !strings.Contains(got, "3=3") {
		t.Errorf("partners %s, want the date among them", got)
	}
}

func TestPins(t *testing.T) {
	sides := []Side{
		sideOf("en", "Yes.", "No.", "Perhaps.", "Perhaps not.", "All the same."),
		sideOf("fr", "Oui.", "Non.", "Peut-être.", "Peut-être pas.", "Tout de même."),
	}
	pins, err := ReadPins(strings.NewReader("# confirmed\n\"Perhaps\"\t\"Non\"\n"), "pins.txt", sides)
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string][]Side{"two": sides, "three": append(sides[:2:2], sideOf("zh", "是。", "不。", "也许。", "也许不。", "仍然。"))} {
		together := false
		beads := Sides(s, Options{Pins: pins})
		covers(t, s, beads)
		for _, b := range beads {
			in := func(r Range, i int) bool { return r.Lo <= i && i < r.Hi }
			if in(b.Sents[0], 2) != in(b.Sents[1], 1) {
				t.Errorf("%s: bead %v parts what is pinned", name, b.Sents)
			}
			together = together || in(b.Sents[0], 2)
		}
		if !together {
			t.Errorf("%s: no bead holds the pin", name)
		}
	}
	for _, c := range []struct{ in, want string }{
		{"\"Perhaps\"\t\"Rien\"\n", "pins.txt:1: no sentence of side 2 begins with \"Rien\""},
		{"\"Perhaps\"\n", "pins.txt:1: 1 quoted starts (want 2, separated by tabs)"},
		{"Perhaps\t\"Non\"\n", "pins.txt:1: Perhaps (want the start of a sentence between quotation marks, \"...\")"},
		{"\"All\"\t\"Tout\"\n\n\"Yes\"\t\"Oui\"\n", "pins.txt:3: \"Yes\" stands before a sentence pinned earlier (want pins that do not cross, in order)"},
		{"\"Yes\"\t\n", "pins.txt:1: 1 quoted starts (want 2, separated by tabs)"},
		{"\"Yes\"\t\"\"\n", "pins.txt:1: one sentence (want two or more that stand for one another)"},
	} {
		if _, err := ReadPins(strings.NewReader(c.in), "pins.txt", sides); err == nil || err.Error() != c.want {
			t.Errorf("%q: got %v, want %s", c.in, err, c.want)
		}
	}
}

func TestPinsCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 3).Draw(t, "sides")
		var sides []Side
		for k := range n {
			sentence := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(words2), 0, 8), func(w []string) string { return strings.Join(w, " ") })
			sides = append(sides, sideOf([]string{"fr", "en", "zh"}[k], rapid.SliceOfN(sentence, 1, 30).Draw(t, "sentences")...))
		}
		var pins []Pin
		for range rapid.IntRange(0, 4).Draw(t, "pins") {
			p := Pin{}
			for range sides {
				p.Sents = append(p.Sents, rapid.IntRange(-1, 31).Draw(t, "pin"))
			}
			pins = append(pins, p)
		}
		covers(t, sides, Sides(sides, Options{Pins: pins}))
	})
}

func FuzzSides(f *testing.F) {
	f.Add("A word.\nAnother one.\n3 May", "Un mot.\nUn autre.", "一个词。")
	f.Add("", "x", "\xff\n\n")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if len(a)+len(b)+len(c) > 4000 {
			return
		}
		sides := []Side{sideOf("en", strings.Split(a, "\n")...), sideOf("fr", strings.Split(b, "\n")...), sideOf("zh", strings.Split(c, "\n")...)}
		covers(t, sides, Sides(sides, Options{}))
		covers(t, sides[:2], Sides(sides[:2], Options{Fast: true}))
	})
}
