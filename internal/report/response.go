package report

import (
	"strconv"

	"peil"
	"peil/internal/stat"
)

// clockDims are the dimensions of a response clock.
var clockDims = append([]string{"hour", "weekday"}, dealDims...)

// waitingKinds are the rows of those who wait, by clock.
var waitingKinds = []string{"new_waiting", "reply_waiting", "stage_waiting", "handover_waiting"}

// response is how long customers wait for an answer, in every stage (metrics.md
// §4.2): from a new inquiry, an unanswered message, a new stage or a new owner to
// the first attempt of a human.
var response = &Report{
	ID: "response", Version: 1, By: "stage", byName: true,
	Glance: []string{"rt_share10", "waiting"},
	kinds: []kind{{"new", clockDims}, {"reply", clockDims}, {"stage", clockDims}, {"handover", clockDims},
		{"new_waiting", clockDims}, {"reply_waiting", clockDims}, {"stage_waiting", clockDims}, {"handover_waiting", clockDims}},
	extra: []string{"wall", "hour", "weekday", "in_hours", "contacted", "contact_min", "again", "late", "system_min", "assigned", "human_min",
		"won", "won_days", "over_sla", "contact_id", "bucket", "wall_bucket"},
	text: read("response.sql"),
	sums: []string{"sums", "hidden"}, vectors: []string{"cells", "strata"}, vectorTrend: true,
	cohorts: true,
	Charts: []Chart{
		{Kind: ChartLine, Measures: []string{"rt_share10", "rt_p50", "rt_contact"}, Trend: true},
		{Kind: ChartDot, Measures: []string{"rt_share10", "rt_p50", "rt_contact"}, By: "source"},
		{Kind: ChartDot, Measures: []string{"reply_p50", "stage_p50", "handover_p50"}, By: "stage"},
		{Kind: ChartBar, Measures: []string{"reply_waiting", "stage_waiting", "handover_waiting", "over_sla"}, By: "stage"},
		{Kind: ChartBar, Measures: []string{"waiting", "clocks"}, By: "source"},
		{Kind: ChartColumn, Measures: []string{"clocks"}, Trend: true},
		{Kind: ChartMatrix, Measures: []string{"clocks", "rt_share10", "rt_p50", "rt_p90", "rt_contact", "waiting"}, By: "source"},
	},
	Measures: []Measure{
		within("rt_share10", "hits10", "due10"), within("rt_share5", "hits5", "due5"),
		waited("rt_p50", "new", .5), waited("rt_p90", "new", .9),
		waitingNow("waiting", "new_waiting"),
		{Measure: peil.Measure{ID: "clocks", Unit: peil.UnitCount}, Sums: true, Kinds: []string{"new"}, of: func(c *cell) peil.Value { return c.count(c.sums["clocks"]) }},
		within("rt_share10_wall", "hits10_wall", "due10_wall"), within("rt_share5_wall", "hits5_wall", "due5_wall"),
		waited("rt_p50_wall", "new", .5, "new_wall"), waited("rt_p90_wall", "new", .9, "new_wall"),
		{Measure: peil.Measure{ID: "rt_contact", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"new"}, of: contacted},
		waited("rt_contact_p50", "new", .5, "contact"),
		waited("system_p50", "new", .5, "system"), waited("system_p90", "new", .9, "system"),
		waited("human_p50", "new", .5, "human"), waited("human_p90", "new", .9, "human"),
		waited("reply_p50", "reply", .5), waited("reply_p90", "reply", .9), waitingNow("reply_waiting", "reply_waiting"),
		waited("stage_p50", "stage", .5), waited("stage_p90", "stage", .9), waitingNow("stage_waiting", "stage_waiting"),
		waited("handover_p50", "handover", .5), waited("handover_p90", "handover", .9), waitingNow("handover_waiting", "handover_waiting"),
		{Measure: peil.Measure{ID: "over_sla", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: waitingKinds, of: func(c *cell) peil.Value { return c.count(c.sums["over_sla"]) }},
		sooner("effect5"), sooner("effect10"),
		{Measure: peil.Measure{ID: "answered_live", Unit: peil.UnitCount, Better: peil.BetterUp}, Sums: true, Kinds: []string{"new"}, of: func(c *cell) peil.Value { return c.count(c.sums["live"]) }},
		{Measure: peil.Measure{ID: "asked_again", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"new"}, of: func(c *cell) peil.Value { return c.count(c.sums["again"]) }},
		{Measure: peil.Measure{ID: "late_logged", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"new", "reply", "stage", "handover"}, of: func(c *cell) peil.Value { return c.count(c.sums["late"]) }},
	},
	figures: []figure{
		{id: "response_curve", chart: peil.ChartStep, marks: marks("answered", "answered_wall"), axes: []peil.Axis{{ID: "minutes", Unit: peil.UnitMin}},
			measures: []Measure{{Measure: peil.Measure{ID: "answered", Unit: peil.UnitShare, Better: peil.BetterUp}},
				{Measure: peil.Measure{ID: "answered_wall", Unit: peil.UnitShare, Better: peil.BetterUp}}}, cells: answeredBy},
		{id: "response_buckets", chart: peil.ChartBars, marks: marks("clocks", "rt_contact", "win_rate_cohort"), axes: []peil.Axis{{ID: "bucket"}}, from: []string{"buckets", "bucket_cells"}, measures: bucketMeasures},
		{id: "response_buckets_wall", chart: peil.ChartBars, marks: marks("clocks", "rt_contact", "win_rate_cohort"), axes: []peil.Axis{{ID: "bucket"}}, from: []string{"wall_buckets", "wall_bucket_cells"}, measures: bucketMeasures},
		{id: "response_hours", chart: peil.ChartHeat, marks: marks("rt_share10"), axes: []peil.Axis{{ID: "weekday"}, {ID: "hour"}}, from: []string{"hours"},
			measures: []Measure{within("rt_share10", "hits10", "due10"),
				{Measure: peil.Measure{ID: "clocks", Unit: peil.UnitCount}, of: func(c *cell) peil.Value { return c.plain(c.sums["clocks"]) }}}},
		{id: "response_clocks", chart: peil.ChartList, axes: []peil.Axis{{ID: "clock"}, {ID: "stage"}}, from: []string{"stages", "stage_cells"},
			measures: []Measure{{Measure: peil.Measure{ID: "clocks", Unit: peil.UnitCount}, of: func(c *cell) peil.Value { return c.plain(c.sums["clocks"]) }},
				waited("rt_p50", "clock", .5), waited("rt_p90", "clock", .9),
				{Measure: peil.Measure{ID: "waiting", Unit: peil.UnitCount, Better: peil.BetterDown}, of: func(c *cell) peil.Value { return c.plain(c.sums["waiting"]) }},
				{Measure: peil.Measure{ID: "against_stages", Unit: peil.UnitFactor, Better: peil.BetterDown}, of: slicesOnly}, {Measure: peil.Measure{ID: "against_stages_q", Unit: peil.UnitNumber}, of: slicesOnly}},
			cells: clocksByStage},
		{id: "response_queue", chart: peil.ChartList, axes: []peil.Axis{{ID: "case"}, {ID: "contact"}, {ID: "clock"}, {ID: "user"}, {ID: "stage"}}, from: []string{"queue"}, ticks: []string{"waited", "waited_wall"},
			measures: []Measure{{Measure: peil.Measure{ID: "waited", Unit: peil.UnitOpen, Better: peil.BetterDown}, of: func(c *cell) peil.Value { return c.plain(c.sums["waited"]) }},
				{Measure: peil.Measure{ID: "waited_wall", Unit: peil.UnitMin, Better: peil.BetterDown}, of: func(c *cell) peil.Value { return c.plain(c.sums["waited_wall"]) }},
				{Measure: peil.Measure{ID: "over_sla", Unit: peil.UnitCount, Better: peil.BetterDown}, of: func(c *cell) peil.Value { return c.plain(c.sums["over_sla"]) }}}},
	},
}

// bucketMeasures are what became of the leads of a bucket of waiting time. Who is
// called first is no chance: hot leads often are.
var bucketMeasures = []Measure{
	{Measure: peil.Measure{ID: "clocks", Unit: peil.UnitCount}, of: func(c *cell) peil.Value { return c.plain(c.sums["clocks"]) }},
	{Measure: peil.Measure{ID: "rt_contact", Unit: peil.UnitShare, Better: peil.BetterUp}, of: contacted},
	{Measure: peil.Measure{ID: "win_rate_cohort", Unit: peil.UnitShare, Better: peil.BetterUp}, of: func(c *cell) peil.Value {
		return c.incidence("won", 1, "no_leads", "")
	}},
	{Measure: peil.Measure{ID: "asked_again", Unit: peil.UnitCount, Better: peil.BetterDown}, of: func(c *cell) peil.Value { return c.plain(c.sums["again"]) }},
}

// within is the share of new leads that somebody tried within so many minutes, of
// those that were tried or have waited longer: a lead of three minutes is not
// late for five.
func within(id, hits, due string) Measure {
	return Measure{Measure: peil.Measure{ID: id, Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"new"}, of: func(c *cell) peil.Value {
		return c.share(c.sums[hits], c.sums[due], "no_leads")
	}}
}

func contacted(c *cell) peil.Value { return c.share(c.sums["contacted"], c.sums["clocks"], "no_leads") }

func waitingNow(id, kind string) Measure {
	return Measure{Measure: peil.Measure{ID: id, Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{kind}, of: func(c *cell) peil.Value {
		return c.count(c.sums[kind])
	}}
}

// waited is a quantile of the minutes that a clock runs, those that run still
// censored; the mean of the answered ones alone would praise who never answers.
// The list is the kind's own unless it is named.
func waited(id, kind string, q float64, list ...string) Measure {
	what, unit := append(list, kind)[0], peil.UnitOpen
	if what == "new_wall" || what == "contact" || what == "system" {
		unit = peil.UnitMin
	}
	return Measure{Measure: peil.Measure{ID: id, Unit: unit, Better: peil.BetterDown}, Kinds: []string{kind}, of: func(c *cell) peil.Value {
		curve, ok := stat.KaplanMeier(c.cells(what))
		if !ok {
			return c.null("no_clocks")
		}
		return c.quantile(curve, q)
	}}
}

// quantile is a time by which a share q has had its event, null where too many
// are still without.
func (c *cell) quantile(curve stat.Curve, q float64) peil.Value {
	t, ok := curve.Quantile(q)
	if !ok {
		return c.null("too_few")
	}
	v := c.plain(t)
	n := float64(curve.Units)
	v.N, v.Display = &n, display(n, minShare)
	iv, ok := curve.QuantileInterval(q)
	interval(&v, iv, ok)
	return v
}

// What a comparison of two ways to treat leads needs on each side.
const (
	leadsToCompare    = 30
	contactsToCompare = 5
)

// sooner is how many times as often leads are reached that are tried sooner,
// among leads of one source that came at like hours (Mantel–Haenszel): within 5
// minutes against 5 to 10, within 10 against later ones.
func sooner(id string) Measure {
	return Measure{Measure: peil.Measure{ID: id, Unit: peil.UnitFactor, Better: peil.BetterUp}, Kinds: []string{"new"}, of: func(c *cell) peil.Value {
		var strata []stat.Stratum
		var all stat.Stratum
		for _, r := range c.lists[id] {
			s := stat.Stratum{Won1: r[0], N1: r[1], Won0: r[2], N0: r[3]}
			strata = append(strata, s)
			all.Won1, all.N1, all.Won0, all.N0 = all.Won1+s.Won1, all.N1+s.N1, all.Won0+s.Won0, all.N0+s.N0
		}
		if min(all.N1, all.N0) < leadsToCompare || min(all.Won1, all.Won0) < contactsToCompare {
			return c.null("too_few")
		}
		return c.ratio(strata, all.N1+all.N0)
	}}
}

// ratio is a risk ratio held level over strata.
func (c *cell) ratio(strata []stat.Stratum, n float64) peil.Value {
	e, ok := stat.MantelHaenszelRR(strata)
	if !ok {
		return c.null("too_few")
	}
	v := c.plain(e.Value)
	v.N, v.Interval = &n, &e.Interval
	return v
}

// clocksToCompare is how many clocks a stage must have to be set against the others.
const clocksToCompare = 20

// slicesOnly stands for measures that the figure fills in.
func slicesOnly(c *cell) peil.Value { return c.null("too_few") }

// clocksByStage is every clock in every stage, and how its median and its whole
// course compare with the other stages of the same clock (log-rank, all stages
// together).
func clocksByStage(f *figured) []peil.Cell {
	out := make([]peil.Cell, len(f.groups))
	var tested []int
	var ps []float64
	for i, k := range f.groups {
		out[i] = f.cell(k)
		own, others := f.run.cellOf(k.group, f.total.w, f.id).cells("clock"), []stat.Cell(nil)
		for j, o := range f.groups {
			if i != j && o.keys[0] == k.keys[0] {
				others = append(others, f.run.cellOf(o.group, f.total.w, f.id).cells("clock")...)
			}
		}
		mine, ok := stat.KaplanMeier(own)
		rest, okRest := stat.KaplanMeier(others)
		if !ok || !okRest || min(mine.Units, rest.Units) < clocksToCompare {
			continue
		}
		a, okA := mine.Median()
		b, okB := rest.Median()
		if okA && okB && b > 0 {
			out[i].Measures["against_stages"] = f.value("against_stages").plain(a / b)
		}
		if test, ok := stat.LogRank(own, others); ok {
			tested, ps = append(tested, i), append(ps, test.P)
		}
	}
	for i, q := range stat.BenjaminiHochberg(ps) {
		out[tested[i]].Measures["against_stages_q"] = f.value("against_stages_q").plain(q)
	}
	return out
}

// curveMinutes are where the curve of answers is read.
var curveMinutes = []float64{1, 2, 3, 5, 10, 15, 30, 60, 120, 240, 480, 960, 1440, 2880, 5760, 10080}

// answeredBy is the share of new leads that somebody has tried by so many minutes.
func answeredBy(f *figured) []peil.Cell {
	business, ok := stat.KaplanMeier(f.total.cells("new"))
	wall, okWall := stat.KaplanMeier(f.total.cells("new_wall"))
	if !ok || !okWall {
		return nil
	}
	var out []peil.Cell
	for _, m := range curveMinutes {
		out = append(out, peil.Cell{Keys: []string{strconv.FormatFloat(m, 'f', -1, 64)}, Measures: map[string]peil.Value{
			"answered": f.value("answered").by(business, m), "answered_wall": f.value("answered_wall").by(wall, m)}})
		if m > business.Last && m > wall.Last {
			break
		}
	}
	return out
}

// by is the share with an event by a time.
func (c *cell) by(curve stat.Curve, t float64) peil.Value {
	s, _ := curve.S(t)
	v := c.plain(1 - s)
	n := float64(curve.Units)
	v.N, v.Display = &n, display(n, minShare)
	return v
}
