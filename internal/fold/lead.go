package fold

import (
	"time"

	"peil"
)

// leadStory is the lead of a case.
type leadStory struct {
	id        peil.ID
	received  peil.Event
	has       bool // a lead was received
	source    peil.ID
	campaign  string
	channel   string
	owner     peil.ID
	contact   peil.ID
	account   peil.ID
	inquiries int
	firstAsk  time.Time
	corrected bool
	junk      peil.DeleteReason
	touches   []TouchFact
	attempts  int
	attemptAt time.Time
	attemptBy string
	reachedAt time.Time
	reachedBy string
	// reachedTry is how many attempts there had been by the first contact.
	reachedTry int
}

// leadEvent takes what happens to the lead itself. Of merged leads the earliest
// received gives the source (G7); a repeat inquiry only counts.
func (st *story) leadEvent(e peil.Event) {
	l := &st.lead
	switch p := e.Payload.(type) {
	case peil.LeadReceived:
		l.id = follow(st.kin.leads, p.Lead)
		l.ask(e)
		if !l.has {
			l.has, l.received = true, e
			if !l.corrected {
				l.source, l.campaign, l.channel = p.Source, p.Campaign, p.Channel
			}
			l.owner, l.contact, l.account = p.Owner, p.Contact, p.Account
		}
	case peil.LeadDeleted:
		if follow(st.kin.leads, p.Lead) == p.Lead { // a merged one is gone anyway
			l.junk = p.Reason
			st.stopClocks(e.At, "deleted")
		}
	case peil.SourceCorrected:
		l.source, l.campaign, l.corrected = p.Source, p.Campaign, true
	case peil.TouchRecorded:
		l.touches = append(l.touches, TouchFact{UnitID: st.unit, SourceID: p.Source, TouchedAt: e.At})
	}
}

// ask counts an inquiry and keeps the first.
func (l *leadStory) ask(e peil.Event) {
	l.inquiries++
	if l.firstAsk.IsZero() || e.At.Before(l.firstAsk) {
		l.firstAsk = e.At
	}
}

// inquire takes an inquiry; one that stands at the lead's own beginning is the
// lead itself and is not counted twice.
func (l *leadStory) inquire(e peil.Event, p peil.InquiryReceived) {
	if !l.has || !e.At.Equal(l.received.At) {
		l.ask(e)
	}
	if l.source.IsZero() && !l.corrected {
		l.source, l.campaign = p.Source, p.Campaign
	}
	if l.channel == "" {
		l.channel = p.Channel
	}
	l.contact, l.account = first(l.contact, p.Contact), first(l.account, p.Account)
}

// source is where the case came from: a correction, the lead, else the deal.
func (st *story) sourceOf() (peil.ID, string) {
	if st.lead.corrected || !st.lead.source.IsZero() {
		return st.set.source(st.lead.source), st.lead.campaign
	}
	return st.set.source(st.origin.Source), st.origin.Campaign
}

// leadRow is the lead's row; there is none without a lead.
func (st *story) leadRow() (LeadFact, bool) {
	l := st.lead
	if !l.has {
		return LeadFact{}, false
	}
	source, campaign := st.sourceOf()
	r := LeadFact{UnitID: st.unit, LeadID: l.id, DealID: st.deal, ReceivedAt: l.received.At, ReceivedOn: st.set.date(l.received.At),
		Dated: l.received.AtPrecision != peil.Unknown, Status: "open", Junk: string(l.junk), Inquiries: int64(l.inquiries),
		FirstAttemptAt: l.attemptAt, FirstChannel: l.attemptBy, Attempts: int64(l.attempts), FirstContactAt: l.reachedAt, ReachedBy: l.reachedBy,
		UserID: first(st.owner, l.owner), ContactID: first(l.contact, st.contact), AccountID: first(st.account, l.account),
		SourceID: source, Campaign: campaign, Channel: l.channel, PipelineID: st.stage.Pipeline}
	if !st.deal.IsZero() {
		r.Status, r.ConvertedAt = "converted", st.created.At
		r.Value, r.Currency = st.value, string(st.currency)
	}
	if st.close != nil {
		r.Outcome, r.ClosedAt, r.ClosedOn = string(st.close.p.Outcome), st.close.e.At, st.effective(st.close)
		r.Value, r.Currency = st.close.value, string(st.close.currency)
	}
	if l.junk != "" || st.status == "deleted" {
		r.Status = "deleted"
		if r.Junk == "" {
			r.Junk = string(st.gone)
		}
	}
	return r, true
}
