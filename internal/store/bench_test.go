package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"peil"
	"peil/internal/store"
	"peil/internal/storetest"
)

// BenchmarkAppend16Clients appends activities to 2,000 deals from 16 clients, each
// waiting until its event is on disk before it sends the next. The reference is
// the bare database in the same run: one goroutine that inserts rows of the size of
// an event, 16 to a transaction.
func BenchmarkAppend16Clients(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			w := workspace(b, open(b, url(b), rules))
			const deals, clients = 2000, 16
			drafts := make([]peil.Draft, deals)
			for i := range drafts {
				drafts[i] = draft(0, created(fmt.Sprint("deal ", i)))
			}
			add(b, w, drafts...)
			var next atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for range clients {
				wg.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						_, err := w.Append(ctx, person, draft(1, peil.ActivityDone{Activity: id("activity", fmt.Sprint(n)), Kind: peil.Call, Direction: peil.Out,
							User: id("kari"), About: peil.About{Deal: id(fmt.Sprint("deal ", n%deals))}}))
						if err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			rate := float64(b.N) / b.Elapsed().Seconds()
			b.ReportMetric(rate, "events/s")
			b.ReportMetric(rate/bare(b, url(b)), "of-bare")
		})
	}
}

// bare measures, for a second, rows per second of the reference.
func bare(b *testing.B, url string) float64 {
	row := strings.Repeat("x", 400)
	var insert func() error
	if path, ok := strings.CutPrefix(url, "sqlite://"); ok {
		db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL")
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		insert = func() error {
			tx, err := db.Begin()
			for i := 0; i < 16 && err == nil; i++ {
				_, err = tx.Exec("insert into bare (row) values (?)", row)
			}
			return errors.Join(err, tx.Commit())
		}
		if _, err := db.Exec("create table bare (n integer primary key, row text)"); err != nil {
			b.Fatal(err)
		}
	} else {
		c, err := pgx.Connect(ctx, url)
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close(ctx)
		insert = func() error {
			var batch pgx.Batch
			batch.Queue("begin")
			for range 16 {
				batch.Queue("insert into bare (row) values ($1)", row)
			}
			batch.Queue("commit")
			return c.SendBatch(ctx, &batch).Close()
		}
		if _, err := c.Exec(ctx, "create table bare (n bigserial primary key, row text)"); err != nil {
			b.Fatal(err)
		}
	}
	rows, start := 0, time.Now()
	for ; time.Since(start) < time.Second; rows += 16 {
		if err := insert(); err != nil {
			b.Fatal(err)
		}
	}
	return float64(rows) / time.Since(start).Seconds()
}

// BenchmarkBatch imports deals with ten events each, sorted by time as an export
// is, and tells appending and committing apart.
func BenchmarkBatch(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			w := workspace(b, open(b, url(b), rules))
			out := begin(b, w)
			deals := max(b.N/10, 1)
			b.ResetTimer()
			for step := range 10 {
				for from := 0; from < deals; from += 5000 {
					var items []store.Item
					for i := from; i < min(from+5000, deals); i++ {
						deal := fmt.Sprint("deal ", i)
						var p peil.Payload = created(deal)
						if step > 0 {
							p = peil.ActivityDone{Activity: id("activity", deal, fmt.Sprint(step)), Kind: peil.Call, Direction: peil.Out, User: id("kari"), About: peil.About{Deal: id(deal)}}
						}
						items = append(items, item(draft(step, p), ""))
					}
					if err := out.Append(ctx, items); err != nil {
						b.Fatal(err)
					}
				}
			}
			appended := b.Elapsed()
			if _, err := out.Commit(ctx); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(10*deals)/appended.Seconds(), "appended/s")
			b.ReportMetric(float64(10*deals)/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric((b.Elapsed() - appended).Seconds(), "commit-s")
		})
	}
}
