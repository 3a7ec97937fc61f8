package lang

import (
	"embed"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed data/units.tsv data/detect.txt data/*/numbers.txt data/*/units.txt data/*/calendar.txt data/*/idioms.txt data/*/negation.txt data/*/modality.txt data/*/speakers.txt data/*/tense.txt data/*/finite.txt data/zh/classifiers.txt
var numeralFiles embed.FS

var unitTable = sync.OnceValue(func() map[string]unit {
	m := map[string]unit{}
	for _, f := range numeralRows("data/units.tsv", 3) {
		size, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			panic(err)
		}
		m[f[0]] = unit{f[0], f[1], size}
	}
	return m
})

// numeralRows reads the tab-separated rows of an embedded file; it panics on a
// row of another width, which a test would have met.
func numeralRows(name string, width int) [][]string {
	b, err := numeralFiles.ReadFile(name)
	if err != nil {
		panic(err)
	}
	var out [][]string
	for n, line := range strings.Split(string(b), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != width {
			panic(fmt.Sprintf("%s:%d: %d columns (want %d)", name, n+1, len(f), width))
		}
		out = append(out, f)
	}
	return out
}

// numWord is a number word with its class (see data/en/numbers.txt).
type numWord struct {
	value float64
	class byte
}

// phrase is a form of several words with what it stands for.
type phrase struct {
	words []string
	value string
}

// numerals is what one spaced language knows of numbers and dates.
type numerals struct {
	code    string
	words   map[string]numWord
	units   map[string][]phrase // by first word, longest first
	dates   map[string][]phrase
	idioms  map[string][]phrase
	months  map[string]int // negative where the word alone is no month
	week    map[string]int
	decimal byte
	and     string // joins the parts of a number word
	amid    string // before the two ends of a range joined by and
	between map[string]bool
	ordinal map[string]bool // suffixes of digits
	century map[string]bool
	anniv   map[string]bool
	approx  map[string]bool
	plurals map[string]bool // stretches of time without a number
	halves  map[string]bool
	periods map[string]float64 // biennial, décennal: years
	before  map[string]bool    // words that let a doubtful month be one
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func (n *numerals) load() *numerals {
	n.words = map[string]numWord{}
	for _, f := range numeralRows("data/"+n.code+"/numbers.txt", 3) {
		v, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			panic(err)
		}
		n.words[f[0]] = numWord{v, f[2][0]}
	}
	n.units = map[string][]phrase{}
	for _, f := range numeralRows("data/"+n.code+"/units.txt", 2) {
		addPhrase(n.units, f[0], f[1])
	}
	n.idioms = map[string][]phrase{}
	for _, f := range numeralRows("data/"+n.code+"/idioms.txt", 1) {
		addPhrase(n.idioms, f[0], "")
	}
	n.dates, n.months, n.week = map[string][]phrase{}, map[string]int{}, map[string]int{}
	for _, f := range numeralRows("data/"+n.code+"/calendar.txt", 2) {
		v := strings.TrimSuffix(f[1], "?")
		k, err := strconv.Atoi(v[1:])
		switch {
		case err == nil && v[0] == 'm':
			if v != f[1] {
				k = -k
			}
			n.months[f[0]] = k
		case err == nil && v[0] == 'w':
			n.week[f[0]] = k
		default:
			addPhrase(n.dates, f[0], f[1])
		}
	}
	for _, m := range []map[string][]phrase{n.units, n.idioms, n.dates} {
		for _, p := range m {
			sort.SliceStable(p, func(i, j int) bool { return len(p[i].words) > len(p[j].words) })
		}
	}
	return n
}

func addPhrase(m map[string][]phrase, form, value string) {
	var words []string
	for _, t := range latinTokens(form, nil) {
		words = append(words, t.low)
	}
	m[words[0]] = append(m[words[0]], phrase{words, value})
}

// digits is a number written in digits.
type digits struct {
	end      int
	val, alt float64
	n        int  // digits before the decimal mark
	whole    bool // no decimal mark
	grouped  bool // thousands are set apart
	section  bool // 1.2.3, 12.05.2014: no number
}

// readDigits reads the number that starts at s[i]. Decimal is ',' or '.'; the
// other mark sets thousands apart, and so does a space if spaces.
func readDigits(s string, i int, decimal byte, spaces bool) digits {
	start := i
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	d := digits{end: i, n: i - start, whole: true}
	text := s[start:i]
	frac := ""
	for {
		w, mark := 0, byte(0)
		switch {
		case i >= len(s):
		case s[i] == ',' || s[i] == '.':
			w, mark = 1, s[i]
		case spaces && s[i] == ' ':
			w, mark = 1, ' '
		case strings.HasPrefix(s[i:], "\u00a0"):
			w, mark = 2, ' '
		case strings.HasPrefix(s[i:], "\u202f"), strings.HasPrefix(s[i:], "\u2009"):
			w, mark = 3, ' '
		}
		if w == 0 || i+w >= len(s) || !isDigit(s[i+w]) {
			break
		}
		j := i + w
		for j < len(s) && isDigit(s[j]) {
			j++
		}
		three := j-i-w == 3 && (d.grouped || len(text) <= 3 && text[0] != '0') && frac == ""
		switch {
		case mark == ' ':
			if !three || d.alt != 0 {
				goto done
			}
			text += s[i+w : j]
			d.grouped = true
		case mark != decimal && three:
			text += s[i+w : j]
			d.grouped = true
			d.n = len(text)
		case frac == "":
			if mark == decimal || mark == '.' || !three {
				if mark == ',' && mark != decimal { // 5,10: two numbers, or careless
					goto done
				}
			}
			frac = s[i+w : j]
			d.whole = false
			if three && mark == decimal {
				d.alt, _ = strconv.ParseFloat(text+frac, 64)
			}
		default:
			if three3 := j-i-w == 3 && len(frac) == 3 && mark == decimal; three3 { // 1,234,567 in French
				text += frac + s[i+w:j]
				frac, d.whole, d.grouped, d.alt = "", true, true, 0
			} else {
				d.section = true
			}
		}
		i = j
		d.end = i
	}
done:
	if frac != "" {
		text += "." + frac
	}
	d.val, _ = strconv.ParseFloat(text, 64)
	return d
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func letterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return isLetter(r) && !isHan(r)
}
