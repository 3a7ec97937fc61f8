//go:build unix

package glossary

import "syscall"

// processor is the processor time of the program so far in nanoseconds: on a
// busy machine it says more than the time of day.
func processor() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano() + u.Stime.Nano())
}
