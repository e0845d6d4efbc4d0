package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"peil"
	"peil/internal/store"
	"peil/internal/storetest"
	"peil/internal/web"
)

// kills is how many times each of the kill tests kills on SQLite; on PostgreSQL
// it is three tenths of that.
var kills = flag.Int("kills", 3, "how many times a process is killed in each kill test")

// asWritable makes the program a peil serve that also takes deals to store, on
// the socket that it names: the API has no route for it yet.
const asWritable = "PEIL_TEST_DOOR"

// writable is peil serve with a door for writers.
func writable(args []string, door string) int {
	ctx := context.Background()
	e, err := newEnv(args)
	if err != nil {
		return e.fail(err)
	}
	c, act, err := e.prepared()
	if err != nil {
		return e.fail(err)
	}
	own, _, err := claim(ctx, e, c)
	if err != nil {
		return e.fail(err)
	}
	return e.fail(e.own(ctx, own, func(ctx context.Context, a *app) error {
		ws, _, err := web.Choose(ctx, a.store, "")
		if err != nil {
			return err
		}
		ln, err := net.Listen("unix", door)
		if err != nil {
			return err
		}
		go http.Serve(ln, takeDeals(ws))
		return act(ctx, a)
	}))
}

// takeDeals stores a won deal of the name that is posted, and answers with the
// number of its last event.
func takeDeals(ws *store.Workspace) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, err := io.ReadAll(r.Body)
		var seq int64
		if err == nil {
			seq, err = ws.Append(r.Context(), peil.Actor{Kind: peil.ActorSystem}, wonDeal(string(name))...)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprint(w, seq)
	})
}

var killPipeline, killStage = peil.DeriveID("kill", "pipeline"), peil.DeriveID("kill", "stage")

func wonDeal(name string) []peil.Draft {
	value, at := int64(100_000), time.Date(2025, 6, 1, 9, 0, 0, 0, time.UTC)
	deal := peil.DeriveID("kill", name)
	return []peil.Draft{
		{At: at, Texts: map[string]string{"name": name}, Payload: peil.DealCreated{Deal: deal, Pipeline: killPipeline, Stage: killStage, Value: &value, Currency: "NOK"}},
		{At: at.Add(time.Hour), Payload: peil.DealClosed{Deal: deal, Outcome: peil.Won}},
	}
}

// eachEngine runs a kill test on both, with a data directory and the flags that
// name the database, and how often to kill.
func eachEngine(t *testing.T, test func(t *testing.T, k *killing)) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		test(t, &killing{dir: dir, url: "sqlite://" + filepath.Join(dir, "peil.db"), flags: []string{"--data", dir, "--lang", "en"}, rounds: *kills})
	})
	t.Run("postgres", func(t *testing.T) {
		dir, url := t.TempDir(), storetest.Postgres(t)
		test(t, &killing{dir: dir, url: url, flags: []string{"--data", dir, "--lang", "en", "--database", url}, rounds: max(2, *kills*3/10)})
	})
}

// killing is a data directory whose processes are killed.
type killing struct {
	dir, url string
	flags    []string
	rounds   int
	started  []time.Duration // from the start of a process to its first answer
}

func (k *killing) args(args ...string) []string { return append(args, k.flags...) }

// look opens the truth beside no other process, and closes it again.
func (k *killing) look(t *testing.T, fn func(w *store.Workspace)) {
	t.Helper()
	s, err := store.Open(context.Background(), k.url, rules, store.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.Workspace(context.Background(), web.MainWorkspace)
	if peil.KindOf(err) == peil.KindNotFound {
		w, err = s.CreateWorkspace(context.Background(), web.MainWorkspace)
	}
	if err != nil {
		t.Fatal(err)
	}
	fn(w)
}

// TestKillServeUnderWriters kills peil serve while 16 clients write: what it
// acknowledged is there exactly once, the numbers are gapless, the facts are what
// the events make, and the next start answers soon.
func TestKillServeUnderWriters(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *killing) {
		k.look(t, func(w *store.Workspace) {
			at := time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)
			_, err := w.Append(context.Background(), peil.Actor{Kind: peil.ActorSystem},
				peil.Draft{At: at, Payload: peil.WorkspaceDefined{BaseCurrency: "NOK"}}, peil.Draft{At: at, Payload: peil.PipelineDefined{Pipeline: killPipeline}},
				peil.Draft{At: at, Payload: peil.StageDefined{Pipeline: killPipeline, Stage: killStage, Order: 1, Kind: peil.StageOpen, DefaultP: .5}})
			if err != nil {
				t.Fatal(err)
			}
		})
		acks := map[string]int64{}
		for round := range k.rounds {
			maps.Copy(acks, k.killServe(t, round))
		}
		k.look(t, func(w *store.Workspace) { everyAckOnce(t, w, acks) })
		must(t, k.args("facts", "check")...)
		slices.Sort(k.started)
		t.Logf("%d kills, %d commands of 2 events acknowledged by 16 clients, each there once; first answer after %v (median), %v (slowest)",
			k.rounds, len(acks), k.started[len(k.started)/2].Round(time.Millisecond), k.started[len(k.started)-1].Round(time.Millisecond))
	})
}

// killServe starts a server, waits for its first answer, checks the facts that
// the kill before has left, lets 16 clients write, and kills it.
func (k *killing) killServe(t *testing.T, round int) map[string]int64 {
	door := filepath.Join(t.TempDir(), "door")
	start := time.Now()
	s := serveWith(t, k.flags, asWritable+"="+door)
	if code, body := get(t, s.url+"/api/v1/reports/losses?period=2025"); code != http.StatusOK {
		t.Fatalf("the first answer is %d: %s", code, body)
	}
	k.started = append(k.started, time.Since(start))
	if r := do(t, program(t, "facts", "check", "--data", k.dir, "--lang", "en")); r.code != 0 {
		t.Fatalf("facts check after %d kills: %s%s", round, r.out, r.err)
	}
	acks := make(map[string]int64)
	var mu sync.Mutex
	var clients sync.WaitGroup
	c := client(door)
	for i := range 16 {
		clients.Go(func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("%d/%d/%d", round, i, n)
				seq, err := post(c, name)
				if err != nil {
					return // killed
				}
				mu.Lock()
				acks[name] = seq
				mu.Unlock()
			}
		})
	}
	time.Sleep(time.Duration(30+rand.IntN(150)) * time.Millisecond)
	if err := s.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	s.Wait()
	clients.Wait()
	if len(acks) == 0 {
		t.Logf("round %d: nothing was acknowledged before the kill", round)
	}
	k.look(t, func(w *store.Workspace) { everyAckOnce(t, w, acks) })
	return acks
}

func post(c *http.Client, name string) (int64, error) {
	resp, err := c.Post("http://localhost/", "text/plain", strings.NewReader(name))
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = errors.New(string(text))
	}
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(string(text), 10, 64)
}

// everyAckOnce fails unless both events of every acknowledged deal are there
// once, the second with the number that was acknowledged, and no number is missing.
func everyAckOnce(t *testing.T, w *store.Workspace, acks map[string]int64) {
	t.Helper()
	want := make(map[peil.ID]int64, len(acks))
	for name, seq := range acks {
		want[peil.DeriveID("kill", name)] = seq
	}
	made, closed := map[peil.ID]int{}, map[peil.ID]int{}
	last := int64(0)
	err := w.Events(context.Background(), 0, 0, func(ev peil.Event) error {
		if last++; ev.Seq != last {
			t.Fatalf("event %d has the number %d", last, ev.Seq)
		}
		switch p := ev.Payload.(type) {
		case peil.DealCreated:
			made[p.Deal]++
		case peil.DealClosed:
			closed[p.Deal]++
			if seq, ok := want[p.Deal]; ok && seq != ev.Seq {
				t.Fatalf("a deal was acknowledged as %d and is closed by event %d", seq, ev.Seq)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range acks {
		if deal := peil.DeriveID("kill", name); made[deal] != 1 || closed[deal] != 1 {
			t.Fatalf("%s was acknowledged; it was made %d times and closed %d times", name, made[deal], closed[deal])
		}
	}
	for deal, n := range made {
		if n != 1 || closed[deal] != 1 {
			t.Fatalf("a deal was made %d times and closed %d times", n, closed[deal])
		}
	}
}

// TestKillImport kills peil import at any moment: its batch then counts wholly or
// not at all, and the same import once more brings every deal in once.
func TestKillImport(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *killing) {
		const deals = 150
		takes := time.Duration(0)
		whole := 0
		for round := range k.rounds + 1 {
			files := exportAs(t, deals, fmt.Sprint("R", round, "-"))
			c := program(t, k.args("import", files, "--yes")...)
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			if round > 0 { // the first is left alone, to see how long one takes
				time.Sleep(time.Duration(rand.Int64N(int64(takes))))
				c.Process.Kill()
			}
			var exit *exec.ExitError
			if err := c.Wait(); err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			if round == 0 {
				takes = time.Since(start)
			}
			if k.countedDeals(t, round*deals, (round+1)*deals) == (round+1)*deals {
				whole++
			}
			must(t, k.args("import", files, "--yes")...)
			k.countedDeals(t, (round+1)*deals, (round+1)*deals)
			must(t, k.args("facts", "check")...)
		}
		t.Logf("%d imports of %d deals killed within %v: %d had been stored whole, the others not at all", k.rounds, deals, takes.Round(time.Millisecond), whole-1)
	})
}

// countedDeals counts the deals, of which there must be one of the numbers, and no
// batch left open.
func (k *killing) countedDeals(t *testing.T, right ...int) (n int) {
	t.Helper()
	for until := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		open := false
		k.look(t, func(w *store.Workspace) {
			list, err := w.Batches(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			open = slices.ContainsFunc(list, func(b store.Batch) bool { return b.State == store.BatchOpen })
			all, err := w.Deals(context.Background(), nil)
			if err != nil {
				t.Fatal(err)
			}
			n = len(all)
		})
		if !open {
			break // PostgreSQL takes a moment to notice that the owner is gone
		}
		if time.Now().After(until) {
			t.Fatal("the killed import's batch is open still")
		}
	}
	if !slices.Contains(right, n) {
		t.Fatalf("there are %d deals, which is none of %v", n, right)
	}
	return n
}

// testProgram is what the test binary does in the place of its tests.
func testProgram() (code int, is bool) {
	if os.Getenv(asProgram) == "" {
		return 0, false
	}
	if door := os.Getenv(asWritable); door != "" {
		return writable(os.Args[1:], door), true
	}
	return run(os.Args[1:]), true
}
