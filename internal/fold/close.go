package fold

import (
	"peil"
)

// closing is a close of the deal, with what held at that instant (G8).
type closing struct {
	e        peil.Event
	p        peil.DealClosed
	stage    Stage
	owner    peil.ID
	credit   []peil.Share
	value    *int64
	currency peil.Currency
	lines    []peil.Line
}

// closeAs closes the deal.
func (st *story) closeAs(e peil.Event, p peil.DealClosed) {
	if !st.alive(e) {
		return
	}
	if r, ok := st.set.reasons[p.Reason]; !p.Reason.IsZero() && !ok {
		st.refuse(e, "unknown_reason", "the reason is not defined")
	} else if ok && p.Outcome == peil.Won {
		st.refuse(e, "reason_on_win", "a won deal has no reason for losing it")
	} else if ok && string(r.kind) != string(p.Outcome) {
		st.refuse(e, "wrong_reason", "the reason is one for deals that are %s", r.kind)
	}
	c := st.closing(e, p)
	if st.foreign(p.Deal) {
		st.other = c // counts only if the survivor never closes
		return
	}
	if st.status != "open" {
		st.refuse(e, "deal_closed", "the deal is closed already")
		return
	}
	st.shut(c)
}

// closing gathers what held at the close; what the event itself says wins.
func (st *story) closing(e peil.Event, p peil.DealClosed) *closing {
	c := &closing{e: e, p: p, stage: st.stage, owner: first(p.Owner, st.owner), credit: p.Credit,
		value: st.value, currency: st.currency, lines: st.lines}
	if p.Value != nil {
		c.value, c.currency = p.Value, p.Currency
	}
	if len(c.credit) == 0 {
		c.credit = st.credit
	}
	if len(c.credit) == 0 {
		c.credit = []peil.Share{{User: c.owner, Share: 1}}
	}
	return c
}

// shut ends visits, spans and clocks at the close.
func (st *story) shut(c *closing) {
	st.endVisit(c.e.At, string(c.p.Outcome), false)
	st.endSpan(c.e.At)
	st.close, st.status = c, string(c.p.Outcome)
	if !c.p.Competitor.IsZero() {
		st.see(c.e.At, c.p.Competitor)
	}
	st.stopClocks(c.e.At, "closed")
}

// reopen takes the close back (G5): closed time is neither open nor stage time.
func (st *story) reopen(e peil.Event, p peil.DealReopened) {
	if !st.alive(e) || st.foreign(p.Deal) {
		return
	}
	if st.status == "open" {
		st.refuse(e, "deal_open", "the deal is open already")
		return
	}
	if stage, ok := st.set.stages[p.Stage]; ok && stage.Kind == peil.StageOpen {
		st.stage = stage
	} else if !p.Stage.IsZero() {
		st.refuse(e, "stage_not_open", "the stage is not an open one")
		return
	}
	st.close, st.status, st.since = nil, "open", e.At
	st.reopened++
	st.override = nil
	st.top = max(st.top, st.stage.Order)
	st.visits = append(st.visits, visit{stage: st.stage, enter: e.At})
	st.cut(e.At)
}

// finish settles what only the end of the story decides.
func (st *story) finish(c Clocks) {
	if st.close == nil && st.other != nil && st.status == "open" && st.reopened == 0 {
		st.shut(st.other)
	}
	if n := len(st.visits); n > 0 && st.visits[n-1].exit.IsZero() {
		st.visits[n-1].kind, st.visits[n-1].owner = "open", st.owner
	}
}

// effective is the local day a close counts for (G3).
func (st *story) effective(c *closing) peil.Date {
	if !c.p.EffectiveDate.IsZero() {
		return c.p.EffectiveDate
	}
	return st.set.date(c.e.At)
}

// backdateDays is how many business days a person may be late before a close
// is marked as back-dated (G4, metrics.md §6.12).
const backdateDays = 5

func (st *story) backdated(c *closing) bool {
	return c.e.Actor.Kind == peil.ActorUser &&
		st.set.Settings.Calendar.BusinessDays(st.effective(c), st.set.date(c.e.RecordedAt)) > backdateDays
}
