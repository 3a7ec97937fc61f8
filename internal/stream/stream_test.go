package stream

import (
	"errors"
	"testing"
	"time"
)

func numbers(n int, end error) func() (int, bool, error) {
	i := 0
	return func() (int, bool, error) {
		if i == n {
			return 0, false, end
		}
		i++
		return i, true, nil
	}
}

func TestOrderedKeepsOrder(t *testing.T) {
	var got []int
	err := Ordered(numbers(1000, nil), func(i int) (int, error) {
		if i%7 == 0 {
			time.Sleep(time.Microsecond * 200)
		}
		return i * i, nil
	}, func(r int) error { got = append(got, r); return nil })
	if err != nil || len(got) != 1000 {
		t.Fatal(len(got), err)
	}
	for i, r := range got {
		if r != (i+1)*(i+1) {
			t.Fatalf("result %d is %d", i, r)
		}
	}
}

func TestOrderedStops(t *testing.T) {
	bad := errors.New("bad")
	var got []int
	emit := func(r int) error { got = append(got, r); return nil }
	same := func(i int) (int, error) { return i, nil }
	// an error of the input: what was read before it still comes out
	if err := Ordered(numbers(50, bad), same, emit); err != bad || len(got) != 50 {
		t.Errorf("input: %d results, %v", len(got), err)
	}
	got = nil
	err := Ordered(numbers(10000, nil), func(i int) (int, error) {
		if i == 20 {
			return 0, bad
		}
		return i, nil
	}, emit)
	if err != bad || len(got) != 19 {
		t.Errorf("work: %d results, %v", len(got), err)
	}
	n := 0
	err = Ordered(numbers(10000, nil), same, func(int) error {
		if n++; n == 5 {
			return bad
		}
		return nil
	})
	if err != bad || n != 5 {
		t.Errorf("emit: %d, %v", n, err)
	}
}
