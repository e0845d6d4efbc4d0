package report_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"peil"
)

// The naive reference counts what metrics.md says, row by row in Go, from the
// same facts. It shares no line with the reports.

// naive is a window of the reference and which rows are in its slice.
type naive struct {
	w    *world
	p    peil.Period // cut at the moment of the question
	from time.Time
	end  time.Time
	days float64
	in   func(row map[string]any) bool
}

func newNaive(w *world, p peil.Period) *naive {
	n := &naive{w: w, p: p, in: func(map[string]any) bool { return true }}
	n.from, n.end = p.From.Start(oslo), p.To.Start(oslo)
	n.days = float64(p.To.Sub(p.From))
	if tomorrow := peil.DateOf(now, oslo).AddDays(1); tomorrow.Before(p.To) {
		n.p.To = tomorrow
		n.days = float64(tomorrow.Sub(p.From)) - tomorrow.Start(oslo).Sub(now).Hours()/24
	}
	if now.Before(n.end) {
		n.end = now.Add(time.Microsecond)
	}
	return n
}

func date(v any) peil.Date {
	d, _ := v.(peil.Date)
	return d
}

func moment(v any) time.Time {
	t, _ := v.(time.Time)
	return t
}

// rows are the dated rows of a table whose day lies in the window.
func (n *naive) rows(tb table, on string) (out []map[string]any) {
	for _, r := range tb.rows {
		if r["dated"] != false && n.p.Contains(date(r[on])) && n.in(r) {
			out = append(out, r)
		}
	}
	return out
}

// nok is an amount in øre at the rate of the day, rounded half up where it is
// whole; ok is false without a rate.
func (n *naive) nok(amount any, currency any, on peil.Date) (float64, bool) {
	var x float64
	switch a := amount.(type) {
	case int64:
		x = float64(a)
	case float64:
		x = a
	default:
		return 0, false
	}
	if currency == "NOK" || x == 0 {
		return x, true
	}
	for _, r := range n.w.fx.rows {
		if r["currency"] == currency && date(r["day"]) == on {
			if x == math.Trunc(x) {
				return math.Floor(x*r["rate"].(float64) + .5), true
			}
			return x * r["rate"].(float64), true
		}
	}
	return 0, false
}

func (n *naive) openAtEnd(r map[string]any) bool {
	to := moment(r["to_at"])
	return moment(r["from_at"]).Before(n.end) && (to.IsZero() || !to.Before(n.end)) && n.in(r)
}

// productivity is the measures of 4.1.
func (n *naive) productivity() map[string]float64 {
	m := map[string]float64{}
	priced, gross := 0.0, 0.0
	for _, r := range n.rows(n.w.credit, "won_on") {
		if r["main"] == true {
			m["won"]++
		}
		kr, ok := n.nok(r["amount"], r["currency"], date(r["won_on"]))
		if !ok {
			continue
		}
		if r["main"] == true {
			priced++
		}
		m["rev"] += kr / 100
		if r["class"] == "new" {
			m["rev_new"] += kr / 100
		} else {
			m["rev_existing"] += kr / 100
		}
		pct := .4
		if r["family"] == "service" {
			pct = .7
		}
		gross += kr * pct / 100
	}
	for _, r := range n.rows(n.w.closes, "closed_on") {
		if r["outcome"] == "lost" {
			m["lost"]++
		}
	}
	work := 0.0
	for _, r := range n.w.spans.rows {
		if n.openAtEnd(r) {
			m["open_n"]++
			kr, _ := n.nok(r["value"], r["currency"], n.p.To.AddDays(-1))
			m["open_value"] += kr / 100
		}
		from, to := moment(r["from_at"]), moment(r["to_at"])
		if to.IsZero() || to.After(n.end) {
			to = n.end
		}
		if from.Before(n.from) {
			from = n.from
		}
		if r["dated"] == true && n.in(r) && from.Before(to) {
			work += to.Sub(from).Hours() / 24
		}
	}
	m["open_avg"] = work / n.days
	m["turnover"] = work / (m["won"] + m["lost"])
	m["win_rate_closed"] = m["won"] / (m["won"] + m["lost"])
	m["size"] = m["rev"] / priced
	n.people(m)
	m["roi"] = (gross - m["cost"]) / m["cost"]
	return m
}

// people is the measures that are divided by full-time days or costs.
func (n *naive) people(m map[string]float64) {
	for d := n.p.From; d.Before(n.p.To); d = d.AddDays(1) {
		if peil.NorwegianCalendar().IsBusinessDay(d) {
			m["business_days"]++
		}
	}
	for _, r := range n.rows(n.w.fte, "day") {
		m["fte_days"] += r["fte"].(float64)
	}
	for _, r := range n.rows(n.w.cost, "day") {
		kr, ok := n.nok(r["amount"], r["currency"], date(r["day"]))
		if ok {
			m["cost"] += kr / 100
		}
	}
	m["headcount"] = m["fte_days"] / m["business_days"]
	m["prod"] = m["rev"] / m["headcount"]
	m["prod_fte_day"] = m["rev"] / m["fte_days"]
	m["cost_rep"] = m["cost"] / m["headcount"]
	m["return"] = m["rev"] / m["cost"]
}

// timed is a time to an outcome: 0 is none yet.
type timed struct {
	days  float64
	cause int
}

// surviving walks the times one unit after the other and calls step after each
// time with what is left and the incidence of causes 1 and 2.
func surviving(ts []timed, step func(t, s, f1, f2 float64)) {
	slices.SortFunc(ts, func(a, b timed) int {
		if a.days < b.days {
			return -1
		} else if a.days > b.days {
			return 1
		}
		return 0
	})
	s, f1, f2 := 1.0, 0.0, 0.0
	for i := 0; i < len(ts); {
		j, d1, d2 := i, 0.0, 0.0
		for ; j < len(ts) && ts[j].days == ts[i].days; j++ {
			switch ts[j].cause {
			case 1:
				d1++
			case 2:
				d2++
			}
		}
		atRisk := float64(len(ts) - i)
		f1, f2 = f1+s*d1/atRisk, f2+s*d2/atRisk
		s *= 1 - (d1+d2)/atRisk
		step(ts[i].days, s, f1, f2)
		i = j
	}
}

// stages is the measures of 4.5 that have a value, at a horizon.
func (n *naive) stages(h float64) map[string]float64 {
	m := map[string]float64{}
	n.going(m, h)
	n.staying(m)
	for _, r := range n.w.spans.rows {
		if n.openAtEnd(r) {
			m["open_n"]++
		}
	}
	for _, r := range n.rows(n.w.closes, "closed_on") {
		if r["outcome"] != "cancelled" {
			m[r["outcome"].(string)]++
		}
	}
	return m
}

// going is what became of those that reached the stage.
func (n *naive) going(m map[string]float64, h float64) {
	var going []timed
	for _, r := range n.rows(n.w.entries, "entered_on") {
		if r["snapshot_only"] == true {
			continue
		}
		m["reached"]++
		if r["how"] == "entered" {
			m["entered"]++
		}
		t := timed{now.Sub(moment(r["entered_at"])).Hours() / 24, 0}
		if at := moment(r["cause_at"]); !at.IsZero() {
			t = timed{at.Sub(moment(r["entered_at"])).Hours() / 24, 2}
			if r["cause"] == "advance" {
				t.cause = 1
				m["conv_naive"]++
			}
		}
		going = append(going, t)
	}
	m["conv_naive"] /= m["reached"]
	surviving(going, func(t, _, f1, f2 float64) {
		if t <= h {
			m["conv_step"], m["lost_step"] = f1, f2
		}
	})
	m["undetermined"] = 1 - m["conv_step"] - m["lost_step"]
}

// staying is the time of the visits.
func (n *naive) staying(m map[string]float64) {
	var staying []timed
	for _, r := range n.rows(n.w.visits, "enter_on") {
		if r["snapshot_only"] == true {
			continue
		}
		if r["skipped"] == true {
			m["skips"]++
		}
		if r["exit_kind"] == "back" {
			m["backs"]++
		}
		t := timed{now.Sub(moment(r["enter_at"])).Hours() / 24, 0}
		if at := moment(r["exit_at"]); !at.IsZero() {
			t = timed{at.Sub(moment(r["enter_at"])).Hours() / 24, 1}
		}
		staying = append(staying, t)
	}
	surviving(staying, func(t, s, _, _ float64) {
		for id, q := range map[string]float64{"time_p50": .5, "time_p90": .9} {
			if _, ok := m[id]; !ok && s <= 1-q+1e-12 {
				m[id] = t
			}
		}
	})
}

// cohort is the measures of the deals created in the window.
func (n *naive) cohort(h float64) map[string]float64 {
	m := map[string]float64{}
	var ts []timed
	for _, r := range n.rows(n.w.deals, "created_on") {
		t := timed{now.Sub(moment(r["created_at"])).Hours() / 24, 0}
		if at := moment(r["closed_at"]); !at.IsZero() {
			t = timed{at.Sub(moment(r["created_at"])).Hours() / 24, 2}
			if r["status"] == "won" {
				t.cause = 1
			}
		}
		ts = append(ts, t)
	}
	all := 0.0
	surviving(ts, func(t, _, f1, _ float64) {
		if t <= h {
			m["win_rate_cohort"] = f1
		}
		all = f1
	})
	surviving(ts, func(t, _, f1, _ float64) {
		if _, ok := m["cycle_p50"]; !ok && f1 >= all/2-1e-12 && f1 > 0 {
			m["cycle_p50"] = t
		}
	})
	return m
}

// losses is the measures of 4.10; closed is what its rates are shares of.
func (n *naive) losses(closed *naive) map[string]float64 {
	m := map[string]float64{}
	people, unknown, all := 0.0, 0.0, 0.0
	for _, r := range n.rows(n.w.closes, "closed_on") {
		switch r["outcome"] {
		case "cancelled":
			m["cancelled"]++
		case "lost":
			m["losses"]++
			kr, _ := n.nok(r["value"], r["currency"], date(r["closed_on"]))
			m["loss_value"] += kr / 100
			if r["auto"] == true {
				m["loss_auto"]++
			} else if people++; r["reason_id"] == (peil.ID{}) {
				unknown++
			}
		}
	}
	for _, r := range closed.rows(n.w.closes, "closed_on") {
		if r["outcome"] != "cancelled" {
			all++
		}
		if r["outcome"] == "won" {
			m["won"]++
		}
	}
	m["loss_rate"], m["loss_unknown"] = m["losses"]/all, unknown/people
	m["win_rate_closed"] = m["won"] / all
	m["win_rate_people"] = m["won"] / (all - m["loss_auto"])
	return m
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-8*math.Max(1, math.Abs(b)) }

// agree compares a row of a report with the reference: a value for a value, a
// null where the reference divides by nothing.
func agree(t *testing.T, what string, got map[string]peil.Value, want map[string]float64) {
	t.Helper()
	for id, w := range want {
		g, ok := got[id]
		switch {
		case !ok:
			t.Errorf("%s: the report has no %s", what, id)
		case g.Reason == "not_split":
		case math.IsNaN(w) || math.IsInf(w, 0):
			if g.Value != nil || g.Reason == "" {
				t.Errorf("%s %s is not null with a reason", what, id)
			}
		case g.Value == nil && w == 0 && g.Reason != "": // no rows at all
		case g.Value == nil || !near(*g.Value, w):
			t.Errorf("%s %s is %v (%s), the reference says %v", what, id, deref(g.Value), g.Reason, w)
		}
	}
}

func deref(f *float64) any {
	if f == nil {
		return nil
	}
	return *f
}

func (n *naive) where(in func(map[string]any) bool) *naive {
	c := *n
	c.in = in
	return &c
}

func key(v any) string {
	if i, ok := v.(peil.ID); ok && !i.IsZero() {
		return i.String()
	}
	return ""
}

// reasonOf is the slice of a close: reason 3 now goes by the name of reason 0.
func reasonOf(r map[string]any) string {
	switch {
	case r["auto"] == true:
		return "auto"
	case r["reason_id"] == id("reason 3"):
		return id("reason 0").String()
	}
	return key(r["reason_id"])
}
