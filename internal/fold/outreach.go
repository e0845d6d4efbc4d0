package fold

import (
	"slices"
	"time"

	"peil"
)

// outreach is what was done to reach the people of a case (4.8): by channel, in
// the order that the channels were first tried.
type outreach struct {
	channels []tried
	at       peil.Event // the first attempt
	by       peil.ID
	cold     bool
	bounced  bool
	message  peil.ID // the first attempt, where it was a message
	// experiment and arm are what was drawn for the case, the first draw.
	experiment, arm string
}

// tried is a channel that was tried.
type tried struct {
	channel            string
	first              time.Time
	attempts, connects int64
	seconds            int64
}

// attempt is one human outbound attempt.
type attempt struct {
	by      peil.ID
	channel string
	cold    bool
	seconds int64
	met     bool // somebody was met
	bounced bool
	message peil.ID
}

// standardSeconds is what an attempt takes where nobody logged how long (4.8).
var standardSeconds = map[string]int64{
	"call": 6 * 60, "email": 3 * 60, "sms": 60, "social": 3 * 60, "visit": 90 * 60,
	"meeting": 60 * 60, "demo": 60 * 60, "video": 45 * 60, "other": 5 * 60,
}

// add notes an attempt.
func (o *outreach) add(e peil.Event, a attempt) {
	if len(o.channels) == 0 {
		o.at, o.by, o.cold, o.bounced, o.message = e, a.by, a.cold, a.bounced, a.message
	}
	i := slices.IndexFunc(o.channels, func(t tried) bool { return t.channel == a.channel })
	if i < 0 {
		i = len(o.channels)
		o.channels = append(o.channels, tried{channel: a.channel, first: e.At})
	}
	t := &o.channels[i]
	t.attempts++
	if a.seconds > 0 {
		t.seconds += a.seconds
	} else {
		t.seconds += standardSeconds[a.channel]
	}
	if a.met {
		t.connects++
	}
}

// answered notes that somebody answered what had been sent on a channel.
func (o *outreach) answered(channel string) {
	for i := range o.channels {
		if t := &o.channels[i]; t.channel == channel && t.connects < t.attempts {
			t.connects++
		}
	}
}

// outreachRows are the case's attempts; none where nobody tried and no
// experiment drew it.
func (st *story) outreachRows(out *CaseRows) {
	o := &st.outreach
	if len(o.channels) == 0 && o.experiment == "" || st.deal.IsZero() && st.lead.id.IsZero() {
		return
	}
	began := st.lead.firstAsk
	if began.IsZero() || !st.deal.IsZero() && st.created.At.Before(began) {
		began = st.created.At
	}
	d := st.dims(st.lines)
	r := OutreachFact{UnitID: st.unit, DealID: st.deal, LeadID: st.lead.id, BeganAt: began, BeganOn: st.set.date(began),
		Dated: true, Cold: o.cold, Bounced: o.bounced, ContactAt: st.lead.reachedAt, ReachedBy: st.lead.reachedBy,
		Experiment: o.experiment, Arm: o.arm, UserID: first(o.by, st.owner, st.lead.owner), Currency: string(st.currency), Value: st.value,
		PipelineID: st.stage.Pipeline, SourceID: d.source, Campaign: d.campaign, Channel: d.channel,
		AccountID: first(st.account, st.lead.account), ProductID: d.product, Family: d.family}
	if !st.lead.reachedAt.IsZero() {
		tries := int64(st.lead.reachedTry)
		r.ContactAttempt = &tries
	}
	if m := st.messages[o.message]; m != nil {
		r.Bounced = m.bounced
	}
	for i, t := range o.channels {
		if i == 0 {
			r.FirstChannel, r.TriedAt, r.TriedOn, r.Dated = t.channel, t.first, st.set.date(t.first), o.at.AtPrecision != peil.Unknown
		}
		r.Attempts, r.Seconds = r.Attempts+t.attempts, r.Seconds+t.seconds
		out.Channels = append(out.Channels, OutreachChannel{UnitID: st.unit, DealID: st.deal, LeadID: st.lead.id, Channel: t.channel,
			FirstAt: t.first, Attempts: t.attempts, Connects: t.connects, Seconds: t.seconds})
	}
	if c := st.close; c != nil {
		r.Outcome, r.ClosedAt, r.ClosedOn = string(c.p.Outcome), c.e.At, st.effective(c)
		r.Value, r.Currency = c.value, string(c.currency)
	}
	out.Outreach = append(out.Outreach, r)
}

// contactMerges are the contacts of a group that others stand for.
func contactMerges(unit peil.ID, events []peil.Event) []ContactMerge {
	into := map[peil.ID]peil.ID{}
	for _, e := range events {
		if p, ok := e.Payload.(peil.ContactMerged); ok {
			into[p.From] = p.Into
		}
	}
	var out []ContactMerge
	for _, from := range sortedIDs(into) {
		out = append(out, ContactMerge{UnitID: unit, ContactID: from, IntoID: follow(into, from)})
	}
	return out
}
