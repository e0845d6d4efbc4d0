package report

import (
	"context"
	"math"

	"peil"
	"peil/internal/stat"
)

// factor is one of what revenue is made of, with what is known of its change.
type factor struct {
	id            string
	unit          peil.Unit
	before, after float64
	// part is its share of the change in money, change its evidence, and sign −1 for
	// what divides.
	part   float64
	sign   float64
	change stat.LogChange
	known  bool
}

// factors are those of a window, and the headcount that productivity is by.
func factors(c *cell) stat.Factors {
	s := c.sums
	won, closed := s["won"], s["won"]+s["lost"]
	f := stat.Factors{Days: c.w.days}
	if c.w.days > 0 {
		f.OpenAvg = s["work_days"] / c.w.days
	}
	if closed > 0 {
		f.TurnoverDays, f.WinRate = s["work_days"]/closed, won/closed
	}
	if won > 0 {
		f.Size = c.money(s["rev"] / won)
	}
	return f
}

// decomposition splits the change of what was sold over deals in work, turnover
// time, hit rate and mean sale, with no residual (metrics.md §4.1, LMDI-I), and the
// change per seller likewise. A bar that may be chance is marked.
var decomposition = explanation{peil.Figure{ID: "decomposition", Chart: peil.ChartWaterfall, Marks: []peil.Mark{between("contribution", "before", "after")}, Axes: axis("factor"), Measures: []peil.Measure{
	column("contribution", peil.UnitMoney, peil.BetterUp), column("contribution_prod", peil.UnitMoney, peil.BetterUp),
	column("before", peil.UnitMoney, ""), column("after", peil.UnitMoney, ""), column("chance_q", peil.UnitNumber, "")}}, decompose}

func decompose(_ context.Context, r *run, f *peil.Figure) error {
	base, current, ok := r.change()
	if !ok {
		return nil
	}
	b, c := r.summed(nil, base, "rev", peil.UnitMoney), r.summed(nil, current, "rev", peil.UnitMoney)
	f0, f1 := factors(b), factors(c)
	d, reason := stat.LMDI(f0, f1)
	total := map[string]peil.Value{"before": rev(b), "after": rev(c)}
	if reason != "" {
		total["contribution"], total["contribution_prod"] = c.null(reason), c.null(reason)
		f.Cells = []peil.Cell{at(peil.Total, "", total)}
		return nil
	}
	perRep := perSeller(b, c, d)
	for _, bar := range bars(b, c, f0, f1, d) {
		f.Cells = append(f.Cells, at(bar.id, "", bar.measures(c, d.LogMean, perRep)))
	}
	adjust(f.Cells)
	total["contribution"], total["contribution_prod"] = c.plain(d.Delta), perRep.total(c)
	f.Cells = append(f.Cells, at(peil.Total, "", total))
	return nil
}

// bars are the four factors, and the length of the window where that changed.
func bars(b, c *cell, f0, f1 stat.Factors, d stat.Decomposition) []factor {
	open, turnover, okWork := stat.WorkloadChange(b.workload(), c.workload(), c.seed())
	share, okShare := stat.ShareChange(b.sums["won"], b.sums["won"]+b.sums["lost"], c.sums["won"], c.sums["won"]+c.sums["lost"])
	size, okSize := sizeChange(b, c, f0, f1)
	out := []factor{
		{"open_avg", peil.UnitCount, f0.OpenAvg, f1.OpenAvg, d.Contribution.OpenAvg, 1, open, okWork},
		{"turnover", peil.UnitDays, f0.TurnoverDays, f1.TurnoverDays, d.Contribution.TurnoverDays, -1, turnover, okWork},
		{"win_rate_closed", peil.UnitShare, f0.WinRate, f1.WinRate, d.Contribution.WinRate, 1, share, okShare},
		{"size", peil.UnitMoney, f0.Size, f1.Size, d.Contribution.Size, 1, size, okSize},
	}
	if f0.Days != f1.Days {
		out = append(out, factor{id: "days", unit: peil.UnitDays, before: f0.Days, after: f1.Days, part: d.Contribution.Days, sign: 1})
	}
	return out
}

// workload is what the cell's deals were in work.
func (c *cell) workload() stat.Workload {
	w := stat.Workload{Length: c.w.days, Days: c.sums["work_days"], Squares: c.sums["work_squares"],
		Closed: c.sums["won"] + c.sums["lost"], ClosedDays: c.sums["closed_days"]}
	if c.w.n < winBuckets {
		for _, row := range c.lists["work"] {
			w.Cells = append(w.Cells, stat.Work{Days: row[0], Closed: int(row[1]), N: int(row[2])})
		}
	}
	return w
}

// sizeChange is the evidence of the mean sale: of its sales' sizes, or where they
// are too many to be drawn from, of their sums. What was sold by win differs from
// their mean by corrections and shared credit; the interval keeps its shape.
func sizeChange(b, c *cell, f0, f1 stat.Factors) (stat.LogChange, bool) {
	ch, ok := stat.MeanChange(b.sizes(), c.sizes(), c.seed())
	if len(b.lists["sizes"]) == 0 || len(c.lists["sizes"]) == 0 {
		ch, ok = stat.MomentChange(b.moments(), c.moments())
	}
	if !ok {
		return ch, false
	}
	value := math.Log(f1.Size / f0.Size)
	shift := value - ch.Value
	ch.Value, ch.Interval.Lo, ch.Interval.Hi = value, ch.Interval.Lo+shift, ch.Interval.Hi+shift
	return ch, true
}

func (c *cell) moments() stat.Moments {
	return stat.Moments{N: c.sums["sale_n"], Sum: c.money(c.sums["sale_sum"]), Squares: c.sums["sale_squares"] / c.minor() / c.minor()}
}

// measures are a bar's columns: its part of the change of what was sold and of what
// was sold per seller.
func (f factor) measures(c *cell, logMean float64, per perRep) map[string]peil.Value {
	of := *c
	of.unit = f.unit
	out := map[string]peil.Value{"before": of.plain(f.before), "after": of.plain(f.after), "contribution": c.bar(f, f.part, logMean)}
	if per.ok {
		part := per.logMean * f.part / logMean
		if f.id == "open_avg" {
			part -= per.logMean * per.headcount // more people have more in work: it is per head here
		}
		v := c.plain(part)
		out["contribution_prod"] = v
	} else {
		out["contribution_prod"] = c.null("no_headcount")
	}
	if f.known {
		q := *c
		q.unit = peil.UnitNumber
		out["chance_q"] = q.plain(f.change.P)
	}
	return out
}

// bar is a part of the change with its interval.
func (c *cell) bar(f factor, part, logMean float64) peil.Value {
	v := c.plain(part)
	if f.known {
		lo, hi := f.sign*logMean*f.change.Interval.Lo, f.sign*logMean*f.change.Interval.Hi
		v.Interval = &peil.Interval{Lo: min(lo, hi), Hi: max(lo, hi), Level: f.change.Interval.Level, Method: f.change.Interval.Method}
		v.Chance = f.change.Holds0()
	}
	return v
}

// adjust turns the chances of the bars, taken one by one, into those over all of
// them (Benjamini–Hochberg).
func adjust(rows []peil.Cell) {
	var ps []float64
	var at []int
	for i, row := range rows {
		if v := row.Measures["chance_q"]; v.Value != nil {
			ps, at = append(ps, *v.Value), append(at, i)
		}
	}
	for i, q := range stat.BenjaminiHochberg(ps) {
		v := rows[at[i]].Measures["chance_q"]
		v.Value = &q
		rows[at[i]].Measures["chance_q"] = v
	}
}

// perRep is the change of what was sold per seller.
type perRep struct {
	ok             bool
	delta, logMean float64
	headcount      float64 // ln of its change
}

func perSeller(b, c *cell, d stat.Decomposition) perRep {
	h0, h1 := headcount(b), headcount(c)
	if h0 <= 0 || h1 <= 0 {
		return perRep{}
	}
	p0, p1 := c.money(b.sums["rev"])/h0, c.money(c.sums["rev"])/h1
	l, ok := stat.LogMean(p1, p0)
	heads, okHeads := stat.LogMean(h1, h0)
	if !ok || !okHeads || d.LogMean <= 0 {
		return perRep{}
	}
	return perRep{true, p1 - p0, l, (h1 - h0) / heads}
}

func (p perRep) total(c *cell) peil.Value {
	if !p.ok {
		return c.null("no_headcount")
	}
	return c.plain(p.delta)
}
