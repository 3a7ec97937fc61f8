package lang

import "github.com/tercet/tercet/text"

// Date is a date or a part of one. Fields that the text leaves out are 0.
type Date struct {
	text.Span
	Year, Month, Day int
	Weekday          int    // 1 Monday to 7 Sunday (ISO 8601)
	Hour, Minute     int    // -1 where no time is given
	Relative         string // "year-1" for last year, l'année dernière, 去年; "" otherwise
	Decade           bool   // the 1990s: Year is the first of them
	// Bare says that the date is four digits and nothing else, which may be a
	// number.
	Bare bool
	// Shared says that the month or the year was given to another date of the
	// same list (16 in "16 to 18 February 2015").
	Shared bool
}

func noTime(s, e int) Date { return Date{Span: text.Span{Start: s, End: e}, Hour: -1, Minute: -1} }
