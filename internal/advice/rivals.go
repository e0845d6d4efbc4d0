package advice

import (
	"context"
	"math"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

// rivals is LOSS-3: against one competitor clearly fewer deals are won than elsewhere.
func rivals(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.ask(ctx, "rivals", report.Query{Report: "losses", By: "competitor", Period: a.year(), Measures: []string{"won", "win_rate_closed", "comp_win"}})
	if err != nil {
		return nil, err
	}
	won, okW := val(res.Rows[0].Measures, "won")
	closed := res.Rows[0].Measures["win_rate_closed"].N
	if !okW || closed == nil {
		return nil, nil
	}
	var met []peil.Row
	var ps []float64
	for _, row := range res.Rows[1:] {
		v := row.Measures["comp_win"]
		if v.K == nil || v.N == nil || *row.Slice == "" || *v.N < rivalMet {
			continue
		}
		p, ok := stat.FisherTwoSided(int(*v.K), int(*v.N-*v.K), int(won-*v.K), int(*closed-*v.N-(won-*v.K)))
		if ok {
			met, ps = append(met, row), append(ps, p)
		}
	}
	var out []Finding
	for i, q := range stat.BenjaminiHochberg(ps) {
		v := met[i].Measures["comp_win"]
		rest := (won - *v.K) / math.Max(1, *closed-*v.N)
		if rate := *v.K / *v.N; q <= rivalQ && rate < rest {
			out = append(out, Finding{Scope: "competitor=" + *met[i].Slice, Period: res.Period, Evidence: map[string]float64{"a": rate, "b": rest, "n": *v.N, "k": *v.K, "q": q, "p": ps[i]},
				Words: map[string]string{"x": *met[i].Slice}})
		}
	}
	return out, nil
}
