package advice_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/advice"
	"peil/internal/facts"
	"peil/internal/report"
	"peil/internal/source/sample"
	"peil/internal/store"
	"peil/internal/storetest"
)

// spoken is what the rules are to say of the truths that are planted in the sample
// company (sample.Planted): on which Monday, which rule, and the words in it. Of the
// rest no rule speaks.
var spoken = []struct{ monday, rule, words string }{
	{"2025-07-07", "RT-1", "08, 09"},
	{"2025-10-06", "RT-2", ""},
	{"2025-07-07", "SRC-1", "Anbefaling"},
	{"2025-07-07", "SRC-1", "Partner"},
	{"2025-07-07", "SRC-2", "Sosiale medier"},
	{"2025-10-06", "UP-1", ""},
	{"2025-10-06", "UP-2", "Kompass Tjenester"},
	{"2026-10-05", "LEAK-1", "Tilbud"},
	{"2026-10-05", "FC-4", "@advice.FC-4.high"},
	{"2025-10-06", "ACT-2", ""},
	{"2025-10-06", "CH-1", "@slice.contact_channel.email @slice.contact_channel.call"},
	{"2026-05-04", "EM-1", "Nyhetsbrev vår"},
	{"2026-11-23", "EM-3", "Kontakt Påfunn"},
	{"2025-08-04", "LOSS-1", "Valgte konkurrent"},
	{"2026-02-02", "LOSS-2", "Valgte konkurrent"},
	{"2025-10-06", "LOSS-3", "Storkonkurrenten AS"},
	{"2025-10-06", "STUCK-1", ""}, {"2025-10-06", "UP-3", ""}, {"2025-10-06", "RT-0", ""}, {"2025-10-06", "ACT-1", ""}, {"2026-01-05", "FC-2", ""},
}

// TestPlantedIsSpoken: what was planted in the sample company is said on the Monday
// that it can be seen, and by the rule that is about it.
func TestPlantedIsSpoken(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	v := sampled(t, now)
	for _, c := range spoken {
		found, err := advice.FindAll(ctx, v, day(c.monday).Start(oslo).Add(6*time.Hour), c.rule)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		right := false
		for _, f := range found {
			speaks(t, f)
			text := wordsOf(t, v, f)
			said = append(said, text)
			all := true
			for w := range strings.SplitSeq(c.words, " ") {
				all = all && strings.Contains(text, w)
			}
			right = right || all
		}
		if !right {
			t.Errorf("%s on %s says %q, not %q", c.rule, c.monday, said, c.words)
		}
	}
}

// wordsOf are the words of a finding, records by their names.
func wordsOf(t *testing.T, v *facts.View, f advice.Finding) string {
	t.Helper()
	var out []string
	for _, name := range []string{"hours", "s", "a", "b", "stage", "direction", "template", "contact", "reason", "x", "c1", "c2"} {
		word := f.Words[name]
		if id, err := peil.ParseID(word); err == nil {
			labels, err := v.Labels(context.Background(), []peil.ID{id})
			if err != nil {
				t.Fatal(err)
			}
			word = labels[id]
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

// sampled is the sample company as it is after its last event, with the forecasts of the
// fifteen months before made again from its history.
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
	v := newest(t, w, db)
	var drafts []peil.Draft
	for m := peil.NewDate(2025, 7, 1); m.Before(day("2026-10-01")); {
		next := peil.GrainMonth.Start(m.AddDays(31), 0)
		f, err := report.Issue(ctx, v, peil.Period{From: m, To: next}, m.Start(oslo))
		if err != nil {
			t.Fatal(err)
		}
		f.Forecast, f.Replayed = peil.NewID(now), true
		drafts, m = append(drafts, peil.Draft{At: m.Start(oslo), Payload: f}), next
	}
	if _, err := w.Append(ctx, peil.Actor{Kind: peil.ActorSystem}, drafts...); err != nil {
		t.Fatal(err)
	}
	return newest(t, w, db)
}

func newest(t *testing.T, w *store.Workspace, db *facts.DB) *facts.View {
	t.Helper()
	ctx := context.Background()
	seq, err := w.LastSeq(ctx)
	if err != nil {
		t.Fatal(err)
	}
	v, err := db.Now(ctx, seq)
	for err != nil && peil.KindOf(err) == peil.KindUnavailable {
		v, err = db.Now(ctx, seq)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}
