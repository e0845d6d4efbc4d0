package peil

import (
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // G1: the zones must be there on a machine that has none
)

// Date is a day in some calendar on the wall: a year, a month and a day without
// a time zone (G1: days are cut in the company's zone). It is comparable with
// ==. The zero Date is no day at all; as text it is empty.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns the day, with overflow carried on as time.Date does: 31 April
// is 1 May, day 0 the last of the month before.
func NewDate(year int, month time.Month, day int) Date {
	y, m, d := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Date()
	return Date{y, m, d}
}

// DateOf returns the local day in loc on which instant t falls (G1).
func DateOf(t time.Time, loc *time.Location) Date {
	y, m, d := t.In(loc).Date()
	return Date{y, m, d}
}

// ParseDate reads a day written as 2026-04-01, of the years 1 to 9999.
func ParseDate(s string) (Date, error) {
	if d, ok := scanDate(s); ok {
		return d, nil
	}
	return Date{}, Invalid("bad_date", "%q is not a date: write it as 2026-04-01", clip(s))
}

func scanDate(s string) (Date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, false
	}
	y, ok1 := digits(s[0:4])
	m, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:10])
	d := Date{y, time.Month(m), day}
	if !ok1 || !ok2 || !ok3 || y < 1 || m < 1 || m > 12 || day < 1 || day > daysIn(y, d.Month) {
		return Date{}, false
	}
	return d, true
}

// digits reads up to nine plain digits; no sign, no space.
func digits(s string) (n int, ok bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// daysIn is the number of days of a month.
func daysIn(year int, m time.Month) int {
	switch m {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// IsZero reports whether the Date is no day.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the day as 2026-04-01, or "" for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Compare returns -1, 0 or +1 as d is before, on or after e.
func (d Date) Compare(e Date) int {
	switch a, b := d.order(), e.order(); {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// order is a number that sorts as dates do; cheaper than Days.
func (d Date) order() int { return (d.Year*16+int(d.Month))*32 + d.Day }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.order() < e.order() }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.order() > e.order() }

// Days returns the number of days since 1970-01-01, negative before it.
func (d Date) Days() int {
	// The year is made to begin in March, so that the leap day comes last and
	// months have a regular pattern of lengths: 153 days in every five.
	y, m := d.Year, int(d.Month)
	if m <= 2 {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d.Day - 1
	return era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468
}

// DateFromDays returns the day that is n days after 1970-01-01.
func DateFromDays(n int) Date {
	n += 719468 // days since 0000-03-01
	era := floorDiv(n, 146097)
	doe := n - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d := Date{yoe + era*400, time.Month(mp + 3), doy - (153*mp+2)/5 + 1}
	if d.Month > 12 {
		d.Month -= 12
		d.Year++
	}
	return d
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Sub returns how many days d is after e.
func (d Date) Sub(e Date) int { return d.Days() - e.Days() }

// AddDays returns the day n days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date {
	if day := d.Day + n; day >= 1 && day <= 28 {
		return Date{d.Year, d.Month, day} // within every month: no arithmetic
	}
	return DateFromDays(d.Days() + n)
}

// addMonths returns the same day n months later, clamped to the month's last:
// 31 January and one month is 28 or 29 February.
func (d Date) addMonths(n int) Date {
	m := d.Year*12 + int(d.Month) - 1 + n
	y := floorDiv(m, 12)
	month := time.Month(m - y*12 + 1)
	return Date{y, month, min(d.Day, daysIn(y, month))}
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	w := (d.Days() + 4) % 7 // 1970-01-01 was a Thursday
	if w < 0 {
		w += 7
	}
	return time.Weekday(w)
}

// ISOWeek returns the ISO 8601 week, 1 to 53, and the year it belongs to, which
// near New Year may not be d.Year (G1).
func (d Date) ISOWeek() (year, week int) {
	thursday := d.monday().AddDays(3) // a week belongs to the year of its Thursday
	return thursday.Year, (thursday.Days()-Date{thursday.Year, time.January, 1}.Days())/7 + 1
}

// monday returns the first day of d's ISO week.
func (d Date) monday() Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// isoMonday returns the first day of an ISO week; 4 January is always in week 1.
func isoMonday(year, week int) Date {
	return Date{year, time.January, 4}.monday().AddDays(7 * (week - 1))
}

// isoWeeksIn is 52 or 53: 28 December is always in the last week.
func isoWeeksIn(year int) int {
	_, n := Date{year, time.December, 28}.ISOWeek()
	return n
}

// Start returns the UTC instant at which the day begins in loc: local midnight,
// or where the clock jumps over midnight the first instant after the jump, or
// where midnight strikes twice the first of them (G1). A local day is
// [Start, next day's Start) and has 23 to 25 hours.
func (d Date) Start(loc *time.Location) time.Time { return wallInstant(d, 0, loc) }

// wallInstant returns the first UTC instant at which the clocks of loc have
// reached min minutes after midnight of day d. time.Date promises no side where
// clocks jump, so the sides are looked at here.
func wallInstant(d Date, min int, loc *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, min, 0, 0, loc)
	wall := time.Date(d.Year, d.Month, d.Day, 0, min, 0, 0, time.UTC)
	_, off := t.Zone()
	shown := t.UTC().Add(time.Duration(off) * time.Second)
	from, to := t.ZoneBounds()
	switch {
	case shown.Before(wall): // the clock jumps over the wall time after t
		return to.UTC()
	case shown.After(wall): // … before t
		return from.UTC()
	case !from.IsZero():
		_, offBefore := from.Add(-1).Zone()
		if first := wall.Add(-time.Duration(offBefore) * time.Second); first.Before(from) {
			return first // the wall time is shown twice: this is the first time
		}
	}
	return t.UTC()
}

// MarshalText returns the day as 2026-04-01, or nothing for no day.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// DefaultZone is the time zone of a company that has not named another (G1).
const DefaultZone = "Europe/Oslo"

// locations keeps what LoadLocation has read.
var locations sync.Map // string → *time.Location

// LoadLocation returns the time zone with an IANA name, the same pointer each
// time. Unlike time.LoadLocation it refuses "" and "Local": what those mean
// differs from machine to machine, and data must not.
func LoadLocation(name string) (*time.Location, error) {
	if loc, ok := locations.Load(name); ok {
		return loc.(*time.Location), nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, Invalid("unknown_time_zone", "there is no time zone %q; write it as %s", clip(name), DefaultZone).InField("tz")
	}
	kept, _ := locations.LoadOrStore(name, loc)
	return kept.(*time.Location), nil
}
