package advice

import (
	"context"
	"math"

	"peil"
	"peil/internal/report"
)

var lossRules = []Rule{
	{ID: "LOSS-0", Version: 1, Report: "losses", Every: Month, Fact: true, Rows: "losses", find: unreasoned, Units: map[string]peil.Unit{"n": peil.UnitCount}},
	{ID: "LOSS-1", Version: 1, Report: "losses", Every: Month, Rows: "losses", find: spikes, Units: map[string]peil.Unit{"k": peil.UnitCount, "b": peil.UnitNumber}},
	{ID: "LOSS-2", Version: 1, Report: "losses", Every: Month, Rows: "losses", find: recoveries, Units: map[string]peil.Unit{"n": peil.UnitCount}},
	{ID: "LOSS-3", Version: 1, Report: "losses", Every: Quarter, Rows: "comp_win", find: rivals, Units: map[string]peil.Unit{"a": peil.UnitShare, "b": peil.UnitShare}},
	{ID: "LOSS-4", Version: 1, Report: "losses", Every: Quarter, Rows: "losses", find: topics, Units: map[string]peil.Unit{"share": peil.UnitShare}},
}

// The gates of LOSS (metrics.md §4.10); a spike's own are those of its flag.
const (
	unknownShare = .20
	leastLosses  = 10
	rivalQ       = .05
	rivalMet     = 15
)

func (a *asked) monthly(ctx context.Context) (*peil.Result, error) {
	return a.ask(ctx, "losses", report.Query{Report: "losses", By: "reason", Period: a.last(peil.GrainMonth),
		Measures: []string{"losses", "loss_value", "loss_unknown"}, Flags: []string{"spike"}})
}

// Unreasoned reports LOSS-0: k of n losses of people's have no reason, too many for the
// rest to be believed.
func Unreasoned(k, n float64) bool { return n >= leastLosses && k > unknownShare*n }

// unreasoned is LOSS-0.
func unreasoned(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.monthly(ctx)
	if err != nil {
		return nil, err
	}
	v := res.Rows[0].Measures["loss_unknown"]
	if v.K == nil || v.N == nil || !Unreasoned(*v.K, *v.N) {
		return nil, nil
	}
	return []Finding{{Period: res.Period, Evidence: map[string]float64{"n": *v.K, "of": *v.N}}}, nil
}

// spikes is LOSS-1: a reason took more deals in the last month than it normally does.
func spikes(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.monthly(ctx)
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, f := range res.Flags {
		if f.Code == "spike" && f.Period == res.Period {
			out = append(out, Finding{Scope: "reason=" + f.Slice, Period: f.Period, Stake: lossOf(res, f),
				Evidence: map[string]float64{"k": f.K, "b": f.Expected, "ratio": f.Ratio, "p": f.P, "q": f.Q, "n": f.N},
				Words:    map[string]string{"reason": f.Slice, "month": "period:" + f.Period.String()}})
		}
	}
	return out, nil
}

// lossOf is what the flagged losses beyond the normal were worth.
func lossOf(res *peil.Result, f peil.Flag) float64 {
	for _, row := range res.Rows[1:] {
		if row.Slice != nil && *row.Slice == f.Slice {
			if v, ok := val(row.Measures, "loss_value"); ok && f.K > 0 {
				return v * math.Max(0, 1-f.Expected/f.K)
			}
		}
	}
	return 0
}

// recoveries is LOSS-2: a reason that had spiked is back to normal, confirmed in the
// last month.
func recoveries(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.monthly(ctx)
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, f := range res.Flags {
		if f.Code == "spike" && f.Recovered == res.Period && f.Down {
			months := (f.Recovered.From.Year-f.Period.From.Year)*12 + int(f.Recovered.From.Month) - int(f.Period.From.Month)
			out = append(out, Finding{Scope: "reason=" + f.Slice, Period: f.Recovered, Evidence: map[string]float64{"n": float64(months), "k": f.K, "b": f.Expected},
				Words: map[string]string{"reason": f.Slice, "month": "period:" + f.Normal.String()}})
		}
	}
	return out, nil
}
