package segment

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/sentences"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/segment/srx"
)

// runningText is at least n bytes of the language's readouts in testdata, one
// paragraph a line, or all in one line.
func runningText(tb testing.TB, code string, n int, oneLine bool) string {
	tb.Helper()
	files, err := filepath.Glob("../testdata/readouts/*/" + code + ".txt")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no readouts of %s: %v", code, err)
	}
	var all strings.Builder
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		all.Write(b)
		all.WriteByte('\n')
	}
	s := strings.Repeat(all.String(), n/all.Len()+1)
	if oneLine {
		s = strings.ReplaceAll(s, "\n", " ")
	}
	return s
}

func BenchmarkSpans(b *testing.B) {
	for _, code := range []string{"en", "fr", "zh"} {
		l := lang.Get(code)
		for _, x := range []struct {
			name    string
			n       int
			oneLine bool
		}{{"20MB", 20 << 20, false}, {"20MB-paragraph", 20 << 20, true}, {"2MB-paragraph", 2 << 20, true}} {
			b.Run(code+"/"+x.name, func(b *testing.B) {
				s := runningText(b, code, x.n, x.oneLine)
				b.SetBytes(int64(len(s)))
				b.ReportAllocs()
				for b.Loop() {
					n := 0
					for range Spans(s, l, Options{}) {
						n++
					}
				}
			})
		}
	}
}

// BenchmarkUAX29 is the yardstick: Unicode's default sentence boundaries.
func BenchmarkUAX29(b *testing.B) {
	for _, code := range []string{"en", "fr", "zh"} {
		b.Run(code+"/20MB", func(b *testing.B) {
			s := runningText(b, code, 20<<20, false)
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				for seg := sentences.FromString(s); seg.Next(); {
					n++
				}
			}
		})
	}
}

// BenchmarkSRX runs the small rule file of package srx's tests.
func BenchmarkSRX(b *testing.B) {
	f, err := os.Open("srx/testdata/sample.srx")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	d, err := srx.Read("sample.srx", f)
	if err != nil {
		b.Fatal(err)
	}
	for _, code := range []string{"en", "fr", "zh"} {
		b.Run(code+"/20MB", func(b *testing.B) {
			s := runningText(b, code, 20<<20, false)
			r, err := d.For(code)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				for range Spans(s, lang.Get(code), Options{SRX: r}) {
				}
			}
		})
	}
}
