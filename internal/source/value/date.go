package value

import "time"

// Order is in which order a date's numbers stand where it is written in digits.
type Order string

// The orders. Unsettled is a column in which every date could be both.
const (
	Unsettled Order = ""
	DMY       Order = "dmy"
	MDY       Order = "mdy"
	YMD       Order = "ymd"
)

// Stamp is a date that was read, with as much time as was written.
type Stamp struct {
	Year, Month, Day  int
	Hour, Min, Sec    int
	Nano              int
	HasTime, HasSec   bool
	Zoned             bool
	OffsetS           int  // seconds east of UTC, where Zoned
	MonthOnly         bool // "November 2026": Day is 1
	ambiguous, byName bool
	order             Order
}

// Instant returns the UTC instant of the stamp; without a zone of its own it
// is read on the clocks of loc.
func (s Stamp) Instant(loc *time.Location) time.Time {
	if s.Zoned {
		t := time.Date(s.Year, time.Month(s.Month), s.Day, s.Hour, s.Min, s.Sec, s.Nano, time.UTC)
		return t.Add(-time.Duration(s.OffsetS) * time.Second)
	}
	return time.Date(s.Year, time.Month(s.Month), s.Day, s.Hour, s.Min, s.Sec, s.Nano, loc).UTC()
}

// Midnight reports whether the stamp says nothing finer than a day, or says
// midnight, which exports write for days.
func (s Stamp) Midnight() bool {
	return !s.HasTime || s.Hour == 0 && s.Min == 0 && s.Sec == 0 && s.Nano == 0
}

// ParseDate reads a date in any usual form. order settles what digits leave
// open; where it is Unsettled an ambiguous date is read as day, month.
func ParseDate(s string, order Order) (Stamp, bool) {
	s = Clean(s)
	if st, ok := isoDay(s); ok {
		return st, true
	}
	if len(s) < 5 || len(s) > 60 {
		return Stamp{}, false
	}
	if st, ok := fromNumber(s); ok {
		return st, true
	}
	var t tokens
	if !t.read(s) {
		return Stamp{}, false
	}
	return t.stamp(order)
}

// isoDay is the fast path: 2026-11-05, which most exports write.
func isoDay(s string) (Stamp, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Stamp{}, false
	}
	y, ok1 := number(s[:4])
	m, ok2 := number(s[5:7])
	d, ok3 := number(s[8:])
	st := Stamp{Year: y, Month: m, Day: d, order: YMD}
	return st, ok1 && ok2 && ok3 && st.valid()
}

func number(s string) (n int, ok bool) {
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

func (s Stamp) valid() bool {
	if s.Year < 1800 || s.Year > 2200 || s.Month < 1 || s.Month > 12 || s.Day < 1 || s.Day > 31 {
		return false
	}
	if s.Hour > 24 || s.Min > 59 || s.Sec > 60 {
		return false
	}
	return s.Day <= 28 || time.Date(s.Year, time.Month(s.Month), s.Day, 0, 0, 0, 0, time.UTC).Day() == s.Day
}
