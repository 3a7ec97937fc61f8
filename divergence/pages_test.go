package divergence

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tercet/tercet/internal/locale"
)

// Every check has its page in every language of messages, with the same heading,
// examples, flags and order of paragraphs.
func TestPages(t *testing.T) {
	files, err := fs.Glob(pages, "docs/*")
	if err != nil {
		t.Fatal(err)
	}
	if want := len(All) * (len(locale.Languages) - 1); len(files) != want {
		t.Errorf("%d pages, want %d", len(files), want)
	}
	for _, lang := range locale.Languages[1:] {
		p := locale.For(lang)
		for _, c := range All {
			page := c.Page(lang)
			if page == c.Doc {
				t.Errorf("%s has no page in %s", c.Name, lang)
				continue
			}
			got, want := outline(page, p), outline(c.Doc, locale.For("en"))
			for i := range max(len(got), len(want)) {
				var g, w string
				if i < len(got) {
					g = got[i]
				}
				if i < len(want) {
					w = want[i]
				}
				if g != w {
					t.Errorf("%s in %s, part %d:\n%s\nwant\n%s", c.Name, lang, i+1, g, w)
					break
				}
			}
			if g, w := codeSpan.FindAllString(page, -1), codeSpan.FindAllString(c.Doc, -1); !containsAll(g, w) {
				t.Errorf("%s in %s has %q, want %q", c.Name, lang, g, w)
			}
		}
	}
}

func containsAll(list, want []string) bool {
	return !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(list, w) })
}

var (
	codeSpan = regexp.MustCompile("`[^`]*`")
	aside    = regexp.MustCompile(` \([^()]*\)`) // said of an example, in the reader's language
)

// outline is what a page has in every language: the heading, a mark for a
// paragraph, and the examples, findings without their message.
func outline(page string, p *locale.Printer) []string {
	var out []string
	for _, block := range strings.Split(strings.TrimSpace(page), "\n\n") {
		switch {
		case strings.HasPrefix(block, "#"):
		case strings.HasPrefix(block, "    "):
			var lines []string
			for l := range strings.SplitSeq(block, "\n") {
				for _, s := range []Severity{Error, Warning, Note} {
					word := "    " + p.T("report.severity."+string(s)) + "  "
					if rest, ok := strings.CutPrefix(l, word); ok {
						check, forms, _ := strings.Cut(rest, "  ")
						if head, _, ok := cutLast(forms, "   "); ok {
							forms = head
						} else if !strings.Contains(forms, " | ") {
							forms = "" // a message alone
						}
						l = "    " + string(s) + "  " + check + "  " + forms
						break
					}
				}
				lines = append(lines, aside.ReplaceAllString(l, ""))
			}
			block = strings.Join(lines, "\n")
		default:
			block = "a paragraph"
		}
		out = append(out, block)
	}
	return out
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
