package lexicon

import "sync"

// Names lists the rows of the seed's proper names (pos p): the renderings of
// each by language code, in the order of the files.
var Names = sync.OnceValue(func() []map[string][]string {
	var out []map[string][]string
	for _, r := range seedRows() {
		if r.pos != "p" {
			continue
		}
		row := map[string][]string{}
		for _, x := range r.renderings {
			row[x.Lang] = append(row[x.Lang], x.Text)
		}
		out = append(out, row)
	}
	return out
})
