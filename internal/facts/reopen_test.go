package facts_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"peil/internal/facts"
)

// TestReopenedUnderCancelledQuestions: a file is closed, replaced and opened again
// while people ask and give up, over and over; nothing holds on to the old one, which
// DuckDB would wait for.
func TestReopenedUnderCancelledQuestions(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	l := newLife(t, "sqlite://"+dir+"/peil.db", 3)
	l.live(300)
	c, err := facts.Open(ctx, facts.Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	d, err := c.Workspace(ctx, l.ws)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Ready(ctx, nil); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var askers sync.WaitGroup
	for i := range 8 {
		askers.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 5))
			for {
				select {
				case <-stop:
					return
				default:
				}
				asking, giveUp := context.WithTimeout(ctx, time.Duration(r.IntN(6000))*time.Microsecond)
				_ = askOnce(asking, d, r)
				giveUp()
			}
		})
	}
	for n := range 20 {
		done := make(chan error, 1)
		go func() { done <- d.Rebuild(ctx, nil) }()
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(time.Minute):
			t.Fatalf("the file was not opened again, the %d. time", n+1)
		}
	}
	close(stop)
	askers.Wait()
}

// askOnce asks in one of the ways that there are.
func askOnce(ctx context.Context, d *facts.DB, r *rand.Rand) (err error) {
	v, err := d.Now(ctx, 0)
	if err != nil {
		return err
	}
	var n int
	if r.IntN(2) == 0 {
		return v.QueryRow(ctx, "select count(*) from activity_fact a, deal_fact d").Scan(&n)
	}
	views, release, err := v.Freeze(ctx, 2)
	if err != nil {
		return err
	}
	defer release()
	kept, err := views[0].Keep(ctx, "kept", "select * from activity_fact")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Release()) }()
	rows, err := kept.Query(ctx, "select count(*) from kept group by kind")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return fmt.Errorf("scan: %w", err)
		}
	}
	return rows.Err()
}
