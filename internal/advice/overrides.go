package advice

import (
	"context"

	"peil/internal/report"
	"peil/internal/stat"
)

// The gates of FC-5: how many decided deals with a seller's own probability it takes, and
// the p of their missing no more than the learned ones, which is asked every quarter of
// much the same deals.
const (
	overridden  = 30
	overriddenP = .01
)

// MissMore reports FC-5: sellers' own probabilities miss by more than the learned ones
// of the same deals, the whole interval of the mean difference of the squared misses.
func MissMore(list []report.Override, seed stat.Seed) (stat.Estimate, bool) {
	if len(list) < overridden {
		return stat.Estimate{}, false
	}
	var diffs []stat.ValueCount
	for _, o := range list {
		y := 0.0
		if o.Won {
			y = 1
		}
		diffs = append(diffs, stat.ValueCount{Value: (o.Own-y)*(o.Own-y) - (o.Learned-y)*(o.Learned-y), N: 1})
	}
	mean, ok := stat.Mean(diffs)
	iv, okI := stat.MeanInterval(diffs, stat.Resampling{Seed: seed, Draws: stat.RuleDraws})
	e := stat.Estimate{Value: mean, Interval: iv}
	p, okP := stat.DifferenceTest(e, stat.Estimate{})
	return e, ok && okI && okP && iv.Lo > 0 && p <= overriddenP
}

// ownMissMore is FC-5.
func ownMissMore(ctx context.Context, a *asked) ([]Finding, error) {
	list, err := report.Overrides(ctx, a.view, a.at)
	if err != nil {
		return nil, err
	}
	e, ok := MissMore(list, stat.SeedOf("FC-5", "", a.today().String(), "advice@1"))
	if !ok {
		return nil, nil
	}
	return []Finding{{Evidence: map[string]float64{"n": float64(len(list)), "more": e.Value, "lo": e.Interval.Lo, "hi": e.Interval.Hi}}}, nil
}
