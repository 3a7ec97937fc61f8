package srx

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A pattern is read here and written anew in two dialects: Go's, from which the
// automaton is built, and regexp2's where it has what Go's lacks. Both get all
// character classes as plain ranges, so that \p names, Java's and ICU's \s \w \d
// \h \v, set operations and nested classes mean the same in both.
type translator struct {
	in       string
	pos      int
	java     bool
	extended bool            // (?x)
	rich     bool            // has a construct that Go's engine lacks
	out      strings.Builder // Go's syntax, or regexp2's where rich
	forward  bool
	forRich  bool // writing for regexp2
}

// translated is a pattern in the dialect of the engine that runs it.
type translated struct {
	expr    string
	rich    bool
	forward bool // it has what look-behind, which reads backwards, gets wrong
}

// translate reads an ICU or Java pattern.
func translate(pattern string, java bool) (translated, error) {
	t := &translator{in: pattern, java: java}
	if err := t.run(); err != nil {
		return translated{}, err
	}
	if !t.rich {
		return translated{expr: t.out.String()}, nil
	}
	t = &translator{in: pattern, java: java, forRich: true}
	if err := t.run(); err != nil {
		return translated{}, err
	}
	return translated{t.out.String(), true, t.forward}, nil
}

func (t *translator) errorf(format string, args ...any) error {
	return fmt.Errorf("pattern %q, character %d: %s", t.in, utf8.RuneCountInString(t.in[:min(t.pos, len(t.in))])+1, fmt.Sprintf(format, args...))
}

func (t *translator) more() bool { return t.pos < len(t.in) }

func (t *translator) peek() byte {
	if t.pos < len(t.in) {
		return t.in[t.pos]
	}
	return 0
}

func (t *translator) run() error {
	depth := 0
	for t.more() {
		switch b := t.in[t.pos]; b {
		case '\\':
			if err := t.escape(); err != nil {
				return err
			}
		case '[':
			set, err := t.class()
			if err != nil {
				return err
			}
			t.writeSet(set)
		case '(':
			if err := t.group(&depth); err != nil {
				return err
			}
		case ')':
			if depth == 0 {
				return t.errorf("unmatched )")
			}
			depth--
			t.out.WriteByte(b)
			t.pos++
		case '*', '+', '?':
			t.out.WriteByte(b)
			t.pos++
			t.quantifierTail()
		case '{':
			end := strings.IndexByte(t.in[t.pos:], '}')
			if end < 0 || !isCount(t.in[t.pos+1:t.pos+end]) {
				t.literal('{')
				t.pos++
				break
			}
			t.out.WriteString(t.in[t.pos : t.pos+end+1])
			t.pos += end + 1
			t.quantifierTail()
		case '}', ']':
			t.literal(rune(b))
			t.pos++
		case ' ', '\t', '\n', '\r', '#':
			if !t.extended {
				t.literal(rune(b))
				t.pos++
				break
			}
			if b == '#' {
				for t.more() && t.in[t.pos] != '\n' {
					t.pos++
				}
				break
			}
			t.pos++
		case '.', '|', '^', '$':
			t.out.WriteByte(b)
			t.pos++
		default:
			r, n := utf8.DecodeRuneInString(t.in[t.pos:])
			t.literal(r)
			t.pos += n
		}
	}
	if depth > 0 {
		return t.errorf("missing )")
	}
	return nil
}

func isCount(s string) bool {
	lo, hi, comma := strings.Cut(s, ",")
	_, err := strconv.Atoi(lo)
	if err != nil {
		return false
	}
	if comma && hi != "" {
		_, err = strconv.Atoi(hi)
	}
	return err == nil
}

// quantifierTail reads what follows a quantifier: ? for lazy, + for possessive.
// A possessive quantifier becomes an atomic group, which needs the start of what
// is repeated: it is found in what was written so far.
func (t *translator) quantifierTail() {
	switch t.peek() {
	case '?':
		t.out.WriteByte('?')
		t.pos++
	case '+':
		t.pos++
		t.rich, t.forward = true, true
		if t.forRich {
			s := t.out.String()
			k := atomStart(s)
			t.out.Reset()
			t.out.WriteString(s[:k] + "(?>" + s[k:] + ")")
		}
	}
}

// atomStart is the byte at which the last atom of s, quantifier included,
// starts.
func atomStart(s string) int {
	i := len(s)
	if s[i-1] == '}' {
		i = strings.LastIndexByte(s, '{')
	} else {
		i--
	}
	if i == 0 {
		return 0
	}
	switch s[i-1] {
	case ')', ']':
		var stack []int
		inClass := -1
		for k := 0; k < i; k++ {
			switch {
			case s[k] == '\\':
				k++
			case inClass >= 0:
				if s[k] == ']' {
					if k == i-1 {
						return inClass
					}
					inClass = -1
				}
			case s[k] == '[':
				inClass = k
			case s[k] == '(':
				stack = append(stack, k)
			case s[k] == ')':
				top := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				if k == i-1 {
					return top
				}
			}
		}
	}
	_, n := utf8.DecodeLastRuneInString(s[:i])
	k := i - n
	for k > 0 && s[k-1] == '\\' && (k < 2 || s[k-2] != '\\') {
		k--
	}
	return k
}

// literal writes one character that stands for itself.
func (t *translator) literal(r rune) {
	if r < utf8.RuneSelf && !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
		switch r {
		case '\n':
			t.out.WriteString(`\n`)
			return
		case '\r':
			t.out.WriteString(`\r`)
			return
		case '\t':
			t.out.WriteString(`\t`)
			return
		}
		if r < ' ' || r == 0x7f {
			fmt.Fprintf(&t.out, `\x%02x`, r)
			return
		}
		if strings.ContainsRune(`\.+*?()|[]{}^$`, r) {
			t.out.WriteByte('\\')
		}
	}
	t.out.WriteRune(r)
}

// group reads an opening parenthesis with what follows it.
func (t *translator) group(depth *int) error {
	rest := t.in[t.pos:]
	if !strings.HasPrefix(rest, "(?") {
		*depth++
		t.out.WriteByte('(')
		t.pos++
		return nil
	}
	for _, p := range []string{"(?=", "(?!", "(?<=", "(?<!", "(?>"} {
		if strings.HasPrefix(rest, p) {
			*depth++
			t.rich = true
			t.forward = t.forward || p == "(?>"
			t.out.WriteString(p)
			t.pos += len(p)
			return nil
		}
	}
	if strings.HasPrefix(rest, "(?#") {
		end := strings.IndexByte(rest, ')')
		if end < 0 {
			return t.errorf("missing ) after comment")
		}
		t.pos += end + 1
		return nil
	}
	if strings.HasPrefix(rest, "(?<") || strings.HasPrefix(rest, "(?P<") {
		end := strings.IndexByte(rest, '>')
		if end < 0 {
			return t.errorf("missing > of a group name")
		}
		name := rest[strings.IndexByte(rest, '<')+1 : end]
		*depth++
		if t.forRich {
			t.out.WriteString("(?<" + name + ">")
		} else {
			t.out.WriteString("(?P<" + name + ">")
		}
		t.pos += end + 1
		return nil
	}
	// flags
	i, on := 2, true
	var plus, minus string
	for ; i < len(rest) && rest[i] != ')' && rest[i] != ':'; i++ {
		switch f := rest[i]; f {
		case '-':
			on = false
		case 'i', 's', 'm':
			if on {
				plus += string(f)
			} else {
				minus += string(f)
			}
		case 'x':
			t.extended = on
		case 'u', 'U', 'd', 'w': // Unicode case and classes, UNIX lines, ICU words
		default:
			return t.errorf("unknown flag %q", string(f))
		}
	}
	if i >= len(rest) {
		return t.errorf("missing ) after flags")
	}
	flags := plus
	if minus != "" {
		flags += "-" + minus
	}
	if rest[i] == ':' {
		*depth++
		t.out.WriteString("(?" + flags + ":")
	} else if flags != "" {
		t.out.WriteString("(?" + flags + ")")
	}
	t.pos += i + 1
	return nil
}

// escape reads a backslash outside a class.
func (t *translator) escape() error {
	if t.pos+1 >= len(t.in) {
		return t.errorf("trailing backslash")
	}
	switch b := t.in[t.pos+1]; b {
	case 'Q':
		body := t.in[t.pos+2:]
		end := strings.Index(body, `\E`)
		next := end + 2
		if end < 0 {
			end, next = len(body), len(body)
		}
		for _, r := range body[:end] {
			t.literal(r)
		}
		t.pos += 2 + next
		return nil
	case 'E':
		t.pos += 2
		return nil
	case 'b', 'B', 'A', 'z':
		t.out.WriteString(`\` + string(b))
		t.pos += 2
		return nil
	case 'Z':
		t.out.WriteString(`$`)
		t.pos += 2
		return nil
	case 'G':
		return t.errorf(`\G has no meaning in a rule`)
	case 'X':
		t.out.WriteString(`(?:\P{M}\p{M}*)`)
		t.pos += 2
		return nil
	case 'R':
		t.out.WriteString(`(?:\r\n|[\n\x0b\f\r\x85` + "\u2028\u2029" + `])`)
		t.pos += 2
		return nil
	case 'k':
		end := strings.IndexByte(t.in[t.pos:], '>')
		if end < 0 {
			return t.errorf(`missing > after \k`)
		}
		t.rich, t.forward = true, true
		t.out.WriteString(t.in[t.pos : t.pos+end+1])
		t.pos += end + 1
		return nil
	}
	if b := t.in[t.pos+1]; b >= '1' && b <= '9' {
		t.rich, t.forward = true, true
		t.out.WriteString(`\` + string(b))
		t.pos += 2
		return nil
	}
	set, single, err := t.escapeSet()
	if err != nil {
		return err
	}
	if single >= 0 {
		t.literal(single)
		return nil
	}
	t.writeSet(set)
	return nil
}

// runeSet is sorted pairs of first and last rune.
type runeSet []rune

func (s runeSet) clean() runeSet {
	type pair struct{ lo, hi rune }
	ps := make([]pair, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		ps = append(ps, pair{s[i], s[i+1]})
	}
	slices.SortFunc(ps, func(a, b pair) int { return int(a.lo) - int(b.lo) })
	var out runeSet
	for _, p := range ps {
		if n := len(out); n > 0 && p.lo <= out[n-1]+1 {
			out[n-1] = max(out[n-1], p.hi)
			continue
		}
		out = append(out, p.lo, p.hi)
	}
	return out
}

func (s runeSet) negate() runeSet {
	s = s.clean()
	var out runeSet
	next := rune(0)
	for i := 0; i < len(s); i += 2 {
		if s[i] > next {
			out = append(out, next, s[i]-1)
		}
		next = s[i+1] + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, next, unicode.MaxRune)
	}
	return out
}

func (s runeSet) and(o runeSet) runeSet {
	return append(slices.Clone(s.negate()), o.negate()...).clean().negate()
}

func tableSet(tabs ...*unicode.RangeTable) runeSet {
	var s runeSet
	for _, t := range tabs {
		for _, r := range t.R16 {
			s = appendStride(s, rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range t.R32 {
			s = appendStride(s, rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	return s.clean()
}

func appendStride(s runeSet, lo, hi, stride rune) runeSet {
	if stride == 1 {
		return append(s, lo, hi)
	}
	for r := lo; r <= hi; r += stride {
		s = append(s, r, r)
	}
	return s
}

var (
	verticalSet   = runeSet{'\n', '\r', 0x85, 0x85, 0x2028, 0x2029}
	horizontalSet = append(runeSet{'\t', '\t'}, tableSet(unicode.Zs)...).clean()
)

func (t *translator) spaceSet() runeSet {
	if t.java {
		return runeSet{'\t', '\r', ' ', ' '}
	}
	return append(runeSet{'\t', '\r', 0x85, 0x85}, tableSet(unicode.Z)...).clean()
}

func (t *translator) wordSet() runeSet {
	if t.java {
		return runeSet{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}
	}
	return append(tableSet(unicode.L, unicode.M, unicode.Nd, unicode.Pc), 0x200c, 0x200d).clean()
}

func (t *translator) digitSet() runeSet {
	if t.java {
		return runeSet{'0', '9'}
	}
	return tableSet(unicode.Nd)
}

// escapeSet reads an escape that stands for a set of characters, or for a
// single one (single >= 0).
func (t *translator) escapeSet() (set runeSet, single rune, err error) {
	if t.pos+1 >= len(t.in) {
		return nil, -1, t.errorf("trailing backslash")
	}
	b := t.in[t.pos+1]
	hex := func(from, n int) (rune, bool) {
		if from+n > len(t.in) {
			return 0, false
		}
		v, err := strconv.ParseUint(t.in[from:from+n], 16, 32)
		return rune(v), err == nil && v <= unicode.MaxRune
	}
	switch b {
	case 's', 'S', 'w', 'W', 'd', 'D', 'h', 'H', 'v', 'V':
		switch b | 0x20 {
		case 's':
			set = t.spaceSet()
		case 'w':
			set = t.wordSet()
		case 'd':
			set = t.digitSet()
		case 'h':
			set = horizontalSet
		case 'v':
			set = verticalSet
		}
		if b < 'a' {
			set = set.negate()
		}
		t.pos += 2
		return set, -1, nil
	case 'p', 'P':
		return t.property(b == 'P')
	case 'n':
		single = '\n'
	case 'r':
		single = '\r'
	case 't':
		single = '\t'
	case 'f':
		single = '\f'
	case 'a':
		single = 7
	case 'e':
		single = 0x1b
	case '0':
		n := 2
		for n < 5 && t.pos+n < len(t.in) && t.in[t.pos+n] >= '0' && t.in[t.pos+n] <= '7' {
			n++
		}
		v, err := strconv.ParseUint(t.in[t.pos+2:t.pos+n], 8, 16)
		if err != nil {
			return nil, -1, t.errorf(`\0 without digits`)
		}
		t.pos += n
		return nil, rune(v), nil
	case 'c':
		if t.pos+2 >= len(t.in) {
			return nil, -1, t.errorf(`trailing \c`)
		}
		single = rune(t.in[t.pos+2] & 0x1f)
		t.pos++
	case 'u', 'U', 'x':
		n := map[byte]int{'u': 4, 'U': 8, 'x': 2}[b]
		if b == 'x' && t.pos+2 < len(t.in) && t.in[t.pos+2] == '{' {
			end := strings.IndexByte(t.in[t.pos:], '}')
			if end < 0 {
				return nil, -1, t.errorf(`missing } after \x{`)
			}
			v, ok := hex(t.pos+3, end-3)
			if !ok {
				return nil, -1, t.errorf(`%s is no character`, t.in[t.pos:t.pos+end+1])
			}
			t.pos += end + 1
			return nil, v, nil
		}
		v, ok := hex(t.pos+2, n)
		if !ok {
			return nil, -1, t.errorf(`\%c without %d hexadecimal digits`, b, n)
		}
		t.pos += 2 + n
		return nil, v, nil
	default:
		r, n := utf8.DecodeRuneInString(t.in[t.pos+1:])
		if unicode.IsLetter(r) && r < utf8.RuneSelf || unicode.IsDigit(r) {
			return nil, -1, t.errorf(`unknown escape \%c`, r)
		}
		t.pos += 1 + n
		return nil, r, nil
	}
	t.pos += 2
	return nil, single, nil
}

// posix are the names of Java and POSIX classes; the second set, where there is
// one, is for Unicode patterns.
var posix = map[string][2]runeSet{
	"lower":  {{'a', 'z'}, nil},
	"upper":  {{'A', 'Z'}, nil},
	"alpha":  {{'A', 'Z', 'a', 'z'}, nil},
	"digit":  {{'0', '9'}, nil},
	"alnum":  {{'0', '9', 'A', 'Z', 'a', 'z'}, nil},
	"punct":  {{'!', '/', ':', '@', '[', '`', '{', '~'}, nil},
	"graph":  {{'!', '~'}, nil},
	"print":  {{' ', '~'}, nil},
	"blank":  {{'\t', '\t', ' ', ' '}, nil},
	"cntrl":  {{0, 0x1f, 0x7f, 0x7f}, nil},
	"xdigit": {{'0', '9', 'A', 'F', 'a', 'f'}, nil},
	"space":  {{'\t', '\r', ' ', ' '}, nil},
	"ascii":  {{0, 0x7f}, nil},
}

// property reads \p{…} or \pL.
func (t *translator) property(negated bool) (runeSet, rune, error) {
	start := t.pos
	t.pos += 2
	var name string
	if t.peek() == '{' {
		end := strings.IndexByte(t.in[t.pos:], '}')
		if end < 0 {
			return nil, -1, t.errorf(`missing } after \p{`)
		}
		name = t.in[t.pos+1 : t.pos+end]
		t.pos += end + 1
	} else if t.more() {
		name = t.in[t.pos : t.pos+1]
		t.pos++
	}
	if strings.HasPrefix(name, "^") {
		negated = !negated
		name = name[1:]
	}
	set, ok := propertySet(name, t.java)
	if !ok {
		t.pos = start
		return nil, -1, t.errorf(`unknown property \p{%s}`, name)
	}
	if negated {
		set = set.negate()
	}
	return set, -1, nil
}

// longNames are the long names of general categories (UAX 44, table 12).
var longNames = map[string]string{
	"letter": "L", "casedletter": "LC", "uppercaseletter": "Lu", "lowercaseletter": "Ll", "titlecaseletter": "Lt", "modifierletter": "Lm", "otherletter": "Lo",
	"mark": "M", "nonspacingmark": "Mn", "spacingmark": "Mc", "enclosingmark": "Me",
	"number": "N", "decimalnumber": "Nd", "letternumber": "Nl", "othernumber": "No",
	"punctuation": "P", "connectorpunctuation": "Pc", "dashpunctuation": "Pd", "openpunctuation": "Ps", "closepunctuation": "Pe",
	"initialpunctuation": "Pi", "finalpunctuation": "Pf", "otherpunctuation": "Po",
	"symbol": "S", "mathsymbol": "Sm", "currencysymbol": "Sc", "modifiersymbol": "Sk", "othersymbol": "So",
	"separator": "Z", "spaceseparator": "Zs", "lineseparator": "Zl", "paragraphseparator": "Zp",
	"other": "C", "control": "Cc", "format": "Cf", "surrogate": "Cs", "privateuse": "Co",
}

func propertySet(name string, java bool) (runeSet, bool) {
	fold := func(s string) string {
		return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(s))
	}
	kind, value, ok := strings.Cut(name, "=")
	if !ok {
		kind, value = "", name
	}
	f := fold(value)
	if kind == "" {
		for _, prefix := range []string{"java", "is", "in"} { // IsLatin, InGreek, javaLowerCase
			if rest, ok := strings.CutPrefix(f, prefix); ok && rest != "" && fold(name) != "inherited" {
				if s, ok := propertySet(rest, java); ok {
					return s, true
				}
			}
		}
		switch f {
		case "any", "all":
			return runeSet{0, unicode.MaxRune}, true
		case "lowercase":
			return tableSet(unicode.Lower, unicode.Other_Lowercase), true
		case "uppercase":
			return tableSet(unicode.Upper, unicode.Other_Uppercase), true
		case "alphabetic", "letterordigit":
			s := tableSet(unicode.L, unicode.Nl, unicode.Other_Alphabetic)
			if f == "letterordigit" {
				s = append(s, tableSet(unicode.Nd)...).clean()
			}
			return s, true
		case "whitespace", "spacechar":
			return append(runeSet{'\t', '\r', 0x85, 0x85}, tableSet(unicode.Z)...).clean(), true
		case "ideographic":
			return tableSet(unicode.Ideographic), true
		case "lc", "l1":
			return tableSet(unicode.Lu, unicode.Ll, unicode.Lt), true
		case "cjkunifiedideographs":
			return runeSet{0x4e00, 0x9fff}, true
		case "punct":
			if !java {
				return tableSet(unicode.P), true
			}
		}
		if p, ok := posix[f]; ok {
			if !java {
				switch f {
				case "lower":
					return tableSet(unicode.Lower), true
				case "upper":
					return tableSet(unicode.Upper), true
				case "alpha":
					return tableSet(unicode.L, unicode.Nl), true
				case "digit":
					return tableSet(unicode.Nd), true
				case "alnum":
					return tableSet(unicode.L, unicode.Nl, unicode.Nd), true
				case "space", "blank":
					return append(runeSet{'\t', '\r'}, tableSet(unicode.Z)...).clean(), true
				}
			}
			return p[0], true
		}
	}
	if short, ok := longNames[f]; ok {
		f = strings.ToLower(short)
	}
	for n, tab := range unicode.Categories {
		if strings.ToLower(n) == f {
			return tableSet(tab), true
		}
	}
	for n, tab := range unicode.Scripts {
		if fold(n) == f {
			return tableSet(tab), true
		}
	}
	for n, tab := range unicode.Properties {
		if fold(n) == f {
			return tableSet(tab), true
		}
	}
	return nil, false
}

// class reads a bracketed class with its set operations.
func (t *translator) class() (runeSet, error) {
	start := t.pos
	t.pos++
	negated := false
	if t.peek() == '^' {
		negated = true
		t.pos++
	}
	var set, left runeSet
	op := byte(0) // pending & or -
	first := true
	flush := func() {
		switch op {
		case '&':
			set = left.and(set)
		case '-':
			set = left.and(set.negate())
		}
		op = 0
	}
	for {
		if !t.more() {
			t.pos = start
			return nil, t.errorf("missing ]")
		}
		rest := t.in[t.pos:]
		switch {
		case rest[0] == ']' && !first:
			t.pos++
			flush()
			if negated {
				set = set.negate()
			}
			return set.clean(), nil
		case strings.HasPrefix(rest, "&&"), strings.HasPrefix(rest, "--") && !first:
			flush()
			left, set, op = set.clean(), nil, rest[0]
			t.pos += 2
			continue
		case strings.HasPrefix(rest, "[:"):
			end := strings.Index(rest, ":]")
			if end > 0 {
				name := rest[2:end]
				not := strings.HasPrefix(name, "^")
				s, ok := propertySet(strings.TrimPrefix(name, "^"), t.java)
				if !ok {
					return nil, t.errorf("unknown class [:%s:]", name)
				}
				if not {
					s = s.negate()
				}
				set = append(set, s...)
				t.pos += end + 2
				first = false
				continue
			}
			fallthrough
		case rest[0] == '[':
			s, err := t.class()
			if err != nil {
				return nil, err
			}
			set = append(set, s...)
			first = false
			continue
		}
		first = false
		lo, s, err := t.classAtom()
		if err != nil {
			return nil, err
		}
		if lo < 0 {
			set = append(set, s...)
			continue
		}
		hi := lo
		if t.peek() == '-' && t.pos+1 < len(t.in) && t.in[t.pos+1] != ']' && t.in[t.pos+1] != '[' && t.in[t.pos+1] != '-' {
			save := t.pos
			t.pos++
			h, _, err := t.classAtom()
			switch {
			case err != nil:
				return nil, err
			case h < 0: // a-\w: the dash stands for itself
				t.pos = save
			case h < lo:
				return nil, t.errorf("range out of order")
			default:
				hi = h
			}
			if h < 0 {
				set = append(set, lo, lo, '-', '-')
				t.pos++
				continue
			}
		}
		set = append(set, lo, hi)
	}
}

// classAtom reads a character (r >= 0) or a set inside a class.
func (t *translator) classAtom() (r rune, set runeSet, err error) {
	if t.peek() == '\\' {
		if t.pos+1 < len(t.in) {
			switch t.in[t.pos+1] {
			case 'b':
				t.pos += 2
				return 8, nil, nil
			case 'Q':
				body := t.in[t.pos+2:]
				end := strings.Index(body, `\E`)
				next := end + 2
				if end < 0 {
					end, next = len(body), len(body)
				}
				for _, r := range body[:end] {
					set = append(set, r, r)
				}
				t.pos += 2 + next
				return -1, set, nil
			case 'E':
				t.pos += 2
				return -1, nil, nil
			}
		}
		set, single, err := t.escapeSet()
		if err != nil || single < 0 {
			return -1, set, err
		}
		return single, nil, nil
	}
	r, n := utf8.DecodeRuneInString(t.in[t.pos:])
	t.pos += n
	return r, nil, nil
}

// writeSet writes a class of plain ranges, which both engines read alike.
func (t *translator) writeSet(s runeSet) {
	s = s.clean()
	if len(s) == 0 { // matches nothing
		if t.forRich {
			t.out.WriteString(`(?!)`)
		} else {
			t.out.WriteString(`[^\x00-\x{10FFFF}]`)
		}
		return
	}
	one := func(r rune) {
		switch {
		case r < utf8.RuneSelf && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'):
			t.out.WriteRune(r)
		case t.forRich && r <= 0xffff:
			fmt.Fprintf(&t.out, `\u%04X`, r)
		case t.forRich:
			t.out.WriteRune(r)
		default:
			fmt.Fprintf(&t.out, `\x{%X}`, r)
		}
	}
	t.out.WriteByte('[')
	for i := 0; i < len(s); i += 2 {
		one(s[i])
		if s[i+1] > s[i] {
			t.out.WriteByte('-')
			one(s[i+1])
		}
	}
	t.out.WriteByte(']')
}

// reverse turns an expression round, so that it matches backwards what re
// matches forwards.
func reverse(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		slices.Reverse(re.Rune)
	case syntax.OpConcat:
		slices.Reverse(re.Sub)
	case syntax.OpBeginText:
		re.Op = syntax.OpEndText
	case syntax.OpEndText:
		re.Op = syntax.OpBeginText
	case syntax.OpBeginLine:
		re.Op = syntax.OpEndLine
	case syntax.OpEndLine:
		re.Op = syntax.OpBeginLine
	}
	for _, s := range re.Sub {
		reverse(s)
	}
}
