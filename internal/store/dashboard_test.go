package store_test

import (
	"encoding/json"
	"sync"
	"testing"

	"peil"
	"peil/internal/store"
	"peil/internal/storetest"
)

func TestDashboards(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		ada, bo := storetest.GoldenID("user", "ada"), storetest.GoldenID("user", "bo")
		make := func(owner peil.ID, name string, shared bool) store.Dashboard {
			d, err := w.AddDashboard(ctx, store.Dashboard{Owner: owner, Name: name, Shared: shared, Body: json.RawMessage(`{"cards":[]}`)})
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		hers, theirs, nobodys := make(ada, "hers", false), make(bo, "theirs", true), make(peil.ID{}, "nobody's", false)
		sees := func(who peil.ID, want ...string) {
			t.Helper()
			list, err := w.Dashboards(ctx, who)
			if err != nil || len(list) != len(want) {
				t.Fatalf("%d dashboards of %v, %v", len(list), want, err)
			}
			for i, d := range list {
				if d.Name != want[i] {
					t.Errorf("dashboard %d is %q, want %q", i, d.Name, want[i])
				}
			}
		}
		sees(ada, "hers", "theirs")
		sees(bo, "theirs")
		sees(peil.ID{}, "theirs", "nobody's")
		if err := w.OrderDashboards(ctx, ada, []peil.ID{theirs.ID, hers.ID}); err != nil {
			t.Fatal(err)
		}
		sees(ada, "theirs", "hers")

		changed := hers
		changed.Name, changed.Body = "hers again", json.RawMessage(`{"cards":[1]}`)
		got, err := w.ChangeDashboard(ctx, changed)
		if err != nil || got.Version != 2 || got.Name != "hers again" || string(got.Body) != `{"cards":[1]}` || got.Created != hers.Created {
			t.Fatalf("%+v, %v", got, err)
		}
		got, err = w.ChangeDashboard(ctx, changed)
		wantCode(t, err, "dashboard_changed")
		if got.Version != 2 || got.Name != "hers again" {
			t.Errorf("the newer one is %+v", got)
		}
		if err := w.DropDashboard(ctx, nobodys.ID); err != nil {
			t.Fatal(err)
		}
		_, err = w.Dashboard(ctx, nobodys.ID)
		wantCode(t, err, "unknown_dashboard")
		wantCode(t, w.DropDashboard(ctx, nobodys.ID), "unknown_dashboard")
		_, err = w.ChangeDashboard(ctx, nobodys)
		wantCode(t, err, "unknown_dashboard")
	})
}

// TestDashboardRace: of many who change one version at once, one comes through.
func TestDashboardRace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		d, err := w.AddDashboard(ctx, store.Dashboard{Name: "one", Body: json.RawMessage(`{}`)})
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		errs := make(chan error, 8)
		for range cap(errs) {
			all.Go(func() {
				_, err := w.ChangeDashboard(ctx, d)
				errs <- err
			})
		}
		all.Wait()
		close(errs)
		through := 0
		for err := range errs {
			if err == nil {
				through++
			} else {
				wantCode(t, err, "dashboard_changed")
			}
		}
		if through != 1 {
			t.Errorf("%d came through", through)
		}
	})
}
