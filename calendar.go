package peil

import (
	"fmt"
	"strings"
	"time"
)

// Hours is when a day is open, in minutes after local midnight, Open < Close.
// Close may be 24:00, the end of the day.
type Hours struct {
	Open  int
	Close int
}

// minutesInDay is 24:00, the latest closing time.
const minutesInDay = 24 * 60

func (h Hours) valid() bool { return 0 <= h.Open && h.Open < h.Close && h.Close <= minutesInDay }

// String returns the hours as "08:00-16:00".
func (h Hours) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", h.Open/60, h.Open%60, h.Close/60, h.Close%60)
}

// MarshalText returns the hours as "08:00-16:00".
func (h Hours) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (h *Hours) UnmarshalText(b []byte) error {
	open, closes, _ := strings.Cut(string(b), "-")
	o, ok1 := clockMinutes(open)
	c, ok2 := clockMinutes(closes)
	if v := (Hours{o, c}); ok1 && ok2 && v.valid() {
		*h = v
		return nil
	}
	return Invalid("bad_hours", "%q are not opening hours: write 08:00-16:00, within one day", clip(string(b)))
}

// clockMinutes reads "08:00" as minutes after midnight.
func clockMinutes(s string) (int, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	h, ok1 := digits(s[:2])
	m, ok2 := digits(s[3:])
	return h*60 + m, ok1 && ok2 && m < 60
}

// Calendar is when a company or a team works (G2). As JSON it is the payload of
// calendar.defined, as MarshalJSON has it. What closes a day wins over
// what opens it: a closed range, then a holiday, then a closed day of the year,
// then a weekday without hours; only then do half days change the hours.
type Calendar struct {
	// Location is where days are cut (G1); nil is UTC.
	Location *time.Location
	// Hours are the usual hours by weekday; a weekday that is not here is closed.
	Hours map[time.Weekday]Hours
	// Holidays is "NO" for the Norwegian public holidays, "" for none.
	Holidays string
	HalfDays []HalfDay
	// ClosedDays are closed every year, ClosedRanges once.
	ClosedDays   []MonthDay
	ClosedRanges []Period
}

// NorwegianCalendar returns the defaults of G2: Monday to Friday 08:00–16:00 in
// Oslo, closed on public holidays and, by custom, 24 December; the Wednesday
// before Easter and 31 December close at 12:00.
func NorwegianCalendar() Calendar {
	loc, err := LoadLocation(DefaultZone)
	if err != nil {
		panic("peil: the embedded time zones lack " + DefaultZone) // the program was built wrong
	}
	day, half := Hours{8 * 60, 16 * 60}, Hours{8 * 60, 12 * 60}
	hours := make(map[time.Weekday]Hours, 5)
	for w := time.Monday; w <= time.Friday; w++ {
		hours[w] = day
	}
	return Calendar{
		Location: loc,
		Hours:    hours,
		Holidays: "NO",
		HalfDays: []HalfDay{
			{Feast: BeforeMaundyThursday, Hours: half},
			{Date: MonthDay{time.December, 31}, Hours: half},
		},
		ClosedDays: []MonthDay{{time.December, 24}},
	}
}

// IsZero reports whether the calendar is not set at all.
func (c Calendar) IsZero() bool {
	return c.Location == nil && c.Holidays == "" && len(c.Hours)+len(c.HalfDays)+len(c.ClosedDays)+len(c.ClosedRanges) == 0
}

func (c Calendar) location() *time.Location {
	if c.Location == nil {
		return time.UTC
	}
	return c.Location
}

// hoursOn returns the hours of day d; ok is false when it is closed.
func (c Calendar) hoursOn(d Date) (h Hours, ok bool) {
	if h, ok = c.Hours[d.Weekday()]; !ok {
		return Hours{}, false
	}
	for _, r := range c.ClosedRanges {
		if r.Contains(d) {
			return Hours{}, false
		}
	}
	if c.Holidays == "NO" && isNorwegianHoliday(d) {
		return Hours{}, false
	}
	md := MonthDay{d.Month, d.Day}
	for _, closed := range c.ClosedDays {
		if closed == md {
			return Hours{}, false
		}
	}
	for _, half := range c.HalfDays {
		if half.Feast == "" && half.Date == md || half.Feast == BeforeMaundyThursday && beforeMaundyThursday(d) {
			return half.Hours, true
		}
	}
	return h, true
}

// IsBusinessDay reports whether day d has any opening minute (G9).
func (c Calendar) IsBusinessDay(d Date) bool {
	_, ok := c.hoursOn(d)
	return ok
}

// BusinessDays counts the business days in the half-open span [from, to).
func (c Calendar) BusinessDays(from, to Date) int {
	n := 0
	for d := from; d.Before(to); d = d.AddDays(1) {
		if c.IsBusinessDay(d) {
			n++
		}
	}
	return n
}

// Open returns the UTC instants at which day d opens and closes; ok is false on
// a closed day. Where clocks jump during the day the instants are that much
// nearer or further apart. A time that clocks show twice is meant the first time.
func (c Calendar) Open(d Date) (from, to time.Time, ok bool) {
	h, ok := c.hoursOn(d)
	if !ok {
		return time.Time{}, time.Time{}, false
	}
	loc := c.location()
	return wallInstant(d, h.Open, loc), wallInstant(d, h.Close, loc), true
}

// BusinessMinutes returns how many minutes the calendar is open between the
// instants a and b (G1, metrics.md §6.10 bminutes): the overlap of [a, b] with
// the opening of each local day. Minutes are those that pass, so that a change
// of clocks neither adds nor takes any; fractions count, to the microsecond. It
// is 0 when b is not after a.
func (c Calendar) BusinessMinutes(a, b time.Time) float64 {
	loc := c.location()
	var open int64
	for a.Before(b) {
		// Up to the next change of clocks local time runs evenly, and the rest
		// is arithmetic: asking package time about each day is several times slower.
		end, local := b, a.In(loc)
		if _, jump := local.ZoneBounds(); !jump.IsZero() && jump.Before(b) {
			end = jump
		}
		_, offset := local.Zone()
		ahead := int64(offset) * 1e6
		open += c.openMicros(a.UnixMicro()+ahead, end.UnixMicro()+ahead)
		a = end
	}
	return float64(open) / minuteMicros
}

const minuteMicros = 60e6

// openMicros returns for how many of the microseconds in [from, to) it is open.
// Both are readings of a local clock that is not changed between them, as
// microseconds since 1970-01-01 00:00 on it.
func (c Calendar) openMicros(from, to int64) (open int64) {
	const dayMicros = minutesInDay * minuteMicros
	n := from / dayMicros
	if from%dayMicros < 0 {
		n--
	}
	d := DateFromDays(int(n))
	for midnight := n * dayMicros; midnight < to; midnight += dayMicros {
		if h, ok := c.hoursOn(d); ok {
			opens, closes := midnight+int64(h.Open)*minuteMicros, midnight+int64(h.Close)*minuteMicros
			open += max(0, min(to, closes)-max(from, opens))
		}
		d = d.AddDays(1)
	}
	return open
}
