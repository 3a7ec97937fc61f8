package divergence

import (
	_ "embed"
	"regexp"
	"strings"

	"github.com/tercet/tercet/text"
)

//go:embed docs/url.md
var urlDoc string

// URL reports addresses and document symbols that differ.
var URL = &Check{
	Name: "url", Doc: urlDoc, Category: "accuracy/mistranslation",
	Run: runURL,
}

var (
	webAddress  = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"'«»“”‘’（）()\[\]{}，。；：、！？\p{Han}]+`)
	mailAddress = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)
	digitalID   = regexp.MustCompile(`\b10\.\d{4,9}/[^\s<>"'«»“”（）()，。；、\p{Han}]+`)
	// A/69/L.63, S/RES/2231, E/CN.4/2005/10/Add.1: a segment of digits at least
	docSymbol    = regexp.MustCompile(`\b[A-Z]{1,8}(?:\.\d{1,3})?(?:/[A-Z]{1,5}(?:\.?\d{1,4}){0,2}|/\d{1,4}(?:[-–]\d{1,4})?|/(?:Add|Corr|Rev|Res|Conf)\.?\d{1,4})+`)
	languagePart = regexp.MustCompile(`(?i)^(?:fr|fra|fre|french|francais|en|eng|english|zh|cn|chn|chi|chinese|ch)(?:[-_][a-z]{2,4})?$`)
)

// address is a web or mail address, a DOI or a document symbol; key is what
// must be the same in all versions.
type address struct {
	text.Span
	key  string
	kind byte // w, m, i, s
}

// addresses lists those of s.
func addresses(s string) []address {
	if !strings.ContainsAny(s, "/@") && !strings.Contains(s, "www.") {
		return nil
	}
	var out []address
	taken := func(a text.Span) bool {
		for _, o := range out {
			if o.Overlaps(a) {
				return true
			}
		}
		return false
	}
	for _, r := range []struct {
		re   *regexp.Regexp
		kind byte
	}{{webAddress, 'w'}, {mailAddress, 'm'}, {digitalID, 'i'}, {docSymbol, 's'}} {
		for _, m := range r.re.FindAllStringIndex(s, -1) {
			a := text.Span{Start: m[0], End: m[1]}
			for a.End > a.Start && strings.IndexByte(".,;:!?-_", s[a.End-1]) >= 0 {
				a.End--
			}
			if taken(a) {
				continue
			}
			form := a.Of(s)
			key := strings.ToLower(form)
			switch r.kind {
			case 'w':
				key = webKey(key)
			case 's':
				if !symbol(form) {
					continue
				}
				key = strings.ReplaceAll(form, "–", "-")
			}
			out = append(out, address{a, key, r.kind})
		}
	}
	return out
}

// symbol tells a document symbol from AC/DC, F/A-18 and HIV/AIDS: two slashes
// and a number, or a number of two digits or more as the last part.
func symbol(s string) bool {
	parts := strings.Split(s, "/")
	n := 0
	for _, p := range parts[1:] {
		if strings.ContainsAny(p, "0123456789") {
			n++
		}
	}
	last := parts[len(parts)-1]
	return n > 0 && (len(parts) > 2 || len(last) > 1 && strings.Trim(last, "0123456789") == "")
}

// webKey drops what names the language: the first label of the host, parts of
// the path, and the scheme with www.
func webKey(s string) string {
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://"), "www.")
	s, _, _ = strings.Cut(s, "#")
	s, query, _ := strings.Cut(strings.TrimRight(s, "/"), "?")
	parts := strings.Split(s, "/")
	if head, rest, ok := strings.Cut(parts[0], "."); ok && strings.Contains(rest, ".") && languagePart.MatchString(head) {
		parts[0] = rest
	}
	keep := parts[:1]
	for _, p := range parts[1:] {
		base, ext, dotted := strings.Cut(p, ".")
		if languagePart.MatchString(p) || dotted && (ext == "htm" || ext == "html" || ext == "shtml" || ext == "php") && (base == "index" || base == "default") || p == "" {
			continue
		}
		for _, l := range []string{"-fr", "-en", "-zh", "_fr", "_en", "_zh", "_f", "_e", "_c"} {
			base = strings.TrimSuffix(base, l)
		}
		if dotted {
			base += "." + ext
		}
		keep = append(keep, base)
	}
	s = strings.Join(keep, "/")
	for _, q := range strings.Split(query, "&") {
		k, v, _ := strings.Cut(q, "=")
		if q != "" && !languagePart.MatchString(v) && k != "lang" {
			s += "&" + q
		}
	}
	return s
}

func runURL(p *Pass) {
	sides, empty := p.filled()
	if len(sides) < 2 || len(empty) > 0 {
		return
	}
	all := make([][]address, len(p.Sides))
	any := false
	for _, i := range sides {
		all[i] = addresses(p.Sides[i].Text)
		any = any || len(all[i]) > 0
	}
	if !any {
		return
	}
	find := func(i int, key string) (text.Span, bool) {
		for _, a := range all[i] {
			if a.key == key {
				return a.Span, true
			}
		}
		return text.Span{}, false
	}
	done := map[string]bool{}
	for _, i := range sides {
		for _, a := range all[i] {
			if done[a.key] {
				continue
			}
			done[a.key] = true
			at := map[int]text.Span{}
			var lack []int
			for _, j := range sides {
				if s, ok := find(j, a.key); ok {
					at[j] = s
				} else {
					lack = append(lack, j)
				}
			}
			if len(lack) == 0 {
				continue
			}
			p.addressDiffers(sides, lack, at, a.kind, all, done, find)
		}
	}
}

// addressDiffers reports an address that stands on the sides of at and not on
// those of lack.
func (p *Pass) addressDiffers(sides, lack []int, at map[int]text.Span, kind byte, all [][]address, done map[string]bool, find func(int, string) (text.Span, bool)) {
	voted := p.Source < 0 && len(sides) > 2 && (len(lack) == 1 || len(at) == 1)
	odd := lack[0]
	switch {
	case p.Source >= 0:
		if _, ok := at[p.Source]; !ok {
			if !contains(lack, p.Source) {
				return
			}
			for _, j := range sides {
				if _, ok := at[j]; ok {
					odd = j
					break
				}
			}
		}
	case len(sides) == 2:
		odd = sides[1]
	case len(at) == 1 && len(lack) > 1:
		for _, j := range sides {
			if _, ok := at[j]; ok {
				odd = j
			}
		}
	}
	// what the sides without it have in its place: of the same kind, with no
	// counterpart
	other := false
	for _, j := range lack {
		for _, b := range all[j] {
			if b.kind != kind || done[b.key] && len(at) > 1 {
				continue
			}
			stray := true
			for _, i := range sides {
				if _, ok := at[i]; ok {
					if _, ok := find(i, b.key); ok {
						stray = false
					}
				}
			}
			if stray {
				if _, ok := at[j]; !ok {
					at[j] = b.Span
				}
				other = true
				done[b.key] = true
				break
			}
		}
	}
	if !other && len(sides) == 2 && p.Source < 0 {
		odd = lack[0]
	}
	id, sev := "url.missing", Warning
	if other {
		id, sev = "url.differs", Error
		if voted && len(at) < len(sides) {
			sev = Warning
		}
	} else if len(sides) == 2 || !voted || kind == 's' && odd != lack[0] {
		sev = Warning
		if kind == 's' || kind == 'i' {
			sev = Note // a reference that one version gives in words or in a footnote
		}
	}
	f := p.setAgainst(id, sev, sides, odd, voted, func(i int) text.Span { return at[i] })
	if !voted {
		f.Message.ID = id
	}
	p.Report(f)
}
