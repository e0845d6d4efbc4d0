package report_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"time"

	"peil"
)

// doing adds what people do on deals and leads, what is planned, what is written,
// and what customers own.
func (w *world) doing(r *rand.Rand) {
	for n, d := range w.deals.rows {
		w.attempted(r, fmt.Sprint("d", n), d, d["created_at"].(time.Time))
	}
	for n, l := range w.leads.rows {
		if l["deal_id"] == nil && l["junk"] == nil {
			w.attempted(r, fmt.Sprint("l", n), l, l["received_at"].(time.Time))
		}
	}
	w.merges.add(map[string]any{"unit_id": id("contact 1"), "contact_id": id("contact 1"), "into_id": id("contact 2")})
	for n, from := range []any{day("2024-06-01"), day("2026-03-10"), nil} {
		account := id(fmt.Sprintf("account %d", n))
		c := map[string]any{"account_id": account, "customer_from": from, "opening": n == 2, "wins": n + 1}
		if n < 2 {
			c["first_win_on"] = from
			c["second_win_on"] = []any{day("2025-01-05"), nil}[n]
		}
		w.customers.add(c)
		w.owned.add(map[string]any{"account_id": account, "family": []string{"service", "goods", "goods"}[n], "owned_from": from})
	}
	w.owned.add(map[string]any{"account_id": id("account 0"), "family": "goods", "owned_from": day("2025-09-01")})
	for kind, value := range map[string]float64{"call": 5, "meeting": 1} {
		w.quotas.add(map[string]any{"quota_id": id("quota", kind), "user_id": id("user 0"), "kind": "activity:" + kind, "per": "week", "from_on": day("2025-01-01"), "value": value})
		w.quotas.add(map[string]any{"quota_id": id("quota 9", kind), "kind": "activity:" + kind, "per": "month", "from_on": day("2025-01-01"), "value": 40.})
	}
	w.quotas.add(map[string]any{"quota_id": id("quota visit"), "kind": "activity:visit", "per": "month", "from_on": day("2025-06-10"), "value": 7.})
}

// attempted is the attempts on one case.
func (w *world) attempted(r *rand.Rand, name string, of map[string]any, began time.Time) {
	common := map[string]any{}
	for _, c := range []string{"unit_id", "deal_id", "lead_id", "pipeline_id", "source_id", "campaign", "class", "account_id"} {
		if v, ok := of[c]; ok {
			common[c] = v
		}
	}
	o := untried(r, of, common, began)
	at := began.Add(wait(r))
	channels := map[string]map[string]any{}
	attempts, seconds := 0, 0
	for range r.IntN(6) {
		if at.After(now) {
			break
		}
		kind := []string{"call", "email", "meeting", "visit"}[r.IntN(4)]
		attempts++
		met := r.IntN(3) == 0
		took := []int{360, 180, 3600, 5400}[r.IntN(4)]
		seconds += took
		c := channels[kind]
		if c == nil {
			c = map[string]any{"unit_id": of["unit_id"], "deal_id": of["deal_id"], "lead_id": of["lead_id"], "channel": kind, "first_at": at, "attempts": 0, "connects": 0, "seconds": 0}
			channels[kind] = c
			w.channels.add(c)
		}
		c["attempts"], c["seconds"] = c["attempts"].(int)+1, c["seconds"].(int)+took
		if met {
			c["connects"] = c["connects"].(int) + 1
		}
		who := pick(r, "user", 3)
		if attempts == 1 {
			o["tried_at"], o["tried_on"], o["first_channel"], o["user_id"] = at, on(at), kind, who
		}
		if met && o["contact_at"] == nil {
			o["contact_at"], o["contact_attempt"], o["reached_by"] = at, attempts, kind
		}
		if kind == "email" {
			w.message(r, name+fmt.Sprint(attempts), common, at, who)
		} else {
			w.activity(r, name+fmt.Sprint(attempts), common, at, who, kind, met)
		}
		at = at.Add(wait(r))
	}
	w.plan(r, name, common)
	if attempts == 0 {
		return
	}
	o["attempts"], o["seconds"] = attempts, seconds
	if r.IntN(5) == 0 {
		o["experiment"], o["arm"] = "kanal", []string{"call", "email"}[r.IntN(2)]
	}
	w.outreach.add(o)
}

// untried is a case before anybody tried, with what became of it.
func untried(r *rand.Rand, of, common map[string]any, began time.Time) map[string]any {
	o := maps.Clone(common)
	for _, c := range []string{"channel", "product_id", "family", "currency", "value"} {
		if v, ok := of[c]; ok {
			o[c] = v
		}
	}
	o["began_at"], o["began_on"], o["dated"], o["cold"], o["bounced"] = began, on(began), r.IntN(12) > 0, r.IntN(3) == 0, r.IntN(9) == 0
	if of["status"] != "open" && of["closed_at"] != nil {
		o["outcome"], o["closed_at"], o["closed_on"] = of["status"], of["closed_at"], of["closed_on"]
		if of["outcome"] != nil {
			o["outcome"] = of["outcome"]
		}
	}
	return o
}

// plan puts a meeting on some cases' lists.
func (w *world) plan(r *rand.Rand, name string, common map[string]any) {
	if r.IntN(6) == 0 {
		due := now.Add(time.Duration(r.IntN(40*24)-20*24) * time.Hour)
		a := maps.Clone(common)
		maps.Copy(a, map[string]any{"activity_id": id("planned", name), "state": "planned", "kind": "meeting", "due_at": due, "due_on": on(due), "planned_on": on(due.AddDate(0, 0, -9)), "dated": true, "user_id": pick(r, "user", 3)})
		w.acts.add(a)
	}
}

func (w *world) activity(r *rand.Rand, name string, common map[string]any, at time.Time, who peil.ID, kind string, met bool) {
	a := maps.Clone(common)
	outcome := "no_answer"
	switch {
	case met && kind == "call":
		outcome = "connected"
	case met:
		outcome = "held"
	case kind != "call":
		outcome = "no_show"
	}
	maps.Copy(a, map[string]any{"activity_id": id("activity", name), "state": "done", "kind": kind, "direction": "out", "outcome": outcome, "automated": false, "done_at": at, "done_on": on(at),
		"dated": r.IntN(12) > 0, "counted": r.IntN(8) > 0, "attempt": true, "contact": met, "user_id": who, "stage_id": stageID(r.IntN(3)), "contact_id": id(fmt.Sprintf("contact %d", r.IntN(40)))})
	if kind != "call" {
		a["planned_on"] = on(at.AddDate(0, 0, -3))
	}
	w.acts.add(a)
}

// message is a mail with what people and machines did to it.
func (w *world) message(r *rand.Rand, name string, common map[string]any, at time.Time, who peil.ID) {
	m := maps.Clone(common)
	bounced := r.IntN(12) == 0
	maps.Copy(m, map[string]any{"message_id": id("message", name), "sent_at": at, "sent_on": on(at), "dated": r.IntN(12) > 0, "delivered": !bounced, "bounced": bounced,
		"complained": r.IntN(40) == 0, "unsubscribed": r.IntN(30) == 0, "tracked": r.IntN(4) > 0, "automated": r.IntN(5) == 0, "sequence_step": max(0, r.IntN(5)-2),
		"opens_machine": r.IntN(3), "clicks_machine": r.IntN(2), "opens_suspect": r.IntN(2), "clicks_suspect": 0, "auto_replied": r.IntN(9) == 0,
		"template": []string{"a", "b", ""}[r.IntN(3)], "subject_variant": []string{"x", ""}[r.IntN(2)], "content": "v1", "user_id": who, "contact_id": id(fmt.Sprintf("contact %d", r.IntN(40)))})
	if r.IntN(20) == 0 { // to nobody's deal
		delete(m, "deal_id")
		delete(m, "lead_id")
	}
	after := func() any {
		if t := at.Add(time.Duration(r.IntN(9*24*60)) * time.Minute); !bounced && !t.After(now) && r.IntN(3) > 0 {
			return t
		}
		return nil
	}
	m["opened_at"], m["replied_at"] = after(), nil
	if r.IntN(3) == 0 {
		m["replied_at"] = after()
	}
	if r.IntN(2) == 0 {
		m["clicked_at"] = after()
		m["last_click_at"] = m["clicked_at"]
	}
	m["last_open_at"] = m["opened_at"]
	if r.IntN(6) == 0 && !bounced {
		m["apple_at"] = at
	}
	w.messages.add(m)
}
