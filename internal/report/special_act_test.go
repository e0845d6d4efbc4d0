package report_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"peil"
	"peil/internal/report"
)

// figure finds a cell of a result by its keys.
func figure(t *testing.T, res *peil.Result, id string, keys ...string) map[string]peil.Value {
	t.Helper()
	for _, f := range res.Figures {
		for _, c := range f.Cells {
			if f.ID == id && fmt.Sprint(c.Keys) == fmt.Sprint(keys) {
				return c.Measures
			}
		}
	}
	t.Fatalf("%s has no %s at %v", res.Report, id, keys)
	return nil
}

// leads adds new clocks, answered after so many minutes or not at all (below 0).
func (d *deals) leads(n int, minutes float64, reached int, more map[string]any) {
	d.t.Helper()
	for i := range n {
		d.n++
		at := day("2026-03-10").Start(oslo).Add(10*time.Hour + time.Duration(d.n)*time.Second)
		row := map[string]any{"kind": "new", "lead_id": id("clock", fmt.Sprint(d.n)), "start_at": at, "start_on": day("2026-03-10"), "ended": "waiting", "precise": true,
			"answered_live": false, "customer_again": false, "in_hours": true, "start_hour": 10, "start_weekday": 2}
		if minutes >= 0 {
			stop := at.Add(time.Duration(minutes * float64(time.Minute)))
			row["stop_at"], row["ended"], row["wall_min"], row["business_min"] = stop, "answered", minutes, minutes
			if i < reached {
				row["contact_at"] = stop
			}
		}
		for k, v := range more {
			row[k] = v
		}
		d.add("response_clock", row)
	}
}

// TestSooner: what leads of one source are like is not taken for the effect of
// speed, and few leads prove nothing.
func TestSooner(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	hot, cold := map[string]any{"source_id": id("source 1")}, map[string]any{"source_id": id("source 2")}
	d.leads(40, 4, 32, hot)
	d.leads(10, 30, 8, hot)
	d.leads(10, 4, 2, cold)
	q := report.Query{Report: "response"}
	if v := total(ask(t, d.v, q))["effect10"]; v.Value != nil || v.Reason != "too_few" {
		t.Errorf("ten late leads say %+v", v)
	}
	d.leads(40, 30, 8, cold)
	res := ask(t, d.v, q)
	v := total(res)["effect10"]
	if v.Value == nil || *v.Value < .99 || *v.Value > 1.01 || v.Interval == nil {
		t.Errorf("within each source speed makes no difference, but the ratio is %+v", v)
	}
	soon, late := figure(t, res, "response_buckets", "0-5")["rt_contact"], figure(t, res, "response_buckets", "10-30")["rt_contact"]
	if *soon.Value != .68 || *late.Value != .32 {
		t.Errorf("the buckets themselves: %v and %v", *soon.Value, *late.Value)
	}
	// Who asked again reached us; that is no effect of our speed.
	d.leads(40, 4, 40, map[string]any{"source_id": id("source 1"), "customer_again": true})
	if again := total(ask(t, d.v, q))["effect10"]; *again.Value != *v.Value {
		t.Errorf("leads that asked again change the ratio to %v", *again.Value)
	}
}

// openHours writes down a calendar's two months of spring.
func (d *deals) openHours(cal peil.Calendar) {
	before := 0.0
	for on := day("2026-03-01"); on.Before(day("2026-05-01")); on = on.AddDays(1) {
		open, shut, ok := cal.Open(on)
		if !ok {
			open = on.Start(oslo)
			shut = open
		}
		d.add("open_hours", map[string]any{"day": on, "opens_at": open, "closes_at": shut, "before_min": before})
		before += shut.Sub(open).Minutes()
	}
}

// TestWaitingGoesOn: what a cell says of its open hours is by how much the report's
// own minutes grow, over closing time and night; a past moment does not tick.
func TestWaitingGoesOn(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	d.openHours(peil.NorwegianCalendar())
	asked := day("2026-03-12").Start(oslo).Add(15 * time.Hour)
	d.leads(1, -1, 0, map[string]any{"start_at": asked, "start_on": day("2026-03-12")})
	queue := func(now time.Time) (*peil.Figure, peil.Cell) {
		f := ask(t, d.v, report.Query{Report: "response", Now: now, Period: march}).Figure("response_queue")
		if len(f.Cells) != 1 {
			t.Fatalf("%d wait", len(f.Cells))
		}
		return f, f.Cells[0]
	}
	from := asked.Add(30 * time.Minute)
	f, first := queue(from)
	if !slices.Equal(f.Ticks, []string{"waited", "waited_wall"}) || len(first.Open) != 2 {
		t.Fatalf("ticks %v, open %v", f.Ticks, first.Open)
	}
	for _, later := range []time.Duration{5 * time.Minute, 2 * time.Hour, 18 * time.Hour} {
		now := from.Add(later)
		_, then := queue(now)
		grown := 0.0
		for _, o := range first.Open {
			a, b := o.From, o.To
			if a.Before(from) {
				a = from
			}
			if b.After(now) {
				b = now
			}
			grown += max(0, b.Sub(a).Minutes())
		}
		if got := *then.Measures["waited"].Value - *first.Measures["waited"].Value; !near(got, grown) {
			t.Errorf("after %v %v more minutes, the openings say %v", later, got, grown)
		}
		if got := *then.Measures["waited_wall"].Value - *first.Measures["waited_wall"].Value; !near(got, later.Minutes()) {
			t.Errorf("after %v %v more minutes by the wall", later, got)
		}
	}
	if f, c := queue(day("2026-04-15").Start(oslo)); len(f.Ticks) > 0 || len(c.Open) > 0 {
		t.Errorf("the end of a past month ticks: %v, %v", f.Ticks, c.Open)
	}
}

// TestNotYetMeasurable: a lead of three minutes is neither late nor in time; one
// that was closed after an hour without an answer is late.
func TestNotYetMeasurable(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	d.openHours(peil.NorwegianCalendar())
	d.leads(2, 3, 0, nil)
	closed := day("2026-03-10").Start(oslo).Add(12 * time.Hour)
	d.leads(1, -1, 0, map[string]any{"ended": "closed", "ended_at": closed, "wall_min": 120., "business_min": 120.})
	asked := day("2026-03-12").Start(oslo).Add(9 * time.Hour)
	d.leads(1, -1, 0, map[string]any{"start_at": asked, "start_on": day("2026-03-12")})
	m := total(ask(t, d.v, report.Query{Report: "response", Now: asked.Add(3 * time.Minute), Period: march}))
	if v := m["rt_share5"]; *v.K != 2 || *v.N != 3 {
		t.Errorf("%v of %v were answered within five minutes", *v.K, *v.N)
	}
	if *m["waiting"].Value != 1 || *m["clocks"].Value != 4 {
		t.Errorf("%v of %v wait", *m["waiting"].Value, *m["clocks"].Value)
	}
	// The day after, 480 minutes of work have passed.
	rows, err := report.Rows(t.Context(), d.v, report.Query{Report: "response", Measures: []string{"waiting"}, Now: asked.Add(24 * time.Hour), Period: march})
	if err != nil || len(rows.Rows) != 1 || rows.Rows[0][8] != 480. {
		t.Errorf("who waits: %v, %v", rows, err)
	}
}

// TestBoundsOnly: where most recipients cannot be measured there are bounds and no
// open rate.
func TestBoundsOnly(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	for n := range 10 {
		at := day("2026-03-10").Start(oslo).Add(10 * time.Hour)
		m := map[string]any{"message_id": id("m", fmt.Sprint(n)), "sent_at": at, "sent_on": day("2026-03-10"), "dated": true, "delivered": true, "tracked": true, "bounced": false, "complained": false,
			"unsubscribed": false, "automated": false, "auto_replied": false, "contact_id": id("c", fmt.Sprint(n)), "opens_machine": 0, "clicks_machine": 0, "opens_suspect": 0, "clicks_suspect": 0}
		if n < 6 {
			m["apple_at"] = at
		} else if n < 8 {
			m["opened_at"] = at.Add(time.Hour)
		}
		d.add("message_fact", m)
	}
	m := total(ask(t, d.v, report.Query{Report: "email"}))
	if v := m["open"]; v.Value != nil || v.Reason != "bounds_only" {
		t.Errorf("four of ten can be measured, but the rate is %+v", v)
	}
	if *m["open_lo"].Value != .2 || *m["open_hi"].Value != .8 || *m["measurable"].Value != .4 {
		t.Errorf("between %v and %v", *m["open_lo"].Value, *m["open_hi"].Value)
	}
}

// TestExperiment: what the arms come to is shown when each is large enough, and
// not before.
func TestExperiment(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	draw := func(n, won int, arm string) {
		for i := range n {
			d.n++
			at := day("2026-03-10").Start(oslo).Add(time.Duration(d.n) * time.Second)
			row := map[string]any{"unit_id": id("case", fmt.Sprint(d.n)), "lead_id": id("case", fmt.Sprint(d.n)), "began_at": at, "began_on": day("2026-03-10"), "dated": true,
				"tried_at": at, "tried_on": day("2026-03-10"), "first_channel": arm, "attempts": 1, "seconds": 360, "cold": false, "bounced": false, "experiment": "kanal", "arm": arm,
				"outcome": "lost", "closed_at": at.Add(time.Hour), "closed_on": day("2026-03-10")}
			if i < won {
				row["outcome"] = "won"
			}
			d.add("outreach_fact", row)
		}
	}
	draw(40, 8, "call")
	draw(40, 20, "email")
	early := figure(t, ask(t, d.v, report.Query{Report: "channels"}), "channels_experiment", "kanal", "call")
	if early["yield"].Value != nil || early["yield"].Reason != "experiment_runs" || *early["need_arm"].Value < 41 {
		t.Errorf("after forty: %+v", early)
	}
	draw(160, 32, "call")
	draw(160, 80, "email")
	res := ask(t, d.v, report.Query{Report: "channels"})
	late := figure(t, res, "channels_experiment", "kanal", "email")
	if v := late["arm_diff"]; v.Value == nil || *v.Value < .29 || *v.Value > .31 || v.Interval == nil {
		t.Errorf("after two hundred the difference is %+v", v)
	}
	if slice(res, "call")["yield"].Value == nil || total(res)["yield_rr"].Reason != "slices_only" {
		t.Error("the channels themselves have no yield, or the total is set against the rest")
	}
}

// TestTargetOfAJoiner: who joins in the middle of the month has the days that are
// left, and part of a post has part of the target.
func TestTargetOfAJoiner(t *testing.T) {
	d := &deals{t: t, v: empty(t)}
	cal := peil.NorwegianCalendar()
	for on := day("2026-03-01"); on.Before(day("2026-05-01")); on = on.AddDays(1) {
		d.add("calendar_day", map[string]any{"day": on, "business": cal.IsBusinessDay(on), "open_minutes": 480})
		if cal.IsBusinessDay(on) && !on.Before(day("2026-03-16")) && on.Before(day("2026-04-17")) { // facts run up to today
			d.add("fte_day", map[string]any{"user_id": id("user 1"), "day": on, "fte": .5, "ramp": false, "assumed": false})
		}
	}
	d.add("quota_fact", map[string]any{"quota_id": id("q1"), "user_id": id("user 1"), "kind": "activity:call", "per": "week", "value": 20., "from_on": day("2026-01-01")})
	d.add("quota_fact", map[string]any{"quota_id": id("q2"), "kind": "activity:meeting", "per": "month", "value": 12., "from_on": day("2026-01-01")})
	m := ask(t, d.v, report.Query{Report: "activities"})
	if v := slice(m, "call")["act_target"]; v.Value == nil || !near(*v.Value, float64(cal.BusinessDays(day("2026-03-16"), day("2026-04-01")))*.5*4) {
		t.Errorf("the joiner's target is %+v", v)
	}
	if v := slice(m, "meeting")["act_target"]; v.Value == nil || !near(*v.Value, 12) {
		t.Errorf("the company's is %+v", v)
	}
	// The running month has all its days to come, at the last day's part of a post.
	m = ask(t, d.v, report.Query{Report: "activities", Period: period("2026-04-01", "2026-05-01")})
	if v := slice(m, "call")["act_target"]; v.Value == nil || !near(*v.Value, float64(cal.BusinessDays(day("2026-04-01"), day("2026-05-01")))*.5*4) {
		t.Errorf("April's is %+v", v)
	}
	if v := slice(m, "call")["act_pct"]; v.Value == nil || *v.Value != 0 {
		t.Errorf("nothing done of something is %+v", v)
	}
}
