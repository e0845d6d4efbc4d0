package report_test

import (
	"testing"

	"peil"
	"peil/internal/report"
)

func TestAgainstTheNaiveReference(t *testing.T) {
	for seed := range uint64(2) {
		w := random(100+seed, 300)
		v := empty(t)
		w.fill(t, v.DB)
		h, err := report.Horizon(t.Context(), v, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []peil.Period{march, period("2025-05-01", "2026-02-01"), period("2026-04-01", "2026-05-01")} {
			n := newNaive(w, p)
			res := ask(t, v, report.Query{Report: "productivity", By: "user", Period: p})
			agree(t, p.String()+" productivity", res.Rows[0].Measures, n.productivity())
			for _, row := range res.Rows[1:] {
				got := n.where(func(r map[string]any) bool {
					u, ok := r["user_id"]
					return ok && key(u) == *row.Slice || !ok && *row.Slice == ""
				})
				want := got.productivity()
				delete(want, "business_days")
				agree(t, p.String()+" productivity of "+row.Label, row.Measures, want)
			}
			res = ask(t, v, report.Query{Report: "stages", Period: p})
			agree(t, p.String()+" stages", res.Rows[0].Measures, n.stages(h))
			agree(t, p.String()+" cohort", res.Rows[0].Measures, n.cohort(h))
			for _, row := range res.Rows[1:] {
				agree(t, p.String()+" "+row.Label, row.Measures, n.where(func(r map[string]any) bool { return key(r["stage_id"]) == *row.Slice }).stages(h))
			}
			res = ask(t, v, report.Query{Report: "sources", Period: p})
			agree(t, p.String()+" sources", res.Rows[0].Measures, n.sources(h))
			for _, row := range res.Rows[1:] {
				agree(t, p.String()+" source "+row.Label, row.Measures, n.where(func(r map[string]any) bool { return sourceOf(r["source_id"]) == *row.Slice }).sources(h))
			}
			res = ask(t, v, report.Query{Report: "response", By: "user", Period: p})
			agree(t, p.String()+" response", res.Rows[0].Measures, n.response())
			for _, row := range res.Rows[1:] {
				agree(t, p.String()+" response of "+row.Label, row.Measures, n.where(func(r map[string]any) bool { return key(r["user_id"]) == *row.Slice }).response())
			}
			actsAgree(t, v, n, p)
			res = ask(t, v, report.Query{Report: "forecast", Period: p})
			agree(t, p.String()+" forecast", res.Rows[0].Measures, n.forecast(p.To))
			res = ask(t, v, report.Query{Report: "losses", Period: p})
			agree(t, p.String()+" losses", res.Rows[0].Measures, n.losses(n))
			for _, row := range res.Rows[1:] {
				want := n.where(func(r map[string]any) bool { return reasonOf(r) == *row.Slice }).losses(n)
				delete(want, "win_rate_people")
				delete(want, "loss_unknown")
				agree(t, p.String()+" losses to "+row.Label, row.Measures, want)
			}
		}
	}
}
