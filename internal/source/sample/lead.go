package sample

import (
	"time"

	"peil"
)

// attempt is one try to reach a lead.
type attempt struct {
	at      time.Time
	byMail  bool
	reached bool
}

// lead plays a lead from its arrival: how long it waited, how often somebody
// tried, whether it was reached and, as wanted, became a deal.
func (m *maker) lead(at time.Time, becomesDeal bool) {
	for range 400 {
		s := m.sourceFor(at)
		wait := m.wait(at, s)
		tries := m.tries(at, wait)
		last := tries[len(tries)-1]
		deal := last.reached && m.chance(0.75) && !last.at.After(m.now)
		if deal != becomesDeal {
			if becomesDeal && at.After(m.now.Add(-48*time.Hour)) {
				at = at.Add(-24 * time.Hour) // a deal of the last days may not fit before the present
			}
			continue
		}
		m.playLead(at, s, tries, deal)
		return
	}
}

// sourceFor draws where a lead comes from; fairs are in March and October.
func (m *maker) sourceFor(at time.Time) source {
	c := m.company.sources
	weights := make([]float64, len(c))
	for i, s := range c {
		weights[i] = s.volume
		if s.name == "Messe" {
			weights[i] *= 0.2
			if mo := at.In(m.loc).Month(); mo == time.March || mo == time.October {
				weights[i] *= 18
			}
		}
	}
	return c[m.pick(weights)]
}

// wait is how many minutes pass before the first try: long in the morning,
// when everybody is in meetings.
func (m *maker) wait(at time.Time, s source) float64 {
	if !s.inbound {
		return 0
	}
	if h := at.In(m.loc).Hour(); h >= 8 && h < 10 {
		return m.lognormal(170, 0.7)
	}
	return m.lognormal(11, 1.1)
}

// hazard is the chance to reach a lead at each attempt that has not been
// reached before: worth it up to the fifth.
var hazard = []float64{0.36, 0.30, 0.25, 0.20, 0.16, 0.02, 0.02}

// stopAfter is how sellers give up: most after three attempts.
var stopAfter = []float64{8, 17, 42, 15, 11, 4, 3}

func (m *maker) tries(at time.Time, wait float64) []attempt {
	factor := 1.0
	switch {
	case wait > 60:
		factor = 0.55
	case wait > 10:
		factor = 0.75
	}
	t := m.workday(at).Add(time.Duration(wait * float64(time.Minute)))
	var out []attempt
	for k := range 1 + m.pick(stopAfter) {
		a := attempt{at: m.workday(t), byMail: m.chance(0.4)}
		h := hazard[k] * factor
		if a.byMail {
			h *= 1.3
		} else {
			h *= 0.85
		}
		a.reached = m.chance(h)
		out = append(out, a)
		if a.reached {
			break
		}
		t = m.after(a.at, 1+3*m.rng.Float64())
	}
	return out
}

// playLead writes the events of a lead and, where it becomes one, its deal.
func (m *maker) playLead(at time.Time, s source, tries []attempt, becomesDeal bool) {
	i := m.rng.IntN(len(m.company.accounts))
	a := m.company.accounts[i]
	owner := m.sellerFor(at)
	lead := m.id(at)
	m.add(at, peil.LeadReceived{Lead: lead, Contact: a.contact, Account: a.id, Source: s.id, Channel: channelOf(s), Owner: owner.id})
	if s.inbound {
		m.add(at, peil.InquiryReceived{Lead: lead, Contact: a.contact, Account: a.id, Source: s.id, Channel: channelOf(s)})
	}
	if !becomesDeal && m.chance(0.04) {
		m.add(at.Add(3*time.Hour), peil.LeadDeleted{Lead: lead, Reason: peil.DeletedSpam})
		return
	}
	about := peil.About{Lead: lead, Contact: a.contact, Account: a.id}
	for k, try := range tries {
		m.try(try, owner, about, !s.inbound && k == 0)
	}
	if !becomesDeal {
		return
	}
	last := tries[len(tries)-1]
	d := newDeal(m, last.at.Add(10*time.Minute), m.company.fresh, owner, i)
	d.lead, d.source, d.channel = lead, s, channelOf(s)
	d.lines = m.offer(a)
	// Somebody reached on the phone buys far more often than one who answers a mail.
	d.win = min(0.85, s.win*2.1*owner.skill*1.35)
	if last.byMail {
		d.win *= 0.5
	}
	if since := a.since; !since.IsZero() && since.Before(at) { // who has bought before buys more easily
		d.win = min(0.85, 1.5*d.win)
	}
	d.play()
}

// try is one attempt on a lead: a call, or a mail that may be answered.
func (m *maker) try(a attempt, owner seller, about peil.About, cold bool) {
	if a.byMail {
		m.mail(a.at, owner, about, "Innsalg", a.reached)
		return
	}
	outcome := peil.NoAnswer
	switch {
	case a.reached:
		outcome = peil.Connected
	case m.chance(0.3):
		outcome = peil.Voicemail
	}
	done := peil.ActivityDone{Activity: m.id(a.at), Kind: peil.Call, Direction: peil.Out, Outcome: outcome, User: owner.id, About: about}
	if a.reached {
		done.DurationS = 60 + m.rng.IntN(600)
	}
	if cold {
		done.Cold = &cold
	}
	m.add(a.at, done)
}

func channelOf(s source) string {
	switch s.name {
	case "Kaldtelefon":
		return "phone"
	case "Messe":
		return "meeting"
	case "Anbefaling", "Partner":
		return "email"
	}
	return "form"
}
