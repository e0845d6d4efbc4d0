package advice

import (
	"context"

	"peil/internal/report"
)

// waitsTooLong is RT-0: customers who have waited longer than their stage promises,
// the longest wait first.
func waitsTooLong(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.ask(ctx, "queue", report.Query{Report: "response", By: report.None, Period: a.weeks(1), Measures: []string{"waiting"}, Figures: []string{"response_queue"}})
	if err != nil {
		return nil, err
	}
	each, err := a.perLead(ctx)
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, c := range res.Figure("response_queue").Cells {
		over, _ := val(c.Measures, "over_sla")
		waited, ok := val(c.Measures, "waited")
		if clock := c.Keys[2]; over == 0 || !ok || clock != "new" && clock != "reply" {
			continue
		}
		who := c.Keys[1]
		if who == "" {
			who = c.Keys[0]
		}
		out = append(out, Finding{Scope: "case=" + c.Keys[0], Period: res.Period, Stake: each, Evidence: map[string]float64{"m": waited}, Words: map[string]string{"lead": who}})
	}
	return out, nil
}
