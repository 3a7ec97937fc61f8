package dp

// Band is the part of the grid that is searched: in row i, the columns
// Lo[i] to Hi[i], both included. Rows 0 to n stand for the places between the
// lines of the first side (row i: i lines read), columns for those of the
// second. Lo and Hi never fall, neighbouring rows share a column, and the
// corners (0, 0) and (n, m) are inside.
type Band struct {
	Lo, Hi []int32
	off    []int // off[i]: number of the cell (i, Lo[i])
}

// Full is the whole grid of n by m lines.
func Full(n, m int) *Band {
	b := &Band{Lo: make([]int32, n+1), Hi: make([]int32, n+1)}
	for i := range b.Hi {
		b.Hi[i] = int32(m)
	}
	return b.index()
}

// Around is the band of all cells within w lines of the path, on either side.
func Around(path []Bead, n, m, w int) *Band {
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
	return widen(lo, hi, n, m, w)
}

// Near is the band of all cells within w lines of a bead of the list; path
// keeps it connected.
func Near(beads []Posterior, path []Bead, n, m, w int) *Band {
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
	return widen(lo, hi, n, m, w)
}

func widen(lo, hi []int32, n, m, w int) *Band {
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
	return b.index()
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
	for _, p := range path {
		lo, hi := b.Lo[p.I], b.Hi[p.I]
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
	return t.index()
}

// Has reports whether the cell is in the band.
func (b *Band) Has(i, j int32) bool { return i >= 0 && j >= b.Lo[i] && j <= b.Hi[i] }
