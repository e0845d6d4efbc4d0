package advice

import (
	"context"
	"math"

	"peil/internal/report"
	"peil/internal/stat"
)

// The gates of SKIP, which looks at most deals four times: in as many years that each
// quarter moves on.
const (
	skipEach = 20
	skipQ    = .02
)

// skips is SKIP-1: deals that skip a stage are clearly won less often, seller by
// seller, than those that stand in it.
func skips(ctx context.Context, a *asked) ([]Finding, error) {
	p, err := a.ripeYear(ctx)
	if err != nil {
		return nil, err
	}
	list, err := report.Skips(ctx, a.view, a.at, p)
	if err != nil {
		return nil, err
	}
	var tested []Finding
	var ps []float64
	for _, s := range list {
		all := pooled(s.Strata)
		if min(all.N1, all.N0) < skipEach {
			continue
		}
		chance, ok := stat.FisherTwoSided(int(all.Won1), int(all.N1-all.Won1), int(all.Won0), int(all.N0-all.Won0))
		if rr, okRR := stat.MantelHaenszelRR(s.Strata); okRR { // not where none of either is won
			chance, ok = stat.RatioTest(rr)
		}
		if !ok {
			continue
		}
		size, err := a.meanSale(ctx, p)
		if err != nil {
			return nil, err
		}
		won, stood := all.Won1/all.N1, all.Won0/all.N0
		tested, ps = append(tested, Finding{Scope: "stage=" + s.Stage.String(), Period: p, Stake: math.Max(0, stood-won) * all.N1 * size,
			Evidence: map[string]float64{"a": won, "b": stood, "k": all.Won1, "n": all.N1, "p": chance}, Words: map[string]string{"stage": s.Stage.String()}}), append(ps, chance)
	}
	var out []Finding
	for i, q := range stat.BenjaminiHochberg(ps) {
		if f := tested[i]; q <= skipQ && f.Evidence["a"] < f.Evidence["b"] {
			f.Evidence["q"] = q
			out = append(out, f)
		}
	}
	return out, nil
}

func pooled(strata []stat.Stratum) (all stat.Stratum) {
	for _, s := range strata {
		all.Won1, all.N1, all.Won0, all.N0 = all.Won1+s.Won1, all.N1+s.N1, all.Won0+s.Won0, all.N0+s.N0
	}
	return all
}
