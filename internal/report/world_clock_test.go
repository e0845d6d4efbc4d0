package report_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"time"

	"peil"
)

// The tables of what people do and wait for. Times are whole minutes, so that a
// day's minutes are exact.

// evening is a calendar of another team.
func evening() peil.Calendar {
	cal := peil.NorwegianCalendar()
	cal.Hours = maps.Clone(cal.Hours)
	for w := range cal.Hours {
		cal.Hours[w] = peil.Hours{Open: 12 * 60, Close: 20 * 60}
	}
	return cal
}

// calendarOf is the calendar that somebody works by.
func calendarOf(user any) peil.Calendar {
	if user == id("user 2") {
		return evening()
	}
	return peil.NorwegianCalendar()
}

// hours writes down the working hours of both calendars.
func (w *world) workingHours() {
	for name, cal := range map[string]peil.Calendar{"": peil.NorwegianCalendar(), "kveld": evening()} {
		before := 0.0
		for d := day("2024-10-01"); d.Before(day("2027-06-01")); d = d.AddDays(1) {
			open, shut, ok := cal.Open(d)
			if !ok {
				open = d.Start(oslo)
				shut = open
			}
			w.hours.add(map[string]any{"calendar": name, "day": d, "opens_at": open, "closes_at": shut, "before_min": before})
			before += shut.Sub(open).Minutes()
		}
	}
}

// clocks are the waiting times of every deal and lead.
func (w *world) clocks(r *rand.Rand) {
	for _, d := range w.deals.rows {
		w.clock(r, "new", d, d["created_at"].(time.Time))
		for _, kind := range []string{"reply", "stage", "handover"} {
			if r.IntN(3) == 0 {
				w.clock(r, kind, d, d["created_at"].(time.Time).Add(time.Duration(r.IntN(60*24*30))*time.Minute))
			}
		}
	}
	for _, l := range w.leads.rows {
		if l["deal_id"] == nil && l["junk"] == nil {
			w.clock(r, "new", l, l["received_at"].(time.Time).Add(time.Duration(r.IntN(60))*time.Minute))
		}
	}
}

// wait draws minutes that are often few.
func wait(r *rand.Rand) time.Duration {
	return []time.Duration{time.Duration(1 + r.IntN(12)), time.Duration(1 + r.IntN(240)), time.Duration(60 * (1 + r.IntN(100)))}[r.IntN(3)] * time.Minute
}

func (w *world) clock(r *rand.Rand, kind string, of map[string]any, start time.Time) {
	if start.After(now) {
		return
	}
	c := map[string]any{"kind": kind, "start_at": start, "start_on": on(start), "ended": "waiting", "precise": r.IntN(15) > 0, "answered_live": kind == "new" && r.IntN(12) == 0,
		"customer_again": r.IntN(8) == 0, "late_logged": r.IntN(9) == 0, "start_hour": start.In(oslo).Hour(), "start_weekday": int(start.In(oslo).Weekday()+6)%7 + 1}
	for _, name := range []string{"unit_id", "deal_id", "lead_id", "stage_id", "class", "pipeline_id", "source_id", "campaign", "channel", "account_id", "product_id", "family", "currency"} {
		if v, ok := of[name]; ok {
			c[name] = v
		}
	}
	who := pick(r, "user", 3)
	cal := calendarOf(who)
	if who == id("user 2") {
		c["calendar"] = "kveld"
	}
	from, to, open := cal.Open(on(start))
	c["in_hours"] = open && !start.Before(from) && start.Before(to)
	stop := start.Add(wait(r))
	switch x := r.IntN(10); {
	case x < 7 && !stop.After(now):
		c["stop_at"], c["ended"] = stop, "answered"
		if r.IntN(3) > 0 {
			if met := stop.Add(wait(r)); !met.After(now) {
				c["contact_at"] = met
			}
		}
	case x == 7 && !stop.After(now):
		c["ended_at"], c["ended"] = stop, "closed"
	default:
		stop = time.Time{}
	}
	if !stop.IsZero() {
		c["wall_min"], c["business_min"] = stop.Sub(start).Minutes(), cal.BusinessMinutes(start, stop)
	}
	if who.IsZero() && !stop.IsZero() && r.IntN(2) == 0 {
		at := start.Add(stop.Sub(start) / 2).Truncate(time.Minute)
		c["assigned_at"], c["assigned_min"] = at, cal.BusinessMinutes(start, at)
	} else if !who.IsZero() {
		c["responsible_id"], c["user_id"], c["assigned_min"] = who, who, 0.
	}
	w.response = append(w.response, maps.Clone(c))
	delete(c, "user_id")
	w.clockRows.add(c)
}

// minutesCut is how finely the report tells minutes.
func minutesCut(m float64) float64 {
	unit := 1.
	switch {
	case m <= 60:
		return m
	case m > 1440:
		unit = 60
	}
	return unit * float64(int(m/unit+1e-6))
}

// ranFor is how many minutes of the customer's day and of working hours a clock
// ran, or has run by a moment, and whether it was answered.
func ranFor(c map[string]any, end time.Time) (wall, business float64, answered bool) {
	start := c["start_at"].(time.Time)
	if stop := moment(c["stop_at"]); !stop.IsZero() {
		end, answered = stop, true
	} else if over := moment(c["ended_at"]); !over.IsZero() {
		end = over
	}
	return end.Sub(start).Minutes(), calendarOf(c["user_id"]).BusinessMinutes(start, end), answered
}

// response is the measures of 4.2, each clock looked at by itself.
func (n *naive) response() map[string]float64 {
	m := map[string]float64{}
	due := map[string]float64{}
	times := map[string][]timed{}
	for _, c := range n.rows(table{rows: n.w.response}, "start_on") {
		kind := c["kind"].(string)
		wall, business, answered := ranFor(c, now)
		if c["answered_live"] == true {
			m["answered_live"]++
			continue
		}
		if c["precise"] != true {
			continue
		}
		cause := 0
		if answered {
			cause = 1
		}
		if c["late_logged"] == true {
			m["late_logged"]++
		}
		times[kind] = append(times[kind], timed{minutesCut(business), cause})
		if kind != "new" {
			continue
		}
		m["clocks"]++
		for _, limit := range []float64{5, 10} {
			for suffix, x := range map[string]float64{"": business, "_wall": wall} {
				name := fmt.Sprintf("rt_share%.0f%s", limit, suffix)
				if answered || x > limit {
					due[name]++
				}
				if answered && x <= limit {
					m[name]++
				}
			}
		}
		times["wall"] = append(times["wall"], timed{minutesCut(wall), cause})
		if contact := moment(c["contact_at"]); !contact.IsZero() {
			m["rt_contact"]++
			times["contact"] = append(times["contact"], timed{minutesCut(contact.Sub(c["start_at"].(time.Time)).Minutes()), 1})
		} else {
			times["contact"] = append(times["contact"], timed{minutesCut(wall), 0})
		}
		if c["customer_again"] == true {
			m["asked_again"]++
		}
	}
	for _, name := range []string{"rt_share5", "rt_share10", "rt_share5_wall", "rt_share10_wall"} {
		m[name] /= due[name]
	}
	m["rt_contact"] /= m["clocks"]
	quantiles(m, times)
	n.waiting(m)
	return m
}

// quantiles are the medians and 90-percentiles of the lists of times.
func quantiles(m map[string]float64, times map[string][]timed) {
	for list, id := range map[string]string{"new": "rt", "reply": "reply", "stage": "stage", "handover": "handover", "wall": "wall", "contact": "rt_contact"} {
		for q, suffix := range map[float64]string{.5: "_p50", .9: "_p90"} {
			if id == "wall" {
				medianOf(m, "rt"+suffix+"_wall", times[list], q)
			} else if id != "rt_contact" || q == .5 {
				medianOf(m, id+suffix, times[list], q)
			}
		}
	}
}

// medianOf is the first time by which a share has had its event.
func medianOf(m map[string]float64, id string, ts []timed, q float64) {
	surviving(ts, func(t, s, _, _ float64) {
		if _, ok := m[id]; !ok && s <= 1-q+1e-12 {
			m[id] = t
		}
	})
}

// waiting counts who waits at the end of the window, since whenever.
func (n *naive) waiting(m map[string]float64) {
	for _, c := range n.w.response {
		over := moment(c["stop_at"])
		if over.IsZero() {
			over = moment(c["ended_at"])
		}
		if !n.in(c) || c["answered_live"] == true || c["precise"] != true || !c["start_at"].(time.Time).Before(n.end) || !over.IsZero() && over.Before(n.end) {
			continue
		}
		m[map[string]string{"new": "waiting", "reply": "reply_waiting", "stage": "stage_waiting", "handover": "handover_waiting"}[c["kind"].(string)]]++
		end := n.end
		if now.Before(end) {
			end = now
		}
		if calendarOf(c["user_id"]).BusinessMinutes(c["start_at"].(time.Time), end) >= 240 {
			m["over_sla"]++
		}
	}
}
