package dp

// Decode is the path with the highest sum of gains, where a bead gains
// p - theta, p its probability, and a null bead null times that. It is the path
// with the most beads expected right, rather than the one most probable as a
// whole. A cut that no listed bead crosses is passed by null beads.
func Decode(post []Posterior, band *Band, n, m int, theta, null float32) []Bead {
	type back struct {
		v    float64
		a, b int8
	}
	cells := make([]back, band.Cells())
	x := 0
	for i := 0; i <= n; i++ {
		for j := int(band.Lo[i]); j <= int(band.Hi[i]); j++ {
			k := band.off[i] + j - int(band.Lo[i])
			c := back{v: never}
			if i == 0 && j == 0 {
				c.v = 0
			}
			try := func(a, b int, gain float32) {
				x, y := i-a, j-b
				if x < 0 || y < int(band.Lo[x]) || y > int(band.Hi[x]) {
					return
				}
				if v := cells[band.off[x]+y-int(band.Lo[x])].v + float64(gain); v > c.v {
					c = back{v: v, a: int8(a), b: int8(b)}
				}
			}
			try(1, 0, -theta*null)
			try(0, 1, -theta*null)
			for ; x < len(post) && int(post[x].I) == i && int(post[x].J) == j; x++ {
				p := post[x]
				gain := p.P - theta
				if p.A == 0 || p.B == 0 {
					gain *= null
				}
				try(int(p.A), int(p.B), gain)
			}
			cells[k] = c
		}
	}
	var path []Bead
	for i, j := n, m; i > 0 || j > 0; {
		c := cells[band.off[i]+j-int(band.Lo[i])]
		path = append(path, Bead{int32(i), int32(c.a), int32(j), int32(c.b)})
		i, j = i-int(c.a), j-int(c.b)
	}
	reverse(path)
	return path
}
