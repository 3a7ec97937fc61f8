package lang

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed data/*/abbreviations.txt data/*/continuations.txt data/*/fronting.txt data/*/hesitations.txt data/*/labels.txt
//go:embed data/*/marks.txt data/*/particles.txt data/*/reporting.txt data/*/starters.txt data/*/timewords.txt
var segmentationData embed.FS

// AbbreviationClass says whether a sentence may end after an abbreviation.
type AbbreviationClass uint8

// The classes of abbreviations. The zero value is no abbreviation.
const (
	NotAbbreviated AbbreviationClass = iota
	NeverFinal                       // M., Mr., cf., p. ex.: no sentence ends with it
	BeforeNumber                     // No. 5, art. 3, p. XII: bound to the number after it
	AfterNumber                      // 5 ft., 3 km.: an abbreviation only after a number; then as OftenFinal
	OftenFinal                       // etc., p.m., J.-C.: ends a sentence where a capital follows
	SeldomFinal                      // U.S., Inc., éd.: ends one only where a word of Starters follows
)

var classNames = map[string]AbbreviationClass{
	"never": NeverFinal, "number": BeforeNumber, "unit": AfterNumber, "final": OftenFinal, "inner": SeldomFinal,
}

// Segmentation is what package segment asks of a language. All words are keys
// as they are looked up; the maps are not to be changed. A language without
// data has empty maps and is segmented by the marks and the shape of words.
type Segmentation struct {
	// Abbreviations, without the final full stop, in every spelling that counts:
	// a word written small also stands with a capital, and in capitals from two
	// letters on; others as written, and in capitals from three letters on.
	Abbreviations map[string]AbbreviationClass
	// Starters begin a sentence when they are written with a capital; keys are
	// in lower case.
	Starters map[string]bool
	// Fronting are prepositions that begin an adverbial before the subject ("At 5
	// a.m. Mr. Smith left"); lower case.
	Fronting map[string]bool
	// TimeWords are capitalised words that go on with a time of day: weekdays,
	// months, time zones.
	TimeWords map[string]bool
	// Labels are words that a single letter follows as a label ("Plan B."); lower
	// case.
	Labels map[string]bool
	// Particles are Starters that also stand inside names after an initial ("B. Le
	// Maire"); lower case.
	Particles map[string]bool
	// Marks are names with a final mark of their own, such as "Yahoo!".
	Marks map[string]bool
	// Reporting are verb forms that report speech after a quotation.
	Reporting map[string]bool
	// Continuations carry a sentence on after a quotation with a final mark
	// (Chinese “为什么？”的问题).
	Continuations map[string]bool
	// Hesitations are words that only fill a pause before an ellipsis.
	Hesitations map[string]bool
	// LowerAfterStop says that a full stop after an ordinary word ends a sentence
	// even before a small letter: true where the abbreviations are known.
	LowerAfterStop bool
	// LowerAfterMark says the same of ! and ?. French goes on after them (« Oh !
	// dit-il »).
	LowerAfterMark bool
	// WholeQuotations says that a sentence does not end inside quotation marks, as
	// Chinese punctuates (GB/T 15834).
	WholeQuotations bool
	// LongestReporting and LongestContinuation are the lengths in bytes of the
	// longest keys.
	LongestReporting, LongestContinuation int
}

var (
	noSegmentation    = &Segmentation{}
	denseSegmentation = &Segmentation{WholeQuotations: true}
)

// Segmentation returns the data for package segment; it is never nil.
func (l *Language) Segmentation() *Segmentation {
	switch {
	case l != nil && l.segmentation != nil:
		return l.segmentation()
	case l != nil && l.Dense:
		return denseSegmentation
	}
	return noSegmentation
}

// loadSegmentation reads data/code/*.txt at first use.
func loadSegmentation(code string, set func(*Segmentation)) func() *Segmentation {
	return sync.OnceValue(func() *Segmentation {
		s := &Segmentation{
			Abbreviations: readAbbreviations(code),
			Starters:      readWords(code, "starters"),
			Fronting:      readWords(code, "fronting"),
			TimeWords:     readWords(code, "timewords"),
			Labels:        readWords(code, "labels"),
			Particles:     readWords(code, "particles"),
			Marks:         readWords(code, "marks"),
			Reporting:     readWords(code, "reporting"),
			Continuations: readWords(code, "continuations"),
			Hesitations:   readWords(code, "hesitations"),
		}
		set(s)
		for w := range s.Reporting {
			s.LongestReporting = max(s.LongestReporting, len(w))
		}
		for w := range s.Continuations {
			s.LongestContinuation = max(s.LongestContinuation, len(w))
		}
		return s
	})
}

// dataLines lists the lines of data/code/name.txt without comments; none where
// the language has no such file.
func dataLines(code, name string) []string {
	b, err := segmentationData.ReadFile("data/" + code + "/" + name + ".txt")
	if err != nil {
		return nil
	}
	var out []string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out
}

func readWords(code, name string) map[string]bool {
	m := map[string]bool{}
	for _, w := range dataLines(code, name) {
		m[w] = true
	}
	return m
}

func readAbbreviations(code string) map[string]AbbreviationClass {
	m := map[string]AbbreviationClass{}
	lines := dataLines(code, "abbreviations")
	for _, line := range lines {
		w, name, _ := strings.Cut(line, "\t")
		class, ok := classNames[name]
		if !ok {
			panic(fmt.Sprintf("lang/data/%s/abbreviations.txt: unknown class %q of %q (want never, number, unit, final or inner)", code, name, w))
		}
		m[w] = class
	}
	for _, line := range lines { // other spellings never displace a listed one
		w, _, _ := strings.Cut(line, "\t")
		for _, v := range spellings(w) {
			if _, ok := m[v]; !ok {
				m[v] = m[w]
			}
		}
	}
	return m
}

// spellings lists the other ways to write an abbreviation.
func spellings(w string) []string {
	r, n := utf8.DecodeRuneInString(w)
	letters := 0
	for _, r := range w {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	var out []string
	if unicode.IsLower(r) {
		out = append(out, string(unicode.ToUpper(r))+w[n:])
		if letters >= 2 {
			out = append(out, strings.ToUpper(w))
		}
	} else if letters >= 3 || letters == 2 && !strings.Contains(w, ".") {
		out = append(out, strings.ToUpper(w))
	}
	return out
}
