package facts

import "testing"

// Background sets for a test how many units are folded while readers wait.
func Background(t *testing.T, n int) {
	was := background
	background = n
	t.Cleanup(func() { background = was })
}

// InMemory sets for a test how long a log may be to be read at once.
func InMemory(t *testing.T, n int64) {
	was := inMemory
	inMemory = n
	t.Cleanup(func() { inMemory = was })
}
