package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"peil/internal/store"
	"peil/internal/storetest"
)

// TestJobsAreDoneOnce: what is due at a time is taken by one of many, taken again
// after a failure, and no more once it is done.
func TestJobsAreDoneOnce(t *testing.T) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(name, func(t *testing.T) {
			w := workspace(t, open(t, url(t), rules))
			due := time.Date(2026, 5, 4, 22, 5, 0, 0, time.UTC)
			taken := func() int {
				var wg sync.WaitGroup
				var mu sync.Mutex
				n := 0
				for range 8 {
					wg.Go(func() {
						ok, err := w.TakeJob(t.Context(), "forecast", due)
						if err != nil {
							t.Error(err)
						}
						if ok {
							mu.Lock()
							n++
							mu.Unlock()
						}
					})
				}
				wg.Wait()
				return n
			}
			if n := taken(); n != 1 {
				t.Fatalf("%d of eight took it", n)
			}
			if err := w.EndJob(t.Context(), "forecast", due, errors.New("no disk")); err != nil {
				t.Fatal(err)
			}
			jobs, err := w.Jobs(t.Context(), 10)
			if err != nil || len(jobs) != 1 || jobs[0].State != store.JobFailed || jobs[0].Error != "no disk" || jobs[0].Tries != 1 || !jobs[0].Due.Equal(due) {
				t.Fatalf("%+v, %v", jobs, err)
			}
			if n := taken(); n != 1 {
				t.Fatalf("after a failure %d took it", n)
			}
			if err := w.EndJob(t.Context(), "forecast", due, nil); err != nil {
				t.Fatal(err)
			}
			if n := taken(); n != 0 {
				t.Errorf("%d took what is done", n)
			}
			if ok, err := w.TakeJob(t.Context(), "forecast", due.Add(24*time.Hour)); !ok || err != nil {
				t.Errorf("the next day's is not taken: %v", err)
			}
		})
	}
}
