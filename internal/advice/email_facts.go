package advice

import (
	"context"
	"math"

	"peil"
	"peil/internal/report"
)

// warmContacts is EM-3: people with an open deal who have read our mail in the last
// days and not answered, with nothing planned.
func warmContacts(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.ask(ctx, "warm", report.Query{Report: "email", By: report.None, Period: a.weeks(4), Measures: []string{"follow_up"}, Figures: []string{"email_follow_up"}})
	if err != nil {
		return nil, err
	}
	worth, err := report.OpenValues(ctx, a.view, a.at)
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, c := range res.Figure("email_follow_up").Cells {
		days, ok := val(c.Measures, "days_since")
		deal, _ := peil.ParseID(c.Keys[1])
		if !ok || c.Keys[0] == "" {
			continue
		}
		out = append(out, Finding{Scope: "contact=" + c.Keys[0], Period: res.Period, Stake: worth[deal],
			Evidence: map[string]float64{"n": math.Max(1, math.Round(days))}, Words: map[string]string{"contact": c.Keys[0]}})
	}
	return out, nil
}
