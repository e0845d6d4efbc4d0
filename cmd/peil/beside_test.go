package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/source"
	"peil/internal/source/sample"
	"peil/internal/store"
)

// BenchmarkWriteBesideImport imports a company and meanwhile stores an event every
// 20 ms, as a colleague's work would: how long each waits until it is on disk,
// from the moment it was due. PEIL_BENCH_CSV names the files of another company
// than a small one.
func BenchmarkWriteBesideImport(b *testing.B) {
	csv := os.Getenv("PEIL_BENCH_CSV")
	if csv == "" {
		csv = b.TempDir()
		if _, _, err := sample.WriteCSV(csv, sample.Options{Deals: 2000, Seed: 1, Now: time.Now()}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		waits, took := beside(b, csv)
		slices.Sort(waits)
		at := func(p int) float64 { return float64(waits[(len(waits)-1)*p/100].Microseconds()) / 1000 }
		b.ReportMetric(at(50), "p50-ms")
		b.ReportMetric(at(99), "p99-ms")
		b.ReportMetric(at(100), "most-ms")
		b.ReportMetric(float64(len(waits)), "writes")
		b.ReportMetric(took.Seconds(), "import-s")
	}
}

// beside imports the files into a new store and gives the waits of who writes
// meanwhile.
func beside(b *testing.B, csv string) (waits []time.Duration, took time.Duration) {
	ctx, dir := b.Context(), b.TempDir()
	s, err := store.Open(ctx, "sqlite://"+filepath.Join(dir, "peil.db"), rules, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	ws, err := s.CreateWorkspace(ctx, "beside")
	if err != nil {
		b.Fatal(err)
	}
	cache, err := facts.Open(ctx, facts.Options{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer cache.Close()
	db, err := cache.Workspace(ctx, ws)
	if err != nil {
		b.Fatal(err)
	}
	writing, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { waits = writeSteadily(b, writing, ws) })
	defer wg.Wait()
	defer stop()
	start := time.Now()
	plan, err := source.Read(ctx, []string{csv}, source.Options{Workspace: ws, Yes: true, Currency: "NOK", Lang: "nb", Now: time.Now(),
		ScratchDir: filepath.Join(dir, scratchFolder), ErrorDir: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer plan.Close()
	b.Logf("read and checked after %v", time.Since(start).Round(time.Millisecond))
	if _, err := plan.Apply(ctx, ws, importer, nil); err != nil {
		b.Fatal(err)
	}
	b.Logf("stored after %v", time.Since(start).Round(time.Millisecond))
	if err := db.Ready(ctx, nil); err != nil {
		b.Fatal(err)
	}
	took = time.Since(start)
	stop()
	wg.Wait()
	return waits, took
}

// writeSteadily stores an event every 20 ms until it is stopped, whether or not
// those before are on disk: each is somebody else's.
func writeSteadily(b *testing.B, ctx context.Context, ws *store.Workspace) []time.Duration {
	var mu sync.Mutex
	var waits []time.Duration
	var wg sync.WaitGroup
	for due := time.Now(); ctx.Err() == nil; due = due.Add(20 * time.Millisecond) {
		time.Sleep(time.Until(due))
		wg.Go(func() {
			_, err := ws.Append(b.Context(), peil.Actor{Kind: peil.ActorSystem}, peil.Draft{At: due.UTC().Truncate(time.Millisecond),
				Payload: peil.AccountCreated{Account: peil.NewID(due)}})
			if err != nil {
				b.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			waits = append(waits, time.Since(due))
		})
	}
	wg.Wait()
	return waits
}
