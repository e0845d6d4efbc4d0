package advice

import (
	"context"
	"slices"
	"strings"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

var responseRules = []Rule{
	{ID: "RT-0", Version: 1, Report: "response", Every: Week, Fact: true, One: true, Rows: "over_sla", find: waitsTooLong, Units: map[string]peil.Unit{"m": peil.UnitOpen}},
	{ID: "RT-1", Version: 1, Report: "response", Every: Month, Rows: "rt_share10", find: rarelyInTime, Units: map[string]peil.Unit{"k": peil.UnitCount, "n": peil.UnitCount}},
	{ID: "RT-2", Version: 1, Report: "response", Every: Quarter, Rows: "effect10", find: soonerPays, Units: map[string]peil.Unit{"r": peil.UnitFactor, "x": peil.UnitMin, "n": peil.UnitCount}},
	{ID: "RT-3", Version: 1, Report: "response", Every: Quarter, Rows: "reply_p50", find: slowestStage, Units: map[string]peil.Unit{"m": peil.UnitOpen}},
}

// The gates of RT (metrics.md §4.2). RT-1 speaks once a month of the last four weeks:
// week by week it would judge the same leads four times.
const (
	shareInTime  = .50 // of leads tried within ten minutes
	boundInTime  = .60 // its upper end
	leadsInTime  = 30
	leastEffect  = 1.2 // how many times as often, at least
	slowerMedian = 2
	slowerQ      = .01
)

// TooFewInTime reports RT-1: k of n leads tried in time are clearly too few.
func TooFewInTime(k, n float64) bool {
	iv, ok := stat.Wilson(k, n)
	return ok && n >= leadsInTime && k < shareInTime*n && iv.Hi < boundInTime
}

// rarelyInTime is RT-1: of the last four weeks' leads too few were tried within ten
// minutes of working time; it names the hours in which most were not.
func rarelyInTime(ctx context.Context, a *asked) ([]Finding, error) {
	q := report.Query{Report: "response", By: report.None, Period: a.weeks(4), Measures: []string{"rt_share10"}}
	res, err := a.ask(ctx, "response", q)
	if err != nil {
		return nil, err
	}
	v := res.Rows[0].Measures["rt_share10"]
	if v.K == nil || v.N == nil || !TooFewInTime(*v.K, *v.N) {
		return nil, nil
	}
	q.By, q.Period = "hour", a.weeks(13) // four weeks are few for a single hour
	if res, err = a.ask(ctx, "response by hour", q); err != nil {
		return nil, err
	}
	each, err := a.perLead(ctx)
	if err != nil {
		return nil, err
	}
	return []Finding{{Period: a.weeks(4), Stake: each * (*v.N - *v.K), Evidence: map[string]float64{"k": *v.K, "n": *v.N},
		Words: map[string]string{"hours": worstHours(res)}}}, nil
}

// worstHours are the two hours of the day in which most leads were not tried in time.
func worstHours(res *peil.Result) string {
	type hour struct {
		word   string
		missed float64
	}
	var all []hour
	for _, row := range res.Rows[1:] {
		if v := row.Measures["rt_share10"]; v.K != nil && v.N != nil && len(*row.Slice) == 2 {
			all = append(all, hour{*row.Slice, *v.N - *v.K})
		}
	}
	slices.SortStableFunc(all, func(x, y hour) int { return int(y.missed - x.missed) })
	var words []string
	for _, h := range all[:min(len(all), 2)] {
		words = append(words, h.word)
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

// soonerPays is RT-2: in the company's own leads those tried sooner are reached
// clearly more often, among leads that are alike.
func soonerPays(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.ask(ctx, "response effect", report.Query{Report: "response", By: report.None, Period: a.year(), Measures: []string{"effect10", "effect5", "rt_share10"}})
	if err != nil {
		return nil, err
	}
	late := res.Rows[0].Measures["rt_share10"]
	for _, within := range []struct {
		measure string
		minutes float64
	}{{"effect10", 10}, {"effect5", 5}} {
		v := res.Rows[0].Measures[within.measure]
		if v.Value == nil || v.Interval == nil || v.Interval.Lo <= leastEffect || late.N == nil {
			continue
		}
		each, err := a.perLead(ctx)
		if err != nil {
			return nil, err
		}
		return []Finding{{Period: res.Period, Stake: each * (*late.N - *late.K) * (1 - 1 / *v.Value),
			Evidence: map[string]float64{"x": within.minutes, "r": *v.Value, "n": *v.N, "lo": v.Interval.Lo, "hi": v.Interval.Hi}}}, nil
	}
	return nil, nil
}

// slowestStage is RT-3: in one stage customers wait at least twice as long for an
// answer as in the others, beyond chance.
func slowestStage(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.ask(ctx, "response clocks", report.Query{Report: "response", By: report.None, Period: a.last(peil.GrainQuarter),
		Measures: []string{"reply_p50"}, Figures: []string{"response_clocks"}})
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, c := range res.Figure("response_clocks").Cells {
		times, okT := val(c.Measures, "against_stages")
		q, okQ := val(c.Measures, "against_stages_q")
		median, okM := val(c.Measures, "rt_p50")
		if c.Keys[0] != "reply" || c.Keys[1] == "" || !okT || !okQ || !okM || times < slowerMedian || q > slowerQ {
			continue
		}
		stake, err := a.openIn(ctx, c.Keys[1])
		if err != nil {
			return nil, err
		}
		n, _ := val(c.Measures, "clocks")
		out = append(out, Finding{Scope: "stage=" + c.Keys[1], Period: res.Period, Stake: stake,
			Evidence: map[string]float64{"m": median, "times": times, "q": q, "n": n}, Words: map[string]string{"stage": c.Keys[1]}})
	}
	return out, nil
}

// openIn is what is open in a stage.
func (a *asked) openIn(ctx context.Context, stage string) (float64, error) {
	res, err := a.ask(ctx, "open", report.Query{Report: "stages", By: "stage", Period: a.weeks(1), Measures: []string{"open_value"}})
	if err != nil {
		return 0, err
	}
	for _, row := range res.Rows[1:] {
		if *row.Slice == stage {
			v, _ := val(row.Measures, "open_value")
			return v, nil
		}
	}
	return 0, nil
}
