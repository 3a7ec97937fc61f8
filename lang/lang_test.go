package lang

import "testing"

func TestOfName(t *testing.T) {
	for name, want := range map[string]string{
		"fr.txt":                      "fr",
		"x.fr.txt":                    "fr",
		"x.fr":                        "fr",
		"x_fr.md":                     "fr",
		"x-fr.md":                     "fr",
		"fr/x.txt":                    "fr",
		"docs/zh-cn/guide/index.md":   "zh",
		"zh-Hant.txt":                 "zh",
		"x.zh_TW.txt":                 "zh",
		"x_zh_CN.md":                  "zh",
		"x.zh-Hans-CN.md":             "zh",
		"dir/en-GB/x":                 "en",
		"000_30614341ae222060.fr.txt": "fr",
		"readout.txt":                 "",
		"x.txt":                       "",
		"a_b.md":                      "",
		"-":                           "",
		"some/where/speech":           "",
		"de.srt":                      "de",
		"v1.2.txt":                    "",
		"fr/en.txt":                   "en",
	} {
		if got := OfName(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestNamePattern(t *testing.T) {
	for name, want := range map[string]string{
		"fr.txt":               "*.txt",
		"a/x.fr.txt":           "a/x.*.txt",
		"x.fr":                 "x.*",
		"a/fr":                 "a/*",
		"x_zh_CN.md":           "x_*.md",
		"a/x-zh-Hant.v2.md":    "a/x-*.v2.md",
		"docs/zh-cn/b/i.md":    "docs/*/b/i.md",
		"fr/en.txt":            "fr/*.txt",
		"/srv/fr/en/x.txt":     "/srv/fr/*/x.txt",
		"some/where/speech.md": "some/where/speech.md",
	} {
		if _, got := NamePattern(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for tag, want := range map[string]string{"fr": "fr", "FR-ca": "fr", "zh-Hant-HK": "zh", "zh_CN": "zh", "cmn": "zh", "en-US": "en", "de": "de", "pt-BR": "pt", "ja": "ja"} {
		l, err := Parse(tag)
		if err != nil || l.Code != want {
			t.Errorf("%s: %v, %v", tag, l, err)
		}
	}
	for _, tag := range []string{"", "french", "12", "und", "x"} {
		if l, err := Parse(tag); err == nil {
			t.Errorf("%q: %v", tag, l)
		}
	}
	if Get("zh-TW") != Chinese || Get("fr") != French {
		t.Error("a known language is not one value")
	}
	if Get("de").Known() || !Get("ja").Dense || Get("ja").Spaced {
		t.Error("languages without data")
	}
	seen := map[string]bool{}
	for _, l := range All {
		if seen[l.Code] || !l.Known() {
			t.Errorf("%s: twice, or without data", l.Code)
		}
		seen[l.Code] = true
	}
}

func TestReadable(t *testing.T) {
	for _, c := range []struct {
		s    string
		good bool
	}{
		{"L’année dernière, à l’étranger", true},
		{"双方一致同意加强合作", true},
		{"雙方一致同意加強合作", true},
		{"Ë«·½Ò»ÖÂÍ¬Òâ¼ÓÇ¿ºÏ×÷", false},
		{"LâÃ‚â‚¬â„¢annÃƒÂ©e", false},
		{"鍙屾柟涓€鑷村悓鎰忓姞寮哄悎浣�", false},
		{"plain", true},
		{"a\x01\x02\x03b", false},
	} {
		if r := Readable(c.s); (r > .5) != c.good {
			t.Errorf("%q: %.2f", c.s, r)
		}
	}
}
