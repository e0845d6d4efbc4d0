package source

import (
	"testing"
	"time"

	"peil"
	"peil/internal/source/sample"
)

// The sample company, exported as a CRM would, is read back without an unreadable
// row: what was won is what the company won.
func TestSampleCompanyAsFiles(t *testing.T) {
	dir := t.TempDir()
	opts := sample.Options{Deals: 400, Seed: 3, Now: now.Add(-time.Hour)}
	deals, activities, err := sample.WriteCSV(dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	won, gone := map[peil.ID]bool{}, map[peil.ID]bool{}
	for _, d := range sample.Make(opts) {
		switch p := d.Payload.(type) {
		case peil.DealClosed:
			won[p.Deal] = p.Outcome == peil.Won
		case peil.DealReopened:
			won[p.Deal] = false
		case peil.DealMerged:
			gone[p.From] = true
		case peil.DealDeleted:
			gone[p.Deal] = true
		}
	}
	want := 0
	for id, w := range won {
		if w && !gone[id] {
			want++
		}
	}
	w := workspace(t)
	out := bring(t, w, dir)
	states, err := w.Deals(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	got, history := 0, 0
	for _, s := range states {
		if s.Status == "won" {
			got++
		}
		if !s.SnapshotOnly {
			history++
		}
	}
	if out.Refused != 0 || len(states) != deals || got != want || history != deals || activities < 4*deals {
		t.Errorf("%d refused, %d deals of %d, %d won of %d, %d with history, %d activities", out.Refused, len(states), deals, got, want, history, activities)
	}
}
