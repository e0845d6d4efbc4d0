package report_test

import (
	"math"
	"testing"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

// TestDecompositionAddsUp: the bars are the whole change, and multiply to what was
// sold in both windows, on random companies.
func TestDecompositionAddsUp(t *testing.T) {
	for seed := range uint64(3) {
		v := empty(t)
		random(40+seed, 400).fill(t, v.DB)
		for _, q := range []report.Query{
			{Report: "productivity", Period: period("2026-01-01", "2026-04-01"), Compare: []string{"previous"}},
			{Report: "productivity", Period: period("2026-01-01", "2026-04-01"), Base: period("2025-03-01", "2025-05-12")},
			{Report: "productivity", Period: period("2026-04-01", "2026-05-01"), Compare: []string{"previous"}},
		} {
			p := ask(t, v, q).Figure("decomposition")
			total := p.At(peil.Total)
			if total["contribution"].Reason == stat.ReasonZeroFactor && (*total["before"].Value == 0 || *total["after"].Value == 0) {
				continue
			}
			if total["contribution"].Value == nil || total["contribution_prod"].Value == nil {
				t.Fatalf("%v: %+v", q.Period, total)
			}
			sum, perRep := 0.0, 0.0
			before, after := 1.0, 1.0
			for _, row := range p.Cells {
				if row.Keys[0] == peil.Total {
					continue
				}
				c := row.Measures["contribution"]
				sum, perRep = sum+*c.Value, perRep+*row.Measures["contribution_prod"].Value
				if iv := c.Interval; iv != nil && (iv.Lo > *c.Value+1e-6 || iv.Hi < *c.Value-1e-6 || c.Chance != (iv.Lo <= 0 && iv.Hi >= 0)) {
					t.Errorf("%s: %+v", row.Keys[0], c)
				}
				f := func(x *float64) float64 {
					if row.Keys[0] == "turnover" {
						return 1 / *x
					}
					return *x
				}
				before, after = before*f(row.Measures["before"].Value), after*f(row.Measures["after"].Value)
			}
			change, scale := *total["after"].Value-*total["before"].Value, *total["after"].Value+*total["before"].Value
			if math.Abs(sum-*total["contribution"].Value) > 1e-6*scale || math.Abs(sum-change) > 1e-6*scale {
				t.Errorf("the bars add up to %v, the change is %v", sum, change)
			}
			if math.Abs(perRep-*total["contribution_prod"].Value) > 1e-6*scale {
				t.Errorf("the bars per seller add up to %v, the change is %v", perRep, *total["contribution_prod"].Value)
			}
			if ratio := before / after; p.At("days") != nil && math.Abs(ratio - *total["before"].Value / *total["after"].Value) > 1e-6 {
				t.Errorf("the factors say %v, the sales %v", ratio, *total["before"].Value / *total["after"].Value)
			}
		}
	}
}

// TestMix: effects add up to the change, by the dimension asked for.
func TestMix(t *testing.T) {
	v := empty(t)
	random(50, 500).fill(t, v.DB)
	for _, by := range []string{"none", "source", "user"} {
		res := ask(t, v, report.Query{Report: "productivity", Period: period("2026-01-01", "2026-04-01"), Compare: []string{"previous"}, By: by})
		for id, effect := range map[string]string{"mix_win_rate": "rate_effect", "mix_size": "size_effect"} {
			p := res.Figure(id)
			if p == nil || by == "source" && p.Axes[0].ID != "source" || by != "source" && p.Axes[0].ID != "class" {
				t.Fatalf("by %s: %s is %+v", by, id, p)
			}
			total := p.At(peil.Total)
			rate, mix := 0.0, 0.0
			for _, row := range p.Cells {
				if row.Keys[0] != peil.Total {
					rate, mix = rate+*row.Measures[effect].Value, mix+*row.Measures["mix_effect"].Value
				}
			}
			if !near(rate, *total[effect].Value) || !near(mix, *total["mix_effect"].Value) || !near(rate+mix, *total["after"].Value-*total["before"].Value) {
				t.Errorf("by %s: %s: %v of rate and %v of mix, the total is %+v", by, id, rate, mix, total)
			}
		}
		if m := total(res)["win_rate_closed"]; by == "none" && !near(*m.Value, *res.Figure("mix_win_rate").At(peil.Total)["after"].Value) {
			t.Error("the panel's hit rate is another than the report's")
		}
	}
}

// TestHurdle: the return of a year is held against what is required.
func TestHurdle(t *testing.T) {
	v := empty(t)
	random(51, 400).fill(t, v.DB)
	q := report.Query{Report: "productivity", Period: march}
	if p := ask(t, v, q).Figure("hurdle"); len(p.Cells) > 0 {
		t.Errorf("nothing is required, but %+v", p)
	}
	exec(t, v.DB, "insert into hurdle_dim values ('2024-01-01', 0.5), ('2025-01-01', 0.25), ('2026-04-10', 0.9)")
	p := ask(t, v, q).Figure("hurdle")
	if len(p.Cells) != 2 || p.Cells[1].Keys[0] != "2025-04-01..2026-03-31" || p.Cells[0].Keys[0] != "2025-01-01..2025-12-31" {
		t.Fatalf("the quarters are %+v", p.Cells)
	}
	n := newNaive(random(51, 400), period("2025-04-01", "2026-04-01"))
	want := n.productivity()["roi"]
	m := p.Cells[1].Measures
	if !near(*m["roi"].Value, want) || !near(*m["over_hurdle"].Value, want-.25) || !near(*m["hurdle"].Value, .25) {
		t.Errorf("roi %v, reference %v, over %v", *m["roi"].Value, want, *m["over_hurdle"].Value)
	}
	// A return that is just what is needed meets the requirement exactly.
	if r := *m["return_req"].Value / *m["return"].Value; math.Abs(r*(1+want)-1.25) > 1e-9 {
		t.Errorf("needed %v of %v", *m["return_req"].Value, *m["return"].Value)
	}
}
