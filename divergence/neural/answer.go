package neural

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

var (
	// thought is what models that think aloud set apart; without an end, the
	// answer never came.
	thought = regexp.MustCompile(`(?s)<(think|thinking|reasoning)>.*?(</(think|thinking|reasoning)>|$)`)
	number  = `([-+]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?)[ \t]*(%?)`
	// named is a number behind its name: {"p": 0.8}, probability = 80 %, p: "0.8".
	named = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:p|prob|probability)["'*` + "`" + `]*\s*(?:[:=]|\bis\b)\s*["'*` + "`" + `]*` + number)
	// alone is an answer, or a line of it, that is a number.
	alone = regexp.MustCompile(`^["'*` + "`" + `]*` + number + `["'*` + "`" + `.]*$`)
	// inProse are numbers among words.
	inProse = regexp.MustCompile(number)
	// thousands is a whole number with a separator.
	thousands = regexp.MustCompile(`^[1-9][0-9]*[.,][0-9]{3}$`)
	// cue announces that a number is the answer, and not one of the texts.
	cue = regexp.MustCompile(`(?i)(probab|likel|chance|confiden|estimat|answer|score|\bsay\b|réponse|chances|vraisembl|概率|可能性|答案|估计|回答)[^0-9\n]{0,40}$`)
)

// parseAnswer finds the probability in what a chat answered: the number after p
// or probability, else the answer's or its last line's only content, else the one
// decimal or percentage among its words that begins it or is announced as the
// answer. ok is false where there is none, where several disagree, or where it
// lies outside 0 to 1: a wrong guess at what was meant is worse than no answer.
func parseAnswer(s string) (p float64, ok bool) {
	s = strings.TrimSpace(thought.ReplaceAllString(norm.NFKC.String(strings.ToValidUTF8(s, " ")), " "))
	var found []float64
	valid := true
	add := func(m []string) {
		p, ok := value(m[1], m[2])
		valid = valid && ok
		for _, q := range found {
			if p == q {
				return
			}
		}
		found = append(found, p)
	}
	spans := named.FindAllStringSubmatchIndex(s, -1)
	for _, x := range spans {
		if continues(s[x[1]:]) {
			return 0, false // 8/10, 3.5.2026
		}
		add([]string{"", s[x[2]:x[3]], s[x[4]:x[5]]})
	}
	if found == nil {
		lines := strings.Split(s, "\n")
		for _, l := range []string{s, lines[len(lines)-1]} {
			if m := alone.FindStringSubmatch(strings.TrimSpace(l)); m != nil {
				add(m)
				break
			}
		}
	}
	if found == nil {
		for _, x := range inProse.FindAllStringSubmatchIndex(s, -1) {
			text, percent := s[x[2]:x[3]], s[x[4]:x[5]]
			if !strings.ContainsAny(text, ".,") && percent == "" || continues(s[x[1]:]) || continued(s[:x[0]]) {
				continue // a whole number counts something, a date is none
			}
			if x[0] > 0 && !cue.MatchString(s[:x[0]]) || thousands.MatchString(text) {
				continue // of the texts, perhaps
			}
			if _, ok := value(text, percent); ok {
				add([]string{"", text, percent})
			}
		}
	}
	if !valid || len(found) != 1 {
		return 0, false
	}
	return found[0], true
}

// value is the probability of a number; ok is false outside 0 to 1.
func value(text, percent string) (float64, bool) {
	p, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if percent != "" {
		p /= 100
	}
	return p, err == nil && p >= 0 && p <= 1
}

// continues reports whether a number goes on in rest: a fraction, a date, a
// version, a range.
func continues(rest string) bool {
	t := strings.TrimLeft(rest, " \t")
	if t == "" {
		return false
	}
	switch t[0] {
	case '/', '-':
		return true
	case '.', ',', ':':
		return len(t) > 1 && t[1] >= '0' && t[1] <= '9'
	}
	return rest[0] >= '0' && rest[0] <= '9' || strings.HasPrefix(t, "out of") || strings.HasPrefix(t, "of ")
}

// continued reports whether a number began before.
func continued(before string) bool {
	t := strings.TrimRight(before, ".,/:-")
	return t != "" && t[len(t)-1] >= '0' && t[len(t)-1] <= '9'
}
