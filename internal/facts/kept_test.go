package facts_test

import (
	"sync"
	"testing"

	"peil/internal/facts"
	"peil/internal/storetest"
)

// TestKeep: what is kept stays as it was found, whatever is written meanwhile;
// frozen views keep tables of the same name beside each other, of one moment; and
// after a release, or a query that fails, the name is free again.
func TestKeep(t *testing.T) {
	l := newLife(t, storetest.SQLite(t), 9)
	l.live(60)
	v := ready(t, open(t, cacheIn(t, t.TempDir(), nil), l.ws))
	before := number(t, keep(t, v, "select deal_id as id from deal_fact"))
	held := keep(t, v, "select deal_id as id from deal_fact")
	views, release, err := v.Freeze(ctx, 2)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.DB.ExecContext(ctx, "delete from deal_fact"); err != nil {
		t.Fatal(err)
	}
	if n := number(t, held); n != before || n == 0 {
		t.Errorf("%d rows were kept, %d are there after the facts were written", before, n)
	}
	var wg sync.WaitGroup
	for _, v := range views {
		wg.Go(func() {
			for i := range 10 {
				if k, err := v.Keep(ctx, "scoped", "select nothing_of_this from deal_fact"); err == nil {
					t.Errorf("kept a column that is not there: %v", k.Release())
				}
				k, err := v.Keep(ctx, "scoped", "select deal_id as id, cast($1 as integer) as round from deal_fact", i)
				if err != nil {
					t.Error(err)
					return
				}
				rows, err := k.Query(ctx, "select count(*), min(round), (select count(*) from deal_fact) from scoped")
				if err != nil {
					t.Error(err)
					return
				}
				var n, round, all int
				for rows.Next() {
					if err := rows.Scan(&n, &round, &all); err != nil {
						t.Error(err)
					}
				}
				if err := rows.Close(); err != nil {
					t.Error(err)
				}
				if n != before || all != before || round != i {
					t.Errorf("round %d of a frozen view has %d of %d rows of round %d; there were %d", i, n, all, round, before)
				}
				if err := k.Release(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	last, err := views[0].Keep(ctx, "scoped", "select 1 as id")
	if err != nil {
		t.Fatal(err)
	}
	release()
	if err := last.Release(); err != nil {
		t.Errorf("released after its view was let go: %v", err)
	}
	for range 5 { // on every connection that was used
		if n := number(t, keep(t, v, "select deal_id as id from deal_fact")); n != 0 {
			t.Errorf("%d deals are kept of those that are gone", n)
		}
	}
}

func keep(t *testing.T, v *facts.View, query string) *facts.Kept {
	t.Helper()
	k, err := v.Keep(ctx, "scoped", query)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// number counts what is kept and releases it.
func number(t *testing.T, k *facts.Kept) (n int) {
	t.Helper()
	rows, err := k.Query(ctx, "select count(id) from scoped")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	if err := k.Release(); err != nil {
		t.Fatal(err)
	}
	return n
}
