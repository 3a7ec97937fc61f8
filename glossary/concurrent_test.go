package glossary

import (
	"reflect"
	"sync"
	"testing"

	"github.com/tercet/tercet/lang"
)

// A matcher is used by many at once, and finds the same every time.
func TestMatcherConcurrent(t *testing.T) {
	for _, l := range lang.All {
		m := NewMatcher(l, Diplomatic())
		s := corpus(t, l.Code, 20000)
		want := m.FindAll(s)
		if len(want) == 0 {
			t.Errorf("%s: nothing found", l)
		}
		var wg sync.WaitGroup
		for range 8 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if got := m.FindAll(s); !reflect.DeepEqual(got, want) {
					t.Errorf("%s: another list of occurrences", l)
				}
			}()
		}
		wg.Wait()
		if again := NewMatcher(l, Diplomatic()).FindAll(s); !reflect.DeepEqual(again, want) {
			t.Errorf("%s: another matcher of the same glossary finds other occurrences", l)
		}
	}
}
