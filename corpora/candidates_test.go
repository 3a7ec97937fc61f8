package corpora

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// readout makes units that name a few institutions, each in sentences of
// several kinds.
func readout() []*Unit {
	institutions := [][3]string{
		{"Security Council", "Conseil de sécurité", "安全理事会"},
		{"Court of Auditors", "Cour des comptes", "审计法院"},
		{"railway corridor", "corridor ferroviaire", "铁路走廊"},
		{"monsoon", "mousson", "季风"},
	}
	sentences := [][3]string{
		{"The minister spoke of the %s at length.", "La ministre a longuement parlé de %s.", "部长详细谈到%s。"},
		{"Nobody mentioned the %s before lunch.", "Personne ne mentionna %s avant midi.", "午饭前没有人提到%s。"},
		{"Both sides will write about the %s again.", "Les deux parties écriront encore sur %s.", "双方将再次就%s致函。"},
		{"For years the %s has been quoted.", "Depuis des années on cite %s.", "多年来%s被引用。"},
		{"He asked whether a %s was near.", "Il voulait savoir si %s approchait.", "他问%s近不近。"},
	}
	var out []*Unit
	for i, s := range sentences {
		for k, t := range institutions {
			if i+k == 4 { // they differ in their units
				continue
			}
			u := &Unit{ID: fmt.Sprint(i, ".", k)}
			for j, code := range []string{"en", "fr", "zh"} {
				u.Segments = append(u.Segments, Segment{Lang: code, Tag: code, Text: strings.Replace(s[j], "%s", t[j], 1)})
			}
			out = append(out, u)
		}
	}
	return out
}

func eachOf(units []*Unit) func(func(*Unit) error) error {
	return func(yield func(*Unit) error) error {
		for _, u := range units {
			if err := yield(u); err != nil {
				return err
			}
		}
		return nil
	}
}

func rows(list []*Candidate) []string {
	var out []string
	for _, c := range list {
		var terms []string
		for _, t := range c.Terms {
			terms = append(terms, t.Lang+" "+t.Text)
		}
		out = append(out, strings.Join(terms, " | "))
	}
	return out
}

func TestCandidates(t *testing.T) {
	list, err := Candidates(eachOf(readout()), CandidateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(rows(list), "\n")
	for _, want := range []string{
		"en Security Council | fr Conseil de sécurité | zh 安全理事会",
		"en Court of Auditors | fr Cour des comptes | zh 审计法院",
		"en railway corridor | fr corridor ferroviaire | zh 铁路走廊",
		"en monsoon | fr mousson | zh 季风",
	} {
		if !strings.Contains(got, want+"\n") && !strings.HasSuffix(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	// no piece of a longer term
	for _, not := range []string{"en Security |", "en Auditors |", "zh 理事会", "zh 走廊"} {
		if strings.Contains(got, not) {
			t.Errorf("%s in\n%s", not, got)
		}
	}
	for _, c := range list {
		if c.Context == nil || len(c.Context.Segments) != 3 || c.Count < 3 || c.Dice <= 0 || c.Dice > 1 || c.LLR < candidateLLR {
			t.Errorf("%+v", c)
		}
	}
}

func TestCandidatesAreTheSameEachTime(t *testing.T) {
	units := readout()
	a, _ := Candidates(eachOf(units), CandidateOptions{})
	for range 5 {
		b, _ := Candidates(eachOf(units), CandidateOptions{})
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%q\n%q", rows(a), rows(b))
		}
	}
}

func TestCandidateOptions(t *testing.T) {
	units := readout()
	all, _ := Candidates(eachOf(units), CandidateOptions{})
	two, _ := Candidates(eachOf(units), CandidateOptions{Limit: 2})
	if len(two) != 2 || !reflect.DeepEqual(rows(two), rows(all)[:2]) {
		t.Errorf("limit 2: %q of %q", rows(two), rows(all))
	}
	if four, _ := Candidates(eachOf(units), CandidateOptions{Min: 4}); len(four) >= len(all) || len(four) == 0 {
		t.Errorf("min 4: %q of %q", rows(four), rows(all))
	}
	sure, _ := Candidates(eachOf(units), CandidateOptions{MinDice: .99})
	for _, c := range sure {
		if c.Dice < .99 {
			t.Errorf("least association .99: %+v", c)
		}
	}
	// full tables lose rare phrases, not frequent ones
	if small, _ := mine(eachOf(units), CandidateOptions{}, 300); !strings.Contains(strings.Join(rows(small), "\n"), "monsoon") {
		t.Errorf("small tables: %q", rows(small))
	}
	bad := errors.New("bad line")
	if _, err := Candidates(func(func(*Unit) error) error { return bad }, CandidateOptions{}); err != bad {
		t.Errorf("error: %v", err)
	}
}
