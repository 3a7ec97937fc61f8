package lang

import (
	"sort"
	"strings"
	"sync"

	"github.com/tercet/tercet/text"
)

// Tense is what a text says of when something happens: a finite verb with its
// auxiliaries and what they govern (has been visited), or a word of time.
type Tense struct {
	text.Span
	// Class is 'p' past, 'n' present, 'r' present perfect, 'f' future, 'c'
	// conditional or future seen from the past for finite verbs; 'P', 'N', 'F' for
	// words of time (yesterday, now, tomorrow). Where verbs do not show their tense
	// (Chinese), it is that of the markers: 'p' done, 'r' done by now, 'f' to come,
	// 'w' to come or else able or due, 'n' going on, 'd' lasting or usual, 's' being
	// or having.
	Class byte
	// Kind of verb: 'b' being or having alone, 's' a state or what is in the mind,
	// 'r' one that reports; 0 for others.
	Kind byte
}

// Tenses lists the finite verbs whose tense can be told, and the words of time, of
// s in order. What may be another form as well (a past that may be a participle)
// counts only where nothing else in its clause is a finite verb. Languages that
// leave tense unsaid give what markers there are.
func (l *Language) Tenses(s string) []Tense {
	if l.tenses == nil {
		return nil
	}
	return l.tenses(s)
}

// Tensed reports whether a finite verb of the language shows its tense, so that
// its absence is a statement.
func (l *Language) Tensed() bool { return l.verbs != nil }

var (
	englishTimes   = loadCues("data/en/tense.txt", true)
	frenchTimes    = loadCues("data/fr/tense.txt", true)
	chineseMarkers = loadCues("data/zh/tense.txt", false)
)

func chineseTenses(s string) []Tense {
	var out []Tense
	for _, c := range chineseMarkers().find(s) {
		out = append(out, Tense{Span: c.Span, Class: c.Class})
	}
	return out
}

// What a word may be, as a verb form; a word may be several.
const (
	formPresent    uint16 = 1 << iota // finite, singular or any
	formPlural                        // finite present or infinitive (English base form)
	formPast                          // imparfait, simple past
	formFuture                        //
	formCond                          //
	formParticiple                    // past participle
	formInfinitive                    //
	formGerund                        // -ing form
	formNoun                          // a noun or an adjective as often
	formMoves                         // participle of a verb that goes with être
)

const formFinite = formPresent | formPlural | formPast | formFuture | formCond

// verbForms is what a language of letters knows of verb forms.
type verbForms struct {
	forms map[string]uint16
	kinds map[string]byte       // of verbs that are of a kind
	guess func(w string) uint16 // forms of a word that is not listed
	aux   map[string]byte       // auxiliaries: class and kind, see below
	skip  map[string]bool       // words between an auxiliary and its verb
	part  map[string]bool       // words after which no finite verb stands: articles, prepositions, possessives
	subj  map[string]bool       // pronouns that are subjects
	turn  map[string]bool       // words that begin another clause
	times func() *cueSet
	// narrative says that the perfect is the past of narration, and that some verbs
	// form it with to be (French)
	narrative bool
}

// auxiliaries adds words as auxiliaries of a kind.
func (v *verbForms) auxiliaries(kind byte, words string) {
	for _, w := range strings.Fields(words) {
		v.aux[w] = kind
	}
}

func frenchVerbs() *verbForms { return frenchForms() }

var frenchForms = sync.OnceValue(func() *verbForms {
	v := &verbForms{forms: map[string]uint16{}, kinds: map[string]byte{}, times: frenchTimes, narrative: true}
	moves := set("aller venir arriver partir entrer sortir naître mourir tomber rester devenir redevenir revenir parvenir intervenir survenir provenir descendre retourner rentrer repartir décéder ressortir retomber advenir")
	for _, row := range numeralRows("data/fr/finite.txt", 2) {
		inf := row[0]
		for _, f := range frConjugate(inf) {
			b := frenchForm(f.Slot)
			if b == formParticiple && moves[inf] {
				b |= formMoves
			}
			v.forms[f.Text] |= b
			v.kind(f.Text, row[1])
		}
	}
	// nouns and other words that look like a form
	for _, w := range strings.Fields("marque offre demande aide cause charge chasse contrôle compte coût doute effet emploi entre place porte part pense note passe pose poste marche lance lutte montre signe forme force règle mesure juge visite vote vise vole voyage double cadre change figure fonde garde menace nomme occupe importe limite ligne limites mesures marques offres demandes causes charges comptes places portes parts notes forces formes règles signes visites votes aides luttes marches preuve peine pêche plante réforme risque réserve risques réserves rencontre rencontres recherche recherches suite suites vue vues mise mises prise prises reste restes tour tours ouvre livre livres document conduite fait faits sens été état dans fin fut cours vers mort morts pouvoir pouvoirs devoir devoirs groupe étude juste point pointe partie parties produit produits conflit débat dit droit suis suit court soit soient vive vives vivre présente présentes libre utile use fixe double active classe espère commune tente tentes attaque attaques couche couches avance crée critique critiques date dates décide enquête enquêtes entame équilibre estime excuse exploit extrait fête fêtes filtre goutte influence injecte intègre interprète jette joue joues laisse lève manque mène mine mines manifeste mérite modèle monte note oppose oriente page pare pause perte plaide pratique pratiques presse prête prime programme promet propose prouve pousse quitte réponse ressources revue risque ruine sauve sauf sorte sortes source sponsor tenue titre touche trace traces traite traites transport triple trouble unit valeur vente ventes vise fonction mentionne signale relève veille témoigne tire attire balance base bases baisse hausse hausses cible cibles conserve consulte contraste copie coupe coupes dépense dépenses dispute dispose danse distance finance finances fonds fouille fouilles grève guide guides image infecte installe journal loue masse masses menaces nuit négocie oubli parle parque peuple peuples pilote pilotes plaine plainte plaintes plat pont rapport rapporte regard réveil rêve rêves rise rôle sanction sanctions sert service signature stock tache terme termes termine test tests trait traits travail vague vagues vide virus voile voix vis voire fais fils font") {
		if v.forms[w]&(formFuture|formCond) == 0 && v.forms[w] != 0 {
			v.forms[w] |= formNoun
		}
	}
	for _, w := range strings.Fields("plus puis tu du des lu su vu pu mu cru") {
		delete(v.forms, w) // other words first
	}
	v.forms["font"] = formPresent
	v.forms["sert"], v.forms["mène"], v.forms["parle"] = formPresent, formPresent, formPresent
	v.guess = func(w string) uint16 {
		switch {
		case len(w) < 6:
			return 0
		case hasAny(w, "eraient", "iraient", "draient", "vraient", "erait", "irait", "drait", "vrait"):
			return formCond
		case hasAny(w, "aient"):
			return formPast
		case hasAny(w, "èrent"):
			return formPast
		case hasAny(w, "eront", "iront", "dront", "vront"):
			return formFuture
		case hasAny(w, "é", "ée", "és", "ées"):
			return formParticiple | formNoun
		case hasAny(w, "er", "ir"):
			return formInfinitive
		}
		return 0
	}
	v.aux = map[string]byte{}
	v.auxiliaries('h', "a ont ai as avons avez")                      // + participle: passé composé
	v.auxiliaries('e', "est sont suis es sommes êtes")                // + participle: passive, or passé composé
	v.auxiliaries('H', "avait avaient avais avions aviez eut eurent") //
	v.auxiliaries('E', "était étaient étais étions étiez fut furent") //
	v.auxiliaries('F', "aura auront aurai auras aurons aurez sera seront serai seras serons serez")
	v.auxiliaries('C', "aurait auraient aurais aurions auriez serait seraient serais serions seriez")
	v.auxiliaries('g', "va vont vais allons allez") // + infinitive
	v.auxiliaries('v', "vient viennent")            // + de + infinitive
	v.skip = set("ne n pas plus jamais rien point guère également aussi déjà toujours encore bien mal tout toute tous toutes très trop peu beaucoup souvent donc ainsi alors enfin ensuite même seulement presque y en été eu non d'ores ici là aujourd hui depuis longtemps récemment actuellement désormais")
	v.part = set("le la les l de d des du un une au aux à en dans par pour sur sous avec sans entre vers chez ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs aucun aucune chaque quelque quelques plusieurs certains certaines et ou comme si très plus moins trop tout toute tous toutes deux trois quatre cinq six quel quelle quels quelles contre selon depuis après avant dès malgré parmi")
	v.subj = set("je j tu il elle on nous vous ils elles qui ce c cela ça ceci")
	v.turn = set("que qu qui dont où quand lorsque lorsqu parce puisque puisqu car mais et ou si tandis alors comme donc quoique afin pour sans avant après")
	return v
})

// frenchForm is the form of a slot of a conjugation.
func frenchForm(s Slot) uint16 {
	switch {
	case s == Infinitive:
		return formInfinitive
	case s == PresentParticiple:
		return formGerund
	case s < Finite:
		return formParticiple
	}
	switch (s - Finite) / 6 {
	case 0:
		return formPresent
	case 1, 5:
		return formPast
	case 2:
		return formFuture
	case 3:
		return formCond
	}
	return 0 // subjunctives are of no time
}

func (v *verbForms) kind(w, kind string) {
	if kind != "-" {
		v.kinds[w] = kind[0]
	}
}

func englishVerbs() *verbForms { return englishForms() }

var englishForms = sync.OnceValue(func() *verbForms {
	v := &verbForms{forms: map[string]uint16{}, kinds: map[string]byte{}, times: englishTimes}
	for _, row := range numeralRows("data/en/finite.txt", 3) {
		inf, noun := row[0], uint16(0)
		if row[1] == "n" {
			noun = formNoun
		}
		for _, w := range append([]string{inf, enS(inf)}, enIng(inf)...) {
			v.kind(w, row[2])
		}
		v.forms[inf] |= formPlural | formInfinitive | noun
		v.forms[enS(inf)] |= formPresent | noun
		for _, w := range enIng(inf) {
			v.forms[w] |= formGerund
		}
		past, pp := enEd(inf), enEd(inf)
		if irregular, ok := enVerbs()[inf]; ok {
			past, pp = irregular[0], irregular[1]
		}
		for _, w := range past {
			v.forms[w] |= formPast
			v.kind(w, row[2])
		}
		for _, w := range pp {
			v.forms[w] |= formParticiple
			v.kind(w, row[2])
		}
	}
	v.forms["been"] = formParticiple
	v.forms["be"] = formInfinitive
	v.forms["have"], v.forms["do"] = formInfinitive, formInfinitive
	for _, w := range strings.Fields("saw thought ground wound rose left bit limited based united related involved") {
		v.forms[w] |= formNoun
	}
	for _, w := range []string{"cut", "cost", "hit", "hurt", "put", "set", "shut", "split", "spread", "cast", "bet", "burst", "let", "read", "rid", "quit", "broadcast", "beat"} {
		v.forms[w] = formInfinitive | formParticiple | formNoun // its tense does not show
	}
	v.guess = func(w string) uint16 {
		switch {
		case len(w) > 4 && hasAny(w, "ed") && !hasAny(w, "eed", "hundred", "kindred", "sacred", "naked", "wicked", "hatred", "infrared"):
			return formPast | formParticiple
		case len(w) > 5 && hasAny(w, "ing"):
			return formGerund
		}
		return 0
	}
	v.aux = map[string]byte{}
	v.auxiliaries('e', "is are am isn aren")
	v.auxiliaries('E', "was were wasn weren")
	v.auxiliaries('h', "has have hasn haven")
	v.auxiliaries('H', "had hadn")
	v.auxiliaries('F', "will shall won wo")
	v.auxiliaries('C', "would wouldn might could couldn should shouldn")
	v.auxiliaries('d', "do does don doesn")
	v.auxiliaries('D', "did didn")
	v.auxiliaries('m', "can cannot may must")
	v.skip = set("not never ever also already just still now often always only then once soon since long further both all t n even yet again rarely usually sometimes probably perhaps too well so been being be have almost no longer both first thus therefore")
	v.part = set("the a an of in on at by for with from to into as than its their his her our my your this these that those some any no each every both all many several and or between against under over within without through about after before during since until towards toward upon among per most more less very such other another which whose is are was were be been being not so too two three four five six seven eight nine ten new")
	delete(v.part, "that")
	delete(v.part, "which")
	v.subj = set("i you he she it we they who which that there what one everyone someone nobody")
	v.turn = set("that which who whom whose where when while because if although though but and or as what how why after before until since unless whether so than")
	return v
})

// tensesOf finds the finite verbs of a language of letters, and the words of time.
func (v *verbForms) tensesOf(s string) []Tense {
	toks := latinTokens(s, nil)
	var out []Tense
	form := func(i int) uint16 {
		if i < 0 || i >= len(toks) || toks[i].kind != 'w' {
			return 0
		}
		if f, ok := v.forms[toks[i].low]; ok {
			return f
		}
		if toks[i].low != s[toks[i].start:toks[i].end] && i > 0 {
			return 0 // a name
		}
		return v.guess(toks[i].low)
	}
	clause, sentence := make([]int, len(toks)), make([]int, len(toks)) // numbers of
	for i, n, m := 0, 0, 0; i < len(toks); i++ {
		if toks[i].kind == 'p' && strings.Contains(",;:.!?()\"-–—«»“”", toks[i].low) || v.turn[toks[i].low] {
			n++
		}
		if toks[i].kind == 'p' && strings.Contains(".!?:;", toks[i].low) {
			m++
		}
		clause[i], sentence[i] = n, m
	}
	finite, whole := map[int]bool{}, map[int]bool{} // clauses and sentences with a finite verb
	taken := make([]bool, len(toks))
	// next is the index of the word after i that is none of skip
	next := func(i int) int {
		for j := i + 1; j < len(toks) && j < i+6; j++ {
			switch {
			case toks[j].low == "'":
			case toks[j].kind != 'w':
				return len(toks)
			case v.skip[toks[j].low] || hasAny(toks[j].low, "ly", "ment") && v.forms[toks[j].low] == 0:
			default:
				return j
			}
		}
		return len(toks)
	}
	emit := func(i, j int, class byte, alone bool) {
		kind := v.kinds[toks[j].low]
		if alone {
			kind = 'b'
		}
		out = append(out, Tense{Span: text.Span{Start: toks[i].start, End: toks[j].end}, Class: class, Kind: kind})
		finite[clause[i]], whole[sentence[i]] = true, true
		for k := i; k <= j; k++ {
			taken[k] = true
		}
	}
	for i := 0; i < len(toks); i++ {
		if toks[i].kind != 'w' || taken[i] {
			continue
		}
		if class, j, state := v.auxiliary(s, toks, i, next, form); class != 0 {
			emit(i, j, class, state)
			i = j
		}
	}
	for i := range toks {
		f := form(i)
		if taken[i] || f&formFinite == 0 || v.before(toks, i, v.part) || f&(formParticiple|formNoun|formInfinitive) != 0 {
			continue
		}
		if class := tenseOf(f); class != 0 {
			emit(i, i, class, false)
		}
	}
	// what may be another form as well: in a clause, then in a sentence, that has no
	// verb that is finite beyond doubt
	for _, last := range []bool{false, true} {
		for i := range toks {
			if !taken[i] && !(last && whole[sentence[i]]) && !finite[clause[i]] {
				if class := v.doubtful(s, toks, i, form, last); class != 0 {
					emit(i, i, class, false)
				}
			}
		}
	}
	for _, c := range v.times().find(s) {
		out = append(out, Tense{Span: c.Span, Class: c.Class})
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].Start < out[b].Start })
	return out
}

// doubtful is the tense of token i, which may be a finite verb or another form;
// last says that its sentence has no other.
func (v *verbForms) doubtful(s string, toks []ltoken, i int, form func(int) uint16, last bool) byte {
	f := form(i)
	if f&formFinite == 0 || i == 0 {
		return 0
	}
	class := tenseOf(f)
	if class == 0 || f&formParticiple != 0 && class != 'p' {
		return 0
	}
	k := i - 1
	for k > 0 && (toks[k].low == "'" || toks[k].kind == 'w' && (v.skip[toks[k].low] && !v.part[toks[k].low] || hasAny(toks[k].low, "ly"))) {
		k--
	}
	follows := i+1 < len(toks) && objects[toks[i+1].low]
	switch {
	case toks[k].kind == 'p':
		// ..., coupled with ..., made the difference; the railway group Ltd. said that
		if !follows && !last || k == 0 || toks[k].low != "," && toks[k].low != ")" && toks[k].low != "\"" && toks[k].low != "." {
			return 0
		}
		if f&formInfinitive != 0 {
			return 0
		}
	case v.part[toks[k].low] && !v.subj[toks[k].low]:
		return 0
	}
	subject := v.subj[toks[k].low] && !(f&formNoun != 0 && toks[k].low == "that")
	name := k > 0 && toks[k].kind == 'w' && toks[k].low != s[toks[k].start:toks[k].end]
	if f&formNoun != 0 && !subject && !follows && !last && !(name && f&formInfinitive == 0) {
		return 0
	}
	if f&formParticiple != 0 && !subject && i+1 < len(toks) && (toks[i+1].low == "by" || toks[i+1].low == "par") {
		return 0
	}
	if f&formParticiple != 0 && !subject && !follows {
		// the results presented here show
		for m := i + 1; m < min(len(toks), i+20) && (toks[m].kind == 'w' && !v.turn[toks[m].low] || toks[m].low == "'"); m++ {
			if g := form(m); tenseOf(g) != 0 && g&(formNoun|formParticiple) == 0 && !v.part[toks[m-1].low] && toks[m-1].low != "to" {
				return 0
			}
		}
	}
	if f&formInfinitive != 0 && f&formPlural != 0 && !subject && !hasAny(toks[k].low, "s", "people", "men", "women", "children", "media", "police", "data") {
		return 0
	}
	return class
}

// objects are words that follow a verb rather than a noun.
var objects = set("that the a an his her its their our my your him them it me us to off out up down away back this these those no le la les l un une des que qu son sa ses leur leurs cette ce ces à")

// before reports whether the word before token i is one of a set.
func (v *verbForms) before(toks []ltoken, i int, words map[string]bool) bool {
	for i--; i >= 0 && toks[i].low == "'"; i-- {
	}
	return i >= 0 && words[toks[i].low] && !v.subj[toks[i].low]
}

// tenseOf is the tense of a form, 0 where it may be of two.
func tenseOf(f uint16) byte {
	switch f & formFinite {
	case formPresent, formPlural, formPresent | formPlural:
		return 'n'
	case formPast:
		return 'p'
	case formFuture:
		return 'f'
	case formCond:
		return 'c'
	}
	return 0
}

// auxiliary reads the verb that begins with an auxiliary at token i: its tense, 0
// for none, its last token, and whether it is one of being or having alone.
func (v *verbForms) auxiliary(s string, toks []ltoken, i int, next func(int) int, form func(int) uint16) (class byte, end int, state bool) {
	kind, ok := v.aux[toks[i].low]
	if ok && i > 0 && toks[i-1].kind == 'w' && s[toks[i].start] != toks[i].low[0] {
		return 0, 0, false // in May, by Will Smith
	}
	switch toks[i].low {
	case "won": // won't, but won the game
		ok = i+1 < len(toks) && toks[i+1].low == "'"
	case "will": // the will to win
		ok = i+1 == len(toks) || toks[i+1].low != "to"
	}
	clitic := i > 0 && toks[i-1].low == "'" && !toks[i].space
	if !ok {
		if !clitic || i < 2 {
			return 0, 0, false
		}
		// it's, they'll, we've
		switch toks[i].low {
		case "ll":
			kind = 'F'
		case "ve":
			kind = 'h'
		case "re", "m":
			kind = 'e'
		case "s":
			if !v.subj[toks[i-2].low] {
				return 0, 0, false
			}
			kind = 'e'
		default:
			return 0, 0, false
		}
	}
	prev := ""
	if k := i - 1; k >= 0 {
		if toks[k].low == "'" && k > 0 {
			k--
		}
		prev = toks[k].low
	}
	j := next(i)
	if j == len(toks) {
		j = i
	}
	f := form(j)
	last := func(want uint16) int {
		if j > i && f&want != 0 {
			return j
		}
		return i
	}
	switch kind {
	case 'h':
		if prev == "to" || toks[i].low == "as" && prev != "tu" {
			return 0, 0, false
		}
		e := last(formParticiple)
		switch {
		case e == i && !(j > i && toks[i+1].low == "been"):
			return 'n', i, true
		case v.narrative:
			return 'p', e, false
		}
		return 'r', e, false
	case 'H':
		e := last(formParticiple)
		return 'p', e, e == i
	case 'e':
		e := last(formParticiple | formGerund)
		switch {
		case v.narrative:
			if e > i && (f&formMoves != 0 || prev == "s" || prev == "se") {
				return 'p', e, false
			}
		case j > i && toks[j].low == "going" && j+2 < len(toks) && toks[j+1].low == "to" && form(j+2)&formInfinitive != 0:
			return 'f', j + 2, false
		}
		return 'n', e, e == i
	case 'E':
		e := last(formParticiple | formGerund)
		return 'p', e, e == i
	case 'F':
		e := last(formParticiple | formInfinitive)
		return 'f', e, e == i
	case 'C':
		return 'c', last(formParticiple | formInfinitive), false
	case 'D':
		return 'p', last(formInfinitive), false
	case 'd':
		if prev == "to" || v.aux[prev] != 0 {
			return 0, 0, false
		}
		return 'n', last(formInfinitive), false
	case 'm':
		return 'n', last(formInfinitive), false
	case 'g':
		if e := last(formInfinitive); e > i {
			return 'f', e, false
		}
		return 'n', i, false
	case 'v':
		if i+2 < len(toks) && (toks[i+1].low == "de" || toks[i+1].low == "d") && form(next(i+1))&formInfinitive != 0 {
			return 'p', next(i + 1), false
		}
		return 'n', i, false
	}
	return 0, 0, false
}
