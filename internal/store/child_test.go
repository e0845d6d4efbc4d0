package store_test

import (
	"bufio"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"peil"
	"peil/internal/store"
	"peil/internal/storetest"
)

// child is what another process of a test does: the test binary is started again
// with PEIL_TEST_CHILD naming the job, and PEIL_TEST_URL the database.
func child(job string) {
	s, err := store.Open(ctx, os.Getenv("PEIL_TEST_URL"), rules, store.Options{})
	if err == nil {
		var w *store.Workspace
		if w, err = s.Workspace(ctx, "main"); err == nil {
			switch job {
			case "append":
				err = childAppends(w, os.Getenv("PEIL_TEST_NAME"))
			case "batch":
				err = childBatch(w, os.Getenv("PEIL_TEST_NAME"))
			}
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := s.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// childAppends makes deals from four goroutines, and prints the number and the
// name of each that was acknowledged.
func childAppends(w *store.Workspace, name string) error {
	most := 1 << 30
	if n, err := strconv.Atoi(os.Getenv("PEIL_TEST_MOST")); err == nil {
		most = n
	}
	const writers = 4
	errs := make(chan error, writers)
	var mu sync.Mutex
	for i := range writers {
		go func() {
			for n := range most {
				deal := fmt.Sprintf("%s/%d/%d", name, i, n)
				seq, err := w.Append(ctx, person, draft(0, created(deal)), draft(1, won(deal)))
				if err != nil {
					errs <- err
					return
				}
				mu.Lock()
				fmt.Println(seq, deal)
				mu.Unlock()
			}
			errs <- nil
		}()
	}
	for range writers {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// childBatch writes a batch that never ends.
func childBatch(w *store.Workspace, name string) error {
	b, err := w.Begin(ctx, system, store.BatchInfo{Title: name})
	for n := 0; err == nil; n++ {
		deal := fmt.Sprintf("%s/batch/%d", name, n)
		if err = b.Append(ctx, []store.Item{item(draft(0, created(deal)), deal), item(draft(1, won(deal)), "")}); err == nil {
			fmt.Println(0, deal)
		}
	}
	return err
}

// start runs a child.
func start(t testing.TB, url, job, name string, most int) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PEIL_TEST_CHILD="+job, "PEIL_TEST_URL="+url, "PEIL_TEST_NAME="+name)
	if most > 0 {
		cmd.Env = append(cmd.Env, fmt.Sprint("PEIL_TEST_MOST=", most))
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// acknowledged reads what a child has printed until it ends.
func acknowledged(t testing.TB, lines *bufio.Scanner, into map[string]int64) {
	for lines.Scan() {
		acknowledge(lines.Text(), into)
	}
}

func acknowledge(line string, into map[string]int64) {
	number, deal, ok := strings.Cut(line, " ")
	if seq, err := strconv.ParseInt(number, 10, 64); ok && err == nil { // else the kill has cut it
		into[deal] = seq
	}
}

// everythingAcknowledgedIsThere fails unless the second of each command's events
// has the number that was acknowledged, and the first the one before.
func everythingAcknowledgedIsThere(t testing.TB, w *store.Workspace, acks map[string]int64) {
	t.Helper()
	events := all(t, w)
	gapless(t, events)
	for deal, seq := range acks {
		if seq > int64(len(events)) || events[seq-1].Payload.Subject() != id(deal) || events[seq-2].Payload.Subject() != id(deal) {
			t.Fatalf("%s was acknowledged as number %d and is not there", deal, seq)
		}
	}
	deals := map[peil.ID]int{}
	for _, ev := range events {
		if ev.Type() == "deal.created" && ev.Batch.IsZero() {
			deals[ev.Payload.Subject()]++
		}
	}
	for deal, n := range deals {
		if d, err := w.Deal(ctx, deal); n != 1 || err != nil || d.Status != "won" {
			t.Fatalf("a deal was created %d times and is %q (%v)", n, d.Status, err)
		}
	}
}

func TestSeveralProcessesOnOnePostgres(t *testing.T) {
	url := storetest.Postgres(t)
	w := workspace(t, open(t, url, rules))
	const processes, each = 3, 10
	acks := make([]map[string]int64, processes)
	var wg sync.WaitGroup
	for i := range processes {
		acks[i] = map[string]int64{}
		cmd, out := start(t, url, "append", fmt.Sprint("process ", i), each)
		wg.Go(func() {
			acknowledged(t, out, acks[i])
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, a := range acks {
		if len(a) != 4*each {
			t.Errorf("%d commands acknowledged, want %d", len(a), 4*each)
		}
		everythingAcknowledgedIsThere(t, w, a)
	}
	statesAreFolded(t, w)
}

// TestKill kills a process while it appends, and one while it writes a batch:
// what was acknowledged is there exactly once, the unfinished batch counts nowhere.
func TestKill(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		s, err := store.Open(ctx, url, rules, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		workspace(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		rounds := 20
		if strings.HasPrefix(url, "postgres") {
			rounds = 4
		}
		total := map[string]int64{}
		for round := range rounds {
			job := []string{"append", "batch"}[round%2]
			acks := map[string]int64{}
			cmd, out := start(t, url, job, fmt.Sprint("round ", round), 0)
			after := time.Duration(20+13*round%70) * time.Millisecond
			if !out.Scan() { // it works: from now on any moment may be the last
				t.Fatal("the child does nothing")
			}
			acknowledge(out.Text(), acks)
			timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
			acknowledged(t, out, acks)
			timer.Stop()
			if err := cmd.Wait(); err == nil {
				t.Fatal("the child was not killed")
			}
			if len(acks) == 0 {
				t.Errorf("round %d: nothing was acknowledged before the kill", round)
			}
			survivors(t, url, job, acks)
			for deal, seq := range acks {
				if job == "append" {
					total[deal] = seq
				}
			}
		}
		w, err := open(t, url, rules).Workspace(ctx, "main")
		if err != nil {
			t.Fatal(err)
		}
		everythingAcknowledgedIsThere(t, w, total)
		t.Logf("%d commands acknowledged in %d rounds, all there", len(total), rounds)
		if path, ok := strings.CutPrefix(url, "sqlite://"); ok {
			if left, err := filepath.Glob(path + ".v*"); err != nil || len(left) > 0 {
				t.Errorf("copies %v of a file whose schema did not change (%v)", left, err)
			}
		}
	})
}

// survivors looks at the database after a kill.
func survivors(t testing.TB, url, job string, acks map[string]int64) {
	t.Helper()
	s, err := openSoon(url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.Workspace(ctx, "main")
	if err != nil {
		t.Fatal(err)
	}
	if job == "append" {
		everythingAcknowledgedIsThere(t, w, acks)
	} else {
		for deal := range acks {
			if _, err := w.Deal(ctx, id(deal)); err == nil {
				t.Fatalf("%s of an unfinished batch counts", deal)
			}
		}
	}
	list, err := w.Batches(ctx)
	for _, b := range list {
		if b.State == store.BatchOpen {
			t.Fatalf("batch %s is open still", b.Info.Title)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	statesAreFolded(t, w)
}

// openSoon opens the database when PostgreSQL has noticed that the killed process
// is gone, and undone its batch.
func openSoon(url string) (*store.Store, error) {
	for until := time.Now().Add(5 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		s, err := store.Open(ctx, url, rules, store.Options{Log: slog.New(slog.DiscardHandler)})
		if err != nil || time.Now().After(until) {
			return s, err
		}
		w, err := s.Workspace(ctx, "main")
		if err != nil {
			return s, err
		}
		list, err := w.Batches(ctx)
		if err != nil || len(list) == 0 || list[len(list)-1].State != store.BatchOpen {
			return s, err
		}
		if err := s.Close(); err != nil {
			return nil, err
		}
	}
}

// TestALiveProcessKeepsItsBatch opens the database while another process writes a
// batch: on PostgreSQL that is nobody's to undo.
func TestALiveProcessKeepsItsBatch(t *testing.T) {
	url := storetest.Postgres(t)
	w := workspace(t, open(t, url, rules))
	b := begin(t, w)
	deals(t, b, "")
	other, err := open(t, url, rules).Workspace(ctx, "main")
	if err != nil {
		t.Fatal(err)
	}
	if list, err := other.Batches(ctx); err != nil || list[0].State != store.BatchOpen {
		t.Fatalf("%+v, %v", list, err)
	}
	if _, err := b.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	statesAreFolded(t, other)
}
