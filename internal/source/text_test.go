package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"peil/internal/source/mapping"
)

// words is the T of a language.
func words(lang string) T {
	m := Words()[lang]
	return func(key string, args ...any) string {
		s, ok := m[key]
		if !ok {
			return "MISSING " + key
		}
		for i := 0; i+1 < len(args); i += 2 {
			s = strings.ReplaceAll(s, fmt.Sprintf("{%v}", args[i]), fmt.Sprint(args[i+1]))
		}
		return s
	}
}

func TestWordsAreCompleteInBothLanguages(t *testing.T) {
	w := Words()
	if nb, en := slices.Sorted(maps.Keys(w["nb"])), slices.Sorted(maps.Keys(w["en"])); !slices.Equal(nb, en) {
		t.Errorf("the languages have different keys")
	}
	for _, k := range mapping.Kinds() {
		if w["nb"]["import.kind."+string(k)] == "" {
			t.Errorf("kind %s has no word", k)
		}
		for _, r := range mapping.Roles(k) {
			if w["nb"]["import.role."+string(r)] == "" {
				t.Errorf("role %s of %s has no word", r, k)
			}
		}
	}
	for _, c := range warningOrder {
		if w["nb"]["import.warning."+c] == "" {
			t.Errorf("warning %s has no word", c)
		}
	}
}
