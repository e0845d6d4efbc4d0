package report

import "peil"

// forecast is what the open deals are worth by their probabilities, and whether
// they cover the budget (metrics.md §4.6).
var forecast = &Report{
	ID: "forecast", Version: 1, By: "stage",
	// A budget is somebody's; it has no stage and no source.
	kinds: []kind{{"open", dealDims}, {"sale", dealDims}, {"quota", sellerDims}},
	text:  read("forecast.sql"),
	sums:  []string{"sums"},
	Charts: []Chart{
		{Kind: ChartBar, Measures: []string{"fc_weighted", "open_value"}},
		{Kind: ChartDot, Measures: []string{"coverage"}},
		{Kind: ChartMatrix, Measures: []string{"open_n", "open_value", "fc_weighted", "overdue"}},
	},
	Measures: []Measure{
		{Measure: peil.Measure{ID: "fc_weighted", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"open"}, of: weighted},
		{Measure: peil.Measure{ID: "open_value", Unit: peil.UnitMoney}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.open()
		}},
		{Measure: peil.Measure{ID: "open_n", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["open_n"])
		}},
		{Measure: peil.Measure{ID: "overdue", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["overdue"])
		}},
		{Measure: peil.Measure{ID: "overridden", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["overridden"])
		}},
		{Measure: peil.Measure{ID: "rev", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"sale"}, of: func(c *cell) peil.Value {
			return c.total(c.sums["rev"], c.sums["rev_squares"], c.sums["won"])
		}},
		{Measure: peil.Measure{ID: "quota", Unit: peil.UnitMoney}, Sums: true, Kinds: []string{"quota"}, of: func(c *cell) peil.Value {
			if c.sums["quotas"] == 0 {
				return c.null("no_quota")
			}
			return c.plain(c.money(c.sums["quota"]))
		}},
		{Measure: peil.Measure{ID: "coverage", Unit: peil.UnitFactor, Better: peil.BetterUp}, Kinds: []string{"open", "sale", "quota"}, of: coverage},
		{Measure: peil.Measure{ID: "coverage_req", Unit: peil.UnitFactor, Better: peil.BetterDown}, Kinds: []string{"open"}, of: coverageRequired},
	},
}

// weighted is Σ value × confidence (F1). It is an expectation and no amount that
// can occur.
func weighted(c *cell) peil.Value {
	n := c.sums["open_priced"]
	if c.sums["open_n"] > 0 && n == 0 {
		return c.null("no_value")
	}
	v := c.plain(c.money(c.sums["weighted"]))
	v.N = &n
	return v
}

// coverage is how many times the open deals would fill what the budget lacks (F6).
func coverage(c *cell) peil.Value {
	gap := c.sums["quota"] - c.sums["rev"]
	switch {
	case c.sums["quotas"] == 0:
		return c.null("no_quota")
	case gap <= 0:
		return c.null("quota_reached")
	case c.sums["open_n"] > 0 && c.sums["open_priced"] == 0:
		return c.null("no_value")
	}
	return c.plain(c.sums["open_value"] / gap)
}

// coverageRequired is how many times the budget's gap must be open for it to be
// filled: the inverse of the value-weighted probability (F6). There is no rule
// of three.
func coverageRequired(c *cell) peil.Value {
	if c.sums["weighted"] <= 0 {
		return c.null("no_open")
	}
	return c.plain(c.sums["open_value"] / c.sums["weighted"])
}
