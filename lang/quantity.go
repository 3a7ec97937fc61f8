package lang

import (
	"math"
	"sort"
	"strings"

	"github.com/tercet/tercet/text"
)

// QuantityKind says what a Quantity counts or measures.
type QuantityKind string

// The kinds of quantity. Two quantities with the same value and different
// kinds are different things (35 and 35th).
const (
	Cardinal    QuantityKind = "cardinal"    // 35, thirty-five, 三十五
	Ordinal     QuantityKind = "ordinal"     // 35e, 35th, 第三十五; centuries have Unit "century"
	Anniversary QuantityKind = "anniversary" // 35e anniversaire, 35th anniversary, 35周年
	Percent     QuantityKind = "percent"     // 3,5 %, 3.5 per cent, 百分之三点五: Value 3.5
	Measure     QuantityKind = "measure"     // Unit is a unit of data/units.tsv
	Money       QuantityKind = "money"       // Unit is an ISO 4217 code
	Fraction    QuantityKind = "fraction"    // deux tiers, two thirds, 三分之二: Value 2/3
)

// Quantity is a number as a value, whatever it is written in.
type Quantity struct {
	text.Span // bytes of the text searched, unit included
	Kind      QuantityKind
	Value     float64 // in Unit; multipliers (million, 亿) are worked in; 0 for several hours, 几个月
	High      float64 // upper end of a range (3 à 5); equal to Value otherwise
	// Alt is the other reading of an ambiguous form (1,234 in French: 1.234 or
	// 1234); 0 where there is none.
	Alt float64
	// Unit is "" for bare numbers; units that one form may stand for are joined
	// with | (dollars: USD|CAD|AUD).
	Unit   string
	Approx bool // une dizaine, about 30, 近百
	Words  bool // written in words or Chinese numerals, not in digits
	// Loose says that other versions need not carry the number: one, two, half,
	// first, dozens, a Chinese numeral that may be part of a word, a number word
	// in an idiom.
	Loose bool
	// Mark says that the number heads the text as a paragraph mark (10., 一、).
	Mark bool
}

// Values are the quantities and dates of one text, each in order.
type Values struct {
	Quantities []Quantity
	Dates      []Date
}

// Values lists the quantities and the dates of s. Numbers that belong to a date
// are no quantities. Document symbols (A/69/L.63), codes (COVID-19) and web
// addresses hold none. A language without data has none.
func (l *Language) Values(s string) Values {
	if l.values == nil {
		return Values{}
	}
	v := l.values(s)
	end := 0
	for i := range v.Quantities { // a sign that two could claim (3°C$3) is the first one's
		q := &v.Quantities[i]
		q.Start = max(q.Start, end)
		end = q.End
	}
	return v
}

// Quantities lists the quantities of s in order; their spans do not overlap.
func (l *Language) Quantities(s string) []Quantity { return l.Values(s).Quantities }

// Dates lists the dates of s and parts of dates in order. A list or a range
// (16 to 18 February 2015) is a date each, the month and year on all that they
// stand for.
func (l *Language) Dates(s string) []Date { return l.Values(s).Dates }

type unit struct {
	name, dim string
	size      float64
}

// SameDimension reports whether a quantity in unit a can be one in unit b: bare
// numbers go with everything.
func SameDimension(a, b string) bool {
	if a == "" || b == "" || a == b {
		return true
	}
	for _, x := range strings.Split(a, "|") {
		for _, y := range strings.Split(b, "|") {
			if x == y || dimension(x) == dimension(y) {
				return true
			}
		}
	}
	return false
}

func dimension(name string) string {
	if u, ok := unitTable()[name]; ok {
		return u.dim
	}
	switch {
	case name == "%" || name == "‰":
		return "percent"
	case len(name) == 3 && strings.ToUpper(name) == name:
		return "money"
	}
	return name
}

// Same reports whether two quantities say the same: equal values in the same
// unit, or values that a conversion between units makes equal within the
// rounding usual in translation (7 %, 1.5 degrees; a yard may stand for a metre). A quantity without unit
// equals one of the same value in any unit.
func Same(a, b *Quantity) bool {
	if a.Approx && b.Approx && a.Value > 0 && a.Unit == b.Unit && near(a.Value, b.Value, .2) { // a dozen, 十几
		return true
	}
	// a third, told as an ordinal
	if a.Kind != b.Kind && (a.Kind == Fraction && b.Kind == Ordinal && near(a.Value*b.Value, 1, 1e-9) || a.Kind == Ordinal && b.Kind == Fraction && near(a.Value*b.Value, 1, 1e-9)) {
		return true
	}
	// half of them, 50 %
	if a.Kind == Fraction && b.Kind == Percent && b.Unit == "%" && near(a.Value*100, b.Value, 1e-9) || a.Kind == Percent && a.Unit == "%" && b.Kind == Fraction && near(b.Value*100, a.Value, 1e-9) {
		return true
	}
	for _, x := range a.readings() {
		for _, y := range b.readings() {
			if sameValue(x, a.Unit, y, b.Unit, a.Approx || b.Approx) {
				return true
			}
		}
	}
	return false
}

func (q *Quantity) readings() []float64 {
	if q.Alt != 0 {
		return []float64{q.Value, q.Alt}
	}
	return []float64{q.Value}
}

func near(x, y, tol float64) bool {
	return x == y || math.Abs(x-y) <= tol*math.Max(math.Abs(x), math.Abs(y))
}

func sameValue(x float64, ux string, y float64, uy string, approx bool) bool {
	if (x == 0) != (y == 0) {
		return false
	}
	if x == 0 && approx {
		return ux == uy || long(ux) && long(uy)
	}
	if ux == uy || ux == "" || uy == "" {
		return near(x, y, 1e-9)
	}
	for _, a := range strings.Split(ux, "|") {
		for _, b := range strings.Split(uy, "|") {
			if a == b {
				if near(x, y, 1e-9) {
					return true
				}
				continue
			}
			da := dimension(a)
			if da != dimension(b) {
				continue
			}
			switch da {
			case "money":
			case "percent":
				if a == "‰" {
					x /= 10
				}
				if b == "‰" {
					y /= 10
				}
				return near(x, y, 1e-9)
			case "temperature":
				if a == "fahrenheit" {
					if math.Abs((x-32)/1.8-y) <= 1.5 {
						return true
					}
				} else if math.Abs((y-32)/1.8-x) <= 1.5 {
					return true
				}
			default:
				t := unitTable()
				tol := 0.07
				if da == "time" { // calendar conversions are exact, but for months in days and weeks
					tol = 0.035
				}
				if x == y && (a == "yard" && b == "metre" || a == "metre" && b == "yard") {
					return true
				}
				if near(x*t[a].size, y*t[b].size, tol) {
					return true
				}
			}
		}
	}
	return false
}

func long(u string) bool { return u == "year" || u == "decade" || u == "century" }

func sortValues(v *Values) {
	sort.SliceStable(v.Quantities, func(i, j int) bool { return v.Quantities[i].Start < v.Quantities[j].Start })
	sort.SliceStable(v.Dates, func(i, j int) bool { return v.Dates[i].Start < v.Dates[j].Start })
}
