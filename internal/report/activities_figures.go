package report

import (
	"math"
	"slices"
	"strconv"

	"peil"
	"peil/internal/stat"
)

// attemptsFigure is what each attempt on a lead gives and is worth.
var attemptsFigure = figure{id: "attempts", chart: peil.ChartFunnel, marks: marks("att_tried", "att_reached"), axes: []peil.Axis{{ID: "attempt", Unit: peil.UnitCount}},
	measures: []Measure{{Measure: peil.Measure{ID: "att_tried", Unit: peil.UnitCount}}, {Measure: peil.Measure{ID: "att_reached", Unit: peil.UnitShare, Better: peil.BetterUp}},
		{Measure: peil.Measure{ID: "att_smooth", Unit: peil.UnitShare, Better: peil.BetterUp}},
		{Measure: peil.Measure{ID: "att_net", Unit: peil.UnitMoney, Better: peil.BetterUp}}, {Measure: peil.Measure{ID: "att_cumulative", Unit: peil.UnitShare}}},
	cells: func(f *figured) []peil.Cell {
		a, reason := f.total.worth()
		atRisk, first := f.total.tried()
		if reason != "" { // the chances are known where the money is not
			a, _ = stat.AttemptsWorth(atRisk, first, 0, 0)
		}
		var out []peil.Cell
		for k, h := range a.Monotone {
			m := map[string]peil.Value{"att_tried": f.value("att_tried").plain(atRisk[k]), "att_reached": f.value("att_reached").share(first[k], atRisk[k], "no_attempts"),
				"att_smooth": f.value("att_smooth").plain(h), "att_cumulative": f.value("att_cumulative").plain(a.Reached[k])}
			if m["att_net"] = f.value("att_net").null(reason); reason == "" {
				m["att_net"] = f.value("att_net").plain(a.Net[k])
			}
			out = append(out, peil.Cell{Keys: []string{strconv.Itoa(k + 1)}, Measures: m})
		}
		return out
	}}

// volumeFigure is what comes of a week by how much was done in it.
var volumeFigure = figure{id: "volume", chart: peil.ChartLine, marks: marks("vol_value"), axes: []peil.Axis{{ID: "contacts_day", Unit: peil.UnitCount}}, from: []string{"weeks"},
	measures: []Measure{{Measure: peil.Measure{ID: "vol_weeks", Unit: peil.UnitCount}}, {Measure: peil.Measure{ID: "vol_value", Unit: peil.UnitMoney, Better: peil.BetterUp}}},
	cells: func(f *figured) []peil.Cell {
		n, sum := map[int]float64{}, map[int]float64{}
		var at []int
		for _, p := range f.total.weeks(0) {
			bin := int(math.Round(p.X))
			if n[bin] == 0 {
				at = append(at, bin)
			}
			n[bin]++
			sum[bin] += p.Y
		}
		slices.Sort(at)
		var out []peil.Cell
		for _, bin := range at {
			v := f.value("vol_value").plain(sum[bin] / n[bin])
			weeks := n[bin]
			v.N, v.Display = &weeks, display(weeks, minMoney)
			out = append(out, peil.Cell{Keys: []string{strconv.Itoa(bin)}, Measures: map[string]peil.Value{"vol_weeks": f.value("vol_weeks").plain(weeks), "vol_value": v}})
		}
		return out
	}}

// loadWeeks is how many of the last weeks are somebody's load now.
const loadWeeks = 4

// loadFigure is each seller's load beside the range in which they themselves did
// best, in the order of their names. It is for the seller and their manager.
var loadFigure = figure{id: "load", chart: peil.ChartBars, axes: []peil.Axis{{ID: "user"}}, from: []string{"weeks"}, byLabel: true,
	marks: []peil.Mark{between("load_contacts", "load_contacts_lo", "load_contacts_hi"), between("load_open", "load_open_lo", "load_open_hi")},
	measures: []Measure{{Measure: peil.Measure{ID: "load_contacts", Unit: peil.UnitCount}}, {Measure: peil.Measure{ID: "load_contacts_lo", Unit: peil.UnitCount}},
		{Measure: peil.Measure{ID: "load_contacts_hi", Unit: peil.UnitCount}}, {Measure: peil.Measure{ID: "load_open", Unit: peil.UnitCount}},
		{Measure: peil.Measure{ID: "load_open_lo", Unit: peil.UnitCount}}, {Measure: peil.Measure{ID: "load_open_hi", Unit: peil.UnitCount}}},
	cells: func(f *figured) []peil.Cell {
		lag, _ := f.run.params["lag"].value.(float64)
		var out []peil.Cell
		for _, k := range f.groups {
			rows := k.lists["weeks"]
			if len(rows) == 0 || rows[len(rows)-1][4] > loadWeeks*daysInWeek {
				continue // sells no more
			}
			m := map[string]peil.Value{}
			for name, x := range map[string]int{"load_contacts": 0, "load_open": 2} {
				now := rows[max(0, len(rows)-loadWeeks):]
				sum := 0.0
				for _, r := range now {
					sum += r[x]
				}
				var past []stat.VolumePoint
				for _, r := range rows {
					if r[4] >= (lag+2)*daysInWeek {
						past = append(past, stat.VolumePoint{X: r[x], Y: r[1]})
					}
				}
				m[name] = f.value(name).plain(sum / float64(len(now)))
				lo, hi, ok := stat.BestRange(past)
				if m[name+"_lo"], m[name+"_hi"] = f.value(name).null("too_few"), f.value(name).null("too_few"); ok {
					m[name+"_lo"], m[name+"_hi"] = f.value(name).plain(lo), f.value(name).plain(hi)
				}
			}
			out = append(out, peil.Cell{Keys: slices.Clone(k.keys), Measures: m})
		}
		return out
	}}

// landmarkFigure is what became of deals by how many contacts they had had in
// their first fortnight.
var landmarkFigure = figure{id: "landmark", chart: peil.ChartBars, marks: marks("deals", "win_rate_cohort"), axes: []peil.Axis{{ID: "contacts"}}, from: []string{"landmarks"},
	measures: []Measure{{Measure: peil.Measure{ID: "deals", Unit: peil.UnitCount}, of: func(c *cell) peil.Value {
		n := 0.0
		for _, x := range c.cells("landmark") {
			n += float64(x.N)
		}
		return c.plain(n)
	}}, {Measure: peil.Measure{ID: "win_rate_cohort", Unit: peil.UnitShare, Better: peil.BetterUp}, of: func(c *cell) peil.Value {
		return c.incidence("landmark", 1, "no_deals", "")
	}}}}
