package advice_test

import (
	"database/sql/driver"
	"time"

	"peil"
)

type driverValue = driver.Value

// effect is what is planted in an organisation, each as how many times what is normal;
// none is the null.
type effect struct {
	base                       float64 // hit rate of all
	source, spike, rate, rival float64 // hit rate of the first source, losses to the first reason in May, hit rate of a quarter, against the first competitor
	late, soon, reply          float64 // leads tried in time, contacts when they are, replies in the third stage
	dear, cost, quota, bias    float64 // spend on the first source, cost, quota, forecasts
	customers, pair            float64 // hit rate of customers, owners of the second family among those of the first
	leak, skip, stay           float64 // going on from the third stage since 2024-10, hit rate of deals that skip the second, time in the third since 2025-04
	own, tries, costly         float64 // sellers' own probabilities, contacts at later attempts, what attempts cost, of which the later reach nobody
	channel, mixed             float64 // hit rate of calls, that reach fewer; hit rate of the first source, which is called
	bounce, subject, content   float64 // mail that bounces, the first template's opens, its clicks
	crowd                      float64 // what a week brings more where contacts are neither few nor many, in mean sales
	offer, mix                 float64 // losses about the offer; hit rate of customers, with whom little is begun in a quarter
}

// or is a factor, 1 where none is planted.
func or(x float64) float64 {
	if x == 0 {
		return 1
	}
	return x
}

// sale is a lead that becomes a deal at once and is closed some weeks later.
type sale struct {
	*maker
	deal, lead, account   peil.ID
	source, seller, rival int
	class, channel        string
	at, closed            time.Time
	skips, won            bool
	value                 int64
	wait                  float64 // minutes until somebody tried
	attempts, contactAt   int
	contacted             any // when, nil without
	last                  int // the stage it was closed in
	entries               []func(outcome string) []any
}

func (o *maker) pick(weights []float64) int {
	x := o.r.Float64()
	for i, w := range weights {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}

func (o *maker) deal(name string, at time.Time) {
	a := o.r.IntN(accountCount)
	d := &sale{maker: o, deal: id("deal", name), lead: id("lead", name), account: accountID(a), at: at, class: "new", rival: -1,
		source: o.r.IntN(sourceCount), seller: o.r.IntN(sellerCount), skips: o.r.Float64() < skipRate, value: int64(meanSale / 2 * (1 + o.r.ExpFloat64()))}
	if a < accountCount/2 {
		d.class = "existing"
	}
	if o.r.Float64() < meetsOne {
		d.rival = o.r.IntN(competitors)
	}
	quarter := localDay(at).AddDays(20) // about when it will be closed
	third := !quarter.Before(day("2025-07-01")) && quarter.Before(day("2025-10-01"))
	if o.e.mix > 0 && third && o.r.Float64() < .9 {
		d.class = "new"
	}
	calls := .4
	if o.e.mixed > 0 {
		calls = .25
		if d.source == 0 {
			calls = .9
		}
	}
	d.channel = []string{"call", "email", "sms"}[o.pick([]float64{calls, 2 * (1 - calls) / 3, (1 - calls) / 3})]
	d.reach()
	d.decide(third)
	d.course()
	d.write()
}

// reach plays the attempts. An attempt takes its time; contact makes no difference to
// what comes of it.
func (d *sale) reach() {
	d.wait = 10 + 120*d.r.ExpFloat64()
	if d.r.Float64() < inTime*or(d.e.late) {
		d.wait = .5 + 9*d.r.Float64()
	}
	t := d.at.Add(time.Duration(d.wait * float64(time.Minute)))
	for k := range 1 + d.pick(givesUp) {
		d.attempts++
		h := reached[k]
		if d.wait <= 10 {
			h *= or(d.e.soon)
		}
		if k >= 3 {
			if h *= or(d.e.tries); d.e.costly > 0 {
				h = 0
			}
		}
		if d.channel == "call" && d.e.channel > 0 {
			h *= .6
		}
		met := d.r.Float64() < h
		d.activity(t, d.channel, true, met)
		if met {
			d.contacted, d.contactAt = t, d.attempts
			break
		}
		t = t.Add(time.Duration(24+48*d.r.Float64()) * time.Hour)
	}
	first := d.at.Add(time.Duration(d.wait * float64(time.Minute)))
	d.add("response_clock", d.deal, d.lead, "new", nil, d.at, localDay(d.at), first, "answered", first, d.wait, d.wait, d.contacted,
		false, false, false, true, d.at.In(oslo).Hour(), 1+(int(localDay(d.at).Weekday())+6)%7, true, sellerID(d.seller), d.class, id("pipeline"), sourceID(d.source))
}

func (d *sale) activity(at time.Time, kind string, attempt, contact bool) {
	if d.e.customers > 0 && d.class == "existing" && d.r.Float64() > .2 {
		return // little is done with them
	}
	d.add("activity_fact", d.next(), "done", kind, "out", nil, false, at, localDay(at), true, true, attempt, contact, false, sellerID(d.seller), d.deal, d.account, d.class, id("pipeline"), sourceID(d.source))
}

// decide draws whether it is won.
func (d *sale) decide(third bool) {
	p := hitRate
	for _, x := range []struct {
		planted float64
		here    bool
	}{{d.e.base, true}, {d.e.source, d.source == 0}, {d.e.mixed, d.source == 0}, {d.e.rival, d.rival == 0}, {d.e.skip, d.skips}, {d.e.customers, d.class == "existing"},
		{d.e.channel, d.channel == "call"}, {d.e.rate, third}, {d.e.mix, d.class == "existing"}} {
		if x.here {
			p *= or(x.planted)
		}
	}
	d.won = d.r.Float64() < p
	d.last = 3
	if !d.won {
		d.last = d.pick(lostIn)
	}
	if d.e.leak > 0 && !localDay(d.at).Before(day("2024-10-01")) && d.last > 2 && d.r.Float64() > d.e.leak {
		d.won, d.last = false, 2
	}
}

// course plays the stays in the stages, with what customers ask meanwhile. How long
// one lasts says nothing of how the deal ends.
func (d *sale) course() {
	enter := d.at
	for s, n := 0, 1; s <= d.last; n++ {
		days := .5 + 6*d.r.ExpFloat64()
		if s == 2 && !localDay(d.at).Before(day("2025-04-01")) {
			days *= or(d.e.stay)
		}
		exit, kind, next := enter.Add(time.Duration(24*days*float64(time.Hour))), "forward", s+1
		if s == 0 && d.skips {
			next = 2
		}
		if s == d.last {
			if kind = "lost"; d.won {
				kind = "won"
			}
		}
		jumps := kind == "forward" && next > s+1
		d.stay(n, s, enter, exit, kind, jumps)
		if jumps {
			d.entry(s+1, "skipped", exit, "advance", exit, nil)
		}
		enter, s = exit, next
	}
	d.closed = enter
	outcome := "lost"
	if d.won {
		outcome = "won"
	}
	for _, e := range d.entries {
		d.add("stage_entry", e(outcome)...)
	}
}

func (d *sale) stay(n, s int, enter, exit time.Time, kind string, jumps bool) {
	d.add("stage_visit", d.deal, n, stageID(s), s+1, enter, exit, localDay(enter), localDay(exit), kind, jumps, int(exit.Sub(enter).Seconds()), 0, true, sellerID(d.seller), d.class, id("pipeline"), sourceID(d.source))
	cause := "advance"
	if kind == "lost" {
		cause = "lost"
	}
	d.entry(s, "entered", enter, cause, exit, int(exit.Sub(enter).Seconds()))
	var own any
	if float64(d.deal[0]) < 256*ownShare {
		own = min(.95, max(.02, stageWin[s]+ownNoise*d.r.NormFloat64()))
		if d.e.own > 0 {
			own = min(.95, stageWin[s]*d.e.own)
		}
	}
	d.add("deal_span", d.deal, n, enter, exit, localDay(enter), localDay(exit), true, sellerID(d.seller), stageID(s), d.value, "NOK", own, d.class, id("pipeline"), sourceID(d.source), d.account)
	if d.r.Float64() < .4 { // the customer writes, and is answered in an hour or so
		start := enter.Add(time.Duration(d.r.Float64() * float64(exit.Sub(enter))))
		minutes := 60 * d.r.ExpFloat64()
		if s == 2 {
			minutes *= or(d.e.reply)
		}
		stop := start.Add(time.Duration(minutes * float64(time.Minute)))
		d.add("response_clock", d.deal, d.lead, "reply", stageID(s), start, localDay(start), stop, "answered", stop, minutes, minutes, stop,
			false, false, false, true, start.In(oslo).Hour(), 1, true, sellerID(d.seller), d.class, id("pipeline"), sourceID(d.source))
		d.activity(stop, "call", false, true)
	}
}

// entry notes that a stage was reached; what became of the deal is known in the end.
func (d *sale) entry(s int, how string, at time.Time, cause string, then time.Time, seconds any) {
	d.entries = append(d.entries, func(outcome string) []any {
		return []any{d.deal, stageID(s), s + 1, how, at, localDay(at), cause, then, localDay(then), outcome, d.closed, seconds, true, sellerID(d.seller), d.class, id("pipeline"), sourceID(d.source)}
	})
}

// write adds the rows of the whole.
func (d *sale) write() {
	on, created, src := localDay(d.closed), localDay(d.at), sourceID(d.source)
	outcome, family := "lost", familyName(d.r.IntN(familyCount))
	if d.won {
		outcome = "won"
		d.sold[peil.GrainQuarter.Start(on, 0)] += float64(d.value)
		d.add("credit_fact", d.deal, "won", true, sellerID(d.seller), 1., d.value, "NOK", d.closed, on, true, d.at, created, d.class == "existing", d.class, id("pipeline"), src, d.account, family)
	}
	d.add("lead_fact", d.lead, d.deal, d.at, created, true, "converted", d.at, outcome, d.closed, on, d.value, "NOK", sellerID(d.seller), d.account, src, d.class)
	d.add("deal_fact", d.deal, d.lead, outcome, sellerID(d.seller), d.at, created, true, d.closed, on, d.value, "NOK", d.class, id("pipeline"), src, d.account, family)
	d.add("close_fact", d.deal, outcome, false, d.reason(on), d.closed, on, true, d.at, sellerID(d.seller), d.value, "NOK", d.class, id("pipeline"), src, d.account)
	if d.rival >= 0 {
		d.add("competitor_seen", d.deal, competitorID(d.rival), d.at)
	}
	tried := d.at.Add(time.Duration(d.wait * float64(time.Minute)))
	var met, via any
	if d.contacted != nil {
		met, via = d.contactAt, d.channel
	}
	d.add("outreach_channel", d.deal, d.lead, d.channel)
	d.add("outreach_fact", d.deal, d.lead, d.at, created, true, tried, localDay(tried), d.channel, d.attempts, int(3600*hoursEach*or(d.e.costly))*d.attempts, false, false, d.contacted, met, via,
		outcome, d.closed, on, d.value, "NOK", sellerID(d.seller), d.class, id("pipeline"), src, d.account)
}

// reason is why a deal was lost, of which the first has a month of its own where that
// is planted.
func (d *sale) reason(on peil.Date) any {
	if d.won {
		return nil
	}
	n := d.r.IntN(reasonCount)
	if d.e.spike > 0 && on.Year == 2025 && on.Month == time.May && d.r.Float64() < (d.e.spike-1)/(reasonCount-1) {
		n = 0
	}
	if d.e.offer > 0 && d.r.Float64() < 1-1/d.e.offer {
		n %= 3
	}
	return reasonID(n)
}
