package locale

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestCataloguesHoldTheSameMessages(t *testing.T) {
	want, err := Keys("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range Languages[1:] {
		got, err := Keys(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range want {
			if !slices.Contains(got, id) {
				t.Errorf("active.%s.toml lacks %s", l, id)
			}
		}
		for _, id := range got {
			if !slices.Contains(want, id) {
				t.Errorf("active.%s.toml has %s, which active.en.toml lacks", l, id)
			}
		}
	}
}

func TestMessages(t *testing.T) {
	for _, c := range []struct{ lang, id, want string }{
		{"en", "error.empty", "is empty (want text)"},
		{"fr", "error.empty", "est vide (du texte est attendu)"},
		{"zh", "error.empty", "是空文件（应有文本）"},
		{"en", "no.such.message", "<no.such.message>"},
	} {
		if got := For(c.lang).T(c.id); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.lang, c.id, got, c.want)
		}
	}
	if got := For("fr").T("glossary.count", "Count", 0); got != "0 concept" { // CLDR: 0 is singular in French
		t.Errorf("plural of 0 in French: %q", got)
	}
	if got := For("en").T("glossary.count", "Count", 0); got != "0 concepts" {
		t.Errorf("plural of 0 in English: %q", got)
	}
	e := Errorf("a.txt", 3, 0, "error.directory")
	if got := e.In(For("fr")); !strings.HasPrefix(got, "a.txt:3: est un répertoire") {
		t.Errorf("error in French: %q", got)
	}
}

func TestPreferred(t *testing.T) {
	for _, c := range []struct{ flag, all, messages, lang, want string }{
		{"zh", "fr_FR.UTF-8", "", "", "zh"},
		{"", "fr_FR.UTF-8", "en_GB", "zh_CN", "fr"},
		{"", "", "zh_CN.UTF-8", "en_US", "zh"},
		{"", "", "", "fr", "fr"},
		{"", "C.UTF-8", "", "fr_FR", "en"},
		{"", "", "", "", "en"},
	} {
		t.Setenv("LC_ALL", c.all)
		t.Setenv("LC_MESSAGES", c.messages)
		t.Setenv("LANG", c.lang)
		if got := Preferred(c.flag); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// Every message that the code names must stand in the catalogues.
func TestMessagesInUse(t *testing.T) {
	keys, err := Keys("en")
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]bool{}
	for _, k := range keys {
		tables[strings.SplitN(k, ".", 2)[0]] = true
	}
	literal := regexp.MustCompile(`"([a-z]+(?:\.[a-z0-9-]+)+)"`)
	used := 0
	err = filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range literal.FindAllStringSubmatch(string(src), -1) {
			id := m[1]
			if !tables[strings.SplitN(id, ".", 2)[0]] || strings.Contains(id, ".go") || strings.HasSuffix(id, "-") { // a part, put together at run time
				continue
			}
			used++
			if !slices.Contains(keys, id) {
				t.Errorf("%s: no message %s", path, id)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if used < 100 {
		t.Errorf("only %d messages in use were found", used)
	}
}
