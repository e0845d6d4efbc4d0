package report

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"sync"

	"peil"
	"peil/internal/stat"
)

// openDeal is an open deal as a forecast sees it.
type openDeal struct {
	id, stage, class string
	value            float64 // main units of base currency
	p, pIn           float64 // the probability in force, and in the period
	learned, typed   float64 // what history says, and what is configured
	own              bool
	age              float64
	expected         peil.Date
}

// outcome is what may come of a slice, with its deals in the order of its P and
// Swing.
type outcome struct {
	stat.Outcome
	deals []openDeal
}

// outcomes remembers what was simulated, and the deals by slice.
type outcomes struct {
	mu    sync.Mutex
	deals map[string][]openDeal
	by    map[string]*outcome
}

// outcome simulates the cell's slice, once.
func (c *cell) outcome() *outcome {
	o := &c.all.outcomes
	slice := whole
	if c.slice != nil {
		slice = *c.slice
	}
	o.mu.Lock()
	found := o.by[slice]
	o.mu.Unlock()
	if found != nil {
		return found
	}
	found = &outcome{deals: c.all.outcomes.deals[slice]}
	target := math.Inf(1)
	if c.sums["quotas"] > 0 {
		target = c.money(c.sums["quota"])
	}
	found.Outcome = stat.Simulate(c.q.portfolio(found.deals, c.money(c.sums["rev"]), c.newBusiness(), c.q.model.learned), target, c.simulation())
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.by == nil {
		o.by = map[string]*outcome{}
	}
	o.by[slice] = found
	return found
}

// simulation is the seed of the cell's draws: of the day, so that who looks twice
// sees the same.
func (c *cell) simulation() stat.Resampling {
	draws := stat.SimulationDraws
	if c.q.many && c.slice != nil {
		draws = stat.Draws
	}
	return stat.Resampling{Draws: draws, Seed: stat.SeedOf("forecast", c.q.scope(c.slice, c.w), c.q.clock.today.String(), c.q.modelName(c.q.model.learned))}
}

// modelName says how a forecast was made.
func (q *question) modelName(learned bool) string {
	if learned {
		return "learned@2"
	}
	return "defaults@2"
}

// portfolio is what a simulation draws from; learned chooses the probabilities.
func (q *question) portfolio(deals []openDeal, booked float64, fresh stat.NewBusiness, learned bool) stat.Portfolio {
	m := *q.model
	m.learned = learned
	p := stat.Portfolio{Booked: booked, Pipelines: m.pipelines, New: fresh}
	for i := range m.stages {
		p.Stages = append(p.Stages, m.level(i))
	}
	if q.model.to > 0 {
		p.Ratios = m.ratios
	}
	for _, d := range deals {
		x := stat.OpenDeal{Value: d.value, P: d.in(learned), Stage: -1}
		if i, ok := m.index[stageKey(d.stage, d.class)]; ok && !d.own {
			x.Stage = i
		}
		p.Deals = append(p.Deals, x)
	}
	return p
}

// in is the chance of being won in the period, with the learned or the configured
// probability where the seller has none of its own.
func (d openDeal) in(learned bool) float64 {
	if d.own || d.p <= 0 {
		return d.pIn
	}
	p := d.typed
	if learned {
		p = d.learned
	}
	return math.Min(1, d.pIn/d.p*p)
}

// newBusiness is what comes of leads in the cell's slice.
func (c *cell) newBusiness() stat.NewBusiness {
	m := c.q.model
	weeks := c.weekly()
	b := stat.NewBusiness{Rate: c.sums["leads"] / inflowWeeks, Seen: c.sums["leads"], Size: stat.NegBinSize(weeks), Hand: c.sums["hand"], Values: m.wins}
	b.Weeks = m.inTime(0, m.from, m.to)
	return b
}

// inTime is the chance of a lead that arrives in each of the weeks to come to be won
// in the period.
func (m *model) inTime(start, from, to float64) []float64 {
	var out []float64
	for at := start; at < to; at += 7 {
		middle := at + math.Min(7, to-at)/2
		by, _ := m.inflow.CIF(1, math.Max(0, to-middle))
		before := 0.0
		if from > middle {
			before, _ = m.inflow.CIF(1, from-middle)
		}
		out = append(out, math.Max(0, by-before)*math.Min(7, to-at)/7)
	}
	return out
}

// dealsSection names the section of a report's text that lists its open deals;
// only a forecast has one.
const dealsSection = "deals"

// deals reads the open deals of the period by slice.
func (g *gathered) deals(ctx context.Context, gs *groups) error {
	rows, err := g.ask(ctx, dealsSection, cut(g.q.by, fmt.Sprintf(" where c.w = %d", winPeriod)))
	if err != nil {
		return err
	}
	defer rows.Close()
	out := map[string][]openDeal{}
	c := cell{q: g.q}
	for rows.Next() {
		var slice sliceWord
		var id, stage, class sql.NullString
		var amount, num, pIn, learned, typed, age sql.NullFloat64
		var own int
		var expected sql.NullTime
		if err := rows.Scan(&slice, &id, &stage, &class, &amount, &num, &pIn, &learned, &typed, &own, &age, &expected); err != nil {
			return failed("deals", err)
		}
		d := openDeal{id: id.String, stage: stage.String, class: class.String, value: c.money(amount.Float64), p: settled(num.Float64), pIn: settled(pIn.Float64),
			learned: settled(learned.Float64), typed: typed.Float64, own: own == 1, age: -1}
		if age.Valid {
			d.age = settled(age.Float64)
		}
		if expected.Valid {
			d.expected = peil.DateOf(expected.Time, g.q.clock.cal.Location)
		}
		out[slice.word] = append(out[slice.word], d)
	}
	if err := rows.Err(); err != nil {
		return failed("deals", err)
	}
	gs.outcomes.deals = out
	return nil
}
