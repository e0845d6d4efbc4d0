package facts_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/storetest"
)

// TestFullDisk fills the disk under a facts file: what it has is answered, what
// it cannot follow is said, and it follows again once there is space.
func TestFullDisk(t *testing.T) {
	disk := storetest.SmallDisk(t, 48)
	l := newLife(t, storetest.SQLite(t), 5)
	l.live(150)
	d := open(t, cacheIn(t, disk.Dir, nil), l.ws)
	before := rows(t, ready(t, d), "deal_fact")
	disk.Fill(0)
	var err error
	for until := time.Now().Add(time.Minute); err == nil && time.Now().Before(until); {
		l.live(300)
		err = d.Ready(ctx, nil)
	}
	var e *peil.Error
	if !errors.As(err, &e) || e.Code != "facts_disk_full" {
		t.Fatalf("with a full disk: %v", err)
	}
	answered := 0
	for range 20 { // for longer than it takes to try again
		v, err := d.Now(ctx, 0)
		if err != nil {
			t.Fatal(err)
		}
		var n int
		if err := v.DB.QueryRowContext(ctx, "select count(*) from deal_fact").Scan(&n); err != nil && facts.Trouble(err) == nil || err == nil && n < len(before) {
			t.Fatalf("%d deals are read, were %d (%v)", n, len(before), err)
		} else if err == nil {
			answered++
		}
		time.Sleep(100 * time.Millisecond)
	}
	if answered < 15 {
		t.Errorf("only %d of 20 questions are answered while the disk is full", answered)
	}
	if _, err := d.At(ctx, time.Now().Add(-time.Hour), time.Time{}, nil); err != nil && !errors.As(err, &e) {
		t.Errorf("a past day with a full disk: %v", err)
	}
	if err := d.Rebuild(ctx, nil); !errors.As(err, &e) || e.Code != "facts_disk_full" {
		t.Errorf("a rebuild with a full disk: %v", err)
	}
	disk.Free()
	for until := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if err = d.Ready(ctx, nil); err == nil || time.Now().After(until) {
			break
		}
	}
	if err != nil {
		t.Fatalf("with space again: %v", err)
	}
	if r, err := d.Check(ctx, nil); err != nil || !r.OK() {
		t.Errorf("with space again: %v %v", fmt.Sprint(r), err)
	}
}

// TestClockSetBack: the tables that run up to today end earlier, too.
func TestClockSetBack(t *testing.T) {
	l := newLife(t, storetest.SQLite(t), 6)
	l.live(100)
	clock, dir := today, t.TempDir()
	for _, back := range []time.Duration{0, 40 * 24 * time.Hour, 400 * 24 * time.Hour, 0} {
		clock = today.Add(-back)
		c, err := facts.Open(ctx, facts.Options{Dir: dir, Memory: 512 << 20, Clock: func() time.Time { return clock }})
		if err != nil {
			t.Fatal(err)
		}
		d := open(t, c, l.ws)
		if err := d.Ready(ctx, nil); err != nil {
			t.Fatal(err)
		}
		check(t, d)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
