//go:build unix

package main

import (
	"os"
	"sync"
	"syscall"
)

// umask is what new files may not allow; there is no way to read it but to set it.
var umask = sync.OnceValue(func() os.FileMode {
	m := syscall.Umask(0o022)
	syscall.Umask(m)
	return os.FileMode(m)
})
