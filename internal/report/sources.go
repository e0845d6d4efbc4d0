package report

import "peil"

// leadDims are the dimensions of a lead.
var leadDims = []string{"user", "team", "pipeline", "source", "source_last", "source_linear", "campaign", "class",
	"segment", "industry", "size", "region", "channel", "currency"}

// sources is how many leads come from where, what becomes of them and what they
// cost (metrics.md §4.3).
var sources = &Report{
	ID: "sources", Version: 1, By: "source",
	Glance: []string{"leads", "win_rate_cohort"},
	kinds: []kind{{"lead", leadDims}, {"junk", leadDims}, {"win", leadDims},
		{"spend", []string{"source", "source_last", "source_linear", "campaign"}}, {"open", append([]string{"source_last", "source_linear"}, dealDims...)}},
	text:    read("sources.sql"),
	sums:    []string{"sums"},
	vectors: []string{"cells"}, vectorTrend: true,
	adds: []string{"sums", "cells"}, timed: []string{"lead"},
	cohorts: true,
	Charts: []Chart{
		{Kind: ChartDot, Measures: []string{"win_rate_shrunk", "win_rate_cohort"}},
		{Kind: ChartScatter, Measures: []string{"cpl", "win_rate_cohort", "leads"}},
		{Kind: ChartBar, Measures: []string{"leads", "rpl"}},
		{Kind: ChartStacked, Measures: []string{"leads"}, Trend: true},
		{Kind: ChartMatrix, Measures: []string{"leads", "converted", "win_rate_cohort", "cpw", "rpl"}},
	},
	Measures: []Measure{
		{Measure: peil.Measure{ID: "leads", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"lead"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["leads"])
		}},
		{Measure: peil.Measure{ID: "leads_junk", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"junk"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["junk"])
		}},
		{Measure: peil.Measure{ID: "converted", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"lead"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["converted"], c.sums["leads"], "no_leads")
		}},
		{Measure: peil.Measure{ID: "won", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"lead"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["won"])
		}},
		{Measure: peil.Measure{ID: "win_rate_cohort", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"lead"}, of: func(c *cell) peil.Value {
			return c.incidence("lead", 1, "no_leads", "")
		}},
		{Measure: peil.Measure{ID: "win_rate_shrunk", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"lead"}, of: shrunk},
		{Measure: peil.Measure{ID: "vs_rest", Unit: peil.UnitPoints, Better: peil.BetterUp}, Kinds: []string{"lead"}, of: versusRest},
		{Measure: peil.Measure{ID: "vs_rest_p", Unit: peil.UnitNumber}, Kinds: []string{"lead"}, of: func(c *cell) peil.Value {
			return c.chance(func(r rest) float64 { return r.p })
		}},
		{Measure: peil.Measure{ID: "vs_rest_q", Unit: peil.UnitNumber}, Kinds: []string{"lead"}, of: func(c *cell) peil.Value {
			return c.chance(func(r rest) float64 { return r.q })
		}},
		{Measure: peil.Measure{ID: "association", Unit: peil.UnitNumber}, Kinds: []string{"lead"}, of: association},
		{Measure: peil.Measure{ID: "spend", Unit: peil.UnitMoney}, Sums: true, Kinds: []string{"spend"}, of: func(c *cell) peil.Value {
			if c.sums["spends"] == 0 {
				return c.null("no_spend")
			}
			return c.plain(c.money(c.sums["spend"]))
		}},
		{Measure: peil.Measure{ID: "cpl", Unit: peil.UnitMoney, Better: peil.BetterDown}, Kinds: []string{"lead", "spend"}, of: costPerLead},
		{Measure: peil.Measure{ID: "cpw", Unit: peil.UnitMoney, Better: peil.BetterDown}, Kinds: []string{"lead", "spend"}, of: costPerWin},
		{Measure: peil.Measure{ID: "rpl", Unit: peil.UnitMoney, Better: peil.BetterUp}, Kinds: []string{"lead", "win"}, of: func(c *cell) peil.Value {
			return c.per(c.sold(), c.sums["leads"], "no_leads")
		}},
		{Measure: peil.Measure{ID: "return", Unit: peil.UnitFactor, Better: peil.BetterUp}, Kinds: []string{"win", "spend"}, counted: []string{"lead"}, of: returned},
		{Measure: peil.Measure{ID: "open_n", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["open_n"])
		}},
		{Measure: peil.Measure{ID: "open_value", Unit: peil.UnitMoney}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.open()
		}},
	},
}

// sold is what the cohort has bought so far.
func (c *cell) sold() peil.Value {
	return c.total(c.sums["sold"], c.sums["sold_squares"], c.sums["won"])
}

// costPerLead is what the window's spend comes to per lead received in it.
func costPerLead(c *cell) peil.Value {
	if c.sums["spends"] == 0 {
		return c.null("no_spend")
	}
	v := c.per(c.plain(c.money(c.sums["spend"])), c.sums["leads"], "no_leads")
	if n := c.sums["leads"]; v.Value != nil {
		v.N, v.Display = &n, display(n, minMoney)
	}
	return v
}

// costPerWin is the same spend per lead of the same cohort that becomes a
// customer, those that will among them: never the wins that happened to close in
// the window. Its interval is that of the hit rate.
func costPerWin(c *cell) peil.Value {
	if c.sums["spends"] == 0 {
		return c.null("no_spend")
	}
	rate := c.incidence("lead", 1, "no_leads", "")
	if rate.Value == nil || *rate.Value <= 0 {
		return c.null("no_won")
	}
	spend := c.money(c.sums["spend"])
	v := c.plain(spend / (c.sums["leads"] * *rate.Value))
	wins := c.sums["won"]
	v.N, v.Display = &wins, display(wins, minMoney)
	if iv := rate.Interval; iv != nil && iv.Lo > 0 {
		v.Interval = &peil.Interval{Lo: spend / (c.sums["leads"] * iv.Hi), Hi: spend / (c.sums["leads"] * iv.Lo), Level: iv.Level, Method: iv.Method}
	}
	if rate.Maturity != nil {
		v = mature(v, *rate.Maturity)
	}
	return v
}

// returned is what was sold per unit of spend.
func returned(c *cell) peil.Value {
	if c.sums["spend"] <= 0 {
		return c.null("no_spend")
	}
	return c.per(c.sold(), c.money(c.sums["spend"]), "no_spend")
}
