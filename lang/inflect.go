package lang

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Slot says which form of its word a Form is, so that another word can be put
// into the same form.
type Slot uint8

// The slots of nouns and adjectives; those of verbs follow from Infinitive on.
const (
	Base     Slot = iota // the form as given, or one that is not told apart
	Singular             // masculine where the gender is told apart
	Plural
	FemSingular
	FemPlural
	Infinitive
	PresentParticiple
	PastParticiple // four of them, as Singular to FemPlural
	pastParticiplePl
	pastParticipleF
	pastParticipleFPl
	// Finite is the first of the finite forms: six of the present, then
	// imperfect, future, conditional, subjunctive, simple past, past subjunctive
	// (French); third person singular and past (English).
	Finite
)

// Form is one form of a word.
type Form struct {
	Text string
	Slot Slot
}

// Pattern is a way in which a term may be written: for each of its tokens the
// forms that may stand there.
type Pattern [][]Form

// Expand gives the ways in which a term may be written in running text by the
// rules of the language's inflection. pos is n, a, v, i (does not inflect) or
// "" where it is not known; loose says that pos is that of another term of the
// same concept (an admitted "viral" beside the noun "virus"). The first pattern
// is the term as given, inflected; others add small words or take an article off;
// weak ones leave out a word that carries meaning, such as the pronoun of a verb
// (se propager: s'est propagé, but propager too). Nothing
// is looked up in a dictionary: a rule may give a form that no text has, never
// one that is another common word. Languages without inflection give the tokens
// as they are.
func (l *Language) Expand(term, pos string, loose bool) (patterns, weak []Pattern) {
	toks := tokensOf(term)
	if len(toks) == 0 {
		return nil, nil
	}
	if pos != "i" && l.Spaced {
		switch l.Code {
		case "fr":
			return frExpand(toks, pos, loose)
		case "en":
			return enExpand(toks, pos, loose), nil
		}
	}
	return l.fixed(toks), nil
}

// fixed is the one pattern of a term that does not inflect; an article before
// it may still be contracted, and spelling still differs by country.
func (l *Language) fixed(toks []tok) []Pattern {
	p := plain(toks)
	switch l.Code {
	case "fr":
		return frContract(toks, p)
	case "en":
		for i := range p {
			p[i] = enSpelling(p[i])
		}
		return enExtra(toks, p)
	}
	return []Pattern{p}
}

// Refit gives to the term to the form in which the term from stands in a text
// as observed: plural for plural, the same person of the verb, capitals as they
// were. Where from has no such form, to comes back as given.
func (l *Language) Refit(from, fromPOS, to, toPOS, observed string) string {
	out := to
	if slot, ok := l.slotOf(from, fromPOS, observed); ok && slot != Base {
		out = l.inSlot(to, toPOS, slot)
	}
	return likeCase(out, observed, from)
}

// slotOf tells in which form a term stands: the slot of its first word whose
// forms differ.
func (l *Language) slotOf(term, pos, observed string) (Slot, bool) {
	have := tokensOf(observed)
	full, weak := l.Expand(term, pos, true)
	for _, p := range append(full, weak...) {
		if len(p) != len(have) {
			continue
		}
		slot, ok := Base, true
		for i, forms := range p {
			found := false
			for _, f := range forms {
				if sameWord(f.Text, have[i].text) {
					found = true
					if slot == Base && len(forms) > 1 {
						slot = f.Slot
					}
					break
				}
			}
			if !found {
				ok = false
				break
			}
		}
		if ok {
			return slot, true
		}
	}
	return Base, false
}

// inSlot writes a term with its inflecting words in the given slot.
func (l *Language) inSlot(term, pos string, slot Slot) string {
	ps, _ := l.Expand(term, pos, true)
	toks := tokensOf(term)
	if len(ps) == 0 || len(ps[0]) != len(toks) {
		return term
	}
	verbal := slot >= Infinitive
	var b strings.Builder
	at := 0
	changed := false
	for i, forms := range ps[0] {
		b.WriteString(term[at:toks[i].start])
		w := toks[i].text
		if l.followsNumber(toks, i, pos) && (!verbal || !changed) {
			if f, ok := pick(forms, slot); ok {
				w, changed = likeCase(f, toks[i].text, toks[i].text), true
			}
		}
		b.WriteString(w)
		at = toks[i].end
	}
	b.WriteString(term[at:])
	return b.String()
}

// followsNumber reports whether word i of a term changes with the whole term
// (chef d'État, chefs d'État: the complement does not).
func (l *Language) followsNumber(toks []tok, i int, pos string) bool {
	switch l.Code {
	case "fr":
		return i < frHead(toks)
	case "en":
		h := enHead(toks)
		return i == h || pos == "v" && i == 0
	}
	return false
}

// pick finds the form of a slot; the feminine falls back to what there is.
func pick(forms []Form, slot Slot) (string, bool) {
	for _, want := range []Slot{slot, slot - 2} {
		if want != slot && slot != FemSingular && slot != FemPlural {
			break
		}
		for _, f := range forms {
			if f.Slot == want {
				return f.Text, true
			}
		}
	}
	return "", false
}

// likeCase writes s in capitals as observed is: all of them, or the first
// letter. A first capital that the term itself has (model) says nothing.
func likeCase(s, observed, model string) string {
	up, low := 0, 0
	for _, r := range observed {
		if unicode.IsUpper(r) {
			up++
		} else if unicode.IsLower(r) {
			low++
		}
	}
	if low == 0 && up > 1 && model != observed {
		return strings.ToUpper(s)
	}
	first, _ := utf8.DecodeRuneInString(observed)
	own, _ := utf8.DecodeRuneInString(model)
	if unicode.IsUpper(first) && unicode.IsLower(own) {
		r, n := utf8.DecodeRuneInString(s)
		return string(unicode.ToUpper(r)) + s[n:]
	}
	return s
}

func sameWord(a, b string) bool { return a == b || FoldKey(a) == FoldKey(b) }

// tok is a token of a term with its text.
type tok struct {
	text       string
	kind       Kind
	start, end int
	glued      bool
}

func tokensOf(s string) []tok {
	var sc Scanner
	sc.Reset(s)
	var out []tok
	for sc.Next() {
		t := &sc.Tok
		if t.Kind == Quote {
			continue
		}
		out = append(out, tok{s[t.Start:t.End], t.Kind, t.Start, t.End, t.Glued})
	}
	return out
}

func plain(toks []tok) Pattern {
	p := make(Pattern, len(toks))
	for i, t := range toks {
		p[i] = []Form{{t.text, Base}}
	}
	return p
}

// forms collects the forms of a word, each once.
type forms struct{ list []Form }

func (f *forms) add(s Slot, texts ...string) {
next:
	for _, t := range texts {
		if t == "" || t == "-" {
			continue
		}
		for _, o := range f.list {
			if o.Text == t && (o.Slot == s || s == Base) {
				continue next
			}
		}
		f.list = append(f.list, Form{t, s})
	}
}

// lowerWord reports whether a word starts with a small letter: names do not
// inflect inside a term.
func lowerWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// acronymWord reports whether a word is written in capitals (and digits) alone.
func acronymWord(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n > 1
}

func cut(s, suffix string) (string, bool) { return strings.CutSuffix(s, suffix) }

func hasAny(s string, suffixes ...string) bool {
	for _, x := range suffixes {
		if strings.HasSuffix(s, x) {
			return true
		}
	}
	return false
}

func wordSet(data string) map[string]bool {
	m := map[string]bool{}
	for w := range dataPairs(data) {
		m[w] = true
	}
	return m
}

var (
	//go:embed data/fr/nouns.tsv
	frNounData string
	//go:embed data/fr/invariable.txt
	frInvariableData string
	//go:embed data/fr/verbs.tsv
	frVerbData string
	//go:embed data/en/nouns.tsv
	enNounData string
	//go:embed data/en/verbs.tsv
	enVerbData string
)

// once is sync.OnceValue, named for what it is used for here.
func once[T any](f func() T) func() T { return sync.OnceValue(f) }
