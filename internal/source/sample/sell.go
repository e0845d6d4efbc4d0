package sample

import (
	"slices"
	"time"

	"peil"
)

// How the deals divide, and how many leads there are to a deal.
const (
	shareFromLeads = 0.7
	leadsPerDeal   = 1.4
)

// arrival is a moment at which a deal or a lead begins.
type arrival struct {
	at   time.Time
	kind arrivalKind
}

type arrivalKind int

const (
	leadThatBecomesDeal arrivalKind = iota
	leadThatDoesNot
	saleToCustomer
)

// sell plays three years of leads, deals and mail, in the order they begin: a
// sale to a customer needs somebody who has bought before.
func (m *maker) sell() {
	fresh := int(float64(m.deals) * shareFromLeads)
	var all []arrival
	for kind, n := range map[arrivalKind]int{
		leadThatBecomesDeal: fresh,
		leadThatDoesNot:     int(float64(m.deals)*leadsPerDeal) - fresh,
		saleToCustomer:      m.deals - fresh,
	} {
		all = append(all, make([]arrival, n)...)
		for i := len(all) - n; i < len(all); i++ {
			all[i].kind = kind
		}
	}
	slices.SortFunc(all, func(a, b arrival) int { return int(a.kind) - int(b.kind) })
	weights := make([]float64, len(m.days))
	for i, d := range m.days {
		weights[i] = d.weight
	}
	draw := newWeighted(weights)
	for i := range all {
		all[i].at = m.clock(m.days[draw.pick(m.rng)].date, 0.18)
	}
	slices.SortStableFunc(all, func(a, b arrival) int { return a.at.Compare(b.at) })
	for _, a := range all {
		switch a.kind {
		case saleToCustomer:
			m.customerDeal(a.at)
		default:
			m.lead(a.at, a.kind == leadThatBecomesDeal)
		}
	}
	m.newsletters()
	m.clicks()
}

// customerDeal is a deal that a seller opens with a customer.
func (m *maker) customerDeal(at time.Time) {
	at = m.notAfter(m.workday(at))
	i, ok := m.customer(at)
	if !ok {
		i = m.rng.IntN(len(m.company.accounts))
	}
	s := m.sellerFor(at)
	d := newDeal(m, at, m.company.more, s, i)
	d.win = min(0.85, 0.72*s.skill)
	d.lines = m.repeatLines(m.company.accounts[i])
	d.play()
}

// customer draws an account that had bought before t.
func (m *maker) customer(t time.Time) (int, bool) {
	c := m.company.customers
	for range 40 {
		if len(c) == 0 {
			break
		}
		i := c[m.rng.IntN(len(c))]
		if m.company.accounts[i].bought(t) {
			return i, true
		}
	}
	return 0, false
}

// notAfter keeps a beginning within the history: what would begin after the
// present begins in the last hours before it.
func (m *maker) notAfter(t time.Time) time.Time {
	if t.After(m.now) {
		return m.now.Add(-time.Duration(1+m.rng.IntN(600)) * time.Minute)
	}
	return t
}

// repeatLines is what a customer is offered: those who own Kompass are often
// offered Opplæring.
func (m *maker) repeatLines(a account) []peil.Line {
	if a.owns["Kompass"] && !a.owns["Tjenester"] && m.chance(0.75) {
		return []peil.Line{m.line(m.company.products[4], a.currency)}
	}
	return m.offer(a)
}

// offer is one product, sometimes two that sell together.
func (m *maker) offer(a account) []peil.Line {
	weights := make([]float64, len(m.company.products))
	for i, p := range m.company.products {
		weights[i] = p.weight
	}
	first := m.pick(weights)
	lines := []peil.Line{m.line(m.company.products[first], a.currency)}
	if first == 1 && m.chance(0.35) { // Kompass Pro goes with Opplæring
		lines = append(lines, m.line(m.company.products[4], a.currency))
	}
	return lines
}

// line prices a product in the account's currency, in whole hundreds.
func (m *maker) line(p product, currency peil.Currency) peil.Line {
	amount := m.lognormal(float64(p.price), 0.3)
	if currency == "EUR" {
		amount /= 11.4
	}
	return peil.Line{Product: p.id, Family: p.family, Quantity: 1, Amount: int64(amount/100) * 100 * 100, Currency: currency}
}
