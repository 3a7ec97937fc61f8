package segment

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

var allOptions = []Options{
	{},
	{Quotes: Keep},
	{Lines: Paragraph, Semicolon: true},
	{Lines: Unwrap, Abbreviations: []string{"approx.", "p. ex."}},
	{Lines: Unwrap, Quotes: Keep},
}

// checkSpans reports spans that are out of order, overlap, are empty, begin or
// end with white space, or miss a byte that is not white space.
func checkSpans(t *testing.T, s string, spans []text.Span) {
	t.Helper()
	at := 0
	for _, sp := range spans {
		if sp.Start < at || sp.Empty() || sp.End > len(s) {
			t.Fatalf("%q: span %v after byte %d", s, sp, at)
		}
		if gap := s[at:sp.Start]; strings.TrimSpace(gap) != "" {
			t.Fatalf("%q: %q at byte %d is in no sentence", s, gap, at)
		}
		if in := sp.Of(s); strings.TrimSpace(in) != in {
			t.Fatalf("%q: white space at an end of %q", s, in)
		}
		at = sp.End
	}
	if rest := s[at:]; strings.TrimSpace(rest) != "" {
		t.Fatalf("%q: %q at the end is in no sentence", s, rest)
	}
}

// checkAll checks what must hold of any text in any language with any option.
func checkAll(t *testing.T, s string) {
	t.Helper()
	for _, code := range []string{"en", "fr", "zh", "de", "ja"} {
		l := lang.Get(code)
		for _, o := range allOptions {
			spans := slices.Collect(Spans(s, l, o))
			checkSpans(t, s, spans)
			var ends []int
			for d := range Explain(s, l, o) {
				if d.Boundary {
					ends = append(ends, d.Pos)
				}
			}
			if len(ends) != len(spans) {
				t.Fatalf("%q: %d sentences, %d boundaries explained", s, len(spans), len(ends))
			}
			for i, sp := range spans {
				if ends[i] != sp.End {
					t.Fatalf("%q: sentence ends at %d, explained at %d", s, sp.End, ends[i])
				}
			}
			if !strings.ContainsFunc(s, func(r rune) bool { return r == '\r' || r == unicode.ReplacementChar }) {
				var read []text.Span
				for x, err := range Read(bytes.NewReader([]byte(s)), l, o) {
					if err != nil {
						t.Fatal(err)
					}
					if x.Of(s) != x.Text {
						t.Fatalf("%q: %q read at %v", s, x.Text, x.Span)
					}
					read = append(read, x.Span)
				}
				if !slices.Equal(read, spans) {
					t.Fatalf("%q: read %v, spans %v (%s %+v)", s, read, spans, code, o)
				}
			}
			d := text.New("x", code, s)
			Document(d, o)
			var flat []text.Span
			for _, p := range d.Paragraphs {
				if len(p.Sentences) == 0 || p.Start != p.Sentences[0].Start || p.End != p.Sentences[len(p.Sentences)-1].End {
					t.Fatalf("%q: paragraph %v of %v", s, p.Span, p.Sentences)
				}
				for _, x := range p.Sentences {
					flat = append(flat, x.Span)
				}
			}
			if !slices.Equal(flat, spans) {
				t.Fatalf("%q: document %v, spans %v", s, flat, spans)
			}
		}
	}
}

// seeds are cases in the manner of the published suites, and marks in odd
// company.
var seeds = []string{
	"", " ", "\n", ".", "..", ". . .", "! ! !", "?!", "。", "……", "\xff.\xfe", "\r\n\r\n", "\u2028a\u2029b\u0085c",
	"Mr. Doe met Dr. E. Roe at 5 p.m. They left.", "« Non ! » dit-il. « Si. » Il partit.",
	"他说：“好。走吧。”说完就走了。（笑。）《去哪？》是书名。", "1.) One 2.) Two 3.) Three", "• 1. a • 2. b",
	"(a) first, (b) second", "i. x ii. y iii. z", "He said ``yes.'' 'No.' \"Why?\" Roe asked.",
	"See fig. 3.[1][2] Next.¹ word.12 Then", "a.b@c.org www.example.org 3.14 v1.2.", "''.'' \"\"\" ((( ))) “““ ”””",
	"line one that is long enough to be wrapped at\nsome width and goes on here for a while more\nend. Next", "text :-) next ;) <3 x",
}

func TestInvariants(t *testing.T) {
	for _, s := range seeds {
		checkAll(t, s)
		checkAll(t, s+s)
		checkAll(t, s+" "+s+"\n"+s)
		for i := range len(s) {
			checkAll(t, s[:i])
			checkAll(t, s[i:])
		}
	}
}

func FuzzSpans(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(checkAll)
}
