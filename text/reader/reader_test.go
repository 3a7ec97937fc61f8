package reader

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/text"
)

const (
	french      = "Les deux ministres se sont entretenus à Oulan-Bator, où ils ont évoqué l’année écoulée.\nLa coopération s’est développée « à tous les niveaux » — c’est un succès.\n"
	english     = "The two ministers met in Ulaanbaatar and spoke of “the year behind us” — a fruitful one.\r\nThe café was full.\r\n"
	simplified  = "两国外长在乌兰巴托举行会谈，就双边关系和共同关心的问题交换意见。\n双方一致同意加强合作。\n"
	traditional = "兩國外長在烏蘭巴托舉行會談，就雙邊關係和共同關心的問題交換意見。\n雙方一致同意加強合作。\n"
)

func encode(t testing.TB, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Each span of the text, one character or a whole line, must stand in Raw as
// bytes that decode to it.
func checkSpans(t *testing.T, d *text.Document, decode func([]byte) string) {
	t.Helper()
	for i, r := range d.Text {
		sp := d.RawSpan(text.Span{Start: i, End: i + len(string(r))})
		if got := decode(d.Raw[sp.Start:sp.End]); got != string(r) {
			t.Fatalf("offset %d: raw bytes % X are %q, want %q", i, d.Raw[sp.Start:sp.End], got, string(r))
		}
	}
	off := 0
	for line := range strings.Lines(d.Text) {
		sp := d.RawSpan(text.Span{Start: off, End: off + len(line)})
		if got := decode(d.Raw[sp.Start:sp.End]); got != line {
			t.Fatalf("line at %d: %q, want %q", off, got, line)
		}
		off += len(line)
	}
}

func TestEncodings(t *testing.T) {
	utf16le := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for _, c := range []struct {
		name, text, bom string
		enc             encoding.Encoding
		want            string
	}{
		{"plain", french, "", encoding.Nop, "UTF-8"},
		{"mark", french, "\xEF\xBB\xBF", encoding.Nop, "UTF-8"},
		{"le with mark", simplified, "\xFF\xFE", utf16le, "UTF-16LE"},
		{"be with mark", french + "\U0001F91D", "\xFE\xFF", utf16be, "UTF-16BE"},
		{"le without mark, Latin", english, "", utf16le, "UTF-16LE"},
		{"be without mark, Latin", french, "", utf16be, "UTF-16BE"},
		{"le without mark, Han", simplified, "", utf16le, "UTF-16LE"},
		{"gb", simplified, "", simplifiedchinese.GB18030, "GB18030"},
		{"gb, four bytes", simplified + "㐂\U00020000", "", simplifiedchinese.GB18030, "GB18030"},
		{"gb, traditional", traditional, "", simplifiedchinese.GB18030, "GB18030"},
		{"big5", traditional, "", traditionalchinese.Big5, "Big5"},
		{"western French", french, "", charmap.Windows1252, "windows-1252"},
		{"western English, few marks", english, "", charmap.Windows1252, "windows-1252"},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw := append([]byte(c.bom), encode(t, c.enc, c.text)...)
			d, err := Bytes("x.txt", raw, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if d.Encoding != c.want || d.Text != c.text {
				t.Fatalf("%s: %q", d.Encoding, d.Text)
			}
			checkSpans(t, d, func(b []byte) string {
				s, err := c.enc.NewDecoder().Bytes(b)
				if err != nil {
					t.Fatal(err)
				}
				return string(s)
			})
			declared, err := Bytes("x.txt", raw, Options{Encoding: c.want})
			if err != nil || declared.Text != c.text {
				t.Errorf("declared: %v", err)
			}
		})
	}
}

func TestDeclaredEncodings(t *testing.T) {
	for name, e := range map[string]encoding.Encoding{"koi8-r": charmap.KOI8R, "iso-8859-15": charmap.ISO8859_15, "GBK": simplifiedchinese.GBK} {
		s := "Министр прибыл."
		switch name {
		case "iso-8859-15":
			s = "cœur à 3 €"
		case "GBK":
			s = "部长抵达。"
		}
		d, err := Bytes("x.txt", encode(t, e, s), Options{Encoding: name})
		if err != nil || d.Text != s {
			t.Errorf("%s: %v, %v", name, d, err)
		}
	}
}

func id(err error) string {
	var le *locale.Error
	if errors.As(err, &le) {
		return le.ID
	}
	return ""
}

func TestBadBytes(t *testing.T) {
	// UTF-8 with one byte lost: no encoding at all
	bad := []byte("双方一致同意。\n加强合\xE4\xBD。\n")
	_, err := Bytes("zh.txt", bad, Options{})
	if id(err) != "error.encoding" || !strings.HasPrefix(err.Error(), "zh.txt:2: byte 0xE4 at offset 31 is not UTF-8") {
		t.Errorf("%v", err)
	}
	d, err := Bytes("zh.txt", bad, Options{Replace: true})
	if err != nil || d.Replaced != 2 || !strings.Contains(d.Text, "加强合\uFFFD") {
		t.Errorf("replaced: %v, %v", d, err)
	}
	_, err = Bytes("zh.txt", bad, Options{Encoding: "utf-8"})
	if id(err) != "error.not-in-encoding" || !strings.HasPrefix(err.Error(), "zh.txt:2: ") {
		t.Errorf("declared: %v", err)
	}
	// what Windows-1252 leaves undefined
	if _, err := Bytes("x.txt", []byte("caf\x81"), Options{Encoding: "windows-1252"}); id(err) != "error.not-in-encoding" {
		t.Errorf("undefined byte: %v", err)
	}
	// bytes that no language explains
	if _, err := Bytes("x.txt", []byte("\x90\xFF\x81qq\xFA\xC0\x80zz\xFE"), Options{}); id(err) != "error.encoding" {
		t.Errorf("noise: %v", err)
	}
	for name, b := range map[string]string{"PDF": "%PDF-1.7\n", "ZIP": "PK\x03\x04aaaa", "PNG": "\x89PNG\r\n\x1a\n", "zeros": "a\x00\x01\x02\x03b\x00\x00"} {
		if _, err := Bytes("x", []byte(b), Options{}); id(err) != "error.binary" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Bytes("x", []byte("a"), Options{Encoding: "utf-9"}); id(err) != "error.unknown-encoding" {
		t.Errorf("unknown encoding: %v", err)
	}
}

// A few bytes gone wrong do not hide the encoding of the rest.
func TestFewBadBytes(t *testing.T) {
	raw := encode(t, simplifiedchinese.GBK, strings.Repeat(simplified, 20))
	raw[100], raw[801] = 0xFF, 0xFF
	_, err := Bytes("zh.txt", raw, Options{})
	if id(err) != "error.not-in-encoding" || !strings.Contains(err.Error(), "GB18030") {
		t.Errorf("%v", err)
	}
	d, err := Bytes("zh.txt", raw, Options{Replace: true})
	if err != nil || d.Encoding != "GB18030" || d.Replaced == 0 || d.Replaced > 8 || strings.Count(d.Text, "会谈") < 18 {
		t.Errorf("%v, %v", err, d)
	}
	// UTF-8 with bad bytes stays UTF-8, though GB18030 reads nearly all of it
	raw = []byte(strings.Repeat(simplified, 20))
	raw[100], raw[800] = 0xFF, 0xFF
	if _, err = Bytes("zh.txt", raw, Options{}); id(err) != "error.encoding" {
		t.Errorf("%v", err)
	}
	// a NUL byte is of no encoding but UTF-16
	if _, err = Bytes("fr.txt", []byte(french+"\x00"+french), Options{}); id(err) != "error.binary" {
		t.Errorf("%v", err)
	}
}

func TestUnusableFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, s string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(s), 0o666); err != nil {
			t.Fatal(err)
		}
		return p
	}
	for name, want := range map[string]string{
		filepath.Join(dir, "none.txt"): "error.missing",
		dir:                            "error.directory",
		write("empty.txt", ""):         "error.empty",
		write("mark.txt", "\uFEFF"):    "error.blank",
		write("blank.txt", " \n\u3000\r\n\u200b"):             "error.blank",
		write("code.md", "---\ntitle: a\n---\n```\nx\n```\n"): "error.blank",
	} {
		if _, err := Read(name, Options{}); id(err) != want || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

func TestMarkdown(t *testing.T) {
	src := `---
title: Nothing
---
import Tabs from '@theme/Tabs';
export const x = 1;

# A *fine* title {#anchor}

Some **bold** text with [a link](https://example.org/a_b "t"), ` + "`code`" + ` and \*stars\* &amp; more
that goes on<!-- not this --> here[^n].

:::note[Mind the gap]

Inside.

:::

!!! warning "Watch out"
    Its body.

<Tabs values={[{a: 1 > 2}]}
  b="x">
  <TabItem value="x">

Tab text.

  </TabItem>
</Tabs>

| Head | Other |
|---|---|
| one &eacute; | two |

` + "```go\ncode\n```" + `

1. First item
   goes on.
2. Second item

> [!NOTE]
> Quoted.

<details><summary>Sum</summary>
<p align="center">Para <b>bold</b></p>
</details>

<style>
p { color: red }
</style>

中文的一行
接着下一行。

    indented code

{{< hugo >}}{% liquid %}

![the picture](a.png)

[^n]: The note.
`
	want := []string{
		"A fine title",
		"Some bold text with a link, code and *stars* & more that goes on here.",
		"Mind the gap", "Inside.", "Watch out", "Its body.", "Tab text.",
		"Head", "Other", "one é", "two",
		"First item goes on.", "Second item", "Quoted.", "Sum", "Para bold",
		"中文的一行接着下一行。", "the picture", "The note.",
	}
	for _, crlf := range []bool{false, true} {
		s := src
		if crlf {
			s = strings.ReplaceAll(s, "\n", "\r\n")
		}
		d, err := Bytes("page.md", []byte(s), Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Split(d.Text, "\n")
		for i := range got {
			got[i] = strings.TrimSpace(got[i])
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("crlf %v:\n%s\nwant\n%s", crlf, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		// read again, the raw bytes of each block are that block
		off := 0
		for _, line := range strings.Split(d.Text, "\n") {
			sp := d.RawSpan(text.Span{Start: off, End: off + len(line)})
			off += len(line) + 1
			again, err := Bytes("page.md", d.Raw[sp.Start:sp.End], Options{})
			if err != nil {
				t.Errorf("%q: %v", line, err)
				continue
			}
			if a, b := strings.TrimSpace(strings.ReplaceAll(again.Text, "[^n]", "")), strings.TrimSpace(line); a != b { // its note is not there
				t.Errorf("raw bytes %q read as %q, want %q", d.Raw[sp.Start:sp.End], a, b)
			}
		}
	}
}

// What translated documentation is made of, one case a construct.
func TestMarkdownOfDocumentation(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"elements indent their content", "<Person name=\"x\" title=\"Chief of Protocol\"\n  photo={p}>\n    She joined in 2019.\n\n    - She reads.\n\n    And runs.\n</Person>\n\n    code\n",
			"Chief of Protocol\nShe joined in 2019.\nShe reads.\nAnd runs."},
		{"so do those inside others", "<Tabs>\n\t<Tab label=\"One\">\n\t\tFirst text.\n\n\t\t```sh\n\t\tcode\n\t\t```\n\t</Tab>\n</Tabs>\n", "One\nFirst text."},
		{"in items too", "1. Step.\n\n   <Card>\n   Inside.\n   </Card>\n\n   After.\n2. Next.\n", "Step.\nInside.\nAfter.\nNext."},
		{"unclosed paragraphs", "<p>One.\n<p>Two.\n\nThree.\n", "One.\nTwo.\nThree."},
		{"a component inside a sentence", "Mark it <Badge text=\"new\" /> before *Friday*.\n", "Mark it new before Friday."},
		{"a component at the end of a title", "## Title <Badge type=\"tip\" />\n\nText.\n", "Title\nText."},
		{"pictures", "<img src=\"a.png\" alt=\"Two flags\">\n", "Two flags"},
		{"breaks in cells", "| a | b |\n|---|---|\n| one<br>two | <ul><li>x</li><li>y</li></ul> |\n", "a\nb\none\ntwo\nx\ny"},
		{"tables of HTML", "<table>\n  <tr>\n    <th>Name</th>\n    <td>\n      Its **value** in\n      <a href=\"x\">dollars</a>.\n    </td>\n  </tr>\n</table>\n", "Name\nIts value in dollars."},
		{"blocks with slashes", "/// note | Beware\n\nThe text.\n\n//// tab | Shell\n\nMore.\n\n////\n\n///\n", "Beware\nThe text.\nShell\nMore."},
		{"directives", ":::tip[Read *this*]{icon=\"x\"}\nText.\n:::\n::: danger Stop here\nNow.\n:::\n::figure{#a}\n::before the colon\n", "Read this\nText.\nStop here\nNow.\n::before the colon"},
		{"fences whose content is prose", "```{warning} Not yet\n:class: x\nMind the *step*.\n```\n\n```python\nno\n```\n", "Not yet\nMind the step."},
		{"admonitions inside others", "!!! note \"A\"\n    One.\n\n    ??? tip \"B\"\n        Two.\n\n    Three.\n\nFour.\n", "A\nOne.\nB\nTwo.\nThree.\nFour."},
		{"tabs", "=== \"Linux\"\n\n    Use this.\n\n=== \"Other\"\n\n    Use that.\n", "Linux\nUse this.\nOther\nUse that."},
		{"alerts with a title", "> [!WARNING] Hot\n> Do not touch.\n", "Hot\nDo not touch."},
		{"includes", "{* ../a.py hl[3] *}\n\n--8<-- \"b.txt\"\n\n<<< @/c.js\n\nText.\n", "Text."},
		{"attribute lists", "# Title { #title .big }\n\n[A link](x){ target=\"_blank\" } and `code`{.sh} and {braces}.\n\n{: .lead }\n", "Title\nA link and code and {braces}."},
		{"shortcodes", "A {{< term text=\"pod\" id=\"p\" >}} runs.\n\n{{< note title=\"Hm\" >}}\nText.\n{{< /note >}}\n{{< highlight go >}}\ncode *x*\n{{< /highlight >}}\nEnd.\n", "A pod runs.\nHm\nText.\nEnd."},
		{"macros", "{{Sidebar}}{{Next(\"a\", \"b\")}}\n\nThe {{element(\"video\")}} and {{term(\"SEO\", 'search')}} of {{version}}.\n", "The video and search of ."},
		{"modules", "import A from 'a';\nexport const rows = [\n  1,\n\n  2,\n];\n\nText.\n\nimport licences are\nneeded; export goods too.\n", "Text.\nimport licences are needed; export goods too."},
		{"expressions", "{/* no */}Text{' '}here.\n", "Text here."},
		{"code in quotations and items", "> ```\n> <script>\n> ```\n\n- ```html\n  <!--\n  ```\n\nText.\n", "Text."},
		{"scripts", "One.\n<script setup>\nlet a = '<b>'\n\nlet b\n</script>\nTwo.\n", "One.\nTwo."},
		{"formulas", "One.\n\n$$\nx^2\n\n$$\n\n$$ never closed\n", "One.\n$$ never closed"},
		{"rules are no front matter", "---\n\nText.\n\n---\n\nMore.\n", "Text.\nMore."},
		{"emphasis at Han text", "依赖**“注入”**是一种**「方法」**。调用 **kwargs 时。\n", "依赖“注入”是一种「方法」。调用 **kwargs 时。"},
		{"CR alone", "# Title\r\rOne\rtwo.\r", "Title\nOne two."},
	} {
		d, err := Bytes("x.md", []byte(c.src), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		lines := strings.Split(d.Text, "\n")
		for i := range lines {
			lines[i] = strings.Join(strings.Fields(lines[i]), " ")
		}
		if got := strings.Join(lines, "\n"); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
		checkOrder(t, d)
	}
}

// checkOrder checks that the characters of the text stand in Raw in order.
func checkOrder(t *testing.T, d *text.Document) {
	t.Helper()
	last := 0
	for i, r := range d.Text {
		sp := d.RawSpan(text.Span{Start: i, End: i + len(string(r))})
		if sp.Start < last || sp.End < sp.Start || sp.End > len(d.Raw) {
			t.Fatalf("character %q at %d maps to %v of %d bytes, after %d", r, i, sp, len(d.Raw), last)
		}
		last = sp.Start
		d.Position(i)
	}
}

// unclosed are marks that are opened again and again and never closed: no input
// may cost more than its length warrants.
var unclosed = []string{"<!--", "<a {", "<a \"", "{% ", "{{< ", "{/*", "{{a(", "<script>", "<p>\n", "<p>\n</div>\n", "<Foo>\n  ", "`", "> ", "- ", "- - 1. ",
	"!!! note\n", "    !!! note\n", "[", "[a](", "*a_b_", "![", "| a |\n|--|\n", "a\r", "```{note}\n", "{%highlight%}", "<A text=\"x\"/> a"}

func TestMarkdownUnclosed(t *testing.T) {
	for _, p := range unclosed {
		d, err := Bytes("x.md", []byte(strings.Repeat(p, 1<<12/len(p))+" end."), Options{})
		if err != nil {
			if id(err) == "" {
				t.Errorf("%q: %v", p, err)
			}
			continue
		}
		checkOrder(t, d)
	}
}

// BenchmarkMarkdownUnclosed gives a rate for each mark: those of 64 KiB and of
// 256 KiB are alike where the cost is linear.
func BenchmarkMarkdownUnclosed(b *testing.B) {
	for _, p := range unclosed {
		for _, size := range []int{1 << 16, 1 << 18} {
			b.Run(fmt.Sprintf("%q/%d", p, size), func(b *testing.B) {
				raw := []byte(strings.Repeat(p, size/len(p)) + " end.")
				b.SetBytes(int64(len(raw)))
				for b.Loop() {
					_, _ = Bytes("x.md", raw, Options{})
				}
			})
		}
	}
}

func TestMarkdownInUTF16(t *testing.T) {
	s := "Voir [le communiqué](https://example.org/x) du 3 mai.\n"
	d, err := Bytes("x.md", append([]byte("\xFF\xFE"), encode(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), s)...), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Text != "Voir le communiqué du 3 mai." {
		t.Fatalf("%q", d.Text)
	}
	i := strings.Index(d.Text, "communiqué")
	sp := d.RawSpan(text.Span{Start: i, End: i + len("communiqué")})
	if sp.Len() != 20 || sp.Start != 2+2*strings.Index("Voir [le communiqué", "comm") {
		t.Errorf("span %v", sp)
	}
	if p := d.Position(i); p != (text.Position{Line: 1, Column: 10}) {
		t.Errorf("position %v", p)
	}
}

func TestByName(t *testing.T) {
	for name, want := range map[string]*Format{"a.md": Markdown, "a.fr.md": Markdown, "a.md.fr": Markdown, "a.mdx": Markdown, "a.txt": Text, "a": Text, "-": Text, "a.fr": Text} {
		if got := ByName(name); got != want {
			t.Errorf("%s: %s", name, got.Name)
		}
	}
}

func FuzzBytes(f *testing.F) {
	for _, s := range []string{french, english, simplified, traditional, "# a\n\n[b](c) &amp; `d`\n", "<a b='\n\n<!--", ":::x\n!!! a \"b\"\n    c\n", "\xFF\xFEa\x00", "| a |\n|-|\n| &lt; |"} {
		f.Add([]byte(s), true)
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, raw []byte, markdown bool) {
		name := "x.txt"
		if markdown {
			name = "x.md"
		}
		d, err := Bytes(name, raw, Options{Replace: true})
		if err != nil {
			if id(err) == "" {
				t.Fatalf("no clear error: %v", err)
			}
			return
		}
		checkOrder(t, d)
	})
}

func BenchmarkMarkdown(b *testing.B) {
	raw := []byte(strings.Repeat("# Titre\n\nLes deux parties ont publié **un texte** de douze pages, avec [une annexe](https://example.org/annexe) sur les\n"+
		"échanges entre universités ; il entre en vigueur le 1er juillet. Pour le lire, lancez `lire texte`.\n\n"+
		"- Le premier élément de la liste tient en une ligne.\n- Le second aussi, ou presque.\n\n```sh\nlire texte --langue fr\n```\n\n", 1000))
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := Bytes("x.md", raw, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGB18030(b *testing.B) {
	raw := encode(b, simplifiedchinese.GB18030, strings.Repeat(simplified, 5000))
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := Bytes("x.txt", raw, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
