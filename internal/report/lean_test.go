package report_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"peil/internal/report"
)

// TestLeanQuestions: a question that leaves alone the rows its measure is not made of has the
// same answer, for every measure of every report.
func TestLeanQuestions(t *testing.T) {
	v := empty(t)
	random(3, 250).fill(t, v.DB)
	for _, r := range report.All {
		by := r.By
		full := ask(t, v, report.Query{Report: r.ID, By: by, Figures: []string{}, Flags: []string{}})
		for _, id := range r.MeasureIDs() {
			q := report.Query{Report: r.ID, By: by, Measures: []string{id}, Flags: []string{}, Lean: true}
			lean := ask(t, v, q)
			rows := map[string]string{}
			for _, row := range full.Rows {
				rows[sliceOf(row.Slice)] = asJSON(t, row.Measures[id])
			}
			for _, row := range lean.Rows {
				if got, want := asJSON(t, row.Measures[id]), rows[sliceOf(row.Slice)]; got != want {
					t.Errorf("%s of %q by %s is %s, lean %s", id, sliceOf(row.Slice), by, want, got)
				}
			}
		}
	}
}

func sliceOf(slice *string) string {
	if slice == nil {
		return "total"
	}
	return *slice
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestFiguresAndFlagsAsked: a question gets the figures that it names, beside its
// measures, and the flags.
func TestFiguresAndFlagsAsked(t *testing.T) {
	v := empty(t)
	random(4, 100).fill(t, v.DB)
	res := ask(t, v, report.Query{Report: "productivity", By: "none", Compare: []string{"previous"}, Measures: []string{"prod"}, Figures: []string{"decomposition"}})
	if len(res.Figures) != 1 || res.Figures[0].ID != "decomposition" || len(res.Figures[0].Cells) == 0 {
		t.Errorf("the figures are %+v", res.Figures)
	}
	if res := ask(t, v, report.Query{Report: "response", By: "none", Measures: []string{"waiting"}, Figures: []string{"response_queue"}}); len(res.Figures) != 1 || len(res.Figures[0].Cells) == 0 {
		t.Errorf("the queue is %+v", res.Figures)
	}
	if res := ask(t, v, report.Query{Report: "losses", By: "reason", Flags: []string{"spike"}}); len(res.Figures) != 0 {
		t.Errorf("the report has %d figures", len(res.Figures))
	} else {
		for _, f := range res.Flags {
			if f.Code != "spike" {
				t.Errorf("a %s was not asked for", f.Code)
			}
		}
	}
}

// TestFiguresBesideOneMeasure: a figure is the same whichever measures are asked for
// with it, also where these alone would need less of the past.
func TestFiguresBesideOneMeasure(t *testing.T) {
	v := empty(t)
	random(23, 120).fill(t, v.DB)
	for _, r := range report.All {
		q := report.Query{Report: r.ID, Period: period("2026-04-01", "2026-07-01"), Flags: []string{}}
		whole := ask(t, v, q)
		for _, f := range whole.Figures {
			q.Measures, q.Figures = []string{r.Measures[0].ID}, []string{f.ID}
			if got := ask(t, v, q).Figure(f.ID); got == nil || !reflect.DeepEqual(got.Cells, f.Cells) {
				t.Errorf("%s: %s is another beside %s alone", r.ID, f.ID, r.Measures[0].ID)
			}
		}
	}
}
