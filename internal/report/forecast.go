package report

import (
	"context"
	"slices"
	"strconv"

	"peil"
)

// forecast is what the open deals are worth by their probabilities, what may come of
// them and of the leads to come, and whether that covers the budget (metrics.md §4.6).
var forecast = &Report{
	ID: "forecast", Version: 3, By: "stage", ahead: true,
	Glance: []string{"fc_p50", "p_quota"},
	// A budget is somebody's; it has no stage and no source. A lead has no stage.
	kinds:   []kind{{"open", dealDims}, {"sale", dealDims}, {"quota", sellerDims}, {"lead", inflowDims}, {"hand", inflowDims}},
	text:    read("forecast.sql"),
	sums:    []string{"sums"},
	vectors: []string{"weeks"},
	adds:    []string{"sums", "weeks"},
	extra:   []string{"p_in", "learned", "default_p", "age", "expected_on"},
	prepare: prepareForecast,
	flags:   whichProbabilities,
	Charts: []Chart{
		{Kind: ChartBar, Measures: []string{"fc_weighted", "open_value"}},
		{Kind: ChartDot, Measures: []string{"coverage"}},
		{Kind: ChartMatrix, Measures: []string{"open_n", "open_value", "fc_weighted", "overdue"}},
	},
	explains: []explanation{fan, decisive, enoughLeads, stageLevels, said, saidDeals, backtest, pastForecasts, calibration},
	Measures: []Measure{
		{Measure: peil.Measure{ID: "fc_weighted", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"open"}, of: weighted},
		{Measure: peil.Measure{ID: "fc_p50", Unit: peil.UnitMoney, Better: peil.BetterUp}, Kinds: soldKinds, learns: ofAnyPeriod, of: func(c *cell) peil.Value {
			return c.outcomeValue(func(o *outcome) float64 { return o.P50 })
		}},
		{Measure: peil.Measure{ID: "fc_p10", Unit: peil.UnitMoney, Better: peil.BetterUp}, Kinds: soldKinds, learns: ofAnyPeriod, of: func(c *cell) peil.Value {
			return c.outcomeValue(func(o *outcome) float64 { return o.P10 })
		}},
		{Measure: peil.Measure{ID: "fc_p90", Unit: peil.UnitMoney, Better: peil.BetterUp}, Kinds: soldKinds, learns: ofAnyPeriod, of: func(c *cell) peil.Value {
			return c.outcomeValue(func(o *outcome) float64 { return o.P90 })
		}},
		{Measure: peil.Measure{ID: "p_quota", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: append([]string{"quota"}, soldKinds...), learns: ofAnyPeriod, of: chanceOfQuota},
		{Measure: peil.Measure{ID: "rev", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"sale"}, of: func(c *cell) peil.Value {
			return c.total(c.sums["rev"], c.sums["rev_squares"], c.sums["won"])
		}},
		{Measure: peil.Measure{ID: "fc_open", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"open"}, learns: ofAnyPeriod, of: expectedOfOpen},
		{Measure: peil.Measure{ID: "fc_new", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"lead", "hand"}, learns: ofAnyPeriod, of: expectedOfLeads},
		{Measure: peil.Measure{ID: "quota", Unit: peil.UnitMoney}, Sums: true, Kinds: []string{"quota"}, of: func(c *cell) peil.Value {
			if c.sums["quotas"] == 0 {
				return c.null("no_quota")
			}
			return c.plain(c.money(c.sums["quota"]))
		}},
		{Measure: peil.Measure{ID: "leads_needed", Unit: peil.UnitCount, Better: peil.BetterDown}, Kinds: []string{"open", "sale", "quota", "lead"}, learns: ofAnyPeriod, of: leadsNeeded},
		{Measure: peil.Measure{ID: "coverage", Unit: peil.UnitFactor, Better: peil.BetterUp}, Kinds: []string{"open", "sale", "quota"}, of: coverage},
		{Measure: peil.Measure{ID: "coverage_req", Unit: peil.UnitFactor, Better: peil.BetterDown}, Kinds: []string{"open"}, learns: ofWhatIsToCome, of: coverageRequired},
		{Measure: peil.Measure{ID: "open_value", Unit: peil.UnitMoney}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.open()
		}},
		{Measure: peil.Measure{ID: "open_n", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["open_n"])
		}},
		{Measure: peil.Measure{ID: "fc_learned", Unit: peil.UnitMoney, Better: peil.BetterUp}, Sums: true, Kinds: []string{"open"}, learns: ofAnyPeriod, of: func(c *cell) peil.Value {
			if c.sums["open_n"] > 0 && c.sums["open_priced"] == 0 {
				return c.null("no_value")
			}
			return c.plain(c.money(c.sums["weighted_learned"]))
		}},
		{Measure: peil.Measure{ID: "overdue", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["overdue"])
		}},
		{Measure: peil.Measure{ID: "overridden", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"open"}, of: func(c *cell) peil.Value {
			return c.count(c.sums["overridden"])
		}},
	},
}

// inflowDims are the dimensions of a lead that a forecast counts.
var inflowDims = []string{"user", "team", "pipeline", "source", "campaign", "class", "segment", "industry", "size", "region", "channel", "currency"}

// soldKinds are what a period's sale is made of.
var soldKinds = []string{"open", "sale", "lead", "hand"}

// prepareForecast learns the model and puts it into the report's text.
func prepareForecast(ctx context.Context, q *question) error {
	w := q.clock.window(winPeriod, q.Period)
	until := w.end
	if q.Period.From.Start(q.clock.cal.Location).After(q.clock.asOf) {
		until = q.clock.asOf // of a period to come
	}
	m := q.newModel(until)
	var err error
	if m.learned, err = q.gate(ctx); err != nil {
		return err
	}
	wanted := slices.ContainsFunc(q.report.explains, func(e explanation) bool { return q.wants(e.ID) })
	if m.learned || wanted || slices.ContainsFunc(q.measures, func(x Measure) bool { return x.learns != nil && x.learns(m) }) {
		if err := m.learn(ctx, q); err != nil {
			return err
		}
	}
	q.model = m
	timing := 0.0
	if m.to > 0 {
		timing = 1
		if t, ok := shareInTime(m.all.At(0), m.from, m.to); ok {
			timing = t
		} else if m.from > 0 {
			timing = 0
		}
	}
	q.inserts = map[string]string{"model": m.table(), "hand": m.handTable(), "taught": strconv.FormatBool(m.taught)}
	learned := 0
	if m.learned {
		learned = 1
	}
	q.params["learned"] = param{"bigint", int64(learned)}
	q.params["timing"] = param{"double precision", timing}
	q.params["late"] = param{"double precision", m.stated.late}
	q.params["due"] = param{"double precision", m.stated.due}
	q.params["as_of_day"] = param{"date", q.clock.today.String()}
	return nil
}

// ofAnyPeriod and ofWhatIsToCome say for which periods a measure takes what was learned.
func ofAnyPeriod(*model) bool      { return true }
func ofWhatIsToCome(m *model) bool { return m.to > 0 }

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

// ahead reports whether the cell's window is the one that is forecast.
func (c *cell) ahead() bool { return c.w.n == winPeriod }

// expectedOfOpen is what the open deals are expected to bring in the period (F3).
func expectedOfOpen(c *cell) peil.Value {
	if !c.ahead() {
		return c.null("not_compared")
	}
	if c.sums["open_n"] > 0 && c.sums["open_priced"] == 0 {
		return c.null("no_value")
	}
	return c.plain(c.money(c.sums["expected"]))
}

// expectedOfLeads is what leads, those here and those to come, are expected to bring
// in the period.
func expectedOfLeads(c *cell) peil.Value {
	if !c.ahead() {
		return c.null("not_compared")
	}
	if len(c.q.model.wins) == 0 {
		return c.null("no_won")
	}
	return c.plain(c.newBusiness().Mean())
}

// chanceOfQuota is how likely the budget of the period is reached.
func chanceOfQuota(c *cell) peil.Value {
	if c.sums["quotas"] == 0 {
		return c.null("no_quota")
	}
	return c.outcomeValue(func(o *outcome) float64 { return o.PTarget })
}

// outcomeValue is a number of what may come of the period.
func (c *cell) outcomeValue(of func(*outcome) float64) peil.Value {
	if !c.ahead() {
		return c.null("not_compared")
	}
	if c.sums["open_n"] > 0 && c.sums["open_priced"] == 0 && c.sums["rev"] == 0 {
		return c.null("no_value")
	}
	return c.plain(of(c.outcome()))
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
// filled: the inverse of the value-weighted probability, in the period where that is
// still to come (F6). There is no rule of three.
func coverageRequired(c *cell) peil.Value {
	of := c.sums["weighted"]
	if c.ahead() && c.q.model.to > 0 {
		of = c.sums["expected"]
	}
	if of <= 0 {
		return c.null("no_open")
	}
	return c.plain(c.sums["open_value"] / of)
}

// leadsNeeded is how many new leads it takes to fill what is lacking (F5).
func leadsNeeded(c *cell) peil.Value {
	if !c.ahead() {
		return c.null("not_compared")
	}
	if c.sums["quotas"] == 0 {
		return c.null("no_quota")
	}
	need := c.leadNeed()
	p, ok := need.Plan()
	if !ok {
		return c.null("leads_unknown")
	}
	v := c.plain(p.Needed)
	return v
}

// weekly are the leads of each of the last 26 weeks.
func (c *cell) weekly() []float64 {
	out := make([]float64, inflowWeeks)
	for _, row := range c.lists["weeks"] {
		if i := int(row[0]); i >= 0 && i < len(out) {
			out[i] += row[1]
		}
	}
	return out
}

// inflowWeeks is how far back the pace of leads is looked at.
const inflowWeeks = 26
