package sample

import (
	"time"

	"peil"
)

// day is a local day of the company's history and how busy it is.
type day struct {
	date     peil.Date
	weight   float64 // relative number of new leads and deals
	business bool
}

// market lists the days from start to now. Demand grows slowly, sleeps in
// July and around Christmas, and comes on business days.
func (m *maker) market() []day {
	first, last := peil.DateOf(m.start, m.loc), peil.DateOf(m.now, m.loc)
	total := float64(last.Sub(first))
	var out []day
	for d := first; !d.After(last); d = d.AddDays(1) {
		w := season[d.Month-1] * (0.8 + 0.4*float64(d.Sub(first))/total)
		business := m.cal.IsBusinessDay(d)
		if !business {
			w *= 0.06
		}
		out = append(out, day{date: d, weight: w, business: business})
	}
	return out
}

// season is how busy each month is; July is the Norwegian common holiday.
var season = [12]float64{1, 1.05, 1.1, 0.95, 0.95, 0.9, 0.25, 0.85, 1.15, 1.1, 1.05, 0.65}

// clock is a moment on a day: mostly in working hours, some in the evening.
func (m *maker) clock(d peil.Date, outOfHours float64) time.Time {
	minutes := 8*60 + m.rng.IntN(8*60)
	if m.chance(outOfHours) {
		minutes = 16*60 + m.rng.IntN(7*60)
	}
	return d.Start(m.loc).Add(time.Duration(minutes)*time.Minute + time.Duration(m.rng.IntN(60000))*time.Millisecond)
}

// workday moves an instant to the next moment that somebody is at work.
func (m *maker) workday(t time.Time) time.Time {
	d := peil.DateOf(t, m.loc)
	for range 30 {
		if open, shut, ok := m.cal.Open(d); ok {
			if t.Before(open) {
				return open.Add(time.Duration(m.rng.IntN(90)) * time.Minute / 2)
			}
			if t.Before(shut) {
				return t
			}
		}
		d = d.AddDays(1)
		t = d.Start(m.loc)
	}
	return t
}

// after is t plus a number of days, at a moment when somebody is at work.
func (m *maker) after(t time.Time, days float64) time.Time {
	return m.workday(t.Add(time.Duration(days * 24 * float64(time.Hour))))
}

// monthsAgo is the first instant of the month n months before the present.
func (m *maker) monthsAgo(n int) time.Time {
	d := peil.DateOf(m.now, m.loc)
	t := time.Date(d.Year, d.Month-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return peil.Date{Year: t.Year(), Month: t.Month(), Day: 1}.Start(m.loc)
}

// months lists the first days of the months from start to now.
func (m *maker) months() []peil.Date {
	var out []peil.Date
	for _, d := range m.days {
		if d.date.Day == 1 {
			out = append(out, d.date)
		}
	}
	return out
}

// nextMonth is the first day of the month after the one that first begins.
func nextMonth(first peil.Date) peil.Date {
	next := first.AddDays(31)
	next.Day = 1
	return next
}
