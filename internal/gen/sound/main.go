// Command sound learns lang/data/sound.tsv, the weights by which a name in
// Latin letters is heard in Chinese characters: from the proper names of the
// seed lexicon, the given and family names of lang/data/names.tsv, and the
// countries and languages of CLDR (golang.org/x/text). It prints how well they
// tell names that belong together from names that do not, learnt on nine tenths
// of the pairs and tried on the tenth.
//
//	go run ./internal/gen/sound lang/data
package main

import (
	"bufio"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/tercet/tercet/align/lexicon"
	"github.com/tercet/tercet/lang"
)

// pair is a name in both scripts, in sounds.
type pair struct {
	latin, han string
	a, b       []string
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: sound DIR")
	}
	ps := pairs(filepath.Join(os.Args[1], "names.tsv"))
	// tried on a tenth that it did not see
	var train, test []pair
	for k, p := range ps {
		if k%10 == 3 {
			test = append(test, p)
		} else {
			train = append(train, p)
		}
	}
	t, kept := learn(train)
	var same, other []float64
	for k, p := range test {
		same = append(same, t.llr(p))
		for d := 1; d <= 20; d++ {
			q := test[(k+d*7)%len(test)]
			if q.han != p.han && q.latin != p.latin {
				other = append(other, t.llr(pair{a: p.a, b: q.b}))
			}
		}
	}
	sort.Float64s(same)
	for _, least := range []float64{0, 1, 2, 3, 4, 5, 6, 8} {
		fmt.Fprintf(os.Stderr, "%4.0f nats: %.3f of %d true pairs, %.4f of %d false ones\n", least, above(same, least), len(same), above(other, least), len(other))
	}
	fmt.Fprintf(os.Stderr, "learnt from %d of %d pairs\n", kept, len(train))
	t, kept = learn(ps)
	write(filepath.Join(os.Args[1], "sound.tsv"), t, ps, kept)
}

func above(xs []float64, least float64) float64 {
	n := 0
	for _, x := range xs {
		if x >= least {
			n++
		}
	}
	return float64(n) / float64(len(xs))
}

// pairs lists the names. What Chinese adds to say what kind of name it is, and
// words such as Republic, go.
func pairs(names string) []pair {
	var out []pair
	seen := map[[2]string]bool{}
	add := func(latin, han string) {
		for _, s := range []string{"共和国", "群岛", "自治区", "地区", "王国", "联邦", "半岛", "州", "洲", "省", "市", "国", "岛", "语", "文", "人", "海", "山", "河", "湾"} {
			if v := strings.TrimSuffix(han, s); len([]rune(v)) >= 2 {
				han = v
			}
		}
		latin = string(lexicon.AppendFolded(nil, latin))
		latin, _, _ = strings.Cut(latin, "(")
		han, _, _ = strings.Cut(han, "（")
		key := [2]string{latin, han}
		if seen[key] {
			return
		}
		seen[key] = true
		p := pair{latin: latin, han: han}
		p.a = lang.LatinSounds(latin)
		for _, r := range han {
			p.b = append(p.b, lang.HanSounds(lang.Pinyin(r))...)
		}
		if len(p.a) >= 2 && len(p.a) <= 16 && len(p.b) >= 2 {
			out = append(out, p)
		}
	}
	for _, row := range lexicon.Names() {
		for _, code := range []string{"en", "fr"} {
			for _, l := range row[code] {
				for _, h := range row["zh"] {
					add(l, h)
				}
			}
		}
	}
	b, err := os.ReadFile(names)
	if err != nil {
		log.Fatal(err)
	}
	for _, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		latin, han, ok := strings.Cut(line, "\t")
		if !ok {
			log.Fatalf("%s: %q has one column (want 2)", names, line)
		}
		for _, l := range strings.Split(latin, "|") {
			for _, h := range strings.Split(han, "|") {
				add(l, h)
			}
		}
	}
	zh := display.Regions(language.Chinese)
	zl := display.Languages(language.Chinese)
	for _, tag := range []language.Tag{language.English, language.French} {
		rs, ls := display.Regions(tag), display.Languages(tag)
		for a := 'A'; a <= 'Z'; a++ {
			for b := 'A'; b <= 'Z'; b++ {
				if r, err := language.ParseRegion(string([]rune{a, b})); err == nil && r.IsCountry() && r.String() == string([]rune{a, b}) {
					add(rs.Name(r), zh.Name(r))
				}
			}
		}
		for _, n := range codes() {
			if t, err := language.Parse(n); err == nil && t.String() == n && zl.Name(t) != "" && ls.Name(t) != "" && zl.Name(t) != n {
				add(ls.Name(t), zl.Name(t))
			}
		}
	}
	return out
}

// codes are all codes of two and three letters.
func codes() []string {
	var out []string
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			out = append(out, string([]rune{a, b}))
			for c := 'a'; c <= 'z'; c++ {
				out = append(out, string([]rune{a, b, c}))
			}
		}
	}
	return out
}

// table is the probabilities of the steps, "" for nothing on a side.
type table struct {
	joint map[[2]string]float64
	a, b  map[string]float64 // of each side by itself
}

func vowel(s string) bool { return strings.ContainsRune("aeiouvIy", rune(s[0])) && s != "y" }

// learn fits the table by expectation maximisation; from the third round on,
// pairs that do not belong together by their sound are left out.
func learn(ps []pair) (*table, int) {
	t := &table{joint: map[[2]string]float64{}}
	start := func(x, y string) float64 {
		switch {
		case x == "" || y == "":
			return .05
		case x[0] == y[0] || x[0] == y[0]|32:
			return 1
		case vowel(x) == vowel(y) && y != "N":
			return .05
		}
		return .004
	}
	use := ps
	for round := 0; round < 12; round++ {
		count := map[[2]string]float64{}
		if round >= 3 {
			use = nil
			for _, p := range ps {
				if t.keeps(p) {
					use = append(use, p)
				}
			}
		}
		t.a, t.b = map[string]float64{}, map[string]float64{}
		for _, p := range use {
			w := func(x, y string) float64 {
				if round == 0 {
					return start(x, y)
				}
				return t.joint[[2]string{x, y}]
			}
			expect(p, w, count)
			for _, x := range p.a {
				t.a[x]++
			}
			for _, y := range p.b {
				t.b[y]++
			}
		}
		norm(t.a)
		norm(t.b)
		// a little of what the independent sounds would give, so that rare ones
		// are not forbidden
		total := 0.0
		for _, k := range order(count) {
			total += count[k]
		}
		const prior = 60
		t.joint = map[[2]string]float64{}
		for x, px := range t.a {
			for y, py := range t.b {
				f := .3
				if vowel(x) != vowel(y) {
					f = .03
				}
				t.joint[[2]string{x, y}] = prior * f * px * py
			}
			t.joint[[2]string{x, ""}] = prior * .1 * px
		}
		for y, py := range t.b {
			t.joint[[2]string{"", y}] = prior * .1 * py
		}
		for k, v := range count {
			t.joint[k] += v
		}
		for k := range t.joint {
			t.joint[k] /= total + prior
		}
	}
	return t, len(use)
}

func norm(m map[string]float64) {
	s := 0.0
	for _, v := range m {
		s += v
	}
	for k := range m {
		m[k] /= s
	}
}

func order(m map[[2]string]float64) [][2]string {
	var ks [][2]string
	for k := range m {
		ks = append(ks, k)
	}
	sort.Slice(ks, func(i, j int) bool { return ks[i][0] < ks[j][0] || ks[i][0] == ks[j][0] && ks[i][1] < ks[j][1] })
	return ks
}

// expect adds the expected number of each step (forward, backward).
func expect(p pair, w func(x, y string) float64, count map[[2]string]float64) {
	n, m := len(p.a), len(p.b)
	f := make([][]float64, n+1)
	b := make([][]float64, n+1)
	for i := range f {
		f[i], b[i] = make([]float64, m+1), make([]float64, m+1)
	}
	f[0][0], b[n][m] = 1, 1
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			if i > 0 {
				f[i][j] += f[i-1][j] * w(p.a[i-1], "")
			}
			if j > 0 {
				f[i][j] += f[i][j-1] * w("", p.b[j-1])
			}
			if i > 0 && j > 0 {
				f[i][j] += f[i-1][j-1] * w(p.a[i-1], p.b[j-1])
			}
		}
	}
	for i := n; i >= 0; i-- {
		for j := m; j >= 0; j-- {
			if i < n {
				b[i][j] += b[i+1][j] * w(p.a[i], "")
			}
			if j < m {
				b[i][j] += b[i][j+1] * w("", p.b[j])
			}
			if i < n && j < m {
				b[i][j] += b[i+1][j+1] * w(p.a[i], p.b[j])
			}
		}
	}
	z := f[n][m]
	if z == 0 {
		return
	}
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			if i < n {
				count[[2]string{p.a[i], ""}] += f[i][j] * w(p.a[i], "") * b[i+1][j] / z
			}
			if j < m {
				count[[2]string{"", p.b[j]}] += f[i][j] * w("", p.b[j]) * b[i][j+1] / z
			}
			if i < n && j < m {
				count[[2]string{p.a[i], p.b[j]}] += f[i][j] * w(p.a[i], p.b[j]) * b[i+1][j+1] / z
			}
		}
	}
}

func (t *table) weight(x, y string) float64 {
	v := t.joint[[2]string{x, y}]
	if x != "" {
		if t.a[x] == 0 {
			return 0
		}
		v /= t.a[x]
	}
	if y != "" {
		if t.b[y] == 0 {
			return 0
		}
		v /= t.b[y]
	}
	if v == 0 {
		return -5
	}
	return math.Log(v)
}

// llr is the best path's log-likelihood ratio in nats.
func (t *table) llr(p pair) float64 {
	n, m := len(p.a), len(p.b)
	row := make([][]float64, n+1)
	for i := range row {
		row[i] = make([]float64, m+1)
		for j := range row[i] {
			if i+j == 0 {
				continue
			}
			best := math.Inf(-1)
			if i > 0 {
				best = math.Max(best, row[i-1][j]+t.weight(p.a[i-1], ""))
			}
			if j > 0 {
				best = math.Max(best, row[i][j-1]+t.weight("", p.b[j-1]))
			}
			if i > 0 && j > 0 {
				best = math.Max(best, row[i-1][j-1]+t.weight(p.a[i-1], p.b[j-1]))
			}
			row[i][j] = best
		}
	}
	return row[n][m]
}

// keeps reports whether a pair belongs together by its sound.
func (t *table) keeps(p pair) bool { return t.llr(p) > 1 }

func write(name string, t *table, ps []pair, kept int) {
	f, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintf(w, `# How likely sounds of names in Latin letters and in Chinese characters stand for one another, in nats over chance
# source: learnt by internal/gen/sound from %d pairs of names: the proper names of Tercet's seed lexicon, names.tsv, countries and languages of CLDR
# version: 1; licence: Apache-2.0, as Tercet
# sound of the Latin name, sound of the pinyin (- for none on this side), weight; char: a character, how much likelier it is in a foreign name than elsewhere (-: any other)
`, kept)
	for _, k := range order(t.joint) {
		v := t.weight(k[0], k[1])
		if k[0] != "" && k[1] != "" && v < -4.5 {
			continue
		}
		x, y := k[0], k[1]
		if x == "" {
			x = "-"
		}
		if y == "" {
			y = "-"
		}
		fmt.Fprintf(w, "%s\t%s\t%.2f\n", x, y, v)
	}
	// characters in names, and in the other words of the lexicon
	in, out := map[rune]float64{}, lexicon.Characters()
	var all, rest float64
	for _, p := range ps {
		if !t.keeps(p) {
			continue
		}
		for _, r := range p.han {
			if !lexicon.Unspaced(r) {
				continue
			}
			in[r]++
			all++
		}
	}
	for _, n := range out {
		rest += n
	}
	var rs []rune
	once, mass := 0.0, 0.0
	for r, n := range in {
		if n < 3 {
			once += n
			continue
		}
		rs = append(rs, r)
	}
	for r, n := range out {
		if in[r] < 3 {
			mass += n
		}
	}
	sort.Slice(rs, func(i, j int) bool { return rs[i] < rs[j] })
	fmt.Fprintf(w, "char\t-\t%.2f\n", math.Log(once/all/(mass/rest)))
	for _, r := range rs {
		fmt.Fprintf(w, "char\t%c\t%.2f\n", r, math.Log((in[r]/all)/((out[r]+1)/(rest+1))))
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
}
