package store_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"peil"
)

// same compares states by their JSON, in the order of their ids.
func same[T any](t testing.TB, what string, want, got []T, key func(T) peil.ID) {
	t.Helper()
	byID := func(a, b T) int { ka, kb := key(a), key(b); return bytes.Compare(ka[:], kb[:]) }
	want = slices.Clone(want)
	slices.SortFunc(want, byID)
	if len(want) != len(got) {
		t.Errorf("%d %s, want %d", len(got), what, len(want))
		return
	}
	for i := range want {
		if a, b := text(t, want[i]), text(t, got[i]); a != b {
			t.Errorf("%s: stored\n%s, folded\n%s", what, b, a)
			return
		}
	}
}

func text(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
