package report

import (
	"peil"
	"peil/internal/stat"
)

// stages is what share of the deals goes on from each stage, and how long they
// stay there (metrics.md §4.5).
var stages = &Report{
	ID: "stages", Version: 1, By: "stage",
	Glance: []string{"conv_step", "stuck"},
	kinds: []kind{{"entry", dealDims}, {"visit", dealDims}, {"standing", dealDims}, {"open", dealDims}, {"closed", dealDims},
		// A deal's whole course does not belong to one stage.
		{"created", without(dealDims, "stage")}, {"asked", without(dealDims, "stage")}, {"mark", dealDims}},
	text:    read("stages.sql"),
	sums:    []string{"sums", "hidden"},
	vectors: []string{"cells"}, vectorTrend: true,
	adds: []string{"sums", "hidden", "cells"}, timed: []string{"entry", "visit", "created", "asked"},
	cohorts: true,
	Charts: []Chart{
		{Kind: ChartFunnel, Measures: []string{"entered", "conv_step", "lost_step", "undetermined"}, By: "stage"},
		{Kind: ChartDot, Measures: []string{"conv_step", "time_p50"}},
		{Kind: ChartBar, Measures: []string{"stuck", "time_p90"}},
		{Kind: ChartLine, Measures: []string{"conv_step", "win_rate_cohort"}, Trend: true},
		{Kind: ChartMatrix, Measures: []string{"entered", "conv_step", "lost_step", "time_p50", "time_p90", "stuck"}},
	},
	Measures: []Measure{
		stageCount("reached", peil.BetterUp, "entry", "reached", "hidden_entries"),
		stageCount("entered", peil.BetterUp, "entry", "entered", "hidden_entries"),
		{Measure: peil.Measure{ID: "conv_step", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"entry"}, of: func(c *cell) peil.Value {
			return c.incidence("entry", 1, "no_entries", "hidden_entries")
		}},
		{Measure: peil.Measure{ID: "lost_step", Unit: peil.UnitShare, Better: peil.BetterDown}, Kinds: []string{"entry"}, of: func(c *cell) peil.Value {
			return c.incidence("entry", 2, "no_entries", "hidden_entries")
		}},
		{Measure: peil.Measure{ID: "undetermined", Unit: peil.UnitShare}, Kinds: []string{"entry"}, of: undetermined},
		{Measure: peil.Measure{ID: "conv_naive", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"entry"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["advanced"], c.sums["reached"], c.history("no_entries", "hidden_entries"))
		}},
		{Measure: peil.Measure{ID: "time_p50", Unit: peil.UnitDays, Better: peil.BetterDown}, Kinds: []string{"visit"}, of: func(c *cell) peil.Value {
			return c.stay(.5)
		}},
		{Measure: peil.Measure{ID: "time_p90", Unit: peil.UnitDays, Better: peil.BetterDown}, Kinds: []string{"visit"}, of: func(c *cell) peil.Value {
			return c.stay(.9)
		}},
		{Measure: peil.Measure{ID: "time_rmst", Unit: peil.UnitDays, Better: peil.BetterDown}, Kinds: []string{"visit"}, of: meanStay},
		{Measure: peil.Measure{ID: "stuck", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"standing"}, of: stuck},
		stageCount("skips", peil.BetterDown, "visit", "skips", "hidden_visits"),
		stageCount("backs", peil.BetterDown, "visit", "backs", "hidden_visits"),
		{Measure: peil.Measure{ID: "open_n", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["open_n"])
		}},
		{Measure: peil.Measure{ID: "open_value", Unit: peil.UnitMoney}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.open()
		}},
		{Measure: peil.Measure{ID: "won", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"closed"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["won"])
		}},
		{Measure: peil.Measure{ID: "lost", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"closed"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["lost"])
		}},
		{Measure: peil.Measure{ID: "win_rate_cohort", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"created"}, of: func(c *cell) peil.Value {
			return c.incidence("created", 1, "no_deals", "")
		}},
		{Measure: peil.Measure{ID: "cycle_p50", Unit: peil.UnitDays, Better: peil.BetterDown}, Kinds: []string{"created"}, of: func(c *cell) peil.Value {
			return c.cycle("created")
		}},
		{Measure: peil.Measure{ID: "cycle_p50_inquiry", Unit: peil.UnitDays, Better: peil.BetterDown}, Kinds: []string{"asked"}, of: func(c *cell) peil.Value {
			return c.cycle("asked")
		}},
	},
}

func without(list []string, word string) []string {
	var out []string
	for _, w := range list {
		if w != word {
			out = append(out, w)
		}
	}
	return out
}

// stageCount is a count of rows that need stage history.
func stageCount(id string, better peil.Better, kind, sum, hidden string) Measure {
	return Measure{Measure: peil.Measure{ID: id, Unit: peil.UnitCount, Better: better}, Sums: true, Kinds: []string{kind}, of: func(c *cell) peil.Value {
		if reason := c.history("", hidden); reason != "" && c.sums[seenOf[hidden]] == 0 {
			return c.null(reason)
		}
		return c.count(c.sums[sum])
	}}
}

// seenOf is the rows with history beside those without.
var seenOf = map[string]string{"hidden_entries": "reached", "hidden_visits": "visits", "hidden_standing": "standing"}

// history is the reason why there is nothing to measure: no rows at all, or only
// rows of a source without stage history.
func (c *cell) history(reason, hidden string) string {
	if hidden != "" && c.sums[hidden] > 0 {
		return "no_history"
	}
	return reason
}

// cells are times to an outcome as stat wants them.
func (c *cell) cells(what string) []stat.Cell {
	out := make([]stat.Cell, 0, len(c.lists[what]))
	for _, r := range c.lists[what] {
		out = append(out, stat.Cell{T: r[0], Cause: int(r[1]), N: int(r[2])})
	}
	return out
}

// maturity is the share of a cohort that is resolved or observed for the horizon
// (G12).
func (c *cell) maturity(cells []stat.Cell) float64 {
	seen, all := 0.0, 0.0
	for _, x := range cells {
		all += float64(x.N)
		if x.Cause != 0 || x.T >= c.q.horizon {
			seen += float64(x.N)
		}
	}
	return seen / all
}

// curve fits the competing outcomes of a cohort: going on (1) or lost and
// cancelled (2); what is open is censored at the moment of the question.
func (c *cell) curve(what string) (stat.Curve, []stat.Cell, bool) {
	cells := c.cells(what)
	curve, ok := stat.AalenJohansen(cells, 2)
	return curve, cells, ok && curve.Units > 0
}

// incidence is the Aalen–Johansen share that has had an outcome by the horizon.
func (c *cell) incidence(what string, cause int, reason, hidden string) peil.Value {
	curve, cells, ok := c.curve(what)
	if !ok {
		return c.null(c.history(reason, hidden))
	}
	share, _ := curve.CIF(cause, c.q.horizon)
	v := c.plain(share)
	n := float64(curve.Units)
	v.N, v.Display = &n, display(n, minShare)
	if !c.quick {
		iv, ok := curve.CIFInterval(cause, c.q.horizon, c.seed())
		interval(&v, iv, ok)
	}
	return mature(v, c.maturity(cells))
}

// undetermined is the share that has neither gone on nor been lost.
func undetermined(c *cell) peil.Value {
	curve, cells, ok := c.curve("entry")
	if !ok {
		return c.null(c.history("no_entries", "hidden_entries"))
	}
	a, _ := curve.CIF(1, c.q.horizon)
	l, _ := curve.CIF(2, c.q.horizon)
	v := c.plain(max(0, 1-a-l))
	n := float64(curve.Units)
	v.N, v.Display = &n, display(n, minShare)
	return mature(v, c.maturity(cells))
}

// stays fits the time of single visits; one that goes on is censored.
func (c *cell) stays() (stat.Curve, bool) {
	curve, ok := stat.KaplanMeier(c.cells("visit"))
	return curve, ok && curve.Units > 0
}

// stay is a quantile of the time in a stage, null where too many are still there
// to tell.
func (c *cell) stay(q float64) peil.Value {
	curve, ok := c.stays()
	if !ok {
		return c.null(c.history("no_entries", "hidden_visits"))
	}
	return c.quantile(curve, q)
}

// meanStay is the restricted mean time: what somebody who watches for tau days
// sees on average.
func meanStay(c *cell) peil.Value {
	curve, ok := c.stays()
	if !ok {
		return c.null(c.history("no_entries", "hidden_visits"))
	}
	tau := c.q.Tau
	if tau <= 0 {
		if tau, ok = curve.DefaultTau(); !ok {
			return c.null("too_few")
		}
	}
	t, ok := curve.RMST(tau)
	if !ok {
		return c.null("too_few")
	}
	v := c.plain(t)
	n := float64(curve.Units)
	v.N, v.Display = &n, display(n, minShare)
	if !c.quick {
		iv, ok := curve.RMSTInterval(tau, c.seed())
		interval(&v, iv, ok)
	}
	return v
}

// stuck counts the deals that have stood in their stage longer than three of four
// won deals did; stages with fewer than ten won deals say nothing.
func stuck(c *cell) peil.Value {
	judged := c.sums["standing"] - c.sums["unjudged"]
	switch {
	case c.sums["standing"] == 0:
		return c.null(c.history("no_open", "hidden_standing"))
	case judged == 0:
		return c.null("too_few")
	}
	v := c.count(c.sums["stuck"])
	v.N = &judged
	return v
}

// cycle is the median time from a start to winning, of those that are won in the
// end: open deals are in it through the incidence.
func (c *cell) cycle(what string) peil.Value {
	curve, cells, ok := c.curve(what)
	if !ok {
		return c.null("no_deals")
	}
	t, ok := curve.MedianGivenCause(1)
	if !ok {
		return c.null("no_won")
	}
	v := c.plain(t)
	wins := 0.0
	for _, x := range cells {
		if x.Cause == 1 {
			wins += float64(x.N)
		}
	}
	v.N, v.Display = &wins, display(wins, minShare)
	if !c.quick && wins >= fewest {
		iv, ok := curve.QuantileGivenCauseInterval(1, .5, c.seed())
		interval(&v, iv, ok)
	}
	return mature(v, c.maturity(cells))
}
