package align

import (
	"math"
	"slices"
)

// Three sides or more are aligned together. Every two of them are aligned as a
// pair first; then one search runs over the places where all sides can be cut at
// once. Such a place is a node (i, j, k, ...) that every pair passes with some
// probability, so there are few of them: the grid of three sides is never
// walked. A joint bead leads from one node to another, and its score is what the
// pairs say of the part of it that each sees, inner cuts included: where one
// side says in a sentence what the other two say in two, those two may well
// pair their sentences one by one inside the bead.
//
// Measured against the alternative, two pair alignments composed over the side
// they share: see docs/evaluation.md. Composing fails where the middle side
// leaves something out that the others have, and adds up the errors of both.

// Parameters of the joint search, measured on the development sets; the optimum
// is flat.
const (
	jointWeight   = .7   // share of each pair's evidence: two of three pairs say most of what the third repeats
	jointMerge    = 1.5  // nats, for each line beyond the first of the longest side
	jointNull     = 2.5  // nats given back to a bead that a side is missing from: one event, for which every pair of that side charges
	contradiction = .2   // share of the alignments that are no equivalence that speaks for one bead
	leastCorner   = 1e-3 // probability of a place that becomes a node
	jointTheta    = .3
	jointNullGain = .7
	mostSides     = 8
)

// node is a place where all sides are cut.
type node [mostSides]int32

// joint is the search over several sides.
type joint struct {
	sides []*side
	pairs [][]*pair // pairs[x][y], x < y
	nodes []node    // sorted
	row   []int     // nodes with first place i: nodes[row[i]:row[i+1]]
	edges []edge    // by the node they lead to
	into  []int     // edges into node v: edges[into[v]:into[v+1]]
	memo  []map[[4]int32]float64

	inside []inside                      // of the bead looked at
	cut    [mostSides][mostSides]float64 // share of a pair's alignments that are cut at the node looked at
}

// edge is a joint bead from one node to another.
type edge struct {
	from, to int32
	mask     uint8 // sides that have lines in it
	score    float64
	p        float64
}

// alignJoint aligns three sides or more that hold at least one line each; which
// are their numbers among those of the call.
func alignJoint(sides []*side, which []int, pins []Pin, o *settings) []Bead {
	g := &joint{sides: sides}
	n := len(sides)
	for x := range sides {
		g.pairs = append(g.pairs, make([]*pair, n))
		for y := x + 1; y < n; y++ {
			g.pairs[x][y] = alignPair(sides[x], sides[y], pairPins(pins, x, y), o)
		}
	}
	g.findNodes(g.composed())
	g.findEdges()
	g.posteriors()
	beads := g.decode()
	if o.Explain {
		for k := range beads {
			b := &beads[k]
			for x := range sides {
				for y := x + 1; y < n; y++ {
					if e := g.pairs[x][y].explain(which[x], which[y], b.Sents[x], b.Sents[y]); e != nil {
						b.Why = append(b.Why, *e)
					}
				}
			}
		}
	}
	return beads
}

// corner is a place of a pair's grid with the probability that it is a cut.
type corner struct {
	j int32
	p float32
}

// corners lists by row the places that beads end at.
func (p *pair) corners() [][]corner {
	rows := make([][]corner, p.m.a.n+1)
	rows[0] = append(rows[0], corner{0, 1})
	for _, b := range p.post {
		r := rows[b.I]
		if k := len(r); k > 0 && r[k-1].j == b.J {
			r[k-1].p += b.P
			continue
		}
		rows[b.I] = append(r, corner{b.J, b.P})
	}
	return rows
}

// findNodes collects the places that all pairs may pass, and those of a path
// that leads through in any case.
func (g *joint) findNodes(path []node) {
	n := len(g.sides)
	at := make([][][][]corner, n)
	for x := range n {
		at[x] = make([][][]corner, n)
		for y := x + 1; y < n; y++ {
			at[x][y] = g.pairs[x][y].corners()
		}
	}
	likely := func(x, y int, i, j int32) bool {
		k, ok := slices.BinarySearchFunc(at[x][y][i], j, func(c corner, j int32) int { return int(c.j - j) })
		return ok && at[x][y][i][k].p >= leastCorner
	}
	var v node
	var grow func(y int)
	grow = func(y int) {
		if y == n {
			g.nodes = append(g.nodes, v)
			return
		}
		for _, c := range at[0][y][v[0]] {
			if c.p < leastCorner {
				continue
			}
			ok := true
			for x := 1; x < y && ok; x++ {
				ok = likely(x, y, v[x], c.j)
			}
			if ok {
				v[y] = c.j
				grow(y + 1)
			}
		}
	}
	for i := range g.sides[0].n + 1 {
		v[0] = int32(i)
		grow(1)
	}
	g.nodes = append(g.nodes, path...)
	slices.SortFunc(g.nodes, func(a, b node) int { return slices.Compare(a[:], b[:]) })
	g.nodes = slices.Compact(g.nodes)
	g.row = make([]int, g.sides[0].n+2)
	for _, v := range g.nodes {
		g.row[v[0]+1]++
	}
	for i := range g.sides[0].n + 1 {
		g.row[i+1] += g.row[i]
	}
}

// composed is the pair alignments of the first side with each other one, put
// together: the places where all of them are cut, and a step for each line that
// one side has alone.
func (g *joint) composed() []node {
	n := len(g.sides)
	type reach struct{ lo, hi int32 }
	cuts := make([][]reach, n) // of each side, by place in the first
	for y := 1; y < n; y++ {
		cuts[y] = make([]reach, g.sides[0].n+1)
		for i := range cuts[y] {
			cuts[y][i] = reach{-1, -1}
		}
		cuts[y][0] = reach{0, 0}
		for _, b := range g.pairs[0][y].path {
			c := &cuts[y][b.I]
			if c.lo < 0 {
				c.lo = b.J
			}
			c.hi = b.J
		}
	}
	var out []node
	for i := range g.sides[0].n + 1 {
		var v node
		v[0] = int32(i)
		all := true
		for y := 1; y < n; y++ {
			all = all && cuts[y][i].lo >= 0
			v[y] = cuts[y][i].lo
		}
		if !all {
			continue
		}
		out = append(out, v)
		for y := 1; y < n; y++ {
			for v[y] < cuts[y][i].hi {
				v[y]++
				out = append(out, v)
			}
		}
	}
	return out
}

// Composed aligns one side, the middle, with each of the others and puts the
// pairs together: beads end where all pairs have a cut. It is what Sides is
// measured against, and loses what the middle side does not have.
func Composed(sides []Side, middle int, o Options) []Bead {
	set := o.settings()
	order := []int{middle} // the middle first
	for k := range sides {
		if k != middle {
			order = append(order, k)
		}
	}
	g := &joint{pairs: [][]*pair{make([]*pair, len(sides))}}
	for _, k := range order {
		if len(sides[k].Sentences) == 0 {
			return nil
		}
		g.sides = append(g.sides, newSide(sides[k], stemming(sides)))
	}
	for y := 1; y < len(sides); y++ {
		g.pairs[0][y] = alignPair(g.sides[0], g.sides[y], nil, set)
	}
	var out []Bead
	var from node
	for _, to := range g.composed()[1:] {
		b := Bead{Sents: make([]Range, len(sides))}
		for x, k := range order {
			b.Sents[k] = Range{int(from[x]), int(to[x])}
		}
		out = append(out, b)
		from = to
	}
	return out
}

func (g *joint) findEdges() {
	n := len(g.sides)
	g.memo = make([]map[[4]int32]float64, n*n)
	for k := range g.memo {
		g.memo[k] = map[[4]int32]float64{}
	}
	g.into = make([]int, len(g.nodes)+1)
	for v, to := range g.nodes {
		for u := g.row[max(0, int(to[0])-maxSide)]; u < v; u++ {
			from := g.nodes[u]
			var mask uint8
			ok, lines := true, int32(0)
			for x := range n {
				d := to[x] - from[x]
				if d < 0 || d > maxSide {
					ok = false
					break
				}
				if d > 0 {
					mask |= 1 << x
				}
				lines += d
			}
			if !ok || mask&(mask-1) == 0 && lines > 1 {
				continue
			}
			if s := g.score(from, to); s > -1e20 {
				s += jointWeight*g.whole(u, v) - g.mergeCost(from, to)
				if mask != 1<<n-1 {
					s += jointNull
				}
				g.edges = append(g.edges, edge{from: int32(u), to: int32(v), mask: mask, score: s})
			}
		}
		if v > 0 && g.into[v] == len(g.edges) { // cut off: a step from the node before
			g.bridge(v)
		}
		g.into[v+1] = len(g.edges)
	}
}

// bridge joins node v to the last node that it can follow, whatever the size of
// the bead.
func (g *joint) bridge(v int) {
	to := g.nodes[v]
	for u := v - 1; u >= 0; u-- {
		from := g.nodes[u]
		var mask uint8
		ok := true
		for x := range g.sides {
			if to[x] < from[x] {
				ok = false
			} else if to[x] > from[x] {
				mask |= 1 << x
			}
		}
		if ok {
			g.edges = append(g.edges, edge{from: int32(u), to: int32(v), mask: mask, score: -50})
			return
		}
	}
}

// score is the evidence of all pairs for the bead between two nodes.
func (g *joint) score(from, to node) float64 {
	s := 0.0
	for x := range g.sides {
		for y := x + 1; y < len(g.sides); y++ {
			a, b := to[x]-from[x], to[y]-from[y]
			if a > 0 && b > 0 {
				s += g.inner(x, y, to[x], a, to[y], b)
			}
		}
	}
	return jointWeight * s
}

func (g *joint) mergeCost(from, to node) float64 {
	most := int32(1)
	for x := range g.sides {
		most = max(most, to[x]-from[x])
	}
	return jointMerge * float64(most-1)
}

// whole is the log of the share of the pairs' alignments between nodes u and v
// that make one bead of it. At a node between, some pairs have a cut and others
// have none; being cut at the same places is an equivalence of sides, so two
// pairs that are cut there force the third. Alignments that are cut in all
// pairs make two beads. One bead are the ways to part the sides into blocks, two
// or more, that are cut with their own block only; what is no equivalence, since
// the pairs contradict one another, speaks for one bead by a part. Nodes that
// follow one another on all sides are taken for independent, and the chain of
// them that leaves least decides.
func (g *joint) whole(u, v int) float64 {
	from, to := g.nodes[u], g.nodes[v]
	g.inside = g.inside[:0]
	least := 0.0
	for w := u + 1; w < v; w++ {
		at := g.nodes[w]
		if !g.between(from, at, to) {
			continue
		}
		x := inside{at: at}
		x.own = g.uncut(from, at, to)
		x.chain = x.own
		for _, y := range g.inside {
			if g.follows(y.at, at) {
				x.chain = min(x.chain, y.chain+x.own)
			}
		}
		g.inside = append(g.inside, x)
		least = min(least, x.chain)
	}
	return least
}

// inside is a node inside a bead: the log of the share of alignments that do
// not cut the bead there, and along the chain of nodes up to it.
type inside struct {
	at         node
	own, chain float64
}

// follows reports whether b lies behind a on all sides.
func (g *joint) follows(a, b node) bool {
	for x := range g.sides {
		if b[x] <= a[x] {
			return false
		}
	}
	return true
}

// uncut is the log of the share of the pairs' alignments between two nodes that
// part the sides at a node between: see whole.
func (g *joint) uncut(from, at, to node) float64 {
	n := len(g.sides)
	for x := range n {
		for y := x + 1; y < n; y++ {
			a, b := to[x]-from[x], to[y]-from[y]
			c := 0.0
			if a > 0 || b > 0 {
				c = math.Exp(g.inner(x, y, at[x], at[x]-from[x], at[y], at[y]-from[y]) +
					g.inner(x, y, to[x], to[x]-at[x], to[y], to[y]-at[y]) - g.inner(x, y, to[x], a, to[y], b))
			}
			g.cut[x][y] = min(c, 1-1e-9)
		}
	}
	var block [mostSides]int
	var part func(x, blocks int, p float64) float64
	part = func(x, blocks int, p float64) float64 {
		if x == n {
			if blocks < 2 {
				return 0
			}
			return p
		}
		sum := 0.0
		for b := range blocks + 1 {
			block[x] = b
			q := p
			for y := range x {
				if block[y] == b {
					q *= g.cut[y][x]
				} else {
					q *= 1 - g.cut[y][x]
				}
			}
			sum += part(x+1, max(blocks, b+1), q)
		}
		return sum
	}
	one, two := part(0, 0, 1), 1.0
	for x := range n {
		for y := x + 1; y < n; y++ {
			two *= g.cut[x][y]
		}
	}
	return math.Log(one + contradiction*max(0, 1-one-two) + 1e-30)
}

func (g *joint) between(from, at, to node) bool {
	for x := range g.sides {
		if at[x] < from[x] || at[x] > to[x] {
			return false
		}
	}
	return true
}

// inner is the log of the summed scores of all ways in which a pair may be
// aligned inside a rectangle.
func (g *joint) inner(x, y int, i, a, j, b int32) float64 {
	memo := g.memo[x*len(g.sides)+y]
	key := [4]int32{i, a, j, b}
	if v, ok := memo[key]; ok {
		return v
	}
	p := g.pairs[x][y]
	var cells [maxSide + 1][maxSide + 1]float64
	nullA, nullB := math.Log(p.m.prior[1][0]), math.Log(p.m.prior[0][1])
	for r := range a + 1 {
		for c := range b + 1 {
			if r == 0 && c == 0 {
				continue
			}
			v := -1e30
			if r > 0 {
				v = cells[r-1][c] + nullA
			}
			if c > 0 {
				v = logAdd(v, cells[r][c-1]+nullB)
			}
			if p.band.Has(i-a+r, j-b+c) {
				for s := int32(1); s <= r; s++ {
					for t := int32(1); t <= c && s+t <= maxBoth; t++ {
						if p.m.prior[s][t] == 0 {
							continue
						}
						v = logAdd(v, cells[r-s][c-t]+math.Log(p.m.prior[s][t])+p.m.evidence(int(i-a+r), int(s), int(j-b+c), int(t)))
					}
				}
			}
			cells[r][c] = v
		}
	}
	v := cells[a][b]
	memo[key] = v
	return v
}

func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if a-b > 30 {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// steps has the score of a bead of mask `to` after one of mask `from`: for each
// pair, what it costs to go into a gap, to stay in it and to leave it.
func (g *joint) steps() [][]float64 {
	n := len(g.sides)
	t := make([][]float64, 1<<n)
	for from := range t {
		t[from] = make([]float64, 1<<n)
		for to := 1; to < 1<<n; to++ {
			for x := range n {
				for y := x + 1; y < n; y++ {
					m := g.pairs[x][y].m
					gap := func(mask int) int { // 1 the first side alone, 2 the second alone, 3 none or both
						switch mask>>x&1 + mask>>y&1<<1 {
						case 1:
							return 1
						case 2:
							return 2
						case 0:
							return 0
						}
						return 3
					}
					before, now := gap(from), gap(to)
					if now == 0 { // the pair is not concerned
						continue
					}
					v := 0.0
					null := math.Log(m.prior[1][0])
					if now == 2 {
						null = math.Log(m.prior[0][1])
					}
					switch {
					case before != 1 && before != 2:
						if now != 3 {
							v = null
						}
					case before == now:
						v = logAdd(math.Log(m.stay), math.Log(1-m.stay)+null)
					default:
						v = math.Log(1 - m.stay)
						if now != 3 {
							v += null
						}
					}
					t[from][to] += jointWeight * v
				}
			}
		}
	}
	return t
}

// posteriors gives every edge its probability (forward-backward over nodes and
// the mask of the last bead).
func (g *joint) posteriors() {
	n := len(g.sides)
	masks := 1 << n
	step := g.steps()
	const never = -1e30
	fw := make([]float64, len(g.nodes)*masks)
	bw := make([]float64, len(g.nodes)*masks)
	for k := range fw {
		fw[k], bw[k] = never, never
	}
	full := masks - 1
	fw[full] = 0
	for v := range g.nodes {
		for _, e := range g.edges[g.into[v]:g.into[v+1]] {
			to := v*masks + int(e.mask)
			for m := 1; m < masks; m++ {
				if f := fw[int(e.from)*masks+m]; f > never/2 {
					fw[to] = logAdd(fw[to], f+step[m][e.mask]+e.score)
				}
			}
		}
	}
	last := len(g.nodes) - 1
	z := never
	for m := 1; m < masks; m++ {
		z = logAdd(z, fw[last*masks+m])
		bw[last*masks+m] = 0
	}
	for v := last; v >= 0; v-- {
		for k := g.into[v]; k < g.into[v+1]; k++ {
			e := &g.edges[k]
			b := bw[v*masks+int(e.mask)]
			if b <= never/2 {
				continue
			}
			for m := 1; m < masks; m++ {
				from := int(e.from)*masks + m
				if fw[from] <= never/2 {
					continue
				}
				s := step[m][e.mask] + e.score + b
				bw[from] = logAdd(bw[from], s)
				e.p += math.Exp(fw[from] + s - z)
			}
		}
	}
}

// decode picks the beads with the most expected to be right.
func (g *joint) decode() []Bead {
	best := make([]float64, len(g.nodes))
	back := make([]int, len(g.nodes))
	for v := 1; v < len(g.nodes); v++ {
		best[v], back[v] = math.Inf(-1), -1
		for k := g.into[v]; k < g.into[v+1]; k++ {
			e := &g.edges[k]
			gain := e.p - jointTheta
			if e.mask&(e.mask-1) == 0 {
				gain *= jointNullGain
			}
			if x := best[e.from] + gain; x > best[v] {
				best[v], back[v] = x, k
			}
		}
	}
	var out []Bead
	for v := len(g.nodes) - 1; v > 0; {
		e := &g.edges[back[v]]
		from, to := g.nodes[e.from], g.nodes[v]
		b := Bead{Score: min(e.p, 1)}
		for x := range g.sides {
			b.Sents = append(b.Sents, Range{int(from[x]), int(to[x])})
		}
		out = append(out, b)
		v = int(e.from)
	}
	slices.Reverse(out)
	return out
}

// beads turns the path of a pair into beads.
func (p *pair) beads() []Bead {
	out := make([]Bead, 0, len(p.path))
	ranges := make([]Range, 0, 2*len(p.path))
	k := 0
	for _, x := range p.path {
		for k < len(p.post) && (p.post[k].I < x.I || p.post[k].I == x.I && p.post[k].J < x.J) {
			k++
		}
		s := 0.0
		for y := k; y < len(p.post) && p.post[y].I == x.I && p.post[y].J == x.J; y++ {
			if p.post[y].Bead == x {
				s = float64(p.post[y].P)
			}
		}
		ranges = append(ranges, Range{int(x.I - x.A), int(x.I)}, Range{int(x.J - x.B), int(x.J)})
		out = append(out, Bead{Sents: ranges[len(ranges)-2 : len(ranges) : len(ranges)], Score: min(1, s)})
	}
	return out
}
