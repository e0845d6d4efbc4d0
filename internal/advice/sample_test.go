package advice_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"peil"
	"peil/internal/advice"
	"peil/internal/facts"
	"peil/internal/source/sample"
	"peil/internal/store"
	"peil/internal/storetest"
)

// sampled is the sample company as it is after its last event.
func sampled(t *testing.T, now time.Time) *facts.View {
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
	if err := sample.Fill(ctx, w, sample.Options{Seed: 1, Now: now}, nil); err != nil {
		t.Fatal(err)
	}
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
	return view
}

func TestExplore(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	v := sampled(t, now)
	for _, d := range []string{"2025-04-28", "2025-07-07", "2025-08-04", "2025-09-01", "2025-10-06", "2025-11-03", "2025-12-01", "2026-01-05", "2026-02-02", "2026-04-06", "2026-04-27", "2026-07-06", "2026-10-05", "2026-11-23"} {
		at := day(d).Start(oslo).Add(6 * time.Hour)
		found, err := advice.FindAll(context.Background(), v, at, "")
		if err != nil {
			t.Fatal(err)
		}
		n := map[string]int{}
		for _, f := range found {
			if n[f.Rule.ID]++; n[f.Rule.ID] > 3 {
				continue
			}
			words := map[string]string{}
			for k, w := range f.Words {
				words[k] = w
				if id, err := peil.ParseID(w); err == nil {
					l, _ := v.Labels(context.Background(), []peil.ID{id})
					words[k] = l[id]
				}
			}
			t.Logf("%s %s %v %.0f %v", d, f.Rule.ID, words, f.Stake, f.Evidence)
		}
	}
}
