package value

import "time"

// DateColumn gathers what the values of a column say about its dates.
type DateColumn struct {
	// Values counts the values that were offered, Dates those that are dates in
	// some order, Numbers those of them that are plain numbers.
	Values, Dates, Numbers int
	// Times counts the dates with a time of day other than midnight, Names those
	// with the month as a word.
	Times, Names int
	dmy, mdy     int // dates that can only be read so
	ambiguous    int
	// AmbiguousExample is a date that can be read both ways.
	AmbiguousExample   string
	first, last        time.Time
	firstMDY, lastMDY  time.Time
	lastRead           string
	lastStamp          Stamp
	lastOK, lastNumber bool
}

// Add takes one value of the column into account; empty ones are not offered.
func (c *DateColumn) Add(s string) {
	if s != c.lastRead || c.Values == 0 { // exports are often sorted by date
		c.lastRead = s
		c.lastStamp, c.lastOK = ParseDate(s, Unsettled)
		c.lastNumber = c.lastOK && digitsOnly(s)
	}
	c.Values++
	if !c.lastOK {
		return
	}
	st := c.lastStamp
	c.Dates++
	switch {
	case st.ambiguous:
		c.ambiguous++
		c.AmbiguousExample = s
	case st.order == DMY && st.Day > 12:
		c.dmy++
	case st.order == MDY && st.Day > 12:
		c.mdy++
	}
	if c.lastNumber {
		c.Numbers++
	}
	if st.byName {
		c.Names++
	}
	if !st.Midnight() {
		c.Times++
	}
	c.span(st)
}

func (c *DateColumn) span(st Stamp) {
	t := st.Instant(time.UTC)
	if c.first.IsZero() || t.Before(c.first) {
		c.first = t
	}
	if t.After(c.last) {
		c.last = t
	}
	if st.ambiguous {
		st.Day, st.Month = st.Month, st.Day
		t = st.Instant(time.UTC)
	}
	if c.firstMDY.IsZero() || t.Before(c.firstMDY) {
		c.firstMDY = t
	}
	if t.After(c.lastMDY) {
		c.lastMDY = t
	}
}

// Order returns the order the column settles, and whether that is certain.
// Where some dates can only be read one way, all are read that way; where both
// ways occur, the more frequent one holds and the rest cannot be read.
func (c *DateColumn) Order() (order Order, certain bool) {
	switch {
	case c.dmy > c.mdy:
		return DMY, true
	case c.mdy > 0:
		return MDY, true
	case c.ambiguous > 0:
		return Unsettled, false
	}
	return YMD, true
}

// Span returns the first and last instant of the column's dates under the
// order, read on UTC clocks; zero times where there are none.
func (c *DateColumn) Span(order Order) (first, last time.Time) {
	if order == MDY {
		return c.firstMDY, c.lastMDY
	}
	return c.first, c.last
}

// DaysOnly reports whether no value says more than a day.
func (c *DateColumn) DaysOnly() bool { return c.Times == 0 }
