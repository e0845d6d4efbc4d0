package report

import (
	"slices"
	"testing"
)

// TestBranches: it is known of each part of a report's facts which kinds of row it
// has, and of a few kinds only their parts are left.
func TestBranches(t *testing.T) {
	for _, r := range All {
		var all []string
		for i, b := range branches(r.text["facts"]) {
			kinds := kindsOf(b)
			if len(kinds) == 0 {
				t.Errorf("%s: of part %d nobody knows the kinds:\n%.200s", r.ID, i+1, b)
			}
			all = append(all, kinds...)
		}
		for _, k := range r.kinds {
			if !slices.Contains(all, k.id) {
				t.Errorf("%s: no part has rows of kind %s", r.ID, k.id)
			}
		}
		if whole := ofKinds(r.text["facts"], all); whole != r.text["facts"] {
			t.Errorf("%s: with all kinds something is missing", r.ID)
		}
	}
	facts := activities.text["facts"]
	if few := ofKinds(facts, []string{"fte"}); len(branches(few)) != 2 || len(few) > len(facts)/2 {
		t.Errorf("of one kind %d parts are left, %d bytes of %d", len(branches(few)), len(few), len(facts))
	}
}
