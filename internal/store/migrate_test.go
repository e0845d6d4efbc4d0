package store_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"peil/internal/store"
	"peil/internal/storetest"
)

const nextMigration = "create table later (workspace_id {id} not null primary key); alter table workspace add column note text"

func closed(t testing.TB, s *store.Store, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestMigration(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		s, err := store.Open(ctx, url, rules, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		add(t, workspace(t, s), draft(0, created("deal")))
		closed(t, s, nil)

		// A migration that fails changes nothing.
		s, err = store.OpenAt(ctx, url, rules, "create table half (n bigint); create table half (n bigint)")
		if err == nil {
			s.Close()
			t.Fatal("a wrong migration went through")
		}
		s, err = store.Open(ctx, url, rules, store.Options{})
		closed(t, s, err)

		s, err = store.OpenAt(ctx, url, rules, nextMigration)
		if err != nil {
			t.Fatal(err)
		}
		w, err := s.Workspace(ctx, "main")
		if err != nil {
			t.Fatal(err)
		}
		statesAreFolded(t, w)
		closed(t, s, nil)

		path, isFile := strings.CutPrefix(url, "sqlite://")
		var before []byte
		if isFile {
			copies, err := filepath.Glob(path + ".v*-*")
			if err != nil || len(copies) == 0 {
				t.Fatalf("no copy was made before the migration (%v)", err)
			}
			old, err := store.Open(ctx, "sqlite://"+copies[len(copies)-1], rules, store.Options{})
			if err != nil {
				t.Fatalf("the copy does not open: %v", err)
			}
			w, err := old.Workspace(ctx, "main")
			if err != nil || len(read(t, w.Deals)) != 1 {
				t.Errorf("the copy lacks the deal: %v", err)
			}
			closed(t, old, nil)
			if before, err = os.ReadFile(path); err != nil {
				t.Fatal(err)
			}
		}
		_, err = store.Open(ctx, url, rules, store.Options{})
		wantCode(t, err, "newer_database")
		if isFile {
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("the refused file was touched (%v)", err)
			}
		}
		s, err = store.OpenAt(ctx, url, rules, nextMigration) // the newer program still can
		closed(t, s, err)
	})
}

func TestFilesThatAreNotOurs(t *testing.T) {
	dir := t.TempDir()
	foreign := filepath.Join(dir, "foreign.db")
	db, err := sql.Open("sqlite3", foreign)
	if err == nil {
		_, err = db.Exec("create table songs (title text)")
	}
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	letter := filepath.Join(dir, "letter.db")
	if err := os.WriteFile(letter, bytes.Repeat([]byte("Kjære dagbok. "), 200), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, code := range map[string]string{foreign: "foreign_database", letter: "damaged_database", dir: "unusable_path"} {
		before, _ := os.ReadFile(path)
		_, err := store.Open(ctx, "sqlite://"+path, rules, store.Options{})
		wantCode(t, err, code)
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
			t.Errorf("%s was touched", path)
		}
	}
	for url, code := range map[string]string{
		"mysql://x": "unknown_database_scheme", "sqlite://": "database_url_without_file", "postgres://%zz": "bad_database_url",
		"postgres://127.0.0.1:1/nothing": "database_unreachable",
	} {
		_, err := store.Open(ctx, url, rules, store.Options{})
		wantCode(t, err, code)
	}
}

func TestADiskThatIsFullOrReadOnly(t *testing.T) {
	s := open(t, storetest.SQLite(t), rules)
	w := workspace(t, s)
	for pragma, code := range map[string]string{"max_page_count = 1": "disk_full", "query_only = on": "read_only"} {
		if err := s.Pragma(ctx, pragma); err != nil {
			t.Fatal(err)
		}
		before := all(t, w)
		var err error
		for i := 0; err == nil && i < 1000; i++ {
			_, err = w.Append(ctx, person, draft(0, created(code+strings.Repeat("x", i))))
		}
		wantCode(t, err, code)
		// Reading goes on, and so does writing once there is room again.
		events := all(t, w)
		gapless(t, events)
		if len(events) < len(before) {
			t.Errorf("%d events, were %d", len(events), len(before))
		}
		for _, back := range []string{"max_page_count = 1000000", "query_only = off"} {
			if err := s.Pragma(ctx, back); err != nil {
				t.Fatal(err)
			}
		}
		add(t, w, draft(0, created("after "+code)))
		statesAreFolded(t, w)
	}
}
