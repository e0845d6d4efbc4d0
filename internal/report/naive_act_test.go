package report_test

import (
	"slices"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
)

// meetings are the kinds that somebody comes to.
var meetings = []string{"meeting", "visit", "video", "demo"}

// sameIn reports whether a row's column is a slice's key.
func sameIn(column, slice string) func(map[string]any) bool {
	return func(r map[string]any) bool {
		v, _ := r[column].(string)
		return v == slice
	}
}

// acted are the activities and messages that count, alike.
func (n *naive) acted() (out []map[string]any) {
	for _, a := range n.w.acts.rows {
		if a["state"] == "done" && a["counted"] == true && a["dated"] == true {
			out = append(out, map[string]any{"kind": a["kind"], "at": a["done_at"], "on": a["done_on"], "outcome": a["outcome"], "contact": a["contact"], "user_id": a["user_id"], "deal_id": a["deal_id"]})
		}
	}
	for _, m := range n.w.messages.rows {
		if m["automated"] != true && m["dated"] == true {
			out = append(out, map[string]any{"kind": "email", "at": m["sent_at"], "on": m["sent_on"], "outcome": "sent", "contact": m["replied_at"] != nil, "user_id": m["user_id"], "deal_id": m["deal_id"],
				"loose": m["deal_id"] == nil && m["lead_id"] == nil})
		}
	}
	return out
}

// activities is the measures of 4.7 that are counts; planned is where the period
// ends.
func (n *naive) activities(planned peil.Date, kind string) map[string]float64 {
	m := map[string]float64{}
	contacts, targeted := 0., 0.
	for _, a := range n.acted() {
		if !n.p.Contains(date(a["on"])) || !n.in(a) || a["loose"] == true {
			continue
		}
		if a["outcome"] == "no_show" {
			m["no_show"]++
			continue
		}
		m["act_done"]++
		if a["contact"] == true {
			contacts++
		}
		if a["outcome"] == "held" && slices.Contains(meetings, a["kind"].(string)) {
			m["meetings_held"]++
		}
		// One seller has a quota of calls and meetings, the company one of visits.
		if a["kind"] == "visit" || a["user_id"] == id("user 0") && (a["kind"] == "call" || a["kind"] == "meeting") {
			targeted++
		}
	}
	m["act_contact"] = contacts / m["act_done"]
	for _, a := range n.w.acts.rows {
		if a["state"] == "planned" && n.in(a) && !date(a["due_on"]).Before(n.p.From) && date(a["due_on"]).Before(planned) {
			m["act_planned"]++
		}
		if p := date(a["planned_on"]); n.in(a) && !p.IsZero() && n.p.Contains(p) && slices.Contains(meetings, a["kind"].(string)) {
			m["act_booked"]++
		}
	}
	m["act_target"] = n.target(planned, kind)
	m["act_pct"] = targeted / m["act_target"]
	return m
}

// target counts the business days one by one.
func (n *naive) target(planned peil.Date, kind string) float64 {
	cal, sum := peil.NorwegianCalendar(), 0.
	for d := n.p.From; d.Before(planned); d = d.AddDays(1) {
		if !cal.IsBusinessDay(d) {
			continue
		}
		if kind == "" || kind == "call" {
			sum += 5. / 5
		}
		if kind == "" || kind == "meeting" {
			sum += 1. / 5
		}
		if (kind == "" || kind == "visit") && !d.Before(day("2025-06-10")) {
			first := peil.GrainMonth.Start(d, 0)
			sum += 7. / float64(cal.BusinessDays(first, peil.GrainMonth.Start(first.AddDays(31), 0)))
		}
	}
	return sum
}

// moved is the value of deals whose first forward move of the window that somebody
// had done something for lies in it.
func (n *naive) moved() float64 {
	sum := 0.
	acted := n.acted()
	for _, d := range n.w.deals.rows {
		var first map[string]any
		for _, v := range n.w.visits.rows {
			exit := moment(v["exit_at"])
			if v["deal_id"] != d["deal_id"] || v["dated"] != true || v["snapshot_only"] == true || v["exit_kind"] != "forward" && v["exit_kind"] != "won" || !n.p.Contains(date(v["exit_on"])) {
				continue
			}
			done := slices.ContainsFunc(acted, func(a map[string]any) bool {
				at := moment(a["at"])
				return a["deal_id"] == d["deal_id"] && a["outcome"] != "no_show" && !at.After(exit) && exit.Sub(at) <= 7*24*time.Hour
			})
			if done && (first == nil || exit.Before(moment(first["exit_at"]))) {
				first = v
			}
		}
		if first != nil {
			kr, _ := n.nok(d["value"], d["currency"], date(first["exit_on"]))
			sum += kr / 100
		}
	}
	return sum
}

// tried are the cases first tried in the window.
func (n *naive) tried() (out []map[string]any) {
	for _, o := range n.w.outreach.rows {
		if o["dated"] == true && n.p.Contains(date(o["tried_on"])) {
			out = append(out, o)
		}
	}
	return out
}

func bought(o map[string]any) bool {
	return o["outcome"] == "won" && !moment(o["closed_at"]).After(now)
}

// channels is the measures of 4.8 for a channel, "" for all.
func (n *naive) channels(channel string) map[string]float64 {
	m := map[string]float64{}
	var contacted, sold, both, contactedAny, wonAny, hoursAny, connects, restWon, rest float64
	for _, o := range n.tried() {
		if channel != "" && o["first_channel"] != channel {
			rest++
			if bought(o) {
				restWon++
			}
		} else {
			m["attempted"]++
			m["hours"] += float64(o["seconds"].(int)) / 3600
			if o["bounced"] == true {
				m["bounced"]++
			}
			if o["contact_at"] != nil {
				contacted++
				if bought(o) {
					both++
				}
			}
			if bought(o) {
				m["won"]++
				if kr, ok := n.nok(o["value"], o["currency"], date(o["closed_on"])); ok {
					sold += kr / 100
				}
			}
		}
		if o["contact_at"] != nil && (channel == "" || o["reached_by"] == channel) {
			m["reached_via"]++
		}
		for _, c := range n.w.channels.rows {
			if c["unit_id"] != o["unit_id"] || channel != "" && c["channel"] != channel {
				continue
			}
			m["attempted_any"]++
			m["attempts"] += float64(c["attempts"].(int))
			connects += float64(c["connects"].(int))
			hoursAny += float64(c["seconds"].(int)) / 3600
			if o["contact_at"] != nil {
				contactedAny++
			}
			if bought(o) {
				wonAny++
			}
		}
	}
	m["contact"], m["conv_contact"], m["yield"] = contacted/m["attempted"], both/contacted, m["won"]/m["attempted"]
	m["wins_hour"], m["value_hour"], m["connect"] = m["won"]/m["hours"], sold/m["hours"], connects/m["attempts"]
	m["contact_any"], m["yield_any"], m["wins_hour_any"] = contactedAny/m["attempted_any"], wonAny/m["attempted_any"], wonAny/hoursAny
	if channel != "" && m["won"] > 0 && restWon > 0 {
		m["yield_rr"] = m["yield"] / (restWon / rest)
	}
	return m
}

// person is who a message was to: one of two contacts was merged into the other.
func person(x map[string]any) any {
	if x["contact_id"] == id("contact 1") {
		return id("contact 2")
	}
	return x["contact_id"]
}

// email is the measures of 4.9.
func (n *naive) email() map[string]float64 {
	m, c := map[string]float64{}, map[string]float64{}
	apple := map[any]bool{}
	for _, x := range n.w.messages.rows {
		if at := moment(x["apple_at"]); !at.IsZero() && at.After(now.AddDate(0, 0, -180)) {
			apple[person(x)] = true
		}
	}
	for _, x := range n.rows(n.w.messages, "sent_on") {
		m["sent"]++
		for _, flag := range []string{"bounced", "complained", "unsubscribed", "auto_replied"} {
			if x[flag] == true {
				c[flag]++
			}
		}
		m["machine_opens"] += float64(x["opens_machine"].(int))
		m["machine_clicks"] += float64(x["clicks_machine"].(int))
		m["suspect"] += float64(x["opens_suspect"].(int))
		if x["delivered"] == true && !moment(x["sent_at"]).AddDate(0, 0, 7).After(now) {
			answered(c, x, apple[person(x)])
		}
	}
	m["delivered"], m["auto_replies"] = c["delivered"], c["auto_replied"]
	m["reply"], m["bounce"], m["complaint"], m["unsubscribe"] = c["replied"]/c["delivered"], c["bounced"]/m["sent"], c["complained"]/m["sent"], c["unsubscribed"]/m["sent"]
	m["open_lo"], m["open_hi"], m["click"] = c["read"]/c["tracked"], (c["read"]+c["unknown"])/c["tracked"], c["clicked"]/c["tracked"]
	m["cto"], m["measurable"] = c["both"]/c["opened"], c["measurable"]/c["tracked"]
	if c["measurable"] >= .5*c["tracked"] {
		m["open"] = c["opened"] / c["measurable"]
	}
	return m
}

// answered counts what the recipient of a message did within seven days; hidden is
// one whose opens cannot be seen.
func answered(c map[string]float64, x map[string]any, hidden bool) {
	within := func(column string) bool {
		at := moment(x[column])
		return !at.IsZero() && at.Sub(moment(x["sent_at"])) <= 7*24*time.Hour
	}
	count := func(name string, yes bool) {
		if yes {
			c[name]++
		}
	}
	click, reply := within("clicked_at"), within("replied_at")
	seen, tracked := within("opened_at") || click || reply, x["tracked"] == true
	count("delivered", true)
	count("replied", reply)
	count("tracked", tracked)
	count("clicked", tracked && click)
	count("read", tracked && seen)
	count("unknown", tracked && hidden && !seen)
	count("measurable", tracked && !hidden)
	count("opened", tracked && !hidden && seen)
	count("both", tracked && !hidden && seen && click)
}

// upsell is the measures of 4.4.
func (n *naive) upsell() map[string]float64 {
	m := map[string]float64{}
	existing, after := 0., 0.
	for _, c := range n.rows(n.w.credit, "won_on") {
		kr, ok := n.nok(c["amount"], c["currency"], date(c["won_on"]))
		if !ok {
			continue
		}
		kr /= 100
		m["rev"] += kr
		if c["after_first"] == true {
			after += kr
		}
		if c["class"] == "new" {
			continue
		}
		existing += kr
		owned := false
		for _, o := range n.w.owned.rows {
			owned = owned || o["account_id"] == c["account_id"] && o["family"] == c["family"] && (o["owned_from"] == nil || date(o["owned_from"]).Before(date(c["created_on"])))
		}
		switch {
		case c["class"] == "renewal":
			m["renewal"] += kr
		case c["family"] == "":
			m["unspecified"] += kr
		case owned:
			m["upsell"] += kr
		default:
			m["cross"] += kr
		}
	}
	if m["rev"] > 0 {
		m["share_existing"], m["share_after_first"] = existing/m["rev"], after/m["rev"]
	}
	n.buying(m)
	return m
}

// buying is what of it is counts: of deals and of customers.
func (n *naive) buying(m map[string]float64) {
	closed := map[any]float64{}
	for _, c := range n.rows(n.w.closes, "closed_on") {
		if c["outcome"] != "cancelled" {
			closed[c["class"]]++
			if c["outcome"] == "won" {
				m["succ_"+c["class"].(string)]++
			}
		}
	}
	delete(m, "succ_renewal")
	m["succ_new"], m["succ_existing"] = m["succ_new"]/closed["new"], m["succ_existing"]/closed["existing"]
	opened := 0.
	for _, d := range n.rows(n.w.deals, "created_on") {
		opened++
		if d["class"] == "existing" {
			m["opened_existing"]++
		}
	}
	m["opened_share"] = m["opened_existing"] / opened
	for _, c := range n.w.customers.rows {
		since := date(c["customer_from"])
		if !since.IsZero() && !since.Before(n.p.To) {
			continue
		}
		m["customers"]++
		for d := n.p.From; d.Before(n.p.To); d = d.AddDays(1) {
			if since.IsZero() || d.After(since) {
				m["customer_days"]++
			}
		}
	}
	m["attempts_cy"] = m["opened_existing"] / (m["customer_days"] / 365)
}

// actsAgree holds the reports of 4.4 and 4.7–4.9 against the reference.
func actsAgree(t *testing.T, v *facts.View, n *naive, p peil.Period) {
	t.Helper()
	res := ask(t, v, report.Query{Report: "activities", Period: p})
	want := n.activities(p.To, "")
	want["act_value"] = n.moved()
	agree(t, p.String()+" activities", res.Rows[0].Measures, want)
	for _, row := range res.Rows[1:] {
		want := n.where(sameIn("kind", *row.Slice)).activities(p.To, *row.Slice)
		agree(t, p.String()+" activities "+*row.Slice, row.Measures, want)
	}
	res = ask(t, v, report.Query{Report: "channels", Period: p})
	agree(t, p.String()+" channels", res.Rows[0].Measures, n.channels(""))
	for _, row := range res.Rows[1:] {
		agree(t, p.String()+" channel "+*row.Slice, row.Measures, n.channels(*row.Slice))
	}
	res = ask(t, v, report.Query{Report: "email", Period: p})
	agree(t, p.String()+" email", res.Rows[0].Measures, n.email())
	for _, row := range res.Rows[1:] {
		agree(t, p.String()+" template "+*row.Slice, row.Measures, n.where(sameIn("template", *row.Slice)).email())
	}
	res = ask(t, v, report.Query{Report: "upsell", Period: p})
	agree(t, p.String()+" upsell", res.Rows[0].Measures, n.upsell())
	for _, row := range res.Rows[1:] {
		want := n.where(sameIn("class", *row.Slice)).upsell()
		for _, id := range []string{"customers", "customer_days"} { // a customer has no class
			delete(want, id)
		}
		agree(t, p.String()+" upsell "+*row.Slice, row.Measures, want)
	}
}
