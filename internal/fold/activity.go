package fold

import (
	"time"

	"peil"
)

// activity is something that was done, with where the case stood.
type activity struct {
	e       peil.Event
	p       peil.ActivityDone
	counted bool
	cold    bool
	stage   peil.ID
	planned time.Time
}

// dedupe is how near two of the same count as one (4.7, metrics.md §6.12).
const dedupe = 120 * time.Second

// connectedS is how many seconds make a call a contact where no outcome says so.
const connectedS = 30

// act takes an activity: it stops clocks, makes contact, opens a reply clock.
func (st *story) act(e peil.Event, p peil.ActivityDone) {
	a := activity{e: e, p: p, stage: st.stage.ID, planned: st.planned[p.Activity].At}
	delete(st.planned, p.Activity)
	a.counted = p.Direction == peil.Out && !p.Automated && !st.repeats(e, p)
	a.cold = st.isCold(p.Cold, p.Direction == peil.Out && !p.Automated)
	st.acts = append(st.acts, a)
	st.lastAct = e.At
	if p.Automated {
		return
	}
	st.humans++
	contact := isContact(p)
	switch {
	case p.Direction == peil.Out:
		st.attempt(e, attempt{by: p.User, channel: string(p.Kind), cold: a.cold, seconds: int64(p.DurationS), met: contact, bounced: p.Outcome == peil.Bounced})
	case !contact || isWritten(p.Kind):
		st.heard(e) // a missed call, or a message that waits for an answer
	}
	if contact {
		if p.Direction == peil.In && isWritten(p.Kind) {
			st.outreach.answered(string(p.Kind))
		}
		st.reached(e.At, string(p.Kind))
	}
}

// attempt is a human outbound attempt of any kind.
func (st *story) attempt(e peil.Event, a attempt) {
	st.attempted(e, a.by)
	st.outreach.add(e, a)
	st.lead.attempts++
	if st.lead.attemptAt.IsZero() {
		st.lead.attemptAt, st.lead.attemptBy = e.At, a.channel
	}
}

func (st *story) reached(at time.Time, channel string) {
	st.met(at)
	if st.lead.reachedAt.IsZero() {
		st.lead.reachedAt, st.lead.reachedBy, st.lead.reachedTry = at, channel, st.lead.attempts
	}
}

// isWritten reports a kind that waits for an answer.
func isWritten(k peil.ActivityKind) bool {
	return k == peil.Email || k == peil.SMS || k == peil.Social
}

// isContact reports a two-way contact (4.8): a human answer, a connected call,
// a meeting that was held.
func isContact(p peil.ActivityDone) bool {
	switch p.Kind {
	case peil.Call:
		return p.Outcome == peil.Connected || p.Outcome == "" && p.DurationS >= connectedS
	case peil.Email, peil.SMS, peil.Social:
		return p.Direction == peil.In || p.Outcome == peil.Replied
	}
	return p.Outcome == peil.Held || p.Outcome == peil.Connected
}

// repeats reports whether the same user did the same with the same contact
// within 120 s of the last one that was kept.
func (st *story) repeats(e peil.Event, p peil.ActivityDone) bool {
	for i := len(st.acts) - 1; i >= 0; i-- {
		a := st.acts[i]
		if e.At.Sub(a.e.At) > dedupe {
			return false
		}
		if a.counted && a.p.User == p.User && a.p.Kind == p.Kind && a.p.Contact == p.Contact {
			return true
		}
	}
	return false
}

// isCold is what was recorded, else the first outbound attempt on a case that
// began without an inquiry (4.8).
func (st *story) isCold(recorded *bool, attempt bool) bool {
	if recorded != nil {
		return *recorded
	}
	return attempt && st.lead.attempts == 0 && st.lead.inquiries == 0
}

// activityRows lists what was done and what is planned.
func (st *story) activityRows() []ActivityFact {
	var out []ActivityFact
	for _, a := range st.acts {
		r := st.activityRow(a.p.Activity, a.p.Kind, a.p.User, a.p.About)
		r.State, r.Direction, r.Outcome, r.Automated = "done", string(a.p.Direction), string(a.p.Outcome), a.p.Automated
		r.DoneAt, r.DoneOn, r.Dated = a.e.At, st.set.date(a.e.At), a.e.AtPrecision != peil.Unknown
		r.Counted, r.Cold, r.LateLogged, r.DurationS = a.counted, a.cold, late(a.e), int64(a.p.DurationS)
		r.Attempt = a.p.Direction == peil.Out && !a.p.Automated
		r.Contact = !a.p.Automated && isContact(a.p)
		r.StageID, r.PlannedOn = a.stage, st.set.date(a.planned)
		out = append(out, r)
	}
	for _, id := range sortedIDs(st.planned) {
		e := st.planned[id]
		p := e.Payload.(peil.ActivityPlanned)
		r := st.activityRow(p.Activity, p.Kind, p.User, p.About)
		r.State, r.PlannedOn, r.DueAt, r.DueOn, r.Dated = "planned", st.set.date(e.At), p.Due, st.set.date(p.Due), true
		out = append(out, r)
	}
	return out
}

func (st *story) activityRow(activity peil.ID, kind peil.ActivityKind, user peil.ID, about peil.About) ActivityFact {
	source, campaign := st.sourceOf()
	return ActivityFact{UnitID: st.unit, ActivityID: activity, Kind: string(kind), UserID: user, DealID: st.deal,
		LeadID: first(st.lead.id, about.Lead), ContactID: about.Contact, AccountID: first(about.Account, st.account),
		PipelineID: st.stage.Pipeline, SourceID: source, Campaign: campaign}
}
