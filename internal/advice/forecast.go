package advice

import (
	"context"
	"math"
	"strings"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

var forecastRules = []Rule{
	{ID: "FC-1", Version: 1, Report: "forecast", Every: Month, Rows: "fc_p50", find: tooFewLeads, Units: map[string]peil.Unit{"p50": peil.UnitMoney, "p10": peil.UnitMoney,
		"p90": peil.UnitMoney, "q": peil.UnitMoney, "n": peil.UnitNumber, "m": peil.UnitNumber}},
	{ID: "FC-2", Version: 1, Report: "forecast", Every: Week, Fact: true, Rows: "fc_weighted", find: whatDecides, Units: map[string]peil.Unit{"k": peil.UnitCount}},
	{ID: "FC-3", Version: 1, Report: "forecast", Every: Week, Fact: true, Rows: "fc_p50", find: enoughForNow, Units: map[string]peil.Unit{"p": peil.UnitShare}},
	{ID: "FC-4", Version: 1, Report: "forecast", Every: Quarter, Rows: "fc_p50", find: biased, Units: map[string]peil.Unit{"x": peil.UnitShare, "n": peil.UnitCount}},
	{ID: "FC-5", Version: 1, Report: "forecast", Every: Quarter, Rows: "overridden", find: ownMissMore, Units: map[string]peil.Unit{"n": peil.UnitCount}},
}

// The gates of FC (metrics.md §4.6).
const (
	likely    = .8
	unlikely  = .2
	hopeless  = .1
	leastBias = .10
	leastRuns = 6
	biasP     = .02 // every quarter asks of the same forecasts and three more
)

// running is the forecast of the running quarter.
func (a *asked) running(ctx context.Context) (*peil.Result, error) {
	from := peil.GrainQuarter.Start(a.today(), a.view.Settings.FiscalYearStart)
	p := peil.Period{From: from, To: peil.GrainQuarter.Start(from.AddDays(100), a.view.Settings.FiscalYearStart)}
	return a.ask(ctx, "forecast", report.Query{Report: "forecast", By: report.None, Period: p,
		Measures: []string{"p_quota", "fc_p10", "fc_p50", "fc_p90", "quota"}, Figures: []string{"enough_leads", "decisive"}})
}

// tooFewLeads is FC-1: the budget is most unlikely to be reached, and it takes more
// leads than are likely to come. Of budgets with half a chance every other one is
// reached: to warn of those would be wrong too often.
func tooFewLeads(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.running(ctx)
	if err != nil {
		return nil, err
	}
	m := res.Rows[0].Measures
	chance, ok := val(m, "p_quota")
	plan := res.Figure("enough_leads").At(res.Period.String())
	needed, okN := val(plan, "leads_needed")
	coming := plan["leads_coming"]
	perWeek, okW := val(plan, "needed_week")
	if !ok || !okN || !okW || chance >= hopeless || coming.Interval == nil || needed <= coming.Interval.Hi {
		return nil, nil
	}
	e := map[string]float64{"n": perWeek, "chance": chance}
	for to, from := range map[string]string{"p10": "fc_p10", "p50": "fc_p50", "p90": "fc_p90", "q": "quota"} {
		e[to], _ = val(m, from)
	}
	e["m"], _ = val(plan, "coming_week")
	return []Finding{{Scope: res.Period.String(), Period: res.Period, Evidence: e, Stake: math.Max(0, e["q"]-e["p50"])}}, nil
}

// whatDecides is FC-2: the budget is within reach and not certain; these deals decide
// it, those first on which nothing is planned.
func whatDecides(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.running(ctx)
	if err != nil {
		return nil, err
	}
	chance, ok := val(res.Rows[0].Measures, "p_quota")
	f := res.Figure("decisive")
	if !ok || chance < unlikely || chance > likely || f == nil {
		return nil, nil
	}
	var names []string
	stake := 0.0
	for _, c := range f.Cells {
		if n, _ := val(c.Measures, "planned"); n == 0 && len(names) < 5 {
			names = append(names, c.Keys[0])
			v, _ := val(c.Measures, "value")
			stake += v
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	return []Finding{{Scope: res.Period.String(), Period: res.Period, Stake: stake, Evidence: map[string]float64{"k": float64(len(names)), "chance": chance},
		Words: map[string]string{"deals": strings.Join(names, ",")}}}, nil
}

// enoughForNow is FC-3: there is enough for this quarter, so the time is better spent
// on the next.
func enoughForNow(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.running(ctx)
	if err != nil {
		return nil, err
	}
	chance, ok := val(res.Rows[0].Measures, "p_quota")
	if !ok || chance < likely {
		return nil, nil
	}
	f := res.Figure("enough_leads")
	if f == nil || len(f.Cells) < 2 {
		return nil, nil
	}
	next := f.Cells[1]
	later, ok := val(next.Measures, "p_quota")
	if !ok || later >= likely {
		return nil, nil
	}
	gap, _ := val(next.Measures, "gap")
	return []Finding{{Scope: res.Period.String(), Period: res.Period, Stake: gap, Evidence: map[string]float64{"p": chance, "later": later}, Words: map[string]string{"next": "period:" + next.Keys[0]}}}, nil
}

// biased is FC-4: the forecasts of six periods or more have been too high, or too
// low, on the whole and nearly every time.
func biased(ctx context.Context, a *asked) ([]Finding, error) {
	p := a.last(peil.GrainMonth)
	res, err := a.ask(ctx, "backtest", report.Query{Report: "forecast", By: report.None, Period: p,
		Measures: []string{"open_n"}, Figures: []string{"backtest", "past_forecasts"}})
	if err != nil {
		return nil, err
	}
	f := res.Figure("past_forecasts")
	bias, ok := val(res.Figure("backtest").At("issued"), "fc_bias")
	if !ok || f == nil || len(f.Cells) < leastRuns || math.Abs(bias) <= leastBias {
		return nil, nil
	}
	high := 0
	for _, c := range f.Cells {
		if e, _ := val(c.Measures, "fc_error"); e > 0 {
			high++
		}
	}
	chance, ok := stat.SignTest(high, len(f.Cells))
	if !ok || chance > biasP {
		return nil, nil
	}
	direction := "@advice.FC-4.high"
	if bias < 0 {
		direction = "@advice.FC-4.low"
	}
	return []Finding{{Period: p, Evidence: map[string]float64{"x": math.Abs(bias), "n": float64(len(f.Cells)), "p": chance}, Words: map[string]string{"direction": direction}}}, nil
}
