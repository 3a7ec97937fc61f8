package glossary

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
	"pgregory.net/rapid"
)

// propertyMatchers hold terms of all kinds, several glossaries among them.
func propertyMatchers() []*Matcher {
	fr := one("fr", "n:droits de l'homme", "n:homme", "v:mettre en œuvre", "i:ONU", "la Ceinture et la Route", "n:partenariat stratégique", "n:partenariat stratégique global", "a:général")
	en := one("en", "n:human right", "n:right", "v:implement", "i:WHO", "n:strategic partnership")
	zh := one("zh", "一带一路", "一带一路倡议", "人权", "政治合作", "COVID-19疫情", "WHO")
	return []*Matcher{
		NewMatcher(lang.French, fr, one("fr", "n:homme", "n:droit")), NewMatcher(lang.English, en), NewMatcher(lang.Chinese, zh), NewMatcher(lang.Get("de"), one("de", "Menschenrecht")),
	}
}

// wellFormed checks what holds of every list of occurrences: spans lie in the
// text between characters, are not empty and in order; those of one glossary
// overlap only where they are the same or have a gap.
func wellFormed(t interface{ Fatalf(string, ...any) }, s string, os []Occurrence) {
	for i, o := range os {
		if o.Start < 0 || o.End > len(s) || o.Empty() {
			t.Fatalf("occurrence %d of %d bytes: span [%d, %d)", i, len(s), o.Start, o.End)
		}
		if utf8.ValidString(s) && !utf8.ValidString(s[o.Start:o.End]) {
			t.Fatalf("span [%d, %d) cuts a character of %q", o.Start, o.End, s)
		}
		if o.Concept == nil || o.Term == nil || o.Glossary == nil || o.Nested {
			t.Fatalf("occurrence %d of Find: %+v", i, o)
		}
		if i > 0 && o.Start < os[i-1].Start {
			t.Fatalf("occurrence %d starts before the one in front of it", i)
		}
		for _, p := range os[:i] {
			if p.Glossary == o.Glossary && !p.Gap && !o.Gap && p.Overlaps(o.Span) && p.Span != o.Span {
				t.Fatalf("%q and %q overlap in %q", p.Of(s), o.Of(s), s)
			}
		}
	}
}

var pieces = []string{"droits", "droit", "de", "l", "'", "’", "homme", "Hommes", "mis", "mettre", "en", "œuvre", "oeuvre", "ONU", "la", "Ceinture", "et", "Route", "partenariat", "stratégique", "strate\u0301gique", "global", "human", "rights", "and", "WHO", "who", "一", "带", "一带", "一路", "帶", "倡议", "“", "”", "«", "»", "人权", "政治", "和", "经济", "合作", "COVID", "-", "‑", "19", "疫情", " ", "\u00a0", "\n", "\n\n", "\u00ad", ".", ",", "、", "<b>", "</b>", "ＷＨＯ", "Menschenrecht", "général4", "GENERAL", "\xff", "\u200b"}

func TestFindProperties(t *testing.T) {
	ms := propertyMatchers()
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
		for _, m := range ms {
			found := m.Find(s)
			wellFormed(t, s, found)
			// what is found does not hang on what follows or comes before it in
			// another paragraph
			around := m.Find("x.\n\n" + s + "\n\n.x")
			if len(around) != len(found) {
				t.Fatalf("%q: %d occurrences, %d between other paragraphs", s, len(found), len(around))
			}
			for i := range around {
				if around[i].Span.Shift(-4) != found[i].Span {
					t.Fatalf("%q: occurrence %d moves between other paragraphs", s, i)
				}
			}
			n := 0
			m.Each(s, func(o Occurrence) { n++ })
			if n != len(found) {
				t.Fatalf("Each gives %d occurrences, Find %d", n, len(found))
			}
		}
	})
}

// A long text is scanned through a window: what is found must not hang on where
// the window ends.
func TestFindInLongText(t *testing.T) {
	m := propertyMatchers()[0]
	rapid.Check(t, func(t *rapid.T) {
		unit := strings.Repeat("mot ", rapid.IntRange(0, 40).Draw(t, "words")) + "droits de l'homme. Partenariat politique et stratégique global. "
		n := rapid.IntRange(1, 400).Draw(t, "times")
		s := strings.Repeat(unit, n)
		per := len(m.Find(unit))
		if got := len(m.Find(s)); got != per*n {
			t.Fatalf("%d occurrences in %d times a text with %d", got, n, per)
		}
	})
}

func FuzzFind(f *testing.F) {
	ms := propertyMatchers()
	for _, p := range pieces {
		f.Add(p + " " + p)
	}
	f.Add("« les Droits de l’Homme », “一带一路”倡议 <b>h</b>omme")
	f.Fuzz(func(t *testing.T, s string) {
		for _, m := range ms {
			wellFormed(t, s, m.Find(s))
		}
	})
}

// glossaries draws glossaries that the format can hold.
func glossaries(f *Format) *rapid.Generator[*Glossary] {
	loses := map[Part]bool{}
	for _, p := range f.Loses {
		loses[p] = true
	}
	word := rapid.StringMatching(`[a-zà-ÿ人权合作]{1,8}( [a-z]{1,6}){0,2}`)
	text := rapid.StringMatching(`([A-Za-z0-9é人<&>"',;]{1,6}( [a-z]{1,6}){0,3})?`)
	return rapid.Custom(func(t *rapid.T) *Glossary {
		g := &Glossary{Name: "g" + f.Extensions[0]}
		n := rapid.IntRange(1, 5).Draw(t, "concepts")
		for i := 0; i < n; i++ {
			c := &Concept{ID: "c" + string(rune('a'+i)), Note: text.Draw(t, "note")}
			if !loses[PartSubject] {
				c.Subject = text.Draw(t, "subject")
			}
			if !loses[PartDefinition] {
				c.Definition = text.Draw(t, "definition")
			}
			if !loses[PartSource] {
				c.Source = text.Draw(t, "source")
			}
			for k := rapid.IntRange(0, 2).Draw(t, "parts"); k > 0 && !loses[PartRelations]; k-- {
				c.PartOf = append(c.PartOf, rapid.SampledFrom([]string{"ca", "2 b", "c_x0041_", "é-f"}).Draw(t, "part"))
			}
			pos := rapid.SampledFrom([]string{"", "n", "a", "v", "i"}).Draw(t, "pos")
			for _, l := range []string{"fr", "en", "zh"} {
				for _, s := range statuses {
					for k := rapid.IntRange(0, 2).Draw(t, "terms"); k > 0; k-- {
						x := Term{Lang: l, Text: word.Draw(t, "term"), Status: s, POS: pos}
						if !loses[PartPOS] {
							x.POS = rapid.SampledFrom([]string{"", "n", "a", "v", "i"}).Draw(t, "pos")
						}
						if !loses[PartGender] && l == "fr" {
							x.Gender = rapid.SampledFrom([]string{"", "m", "f"}).Draw(t, "gender")
						}
						if !loses[PartForm] {
							x.Case, x.Exact = rapid.Bool().Draw(t, "case"), rapid.Bool().Draw(t, "exact")
						}
						c.Terms = append(c.Terms, x)
					}
				}
			}
			if len(c.Terms) > 0 {
				g.Concepts = append(g.Concepts, c)
			}
		}
		if len(g.Concepts) == 0 {
			g.Concepts = []*Concept{{ID: "c", Terms: []Term{{Lang: "fr", Text: "mot", Status: Preferred}}}}
		}
		return g
	})
}

// read(write(g)) is g for what the format can hold, and writing is the same
// every time.
func TestFormatsRoundTrip(t *testing.T) {
	for _, f := range Formats {
		if f.Write == nil {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			gen := glossaries(f)
			rapid.Check(t, func(t *rapid.T) {
				g := gen.Draw(t, "glossary")
				if lost := f.Lost(g); len(lost) > 0 {
					t.Fatalf("drew %v, which the format loses", lost)
				}
				var a, b bytes.Buffer
				if err := f.Write(&a, g); err != nil {
					t.Fatal(err)
				}
				if err := f.Write(&b, g); err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(a.Bytes(), b.Bytes()) {
					t.Fatal("two writes differ")
				}
				got, err := f.Read(g.Name, a.Bytes())
				if err != nil {
					t.Fatalf("%v in\n%s", err, a.String())
				}
				inOrder(got)
				inOrder(g)
				if !reflect.DeepEqual(got.Concepts, g.Concepts) {
					t.Fatalf("read %s\nwrote %s\nfile\n%s", dump(got), dump(g), a.String())
				}
			})
		})
	}
}

// inOrder sorts the terms of each concept by language and status: a table keeps
// no other order.
func inOrder(g *Glossary) {
	for _, c := range g.Concepts {
		slices.SortStableFunc(c.Terms, func(a, b Term) int {
			if a.Lang != b.Lang {
				return strings.Compare(a.Lang, b.Lang)
			}
			return slices.Index(statuses, a.Status) - slices.Index(statuses, b.Status)
		})
	}
}

func dump(g *Glossary) string {
	var b strings.Builder
	for _, c := range g.Concepts {
		b.WriteString(strings.TrimSpace(c.ID+" subject="+c.Subject+" definition="+c.Definition+" note="+c.Note+" source="+c.Source+strings.Join(c.PartOf, ",")) + "\n")
		for _, t := range c.Terms {
			b.WriteString("  " + t.Lang + " " + string(t.Status) + " " + t.POS + " " + t.Gender + " " + t.Text)
			if t.Case {
				b.WriteString(" case")
			}
			if t.Exact {
				b.WriteString(" exact")
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestReadErrors(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"t.tsv", "", "t.tsv: no header (want a line with id and language tags)"},
		{"t.tsv", "id\tfr\n", "t.tsv: no concept in the glossary (want at least one with a term)"},
		{"t.tsv", "id\tnote\nx\ty\n", "t.tsv:1:1: the header names no language (want columns such as id, fr, fr_deprecated, en, zh)"},
		{"t.tsv", "id\tfr\tfr_depricated\nx\ty\tz\n", `t.tsv:1:7: unknown column "fr_depricated" (did you mean fr_deprecated?)`},
		{"t.tsv", "id\tfr\tnotes\nx\ty\tz\n", `t.tsv:1:7: unknown column "notes" (did you mean note?)`},
		{"t.tsv", "id\tfr\tfr\nx\ty\tz\n", `t.tsv:1:7: column "fr" stands twice (want each once)`},
		{"t.tsv", "id\tpos\tfr\nx\tnoum\tz\n", `t.tsv:2:3: unknown part of speech "noum" (want n, a, v, i)`},
		{"t.tsv", "# c\nid\tfr\nx\té\ty\n", `t.tsv:3:5: a row of 3 cells (want the 2 of the header)`},
		{"t.tsv", "id\tfr\nx\ty\nx\tz\n", `t.tsv:3:1: concept id "x" is in line 2 already (want each id once)`},
		{"t.tsv", "id\tfr\nx\t\xff\n", `t.tsv:2:3: byte 0xFF is not UTF-8 (want a glossary in UTF-8)`},
	} {
		f, err := FormatOf(c.name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.Read(c.name, []byte(c.in))
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: %v (want %s)", c.in, err, c.want)
		}
	}
}

func TestLoadErrors(t *testing.T) {
	for name, want := range map[string]string{
		"none.tsv":  "none.tsv: no such file or directory (want a glossary file)",
		"terms.doc": `terms.doc: unknown glossary format ".doc" (want `,
	} {
		if _, err := Load(name); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v (want %s…)", name, err, want)
		}
	}
}

func FuzzReadTSV(f *testing.F) {
	f.Add([]byte("id\tpos\tfr\tfr_deprecated\tzh\nx\tn\ta|b\tc\t人权\n"))
	f.Add([]byte("# c\r\nid\tfr_variants\r\nx\ty\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, TSV, data) })
}

// fuzzRead checks that what can be read can be written and read again alike.
func fuzzRead(t *testing.T, f *Format, data []byte) {
	g, err := f.Read("f"+f.Extensions[0], data)
	if err != nil {
		if !strings.HasPrefix(err.Error(), "f"+f.Extensions[0]+":") {
			t.Fatalf("%v (want the file's name first)", err)
		}
		return
	}
	if f.Write == nil {
		return
	}
	var b bytes.Buffer
	if err := f.Write(&b, g); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Read("f"+f.Extensions[0], b.Bytes()); err != nil {
		t.Fatalf("%v in what was written:\n%s", err, b.String())
	}
}
