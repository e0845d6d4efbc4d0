package store_test

import (
	"errors"
	"fmt"
	"testing"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
	"peil/internal/storetest"
)

func begin(t testing.TB, w *store.Workspace) *store.Writer {
	t.Helper()
	b, err := w.Begin(ctx, peil.Actor{Kind: peil.ActorImport}, store.BatchInfo{System: "crm", Title: "Prøve", Files: []string{"a.csv"}, Counts: map[string]int{"deals": 2}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func item(d peil.Draft, external string) store.Item {
	it := store.Item{Draft: d}
	if external != "" {
		it.Origin = &store.Origin{System: "crm", ExternalID: external, Record: peil.Record{Kind: "deal", ID: d.Payload.Subject()}, Hash: []byte("hash of " + external[:1])}
	}
	return it
}

// deals is an import of two deals, one of them with its lead and won.
func deals(t testing.TB, b *store.Writer, prefix string) {
	t.Helper()
	one := created(prefix + "one")
	one.Lead = id(prefix + "lead")
	err := b.Append(ctx, []store.Item{
		item(draft(0, peil.LeadReceived{Lead: id(prefix + "lead"), Contact: id("ola")}), ""),
		item(named(draft(1, one), "En"), "1"),
		item(named(draft(1, created(prefix+"two")), "To"), "two@example.com"),
	})
	if err == nil {
		err = b.Append(ctx, []store.Item{item(draft(3, won(prefix+"one")), "")})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestABatchCountsFromItsCommit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		b := begin(t, w)
		deals(t, b, "")
		add(t, w, draft(1, created("neighbour"))) // goes between

		unseen := func() {
			t.Helper()
			if got := read(t, w.Deals); len(got) != 1 {
				t.Errorf("%d deals count before the commit, want the neighbour's", len(got))
			}
			if got := unit(t, w, id("one")); len(got) != 0 {
				t.Errorf("%d events of an open batch count", len(got))
			}
			if names, err := w.Named(ctx, "deal"); err != nil || len(names) != 0 {
				t.Errorf("names %v of an open batch count (%v)", names, err)
			}
			if found, err := w.Origins(ctx, "crm", []string{"1"}); err != nil || len(found) != 0 {
				t.Errorf("origins %v of an open batch count (%v)", found, err)
			}
			if _, err := w.Append(ctx, person, draft(5, won("two"))); err == nil {
				t.Error("a deal of an open batch was closed by another")
			}
		}
		unseen()
		statesAreFolded(t, w)
		seq, err := b.Commit(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, w.Deals); len(got) != 3 {
			t.Errorf("%d deals after the commit", len(got))
		}
		if d, err := w.Deal(ctx, id("one")); err != nil || d.Status != "won" || d.Lead != id("lead") {
			t.Errorf("%+v, %v", d, err)
		}
		roots, err := w.UnitOf(ctx, []peil.ID{id("one"), id("lead"), id("two")})
		if err != nil || roots[id("one")] != roots[id("lead")] || roots[id("two")] != id("two") {
			t.Errorf("roots %v, %v", roots, err)
		}
		if units, err := w.BatchUnits(ctx, b.ID()); err != nil || len(units) != 2 {
			t.Errorf("the batch's units: %v, %v", units, err)
		}
		found, err := w.Origins(ctx, "crm", []string{"1", "two@example.com", "3"})
		if err != nil || len(found) != 2 || found["1"].Record != (peil.Record{Kind: "deal", ID: id("one")}) || string(found["1"].Hash) != "hash of 1" ||
			found["two@example.com"].Record.ID != id("two") {
			t.Errorf("origins %v, %v", found, err)
		}
		noTraceOf(t, url, "two@example.com")
		list, err := w.Batches(ctx)
		if err != nil || len(list) != 1 || list[0].State != store.BatchCommitted || list[0].Events != 4 || list[0].Info.Counts["deals"] != 2 ||
			list[0].LastSeq != seq || list[0].Ended.IsZero() || list[0].Actor.Kind != peil.ActorImport {
			t.Errorf("batches %+v, %v", list, err)
		}
		events := all(t, w)
		gapless(t, events)
		if p, ok := events[seq-1].Payload.(peil.BatchCommitted); !ok || p.Batch != b.ID() || p.Events != 4 || !events[seq-1].Batch.IsZero() {
			t.Errorf("the last event is %+v", events[seq-1])
		}
		_, err = b.Commit(ctx)
		wantCode(t, err, "batch_committed")
		statesAreFolded(t, w)
		add(t, w, draft(5, won("two"))) // now it can be
		statesAreFolded(t, w)
	})
}

func TestAnAbortedBatchLeavesNothingThatCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		b := begin(t, w)
		deals(t, b, "")
		if err := b.Abort(ctx); err != nil {
			t.Fatal(err)
		}
		_, err := b.Commit(ctx)
		wantCode(t, err, "batch_undone")
		list, err := w.Batches(ctx)
		if err != nil || list[0].State != store.BatchUndone || len(read(t, w.Deals)) != 0 {
			t.Errorf("%+v, %v", list, err)
		}
		gapless(t, all(t, w))
		again := begin(t, w)
		deals(t, again, "again ")
		if _, err := again.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		if got := read(t, w.Deals); len(got) != 2 {
			t.Errorf("%d deals after the second try", len(got))
		}
		statesAreFolded(t, w)
	})
}

func TestARefusedItemIsNamedAndTheRestCanGoIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		b := begin(t, w)
		items := []store.Item{item(draft(0, created("a")), "a"), item(draft(1, won("unknown")), ""), item(draft(0, created("b")), "b")}
		err := b.Append(ctx, items)
		var no *store.ItemError
		if !errors.As(err, &no) || no.Index != 1 || no.Stored != 0 {
			t.Fatalf("%v (%+v), want item 1 refused", err, no)
		}
		if err := b.Append(ctx, []store.Item{items[0], items[2]}); err != nil {
			t.Fatal(err)
		}
		// Far behind the first transaction of 5,000.
		var many []store.Item
		for i := range 5100 {
			many = append(many, item(draft(0, peil.FXRate{Currency: "EUR", Unit: 1, Rate: 11, Date: peil.NewDate(2012, 1, i)}), ""))
		}
		many[5050].Draft = draft(1, won("unknown"))
		if err = b.Append(ctx, many); !errors.As(err, &no) || no.Index != 5050 || no.Stored != 5000 {
			t.Fatalf("%v (%+v), want item 5050 refused and 5000 stored", err, no)
		}
		if err := b.Append(ctx, many[5051:]); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		if list, err := w.Batches(ctx); err != nil || list[0].Events != 2+5000+49 {
			t.Errorf("%+v, %v", list, err)
		}
		gapless(t, all(t, w))
		statesAreFolded(t, w)
	})
}

func TestUndoAndImportAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		add(t, w, draft(0, created("mine")))
		before := text(t, read(t, w.Deals))
		b := begin(t, w)
		deals(t, b, "")
		mine := item(draft(2, peil.DealValueSet{Deal: id("mine"), Value: 1, Currency: "NOK"}), "")
		stage := item(draft(-90, peil.StageDefined{Pipeline: id("pipeline"), Stage: id("fourth"), Order: 4, Kind: peil.StageOpen}), "")
		if err := b.Append(ctx, []store.Item{stage, item(draft(2, peil.DealStageEntered{Deal: id("two"), To: id("fourth")}), ""), mine}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		statesAreFolded(t, w)
		seq, worked, err := w.Undo(ctx, person, b.ID(), false)
		if err != nil || len(worked) != 0 {
			t.Fatalf("%v, %v", worked, err)
		}
		if p, ok := all(t, w)[seq-1].Payload.(peil.BatchUndone); !ok || p.Batch != b.ID() {
			t.Errorf("number %d is %+v", seq, p)
		}
		if after := text(t, read(t, w.Deals)); after != before {
			t.Errorf("deals\n%s, before the import\n%s", after, before)
		}
		if names, err := w.Named(ctx, "deal"); err != nil || len(names) != 0 {
			t.Errorf("names %v count still (%v)", names, err)
		}
		if found, err := w.Origins(ctx, "crm", []string{"1"}); err != nil || len(found) != 0 {
			t.Errorf("origins %v are left (%v)", found, err)
		}
		if _, err := w.Append(ctx, person, draft(4, peil.DealStageEntered{Deal: id("mine"), To: id("fourth")})); err == nil {
			t.Error("a stage of the undone batch can be entered")
		}
		statesAreFolded(t, w)
		_, _, err = w.Undo(ctx, person, b.ID(), false)
		wantCode(t, err, "batch_undone")
		_, _, err = w.Undo(ctx, person, id("none"), false)
		wantCode(t, err, "unknown_batch")

		again := begin(t, w)
		deals(t, again, "new ")
		if _, _, err = w.Undo(ctx, person, again.ID(), false); err == nil {
			t.Error("an open batch was undone")
		}
		if _, err := again.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		if got := read(t, w.Deals); len(got) != 3 {
			t.Errorf("%d deals", len(got))
		}
		gapless(t, all(t, w))
		statesAreFolded(t, w)
	})
}

func TestUndoAsksWhereRecordsWereWorkedOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		b := begin(t, w)
		deals(t, b, "")
		if _, err := b.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		last := add(t, w, draft(6, won("two")))
		_, worked, err := w.Undo(ctx, person, b.ID(), false)
		wantCode(t, err, "worked_on")
		want := []peil.Record{{Kind: "deal", ID: id("two")}}
		if fmt.Sprint(worked) != fmt.Sprint(want) {
			t.Errorf("worked on %v, want %v", worked, want)
		}
		if seq, err := w.LastSeq(ctx); err != nil || seq != last || len(read(t, w.Deals)) != 2 {
			t.Errorf("something was done all the same: %d, %v", seq, err)
		}
		if _, worked, err = w.Undo(ctx, person, b.ID(), true); err != nil || fmt.Sprint(worked) != fmt.Sprint(want) {
			t.Errorf("%v, %v", worked, err)
		}
		statesAreFolded(t, w)
	})
}

func TestOriginsFollowTheNewestCommittedBatch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		hash := func() string {
			t.Helper()
			found, err := w.Origins(ctx, "crm", []string{"1"})
			if err != nil {
				t.Fatal(err)
			}
			return string(found["1"].Hash)
		}
		one := begin(t, w)
		deals(t, one, "")
		if _, err := one.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		two := begin(t, w)
		change := item(draft(1, peil.DealValueSet{Deal: id("one"), Value: 5, Currency: "NOK"}), "1")
		change.Origin.Record.ID, change.Origin.Hash = id("one"), []byte("changed")
		if err := two.Append(ctx, []store.Item{change}); err != nil {
			t.Fatal(err)
		}
		if got := hash(); got != "hash of 1" {
			t.Errorf("the hash is %q before the commit", got)
		}
		if _, err := two.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		if got := hash(); got != "changed" {
			t.Errorf("the hash is %q after the commit", got)
		}
		if _, _, err := w.Undo(ctx, person, two.ID(), false); err != nil {
			t.Fatal(err)
		}
		if got := hash(); got != "hash of 1" {
			t.Errorf("the hash is %q after the undo", got)
		}
		statesAreFolded(t, w)
	})
}

func TestTwoImportsOfTheSameRecords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		one, two := begin(t, w), begin(t, w)
		deals(t, one, "x")
		deals(t, two, "y")
		if _, err := one.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		_, err := two.Commit(ctx)
		wantCode(t, err, "imported_meanwhile")
		if err := two.Abort(ctx); err != nil {
			t.Fatal(err)
		}
		if got := read(t, w.Deals); len(got) != 2 {
			t.Errorf("%d deals", len(got))
		}
		statesAreFolded(t, w)
	})
}

func TestACommitChecksAgainWhatOthersHaveChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		add(t, w, draft(0, created("deal")), draft(0, created("other")))
		b := begin(t, w)
		if err := b.Append(ctx, []store.Item{item(draft(5, won("deal")), ""), item(draft(5, won("other")), "")}); err != nil {
			t.Fatal(err)
		}
		add(t, w, draft(4, won("deal")))
		_, err := b.Commit(ctx)
		wantCode(t, err, "changed_meanwhile")
		if err := b.Abort(ctx); err != nil {
			t.Fatal(err)
		}
		if d, err := w.Deal(ctx, id("other")); err != nil || d.Status != "open" {
			t.Errorf("%+v, %v", d, err)
		}
		statesAreFolded(t, w)
	})
}

// TestALongBatchKeepsLittleInMemory has a view that holds next to nothing, so
// that every group is dropped and read again many times.
func TestALongBatchKeepsLittleInMemory(t *testing.T) {
	defer store.SetViewEvents(10)()
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		b := begin(t, w)
		const n = 60
		for _, step := range []func(deal string) peil.Payload{
			func(deal string) peil.Payload { return peil.LeadReceived{Lead: id("lead " + deal), Contact: id("ola")} },
			func(deal string) peil.Payload { p := created(deal); p.Lead = id("lead " + deal); return p },
			func(deal string) peil.Payload {
				return peil.ActivityDone{Activity: id("call " + deal), Kind: peil.Call, Direction: peil.Out, User: id("kari"), About: peil.About{Lead: id("lead " + deal)}}
			},
			func(deal string) peil.Payload { return won(deal) },
		} {
			var items []store.Item
			for i := range n {
				items = append(items, item(draft(i, step(fmt.Sprint("deal ", i))), ""))
			}
			if err := b.Append(ctx, items); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Append(ctx, []store.Item{item(draft(99, won("deal 7")), "")}); err == nil {
			t.Error("a deal was won twice")
		}
		if _, err := b.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		roots, err := w.Units(ctx, peil.ID{}, 0)
		if err != nil {
			t.Fatal(err)
		}
		groups := 0
		err = w.UnitEvents(ctx, roots, func(root peil.ID, ev peil.Event) error {
			if len(fold.Touches(ev, nil).Links) > 0 {
				groups++
			}
			return nil
		})
		if err != nil || groups != n {
			t.Errorf("%d links, want %d (%v)", groups, n, err)
		}
		statesAreFolded(t, w)
	})
}
