package advice

import (
	"context"
	"math"

	"peil"
	"peil/internal/report"
)

var activityRules = []Rule{
	{ID: "ACT-1", Version: 1, Report: "activities", Every: Week, Fact: true, One: true, Rows: "act_done", find: behindPace, Units: map[string]peil.Unit{"a": peil.UnitCount, "t": peil.UnitCount, "r": peil.UnitNumber}},
	{ID: "ACT-2", Version: 1, Report: "activities", Every: Quarter, Rows: "att_given_up", find: givesUpEarly, Units: map[string]peil.Unit{"m": peil.UnitCount, "k": peil.UnitCount}},
	{ID: "ACT-3", Version: 1, Report: "activities", Every: Quarter, Rows: "att_stop", find: triesTooLong, Units: map[string]peil.Unit{"k": peil.UnitCount}},
	{ID: "ACT-4", Version: 1, Report: "activities", Every: Quarter, Rows: "vol_peak", find: tooManyContacts, Units: map[string]peil.Unit{"x": peil.UnitNumber, "lo": peil.UnitNumber, "hi": peil.UnitNumber}},
}

// The gates of ACT (metrics.md §4.7): how many leads must have been given up for their
// median to be a habit, and how much the next attempt must bring of what it costs, at
// the lower end of its chance: what a contact is worth is not known for certain either.
const (
	givenUpLeads = 50
	clearlyPays  = 1.5
)

// attempts is what attempts on leads were worth in the year whose leads are decided.
func (a *asked) attempts(ctx context.Context) (*peil.Result, error) {
	p, err := a.ripeYear(ctx)
	if err != nil {
		return nil, err
	}
	return a.ask(ctx, "attempts", report.Query{Report: "activities", By: report.None, Period: p,
		Measures: []string{"att_given_up", "att_min", "att_stop", "att_cost", "vol_peak", "vol_even"}, Figures: []string{"attempts"}})
}

// givesUpEarly is ACT-2: sellers stop before the attempts stop paying.
func givesUpEarly(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.attempts(ctx)
	if err != nil {
		return nil, err
	}
	m := res.Rows[0].Measures
	given, pays := m["att_given_up"], m["att_min"]
	if given.Value == nil || pays.Value == nil || *given.N < givenUpLeads || *given.Value >= *pays.Value || !nextPays(res, *given.Value) {
		return nil, nil
	}
	return []Finding{{Period: res.Period, Stake: *given.N * worthOf(res, *given.Value, *pays.Value),
		Evidence: map[string]float64{"m": *given.Value, "k": *pays.Value, "n": *given.N}}}, nil
}

// nextPays reports whether the attempt after so many clearly pays.
func nextPays(res *peil.Result, after float64) bool {
	cells := res.Figure("attempts").Cells
	cost, ok := val(res.Rows[0].Measures, "att_cost")
	if at := int(after); ok && at < len(cells) && cells[at].Measures["att_reached"].Interval != nil {
		net, okN := val(cells[0].Measures, "att_net")
		smooth, okS := val(cells[0].Measures, "att_smooth")
		worth := (net + cost) / smooth // of a contact
		return okN && okS && smooth > 0 && cells[at].Measures["att_reached"].Interval.Lo*worth > clearlyPays*cost
	}
	return false
}

// worthOf is what attempts after one and up to another bring on a lead that has not
// been reached before: each only where those before it have failed.
func worthOf(res *peil.Result, after, upTo float64) float64 {
	worth, left := 0.0, 1.0
	for i, c := range res.Figure("attempts").Cells {
		if k := float64(i + 1); k <= after || k > upTo {
			continue
		}
		net, _ := val(c.Measures, "att_net")
		reached, _ := val(c.Measures, "att_smooth")
		worth += left * net
		left *= 1 - reached
	}
	return worth
}

// triesTooLong is ACT-3: after so many attempts the next clearly costs more than it
// brings.
func triesTooLong(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.attempts(ctx)
	if err != nil {
		return nil, err
	}
	stop := res.Rows[0].Measures["att_stop"]
	if stop.Value == nil {
		return nil, nil
	}
	// What is saved: the loss of each attempt that was made beyond.
	saved, tried := 0.0, 0.0
	for i, c := range res.Figure("attempts").Cells {
		if float64(i) >= *stop.Value {
			net, _ := val(c.Measures, "att_net")
			n, _ := val(c.Measures, "att_tried")
			saved, tried = saved-net*n, tried+n
		}
	}
	return []Finding{{Period: res.Period, Stake: math.Max(0, saved), Evidence: map[string]float64{"k": *stop.Value, "n": tried}}}, nil
}

// tooManyContacts is ACT-4: beyond a volume results clearly fall. What to aim at is
// from where one more stops paying for itself up to there; where nobody has said what
// an hour costs nothing can be aimed at.
func tooManyContacts(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.attempts(ctx)
	if err != nil {
		return nil, err
	}
	peak := res.Rows[0].Measures["vol_peak"]
	even, ok := val(res.Rows[0].Measures, "vol_even")
	if peak.Value == nil || !ok || even >= *peak.Value {
		return nil, nil
	}
	return []Finding{{Period: res.Period, Evidence: map[string]float64{"x": *peak.Value, "lo": even, "hi": *peak.Value, "n": *peak.N}}}, nil
}
