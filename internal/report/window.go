package report

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"peil"
)

// The first windows of every question; a trend's buckets come after them.
const (
	winPeriod   = 0 // the period, up to now
	winLike     = 1 // the part of a running period that can be compared (G11)
	winPrevious = 2
	winYear     = 3
	winBase     = 4
	winBuckets  = 5
)

// window is a half-open span of local days in which facts are counted.
type window struct {
	n      int
	period peil.Period
	// from and end are its instants; end is the moment of the question when the
	// window is not over by then.
	from, end time.Time
	// days is how long it is in local days, to end.
	days float64
	// planned is where the period ends, also when that is still to come.
	planned peil.Date
	// businessDays is set in a window that is cut to be compared.
	businessDays int
}

// maxBuckets bounds a trend: more points than anybody can read.
const maxBuckets = 400

// clock is the moment that a question is put for.
type clock struct {
	cal  peil.Calendar
	asOf time.Time
	// today is the last local day of which something has passed.
	today peil.Date
}

func newClock(s peil.Settings, moments ...time.Time) clock {
	c := clock{cal: s.Calendar}
	if c.cal.Location == nil {
		c.cal.Location = time.UTC
	}
	for _, t := range moments {
		if !t.IsZero() && (c.asOf.IsZero() || t.Before(c.asOf)) {
			c.asOf = t
		}
	}
	c.today = peil.DateOf(c.asOf.Add(-time.Nanosecond), c.cal.Location)
	return c
}

// window makes a window of a period, cut at the moment of the question.
func (c clock) window(n int, p peil.Period) window {
	w := window{n: n, planned: p.To, period: p.Clip(peil.Period{From: p.From, To: c.today.AddDays(1)})}
	if c.today.AddDays(1).Before(p.From) {
		w.period.To = p.From
	}
	from, until := w.period.Instants(c.cal.Location)
	w.from, w.end, w.days = from, until, float64(w.period.Days())
	// The facts are what happened up to and with asOf, to the microsecond.
	if last := c.asOf.Add(time.Microsecond); last.Before(until) {
		w.end = last
		w.days -= until.Sub(c.asOf).Hours() / 24
	}
	return w
}

// windows returns the windows of a question: the period first.
func (q *question) windows() []window {
	out := []window{q.clock.window(winPeriod, q.Period)}
	for _, to := range q.Compare {
		n, other := winPrevious, q.Period.Previous()
		if to == "year" {
			n, other = winYear, q.Period.YearBefore()
		}
		l := peil.LikeForLike(q.clock.cal, q.Period, other, q.clock.asOf)
		w := q.clock.window(n, l.Compared)
		if l.Partial {
			w.businessDays = l.CompleteBusinessDays
			if len(out) == 1 {
				like := q.clock.window(winLike, l.Current)
				like.businessDays = l.CompleteBusinessDays
				out = append(out, like)
			}
		}
		out = append(out, w)
	}
	if !q.Base.IsZero() {
		out = append(out, q.clock.window(winBase, q.Base))
	}
	for i, p := range q.buckets {
		out = append(out, q.clock.window(winBuckets+i, p))
	}
	return out
}

// span writes the days and moments of all windows into a text, for which the engine
// would look at every row: {first_from}, {first_end} and {last_end} are moments, and
// during(c.day) is that a day is in some window, during(c.day, 7) that it is, or is
// within seven days before one.
func span(ws []window, text string) string {
	firstFrom, firstEnd, lastEnd := ws[0].from, ws[0].end, ws[0].end
	for _, w := range ws {
		if w.from.Before(firstFrom) {
			firstFrom = w.from
		}
		if w.end.Before(firstEnd) {
			firstEnd = w.end
		}
		if w.end.After(lastEnd) {
			lastEnd = w.end
		}
	}
	text = during.ReplaceAllStringFunc(text, func(call string) string {
		m := during.FindStringSubmatch(call)
		before, _ := strconv.Atoi(m[2])
		return inDays(m[1], daysOf(ws, before))
	})
	moment := func(t time.Time) string { return "cast('" + stamp(t) + "' as timestamptz)" }
	return strings.NewReplacer("{first_from}", moment(firstFrom), "{first_end}", moment(firstEnd), "{last_end}", moment(lastEnd)).Replace(text)
}

var during = regexp.MustCompile(`during\((\w+\.\w+)(?:, (\d+))?\)`)

// daysOf are the days of all windows, each begun so many days earlier, as few
// periods as they are.
func daysOf(ws []window, before int) []peil.Period {
	all := make([]peil.Period, len(ws))
	for i, w := range ws {
		all[i] = peil.Period{From: w.period.From.AddDays(-before), To: w.period.To}
	}
	slices.SortFunc(all, func(a, b peil.Period) int { return a.From.Compare(b.From) })
	out := all[:1]
	for _, p := range all[1:] {
		last := &out[len(out)-1]
		switch {
		case last.To.Before(p.From):
			out = append(out, p)
		case last.To.Before(p.To):
			last.To = p.To
		}
	}
	return out
}

// inDays is the condition that a day is in one of some periods.
func inDays(day string, in []peil.Period) string {
	parts := make([]string, len(in))
	for i, p := range in {
		parts[i] = fmt.Sprintf("%s >= date '%s' and %s < date '%s'", day, p.From, day, p.To)
	}
	return "(" + strings.Join(parts, " or ") + ")"
}

// values writes the windows as rows of constants: they are typed here, and no
// word of a user gets into them.
func values(ws []window) string {
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			b.WriteString(",\n        ")
		}
		last := w.period.To.AddDays(-1)
		fmt.Fprintf(&b, "(cast(%d as bigint), cast('%s' as date), cast('%s' as date), cast('%s' as date), cast('%s' as timestamptz), cast('%s' as timestamptz), cast('%s' as date))",
			w.n, w.period.From, w.period.To, last, stamp(w.from), stamp(w.end), w.planned)
	}
	return b.String()
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.999999+00") }
