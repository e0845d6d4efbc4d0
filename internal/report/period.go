package report

import (
	"context"
	"database/sql"
	"time"

	"peil"
	"peil/internal/facts"
)

// spanned is every dated fact that a period can be about.
const spanned = `(
    select created_on as day from deal_fact where dated
    union all select closed_on from close_fact where dated
    union all select received_on from lead_fact where dated
    union all select done_on from activity_fact where dated and state = 'done'
) x where day is not null`

// Span returns the days that the workspace has data on, for the period "all"; it
// is zero in an empty workspace.
func Span(ctx context.Context, v *facts.View) (peil.Period, error) {
	first, err := oneDate(ctx, v, "select min(day) from "+spanned)
	if err != nil || first.IsZero() {
		return peil.Period{}, err
	}
	last, err := oneDate(ctx, v, "select max(day) from "+spanned)
	return peil.Period{From: first, To: last.AddDays(1)}, err
}

// DefaultPeriod returns the last complete month with data at a moment, and
// the month before the moment's in a workspace without data.
func DefaultPeriod(ctx context.Context, v *facts.View, now time.Time) (peil.Period, error) {
	c := newClock(v.Settings, now, v.AsOf, v.KnownAt)
	this := peil.GrainMonth.Start(peil.DateOf(c.asOf, c.cal.Location), 0)
	s := bind("select max(day) from "+spanned+" and day < :until", map[string]param{"until": {"date", this.String()}})
	last, err := oneDate(ctx, v, s.text, s.args...)
	if err != nil {
		return peil.Period{}, err
	}
	if last.IsZero() {
		last = this.AddDays(-1)
	}
	from := peil.GrainMonth.Start(last, 0)
	return peil.Period{From: from, To: peil.GrainMonth.Start(from.AddDays(31), 0)}, nil
}

// DefaultPeriod is what the report is about when nobody says: the last complete
// month with data, the running quarter where it looks ahead.
func (r *Report) DefaultPeriod(ctx context.Context, v *facts.View, now time.Time) (peil.Period, error) {
	if !r.ahead {
		return DefaultPeriod(ctx, v, now)
	}
	c := newClock(v.Settings, now, v.AsOf, v.KnownAt)
	return quarterOf(peil.DateOf(c.asOf, c.cal.Location), v.Settings.FiscalYearStart), nil
}

// Opens is the period that its page opens with: a year back from today, long enough
// for cohorts to resolve and with what is new in it; the running quarter where the
// report looks ahead.
func (r *Report) Opens() string {
	if r.ahead {
		return "this-quarter"
	}
	return "last-365-days"
}

// quarterOf is the fiscal quarter that a day lies in.
func quarterOf(d peil.Date, fiscal time.Month) peil.Period {
	from := peil.GrainQuarter.Start(d, fiscal)
	return peil.Period{From: from, To: peil.GrainQuarter.Start(from.AddDays(100), fiscal)}
}

// oneDate reads a day; zero where there is none.
func oneDate(ctx context.Context, v *facts.View, query string, args ...any) (peil.Date, error) {
	var t sql.NullTime
	if err := v.QueryRow(ctx, query, args...).Scan(&t); err != nil {
		return peil.Date{}, failed("days", err)
	}
	if !t.Valid {
		return peil.Date{}, nil
	}
	return peil.DateOf(t.Time, time.UTC), nil
}
