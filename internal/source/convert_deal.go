package source

import (
	"strings"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

func stageKindOf(name string) peil.StageKind { return mapping.StageKindOf(name) }

func dealRow(r *reading, rec *record) {
	rec.Name = fields(r.text("name"))
	rec.Created, rec.Updated, rec.StageSince = r.happened("created"), r.happened("updated"), r.happened("stage_since")
	r.owner(rec)
	r.account(rec)
	r.contact(rec)
	r.link(rec, lead, "lead", r.text("lead_id"), "", "", false)
	rec.Campaign, rec.Per = fields(r.text("campaign")), firstOf(r.text("merged_into"))
	r.sources(rec)
	r.several("competitor", "competitor", &rec.Competitor, &rec.Rivals)
	if minor, cur, ok := r.money("value"); ok {
		rec.Value, rec.HasValue, rec.Currency = minor, true, string(cur)
	}
	r.link(rec, product, "product", r.text("product_id"), "", r.text("product"), true)
	rec.Family, rec.Quantity = fields(r.text("family")), r.number("quantity")
	if strings.Contains(nameKey(r.text("type")), "renew") || strings.Contains(nameKey(r.text("type")), "forny") {
		rec.Hint = "renewal"
	}
	r.outcome(rec)
	if !rec.Created.set() && !rec.Closed.set() {
		rec.Created = r.undated()
	}
	if rec.HasValue && !r.bad {
		r.c.money[peil.Currency(rec.Currency)]++
	}
}

// contact links to a person by id or address, else by name.
func (r *reading) contact(rec *record) {
	name := r.text("contact")
	r.link(rec, contact, "contact", r.text("contact_id"), name, "", false)
	if rec.Contact.IsZero() && name != "" {
		r.link(rec, contact, "contact", "", "", name, false)
	}
}

// outcome finds where a deal stands and how it ended, from stage, status and
// the dates of winning and losing.
func (r *reading) outcome(rec *record) {
	pipeline := r.c.pipeline(r.text("pipeline"))
	name, status := fields(r.text("stage")), fields(r.text("status"))
	var at *stage
	kind := peil.StageOpen
	if name != "" {
		at = r.c.stage(pipeline, name)
		kind = at.kind
	}
	if k := stageKindOf(status); k != peil.StageOpen {
		kind = k
	}
	won, lost, closed := r.happened("won_at"), r.happened("lost_at"), moment{}
	if status == "" && kind == peil.StageOpen {
		switch {
		case won.set():
			kind = peil.StageWon
		case lost.set():
			kind = peil.StageLost
		}
	}
	switch {
	case kind == peil.StageOpen:
		rec.Expected = r.moment("closed")
	case kind == peil.StageWon && won.set():
		closed = won
	case kind == peil.StageLost && lost.set():
		closed = lost
	default:
		closed = r.happened("closed")
	}
	if e := r.moment("expected_close"); e.set() {
		rec.Expected = e
	}
	rec.P, rec.HasP = r.percent("probability")
	if rec.HasP && at != nil && at.kind == peil.StageOpen {
		at.ps[rec.P]++
	}
	rec.Deal, rec.Kind = pipeline, string(kind)
	switch {
	case at != nil && at.kind == peil.StageOpen:
		rec.Stage = at.id
	case r.t.System == "maven" && rec.Created.set(): // engage_date is when Engaging began
		rec.Stage = r.c.stage(pipeline, "Engaging").id
	}
	if kind == peil.StageOpen {
		return
	}
	rec.Closed = closed
	if kind != peil.StageWon && rec.HasValue && rec.Value == 0 {
		rec.HasValue = false // an export's 0 for what did not come in, not what was offered
	}
	if reason := fields(r.text("reason")); reason != "" && kind != peil.StageWon {
		rec.Reason, _ = r.c.books["reason"].make(reason, r.c.newID)
		if kind == peil.StageCancelled {
			r.c.cancels[rec.Reason] = true
		}
	}
}

func dealKey(r *reading, rec *record) string {
	return strings.Join([]string{nameKey(rec.Name), nameKey(r.text("account") + r.text("account_id")), r.text("created"), nameKey(r.text("product"))}, "|")
}

func dealDone(c *check, rec *record) bool {
	if rec.Lead.IsZero() {
		rec.Lead = c.leadOf[key(rec.System, rec.Ext)]
	}
	if rec.Created.prec == precUnknown {
		c.noTime++
	}
	if c.hist {
		c.pipeOf[rec.ID] = rec.Deal
	}
	rec.Group = rec.ID
	c.snapshots++ // until a history tells how it moved
	if c.p.has(mapping.Lines) {
		c.born[rec.ID] = rec.Created
	}
	if w, ok := c.firstWin[rec.Account]; rec.Kind == string(peil.StageWon) && rec.Closed.set() && (!ok || rec.Closed.ms < w) {
		c.firstWin[rec.Account] = rec.Closed.ms
	}
	c.touch(rec.Owner, rec.Created)
	c.touch(rec.Owner, rec.Closed)
	return true
}

func activityRow(r *reading, rec *record) {
	rec.Name, rec.Note = fields(r.text("name")), r.text("note")
	r.owner(rec)
	r.link(rec, deal, "deal", r.text("deal_id"), "", r.text("deal"), false)
	r.contact(rec)
	r.link(rec, lead, "lead", r.text("lead_id"), "", "", false)
	r.account(rec)
	rec.Kind = r.activityKind(r.text("kind"), rec.Name)
	rec.Direction, rec.Outcome = string(peil.Out), remember(r.results, r.text("outcome"), outcomeWord)
	if d := nameKey(r.text("direction")); strings.HasPrefix(d, "in") {
		rec.Direction = string(peil.In)
	}
	rec.Automated, _ = value.ParseBool(r.text("automated"))
	rec.At, rec.Due = r.moment("at"), r.moment("due")
	rec.Created = r.moment("created")
	r.whetherDone(rec)
	if s := r.text("duration"); s != "" {
		unit := secondsOrMinutes(r.t.Columns[r.cols["duration"]].Unit)
		if d, ok := value.ParseDuration(s, unit); ok {
			rec.Duration = int64(d.Seconds())
		}
	}
}

// activityKind reads the type; without one that says something, the table's
// name and then the subject tell.
func (r *reading) activityKind(typ, subject string) string {
	kind := remember(r.kinds, typ, func(s string) string { return activityKind(s, r.f.Base) })
	if kind == string(peil.Other) {
		kind = activityKind(subject)
	}
	return kind
}

// remember reads a text once, as long as there are not too many different ones.
func remember(known map[string]string, s string, read func(string) string) string {
	v, ok := known[s]
	if !ok {
		if v = read(s); len(known) < 1000 {
			known[strings.Clone(s)] = v
		}
	}
	return v
}

// whetherDone tells what was done from what is only planned: by the status
// where there is one, else by whether its time has come.
func (r *reading) whetherDone(rec *record) {
	status := r.text("status")
	done, told := value.ParseBool(status)
	switch nameKey(status) {
	case "held", "deferred", "not started", "ikke startet", "waiting", "venter", "in progress", "pågår", "planned", "planlagt", "scheduled":
		done, told = nameKey(status) == "held", true
	}
	when := rec.At
	for _, m := range []moment{rec.Due, rec.Created} {
		if !when.set() {
			when = m
		}
	}
	ahead := when.set() && when.ms > r.c.ms
	switch {
	case told && done && ahead: // done, whatever day it was planned for
		when = rec.Created
		if when.ms > r.c.ms {
			when = moment{r.c.last, precUnknown}
		}
	case told:
		rec.Planned = !done
	default:
		rec.Planned = ahead || !rec.At.set() && rec.Due.set()
	}
	if rec.Planned {
		if !rec.Due.set() {
			rec.Due = when
		}
		if rec.At = rec.Created; rec.At.ms > r.c.ms {
			rec.At = moment{}
		}
		return
	}
	if rec.At = when; !rec.At.set() {
		rec.At = r.undated()
	}
	if rec.At.ms < earliestMS {
		r.refuse("at", r.text("at"), "before_1990")
	}
}

// activityDone sorts activities by what they are folded with: those of a deal
// are then stored together, in whatever order the file has them.
func activityDone(c *check, rec *record) bool {
	for _, id := range [...]peil.ID{rec.Deal, rec.Lead, rec.Contact, rec.Account, rec.Owner} {
		if rec.Group.IsZero() {
			rec.Group = id
		}
	}
	if !rec.Planned {
		c.touch(rec.Owner, rec.At)
	}
	return true
}
