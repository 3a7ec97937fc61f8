package lexicon

import "testing"

// BenchmarkSeed reads the embedded lexicon, as the first call of Seed does.
func BenchmarkSeed(b *testing.B) {
	for b.Loop() {
		readSeed()
	}
}
