package report

import (
	"cmp"
	"context"
	"slices"

	"peil"
)

// decisiveDeals is how many deals are listed as those that decide.
const decisiveDeals = 10

// decisive are the open deals that decide whether the budget is reached (F7): by how
// much winning one changes the chance, times how open it is. Where nothing is planned
// is where to begin.
var decisive = explanation{peil.Figure{ID: "decisive", Chart: peil.ChartList, Axes: axis("deal"), Measures: []peil.Measure{
	column("value", peil.UnitMoney, ""), column("p", peil.UnitShare, peil.BetterUp), column("p_in", peil.UnitShare, peil.BetterUp),
	column("swing", peil.UnitPoints, ""), column("priority", peil.UnitNumber, ""), column("planned", peil.UnitCount, peil.BetterUp)}}, deciding}

func deciding(ctx context.Context, r *run, f *peil.Figure) error {
	c := r.summed(nil, r.windows[0], "priority", peil.UnitNumber)
	if c.sums["quotas"] == 0 || r.model.to <= 0 {
		return nil
	}
	o := c.outcome()
	order := make([]int, len(o.deals))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(o.priority(b), o.priority(a)) })
	order = order[:min(len(order), decisiveDeals)]
	planned, err := r.planned(ctx)
	if err != nil {
		return err
	}
	var ids []peil.ID
	for _, i := range order {
		if id, ok := uuid(o.deals[i].id); ok {
			ids = append(ids, id)
		}
	}
	labels, err := r.named(ctx, ids)
	if err != nil {
		return err
	}
	for _, i := range order {
		d := o.deals[i]
		if o.priority(i) <= 0 {
			break
		}
		id, _ := uuid(d.id)
		f.Cells = append(f.Cells, at(id.String(), labels[id], map[string]peil.Value{"value": c.of(peil.UnitMoney, d.value), "p": c.of(peil.UnitShare, d.p), "p_in": c.of(peil.UnitShare, d.pIn),
			"swing": c.of(peil.UnitPoints, o.Swing[i]), "priority": c.of(peil.UnitNumber, o.priority(i)), "planned": c.of(peil.UnitCount, planned[d.id])}))
	}
	return nil
}

// priority is how much a deal decides: swing · p(1−p).
func (o *outcome) priority(i int) float64 { return o.Swing[i] * o.P[i] * (1 - o.P[i]) }

// planned counts what is planned on the open deals.
func (r *run) planned(ctx context.Context) (map[string]float64, error) {
	rows, err := r.view.Query(ctx, `select cast(deal_id as text), cast(count(*) as bigint) from activity_fact
        where state = 'planned' and deal_id is not null group by deal_id`)
	if err != nil {
		return nil, failed("planned", err)
	}
	defer rows.Close()
	out := map[string]float64{}
	for rows.Next() {
		var id string
		var n float64
		if err := rows.Scan(&id, &n); err != nil {
			return nil, failed("planned", err)
		}
		out[id] = n
	}
	return out, rows.Err()
}

// stageLevels is what each stage's history says of it beside what is configured (F2).
var stageLevels = explanation{peil.Figure{ID: "stage_levels", Chart: peil.ChartBars, Marks: []peil.Mark{against("learned_p", "default_p")}, Axes: []peil.Axis{{ID: "stage"}, {ID: "class"}}, Measures: []peil.Measure{
	column("default_p", peil.UnitShare, ""), column("learned_p", peil.UnitShare, ""), column("mature_won", peil.UnitShare, "")}}, levelsOf}

func levelsOf(ctx context.Context, r *run, f *peil.Figure) error {
	m := r.model
	labels := map[string]string{}
	var ids []string
	for _, s := range m.stages {
		ids = append(ids, s.id)
	}
	names, err := r.label(ctx, &dim{id: "stage", named: "stage"}, ids)
	if err != nil {
		return err
	}
	for k, v := range names {
		labels[k] = v
	}
	c := r.summed(nil, r.windows[0], "learned_p", peil.UnitShare)
	for n := 0; n+1 < len(m.pipelines); n += 2 {
		from, to := m.chain(n)
		other := m.pipelines[n+1]
		alike := true
		for i := from; i < to; i++ {
			alike = alike && m.stages[i].history == m.stages[other+i-from].history
		}
		for i := from; i < to; i++ {
			classes := map[string]int{peil.Total: i}
			if !alike {
				classes = map[string]int{classNew: i, classExisting: other + i - from}
			}
			for _, class := range []string{peil.Total, classNew, classExisting} {
				at, ok := classes[class]
				if !ok {
					continue
				}
				s := m.stages[at]
				id, _ := uuid(s.id)
				f.Cells = append(f.Cells, peil.Cell{Keys: []string{id.String(), class}, Labels: []string{labels[s.id], ""}, Measures: map[string]peil.Value{
					"default_p": c.plain(s.history.Default), "learned_p": c.plain(s.level.Level), "mature_won": c.share(s.history.Won, s.history.Mature, "no_entries")}})
			}
		}
	}
	return nil
}

// fan is how the period was forecast from day to day, up to now.
var fan = explanation{peil.Figure{ID: "fan", Chart: peil.ChartFan, Marks: []peil.Mark{between("fc_p50", "fc_p10", "fc_p90"), {Measure: "rev"}, {Measure: "quota"}}, Axes: axis("day"), Measures: []peil.Measure{
	column("rev", peil.UnitMoney, peil.BetterUp), column("fc_p10", peil.UnitMoney, peil.BetterUp), column("fc_p50", peil.UnitMoney, peil.BetterUp),
	column("fc_p90", peil.UnitMoney, peil.BetterUp), column("quota", peil.UnitMoney, ""), column("p_quota", peil.UnitShare, peil.BetterUp)}}, fanned}

// fanPoints is at most how many days a fan shows.
const fanPoints = 24

func fanned(ctx context.Context, r *run, f *peil.Figure) error {
	list, err := r.issued(ctx, "f.from_on = :since and f.horizon = :until", map[string]param{
		"since": {"date", r.Period.From.String()}, "until": {"date", r.Period.To.String()}})
	if err != nil {
		return err
	}
	c := r.summed(nil, r.windows[0], "fc_p50", peil.UnitMoney)
	step := max(1, (len(list)+fanPoints-1)/fanPoints)
	for i, x := range list {
		if (len(list)-1-i)%step != 0 {
			continue
		}
		m := map[string]peil.Value{"rev": c.plain(x.booked), "fc_p10": c.plain(x.said.P10), "fc_p50": c.plain(x.said.P50), "fc_p90": c.plain(x.said.P90)}
		if x.pQuota.Valid {
			m["quota"], m["p_quota"] = c.plain(x.quota), c.of(peil.UnitShare, x.pQuota.Float64)
		}
		f.Cells = append(f.Cells, at(x.day.String(), "", m))
	}
	if r.model.to <= 0 {
		return nil
	}
	o := c.outcome()
	m := map[string]peil.Value{"rev": c.plain(c.money(c.sums["rev"])), "fc_p10": c.plain(o.P10), "fc_p50": c.plain(o.P50), "fc_p90": c.plain(o.P90)}
	if c.sums["quotas"] > 0 {
		m["quota"], m["p_quota"] = c.plain(c.money(c.sums["quota"])), c.of(peil.UnitShare, o.PTarget)
	}
	today := peil.DateOf(r.model.until, r.clock.cal.Location).String()
	if n := len(f.Cells); n > 0 && f.Cells[n-1].Keys[0] == today {
		f.Cells = f.Cells[:n-1]
	}
	f.Cells = append(f.Cells, at(today, "", m))
	return nil
}
