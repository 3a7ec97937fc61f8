package divergence

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fingerprints names findings by what they say and not by where they stand. One
// value serves a whole run, in order, so that equal findings get running
// numbers and stay distinct. The zero value is ready.
type Fingerprints struct{ seen map[string]int }

// Of is the fingerprint of a finding of r: 16 hexadecimal digits of the SHA-256
// of check, concept and the places' texts with their languages, in the order of
// the versions: NFC, case folded, white space joined. No position enters, so it
// survives edits elsewhere; the n-th finding of the same kind on the same text
// has n in it. A finding that has a fingerprint already keeps it.
func (p *Fingerprints) Of(r *Result, f *Finding) string {
	if f.Fingerprint != "" {
		return f.Fingerprint
	}
	at := append([]Location(nil), f.At...)
	sort.SliceStable(at, func(i, j int) bool {
		return at[i].Side < at[j].Side || at[i].Side == at[j].Side && at[i].Span.Start < at[j].Span.Start
	})
	var b strings.Builder
	b.WriteString(f.Check + "\x00" + f.Concept)
	for _, a := range at {
		d := r.Documents[a.Side]
		b.WriteString("\x00" + d.Lang + "\x00" + folded(a.Span.Of(d.Text)))
	}
	key := b.String()
	if p.seen == nil {
		p.seen = map[string]int{}
	}
	p.seen[key]++
	if n := p.seen[key]; n > 1 {
		key += fmt.Sprintf("\x00%d", n)
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:8])
}

// folded is s in NFC, case folded, white space joined.
func folded(s string) string {
	return norm.NFC.String(strings.Join(strings.Fields(cases.Fold().String(s)), " "))
}
