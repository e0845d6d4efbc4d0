package web

import "testing"

func TestGuarded(t *testing.T) {
	if _, err := guarded(func() (int, error) { panic("oh") }); err == nil {
		t.Error("a panic is no error")
	}
	if n, err := guarded(func() (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Error(n, err)
	}
}
