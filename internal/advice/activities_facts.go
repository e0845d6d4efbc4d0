package advice

import (
	"context"
	"math"

	"peil"
	"peil/internal/report"
)

// The gates of ACT-1: how far behind, and how many business days there must be left
// to catch up.
const (
	behind   = .8
	daysLeft = 5
)

// behindPace is ACT-1: a seller is behind their own target for the running month and
// has time to reach it. It is for that seller alone.
func behindPace(ctx context.Context, a *asked) ([]Finding, error) {
	from := peil.GrainMonth.Start(a.today(), 0)
	p := peil.Period{From: from, To: peil.GrainMonth.Start(from.AddDays(31), 0)}
	left := a.view.Settings.Calendar.BusinessDays(a.today(), p.To)
	if left < daysLeft {
		return nil, nil
	}
	q := report.Query{Report: "activities", By: "activity", Period: p, Measures: []string{"act_target"}}
	kinds, err := a.ask(ctx, "targets", q)
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, row := range kinds.Rows[1:] {
		if t, ok := val(row.Measures, "act_target"); !ok || t <= 0 {
			continue
		}
		kind := *row.Slice
		q.By, q.Measures, q.Filters = "user", []string{"act_done", "act_target", "act_pace"}, []report.Filter{{Dim: "activity", Values: []string{kind}}}
		res, err := a.ask(ctx, "target "+kind, q)
		if err != nil {
			return nil, err
		}
		for _, seller := range res.Rows[1:] {
			done, _ := val(seller.Measures, "act_done")
			target, okT := val(seller.Measures, "act_target")
			pace, okP := val(seller.Measures, "act_pace")
			if *seller.Slice == "" || !okT || !okP || pace >= behind || done >= target {
				continue
			}
			out = append(out, Finding{Scope: personalScope + *seller.Slice + alsoScope + "activity=" + kind, Period: p, Words: map[string]string{"kind": "@slice.activity." + kind},
				Evidence: map[string]float64{"a": done, "t": math.Ceil(target), "r": math.Ceil((target - done) / float64(left)), "pace": pace}})
		}
	}
	return out, nil
}
