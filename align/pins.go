package align

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/tercet/tercet/align/internal/dp"
)

// Pin says that a person confirmed sentences of several sides to stand for one
// another: Sents has a sentence number for each side, -1 where the pin says
// nothing. The bead of one of them holds the others too.
type Pin struct{ Sents []int }

// ReadPins reads pins: a line each, the quoted starts of the sentences in the
// order of the sides, separated by tabs.
//
//	"Le ministre a rappelé"	"The Minister recalled"	"部长重申"
//
// An empty field says nothing of its side. Starts rather than numbers survive
// edits elsewhere; a start that begins several sentences of its side stands for
// the first that comes after the pin before. Empty lines, and lines that begin
// with #, are passed over. An error names file and line: a start that no
// sentence has, pins that cross, a line that is no pin.
func ReadPins(r io.Reader, name string, sides []Side) ([]Pin, error) {
	var pins []Pin
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<24)
	last := make([]int, len(sides))
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != len(sides) {
			return nil, fmt.Errorf("%s:%d: %d quoted starts (want %d, separated by tabs)", name, n, len(f), len(sides))
		}
		p := Pin{Sents: make([]int, len(sides))}
		filled := 0
		for k, x := range f {
			p.Sents[k] = -1
			if x = strings.TrimSpace(x); x == "" || x == `""` {
				continue
			}
			start, err := strconv.Unquote(x)
			if err != nil {
				return nil, fmt.Errorf(`%s:%d: %s (want the start of a sentence between quotation marks, "...")`, name, n, x)
			}
			found, early := -1, -1
			for i, s := range sides[k].Sentences {
				if strings.HasPrefix(strings.TrimSpace(s), strings.TrimSpace(start)) {
					if i >= last[k] {
						found = i
						break
					}
					early = i
				}
			}
			if found < 0 && early >= 0 {
				return nil, fmt.Errorf("%s:%d: %q stands before a sentence pinned earlier (want pins that do not cross, in order)", name, n, start)
			}
			if found < 0 {
				return nil, fmt.Errorf("%s:%d: no sentence of side %d begins with %q", name, n, k+1, start)
			}
			p.Sents[k] = found
			filled++
		}
		if filled < 2 {
			return nil, fmt.Errorf("%s:%d: one sentence (want two or more that stand for one another)", name, n)
		}
		for k, i := range p.Sents {
			if i >= 0 {
				last[k] = i + 1
			}
		}
		pins = append(pins, p)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return pins, nil
}

// pairPins is what the pins say of two sides, those left out that would cross
// the ones before.
func pairPins(pins []Pin, x, y int) []dp.Pin {
	var out []dp.Pin
	for _, p := range pins {
		i, j := int32(p.Sents[x]), int32(p.Sents[y])
		if i < 0 || j < 0 {
			continue
		}
		if n := len(out); n > 0 && (i <= out[n-1].I || j <= out[n-1].J) {
			continue
		}
		out = append(out, dp.Pin{I: i, J: j})
	}
	return out
}

// foldedPins are the pins in blocks of several lines.
func foldedPins(pins []dp.Pin, lines int) []dp.Pin {
	var out []dp.Pin
	for _, p := range pins {
		q := dp.Pin{I: p.I / int32(lines), J: p.J / int32(lines)}
		if n := len(out); n > 0 && (q.I <= out[n-1].I || q.J <= out[n-1].J) {
			continue
		}
		out = append(out, q)
	}
	return out
}

// valid are the pins that speak of sentences there are.
func valid(pins []Pin, sides []Side, which []int) []Pin {
	var out []Pin
	for _, p := range pins {
		q := Pin{Sents: make([]int, len(which))}
		for x, k := range which {
			q.Sents[x] = -1
			if k < len(p.Sents) && p.Sents[k] < len(sides[k].Sentences) {
				q.Sents[x] = p.Sents[k]
			}
		}
		out = append(out, q)
	}
	return out
}
