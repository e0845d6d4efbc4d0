package storetest

import (
	"context"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/fold"
	"peil/internal/store"
)

// FoldRules are the fold's rules as the store asks for them.
func FoldRules() store.Rules {
	return store.Rules{
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
}

// View gives the facts of a golden's workspace as it was at asOf, with what was
// known at knownAt; zero is the end of time.
type View func(asOf, knownAt time.Time) *facts.View

// Play puts the events of a case through a real store into real facts. The
// store's clock stands at each event's recording time when it is appended.
func (g *Golden) Play(t *testing.T, url string, c *Case) View {
	t.Helper()
	ctx := context.Background()
	clock := founded
	now := func() time.Time { return clock }
	s, err := store.Open(ctx, url, FoldRules(), store.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	ws, err := s.CreateWorkspace(ctx, "golden")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range g.Drafts(t, c) {
		clock = d.At
		if _, err := ws.Append(ctx, peil.Actor{Kind: peil.ActorSystem}, d.Draft); err != nil {
			t.Fatalf("%s: %s at %s: %v", g.Name, d.Payload.EventType(), d.Draft.At, err)
		}
	}
	clock = ended
	cache, err := facts.Open(ctx, facts.Options{Dir: t.TempDir(), Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cache.Close() })
	db, err := cache.Workspace(ctx, ws)
	if err != nil {
		t.Fatal(err)
	}
	return func(asOf, knownAt time.Time) *facts.View {
		v, err := db.At(ctx, asOf, knownAt, nil)
		for peil.KindOf(err) == peil.KindUnavailable { // a slow machine is still folding
			v, err = db.At(ctx, asOf, knownAt, nil)
		}
		if err != nil {
			t.Fatalf("%s: as of %s, known at %s: %v", g.Name, asOf, knownAt, err)
		}
		return v
	}
}

// ended is the present of goldens: after everything that they tell of.
var ended = time.Date(2027, 12, 31, 12, 0, 0, 0, time.UTC)
