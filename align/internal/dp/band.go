package dp

import "slices"

// Band is the part of the grid that is searched: in row i, the columns
// Lo[i] to Hi[i], both included. Rows 0 to n stand for the places between the
// lines of the first side (row i: i lines read), columns for those of the
// second. Lo and Hi never fall, neighbouring rows share a column but for pins, and
// the corners (0, 0) and (n, m) are inside.
type Band struct {
	Lo, Hi []int32
	off    []int // off[i]: number of the cell (i, Lo[i])

	rimLo, rimHi []int32 // Lo and Hi before pins cut the band
}

// Pin holds line I of the first side and line J of the second in one bead.
type Pin struct{ I, J int32 }

// pin cuts away all cells with line I and without line J read, or the other way
// round. Pins are in order, and the band holds their corners.
func (b *Band) pin(pins []Pin) *Band {
	if len(pins) == 0 {
		return b
	}
	b.rimLo, b.rimHi = slices.Clone(b.Lo), slices.Clone(b.Hi)
	k := 0
	for i := range b.Lo {
		for k < len(pins) && pins[k].I < int32(i) {
			k++
		}
		if k > 0 {
			b.Lo[i] = max(b.Lo[i], pins[k-1].J+1)
		}
		if k < len(pins) {
			b.Hi[i] = min(b.Hi[i], pins[k].J)
		}
	}
	return b.index()
}

// Full is the whole grid of n by m lines.
func Full(n, m int, pins []Pin) *Band {
	b := &Band{Lo: make([]int32, n+1), Hi: make([]int32, n+1)}
	for i := range b.Hi {
		b.Hi[i] = int32(m)
	}
	return b.index().pin(pins)
}

// Around is the band of all cells within w lines of the path, on either side.
func Around(path []Bead, n, m, w int, pins []Pin) *Band {
	lo, hi := make([]int32, n+1), make([]int32, n+1)
	for i := range lo {
		lo[i], hi[i] = int32(m), 0
	}
	mark := func(i, j int) {
		lo[i], hi[i] = min(lo[i], int32(j)), max(hi[i], int32(j))
	}
	mark(0, 0)
	mark(n, m)
	for _, b := range path {
		for x := b.I - b.A; x <= b.I; x++ {
			mark(int(x), int(b.J-b.B))
			mark(int(x), int(b.J))
		}
	}
	return widen(lo, hi, n, m, w, pins)
}

// Near is the band of all cells within w lines of a bead of the list; path
// keeps it connected.
func Near(beads []Posterior, path []Bead, n, m, w int, pins []Pin) *Band {
	lo, hi := make([]int32, n+1), make([]int32, n+1)
	for i := range lo {
		lo[i], hi[i] = int32(m), 0
	}
	mark := func(b Bead) {
		for x := b.I - b.A; x <= b.I; x++ {
			lo[x], hi[x] = min(lo[x], b.J-b.B), max(hi[x], b.J)
		}
	}
	for _, b := range path {
		mark(b)
	}
	for _, b := range beads {
		mark(b.Bead)
	}
	return widen(lo, hi, n, m, w, pins)
}

func widen(lo, hi []int32, n, m, w int, pins []Pin) *Band {
	for _, p := range pins {
		for d := range int32(2) {
			lo[p.I+d], hi[p.I+d] = min(lo[p.I+d], p.J+d), max(hi[p.I+d], p.J+d)
		}
	}
	b := &Band{Lo: make([]int32, n+1), Hi: make([]int32, n+1)}
	for i := range b.Lo {
		l := min(lo[max(0, i-w)], lo[i]-int32(w), lo[min(n, i+w)])
		h := max(hi[min(n, i+w)], hi[i]+int32(w), hi[max(0, i-w)])
		b.Lo[i], b.Hi[i] = max(0, l), min(int32(m), h)
	}
	b.Lo[0], b.Hi[n] = 0, int32(m)
	for i := 1; i <= n; i++ { // never falling
		b.Hi[i] = max(b.Hi[i], b.Hi[i-1])
	}
	for i := n - 1; i >= 0; i-- {
		b.Lo[i] = min(b.Lo[i], b.Lo[i+1])
	}
	return b.index().pin(pins)
}

func (b *Band) index() *Band {
	b.off = make([]int, len(b.Lo)+1)
	for i := range b.Lo {
		b.off[i+1] = b.off[i] + int(b.Hi[i]-b.Lo[i]) + 1
	}
	return b
}

// Cells is the number of cells in the band.
func (b *Band) Cells() int { return b.off[len(b.off)-1] }

// Touches reports whether the path runs along an edge of the band that is no
// edge of the grid: a better one may lie outside.
func (b *Band) Touches(path []Bead) bool {
	n := len(b.Lo) - 1
	m := b.Hi[n]
	los, his := b.Lo, b.Hi
	if b.rimLo != nil {
		los, his = b.rimLo, b.rimHi
	}
	for _, p := range path {
		lo, hi := los[p.I], his[p.I]
		if p.J == lo && lo > 0 || p.J == hi && hi < m {
			return true
		}
	}
	return false
}

// Turned is the band with rows and columns changed over.
func (b *Band) Turned() *Band {
	n := len(b.Lo) - 1
	m := int(b.Hi[n])
	t := &Band{Lo: make([]int32, m+1), Hi: make([]int32, m+1)}
	for j, i := 0, 0; j <= m; j++ { // first row that reaches column j
		for int(b.Hi[i]) < j {
			i++
		}
		t.Lo[j] = int32(i)
	}
	for j, i := m, n; j >= 0; j-- { // last row that still holds it
		for int(b.Lo[i]) > j {
			i--
		}
		t.Hi[j] = int32(i)
	}
	for j := range t.Lo { // a column that pins left empty
		t.Lo[j] = min(t.Lo[j], t.Hi[j])
	}
	return t.index()
}

// Has reports whether the cell is in the band.
func (b *Band) Has(i, j int32) bool { return i >= 0 && j >= b.Lo[i] && j <= b.Hi[i] }
