package report

import (
	"peil"
	"peil/internal/stat"
)

// accountDims are the dimensions of a customer.
var accountDims = []string{"segment", "industry", "size", "region"}

// upsell is what customers buy beside what new ones do, and what they could
// (metrics.md §4.4). What a deal is to its customer is frozen when it is created.
var upsell = &Report{
	ID: "upsell", Version: 1, By: "class",
	Glance: []string{"share_existing", "cross"},
	kinds: []kind{{"sale", append([]string{"sale_type"}, dealDims...)}, {"closed", dealDims}, {"opened", dealDims}, {"customer", accountDims}, {"first", accountDims},
		{"owns", accountDims}, {"price", accountDims}, {"talk", accountDims}},
	extra: []string{"sale_type", "segment"},
	text:  read("upsell.sql"),
	sums:  []string{"sums"}, vectors: []string{"cells"}, vectorTrend: true,
	cohorts: true,
	Charts: []Chart{
		{Kind: ChartStacked, Measures: []string{"rev"}, By: "sale_type", Trend: true},
		{Kind: ChartBar, Measures: []string{"rev"}, By: "sale_type"},
		{Kind: ChartDot, Measures: []string{"succ_existing", "succ_new", "succ_diff"}, By: "segment"},
		{Kind: ChartLine, Measures: []string{"succ_existing", "succ_new", "share_existing"}, Trend: true},
		{Kind: ChartColumn, Measures: []string{"upsell", "cross"}, Trend: true},
		{Kind: ChartBar, Measures: []string{"whitespace", "upsell", "cross", "customers"}, By: "segment"},
	},
	Measures: []Measure{
		{Measure: peil.Measure{ID: "rev", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"sale"}, of: func(c *cell) peil.Value {
			return c.total(c.sums["rev"], c.sums["rev_squares"], c.sums["sales"])
		}},
		success("succ_existing", "existing"), success("succ_new", "new"),
		{Measure: peil.Measure{ID: "succ_diff", Unit: peil.UnitPoints}, Kinds: []string{"closed"}, of: successDifference},
		{Measure: peil.Measure{ID: "win_existing", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"opened"}, of: func(c *cell) peil.Value {
			return c.incidence("existing", 1, "no_deals", "")
		}},
		{Measure: peil.Measure{ID: "win_new", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"opened"}, of: func(c *cell) peil.Value {
			return c.incidence("new", 1, "no_deals", "")
		}},
		partOfSales("share_existing", "rev_existing"), partOfSales("share_after_first", "after_first"),
		{Measure: peil.Measure{ID: "upsell", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"sale"}, of: func(c *cell) peil.Value {
			return c.total(c.sums["upsell"], c.sums["upsell_squares"], c.sums["sales"])
		}},
		{Measure: peil.Measure{ID: "cross", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"sale"}, of: func(c *cell) peil.Value {
			return c.total(c.sums["cross_sell"], c.sums["cross_squares"], c.sums["sales"])
		}},
		{Measure: peil.Measure{ID: "renewal", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"sale"}, of: func(c *cell) peil.Value {
			return c.plain(c.money(c.sums["renewal"]))
		}},
		{Measure: peil.Measure{ID: "unspecified", Unit: peil.UnitMoney}, Sums: true, Kinds: []string{"sale"}, of: func(c *cell) peil.Value {
			return c.plain(c.money(c.sums["unspecified"]))
		}},
		{Measure: peil.Measure{ID: "opened_existing", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"opened"}, of: func(c *cell) peil.Value { return c.count(c.sums["opened_existing"]) }},
		{Measure: peil.Measure{ID: "opened_share", Unit: peil.UnitShare}, Kinds: []string{"opened"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["opened_existing"], c.sums["opened"], "no_deals")
		}},
		{Measure: peil.Measure{ID: "attempts_cy", Unit: peil.UnitNumber, Better: peil.BetterUp}, Kinds: []string{"opened"}, per: []string{"customer"}, of: func(c *cell) peil.Value {
			return c.per(c.count(c.sums["opened_existing"]), c.sums["customer_days"]/daysInYear, "no_customers")
		}},
		{Measure: peil.Measure{ID: "second_p50", Unit: peil.UnitDays, Better: peil.BetterDown}, Kinds: []string{"first"}, of: func(c *cell) peil.Value {
			curve, ok := stat.KaplanMeier(c.cells("second"))
			if !ok {
				return c.null("no_first")
			}
			return c.quantile(curve, .5)
		}},
		{Measure: peil.Measure{ID: "second_year", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"first"}, of: secondInAYear},
		{Measure: peil.Measure{ID: "customers", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"customer"}, of: func(c *cell) peil.Value { return c.count(c.sums["customers"]) }},
		{Measure: peil.Measure{ID: "customer_days", Unit: peil.UnitDays}, Sums: true, Kinds: []string{"customer"}, of: func(c *cell) peil.Value { return c.plain(c.sums["customer_days"]) }},
		{Measure: peil.Measure{ID: "whitespace", Unit: peil.UnitMoney, Better: peil.BetterUp}, Kinds: []string{"owns", "customer", "price"}, tables: []string{"sets", "prices"}, of: whitespace},
	},
	figures: []figure{successFigure, mixFigure, familiesFigure, nextFigure, whitespaceFigure, silentFigure},
}

const daysInYear = 365

// success is won of won and lost; renewals are not among either.
func success(id, class string) Measure {
	return Measure{Measure: peil.Measure{ID: id, Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"closed"}, of: func(c *cell) peil.Value {
		return c.share(c.sums["won_"+class], c.sums["closed_"+class], "no_closed")
	}}
}

// successDifference is by how many points more deals with customers are won.
func successDifference(c *cell) peil.Value {
	s := c.sums
	d, ok := stat.Newcombe(s["won_existing"], s["closed_existing"], s["won_new"], s["closed_new"])
	if !ok {
		return c.null("no_closed")
	}
	v := c.plain(d.Value)
	n := min(s["closed_existing"], s["closed_new"])
	v.N, v.Interval, v.Display = &n, &d.Interval, display(n, minShare)
	return v
}

// partOfSales is a part of what was sold, by amount.
func partOfSales(id, sum string) Measure {
	return Measure{Measure: peil.Measure{ID: id, Unit: peil.UnitShare}, Kinds: []string{"sale"}, of: func(c *cell) peil.Value {
		if c.sums["rev"] <= 0 {
			return c.null("no_won")
		}
		v := c.plain(c.sums[sum] / c.sums["rev"])
		n := c.sums["sales"]
		v.N, v.Display = &n, display(n, minMoney)
		return v
	}}
}

// secondInAYear is what share of new customers has bought again within a year.
func secondInAYear(c *cell) peil.Value {
	curve, ok := stat.KaplanMeier(c.cells("second"))
	if !ok {
		return c.null("no_first")
	}
	v := c.by(curve, daysInYear)
	if !c.quick {
		aj, _ := stat.AalenJohansen(c.cells("second"), 1)
		iv, ok := aj.CIFInterval(1, daysInYear, c.seed())
		interval(&v, iv, ok)
	}
	return v
}

// whitespace is what customers could yet buy: Σ chance · median sale, with the
// range from its 10 % to its 90 % quantile.
func whitespace(c *cell) peil.Value {
	switch {
	case c.w.n != winPeriod:
		return c.null("now_only")
	case c.slice != nil:
		return c.null("total_only")
	}
	r := c.room()
	if r.customers > 0 && len(r.families) == 0 {
		return c.null("no_families")
	}
	var all []stat.Chance
	for _, f := range r.families {
		all = append(all, r.chances(f, c.money)...)
	}
	if len(all) == 0 {
		return c.null("no_customers")
	}
	e, ok := stat.BinomialTotal(all, c.seed())
	if !ok {
		return c.null("no_customers")
	}
	v := c.plain(e.Value)
	n := float64(r.customers)
	v.N, v.Interval = &n, &e.Interval
	return v
}
