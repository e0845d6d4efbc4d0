package store_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
	"peil/internal/storetest"
)

func TestMain(m *testing.M) {
	if job := os.Getenv("PEIL_TEST_CHILD"); job != "" {
		child(job) // another process of a test, see child_test.go
		return
	}
	storetest.Main(m)
}

// rules are the fold's.
var rules = store.Rules{
	Touches: fold.Touches,
	Setup: func(prev any, events []peil.Event) any {
		if prev == nil {
			return fold.NewSetup(events, time.Time{})
		}
		s := prev.(*fold.Setup)
		for _, ev := range events {
			s = s.With(ev)
		}
		return s
	},
	Check: func(setup any, unit []peil.Event, ev peil.Event) error {
		return fold.Check(setup.(*fold.Setup), unit, ev)
	},
	Snapshot: func(setup any, unit []peil.Event) peil.Snapshot { return fold.Snapshot(setup.(*fold.Setup), unit) },
	Whole: func(setup any, unit []peil.Event) (peil.Snapshot, []error) {
		return fold.Whole(setup.(*fold.Setup), unit)
	},
}

var (
	ctx    = context.Background()
	system = peil.Actor{Kind: peil.ActorSystem}
	person = peil.Actor{Kind: peil.ActorUser, ID: id("kari")}
	// then is when the events of the tests happened.
	then = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
)

func id(parts ...string) peil.ID { return peil.DeriveID(parts...) }

// draft is an event that happened so many hours after then.
func draft(hours int, p peil.Payload) peil.Draft {
	return peil.Draft{At: then.Add(time.Duration(hours) * time.Hour), Payload: p}
}

func named(d peil.Draft, name string) peil.Draft {
	d.Texts = map[string]string{"name": name}
	return d
}

// setUp is a company that can sell.
func setUp() []peil.Draft {
	pipe := id("pipeline")
	out := []peil.Draft{
		draft(-100, peil.WorkspaceDefined{BaseCurrency: "NOK"}),
		named(draft(-100, peil.PipelineDefined{Pipeline: pipe}), "Nysalg"),
		named(draft(-100, peil.SourceDefined{Source: id("web")}), "Nett"),
		named(draft(-100, peil.CompetitorDefined{Competitor: id("rival")}), "Rival AS"),
		named(draft(-100, peil.ReasonDefined{Reason: id("price"), Kind: peil.StageLost}), "Pris"),
		named(draft(-100, peil.TeamDefined{Team: id("north")}), "Nord"),
		named(draft(-100, peil.UserJoined{User: id("kari"), FTE: 1, Sells: true, Team: id("north")}), "Kari Prøve"),
		named(draft(-100, peil.AccountCreated{Account: id("acme")}), "Prøve AS"),
		named(draft(-100, peil.ContactCreated{Contact: id("ola"), Account: id("acme")}), "Ola Prøve"),
	}
	for i, name := range []string{"first", "second", "third"} {
		out = append(out, named(draft(-100, peil.StageDefined{Pipeline: pipe, Stage: id(name), Order: i + 1, Kind: peil.StageOpen, DefaultP: 0.2 * float64(i+1)}), name))
	}
	return out
}

func created(deal string) peil.DealCreated {
	value := int64(100_000)
	return peil.DealCreated{Deal: id(deal), Pipeline: id("pipeline"), Stage: id("first"), Owner: id("kari"), Account: id("acme"), Value: &value, Currency: "NOK"}
}

func won(deal string) peil.DealClosed { return peil.DealClosed{Deal: id(deal), Outcome: peil.Won} }

func open(t testing.TB, url string, rules store.Rules) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, url, rules, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// workspace is a new one that is set up.
func workspace(t testing.TB, s *store.Store) *store.Workspace {
	t.Helper()
	w, err := s.CreateWorkspace(ctx, "main")
	if err != nil {
		t.Fatal(err)
	}
	add(t, w, setUp()...)
	return w
}

func add(t testing.TB, w *store.Workspace, drafts ...peil.Draft) int64 {
	t.Helper()
	seq, err := w.Append(ctx, person, drafts...)
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

func all(t testing.TB, w *store.Workspace) []peil.Event {
	t.Helper()
	var events []peil.Event
	if err := w.Events(ctx, 0, 0, func(ev peil.Event) error { events = append(events, ev); return nil }); err != nil {
		t.Fatal(err)
	}
	return events
}

// wantCode fails unless err is an *peil.Error of the code.
func wantCode(t testing.TB, err error, code string) *peil.Error {
	t.Helper()
	var e *peil.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("%v, want an error of code %s", err, code)
	}
	if e.Message == "" {
		t.Errorf("%s says nothing", code)
	}
	return e
}

// gapless fails unless the events are numbered 1, 2, 3 …, without an id twice and
// with recording times that never go back.
func gapless(t testing.TB, events []peil.Event) {
	t.Helper()
	seen := make(map[peil.ID]bool, len(events))
	for i, ev := range events {
		if ev.Seq != int64(i+1) {
			t.Fatalf("event %d has number %d", i+1, ev.Seq)
		}
		if seen[ev.ID] {
			t.Fatalf("event %s is there twice", ev.ID)
		}
		seen[ev.ID] = true
		if i > 0 && ev.RecordedAt.Before(events[i-1].RecordedAt) {
			t.Fatalf("event %d was recorded before the one in front", ev.Seq)
		}
	}
}

// statesAreFolded fails unless all state rows equal the fold of the events.
func statesAreFolded(t testing.TB, w *store.Workspace) {
	t.Helper()
	var want peil.Snapshot
	setup := fold.NewSetup(unit(t, w, store.SetupUnit), time.Time{})
	roots, err := w.Units(ctx, peil.ID{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	groups := make(map[peil.ID][]peil.Event)
	err = w.UnitEvents(ctx, roots, func(root peil.ID, ev peil.Event) error {
		groups[root] = append(groups[root], ev)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range roots {
		s := fold.Snapshot(setup, groups[root])
		want.Deals, want.Leads, want.Accounts = append(want.Deals, s.Deals...), append(want.Leads, s.Leads...), append(want.Accounts, s.Accounts...)
		want.Contacts, want.Users, want.Activities = append(want.Contacts, s.Contacts...), append(want.Users, s.Users...), append(want.Activities, s.Activities...)
	}
	same(t, "deals", want.Deals, read(t, w.Deals), func(s peil.DealState) peil.ID { return s.Deal })
	same(t, "leads", want.Leads, read(t, w.Leads), func(s peil.LeadState) peil.ID { return s.Lead })
	same(t, "accounts", want.Accounts, read(t, w.Accounts), func(s peil.AccountState) peil.ID { return s.Account })
	same(t, "contacts", want.Contacts, read(t, w.Contacts), func(s peil.ContactState) peil.ID { return s.Contact })
	same(t, "users", want.Users, read(t, w.Users), func(s peil.UserState) peil.ID { return s.User })
	same(t, "activities", want.Activities, read(t, w.Activities), func(s peil.ActivityState) peil.ID { return s.Activity })
}

func read[T any](t testing.TB, states func(context.Context, []peil.ID) ([]T, error)) []T {
	t.Helper()
	out, err := states(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func unit(t testing.TB, w *store.Workspace, root peil.ID) []peil.Event {
	t.Helper()
	var events []peil.Event
	err := w.UnitEvents(ctx, []peil.ID{root}, func(_ peil.ID, ev peil.Event) error { events = append(events, ev); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return events
}
