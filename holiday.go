package peil

import (
	"fmt"
	"slices"
	"time"
)

// Holiday is a public holiday, closed by law (G2).
type Holiday struct {
	Date   Date   `json:"date"`
	NameNB string `json:"name_nb"`
	NameEN string `json:"name_en"`
}

// fixedHolidays stand on the same day every year.
var fixedHolidays = []struct {
	month  time.Month
	day    int
	nb, en string
}{
	{time.January, 1, "1. nyttårsdag", "New Year's Day"},
	{time.May, 1, "Offentlig høytidsdag 1. mai", "Labour Day"},
	{time.May, 17, "Grunnlovsdag", "Constitution Day"},
	{time.December, 25, "1. juledag", "Christmas Day"},
	{time.December, 26, "2. juledag", "Boxing Day"},
}

// movableHolidays stand so many days after Easter Sunday.
var movableHolidays = []struct {
	offset int
	nb, en string
}{
	{-3, "Skjærtorsdag", "Maundy Thursday"},
	{-2, "Langfredag", "Good Friday"},
	{0, "1. påskedag", "Easter Sunday"},
	{1, "2. påskedag", "Easter Monday"},
	{39, "Kristi himmelfartsdag", "Ascension Day"},
	{49, "1. pinsedag", "Whit Sunday"},
	{50, "2. pinsedag", "Whit Monday"},
}

// NorwegianHolidays returns the public holidays of a year in order of date. Two
// on one date are listed once, with the movable feast's name (G2). No day is
// given instead of a holiday that falls on a weekend.
func NorwegianHolidays(year int) []Holiday {
	out := make([]Holiday, 0, len(fixedHolidays)+len(movableHolidays))
	e := easter(year)
	for _, m := range movableHolidays {
		out = append(out, Holiday{e.AddDays(m.offset), m.nb, m.en})
	}
	for _, f := range fixedHolidays {
		d := Date{year, f.month, f.day}
		if !slices.ContainsFunc(out, func(h Holiday) bool { return h.Date == d }) {
			out = append(out, Holiday{d, f.nb, f.en})
		}
	}
	slices.SortFunc(out, func(a, b Holiday) int { return a.Date.Compare(b.Date) })
	return out
}

// isNorwegianHoliday is membership in NorwegianHolidays without making the list:
// business minutes ask it for every day of every span.
func isNorwegianHoliday(d Date) bool {
	for _, f := range fixedHolidays {
		if d.Month == f.month && d.Day == f.day {
			return true
		}
	}
	if d.Month < time.March || d.Month > time.June { // 19 March is the first, 14 June the last
		return false
	}
	after := d.Sub(easter(d.Year))
	for _, m := range movableHolidays {
		if after == m.offset {
			return true
		}
	}
	return false
}

// easter returns Easter Sunday of the Gregorian calendar: the Sunday after the
// first ecclesiastical full moon from 21 March on (Meeus, Jones and Butcher).
func easter(year int) Date {
	golden := year % 19
	century, inCentury := year/100, year%100
	moonShift := (8*century + 13) / 25 // the moon drifts eight days in 2500 years
	epact := (19*golden + century - century/4 - moonShift + 15) % 30
	weekday := (32 + 2*(century%4) + 2*(inCentury/4) - epact - inCentury%4) % 7
	late := (golden + 11*epact + 22*weekday) / 451 // keeps 26 April out
	n := epact + weekday - 7*late + 114
	return Date{year, time.Month(n / 31), n%31 + 1}
}

// beforeMaundyThursday reports whether d is four days before Easter Sunday.
func beforeMaundyThursday(d Date) bool {
	return (d.Month == time.March || d.Month == time.April) && d.AddDays(4) == easter(d.Year)
}

// MonthDay is a day of every year: 24 December.
type MonthDay struct {
	Month time.Month
	Day   int
}

// BeforeMaundyThursday is the Feast of the Wednesday in the week before Easter.
const BeforeMaundyThursday = "wednesday_before_maundy_thursday"

// HalfDay is a yearly day with hours of its own, if it would be open at all.
type HalfDay struct {
	// Feast is BeforeMaundyThursday, or empty when the day is Date.
	Feast string
	Date  MonthDay
	Hours Hours
}

func (md MonthDay) valid() bool {
	// Year 4 is a leap year: 29 February may be closed when there is one.
	return md.Month >= time.January && md.Month <= time.December && md.Day >= 1 && md.Day <= daysIn(4, md.Month)
}

// String returns the day as "12-24".
func (md MonthDay) String() string { return fmt.Sprintf("%02d-%02d", int(md.Month), md.Day) }

// MarshalText returns the day as "12-24".
func (md MonthDay) MarshalText() ([]byte, error) { return []byte(md.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (md *MonthDay) UnmarshalText(b []byte) error {
	if s := string(b); len(s) == 5 && s[2] == '-' {
		m, ok1 := digits(s[:2])
		d, ok2 := digits(s[3:])
		if v := (MonthDay{time.Month(m), d}); ok1 && ok2 && v.valid() {
			*md = v
			return nil
		}
	}
	return Invalid("bad_month_day", "%q is not a day of the year: write 24 December as 12-24", clip(string(b)))
}

// key is what the half day is called in a written calendar.
func (h HalfDay) key() string {
	if h.Feast != "" {
		return h.Feast
	}
	return h.Date.String()
}

func (h HalfDay) valid() bool {
	if h.Feast != "" {
		return h.Feast == BeforeMaundyThursday && h.Date == MonthDay{} && h.Hours.valid()
	}
	return h.Date.valid() && h.Hours.valid()
}

// readHalfDays reads the half days of a written calendar. The feast comes first,
// so that it wins where a day of the year falls on it, as in NorwegianHolidays.
func readHalfDays(written map[string]Hours) ([]HalfDay, error) {
	var out []HalfDay
	for key, hours := range written {
		half := HalfDay{Feast: key, Hours: hours}
		if key != BeforeMaundyThursday {
			half.Feast = ""
			if err := half.Date.UnmarshalText([]byte(key)); err != nil {
				e := Invalid("unknown_half_day", "%q is not a half day: write a day such as 12-31, or %s", clip(key), BeforeMaundyThursday)
				return nil, e.InField("half_days").suggest(key, []string{BeforeMaundyThursday})
			}
		}
		out = append(out, half)
	}
	slices.SortFunc(out, func(a, b HalfDay) int {
		return int(a.Date.Month)*32 + a.Date.Day - int(b.Date.Month)*32 - b.Date.Day
	})
	return out, nil
}
