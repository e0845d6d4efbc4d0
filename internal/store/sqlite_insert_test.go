package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"peil"
)

// TestInsertIsAllOrNothing: rows that fail in the middle of a statement leave nothing
// of their transaction.
func TestInsertIsAllOrNothing(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, "sqlite://"+filepath.Join(t.TempDir(), "peil.db"), Rules{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.CreateWorkspace(ctx, "main")
	if err != nil {
		t.Fatal(err)
	}
	at := time.UnixMilli(0).UTC()
	var rows [][]any
	for seq := range int64(40) {
		ev := peil.Event{Seq: seq + 1, ID: peil.NewID(at), V: 1, At: at, RecordedAt: at, Payload: peil.PeriodLocked{}}
		row, err := eventRow(ev, "{}")
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	store := func(rows [][]any) error {
		return s.engine.write(ctx, func(c conn) error { return c.insert(ctx, eventTable, w.id, rows) })
	}
	stored := func() (n int64) {
		err := s.engine.read(ctx, func(c conn) error {
			return c.query(ctx, "select count(*) from event where workspace_id = $1", []any{w.id}, func(s scan) error { return s(&n) })
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	twice := append(append([][]any(nil), rows[:30]...), rows[7])
	if err := store(append(twice, rows[30:]...)); err == nil || stored() != 0 {
		t.Errorf("a number twice is taken (%v), and %d events are stored", err, stored())
	}
	if err := store(rows); err != nil || stored() != 40 {
		t.Errorf("afterwards: %v, and %d events are stored", err, stored())
	}
}
