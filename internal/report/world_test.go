package report_test

import (
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"peil"
)

// world is a random company's facts, kept in Go for the naive reference.
type world struct {
	deals, spans, visits, entries, credit, closes, seen, fte, cost, calendar, fx, teams, stages, reasons, accounts, margin table
	leads, touches, spend, sources, quotas, hours, clockRows                                                               table
	acts, messages, outreach, channels, merges, customers, owned                                                           table
	// response are the clocks with their responsible under user_id, too.
	response []map[string]any
}

func (w *world) tables() []*table {
	return []*table{&w.deals, &w.spans, &w.visits, &w.entries, &w.credit, &w.closes, &w.seen, &w.fte, &w.cost, &w.calendar,
		&w.fx, &w.teams, &w.stages, &w.reasons, &w.accounts, &w.margin, &w.leads, &w.touches, &w.spend, &w.sources, &w.quotas, &w.hours, &w.clockRows,
		&w.acts, &w.messages, &w.outreach, &w.channels, &w.merges, &w.customers, &w.owned}
}

func (w *world) fill(t testing.TB, db *sql.DB) {
	t.Helper()
	for _, tb := range w.tables() {
		tb.insert(t, db)
	}
}

// random makes a company with so many deals in the sixteen months before now.
// Times are whole hours, so that cutting to the hour changes nothing.
func random(seed uint64, deals int) *world {
	r := rand.New(rand.NewPCG(seed, 7))
	w := &world{}
	for i, n := range []string{"deal_fact", "deal_span", "stage_visit", "stage_entry", "credit_fact", "close_fact", "competitor_seen",
		"fte_day", "cost_day", "calendar_day", "fx_day", "user_team", "stage_dim", "reason_dim", "account_dim", "margin_dim",
		"lead_fact", "touch_fact", "spend_day", "source_dim", "quota_fact", "open_hours", "response_clock", "activity_fact", "message_fact", "outreach_fact", "outreach_channel", "contact_merge", "customer_span", "owned_family"} {
		w.tables()[i].name = n
	}
	w.setup(r)
	for n := range deals {
		w.deal(r, n)
	}
	w.market(rand.New(rand.NewPCG(seed, 8)))
	w.workingHours()
	w.clocks(rand.New(rand.NewPCG(seed, 9)))
	w.doing(rand.New(rand.NewPCG(seed, 10)))
	return w
}

func pick(r *rand.Rand, kind string, n int) peil.ID {
	if i := r.IntN(n + 1); i < n {
		return id(fmt.Sprintf("%s %d", kind, i))
	}
	return peil.ID{}
}

func (w *world) setup(r *rand.Rand) {
	cal := peil.NorwegianCalendar()
	first, last := day("2024-12-01"), day("2026-05-01")
	for d := first; d.Before(last); d = d.AddDays(1) {
		w.calendar.add(map[string]any{"day": d, "business": cal.IsBusinessDay(d), "open_minutes": map[bool]int{true: 480}[cal.IsBusinessDay(d)]})
		w.fx.add(map[string]any{"currency": "EUR", "day": d, "rate": 11 + r.Float64(), "age_days": r.IntN(10)})
		for u := range 3 {
			if cal.IsBusinessDay(d) && !(u == 2 && d.Before(day("2026-03-09"))) {
				w.fte.add(map[string]any{"user_id": id(fmt.Sprintf("user %d", u)), "day": d, "fte": []float64{1, .8, .5}[u], "ramp": false, "assumed": u == 1})
			}
		}
		w.cost.add(map[string]any{"cost_id": id("salary"), "user_id": id("user 0"), "kind": "compensation", "day": d, "amount": 91234.567, "currency": "NOK"})
		w.cost.add(map[string]any{"cost_id": id("system"), "team_id": id("team 1"), "kind": "systems", "day": d, "amount": 3333.3, "currency": "EUR"})
	}
	w.teams.add(map[string]any{"user_id": id("user 0"), "team_id": id("team 0"), "from_on": first, "to_on": day("2026-03-20")})
	w.teams.add(map[string]any{"user_id": id("user 0"), "team_id": id("team 1"), "from_on": day("2026-03-20"), "to_on": nil})
	w.teams.add(map[string]any{"user_id": id("user 1"), "team_id": id("team 1"), "from_on": first, "to_on": nil})
	for i := range 3 {
		w.stages.add(map[string]any{"stage_id": id(fmt.Sprintf("stage %d", i)), "pipeline_id": id("pipeline 0"), "stage_order": i, "kind": "open", "default_p": .5, "sla_min": 240})
		w.accounts.add(map[string]any{"account_id": id(fmt.Sprintf("account %d", i)), "segment": fmt.Sprintf("s%d", i%2), "industry": "bygg", "size": "", "region": []string{"nord", "sør", ""}[i]})
	}
	for i := range 4 {
		into := any(nil)
		if i == 3 {
			into = id("reason 0")
		}
		w.reasons.add(map[string]any{"reason_id": id(fmt.Sprintf("reason %d", i)), "into_id": into, "kind": "lost", "topic": ""})
	}
	w.margin.add(map[string]any{"family": "", "pct": .4})
	w.margin.add(map[string]any{"family": "service", "pct": .7})
}

// walk is a deal on its way through the stages.
type walk struct {
	w           *world
	r           *rand.Rand
	id, user    peil.ID
	common      map[string]any
	dated, snap bool
	value       any
	at          time.Time
	order       int
	entered     map[int]bool
	outcome     string
	closed      time.Time
}

func on(t time.Time) peil.Date { return peil.DateOf(t, oslo) }

func (k *walk) hours(most int) time.Duration { return time.Duration(1+k.r.IntN(most)) * time.Hour }

// row is what all rows of the deal have, and more.
func (k *walk) row(more map[string]any) map[string]any {
	out := maps.Clone(k.common)
	maps.Copy(out, more)
	return out
}

func stageID(order int) peil.ID { return id(fmt.Sprintf("stage %d", order)) }

// deal adds one deal with everything that follows from it.
func (w *world) deal(r *rand.Rand, n int) {
	deal := id("deal", fmt.Sprint(n))
	k := &walk{w: w, r: r, id: deal, entered: map[int]bool{}, outcome: "open", user: pick(r, "user", 3), dated: r.IntN(12) > 0, snap: r.IntN(10) == 0}
	k.common = map[string]any{"unit_id": deal, "deal_id": deal, "currency": []string{"NOK", "NOK", "EUR", "USD"}[r.IntN(4)],
		"class": []string{"new", "existing", "renewal"}[r.IntN(3)], "pipeline_id": id("pipeline 0"), "source_id": pick(r, "source", 3),
		"campaign": []string{"", "vår", "høst"}[r.IntN(3)], "channel": []string{"phone", "email"}[r.IntN(2)],
		"account_id": id(fmt.Sprintf("account %d", r.IntN(3))), "product_id": pick(r, "product", 2), "family": []string{"", "service", "goods"}[r.IntN(3)]}
	if r.IntN(15) > 0 {
		k.value = int64(r.IntN(9_000_000))
	}
	created := now.Add(-k.hours(480 * 24)).Truncate(time.Hour)
	k.at = created
	for visit := 0; k.stay(visit); visit++ {
	}
	k.finish(created)
}

// enter notes the first time in a stage, or past it.
func (k *walk) enter(order int, how string) {
	if k.entered[order] {
		return
	}
	k.entered[order] = true
	k.w.entries.add(k.row(map[string]any{"stage_id": stageID(order), "stage_order": order, "how": how, "entered_at": k.at, "entered_on": on(k.at),
		"cause": "open", "dated": k.dated, "snapshot_only": k.snap, "user_id": k.user, "value": k.value}))
}

// stay adds a visit and moves on; false where the deal closed or stands still.
func (k *walk) stay(visit int) bool {
	k.enter(k.order, "entered")
	v := k.row(map[string]any{"visit": visit, "stage_id": stageID(k.order), "stage_order": k.order, "enter_at": k.at, "enter_on": on(k.at),
		"exit_kind": "open", "skipped": false, "dated": k.dated, "snapshot_only": k.snap, "user_id": k.user, "paused_seconds": 0})
	k.w.visits.add(v)
	next := k.at.Add(k.hours(40 * 24))
	if next.After(now) || visit > 5 {
		return false
	}
	to := k.order + 1
	switch x := k.r.IntN(10); {
	case x < 2:
		k.outcome = "lost"
	case x == 2:
		k.outcome = "cancelled"
	case k.order == 2 || x == 3:
		k.outcome = "won"
	case x == 4 && k.order == 0:
		to = 2
	case x == 5 && k.order > 0:
		to = k.order - 1
	}
	kind := "forward"
	if k.outcome != "open" {
		kind = k.outcome
	} else if to < k.order {
		kind = "back"
	}
	v["exit_at"], v["exit_on"], v["exit_kind"], v["skipped"] = next, on(next), kind, kind == "forward" && to > k.order+1
	v["open_seconds"] = int64(next.Sub(k.at).Seconds())
	k.at = next
	if k.outcome != "open" {
		k.closed = next
		k.w.settle(k.id, k.order, k.outcome, next, on(next))
		return false
	}
	for o := k.order + 1; o < to; o++ {
		k.enter(o, "skipped")
	}
	if to > k.order {
		k.w.settle(k.id, to-1, "advance", next, on(next))
	}
	k.order = to
	return true
}

// settle sets the cause of the entries that are still open, up to an order.
func (w *world) settle(deal peil.ID, order int, cause string, at time.Time, on peil.Date) {
	for _, e := range w.entries.rows {
		if e["deal_id"] != deal || e["cause"] != "open" {
			continue
		}
		c := cause
		if cause == "won" {
			c = "advance"
		}
		if cause == "advance" && e["stage_order"].(int) > order {
			continue
		}
		e["cause"], e["cause_at"], e["cause_on"] = c, at, on
	}
}

// closeEntries says in the deal's entries what came of it, and how long it stood in
// each stage.
func (k *walk) closeEntries() {
	open := map[any]int64{}
	for _, v := range k.w.visits.rows {
		if s, ok := v["open_seconds"].(int64); ok && v["deal_id"] == k.id {
			open[v["stage_id"]] += s
		}
	}
	for _, e := range k.w.entries.rows {
		if e["deal_id"] != k.id {
			continue
		}
		e["outcome"] = k.outcome
		if s, ok := open[e["stage_id"]]; ok {
			e["open_seconds"] = s
		}
		if !k.closed.IsZero() {
			e["closed_at"] = k.closed
		}
	}
}

// finish adds what a deal is in the end.
func (k *walk) finish(created time.Time) {
	w, r, user, stage, closed, outcome, value, dated, snap := k.w, k.r, k.user, stageID(k.order), k.closed, k.outcome, k.value, k.dated, k.snap
	asked := any(nil)
	askedOn := any(nil)
	if r.IntN(2) == 0 {
		t := created.Add(-time.Duration(r.IntN(100)) * time.Hour)
		asked, askedOn = t, on(t)
	}
	d := k.row(map[string]any{"status": outcome, "user_id": user, "stage_id": stage, "created_at": created, "created_on": on(created), "dated": dated,
		"inquiry_at": asked, "inquiry_on": askedOn, "value": value, "snapshot_only": snap, "human_activities": 1})
	w.deals.add(d)
	span := k.row(map[string]any{"part": 0, "from_at": created, "from_on": on(created), "dated": dated, "user_id": user, "stage_id": stage,
		"value": value, "snapshot_only": snap})
	w.spans.add(span)
	k.closeEntries()
	if closed.IsZero() {
		return
	}
	d["closed_at"], d["closed_on"] = closed, on(closed)
	span["to_at"], span["to_on"] = closed, on(closed)
	c := k.row(map[string]any{"outcome": outcome, "auto": outcome == "lost" && r.IntN(5) == 0, "closed_at": closed, "closed_on": on(closed),
		"backdated": r.IntN(9) == 0, "dated": dated, "created_at": created, "created_on": on(created), "user_id": user, "stage_id": stage, "value": value, "snapshot_only": snap})
	if outcome != "won" {
		c["reason_id"] = pick(r, "reason", 4)
	}
	if outcome == "lost" && r.IntN(3) == 0 {
		c["competitor_id"] = pick(r, "competitor", 2)
	}
	w.closes.add(c)
	for i := range 2 {
		if r.IntN(4) == 0 {
			w.seen.add(map[string]any{"unit_id": k.id, "deal_id": k.id, "competitor_id": id(fmt.Sprintf("competitor %d", i)), "seen_at": created})
		}
	}
	if outcome != "won" {
		return
	}
	k.sell(created)
}

// sell adds the credit of a win: sometimes split, sometimes corrected later.
func (k *walk) sell(created time.Time) {
	r, user, closed, value := k.r, k.user, k.closed, k.value
	part := func(n int, kind string, main bool, who peil.ID, amount any, at time.Time) {
		k.w.credit.add(k.row(map[string]any{"part": n, "kind": kind, "main": main, "user_id": who, "share": .5, "amount": amount,
			"won_at": at, "won_on": on(at), "dated": k.dated, "created_at": created, "created_on": on(created), "stage_id": stageID(k.order)}))
	}
	v, ok := value.(int64)
	if ok && r.IntN(3) == 0 {
		part(0, "won", true, user, v/2, closed)
		part(1, "won", false, id("user 0"), v-v/2, closed)
	} else {
		part(0, "won", true, user, value, closed)
	}
	if ok && r.IntN(6) == 0 {
		part(2, "adjust", false, user, -v/10, closed)
	}
}
