package sample

import (
	"time"

	"peil"
)

// deal is a deal being played.
type deal struct {
	m       *maker
	id      peil.ID
	created time.Time
	at      time.Time // how far it has come
	line    pipeline
	stage   int
	owner   seller
	account int
	lead    peil.ID
	source  source
	channel string
	lines   []peil.Line
	win     float64 // chance of winning as a whole
}

// newDeal is a deal of the seller, or of a colleague where the seller has left.
func newDeal(m *maker, at time.Time, line pipeline, owner seller, account int) *deal {
	if !owner.at(at) {
		owner = m.sellerFor(at)
	}
	return &deal{m: m, id: m.id(at), created: at, at: at, line: line, owner: owner, account: account}
}

// Median days in each stage of the two pipelines.
var (
	freshDays = []float64{3, 6, 11, 16, 9}
	moreDays  = []float64{5, 12, 8}
)

// effort divides the winning chance over the stages: the parts sum to 1, and
// a stage with a larger part lets fewer through.
var (
	freshEffort = []float64{0.20, 0.20, 0.15, 0.30, 0.15}
	moreEffort  = []float64{0.35, 0.40, 0.25}
)

func (d *deal) isFresh() bool { return d.line.id == d.m.company.fresh.id }

func (d *deal) about() peil.About {
	a := d.m.company.accounts[d.account]
	return peil.About{Deal: d.id, Contact: a.contact, Account: a.id}
}

// play writes the deal from its creation to its end or the present.
func (d *deal) play() {
	m, a := d.m, d.m.company.accounts[d.account]
	m.addNamed(d.created, peil.DealCreated{
		Deal: d.id, Pipeline: d.line.id, Stage: d.line.stages[0], Owner: d.owner.id, Account: a.id, Contact: a.contact,
		Lead: d.lead, Source: d.source.id, Lines: d.lines, ExpectedClose: peil.DateOf(d.created, m.loc).AddDays(40 + m.rng.IntN(50)),
	}, name("Sak for "+d.lines[0].Family))
	if m.chance(0.008) {
		d.duplicate()
	}
	for d.step() {
	}
}

// step plays one stay in a stage; it is false when the deal has ended.
func (d *deal) step() bool {
	m := d.m
	median := moreDays
	if d.isFresh() {
		median = freshDays
	}
	from := d.at
	days := m.lognormal(median[d.stage], 0.75)
	if from.In(m.loc).Month() == time.July {
		days += 14
	}
	exit := m.after(from, days)
	d.handOver(exit)
	d.work(from, exit)
	d.at = exit
	if exit.After(m.now) {
		return false
	}
	if d.stolen(exit) {
		d.lose("Valgte konkurrent", m.company.competitors[0])
		return false
	}
	if !m.chance(d.through(exit)) {
		d.end()
		return false
	}
	return d.forward()
}

// through is the chance to get out of the stage forward.
func (d *deal) through(exit time.Time) float64 {
	effort := moreEffort
	if d.isFresh() {
		effort = freshEffort
	}
	p := power(d.win, effort[d.stage])
	if d.isFresh() && d.stage == 3 && exit.After(d.m.monthsAgo(leakMonths)) {
		p *= 0.48 // the planted leak
	}
	return p
}

// stolen is whether the big competitor takes the deal in its months.
func (d *deal) stolen(exit time.Time) bool {
	m := d.m
	return d.stage >= len(d.line.stages)-2 && !exit.Before(m.monthsAgo(competitorFrom)) &&
		exit.Before(m.monthsAgo(competitorTo)) && m.chance(0.34)
}

// forward moves the deal on; some skip a stage, some first go back one.
func (d *deal) forward() bool {
	m, last := d.m, len(d.line.stages)-1
	if d.stage == last {
		d.won()
		return false
	}
	next := d.stage + 1
	switch {
	case d.stage == 1 && d.isFresh() && m.chance(0.1):
		next++ // Behov is skipped
	case d.stage > 1 && m.chance(0.04):
		next = d.stage - 1
	}
	m.add(d.at, peil.DealStageEntered{Deal: d.id, From: d.line.stages[d.stage], To: d.line.stages[next]})
	d.stage = next
	if next == last-1 {
		d.offerMade()
	}
	return true
}

// offerMade is what happens when the offer goes out: the value is adjusted, a
// competitor comes into sight.
func (d *deal) offerMade() {
	m := d.m
	if m.chance(0.25) {
		scaled := append([]peil.Line(nil), d.lines...)
		factor := 0.85 + 0.3*m.rng.Float64()
		for i := range scaled {
			scaled[i].Amount = int64(float64(scaled[i].Amount)*factor/10000) * 10000
		}
		d.lines = scaled
		m.add(d.at.Add(time.Hour), peil.DealLinesSet{Deal: d.id, Lines: scaled})
	}
	if m.chance(0.22) {
		m.add(d.at.Add(2*time.Hour), peil.DealCompetitorSeen{Deal: d.id, Competitor: m.company.competitors[1]})
	}
}

// handOver gives the deal to a colleague when its owner leaves before exit.
func (d *deal) handOver(exit time.Time) {
	gone := d.owner.to
	if gone.IsZero() || exit.Before(gone) {
		return
	}
	next := d.m.sellerFor(gone)
	d.m.add(gone, peil.DealOwnerSet{Deal: d.id, From: d.owner.id, To: next.id})
	d.owner = next
}
