package text

import "testing"

func TestBuilderMapsBack(t *testing.T) {
	// raw: <b>né&nbsp;e</b>!  text: né e!
	raw := "<b>né&nbsp;e</b>!"
	var b Builder
	b.Copy("né", 3)
	b.Char("\u00a0", 6, 6)
	b.Copy("e", 12)
	b.Copy("!", 17)
	d := &Document{Raw: []byte(raw), Source: raw, Text: b.String()}
	d.SetMaps(b.Map(len(raw)), Map{})
	for _, c := range []struct {
		span Span
		want string
	}{
		{Span{0, 1}, "n"},
		{Span{0, 3}, "né"},
		{Span{0, 6}, "né&nbsp;e"},
		{Span{3, 5}, "&nbsp;"},
		{Span{5, 7}, "e</b>!"},
		{Span{6, 7}, "!"},
		{Span{0, 7}, "né&nbsp;e</b>!"},
	} {
		r := d.RawSpan(c.span)
		if got := raw[r.Start:r.End]; got != c.want {
			t.Errorf("%v: %q, want %q", c.span, got, c.want)
		}
	}
	if r := d.RawSpan(Span{6, 6}); !r.Empty() || r.Start != 17 {
		t.Errorf("empty span maps to %v", r)
	}
}

func TestPosition(t *testing.T) {
	d := New("x", "zh", "一\r\n二三\r四\n五")
	for _, c := range []struct {
		off  int
		want Position
	}{{0, Position{1, 1}}, {5, Position{2, 1}}, {8, Position{2, 2}}, {12, Position{3, 1}}, {16, Position{4, 1}}, {19, Position{4, 2}}} {
		if got := d.Position(c.off); got != c.want {
			t.Errorf("offset %d: %v, want %v", c.off, got, c.want)
		}
	}
	if got := d.Line(2); got != "二三" {
		t.Errorf("line 2: %q", got)
	}
}

func TestTruncate(t *testing.T) {
	var b Builder
	b.Copy("abc", 0)
	b.Char("é", 3, 8)
	b.Copy("d", 11)
	b.Truncate(3)
	b.Copy("!", 20)
	if b.String() != "abc!" {
		t.Fatalf("text %q", b.String())
	}
	m := b.Map(21)
	if got := m.Span(Span{2, 4}); got != (Span{2, 21}) {
		t.Errorf("span %v", got)
	}
}
