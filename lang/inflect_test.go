package lang

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// accepted reports whether a term, inflected, may be written as word.
func accepted(l *Language, term, pos, word string) bool {
	full, _ := l.Expand(term, pos, false)
	for _, p := range full {
		if len(p) != 1 {
			continue
		}
		for _, f := range p[0] {
			if f.Text == word {
				return true
			}
		}
	}
	return false
}

// Words that share their beginning, or a stem by a stemmer's rules, and are not
// forms of one word.
var apart = []struct {
	l    *Language
	pos  string
	a, b string
}{
	{French, "n", "population", "populaire"}, {French, "a", "général", "génération"}, {French, "n", "général", "génération"},
	{French, "n", "parti", "partie"}, {French, "n", "droit", "droite"}, {French, "n", "fait", "faite"}, {French, "n", "cours", "cour"},
	{French, "n", "fonds", "fond"}, {French, "n", "fils", "fil"}, {French, "n", "mois", "moi"}, {French, "n", "cas", "ca"},
	{French, "n", "port", "porte"}, {French, "n", "point", "pointe"}, {French, "n", "traitement", "traite"}, {French, "n", "traité", "traitée"},
	{French, "n", "organisation", "organe"}, {French, "n", "université", "univers"}, {French, "n", "science", "scientifique"},
	{French, "n", "ministre", "ministère"}, {French, "a", "économique", "économie"}, {French, "n", "président", "présidence"},
	{French, "n", "voix", "voie"}, {French, "n", "poids", "poil"}, {French, "n", "pays", "paysan"}, {French, "v", "servir", "serveur"},
	{English, "n", "population", "popular"}, {English, "n", "universe", "university"}, {English, "n", "organ", "organization"},
	{English, "n", "news", "new"}, {English, "n", "policy", "police"}, {English, "v", "import", "important"}, {English, "n", "general", "generation"},
	{English, "n", "state", "statement"}, {English, "n", "business", "busy"}, {English, "n", "means", "mean"}, {English, "n", "series", "serial"},
}

var together = []struct {
	l    *Language
	pos  string
	a, b string
}{
	{French, "n", "journal", "journaux"}, {French, "n", "bail", "baux"}, {French, "n", "festival", "festivals"}, {French, "n", "eau", "eaux"},
	{French, "n", "enjeu", "enjeux"}, {French, "n", "pneu", "pneus"}, {French, "n", "yeux", "œil"}, {French, "n", "symptômes", "symptôme"},
	{French, "n", "ambassadeur", "ambassadrice"}, {French, "n", "représentant", "représentante"}, {French, "n", "conseiller", "conseillère"},
	{French, "a", "public", "publique"}, {French, "a", "nouveau", "nouvelles"}, {French, "a", "actif", "actives"}, {French, "a", "ancien", "anciennes"},
	{French, "a", "complet", "complète"}, {French, "a", "aigu", "aiguë"}, {French, "a", "aigu", "aigüe"}, {French, "a", "franc", "franche"},
	{French, "v", "renforcer", "renforçons"}, {French, "v", "engager", "engageant"}, {French, "v", "céder", "cède"}, {French, "v", "céder", "céderont"},
	{French, "v", "appeler", "appellent"}, {French, "v", "acheter", "achète"}, {French, "v", "employer", "emploient"}, {French, "v", "finir", "finissons"},
	{French, "v", "tenir", "tiendra"}, {French, "v", "convenir", "convenues"}, {French, "v", "recevoir", "reçu"}, {French, "v", "prendre", "prirent"},
	{French, "v", "craindre", "craignons"}, {French, "v", "produire", "produites"}, {French, "v", "être", "fussent"}, {French, "v", "faire", "feront"},
	{French, "v", "aller", "vont"}, {French, "v", "connaître", "connait"}, {French, "v", "connaître", "connussent"}, {French, "v", "devoir", "due"},
	{French, "v", "créer", "créées"}, {French, "v", "répartir", "répartissent"}, {French, "v", "résoudre", "résolu"}, {French, "v", "écrire", "écrivit"},
	{French, "v", "étudier", "étudiions"}, {French, "v", "vouloir", "veuillez"}, {French, "v", "inclure", "incluses"}, {French, "v", "acquérir", "acquis"},
	{English, "n", "policy", "policies"}, {English, "n", "woman", "women"}, {English, "n", "crisis", "crises"}, {English, "n", "analyses", "analysis"},
	{English, "n", "process", "processes"}, {English, "n", "hero", "heroes"}, {English, "n", "organisation", "organizations"}, {English, "n", "centre", "centers"},
	{English, "v", "stop", "stopped"}, {English, "v", "travel", "travelling"}, {English, "v", "travel", "traveling"}, {English, "v", "agree", "agreeing"},
	{English, "v", "carry", "carried"}, {English, "v", "begin", "begun"}, {English, "v", "organised", "organizing"}, {English, "v", "using", "use"},
	{French, "v", "reconnaître", "reconnaissent"}, {English, "v", "coughing", "coughs"}, {English, "v", "die", "dying"},
}

func TestInflection(t *testing.T) {
	for _, c := range together {
		if !accepted(c.l, c.a, c.pos, c.b) {
			t.Errorf("%s %s %q: %q is not taken as a form of it", c.l, c.pos, c.a, c.b)
		}
	}
	for _, c := range apart {
		if accepted(c.l, c.a, c.pos, c.b) {
			t.Errorf("%s %s %q: %q is taken as a form of it", c.l, c.pos, c.a, c.b)
		}
	}
}

// TestInflectionOfTexts goes over all pairs of words of the UN texts that begin
// alike (five letters) and counts those that inflection joins; the pairs that it
// joins without one being the other with an ending of the paradigm are printed.
// A stemmer would join many more: population and populaire.
func TestInflectionOfTexts(t *testing.T) {
	dir := os.Getenv("TERCET_DATA")
	if dir == "" {
		t.Skip("TERCET_DATA is not set: no data to measure with")
	}
	for _, l := range []*Language{French, English} {
		words := map[string]int{}
		f, err := os.Open(filepath.Join(dir, "un", "dev.triples.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			var u struct{ Segments map[string]string }
			if err := json.Unmarshal(sc.Bytes(), &u); err != nil {
				t.Fatal(err)
			}
			for _, w := range strings.FieldsFunc(u.Segments[l.Code], func(r rune) bool {
				return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzàâçéèêëîïôûùüœ", r)
			}) {
				if len(w) > 3 {
					words[w]++
				}
			}
		}
		f.Close()
		var list []string
		for w := range words {
			list = append(list, w)
		}
		sort.Strings(list)
		begin := func(w string) string { return w[:min(5, len(w))] }
		byBegin := map[string][]string{}
		for _, w := range list {
			byBegin[begin(w)] = append(byBegin[begin(w)], w)
		}
		pairs, joined := 0, 0
		var sample []string
		for _, a := range list {
			for _, b := range byBegin[begin(a)] {
				if a == b {
					continue
				}
				pairs++
				for _, pos := range []string{"n", "a"} {
					if accepted(l, a, pos, b) {
						joined++
						sample = append(sample, pos+":"+a+"="+b)
						break
					}
				}
			}
		}
		t.Logf("%s: %d ordered pairs of words that begin alike, %d joined as forms of one noun or adjective", l, pairs, joined)
		if os.Getenv("TERCET_PRINT") != "" {
			t.Logf("%s", strings.Join(sample, "\n"))
		}
	}
}
