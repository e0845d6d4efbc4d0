package peil

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// calendarJSON is the written form of a Calendar.
type calendarJSON struct {
	TZ         string           `json:"tz"`
	Hours      map[string]Hours `json:"hours"`
	Holidays   string           `json:"holidays,omitempty"`
	HalfDays   map[string]Hours `json:"half_days,omitempty"`
	ClosedDays []MonthDay       `json:"closed_days,omitempty"`
	Closed     []Period         `json:"closed,omitempty"`
}

// week is the weekdays as they are written, in the order of the ISO week.
var week = []struct {
	word string
	day  time.Weekday
}{
	{"mon", time.Monday}, {"tue", time.Tuesday}, {"wed", time.Wednesday}, {"thu", time.Thursday},
	{"fri", time.Friday}, {"sat", time.Saturday}, {"sun", time.Sunday},
}

// MarshalJSON writes the calendar the way people configure it:
//
//	{"tz": "Europe/Oslo", "hours": {"mon-fri": "08:00-16:00", "sat": "10:00-14:00"}, "holidays": "NO",
//	 "half_days": {"wednesday_before_maundy_thursday": "08:00-12:00", "12-31": "08:00-12:00"},
//	 "closed_days": ["12-24"], "closed": [{"from": "2026-07-06", "to": "2026-07-27"}]}
//
// A closed range is half-open. The zero Calendar is null. Any other that Check
// refuses is not written: it could never be read again.
func (c Calendar) MarshalJSON() ([]byte, error) {
	if c.IsZero() {
		return []byte("null"), nil
	}
	if err := c.Check(); err != nil {
		return nil, err
	}
	j := calendarJSON{
		TZ: c.location().String(), Hours: map[string]Hours{}, Holidays: c.Holidays,
		ClosedDays: c.ClosedDays, Closed: c.ClosedRanges,
	}
	for i := 0; i < len(week); i++ {
		h, ok := c.Hours[week[i].day]
		if !ok {
			continue
		}
		key, last := week[i].word, i
		for last+1 < len(week) && c.Hours[week[last+1].day] == h {
			last++
		}
		if last > i {
			key += "-" + week[last].word
		}
		j.Hours[key] = h
		i = last
	}
	for _, half := range c.HalfDays {
		if j.HalfDays == nil {
			j.HalfDays = map[string]Hours{}
		}
		j.HalfDays[half.key()] = half.Hours
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes; null changes nothing, as
// encoding/json has it for every type. A missing tz is DefaultZone. A
// field that is not known, and a value that is not right, is an *Error of kind
// invalid that names the field.
func (c *Calendar) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	j := calendarJSON{TZ: DefaultZone}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&j); err != nil {
		var e *Error
		if errors.As(err, &e) {
			return e
		}
		return Invalid("bad_calendar", "the calendar cannot be read").Because(err)
	}
	loc, err := LoadLocation(j.TZ)
	if err != nil {
		return err
	}
	out := Calendar{Location: loc, Holidays: j.Holidays, ClosedDays: j.ClosedDays, ClosedRanges: j.Closed}
	if out.Hours, err = weekHours(j.Hours); err != nil {
		return err
	}
	if out.HalfDays, err = readHalfDays(j.HalfDays); err != nil {
		return err
	}
	if err := out.Check(); err != nil {
		return err
	}
	*c = out
	return nil
}

// weekHours reads the hours by weekday or run of weekdays, "sat" or "mon-fri".
func weekHours(written map[string]Hours) (map[time.Weekday]Hours, error) {
	out := make(map[time.Weekday]Hours, len(week))
	for key, h := range written {
		from, to, isRun := strings.Cut(key, "-")
		if !isRun {
			to = from
		}
		first, last := weekIndex(from), weekIndex(to)
		if first < 0 || last < first {
			return nil, Invalid("unknown_weekday", "%q is not a weekday or a run of them: write mon, tue, wed, thu, fri, sat, sun or mon-fri", clip(key)).InField("hours")
		}
		for _, w := range week[first : last+1] {
			if _, twice := out[w.day]; twice {
				return nil, Invalid("weekday_twice", "the hours of %s are given twice", w.word).InField("hours")
			}
			out[w.day] = h
		}
	}
	return out, nil
}

func weekIndex(word string) int {
	for i, w := range week {
		if w.word == word {
			return i
		}
	}
	return -1
}

// Check reports what makes the calendar impossible, as an *Error of kind invalid.
func (c Calendar) Check() error {
	if _, err := LoadLocation(c.location().String()); err != nil {
		return err
	}
	if c.Holidays != "" && c.Holidays != "NO" {
		return Invalid("unknown_holidays", "there are no holidays %q, only NO or none", clip(c.Holidays)).InField("holidays")
	}
	if len(c.Hours) == 0 {
		return Invalid("no_hours", "a calendar needs hours on at least one weekday").InField("hours")
	}
	for day, h := range c.Hours {
		if day < time.Sunday || day > time.Saturday || !h.valid() {
			return Invalid("hours_reversed", "the hours of %s must open before they close, within one day", day).InField("hours")
		}
	}
	seen := map[string]bool{}
	for _, half := range c.HalfDays {
		if !half.valid() || seen[half.key()] {
			return Invalid("bad_half_day", "the half day %q is not a day, has no right hours, or stands twice", half.key()).InField("half_days")
		}
		seen[half.key()] = true
	}
	for _, md := range c.ClosedDays {
		if !md.valid() {
			return Invalid("bad_month_day", "%s is not a day of the year", md).InField("closed_days")
		}
	}
	for _, r := range c.ClosedRanges {
		if r.From.IsZero() || !r.From.Before(r.To) {
			return Invalid("empty_span", "a closed range needs from before to (to is the first day after)").InField("closed")
		}
	}
	return nil
}
