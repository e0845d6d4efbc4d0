package main

import (
	"testing"

	"peil/internal/locale"
	"peil/internal/source/mapping"
)

// What an import can understand has a word in both languages.
func TestKindsAndRolesHaveWords(t *testing.T) {
	for _, lang := range []string{"nb", "en"} {
		words := locale.For(lang)
		for _, k := range mapping.Kinds() {
			if !words.Has("kind." + string(k)) {
				t.Errorf("%s: kind %s has no word", lang, k)
			}
			for _, r := range mapping.Roles(k) {
				if !words.Has("role." + string(r)) {
					t.Errorf("%s: role %s of %s has no word", lang, r, k)
				}
			}
		}
	}
}
