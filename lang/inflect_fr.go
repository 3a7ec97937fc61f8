package lang

import (
	"strings"
)

// French inflection by rule, with the exceptions in data/fr: number and gender
// of nouns and adjectives, conjugation.

var frInvariable = once(func() map[string]bool { return wordSet(frInvariableData) })

// frNouns maps every form in data/fr/nouns.tsv to its row.
var frNouns = once(func() map[string][4][]string {
	m := map[string][4][]string{}
	for k, v := range dataPairs(frNounData) {
		var row [4][]string
		for i, c := range append([]string{k}, strings.Split(v, "\t")...) {
			if c != "-" && i < 4 {
				row[i] = strings.Split(c, "|")
			}
		}
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

// frPrepositions end the part of a term that follows its number.
var frPrepositions = map[string]bool{
	"de": true, "d": true, "du": true, "des": true, "à": true, "au": true, "aux": true, "en": true,
	"pour": true, "par": true, "sur": true, "contre": true, "avec": true, "sans": true, "dans": true, "entre": true,
	"qui": true, "que": true, "chez": true, "sous": true, "vers": true, "selon": true, "dont": true, "où": true, "hors": true,
}

var frSmall = map[string]bool{
	"le": true, "la": true, "les": true, "l": true, "et": true, "ou": true, "un": true, "une": true, "se": true, "s": true,
	"son": true, "sa": true, "ses": true, "leur": true, "leurs": true, "ne": true, "pas": true, "non": true, "y": true,
}

// frHead is the number of tokens before the first preposition.
func frHead(toks []tok) int {
	for i, t := range toks {
		if i > 0 && frPrepositions[strings.ToLower(t.text)] {
			return i
		}
	}
	return len(toks)
}

func frExpand(toks []tok, pos string, loose bool) (patterns, weak []Pattern) {
	p := plain(toks)
	v := 0 // the word that is conjugated
	if len(toks) > 2 && (toks[0].text == "s" || toks[0].text == "S") && toks[1].text == "'" || len(toks) > 2 && toks[0].text == "s" && toks[1].kind == Mark {
		v = 2
	} else if len(toks) > 1 && strings.EqualFold(toks[0].text, "se") {
		v = 1
	}
	verb := frInfinitive(toks[v].text, pos == "v" || v > 0) && (pos == "v" || v > 0 || loose && pos != "a" || pos == "" && !frNominalVerb[toks[v].text])
	if verb {
		p[v] = frConjugate(strings.ToLower(toks[v].text))
		if pos != "v" && v == 0 && len(toks) == 1 {
			var f forms
			f.list = p[v]
			frNoun(&f, toks[v].text)
			if frAdjectival(toks[v].text) {
				frAdjective(&f, toks[v].text)
			}
			p[v] = f.list
		}
		out := frContract(toks, p)
		if v > 0 { // the pronoun changes with the person, or stands elsewhere
			return out, []Pattern{p[v:]}
		}
		return out, nil
	}
	if pos == "v" && len(toks) == 1 && (hasAny(toks[0].text, "ant") || hasAny(toks[0].text, "é")) {
		pos = "a"
	}
	head := frHead(toks)
	// a title has a feminine: where one of the words before the preposition names
	// a person, all of them may take it (haute représentante)
	person := false
	for _, t := range toks[:head] {
		person = person || t.kind == Word && (frPerson(t.text) || frEpicene(t.text))
	}
	for i, t := range toks {
		if t.kind != Word || acronymWord(t.text) {
			continue
		}
		low := strings.ToLower(t.text)
		if frSmall[low] || frPrepositions[low] || i > 0 && toks[i-1].kind == Mark && toks[i-1].text != "'" && toks[i-1].text != "’" && !lowerWord(t.text) {
			continue
		}
		if !lowerWord(t.text) && i > 0 && (i >= head || pos != "n") {
			continue // a name inside the term
		}
		f := forms{}
		frNoun(&f, t.text)
		switch {
		case pos == "a" && i < head:
			frAdjective(&f, t.text)
		case i == 0 && (pos == "" || loose) && len(toks) == 1 && frAdjectival(t.text):
			frAdjective(&f, t.text)
		case i == 0 && len(toks) == 1 && !frPerson(t.text):
		case i < head && person:
			frAdjective(&f, t.text)
		}
		p[i] = f.list
	}
	return frContract(toks, p), nil
}

// frContract adds to the patterns of a term what French does to its articles:
// le after de and à is du and au; after et the preposition may be repeated
// (de la Ceinture et de la Route).
func frContract(toks []tok, p Pattern) []Pattern {
	if len(toks) > 1 {
		for i, t := range toks {
			if i > 0 && !strings.EqualFold(toks[i-1].text, "et") {
				continue
			}
			var f forms
			switch strings.ToLower(t.text) {
			case "le":
				f.add(Base, t.text, "du", "au")
			case "les":
				f.add(Base, t.text, "des", "aux")
			default:
				continue
			}
			p[i] = f.list
		}
	}
	out := []Pattern{p}
	for i, t := range toks {
		if i > 0 && i+1 < len(toks) && (t.text == "et" || t.text == "ou") && lowerWord(toks[i+1].text) {
			q := append(Pattern{}, p[:i+1]...)
			q = append(q, []Form{{"de", Base}, {"à", Base}, {"en", Base}, {"pour", Base}, {"sur", Base}})
			out = append(out, append(q, p[i+1:]...))
			break
		}
	}
	return out
}

// frNoun adds the number forms of a noun or an adjective as given: the singular
// where it is a plural, the plural where it is a singular.
func frNoun(f *forms, w string) {
	low := strings.ToLower(w)
	if row, ok := frNouns()[low]; ok {
		for i, s := range []Slot{Singular, Plural} {
			if contains(row[2], low) || contains(row[3], low) {
				f.add(s, row[i+2]...)
			} else {
				f.add(s, row[i]...)
			}
		}
		f.add(Base, w)
		return
	}
	if i := strings.LastIndexAny(low, "-"); i > 0 && i+1 < len(low) {
		// compounds come as tokens; this is for words given whole
		var g forms
		frNoun(&g, low[i+1:])
		for _, x := range g.list {
			f.add(x.Slot, low[:i+1]+x.Text)
		}
		return
	}
	if frIsPlural(low) {
		f.add(Plural, w)
		switch {
		case hasAny(low, "eaux", "œux", "oeux", "oux"):
			f.add(Singular, w[:len(w)-1])
		case hasAny(low, "aux"):
			st := w[:len(w)-3]
			f.add(Singular, st+"al", st+"au")
			if low != "maux" {
				f.add(Singular, st+"ail")
			}
		case hasAny(low, "eux"):
			f.add(Singular, w[:len(w)-1])
		default:
			f.add(Singular, w[:len(w)-1])
		}
		return
	}
	f.add(Singular, w)
	f.add(Plural, frPlural(w))
}

func contains(list []string, w string) bool {
	for _, x := range list {
		if x == w {
			return true
		}
	}
	return false
}

// frIsPlural reports whether a word looks like a plural: -s and -x, unless it is
// listed as invariable. A singular in -s that is not listed costs a form that
// no text has.
func frIsPlural(low string) bool {
	if len(low) < 4 || frInvariable()[low] {
		return false
	}
	switch low[len(low)-1] {
	case 's':
		return !hasAny(low, "ss", "ès", "virus")
	case 'x':
		return hasAny(low, "aux", "œux", "oeux", "oux", "lieux", "jeux", "feux", "enjeux", "cheveux", "neveux", "aveux", "essieux", "pieux")
	}
	return false
}

// frPlural is the plural of a singular.
func frPlural(w string) string {
	switch {
	case hasAny(w, "s", "x", "z"):
		return w
	case hasAny(w, "al"):
		return w[:len(w)-1] + "ux"
	case hasAny(w, "au", "eu", "œu"):
		return w + "x"
	}
	return w + "s"
}

// frPerson reports whether a noun by its ending names a person and so has a
// feminine: représentant, directeur, citoyen, conseiller.
func frPerson(w string) bool {
	low := strings.ToLower(w)
	if row, ok := frNouns()[low]; ok {
		return row[2] != nil && hasAny(low, "é", "eur", "er", "u")
	}
	switch {
	case hasAny(low, "ment", "ments", "cent", "vent", "tretien", "maintien", "soutien"):
		return false
	case hasAny(low, "ant", "ent", "ants", "ents"):
		return hasAny(low, "sident", "sidents", "tant", "tants", "geant", "geants", "adhérent", "agent", "agents", "étudiant", "étudiants", "adjoint", "patient", "patients", "résident", "enseignant", "enseignants", "dirigeants", "gérant", "suppléant", "remplaçant", "participant", "participants", "manifestant", "opposant", "migrant", "migrants", "habitant", "habitants", "consultant", "intervenant")
	case hasAny(low, "teur", "seur", "teurs", "seurs", "ien", "iens", "éen", "éens", "oyen", "oyens", "eiller", "eillers", "nier", "niers", "eller", "ellers", "adjoint", "avocat", "avocats"):
		return true
	}
	return false
}

func frEpicene(w string) bool {
	return hasAny(strings.ToLower(w), "ministre", "ministres", "commissaire", "commissaires", "secrétaire", "secrétaires", "fonctionnaire", "plénipotentiaire", "iste", "istes", "crate", "logue", "membre", "adjoint", "chef", "chefs", "juge")
}

// frAdjectival reports whether a word by its ending is likely an adjective.
func frAdjectival(w string) bool {
	return hasAny(strings.ToLower(w), "al", "el", "if", "eux", "ien", "ier", "ique", "aire", "able", "ible", "ois", "é", "éen", "atoire", "ent", "ant") && !hasAny(w, "ment", "té")
}

// frAdjective adds the feminine forms of an adjective given in the masculine,
// and the masculine of one given in the feminine where the rule is clear.
func frAdjective(f *forms, w string) {
	low := strings.ToLower(w)
	if row, ok := frNouns()[low]; ok {
		for i, s := range []Slot{Singular, Plural, FemSingular, FemPlural} {
			f.add(s, row[i]...)
		}
		return
	}
	m := w
	if frIsPlural(low) {
		if hasAny(low, "aux") && !hasAny(low, "eaux") {
			m = w[:len(w)-3] + "al"
		} else {
			m = w[:len(w)-1]
		}
	}
	switch {
	case hasAny(m, "ée"):
		m = m[:len(m)-1]
		f.add(Singular, m)
		f.add(Plural, m+"s")
	case hasAny(m, "elle", "enne", "onne", "ette") && len(m) > 5:
		f.add(Singular, m[:len(m)-2])
		f.add(Plural, frPlural(m[:len(m)-2]))
		return
	case hasAny(m, "euse") && len(m) > 5:
		f.add(Singular, m[:len(m)-2]+"x")
		return
	case hasAny(m, "ive") && len(m) > 4:
		f.add(Singular, m[:len(m)-2]+"f")
		f.add(Plural, m[:len(m)-2]+"fs")
		return
	case hasAny(m, "ale") && len(m) > 4:
		f.add(Singular, m[:len(m)-1])
		f.add(Plural, m[:len(m)-2]+"ux")
		return
	case hasAny(m, "e"):
		return
	}
	for _, x := range frFeminine(m) {
		f.add(FemSingular, x)
		f.add(FemPlural, x+"s")
	}
}

// frFeminine gives the feminine singular forms of a masculine singular; more
// than one where usage has two (auteure, autrice).
func frFeminine(m string) []string {
	end := func(n int, s string) []string { return []string{m[:len(m)-n] + s} }
	switch {
	case hasAny(m, "teur"):
		return []string{m[:len(m)-3] + "rice", m[:len(m)-1] + "se", m + "e"}
	case hasAny(m, "eur"):
		return []string{m + "e", m[:len(m)-1] + "se"}
	case hasAny(m, "eux", "oux"):
		return end(1, "se")
	case hasAny(m, "f"):
		return end(1, "ve")
	case hasAny(m, "er"):
		return end(2, "ère")
	case hasAny(m, "eau"):
		return end(2, "lle")
	case hasAny(m, "el", "eil", "en", "on", "et", "ul"):
		return []string{m + m[len(m)-1:] + "e"}
	case hasAny(m, "c"):
		return end(1, "que")
	case hasAny(m, "gu"):
		return []string{m + "ë", m[:len(m)-1] + "üe"}
	case hasAny(m, "g"):
		return []string{m + "ue"}
	case hasAny(m, "x"):
		return nil
	}
	return []string{m + "e"}
}

// frNominalVerb are infinitives that are nouns first: without a part of speech
// they are not conjugated.
var frNominalVerb = map[string]bool{
	"pouvoir": true, "devoir": true, "savoir": true, "avoir": true, "être": true, "avenir": true, "souvenir": true, "désir": true,
	"loisir": true, "plaisir": true, "cadre": true, "dîner": true, "déjeuner": true, "souper": true, "goûter": true, "danger": true, "atelier": true,
	"chantier": true, "hiver": true, "tir": true, "cuir": true, "fer": true, "premier": true, "dernier": true, "courrier": true,
}

// frInfinitive reports whether a word has the ending of an infinitive; known
// says that it is a verb, which short ones (agir, unir) do not tell of themselves
// (hier, cher).
func frInfinitive(w string, known bool) bool {
	if len(w) < 4 || len(w) < 5 && !known || !lowerWord(w) {
		return false
	}
	switch {
	case hasAny(w, "er"), hasAny(w, "ir"):
		return true
	case hasAny(w, "re"):
		_, ok := frRow(w)
		return ok || hasAny(w, "endre", "andre", "ondre", "erdre", "ordre")
	}
	return false
}

type frVerb struct {
	suffix  string
	present []string
	subj    []string
	future  string
	past    string
	ppr     string
	pp      []string
}

var frVerbs = once(func() map[string]*frVerb {
	m := map[string]*frVerb{}
	for k, v := range dataPairs(frVerbData) {
		if v == "*" {
			m[k] = nil
			continue
		}
		c := strings.Split(v, "\t")
		m[k] = &frVerb{k, strings.Fields(c[0]), strings.Fields(c[1]), c[2], c[3], c[4], strings.Fields(c[5])}
	}
	return m
})

// frRow finds the row of data/fr/verbs.tsv that a verb follows.
func frRow(w string) (*frVerb, bool) {
	t := frVerbs()
	for i := range w {
		if v, ok := t[w[i:]]; ok {
			if v != nil && i > 0 && (v.suffix == "aller" || v.suffix == "être" || v.suffix == "avoir") {
				return nil, false
			}
			return v, v != nil
		}
	}
	// spelling of 1990: connaitre
	if st, ok := cut(w, "aitre"); ok {
		return frRow(st + "aître")
	}
	return nil, false
}

// frConjugate gives the forms of a verb from its infinitive.
func frConjugate(w string) []Form {
	var f forms
	f.add(Infinitive, w)
	if v, ok := frRow(w); ok {
		w = strings.Replace(w, "aitre", "aître", 1)
		stem := strings.TrimSuffix(w, v.suffix)
		if strings.HasSuffix(w, "indre") {
			stem = strings.TrimSuffix(w, "indre")
		}
		var pres [6]string
		for i := range pres {
			pres[i] = stem + v.present[i]
		}
		nous := strings.TrimSuffix(pres[3], "ons")
		if v.suffix == "être" {
			nous = "ét"
		}
		s1, s4 := stem+v.subj[0], stem+v.subj[1]
		sub := [6]string{s1, s1 + "s", s1, s4, strings.TrimSuffix(s4, "ons") + "ez", s1 + "nt"}
		if v.suffix == "être" {
			sub = [6]string{"sois", "sois", "soit", "soyons", "soyez", "soient"}
		}
		if v.suffix == "avoir" {
			sub = [6]string{"aie", "aies", "ait", "ayons", "ayez", "aient"}
		}
		pp := stem + v.pp[0]
		fem := pp + "e"
		if len(v.pp) > 1 {
			fem = stem + v.pp[1]
		}
		frParadigm(&f, pres, nous, stem+v.future, sub, stem+v.past, stem+v.ppr, pp, fem)
		switch v.suffix {
		case "vouloir":
			f.add(Finite+4, stem+"veuillez")
		case "savoir":
			f.add(Finite+3, stem+"sachons")
			f.add(Finite+4, stem+"sachez")
		}
		frBare(&f)
		return f.list
	}
	switch {
	case hasAny(w, "er"):
		frFirst(&f, w)
	case hasAny(w, "ir"):
		s := w[:len(w)-2]
		i := s + "iss"
		frParadigm(&f, [6]string{s + "is", s + "is", s + "it", i + "ons", i + "ez", i + "ent"}, i, w,
			[6]string{i + "e", i + "es", i + "e", i + "ions", i + "iez", i + "ent"}, s+"is", i+"ant", s+"i", s+"ie")
	case hasAny(w, "re"):
		s := w[:len(w)-2]
		frParadigm(&f, [6]string{s + "s", s + "s", s, s + "ons", s + "ez", s + "ent"}, s, w[:len(w)-1],
			[6]string{s + "e", s + "es", s + "e", s + "ions", s + "iez", s + "ent"}, s+"is", s+"ant", s+"u", s+"ue")
	}
	return f.list
}

// frBare adds the spelling of 1990 without circumflex (connait).
func frBare(f *forms) {
	for _, x := range f.list {
		if strings.Contains(x.Text, "aît") {
			f.add(x.Slot, strings.Replace(x.Text, "aît", "ait", 1))
		}
	}
}

// frFirst conjugates the first group with its changes of spelling: mangeons,
// plaçons, emploie, mène, cède, appelle.
func frFirst(f *forms, w string) {
	s := w[:len(w)-2] // stem
	hard := s         // before a and o
	switch {
	case hasAny(s, "c"):
		hard = s[:len(s)-1] + "ç"
	case hasAny(s, "g"):
		hard = s + "e"
	}
	weak := []string{s} // before a mute e
	switch {
	case hasAny(s, "oy", "uy"):
		weak = []string{s[:len(s)-1] + "i"}
	case hasAny(s, "ay"):
		weak = []string{s[:len(s)-1] + "i", s}
	default:
		if i := frLastVowel(s); i >= 0 {
			switch {
			case s[i] == 'e' && i == len(s)-2: // e + one consonant
				weak = []string{s[:i] + "è" + s[i+1:]}
				if s[i+1] == 'l' || s[i+1] == 't' {
					weak = append(weak, s+s[len(s)-1:])
				}
			case strings.HasPrefix(s[i:], "é") && i+2 < len(s) && !strings.ContainsAny(s[i+2:], "aeiouéèê"):
				weak = []string{s[:i] + "è" + s[i+2:]}
			}
		}
	}
	for n, k := range weak {
		fut := k + "er"
		pres := [6]string{k + "e", k + "es", k + "e", hard + "ons", s + "ez", k + "ent"}
		sub := [6]string{k + "e", k + "es", k + "e", s + "ions", s + "iez", k + "ent"}
		frParadigm(f, pres, hard, fut, sub, hard+"ai", hard+"ant", s+"é", s+"ée")
		if n == 0 && strings.Contains(k, "è") { // céderai beside cèderai
			f.add(Finite+12, s+"erai")
			for i, e := range []string{"erai", "eras", "era", "erons", "erez", "eront"} {
				f.add(Finite+12+Slot(i), s+e)
			}
			for i, e := range []string{"erais", "erais", "erait", "erions", "eriez", "eraient"} {
				f.add(Finite+18+Slot(i), s+e)
			}
		}
		// imparfait before i: the soft stem
		f.add(Finite+9, s+"ions")
		f.add(Finite+10, s+"iez")
		// simple past, third plural: -èrent on the soft stem
		f.add(Finite+35, s+"èrent")
	}
}

// frLastVowel is the index of the last vowel of a stem before its final
// consonants, -1 where the stem ends in a vowel.
func frLastVowel(s string) int {
	i := strings.LastIndexAny(s, "aeiouéèêyœûôîâ")
	if i < 0 {
		return -1
	}
	if i == len(s)-1 {
		return -1
	}
	return i
}

// frParadigm adds a whole conjugation. nous is the stem of the first person
// plural, past the first person of the simple past.
func frParadigm(f *forms, pres [6]string, nous, future string, sub [6]string, past, ppr, pp, ppf string) {
	at := Finite
	add := func(six [6]string) {
		for i, x := range six {
			f.add(at+Slot(i), x)
		}
		at += 6
	}
	on := func(stem string, ends ...string) (six [6]string) {
		for i, e := range ends {
			six[i] = stem + e
		}
		return six
	}
	f.add(PresentParticiple, ppr)
	f.add(PastParticiple, pp)
	if hasAny(pp, "s", "x") {
		f.add(pastParticiplePl, pp)
	} else {
		f.add(pastParticiplePl, strings.Replace(pp, "dû", "du", 1)+"s")
	}
	f.add(pastParticipleF, ppf)
	f.add(pastParticipleFPl, ppf+"s")
	add(pres)
	imp := on(nous, "ais", "ais", "ait", "ions", "iez", "aient")
	add(imp)
	add(on(future, "ai", "as", "a", "ons", "ez", "ont"))
	add(on(future, "ais", "ais", "ait", "ions", "iez", "aient"))
	add(sub)
	switch {
	case hasAny(past, "ai"):
		s := past[:len(past)-2]
		soft := s
		if hasAny(s, "ge") {
			soft = s[:len(s)-1]
		} else if t, ok := cut(s, "ç"); ok {
			soft = t + "c"
		}
		add([6]string{s + "ai", s + "as", s + "a", s + "âmes", s + "âtes", soft + "èrent"})
		add([6]string{s + "asse", s + "asses", s + "ât", s + "assions", s + "assiez", s + "assent"})
	case hasAny(past, "ins"):
		s := past[:len(past)-3]
		add([6]string{s + "ins", s + "ins", s + "int", s + "înmes", s + "întes", s + "inrent"})
		add([6]string{s + "insse", s + "insses", s + "înt", s + "inssions", s + "inssiez", s + "inssent"})
	default:
		s, v, c := past[:len(past)-2], past[len(past)-2:len(past)-1], "î"
		if v == "u" {
			c = "û"
		}
		if hasAny(past, "ïs") {
			s, v, c = past[:len(past)-3], "ï", "ï"
		}
		add([6]string{past, past, s + v + "t", s + c + "mes", s + c + "tes", s + v + "rent"})
		add([6]string{s + v + "sse", s + v + "sses", s + c + "t", s + v + "ssions", s + v + "ssiez", s + v + "ssent"})
	}
}
