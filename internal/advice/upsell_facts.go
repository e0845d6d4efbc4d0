package advice

import (
	"context"

	"peil/internal/report"
)

// silentCustomers is UP-3: customers who have bought much and whom nobody has talked
// to for half a year. Of those with whom no talk was ever noted there is no number
// of days to name.
func silentCustomers(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.ask(ctx, "silent", report.Query{Report: "upsell", By: report.None, Period: a.year(), Measures: []string{"customers"}, Figures: []string{"silent"}})
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, c := range res.Figure("silent").Cells {
		days, ok := val(c.Measures, "days_since")
		bought, _ := val(c.Measures, "bought")
		if ok {
			out = append(out, Finding{Scope: "account=" + c.Keys[0], Period: res.Period, Stake: bought, Evidence: map[string]float64{"d": days}, Words: map[string]string{"account": c.Keys[0]}})
		}
	}
	return out, nil
}
