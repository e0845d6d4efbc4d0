package report

import (
	"context"
	"database/sql"

	"peil"
)

// judged is for how many quarters running the return must miss the requirement
// before that is said (PROD-3).
const judged = 2

// hurdle holds the return of the four quarters that ended with each of the last two
// against the return that the company requires of its money: what is spent on sales
// now brings something in only later, so one quarter says nothing (metrics.md §4.1).
// There is no such figure where nothing is required.
var hurdle = explanation{peil.Figure{ID: "hurdle", Chart: peil.ChartBars, Marks: []peil.Mark{against("roi", "hurdle")}, Axes: axis("period"), Measures: []peil.Measure{
	column("return", peil.UnitFactor, peil.BetterUp), column("return_req", peil.UnitFactor, ""), column("roi", peil.UnitShare, peil.BetterUp),
	column("hurdle", peil.UnitShare, ""), column("over_hurdle", peil.UnitPoints, peil.BetterUp)}}, judge}

func judge(ctx context.Context, r *run, f *peil.Figure) error {
	quarters := r.yearsToQuarters()
	required, ok, err := requiredReturn(ctx, r.question, quarters[judged-1].period.To)
	if err != nil || !ok {
		return err
	}
	in, err := r.beside(ctx, "", quarters)
	if err != nil {
		return err
	}
	for _, w := range quarters {
		c := in.summed(nil, w, "roi", peil.UnitShare)
		value, back := roi(c), returnOf(in.summed(nil, w, "return", peil.UnitFactor))
		f.Cells = append(f.Cells, at(w.period.String(), "", map[string]peil.Value{"return": back, "return_req": neededReturn(c, value, back, required),
			"roi": value, "hurdle": c.plain(required), "over_hurdle": over(c, value, required)}))
	}
	return nil
}

// neededReturn is what a krone spent must bring in for the requirement to be met:
// (1 + requirement) by the gross margin, which the two returns tell.
func neededReturn(c *cell, roi, back peil.Value, required float64) peil.Value {
	if roi.Value == nil || back.Value == nil || *roi.Value <= -1 || *back.Value <= 0 {
		return c.without(peil.UnitFactor, "no_margin")
	}
	return c.of(peil.UnitFactor, (1+required)**back.Value/(1+*roi.Value))
}

// over is by how many points a return is above what is required.
func over(c *cell, v peil.Value, required float64) peil.Value {
	if v.Value == nil {
		return c.without(peil.UnitPoints, v.Reason)
	}
	out := c.of(peil.UnitPoints, *v.Value-required)
	if iv := v.Interval; iv != nil {
		out.Interval = &peil.Interval{Lo: iv.Lo - required, Hi: iv.Hi - required, Level: iv.Level, Method: iv.Method}
		out.Chance = out.Interval.Lo <= 0 && out.Interval.Hi >= 0
	}
	return out
}

// yearsToQuarters are the years that ended with the last complete quarters, the
// latest last.
func (r *run) yearsToQuarters() []window {
	start := r.view.Settings.FiscalYearStart
	end := peil.GrainQuarter.Start(r.clock.today.AddDays(1), start)
	if over := end.Start(r.clock.cal.Location); over.After(r.clock.asOf) {
		end = peil.GrainQuarter.Start(r.clock.today, start)
	}
	out := make([]window, judged)
	for i := judged - 1; i >= 0; i-- {
		p := peil.Period{From: peil.NewDate(end.Year-1, end.Month, end.Day), To: end}
		out[i] = r.clock.window(i+1, p)
		end = peil.GrainQuarter.Start(end.AddDays(-1), start)
	}
	return out
}

// requiredReturn is the requirement in force on a day.
func requiredReturn(ctx context.Context, q *question, on peil.Date) (float64, bool, error) {
	s := bind("select rate from hurdle_dim where from_on <= :on order by from_on desc limit 1", map[string]param{"on": {"date", on.String()}})
	var rate sql.NullFloat64
	err := q.view.QueryRow(ctx, s.text, s.args...).Scan(&rate)
	if err == sql.ErrNoRows {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, failed("hurdle", err)
	}
	return rate.Float64, rate.Valid, nil
}
