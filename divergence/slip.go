package divergence

// slipShare is the share of a lone sentence that must have its partners in a
// neighbouring bead for it to belong there.
const slipShare = .4

// lone reports whether some sides of the bead have text and others none.
func (p *Pass) lone() bool {
	full, empty := p.filled()
	return len(full) > 0 && len(empty) > 0
}

// slipped lists the sides that are empty in p, a bead that lone reports, if what
// stands in p has its partners there in n, a neighbouring bead, where nothing
// else accounts for them: the aligner cut in the wrong place, and no version
// leaves anything out.
func (p *Pass) slipped(n *Pass) []int {
	full, empty := p.filled()
	pairs, share := 0, 0.0
	for _, s := range full {
		for _, e := range empty {
			if !p.Sides[s].Lang.Known() || !p.Sides[e].Lang.Known() || n.Sides[e].Empty {
				return nil
			}
			q := p.beside(p.Sides[s], n.Sides[e])
			taken := make([]float32, len(q.units(1).tokens))
			if !n.Sides[s].Empty {
				for k, t := range p.beside(n.Sides[s], n.Sides[e]).units(1).tokens {
					taken[k] = t.to[0]
				}
			}
			gain := 0.0
			for k, t := range q.units(1).tokens {
				gain += t.weight * float64(max(0, t.to[0]-taken[k]))
			}
			pairs++
			if m := q.units(0).mass; m > 0 {
				share += gain / m
			}
		}
	}
	if pairs == 0 || share/float64(pairs) < slipShare {
		return nil
	}
	return empty
}

// beside is two sides by themselves, linked: of different beads, or parts of them.
func (p *Pass) beside(a, b Side) *Pass {
	q := &Pass{Source: -1, c: p.c, Sides: []Side{a, b}}
	q.state.sides = make([]sideState, 2)
	q.link(0, 1)
	return q
}

// misaligned reports whether the aligner seems to have slipped in this bead.
func (p *Pass) misaligned() bool {
	return p.state.doc != nil && len(p.state.doc.slips[p.Bead]) > 0
}
