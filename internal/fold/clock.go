package fold

import (
	"time"

	"peil"
)

// clock is a response clock (4.2). It runs until stop or ended is set.
type clock struct {
	kind        string
	start       peil.Event
	stage       peil.ID
	responsible peil.ID
	stop        *peil.Event
	responder   peil.ID
	ended       string
	endedAt     time.Time
	contact     time.Time
	assigned    time.Time
	live, again bool
}

func (c *clock) pending() bool { return c.stop == nil && c.ended == "" }

// start opens a clock unless one of its kind is running.
func (st *story) start(e peil.Event, kind string) {
	for i := range st.clocks {
		if st.clocks[i].kind == kind && st.clocks[i].pending() {
			st.clocks[i].again = true
			return
		}
	}
	st.clocks = append(st.clocks, clock{kind: kind, start: e, stage: st.stage.ID, responsible: first(st.owner, st.lead.owner)})
}

// inquire is a customer who contacts the company: a new clock, or a reply clock
// where the case had been answered before.
func (st *story) inquire(e peil.Event, p peil.InquiryReceived) {
	st.lead.inquire(e, p)
	if p.AnsweredLive {
		st.clocks = append(st.clocks, clock{kind: "new", start: e, stage: st.stage.ID, responsible: st.owner,
			live: true, ended: "answered", endedAt: e.At, contact: e.At})
		return
	}
	kind := "new"
	for _, c := range st.clocks {
		if c.kind == "new" && !c.pending() {
			kind = "reply"
		}
	}
	st.start(e, kind)
}

// heard is an unanswered message or call from the customer.
func (st *story) heard(e peil.Event) {
	for i := range st.clocks {
		if st.clocks[i].pending() {
			st.clocks[i].again = true
		}
	}
	if st.status == "open" {
		st.start(e, "reply")
	}
}

// attempted stops every clock that runs: somebody at our firm has tried.
func (st *story) attempted(e peil.Event, by peil.ID) {
	for i := range st.clocks {
		if c := &st.clocks[i]; c.pending() && !c.start.At.After(e.At) {
			ev := e
			c.stop, c.responder = &ev, by
		}
	}
}

// met notes a two-way contact on the clocks that have none yet.
func (st *story) met(at time.Time) {
	for i := range st.clocks {
		if c := &st.clocks[i]; c.contact.IsZero() && !c.start.At.After(at) {
			c.contact = at
		}
	}
}

// assigned notes when the case first got an owner after a clock began: there
// the system's delay ends and the human one begins.
func (st *story) assigned(at time.Time) {
	for i := range st.clocks {
		if c := &st.clocks[i]; c.pending() && c.assigned.IsZero() {
			c.assigned = at
		}
	}
}

func (st *story) leaveStage(at time.Time) {
	for i := range st.clocks {
		if c := &st.clocks[i]; c.kind == "stage" && c.pending() {
			c.ended, c.endedAt = "left_stage", at
		}
	}
}

func (st *story) stopClocks(at time.Time, why string) {
	for i := range st.clocks {
		if c := &st.clocks[i]; c.pending() {
			c.ended, c.endedAt = why, at
		}
	}
}

// lateLog is how long after it happened an activity may be logged (4.2).
const lateLog = 24 * time.Hour

// late reports what was logged late by whoever did it; an import brings a whole
// history at once, which says nothing of that.
func late(e peil.Event) bool { return e.Batch.IsZero() && e.RecordedAt.Sub(e.At) > lateLog }

// precise reports whether minutes may be counted from the event.
func precise(e peil.Event) bool {
	return e.AtPrecision != peil.Day && e.AtPrecision != peil.Unknown
}

// row measures a clock on both bases.
func (c *clock) row(st *story) ResponseClock {
	r := ResponseClock{UnitID: st.unit, DealID: st.named(), LeadID: st.lead.id, Kind: c.kind, StageID: c.stage,
		StartAt: c.start.At, StartOn: st.set.date(c.start.At), Ended: "waiting", ContactAt: c.contact, AssignedAt: c.assigned,
		AnsweredLive: c.live, CustomerAgain: c.again, ResponsibleID: c.responsible, ResponderID: c.responder, Precise: precise(c.start)}
	if r.StageID.IsZero() && len(st.visits) > 0 { // the inquiry came before the deal: its first stage
		r.StageID = st.visits[0].stage.ID
	}
	at := c.start.At.In(st.set.zone())
	r.StartHour, r.StartWeekday = int64(at.Hour()), int64((at.Weekday()+6)%7)+1
	cal := st.set.calendarOf(c.responsible)
	r.Calendar, r.InHours = st.set.userCalendars[c.responsible], isOpen(cal, c.start.At)
	if !c.responsible.IsZero() || !c.assigned.IsZero() {
		lag := 0.0
		if c.responsible.IsZero() {
			lag = cal.BusinessMinutes(c.start.At, c.assigned)
		}
		r.AssignedMin = &lag
	}
	end := c.endedAt
	if c.ended != "" {
		r.Ended, r.EndedAt = c.ended, c.endedAt
	}
	if c.stop != nil {
		end = c.stop.At
		r.Ended, r.StopAt, r.StopEventID = "answered", c.stop.At, c.stop.ID
		r.LateLogged, r.Precise = late(*c.stop), r.Precise && precise(*c.stop)
	}
	if !end.IsZero() {
		wall := end.Sub(c.start.At).Minutes()
		business := cal.BusinessMinutes(c.start.At, end)
		r.WallMin, r.BusinessMin = &wall, &business
	}
	return r
}

// named is the deal that the case is about: also one that is only spoken of,
// in an inquiry that has not been made a deal.
func (st *story) named() peil.ID {
	if st.deal.IsZero() && st.lead.id.IsZero() {
		return st.key
	}
	return st.deal
}

// isOpen reports whether somebody is at work at an instant.
func isOpen(cal peil.Calendar, t time.Time) bool {
	from, to, ok := cal.Open(peil.DateOf(t, cal.Location))
	return ok && !t.Before(from) && t.Before(to)
}
