package web

import (
	"fmt"
	"runtime/debug"
)

// guarded does work whose fault must not end the server, nor leave those waiting
// who wait for it: a panic becomes an error.
func guarded[T any](do func() (T, error)) (out T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do()
}
