package sample

import (
	"time"

	"peil"
)

// people hires the company's teams, sellers and leaders.
func (m *maker) people() {
	c := &m.company
	for _, t := range []struct{ name, region string }{{"Team Fjell", "Øst"}, {"Team Fjord", "Vest"}} {
		id := m.id(m.start)
		m.addNamed(m.start, peil.TeamDefined{Team: id, Region: t.region}, name(t.name))
		c.teams = append(c.teams, id)
	}
	for i, s := range sellers {
		from := m.start
		if s.joined > 0 {
			from = m.workday(m.monthsAgo(s.joined))
		}
		p := seller{id: m.id(m.start), team: s.team, fte: s.fte, skill: s.skill, from: from}
		if s.left > 0 {
			p.to = m.monthsAgo(s.left)
		}
		m.addNamed(from, peil.UserJoined{User: p.id, FTE: s.fte, Sells: true, Team: c.teams[s.team]}, name(s.name))
		if !p.to.IsZero() {
			m.add(p.to, peil.UserLeft{User: p.id})
		}
		p.teamIndex = i
		c.sellers = append(c.sellers, p)
		m.pay(p)
		m.quotas(p)
	}
	for i, n := range []string{"Leder Eksempel-Fjell", "Leder Eksempel-Fjord"} {
		m.addNamed(m.start, peil.UserJoined{User: m.id(m.start), FTE: 1, Team: c.teams[i]}, name(n))
	}
}

// sellers: trees as first names, and a surname that says what they are. joined
// and left are months before the present, 0 for always.
var sellers = []struct {
	name         string
	team         int
	fte, skill   float64
	joined, left int
}{
	{"Ask Eksempel", 0, 1, 1.5, 0, 0},
	{"Bjørk Eksempel", 0, 1, 1.35, 0, 0},
	{"Einer Eksempel", 0, 0.8, 1.45, 0, 0},
	{"Furu Eksempel", 0, 1, 1.3, 0, 9},
	{"Gran Eksempel", 0, 1, 1.4, 14, 0},
	{"Hassel Eksempel", 1, 1, 0.8, 0, 0},
	{"Lind Eksempel", 1, 1, 0.85, 0, 0},
	{"Older Eksempel", 1, 0.6, 0.85, 0, 0},
	{"Osp Eksempel", 1, 1, 0.75, 0, 20},
	{"Rogn Eksempel", 1, 1, 0.85, 19, 0},
	{"Selje Eksempel", 1, 1, 0.8, 0, 0},
}

// pay records what a seller costs, month by month.
func (m *maker) pay(s seller) {
	for _, first := range m.months() {
		next := nextMonth(first)
		at := first.Start(m.loc).Add(9 * time.Hour)
		if at.Before(s.from.Add(-31*24*time.Hour)) || (!s.to.IsZero() && !at.Before(s.to)) {
			continue
		}
		pay := int64(s.fte * 72000 * 100)
		m.add(at, peil.CostRecorded{Cost: m.id(at), User: s.id, Kind: peil.CostCompensation, Amount: pay, Currency: "NOK", From: first, To: next})
		m.add(at, peil.CostRecorded{Cost: m.id(at), User: s.id, Kind: peil.CostSystems, Amount: 4500 * 100, Currency: "NOK", From: first, To: next})
	}
}

// quotas sets what a seller is to reach.
func (m *maker) quotas(s seller) {
	revenue := s.fte * 150000 * 100
	for _, q := range []peil.QuotaSet{
		{Kind: "revenue", Per: peil.QuotaMonth, Value: revenue, Currency: "NOK"},
		{Kind: "activity:call", Per: peil.QuotaWeek, Value: 20},
		{Kind: "activity:meeting", Per: peil.QuotaWeek, Value: 3},
	} {
		q.Quota, q.User = m.id(s.from), s.id
		m.add(s.from, q)
	}
}

// at says whether the seller is employed at an instant.
func (s seller) at(t time.Time) bool {
	return !t.Before(s.from) && (s.to.IsZero() || t.Before(s.to))
}

// sellerFor draws an employed seller, by their share of a full-time post.
func (m *maker) sellerFor(t time.Time) seller {
	c := m.company
	weights := make([]float64, len(c.sellers))
	for i, s := range c.sellers {
		if s.at(t) {
			weights[i] = s.fte
		}
	}
	return c.sellers[m.pick(weights)]
}
