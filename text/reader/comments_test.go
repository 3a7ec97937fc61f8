package reader

import (
	"reflect"
	"testing"
)

func TestCommentsWithPrefix(t *testing.T) {
	d, err := Bytes("x.md", []byte("<!-- a: 1 -->\nUn.\n\n<!--\nb: 2 -->\nDeux.\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := Comments(d, "b:"); len(got) != 1 || got[0].Within.Of(d.Text) != "Deux." {
		t.Errorf("%+v", got)
	}
}

func TestComments(t *testing.T) {
	type beside struct{ comment, text string }
	for _, c := range []struct {
		name, in string
		want     []beside
	}{
		{"x.md", "# Titre\n\n<!-- a -->\n\nLe *texte* suit\nsur deux lignes.\n\nFin.\n", []beside{{" a ", "Le texte suit sur deux lignes."}}},
		{"x.md", "Un.\nDeux. <!-- b -->\nTrois.\n", []beside{{" b ", "Deux."}}},
		{"x.md", "<!-- c --> Un mot.\n\nFin.\n", []beside{{" c ", "Un mot."}}},
		{"x.md", "Un.\n\n<!-- d\nd -->\n- Deux\n- Trois\n", []beside{{" d\nd ", "Deux"}}},
		{"x.md", "Un.\n\n<!-- e -->\n", []beside{{" e ", ""}}},
		{"x.md", "Un `<!-- f -->`.\n\n```\n<!-- g -->\n```\n\n    \n{/* h */}\nDeux.\n", []beside{{" h ", "Deux."}}},
		{"x.md", "Un <!-- jamais clos.\n", nil},
		{"x.md", "Voici.<!-- i --><!-- k -->\r\n\r\nDeux.\r\n", []beside{{" i ", "Voici."}, {" k ", "Voici."}}},
		{"x.txt", "Un.\n<!-- l -->\nDeux.\n", nil},
	} {
		d, err := Bytes(c.name, []byte(c.in), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []beside
		for _, k := range Comments(d, "") {
			got = append(got, beside{k.Text, k.Within.Of(d.Text)})
			if k.Span.Of(d.Source) != k.Text {
				t.Errorf("%q: span of %q holds %q", c.in, k.Text, k.Span.Of(d.Source))
			}
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}
