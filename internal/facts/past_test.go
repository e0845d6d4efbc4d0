package facts_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/fold"
	"peil/internal/store"
	"peil/internal/storetest"
)

// compared are the tables of two views that must be equal, but those that the
// clock on the wall has a part in.
var compared = []string{"deal_fact", "deal_span", "stage_visit", "stage_entry", "credit_fact", "close_fact", "competitor_seen", "response_clock",
	"lead_fact", "touch_fact", "activity_fact", "message_fact", "outreach_fact", "outreach_channel", "contact_merge", "customer_span", "owned_family", "account_dim", "fte_day", "user_team", "cost_day", "fx_day",
	"quota_fact", "margin_dim", "stage_dim", "source_dim", "reason_dim", "period_lock", "calendar_day", "open_hours", "loss_fact"}

// apart are a table's rows without the group they belong to: groups that were
// joined later have another root.
func apart(t *testing.T, v *facts.View, table string) []string {
	t.Helper()
	all := rows(t, v, table)
	for i, r := range all {
		if strings.HasPrefix(r, "{'unit_id': ") {
			_, all[i], _ = strings.Cut(r, ", ")
		}
	}
	slices.Sort(all)
	return all
}

func sameTables(t *testing.T, got, want *facts.View) {
	t.Helper()
	for _, table := range compared {
		a, b := apart(t, got, table), apart(t, want, table)
		if slices.Equal(a, b) {
			continue
		}
		t.Errorf("%s has %d rows, want %d", table, len(a), len(b))
		for _, r := range a {
			if !slices.Contains(b, r) {
				t.Errorf("  too much: %s", r)
				break
			}
		}
		for _, r := range b {
			if !slices.Contains(a, r) {
				t.Errorf("  missing: %s", r)
				break
			}
		}
	}
}

// TestKnownAt: what was known at a time is what a store that ended then has.
func TestKnownAt(t *testing.T) {
	for _, c := range []struct{ seed, before, after int }{{1, 300, 12}, {2, 150, 150}, {3, 40, 200}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			then := newLife(t, storetest.SQLite(t), uint64(c.seed))
			then.noUndo = true // undoing takes a batch out of the past too
			then.live(c.before)
			full := newLife(t, storetest.SQLite(t), uint64(c.seed))
			full.noUndo = true
			full.live(c.before)
			known := full.now
			full.now = full.now.Add(time.Hour)
			full.live(c.after)

			want := ready(t, open(t, cacheIn(t, t.TempDir(), nil), then.ws))
			d := open(t, cacheIn(t, t.TempDir(), nil), full.ws)
			ready(t, d)
			got, err := d.At(ctx, time.Time{}, known, nil)
			if err != nil {
				t.Fatal(err)
			}
			sameTables(t, got, want)
			if !got.KnownAt.Equal(known) || !got.AsOf.IsZero() {
				t.Errorf("the view's clocks are %v, %v", got.AsOf, got.KnownAt)
			}
		})
	}
}

// TestAsOf: the facts as of a day are those of a fold, group by group, of what had
// happened by then.
func TestAsOf(t *testing.T) {
	l := newLife(t, storetest.SQLite(t), 4)
	l.live(500)
	d := open(t, cacheIn(t, t.TempDir(), nil), l.ws)
	ready(t, d)
	length := l.now.Sub(lifeStart)
	oslo := peil.NorwegianCalendar().Location
	for _, part := range []float64{.95, .6, .1} {
		date := peil.DateOf(lifeStart.Add(time.Duration(part*float64(length))), oslo)
		day := time.Date(date.Year, date.Month, date.Day, 0, 0, 0, 0, oslo)
		steps := 0
		got, err := d.At(ctx, day, time.Time{}, func(done, total int) { steps++ })
		if err != nil {
			t.Fatal(err)
		}
		if steps == 0 {
			t.Error("nobody was told how far it had come")
		}
		want := naive(t, l.ws, fold.Clocks{AsOf: day})
		for table, list := range want {
			slices.Sort(list)
			if g := ids(t, got, table); !slices.Equal(g, list) {
				t.Errorf("as of %v (%v): %s has %d rows, want %d", day, part, table, len(g), len(list))
			}
		}
		if n := rows(t, got, "(select 1 from fte_day where day >= date '"+day.Format("2006-01-02")+"' limit 1)"); len(n) > 0 {
			t.Errorf("as of %v there are full-time days after it", day)
		}
	}
}

// naive folds every group for itself and gives what tells rows apart.
func naive(t *testing.T, ws *store.Workspace, c fold.Clocks) map[string][]string {
	t.Helper()
	var setup []peil.Event
	collect := func(_ peil.ID, ev peil.Event) error { setup = append(setup, ev); return nil }
	if err := ws.UnitEvents(ctx, []peil.ID{store.SetupUnit}, collect); err != nil {
		t.Fatal(err)
	}
	units, err := ws.Units(ctx, store.SetupUnit, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := ws.UnitEvents(ctx, units, collect); err != nil {
		t.Fatal(err)
	}
	s := fold.NewSetup(setup, c.KnownAt)
	out := map[string][]string{"deal_fact": nil, "stage_visit": nil, "credit_fact": nil, "activity_fact": nil, "lead_fact": nil}
	for _, u := range units {
		var events []peil.Event
		if err := ws.UnitEvents(ctx, []peil.ID{u}, func(_ peil.ID, ev peil.Event) error { events = append(events, ev); return nil }); err != nil {
			t.Fatal(err)
		}
		r := fold.Case(s, u, events, c)
		for _, x := range r.Deals {
			out["deal_fact"] = append(out["deal_fact"], fmt.Sprint(x.UnitID.UUID(), " ", x.DealID.UUID(), " ", x.Status))
		}
		for _, x := range r.Visits {
			out["stage_visit"] = append(out["stage_visit"], fmt.Sprint(x.UnitID.UUID(), " ", x.StageID.UUID(), " ", x.ExitKind))
		}
		for _, x := range r.Credits {
			out["credit_fact"] = append(out["credit_fact"], fmt.Sprint(x.UnitID.UUID(), " ", x.DealID.UUID(), " ", x.Kind))
		}
		for _, x := range r.Activities {
			out["activity_fact"] = append(out["activity_fact"], fmt.Sprint(x.UnitID.UUID(), " ", x.ActivityID.UUID(), " ", x.State))
		}
		for _, x := range r.Leads {
			out["lead_fact"] = append(out["lead_fact"], fmt.Sprint(x.UnitID.UUID(), " ", x.LeadID.UUID(), " ", x.Status))
		}
	}
	return out
}

// ids gives the same of a view.
func ids(t *testing.T, v *facts.View, table string) []string {
	t.Helper()
	columns := map[string]string{"deal_fact": "deal_id, status", "stage_visit": "stage_id, exit_kind", "credit_fact": "deal_id, kind",
		"activity_fact": "activity_id, state", "lead_fact": "lead_id, status"}
	r, err := v.DB.QueryContext(ctx, "select concat_ws(' ', unit_id, "+columns[table]+") from "+table+" order by 1")
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

func TestNotRecorded(t *testing.T) {
	l := newLife(t, storetest.SQLite(t), 1)
	d := open(t, cacheIn(t, t.TempDir(), nil), l.ws)
	ready(t, d)
	_, err := d.At(ctx, time.Time{}, lifeStart.Add(-time.Second), nil)
	var e *peil.Error
	if !errors.As(err, &e) || e.Code != "not_recorded" || !slices.Equal(e.Hints, []string{"2024-01-08"}) {
		t.Errorf("before the first recording: %v", err)
	}
}

// TestCopiesAreFew: three copies are kept, and those let go leave no file.
func TestCopiesAreFew(t *testing.T) {
	l := newLife(t, storetest.SQLite(t), 2)
	l.live(200)
	dir := t.TempDir()
	d := open(t, cacheIn(t, dir, nil), l.ws)
	ready(t, d)
	var last *facts.View
	for i := range 5 {
		v, err := d.At(ctx, l.now.Add(-time.Duration(i)*time.Hour), time.Time{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		last = v
	}
	again, err := d.At(ctx, l.now.Add(-4*time.Hour), time.Time{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if again.DB != last.DB {
		t.Error("the same question made another copy")
	}
	files, err := filepath.Glob(filepath.Join(dir, "facts", "tmp", "*.duckdb"))
	if err != nil || len(files) != 3 {
		t.Errorf("%d copies lie there (%v), want 3", len(files), err)
	}
}

// TestPastsTogether: several pasts may be asked about at the same time.
func TestPastsTogether(t *testing.T) {
	l := newLife(t, storetest.SQLite(t), 4)
	l.live(120)
	d := open(t, cacheIn(t, t.TempDir(), nil), l.ws)
	ready(t, d)
	var asking sync.WaitGroup
	for n := range 3 {
		asking.Go(func() {
			if _, err := d.At(ctx, l.now.AddDate(0, 0, -n-1), time.Time{}, nil); err != nil {
				t.Error(err)
			}
		})
	}
	asking.Wait()
}
