package advice_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
)

// The organisations of the null simulation (metrics.md §5.2): nothing in them differs
// from anything else, so whatever a rule says of them is a false alarm. Where a rule
// holds something against a bound, they stand at the bound or little on the right side
// of it: two of three leads are tried in time, later attempts pay exactly what they
// cost, the return is what is required.

var oslo, _ = peil.LoadLocation(peil.DefaultZone)

// The size of a simulated organisation.
const (
	history      = 24 // months before the year that is watched
	dealsAMonth  = 40
	hitRate      = .3
	sourceCount  = 6
	reasonCount  = 6
	competitors  = 4
	meetsOne     = .4
	dispersion   = .25 // of the months' volumes
	sellerCount  = 6
	accountCount = 600 // the first half are customers
	familyCount  = 5
	firstOfWatch = "2025-01-01"

	meanSale   = 2e6 // minor units
	margin     = .5
	hurdleRate = .15
	aYear      = 12 * dealsAMonth * hitRate * meanSale // what is sold
	costAYear  = aYear * margin / (1 + hurdleRate)
	spendShare = .8  // of what a source's customers earn
	quotaShare = .85 // of what is sold on average: reached in three quarters of four
	inTime     = 2. / 3
	hoursEach  = 1. // of an attempt
	mailADay   = 43
	templates  = 4
	bounceRate = .02
	ownShare   = .2 // of deals with a seller's own probability
	ownNoise   = .03
)

// stageWin is how likely a deal in each stage is won, and lostIn where the others are
// lost; nothing is lost in the second, which some deals skip.
var (
	stageWin = []float64{hitRate, hitRate / (1 - .3*(1-hitRate)), hitRate / (1 - .3*(1-hitRate)), hitRate / (1 - .7*(1-hitRate))}
	lostIn   = []float64{.3, 0, .4, .3}
)

const skipRate = .15

// reached is the chance of a first contact at each attempt; what the later ones bring
// is what they cost: an hour of a seller.
var reached = []float64{.3, .25, .2, breakEven, breakEven, breakEven, breakEven}

const (
	hoursAYear = sellerCount * 1890
	breakEven  = costAYear / hoursAYear * hoursEach / (hitRate * meanSale * margin)
)

// givesUp is after how many attempts sellers stop.
var givesUp = []float64{.1, .15, .4, .15, .1, .05, .05}

func day(s string) peil.Date {
	d, err := peil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// nullOrganisation is the facts of one, and what was sold by quarter.
type nullOrganisation struct {
	view *facts.View
	sold map[peil.Date]float64
}

func (n *nullOrganisation) close() { n.view.DB.Close() }

// organisation fills fact tables with what happens in three years.
// rule is the one that will be asked, empty for all: mail and forecasts take most of
// the time, and few rules read them.
func organisation(t testing.TB, seed uint64, e effect, rule string) *nullOrganisation {
	t.Helper()
	db := emptyFacts(t)
	o := &maker{r: rand.New(rand.NewPCG(seed, 11)), e: e, rows: map[string][][]driverValue{}, sold: map[peil.Date]float64{}}
	watch := day(firstOfWatch)
	o.company(watch)
	month := watch
	for range history {
		month = peil.GrainMonth.Start(month.AddDays(-1), 0)
	}
	for m := range history + 12 {
		n := int(dealsAMonth * math.Exp(dispersion*o.r.NormFloat64()-dispersion*dispersion/2))
		for i := range n {
			o.deal(fmt.Sprintf("%d-%d", m, i), month.Start(oslo).Add(time.Duration(o.r.IntN(28*24))*time.Hour))
		}
		month = peil.GrainMonth.Start(month.AddDays(31), 0)
	}
	for d := watch.AddDays(-130); d.Before(watch.AddDays(366)); d = d.AddDays(1) {
		for range mailADay * asks(rule, "EM") {
			o.mail(d)
		}
	}
	if e.crowd > 0 {
		o.crowds(watch)
	}
	o.fill(t, db)
	out := &nullOrganisation{&facts.View{DB: db, Settings: peil.Settings{BaseCurrency: "NOK", Calendar: peil.NorwegianCalendar()}}, o.sold}
	if asks(rule, "FC") > 0 {
		o.forecasts(t, out.view, watch)
	}
	return out
}

// asks is 1 where a rule is one of a family, or all are asked.
func asks(rule, family string) int {
	if rule == "" || strings.HasPrefix(rule, family) {
		return 1
	}
	return 0
}

// company is what there is whatever happens: days, people, money, set-up.
func (o *maker) company(watch peil.Date) {
	cal := peil.NorwegianCalendar()
	before := 0.0
	for d := watch.AddDays(-1000); d.Before(watch.AddDays(460)); d = d.AddDays(1) {
		opens, closes, open := cal.Open(d)
		if !open {
			opens, closes = d.Start(oslo).Add(8*time.Hour), d.Start(oslo).Add(8*time.Hour)
		}
		o.add("open_hours", nil, d, opens, closes, before)
		before += closes.Sub(opens).Minutes()
		o.add("cost_day", id("cost"), "compensation", d, costAYear/365*or(o.e.cost), "NOK")
		for s := range sourceCount {
			amount := spendShare * aYear * margin / sourceCount / 365
			if s == 0 {
				amount *= or(o.e.dear)
			}
			o.add("spend_day", id("spend", strconv.Itoa(s)), sourceID(s), d, amount, "NOK")
		}
		if !cal.IsBusinessDay(d) {
			continue
		}
		o.add("calendar_day", d, true, int(closes.Sub(opens).Minutes()))
		for s := range sellerCount {
			o.add("fte_day", sellerID(s), d, 1., false, false)
		}
	}
	o.add("margin_dim", "", margin)
	o.add("hurdle_dim", day("2000-01-01"), hurdleRate)
	o.add("quota_fact", id("quota"), "revenue", "month", day("2000-01-01"), aYear/12*quotaShare*or(o.e.quota), "NOK")
	for i, topic := range []string{"price", "feature", "competitor", "no_decision", "contact", "timing"} {
		o.add("reason_dim", reasonID(i), "lost", topic)
	}
	for i, p := range stageWin {
		o.add("stage_dim", stageID(i), id("pipeline"), i+1, "open", p)
	}
	for a := range accountCount / 2 {
		o.add("customer_span", accountID(a), day("2020-01-01"), true, 1)
		owns := [familyCount]bool{}
		for f := range familyCount {
			p := .3
			if f == 1 && owns[0] {
				p = min(1, p*or(o.e.pair))
			}
			if owns[f] = o.r.Float64() < p; owns[f] {
				o.add("owned_family", accountID(a), familyName(f), watch.AddDays(-o.r.IntN(1000)))
			}
		}
	}
}

// busiest is how many contacts a day a seller has in the busiest weeks.
const busiest = 4

// crowds are the sellers' weeks in which results depend on the contacts: they bring most
// where those are half of the busiest, and nothing more at either end.
func (o *maker) crowds(watch peil.Date) {
	monday := peil.GrainWeek.Start(watch, 0).AddDays(-371)
	for ; monday.Before(watch.AddDays(366)); monday = monday.AddDays(7) {
		for s := range sellerCount {
			load := o.r.IntN(busiest + 1)
			for n := range 5 * load {
				d := monday.AddDays(n % 5)
				o.add("activity_fact", o.next(), "done", "call", "out", nil, false, d.Start(oslo).Add(10*time.Hour), d, true, true, false, true, false, sellerID(s), nil, accountID(0), "existing", id("pipeline"), sourceID(0))
			}
			off := 2*float64(load)/busiest - 1
			o.moved(sellerID(s), monday.AddDays(9), int64(o.e.crowd*meanSale*(1-off*off)))
		}
	}
}

// moved is a deal that a seller takes a stage forward on a day, and loses later.
func (o *maker) moved(seller peil.ID, on peil.Date, value int64) {
	deal, at := o.next(), on.Start(oslo).Add(9*time.Hour)
	exit := at.Add(time.Hour)
	o.add("deal_fact", deal, nil, "lost", seller, at, on, true, exit.Add(time.Hour), on, value, "NOK", "existing", id("pipeline"), sourceID(0), accountID(0), familyName(0))
	o.add("stage_visit", deal, 1, stageID(0), 1, at, exit, on, on, "forward", false, 3600, 0, true, seller, "existing", id("pipeline"), sourceID(0))
}

func sourceID(n int) peil.ID          { return id("source", strconv.Itoa(n)) }
func sellerID(n int) peil.ID          { return id("seller", strconv.Itoa(n)) }
func reasonID(n int) peil.ID          { return id("reason", strconv.Itoa(n)) }
func stageID(n int) peil.ID           { return id("stage", strconv.Itoa(n)) }
func accountID(n int) peil.ID         { return id("account", strconv.Itoa(n)) }
func competitorID(n int) peil.ID      { return id("competitor", strconv.Itoa(n)) }
func familyName(n int) string         { return "family " + strconv.Itoa(n) }
func templateName(n int) string       { return "template " + strconv.Itoa(n) }
func localDay(at time.Time) peil.Date { return peil.DateOf(at, oslo) }

// mail is a message that some read and some of those click in.
func (o *maker) mail(d peil.Date) {
	n := o.r.IntN(templates)
	at := d.Start(oslo).Add(9 * time.Hour)
	bounced := o.r.Float64() < bounceRate*or(o.e.bounce)
	reads, clicks := .35, .3
	if n == 0 {
		reads, clicks = reads*or(o.e.subject), clicks*or(o.e.content)
	}
	var opened, clicked any
	humanO, humanC := 0, 0
	if !bounced && o.r.Float64() < reads {
		opened, humanO = at.Add(time.Hour), 1
		if o.r.Float64() < clicks {
			clicked, humanC = at.Add(2*time.Hour), 1
		}
	}
	o.add("message_fact", o.next(), at, d, true, !bounced, bounced, false, false, true, false, humanO, 0, 0, humanC, 0, 0, false, opened, clicked, templateName(n), o.next())
}

// forecasts are issued at the beginning of each month, from half a year before the
// watch on, by the forecast itself as of that day.
func (o *maker) forecasts(t testing.TB, v *facts.View, watch peil.Date) {
	month := watch
	for range 6 {
		month = peil.GrainMonth.Start(month.AddDays(-1), 0)
	}
	for range 6 + 12 {
		at, next := month.Start(oslo).Add(6*time.Hour), peil.GrainMonth.Start(month.AddDays(31), 0)
		f, err := report.Issue(context.Background(), v, peil.Period{From: month, To: next}, at)
		if err != nil {
			t.Fatal(err)
		}
		said := func(x int64) int64 { return int64(float64(x) * or(o.e.bias)) }
		name := o.next()
		o.add("forecast_fact", name, at, f.AsOf, month, next, f.Model, false, f.Booked, f.NewBusiness, said(f.P10), said(f.P50), said(f.P90), said(f.Mean), f.Quota, nil)
		for _, r := range f.Rivals {
			o.add("forecast_rival", name, r.Name, r.P10, r.P50, r.P90)
		}
		for _, l := range f.Lines {
			o.add("forecast_line", name, l.Deal, f.AsOf, next, l.Value, l.P, l.PInPeriod, l.Stage, l.Own, l.Learned, l.Default)
		}
		o.fill(t, v.DB)
		month = next
	}
}
