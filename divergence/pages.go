package divergence

import "embed"

// pages are the pages of the checks in other languages than English:
// docs/number.fr.md is that of number in French.
//
//go:embed docs/*.*.md
var pages embed.FS

// Page is the documentation of the check in a language of messages (en, fr,
// zh); Doc where there is none in it.
func (c *Check) Page(lang string) string {
	if b, err := pages.ReadFile("docs/" + c.Name + "." + lang + ".md"); err == nil {
		return string(b)
	}
	return c.Doc
}
