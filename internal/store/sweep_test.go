package store_test

import (
	"fmt"
	"testing"
	"time"

	"peil"
	"peil/internal/store"
	"peil/internal/storetest"
)

// lose closes a deal for the reason of setUp.
func lose(deal string) peil.DealClosed {
	return peil.DealClosed{Deal: id(deal), Outcome: peil.Lost, Reason: id("price")}
}

// into says that the reason is called something else from now on.
var into = []peil.Draft{
	draft(5, peil.ReasonDefined{Reason: id("too dear"), Kind: peil.StageLost}),
	draft(5, peil.ReasonDefined{Reason: id("price"), Kind: peil.StageLost, Into: id("too dear")}),
}

func reasons(t testing.TB, w *store.Workspace) map[peil.ID]int {
	t.Helper()
	n := map[peil.ID]int{}
	for _, d := range read(t, w.Deals) {
		n[d.Reason]++
	}
	return n
}

func TestAChangeOfTheSetUpChangesTheStateOfOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		add(t, w, draft(0, created("a")), draft(1, lose("a")), draft(0, created("b")))
		add(t, w, into...)
		if n := reasons(t, w); n[id("too dear")] != 1 {
			t.Errorf("reasons %v", n)
		}
		statesAreFolded(t, w)
		// A correction of a set-up event is one too, and so is its undoing.
		events := all(t, w)
		last := events[len(events)-1]
		add(t, w, draft(6, peil.FactVoided{Target: last.ID}))
		if n := reasons(t, w); n[id("price")] != 1 {
			t.Errorf("reasons %v after the void", n)
		}
		events = all(t, w)
		add(t, w, draft(7, peil.FactVoided{Target: events[len(events)-1].ID}))
		if n := reasons(t, w); n[id("too dear")] != 1 {
			t.Errorf("reasons %v after the void of the void", n)
		}
		statesAreFolded(t, w)
	})
}

func TestManyStatesAreChangedInTheBackground(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		const n = 1100
		b := begin(t, w)
		var items []store.Item
		for i := range n {
			deal := fmt.Sprint("deal ", i)
			items = append(items, item(draft(0, created(deal)), ""), item(draft(1, lose(deal)), ""))
		}
		if err := b.Append(ctx, items); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		add(t, w, into...)
		add(t, w, draft(9, created("meanwhile")))
		for until := time.Now().Add(30 * time.Second); reasons(t, w)[id("too dear")] < n; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(until) {
				t.Fatalf("reasons %v after half a minute", reasons(t, w))
			}
		}
		statesAreFolded(t, w)
	})
}
