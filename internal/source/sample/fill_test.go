package sample_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"peil"
	"peil/internal/fold"
	"peil/internal/source/sample"
	"peil/internal/store"
)

// rules are the fold's, as cmd wires them.
func rules() store.Rules {
	return store.Rules{
		Touches: fold.Touches,
		Setup: func(prev any, events []peil.Event) any {
			if prev == nil {
				return fold.NewSetup(events, time.Time{})
			}
			s := prev.(*fold.Setup)
			for _, e := range events {
				s = s.With(e)
			}
			return s
		},
		Check: func(setup any, unit []peil.Event, e peil.Event) error {
			return fold.Check(setup.(*fold.Setup), unit, e)
		},
		Snapshot: func(setup any, unit []peil.Event) peil.Snapshot { return fold.Snapshot(setup.(*fold.Setup), unit) },
	}
}

// TestStoreTakesEveryEvent fills a real store: an event that makes no sense where
// it stands would be refused, and with it the whole company.
func TestStoreTakesEveryEvent(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, "sqlite://"+filepath.Join(t.TempDir(), "peil.db"), rules(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.CreateWorkspace(ctx, "demo")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := sample.Fill(ctx, w, sample.Options{Deals: 1200, Seed: 1, Now: time.Now()}, nil); err != nil {
		t.Fatal(err)
	}
	t.Logf("filled in %s", time.Since(start))
	deals, err := w.Deals(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	standing := map[string]int{}
	for _, d := range deals {
		standing[d.Status]++
	}
	if n := len(deals) - standing["merged"]; n != 1200 || standing["won"] == 0 || standing["lost"] == 0 || standing["open"] == 0 {
		t.Errorf("deals stand as %v", standing)
	}
}
