package fold_test

import (
	"math"
	"reflect"
	"testing"
	"time"

	"peil"
	"peil/internal/fold"
	"peil/internal/storetest"
)

// play turns the events of a golden case into stored events.
func play(t *testing.T, g *storetest.Golden, c *storetest.Case) []peil.Event {
	t.Helper()
	var out []peil.Event
	for i, d := range g.Drafts(t, c) {
		e := peil.Event{Seq: int64(i + 1), ID: d.ID, At: d.Draft.At, AtPrecision: peil.Instant, RecordedAt: d.At, Payload: d.Payload}
		if e.ID.IsZero() {
			e.ID = peil.DeriveID(g.Name, d.Draft.At.String(), string(rune(i)))
		}
		if err := d.Payload.Check(); err != nil {
			t.Fatalf("%s: %v", g.Name, err)
		}
		out = append(out, e)
	}
	return out
}

// cases folds events by the groups that Touches makes.
func cases(s *fold.Setup, events []peil.Event, c fold.Clocks) fold.CaseRows {
	root := map[peil.ID]peil.ID{}
	var find func(peil.ID) peil.ID
	find = func(x peil.ID) peil.ID {
		if r, ok := root[x]; ok && r != x {
			return find(r)
		}
		return x
	}
	byID := map[peil.ID]peil.Event{}
	touch := func(e peil.Event) peil.Touch {
		var target *peil.Event
		if p, ok := e.Payload.(peil.FactCorrected); ok {
			x := byID[p.Target]
			target = &x
		}
		return fold.Touches(e, target)
	}
	for _, e := range events {
		byID[e.ID] = e
		for _, l := range touch(e).Links {
			root[find(l[0])] = find(l[1])
		}
	}
	groups, order := map[peil.ID][]peil.Event{}, []peil.ID{}
	for _, e := range events {
		for _, u := range touch(e).Units {
			u = find(u)
			if groups[u] == nil {
				order = append(order, u)
			}
			if n := len(groups[u]); n == 0 || groups[u][n-1].Seq != e.Seq {
				groups[u] = append(groups[u], e)
			}
		}
	}
	var all fold.CaseRows
	for _, u := range order {
		r := fold.Case(s, u, groups[u], c)
		all.Deals, all.Visits, all.Entries = append(all.Deals, r.Deals...), append(all.Visits, r.Visits...), append(all.Entries, r.Entries...)
		all.Spans, all.Credits, all.Closes = append(all.Spans, r.Spans...), append(all.Credits, r.Credits...), append(all.Closes, r.Closes...)
		all.Clocks, all.Leads = append(all.Clocks, r.Clocks...), append(all.Leads, r.Leads...)
		all.Activities, all.Messages = append(all.Activities, r.Activities...), append(all.Messages, r.Messages...)
		all.Summaries = append(all.Summaries, r.Summaries...)
	}
	return all
}

func when(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func golden(t *testing.T, name string, i int) (events []peil.Event, s *fold.Setup, c storetest.Case) {
	g := storetest.ReadGolden(t, name)
	events = play(t, g, &g.Cases[i])
	return events, fold.NewSetup(events, time.Time{}), g.Cases[i]
}

func TestGolden02NewLeadClock(t *testing.T) {
	events, s, c := golden(t, "02-response-time", 0)
	known := when(c.Query["known_at"].(string))
	rows := cases(s, events, fold.Clocks{KnownAt: known, AsOf: known.Add(time.Millisecond)})
	got := map[peil.ID]fold.ResponseClock{}
	for _, r := range rows.Clocks {
		if r.Kind == "new" {
			got[r.DealID] = r
			got[r.LeadID] = r
		}
	}
	want := c.Expected.(map[string]any)["leads"].(map[string]any)
	cal := peil.NorwegianCalendar()
	seen := 0
	for _, r := range rows.Clocks {
		if r.Kind == "new" && !r.AnsweredLive {
			seen++
		}
	}
	if seen != len(want) {
		t.Errorf("%d clocks, want %d", seen, len(want))
	}
	for name, w := range want {
		r, ok := got[storetest.GoldenID("deal", name)]
		if !ok {
			r, ok = got[storetest.GoldenID("lead", name)]
		}
		if !ok {
			t.Errorf("%s has no clock", name)
			continue
		}
		w := w.(map[string]any)
		if answered := r.Ended == "answered"; answered != w["answered"].(bool) {
			t.Errorf("%s answered %v", name, answered)
		}
		if contacted := !r.ContactAt.IsZero(); contacted != w["contacted"].(bool) {
			t.Errorf("%s contacted %v", name, contacted)
		}
		wall, business := known.Sub(r.StartAt).Minutes(), cal.BusinessMinutes(r.StartAt, known)
		if r.WallMin != nil {
			wall, business = *r.WallMin, *r.BusinessMin
		}
		near(t, name+" wall", wall, w["wall_min"].(float64))
		near(t, name+" business", business, w["business_min"].(float64))
	}
}

func TestGolden02EveryStage(t *testing.T) {
	events, s, c := golden(t, "02-response-time", 1)
	rows := cases(s, events, fold.Clocks{})
	want := c.Expected.([]any)
	if len(rows.Clocks) != len(want) {
		t.Fatalf("%d clocks, want %d", len(rows.Clocks), len(want))
	}
	left := rows.Clocks
	for _, w := range want {
		w := w.(map[string]any)
		i := 0
		for i < len(left) && left[i].Kind+left[i].StartAt.Format(time.RFC3339) != w["clock"].(string)+w["start"].(string) {
			i++
		}
		if i == len(left) {
			t.Errorf("no clock %v", w)
			continue
		}
		r := left[i]
		if r.StageID != storetest.GoldenID("stage", w["stage"].(string)) || !r.StopAt.Equal(when(w["stop"].(string))) {
			t.Errorf("%v: stage %s, stop %s", w, r.StageID, r.StopAt)
		}
		near(t, r.Kind, *r.BusinessMin, w["business_min"].(float64))
	}
}

func TestGolden04Class(t *testing.T) {
	events, s, c := golden(t, "04-upsell-crosssell", 0)
	known := when(c.Query["known_at"].(string))
	clocks := fold.Clocks{KnownAt: known}
	rows := cases(s, events, clocks)
	byAccount := map[peil.ID][]fold.DealSummary{}
	for _, d := range rows.Summaries {
		byAccount[d.Account] = append(byAccount[d.Account], d)
	}
	class := map[peil.ID]fold.ClassInfo{}
	for account, deals := range byAccount {
		var own []peil.Event
		for _, e := range events {
			if e.Payload.Subject() == account {
				own = append(own, e)
			}
		}
		for id, info := range fold.Account(s, account, own, deals, clocks).Classes {
			class[id] = info
		}
	}
	rows.Classify(class)
	after := 0.0
	for _, r := range rows.Credits {
		if r.AfterFirst && r.WonOn.Year == 2026 {
			after += float64(*r.Amount) / 100
		}
	}
	expected := c.Expected.(map[string]any)
	for name, want := range expected["class"].(map[string]any) {
		if got := class[storetest.GoldenID("deal", name)].Class; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	near(t, "after first sale", after, expected["revenue_after_first_sale"].(float64))
}

func TestGolden07Counting(t *testing.T) {
	events, s, c := golden(t, "07-activities", 0)
	rows := cases(s, events, fold.Clocks{})
	got := map[string]int{}
	for _, r := range rows.Activities {
		if r.Counted && !r.DoneOn.Before(peil.NewDate(2026, 5, 11)) && r.DoneOn.Before(peil.NewDate(2026, 5, 25)) && r.UserID == storetest.GoldenID("user", "A") {
			got[r.Kind]++
		}
	}
	for _, kind := range []string{"call", "visit"} {
		if want := c.Expected.(map[string]any)[kind].(map[string]any)["done"].(float64); float64(got[kind]) != want {
			t.Errorf("%s: %d done, want %v", kind, got[kind], want)
		}
	}
}

func TestGolden13State(t *testing.T) {
	g := storetest.ReadGolden(t, "13-asof")
	events := play(t, g, nil)
	for i, c := range g.Cases[:3] {
		at, known := when(c.Query["at"].(string)), when(c.Query["known_at"].(string))
		s := fold.NewSetup(events, known)
		clocks := fold.Clocks{AsOf: at.Add(time.Millisecond), KnownAt: known}
		rows := cases(s, events, clocks)
		want := c.Expected.(map[string]any)
		d := rows.Deals[0]
		v := rows.Visits[len(rows.Visits)-1]
		near(t, c.Name+" value", float64(*d.Value)/100, want["value"].(float64))
		if d.StageID != storetest.GoldenID("stage", want["stage"].(string)) || !v.EnterAt.Equal(when(want["stage_since"].(string))) ||
			d.UserID != storetest.GoldenID("user", want["owner"].(string)) || d.Status != want["status"] {
			t.Errorf("%d %s: %+v since %s", i, c.Name, d, v.EnterAt)
		}
		late := []peil.ID{}
		for _, r := range rows.Clocks {
			if r.Kind == "new" {
				near(t, c.Name+" response", *r.BusinessMin, want["response_business_min"].(float64))
				if r.LateLogged {
					late = append(late, r.StopEventID)
				}
			}
		}
		if want["late_logged"] != nil && !reflect.DeepEqual(late, []peil.ID{storetest.GoldenID("event", "e6")}) {
			t.Errorf("%s: late logged %v", c.Name, late)
		}
	}
	rows := cases(fold.NewSetup(events, time.Time{}), events, fold.Clocks{})
	if len(rows.Credits) != 1 || rows.Credits[0].UserID != storetest.GoldenID("user", "B") || *rows.Credits[0].Amount != 80000_00 {
		t.Errorf("credit %+v", rows.Credits)
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
