package sample_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
	"peil/internal/source/sample"
	"peil/internal/store"
	"peil/internal/storetest"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// company fills a real store with a sample company.
func company(t *testing.T, deals int, seed uint64) *store.Workspace {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, "sqlite://"+filepath.Join(t.TempDir(), "peil.db"), storetest.FoldRules(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w, err := s.CreateWorkspace(ctx, "demo")
	if err != nil {
		t.Fatal(err)
	}
	if err := sample.Fill(ctx, w, sample.Options{Deals: deals, Seed: seed, Now: now}, nil); err != nil {
		t.Fatal(err)
	}
	return w
}

// TestStoreTakesEveryEvent: an event that makes no sense where it stands would be
// refused, and with it the whole company.
func TestStoreTakesEveryEvent(t *testing.T) {
	for seed := range uint64(4) {
		deals, err := company(t, 500, seed).Deals(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		standing := map[string]int{}
		for _, d := range deals {
			standing[d.Status]++
		}
		if n := len(deals) - standing["merged"]; n != 500 || standing["won"] == 0 || standing["lost"] == 0 || standing["open"] == 0 {
			t.Errorf("seed %d: deals stand as %v", seed, standing)
		}
	}
}

// asker puts questions to the sample company.
type asker struct {
	t    *testing.T
	view *facts.View
}

func (a asker) run(q report.Query) *peil.Result {
	a.t.Helper()
	q.Now = now
	r, err := report.Run(context.Background(), a.view, q)
	if err != nil {
		a.t.Fatal(err)
	}
	return r
}

// slice is a measure of the slice with a label; "" is the total.
func (a asker) slice(r *peil.Result, label, measure string) float64 {
	a.t.Helper()
	for _, row := range r.Rows {
		if label == "" && row.Slice == nil || label != "" && row.Label == label {
			if v := row.Measures[measure].Value; v != nil {
				return *v
			}
		}
	}
	a.t.Fatalf("%s has no %s for %q", r.Report, measure, label)
	return 0
}

// cell is the measures of a figure at some keys.
func (a asker) cell(r *peil.Result, figure string, keys ...string) map[string]peil.Value {
	a.t.Helper()
	for _, f := range r.Figures {
		for _, c := range f.Cells {
			if f.ID == figure && slices.Equal(c.Keys, keys) {
				return c.Measures
			}
		}
	}
	a.t.Fatalf("%s has no %s at %v", r.Report, figure, keys)
	return nil
}

func months(from, to int) peil.Period {
	first := func(ago int) peil.Date {
		d := time.Date(now.Year(), now.Month()-time.Month(ago), 1, 0, 0, 0, 0, time.UTC)
		return peil.NewDate(d.Year(), d.Month(), 1)
	}
	return peil.Period{From: first(from), To: first(to)}
}

// TestReportsFindWhatWasPlanted holds the finished reports against Planted.
func TestReportsFindWhatWasPlanted(t *testing.T) {
	ctx := context.Background()
	w := company(t, 3000, 1)
	cache, err := facts.Open(ctx, facts.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cache.Close() })
	db, err := cache.Workspace(ctx, w)
	if err != nil {
		t.Fatal(err)
	}
	seq, err := w.LastSeq(ctx)
	if err != nil {
		t.Fatal(err)
	}
	view, err := db.Now(ctx, seq)
	for err != nil && peil.KindOf(err) == peil.KindUnavailable {
		view, err = db.Now(ctx, seq)
	}
	if err != nil {
		t.Fatal(err)
	}
	a := asker{t, view}

	t.Run("productivity", func(t *testing.T) {
		r := a.run(report.Query{Report: "productivity", Period: months(36, 0), By: "team"})
		if fjell, fjord := a.slice(r, "Team Fjell", "prod_fte_day"), a.slice(r, "Team Fjord", "prod_fte_day"); fjell < 1.2*fjord {
			t.Errorf("per full-time day Fjell sells %.0f, Fjord %.0f", fjell, fjord)
		}
		july := a.slice(a.run(report.Query{Report: "stages", Period: peil.Period{From: peil.NewDate(2026, 7, 1), To: peil.NewDate(2026, 8, 1)}, By: report.None}), "", "entered")
		june := a.slice(a.run(report.Query{Report: "stages", Period: peil.Period{From: peil.NewDate(2026, 6, 1), To: peil.NewDate(2026, 7, 1)}, By: report.None}), "", "entered")
		if july > 0.8*june {
			t.Errorf("%v stage entries in July, %v in June", july, june)
		}
	})
	t.Run("stages", func(t *testing.T) {
		leak := func(p peil.Period) float64 {
			r := a.run(report.Query{Report: "stages", Period: p, Filters: []report.Filter{{Dim: "pipeline", Values: []string{"Nysalg"}}}})
			return a.slice(r, "Tilbud", "conv_step")
		}
		if late, early := leak(months(6, 1)), leak(months(24, 7)); late > 0.85*early {
			t.Errorf("past Tilbud go %.2f in the last half year, %.2f before", late, early)
		}
	})
	t.Run("forecast", func(t *testing.T) {
		r := a.run(report.Query{Report: "forecast", Period: months(0, -1)})
		for _, f := range r.Figures {
			for _, c := range f.Cells {
				if f.ID != "stage_levels" {
					continue
				}
				if typed, won := c.Measures["default_p"], c.Measures["mature_won"]; won.Interval.Hi > *typed.Value {
					t.Errorf("of %v %.2f are won, typed in is %.2f", c.Keys, *won.Value, *typed.Value)
				}
			}
		}
	})
	contacts(t, a)
	purchases(t, a)
	t.Run("losses", func(t *testing.T) {
		r := a.run(report.Query{Report: "losses", Period: months(16, 11)})
		before := a.run(report.Query{Report: "losses", Period: months(36, 17)})
		if spike, usual := a.slice(r, "Valgte konkurrent", "loss_rate"), a.slice(before, "Valgte konkurrent", "loss_rate"); spike < 2*usual {
			t.Errorf("lost to a competitor: %.2f in the competitor's months, %.2f before", spike, usual)
		}
		if len(a.run(report.Query{Report: "losses", Period: months(24, 0)}).Flags) == 0 {
			t.Error("the competitor's months are not flagged")
		}
	})
}

// contacts are the truths of how people get in touch.
func contacts(t *testing.T, a asker) {
	t.Run("response", func(t *testing.T) {
		r := a.run(report.Query{Report: "response", Period: months(36, 0), By: "hour"})
		for _, hour := range []string{"08", "09"} {
			if early, noon := a.slice(r, hour, "rt_p50"), a.slice(r, "12", "rt_p50"); early < 4*noon {
				t.Errorf("who asks at %s waits %.0f minutes, at noon %.0f", hour, early, noon)
			}
		}
		if v := r.Rows[0].Measures["effect10"]; v.Value == nil || v.Interval.Lo < 1 {
			t.Errorf("leads tried within ten minutes are reached %+v times as often", v)
		}
	})
	t.Run("activities", func(t *testing.T) {
		r := a.run(report.Query{Report: "activities", Period: months(36, 0)})
		fifth, sixth := a.cell(r, "attempts", "5")["att_reached"], a.cell(r, "attempts", "6")["att_reached"]
		if *fifth.Value < .1 || *sixth.Value > *fifth.Value/2 {
			t.Errorf("%.2f are reached at the fifth attempt, %.2f at the sixth", *fifth.Value, *sixth.Value)
		}
		if given, pays := a.slice(r, "", "att_given_up"), a.slice(r, "", "att_min"); given != 3 || pays < 4 {
			t.Errorf("sellers stop after %v, up to %v clearly pay", given, pays)
		}
	})
	t.Run("channels", func(t *testing.T) {
		r := a.run(report.Query{Report: "channels", Period: months(36, 2), Filters: []report.Filter{{Dim: "pipeline", Values: []string{"Nysalg", "none"}}}})
		if call, mail := a.slice(r, "call", "contact"), a.slice(r, "email", "contact"); call > .95*mail {
			t.Errorf("calls reach %.2f, mails %.2f", call, mail)
		}
		if call, mail := a.slice(r, "call", "conv_contact"), a.slice(r, "email", "conv_contact"); call < 1.2*mail {
			t.Errorf("of those reached %.2f by call buy, %.2f by mail", call, mail)
		}
	})
	t.Run("email", func(t *testing.T) {
		r := a.run(report.Query{Report: "email", Period: months(36, 0)})
		if bad, good := a.slice(r, "Nyhetsbrev vår", "open"), a.slice(r, "Nyhetsbrev høst", "open"); bad > .6*good {
			t.Errorf("%.2f open the bad subject line, %.2f the good one", bad, good)
		}
		if n := a.slice(r, "", "follow_up"); n < 2 {
			t.Errorf("%v contacts wait for a call", n)
		}
	})
}

// purchases are the truths of what customers buy.
func purchases(t *testing.T, a asker) {
	t.Run("upsell", func(t *testing.T) {
		r := a.run(report.Query{Report: "upsell", Period: months(36, 0), By: report.None})
		if old, fresh := a.slice(r, "", "succ_existing"), a.slice(r, "", "succ_new"); old < 1.5*fresh {
			t.Errorf("customers buy %.2f of the time, new ones %.2f", old, fresh)
		}
		rule := a.cell(r, "next_product", "Kompass", "Tjenester")
		if q := rule["by_chance_q"]; q.Value == nil || *q.Value > .05 || *rule["have_both"].Value < 2*(*rule["without_a"].Value) {
			t.Errorf("who has Kompass comes back for Tjenester: %+v", rule)
		}
		if v := r.Rows[0].Measures["whitespace"]; v.Value == nil || *v.Value <= 0 || v.Interval == nil {
			t.Errorf("the room for growth is %+v", v)
		}
	})
}
