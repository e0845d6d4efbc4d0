package report_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"peil"
	"peil/internal/report"
)

// quarter is the running one of the fixtures' moment.
var quarter = period("2026-04-01", "2026-07-01")

// TestForecastHoldsTogether: quantiles in order, the sum in its parts, coverage by
// what is expected, on random companies.
func TestForecastHoldsTogether(t *testing.T) {
	for seed := range uint64(3) {
		v := empty(t)
		random(60+seed, 300).fill(t, v.DB)
		for _, p := range []peil.Period{quarter, period("2026-04-01", "2026-05-01"), period("2026-07-01", "2026-10-01")} {
			res := ask(t, v, report.Query{Report: "forecast", Period: p})
			m := total(res)
			get := func(id string) float64 {
				if m[id].Value == nil {
					t.Fatalf("%v: %s is null (%s)", p, id, m[id].Reason)
				}
				return *m[id].Value
			}
			if !(get("rev") <= get("fc_p10") && get("fc_p10") <= get("fc_p50") && get("fc_p50") <= get("fc_p90")) {
				t.Errorf("%v: sold %v, P10 %v, P50 %v, P90 %v", p, get("rev"), get("fc_p10"), get("fc_p50"), get("fc_p90"))
			}
			if w := get("fc_open"); w > get("fc_weighted")+1e-6 || w < 0 {
				t.Errorf("%v: of %v in all %v are expected in the period", p, get("fc_weighted"), w)
			}
			if !near(get("coverage_req"), get("open_value")/get("fc_open")) {
				t.Errorf("%v: coverage of %v is required", p, get("coverage_req"))
			}
			sum := get("rev") + get("fc_open") + get("fc_new")
			if mid := get("fc_p50"); mid < .5*sum || mid > 1.6*sum {
				t.Errorf("%v: the middle is %v, the parts add up to %v", p, mid, sum)
			}
		}
		past := total(ask(t, v, report.Query{Report: "forecast", Period: march}))
		if *past["fc_p10"].Value != *past["rev"].Value || *past["fc_p90"].Value != *past["rev"].Value || *past["fc_open"].Value != 0 {
			t.Errorf("of a period that is over there is nothing to come: %v", *past["fc_p90"].Value)
		}
	}
}

// TestStageLevels holds the learned levels against a recount of the facts: wins of
// all deals that entered a stage in the two years before the horizon.
func TestStageLevels(t *testing.T) {
	v := empty(t)
	w := random(70, 600)
	w.fill(t, v.DB)
	h, err := report.Horizon(t.Context(), v, now)
	if err != nil {
		t.Fatal(err)
	}
	mature := peil.DateOf(now, oslo).AddDays(-int(h))
	won := map[any]bool{}
	for _, c := range w.closes.rows {
		if c["outcome"] == "won" && moment(c["closed_at"]).Before(now) {
			won[c["deal_id"]] = true
		}
	}
	f := ask(t, v, report.Query{Report: "forecast", Period: quarter}).Figure("stage_levels")
	last := map[string]float64{}
	seen := 0
	for _, cell := range f.Cells {
		k, n := 0., 0.
		for _, e := range w.entries.rows {
			class := "existing"
			if e["class"] == "new" {
				class = "new"
			}
			if e["how"] != "entered" || e["dated"] != true || e["snapshot_only"] == true || key(e["stage_id"]) != cell.Keys[0] || cell.Keys[1] != peil.Total && cell.Keys[1] != class {
				continue
			}
			if on := date(e["entered_on"]); on.Before(mature) && !on.Before(mature.AddDays(-731)) {
				n++
				if won[e["deal_id"]] {
					k++
				}
			}
		}
		m := cell.Measures["mature_won"]
		if *m.K != k || *m.N != n || n < 10 {
			t.Errorf("stage %s %s: %v of %v won, the facts say %v of %v", cell.Keys[0], cell.Keys[1], *m.K, *m.N, k, n)
		}
		level := *cell.Measures["learned_p"].Value
		if level < last[cell.Keys[1]]-1e-12 {
			t.Errorf("confidence falls to %v at %s", level, cell.Keys[0])
		}
		last[cell.Keys[1]] = level
		seen++
	}
	if seen < 3 {
		t.Errorf("%d levels", seen)
	}
}

// issued puts a forecast of a month into the facts, with what two ways to forecast
// said.
func (d *deals) issued(month peil.Date, learned, defaults, actual float64) {
	d.t.Helper()
	id := id("forecast", month.String())
	next := peil.GrainMonth.Start(month.AddDays(31), 0)
	d.add("forecast_fact", map[string]any{"forecast_id": id, "issued_at": month.Start(oslo), "as_of": month.Start(oslo), "from_on": month, "horizon": next,
		"model": "x", "replayed": false, "booked": 0, "new_business": 0, "p10": int64(80 * defaults), "p50": int64(100 * defaults), "p90": int64(120 * defaults), "mean": int64(100 * defaults)})
	for name, x := range map[string]float64{"learned": learned, "defaults": defaults} {
		d.add("forecast_rival", map[string]any{"forecast_id": id, "name": name, "p10": int64(80 * x), "p50": int64(100 * x), "p90": int64(120 * x)})
	}
	d.close("won", month.AddDays(9).String(), int64(100*actual), nil)
}

// TestGate: the learned probabilities come into force after six month-ends over
// which they did better, not before, and not if they did worse.
func TestGate(t *testing.T) {
	for _, c := range []struct {
		months   int
		learned  float64
		note     string
		weighted float64
	}{{5, 100, "defaults_used", .9}, {6, 100, "learned_used", .3}, {6, 190, "defaults_better", .9}} {
		t.Run(fmt.Sprint(c.months, c.note), func(t *testing.T) {
			d := &deals{t: t, v: empty(t)}
			stage := id("stage 1")
			d.add("stage_dim", map[string]any{"stage_id": stage, "pipeline_id": id("pipeline 0"), "stage_order": 1, "kind": "open", "default_p": .9})
			month := day("2025-10-01")
			for range c.months {
				d.issued(month, c.learned, 160, 100)
				month = peil.GrainMonth.Start(month.AddDays(31), 0)
			}
			// Of 200 mature deals none was won: history says little of what is configured.
			for n := range 200 {
				at := day("2024-11-01").AddDays(n % 200).Start(oslo)
				deal := id("old", fmt.Sprint(n))
				d.add("stage_entry", map[string]any{"deal_id": deal, "stage_id": stage, "stage_order": 1, "how": "entered", "entered_at": at, "entered_on": peil.DateOf(at, oslo), "dated": true, "class": "new"})
				d.add("close_fact", map[string]any{"deal_id": deal, "outcome": "lost", "auto": false, "closed_at": at.AddDate(0, 0, 20), "closed_on": peil.DateOf(at.AddDate(0, 0, 20), oslo), "dated": true, "class": "new"})
			}
			d.add("deal_span", map[string]any{"deal_id": id("open"), "part": 1, "from_at": now.Add(-time.Hour), "from_on": peil.DateOf(now, oslo), "dated": true, "stage_id": stage, "value": 100_00, "currency": "NOK", "class": "new"})
			res := ask(t, d.v, report.Query{Report: "forecast", Period: quarter})
			found := false
			for _, n := range res.Notes {
				if n.Code == c.note && n.N == int64(c.months) {
					found = true
				}
			}
			got := *total(res)["fc_weighted"].Value
			if !found || c.note == "learned_used" && got > 100*c.weighted || c.note != "learned_used" && !near(got, 100*c.weighted) {
				t.Errorf("notes %v, weighted %v", res.Notes, got)
			}
			b := res.Figure("backtest").At("learned")
			if n := *b["fc_cover"].N; n != float64(c.months) {
				t.Errorf("%v month-ends are scored", n)
			}
			if want := math.Abs(c.learned-100) / 100; !near(*b["fc_wape"].Value, want) {
				t.Errorf("the miss is %v, expected %v", *b["fc_wape"].Value, want)
			}
		})
	}
}

// TestSaid: what was said on a day stands beside what came, as it was issued.
func TestSaid(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	d.issued(day("2026-03-01"), 200, 160, 100)
	q := report.Query{Report: "forecast", Period: march, Said: day("2026-03-12")}
	m := ask(t, d.v, q).Figure("said").At("2026-03-01")
	if m == nil || *m["fc_p50"].Value != 160 || *m["came"].Value != 100 || *m["fc_error"].Value != 60 {
		t.Errorf("said: %+v", m)
	}
	q.Said, q.Now = day("2026-02-20"), now
	if _, err := report.Run(t.Context(), d.v, q); peil.KindOf(err) != peil.KindInvalid {
		t.Errorf("nothing had been said by then: %v", err)
	}
}

// TestIssueIsWhatIsShown: what is issued is what the report shows at that moment.
func TestIssueIsWhatIsShown(t *testing.T) {
	v := empty(t)
	random(80, 250).fill(t, v.DB)
	f, err := report.Issue(t.Context(), v, quarter, now)
	if err != nil {
		t.Fatal(err)
	}
	m := total(ask(t, v, report.Query{Report: "forecast", Period: quarter, By: "none"}))
	for id, x := range map[string]int64{"fc_p10": f.P10, "fc_p50": f.P50, "fc_p90": f.P90, "rev": f.Booked, "quota": f.Quota} {
		if math.Abs(*m[id].Value-float64(x)/100) > .01 {
			t.Errorf("%s is shown as %v, issued as %v", id, *m[id].Value, float64(x)/100)
		}
	}
	sum := 0.0
	for _, l := range f.Lines {
		sum += float64(l.Value) / 100 * l.P
	}
	if len(f.Lines) < 10 || math.Abs(sum-*m["fc_weighted"].Value) > float64(len(f.Lines)) || f.From != quarter.From || f.Horizon != quarter.To {
		t.Errorf("%d lines come to %v, shown is %v", len(f.Lines), sum, *m["fc_weighted"].Value)
	}
	if err := f.Check(); peil.KindOf(err) != peil.KindInvalid { // only its id is missing
		t.Errorf("what is issued cannot be stored: %v", err)
	}
	names := map[string]bool{}
	for _, r := range f.Rivals {
		names[r.Name] = true
	}
	if !names["learned"] || !names["defaults"] || !names["run_rate"] || !names["sellers"] {
		t.Errorf("rivals %v", f.Rivals)
	}
}
