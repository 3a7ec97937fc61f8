package lang

import (
	"strings"
)

// English inflection by rule, with the exceptions in data/en: number of nouns,
// forms of verbs, British and American spelling. The possessive needs no form:
// its apostrophe is a token of its own.

var enNouns = once(func() map[string][2][]string {
	m := map[string][2][]string{}
	for k, v := range dataPairs(enNounData) {
		row := [2][]string{{k}, strings.Split(v, "|")}
		for i := range row {
			for _, w := range row[i] {
				if _, ok := m[w]; !ok {
					m[w] = row
				}
			}
		}
	}
	return m
})

// enVerbs maps an infinitive to its past and past participle.
var enVerbs = once(func() map[string][2][]string {
	m := map[string][2][]string{}
	for k, v := range dataPairs(enVerbData) {
		c := strings.Split(v, "\t")
		m[k] = [2][]string{strings.Split(c[0], "|"), strings.Split(c[1], "|")}
	}
	return m
})

// enBase maps an irregular past or participle to its infinitive.
var enBase = once(func() map[string]string {
	m := map[string]string{}
	for k, v := range dataPairs(enVerbData) {
		for _, c := range strings.Split(v, "\t") {
			for _, w := range strings.Split(c, "|") {
				if _, ok := m[w]; !ok {
					m[w] = k
				}
			}
		}
	}
	return m
})

var enPrepositions = map[string]bool{
	"of": true, "for": true, "to": true, "in": true, "on": true, "at": true, "with": true, "by": true, "from": true,
	"against": true, "between": true, "among": true, "under": true, "within": true, "without": true, "through": true, "towards": true, "toward": true, "into": true, "as": true,
}

var enSmall = map[string]bool{
	"the": true, "a": true, "an": true, "and": true, "or": true, "your": true, "its": true, "their": true, "our": true, "his": true, "her": true, "one": true,
	"s": true, "not": true, "no": true, "that": true, "which": true,
}

// enHead is the index of the word that carries the number: the last one before
// a preposition.
func enHead(toks []tok) int {
	end := len(toks)
	for i, t := range toks {
		if i > 0 && enPrepositions[strings.ToLower(t.text)] {
			end = i
			break
		}
	}
	for i := end - 1; i > 0; i-- {
		if toks[i].kind == Word {
			return i
		}
	}
	return 0
}

func enExpand(toks []tok, pos string, loose bool) []Pattern {
	p := plain(toks)
	head := enHead(toks)
	for i, t := range toks {
		low := strings.ToLower(t.text)
		if t.kind != Word || acronymWord(t.text) && !(i == head && pos == "n") || enSmall[low] || enPrepositions[low] {
			continue
		}
		var f forms
		f.add(Base)
		switch {
		case pos == "v" && (i == 0 || len(toks) == 1):
			enVerb(&f, t.text)
		case pos == "a":
			f.add(Base, t.text)
		case i == head:
			enNoun(&f, t.text)
			if pos == "" && len(toks) == 1 {
				f.add(Base, t.text)
			}
		case pos == "v" && i == len(toks)-1:
			enNoun(&f, t.text)
		case i > head:
			// the complement of a preposition: facing the number of its own
			if i == len(toks)-1 && lowerWord(t.text) {
				enNoun(&f, t.text)
			} else {
				f.add(Base, t.text)
			}
		default:
			f.add(Base, t.text)
		}
		p[i] = enSpelling(f.list)
	}
	return enExtra(toks, p)
}

// enExtra adds patterns in which small words differ: the possessor in a verbal
// term (wash your hands, wash their hands), the article that starts a name.
func enExtra(toks []tok, p Pattern) []Pattern {
	for i, t := range toks {
		if i == 0 {
			continue
		}
		switch t.text {
		case "your", "one's", "their", "his", "her", "its", "our", "my":
			p[i] = []Form{{t.text, Base}, {"your", Base}, {"their", Base}, {"his", Base}, {"her", Base}, {"its", Base}, {"our", Base}, {"my", Base}}
		}
	}
	out := []Pattern{p}
	if len(toks) > 2 && (toks[0].text == "the" || toks[0].text == "The") {
		out = append(out, p[1:])
	}
	return out
}

// enNoun adds singular and plural of a noun given in either.
func enNoun(f *forms, w string) {
	low := strings.ToLower(w)
	if row, ok := enNouns()[low]; ok {
		for i, s := range []Slot{Singular, Plural} {
			for _, x := range row[i] {
				f.add(s, likeCase(x, w, low))
			}
		}
		return
	}
	// compounds in -man, -woman, -child
	for _, x := range [][2]string{{"man", "men"}, {"child", "children"}} {
		if st, ok := cut(w, x[0]); ok && len(st) > 2 && !hasAny(low, "human", "german", "roman", "ottoman", "talisman") {
			f.add(Singular, w)
			f.add(Plural, st+x[1])
			return
		}
		if st, ok := cut(w, x[1]); ok && len(st) > 2 {
			f.add(Plural, w)
			f.add(Singular, st+x[0])
			return
		}
	}
	// the capital S of an acronym is no plural: EEAS, the service, and EEA, the area
	if len(low) > 3 && hasAny(low, "s") && !hasAny(low, "ss", "us", "is", "ics") && !acronymWord(w) {
		f.add(Plural, w)
		switch {
		case hasAny(low, "ies") && len(low) > 4:
			f.add(Singular, w[:len(w)-3]+"y")
		case hasAny(low, "sses", "ches", "shes", "xes", "zzes", "oes", "uses"):
			f.add(Singular, w[:len(w)-2])
			if hasAny(low, "ches", "oes", "uses") {
				f.add(Singular, w[:len(w)-1])
			}
		default:
			f.add(Singular, w[:len(w)-1])
		}
		return
	}
	f.add(Singular, w)
	f.add(Plural, enS(w))
	if hasAny(low, "o") {
		f.add(Plural, w+"s")
	}
	if hasAny(low, "sis") { // prognosis
		f.add(Plural, w[:len(w)-2]+"es")
	}
}

// enS adds -s as English spells it: to nouns, and to verbs for the third
// person.
func enS(w string) string {
	low := strings.ToLower(w)
	switch {
	case hasAny(low, "s", "x", "z", "ch", "sh"):
		return w + "es"
	case hasAny(low, "y") && len(w) > 1 && !strings.ContainsRune("aeiou", rune(low[len(low)-2])):
		return w[:len(w)-1] + "ies"
	case hasAny(low, "o") && len(w) > 2 && !strings.ContainsRune("aeiou", rune(low[len(low)-2])):
		return w + "es"
	}
	return w + "s"
}

// enVerb adds the forms of a verb given as infinitive, -ing form or past.
func enVerb(f *forms, w string) {
	f.add(Base)
	low := strings.ToLower(w)
	var bases []string
	t := enVerbs()
	prefixless := func(b string) bool { _, ok := t[b]; return ok }
	switch {
	case prefixless(low):
		bases = []string{low}
	case enBase()[low] != "":
		bases = []string{enBase()[low]}
	case hasAny(low, "ing") && len(low) > 4 && strings.ContainsAny(low[:len(low)-3], "aeiouy"):
		bases = enStems(low[:len(low)-3])
	case hasAny(low, "ied") && len(low) > 4:
		bases = []string{low[:len(low)-3] + "y"}
	case hasAny(low, "ed") && len(low) > 4:
		bases = enStems(low[:len(low)-2])
	default:
		bases = []string{low}
	}
	// the form as given stands first, in whatever slot it has
	for _, b := range bases {
		f.add(Infinitive, b)
		f.add(Finite, enS(b))
		f.add(PresentParticiple, enIng(b)...)
		if row, ok := t[b]; ok {
			f.add(PastParticiple, row[1]...)
			f.add(Finite+1, row[0]...)
			continue
		}
		f.add(PastParticiple, enEd(b)...)
		f.add(Finite+1, enEd(b)...)
	}
	if b, ok := t[low]; ok && low == "be" {
		f.add(Finite, "is", "am", "are", b[0][0])
	}
	f.add(Base, w)
}

// enStems undoes what -ing and -ed do to a stem: stopp to stop, implement as it
// is, us to use. All that the spelling allows are given.
func enStems(s string) []string {
	n := len(s)
	if _, ok := enVerbs()[s]; ok {
		return []string{s}
	}
	if n > 2 && s[n-1] == s[n-2] && !strings.ContainsRune("aeiouslzf", rune(s[n-1])) {
		return []string{s[:n-1]}
	}
	switch {
	case n > 2 && s[n-1] == 'l' && s[n-2] == 'l':
		return []string{s, s[:n-1]}
	case strings.ContainsRune("cuvz", rune(s[n-1])), hasAny(s, "at", "dg", "ng", "rs", "ns", "is", "us", "os", "as", "uc", "ur", "ir", "bl", "tl", "dl", "gl", "pl", "iz", "yz", "ut", "ot", "id", "od", "ud"):
		return []string{s, s + "e"}
	}
	if n > 1 && !strings.ContainsRune("aeiouwxy", rune(s[n-1])) && strings.ContainsRune("aeiou", rune(s[n-2])) {
		return []string{s, s + "e"}
	}
	return []string{s}
}

// enIng is the -ing form; both spellings where British and American differ
// (travelling, traveling).
func enIng(b string) []string {
	switch {
	case hasAny(b, "ie"):
		return []string{b[:len(b)-2] + "ying"}
	case hasAny(b, "ee", "oe", "ye"):
		return []string{b + "ing"}
	case hasAny(b, "e") && len(b) > 2:
		return []string{b[:len(b)-1] + "ing"}
	}
	return enDouble(b, "ing")
}

// enEd is the regular past.
func enEd(b string) []string {
	switch {
	case hasAny(b, "e"):
		return []string{b + "d"}
	case hasAny(b, "y") && len(b) > 1 && !strings.ContainsRune("aeiou", rune(b[len(b)-2])):
		return []string{b[:len(b)-1] + "ied"}
	}
	return enDouble(b, "ed")
}

// enDouble doubles a final consonant after one short vowel: always in words of
// one syllable, in both ways in longer ones, where it hangs on the stress.
func enDouble(b, end string) []string {
	n := len(b)
	if n < 3 || strings.ContainsRune("aeiouwxy", rune(b[n-1])) || !strings.ContainsRune("aeiou", rune(b[n-2])) || strings.ContainsRune("aeio", rune(b[n-3])) || b[n-3] == 'u' && (n < 4 || b[n-4] != 'q') {
		return []string{b + end}
	}
	if !strings.ContainsAny(b[:n-2], "aeiouy") {
		return []string{b + b[n-1:] + end}
	}
	return []string{b + end, b + b[n-1:] + end}
}

// enSpelling adds to forms the other spelling of British and American English:
// -ise and -ize, -our and -or, -re and -er, -ence and -ense, -ogue and -og,
// programme. The double l of travelling comes with the forms.
func enSpelling(fs []Form) []Form {
	f := forms{append([]Form{}, fs...)}
	for _, x := range fs {
		low := strings.ToLower(x.Text)
		if len(low) < 5 {
			continue
		}
		swap := func(a, b string) {
			if i := strings.LastIndex(low, a); i >= 0 && i+len(a) <= len(x.Text) {
				repl := b
				if acronymWord(x.Text) {
					repl = strings.ToUpper(b)
				}
				f.add(x.Slot, x.Text[:i]+repl+x.Text[i+len(a):])
			}
		}
		for _, pair := range [][2]string{{"isation", "ization"}, {"ising", "izing"}, {"ised", "ized"}, {"ises", "izes"}, {"iser", "izer"}, {"ise", "ize"}, {"ysed", "yzed"}, {"ysing", "yzing"}, {"yse", "yze"}} {
			if len(low) > 6 {
				swap(pair[0], pair[1])
				swap(pair[1], pair[0])
			}
		}
		for _, pair := range [][2]string{
			{"labour", "labor"}, {"neighbour", "neighbor"}, {"harbour", "harbor"}, {"honour", "honor"}, {"favour", "favor"}, {"endeavour", "endeavor"}, {"behaviour", "behavior"}, {"colour", "color"}, {"rumour", "rumor"}, {"armour", "armor"}, {"humour", "humor"}, {"vapour", "vapor"}, {"rigour", "rigor"}, {"vigour", "vigor"},
			{"defence", "defense"}, {"offence", "offense"}, {"licence", "license"}, {"pretence", "pretense"},
			{"centre", "center"}, {"theatre", "theater"}, {"metre", "meter"}, {"litre", "liter"}, {"fibre", "fiber"}, {"sabre", "saber"},
			{"programme", "program"}, {"dialogue", "dialog"}, {"catalogue", "catalog"}, {"grey", "gray"}, {"aluminium", "aluminum"}, {"manoeuvre", "maneuver"}, {"ageing", "aging"}, {"judgement", "judgment"}, {"acknowledgement", "acknowledgment"}, {"fulfilment", "fulfillment"}, {"enrolment", "enrollment"}, {"instalment", "installment"}, {"skilful", "skillful"}, {"paediatric", "pediatric"}, {"haemo", "hemo"}, {"oedema", "edema"}, {"foetal", "fetal"}, {"foetus", "fetus"}, {"diarrhoea", "diarrhea"}, {"anaemia", "anemia"}, {"gynaeco", "gyneco"}, {"leukaemia", "leukemia"}, {"orthopaedic", "orthopedic"}, {"sulphur", "sulfur"}, {"plough", "plow"}, {"counsellor", "counselor"}, {"traveller", "traveler"}, {"councillor", "councilor"}, {"signalling", "signaling"}, {"modelling", "modeling"}, {"labelling", "labeling"}, {"per cent", "percent"},
		} {
			if strings.HasPrefix(low, pair[0]) || strings.HasSuffix(low, pair[0]) || strings.HasSuffix(low, pair[0]+"s") || strings.HasSuffix(low, pair[0]+"ed") || strings.HasSuffix(low, pair[0]+"ing") || strings.HasSuffix(low, pair[0]+"able") {
				swap(pair[0], pair[1])
			} else if strings.HasPrefix(low, pair[1]) || strings.HasSuffix(low, pair[1]) || strings.HasSuffix(low, pair[1]+"s") || strings.HasSuffix(low, pair[1]+"ed") || strings.HasSuffix(low, pair[1]+"ing") || strings.HasSuffix(low, pair[1]+"able") {
				swap(pair[1], pair[0])
			}
		}
	}
	return f.list
}
