package sample

import (
	"math"
	"time"

	"peil"
)

func power(x, y float64) float64 { return math.Pow(x, y) }

// won closes the deal as won; one in twenty shares the credit with a colleague.
func (d *deal) won() {
	m := d.m
	if m.chance(0.05) {
		if other := m.sellerFor(d.at); other.id != d.owner.id {
			m.add(d.at.Add(-time.Minute), peil.DealCreditSet{Deal: d.id, Credit: []peil.Share{
				{User: d.owner.id, Share: 0.7}, {User: other.id, Share: 0.3}}})
		}
	}
	m.add(d.at, peil.DealClosed{Deal: d.id, Outcome: peil.Won})
	if d.at.After(m.now) {
		return
	}
	a := &m.company.accounts[d.account]
	for _, l := range d.lines {
		a.owns[l.Family] = true
	}
	if a.since.IsZero() || d.at.Before(a.since) {
		if a.since.IsZero() {
			m.company.customers = append(m.company.customers, d.account)
		}
		a.since = d.at
	}
	if m.chance(0.02) {
		m.addNamed(m.after(d.at, 20), peil.RevenueAdjusted{Deal: d.id, Amount: -d.lines[0].Amount / 10, Currency: d.lines[0].Currency},
			map[string]string{"reason": "Kreditnota"})
	}
}

// end closes the deal without a sale: mostly lost for a reason, sometimes
// cancelled, sometimes left until a rule closes it.
func (d *deal) end() {
	m := d.m
	switch x := m.rng.Float64(); {
	case x < 0.07:
		m.add(d.at, peil.DealClosed{Deal: d.id, Outcome: peil.Cancelled, Reason: m.company.reasons["Prosjekt avlyst"]})
		return
	case x < 0.12:
		d.at = m.after(d.at, 60)
		m.add(d.at, peil.DealClosed{Deal: d.id, Outcome: peil.Lost, Auto: true, Reason: m.company.reasons["Inaktiv"]})
		return
	}
	weights := make([]float64, len(lossReasons))
	for i, r := range lossReasons {
		weights[i] = r.weight
	}
	reason := lossReasons[m.pick(weights)].name
	competitor := peil.ID{}
	if reason == "Valgte konkurrent" {
		competitor = m.company.competitors[1]
	}
	d.lose(reason, competitor)
}

// lose closes the deal as lost; some write no reason. A few come back.
func (d *deal) lose(reason string, competitor peil.ID) {
	m := d.m
	closed := peil.DealClosed{Deal: d.id, Outcome: peil.Lost, Reason: m.company.reasons[reason], Competitor: competitor}
	if competitor.IsZero() && m.chance(0.06) {
		closed.Reason = peil.ID{}
	}
	if !competitor.IsZero() {
		m.add(d.at.Add(-time.Hour), peil.DealCompetitorSeen{Deal: d.id, Competitor: competitor})
	}
	m.add(d.at, closed)
	if !m.chance(0.02) {
		return
	}
	d.at = m.after(d.at, 15+20*m.rng.Float64())
	m.add(d.at, peil.DealReopened{Deal: d.id})
	d.handOver(d.at)
	d.at = m.after(d.at, 10)
	if m.chance(0.4) {
		d.won()
		return
	}
	m.add(d.at, peil.DealClosed{Deal: d.id, Outcome: peil.Lost, Reason: m.company.reasons["Ingen beslutning"]})
}

// duplicate is a deal that somebody opened twice and then merged.
func (d *deal) duplicate() {
	m, a := d.m, d.m.company.accounts[d.account]
	again, joined := d.at.Add(20*time.Hour), d.at.Add(50*time.Hour)
	if joined.After(m.now) {
		return
	}
	twin := m.id(again)
	m.addNamed(again, peil.DealCreated{Deal: twin, Pipeline: d.line.id, Stage: d.line.stages[0], Owner: d.owner.id,
		Account: a.id, Contact: a.contact, Lines: d.lines}, name("Sak for "+d.lines[0].Family+" (dobbelt)"))
	m.add(joined, peil.DealMerged{From: twin, Into: d.id})
}
