package report

import (
	"maps"
	"math"
	"slices"

	"peil"
	"peil/internal/stat"
)

// outreachDims are the dimensions of a case that somebody tried to reach.
var outreachDims = append([]string{"contact_channel", "warmth"}, without(dealDims, "stage")...)

// channels is what each way of getting in touch gives: how many are reached, and
// how many of those buy (metrics.md §4.8). A case belongs to the channel that was
// tried first, whatever reached it later, so that nobody's choice of a second
// channel helps the first; beside it stands the view by every channel tried.
var channels = &Report{
	ID: "channels", Version: 1, By: "contact_channel",
	Glance: []string{"contact", "yield"},
	kinds:  []kind{{"tried", outreachDims}, {"sale", outreachDims}, {"any", outreachDims}, {"reached", outreachDims}, {"drawn", outreachDims}},
	extra:  []string{"contact_channel", "warmth", "contacted", "bounced", "days", "soon", "experiment", "arm", "connects"},
	text:   read("channels.sql"),
	sums:   []string{"sums"}, vectors: []string{"cells", "strata"}, vectorTrend: true,
	cohorts: true,
	Charts: []Chart{
		{Kind: ChartDot, Measures: []string{"yield", "contact", "conv_contact", "wins_hour", "yield_adj"}},
		{Kind: ChartScatter, Measures: []string{"contact", "conv_contact", "hours"}},
		{Kind: ChartBar, Measures: []string{"value_hour", "attempted", "attempts"}},
		{Kind: ChartLine, Measures: []string{"yield", "contact"}, Trend: true},
		{Kind: ChartMatrix, Measures: []string{"attempted", "contact", "conv_contact", "yield", "wins_hour", "value_hour"}},
	},
	Measures: []Measure{
		{Measure: peil.Measure{ID: "attempted", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"tried"}, of: func(c *cell) peil.Value { return c.count(c.sums["attempted"]) }},
		reachedShare, boughtOfReached, boughtOfTried,
		perHour("wins_hour", "won", "hours", "tried"),
		{Measure: peil.Measure{ID: "value_hour", Unit: peil.UnitMoney, Better: peil.BetterUp}, Kinds: []string{"tried", "sale"}, of: func(c *cell) peil.Value {
			return c.per(c.total(c.sums["sold"], c.sums["sold_squares"], c.sums["won"]), c.sums["hours"], "no_attempts")
		}},
		{Measure: peil.Measure{ID: "yield_rr", Unit: peil.UnitFactor, Better: peil.BetterUp}, Kinds: []string{"tried"}, of: func(c *cell) peil.Value { return c.againstRest(false) }},
		{Measure: peil.Measure{ID: "yield_adj", Unit: peil.UnitFactor, Better: peil.BetterUp}, Kinds: []string{"tried"}, of: func(c *cell) peil.Value { return c.againstRest(true) }},
		{Measure: peil.Measure{ID: "won", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"tried"}, of: func(c *cell) peil.Value { return c.count(c.sums["won"]) }},
		{Measure: peil.Measure{ID: "attempts", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"any"}, of: func(c *cell) peil.Value { return c.count(c.sums["attempts"]) }},
		{Measure: peil.Measure{ID: "connect", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"any"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["connects"], c.sums["attempts"], "no_attempts")
		}},
		{Measure: peil.Measure{ID: "reached_via", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"reached"}, of: func(c *cell) peil.Value { return c.count(c.sums["reached"]) }},
		{Measure: peil.Measure{ID: "bounced", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"tried"}, of: func(c *cell) peil.Value { return c.count(c.sums["bounced"]) }},
		{Measure: peil.Measure{ID: "hours", Unit: peil.UnitNumber}, Sums: true, Kinds: []string{"tried"}, of: func(c *cell) peil.Value { return c.plain(c.sums["hours"]) }},
		{Measure: peil.Measure{ID: "attempted_any", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"any"}, of: func(c *cell) peil.Value { return c.count(c.sums["attempted_any"]) }},
		{Measure: peil.Measure{ID: "contact_any", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"any"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["contacted_any"], c.sums["attempted_any"], "no_attempts")
		}},
		{Measure: peil.Measure{ID: "yield_any", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"any"}, of: func(c *cell) peil.Value {
			return c.ripe(c.share(c.sums["won_any"], c.sums["attempted_any"], "no_attempts"), "any")
		}},
		perHour("wins_hour_any", "won_any", "hours_any", "any"),
		{Measure: peil.Measure{ID: "need_arm", Unit: peil.UnitCount}, Kinds: []string{"tried"}, of: func(c *cell) peil.Value {
			n, ok := c.needed()
			if !ok {
				return c.null("no_won")
			}
			return c.plain(n)
		}},
	},
	figures: []figure{
		{id: "channels", chart: peil.ChartDots, marks: marks("contact", "conv_contact", "wins_hour"), axes: []peil.Axis{{ID: "contact_channel"}}, from: []string{"channels", "channel_cells", "channel_strata"},
			measures: []Measure{reachedShare, boughtOfReached, boughtOfTried, perHour("wins_hour", "won", "hours", "tried"),
				{Measure: peil.Measure{ID: "yield_rr", Unit: peil.UnitFactor, Better: peil.BetterUp}, of: func(c *cell) peil.Value { return c.ratioToRest(false) }},
				{Measure: peil.Measure{ID: "yield_adj", Unit: peil.UnitFactor, Better: peil.BetterUp}, of: func(c *cell) peil.Value { return c.ratioToRest(true) }}}},
		{id: "channels_warmth", chart: peil.ChartBars, marks: marks("contact", "conv_contact", "yield"), axes: []peil.Axis{{ID: "contact_channel"}, {ID: "warmth"}}, from: []string{"warmth", "warmth_cells"},
			measures: []Measure{{Measure: peil.Measure{ID: "attempted", Unit: peil.UnitCount}, of: func(c *cell) peil.Value { return c.plain(c.sums["attempted"]) }},
				reachedShare, boughtOfReached, boughtOfTried}},
		{id: "channels_experiment", chart: peil.ChartBars, marks: []peil.Mark{{Measure: "contact"}, {Measure: "yield"}, against("drawn", "need_arm")}, axes: []peil.Axis{{ID: "experiment"}, {ID: "arm"}}, from: []string{"arms"},
			measures: []Measure{{Measure: peil.Measure{ID: "drawn", Unit: peil.UnitCount}}, {Measure: peil.Measure{ID: "need_arm", Unit: peil.UnitCount}},
				{Measure: peil.Measure{ID: "need_weeks", Unit: peil.UnitCount}}, {Measure: peil.Measure{ID: "contact", Unit: peil.UnitShare, Better: peil.BetterUp}},
				{Measure: peil.Measure{ID: "yield", Unit: peil.UnitShare, Better: peil.BetterUp}}, {Measure: peil.Measure{ID: "arm_diff", Unit: peil.UnitPoints, Better: peil.BetterUp}}},
			cells: experimentArms},
	},
}

var (
	// reachedShare is the contact rate: a human who answered, by any channel. An
	// open, a click, a voicemail or an auto-reply is no contact.
	reachedShare = Measure{Measure: peil.Measure{ID: "contact", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"tried"}, of: func(c *cell) peil.Value {
		return c.share(c.sums["contacted"], c.sums["attempted"], "no_attempts")
	}}
	// boughtOfReached is how many of those reached became customers. Where wins have no
	// contact noted the yield is more than contact × conversion: the notes lack some.
	boughtOfReached = Measure{Measure: peil.Measure{ID: "conv_contact", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"tried"}, of: func(c *cell) peil.Value {
		return c.ripe(c.share(c.sums["won_contacted"], c.sums["contacted"], "no_contacts"), "tried")
	}}
	// boughtOfTried is the yield, contact × conversion: what counts.
	boughtOfTried = Measure{Measure: peil.Measure{ID: "yield", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"tried"}, of: func(c *cell) peil.Value {
		return c.ripe(c.share(c.sums["won"], c.sums["attempted"], "no_attempts"), "tried")
	}}
)

// ripe marks a share of a cohort of which too little is decided (G12).
func (c *cell) ripe(v peil.Value, list string) peil.Value {
	if cells := c.cells(list); v.Value != nil && len(cells) > 0 {
		return mature(v, c.maturity(cells))
	}
	return v
}

// perHour is customers by hour of trying, with the interval of a count.
func perHour(id, won, hours, kind string) Measure {
	return Measure{Measure: peil.Measure{ID: id, Unit: peil.UnitNumber, Better: peil.BetterUp}, Kinds: []string{kind}, of: func(c *cell) peil.Value {
		return c.per(c.count(c.sums[won]), c.sums[hours], "no_attempts")
	}}
}

// againstRest is how many times as many customers a slice gives as all others.
func (c *cell) againstRest(alike bool) peil.Value {
	if c.slice == nil {
		return c.null("slices_only")
	}
	return c.ratioToRest(alike)
}

// ratioToRest is the ratio of yields of a group and of all that are not in it:
// crude, or among cases that are alike (Mantel–Haenszel by source, class and how
// soon they were tried), since nobody chooses a channel blindly.
func (c *cell) ratioToRest(alike bool) peil.Value {
	all, n := map[float64]stat.Stratum{}, 0.0
	for _, r := range c.all.at(nil, c.w.n).lists["strata"] {
		all[r[0]] = stat.Stratum{Won0: r[1], N0: r[2]}
		n += r[2]
	}
	for _, r := range c.lists["strata"] {
		s := all[r[0]]
		s.Won1, s.N1, s.Won0, s.N0 = r[1], r[2], s.Won0-r[1], s.N0-r[2]
		all[r[0]] = s
	}
	var strata []stat.Stratum
	var sum stat.Stratum
	for _, s := range all {
		sum.Won1, sum.N1, sum.Won0, sum.N0 = sum.Won1+s.Won1, sum.N1+s.N1, sum.Won0+s.Won0, sum.N0+s.N0
	}
	if strata = []stat.Stratum{sum}; alike {
		strata = nil
		for _, at := range slices.Sorted(maps.Keys(all)) {
			strata = append(strata, all[at])
		}
	}
	return c.ratio(strata, n)
}

// Sales that experiments look for: half as many again, four times in five, and
// once in twenty where there is nothing (metrics.md §6.11).
const (
	experimentRatio = 1.5
	experimentAlpha = .05
	experimentPower = .8
)

// needed is how many cases each arm of an experiment needs to tell the present
// yield from one half as large again.
func (c *cell) needed() (float64, bool) {
	if c.sums["attempted"] <= 0 || c.sums["won"] <= 0 {
		return 0, false
	}
	p := c.sums["won"] / c.sums["attempted"]
	n, ok := stat.SampleSizePerArm(p, min(1, experimentRatio*p), experimentAlpha, experimentPower)
	return float64(n), ok
}

// experimentArms are the arms of the experiments that draw the first channel. What
// they come to is shown when each has what it needs, and not before: who looks
// every day stops on a lucky one.
func experimentArms(f *figured) []peil.Cell {
	need, ok := f.total.needed()
	var out []peil.Cell
	for _, k := range f.groups {
		arms, drawn, done := arms(f.groups, k.keys[0], need)
		m := map[string]peil.Value{"drawn": f.value("drawn").plain(k.sums["drawn"])}
		for _, id := range []string{"need_arm", "need_weeks"} {
			m[id] = f.value(id).null("no_won")
		}
		if ok {
			m["need_arm"] = f.value("need_arm").plain(need)
			if days := k.sums["days"]; days > 0 && k.sums["drawn"] > 0 {
				m["need_weeks"] = f.value("need_weeks").plain(math.Ceil(need / k.sums["drawn"] * days / 7))
			}
		}
		for _, id := range []string{"contact", "yield", "arm_diff"} {
			m[id] = f.value(id).null("experiment_runs")
		}
		if ok && done && arms > 1 {
			m["contact"] = f.value("contact").share(k.sums["contacted"], k.sums["drawn"], "no_attempts")
			m["yield"] = f.value("yield").share(k.sums["won"], k.sums["drawn"], "no_attempts")
			m["arm_diff"] = f.value("arm_diff").versus(k, drawn)
		}
		out = append(out, peil.Cell{Keys: k.keys, Measures: m})
	}
	return out
}

// arms counts the arms of an experiment and adds them up; done is whether each has
// as many cases as it needs.
func arms(groups []keyed, experiment string, need float64) (n int, all *group, done bool) {
	all, done = newGroup(), true
	for _, k := range groups {
		if k.keys[0] != experiment {
			continue
		}
		n++
		done = done && k.sums["drawn"] >= need
		for name, v := range k.sums {
			all.sums[name] += v
		}
	}
	return n, all, done
}

// versus is the difference of an arm's yield and that of the others.
func (c *cell) versus(arm keyed, all *group) peil.Value {
	k, n := arm.sums["won"], arm.sums["drawn"]
	d, ok := stat.Newcombe(k, n, all.sums["won"]-k, all.sums["drawn"]-n)
	if !ok {
		return c.null("too_few")
	}
	v := c.plain(d.Value)
	v.K, v.N, v.Interval = &k, &n, &d.Interval
	return v
}
