package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"peil"
	"peil/internal/store"
	"peil/internal/storetest"
)

// wholeDeals is groups of a lead, the deal it became and what was done about it.
func wholeDeals(prefix string, n int) (w store.Whole) {
	for i := range n {
		name := fmt.Sprint(prefix, i)
		deal := created(name)
		deal.Lead = id(name, "lead")
		w.Items = append(w.Items,
			item(peil.Draft{ID: id(name, "lead"), At: then, Payload: peil.LeadReceived{Lead: id(name, "lead"), Contact: id("ola")}}, ""),
			item(named(peil.Draft{ID: id(name), At: then, Payload: deal}, name), ""),
			item(draft(2, peil.DealStageEntered{Deal: id(name), From: id("first"), To: id("second")}), ""),
			item(draft(3, peil.ActivityDone{Activity: id(name, "call"), Kind: peil.Call, Direction: peil.Out, User: id("kari"), About: peil.About{Lead: id(name, "lead")}}), ""),
			item(draft(4, won(name)), ""))
		w.Ends = append(w.Ends, len(w.Items))
	}
	return w
}

func TestWholeGroupsCountFromTheCommit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		var told []store.Stored
		stop := w.Follow(func(s store.Stored) { told = append(told, s) })
		defer stop()
		b := begin(t, w)
		for part := range 3 {
			g := wholeDeals(fmt.Sprint("part", part), 40)
			g.Refused = func(i int, err error) { t.Errorf("item %d: %v", i, err) }
			if err := b.AppendWhole(ctx, g); err != nil {
				t.Fatal(err)
			}
			add(t, w, draft(1, created(fmt.Sprint("neighbour", part)))) // goes between
		}
		if err := b.Origins(ctx, []store.Origin{{System: "crm", ExternalID: "1", Record: peil.Record{Kind: "deal", ID: id("part00")}, Hash: []byte("hash")}}); err != nil {
			t.Fatal(err)
		}
		if got := read(t, w.Deals); len(got) != 3 {
			t.Errorf("%d deals count before the commit, want the neighbours'", len(got))
		}
		statesAreFolded(t, w)
		if _, err := b.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		if got := read(t, w.Deals); len(got) != 123 {
			t.Errorf("%d deals after the commit", len(got))
		}
		events := all(t, w)
		gapless(t, events)
		statesAreFolded(t, w)
		if late, err := w.LateUnits(ctx, b.ID()); err != nil || len(late) != 0 {
			t.Errorf("late units %v, %v", late, err)
		}
		if roots, err := w.BatchUnits(ctx, b.ID()); err != nil || len(roots) != 120 {
			t.Errorf("%d groups of the batch, %v", len(roots), err)
		}
		if found, err := w.Origins(ctx, "crm", []string{"1"}); err != nil || found["1"].Record.ID != id("part00") {
			t.Errorf("origins %v, %v", found, err)
		}
		toldAsStored(t, told, events)
		add(t, w, draft(9, peil.DealReopened{Deal: id("part00"), Stage: id("second")}))
		statesAreFolded(t, w)
		if _, _, err := w.Undo(ctx, person, b.ID(), true); err != nil {
			t.Fatal(err)
		}
		if got := read(t, w.Deals); len(got) != 3 {
			t.Errorf("%d deals after the undo", len(got))
		}
		statesAreFolded(t, w)
	})
}

// toldAsStored fails unless followers were told the very events that are stored.
func toldAsStored(t *testing.T, told []store.Stored, events []peil.Event) {
	t.Helper()
	var whole, ended bool
	n := 0
	for _, s := range told {
		whole, ended = whole || s.Whole, ended || s.Ended
		for _, ev := range slices.Concat(slices.Concat(s.Groups...), s.Events) {
			n++
			if want := events[ev.Seq-1]; ev.ID != want.ID || ev.Type() != want.Type() || !ev.RecordedAt.Equal(want.RecordedAt) || ev.Batch != want.Batch || ev.Texts["name"] != want.Texts["name"] {
				t.Fatalf("told of %+v, stored is %+v", ev, want)
			}
		}
	}
	if n != 600 || !whole || !ended {
		t.Errorf("told of %d events; no more groups: %v; ended: %v", n, whole, ended)
	}
}

// What makes no sense is left out of its group; what the batch says later of a
// whole group counts too.
func TestWholeGroupsAreJudged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		b := begin(t, w)
		g := wholeDeals("a", 3)
		g.Items = slices.Insert(g.Items, 4, item(draft(2, peil.DealReopened{Deal: id("a0"), Stage: id("first")}), ""))
		for i := range g.Ends {
			g.Ends[i]++
		}
		var refused []int
		g.Refused = func(i int, err error) { refused = append(refused, i) }
		if err := b.AppendWhole(ctx, g); err != nil {
			t.Fatal(err)
		}
		if err := b.Append(ctx, []store.Item{item(draft(6, peil.DealMerged{From: id("a1"), Into: id("a2")}), "")}); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(refused, []int{4}) {
			t.Errorf("refused: %v", refused)
		}
		late, err := w.LateUnits(ctx, b.ID())
		if err != nil || len(late) == 0 {
			t.Errorf("late units %v, %v", late, err)
		}
		if _, err := b.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		if d, err := w.Deal(ctx, id("a1")); err != nil || d.Status != "merged" || d.MergedInto != id("a2") {
			t.Errorf("%+v, %v", d, err)
		}
		gapless(t, all(t, w))
		statesAreFolded(t, w)
	})
}

func TestAnAbandonedWholeBatchIsCleanedUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		b := begin(t, w)
		if err := b.AppendWhole(ctx, wholeDeals("a", 700)); err != nil {
			t.Fatal(err)
		}
		if err := b.Abort(ctx); err != nil {
			t.Fatal(err)
		}
		if got := read(t, w.Deals); len(got) != 0 {
			t.Errorf("%d deals count", len(got))
		}
		for until := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			roots, err := w.BatchUnits(ctx, b.ID())
			if err == nil && len(roots) == 0 {
				break
			}
			if time.Now().After(until) {
				t.Fatalf("%d groups of the abandoned batch are left (%v)", len(roots), err)
			}
		}
		again := begin(t, w) // the same records under new ids, as an import makes them
		if err := again.AppendWhole(ctx, wholeDeals("b", 10)); err != nil {
			t.Fatal(err)
		}
		if _, err := again.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		statesAreFolded(t, w)
		gapless(t, all(t, w))
	})
}

// A record that is there already is no group of which a batch could tell all: the
// batch fails as a whole.
func TestAWholeGroupMustBeNew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		d := draft(0, created("a0"))
		d.ID = id("a0")
		add(t, w, d)
		b := begin(t, w)
		if err := b.AppendWhole(ctx, wholeDeals("a", 1)); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(ctx); err == nil {
			t.Fatal("a deal was made twice")
		}
		if err := b.Abort(ctx); err != nil {
			t.Fatal(err)
		}
		if got := read(t, w.Deals); len(got) != 1 {
			t.Errorf("%d deals", len(got))
		}
		statesAreFolded(t, w)
	})
}

// While people are at work the transactions of a batch are short, at the borders of
// groups, and who is told of a refused item is told its place in the whole.
func TestABatchIsShortWherePeopleWait(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		var sizes []int
		stop := w.Follow(func(s store.Stored) {
			if n := len(slices.Concat(s.Groups...)); n > 0 {
				sizes = append(sizes, n)
			}
		})
		defer stop()
		add(t, w, draft(0, created("somebody's")))
		b := begin(t, w)
		g := wholeDeals("a", 500)
		bad := 5*450 + 4
		g.Items[bad].Draft = draft(4, won("unknown"))
		var refused []int
		g.Refused = func(i int, _ error) { refused = append(refused, i) }
		if err := b.AppendWhole(ctx, g); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(refused, []int{bad}) || !slices.Equal(sizes, []int{1000, 1000, 499}) {
			t.Errorf("refused %v, transactions of %v events", refused, sizes)
		}
		gapless(t, all(t, w))
		statesAreFolded(t, w)
	})
}
