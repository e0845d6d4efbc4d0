package sample

import (
	"fmt"
	"time"

	"peil"
)

// work is what a seller does on a deal during a stay in a stage: a few calls,
// meetings and mails, and something planned next. Who has bought before is left to
// come by themselves.
func (d *deal) work(from, to time.Time) {
	m := d.m
	days := to.Sub(from).Hours() / 24
	n := m.rng.IntN(2)
	if !m.company.accounts[d.account].bought(d.created) {
		n = 1 + m.rng.IntN(3)
	}
	for k := range n {
		at := m.workday(from.Add(time.Duration((float64(k) + m.rng.Float64()) / float64(n) * days * 24 * float64(time.Hour))))
		if !at.Before(to) {
			break
		}
		switch x := m.rng.Float64(); {
		case x < 0.45:
			d.call(at)
		case x < 0.7:
			d.meet(at)
		default:
			m.mail(at, d.owner, d.about(), dealTemplates[m.rng.IntN(len(dealTemplates))], m.maybeAnswered(at, 0.35))
		}
	}
}

var dealTemplates = []string{"Oppfølging", "Tilbudsbrev", "Takk for sist"}

func (d *deal) call(at time.Time) {
	m := d.m
	done := peil.ActivityDone{Activity: m.id(at), Kind: peil.Call, Direction: peil.Out, Outcome: peil.NoAnswer, User: d.owner.id, About: d.about()}
	switch x := m.rng.Float64(); {
	case x < 0.55:
		done.Outcome, done.DurationS = peil.Connected, 60+m.rng.IntN(900)
	case x < 0.7:
		done.Outcome = peil.Voicemail
	case x < 0.8: // the customer calls us
		done.Outcome, done.Direction, done.DurationS = peil.Connected, peil.In, 60+m.rng.IntN(600)
	}
	m.add(at, done)
}

func (d *deal) meet(at time.Time) {
	m := d.m
	id, kind := m.id(at), peil.Meeting
	if m.chance(0.3) {
		kind = peil.Visit
	}
	planned := at.Add(-72 * time.Hour)
	m.addNamed(planned, peil.ActivityPlanned{Activity: id, Kind: kind, Due: at, User: d.owner.id, About: d.about()},
		map[string]string{"subject": "Møte"})
	outcome := peil.Held
	if m.chance(0.12) {
		outcome = peil.NoShow
	}
	m.add(at, peil.ActivityDone{Activity: id, Kind: kind, Direction: peil.Out, Outcome: outcome, User: d.owner.id, DurationS: 3600, About: d.about()})
}

// openRate is how many open a template; one has a subject that few open.
func openRate(template string) float64 {
	if template == badTemplate {
		return 0.13
	}
	return 0.42
}

const badTemplate = "Nyhetsbrev vår"

// answer is when a mail sent at t is answered, by somebody who does.
func (m *maker) answer(t time.Time) time.Time {
	return m.workday(t.Add(time.Duration(10+m.rng.IntN(1200)) * time.Minute))
}

// maybeAnswered is when it is answered with probability p, else zero.
func (m *maker) maybeAnswered(t time.Time, p float64) time.Time {
	if !m.chance(p) {
		return time.Time{}
	}
	return m.answer(t)
}

// mail sends a message from a template and plays what comes back: a receipt,
// opens by people and machines, clicks, an answer unless that is zero.
func (m *maker) mail(at time.Time, from seller, about peil.About, template string, answered time.Time) {
	id := m.id(at)
	tracked := m.chance(0.8)
	m.add(at, peil.MessageSent{Message: id, User: from.id, Template: template, Content: "v1", Links: 3, Tracked: tracked, Consent: tracked, About: about})
	got := at.Add(3 * time.Second)
	if m.chance(0.012) {
		m.add(got, peil.MessageBounced{Message: id, About: about})
		return
	}
	m.add(got, peil.MessageDelivered{Message: id, About: about})
	if tracked {
		m.signals(got, id, about, openRate(template))
	}
	if !answered.IsZero() {
		m.add(answered, peil.MessageReplied{Message: id, About: about})
	} else if m.chance(0.03) {
		m.add(got.Add(time.Minute), peil.MessageReplied{Message: id, Automated: true, About: about})
	}
}

// signals are the raw opens and clicks. A quarter of the recipients read
// through Apple's relay, which opens everything.
func (m *maker) signals(got time.Time, id peil.ID, about peil.About, rate float64) {
	switch {
	case about.Contact[15]%4 == 0:
		m.add(got.Add(20*time.Second), peil.MessageOpened{Message: id, IPClass: peil.AppleRelay, UAHash: "apple", UABare: true, About: about})
	case m.chance(0.08):
		m.add(got.Add(4*time.Second), peil.MessageOpened{Message: id, IPClass: peil.Scanner, UAHash: "scan", About: about})
	}
	if !m.chance(rate) || about.Contact[15]%4 == 0 {
		return
	}
	opened := got.Add(time.Duration(20+m.rng.IntN(2000)) * time.Minute)
	m.add(opened, peil.MessageOpened{Message: id, IPClass: peil.ISP, UAHash: fmt.Sprintf("%02x", about.Contact[14]), About: about})
	if m.chance(0.2) {
		m.add(opened.Add(time.Minute), peil.MessageClicked{Message: id, Link: 1, Method: "GET", IPClass: peil.ISP, UAHash: fmt.Sprintf("%02x", about.Contact[14]), About: about})
	}
}

// clicks are some contacts of open deals who have clicked in the last days and not
// answered.
func (m *maker) clicks() {
	open := map[peil.ID]peil.DealCreated{}
	var order []peil.ID
	for _, d := range m.drafts {
		switch p := d.Payload.(type) {
		case peil.DealCreated:
			open[p.Deal] = p
			order = append(order, p.Deal)
		case peil.DealClosed:
			delete(open, p.Deal)
		case peil.DealMerged:
			delete(open, p.From)
		}
	}
	sent := m.now.Add(-80 * time.Hour)
	for n := 0; n < 6 && len(order) > 0; order = order[:len(order)-1] {
		p, ok := open[order[len(order)-1]]
		if !ok || !p.Lead.IsZero() {
			continue
		}
		n++
		id, about := m.id(sent), peil.About{Deal: p.Deal, Contact: p.Contact, Account: p.Account}
		m.add(sent, peil.MessageSent{Message: id, User: p.Owner, Template: dealTemplates[0], Content: "v1", Links: 3, Tracked: true, Consent: true, About: about})
		m.add(sent.Add(3*time.Second), peil.MessageDelivered{Message: id, About: about})
		for k := range 2 {
			m.add(sent.Add(time.Duration(20+10*k)*time.Hour), peil.MessageOpened{Message: id, IPClass: peil.ISP, UAHash: "04", About: about})
		}
		m.add(sent.Add(31*time.Hour), peil.MessageClicked{Message: id, Link: 1, Method: "GET", IPClass: peil.ISP, UAHash: "04", About: about})
	}
}

// newsletters go to a third of the accounts every quarter; the one of the spring, which
// has the bad subject, to all of them: it takes that many to tell.
func (m *maker) newsletters() {
	titles := map[time.Month]string{time.February: "Nyhetsbrev vinter", time.April: badTemplate, time.September: "Nyhetsbrev høst", time.November: "Nyhetsbrev jul"}
	for _, first := range m.months() {
		title, ok := titles[first.Month]
		if !ok {
			continue
		}
		at := m.workday(first.AddDays(9).Start(m.loc))
		from := m.sellerFor(at)
		for i, a := range m.company.accounts {
			if i%3 == 0 || title == badTemplate {
				sent := at.Add(time.Duration(i) * time.Second)
				m.mail(sent, from, peil.About{Contact: a.contact, Account: a.id}, title, m.maybeAnswered(sent, 0.02))
			}
		}
	}
}
