package fold

import (
	"time"

	"peil"
)

// RuleVersion is the version of the rules that tell people from machines (4.9).
const RuleVersion = 1

// message is a sent message with its raw signals.
type message struct {
	sent       peil.Event
	p          peil.MessageSent
	cold       bool
	delivered  time.Time
	bounced    bool
	complained bool
	left       bool
	opens      []peil.Event
	clicks     []peil.Event
	replied    time.Time
	auto       bool
}

// mail takes the events of messages. Sending is an attempt; a human reply is a
// contact, and waits for an answer.
func (st *story) mail(e peil.Event) {
	m := st.messages[e.Payload.Subject()]
	if p, ok := e.Payload.(peil.MessageSent); ok && m == nil {
		m = &message{sent: e, p: p, cold: st.isCold(p.Cold, !p.Automated)}
		st.messages[p.Message] = m
		st.order = append(st.order, p.Message)
		st.lastAct = e.At
		if !p.Automated {
			st.humans++
			st.attempt(e, attempt{by: p.User, channel: string(peil.Email), cold: m.cold, message: p.Message})
		}
		return
	}
	if m == nil {
		return // a signal of a message that nobody knows
	}
	switch p := e.Payload.(type) {
	case peil.MessageDelivered:
		m.delivered = e.At
	case peil.MessageBounced:
		m.bounced = true
	case peil.MessageComplained:
		m.complained = true
	case peil.MessageUnsubscribed:
		m.left = true
	case peil.MessageOpened:
		m.opens = append(m.opens, e)
	case peil.MessageClicked:
		m.clicks = append(m.clicks, e)
	case peil.MessageReplied:
		if p.Automated {
			m.auto = true
			return
		}
		if m.replied.IsZero() {
			m.replied = e.At
			if !m.p.Automated {
				st.outreach.answered(string(peil.Email))
			}
		}
		st.reached(e.At, string(peil.Email))
		st.heard(e)
	}
}

// fetcher is who fetched an image or a link of one message.
type fetcher struct {
	ip peil.IPClass
	ua string
}

// Times of metrics.md §6.12.
const (
	machineDelay = 10 * time.Second
	burst        = 5 * time.Second
	burstLinks   = 3
)

// row classifies the signals and makes the message's row.
func (m *message) row(st *story) MessageFact {
	source, campaign := st.sourceOf()
	r := MessageFact{UnitID: st.unit, MessageID: m.p.Message, RuleVersion: RuleVersion, SentAt: m.sent.At, SentOn: st.set.date(m.sent.At),
		Dated: m.sent.AtPrecision != peil.Unknown, Delivered: !m.bounced, Bounced: m.bounced, Complained: m.complained, Unsubscribed: m.left,
		Tracked: m.p.Tracked, Automated: m.p.Automated, Cold: m.cold, SequenceStep: int64(m.p.SequenceStep), RepliedAt: m.replied, AutoReplied: m.auto,
		Template: m.p.Template, SubjectVariant: m.p.SubjectVariant, Content: m.p.Content, UserID: m.p.User, DealID: st.deal,
		LeadID: first(st.lead.id, m.p.Lead), ContactID: m.p.Contact, AccountID: first(m.p.Account, st.account),
		PipelineID: st.stage.Pipeline, SourceID: source, Campaign: campaign}
	machines := m.machines()
	m.classifyOpens(&r, machines)
	m.classifyClicks(&r, machines)
	return r
}

// machines are the fetchers with a hard sign against them.
func (m *message) machines() map[fetcher]bool {
	out := map[fetcher]bool{}
	for _, e := range m.opens {
		p := e.Payload.(peil.MessageOpened)
		soon := m.soon(e.At) && (p.IPClass == peil.Datacenter || p.IPClass == peil.Scanner)
		if soon || p.UABare && p.IPClass == peil.AppleRelay || p.IPClass == peil.PrefetchProxy {
			out[fetcher{p.IPClass, p.UAHash}] = true
		}
	}
	for i, e := range m.clicks {
		p := e.Payload.(peil.MessageClicked)
		if p.Method == "HEAD" || p.Link == peil.HoneypotLink || m.soon(e.At) && p.IPClass == peil.Datacenter || m.burstAt(i) {
			out[fetcher{p.IPClass, p.UAHash}] = true
		}
	}
	return out
}

func (m *message) soon(t time.Time) bool {
	from := m.delivered
	if from.IsZero() {
		from = m.sent.At
	}
	return t.Sub(from) <= machineDelay
}

// burstAt reports whether the fetcher of click i followed three links within
// five seconds from it.
func (m *message) burstAt(i int) bool {
	from := m.clicks[i].Payload.(peil.MessageClicked)
	links := map[int]bool{}
	for _, e := range m.clicks[i:] {
		p := e.Payload.(peil.MessageClicked)
		if e.At.Sub(m.clicks[i].At) <= burst && p.IPClass == from.IPClass && p.UAHash == from.UAHash {
			links[p.Link] = true
		}
	}
	return len(links) >= burstLinks
}

func (m *message) classifyOpens(r *MessageFact, machines map[fetcher]bool) {
	for _, e := range m.opens {
		p := e.Payload.(peil.MessageOpened)
		if p.IPClass == peil.AppleRelay {
			r.AppleAt = e.At
		}
		switch {
		case machines[fetcher{p.IPClass, p.UAHash}]:
			r.OpensMachine++
		case p.IPClass == peil.Datacenter:
			r.OpensSuspect++
		default:
			r.OpensHuman++
			if r.OpenedAt.IsZero() {
				r.OpenedAt = e.At
			}
			r.PriorOpenAt, r.LastOpenAt = r.LastOpenAt, e.At
		}
	}
}

func (m *message) classifyClicks(r *MessageFact, machines map[fetcher]bool) {
	for i, e := range m.clicks {
		p := e.Payload.(peil.MessageClicked)
		blind := i == 0 && m.p.Tracked && p.IPClass == peil.UnknownIP && (len(m.opens) == 0 || m.opens[0].At.After(e.At))
		switch {
		case machines[fetcher{p.IPClass, p.UAHash}]:
			r.ClicksMachine++
		case p.IPClass == peil.Datacenter || blind:
			r.ClicksSuspect++
		case p.Unsubscribe:
		default:
			r.ClicksHuman++
			r.LastClickAt = e.At
			if r.ClickedAt.IsZero() {
				r.ClickedAt = e.At
			}
		}
	}
}
