package sample

import (
	"time"

	"peil"
)

// company is what the sample company has set up.
type company struct {
	fresh, more pipeline // new sales, and sales to customers
	sources     []source
	products    []product
	reasons     map[string]peil.ID
	competitors []peil.ID // the first is the one that takes deals for a while
	teams       []peil.ID
	sellers     []seller
	accounts    []account
	customers   []int // accounts that have bought, in the order they did
}

type pipeline struct {
	id     peil.ID
	stages []peil.ID
}

// source is where leads come from: volume, share that wins, cost of a lead.
type source struct {
	id      peil.ID
	name    string
	volume  float64
	win     float64
	perLead int64 // kroner
	inbound bool
}

type product struct {
	id     peil.ID
	family string
	price  int64 // kroner
	weight float64
}

// seller is somebody who sells, from a day to a day.
type seller struct {
	id        peil.ID
	team      int
	fte       float64
	skill     float64
	from, to  time.Time // to is zero while employed
	teamIndex int
}

type account struct {
	id       peil.ID
	since    time.Time // when it became a customer; zero before
	currency peil.Currency
	owns     map[string]bool
	contact  peil.ID
}

// bought says whether the account was a customer before t.
func (a account) bought(t time.Time) bool { return !a.since.IsZero() && a.since.Before(t) }

// setUp writes what a company sets up before it sells.
func (m *maker) setUp() {
	c := &m.company
	m.add(m.start, peil.WorkspaceDefined{BaseCurrency: "NOK", FiscalYearStart: 1})
	m.add(m.start, peil.CalendarDefined{Calendar: m.cal})
	c.fresh = m.pipeline("Nysalg", []string{"Ny", "Kvalifisert", "Behov", "Tilbud", "Forhandling"}, []float64{.4, .5, .65, .8, .95})
	c.more = m.pipeline("Mersalg", []string{"Idé", "Tilbud", "Avklaring"}, []float64{.75, .85, .95})
	for _, s := range []source{
		{name: "Nettsøk", volume: 30, win: .17, perLead: 450, inbound: true},
		{name: "Sosiale medier", volume: 28, win: .06, perLead: 150, inbound: true},
		{name: "Anbefaling", volume: 9, win: .42, inbound: true},
		{name: "Partner", volume: 10, win: .32, perLead: 700, inbound: true},
		{name: "Messe", volume: 9, win: .19, perLead: 1900, inbound: true},
		{name: "Kaldtelefon", volume: 14, win: .09},
	} {
		s.id = m.id(m.start)
		m.addNamed(m.start, peil.SourceDefined{Source: s.id}, name(s.name))
		c.sources = append(c.sources, s)
	}
	m.products()
	c.reasons = map[string]peil.ID{}
	for _, r := range lossReasons {
		id := m.id(m.start)
		c.reasons[r.name] = id
		m.addNamed(m.start, peil.ReasonDefined{Reason: id, Kind: r.kind, Topic: r.topic}, name(r.name))
	}
	for _, n := range []string{"Storkonkurrenten AS", "Lillekonkurrenten AS"} {
		id := m.id(m.start)
		m.addNamed(m.start, peil.CompetitorDefined{Competitor: id}, name(n))
		c.competitors = append(c.competitors, id)
	}
}

// lossReasons are the reasons the company keeps, with what they are about and
// how often they are the reason when nothing special is going on.
var lossReasons = []struct {
	name, topic string
	kind        peil.StageKind
	weight      float64
}{
	{"Pris", "price", peil.StageLost, 24},
	{"Valgte konkurrent", "competitor", peil.StageLost, 13},
	{"Ingen beslutning", "no_decision", peil.StageLost, 27},
	{"Mangler funksjon", "feature", peil.StageLost, 12},
	{"Feil tidspunkt", "timing", peil.StageLost, 14},
	{"Fikk ikke kontakt", "contact", peil.StageLost, 10},
	{"Inaktiv", "", peil.StageLost, 0},
	{"Prosjekt avlyst", "", peil.StageCancelled, 0},
}

func (m *maker) products() {
	for _, p := range []struct {
		name, family string
		price        int64
		weight       float64
	}{
		{"Kompass Basis", "Kompass", 28000, 34},
		{"Kompass Pro", "Kompass", 92000, 22},
		{"Sjøkart", "Kart", 46000, 24},
		{"Kartabonnement", "Kart", 18000, 12},
		{"Opplæring", "Tjenester", 24000, 8},
	} {
		id := m.id(m.start)
		m.addNamed(m.start, peil.ProductDefined{Product: id, Family: p.family, Price: p.price * 100, Currency: "NOK"}, name(p.name))
		m.company.products = append(m.company.products, product{id: id, family: p.family, price: p.price, weight: p.weight})
	}
}

func (m *maker) pipeline(title string, stages []string, defaults []float64) pipeline {
	p := pipeline{id: m.id(m.start)}
	m.addNamed(m.start, peil.PipelineDefined{Pipeline: p.id}, name(title))
	for i, s := range stages {
		id := m.id(m.start)
		m.addNamed(m.start, peil.StageDefined{Pipeline: p.id, Stage: id, Order: i + 1, Kind: peil.StageOpen, DefaultP: defaults[i], SLAMin: 240}, name(s))
		p.stages = append(p.stages, id)
	}
	return p
}

func name(s string) map[string]string { return map[string]string{"name": s} }
