package divergence

// score is the divergence of the bead: the probability that its versions do
// not say the same, by a logistic model of all the evidence (Models).
func (p *Pass) score() float64 {
	full, empty := p.filled()
	if len(empty) > 0 && len(full) > 0 {
		return .9 // a sentence is missing
	}
	if len(full) < 2 {
		return 0
	}
	m := models()["triple"]
	if len(p.known()) == 2 {
		m = p.pairModel("pair", p.known()[0], p.known()[1])
	}
	return m.probability(p.evidence())
}
