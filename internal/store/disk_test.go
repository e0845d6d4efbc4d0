package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"peil"
	"peil/internal/store"
	"peil/internal/storetest"
)

// TestFullDisk fills the disk under a database: writes are refused and say why,
// nothing of them is stored, reads go on, and all goes on as before once there is
// space, without a restart.
func TestFullDisk(t *testing.T) {
	disk := storetest.SmallDisk(t, 16)
	w := workspace(t, open(t, "sqlite://"+filepath.Join(disk.Dir, "peil.db"), rules))
	deals := 0
	for range 3 {
		disk.Fill(200 << 10)
		var err error
		for n := 0; err == nil && n < 100_000; n++ {
			if _, err = w.Append(ctx, person, draft(0, created(fmt.Sprint("deal ", deals)))); err == nil {
				deals++
			}
		}
		if e := wantCode(t, err, "disk_full"); e.Kind != peil.KindUnavailable {
			t.Errorf("kind %s", e.Kind)
		}
		before := all(t, w)
		_, err = w.Append(ctx, person, draft(0, created(fmt.Sprint("deal ", deals))))
		wantCode(t, err, "disk_full")
		b, err := w.Begin(ctx, system, store.BatchInfo{Title: "import"})
		if err == nil {
			err = b.Append(ctx, []store.Item{item(draft(0, created("import")), "1")})
		}
		wantCode(t, err, "disk_full")
		if after := all(t, w); len(after) != len(before) {
			t.Errorf("what was refused left %d events", len(after)-len(before))
		}
		if got := read(t, w.Deals); len(got) != deals {
			t.Errorf("%d deals are read, want %d", len(got), deals)
		}
		disk.Free()
		add(t, w, draft(0, created(fmt.Sprint("deal ", deals))))
		deals++
	}
	gapless(t, all(t, w))
	statesAreFolded(t, w)
}

// TestOpenOnFullDisk: a database that lies on a full disk is refused by the name
// of what is missing, and opens once there is space.
func TestOpenOnFullDisk(t *testing.T) {
	disk := storetest.SmallDisk(t, 16)
	url := "sqlite://" + filepath.Join(disk.Dir, "peil.db")
	s, err := store.Open(ctx, url, rules, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := workspace(t, s)
	add(t, w, draft(0, created("deal")))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	disk.Fill(0)
	if s, err = store.Open(ctx, url, rules, store.Options{}); err == nil {
		err = errors.Join(errors.New("it opened"), s.Close())
	}
	wantCode(t, err, "disk_full")
	disk.Free()
	w, err = open(t, url, rules).Workspace(ctx, "main")
	if err != nil {
		t.Fatal(err)
	}
	add(t, w, draft(1, won("deal")))
	statesAreFolded(t, w)
}
