package peil

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	choices := []string{"last-week", "last-month", "this-week", "ytd", "all", "Salgsmål", "q"}
	for word, want := range map[string]string{
		"lst-week": "last-week", "last-wekk": "last-week", "last-weke": "last-week", "LAST-WEEK": "last-week", " last-week ": "last-week",
		"lastmonth": "last-month", "salgsmal": "Salgsmål", "ydt": "ytd", "al": "all",
		"": "", "x": "", "quarter": "", "something else": "", strings.Repeat("a", 1000): "",
	} {
		if got := Nearest(word, choices); got != want {
			t.Errorf("Nearest(%.20q) = %q, want %q", word, got, want)
		}
	}
	if got := Nearest("aba", []string{"abc", "abd"}); got != "abc" {
		t.Errorf("of equals the first: %q", got)
	}
	if got := Nearest("x", nil); got != "" {
		t.Errorf("no choices: %q", got)
	}
	if got := Nearest("all", []string{strings.Repeat("l", 100), "all"}); got != "all" {
		t.Errorf("%q", got)
	}
}

func TestSlips(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "abc", 0}, {"", "abc", 3}, {"abc", "", 3}, {"ab", "ba", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3}, {"abcd", "acbd", 1}} {
		if got := slips([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("slips(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := slips([]rune(c.b), []rune(c.a)); got != c.want {
			t.Errorf("slips(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
