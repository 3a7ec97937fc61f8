package lexicon

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func unitsOf(code string, renderings ...string) Units {
	u := Units{Lang: code}
	seen := map[string]bool{}
	for _, r := range renderings {
		new(cutter).units(r, func(k Kind, unit []byte) {
			t := string(unit)
			if key := fmt.Sprint(k, t); !seen[key] {
				seen[key] = true
				u.Kind, u.Text = append(u.Kind, k), append(u.Text, t)
			}
		})
	}
	return u
}

// linked lists the links as "a=b", in order.
func linked(a, b Units, ls ...*Lexicon) string {
	var out []string
	for _, l := range Links(a, b, ls...) {
		out = append(out, a.Text[l.A]+"="+b.Text[l.B])
	}
	return strings.Join(out, " ")
}

func TestStem(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"Omani", "Oman"}, {"agreements", "agreement"}, {"accords", "accord"}, {"réunions", "RÉUNION"}, {"Œuvre", "oeuvres"}, {"coopération", "coopérer"},
	} {
		x, y := string(Stem(AppendFolded(nil, c.a))), string(Stem(AppendFolded(nil, c.b)))
		if x != y {
			t.Errorf("%s is %s, %s is %s", c.a, x, c.b, y)
		}
	}
}

func TestSeedLinksAllPairs(t *testing.T) {
	fr, en, zh := unitsOf("fr", "accord", "Oman"), unitsOf("en", "agreent", "Oman"), unitsOf("zh", "协议", "阿曼")
	for _, c := range []struct {
		a, b Units
		want string
	}{
		{fr, en, "accord=agre oman=oman"},
		{en, zh, "agre=协议 oman=阿曼"},
		{zh, fr, "协议=accord 阿曼=oman"},
		{unitsOf("zh", "協議"), en, "协议=agre"}, // Traditional
	} {
		if got := linked(c.a, c.b, Seed()); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	for _, l := range Links(en, zh, Seed()) {
		if l.Forth <= 0 || l.Forth > dictionaryMass || l.Back <= 0 || l.Back > dictionaryMass {
			t.Errorf("prior %v, %v, want at most %v", l.Forth, l.Back, dictionaryMass)
		}
	}
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLoad(t *testing.T) {
	for _, c := range []struct {
		name, file, content string
		a, b                Units
		want                string
	}{
		{"tsv", "own.tsv", "# ours\nen\tzh\nlighthouse|beacon\t灯塔\n", unitsOf("en", "beacon"), unitsOf("zh", "灯塔"), "beacon=灯塔"},
		{"hunalign", "en-fr.dic", "phare @ lighthouse\n", unitsOf("en", "lighthouse"), unitsOf("fr", "phare"), "lighthou=phar"},
		{"cedict", "cedict_ts.u8", "# CC-CEDICT\n燈塔 灯塔 [deng1 ta3] /lighthouse/CL:座[zuo4]/\n", unitsOf("en", "lighthouse"), unitsOf("zh", "灯塔"), "lighthou=灯塔"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := Load(write(t, c.file, c.content))
			if err != nil {
				t.Fatal(err)
			}
			if got := linked(c.a, c.b, l); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestLoadFreeDict(t *testing.T) {
	dir := t.TempDir()
	entry := "lighthouse /ˈlaɪthaʊs/ <n>\nphare, feu\n"
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write([]byte("header\n" + entry))
	w.Close()
	os.WriteFile(filepath.Join(dir, "eng-fra.dict.dz"), z.Bytes(), 0o666)
	// offset 7 is H, the length in base 64
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	os.WriteFile(filepath.Join(dir, "eng-fra.index"), []byte("00databaseshort\tA\tH\nlighthouse\tH\t"+string(digits[len(entry)])+"\n"), 0o666)
	l, err := Load(filepath.Join(dir, "eng-fra.index"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := linked(unitsOf("en", "lighthouse"), unitsOf("fr", "phare"), l), "lighthou=phar"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLoadErrors(t *testing.T) {
	for _, c := range []struct{ file, content, want string }{
		{"a.tsv", "", "empty"},
		{"a.tsv", "en\tnonsense words\n", "a.tsv:1: column \"nonsense words\" is no language"},
		{"a.tsv", "en\tzh\nx\ty\tz\n", "a.tsv:2: 3 fields (want 2)"},
		{"some.dic", "a @ b\n", "the format names no languages"},
		{"en-fr.dic", "nothing\n", "en-fr.dic:1: \"nothing\""},
		{"x.u8", "灯塔\n", "x.u8:1: "},
	} {
		_, err := Load(write(t, c.file, c.content))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: got %v, want %s", c.file, c.content, err, c.want)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "missing.tsv")); !os.IsNotExist(err) {
		t.Errorf("got %v, want that the file does not exist", err)
	}
}

func FuzzTSV(f *testing.F) {
	f.Add("pos\tfr\ten\nn\taccord\tagreent|deal\n")
	f.Fuzz(func(t *testing.T, s string) {
		l := New()
		if l.tsv("x", s) == nil {
			Links(unitsOf("fr", s), unitsOf("en", s), l)
		}
	})
}
