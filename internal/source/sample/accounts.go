package sample

import (
	"fmt"
	"time"

	"peil"
)

// accounts makes the companies that buy or may buy. One in six was a customer
// before the history starts.
func (m *maker) accounts() {
	n := m.deals/4 + 20
	for i := range n {
		at := m.start.Add(time.Duration(i) * time.Second)
		a := account{id: m.id(at), currency: "NOK", owns: map[string]bool{}, contact: m.id(at)}
		industry := industries[m.rng.IntN(len(industries))]
		seg := peil.Segment{Industry: industry, Size: sizes[m.pick([]float64{45, 30, 18, 7})], Region: regions[m.rng.IntN(len(regions))]}
		switch x := m.rng.Float64(); {
		case x < 0.12:
			a.currency, seg.Region = "SEK", "Sverige"
		case x < 0.20:
			a.currency, seg.Region = "EUR", "Utlandet"
		}
		m.addNamed(at, peil.AccountCreated{Account: a.id, Segments: seg}, name(m.companyName(industry)))
		m.addNamed(at, peil.ContactCreated{Contact: a.contact, Account: a.id}, name(fmt.Sprintf("Kontakt Påfunn %d", i+1)))
		if m.chance(1.0 / 6) {
			family := m.company.products[m.rng.IntN(3)].family
			a.owns[family], a.since = true, m.start
			m.add(at.Add(time.Second), peil.AccountOpeningBalance{
				Account: a.id, Families: []string{family},
				CustomerSince: peil.DateOf(m.start, m.loc).AddDays(-100 - m.rng.IntN(2000)),
			})
			m.company.customers = append(m.company.customers, i)
		}
		m.company.accounts = append(m.company.accounts, a)
	}
}

var (
	industries = []string{"Bygg", "Handel", "Havbruk", "Industri", "IT", "Transport"}
	sizes      = []string{"1–19", "20–99", "100–499", "500+"}
	regions    = []string{"Øst", "Vest", "Midt", "Nord", "Sør"}
	firsts     = []string{"Eksempel", "Påfunn", "Prøve", "Tenkt"}
	seconds    = []string{"fjord", "vik", "berg", "nes", "dal", "holm", "stad", "sund", "lund", "øy"}
)

// companyName is made up and says so; the same name twice gets a number.
func (m *maker) companyName(industry string) string {
	n := firsts[m.rng.IntN(len(firsts))] + seconds[m.rng.IntN(len(seconds))] + " " + industry
	m.names[n]++
	if k := m.names[n]; k > 1 {
		n = fmt.Sprintf("%s %d", n, k)
	}
	return n + " AS"
}
