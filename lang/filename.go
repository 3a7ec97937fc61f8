package lang

import (
	"path"
	"path/filepath"
	"strings"
)

// codes are the ISO 639-1 codes of languages that texts are published in; a
// name part that is none of them says nothing of the language.
const codes = " af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms mt my nb ne nl nn pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tg th tk tr uk ur uz vi zh zu "

// IsCode reports whether code is the ISO 639-1 code of a language that texts
// are published in.
func IsCode(code string) bool { return len(code) == 2 && strings.Contains(codes, " "+code+" ") }

// OfName tells the language code from the name of a file: fr.txt, x.fr.txt,
// x.fr, x_fr.md, x-fr.md, fr/x.txt, with BCP 47 tags such as zh-Hant or zh_CN in
// place of fr; "" where the name does not tell.
func OfName(name string) string {
	code, _ := NamePattern(name)
	return code
}

// NamePattern is OfName with the name that all versions share: an asterisk in
// place of the tag, and forward slashes (x.*.txt, *.txt, */x.txt). The name as
// it is where it tells no language.
func NamePattern(name string) (code, pattern string) {
	name = filepath.ToSlash(name)
	dir, base := path.Split(name)
	parts := strings.Split(base, ".")
	if len(parts) > 1 {
		for i := len(parts) - 1; i >= 0; i-- { // x.fr, x.fr.txt; fr.txt
			if c := tagCode(parts[i]); c != "" && (i > 0 || len(parts) <= 3) {
				parts[i] = "*"
				return c, dir + strings.Join(parts, ".")
			}
		}
	} else if c := tagCode(base); c != "" {
		return c, dir + "*"
	}
	stem := parts[0]
	for _, sep := range []string{"_", "-"} { // x_fr.md, x_zh-Hant.md, x_zh_CN.md
		f := strings.Split(stem, sep)
		for i := 1; i < len(f); i++ {
			if c := tagCode(strings.Join(f[i:], sep)); c != "" {
				parts[0] = strings.Join(append(f[:i:i], "*"), sep)
				return c, dir + strings.Join(parts, ".")
			}
		}
	}
	dirs := strings.Split(dir, "/")
	for i := len(dirs) - 1; i >= 0; i-- {
		if c := tagCode(dirs[i]); c != "" {
			dirs[i] = "*"
			return c, strings.Join(dirs, "/") + base
		}
	}
	return "", name
}

// tagCode is the language code of a tag, "" where s is none.
func tagCode(s string) string {
	if len(s) < 2 || len(s) > 11 {
		return ""
	}
	first, rest, more := strings.Cut(strings.ToLower(strings.ReplaceAll(s, "_", "-")), "-")
	if !IsCode(first) {
		return ""
	}
	if more {
		for _, p := range strings.Split(rest, "-") { // script or region: hans, cn, 419
			if len(p) != 2 && len(p) != 4 && len(p) != 3 {
				return ""
			}
		}
		if _, err := Parse(s); err != nil {
			return ""
		}
	}
	return first
}
