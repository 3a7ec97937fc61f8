package divergence

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// item is a quantity or a date of one side.
type item struct {
	side int
	span text.Span
	q    *lang.Quantity
	d    *lang.Date
	val  float64 // of a quantity: the low or the high end of its range
	firm bool    // other versions must carry it
	term bool    // stands inside a glossary term
	used bool    // in a finding
	// has is, per side, how far its counterpart stands there: 2 all of it, 1
	// without contradiction but in part, 0 nothing.
	has []int
}

func (it *item) isDate() bool { return it.d != nil }

// items lists the quantities and dates of side i.
func (p *Pass) items(i int) []*item {
	v := p.values(i)
	terms := p.Terms(i)
	var out []*item
	inTerm := func(s text.Span) bool {
		for k := range terms {
			if terms[k].Contains(s) {
				return true
			}
		}
		return false
	}
	for k := range v.Quantities {
		q := &v.Quantities[k]
		it := &item{side: i, span: q.Span, q: q, val: q.Value, term: inTerm(q.Span)}
		it.firm = !q.Loose && !q.Mark && !it.term
		out = append(out, it)
		if q.High != q.Value {
			h := *it
			h.val = q.High
			out = append(out, &h)
		}
	}
	for k := range v.Dates {
		d := &v.Dates[k]
		it := &item{side: i, span: d.Span, d: d, term: inTerm(d.Span)}
		it.firm = !it.term && d.Relative == ""
		out = append(out, it)
	}
	for _, it := range out {
		it.has = make([]int, len(p.Sides))
	}
	return out
}

// same tells how far y carries what x says: 2 all, 1 part without
// contradiction, 0 not.
func same(x, y *item) int {
	switch {
	case x.q != nil && y.q != nil:
		if x.stretch() && y.q.Unit != "" && x.q.Unit == y.q.Unit { // in weeks, in three weeks
			return 2
		}
		a, b := *x.q, *y.q
		if x.val != a.Value {
			a.Value, a.Alt = x.val, 0
		}
		if y.val != b.Value {
			b.Value, b.Alt = y.val, 0
		}
		if lang.Same(&a, &b) {
			if x.q.Mark != y.q.Mark {
				return 1 // a paragraph mark is none of the numbers of the text
			}
			return 2
		}
		return 0
	case x.d != nil && y.d != nil:
		return sameDate(x.d, y.d)
	case x.q != nil:
		return cross(x, y.d)
	}
	return cross(y, x.d)
}

// cross compares a number with the parts of a date: 1990 with a bare year, the
// 19th with a day.
func cross(x *item, d *lang.Date) int {
	if x.q.Unit != "" && x.q.Unit != "hour" && x.q.Unit != "minute" && x.q.Unit != "year" && x.q.Unit != "day" {
		return 0
	}
	for _, v := range []float64{x.val, x.q.Alt} {
		if v == 0 && v != x.val {
			continue
		}
		n := int(v)
		if float64(n) != v {
			continue
		}
		switch u := x.q.Unit; {
		case d.Year > 0 && n == d.Year && (u == "" || u == "year"):
			if d.Bare {
				return 2
			}
			return 1
		case x.q.Words && x.q.Kind != lang.Ordinal:
		case u == "" && !x.q.Words && (d.Year > 0 && n < 100 && n == d.Year%100 && !d.Bare || d.Month > 0 && n == d.Month || d.Weekday > 0 && n == d.Weekday):
			return 1
		case (u == "" || u == "day") && d.Day > 0 && n == d.Day:
			return 1
		case u == "hour" && d.Hour >= 0 && (n == d.Hour || n == d.Hour%12 || n%12 == d.Hour):
			return 2
		case u == "" && d.Hour >= 0 && (n == d.Hour || n == d.Hour%12 || n%12 == d.Hour || n == d.Minute && n > 0):
			return 1
		}
	}
	return 0
}

// dateParts compares part by part: how many are given on both and equal, how
// many given on both and different, how many of x are not given on y.
func dateParts(x, y *lang.Date) (equal, differ, lacking int) {
	part := func(a, b int, ok bool) {
		switch {
		case a <= 0:
		case b <= 0:
			lacking++
		case a == b || ok:
			equal++
		default:
			differ++
		}
	}
	part(x.Year, y.Year, false)
	part(x.Month, y.Month, false)
	part(x.Day, y.Day, false)
	part(x.Weekday, y.Weekday, false)
	if x.Hour >= 0 {
		switch {
		case y.Hour < 0:
			lacking++
		case x.Hour%12 == y.Hour%12 && x.Minute == y.Minute:
			equal++
		default:
			differ++
		}
	}
	if x.Relative != "" {
		switch {
		case y.Relative == "":
			lacking++
		case x.Relative == y.Relative:
			equal++
		case strings.TrimRight(x.Relative, "+-0123456789") == strings.TrimRight(y.Relative, "+-0123456789"):
			differ++
		default:
			lacking++
		}
	}
	return
}

// yearAlone reports whether d is a year without month, ofYear whether it names a year
// by the one in which the text was written, or by one told before.
func yearAlone(d *lang.Date) bool { return d.Year > 0 && d.Month == 0 && d.Day == 0 && !d.Decade }

func ofYear(d *lang.Date) bool { return strings.Contains(d.Relative, "year") }

func sameDate(x, y *lang.Date) int {
	equal, differ, lacking := dateParts(x, y)
	switch {
	case yearAlone(x) && ofYear(y), yearAlone(y) && ofYear(x): // 2015, this year
		return 1
	case differ > 0 || equal == 0:
		return 0
	case lacking == 0:
		return 2
	case lacking == 1 && x.Year > 0 && y.Year == 0 && equal > 0: // the year left out
		return 2
	}
	return 1
}

// conflict is how well y, which stands against x, explains that x is missing;
// 0 where it does not.
func conflict(x, y *item) int {
	switch {
	case x.d != nil && y.d != nil:
		equal, differ, lacking := dateParts(x.d, y.d)
		if differ == 0 {
			return 0
		}
		if equal == 0 && lacking > 0 {
			return 0
		}
		return 10 + 4*equal - lacking - differ
	case x.q != nil && y.q != nil:
		if !y.firm && y.q.Kind == lang.Fraction && x.q.Kind != lang.Fraction || article(y) && !article(x) && !(x.q.Unit != "" && x.q.Unit == y.q.Unit) {
			return 0 // half, a, un stand against no number
		}
		if y.q.Mark || !lang.SameDimension(x.q.Unit, y.q.Unit) {
			// 18 hours against 18 km: the number stands, the unit does not
			if x.val == y.val && x.q.Unit != "" && y.q.Unit != "" {
				return 6
			}
			return 0
		}
		if x.stretch() != y.stretch() {
			return 0
		}
		s := 5
		if x.q.Unit != "" && y.q.Unit != "" {
			s += 4
		} else if x.q.Unit != y.q.Unit {
			s -= 2
		}
		if x.q.Kind == y.q.Kind {
			s += 3
		}
		if x.q.Words == y.q.Words {
			s++
		}
		if x.val == y.val {
			s += 3
		}
		if !y.firm {
			s -= 3
		}
		if y.val == 1 {
			s -= 3
		}
		return s
	}
	d, q := x.d, y.q
	if d == nil {
		d, q = y.d, x.q
	}
	// 5 minutes against 5 heures, which may be a time
	if d.Hour >= 0 && d.Minute == 0 && q.Unit != "" && lang.SameDimension(q.Unit, "hour") && q.Value == float64(d.Hour) {
		return 6
	}
	// a bare year against a number of four digits
	if d.Bare && q.Unit == "" && q.Value >= 1000 && q.Value < 10000 {
		return 4
	}
	return 0
}

// article reports whether x may be the article a, un, or a 一 within a word.
func article(x *item) bool { return x.q.Words && x.q.Loose && x.val == 1 }

// compare compares the quantities and dates of all sides once for the checks
// number and date.
func (p *Pass) compare() {
	if p.state.compared {
		return
	}
	p.state.compared = true
	var sides []int
	for i := range p.Sides {
		if !p.Sides[i].Empty && p.Sides[i].Lang.Known() {
			sides = append(sides, i)
		}
	}
	if len(sides) < 2 {
		return
	}
	all := make([][]*item, len(p.Sides))
	for _, i := range sides {
		all[i] = p.items(i)
	}
	loose := make([]map[float64]bool, len(p.Sides))
	for _, i := range sides {
		for _, x := range all[i] {
			for _, j := range sides {
				if i == j {
					x.has[j] = 2
					continue
				}
				for _, y := range all[j] {
					s := same(x, y)
					if s == 2 && converted(x, y) && explained(y, x, all[i]) {
						s = 1 // 2 metres (6 feet): said twice here
					}
					x.has[j] = max(x.has[j], s)
				}
				if x.has[j] == 0 && x.q != nil && !x.q.Words {
					if loose[j] == nil {
						loose[j] = p.looseDigits(j)
					}
					if loose[j][x.val] {
						x.has[j] = 1
					}
				}
			}
		}
	}
	for _, i := range sides {
		for _, x := range all[i] {
			for _, j := range sides {
				if x.has[j] == 0 && x.q != nil && throughThird(x, all, j) {
					x.has[j] = 1
				}
			}
		}
	}
	for _, i := range sides {
		for _, j := range sides {
			if i != j {
				p.parted(i, all[i], all[j], j)
			}
		}
	}
	if p.Source >= 0 {
		if p.Sides[p.Source].Empty || !p.Sides[p.Source].Lang.Known() {
			return
		}
		for _, j := range sides {
			if j != p.Source {
				p.pair(all, p.Source, j)
			}
		}
		return
	}
	if len(sides) == 2 {
		p.pair(all, sides[0], sides[1])
		return
	}
	p.vote(all, sides)
}

// throughThird reports whether x, by the measure of a third version, is what side j
// says: 26 degrés are 80华氏度, and those the eighties of English.
func throughThird(x *item, all [][]*item, j int) bool {
	for k := range all {
		if k == j || k == x.side {
			continue
		}
		for _, z := range all[k] {
			if !converted(x, z) || same(x, z) != 2 {
				continue
			}
			for _, y := range all[j] {
				if y.q != nil && same(z, y) == 2 {
					return true
				}
			}
		}
	}
	return false
}

// parted finds the numbers of side i that side j has in two: four of seven is 4/7,
// and the decimal 7,10 of French may be a list of 7 and 10.
func (p *Pass) parted(i int, xs, ys []*item, j int) {
	const reach = 40 // bytes between the two
	for _, y := range ys {
		if y.q == nil || y.q.Words && y.q.Kind != lang.Fraction {
			continue
		}
		fraction := y.q.Kind == lang.Fraction
		first, second, list := commaPair(y.span.Of(p.Sides[j].Text))
		if !fraction && !list {
			continue
		}
		for a, x := range xs {
			if x.q == nil || x.q.Kind != lang.Cardinal && x.q.Kind != lang.Ordinal || fraction && x.val != math.Trunc(x.val) {
				continue
			}
			for _, z := range xs[a+1:] {
				if z.q == nil || z.span.Start-x.span.End > reach {
					continue
				}
				if fraction && equal(x.val, y.val*z.val) || list && x.val == first && z.val == second {
					for _, n := range []*item{x, z} {
						n.has[j] = max(n.has[j], 1)
					}
					y.has[i] = max(y.has[i], 1)
				}
			}
		}
	}
}

func equal(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// commaPair reads s as two numbers with a comma between.
func commaPair(s string) (a, b float64, ok bool) {
	l, r, found := strings.Cut(s, ",")
	if !found {
		return
	}
	a, err := strconv.ParseFloat(l, 64)
	if err != nil {
		return
	}
	b, err = strconv.ParseFloat(r, 64)
	return a, b, err == nil
}

// converted reports whether x and y are the same in different units.
func converted(x, y *item) bool {
	return x.q != nil && y.q != nil && x.q.Unit != "" && y.q.Unit != "" && x.val != y.val && !x.stretch()
}

// explained reports whether y, which x converts to, stands beside x too.
func explained(y, x *item, own []*item) bool {
	for _, z := range own {
		if z != x && z.q != nil && z.q != x.q && z.val == y.val && z.q.Unit == y.q.Unit {
			return true
		}
	}
	return false
}

// looseDigits are the numbers in digits of side i that stand in no quantity
// and no date: in codes, symbols and names.
func (p *Pass) looseDigits(i int) map[float64]bool {
	t := p.Sides[i].Text
	v := p.values(i)
	out := map[float64]bool{}
	qi, di := 0, 0
	for k := 0; k < len(t); {
		if t[k] < '0' || t[k] > '9' {
			k++
			continue
		}
		e := k
		for e < len(t) && t[e] >= '0' && t[e] <= '9' {
			e++
		}
		for qi < len(v.Quantities) && v.Quantities[qi].End <= k {
			qi++
		}
		for di < len(v.Dates) && v.Dates[di].End <= k {
			di++
		}
		in := qi < len(v.Quantities) && v.Quantities[qi].Start <= k || di < len(v.Dates) && v.Dates[di].Start <= k
		if !in && e-k < 10 {
			n, _ := strconv.Atoi(t[k:e])
			out[float64(n)] = true
			d := e
			if d+1 < len(t) && t[d] == '.' && t[d+1] >= '0' && t[d+1] <= '9' { // Table1.1
				for d++; d < len(t) && t[d] >= '0' && t[d] <= '9'; d++ {
				}
				v, _ := strconv.ParseFloat(t[k:d], 64)
				out[v] = true
			}
		}
		k = e
	}
	return out
}

// missing reports whether x has no counterpart on side j that would do.
func (x *item) missing(j int) bool { return x.has[j] == 0 }

// best finds the item of ys that explains best why x is missing from side j:
// one that itself lacks a counterpart on the sides given.
func best(x *item, ys []*item, against []int) *item {
	var found *item
	top := 0
	for _, y := range ys {
		if y.used || y.term && !x.term { // terms are for the check terminology, but for their numbers against one another
			continue
		}
		lacks := true
		for _, i := range against {
			if y.has[i] == 2 || y.has[i] == 1 && !(x.d != nil && y.d != nil) {
				lacks = false
			}
		}
		if !lacks {
			continue
		}
		if s := conflict(x, y); s > top {
			found, top = y, s
		}
	}
	return found
}

// pair compares two versions; j is the one to blame where nothing tells.
func (p *Pass) pair(all [][]*item, i, j int) {
	for _, x := range all[i] {
		if !(x.firm || x.d != nil && x.telling()) || x.used || x.has[j] == 2 || x.has[j] == 1 && x.q != nil {
			continue
		}
		if y := best(x, all[j], []int{i}); y != nil && (x.has[j] == 0 || y.has[i] == 0 || x.d != nil) {
			x.used, y.used = true, true
			p.differs(y, []*item{x}, -1)
		}
	}
	for _, y := range all[j] {
		if !y.firm || y.used || y.has[i] == 2 || y.has[i] == 1 && y.q != nil {
			continue
		}
		if x := best(y, all[i], []int{j}); x != nil {
			x.used, y.used = true, true
			p.differs(y, []*item{x}, -1)
		}
	}
	for _, x := range all[i] {
		if x.firm && !x.used && x.missing(j) {
			x.used = true
			p.lacks(j, []*item{x}, -1)
		}
	}
	if p.Source < 0 {
		for _, y := range all[j] {
			if y.firm && !y.used && y.missing(i) {
				y.used = true
				p.lacks(i, []*item{y}, -1)
			}
		}
	} else {
		for _, y := range all[j] {
			if y.firm && !y.used && y.missing(i) {
				y.used = true
				p.extra(y, -1)
			}
		}
	}
}

// telling reports whether a loose number says enough to be set against another:
// two or more of something, last year.
func (x *item) telling() bool {
	if x.d != nil {
		return x.d.Relative != "" && !x.term
	}
	return !x.q.Mark && (x.val >= 2 || x.stretch()) && x.q.Kind != lang.Fraction
}

// surplus finds the number that side k has more often than each of the others.
func surplus(x *item, all [][]*item, k int, others []int) *item {
	count := func(y *item, ys []*item) int {
		n := 0
		for _, z := range ys {
			if same(y, z) == 2 {
				n++
			}
		}
		return n
	}
	var found *item
	top := 0
	for _, y := range all[k] {
		if y.used || y.term || y.q == nil || !y.telling() {
			continue
		}
		n, more := count(y, all[k]), true
		for _, j := range others {
			more = more && n > count(y, all[j])
		}
		if s := conflict(x, y); more && s > top {
			found, top = y, s
		}
	}
	return found
}

// stretch reports whether x is a stretch of time without a number.
func (x *item) stretch() bool { return x.q != nil && x.q.Approx && x.val == 0 && x.q.Unit != "" }

// counterpart finds the item of ys that carries x.
func counterpart(x *item, ys []*item) *item {
	var found *item
	top := 0
	for _, y := range ys {
		if s := same(x, y); s > top {
			found, top = y, s
		}
	}
	return found
}

// vote compares three versions or more: what more than half of them carry is
// taken for right.
func (p *Pass) vote(all [][]*item, sides []int) {
	// first what others carry and one contradicts, then what one only lacks
	for pass := 0; pass < 3; pass++ {
		for _, i := range sides {
			for _, x := range all[i] {
				if x.used || !(x.firm || pass == 1 && x.telling()) {
					continue
				}
				var with, without []int
				for _, j := range sides {
					if x.has[j] == 2 {
						with = append(with, j)
					} else if x.has[j] == 0 || x.d != nil {
						without = append(without, j)
					}
				}
				if len(without) == 0 || len(with)*2 <= len(sides) || len(with)+len(without) < len(sides) {
					continue
				}
				witnesses := p.witnesses(x, all, with)
				if witnesses == nil {
					continue
				}
				for _, k := range without {
					if pass < 2 {
						y := best(x, all[k], with)
						if y == nil && x.q != nil && x.has[k] == 0 {
							y = surplus(x, all, k, with)
						}
						if y != nil && (x.firm || y.firm || x.term == y.term && y.telling()) {
							y.used = true
							use(witnesses)
							p.differs(y, witnesses, k)
						}
					} else if x.has[k] == 0 {
						use(witnesses)
						p.lacks(k, witnesses, k)
					}
				}
			}
		}
	}
	for _, i := range sides {
		for _, x := range all[i] {
			if !x.firm || x.used || !p.alone(x, sides) {
				continue
			}
			// two versions differ and the third says nothing
			var other *item
			for _, j := range sides {
				if j > i && other == nil {
					other = best(x, all[j], []int{i})
				}
			}
			x.used = true
			if other != nil && other.firm {
				other.used = true
				p.differs(other, []*item{x}, -1)
			} else {
				p.extra(x, i)
			}
		}
	}
}

func use(xs []*item) {
	for _, x := range xs {
		x.used = true
	}
}

func (p *Pass) alone(x *item, sides []int) bool {
	for _, j := range sides {
		if j != x.side && x.has[j] != 0 {
			return false
		}
	}
	return true
}

// witnesses are x and its counterparts on the sides given, x among them; nil if
// one of them is used up.
func (p *Pass) witnesses(x *item, all [][]*item, with []int) []*item {
	var out []*item
	for _, j := range with {
		if j == x.side {
			out = append(out, x)
			continue
		}
		y := counterpart(x, all[j])
		if y == nil {
			return nil
		}
		out = append(out, y)
	}
	return out
}

// forms are the forms of all versions abreast, in the order of the versions.
func (p *Pass) forms(items ...*item) string {
	fs := make([]string, len(p.Sides))
	for i := range fs {
		fs[i] = "–"
	}
	for _, it := range items {
		fs[it.side] = it.span.Of(p.Sides[it.side].Text)
	}
	return strings.Join(fs, " | ")
}

// langs joins the codes of versions.
func (p *Pass) langs(items []*item) string {
	var out []string
	for _, it := range items {
		out = append(out, p.Sides[it.side].Lang.Code)
	}
	return strings.Join(out, ", ")
}

func (p *Pass) name(kind string, it *item) string {
	if it.isDate() {
		return "date." + kind
	}
	return "number." + kind
}

// differs reports that y stands against the witnesses; odd is the side that is
// outvoted, -1 for none.
func (p *Pass) differs(y *item, witnesses []*item, odd int) {
	f := Finding{Severity: Error}
	x := witnesses[0]
	kind := "differs"
	if x.q != nil && y.q != nil {
		if x.val == y.val && x.q.Unit != y.q.Unit {
			kind = "unit"
		}
		switch {
		case odd < 0 && (!x.firm || !y.firm) && !(x.telling() && y.telling()):
			f.Severity = Note
		case x.q.Words || y.q.Words || x.q.Approx || y.q.Approx:
			f.Severity = Warning
		}
		if (x.q.Unit == "") != (y.q.Unit == "") && kind == "differs" && f.Severity == Error {
			f.Severity = Warning
		}
	}
	if (x.d == nil) != (y.d == nil) {
		f.Severity = Warning
		if d, q := y.d, x.q; d != nil && d.Hour >= 0 || x.d != nil && x.d.Hour >= 0 {
			if q == nil {
				q = y.q
			}
			if q.Unit != "" {
				kind = "unit"
			}
		}
	}
	if x.d != nil && y.d != nil {
		if x.d.Relative != "" {
			f.Severity = Warning
		}
	}
	lead := y
	if x.isDate() && kind != "unit" {
		lead = x
	}
	if kind == "unit" && lead.isDate() {
		lead = x
	}
	f.Message = Message{ID: p.name(kind, lead), Args: map[string]any{"Forms": p.forms(append([]*item{y}, witnesses...)...)}}
	if odd >= 0 {
		f.Odd = p.Sides[odd].Lang.Code
		f.Message.ID += "-odd"
		f.Message.Args["Odd"] = f.Odd
		f.Message.Args["Others"] = p.langs(witnesses)
	}
	f.At = append(f.At, Location{y.side, y.span})
	for _, w := range witnesses {
		f.At = append(f.At, Location{w.side, w.span})
	}
	p.state.numbers = append(p.state.numbers, f)
}

// lacks reports that side k carries nothing of what the witnesses say.
func (p *Pass) lacks(k int, witnesses []*item, odd int) {
	x := witnesses[0]
	f := Finding{Severity: Warning, Category: "accuracy/omission"}
	if x.q != nil && (x.q.Words || x.q.Approx) || x.d != nil && (x.d.Day == 0 && x.d.Year == 0 || x.d.Decade) {
		f.Severity = Note
	}
	if x.q != nil && math.Abs(x.val) <= 2 {
		f.Severity = Note
	}
	cited := x.d != nil && x.d.Bare
	for _, w := range witnesses {
		cited = cited && inBrackets(p.Sides[w.side].Text, w.span)
	}
	if cited {
		f.Severity = Note // resolution 1540 (2004)
	}
	f.Message = Message{ID: p.name("missing", x), Args: map[string]any{"Forms": p.forms(witnesses...), "Lang": p.Sides[k].Lang.Code, "Others": p.langs(witnesses)}}
	if odd >= 0 {
		f.Odd = p.Sides[odd].Lang.Code
	}
	f.At = append(f.At, Location{k, text.Span{}})
	for _, w := range witnesses {
		f.At = append(f.At, Location{w.side, w.span})
	}
	p.state.numbers = append(p.state.numbers, f)
}

// extra reports that one version alone carries x.
func (p *Pass) extra(x *item, odd int) {
	f := Finding{Severity: Warning, Category: "accuracy/addition"}
	if x.q != nil && (x.q.Words || x.q.Approx || x.val <= 2) || x.d != nil && (x.d.Day == 0 && x.d.Year == 0 || x.d.Decade) {
		f.Severity = Note
	}
	if x.d != nil && x.d.Bare && inBrackets(p.Sides[x.side].Text, x.span) {
		f.Severity = Note // no 9 (1989): what is cited is the same
	}
	f.Message = Message{ID: p.name("extra", x), Args: map[string]any{"Forms": p.forms(x), "Lang": p.Sides[x.side].Lang.Code}}
	if odd >= 0 {
		f.Odd = p.Sides[odd].Lang.Code
	}
	f.At = append(f.At, Location{x.side, x.span})
	for i := range p.Sides {
		if i != x.side {
			f.At = append(f.At, Location{i, text.Span{}})
		}
	}
	p.state.numbers = append(p.state.numbers, f)
}

// inBrackets reports whether s is all that stands in a pair of brackets of t.
func inBrackets(t string, s text.Span) bool {
	before, _ := utf8.DecodeLastRuneInString(t[:s.Start])
	after, _ := utf8.DecodeRuneInString(t[s.End:])
	return (before == '(' || before == '（') && (after == ')' || after == '）')
}
