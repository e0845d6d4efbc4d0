package report

import (
	"context"
	"database/sql"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/stat"
)

// Course is what a stage does with deals in a period and in one before it: what
// rules compare. The tile of stages shows one period.
type Course struct {
	Stage, Pipeline peil.ID
	// At is its place among the Of open stages of its pipeline, from 0.
	At, Of      int
	Now, Before Passage
}

// Passage is how deals passed a stage: the share that went on by the horizon, and
// how long the stays were, those that still last censored.
type Passage struct {
	Conv  peil.Value
	Stays []stat.Cell
}

// Courses are the open stages in their order, pipeline by pipeline, as known at a
// moment.
func Courses(ctx context.Context, v *facts.View, now time.Time, period, before peil.Period) ([]Course, error) {
	q, err := ask(ctx, v, Query{Report: stages.ID, Period: period, Base: before, By: "stage", Measures: []string{"conv_step"}, Now: now})
	if err != nil {
		return nil, err
	}
	if err := q.findHorizon(ctx); err != nil {
		return nil, err
	}
	q.many = true // fewer draws, as for rules
	r := &run{question: q, windows: q.windows()}
	if _, err := r.count(ctx, false); err != nil {
		return nil, err
	}
	out, err := openStages(ctx, v)
	if err != nil {
		return nil, err
	}
	for i := range out {
		s := out[i].Stage.UUID()
		if r.groups.sliced[s] == nil {
			continue
		}
		for _, w := range r.windows {
			c := r.summed(&s, w, "conv_step", peil.UnitShare)
			p := Passage{Conv: c.incidence("entry", 1, "no_entries", ""), Stays: c.cells("visit")}
			switch w.n {
			case winPeriod:
				out[i].Now = p
			case winBase:
				out[i].Before = p
			}
		}
	}
	return out, nil
}

// openStages are the stages in which deals are open, in their order.
func openStages(ctx context.Context, v *facts.View) ([]Course, error) {
	rows, err := v.Query(ctx, `select cast(stage_id as text), cast(pipeline_id as text) from stage_dim
        where kind = 'open' order by pipeline_id nulls first, stage_order, stage_id`)
	if err != nil {
		return nil, failed("stages", err)
	}
	defer rows.Close()
	var out []Course
	for rows.Next() {
		var stage, pipeline sql.NullString
		if err := rows.Scan(&stage, &pipeline); err != nil {
			return nil, failed("stages", err)
		}
		c := Course{Of: 1}
		c.Stage, _ = uuid(stage.String)
		c.Pipeline, _ = uuid(pipeline.String)
		for i := range out {
			if out[i].Pipeline == c.Pipeline {
				out[i].Of++
				c.Of, c.At = out[i].Of, c.At+1
			}
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// Stuck is the deals that stand in a stage longer than three of four won deals did.
type Stuck struct {
	Stage peil.ID
	N     int
	// Value is what they are worth, in main units.
	Value float64
}

// StuckDeals are those of each stage, by the very rows that the measure counts.
func StuckDeals(ctx context.Context, v *facts.View, now time.Time) ([]Stuck, error) {
	today := newClock(v.Settings, now, v.AsOf, v.KnownAt).today
	q, err := ask(ctx, v, Query{Report: stages.ID, Period: peil.Period{From: today, To: today.AddDays(1)}, By: None, Now: now})
	if err != nil {
		return nil, err
	}
	worth, err := OpenValues(ctx, v, now)
	if err != nil {
		return nil, err
	}
	s := bind(q.listing(q.windows(), []string{"standing"}, `select cast(stage_id as text), cast(id as text) from scoped
        where kind = 'standing' and outcome = 1 and excluded is null order by cast(stage_id as text), cast(id as text)`), q.params)
	rows, err := v.Query(ctx, s.text, s.args...)
	if err != nil {
		return nil, failed("stuck", err)
	}
	defer rows.Close()
	var out []Stuck
	for rows.Next() {
		var stage, deal sql.NullString
		if err := rows.Scan(&stage, &deal); err != nil {
			return nil, failed("stuck", err)
		}
		id, _ := uuid(stage.String)
		if n := len(out); n == 0 || out[n-1].Stage != id {
			out = append(out, Stuck{Stage: id})
		}
		last, d := &out[len(out)-1], peil.ID{}
		d, _ = uuid(deal.String)
		last.N++
		last.Value += worth[d]
	}
	return out, rows.Err()
}
