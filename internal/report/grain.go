package report

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/stat"
)

// won is every win whose date is known.
const won = `kind = 'won' and main and dated and won_at <= :as_of`

// Horizon returns after how many days a cohort counts as observed (G12): the
// 90 % quantile of the time from creation to win, in whole thirties of days.
func Horizon(ctx context.Context, v *facts.View, asOf time.Time) (float64, error) {
	s := bind(`select cast(count(*) as bigint), percentile_cont(0.9) within group (order by
        cast(extract(epoch from won_at) as double precision) - cast(extract(epoch from created_at) as double precision)) from credit_fact where `+won+` and created_at <= won_at`,
		map[string]param{"as_of": {"timestamptz", stamp(asOf)}})
	var n int
	var q90 sql.NullFloat64
	if err := v.QueryRow(ctx, s.text, s.args...).Scan(&n, &q90); err != nil {
		return 0, failed("horizon", err)
	}
	return float64(stat.Horizon(q90.Float64/secondsInDay, n)), nil
}

const secondsInDay = 86400

// paced is how many month-ends back the grain is followed, so that it settles
// the same way whenever it is asked for.
const paced = 12

// AutoGrain returns how finely a workspace's trends are cut (metrics.md §4.1),
// from the pace of the twelve months before each of the last month-ends. The
// cycle is the median of those deals that were won.
func AutoGrain(ctx context.Context, v *facts.View, asOf time.Time) (peil.Grain, error) {
	c := newClock(v.Settings, asOf)
	end := peil.GrainMonth.Start(peil.DateOf(c.asOf, c.cal.Location), 0)
	ends := []peil.Date{end}
	for range paced {
		end = peil.GrainMonth.Start(end.AddDays(-1), 0)
		ends = append(ends, end)
	}
	slices.Reverse(ends)
	paces, err := pacesOf(ctx, v, c, ends)
	if err != nil {
		return "", err
	}
	grain, last := "", paces[0]
	for _, p := range paces {
		grain = stat.NextGrain(grain, last, p)
		last = p
	}
	return peil.Grain(grain), nil
}

// pace is that of the year before one day.
func pace(ctx context.Context, v *facts.View, c clock, end peil.Date) (stat.Pace, error) {
	all, err := pacesOf(ctx, v, c, []peil.Date{end})
	if err != nil {
		return stat.Pace{}, err
	}
	return all[0], nil
}

// pacesOf is wins per business day and the median cycle of the year before each
// day. One statement asks for all: each question with a trend asks it.
func pacesOf(ctx context.Context, v *facts.View, c clock, ends []peil.Date) ([]stat.Pace, error) {
	params := map[string]param{"as_of": {"timestamptz", stamp(c.asOf)}}
	out := make([]stat.Pace, len(ends))
	years, rows := make([]peil.Period, len(ends)), make([]string, len(ends))
	for i, end := range ends {
		out[i].MedianCycleDays = math.NaN()
		years[i] = peil.Period{From: peil.NewDate(end.Year-1, end.Month, end.Day), To: end}
		rows[i] = fmt.Sprintf("(%d, date '%s', date '%s')", i, years[i].From, end)
	}
	s := bind(`with years(n, since, until) as (values `+strings.Join(rows, ", ")+`)
    select years.n, cast(count(*) as bigint), percentile_cont(0.5) within group (order by case when created_at <= won_at then
        cast(extract(epoch from won_at) as double precision) - cast(extract(epoch from created_at) as double precision) end)
    from credit_fact join years on won_on >= since and won_on < until where `+won+` group by years.n`, params)
	found, err := v.Query(ctx, s.text, s.args...)
	if err != nil {
		return nil, failed("pace", err)
	}
	defer found.Close()
	for found.Next() {
		var i int
		var wins float64
		var median sql.NullFloat64
		if err := found.Scan(&i, &wins, &median); err != nil {
			return nil, failed("pace", err)
		}
		if days := c.cal.BusinessDays(years[i].From, years[i].To); days > 0 {
			out[i].WinsPerBusinessDay = wins / float64(days)
		}
		if median.Valid {
			out[i].MedianCycleDays = median.Float64 / secondsInDay
		}
	}
	if err := found.Err(); err != nil {
		return nil, failed("pace", err)
	}
	return out, nil
}

// Grains settles how finely the trends of questions over the same facts are cut
// that leave it to the company's pace, which is asked for once.
type Grains struct{ pace peil.Grain }

// Settle puts the grain into a query whose trend is "auto": that of the company's
// pace, or the nearest that cuts the period into at least two and not too many.
func (g *Grains) Settle(ctx context.Context, v *facts.View, q *Query) (err error) {
	if strings.ToLower(strings.TrimSpace(q.Trend)) != "auto" {
		return nil
	}
	if g.pace == "" {
		if g.pace, err = AutoGrain(ctx, v, newClock(v.Settings, q.Now, v.AsOf, v.KnownAt).asOf); err != nil {
			return err
		}
	}
	q.Trend = string(fitting(q.Period, g.pace, v.Settings.FiscalYearStart))
	return nil
}

// fitting is the grain nearest to the given one of which the period has at least
// two buckets and not more than a series holds.
func fitting(p peil.Period, g peil.Grain, fiscal time.Month) peil.Grain {
	all := peil.Grains()
	at := 0
	for i, other := range all {
		if other == g {
			at = i
		}
	}
	for at > 0 && len(p.Buckets(all[at], fiscal)) < 2 {
		at--
	}
	for at < len(all)-1 && len(p.Buckets(all[at], fiscal)) > maxBuckets {
		at++
	}
	return all[at]
}
