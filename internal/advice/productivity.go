package advice

import (
	"context"
	"math"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

var productivityRules = []Rule{
	{ID: "PROD-1", Version: 2, Report: "productivity", Every: Quarter, Rows: "prod", find: whatChanged,
		Units: map[string]peil.Unit{"x": peil.UnitShare}},
	{ID: "PROD-2", Version: 1, Report: "productivity", Every: Quarter, Rows: "win_rate_closed", find: whichMix,
		Units: map[string]peil.Unit{"x": peil.UnitPoints}},
	{ID: "PROD-3", Version: 1, Report: "productivity", Every: Quarter, Rows: "return", find: belowHurdle,
		Units: map[string]peil.Unit{"r": peil.UnitFactor, "h": peil.UnitFactor}},
}

// The gates of PROD-1 and PROD-2 (metrics.md §4.1).
const (
	leastChange = .10 // of what is sold per seller
	leastPart   = .50 // of the change that one factor carries
	leastQ      = .05
	// Of how much is in work, and for how long: what comes in varies from month to
	// month beyond what the deals themselves tell.
	leastVolumeQ = .01
	leastSizeQ   = .01 // a few large sales make a quarter
	hurdleP      = .01 // of either quarter, which share three of their four
	leastWins    = 10
	leastMix     = .70 // of the change of the hit rate
	leastClosed  = 30
)

// leastQOf is the q at which each factor may be said to have changed.
var leastQOf = map[string]float64{"open_avg": leastVolumeQ, "turnover": leastVolumeQ, "win_rate_closed": leastQ, "size": leastSizeQ}

// quarterly is productivity of the last quarter against the one before.
func (a *asked) quarterly(ctx context.Context) (*peil.Result, error) {
	return a.ask(ctx, "productivity", report.Query{Report: "productivity", By: report.None, Period: a.last(peil.GrainQuarter), Compare: []string{"previous"},
		Measures: []string{"prod", "won", "win_rate_closed"}, Figures: []string{"decomposition", "mix_win_rate", "hurdle"}})
}

func val(m map[string]peil.Value, id string) (float64, bool) {
	v, ok := m[id]
	if !ok || v.Value == nil {
		return 0, false
	}
	return *v.Value, true
}

// unitKey is the evidence that says how a number of the text is to be written: the
// units of a factor are its own.
const unitKey = "unit."

// whatChanged is PROD-1: what is sold per seller has changed, and one factor carries
// most of it beyond chance.
func whatChanged(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.quarterly(ctx)
	if err != nil {
		return nil, err
	}
	prod := res.Rows[0].Measures["prod"]
	if prod.Value == nil || len(prod.Compare) == 0 || prod.Compare[0].Value == nil || *prod.Compare[0].Value <= 0 {
		return nil, nil
	}
	before := *prod.Compare[0].Value
	change := *prod.Value/before - 1
	f := res.Figure("decomposition")
	won, okW := val(res.Rows[0].Measures, "won")
	wonBefore := 0.0
	if c := res.Rows[0].Measures["won"].Compare; len(c) > 0 && c[0].Value != nil {
		wonBefore = *c[0].Value
	}
	delta, okD := val(f.At(peil.Total), "contribution")
	if math.Abs(change) < leastChange || !okW || !okD || won < leastWins || wonBefore < leastWins {
		return nil, nil
	}
	for _, c := range f.Cells {
		part, ok := val(c.Measures, "contribution")
		q, okQ := val(c.Measures, "chance_q")
		if c.Keys[0] == peil.Total || !ok || !okQ || q > leastQOf[c.Keys[0]] || c.Measures["contribution"].Chance || part*delta <= 0 || math.Abs(part) < leastPart*math.Abs(delta) {
			continue
		}
		from, _ := val(c.Measures, "before")
		to, _ := val(c.Measures, "after")
		direction := "@advice.PROD-1.fell"
		if change > 0 {
			direction = "@advice.PROD-1.rose"
		}
		return []Finding{{Scope: c.Keys[0], Period: res.Period, Stake: math.Abs(part),
			Evidence: map[string]float64{"x": math.Abs(change), "a": from, "b": to, "q": q, "n": won + wonBefore, unitKey: 1},
			Words:    map[string]string{"factor": "@advice.factor." + c.Keys[0], "direction": direction, "unit": string(c.Measures["before"].Unit)}}}, nil
	}
	return nil, nil
}

// whichMix is PROD-2: the hit rate has changed because of which deals were worked on.
func whichMix(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.quarterly(ctx)
	if err != nil {
		return nil, err
	}
	rate := res.Rows[0].Measures["win_rate_closed"]
	if rate.Value == nil || rate.N == nil || *rate.N < leastClosed || len(rate.Compare) == 0 || rate.Compare[0].Interval == nil {
		return nil, nil
	}
	if iv := rate.Compare[0].Interval; iv.Hi >= 0 { // only a fall beyond chance is spoken of
		return nil, nil
	}
	f := res.Figure("mix_win_rate")
	total := f.At(peil.Total)
	within, ok1 := val(total, "rate_effect")
	mix, ok2 := val(total, "mix_effect")
	if !ok1 || !ok2 || mix >= 0 || -mix < leastMix*math.Abs(within+mix) {
		return nil, nil
	}
	worst, grown := "", 0.0
	for _, c := range f.Cells {
		b, okB := val(c.Measures, "share_before")
		n, okN := val(c.Measures, "share_after")
		if m, ok := val(c.Measures, "mix_effect"); c.Keys[0] != peil.Total && ok && okB && okN && m < 0 && n-b > grown {
			worst, grown = c.Keys[0], n-b
		}
	}
	if worst == "" {
		return nil, nil
	}
	return []Finding{{Scope: f.Axes[0].ID + "=" + worst, Period: res.Period, Evidence: map[string]float64{"x": -(within + mix), "n": *rate.N},
		Words: map[string]string{"segment": "@slice." + f.Axes[0].ID + "." + worst}}}, nil
}

// belowHurdle is PROD-3: what is spent on sales has brought in less than is required,
// two quarters running and beyond chance.
func belowHurdle(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.quarterly(ctx)
	if err != nil {
		return nil, err
	}
	f := res.Figure("hurdle")
	if f == nil || len(f.Cells) < 2 {
		return nil, nil
	}
	for _, c := range f.Cells {
		v := c.Measures["over_hurdle"]
		if v.Value == nil || v.Interval == nil || v.Interval.Hi >= 0 {
			return nil, nil
		}
		if p, ok := stat.DifferenceTest(estimate(v), stat.Estimate{}); !ok || p > hurdleP {
			return nil, nil
		}
	}
	last := f.Cells[len(f.Cells)-1].Measures
	r, _ := val(last, "return")
	h, ok := val(last, "return_req")
	if !ok {
		return nil, nil
	}
	return []Finding{{Period: yearTo(res.Period.To), Evidence: map[string]float64{"r": r, "h": h}}}, nil
}
