package fold_test

import (
	"testing"

	"peil"
	"peil/internal/fold"
)

// A deal is worth the sum of its lines, and nothing is known of its worth where
// no line has a price.
func TestValueOfLines(t *testing.T) {
	w := newWorkshop(3)
	worth := map[peil.ID]*int64{}
	for _, c := range []struct {
		lines []peil.Line
		want  int64 // below zero: not known
	}{
		{[]peil.Line{{Family: "a", Unpriced: true, Currency: "NOK"}}, -1},
		{[]peil.Line{{Family: "a", Unpriced: true, Currency: "NOK"}, {Family: "b", Amount: 700, Currency: "NOK"}}, 700},
		{[]peil.Line{{Family: "a", Currency: "NOK"}}, 0},
		{nil, -1},
	} {
		d := w.id()
		w.add(peil.DealCreated{Deal: d, Stage: w.stages[0], Owner: w.users[0], Lines: c.lines})
		worth[d] = nil
		if c.want >= 0 {
			worth[d] = &c.want
		}
	}
	s := fold.NewSetup(w.events, w.now.AddDate(0, 1, 0))
	for _, events := range byUnit(w.events) {
		for _, row := range cases(s, events, fold.Clocks{}).Deals {
			want, ours := worth[row.DealID]
			if !ours {
				continue
			}
			if got := row.Value; (got == nil) != (want == nil) || got != nil && *got != *want {
				t.Errorf("deal %s is worth %v, want %v", row.DealID, got, want)
			}
			delete(worth, row.DealID)
		}
	}
	if len(worth) > 0 {
		t.Errorf("%d deals were not folded", len(worth))
	}
}
