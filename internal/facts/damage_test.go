package facts_test

import (
	"bufio"
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/store"
	"peil/internal/storetest"
)

// kept is a company whose facts lie closed in a folder.
func kept(t *testing.T) (ws *store.Workspace, dir, file string, deals []string) {
	t.Helper()
	l := newLife(t, storetest.SQLite(t), 3)
	l.live(150)
	dir = t.TempDir()
	c, err := facts.Open(ctx, facts.Options{Dir: dir, Memory: 512 << 20, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	deals = rows(t, ready(t, open(t, c, l.ws)), "deal_fact")
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if len(deals) == 0 {
		t.Fatal("no deals to lose")
	}
	return l.ws, dir, filepath.Join(dir, "facts", l.ws.ID().String()+".duckdb"), deals
}

func aside(t *testing.T, file, kind string) []string {
	t.Helper()
	found, err := filepath.Glob(file + ".*." + kind)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestDamagedFileIsSetAside(t *testing.T) {
	ws, dir, file, deals := kept(t)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole)
	for i := len(flipped) / 2; i < len(flipped); i += 997 {
		flipped[i] ^= 0xff
	}
	for name, content := range map[string][]byte{
		"flipped bytes": flipped,
		"cut off":       whole[:len(whole)/3],
		"a few bytes":   whole[:100],
		"empty":         {},
		"garbage":       bytes.Repeat([]byte("this is no database"), 5000),
		"flipped head":  append([]byte("XXXXXXXXXXXXXXXXXXXXXXXX"), whole[24:]...),
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(file, content, 0o600); err != nil {
				t.Fatal(err)
			}
			before := len(aside(t, file, "damaged"))
			var log strings.Builder
			d := open(t, cacheIn(t, dir, &log), ws)
			if got := rows(t, ready(t, d), "deal_fact"); !slices.Equal(got, deals) {
				t.Errorf("%d deals after the damage, want the %d there were", len(got), len(deals))
			}
			all := aside(t, file, "damaged")
			if len(all) != before+1 {
				t.Fatalf("set aside: %q", all)
			}
			if !slices.ContainsFunc(all, func(path string) bool {
				got, err := os.ReadFile(path)
				return err == nil && bytes.Equal(got, content)
			}) {
				t.Error("what lay there was not set aside")
			}
			if !strings.Contains(log.String(), "set aside") {
				t.Errorf("the log says nothing of it: %s", log.String())
			}
		})
	}
}

func TestOtherVersionIsSetAside(t *testing.T) {
	for name, statement := range map[string]string{
		"newer schema":  "update facts_meta set schema_version = 'ffffffffffff'",
		"other rules":   "update facts_meta set fold_version = '0'",
		"other store":   "update facts_meta set store_id = uuid()",
		"lost events":   "update facts_meta set seq = seq + 1000",
		"other history": "update facts_meta set last_event = uuid()",
		"no word":       "drop table facts_meta",
	} {
		t.Run(name, func(t *testing.T) {
			ws, dir, file, deals := kept(t)
			db, err := sql.Open("duckdb", file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			d := open(t, cacheIn(t, dir, nil), ws)
			if got := rows(t, ready(t, d), "deal_fact"); !slices.Equal(got, deals) {
				t.Errorf("%d deals, want %d", len(got), len(deals))
			}
			if n := len(aside(t, file, "old")); n != 1 {
				t.Errorf("%d files set aside, want 1", n)
			}
		})
	}
}

// hold keeps a facts file open, as another program would, until its input ends.
func hold(path string) {
	db, err := sql.Open("duckdb", path)
	if err == nil {
		err = db.Ping()
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("held")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		os.Exit(1)
	}
}

func TestLockedIsNotDamaged(t *testing.T) {
	ws, dir, file, deals := kept(t)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "PEIL_TEST_HOLD="+file)
	in, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		t.Fatalf("the other program says %q (%v)", line, err)
	}

	c := cacheIn(t, dir, nil)
	_, err = c.Workspace(ctx, ws)
	var e *peil.Error
	if !errors.As(err, &e) || e.Code != "facts_locked_by" || e.Kind != peil.KindUnavailable {
		t.Fatalf("a file that another program holds gives %v", err)
	}
	if !strings.Contains(e.Message, fmt.Sprint(child.Process.Pid)) {
		t.Errorf("%q does not say which process holds it", e.Message)
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, before) {
		t.Errorf("the file was touched (%v)", err)
	}
	if all, _ := filepath.Glob(file + ".*"); len(all) > 0 {
		t.Errorf("there are new files beside it: %q", all)
	}

	in.Close()
	if err := child.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := rows(t, ready(t, open(t, c, ws)), "deal_fact"); !slices.Equal(got, deals) {
		t.Error("the facts are not those from before")
	}
}

// TestDamagedLogOfTheFacts: what DuckDB keeps beside the file between two
// checkpoints. Cut off it is shorter, and the tail folds again what was in it; else
// the file is set aside.
func TestDamagedLogOfTheFacts(t *testing.T) {
	ws, dir, file, deals := kept(t)
	db, err := sql.Open("duckdb", file)
	if err == nil {
		_, err = db.Exec("set wal_autocheckpoint = '1TB'; pragma disable_checkpoint_on_shutdown; update facts_meta set stale = false; create table ballast as select range from range(100000)")
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(file + ".wal")
	if err != nil || len(log) < 1000 {
		t.Fatal(len(log), err)
	}
	flipped := bytes.Clone(log)
	flipped[len(log)/2] ^= 0x08
	for name, content := range map[string][]byte{"cut off": log[:len(log)/2], "flipped": flipped, "zeros behind": append(bytes.Clone(log), make([]byte, 100)...), "empty": {}} {
		for path, data := range map[string][]byte{file: whole, file + ".wal": content} {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c := cacheIn(t, dir, nil)
		d := open(t, c, ws)
		if got := rows(t, ready(t, d), "deal_fact"); !slices.Equal(got, deals) {
			t.Errorf("%s: %d deals, want the %d there were", name, len(got), len(deals))
		}
		check(t, d)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDamageIsFoundBesideQuestions: a question that meets the damage before it was
// found is told so, and answered soon after.
func TestDamageIsFoundBesideQuestions(t *testing.T) {
	ws, dir, file, deals := kept(t)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(content) / 2; i < len(content); i += 997 {
		content[i] ^= 0xff
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	d := open(t, cacheIn(t, dir, nil), ws)
	for until := time.Now().Add(time.Minute); ; {
		v, err := d.Now(ctx, 0)
		n := 0
		if err == nil {
			err = v.DB.QueryRowContext(ctx, "select count(*) from (select distinct * from deal_fact)").Scan(&n)
		}
		switch {
		case err == nil && n != len(deals):
			t.Fatalf("%d deals are answered, there are %d", n, len(deals))
		case err == nil && len(aside(t, file, "damaged")) == 1:
			return
		case err != nil && facts.Trouble(err) == nil && peil.KindOf(err) != peil.KindUnavailable:
			t.Fatal(err)
		case time.Now().After(until):
			t.Fatal("the damage was not found")
		}
	}
}
