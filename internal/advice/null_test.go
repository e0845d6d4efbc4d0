package advice_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"peil"
	"peil/internal/advice"
	"peil/internal/facts"
)

// The null simulation of metrics.md §5.2: organisations in which nothing differs are
// watched for a year by the rules, as they are evaluated, and what they then say is a
// false alarm. With an effect planted it says how often the rules see it.

var oslo, _ = peil.LoadLocation(peil.DefaultZone)

// effect is what is planted in an organisation; none is the null.
type effect struct {
	source float64 // the first source's hit rate by the others'
	spike  float64 // losses to the first reason in one month, times the normal
	rate   float64 // the hit rate of the last quarter by the others'
	rival  float64 // the hit rate against the first competitor by the others'
}

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
	firstOfWatch = "2025-01-01"
)

func day(s string) peil.Date {
	d, err := peil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// organisation fills fact tables with the deals of three years.
func organisation(t testing.TB, seed uint64, e effect) *facts.View {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	text, err := os.ReadFile("../facts/schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	run := func(stmt string) {
		if _, err := db.Exec(stmt); err != nil {
			t.Fatalf("%v in %.200s", err, stmt)
		}
	}
	run(string(text))
	o := &maker{r: rand.New(rand.NewPCG(seed, 11)), rows: map[string][]string{}}
	watch := day(firstOfWatch)
	month := watch
	for range history {
		month = peil.GrainMonth.Start(month.AddDays(-1), 0)
	}
	for m := range history + 12 {
		n := int(dealsAMonth * math.Exp(dispersion*o.r.NormFloat64()-dispersion*dispersion/2))
		for i := range n {
			o.deal(fmt.Sprintf("%d-%d", m, i), month.Start(oslo).Add(time.Duration(o.r.IntN(28*24))*time.Hour), e)
		}
		month = peil.GrainMonth.Start(month.AddDays(31), 0)
	}
	for d := watch.AddDays(-800); d.Before(watch.AddDays(400)); d = d.AddDays(1) {
		if business := peil.NorwegianCalendar().IsBusinessDay(d); business {
			o.add("calendar_day", d, business, 480)
			o.add("fte_day", id("seller"), d, 4, false, false)
		}
	}
	for _, table := range slices.Sorted(maps.Keys(o.rows)) {
		for part := range slices.Chunk(o.rows[table], 500) {
			run("insert into " + table + " (" + columns[table] + ") values " + strings.Join(part, ","))
		}
	}
	return &facts.View{DB: db, Settings: peil.Settings{BaseCurrency: "NOK", Calendar: peil.NorwegianCalendar()}}
}

// columns are those that the simulation fills.
var columns = map[string]string{
	"calendar_day": "day, business, open_minutes", "fte_day": "user_id, day, fte, ramp, assumed",
	"lead_fact":       "lead_id, deal_id, received_at, received_on, dated, status, converted_at, outcome, closed_at, closed_on, value, currency, source_id, class",
	"deal_fact":       "deal_id, lead_id, status, created_at, created_on, dated, closed_at, closed_on, value, currency, class, source_id",
	"deal_span":       "deal_id, part, from_at, to_at, from_on, dated, value, currency, class, source_id",
	"close_fact":      "deal_id, outcome, auto, reason_id, closed_at, closed_on, dated, created_at, value, currency, class, source_id",
	"credit_fact":     "deal_id, kind, main, amount, currency, won_at, won_on, dated, created_at, class, source_id",
	"competitor_seen": "deal_id, competitor_id, seen_at",
}

type maker struct {
	r    *rand.Rand
	rows map[string][]string
}

func id(parts ...string) peil.ID { return peil.DeriveID(parts...) }

func (o *maker) add(table string, values ...any) {
	out := make([]string, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case nil:
			out[i] = "null"
		case peil.ID:
			out[i] = "'" + v.UUID() + "'"
		case time.Time:
			out[i] = "'" + v.UTC().Format("2006-01-02 15:04:05+00") + "'"
		case peil.Date:
			out[i] = "'" + v.String() + "'"
		case string:
			out[i] = "'" + v + "'"
		default:
			out[i] = fmt.Sprint(v)
		}
	}
	o.rows[table] = append(o.rows[table], "("+strings.Join(out, ",")+")")
}

// deal makes a lead that becomes a deal at once and is closed some weeks later.
func (o *maker) deal(name string, at time.Time, e effect) {
	r := o.r
	deal, source := id("deal", name), r.IntN(sourceCount)
	closed := at.Add(time.Duration(24*(5+20*r.ExpFloat64())) * time.Hour)
	on := peil.DateOf(closed, oslo)
	rival := -1
	if r.Float64() < meetsOne {
		rival = r.IntN(competitors)
	}
	p := hitRate
	if source == 0 && e.source > 0 {
		p *= e.source
	}
	if rival == 0 && e.rival > 0 {
		p *= e.rival
	}
	if e.rate > 0 && !on.Before(day("2025-07-01")) && on.Before(day("2025-10-01")) {
		p *= e.rate
	}
	outcome, reason := "lost", r.IntN(reasonCount)
	if e.spike > 0 && on.Year == 2025 && on.Month == time.May {
		// Of the reasons, the first is drawn so many times as often.
		if r.Float64() < e.spike/(e.spike+reasonCount-1) {
			reason = 0
		}
	}
	if r.Float64() < p {
		outcome = "won"
	}
	value := int64(1e6 * (1 + r.ExpFloat64()))
	class := []string{"new", "existing"}[r.IntN(2)]
	created, src := peil.DateOf(at, oslo), id("source", strconv.Itoa(source))
	o.add("lead_fact", id("lead", name), deal, at, created, true, "converted", at, outcome, closed, on, value, "NOK", src, class)
	o.add("deal_fact", deal, id("lead", name), outcome, at, created, true, closed, on, value, "NOK", class, src)
	o.add("deal_span", deal, 1, at, closed, created, true, value, "NOK", class, src)
	var why any
	if outcome == "lost" {
		why = id("reason", strconv.Itoa(reason))
	} else {
		o.add("credit_fact", deal, "won", true, value, "NOK", closed, on, true, at, class, src)
	}
	o.add("close_fact", deal, outcome, false, why, closed, on, true, at, value, "NOK", class, src)
	if rival >= 0 {
		o.add("competitor_seen", deal, id("competitor", strconv.Itoa(rival)), at)
	}
}

// watched lets the rules speak every Monday of the year, and counts what they say by
// rule; facts are no statistics.
func watched(t testing.TB, v *facts.View, only func(advice.Finding) bool) map[string]int {
	t.Helper()
	said := map[string]int{}
	var past []peil.Advice
	monday := peil.GrainWeek.Start(day(firstOfWatch), 0).AddDays(7)
	before := monday.AddDays(-7).Start(oslo).Add(6 * time.Hour)
	for range 52 {
		at := monday.Start(oslo).Add(6 * time.Hour)
		due := advice.DueSince(v.Settings, before, at)
		due.Week = false // of forecasts: without a budget they say nothing
		if due.Month || due.Quarter {
			found, err := advice.Evaluate(context.Background(), v, at, due, past)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				past = append(past, peil.Advice{Rule: f.Rule.ID, Scope: f.Scope, State: "shown", Evaluated: at, Stake: f.Stake})
				if !f.Rule.Fact && only(f) {
					said[f.Rule.ID]++
				}
			}
		}
		before, monday = at, monday.AddDays(7)
	}
	return said
}

func anything(advice.Finding) bool { return true }

// organisations is how many are simulated: few in the tests, 200 by make nullsim.
func organisations() int {
	if n, err := strconv.Atoi(os.Getenv("PEIL_NULLSIM")); err == nil && n > 0 {
		return n
	}
	return 4
}

// budget is how many false statistical advices an organisation may get in a year.
const budget = 1.0

// TestNull: where nothing differs the rules hold their peace.
func TestNull(t *testing.T) {
	n := organisations()
	all, by := 0, map[string]int{}
	for seed := range n {
		said := watched(t, organisation(t, uint64(1000+seed), effect{}), anything)
		for rule, k := range said {
			all, by[rule] = all+k, by[rule]+k
		}
		if n > 20 || len(said) > 0 {
			t.Logf("organisation %d: %v; so far %.2f a year", seed+1, said, float64(all)/float64(seed+1))
		}
	}
	rate := float64(all) / float64(n)
	t.Logf("%d organisations: %.2f false advices a year", n, rate)
	for _, rule := range slices.Sorted(maps.Keys(by)) {
		t.Logf("  %-7s %.2f", rule, float64(by[rule])/float64(n))
	}
	// Few organisations say little: what chance may add is allowed for.
	if allowed := budget + 2*math.Sqrt(budget/float64(n)); rate > allowed {
		t.Errorf("%.2f a year are more than the budget of %.0f allows (%.2f)", rate, budget, allowed)
	}
}

// TestPower: what is planted is found, by a rule that names it.
func TestPower(t *testing.T) {
	n := max(2, organisations()/4)
	for _, c := range []struct {
		name, rule, scope string
		planted           effect
		least             float64 // share of organisations, when many are simulated
	}{
		{"a source with 2.2 times the hit rate", "SRC-1", "source=" + id("source", "0").String(), effect{source: 2.2}, .6},
		{"a source with .25 times the hit rate", "SRC-2", "source=" + id("source", "0").String(), effect{source: .25}, .5},
		{"four times the losses to a reason in a month", "LOSS-1", "reason=" + id("reason", "0").String(), effect{spike: 5}, .3},
		{"a third of the hit rate in a quarter", "PROD-1", "win_rate_closed", effect{rate: .33}, .5},
		{"a fifth of the hit rate against a competitor", "LOSS-3", "competitor=" + id("competitor", "0").String(), effect{rival: .2}, .5},
	} {
		found := 0
		for seed := range n {
			said := watched(t, organisation(t, uint64(5000+seed), c.planted), func(f advice.Finding) bool { return f.Scope == c.scope })
			if said[c.rule] > 0 {
				found++
			}
		}
		t.Logf("%-48s %-7s found in %d of %d", c.name, c.rule, found, n)
		if n >= 20 && float64(found) < c.least*float64(n) {
			t.Errorf("%s: found in %d of %d", c.name, found, n)
		}
	}
}
