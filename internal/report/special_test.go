package report_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
)

// deals is a workspace that a test fills row by row.
type deals struct {
	t testing.TB
	v *facts.View
	n int
}

func (d *deals) add(name string, row map[string]any) {
	d.t.Helper()
	(&table{name: name, rows: []map[string]any{row}}).insert(d.t, d.v.DB)
}

// close adds a closed deal with its open time before it, and its credit if won.
func (d *deals) close(outcome string, on string, value int64, more map[string]any) {
	d.t.Helper()
	d.n++
	deal := id("closed", fmt.Sprint(d.n))
	at := day(on).Start(oslo).Add(12 * time.Hour)
	row := map[string]any{"deal_id": deal, "outcome": outcome, "auto": false, "closed_at": at, "closed_on": day(on), "dated": true,
		"created_at": at.AddDate(0, 0, -10), "value": value, "currency": "NOK", "class": "new"}
	for k, v := range more {
		row[k] = v
	}
	d.add("close_fact", row)
	if outcome == "won" {
		d.add("credit_fact", map[string]any{"deal_id": deal, "kind": "won", "main": true, "amount": value, "currency": "NOK", "won_at": at,
			"won_on": day(on), "dated": true, "created_at": row["created_at"], "class": "new"})
	}
}

func total(res *peil.Result) map[string]peil.Value { return res.Rows[0].Measures }

func slice(res *peil.Result, key string) map[string]peil.Value {
	for _, row := range res.Rows {
		if row.Slice != nil && *row.Slice == key {
			return row.Measures
		}
	}
	return nil
}

// TestWithoutHistory: a source without stage history still answers what is open
// and what was closed, and says that it cannot answer the rest.
func TestWithoutHistory(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	stage := id("stage 1")
	for n := range 6 {
		deal := id("open", fmt.Sprint(n))
		at := day("2026-03-02").Start(oslo)
		same := map[string]any{"deal_id": deal, "stage_id": stage, "dated": n > 1, "snapshot_only": true, "currency": "NOK"}
		with := func(more map[string]any) map[string]any {
			for k, v := range same {
				more[k] = v
			}
			return more
		}
		d.add("deal_fact", with(map[string]any{"status": "open", "created_at": at, "created_on": day("2026-03-02")}))
		d.add("deal_span", with(map[string]any{"from_at": at, "from_on": day("2026-03-02"), "value": 100_00}))
		d.add("stage_visit", with(map[string]any{"enter_at": at, "enter_on": day("2026-03-02"), "exit_kind": "open"}))
		d.add("stage_entry", with(map[string]any{"how": "entered", "entered_at": at, "entered_on": day("2026-03-02"), "cause": "open"}))
	}
	d.close("won", "2026-03-20", 5000, map[string]any{"stage_id": stage, "snapshot_only": true})
	d.close("lost", "2026-03-20", 5000, map[string]any{"stage_id": stage, "snapshot_only": true})
	res := ask(t, d.v, report.Query{Report: "stages"})
	m := slice(res, stage.String())
	for id, want := range map[string]float64{"open_n": 6, "open_value": 600, "won": 1, "lost": 1} {
		if v := m[id]; v.Value == nil || *v.Value != want {
			t.Errorf("%s is %v, expected %v", id, deref(v.Value), want)
		}
	}
	for _, id := range []string{"reached", "entered", "conv_step", "lost_step", "undetermined", "conv_naive", "time_p50", "time_p90", "time_rmst", "stuck", "skips", "backs"} {
		for _, m := range []map[string]peil.Value{m, total(res)} {
			if v := m[id]; v.Value != nil || v.Reason != "no_history" {
				t.Errorf("%s is %v %q, expected no history", id, deref(v.Value), v.Reason)
			}
		}
	}
	if !slices.Contains(res.Excluded, peil.Excluded{Reason: "snapshot_only", N: 6}) || !slices.ContainsFunc(res.Notes, func(n peil.Note) bool { return n.Code == "snapshot_only" && n.N == 6 }) {
		t.Errorf("left out: %v, noted: %v", res.Excluded, res.Notes)
	}
	if c := total(res)["win_rate_cohort"]; c.Value == nil || *c.N != 4 {
		t.Errorf("when deals were created and closed is known, so the cohort is: %+v", c)
	}
	// Nobody knows when two of them began: they are open, but not for so many days.
	p := total(ask(t, d.v, report.Query{Report: "productivity"}))
	if *p["open_n"].Value != 6 || !near(*p["open_avg"].Value, 4*(30-1/24.)/31) { // a day of March has 23 hours
		t.Errorf("%v open, %v in work", *p["open_n"].Value, *p["open_avg"].Value)
	}
}

// TestSpikes: a reason that takes over for some months is flagged, with its end.
func TestSpikes(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	rival, price := id("reason 1"), id("reason 2")
	counts := []int{4, 3, 5, 4, 3, 5, 4, 3, 5, 4, 3, 5, 4, 14, 11, 9, 4, 3} // from October 2024 to March 2026
	for i, n := range counts {
		month := peil.NewDate(2024, time.Month(10+i), 10).String()
		for range n {
			d.close("lost", month, 100, map[string]any{"reason_id": rival})
		}
		for range 5 {
			d.close("lost", month, 100, map[string]any{"reason_id": price})
		}
		for range 35 - n {
			d.close("won", month, 100, nil)
		}
	}
	res := ask(t, d.v, report.Query{Report: "losses"})
	if len(res.Flags) != 1 {
		t.Fatalf("flags: %+v", res.Flags)
	}
	f := res.Flags[0]
	if f.Code != "spike" || f.Slice != rival.String() || f.Label != "reason 1" || f.Period != period("2025-11-01", "2025-12-01") || f.K != 14 || f.N != 40 {
		t.Errorf("the flag is %+v", f)
	}
	if f.Normal != period("2026-02-01", "2026-03-01") || f.Recovered != march || !f.Down || f.Ratio < 3 || f.Expected < 3.5 || f.Expected > 4.5 {
		t.Errorf("the flag is %+v", f)
	}
	if res = ask(t, d.v, report.Query{Report: "losses", Period: period("2025-12-01", "2026-01-01")}); len(res.Flags) != 1 || !res.Flags[0].Recovered.IsZero() {
		t.Errorf("in December it lasts still: %+v", res.Flags)
	}
	if res = ask(t, d.v, report.Query{Report: "losses", Period: period("2025-10-01", "2025-11-01")}); len(res.Flags) != 0 {
		t.Errorf("in October nothing had happened: %+v", res.Flags)
	}
}

// TestRestated: an answer says by how much it has changed since it was published.
func TestRestated(t *testing.T) {
	then, today := &deals{t: t, v: empty(t)}, &deals{t: t, v: empty(t)}
	for _, d := range []*deals{then, today} {
		d.close("won", "2026-03-10", 100_00, nil)
		d.close("lost", "2026-03-10", 100_00, nil)
	}
	then.close("won", "2026-03-11", 900_00, nil) // reopened since
	then.v.KnownAt = time.Date(2026, 4, 1, 6, 0, 0, 0, time.UTC)
	for _, q := range []struct{ v, against *facts.View }{{then.v, today.v}, {today.v, then.v}} {
		m := total(ask(t, q.v, report.Query{Report: "productivity", Against: q.against}))
		r := m["rev"].Restated
		if r == nil || r.By != -900 || !r.Since.Equal(then.v.KnownAt) {
			t.Errorf("rev is restated by %+v", r)
		}
		if m["lost"].Restated != nil {
			t.Error("what has not changed is restated")
		}
	}
}

func TestLargeDealAndFewDeals(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	for range 5 {
		d.close("won", "2026-03-10", 100_00, nil)
	}
	d.close("won", "2026-03-10", 1000_00, nil)
	res := ask(t, d.v, report.Query{Report: "productivity"})
	size := total(res)["size"]
	if *size.Value != 250 || *size.WithoutLargest != 100 || size.Display != peil.DisplayWide || size.Interval.Lo != 100 || size.Interval.Hi != 1000 {
		t.Errorf("the mean sale is %+v", size)
	}
	if p50 := total(res)["size_p50"]; *p50.Value != 100 {
		t.Errorf("the median sale is %+v", p50)
	}
	if !slices.ContainsFunc(res.Notes, func(n peil.Note) bool { return n.Code == "largest_sale" && n.N == 67 }) {
		t.Errorf("nobody is told of the large deal: %v", res.Notes)
	}
	if v := total(res)["win_rate_closed"]; v.Display != peil.DisplayWide || *v.N != 6 {
		t.Errorf("six deals: %+v", v)
	}
	for range 15 {
		d.close("won", "2026-03-10", 100_00, nil)
	}
	if size := total(ask(t, d.v, report.Query{Report: "productivity"}))["size"]; size.Display != peil.DisplayOK || size.Interval.Method != "bootstrap" {
		t.Errorf("the mean of 21 sales is %+v", size)
	}
}

// TestNoRate: an amount without a rate is never taken at 1, but its deal counts.
func TestNoRate(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	d.close("won", "2026-03-10", 100_00, nil)
	d.close("won", "2026-03-10", 100_00, nil)
	exec(t, d.v.DB, "update credit_fact set currency = 'USD' where deal_id = '"+id("closed", "2").UUID()+"'")
	res := ask(t, d.v, report.Query{Report: "productivity"})
	if m := total(res); *m["rev"].Value != 100 || *m["won"].Value != 2 || *m["size"].Value != 100 {
		t.Errorf("rev %v, won %v, size %v", *m["rev"].Value, *m["won"].Value, *m["size"].Value)
	}
	if len(res.Excluded) != 1 || res.Excluded[0] != (peil.Excluded{Reason: "no_rate", N: 1}) {
		t.Errorf("left out: %v", res.Excluded)
	}
}

// TestStuck: open visits older than three quarters of the won deals' time.
func TestStuck(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	stage := id("stage 1")
	visit := func(n int, days int, open bool) {
		enter := now.AddDate(0, 0, -days)
		row := map[string]any{"deal_id": id("closed", fmt.Sprint(n)), "stage_id": stage, "enter_at": enter, "enter_on": peil.DateOf(enter, oslo), "exit_kind": "open", "dated": true}
		if !open {
			row["exit_at"], row["exit_kind"], row["open_seconds"] = now, "won", days*86400
		}
		d.add("stage_visit", row)
		if !open {
			d.add("stage_entry", map[string]any{"deal_id": row["deal_id"], "stage_id": stage, "how": "entered", "entered_at": enter, "entered_on": row["enter_on"],
				"cause": "advance", "cause_at": now, "outcome": "won", "closed_at": now, "open_seconds": days * 86400, "dated": true})
		}
	}
	for n := 1; n <= 9; n++ {
		d.close("won", "2026-04-15", 100, nil)
		visit(n, n, false)
	}
	visit(100, 60, true)
	visit(101, 2, true)
	q := report.Query{Report: "stages", Period: period("2026-04-01", "2026-05-01")}
	if v := slice(ask(t, d.v, q), stage.String())["stuck"]; v.Reason != "too_few" {
		t.Errorf("nine won deals say nothing, but stuck is %+v", v)
	}
	d.close("won", "2026-04-15", 100, nil)
	visit(10, 10, false)
	if v := slice(ask(t, d.v, q), stage.String())["stuck"]; v.Value == nil || *v.Value != 1 || *v.N != 2 {
		t.Errorf("stuck is %+v", v)
	}
}

// TestTrend: the buckets are the period, and their counts add up to it.
func TestTrend(t *testing.T) {
	v := empty(t)
	random(11, 200).fill(t, v.DB)
	res := ask(t, v, report.Query{Report: "losses", By: "user", Trend: "month", Period: period("2025-05-01", "2026-04-01")})
	sum, points := 0.0, 0
	for _, p := range res.Series {
		if p.Slice == nil {
			sum += *p.Measures["losses"].Value
			points++
		}
	}
	if points != 11 || res.Grain != peil.GrainMonth || sum != *total(res)["losses"].Value || sum == 0 {
		t.Errorf("%d points by %s add up to %v, the total is %v", points, res.Grain, sum, *total(res)["losses"].Value)
	}
	res = ask(t, v, report.Query{Report: "productivity", Trend: "auto"})
	if res.Grain != peil.GrainWeek || len(res.Series) != 6 { // a month in weeks: a quarter would be one point
		t.Errorf("%d points by %s", len(res.Series), res.Grain)
	}
}

// TestFilters: labels, capitals, ids and "none" find the same rows.
func TestFilters(t *testing.T) {
	v := empty(t)
	random(12, 200).fill(t, v.DB)
	rev := func(fs ...report.Filter) float64 {
		return *total(ask(t, v, report.Query{Report: "productivity", Period: period("2025-06-01", "2026-04-01"), Filters: fs}))["rev"].Value
	}
	user := id("user 1")
	byLabel, byID := rev(report.Filter{Dim: "USER", Values: []string{" User 1 "}}), rev(report.Filter{Dim: "user", Values: []string{user.String()}})
	if byLabel != byID || byLabel == 0 {
		t.Errorf("by label %v, by id %v", byLabel, byID)
	}
	all := rev()
	parts := rev(report.Filter{Dim: "campaign", Values: []string{"VÅR"}}) + rev(report.Filter{Dim: "campaign", Values: []string{"none", "høst"}})
	if diff := all - parts; diff > 1e-6 || diff < -1e-6 {
		t.Errorf("the parts make %v of %v", parts, all)
	}
	res := ask(t, v, report.Query{Report: "productivity", Filters: []report.Filter{{Dim: "source", Values: []string{"source 1"}}}})
	if total(res)["fte_days"].Value == nil || *total(res)["fte_days"].Value == 0 {
		t.Error("full-time days have no source, but the filter on one took them away")
	}
	if !strings.Contains(res.RowsHref, "filter=source%3Dsource+1") || !strings.Contains(res.RowsHref, "period=2026-03-01..2026-03-31") {
		t.Errorf("the rows are at %s", res.RowsHref)
	}
}

// TestAnyWordIsASlice: no word that somebody wrote is taken for the total.
func TestAnyWordIsASlice(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	for _, campaign := range []string{"*", "*", "vår", ""} {
		d.close("won", "2026-04-15", 100_00, map[string]any{"campaign": campaign})
		d.close("lost", "2026-04-15", 100_00, map[string]any{"campaign": campaign})
	}
	for _, id := range []string{"losses", "stages"} { // by statement, and added up
		res := ask(t, d.v, report.Query{Report: id, By: "campaign", Period: period("2026-04-01", "2026-05-01"), Measures: []string{"won"}})
		if n := *total(res)["won"].Value; n != 4 {
			t.Errorf("%s: %v won in all, want 4", id, n)
		}
		if v := slice(res, "*")["won"]; v.Value == nil || *v.Value != 2 {
			t.Errorf("%s: won of the campaign is %+v, want 2", id, v)
		}
	}
}
