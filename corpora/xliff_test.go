package corpora

import (
	"strings"
	"testing"
)

const exchange12 = `<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:x="urn:x">
  <file original="a.html" source-language="fr-FR" target-language="zh-CN" datatype="html">
    <header><skl><external-file href="a.skl"/></skl><note>not a unit</note><x:tool><source>no</source></x:tool></header>
    <body>
      <trans-unit id="t1">
        <source>La <g id="1">paix</g> &amp; la <bpt id="2">&lt;b&gt;</bpt>sécurité<ept id="2">&lt;/b&gt;</ept>.<ph id="3">img alt="<sub>Le fleuve</sub>"</ph></source>
        <target state="translated">和平与<x id="1"/>安全。</target>
        <note>Un titre.</note>
        <alt-trans><source>La paix.</source><target>和平。</target></alt-trans>
      </trans-unit>
      <group id="g">
        <context-group><context context-type="record">12</context></context-group>
        <group>
          <trans-unit id="t2">
            <source>Premier. Deuxième. Troisième.</source>
            <seg-source><g id="9"><mrk mtype="seg" mid="1">Premier.</mrk> <mrk mtype="seg" mid="2">Deuxième.</mrk></g> <mrk mtype="seg" mid="3">Troi<mrk mtype="term">sième</mrk>.</mrk></seg-source>
            <target><mrk mtype="seg" mid="1">第一。</mrk><mrk mtype="seg" mid="3">第<mrk mtype="x-sdl-deleted">二</mrk><mrk mtype="x-sdl-added">三</mrk>。</mrk></target>
          </trans-unit>
          <trans-unit id="t3" translate="no"><source>{0}</source></trans-unit>
        </group>
      </group>
      <bin-unit id="b"><bin-source><internal-file>source</internal-file></bin-source></bin-unit>
      <trans-unit id="t4"><source>Sans traduction.</source></trans-unit>
      <trans-unit id="t5">
        <source>
          Une phrase
          sur deux lignes.
        </source>
        <target xml:space="preserve">一句话，
分两行<x id="1" ctype="lb"/>。</target>
      </trans-unit>
      <trans-unit id="t6">
        <source>Un. Deux.</source>
        <seg-source><mrk mtype="seg" mid="1">Un.</mrk> <mrk mtype="seg" mid="2">Deux.</mrk></seg-source>
        <target>一。二。</target>
      </trans-unit>
    </body>
  </file>
  <file original="b.html" source-language="en" datatype="html">
    <body>
      <trans-unit id="t1"><source>Peace.</source><target xml:lang="fr">La paix.</target></trans-unit>
    </body>
  </file>
</xliff>
`

const exchange20 = `<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="fr-CH" trgLang="en" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0">
  <file id="f1">
    <unit id="u1">
      <notes><note category="score">0.5</note><note>A title</note></notes>
      <segment state="final">
        <source>La <pc id="1">paix</pc> et<ph id="2" subType="xlf:lb" type="fmt"/>la <sc id="3"/>sécurité<ec startRef="3"/> <mrk id="m1" type="term">durable</mrk><cp hex="0007"/>.</source>
        <target>Lasting peace and security.</target>
      </segment>
    </unit>
    <group id="g1" translate="no"><unit id="u2"><segment><source>no</source></segment></unit>
      <unit id="u3" translate="yes">
        <mtc:matches><mtc:match ref="#m"><source>Non.</source><target>No.</target></mtc:match></mtc:matches>
        <originalData><data id="d1">&lt;br/&gt;</data></originalData>
        <segment id="s1"><source>Premier.</source><target>First.</target></segment>
        <ignorable><source> </source></ignorable>
        <segment state="initial"><source>Deuxième.</source></segment>
      </unit>
    </group>
  </file>
</xliff>
`

func TestXLIFF(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"1.2", exchange12, `t1 fr=La paix & la sécurité.Le fleuve zh=和平与安全。
t2/1 fr=Premier. zh=第一。
t2/2 fr=Deuxième. zh=
t2/3 fr=Troisième. zh=第三。
t4 fr=Sans traduction. zh=
t5 fr=Une phrase sur deux lignes. zh=一句话，
分两行
。
t6 fr=Un. Deux. zh=一。二。
t1 en=Peace. fr=La paix.
`},
		{"2.0", exchange20, "u1 fr=La paix et la sécurité durable\a. en=Lasting peace and security.\nu3/s1 fr=Premier. en=First.\nu3/2 fr=Deuxième. en=\n"},
	} {
		us, err := readAll(t, XLIFF, c.in)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := show(us); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
		lines := strings.Split(c.in, "\n")
		for _, u := range us {
			id, _, _ := strings.Cut(u.ID, "/")
			if l := lines[u.Line-1]; !strings.Contains(l, `id="`+id+`"`) && !strings.Contains(l, "<segment") {
				t.Errorf("%s: %s in line %d: %s", c.name, u.ID, u.Line, l)
			}
		}
	}
	us, _ := readAll(t, XLIFF, exchange20)
	if us[0].Score != 0.5 || us[0].Segments[0].Tag != "fr-CH" {
		t.Errorf("%+v", us[0])
	}
}

// A file that does not name the language of its targets is in that of its name.
func TestXLIFFLanguageOfName(t *testing.T) {
	const in = `<xliff version="1.2"><file source-language="en" original="x"><body>
<trans-unit id="a"><source>Peace.</source></trans-unit>
<trans-unit id="b"><source>Peace.</source><target/></trans-unit>
<trans-unit id="c"><source>Peace.</source><target>La paix.</target></trans-unit></body></file></xliff>`
	var us []*Unit
	err := XLIFF.Read("messages.fr.xlf", strings.NewReader(in), func(u *Unit) error { us = append(us, u); return nil })
	if want := "a en=Peace.\nb en=Peace.\nc en=Peace. fr=La paix.\n"; err != nil || show(us) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, show(us), want)
	}
}

func TestSniff(t *testing.T) {
	wide := func(s string) string {
		b := []byte{0xFF, 0xFE}
		for _, c := range []byte(s) {
			b = append(b, c, 0)
		}
		return string(b)
	}
	for _, c := range []struct {
		in   string
		want *Format
	}{
		{memory, TMX}, {exchange12, XLIFF}, {exchange20, XLIFF}, {wide(exchange12), XLIFF}, {wide(memory), TMX}, {"\uFEFF" + exchange20, XLIFF},
		{"\uFEFF\n{", JSONL}, {"fr\ten\n", TSV}, {wide("fr\ten\n"), TSV},
	} {
		if got := Sniff([]byte(c.in[:min(512, len(c.in))])); got != c.want {
			t.Errorf("%.40q: %s, want %s", c.in, got.Name, c.want.Name)
		}
	}
}
