// Package stream runs work on all cores and hands the results on in the order
// of the input, holding no more than a few items a core in memory.
package stream

import (
	"runtime"
	"sync"
)

// Ordered reads items with next until it reports false, works on them on all
// cores and calls emit with the results one at a time, in the order read. The
// error of next comes after the results of all items before it were emitted;
// the first error of work or emit stops everything. next and emit are never
// called by two goroutines at once.
func Ordered[T, R any](next func() (T, bool, error), work func(T) (R, error), emit func(R) error) error {
	type job struct {
		in  T
		out chan struct{}
		res R
		err error
	}
	n := runtime.GOMAXPROCS(0)
	todo := make(chan *job, n)
	order := make(chan *job, 4*n)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			for j := range todo {
				j.res, j.err = work(j.in)
				close(j.out)
			}
		})
	}
	var nextErr error
	wg.Go(func() {
		defer close(todo)
		defer close(order)
		for {
			in, ok, err := next()
			if err != nil {
				nextErr = err // read after order is closed
				return
			}
			if !ok {
				return
			}
			j := &job{in: in, out: make(chan struct{})}
			select {
			case order <- j:
			case <-stop:
				return
			}
			select {
			case todo <- j:
			case <-stop:
				close(j.out)
				return
			}
		}
	})
	var first error
	for j := range order {
		if first != nil {
			continue
		}
		<-j.out
		if first = j.err; first == nil {
			first = emit(j.res)
		}
		if first != nil {
			close(stop)
		}
	}
	wg.Wait()
	if first != nil {
		return first
	}
	return nextErr
}
