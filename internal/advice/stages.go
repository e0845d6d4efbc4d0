package advice

import (
	"context"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

var stageRules = []Rule{
	{ID: "LEAK-1", Version: 1, Report: "stages", Every: Quarter, Rows: "conv_step", find: leaks, Units: map[string]peil.Unit{"a": peil.UnitShare, "b": peil.UnitShare, "kr": peil.UnitMoney}},
	{ID: "SKIP-1", Version: 1, Report: "stages", Every: Quarter, Rows: "reached", find: skips, Units: map[string]peil.Unit{"a": peil.UnitShare, "b": peil.UnitShare}},
	{ID: "STUCK-1", Version: 1, Report: "stages", Every: Month, Fact: true, Rows: "stuck", find: stuckDeals, Units: map[string]peil.Unit{"n": peil.UnitCount, "kr": peil.UnitMoney}},
	{ID: "TIME-1", Version: 1, Report: "stages", Every: Quarter, Rows: "time_p50", find: slower, Units: map[string]peil.Unit{"a": peil.UnitDays, "b": peil.UnitDays}},
}

// The gates of LEAK and TIME (metrics.md §4.5), stricter in q than the tiles: every
// stage is looked at every quarter.
const (
	stageEntries = 30
	leakQ        = .02
	slowQ        = .01
	leastLeak    = .15 // of what went on before
	leastSlower  = 1.25
	stageExits   = 20
)

// yearBefore is the four quarters before a period.
func yearBefore(p peil.Period) peil.Period { return yearTo(p.From) }

// leaks is LEAK-1: of the deals of the last quarter that is decided, clearly fewer
// went on from a stage than in the year before; it names the stage that this costs
// most.
func leaks(ctx context.Context, a *asked) ([]Finding, error) {
	end, err := a.ripe(ctx)
	if err != nil {
		return nil, err
	}
	p := peil.Period{From: peil.GrainQuarter.Start(end.AddDays(-1), a.view.Settings.FiscalYearStart), To: end}
	list, err := report.Courses(ctx, a.view, a.at, p, yearBefore(p))
	if err != nil {
		return nil, err
	}
	var tested []int
	var ps []float64
	for i, c := range list {
		now, before := c.Now.Conv, c.Before.Conv
		if now.Interval == nil || before.Interval == nil || min(*now.N, *before.N) < stageEntries || !ripened(now) {
			continue
		}
		if chance, ok := stat.DifferenceTest(estimate(now), estimate(before)); ok {
			tested, ps = append(tested, i), append(ps, chance)
		}
	}
	var worst []Finding
	for i, q := range stat.BenjaminiHochberg(ps) {
		c := list[tested[i]]
		now, before := *c.Now.Conv.Value, *c.Before.Conv.Value
		if q > leakQ || now > (1-leastLeak)*before {
			continue
		}
		size, err := a.meanSale(ctx, yearBefore(p))
		if err != nil {
			return nil, err
		}
		kr := report.Leak(before, now, *c.Now.Conv.N, winFrom(list, tested[i]+1), size)
		if len(worst) == 0 || kr > worst[0].Stake {
			worst = []Finding{{Scope: "stage=" + c.Stage.String(), Period: p, Stake: kr,
				Evidence: map[string]float64{"a": now, "b": before, "kr": kr, "n": *c.Now.Conv.N, "q": q, "p": ps[i]},
				Words:    map[string]string{"stage": c.Stage.String(), "hint": moment(c)}}}
		}
	}
	return worst, nil
}

func estimate(v peil.Value) stat.Estimate {
	return stat.Estimate{Value: *v.Value, Interval: *v.Interval}
}

// winFrom is the chance that a deal is won which stands in a stage, or beyond the
// last: that it goes on from there and from every later one, as it did before.
func winFrom(list []report.Course, at int) float64 {
	p := 1.0
	for ; at > 0 && at < len(list) && list[at].Pipeline == list[at-1].Pipeline; at++ {
		if v := list[at].Before.Conv.Value; v != nil {
			p *= *v
		}
	}
	return p
}

// moment is where to look, by the stage's place in its pipeline: the first is the
// first contact, the last third is about the offer.
func moment(c report.Course) string {
	switch {
	case c.At == 0:
		return "@advice.LEAK-1.first"
	case c.Of > 1 && float64(c.At)/float64(c.Of-1) >= 2./3:
		return "@advice.LEAK-1.offer"
	}
	return "@advice.LEAK-1.between"
}

// meanSale is what a sale brought in a period.
func (a *asked) meanSale(ctx context.Context, p peil.Period) (float64, error) {
	res, err := a.ask(ctx, "size "+p.String(), report.Query{Report: "productivity", By: report.None, Period: p, Measures: []string{"size"}})
	if err != nil {
		return 0, err
	}
	v, _ := val(res.Rows[0].Measures, "size")
	return v, nil
}

// slower is TIME-1: deals stay clearly longer in a stage than in the year before.
func slower(ctx context.Context, a *asked) ([]Finding, error) {
	p := a.last(peil.GrainQuarter)
	list, err := report.Courses(ctx, a.view, a.at, p, yearBefore(p))
	if err != nil {
		return nil, err
	}
	var tested []Finding
	var ps []float64
	for _, c := range list {
		now, okN := stat.KaplanMeier(c.Now.Stays)
		before, okB := stat.KaplanMeier(c.Before.Stays)
		if !okN || !okB || min(exits(now), exits(before)) < stageExits {
			continue
		}
		test, ok := stat.LogRank(c.Now.Stays, c.Before.Stays)
		if !ok {
			continue
		}
		f := Finding{Scope: "stage=" + c.Stage.String(), Period: p, Words: map[string]string{"stage": c.Stage.String()}, Evidence: map[string]float64{"n": float64(now.Units), "p": test.P}}
		if b, ok := before.Median(); ok && b > 0 && test.Observed1 < test.Expected1 {
			if x, ok := now.Median(); ok && x >= leastSlower*b {
				f.Evidence["a"], f.Evidence["b"] = x, b
			}
		}
		tested, ps = append(tested, f), append(ps, test.P)
	}
	var out []Finding
	for i, q := range stat.BenjaminiHochberg(ps) {
		f := tested[i]
		if _, longer := f.Evidence["a"]; !longer || q > slowQ {
			continue
		}
		f.Evidence["q"] = q
		if f.Stake, err = a.openIn(ctx, f.Words["stage"]); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// exits is how many stays are over.
func exits(c stat.Curve) int {
	n := 0
	for _, s := range c.Steps {
		for _, d := range s.Events {
			n += d
		}
	}
	return n
}
