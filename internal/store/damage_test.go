package store_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"peil"
	"peil/internal/store"
)

// crashed is a database as a kill leaves it: a file, and a log with the last
// transactions; emptied is whether the log was moved into the file before the
// last few.
func crashed(t *testing.T) (file, log []byte, events int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "peil.db")
	s, err := store.Open(ctx, "sqlite://"+path, rules, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w := workspace(t, s)
	for n := range 300 {
		add(t, w, named(draft(n, created(fmt.Sprint("deal ", n))), strings.Repeat("name ", 20)))
		if n == 250 {
			if err := s.Pragma(ctx, "wal_checkpoint(truncate)"); err != nil {
				t.Fatal(err)
			}
		}
	}
	events = len(all(t, w))
	if file, err = os.ReadFile(path); err == nil {
		log, err = os.ReadFile(path + "-wal")
	}
	if err != nil || len(log) < 100_000 {
		t.Fatal(len(log), err)
	}
	return file, log, events
}

// put lays a database out and opens it.
func put(t *testing.T, file, log []byte) (path string, s *store.Store, err error) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "peil.db")
	for name, data := range map[string][]byte{path: file, path + "-wal": log} {
		if data != nil {
			if err := os.WriteFile(name, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if s, err = store.Open(ctx, "sqlite://"+path, rules, store.Options{}); err == nil {
		t.Cleanup(func() { s.Close() })
	}
	return path, s, err
}

// untouched fails if a refused database is not as it was.
func untouched(t *testing.T, path string, file, log []byte) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, file) {
		t.Errorf("the file was touched (%v)", err)
	}
	if got, err := os.ReadFile(path + "-wal"); log != nil && (err != nil || !bytes.Equal(got, log)) {
		t.Errorf("the log was touched (%v)", err)
	}
}

func flip(data []byte, at int) []byte {
	out := bytes.Clone(data)
	out[at] ^= 0x10
	return out
}

// TestDamagedLogIsRefused: SQLite alone would drop what stands behind a damaged
// page of the log, without a word.
func TestDamagedLogIsRefused(t *testing.T) {
	file, log, _ := crashed(t)
	for name, bad := range map[string][]byte{
		"flipped in the middle": flip(log, len(log)/2), "flipped in the head": flip(log, 17), "flipped near the beginning": flip(log, 100),
		"a page of zeros": append(append(bytes.Clone(log[:8000]), make([]byte, 4096)...), log[8000+4096:]...),
	} {
		path, _, err := put(t, file, bad)
		if e := wantCode(t, err, "damaged_log"); !strings.Contains(e.Message, path+"-wal") {
			t.Errorf("%s: %q does not name the file", name, e.Message)
		}
		untouched(t, path, file, bad)
	}
}

// TestTornEndOfTheLog: what a power cut leaves of a transaction that nobody was
// told was stored is dropped, and all before it is there.
func TestTornEndOfTheLog(t *testing.T) {
	file, log, events := crashed(t)
	for name, torn := range map[string][]byte{
		"cut within a page": log[:len(log)-1000], "flipped in the last page": flip(log, len(log)-50), "zeros behind": append(bytes.Clone(log), make([]byte, 20_000)...),
		"whole": log,
	} {
		_, s, err := put(t, file, torn)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		w, err := s.Workspace(ctx, "main")
		if err != nil {
			t.Fatal(err)
		}
		got := all(t, w)
		gapless(t, got)
		if len(got) < events-1 || name == "whole" && len(got) != events {
			t.Errorf("%s: %d events of %d", name, len(got), events)
		}
		statesAreFolded(t, w)
		add(t, w, draft(0, created("after")))
	}
}

// TestCutFileIsRefused: a file that has lost its end is not opened.
func TestCutFileIsRefused(t *testing.T) {
	file, _, _ := crashed(t)
	for name, bad := range map[string][]byte{"half": file[:len(file)/2], "a page less": file[:len(file)-4096], "a few bytes": file[:50],
		"flipped head": flip(file, 3), "garbage": bytes.Repeat([]byte("garbage "), 1000)} {
		path, _, err := put(t, bad, nil)
		if e := wantCode(t, err, "damaged_database"); !strings.Contains(e.Message, path) {
			t.Errorf("%s: %q does not name the file", name, e.Message)
		}
		untouched(t, path, bad, nil)
	}
}

// TestFlippedBitsAreNeverServed flips a bit in every place where an event stands:
// whoever reads the event is told, nobody gets another event than was stored, and
// nothing is written over the damage.
func TestFlippedBitsAreNeverServed(t *testing.T) {
	file, log, events := crashed(t)
	path, s, err := put(t, file, log)
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Workspace(ctx, "main")
	if err != nil {
		t.Fatal(err)
	}
	want := all(t, w)
	if err := s.Close(); err != nil { // the log is moved into the file
		t.Fatal(err)
	}
	if file, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	noticed, served := 0, 0
	for at := 200; at < len(file); at += 2999 {
		bad := flip(file, at)
		path, s, err := put(t, bad, nil)
		if err == nil {
			err = readsTheSame(t, s, want)
		}
		switch e, ok := err.(*peil.Error); {
		case err == nil:
			served++ // a place that no event stands in
		case !ok || e.Code != "damaged_database" && e.Code != "damaged_event" && e.Code != "unknown_workspace":
			t.Fatalf("byte %d flipped: %v", at, err)
		case s != nil && e.Code != "unknown_workspace":
			noticed++
			w, err := s.Workspace(ctx, "main")
			if err == nil {
				_, err = w.Append(ctx, person, draft(0, created("more")))
			}
			if err == nil {
				t.Fatalf("byte %d flipped: it was noticed (%v), and written over", at, e)
			}
			s.Close()
			untouched(t, path, bad, nil)
		}
	}
	if noticed < 10 {
		t.Errorf("only %d flips were noticed, %d were nowhere that was read; %d events", noticed, served, events)
	}
}

// readsTheSame reads every event, and fails if one is not what it was.
func readsTheSame(t *testing.T, s *store.Store, want []peil.Event) error {
	w, err := s.Workspace(ctx, "main")
	if err != nil {
		return err
	}
	n := 0
	err = w.Events(ctx, 0, 0, func(ev peil.Event) error {
		if n >= len(want) || text(t, ev) != text(t, want[n]) {
			t.Fatalf("event %d is served as\n%s", ev.Seq, text(t, ev))
		}
		n++
		return nil
	})
	if err == nil && n != len(want) {
		t.Fatalf("%d events are served of %d, without a word", n, len(want))
	}
	return err
}

// TestAnotherAmountIsNoticed changes a digit as no bit of SQLite's would notice.
func TestAnotherAmountIsNoticed(t *testing.T) {
	file, log, _ := crashed(t)
	path, s, err := put(t, file, log)
	closed(t, s, err)
	db, err := sql.Open("sqlite3", path)
	if err == nil {
		_, err = db.Exec("update event set payload = replace(payload, '100000', '900000') where seq = 100")
	}
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	w, err := open(t, "sqlite://"+path, rules).Workspace(ctx, "main")
	if err != nil {
		t.Fatal(err)
	}
	err = w.Events(ctx, 0, 0, func(peil.Event) error { return nil })
	if e := wantCode(t, err, "damaged_event"); !strings.Contains(e.Message, "event 100 ") {
		t.Errorf("%q does not name the event", e.Message)
	}
	_, err = w.Append(ctx, person, draft(0, created("more")))
	wantCode(t, err, "damaged_event")
}

// TestCheckSaysWhatCanBeRead: of a damaged database, and of a whole one.
func TestCheckSaysWhatCanBeRead(t *testing.T) {
	file, log, events := crashed(t)
	path, s, err := put(t, file, log)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := s.Check(ctx, nil); err != nil || !c.OK() || c.Workspaces[0].Events != int64(events) || c.Workspaces[0].Readable() != int64(events) {
		t.Errorf("a whole database: %+v, %v", c, err)
	}
	closed(t, s, nil)
	db, err := sql.Open("sqlite3", path)
	if err == nil {
		_, err = db.Exec("update event set payload = payload || ' ' where seq in (100, 101, 200); delete from event where seq = 102")
	}
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	c, err := open(t, "sqlite://"+path, rules).Check(ctx, nil)
	if err != nil || c.OK() || fmt.Sprint(c.Workspaces[0].Damaged) != "[{100 102} {200 200}]" || c.Workspaces[0].Readable() != int64(events)-4 {
		t.Errorf("%+v, %v", c, err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(whole) / 3; i < len(whole)/3+9000; i++ {
		whole[i] = 0
	}
	_, s, err = put(t, whole, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := s.Check(ctx, nil); err != nil || len(c.Problems) == 0 {
		t.Errorf("with pages of zeros: %+v, %v", c, err)
	}
}
