package report_test

import (
	"reflect"
	"slices"
	"testing"

	"peil/internal/report"
)

// TestPick: an answer narrowed to a measure is the answer to the question about
// that measure alone.
func TestPick(t *testing.T) {
	v := empty(t)
	random(21, 80).fill(t, v.DB)
	for _, r := range report.All {
		dims, err := report.Dims(t.Context(), v, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, by := range []string{"", "user", "stage"} {
			if by != "" && !slices.Contains(dims, by) {
				continue
			}
			q := report.Query{Report: r.ID, By: by, Period: period("2025-07-01", "2026-01-01"),
				Trend: "quarter", Compare: []string{"previous", "year"}, Now: now}
			all, err := report.Run(t.Context(), v, q)
			if err != nil {
				t.Fatal(r.ID, err)
			}
			for i, m := range r.Measures {
				if i%5 != 0 {
					continue // one in five is enough
				}
				q.Measures = []string{m.ID}
				want, err := report.Run(t.Context(), v, q)
				if err != nil {
					t.Fatal(err)
				}
				got, err := report.Pick(all, q.Measures)
				if err != nil {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s by %q, %s: the picked answer differs from the asked one", r.ID, by, m.ID)
				}
			}
		}
	}
}
