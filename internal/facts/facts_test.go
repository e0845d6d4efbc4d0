package facts_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/store"
	"peil/internal/storetest"
)

var ctx = context.Background()

// today is the present of all tests' facts: after every life.
var today = time.Date(2025, time.June, 2, 12, 0, 0, 0, time.UTC)

func cacheIn(t testing.TB, dir string, log *strings.Builder) *facts.Cache {
	t.Helper()
	o := facts.Options{Dir: dir, Memory: 512 << 20, Clock: func() time.Time { return today }, Log: slog.New(slog.DiscardHandler)}
	if log != nil {
		o.Log = slog.New(slog.NewTextHandler(log, nil))
	}
	c, err := facts.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func open(t testing.TB, c *facts.Cache, ws *store.Workspace) *facts.DB {
	t.Helper()
	d, err := c.Workspace(ctx, ws)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func ready(t testing.TB, d *facts.DB) *facts.View {
	t.Helper()
	limit, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := d.Ready(limit, nil); err != nil {
		t.Fatal(err)
	}
	v, err := d.Now(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func check(t testing.TB, d *facts.DB) {
	t.Helper()
	r, err := d.Check(ctx, nil)
	for until := time.Now().Add(time.Minute); peil.KindOf(err) == peil.KindUnavailable && time.Now().Before(until); {
		ready(t, d) // a large change came in between: it asks to be asked again
		r, err = d.Check(ctx, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() {
		t.Fatalf("after event %d the facts are not what a fold of everything makes:\n%s", r.Seq, r)
	}
}

// rows are a table's rows as text, in order.
func rows(t testing.TB, v *facts.View, table string) []string {
	t.Helper()
	r, err := v.DB.QueryContext(ctx, "select cast(x as text) from "+table+" x order by 1")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out []string
	for r.Next() {
		var s string
		if err := r.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// TestTail: however the log is cut into stretches, the tail comes to what a fold
// of everything makes.
func TestTail(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			l := newLife(t, storetest.SQLite(t), seed)
			d := open(t, cacheIn(t, t.TempDir(), nil), l.ws)
			for _, n := range []int{40, 1, 120, 250} {
				l.live(n)
				ready(t, d)
				check(t, d)
			}
			if n := len(rows(t, ready(t, d), "deal_fact")); n < 20 {
				t.Errorf("a life of %d deals shows too little", n)
			}
		})
	}
}

func TestMain(m *testing.M) {
	if path := os.Getenv("PEIL_TEST_HOLD"); path != "" {
		hold(path)
		return
	}
	storetest.Main(m)
}
