package sample

import (
	"math"
	"time"

	"peil"
)

// rates publishes the kroner price of euro and Swedish kroner every business
// day at four, as Norges Bank does: SEK per 100.
func (m *maker) rates() {
	eur, sek := 11.4, 101.0
	for _, d := range m.days {
		if !d.business {
			continue
		}
		eur *= math.Exp(0.004*m.rng.NormFloat64() + 0.01*(math.Log(11.5)-math.Log(eur)))
		sek *= math.Exp(0.003*m.rng.NormFloat64() + 0.01*(math.Log(102)-math.Log(sek)))
		at := d.date.Start(m.loc).Add(16 * time.Hour)
		m.add(at, peil.FXRate{Currency: "EUR", Unit: 1, Rate: round4(eur), Date: d.date, Provider: "sample"})
		m.add(at, peil.FXRate{Currency: "SEK", Unit: 100, Rate: round4(sek), Date: d.date, Provider: "sample"})
	}
}

func round4(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// spending records what each source costs a month, after how many leads the
// company expects from it.
func (m *maker) spending() {
	m.add(m.start, peil.MarginSet{Pct: 0.62})
	m.add(m.start, peil.HurdleSet{Rate: 0.15})
	perMonth := float64(m.deals) * leadsPerDeal / (years * 12)
	for _, first := range m.months() {
		at := first.Start(m.loc).Add(10 * time.Hour)
		next := nextMonth(first)
		for _, s := range m.company.sources {
			if s.perLead == 0 {
				continue
			}
			amount := int64(float64(s.perLead) * perMonth * s.volume / 100 * season[first.Month-1] * 100)
			m.add(at, peil.SpendRecorded{Spend: m.id(at), Source: s.id, Amount: amount, Currency: "NOK", From: first, To: next})
		}
	}
}
