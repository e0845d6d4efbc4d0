package report_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"peil"
	"peil/internal/facts"
)

// The tests fill the fact tables themselves: what a report makes of facts is
// theirs to check, not how facts come from events.

var oslo, _ = peil.LoadLocation(peil.DefaultZone)

// now is the moment the fixtures' questions are put at: a Thursday morning.
var now = time.Date(2026, 4, 16, 5, 0, 0, 0, time.UTC)

func settings() peil.Settings {
	return peil.Settings{BaseCurrency: "NOK", Calendar: peil.NorwegianCalendar()}
}

func day(s string) peil.Date {
	d, err := peil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func period(from, to string) peil.Period { return peil.Period{From: day(from), To: day(to)} }

func id(parts ...string) peil.ID { return peil.DeriveID(parts...) }

// empty opens fact tables without rows.
func empty(t testing.TB) *facts.View {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1) // an in-memory database belongs to its connection
	exec(t, db, schema(t))
	return view(db)
}

func schema(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../facts/schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func view(db *sql.DB) *facts.View {
	return &facts.View{DB: db, Settings: settings(),
		Labels: func(_ context.Context, ids []peil.ID) (map[peil.ID]string, error) {
			out := map[peil.ID]string{}
			for _, i := range ids {
				if l := labels[i]; l != "" {
					out[i] = l
				}
			}
			return out, nil
		},
		Named: func(_ context.Context, kind string) (map[peil.ID]string, error) {
			out := map[peil.ID]string{}
			for i, l := range labels {
				if strings.HasPrefix(l, kind+" ") {
					out[i] = l
				}
			}
			return out, nil
		}}
}

// labels name the records of the fixtures: "user 1", "stage 2".
var labels = func() map[peil.ID]string {
	out := map[peil.ID]string{}
	for _, kind := range []string{"user", "team", "pipeline", "stage", "source", "product", "reason", "competitor"} {
		for n := range 5 {
			l := fmt.Sprintf("%s %d", kind, n)
			out[id(l)] = l
		}
	}
	return out
}()

func exec(t testing.TB, db *sql.DB, text string) {
	t.Helper()
	if _, err := db.Exec(text); err != nil {
		t.Fatalf("%v in %.200s", err, text)
	}
}

// lit writes a value as a constant that both engines read.
func lit(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case peil.ID:
		if v.IsZero() {
			return "null"
		}
		return "'" + v.UUID() + "'"
	case peil.Date:
		if v.IsZero() {
			return "null"
		}
		return "'" + v.String() + "'"
	case time.Time:
		if v.IsZero() {
			return "null"
		}
		return "'" + v.UTC().Format("2006-01-02 15:04:05.999999+00") + "'"
	case string:
		if v == "" {
			return "null"
		}
		return "'" + strings.ReplaceAll(v, "'", "''") + "'"
	}
	return fmt.Sprint(v)
}

// table is rows of a fact table by column name.
type table struct {
	name string
	rows []map[string]any
}

func (tb *table) add(row map[string]any) { tb.rows = append(tb.rows, row) }

// insert writes the rows, a few hundred at a time.
func (tb *table) insert(t testing.TB, db *sql.DB) {
	t.Helper()
	if len(tb.rows) == 0 {
		return
	}
	var cols []string
	seen := map[string]bool{}
	for _, r := range tb.rows {
		for c := range r {
			if !seen[c] {
				seen[c] = true
				cols = append(cols, c)
			}
		}
	}
	for from := 0; from < len(tb.rows); from += 300 {
		var b strings.Builder
		fmt.Fprintf(&b, "insert into %s (%s) values ", tb.name, strings.Join(cols, ", "))
		for i, r := range tb.rows[from:min(from+300, len(tb.rows))] {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('(')
			for j, c := range cols {
				if j > 0 {
					b.WriteByte(',')
				}
				b.WriteString(lit(r[c]))
			}
			b.WriteByte(')')
		}
		exec(t, db, b.String())
	}
}

// world is a random company's facts, kept in Go for the naive reference.
type world struct {
	deals, spans, visits, entries, credit, closes, seen, fte, cost, calendar, fx, teams, stages, reasons, accounts, margin table
}

func (w *world) tables() []*table {
	return []*table{&w.deals, &w.spans, &w.visits, &w.entries, &w.credit, &w.closes, &w.seen, &w.fte, &w.cost, &w.calendar,
		&w.fx, &w.teams, &w.stages, &w.reasons, &w.accounts, &w.margin}
}

func (w *world) fill(t testing.TB, db *sql.DB) {
	t.Helper()
	for _, tb := range w.tables() {
		tb.insert(t, db)
	}
}

// random makes a company with so many deals in the sixteen months before now.
// Times are whole hours, so that cutting to the hour changes nothing.
func random(seed uint64, deals int) *world {
	r := rand.New(rand.NewPCG(seed, 7))
	w := &world{}
	for i, n := range []string{"deal_fact", "deal_span", "stage_visit", "stage_entry", "credit_fact", "close_fact", "competitor_seen",
		"fte_day", "cost_day", "calendar_day", "fx_day", "user_team", "stage_dim", "reason_dim", "account_dim", "margin_dim"} {
		w.tables()[i].name = n
	}
	w.setup(r)
	for n := range deals {
		w.deal(r, n)
	}
	return w
}

func pick(r *rand.Rand, kind string, n int) peil.ID {
	if i := r.IntN(n + 1); i < n {
		return id(fmt.Sprintf("%s %d", kind, i))
	}
	return peil.ID{}
}

func (w *world) setup(r *rand.Rand) {
	cal := peil.NorwegianCalendar()
	first, last := day("2024-12-01"), day("2026-05-01")
	for d := first; d.Before(last); d = d.AddDays(1) {
		w.calendar.add(map[string]any{"day": d, "business": cal.IsBusinessDay(d), "open_minutes": 0})
		w.fx.add(map[string]any{"currency": "EUR", "day": d, "rate": 11 + r.Float64(), "age_days": r.IntN(10)})
		for u := range 3 {
			if cal.IsBusinessDay(d) && !(u == 2 && d.Before(day("2026-03-09"))) {
				w.fte.add(map[string]any{"user_id": id(fmt.Sprintf("user %d", u)), "day": d, "fte": []float64{1, .8, .5}[u], "ramp": false, "assumed": u == 1})
			}
		}
		w.cost.add(map[string]any{"cost_id": id("salary"), "user_id": id("user 0"), "kind": "compensation", "day": d, "amount": 91234.567, "currency": "NOK"})
		w.cost.add(map[string]any{"cost_id": id("system"), "team_id": id("team 1"), "kind": "systems", "day": d, "amount": 3333.3, "currency": "EUR"})
	}
	w.teams.add(map[string]any{"user_id": id("user 0"), "team_id": id("team 0"), "from_on": first, "to_on": day("2026-03-20")})
	w.teams.add(map[string]any{"user_id": id("user 0"), "team_id": id("team 1"), "from_on": day("2026-03-20"), "to_on": nil})
	w.teams.add(map[string]any{"user_id": id("user 1"), "team_id": id("team 1"), "from_on": first, "to_on": nil})
	for i := range 3 {
		w.stages.add(map[string]any{"stage_id": id(fmt.Sprintf("stage %d", i)), "pipeline_id": id("pipeline 0"), "stage_order": i, "kind": "open", "default_p": .5})
		w.accounts.add(map[string]any{"account_id": id(fmt.Sprintf("account %d", i)), "segment": fmt.Sprintf("s%d", i%2), "industry": "bygg", "size": "", "region": []string{"nord", "sør", ""}[i]})
	}
	for i := range 4 {
		into := any(nil)
		if i == 3 {
			into = id("reason 0")
		}
		w.reasons.add(map[string]any{"reason_id": id(fmt.Sprintf("reason %d", i)), "into_id": into, "kind": "lost", "topic": ""})
	}
	w.margin.add(map[string]any{"family": "", "pct": .4})
	w.margin.add(map[string]any{"family": "service", "pct": .7})
}

// deal adds one deal with everything that follows from it.
func (w *world) deal(r *rand.Rand, n int) {
	deal := id("deal", fmt.Sprint(n))
	hours := func(most int) time.Duration { return time.Duration(1+r.IntN(most)) * time.Hour }
	created := now.Add(-hours(480 * 24)).Truncate(time.Hour)
	common := map[string]any{"unit_id": deal, "deal_id": deal, "currency": []string{"NOK", "NOK", "EUR", "USD"}[r.IntN(4)],
		"class": []string{"new", "existing", "renewal"}[r.IntN(3)], "pipeline_id": id("pipeline 0"), "source_id": pick(r, "source", 3),
		"campaign": []string{"", "vår", "høst"}[r.IntN(3)], "channel": []string{"phone", "email"}[r.IntN(2)],
		"account_id": id(fmt.Sprintf("account %d", r.IntN(3))), "product_id": pick(r, "product", 2), "family": []string{"", "service", "goods"}[r.IntN(3)]}
	row := func(more map[string]any) map[string]any {
		out := map[string]any{}
		for k, v := range common {
			out[k] = v
		}
		for k, v := range more {
			out[k] = v
		}
		return out
	}
	on := func(t time.Time) peil.Date { return peil.DateOf(t, oslo) }
	user, dated, snap := pick(r, "user", 3), r.IntN(12) > 0, r.IntN(10) == 0
	value := any(int64(r.IntN(9_000_000)))
	if r.IntN(15) == 0 {
		value = nil
	}
	at, stage, order := created, id("stage 0"), 0
	entered := map[int]bool{}
	enter := func(o int, how string) {
		if !entered[o] {
			entered[o] = true
			w.entries.add(row(map[string]any{"stage_id": id(fmt.Sprintf("stage %d", o)), "stage_order": o, "how": how, "entered_at": at, "entered_on": on(at),
				"cause": "open", "dated": dated, "snapshot_only": snap, "user_id": user, "value": value}))
		}
	}
	outcome, closed, visit := "open", time.Time{}, 0
	for {
		enter(order, "entered")
		v := row(map[string]any{"visit": visit, "stage_id": stage, "stage_order": order, "enter_at": at, "enter_on": on(at), "exit_kind": "open",
			"skipped": false, "dated": dated, "snapshot_only": snap, "user_id": user, "paused_seconds": 0})
		w.visits.add(v)
		visit++
		next := at.Add(hours(40 * 24))
		if next.After(now) || visit > 6 {
			break
		}
		end := func(kind string) {
			v["exit_at"], v["exit_on"], v["exit_kind"] = next, on(next), kind
			v["open_seconds"] = int64(next.Sub(at).Seconds())
		}
		to := order + 1
		switch x := r.IntN(10); {
		case x < 2:
			outcome = "lost"
		case x == 2:
			outcome = "cancelled"
		case order == 2 || x == 3:
			outcome = "won"
		case x == 4 && order == 0:
			to = 2
			v["skipped"] = true
		case x == 5 && order > 0:
			to = order - 1
		}
		if outcome != "open" {
			end(outcome)
			closed = next
			w.settle(deal, order, outcome, next, on(next))
			break
		}
		kind := "forward"
		if to < order {
			kind = "back"
		}
		end(kind)
		at = next
		for o := order + 1; o < to; o++ {
			enter(o, "skipped")
		}
		if to > order {
			w.settle(deal, order, "advance", next, on(next))
			if to-order > 1 {
				w.settle(deal, to-1, "advance", next, on(next))
			}
		}
		order, stage = to, id(fmt.Sprintf("stage %d", to))
	}
	w.finish(r, row, deal, user, stage, created, closed, outcome, value, dated, snap, on)
}

// settle sets the cause of the entries that are still open, up to an order.
func (w *world) settle(deal peil.ID, order int, cause string, at time.Time, on peil.Date) {
	for _, e := range w.entries.rows {
		if e["deal_id"] != deal || e["cause"] != "open" {
			continue
		}
		c := cause
		if cause == "won" {
			c = "advance"
		}
		if cause == "advance" && e["stage_order"].(int) > order {
			continue
		}
		e["cause"], e["cause_at"], e["cause_on"] = c, at, on
	}
}

// finish adds what a deal is in the end.
func (w *world) finish(r *rand.Rand, row func(map[string]any) map[string]any, deal, user, stage peil.ID, created, closed time.Time,
	outcome string, value any, dated, snap bool, on func(time.Time) peil.Date) {
	asked := any(nil)
	askedOn := any(nil)
	if r.IntN(2) == 0 {
		t := created.Add(-time.Duration(r.IntN(100)) * time.Hour)
		asked, askedOn = t, on(t)
	}
	d := row(map[string]any{"status": outcome, "user_id": user, "stage_id": stage, "created_at": created, "created_on": on(created), "dated": dated,
		"inquiry_at": asked, "inquiry_on": askedOn, "value": value, "snapshot_only": snap, "human_activities": 1})
	w.deals.add(d)
	span := row(map[string]any{"part": 0, "from_at": created, "from_on": on(created), "dated": dated, "user_id": user, "stage_id": stage,
		"value": value, "snapshot_only": snap})
	w.spans.add(span)
	if closed.IsZero() {
		return
	}
	d["closed_at"], d["closed_on"] = closed, on(closed)
	span["to_at"], span["to_on"] = closed, on(closed)
	c := row(map[string]any{"outcome": outcome, "auto": outcome == "lost" && r.IntN(5) == 0, "closed_at": closed, "closed_on": on(closed),
		"backdated": r.IntN(9) == 0, "dated": dated, "created_at": created, "created_on": on(created), "user_id": user, "stage_id": stage, "value": value, "snapshot_only": snap})
	if outcome != "won" {
		c["reason_id"] = pick(r, "reason", 4)
	}
	if outcome == "lost" && r.IntN(3) == 0 {
		c["competitor_id"] = pick(r, "competitor", 2)
	}
	w.closes.add(c)
	for i := range 2 {
		if r.IntN(4) == 0 {
			w.seen.add(map[string]any{"unit_id": deal, "deal_id": deal, "competitor_id": id(fmt.Sprintf("competitor %d", i)), "seen_at": created})
		}
	}
	if outcome != "won" {
		return
	}
	w.sell(r, row, user, stage, created, closed, value, dated, on)
}

// sell adds the credit of a win: sometimes split, sometimes corrected later.
func (w *world) sell(r *rand.Rand, row func(map[string]any) map[string]any, user, stage peil.ID, created, closed time.Time, value any, dated bool, on func(time.Time) peil.Date) {
	part := func(n int, kind string, main bool, who peil.ID, amount any, at time.Time) {
		w.credit.add(row(map[string]any{"part": n, "kind": kind, "main": main, "user_id": who, "share": .5, "amount": amount,
			"won_at": at, "won_on": on(at), "dated": dated, "created_at": created, "created_on": on(created), "stage_id": stage}))
	}
	v, ok := value.(int64)
	if ok && r.IntN(3) == 0 {
		part(0, "won", true, user, v/2, closed)
		part(1, "won", false, id("user 0"), v-v/2, closed)
	} else {
		part(0, "won", true, user, value, closed)
	}
	if ok && r.IntN(6) == 0 {
		part(2, "adjust", false, user, -v/10, closed)
	}
}
