package report

import (
	"context"
	"math"

	"peil"
	"peil/internal/stat"
)

// actDims are the dimensions of something that is done.
var actDims = []string{"activity", "user", "team", "pipeline", "stage", "source", "campaign", "class", "segment", "industry", "size", "region"}

// activities is what people do against what they are to do, and how much of it
// pays (metrics.md §4.7). Nobody is ranked: people stand in the order of their
// names, each against their own.
var activities = &Report{
	ID: "activities", Version: 1, By: "activity", byName: true,
	Glance: []string{"act_done", "act_pace"},
	kinds: []kind{{"done", actDims}, {"no_show", actDims}, {"planned", actDims}, {"booked", actDims}, {"moved", append([]string{"activity"}, dealDims...)},
		{"target", []string{"activity", "user", "team"}}, {"day", nil}, {"fte", sellerDims}, {"cost", sellerDims},
		{"lead", without(dealDims, "stage")}, {"sale", without(dealDims, "stage")}, {"landmark", dealDims},
		{"past_contact", sellerDims}, {"past_day", sellerDims}, {"past_move", sellerDims}, {"past_open", sellerDims}},
	extra: []string{"activity", "sofar", "attempts", "contact_attempt", "seconds", "margin"},
	text:  read("activities.sql"),
	sums:  []string{"sums"}, adds: []string{"sums"},
	vectors: []string{"tries", "contacted"},
	cohorts: true,
	prepare: prepareActivities,
	Charts: []Chart{
		{Kind: ChartColumn, Measures: []string{"act_done", "act_value", "meetings_held"}, Trend: true},
		{Kind: ChartBar, Measures: []string{"act_done", "act_booked", "act_value"}},
		{Kind: ChartDot, Measures: []string{"act_pace", "act_pct"}, By: "user"},
		{Kind: ChartDot, Measures: []string{"act_contact"}},
		{Kind: ChartStacked, Measures: []string{"act_done"}, Trend: true},
		{Kind: ChartMatrix, Measures: []string{"act_done", "act_target", "act_pace", "act_contact", "act_booked", "act_value"}},
	},
	Measures: []Measure{
		{Measure: peil.Measure{ID: "act_done", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"done"}, of: func(c *cell) peil.Value { return c.count(c.sums["done"]) }},
		{Measure: peil.Measure{ID: "act_target", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"target"}, of: target("target")},
		{Measure: peil.Measure{ID: "act_pct", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"done", "target"}, of: attained("targeted", "target")},
		{Measure: peil.Measure{ID: "act_pace", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"done", "target"}, of: attained("targeted_sofar", "target_sofar")},
		{Measure: peil.Measure{ID: "act_planned", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"planned"}, of: func(c *cell) peil.Value { return c.count(c.sums["planned"]) }},
		{Measure: peil.Measure{ID: "act_contact", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"done"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["contacts"], c.sums["done"], "no_activities")
		}},
		{Measure: peil.Measure{ID: "meetings_held", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"done"}, of: func(c *cell) peil.Value { return c.count(c.sums["held"]) }},
		{Measure: peil.Measure{ID: "no_show", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"no_show"}, of: func(c *cell) peil.Value { return c.count(c.sums["no_show"]) }},
		{Measure: peil.Measure{ID: "act_booked", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"booked"}, of: func(c *cell) peil.Value { return c.count(c.sums["booked"]) }},
		{Measure: peil.Measure{ID: "act_value", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"moved"}, of: func(c *cell) peil.Value {
			return c.total(c.sums["moved"], c.sums["moved_squares"], c.sums["moves"])
		}},
		{Measure: peil.Measure{ID: "att_opt", Unit: peil.UnitCount}, Kinds: []string{"lead", "sale"}, per: []string{"cost", "fte"}, of: func(c *cell) peil.Value {
			return c.attempts(func(a stat.Attempts) int { return a.Optimal })
		}},
		{Measure: peil.Measure{ID: "att_min", Unit: peil.UnitCount}, Kinds: []string{"lead", "sale"}, per: []string{"cost", "fte"}, of: func(c *cell) peil.Value {
			return c.attempts(func(a stat.Attempts) int { return a.AtLeast })
		}},
		{Measure: peil.Measure{ID: "att_stop", Unit: peil.UnitCount}, Kinds: []string{"lead", "sale"}, per: []string{"cost", "fte"}, of: func(c *cell) peil.Value {
			return c.attempts(func(a stat.Attempts) int { return a.StopAfter })
		}},
		{Measure: peil.Measure{ID: "att_given_up", Unit: peil.UnitCount, Better: peil.BetterUp}, Kinds: []string{"lead"}, of: givenUp},
		{Measure: peil.Measure{ID: "att_cost", Unit: peil.UnitMoney, Better: peil.BetterDown}, Kinds: []string{"lead"}, per: []string{"cost", "fte"}, of: func(c *cell) peil.Value {
			cost, reason := c.attemptCost()
			if reason != "" {
				return c.null(reason)
			}
			return c.plain(cost)
		}},
		{Measure: peil.Measure{ID: "vol_peak", Unit: peil.UnitCount}, Kinds: []string{"past_contact", "past_move"}, tables: []string{"weeks"}, of: volumePeak},
		{Measure: peil.Measure{ID: "vol_even", Unit: peil.UnitCount}, Kinds: []string{"past_contact", "past_move"}, per: []string{"cost", "fte"}, tables: []string{"weeks"}, of: volumeEven},
		{Measure: peil.Measure{ID: "available_days", Unit: peil.UnitDays}, Kinds: []string{"fte"}, of: func(c *cell) peil.Value { return c.plain(c.sums["available_days"]) }},
		{Measure: peil.Measure{ID: "business_days", Unit: peil.UnitDays}, per: []string{"day"}, of: func(c *cell) peil.Value { return c.plain(c.sums["business_days"]) }},
	},
	figures: []figure{attemptsFigure, volumeFigure, loadFigure, landmarkFigure},
}

// The weeks after a contact in which it may bear fruit: a quarter of the median
// cycle, at least one and at most eight.
const (
	daysInWeek = 7
	mostLag    = 8
)

// prepareActivities binds the first day that is not over, and how many weeks later
// the fruit of a week's work is looked for.
func prepareActivities(ctx context.Context, q *question) error {
	elapsed := q.clock.today
	if _, closes, ok := q.clock.cal.Open(q.clock.today); !ok || !closes.After(q.clock.asOf) {
		elapsed = elapsed.AddDays(1)
	}
	q.params["elapsed"] = param{"date", elapsed.String()}
	p, err := pace(ctx, q.view, q.clock, q.clock.today)
	if err != nil {
		return err
	}
	lag := math.Round(p.MedianCycleDays / 4 / daysInWeek)
	if !(lag >= 1) {
		lag = 1
	}
	q.params["lag"] = param{"double precision", min(lag, mostLag)}
	return nil
}

// target is what is to be done, null where nobody has said.
func target(sum string) func(c *cell) peil.Value {
	return func(c *cell) peil.Value {
		if c.sums["targets"] == 0 {
			return c.null("no_target")
		}
		return c.plain(c.sums[sum])
	}
}

// attained is what was done of what was to be done, of the kinds that somebody has
// a target for; with Garwood's interval, since
// a count is chance also where the target is none.
func attained(done, of string) func(c *cell) peil.Value {
	return func(c *cell) peil.Value {
		if c.sums[of] <= 0 {
			return c.null("no_target")
		}
		return c.per(c.count(c.sums[done]), c.sums[of], "no_target")
	}
}

// attemptCost is what an attempt costs: the time it takes, at what an hour of those
// who sell costs.
func (c *cell) attemptCost() (cost float64, reason string) {
	switch {
	case c.sums["attempts"] <= 0:
		return 0, "no_attempts"
	case c.sums["costs"] == 0 || c.sums["hours"] <= 0:
		return 0, "no_cost"
	}
	return c.money(c.sums["cost"]) / c.sums["hours"] * c.sums["seconds"] / 3600 / c.sums["attempts"], ""
}

// contactValue is what a contact is worth: P(win | contact) · mean sale · margin.
func (c *cell) contactValue() (value float64, reason string) {
	p := c.incidence("contacted", 1, "no_contacts", "")
	switch {
	case p.Value == nil:
		return 0, p.Reason
	case c.sums["sales"] == 0:
		return 0, "no_won"
	}
	return *p.Value * c.money(c.sums["gross"]/c.sums["sales"]), ""
}

// tried is how many leads got attempt k without earlier contact, and how many of
// them were first reached at it.
func (c *cell) tried() (atRisk, first []float64) {
	most := 0
	for _, r := range c.lists["tries"] {
		most = max(most, int(r[0]))
	}
	atRisk, first = make([]float64, most), make([]float64, most)
	for _, r := range c.lists["tries"] {
		got, at, reached, n := int(r[0]), int(r[1]), r[2] == 1, r[4]
		if reached {
			got = min(got, at)
		}
		for k := range got {
			atRisk[k] += n
		}
		if reached && at >= 1 && at <= most {
			first[at-1] += n
		}
	}
	return atRisk, first
}

// worth values the attempts; the reason is why not.
func (c *cell) worth() (a stat.Attempts, reason string) {
	value, reason := c.contactValue()
	if reason != "" {
		return a, reason
	}
	cost, reason := c.attemptCost()
	if reason != "" {
		return a, reason
	}
	atRisk, first := c.tried()
	a, ok := stat.AttemptsWorth(atRisk, first, value, cost)
	if !ok {
		return a, "no_attempts"
	}
	return a, ""
}

func (c *cell) attempts(of func(stat.Attempts) int) peil.Value {
	a, reason := c.worth()
	if reason != "" {
		return c.null(reason)
	}
	k := of(a)
	if k == 0 {
		return c.null("unclear")
	}
	v := c.plain(float64(k))
	n := c.sums["leads"]
	v.N, v.Display = &n, display(n, minShare)
	return v
}

// givenUp is the median number of attempts on leads that nobody ever reached and
// nobody tries any more.
func givenUp(c *cell) peil.Value {
	var counts []stat.ValueCount
	n := 0.0
	for _, r := range c.lists["tries"] {
		if r[3] == 1 {
			counts = append(counts, stat.ValueCount{Value: r[0], N: int(r[4])})
			n += r[4]
		}
	}
	m, ok := stat.Median(counts)
	if !ok {
		return c.null("no_attempts")
	}
	v := c.plain(m)
	v.N, v.Display = &n, display(n, minShare)
	return v
}

// weeks are the sellers' weeks of the year up to the period's end, those whose
// outcome is known; y is the column of what is set against the outcome.
func (c *cell) weeks(x int) []stat.VolumePoint {
	lag, _ := c.q.params["lag"].value.(float64)
	var out []stat.VolumePoint
	for unit, k := range c.all.tables["weeks"] {
		for _, r := range k.lists["weeks"] {
			if r[4] >= (lag+2)*daysInWeek {
				out = append(out, stat.VolumePoint{X: r[x], Y: c.money(r[1]), Unit: unit, Time: int(r[3])})
			}
		}
	}
	return out
}

// volume fits how a week's contacts go with what comes of them.
func (c *cell) volume() (stat.Volume, string) {
	if c.w.n != winPeriod {
		return stat.Volume{}, "now_only"
	}
	if c.slice != nil {
		return stat.Volume{}, "total_only"
	}
	v, ok := stat.VolumeCurve(c.weeks(0), c.seed())
	switch {
	case !ok || !v.Enough():
		return v, "too_few"
	case !v.HasPeak:
		return v, "no_decline"
	}
	return v, ""
}

// volumePeak is above how many contacts a day results fall, where they clearly do.
func volumePeak(c *cell) peil.Value {
	f, reason := c.volume()
	if reason == "" && !f.Declines() {
		reason = "no_decline"
	}
	if reason != "" {
		return c.null(reason)
	}
	v := c.plain(f.Peak)
	n := float64(f.N)
	v.N = &n
	return v
}

// volumeEven is at how many contacts a day the next is worth what it costs.
func volumeEven(c *cell) peil.Value {
	f, reason := c.volume()
	if reason != "" {
		return c.null(reason)
	}
	cost, reason := c.attemptCost()
	if reason == "" && c.sums["contacts"] <= 0 {
		reason = "no_contacts"
	}
	if reason != "" {
		return c.null(reason)
	}
	// One contact a day more is five a week, each with the attempts it takes.
	even, ok := f.BreakEven(5 * cost * c.sums["done"] / c.sums["contacts"])
	if !ok || even <= 0 {
		return c.null("no_decline")
	}
	v := c.plain(min(even, f.Hi))
	n := float64(f.N)
	v.N = &n
	return v
}
