package value

import (
	"strconv"
	"strings"
	"time"
)

// Serial dates of Excel count days from 30 December 1899 (its 1900 is a leap
// year by mistake); the bounds are 1954 and 2119, so that plain counts and
// amounts are seldom taken for dates.
const (
	serialFirst = 20000
	serialLast  = 80000
)

// fromNumber reads dates that are one number: Excel serials, UNIX seconds and
// milliseconds, 20261105 and 20261105143000.
func fromNumber(s string) (Stamp, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	if !digitsOnly(whole) || frac != "" && !digitsOnly(frac) {
		return Stamp{}, false
	}
	switch len(whole) {
	case 5:
		return fromSerial(s)
	case 8:
		if frac != "" {
			return Stamp{}, false
		}
		return compact(whole)
	case 10:
		n, err := strconv.ParseInt(whole, 10, 64)
		return fromUnix(time.Unix(n, 0), err == nil && n > 3e8)
	case 13:
		n, err := strconv.ParseInt(whole, 10, 64)
		return fromUnix(time.UnixMilli(n), err == nil)
	case 14:
		st, ok := compact(whole[:8])
		st.Hour, _ = number(whole[8:10])
		st.Min, _ = number(whole[10:12])
		st.Sec, _ = number(whole[12:])
		st.HasTime, st.HasSec = true, true
		return st, ok && st.valid()
	}
	return Stamp{}, false
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func fromSerial(s string) (Stamp, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < serialFirst || f >= serialLast {
		return Stamp{}, false
	}
	day := int(f)
	// Serials carry rounding errors: half a second more finds the second meant.
	sec := int((f-float64(day))*86400 + 0.5)
	t := time.Date(1899, 12, 30+day, 0, 0, sec, 0, time.UTC)
	st := fromTime(t)
	st.HasTime = sec != 0
	st.HasSec = st.HasTime
	return st, true
}

func fromUnix(t time.Time, ok bool) (Stamp, bool) {
	st := fromTime(t.UTC())
	st.HasTime, st.HasSec, st.Zoned = true, true, true
	return st, ok && st.valid()
}

func fromTime(t time.Time) Stamp {
	return Stamp{Year: t.Year(), Month: int(t.Month()), Day: t.Day(), Hour: t.Hour(), Min: t.Minute(),
		Sec: t.Second(), Nano: t.Nanosecond(), order: YMD}
}

func compact(s string) (Stamp, bool) {
	y, _ := number(s[:4])
	m, _ := number(s[4:6])
	d, _ := number(s[6:8])
	st := Stamp{Year: y, Month: m, Day: d, order: YMD}
	return st, y >= 1950 && y <= 2100 && st.valid()
}
