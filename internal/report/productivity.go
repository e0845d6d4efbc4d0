package report

import (
	"math"

	"peil"
	"peil/internal/stat"
)

// dealDims are the dimensions of a row that belongs to a deal.
var dealDims = []string{"user", "team", "pipeline", "stage", "source", "campaign", "product", "family", "class",
	"segment", "industry", "size", "region", "channel", "currency"}

var sellerDims = []string{"user", "team"}

// productivity is how much each seller sells, and what it comes from
// (metrics.md §4.1).
var productivity = &Report{
	ID: "productivity", Version: 1,
	Glance: []string{"prod", "win_rate_closed"},
	kinds: []kind{{"sale", dealDims}, {"lost", dealDims}, {"open", dealDims}, {"work", dealDims},
		{"fte", sellerDims}, {"day", nil}, {"cost", sellerDims}, {"mark", dealDims}},
	text: read("productivity.sql"),
	sums: []string{"sums", "by_deal"}, adds: []string{"sums"},
	vectors: []string{"sizes"}, figureVectors: []string{"work"},
	explains: []explanation{decomposition, mixOfHitRate, mixOfSize, hurdle},
	Charts: []Chart{
		{Kind: ChartColumn, Measures: []string{"rev", "prod"}, Trend: true},
		{Kind: ChartBar, Measures: []string{"prod", "rev"}, By: "user"},
		{Kind: ChartWaterfall, Measures: []string{"rev"}, By: "user"},
		{Kind: ChartStacked, Measures: []string{"rev"}, By: "class", Trend: true},
		{Kind: ChartDot, Measures: []string{"win_rate_closed"}, By: "user"},
	},
	Measures: []Measure{
		{Measure: peil.Measure{ID: "rev", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"sale"}, of: rev},
		{Measure: peil.Measure{ID: "rev_new", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"sale"}, of: func(c *cell) peil.Value {
			return c.total(c.sums["rev_new"], c.sums["new_squares"], c.sums["won"])
		}},
		{Measure: peil.Measure{ID: "rev_existing", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"sale"}, of: func(c *cell) peil.Value {
			return c.total(c.sums["rev_existing"], c.sums["old_squares"], c.sums["won"])
		}},
		{Measure: peil.Measure{ID: "prod", Unit: peil.UnitMoney, Better: peil.BetterUp}, Kinds: []string{"sale"}, per: []string{"fte", "day"}, of: func(c *cell) peil.Value {
			return c.per(rev(c), headcount(c), "no_headcount")
		}},
		{Measure: peil.Measure{ID: "prod_fte_day", Unit: peil.UnitMoney, Better: peil.BetterUp}, Kinds: []string{"sale"}, per: []string{"fte"}, of: func(c *cell) peil.Value {
			return c.per(rev(c), c.sums["fte_days"], "no_headcount")
		}},
		{Measure: peil.Measure{ID: "cost_rep", Unit: peil.UnitMoney, Better: peil.BetterDown}, Kinds: []string{"cost"}, per: []string{"fte", "day"}, of: func(c *cell) peil.Value {
			return c.per(cost(c), headcount(c), "no_headcount")
		}},
		{Measure: peil.Measure{ID: "return", Unit: peil.UnitFactor, Better: peil.BetterUp}, Kinds: []string{"sale", "cost"}, of: returnOf},
		{Measure: peil.Measure{ID: "roi", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"sale", "cost"}, of: roi},
		{Measure: peil.Measure{ID: "open_avg", Unit: peil.UnitCount, Better: peil.BetterUp}, Kinds: []string{"work"}, of: openAvg},
		{Measure: peil.Measure{ID: "turnover", Unit: peil.UnitDays, Better: peil.BetterDown}, Kinds: []string{"work", "sale", "lost"}, of: turnover},
		{Measure: peil.Measure{ID: "win_rate_closed", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"sale", "lost"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["won"], c.sums["won"]+c.sums["lost"], "no_closed")
		}},
		{Measure: peil.Measure{ID: "size", Unit: peil.UnitMoney, Better: peil.BetterUp}, Kinds: []string{"sale"}, of: size},
		{Measure: peil.Measure{ID: "size_p50", Unit: peil.UnitMoney, Better: peil.BetterUp}, Kinds: []string{"sale"}, of: sizeMedian},
		{Measure: peil.Measure{ID: "won", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"sale"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["won"])
		}},
		{Measure: peil.Measure{ID: "lost", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"lost"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["lost"])
		}},
		{Measure: peil.Measure{ID: "open_n", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["open_n"])
		}},
		{Measure: peil.Measure{ID: "open_value", Unit: peil.UnitMoney}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.open()
		}},
		{Measure: peil.Measure{ID: "headcount", Unit: peil.UnitFTE}, Kinds: []string{"fte"}, per: []string{"day"}, of: func(c *cell) peil.Value {
			return c.plain(headcount(c))
		}},
		{Measure: peil.Measure{ID: "fte_days", Unit: peil.UnitDays}, Sums: true, Kinds: []string{"fte"}, of: func(c *cell) peil.Value {
			return c.plain(c.sums["fte_days"])
		}},
		{Measure: peil.Measure{ID: "business_days", Unit: peil.UnitDays}, per: []string{"day"}, of: func(c *cell) peil.Value {
			return c.plain(c.sums["business_days"])
		}},
		{Measure: peil.Measure{ID: "cost", Unit: peil.UnitMoney, Better: peil.BetterDown}, Sums: true, Kinds: []string{"cost"}, of: cost},
	},
}

func rev(c *cell) peil.Value {
	return c.total(c.sums["rev"], c.sums["sale_squares"], c.sums["won"])
}

// headcount is full-time days by business day (G9): 2.5 is two and a half
// full-time sellers all through the window.
func headcount(c *cell) float64 {
	if c.sums["business_days"] <= 0 {
		return 0
	}
	return c.sums["fte_days"] / c.sums["business_days"]
}

// cost is null where nobody has recorded any: unknown is not free.
func cost(c *cell) peil.Value {
	if c.sums["costs"] == 0 {
		return c.null("no_cost")
	}
	return c.plain(c.money(c.sums["cost"]))
}

// returnOf is what was sold per unit of cost.
func returnOf(c *cell) peil.Value { return c.per(rev(c), c.money(c.sums["cost"]), "no_cost") }

// roi is (GM·Rev − Cost)/Cost. Sales of a family without a margin have none to
// count.
func roi(c *cell) peil.Value {
	if c.sums["cost"] <= 0 {
		return c.null("no_cost")
	}
	if c.sums["unmargined"] > 0 {
		return c.null("no_margin")
	}
	cost, margin := c.money(c.sums["cost"]), 0.0
	if c.sums["rev"] != 0 {
		margin = c.sums["gross"] / c.sums["rev"]
	}
	r := rev(c)
	v := c.plain(margin**r.Value/cost - 1)
	if iv := r.Interval; iv != nil && margin > 0 {
		v.Interval = &peil.Interval{Lo: margin*iv.Lo/cost - 1, Hi: margin*iv.Hi/cost - 1, Level: iv.Level, Method: iv.Method}
	}
	return v
}

// openAvg is how many deals are in work on an average day: open deal-days by the
// local days of the window.
func openAvg(c *cell) peil.Value {
	if c.w.days <= 0 {
		return c.null("no_open")
	}
	days, squares := c.sums["work_days"], c.sums["work_squares"]
	v := c.plain(days / c.w.days)
	if iv, ok := stat.CompoundPoisson(days, squares); ok {
		v.Interval = &peil.Interval{Lo: iv.Lo / c.w.days, Hi: iv.Hi / c.w.days, Level: iv.Level, Method: iv.Method}
	}
	return v
}

// turnover is open deal-days by deal closed. Its interval is that of the number
// closed.
func turnover(c *cell) peil.Value {
	closed := c.sums["won"] + c.sums["lost"]
	if closed <= 0 {
		return c.null("no_closed")
	}
	v := c.plain(c.sums["work_days"] / closed)
	v.N, v.Display = &closed, display(closed, minShare)
	if iv, ok := stat.Garwood(closed); ok && iv.Lo > 0 {
		v.Interval = &peil.Interval{Lo: c.sums["work_days"] / iv.Hi, Hi: c.sums["work_days"] / iv.Lo, Level: iv.Level, Method: iv.Method}
	}
	return v
}

// size is what a win brings in on average, Rev/won, so that the factors of a
// change multiply to it (4.1). Below 5 wins it is too few, below 20 it has the
// range of the sales instead of an interval (G13).
func size(c *cell) peil.Value {
	n := c.sums["priced"]
	if n <= 0 {
		return c.null("no_won")
	}
	v := c.plain(c.money(c.sums["rev"] / n))
	v.N, v.Display = &n, display(n, minMoney)
	if largest := c.sums["sale_max"]; n > 1 && largest > bigDeal*c.sums["rev"] {
		rest := c.money((c.sums["rev"] - largest) / (n - 1))
		v.WithoutLargest = &rest
	}
	switch {
	case n < fewest:
	case n < minMoney:
		v.Interval = &peil.Interval{Lo: c.money(c.sums["sale_min"]), Hi: c.money(c.sums["sale_max"]), Level: 1, Method: "range"}
	case !c.quick:
		mean, iv, ok := c.meanSale()
		if ok && mean > 0 {
			// Corrections and split credit make Rev/won differ from the mean of the
			// sales; the interval keeps its shape around it.
			f := *v.Value / mean
			v.Interval = &peil.Interval{Lo: iv.Lo * f, Hi: iv.Hi * f, Level: iv.Level, Method: iv.Method}
		}
	}
	return v
}

// meanSale is the mean of the sales with its interval, in main units.
func (c *cell) meanSale() (float64, peil.Interval, bool) {
	sizes := c.sizes()
	if n := c.sums["sale_n"]; n > stat.MaxResampled {
		mean := c.sums["sale_sum"] / n
		half := stat.Z * math.Sqrt(max(0, c.sums["sale_squares"]/n-mean*mean)/(n-1))
		return c.money(mean), peil.Interval{Lo: c.money(mean - half), Hi: c.money(mean + half), Level: stat.Level, Method: stat.MethodDelta}, true
	}
	if len(sizes) == 0 {
		return 0, peil.Interval{}, false
	}
	mean, _ := stat.Mean(sizes)
	iv, ok := stat.MeanInterval(sizes, c.seed())
	return mean, iv, ok
}

func (c *cell) sizes() []stat.ValueCount {
	var out []stat.ValueCount
	for _, row := range c.lists["sizes"] {
		out = append(out, stat.ValueCount{Value: c.money(row[0]), N: int(row[1])})
	}
	return out
}

// sizeMedian is the median sale, which one large deal does not move.
func sizeMedian(c *cell) peil.Value {
	n := c.sums["sale_n"]
	if n <= 0 {
		return c.null("no_won")
	}
	v := c.plain(c.money(c.sums["sale_median"]))
	v.N, v.Display = &n, display(n, minMoney)
	if sizes := c.sizes(); !c.quick && n >= fewest && len(sizes) > 0 {
		iv, ok := stat.MedianInterval(sizes, c.seed())
		interval(&v, iv, ok)
	}
	return v
}
