package report

import (
	"context"
	"database/sql"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/stat"
)

// issuedForecast is a forecast as it was issued, with what has come since.
type issuedForecast struct {
	id       string
	asOf     time.Time
	day      peil.Date // of asOf
	period   peil.Period
	replayed bool
	said     stat.Quantiles
	mean     float64
	booked   float64
	quota    float64
	pQuota   sql.NullFloat64
	// actual is what was sold in the period, so far.
	actual float64
}

// issued reads forecasts in the order of their moments. Amounts are in main units.
func (q *question) issued(ctx context.Context, where string, params map[string]param) ([]issuedForecast, error) {
	params["base"], params["as_of"] = q.params["base"], q.params["as_of"]
	s := bind(`select cast(f.forecast_id as text), f.as_of, f.from_on, f.horizon, coalesce(f.replayed, false),
       f.p10, f.p50, f.p90, f.mean, f.booked, f.quota, f.p_quota, coalesce(a.sold, 0)
from forecast_fact f
left join (
    select x.from_on, x.horizon, cast(sum(case when c.currency = :base then cast(c.amount as double precision) else floor(c.amount * fx.rate + 0.5) end) as double precision) as sold
    from (select distinct from_on, horizon from forecast_fact) x
    join credit_fact c on c.won_on >= x.from_on and c.won_on < x.horizon and c.dated
    left join fx_day fx on fx.currency = c.currency and fx.day = c.won_on
    group by x.from_on, x.horizon
) a on a.from_on = f.from_on and a.horizon = f.horizon
where f.from_on is not null and f.as_of <= :as_of and (`+where+`)
order by f.as_of, f.horizon, cast(f.forecast_id as text)`, params)
	rows, err := q.view.Query(ctx, s.text, s.args...)
	if err != nil {
		return nil, failed("issued", err)
	}
	defer rows.Close()
	c := cell{q: q}
	var out []issuedForecast
	for rows.Next() {
		var x issuedForecast
		var from, to time.Time
		var p10, p50, p90, mean, booked, quota, actual sql.NullFloat64
		if err := rows.Scan(&x.id, &x.asOf, &from, &to, &x.replayed, &p10, &p50, &p90, &mean, &booked, &quota, &x.pQuota, &actual); err != nil {
			return nil, failed("issued", err)
		}
		x.day = peil.DateOf(x.asOf, q.clock.cal.Location)
		x.period = peil.Period{From: peil.DateOf(from, time.UTC), To: peil.DateOf(to, time.UTC)}
		x.said = stat.Quantiles{P10: c.money(p10.Float64), P50: c.money(p50.Float64), P90: c.money(p90.Float64)}
		x.mean, x.booked, x.quota, x.actual = c.money(mean.Float64), c.money(booked.Float64), c.money(quota.Float64), c.money(actual.Float64)
		out = append(out, x)
	}
	return out, rows.Err()
}

// rivals are what other ways to forecast said, by forecast and name.
func (q *question) rivals(ctx context.Context) (map[string]map[string]stat.Quantiles, error) {
	rows, err := q.view.Query(ctx, "select cast(forecast_id as text), name, cast(p10 as double precision), cast(p50 as double precision), cast(p90 as double precision) from forecast_rival")
	if err != nil {
		return nil, failed("rivals", err)
	}
	defer rows.Close()
	c := cell{q: q}
	out := map[string]map[string]stat.Quantiles{}
	for rows.Next() {
		var id, name string
		var s stat.Quantiles
		if err := rows.Scan(&id, &name, &s.P10, &s.P50, &s.P90); err != nil {
			return nil, failed("rivals", err)
		}
		if out[id] == nil {
			out[id] = map[string]stat.Quantiles{}
		}
		out[id][name] = stat.Quantiles{P10: c.money(s.P10), P50: c.money(s.P50), P90: c.money(s.P90)}
	}
	return out, rows.Err()
}

// monthEnds are the forecasts that count for a score: the first issued in each month
// of each period of the given length in months that is over.
func (q *question) monthEnds(ctx context.Context, months int) ([]issuedForecast, error) {
	list, err := q.issued(ctx, "f.horizon <= :over", map[string]param{"over": {"date", q.clock.today.AddDays(1).String()}})
	if err != nil {
		return nil, err
	}
	type month struct {
		year, month int
		period      peil.Period
	}
	seen := map[month]bool{}
	var out []issuedForecast
	for _, x := range list {
		length := (x.period.To.Year-x.period.From.Year)*12 + int(x.period.To.Month) - int(x.period.From.Month)
		m := month{x.day.Year, int(x.day.Month), x.period}
		if length != months || x.period.To.Day != x.period.From.Day || seen[m] || x.day.Before(x.period.From) {
			continue
		}
		seen[m] = true
		out = append(out, x)
	}
	return out, nil
}

// gateMonths is for how many month-ends the learned probabilities must have been
// better than the configured ones before they are in force.
const gateMonths = 6

// gate decides whether the learned probabilities are in force: over the last
// month-ends their mean pinball loss was lower than that of the configured ones (F8).
func (q *question) gate(ctx context.Context) (bool, error) {
	list, err := q.monthEnds(ctx, 1)
	if err != nil || len(list) == 0 {
		return false, err
	}
	rivals, err := q.rivals(ctx)
	if err != nil {
		return false, err
	}
	learned, defaults := 0.0, 0.0
	for _, x := range list {
		l, okL := rivals[x.id]["learned"]
		d, okD := rivals[x.id]["defaults"]
		if !okL || !okD {
			continue
		}
		q.monthsScored++
		learned, defaults = learned+l.Pinball(x.actual), defaults+d.Pinball(x.actual)
	}
	return q.monthsScored >= gateMonths && learned < defaults, nil
}

// whichProbabilities notes which probabilities are in force, and why.
func whichProbabilities(_ context.Context, r *run, res *peil.Result) error {
	code := "defaults_better"
	switch {
	case r.model.learned:
		code = "learned_used"
	case r.monthsScored < gateMonths:
		code = "defaults_used"
	}
	res.Notes = append(res.Notes, peil.Note{Code: code, N: int64(r.monthsScored)})
	return nil
}

// IssuedDays are the local days as of which forecasts were issued.
func IssuedDays(ctx context.Context, v *facts.View) (map[peil.Date]bool, error) {
	rows, err := v.Query(ctx, "select distinct as_of from forecast_fact where as_of is not null")
	if err != nil {
		return nil, failed("issued", err)
	}
	defer rows.Close()
	loc := newClock(v.Settings).cal.Location
	out := map[peil.Date]bool{}
	for rows.Next() {
		var at time.Time
		if err := rows.Scan(&at); err != nil {
			return nil, failed("issued", err)
		}
		out[peil.DateOf(at, loc)] = true
	}
	return out, rows.Err()
}
