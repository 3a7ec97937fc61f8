package lexicon

import (
	"strings"
	"sync"
)

// Names lists the rows of the seed's proper names (pos p): the renderings of
// each by language code, in the order of the files.
var Names = sync.OnceValue(func() []map[string][]string {
	files, err := seedFiles.ReadDir("data/seed")
	if err != nil {
		panic(err)
	}
	var out []map[string][]string
	for _, f := range files {
		b, err := seedFiles.ReadFile("data/seed/" + f.Name())
		if err != nil {
			panic(err)
		}
		var head []string
		for _, line := range strings.Split(string(b), "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			cols := strings.Split(line, "\t")
			if head == nil {
				head = cols
				continue
			}
			if cols[0] != "p" {
				continue
			}
			row := map[string][]string{}
			for i, c := range cols {
				if i < len(head) && head[i] != "pos" && head[i] != "note" && c != "" {
					row[head[i]] = strings.Split(c, "|")
				}
			}
			out = append(out, row)
		}
	}
	return out
})
