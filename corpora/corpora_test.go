package corpora

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/tercet/tercet/internal/locale"
)

func readAll(t testing.TB, f *Format, s string) ([]*Unit, error) {
	t.Helper()
	var out []*Unit
	err := f.Read("in", strings.NewReader(s), func(u *Unit) error { out = append(out, u); return nil })
	return out, err
}

func show(us []*Unit) string {
	var b strings.Builder
	for _, u := range us {
		b.WriteString(u.ID)
		for _, s := range u.Segments {
			b.WriteString(" " + s.Lang + "=" + s.Text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

const memory = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="fr" datatype="plaintext"><prop type="p">v</prop></header>
  <body>
    <tu tuid="a1"><note>n</note>
      <tuv xml:lang="fr-FR"><seg>La <bpt i="1">&lt;b&gt;</bpt>paix<ept i="1">&lt;/b&gt;</ept> &amp; la <hi>sécurité</hi>.</seg></tuv>
      <tuv xml:lang="en"><prop type="x">y</prop><seg>Peace &amp; security.<ph>{1<sub>note</sub>}</ph></seg></tuv>
      <tuv lang="zh-CN"><seg>和平与安全。</seg></tuv>
    </tu>
    <tu>
      <tuv xml:lang="FR"><seg>Deux</seg></tuv>
      <tuv xml:lang="EN-GB"><seg/></tuv>
    </tu>
  </body>
</tmx>
`

func TestTMX(t *testing.T) {
	us, err := readAll(t, TMX, memory)
	if err != nil {
		t.Fatal(err)
	}
	want := "a1 fr=La paix & la sécurité. en=Peace & security.note zh=和平与安全。\n2 fr=Deux en=\n"
	if got := show(us); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if us[0].Line != 6 || us[1].Line != 11 {
		t.Errorf("lines %d, %d", us[0].Line, us[1].Line)
	}
}

func TestUTF16(t *testing.T) {
	for _, c := range []struct {
		f        *Format
		in, want string
	}{{TMX, memory, "和平与安全。"}, {XLIFF, exchange12, "和平与安全。"}, {TSV, "fr\tzh\r\nLa paix.\t和平。\r\n", "和平。"}} {
		raw := []byte{0xFF, 0xFE}
		for _, r := range strings.Replace(c.in, "UTF-8", "UTF-16", 1) {
			raw = append(raw, byte(r), byte(r>>8))
		}
		us, err := readAll(t, c.f, string(raw))
		if err != nil || len(us) == 0 || us[0].Segments[len(us[0].Segments)-1].Text != c.want {
			t.Errorf("%s: %s, %v", c.f.Name, show(us), err)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	units := []*Unit{
		{ID: "1", Segments: []Segment{{"fr", "fr", "« Sud global » & <b>\"x\"</b>"}, {"en", "en", "Global South"}, {"zh", "zh", "“全球南方”"}}, Score: 0.9312},
		{ID: "deux", Segments: []Segment{{"fr", "fr", "  espaces  "}, {"zh", "zh", "\\"}}},
	}
	for _, f := range Formats {
		if f.Write == nil {
			continue
		}
		var b bytes.Buffer
		langs, units := []string{"fr", "en", "zh"}, units
		if f == XLIFF { // two languages
			langs = []string{"fr", "zh"}
			first := *units[0]
			first.Segments = []Segment{first.Segments[0], first.Segments[2]}
			units = []*Unit{&first, units[1]}
		}
		w := f.Write(&b, Header{Langs: langs, Creator: "tercet 1"})
		for _, u := range units {
			if err := w.Write(u); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := readAll(t, f, b.String())
		if err != nil {
			t.Fatalf("%s: %v\n%s", f.Name, err, b.String())
		}
		want := show(units)
		if f == TSV { // a table has a cell for each language, and no ids
			want = "1 fr=« Sud global » & <b>\"x\"</b> en=Global South zh=“全球南方”\n2 fr=  espaces   en= zh=\\\n"
		}
		if show(got) != want {
			t.Errorf("%s:\n%s\nwant\n%s", f.Name, show(got), want)
		}
		if got[0].Score != 0.9312 {
			t.Errorf("%s: score %v", f.Name, got[0].Score)
		}
	}
}

func TestBadInput(t *testing.T) {
	for _, c := range []struct {
		f     *Format
		in    string
		id    string
		line  int
		units int
	}{
		{JSONL, `{"id":1,"segments":{"fr":"a","en":"b"}}` + "\n" + `{"id":2,"segments":{"fr":"a`, "error.json", 2, 1},
		{JSONL, `{"id":1}`, "error.unit-without-segments", 1, 0},
		{JSONL, "\n\n" + `{"segments":["a"]}`, "error.json-type", 3, 0},
		{JSONL, `{"segments":{"fr":"a","fr-CA":"b"}}`, "error.unit-language-twice", 1, 0},
		{JSONL, `{"segments":{"french!":"a"}}`, "error.language-tag", 1, 0},
		{JSONL, "{\"segments\":{\"fr\":\"\xE9\"}}", "error.json-utf8", 1, 0},
		{TSV, "fr\ten\na\tb\nc\n", "error.tsv-columns", 3, 1},
		{TSV, "a\tb\nc\td\n", "error.tsv-header", 1, 0},
		{TSV, "", "error.empty", 0, 0},
		{TSV, "fr\ten\n\xE9\tb\n", "error.not-utf8", 2, 0},
		{TMX, memory[:600], "error.xml-cut", 9, 0},
		{TMX, strings.Replace(memory, "</note>", "</nate>", 1), "error.xml", 6, 0},
		{TMX, "<html><body/></html>", "error.xml-root", 1, 0},
		{TMX, "", "error.empty", 0, 0},
		{TMX, strings.Replace(memory, `lang="zh-CN"`, ``, 1), "error.language-tag", 9, 0},
		{XLIFF, exchange20[:700], "error.xml-cut", 12, 1},
		{XLIFF, strings.Replace(exchange20, "</pc>", "</pd>", 1), "error.xml", 7, 0},
		{XLIFF, memory, "error.xml-root", 3, 0},
		{XLIFF, " ", "error.empty", 0, 0},
		{XLIFF, strings.Replace(exchange20, ` trgLang="en"`, "", 1), "error.xliff-language", 10, 0},
		{XLIFF, strings.Replace(exchange20, `srcLang="fr-CH" `, "", 1), "error.xliff-language", 10, 0},
		{XLIFF, strings.Replace(exchange20, "fr-CH", "french!", 1), "error.language-tag", 2, 0},
		{XLIFF, strings.Replace(exchange20, "fr-CH", "en-GB", 1), "error.unit-language-twice", 6, 0},
	} {
		us, err := readAll(t, c.f, c.in)
		var le *locale.Error
		if !errors.As(err, &le) || le.ID != c.id || le.Line != c.line || len(us) != c.units {
			t.Errorf("%s %.40q: %v (%d units), want %s in line %d (%d units)", c.f.Name, c.in, err, len(us), c.id, c.line, c.units)
		}
	}
}

// A unit that does not end is an error before it fills the memory.
func TestEndlessUnit(t *testing.T) {
	for _, c := range []struct {
		f    *Format
		head string
		id   string
		line int
	}{
		{JSONL, `{"segments":{"fr":"`, "error.line-too-long", 1},
		{TSV, "fr\ten\n", "error.line-too-long", 2},
		{TMX, `<tmx version="1.4"><header/><body><tu><tuv xml:lang="fr"><seg>`, "error.unit-too-long", 1},
		{XLIFF, `<xliff version="2.0" srcLang="fr" trgLang="en"><file id="f"><unit id="1"><segment><source>`, "error.unit-too-long", 1},
	} {
		r := io.MultiReader(strings.NewReader(c.head), &endless{left: 200 << 20})
		err := c.f.Read("in", r, func(*Unit) error { return nil })
		var le *locale.Error
		if !errors.As(err, &le) || le.ID != c.id || le.Line != c.line {
			t.Errorf("%s: %v", c.f.Name, err)
		}
	}
}

type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left -= len(p); e.left < 0 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// What is written reads back as it was: all that the format can hold.
func TestReadOfWrite(t *testing.T) {
	for _, f := range Formats {
		if f.Write == nil {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				chars := rapid.RuneFrom([]rune("aé 和“”<>&\"'\\\t\n\r\u00A0\u2028\u0085\uFEFF\U0001F91D{}]]>|,;"), unicode.Latin, unicode.Han)
				s := rapid.StringOf(chars)
				most := 4
				if f == XLIFF {
					most = 2
				}
				langs := []string{"fr", "en", "zh", "de"}[:rapid.IntRange(2, most).Draw(rt, "langs")]
				var units []*Unit
				for i := range rapid.IntRange(1, 5).Draw(rt, "units") {
					u := &Unit{ID: strconv.Itoa(i + 1), Number: true, Score: float64(rapid.IntRange(0, 10000).Draw(rt, "score")) / 10000}
					for _, l := range langs {
						u.Segments = append(u.Segments, Segment{l, l, s.Draw(rt, l)})
					}
					units = append(units, u)
				}
				var b bytes.Buffer
				w := f.Write(&b, Header{Langs: langs, Creator: "tercet 1"})
				for _, u := range units {
					if err := w.Write(u); err != nil {
						rt.Fatal(err)
					}
				}
				if err := w.Close(); err != nil {
					rt.Fatal(err)
				}
				want := show(units)
				if f == TSV { // cells hold neither tabs nor line ends
					want = ""
					for _, u := range units {
						c := &Unit{ID: u.ID}
						for _, s := range u.Segments {
							c.Segments = append(c.Segments, Segment{s.Lang, s.Tag, strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ").Replace(s.Text)})
						}
						want += show([]*Unit{c})
					}
				}
				got, err := readAll(t, f, b.String())
				if err != nil {
					rt.Fatalf("%v\n%s", err, b.String())
				}
				if show(got) != want {
					rt.Fatalf("%q\nwant\n%q\n%q", show(got), want, b.String())
				}
				for i, u := range got {
					if u.Score != units[i].Score {
						rt.Fatalf("score %v, want %v", u.Score, units[i].Score)
					}
				}
			})
		})
	}
}

func TestOrderOfKeysIsKept(t *testing.T) {
	us, err := readAll(t, JSONL, `{"segments":{"zh":"一","en":null,"fr":"un"},"id":"x"}`)
	if err != nil || show(us) != "x zh=一 fr=un\n" {
		t.Errorf("%s, %v", show(us), err)
	}
}

func TestStopsWhenAsked(t *testing.T) {
	stop := errors.New("stop")
	for _, c := range []struct {
		f  *Format
		in string
	}{{JSONL, `{"segments":{"fr":"a","en":"b"}}`}, {TSV, "fr\ten\na\tb\n"}, {TMX, memory}, {XLIFF, exchange20}} {
		if err := c.f.Read("in", strings.NewReader(c.in), func(*Unit) error { return stop }); err != stop {
			t.Errorf("%s: %v", c.f.Name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{memory, "fr\ten\na\tb\n", `{"id":1,"segments":{"fr":"a","en":"b"}}`, exchange12, exchange20, "<tmx><tu><tuv xml:lang='fr'><seg>a<ph><sub>b</sub></ph>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, x := range Formats {
			err := x.Read("in", strings.NewReader(s), func(u *Unit) error {
				if len(u.Segments) == 0 && x != TMX {
					t.Error("unit without segments")
				}
				return nil
			})
			var le *locale.Error
			if err != nil && !errors.As(err, &le) {
				t.Errorf("%s: no clear error: %v", x.Name, err)
			}
		}
	})
}

func BenchmarkTMX(b *testing.B) {
	var buf bytes.Buffer
	w := TMX.Write(&buf, Header{})
	for range 1000 {
		_ = w.Write(&Unit{ID: "1", Segments: []Segment{{"fr", "fr", "Les deux parties sont convenues de renforcer leur coopération."}, {"zh", "zh", "双方同意加强合作。"}}})
	}
	_ = w.Close()
	b.SetBytes(int64(buf.Len()))
	for b.Loop() {
		if err := TMX.Read("in", bytes.NewReader(buf.Bytes()), func(*Unit) error { return nil }); err != nil && err != io.EOF {
			b.Fatal(err)
		}
	}
}
