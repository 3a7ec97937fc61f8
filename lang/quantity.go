package lang

import "github.com/tercet/tercet/text"

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
	Value     float64 // in Unit; multipliers (million, 亿) are worked in
	High      float64 // upper end of a range (3 à 5); equal to Value otherwise
	Unit      string  // "" for bare numbers
	Approx    bool    // une dizaine, about 30, 近百
	Words     bool    // written in words or Chinese numerals, not in digits
}

// Date is a date or a part of one. Fields that the text leaves out are 0.
type Date struct {
	text.Span
	Year, Month, Day int
	Weekday          int    // 1 Monday to 7 Sunday (ISO 8601)
	Hour, Minute     int    // -1 where no time is given
	Relative         string // "year-1" for last year, l'année dernière, 去年; "" otherwise
}
