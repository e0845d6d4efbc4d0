package report_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"peil"
)

// market adds leads, half of the deals', with the sources that touched them,
// what the sources cost, budgets, and sellers' own probabilities.
func (w *world) market(r *rand.Rand) {
	for i := range 4 {
		into := any(nil)
		if i == 3 {
			into = id("source 0")
		}
		w.sources.add(map[string]any{"source_id": id(fmt.Sprintf("source %d", i)), "into_id": into})
	}
	for n, d := range w.deals.rows {
		if r.IntN(2) == 0 {
			w.lead(r, n, d)
		}
	}
	for n := range len(w.deals.rows) {
		w.lead(r, 10_000+n, nil)
	}
	first, last := day("2024-12-01"), day("2026-05-01")
	for d := first; d.Before(last); d = d.AddDays(1) {
		w.spend.add(map[string]any{"spend_id": id("spend 0"), "source_id": id("source 0"), "campaign": "vår", "day": d, "amount": 1234.5, "currency": "NOK"})
		w.spend.add(map[string]any{"spend_id": id("spend 1"), "source_id": id("source 1"), "campaign": "", "day": d, "amount": 200., "currency": "EUR"})
	}
	for _, s := range w.spans.rows {
		if r.IntN(4) == 0 {
			s["confidence"] = r.Float64()
		}
	}
	w.budgets()
}

// budgets are of every seller but one, of a team in which nobody has one, and of
// the company, which are then superfluous.
func (w *world) budgets() {
	add := func(name string, user, team any, per string, from, to any, value float64) {
		w.quotas.add(map[string]any{"quota_id": id(name), "user_id": user, "team_id": team, "kind": "revenue", "per": per, "from_on": from, "to_on": to,
			"value": value, "currency": "NOK"})
	}
	add("quota 0", id("user 0"), nil, "month", day("2025-01-01"), nil, 9_000_000)
	add("quota 1", id("user 0"), nil, "month", day("2026-03-11"), nil, 11_000_000)
	add("quota 2", id("user 1"), nil, "week", day("2025-06-01"), day("2026-04-01"), 3_000_000)
	add("quota 3", nil, id("team 7"), "period", day("2026-01-01"), day("2027-01-01"), 36_500_000)
	add("quota 4", nil, id("team 1"), "month", day("2025-01-01"), nil, 99_000_000)
	add("quota 5", nil, nil, "month", day("2025-01-01"), nil, 99_000_000)
	w.quotas.add(map[string]any{"quota_id": id("quota 6"), "user_id": id("user 0"), "kind": "won_count", "per": "month", "from_on": day("2025-01-01"), "value": 4.})
}

func (w *world) lead(r *rand.Rand, n int, deal map[string]any) {
	l := map[string]any{"unit_id": id("lead", fmt.Sprint(n)), "lead_id": id("lead", fmt.Sprint(n)), "status": "open", "dated": r.IntN(12) > 0, "inquiries": 1,
		"attempts": r.IntN(3), "source_id": pick(r, "source", 4), "campaign": []string{"", "vår", "høst"}[r.IntN(3)], "channel": []string{"phone", "email"}[r.IntN(2)],
		"user_id": pick(r, "user", 3), "account_id": id(fmt.Sprintf("account %d", r.IntN(3))), "currency": []string{"NOK", "EUR", "USD"}[r.IntN(3)]}
	at := now.Add(-time.Duration(1+r.IntN(480*24)) * time.Hour).Truncate(time.Hour)
	if deal != nil {
		at = deal["created_at"].(time.Time).Add(-time.Duration(r.IntN(200)) * time.Hour)
		l["deal_id"], l["status"], l["converted_at"] = deal["deal_id"], "converted", deal["created_at"]
		l["class"], l["pipeline_id"] = deal["class"], deal["pipeline_id"]
		if closed, ok := deal["closed_at"].(time.Time); ok {
			l["outcome"], l["closed_at"], l["closed_on"] = deal["status"], closed, on(closed)
			l["value"], l["currency"] = deal["value"], deal["currency"]
		}
	} else if r.IntN(6) == 0 {
		l["junk"] = "spam"
	}
	l["received_at"], l["received_on"] = at, on(at)
	w.leads.add(l)
	for i := range r.IntN(3) {
		w.touches.add(map[string]any{"unit_id": l["unit_id"], "lead_id": l["lead_id"], "source_id": id(fmt.Sprintf("source %d", r.IntN(4))), "touched_at": at, "position": i + 1})
	}
}

// sourceOf is the source that one was joined into.
func sourceOf(v any) string {
	if v == id("source 3") {
		return id("source 0").String()
	}
	return key(v)
}

// sources is the measures of 4.3.
func (n *naive) sources(h float64) map[string]float64 {
	m := map[string]float64{}
	var ts []timed
	sold := 0.0
	for _, l := range n.rows(n.w.leads, "received_on") {
		if l["junk"] != nil {
			m["leads_junk"]++
			continue
		}
		m["leads"]++
		if l["deal_id"] != nil {
			m["converted"]++
		}
		end, cause := now, 0
		if closed := moment(l["closed_at"]); !closed.IsZero() {
			end = closed
			cause = 2
			if l["outcome"] == "won" {
				cause = 1
				m["won"]++
				if kr, ok := n.nok(l["value"], l["currency"], date(l["closed_on"])); ok {
					sold += kr / 100
				}
			}
		}
		ts = append(ts, timed{max(0, end.Sub(moment(l["received_at"])).Hours()/24), cause})
	}
	m["converted"] /= m["leads"]
	rate := 0.0
	surviving(ts, func(t, _, f1, _ float64) {
		if t <= h {
			rate = f1
		}
	})
	m["win_rate_cohort"] = rate
	spent := 0.0
	for _, s := range n.rows(n.w.spend, "day") {
		if kr, ok := n.nok(s["amount"], s["currency"], date(s["day"])); ok {
			spent += kr / 100
		}
	}
	m["rpl"] = sold / m["leads"]
	if spent > 0 {
		m["spend"], m["cpl"], m["return"] = spent, spent/m["leads"], sold/spent
		if rate > 0 {
			m["cpw"] = spent / (m["leads"] * rate)
		}
	}
	return m
}

// forecast is F1 and F6 of 4.6; the budget is counted day by day.
func (n *naive) forecast(planned peil.Date) map[string]float64 {
	m := map[string]float64{}
	for _, s := range n.w.spans.rows {
		if !n.openAtEnd(s) {
			continue
		}
		m["open_n"]++
		p, own := s["confidence"].(float64)
		if !own {
			p = .5
		} else {
			m["overridden"]++
		}
		if kr, ok := n.nok(s["value"], s["currency"], n.p.To.AddDays(-1)); ok {
			m["open_value"] += kr / 100
			m["fc_weighted"] += kr / 100 * p
		}
	}
	for _, r := range n.rows(n.w.credit, "won_on") {
		if kr, ok := n.nok(r["amount"], r["currency"], date(r["won_on"])); ok {
			m["rev"] += kr / 100
		}
	}
	for d := n.p.From; d.Before(planned); d = d.AddDays(1) {
		inMonth := float64(peil.GrainMonth.Start(peil.GrainMonth.Start(d, 0).AddDays(31), 0).Sub(peil.GrainMonth.Start(d, 0)))
		month := 90_000.
		if !d.Before(day("2026-03-11")) {
			month = 110_000
		}
		m["quota"] += month / inMonth
		if !d.Before(day("2025-06-01")) && d.Before(day("2026-04-01")) {
			m["quota"] += 30_000. / 7
		}
		if !d.Before(day("2026-01-01")) {
			m["quota"] += 1000
		}
	}
	if gap := m["quota"] - m["rev"]; gap > 0 {
		m["coverage"] = m["open_value"] / gap
	}
	if !now.Before(planned.Start(oslo)) { // of a running period it is by what is expected in it
		m["coverage_req"] = m["open_value"] / m["fc_weighted"]
	}
	return m
}
