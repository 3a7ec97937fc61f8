package lang

import "strings"

func (p *lparser) addDate(d Date) { p.out.Dates = append(p.out.Dates, d) }

func (p *lparser) month(i int) int {
	if i >= len(p.toks) || p.toks[i].kind != 'w' {
		return 0
	}
	return p.months[p.toks[i].low]
}

// day is the day of the month at token i, 0 if none is.
func (p *lparser) day(i int) int {
	if i < 0 || i >= len(p.toks) {
		return 0
	}
	t := &p.toks[i]
	if t.kind == 'd' && t.num.whole && !t.num.grouped && t.num.n <= 2 && t.num.val >= 1 && t.num.val <= 31 {
		return int(t.num.val)
	}
	if t.kind == 'w' && (t.low == "premier" || t.low == "first") {
		return 1
	}
	return 0
}

func (p *lparser) yearAt(i int) int {
	if i < 0 || i >= len(p.toks) {
		return 0
	}
	t := &p.toks[i]
	if t.kind == 'd' && t.num.whole && !t.num.grouped && t.num.n == 4 && !t.ord && t.num.val >= 1000 && t.num.val <= 2199 {
		return int(t.num.val)
	}
	return 0
}

// yearAfter reads a year at i or after a comma, "de", "of".
func (p *lparser) yearAfter(i int) (int, int) {
	if y := p.yearAt(i); y > 0 {
		return y, i + 1
	}
	switch p.low(i) {
	case ",", "of", "de":
		if y := p.yearAt(i + 1); y > 0 {
			return y, i + 2
		}
	case ".":
		if p.toks[i].space {
			return 0, i
		}
		if y := p.yearAt(i + 1); y > 0 && i > 0 && len(p.toks[i-1].low) <= 4 {
			return y, i + 2
		}
	}
	return 0, i
}

func (p *lparser) span(i, j int) Date { return noTime(p.toks[i].start, p.toks[j-1].end) }

// date reads the date that starts at token i and returns the token after it.
func (p *lparser) date(i int) int {
	t := &p.toks[i]
	if t.kind == 'c' || t.kind == 'p' {
		return i
	}
	if t.kind == 'w' {
		if wd := p.week[t.low]; wd > 0 {
			return p.weekday(i, wd)
		}
		if r := p.match(p.dates, i); r != nil {
			d := p.span(i, i+len(r.words))
			d.Relative = r.value
			p.addDate(d)
			return i + len(r.words)
		}
		if p.months[t.low] != 0 {
			return p.monthFirst(i)
		}
		if t.low == "années" {
			if j := i + 1; j < len(p.toks) && p.toks[j].kind == 'd' && p.toks[j].num.whole {
				if y := decade(p.toks[j].num.val); y > 0 {
					d := p.span(i, j+1)
					d.Year, d.Decade = y, true
					p.addDate(d)
					return j + 1
				}
			}
		}
		return i
	}
	// digits
	if j := p.dayFirst(i); j > i {
		return j
	}
	if j := p.iso(i); j > i {
		return j
	}
	if j := p.time(i); j > i {
		return j
	}
	if j := p.fourDigitTime(i); j > i {
		return j
	}
	if y := p.yearAt(i); y > 0 {
		return p.year(i, y)
	}
	if t.num.whole && t.num.n == 2 && p.low(i+1) == "s" && !p.toks[i+1].space {
		if y := decade(t.num.val); y > 0 && i > 0 && p.low(i-1) == "the" {
			d := p.span(i, i+2)
			d.Year, d.Decade = y, true
			p.addDate(d)
			return i + 2
		}
	}
	return i
}

func decade(v float64) int {
	n := int(v)
	switch {
	case n%10 != 0:
		return 0
	case n >= 1000 && n < 2200:
		return n
	case n >= 20 && n < 100:
		return 1900 + n
	}
	return 0
}

func (p *lparser) weekday(i, wd int) int {
	j := i + 1
	for j < len(p.toks) && j < i+4 {
		switch p.low(j) {
		case ",", "le", "the", "morning", "evening", "afternoon", "night", "matin", "soir":
			j++
			continue
		}
		break
	}
	before := len(p.out.Dates)
	k := j
	if j < len(p.toks) {
		if p.toks[j].kind == 'd' && p.day(j) > 0 {
			k = p.dayFirst(j)
		} else if p.months[p.low(j)] != 0 && p.day(j+1) > 0 {
			k = p.monthFirst(j)
		}
	}
	if k > j && len(p.out.Dates) > before {
		p.out.Dates[before].Weekday = wd
		p.out.Dates[before].Start = p.toks[i].start
		return k
	}
	d := p.span(i, i+1)
	d.Weekday = wd
	p.addDate(d)
	return i + 1
}

// monthFirst reads May 5, 2014; May 5 to 7; May 2014; May.
func (p *lparser) monthFirst(i int) int {
	m := p.months[p.low(i)]
	doubtful := m < 0
	if doubtful {
		m = -m
	}
	j := i + 1
	if p.low(j) == "." && j < len(p.toks) && !p.toks[j].space && (p.day(j+1) > 0 || p.yearAt(j+1) > 0) {
		j++
	}
	if p.code == "en" && j < len(p.toks) && p.toks[j].kind == 'd' && p.day(j) > 0 && !p.clock(j) {
		first := len(p.out.Dates)
		d := p.span(i, j+1)
		d.Month, d.Day = m, p.day(j)
		p.addDate(d)
		j++
		// May 5 to 7, May 5-7, May 5 and 6
		for j+1 < len(p.toks) && p.between[p.low(j)] && p.toks[j+1].kind == 'd' && p.day(j+1) > 0 && p.yearAt(j+1) == 0 && p.months[p.low(j+2)] == 0 && !p.clock(j+1) {
			d := p.span(j+1, j+2)
			d.Month, d.Day, d.Shared = m, p.day(j+1), true
			p.addDate(d)
			j += 2
		}
		if y, k := p.yearAfter(j); y > 0 {
			for x := first; x < len(p.out.Dates); x++ {
				p.out.Dates[x].Year = y
			}
			p.out.Dates[len(p.out.Dates)-1].End = p.toks[k-1].end
			j = k
		}
		return j
	}
	if y, k := p.yearAfter(j); y > 0 {
		d := p.span(i, k)
		d.Month, d.Year = m, y
		p.addDate(d)
		return k
	}
	first := p.s[p.toks[i].start]
	capital := first >= 'A' && first <= 'Z'
	if doubtful && !(capital && p.before[p.low(i-1)] && len(p.low(i)) > 2 && !strings.HasSuffix(p.low(i), ".")) {
		return i
	}
	if p.code == "en" && !capital || p.code == "fr" && capital && (m == 3 || m == 5) {
		return i
	}
	if len(p.toks[i].low) <= 4 && doubtful && p.low(i) != "may" && p.low(i) != "mar" && p.low(i+1) != "." && p.low(i) != "sept" {
		return i
	}
	d := p.span(i, i+1)
	d.Month = m
	p.addDate(d)
	return i + 1
}

// clock reports whether the digits at i are the hour of a time.
func (p *lparser) clock(i int) bool {
	if p.low(i+1) == ":" && i+2 < len(p.toks) && !p.toks[i+1].space && p.toks[i+2].kind == 'd' && !p.toks[i+2].space {
		return true
	}
	switch p.low(i + 1) {
	case "am", "pm", "heures", "heure", "h":
		return true
	case "a", "p":
		return p.low(i+2) == "." && p.low(i+3) == "m"
	}
	return false
}

// dayFirst reads 5 May 2014, 5 et 6 mai, 16-18 February 2015, 19th day of
// March 2020.
func (p *lparser) dayFirst(i int) int {
	if p.day(i) == 0 {
		return i
	}
	type dd struct{ day, i int }
	days := []dd{{p.day(i), i}}
	j := i + 1
	for {
		k := j
		if p.low(k) == "day" || p.low(k) == "jour" {
			k++
		}
		if p.low(k) == "of" || p.low(k) == "de" || p.low(k) == "d" || p.low(k) == "-" {
			k++
			if p.low(k) == "'" {
				k++
			}
		}
		if k < len(p.toks) {
			if m := p.month(k); m != 0 {
				if m < 0 && len(p.low(k)) > 4 && p.code == "en" && p.s[p.toks[k].start] > 'Z' { // 5 march
					return i
				}
				if m < 0 {
					m = -m
				}
				e := k + 1
				if p.low(e) == "." && e < len(p.toks) && !p.toks[e].space && p.yearAt(e+1) > 0 {
					e++
				}
				y, e2 := p.yearAfter(e)
				if y > 0 {
					e = e2
				}
				for x, d := range days {
					end := d.i + 1
					if x == len(days)-1 {
						end = e
					}
					dt := p.span(d.i, end)
					dt.Day, dt.Month, dt.Year, dt.Shared = d.day, m, y, x < len(days)-1
					p.addDate(dt)
				}
				return e
			}
		}
		// another day of the list
		if !p.between[p.low(j)] || j+1 >= len(p.toks) {
			return i
		}
		k = j + 1
		if p.low(j) == "," && (p.low(k) == "et" || p.low(k) == "and" || p.low(k) == "or") {
			k++
		}
		for p.low(k) == "le" || p.low(k) == "les" || p.low(k) == "au" || p.low(k) == "the" {
			k++
		}
		if k >= len(p.toks) || p.week[p.low(k)] > 0 {
			k++
		}
		d := p.day(k)
		if d == 0 || p.toks[k].kind != 'd' || len(days) > 20 {
			return i
		}
		days = append(days, dd{d, k})
		j = k + 1
	}
}

func (p *lparser) iso(i int) int {
	y := p.yearAt(i)
	if y == 0 || i+4 >= len(p.toks) {
		return i
	}
	sep := p.low(i + 1)
	if sep != "-" && sep != "/" || p.low(i+3) != sep || p.toks[i+2].space || p.toks[i+4].space {
		return i
	}
	m, d := p.day(i+2), p.day(i+4)
	if m == 0 || m > 12 || d == 0 {
		return i
	}
	dt := p.span(i, i+5)
	dt.Year, dt.Month, dt.Day = y, m, d
	p.addDate(dt)
	return i + 5
}

// time reads 10 a.m., 10:30, 10.30 p.m., 15h30, 15 heures.
func (p *lparser) time(i int) int {
	t := &p.toks[i]
	h, min, j := -1, 0, i+1
	if t.num.whole && t.num.n <= 2 && t.num.val <= 24 {
		h = int(t.num.val)
	}
	explicit := false
	switch {
	case h >= 0 && p.low(j) == ":" && j+1 < len(p.toks) && !p.toks[j].space && p.toks[j+1].kind == 'd' && p.toks[j+1].num.n == 2 && p.toks[j+1].num.whole && p.toks[j+1].num.val < 60 && !p.toks[j+1].space:
		min, explicit = int(p.toks[j+1].num.val), true
		j += 2
		if p.low(j) == ":" { // 1:30:25
			return i
		}
	case h < 0 && !t.num.whole && t.num.n <= 2 && t.num.val < 24 && p.code == "en":
		// 10.30 a.m.
		if f := (t.num.val - float64(int(t.num.val))) * 100; f < 59.5 && p.meridiem(j) != 0 {
			h, min = int(t.num.val), int(f+.5)
		} else {
			return i
		}
	}
	if h < 0 {
		return i
	}
	switch m := p.meridiem(j); {
	case m != 0 && p.code == "en":
		if m == 'p' && h < 12 {
			h += 12
		} else if m == 'a' && h == 12 {
			h = 0
		}
		j += p.meridiemLen(j)
	case p.code == "fr" && !explicit && (p.low(j) == "heures" || p.low(j) == "heure" || p.low(j) == "h"):
		attached := p.low(j) == "h"
		if j+1 < len(p.toks) && p.toks[j+1].kind == 'd' && (p.toks[j+1].num.n == 2 || attached && p.toks[j+1].num.n == 1 && p.match(p.units, j+2) == nil && p.low(j+2) != "/") && p.toks[j+1].num.whole && p.toks[j+1].num.val < 60 && (attached || p.low(j+2) != "minutes") {
			min = int(p.toks[j+1].num.val)
			j += 2
		} else {
			switch p.low(i - 1) {
			case "à", "vers", "dès", "jusqu'à":
			case "a":
			default:
				return i
			}
			// à 18 heures de route
			if p.low(j+1) == "de" && (p.low(j+2) == "route" || p.low(j+2) == "vol" || p.low(j+2) == "marche") {
				return i
			}
			j++
			if p.low(j) == "et" && (p.low(j+1) == "demie" || p.low(j+1) == "demi") {
				min = 30
				j += 2
			}
		}
		switch {
		case p.low(j) == "du" && p.low(j+1) == "matin":
			j += 2
		case p.low(j) == "du" && p.low(j+1) == "soir" || p.low(j) == "de" && p.low(j+1) == "l" && p.low(j+3) == "après":
			if h < 12 {
				h += 12
			}
			j += 2
		}
	case explicit:
	default:
		return i
	}
	d := p.span(i, j)
	d.Hour, d.Minute = h, min
	p.addDate(d)
	return j
}

// fourDigitTime reads the 24-hour times of English reports: at 0300, 1310 hours,
// between 1100 and 1200 hours.
func (p *lparser) fourDigitTime(i int) int {
	t := &p.toks[i]
	clock := func(k int) bool {
		if k >= len(p.toks) {
			return false
		}
		t := &p.toks[k]
		return t.kind == 'd' && t.num.whole && !t.num.grouped && t.num.n == 4 && !t.ord && t.num.val < 2400 && int(t.num.val)%100 < 60
	}
	if p.code != "en" || !clock(i) {
		return i
	}
	hours := func(k int) bool { return p.low(k) == "hours" || p.low(k) == "hrs" }
	j := i + 1
	switch {
	case hours(j):
		j++
	case p.between[p.low(j)] && clock(j+1) && (hours(j+2) || p.s[t.start] == '0'):
	case p.s[t.start] == '0' && (p.low(i-1) == "at" || p.low(i-1) == "from" || p.low(i-1) == "about" || p.low(i-1) == "around" || p.low(i-1) == "by" || p.low(i-1) == "since" || p.low(i-1) == "until" || p.low(i-1) == "approximately" || p.low(i-1) == "to"):
	case p.low(i-1) == "at" && (j == len(p.toks) || p.low(j) == ","):
	default:
		return i
	}
	d := p.span(i, j)
	d.Hour, d.Minute = int(t.num.val)/100, int(t.num.val)%100
	p.addDate(d)
	return j
}

func (p *lparser) meridiem(j int) byte {
	switch p.low(j) {
	case "am":
		return 'a'
	case "pm":
		return 'p'
	case "a", "p":
		if p.low(j+1) == "." && p.low(j+2) == "m" {
			return p.low(j)[0]
		}
	}
	return 0
}

func (p *lparser) meridiemLen(j int) int {
	switch {
	case p.low(j) == "am" || p.low(j) == "pm":
		return 1
	case p.low(j+3) == ".":
		return 4
	}
	return 3
}

// year reads 2014, 2014-2015, 2014/15, the 1990s.
func (p *lparser) year(i, y int) int {
	d := p.span(i, i+1)
	d.Year, d.Bare = y, true
	if p.low(i+1) == "s" && !p.toks[i+1].space {
		d.Decade, d.Bare, d.End = true, false, p.toks[i+1].end
		p.addDate(d)
		return i + 2
	}
	// $1990, 1990 dollars, 1500 km: not years
	if i > 0 && (p.toks[i-1].kind == 'p' && len(p.units[p.low(i-1)]) > 0) {
		return i
	}
	if u := p.match(p.units, i+1); u != nil && !(len(u.words) == 1 && len(u.words[0]) == 1 && u.words[0] != "%") {
		return i
	}
	if w, ok := p.words[p.low(i+1)]; ok && w.class == 'm' {
		return i
	}
	if i == 0 && (p.low(i+1) == "." || p.low(i+1) == ")") { // a paragraph mark
		return i
	}
	p.addDate(d)
	// 2014/15, 2014-15
	if j := i + 2; j < len(p.toks) && (p.low(i+1) == "/" || p.low(i+1) == "-" || p.low(i+1) == "–") && !p.toks[i+1].space && !p.toks[j].space && p.toks[j].kind == 'd' && p.toks[j].num.n == 2 && p.toks[j].num.whole && !p.toks[j].ord {
		if v := int(p.toks[j].num.val); v == (y+1)%100 || p.low(i+1) != "/" && v > y%100 {
			e := p.span(j, j+1)
			e.Year = y/100*100 + v
			if v < y%100 {
				e.Year += 100
			}
			p.addDate(e)
			return j + 1
		}
	}
	return i + 1
}
