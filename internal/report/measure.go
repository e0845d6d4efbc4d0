package report

import (
	"peil"
	"peil/internal/stat"
)

// Measure is a number of a report: what printing needs to know of it, the kinds
// of rows it is made of and how.
type Measure struct {
	peil.Measure
	// Kinds are the kinds of rows it counts. A measure has no value by a
	// dimension that these have not.
	Kinds []string
	// per are kinds that it is divided by, which may stand beside every slice: all
	// sellers' full-time days, all closed deals.
	per []string
	// counted are kinds that only say how many cases it is of.
	counted []string
	// Sums is set where the slices add up to the total, so that they can be
	// stacked.
	Sums bool
	// learns reports whether it takes what a forecast has learned from the past;
	// nil is never.
	learns func(m *model) bool
	// tables are the keyed summaries it is made of, beside the sums.
	tables []string
	of     func(c *cell) peil.Value
}

// cell is what a measure is computed from: the rows of a slice in a window.
type cell struct {
	*group
	all   *groups // of all slices and windows
	q     *question
	w     window
	slice *string
	id    string // of the measure
	unit  peil.Unit
	quick bool // one point of many: without resampling
}

// value computes a measure of a slice in a window.
func (q *question) value(gs *groups, m Measure, slice *string, w window) peil.Value {
	c := &cell{group: gs.at(slice, w.n), all: gs, q: q, w: w, slice: slice, id: m.ID, unit: m.Unit, quick: w.n >= winBuckets || q.many && slice != nil && w.n != winPeriod}
	if slice != nil {
		for _, k := range m.Kinds {
			if !q.report.has(k, q.by.id) {
				return c.null("not_split")
			}
		}
	}
	return m.of(c)
}

// seed is the same all day long: who asks again an hour later sees the same
// interval where nothing has happened.
func (c *cell) seed() stat.Resampling {
	draws := stat.Draws
	if c.q.many && c.slice != nil {
		draws = stat.RuleDraws
	}
	return stat.Resampling{Draws: draws, Seed: stat.SeedOf(c.id, c.q.scope(c.slice, c.w), c.q.clock.today.String(), "report@1")}
}

// null is no value, and why.
func (c *cell) null(reason string) peil.Value {
	v := peil.Value{Reason: reason, Unit: c.unit, Display: peil.DisplayTooFew}
	if c.unit == peil.UnitMoney {
		v.Currency = c.q.view.Settings.BaseCurrency
	}
	return v
}

// plain is a value that is simply so.
func (c *cell) plain(x float64) peil.Value {
	v := c.null("")
	v.Value, v.Display = &x, peil.DisplayOK
	return v
}

// money is minor units of base currency shown in main units.
func (c *cell) money(minor float64) float64 { return minor / c.minor() }

func (c *cell) minor() float64 {
	f := 1.0
	for range c.q.view.Settings.BaseCurrency.Digits() {
		f *= 10
	}
	return f
}

// count is a number of deals with its Garwood interval.
func (c *cell) count(k float64) peil.Value {
	v := c.plain(k)
	if iv, ok := stat.Garwood(k); ok {
		v.Interval = &iv
	}
	return v
}

// share is k of n with its Wilson interval; without n there is a reason.
func (c *cell) share(k, n float64, reason string) peil.Value {
	if n <= 0 {
		return c.null(reason)
	}
	v := c.plain(k / n)
	v.K, v.N = &k, &n
	v.Display = display(n, minShare)
	if iv, ok := stat.Wilson(k, n); ok {
		v.Interval = &iv
	}
	return v
}

// The thresholds of G13: below few there is too little to say, below enough the
// interval is shown with the value.
const (
	fewest    = 5
	minShare  = 30
	minMoney  = 20
	minMature = .8
	bigDeal   = .4
)

func display(n, enough float64) peil.Display {
	switch {
	case n < fewest:
		return peil.DisplayTooFew
	case n < enough:
		return peil.DisplayWide
	}
	return peil.DisplayOK
}

// mature marks a cohort of which too little is resolved (G12).
func mature(v peil.Value, maturity float64) peil.Value {
	v.Maturity = &maturity
	if maturity < minMature && v.Value != nil && v.Display != peil.DisplayTooFew {
		v.Display = peil.DisplayProvisional
	}
	return v
}

// total is an amount that is a sum of sales of chance number and size. sum and
// squares are in minor units.
func (c *cell) total(sum, squares, n float64) peil.Value {
	v := c.plain(c.money(sum))
	v.N = &n
	m := c.minor()
	if iv, ok := stat.CompoundPoisson(sum/m, squares/m/m); ok {
		v.Interval = &iv
	}
	return v
}

// open is what the open deals are worth together, null where none says.
func (c *cell) open() peil.Value {
	if c.sums["open_n"] > 0 && c.sums["open_priced"] == 0 {
		return c.null("no_value")
	}
	return c.total(c.sums["open_value"], c.sums["open_squares"], c.sums["open_n"])
}

// per divides a value, and its interval, by what is no chance: full-time days, a
// cost, the days of a window.
func (c *cell) per(v peil.Value, by float64, reason string) peil.Value {
	if by <= 0 {
		return c.null(reason)
	}
	if v.Value == nil {
		return c.null(v.Reason)
	}
	out := c.plain(*v.Value / by)
	out.N = v.N
	if iv := v.Interval; iv != nil {
		out.Interval = &peil.Interval{Lo: iv.Lo / by, Hi: iv.Hi / by, Level: iv.Level, Method: iv.Method}
	}
	return out
}

func interval(v *peil.Value, iv peil.Interval, ok bool) {
	if ok {
		v.Interval = &iv
	}
}
