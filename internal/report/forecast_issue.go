package report

import (
	"context"
	"math"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/stat"
)

// Issue makes the forecast of a period as of a moment, as it would be shown, with
// what other ways to forecast say at the same moment. It is to be stored and never
// made again. The caller gives it its id.
func Issue(ctx context.Context, v *facts.View, period peil.Period, now time.Time) (peil.ForecastIssued, error) {
	q, err := ask(ctx, v, Query{Report: forecast.ID, Period: period, By: None, Now: now})
	if err != nil {
		return peil.ForecastIssued{}, err
	}
	r := &run{question: q, windows: q.windows()}
	if _, err = r.count(ctx, false); err != nil {
		return peil.ForecastIssued{}, err
	}
	c := r.summed(nil, r.windows[0], "fc_p50", peil.UnitMoney)
	o, rs := c.outcome(), c.simulation()
	minor := func(x float64) int64 { return int64(math.Round(x * c.minor())) }
	f := peil.ForecastIssued{Model: q.modelName(q.model.learned), Seed: rs.Seed.Hi, Draws: rs.Draws, AsOf: q.model.until, From: period.From, Horizon: period.To,
		Currency: v.Settings.BaseCurrency, Booked: minor(c.money(c.sums["rev"])), NewBusiness: minor(c.newBusiness().Mean()),
		P10: minor(o.P10), P50: minor(o.P50), P90: minor(o.P90), Mean: minor(o.Mean), Lines: []peil.ForecastLine{}}
	if o.Exact {
		f.Seed, f.Draws = 0, 0
	}
	if c.sums["quotas"] > 0 {
		f.Quota, f.PQuota = minor(c.money(c.sums["quota"])), &o.PTarget
	}
	for _, d := range o.deals {
		l := peil.ForecastLine{Value: minor(d.value), P: d.p, PInPeriod: d.pIn, Own: d.own, Learned: d.learned, Default: d.typed}
		l.Deal, _ = uuid(d.id)
		l.Stage, _ = uuid(d.stage)
		f.Lines = append(f.Lines, l)
	}
	if f.Rivals, err = r.rivalsNow(ctx, c, o.deals, minor); err != nil {
		return peil.ForecastIssued{}, err
	}
	return f, nil
}

// paceDays is over how many days the pace of a run rate is taken.
const paceDays = 91

// rivalsNow is what the other ways to forecast say of the period.
func (r *run) rivalsNow(ctx context.Context, c *cell, deals []openDeal, minor func(float64) int64) ([]peil.ForecastRival, error) {
	booked := c.money(c.sums["rev"])
	spread := func(name string, o stat.Outcome) peil.ForecastRival {
		return peil.ForecastRival{Name: name, P10: minor(o.P10), P50: minor(o.P50), P90: minor(o.P90)}
	}
	point := func(name string, x float64) peil.ForecastRival {
		return spread(name, stat.Outcome{P10: x, P50: x, P90: x})
	}
	var out []peil.ForecastRival
	for _, learned := range []bool{true, false} {
		name := "defaults"
		if learned {
			name = "learned"
		}
		out = append(out, spread(name, stat.Simulate(r.portfolio(deals, booked, c.newBusiness(), learned), math.Inf(1), c.simulation())))
	}
	today := r.clock.today.AddDays(1)
	back := peil.Period{From: today.AddDays(-paceDays), To: today}
	in, err := r.beside(ctx, "", []window{r.clock.window(1, back), r.clock.window(2, r.Period.YearBefore())})
	if err != nil {
		return nil, err
	}
	pace, lastYear := in.groups.at(nil, 1).sums["rev"], in.groups.at(nil, 2).sums["rev"]
	if days := r.clock.cal.BusinessDays(back.From, back.To); days > 0 {
		left := 0
		if from := laterOf(today, r.Period.From); from.Before(r.Period.To) {
			left = r.clock.cal.BusinessDays(from, r.Period.To)
		}
		out = append(out, point("run_rate", booked+c.money(pace)/float64(days)*float64(left)))
	}
	if in.groups.at(nil, 2).sums["won"] > 0 {
		out = append(out, point("last_year", c.money(lastYear)))
	}
	// A seller who expects a deal in the period and has not said that it is unlikely
	// calls it.
	called := booked
	for _, d := range deals {
		if !d.expected.IsZero() && r.Period.Contains(d.expected) && !(d.own && d.p < .5) {
			called += d.value
		}
	}
	return append(out, point("sellers", called)), nil
}

func laterOf(a, b peil.Date) peil.Date {
	if a.Before(b) {
		return b
	}
	return a
}
