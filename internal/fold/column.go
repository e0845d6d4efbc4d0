package fold

import (
	"time"

	"peil"
)

// The functions of this file turn a field into a column: what is not known is
// null.

func id(x peil.ID) any {
	if x.IsZero() {
		return nil
	}
	return x
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}

// day is midnight UTC of a local day: a date column has no zone.
func day(d peil.Date) any {
	if d.IsZero() {
		return nil
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

func number[N int64 | float64](n *N) any {
	if n == nil {
		return nil
	}
	return *n
}
