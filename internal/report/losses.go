package report

import "peil"

// losses is why deals are lost, to whom, and what share of the closed ones that
// is (metrics.md §4.10).
var losses = &Report{
	ID: "losses", Version: 1, By: "reason",
	Glance: []string{"losses", "loss_rate"},
	kinds: []kind{{"lost", lossDims}, {"cancelled", lossDims}, {"closed", dealDims},
		{"met", append([]string{"competitor"}, dealDims...)}, {"mark", dealDims}},
	text: read("losses.sql"),
	sums: []string{"sums"},
	Charts: []Chart{
		{Kind: ChartStacked, Measures: []string{"losses", "loss_value"}, Trend: true},
		{Kind: ChartBar, Measures: []string{"losses", "loss_value"}},
		{Kind: ChartDot, Measures: []string{"loss_rate"}},
		{Kind: ChartWaterfall, Measures: []string{"losses"}},
	},
	Measures: []Measure{
		{Measure: peil.Measure{ID: "losses", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"lost"}, of: lost},
		{Measure: peil.Measure{ID: "loss_rate", Unit: peil.UnitShare, Better: peil.BetterDown}, Kinds: []string{"lost"}, per: []string{"closed"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["losses"], c.sums["closed"], "no_closed")
		}},
		{Measure: peil.Measure{ID: "loss_value", Unit: peil.UnitMoney, Better: peil.BetterDown}, Sums: true, Kinds: []string{"lost"}, of: func(c *cell) peil.Value {
			return c.total(c.sums["loss_value"], c.sums["loss_squares"], c.sums["losses"])
		}},
		{Measure: peil.Measure{ID: "loss_unknown", Unit: peil.UnitShare, Better: peil.BetterDown}, Kinds: []string{"lost"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["unknown"], c.sums["losses"]-c.sums["auto"], "no_closed")
		}},
		{Measure: peil.Measure{ID: "loss_auto", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"lost"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["auto"])
		}},
		{Measure: peil.Measure{ID: "cancelled", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"cancelled"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["cancelled"])
		}},
		{Measure: peil.Measure{ID: "comp_win", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"met"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["met_won"], c.sums["met"], "no_closed")
		}},
		{Measure: peil.Measure{ID: "won", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"closed"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["won"])
		}},
		{Measure: peil.Measure{ID: "lost", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"lost"}, of: lost},
		{Measure: peil.Measure{ID: "win_rate_closed", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"closed"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["won"], c.sums["closed"], "no_closed")
		}},
		{Measure: peil.Measure{ID: "win_rate_broad", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"closed", "cancelled"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["won"], c.sums["closed"]+c.sums["cancelled"], "no_closed")
		}},
		{Measure: peil.Measure{ID: "win_rate_people", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"closed", "lost"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["won"], c.sums["closed"]-c.sums["auto"], "no_closed")
		}},
	},
	flags: spikes,
}

var lossDims = append([]string{"reason", "competitor"}, dealDims...)

func lost(c *cell) peil.Value { return c.count(c.sums["losses"]) }
