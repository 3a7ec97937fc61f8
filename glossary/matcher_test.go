package glossary

import (
	"strings"
	"testing"

	"github.com/tercet/tercet/lang"
)

// one makes a glossary of single-term concepts in one language: "term", or
// "pos:term".
func one(code string, terms ...string) *Glossary {
	g := &Glossary{Name: "test"}
	for _, t := range terms {
		pos, w, ok := strings.Cut(t, ":")
		if !ok {
			pos, w = "", t
		}
		g.Concepts = append(g.Concepts, &Concept{ID: w, Terms: []Term{{Lang: code, Text: w, Status: Preferred, POS: pos}}})
	}
	return g
}

var matching = []struct {
	code, term string
	hit, miss  []string
}{
	{"fr", "n:maladie respiratoire", []string{"des maladies respiratoires graves", "MALADIES RESPIRATOIRES", "maladie\nrespiratoire", "maladie\u00a0respiratoire", "ma\u00adladie respiratoire", "Maladie Respiratoire"}, []string{"maladie", "maladies du respiratoire", "maladierespiratoire"}},
	{"fr", "n:épidémie", []string{"l’épidémie", "d'épidémies", "L'EPIDEMIE", "Epidémie", "e\u0301pide\u0301mie", "Épidémie"}, []string{"epidemie", "épidémiologie", "épidémique"}},
	{"fr", "n:accord bilatéral", []string{"accords bilatéraux", "un accord bilatéral"}, []string{"accord bilatère"}},
	{"fr", "n:travail", []string{"travaux", "Travail"}, []string{"travailleur", "travaille"}},
	{"fr", "n:mise en œuvre", []string{"la mise en oeuvre", "mises en œuvre", "MISE EN ŒUVRE"}, []string{"mise en ouvre"}},
	{"fr", "v:mettre en œuvre", []string{"mettront en œuvre", "mis en oeuvre", "mises en œuvre", "mettant en œuvre", "qu'il mît en œuvre"}, []string{"mètre en œuvre"}},
	{"fr", "a:infectieux", []string{"infectieuse", "infectieuses", "infectieux"}, []string{"infection", "infecter"}},
	{"fr", "n:président", []string{"la présidente", "les présidents", "Président"}, []string{"présidence", "vice-président", "présidentiel"}},
	{"fr", "n:droits de l'homme", []string{"droits de l’homme", "Droits de l'Homme", "droit de l'homme", "droits  de\nl'homme"}, []string{"droits des hommes", "droits humains"}},
	{"fr", "n:coopération économique", []string{"coopération politique et économique", "coopérations économiques"}, []string{"coopération politique, mais économique", "coopération. Économique"}},
	{"fr", "i:ONU", []string{"l'ONU", "ONU"}, []string{"onu", "Onusien"}},
	{"fr", "i:les Émirats arabes unis", []string{"des Émirats arabes unis", "aux Emirats arabes unis", "les Émirats arabes unis"}, []string{"Émirats"}},
	{"fr", "la Ceinture et la Route", []string{"de la Ceinture et de la Route", "« la Ceinture et la Route »"}, nil},
	{"fr", "n:cours d'eau", []string{"un cours d'eau", "les cours d’eau"}, []string{"cour d'eau"}},
	{"fr", "n:chauve-souris", []string{"chauves‑souris", "CHAUVE-SOURIS", "chauve–souris"}, []string{"souris"}},
	{"fr", "v:promouvoir", []string{"promeut", "promu", "promouvra", "promues", "promouvant"}, []string{"promotion"}},
	{"fr", "v:s'engager", []string{"s'engage à", "se sont engagés", "nous engageons", "engagea"}, []string{"engagement"}},
	{"fr", "n:envoyé spécial", []string{"l'envoyée spéciale", "envoyés spéciaux"}, []string{"envoi spécial"}},
	{"fr", "n:haut représentant", []string{"la haute représentante", "Hauts Représentants"}, []string{"haut représenté"}},
	{"fr", "n:Premier ministre", []string{"la Première ministre", "Premiers ministres"}, []string{"premier ministère"}},
	{"fr", "n:ministre délégué", []string{"la ministre déléguée"}, nil},
	{"fr", "n:chef d'État", []string{"chefs d'État", "cheffes d'État"}, []string{"chef de l'État"}},
	{"fr", "n:population", []string{"populations"}, []string{"populaire", "populiste"}},
	{"fr", "a:général", []string{"générale", "généraux", "générales"}, []string{"génération", "généralement"}},
	{"fr", "n:parti", []string{"partis"}, []string{"partie", "parties"}},
	{"en", "n:human right", []string{"human rights", "Human Rights", "HUMAN RIGHTS"}, []string{"humane right", "humans right"}},
	{"en", "n:country", []string{"countries", "the country's", "country’s"}, []string{"countryside", "count"}},
	{"en", "n:organisation", []string{"Organizations", "organization"}, []string{"organiser"}},
	{"en", "i:WHO", []string{"the WHO", "WHO's"}, []string{"who", "Who", "WHOLE"}},
	{"en", "v:coughing", []string{"coughed", "cough", "coughs"}, []string{"cougher"}},
	{"en", "v:implemented", []string{"implement", "implements", "implementing"}, []string{"implementation"}},
	{"en", "n:political cooperation", []string{"political and economic cooperation"}, []string{"political economic cooperation"}},
	{"en", "n:labour market", []string{"labor markets", "labour market"}, nil},
	{"en", "n:nose", []string{"nose"}, []string{"diagnose"}},
	{"en", "n:regime", []string{"régime"}, nil},
	{"en", "v:withdraw", []string{"withdrew", "withdrawn", "withdrawing"}, nil},
	{"en", "n:isolation", []string{"isolation"}, []string{"self-isolation"}},
	{"zh", "一带一路倡议", []string{"“一带一路”倡议", "一带一路倡议", "「一帶一路」倡議", "一带\n一路倡议"}, []string{"一带一路"}},
	{"zh", "COVID-19疫情", []string{"COVID-19 疫情", "ＣＯＶＩＤ－１９疫情", "covid-19疫情"}, []string{"COVID-19"}},
	{"zh", "冠状病毒", []string{"新冠狀病毒肺炎", "冠状病毒"}, []string{"冠状的病毒"}},
	{"zh", "政治合作", []string{"政治和经济合作", "政治、经济和安全合作"}, []string{"政治。合作"}},
	{"zh", "WHO", []string{"在WHO的", "who"}, []string{"WHOLE"}},
	{"zh", "综合征", []string{"綜合徵"}, nil},
}

func TestFind(t *testing.T) {
	for _, c := range matching {
		l := lang.Get(c.code)
		m := NewMatcher(l, one(c.code, c.term))
		for _, s := range c.hit {
			if got := m.Find(s); len(got) != 1 {
				t.Errorf("%s %q in %q: %d occurrences (want 1)", c.code, c.term, s, len(got))
			}
		}
		for _, s := range c.miss {
			if got := m.Find(s); len(got) != 0 {
				t.Errorf("%s %q in %q: found %q (want nothing)", c.code, c.term, s, got[0].Of(s))
			}
		}
	}
}
