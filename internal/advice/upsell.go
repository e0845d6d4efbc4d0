package advice

import (
	"context"

	"peil"
	"peil/internal/report"
)

var upsellRules = []Rule{
	{ID: "UP-1", Version: 1, Report: "upsell", Every: Quarter, Rows: "succ_existing", find: neglectsCustomers, Units: map[string]peil.Unit{"a": peil.UnitShare, "b": peil.UnitShare, "c": peil.UnitShare}},
	{ID: "UP-2", Version: 1, Report: "upsell", Every: Quarter, Rows: "whitespace", find: nextProduct, Units: map[string]peil.Unit{"n": peil.UnitCount, "p": peil.UnitShare}},
	{ID: "UP-3", Version: 1, Report: "upsell", Every: Month, Fact: true, Rows: "customers", find: silentCustomers, Units: map[string]peil.Unit{"d": peil.UnitDays}},
}

// The gates of UP (metrics.md §4.4). UP-2 looks at the same customers every quarter
// and at all pairs of families: at the tile's .05 it would use up half the budget of
// false alarms by itself.
const (
	customersWin   = 1.5 // how many times as often, at least
	customersTime  = .5  // of the share of sales, at most
	customersClose = 20
	nextQ          = .01
)

// neglectsCustomers is UP-1: customers buy clearly more often than new ones, and get
// far less of the time than of the sales.
func neglectsCustomers(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.ask(ctx, "upsell", report.Query{Report: "upsell", By: report.None, Period: a.year(), Measures: []string{"succ_existing", "succ_new", "share_after_first"}})
	if err != nil {
		return nil, err
	}
	m := res.Rows[0].Measures
	old, fresh := m["succ_existing"], m["succ_new"]
	sold, ok := val(m, "share_after_first")
	if !ok || old.Interval == nil || fresh.Value == nil || min(*old.N, *fresh.N) < customersClose || old.Interval.Lo <= customersWin**fresh.Value {
		return nil, nil
	}
	spent, ok, err := a.timeOnCustomers(ctx, res.Period)
	if err != nil || !ok || spent >= customersTime*sold {
		return nil, err
	}
	room, err := a.ask(ctx, "room", report.Query{Report: "upsell", By: report.None, Period: res.Period, Measures: []string{"whitespace"}})
	if err != nil {
		return nil, err
	}
	stake, _ := val(room.Rows[0].Measures, "whitespace")
	return []Finding{{Period: res.Period, Stake: stake, Evidence: map[string]float64{"a": *old.Value, "b": *fresh.Value, "c": spent, "sold": sold, "n": *old.N + *fresh.N}}}, nil
}

// timeOnCustomers is the share of all that sellers do which they do with customers.
func (a *asked) timeOnCustomers(ctx context.Context, p peil.Period) (float64, bool, error) {
	res, err := a.ask(ctx, "activities by class", report.Query{Report: "activities", By: "class", Period: p, Measures: []string{"act_done"}})
	if err != nil {
		return 0, false, err
	}
	all, ok := val(res.Rows[0].Measures, "act_done")
	theirs := 0.0
	for _, row := range res.Rows[1:] {
		if n, _ := val(row.Measures, "act_done"); *row.Slice == "existing" || *row.Slice == "renewal" {
			theirs += n
		}
	}
	return theirs / max(all, 1), ok && all > 0, nil
}

// nextProduct is UP-2: customers who own one family clearly come to own another, and
// so many do not yet. Of all such pairs it names the one with the most room.
func nextProduct(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.ask(ctx, "next product", report.Query{Report: "upsell", By: report.None, Period: a.year(), Measures: []string{"customers"}, Figures: []string{"next_product"}})
	if err != nil {
		return nil, err
	}
	var best []Finding
	for _, c := range res.Figure("next_product").Cells {
		both := c.Measures["have_both"]
		q, ok := val(c.Measures, "by_chance_q")
		without, _ := val(c.Measures, "without_a")
		n, _ := val(c.Measures, "lacking")
		room, _ := val(c.Measures, "whitespace")
		if !ok || q > nextQ || both.Interval == nil || both.Interval.Lo <= without || n == 0 || len(best) > 0 && best[0].Stake >= room {
			continue
		}
		best = []Finding{{Scope: "family=" + c.Keys[1], Period: res.Period, Stake: room, Words: map[string]string{"a": c.Keys[0], "b": c.Keys[1]},
			Evidence: map[string]float64{"n": n, "p": *both.Value, "without": without, "q": q}}}
	}
	return best, nil
}
