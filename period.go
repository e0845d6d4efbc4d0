package peil

import (
	"time"
)

// Period is a half-open span of local days [From, To): To is the first day
// after it (G1).
type Period struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// IsZero reports whether the period is not set at all.
func (p Period) IsZero() bool { return p == Period{} }

// Days returns how many days the period has; 0 when it is empty or reversed.
func (p Period) Days() int { return max(0, p.To.Sub(p.From)) }

// Contains reports whether day d lies in the period.
func (p Period) Contains(d Date) bool { return !d.Before(p.From) && d.Before(p.To) }

// Instants returns the UTC instants [from, to) of the period in loc (G1).
func (p Period) Instants(loc *time.Location) (from, to time.Time) {
	return p.From.Start(loc), p.To.Start(loc)
}

// Clip returns the part of p that lies in q; it is empty at an end of p when
// there is none.
func (p Period) Clip(q Period) Period {
	if p.From.Before(q.From) {
		p.From = q.From
	}
	if p.To.After(q.To) {
		p.To = q.To
	}
	if p.To.Before(p.From) {
		p.To = p.From
	}
	return p
}

// String returns the first and the last day, both of them inside:
// "2017-01-01..2017-03-31". ParsePeriod reads it back.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	return p.From.String() + ".." + p.To.AddDays(-1).String()
}

// months returns how many whole calendar months the period is, else 0.
func (p Period) months() int {
	if p.From.Day != 1 || p.To.Day != 1 || !p.From.Before(p.To) {
		return 0
	}
	return (p.To.Year-p.From.Year)*12 + int(p.To.Month) - int(p.From.Month)
}

// isISOWeek reports whether the period is one week from Monday to Sunday.
func (p Period) isISOWeek() bool {
	return p.Days() == 7 && p.From.Weekday() == time.Monday
}

// Previous returns the period just before, of the same shape (G16): whole
// months (a month, a quarter, a year, calendar or fiscal) as many months before,
// anything else, such as a week, as many days before.
func (p Period) Previous() Period {
	if n := p.months(); n > 0 {
		return Period{p.From.addMonths(-n), p.From}
	}
	return Period{p.From.AddDays(-p.Days()), p.From}
}

// YearBefore returns the same period one year back (G16): whole months the same
// months; an ISO week the week of the same number, or week 52 where the year
// before has no 53; anything else from the same date to the same date, where
// 29 February becomes the 28th.
func (p Period) YearBefore() Period {
	if p.months() > 0 {
		return Period{p.From.addMonths(-12), p.To.addMonths(-12)}
	}
	if p.isISOWeek() {
		year, week := p.From.ISOWeek()
		monday := isoMonday(year-1, min(week, isoWeeksIn(year-1)))
		return Period{monday, monday.AddDays(7)}
	}
	if p.Days() == 0 {
		from := p.From.addMonths(-12)
		return Period{from, from}
	}
	// The last day is moved, not the first one after it: the 28th of February
	// must not become nothing when the 29th is clamped onto it.
	last := p.To.AddDays(-1)
	return Period{p.From.addMonths(-12), last.addMonths(-12).AddDays(1)}
}
