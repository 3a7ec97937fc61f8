package report

import (
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"github.com/tercet/tercet/text"
)

// columns measures terminal columns: two for a Chinese character or a
// full-width mark, one for what Unicode calls ambiguous. It is a value of our
// own because the library's default one reads the environment, and output must
// not depend on it.
var columns = &runewidth.Condition{StrictEmojiNeutral: true}

const ellipsis = "…"

// shorten cuts s to at most width columns, with an ellipsis at its end.
func shorten(s string, width int) string {
	if columns.StringWidth(s) <= width {
		return s
	}
	return strings.TrimRight(columns.Truncate(s, max(width-1, 1), ""), " ") + ellipsis
}

// pad fills s with spaces to width columns.
func pad(s string, width int) string {
	if n := columns.StringWidth(s); n < width {
		return s + strings.Repeat(" ", width-n)
	}
	return s
}

// cell is one character of an excerpt.
type cell struct {
	s    string
	w    int
	mark bool
}

// cells takes t apart, white space joined as in oneLine; marks are byte ranges
// of t.
func cells(t string, marks []text.Span) []cell {
	var out []cell
	space := false
	for i := 0; i < len(t); {
		r, n := utf8.DecodeRuneInString(t[i:])
		in := false
		for _, m := range marks {
			in = in || m.Start <= i && i < m.End
		}
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			if !space && len(out) > 0 {
				out = append(out, cell{" ", 1, in})
			}
			space = true
			i += n
			continue
		}
		space = false
		s := oneLine(t[i : i+n])
		w := columns.StringWidth(s)
		if w == 0 && len(out) > 0 { // a combining mark stays with its letter
			out[len(out)-1].s += s
		} else {
			out = append(out, cell{s, w, in})
		}
		i += n
	}
	return out
}

// window chooses the cells [lo, hi) to show in width columns: what is marked
// first, then context on both sides, whole words where the text has spaces.
// Ellipses for what is cut are counted in.
func window(c []cell, width int) (lo, hi int) {
	total := 0
	for _, x := range c {
		total += x.w
	}
	if total <= width {
		return 0, len(c)
	}
	first, last := -1, -1
	for i, x := range c {
		if x.mark {
			if first < 0 {
				first = i
			}
			last = i + 1
		}
	}
	if first < 0 {
		first, last = 0, 0
	}
	room := width - 2 // two ellipses
	lo, hi = first, first
	for hi < last && room >= c[hi].w {
		room -= c[hi].w
		hi++
	}
	if hi < last { // the mark alone is too wide
		return lo, hi
	}
	// A third of what is left stands before the mark, the rest after it; what one
	// side does not need goes to the other.
	left := room / 3
	for lo > 0 && left >= c[lo-1].w {
		lo--
		left -= c[lo].w
		room -= c[lo].w
	}
	for hi < len(c) && room >= c[hi].w {
		room -= c[hi].w
		hi++
	}
	for lo > 0 && room >= c[lo-1].w {
		lo--
		room -= c[lo].w
	}
	// Words are not cut where a space is near.
	const near = 14
	if lo > 0 && c[lo-1].s != " " {
		for i := lo; i < min(lo+near, first); i++ {
			if c[i].s == " " {
				lo = i + 1
				break
			}
		}
	}
	if hi < len(c) && c[hi].s != " " {
		for i := hi - 1; i >= max(hi-near, last); i-- {
			if c[i].s == " " {
				hi = i
				break
			}
		}
	}
	return lo, hi
}
