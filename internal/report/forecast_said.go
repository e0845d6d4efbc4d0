package report

import (
	"cmp"
	"context"
	"slices"

	"peil"
)

// said is what the forecast of the period said on a day beside what has come
// (Query.Said). It is read as it was issued.
var said = explanation{peil.Figure{ID: "said", Chart: peil.ChartBars, Marks: []peil.Mark{{Measure: "fc_p50", Beside: "came", From: "fc_p10", To: "fc_p90"}}, Axes: axis("day"), Measures: []peil.Measure{
	column("fc_p10", peil.UnitMoney, ""), column("fc_p50", peil.UnitMoney, ""), column("fc_p90", peil.UnitMoney, ""), column("fc_mean", peil.UnitMoney, ""),
	column("p_quota", peil.UnitShare, ""), column("quota", peil.UnitMoney, ""), column("came", peil.UnitMoney, peil.BetterUp), column("fc_error", peil.UnitMoney, "")}}, saidThen}

func saidThen(ctx context.Context, r *run, f *peil.Figure) error {
	x, err := r.saidOn(ctx)
	if err != nil || x == nil {
		return err
	}
	c := r.summed(nil, r.windows[0], "fc_p50", peil.UnitMoney)
	m := map[string]peil.Value{"fc_p10": c.plain(x.said.P10), "fc_p50": c.plain(x.said.P50), "fc_p90": c.plain(x.said.P90), "fc_mean": c.plain(x.mean),
		"came": c.plain(x.actual), "fc_error": c.plain(x.said.P50 - x.actual)}
	if x.pQuota.Valid {
		m["p_quota"], m["quota"] = c.of(peil.UnitShare, x.pQuota.Float64), c.plain(x.quota)
	}
	f.Cells = append(f.Cells, at(x.day.String(), "", m))
	return nil
}

// saidOn is the forecast of the period that was in force on the day asked about: the
// last one issued by its end. An error says where there is none.
func (r *run) saidOn(ctx context.Context) (*issuedForecast, error) {
	if r.Said.IsZero() {
		return nil, nil
	}
	list, err := r.issued(ctx, "f.from_on = :since and f.horizon = :until and f.as_of < :by", map[string]param{
		"since": {"date", r.Period.From.String()}, "until": {"date", r.Period.To.String()},
		"by": {"timestamptz", stamp(r.Said.AddDays(1).Start(r.clock.cal.Location))}})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, peil.Invalid("no_forecast_then", "no forecast of this period had been issued by %s; peil forecast replay makes past ones from the history", r.Said).InField("said")
	}
	return &list[len(list)-1], nil
}

// saidLines is how many deals of a past forecast are shown; the rest is summed up.
const saidLines = 25

// saidDeals are the deals of that forecast beside what became of them.
var saidDeals = explanation{peil.Figure{ID: "said_deals", Chart: peil.ChartList, Axes: []peil.Axis{{ID: "deal"}, {ID: "outcome"}}, Measures: []peil.Measure{
	column("value", peil.UnitMoney, ""), column("p", peil.UnitShare, ""), column("p_in", peil.UnitShare, ""), column("fc_part", peil.UnitMoney, ""), column("came", peil.UnitMoney, peil.BetterUp)}}, saidOfDeals}

func saidOfDeals(ctx context.Context, r *run, f *peil.Figure) error {
	x, err := r.saidOn(ctx)
	if err != nil || x == nil {
		return err
	}
	all, err := r.lines(ctx, []issuedForecast{*x})
	if err != nil {
		return err
	}
	list := all[x.id]
	slices.SortStableFunc(list, func(a, b line) int { return cmp.Compare(b.value*b.p, a.value*a.p) })
	c := r.summed(nil, r.windows[0], "came", peil.UnitMoney)
	var ids []peil.ID
	for _, l := range list[:min(len(list), saidLines)] {
		if id, ok := uuid(l.deal); ok {
			ids = append(ids, id)
		}
	}
	labels, err := r.named(ctx, ids)
	if err != nil {
		return err
	}
	value, part, came := 0.0, 0.0, 0.0
	for i, l := range list {
		got := 0.0
		if l.won {
			got = l.sold
		}
		value, part, came = value+l.value, part+l.value*l.pIn, came+got
		if i >= saidLines {
			continue
		}
		id, _ := uuid(l.deal)
		outcome := l.outcome
		if outcome == "" {
			outcome = "open"
		}
		f.Cells = append(f.Cells, peil.Cell{Keys: []string{id.String(), outcome}, Labels: []string{labels[id], ""}, Measures: map[string]peil.Value{
			"value": c.plain(l.value), "p": c.of(peil.UnitShare, l.p), "p_in": c.of(peil.UnitShare, l.pIn), "fc_part": c.plain(l.value * l.pIn), "came": c.plain(got)}})
	}
	f.Cells = append(f.Cells, peil.Cell{Keys: []string{peil.Total, peil.Total}, Measures: map[string]peil.Value{"value": c.plain(value), "fc_part": c.plain(part), "came": c.plain(came)}})
	return nil
}
