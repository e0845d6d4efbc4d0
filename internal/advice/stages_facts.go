package advice

import (
	"cmp"
	"context"
	"slices"

	"peil/internal/report"
)

// stuckDeals is STUCK-1: deals that have stood in a stage longer than three of four
// won deals did.
func stuckDeals(ctx context.Context, a *asked) ([]Finding, error) {
	list, err := report.StuckDeals(ctx, a.view, a.at)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(x, y report.Stuck) int { return cmp.Compare(y.Value, x.Value) })
	var out []Finding
	for _, s := range list {
		out = append(out, Finding{Scope: "stage=" + s.Stage.String(), Period: a.weeks(1), Stake: s.Value,
			Evidence: map[string]float64{"n": float64(s.N), "kr": s.Value}, Words: map[string]string{"stage": s.Stage.String()}})
	}
	return out, nil
}
