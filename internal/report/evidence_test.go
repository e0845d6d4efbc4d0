package report_test

import (
	"cmp"
	"context"
	"math"
	"slices"
	"testing"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
	"peil/internal/stat"
)

// looked is all that rules look at beside the reports.
type looked struct {
	Courses   []report.Course
	Stuck     []report.Stuck
	Open      map[string]float64
	Skips     []report.Skipping
	Overrides []report.Override
	Topics    map[string]string
	Margin    float64
}

func look(t *testing.T, v *facts.View) *looked {
	t.Helper()
	ctx := context.Background()
	out := &looked{Open: map[string]float64{}, Topics: map[string]string{}}
	fail := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	var err error
	before := period("2025-03-01", "2026-03-01")
	out.Courses, err = report.Courses(ctx, v, now, march, before)
	fail(err)
	for _, c := range out.Courses { // in any order
		for _, stays := range [][]stat.Cell{c.Now.Stays, c.Before.Stays} {
			slices.SortFunc(stays, func(a, b stat.Cell) int { return cmp.Or(cmp.Compare(a.T, b.T), a.Cause-b.Cause, a.N-b.N) })
		}
	}
	out.Stuck, err = report.StuckDeals(ctx, v, now)
	fail(err)
	open, err := report.OpenValues(ctx, v, now)
	fail(err)
	for id, x := range open {
		out.Open[id.String()] = x
	}
	out.Skips, err = report.Skips(ctx, v, now, period("2025-03-01", "2026-04-01"))
	fail(err)
	out.Overrides, err = report.Overrides(ctx, v, now)
	fail(err)
	topics, err := report.Topics(ctx, v, now)
	fail(err)
	for id, x := range topics {
		out.Topics[id.String()] = x
	}
	out.Margin, _, err = report.Margin(ctx, v, now, march)
	fail(err)
	return out
}

// TestEvidenceOnBothEngines: what rules look at is the same in both.
func TestEvidenceOnBothEngines(t *testing.T) {
	duck, pg := empty(t), postgres(t)
	w := random(9, 250)
	w.fill(t, duck.DB)
	w.fill(t, pg.DB)
	a, b := look(t, duck), look(t, pg)
	same(t, "evidence", a, b)
	if len(a.Courses) == 0 || len(a.Open) == 0 || len(a.Skips) == 0 {
		t.Errorf("there is little to compare: %d stages, %d open deals, %d stages skipped", len(a.Courses), len(a.Open), len(a.Skips))
	}
}

// TestEvidenceAgreesWithReports: rules and tiles count the same.
func TestEvidenceAgreesWithReports(t *testing.T) {
	v := empty(t)
	random(5, 400).fill(t, v.DB)
	got := look(t, v)
	stages := ask(t, v, report.Query{Report: "stages", By: "stage", Period: march})
	for _, c := range got.Courses {
		for _, row := range stages.Rows[1:] {
			if *row.Slice != c.Stage.String() {
				continue
			}
			want := row.Measures["conv_step"]
			if x := c.Now.Conv; (x.Value == nil) != (want.Value == nil) || x.Value != nil && math.Abs(*x.Value-*want.Value) > 1e-12 {
				t.Errorf("from %s go %v, the report says %v", c.Stage, x.Value, want.Value)
			}
			if median := row.Measures["time_p50"].Value; median != nil {
				if k, ok := stat.KaplanMeier(c.Now.Stays); !ok {
					t.Errorf("%s has no stays", c.Stage)
				} else if m, _ := k.Median(); math.Abs(m-*median) > 1e-12 {
					t.Errorf("in %s a stay lasts %v, the report says %v", c.Stage, m, *median)
				}
			}
		}
	}
	today := ask(t, v, report.Query{Report: "stages", By: report.None, Period: peil.Period{From: day("2026-04-16"), To: day("2026-04-17")}})
	n := 0.0
	for _, s := range got.Stuck {
		n += float64(s.N)
	}
	if m := today.Rows[0].Measures["stuck"]; m.Value != nil && *m.Value != n {
		t.Errorf("%v deals are stuck, the report says %v", n, *m.Value)
	}
	sum := 0.0
	for _, x := range got.Open {
		sum += x
	}
	if m := today.Rows[0].Measures["open_value"].Value; m == nil || math.Abs(sum-*m) > 1e-6*sum {
		t.Errorf("%v is open, the report says %v", sum, m)
	}
}

// TestOverrides: of a deal that is said of in several forecasts the first counts, and
// only what a seller said and what was decided by now.
func TestOverrides(t *testing.T) {
	v := empty(t)
	exec(t, v.DB, `insert into forecast_fact (forecast_id, as_of, horizon) values
    ('00000000-0000-0000-0000-000000000001', '2026-01-01 06:00:00+00', '2026-02-01'), ('00000000-0000-0000-0000-000000000002', '2026-02-01 06:00:00+00', '2026-03-01')`)
	exec(t, v.DB, `insert into forecast_line (forecast_id, deal_id, p, learned, own) values
    ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000a', .8, .3, true), ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-00000000000a', .9, .4, true),
    ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-00000000000b', .2, .3, true), ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-00000000000c', .3, .3, false),
    ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-00000000000d', .7, .3, true)`)
	exec(t, v.DB, `insert into close_fact (deal_id, outcome, closed_at) values
    ('00000000-0000-0000-0000-00000000000a', 'won', '2026-03-01 12:00:00+00'), ('00000000-0000-0000-0000-00000000000b', 'lost', '2026-03-01 12:00:00+00'),
    ('00000000-0000-0000-0000-00000000000c', 'won', '2026-03-01 12:00:00+00'), ('00000000-0000-0000-0000-00000000000d', 'won', '2026-09-01 12:00:00+00')`)
	got, err := report.Overrides(context.Background(), v, now)
	want := []report.Override{{Own: .8, Learned: .3, Won: true}, {Own: .2, Learned: .3}}
	if err != nil || len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%+v, %v; expected %+v", got, err, want)
	}
}
