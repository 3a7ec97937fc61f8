package divergence

// score is the divergence of the bead: the probability that its versions do
// not say the same.
func (p *Pass) score() float64 {
	s := 0.0
	for _, f := range p.out {
		switch f.Severity {
		case Error:
			s = max(s, .95)
		case Warning:
			s = max(s, .8)
		case Note:
			s = max(s, .3)
		}
	}
	return s
}
