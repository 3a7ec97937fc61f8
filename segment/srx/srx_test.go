package srx

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/dlclark/regexp2"
)

func sample(t testing.TB) *Document {
	t.Helper()
	f, err := os.Open("testdata/sample.srx")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := Read("sample.srx", f)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSegments(t *testing.T) {
	d := sample(t)
	for _, c := range []struct {
		code string
		want []string
	}{
		{"fr", []string{"M. Li a vu E. Roy.", " Il est parti (enfin !).", " Voilà V.", " Le tout."}},
		{"FR-CA", []string{"M. Li."}},
		{"en", []string{"Mr. Li saw E.", " Roe, e.g. at NO. 5.", " They left!"}},
		{"zh-Hant", []string{"好。", "走吧！？」", "Mr.", " Li."}},
		{"de", []string{"Dr.", " Roe…", " Gut"}},
	} {
		r, err := d.For(c.code)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := d.For(c.code); again != r {
			t.Errorf("%s: compiled twice", c.code)
		}
		if len(r.Problems()) > 0 {
			t.Errorf("%s: %v", c.code, r.Problems())
		}
		if got := r.Segments(strings.Join(c.want, "")); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.code, got, c.want)
		}
	}
	r, err := d.For("en")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for x := range r.Decisions("Mr. Li. Go") {
		got = append(got, fmt.Sprintln(x.Pos, x.Break, x.Rule))
	}
	if want := []string{"3 false English:1\n", "7 true Default:1\n"}; !slices.Equal(got, want) {
		t.Errorf("decisions %q, want %q", got, want)
	}
}

func TestCascade(t *testing.T) {
	d := sample(t)
	d.Cascade = false // French and English have no break rule of their own
	r, err := d.Compile("en")
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Segments("One. Two."); len(got) != 1 {
		t.Errorf("without cascade: %q", got)
	}
	if p := r.Problems(); len(p) != 1 || !strings.Contains(p[0].Error(), "nothing is split") {
		t.Errorf("problems %v", p)
	}
	d.Maps = d.Maps[:3]
	if _, err := d.Compile("de"); err == nil || !strings.Contains(err.Error(), `no languagemap matches de (`) {
		t.Errorf("error %v", err)
	}
}

func TestRoundTrip(t *testing.T) {
	d := sample(t)
	d.Rules[0].Rules = append(d.Rules[0].Rules, Rule{Break: true, Before: "<&>\"'\t\n ", After: " "})
	d.Java, d.Cascade, d.IncludeStart = true, false, true
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	first := b.String()
	e, err := Read("again", &b)
	if err != nil {
		t.Fatal(err)
	}
	if e.Java != d.Java || e.Cascade != d.Cascade || e.SegmentSubflows != d.SegmentSubflows || e.IncludeStart != d.IncludeStart || e.IncludeEnd != d.IncludeEnd || e.IncludeIsolated != d.IncludeIsolated || !slices.Equal(e.Maps, d.Maps) {
		t.Errorf("header or maps differ:\n%s", first)
	}
	for i := range d.Rules {
		for k := range d.Rules[i].Rules {
			want, got := d.Rules[i].Rules[k], e.Rules[i].Rules[k]
			want.Line, got.Line = 0, 0
			if got != want {
				t.Errorf("rule %d of %q: got %v, want %v", k+1, d.Rules[i].Name, got, want)
			}
		}
	}
	b.Reset()
	if err := e.Write(&b); err != nil || b.String() != first {
		t.Errorf("written twice, the files differ")
	}
}

// TestPatterns: each construct, as a rule that breaks the text at |.
func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		before, after, text string
		java                bool
	}{
		{`\.`, `\s`, "a.| b.c", false},
		{`\.`, ``, "a.|b.|c", false},
		{``, `#`, "a|#b|#c", false},
		{`[.!?]++`, `\s*+\p{Lu}`, "a.b!?| C.|D", false},
		{`a*+a`, ``, "aaa", false}, // a possessive quantifier gives nothing back
		{`a++b`, ``, "xaab|aab|c", false},
		{`(?:ab)*+a`, `c`, "ababa|c", false},
		{`(?>a+)b`, ``, "aab|c", false},
		{`\.(?<!Mr\.)`, `\s`, "Mr. A.| B", false},
		{`\.`, `\s(?=\p{Lu})`, "a. b.| C", false},
		{`\.`, `(?!\d)`, "3.5 a.|b", false},
		{`(\w)\1`, `\s`, "ab aa| b cc| d", false},
		{`(?<x>\w)-\k<x>`, ``, "a-b a-a|c", false},
		{`\Q.*\E`, ``, "a.*|b**", false},
		{`[\Q]^\E]`, `x`, "]|x ^|x a x", false},
		{`(?i)mr\.`, ``, "MR.|a mr.|b", false},
		{`(?i:É)x`, ``, "éx|a Éx|a éX"[0:13], false},
		{`(?iu)ß`, ``, "ß|ẞ|s", false},
		{`a(?x: b # c
 )c`, ``, "abc|d a b c", false},
		{`é`, `\x{4e2d}`, "é|中", false},
		{`\x41\0101`, ``, "AA|A", false},
		{`\p{Lu}`, `\P{Lu}`, "A|b", false},
		{`\pL`, `\PL`, "A|1", false},
		{`\p{IsGreek}`, `\p{script=Latin}`, "α|a", false},
		{`\p{Uppercase_Letter}`, `\p{gc=Nd}`, "A|1", false},
		{`\p{Alpha}`, `1`, "é|1", false},
		{`\p{Alpha}`, `1`, "é1a|1", true},
		{`[[:punct:]]`, `a`, "—|a", false},
		{`[a-z&&[^bc]]`, `1`, "a|1b1c1d|1", false},
		{`[a-z--[bc]]`, `1`, "a|1b1c1d|1", false},
		{`[a[bc]]`, `1`, "a|1b|1c|1d1", false},
		{`[^a\d]`, `1`, "a12b|1", false},
		{`[]a]`, `1`, "]|1a|1b1", false},
		{`[a-]`, `1`, "-|1a|1b1", false},
		{`\.`, `\s`, "a.|\u00a0b", false},
		{`\.`, `\s`, "a.\u00a0b", true},
		{`\.`, `\h`, "a.|\u00a0b.\nc", true},
		{`\.`, `\v`, "a. b.|\nc.|\u2028d", false},
		{`\R`, `b`, "a\r\n|b\n|b", false},
		{`\d{2,3}`, `a`, "1a12|a", false},
		{`\d{2}{`, `a`, "12{|a", false},
		{`x{,2}`, `a`, "x{,2}|a", false},
		{`\bé`, ``, "é|a aé", false},
		{`\Ba`, ``, "a ba|c", false},
		{`^a`, `b`, "a|b ab", false},
		{`a`, `b$`, "ab a|b", false},
		{`(?s).\.`, `x`, "a\n.|x", true},
		{`a.`, `x`, "a\nx ab|x", true},
		{`(?#note)a`, `b`, "a|b", false},
		{`\cA`, `b`, "\x01|b", false},
		{`a|bc`, `d`, "a|dbc|dbd", false},
		{`\X`, `1`, "é|1"[0:3] + "1", false},
	} {
		d := &Document{Cascade: true, Java: c.java, Rules: []LanguageRule{{"x", []Rule{{true, c.before, c.after, 1}}}}, Maps: []LanguageMap{{".*", "x"}}}
		r, err := d.Compile("x")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Problems() {
			t.Errorf("%q %q: %v", c.before, c.after, p)
		}
		if got := strings.Join(r.Segments(strings.ReplaceAll(c.text, "|", "")), "|"); got != c.text {
			t.Errorf("%q %q: got %q, want %q", c.before, c.after, got, c.text)
		}
	}
}

func TestProblems(t *testing.T) {
	d := &Document{Name: "x.srx", Cascade: true, Rules: []LanguageRule{{"x", []Rule{
		{true, `\p{Nonsense}`, ``, 7},
		{true, `(a`, ``, 9},
		{true, `a)`, ``, 9},
		{true, `[a`, ``, 9},
		{true, `\y`, ``, 9},
		{true, `a\`, ``, 9},
		{true, `(?q)a`, ``, 9},
		{true, `*a`, ``, 9},
		{true, `\.`, `\s`, 11},
	}}}, Maps: []LanguageMap{{".*", "x"}}}
	r, err := d.Compile("en")
	if err != nil {
		t.Fatal(err)
	}
	if got := len(r.Problems()); got != 8 {
		t.Errorf("%d problems, want 8: %v", got, r.Problems())
	}
	if got, want := r.Problems()[0].Error(), `x.srx:7:1: rule 1 of "x": pattern "\\p{Nonsense}", character 1: unknown property \p{Nonsense}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := r.Segments("a. b"); len(got) != 2 {
		t.Errorf("the sound rule did not run: %q", got)
	}
}

func TestTimeout(t *testing.T) {
	d := &Document{Name: "x.srx", Cascade: true, Rules: []LanguageRule{{"x", []Rule{{true, `\.`, `(?=(?:a|aa)+c)`, 3}}}}, Maps: []LanguageMap{{".*", "x"}}}
	r, err := d.Compile("en")
	if err != nil {
		t.Fatal(err)
	}
	var told []Problem
	r.Report = func(p Problem) { told = append(told, p) }
	r.Segments("x." + strings.Repeat("a", 400) + "b")
	if len(told) != 1 || told[0].Line != 3 {
		t.Errorf("told of %v", told)
	}
}

func TestReadErrors(t *testing.T) {
	ok := `<srx version="2.0"><header cascade="yes"/><body><languagerules><languagerule languagerulename="a"><rule break="yes"><beforebreak>x</beforebreak></rule></languagerule></languagerules><maprules><languagemap languagepattern=".*" languagerulename="a"/></maprules></body></srx>`
	if _, err := Read("f", strings.NewReader(ok)); err != nil {
		t.Fatal(err)
	}
	utf16 := "\xff\xfe"
	for _, r := range strings.Replace(ok, "<srx", `<?xml version="1.0" encoding="UTF-16"?><srx`, 1) {
		utf16 += string([]byte{byte(r), 0})
	}
	if _, err := Read("f", strings.NewReader(utf16)); err != nil {
		t.Errorf("UTF-16: %v", err)
	}
	for _, c := range [][3]string{
		{ok, `</srx>`, "f:1:"},
		{ok, `version="2.0"`, `version is ""`},
		{ok, `cascade="yes"`, ""},
		{ok, ` languagerulename="a"><rule`, ">"},
		{ok, `.*`, "a languagemap lacks its attributes"},
		{ok, `<languagemap languagepattern=".*" languagerulename="a"/>`, "no languagemap"},
		{ok, `break="yes"`, ""},
		{ok, ok, "f:1:1: the file has no srx"},
	} {
		_, err := Read("f", strings.NewReader(strings.Replace(c[0], c[1], "", 1)))
		if c[2] == "" {
			if err != nil {
				t.Errorf("without %s: %v", c[1], err)
			}
			continue
		}
		if c[2] != ">" && (err == nil || !strings.Contains(err.Error(), c[2])) {
			t.Errorf("without %s: error %v, want %q", c[1], err, c[2])
		}
	}
	for in, want := range map[string]string{
		`<tmx/>`: `f:1:7: the root element is tmx (want srx)`,
		strings.Replace(ok, `break="yes"`, `break="maybe"`, 1):                        `break is "maybe" (want yes, no)`,
		strings.Replace(ok, `languagerulename="a"/>`, `languagerulename="b"/>`, 1):    `names b, which is no languagerule`,
		strings.Replace(ok, `<header`, `<header segmentsubflows="x"`, 1):              `segmentsubflows is "x"`,
		strings.Replace(ok, `<srx`, `<?xml version="1.0" encoding="koi8-r"?><srx`, 1): `koi8-r`,
	} {
		if _, err := Read("f", strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// TestConcurrent: rules are shared by the texts of a stream.
func TestConcurrent(t *testing.T) {
	d := sample(t)
	s := strings.Repeat("M. Li a vu E. Roy. Il est parti (enfin !). Voilà V. Le tout. ", 50)
	want := 0
	var wg sync.WaitGroup
	var got [8]int
	for i := range got {
		wg.Go(func() {
			r, err := d.For("fr")
			if err == nil {
				got[i] = len(r.Segments(s))
			}
		})
	}
	wg.Wait()
	if want = got[0]; want < 100 {
		t.Errorf("%d segments", want)
	}
	for _, n := range got {
		if n != want {
			t.Errorf("segments %v", got)
		}
	}
}

// TestAgainstLookAround compares the automaton with regexp2, which tries every
// place with look-behind and look-ahead, on random texts.
func TestAgainstLookAround(t *testing.T) {
	rules := []Rule{
		{false, `\b[A-Z]\.`, `\s[A-Z]`, 0},
		{false, `\b(?:ab|b|[a-c]{2,3})\.`, `\s+[^A-Z]|$`, 0},
		{true, `[.!?]+[")]*`, `\s`, 0},
		{false, `\.\.`, ``, 0},
		{true, `^\s*a+`, `b`, 0},
		{true, ``, `\n\s*\n`, 0},
		{true, `.*!`, `B*C`, 0},
		{true, `\Bb`, `\bA|\BA`, 0},
	}
	d := &Document{Cascade: true, Rules: []LanguageRule{{"x", rules}}, Maps: []LanguageMap{{".*", "x"}}}
	r, err := d.Compile("x")
	if err != nil || len(r.Problems()) > 0 {
		t.Fatal(err, r.Problems())
	}
	var oracle []*regexp2.Regexp
	for _, x := range rules {
		oracle = append(oracle, regexp2.MustCompile(`\G(?<=`+x.Before+`)(?=`+strings.ReplaceAll(x.After, "$", `\z`)+`)`, regexp2.Singleline))
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("aabbc ABC..!?\n\")é")
	for range 3000 {
		rs := make([]rune, rnd.IntN(24))
		for i := range rs {
			rs[i] = alphabet[rnd.IntN(len(alphabet))]
		}
		var want []int
		for p := 1; p < len(rs); p++ {
			for i, re := range oracle {
				m, err := re.FindRunesMatchStartingAt(rs, p)
				if err != nil {
					t.Fatal(err)
				}
				if m != nil {
					if rules[i].Break {
						want = append(want, len(string(rs[:p])))
					}
					break
				}
			}
		}
		var got []int
		for x := range r.Decisions(string(rs)) {
			if x.Break {
				got = append(got, x.Pos)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q: breaks at %v, want %v", string(rs), got, want)
		}
	}
}

func FuzzSRX(f *testing.F) {
	f.Add(`\.`, `\s`, "a. b", true)
	f.Add(`(?<=a)b++`, `[^\p{L}&&[a-z]]`, "ab c\xff", false)
	f.Add(`\b(?i)mr\.`, `(\w)\1`, "Mr.aa", true)
	f.Add(`[\Q]\E-]{2}`, `\x{41}|\u0042|$`, "]-B]]", false)
	f.Fuzz(func(t *testing.T, before, after, s string, java bool) {
		d := &Document{Cascade: true, Java: java, SegmentSubflows: true, IncludeEnd: true,
			Rules: []LanguageRule{{"x", []Rule{{false, after, before, 0}, {true, before, after, 0}, {true, `\.`, `\s`, 0}}}}, Maps: []LanguageMap{{".*", "x"}}}
		r, err := d.Compile("en")
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for x := range r.Decisions(s) {
			if x.Pos <= at || x.Pos >= len(s) || utf8.ValidString(s) && !utf8.RuneStart(s[x.Pos]) {
				t.Fatalf("%q %q %q: decision at %d after %d", before, after, s, x.Pos, at)
			}
			at = x.Pos
		}
		if got := strings.Join(r.Segments(s), ""); got != s {
			t.Fatalf("%q %q: %q became %q", before, after, s, got)
		}
		var b bytes.Buffer
		if err := d.Write(&b); err != nil {
			t.Fatal(err)
		}
		if _, err := Read("again", &b); err != nil {
			t.Fatalf("%q %q: %v", before, after, err)
		}
	})
}

func BenchmarkDecisions(b *testing.B) {
	d := sample(b)
	for _, code := range []string{"en", "fr", "zh"} {
		b.Run(code, func(b *testing.B) {
			var all []byte
			files, _ := os.ReadDir("../../testdata/readouts")
			for _, f := range files {
				s, _ := os.ReadFile("../../testdata/readouts/" + f.Name() + "/" + code + ".txt")
				all = append(all, s...)
			}
			s := strings.Repeat(string(all), (4<<20)/len(all))
			r, err := d.For(code)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				for range r.Decisions(s) {
				}
			}
		})
	}
}
