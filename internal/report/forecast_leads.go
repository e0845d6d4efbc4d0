package report

import (
	"context"
	"math"

	"peil"
	"peil/internal/stat"
)

// soonest is the share of the wins by whose time a lead counts as still able to make
// it: sooner than one in ten of them nobody should plan for.
const soonest = .1

// usable is for how many days from now leads can still be won in the period, and
// the chance of one that comes in those days.
func (m *model) usable(from, to float64) (days, p float64) {
	lead, ok := m.inflow.QuantileGivenCause(1, soonest)
	if !ok {
		return math.Max(0, to), 0
	}
	days = to - lead
	if days <= 0 {
		p, _ = m.inflow.CIF(1, math.Max(0, to))
		return 0, p
	}
	n := 0.0
	for at := .5; at < days; at++ {
		by, _ := m.inflow.CIF(1, to-at)
		before := 0.0
		if from > at {
			before, _ = m.inflow.CIF(1, from-at)
		}
		p, n = p+by-before, n+1
	}
	if n == 0 {
		p, _ = m.inflow.CIF(1, to)
		return days, p
	}
	return days, math.Max(0, p/n)
}

// meanWin is what a win brings.
func (m *model) meanWin() float64 {
	sum := 0.0
	for _, v := range m.wins {
		sum += v / float64(len(m.wins))
	}
	return sum
}

// leadNeed is what decides whether there are leads enough for the cell's budget.
func (c *cell) leadNeed() stat.LeadNeed {
	m := c.q.model
	days, p := m.usable(m.from, m.to)
	return stat.LeadNeed{Quota: c.money(c.sums["quota"]), Booked: c.money(c.sums["rev"]),
		Expected: c.money(c.sums["expected"]) + c.sums["hand"]*m.meanWin(),
		P:        p, Value: m.meanWin(), Weeks: days / 7, PerWeek: c.sums["leads"] / inflowWeeks}
}

// enoughLeads answers whether there are leads enough for this budget and the next
// (F5): how many it takes, how many come, how many a week are missing.
var enoughLeads = explanation{peil.Figure{ID: "enough_leads", Chart: peil.ChartBars, Marks: []peil.Mark{against("leads_coming", "leads_needed")}, Axes: axis("period"), Measures: []peil.Measure{
	column("quota", peil.UnitMoney, ""), column("rev", peil.UnitMoney, peil.BetterUp), column("fc_open", peil.UnitMoney, peil.BetterUp),
	column("gap", peil.UnitMoney, peil.BetterDown), column("p_lead", peil.UnitShare, peil.BetterUp), column("value_per_lead", peil.UnitMoney, peil.BetterUp),
	column("weeks_left", peil.UnitNumber, ""), column("leads_needed", peil.UnitCount, peil.BetterDown), column("leads_coming", peil.UnitCount, peil.BetterUp),
	column("needed_week", peil.UnitNumber, peil.BetterDown), column("coming_week", peil.UnitNumber, peil.BetterUp), column("missing_week", peil.UnitNumber, peil.BetterDown),
	column("p_quota", peil.UnitShare, peil.BetterUp)}}, leadsFor}

func leadsFor(ctx context.Context, r *run, f *peil.Figure) error {
	m := r.model
	if m.to <= 0 {
		return nil
	}
	now := r.summed(nil, r.windows[0], "leads_needed", peil.UnitCount)
	if now.sums["quotas"] > 0 {
		f.Cells = append(f.Cells, at(r.Period.String(), "", now.planOf(now.leadNeed(), now.outcome().PTarget)))
	}
	next := following(r.Period)
	in, err := r.beside(ctx, "", []window{r.clock.window(1, next)})
	if err != nil {
		return err
	}
	then := in.summed(nil, in.windows[0], "leads_needed", peil.UnitCount)
	if then.sums["quotas"] == 0 {
		return nil
	}
	days := float64(next.Days())
	late := *m
	late.from, late.to = m.to, m.to+days
	ahead := now.outcome().deals
	need := now.leadNeed()
	span, p := late.usable(late.from, late.to)
	need.Quota, need.Booked, need.Expected = then.money(then.sums["quota"]), 0, 0
	need.P, need.Weeks = p, span/7
	fresh := now.newBusiness()
	fresh.Weeks, fresh.Hand = late.inTime(0, late.from, late.to), 0
	deals := make([]openDeal, len(ahead))
	for i, d := range ahead {
		d.pIn = d.p * late.timingOf(d)
		deals[i] = d
		need.Expected += d.value * d.pIn
	}
	o := stat.Simulate(r.portfolio(deals, 0, fresh, m.learned), need.Quota, now.simulation())
	f.Cells = append(f.Cells, at(next.String(), "", now.planOf(need, o.PTarget)))
	return nil
}

// timingOf is the share of a deal's chance that falls in the model's period.
func (m *model) timingOf(d openDeal) float64 {
	if i, ok := m.index[stageKey(d.stage, d.class)]; ok {
		return m.timing(i, d.age)
	}
	t, _ := shareInTime(m.all.At(0), m.from, m.to)
	return t
}

// following is the period of the same length that comes after one.
func following(p peil.Period) peil.Period {
	if p.From.Day == 1 && p.To.Day == 1 {
		months := (p.To.Year-p.From.Year)*12 + int(p.To.Month) - int(p.From.Month)
		return peil.Period{From: p.To, To: monthsBack(p.To, -months)}
	}
	return peil.Period{From: p.To, To: p.To.AddDays(p.Days())}
}

// planOf are the columns of a period's lead plan.
func (c *cell) planOf(need stat.LeadNeed, chance float64) map[string]peil.Value {
	out := map[string]peil.Value{"quota": c.of(peil.UnitMoney, need.Quota), "rev": c.of(peil.UnitMoney, need.Booked), "fc_open": c.of(peil.UnitMoney, need.Expected),
		"p_lead": c.of(peil.UnitShare, need.P), "weeks_left": c.of(peil.UnitNumber, need.Weeks), "coming_week": c.of(peil.UnitNumber, need.PerWeek),
		"p_quota": c.of(peil.UnitShare, chance)}
	seen := need.PerWeek * inflowWeeks
	coming := c.of(peil.UnitCount, math.Round(need.PerWeek*need.Weeks))
	if iv, ok := stat.Garwood(seen); ok {
		f := need.Weeks / inflowWeeks
		coming.Interval = &peil.Interval{Lo: iv.Lo * f, Hi: iv.Hi * f, Level: iv.Level, Method: iv.Method}
	}
	out["leads_coming"] = coming
	p, ok := need.Plan()
	if !ok {
		for id, unit := range map[string]peil.Unit{"leads_needed": peil.UnitCount, "needed_week": peil.UnitNumber, "missing_week": peil.UnitNumber, "value_per_lead": peil.UnitMoney} {
			out[id] = c.without(unit, "leads_unknown")
		}
		out["gap"] = c.of(peil.UnitMoney, math.Max(0, need.Quota-need.Booked-need.Expected))
		return out
	}
	out["gap"], out["value_per_lead"], out["leads_needed"] = c.of(peil.UnitMoney, p.Gap), c.of(peil.UnitMoney, p.PerLead), c.of(peil.UnitCount, p.Needed)
	out["needed_week"], out["missing_week"] = c.without(peil.UnitNumber, "too_late"), c.without(peil.UnitNumber, "too_late")
	if need.Weeks > 0 {
		out["needed_week"] = c.of(peil.UnitNumber, p.NeededPerWeek)
		out["missing_week"] = c.of(peil.UnitNumber, math.Max(0, p.NeededPerWeek-need.PerWeek))
	} else if p.Needed == 0 {
		out["needed_week"], out["missing_week"] = c.of(peil.UnitNumber, 0), c.of(peil.UnitNumber, 0)
	}
	return out
}
