package sample

import (
	"time"

	"peil"
)

// attempt is one try to reach a lead; met is when the lead was reached by it, zero
// where it was not.
type attempt struct {
	at, met time.Time
	byMail  bool
}

// opensAfter is how soon after a lead was reached its deal is opened.
const opensAfter = 10 * time.Minute

// lead plays a lead from its arrival: how long it waited, how often somebody
// tried, whether it was reached and, as wanted, became a deal.
func (m *maker) lead(at time.Time, becomesDeal bool) {
	for range 400 {
		s := m.sourceFor(at)
		wait := m.wait(at, s)
		tries := m.tries(at, wait)
		last := tries[len(tries)-1]
		deal := !last.met.IsZero() && m.chance(0.75) && !last.met.Add(opensAfter).After(m.now)
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
var hazard = []float64{0.44, 0.37, 0.31, 0.26, 0.22, 0.01, 0.01}

// stopAfter is how sellers give up: most after three attempts.
var stopAfter = []float64{8, 17, 42, 15, 11, 4, 3}

// changesChannel is how often a seller who was not answered tries by another channel:
// mostly they go on as they began, so how somebody was tried first is how they were
// reached.
const changesChannel = 0.05

func (m *maker) tries(at time.Time, wait float64) []attempt {
	factor := 1.0
	switch {
	case wait > 60:
		factor = 0.36
	case wait > 10:
		factor = 0.5
	}
	t := m.workday(at).Add(time.Duration(wait * float64(time.Minute)))
	var out []attempt
	byMail := m.chance(0.4)
	for k := range 1 + m.pick(stopAfter) {
		if k > 0 && m.chance(changesChannel) {
			byMail = !byMail
		}
		a := attempt{at: m.workday(t), byMail: byMail}
		h := hazard[k] * factor
		if a.byMail {
			h *= 1.3
		} else {
			h *= 0.85
		}
		met := m.chance(h)
		if met {
			a.met = a.at
			if a.byMail {
				a.met = m.answer(a.at)
			}
		}
		out = append(out, a)
		if met {
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
	d := newDeal(m, last.met.Add(opensAfter), m.company.fresh, owner, i)
	d.lead, d.source, d.channel = lead, s, channelOf(s)
	d.lines = m.offer(a)
	// Somebody reached on the phone buys far more often than one who answers a mail.
	d.win = s.win * 3.1 * owner.skill
	if last.byMail {
		d.win *= 0.14
	}
	d.win = min(0.85, d.win)
	if a.bought(at) { // who has bought before buys more easily
		d.win = min(0.85, 1.9*d.win)
	}
	d.play()
}

// try is one attempt on a lead: a call, or a mail that may be answered.
func (m *maker) try(a attempt, owner seller, about peil.About, cold bool) {
	if a.byMail {
		m.mail(a.at, owner, about, "Innsalg", a.met)
		return
	}
	outcome := peil.NoAnswer
	switch {
	case !a.met.IsZero():
		outcome = peil.Connected
	case m.chance(0.3):
		outcome = peil.Voicemail
	}
	done := peil.ActivityDone{Activity: m.id(a.at), Kind: peil.Call, Direction: peil.Out, Outcome: outcome, User: owner.id, About: about}
	if !a.met.IsZero() {
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
