package facts_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/source/sample"
	"peil/internal/store"
	"peil/internal/storetest"
)

// TestPartsAreTheSameFacts: a company folded from events in memory has the very
// rows that it has when it is folded from the store.
func TestPartsAreTheSameFacts(t *testing.T) {
	now := time.Date(2026, time.October, 14, 10, 0, 0, 0, time.UTC)
	s, err := store.Open(ctx, storetest.SQLite(t), storetest.FoldRules(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	ws, err := s.CreateWorkspace(ctx, "main")
	if err != nil {
		t.Fatal(err)
	}
	if err := sample.Fill(ctx, ws, sample.Options{Deals: 60, Seed: 4, Now: now}, nil); err != nil {
		t.Fatal(err)
	}
	opts := facts.Options{Dir: t.TempDir(), Clock: func() time.Time { return now }}
	c, err := facts.Open(ctx, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	d, err := c.Workspace(ctx, ws)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Ready(ctx, nil); err != nil {
		t.Fatal(err)
	}
	want, err := d.Now(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}

	var events []peil.Event
	err = ws.Events(ctx, 0, 0, func(ev peil.Event) error {
		events = append(events, ev)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "parts.duckdb")
	if err := facts.FoldParts(ctx, path, opts, slices.Values([][]peil.Event{events}), func(int) {}); err != nil {
		t.Fatal(err)
	}
	got, done, err := facts.OpenParts(ctx, path, opts, want.Settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { done() })
	for _, table := range []string{"deal_fact", "deal_span", "stage_visit", "stage_entry", "credit_fact", "close_fact", "competitor_seen", "response_clock",
		"lead_fact", "activity_fact", "message_fact", "fte_day", "cost_day", "spend_day", "customer_span", "fx_day", "stage_dim", "account_dim", "quota_fact"} {
		a, b := fingerprint(t, want.DB, table), fingerprint(t, got.DB, table)
		if a != b || a == "0 none" {
			t.Errorf("%s: %s from the store, %s from parts", table, a, b)
		}
	}
}

// fingerprint is how many rows a table has and what they are, in any order.
func fingerprint(t *testing.T, db *sql.DB, table string) string {
	t.Helper()
	var text string
	err := db.QueryRowContext(context.Background(), "select count(*) || ' ' || coalesce(cast(bit_xor(hash(x)) as text), 'none') from "+table+" x").Scan(&text)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
