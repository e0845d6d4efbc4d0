package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"peil"
	"peil/internal/store"
	"peil/internal/storetest"
)

func TestRefusedCommandsLeaveNeighboursAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		before := len(setUp())
		// All at once, so that they share transactions: the odd ones are refused,
		// at their last event.
		const n = 40
		errs := make([]error, n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				deal := fmt.Sprint("deal ", i)
				drafts := []peil.Draft{named(draft(0, created(deal)), deal), draft(1, won(deal))}
				if i%2 == 1 {
					drafts = append(drafts, draft(2, won(deal)))
				}
				_, errs[i] = w.Append(ctx, person, drafts...)
			})
		}
		wg.Wait()
		for i, err := range errs {
			if i%2 == 0 && err != nil {
				t.Errorf("command %d: %v", i, err)
			}
			if i%2 == 1 && peil.KindOf(err) != peil.KindConflict && peil.KindOf(err) != peil.KindInvalid {
				t.Errorf("command %d closes a closed deal: %v", i, err)
			}
		}
		events := all(t, w)
		gapless(t, events)
		if len(events) != before+n {
			t.Errorf("%d events, want %d", len(events), before+n)
		}
		deals := read(t, w.Deals)
		if len(deals) != n/2 {
			t.Errorf("%d deals, want %d", len(deals), n/2)
		}
		names, err := w.Named(ctx, "deal")
		if err != nil || len(names) != n/2 {
			t.Errorf("%d names of deals (%v), want %d", len(names), err, n/2)
		}
		statesAreFolded(t, w)
	})
}

func TestRefusals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		s := open(t, url, rules)
		w := workspace(t, s)
		add(t, w, draft(0, created("deal")), draft(1, won("deal")))
		twice := draft(1, peil.HurdleSet{Rate: 0.1})
		twice.ID = id("an event")
		add(t, w, twice)
		last, err := w.LastSeq(ctx)
		if err != nil {
			t.Fatal(err)
		}
		early, late, vague := draft(0, created("x")), draft(0, created("x")), draft(0, created("x"))
		early.At = time.Date(1989, 12, 31, 0, 0, 0, 0, time.UTC)
		late.At = time.Now().Add(25 * time.Hour)
		vague.AtPrecision = "about"
		value := created("x")
		value.Currency = "KRO"
		for code, d := range map[string]peil.Draft{
			"before_1990":       early,
			"in_the_future":     late,
			"unknown_precision": vague,
			"unknown_currency":  draft(0, value),
			"credit_sum":        draft(0, peil.DealCreditSet{Deal: id("deal"), Credit: []peil.Share{{User: id("kari"), Share: 0.9}}}),
			"event_exists":      twice,
			"unknown_event":     draft(0, peil.FactVoided{Target: id("nothing")}),
			"missing_payload":   {At: then},
		} {
			_, err := w.Append(ctx, person, d)
			wantCode(t, err, code)
		}
		for what, d := range map[string]peil.Draft{
			"a closed deal is closed": draft(2, won("deal")),
			"an unknown stage":        draft(2, peil.DealCreated{Deal: id("x"), Pipeline: id("pipeline"), Stage: id("nowhere")}),
			"an unknown deal":         draft(2, won("unknown")),
		} {
			if _, err := w.Append(ctx, person, d); err == nil || peil.KindOf(err) == peil.KindInternal {
				t.Errorf("%s: %v", what, err)
			}
		}
		if now, err := w.LastSeq(ctx); err != nil || now != last {
			t.Errorf("refused events moved the number from %d to %d (%v)", last, now, err)
		}
		_, err = w.Append(ctx, peil.Actor{Kind: "ghost"}, draft(0, created("x")))
		wantCode(t, err, "unknown_actor")
		_, err = s.CreateWorkspace(ctx, "main")
		wantCode(t, err, "workspace_exists")
		_, err = s.CreateWorkspace(ctx, "../etc")
		wantCode(t, err, "bad_workspace_name")
		_, err = s.Workspace(ctx, "mian")
		if e := wantCode(t, err, "unknown_workspace"); len(e.Hints) == 0 {
			t.Error("no hint which workspaces there are")
		}
	})
}

func TestNumbersAreGaplessUnderManyWriters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		before := len(setUp())
		const writers, each = 16, 25
		changed := w.Changed()
		seqs := make([][]int64, writers)
		var wg sync.WaitGroup
		for i := range writers {
			wg.Go(func() {
				for n := range each {
					seq, err := w.Append(ctx, person, draft(n, created(fmt.Sprint(i, "/", n))))
					if err != nil {
						t.Error(err)
						return
					}
					seqs[i] = append(seqs[i], seq)
				}
			})
		}
		wg.Wait()
		select {
		case <-changed:
		default:
			t.Error("Changed was not told")
		}
		events := all(t, w)
		gapless(t, events)
		if len(events) != before+writers*each {
			t.Fatalf("%d events, want %d", len(events), before+writers*each)
		}
		for i, list := range seqs {
			for n, seq := range list {
				if got := events[seq-1].Payload.Subject(); got != id(fmt.Sprint(i, "/", n)) {
					t.Errorf("writer %d was told number %d, which is another's", i, seq)
				}
			}
		}
		// From the middle, and a few at a time.
		var some []int64
		err := w.Events(ctx, 3, 5, func(ev peil.Event) error { some = append(some, ev.Seq); return nil })
		if err != nil || fmt.Sprint(some) != "[4 5 6 7 8]" {
			t.Errorf("events after 3: %v (%v)", some, err)
		}
		statesAreFolded(t, w)
	})
}

// TestTwoProcessesSeeEachOther opens the database twice, as two processes would:
// what one has stored, the other's memory must not contradict.
func TestTwoProcessesSeeEachOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		one := open(t, url, rules)
		w1 := workspace(t, one)
		w2, err := open(t, url, rules).Workspace(ctx, "main")
		if err != nil {
			t.Fatal(err)
		}
		add(t, w1, draft(0, created("deal")), draft(0, created("other")))
		add(t, w2, draft(1, peil.DealValueSet{Deal: id("deal"), Value: 7, Currency: "NOK"}))
		add(t, w1, draft(2, won("deal")))
		if _, err := w2.Append(ctx, person, draft(3, won("deal"))); peil.KindOf(err) != peil.KindConflict && peil.KindOf(err) != peil.KindInvalid {
			t.Errorf("the other process closed the deal that is closed: %v", err)
		}
		// A stage that one defines the other may use, and what one merges is merged.
		add(t, w2, draft(-90, peil.StageDefined{Pipeline: id("pipeline"), Stage: id("fourth"), Order: 4, Kind: peil.StageOpen, DefaultP: 0.9}))
		add(t, w1, draft(4, peil.DealStageEntered{Deal: id("other"), To: id("fourth")}))
		add(t, w1, draft(4, created("third")))
		add(t, w2, draft(5, peil.DealMerged{From: id("other"), Into: id("third")}))
		add(t, w1, draft(6, won("third")))
		if _, err := w2.Append(ctx, person, draft(7, won("third"))); err == nil {
			t.Error("the survivor was won twice")
		}
		if roots, err := w1.UnitOf(ctx, []peil.ID{id("other"), id("third")}); err != nil || roots[id("other")] != roots[id("third")] {
			t.Errorf("the merged deals are not one group: %v, %v", roots, err)
		}
		gapless(t, all(t, w1))
		statesAreFolded(t, w1)
	})
}

func TestTextsAreVersionedAndLabelsAreTheNewest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		w := workspace(t, open(t, url, rules))
		first := draft(1, peil.ContactCreated{Contact: id("c"), Account: id("acme")})
		first.Texts = map[string]string{"name": "Per Prøve", "email": "per@example.com"}
		add(t, w, first)
		add(t, w, named(draft(2, peil.ContactCreated{Contact: id("c"), Account: id("acme")}), "Per P. Prøve"))
		events := all(t, w)
		if v := events[len(events)-1].Texts["name"]; v != 2 {
			t.Errorf("the second name is version %d", v)
		}
		labels, err := w.Labels(ctx, []peil.ID{id("c"), id("kari"), id("nobody")})
		if err != nil || len(labels) != 2 || labels[id("c")] != "Per P. Prøve" || labels[id("kari")] != "Kari Prøve" {
			t.Errorf("labels %v, %v", labels, err)
		}
		texts, err := w.Texts(ctx, id("c"))
		if err != nil || len(texts) != 2 || texts["email"] != "per@example.com" || texts["name"] != "Per P. Prøve" {
			t.Errorf("texts %v, %v", texts, err)
		}
		for kind, want := range map[string]map[peil.ID]string{
			"pipeline": {id("pipeline"): "Nysalg"}, "user": {id("kari"): "Kari Prøve"}, "team": {id("north"): "Nord"},
			"source": {id("web"): "Nett"}, "reason": {id("price"): "Pris"}, "competitor": {id("rival"): "Rival AS"}, "account": {id("acme"): "Prøve AS"},
			"stage": {id("first"): "first", id("second"): "second", id("third"): "third"}, "product": {},
		} {
			if got, err := w.Named(ctx, kind); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s: %v (%v), want %v", kind, got, err, want)
			}
		}
	})
}

func TestErasure(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		s := open(t, url, rules)
		w := workspace(t, s)
		lead := draft(1, peil.LeadReceived{Lead: id("lead"), Contact: id("ola")})
		lead.Texts = map[string]string{"name": "Hemmelig Navn", "note": "ring om kvelden"}
		add(t, w, lead)
		seq, err := w.Erase(ctx, person, id("lead"))
		if err != nil {
			t.Fatal(err)
		}
		if texts, err := w.Texts(ctx, id("lead")); err != nil || len(texts) != 0 {
			t.Errorf("left: %v, %v", texts, err)
		}
		if names, err := w.Named(ctx, "lead"); err != nil || len(names) != 0 {
			t.Errorf("left: %v, %v", names, err)
		}
		last := all(t, w)[seq-1]
		if p, ok := last.Payload.(peil.LeadDeleted); !ok || p.Reason != peil.DeletedErasure {
			t.Errorf("the last event is %#v", last.Payload)
		}
		if _, err := w.Erase(ctx, person, id("lead")); err != nil { // once more changes nothing
			t.Error(err)
		}
		if _, err := w.Erase(ctx, person, id("ola")); err != nil {
			t.Error(err)
		}
		if c, err := w.Contact(ctx, id("ola")); err != nil || c.Account != id("acme") {
			t.Errorf("the erased contact is counted no more: %v, %v", c, err)
		}
		_, err = w.Erase(ctx, person, id("nobody"))
		wantCode(t, err, "unknown_record")
		noTraceOf(t, url, "Hemmelig Navn")
		statesAreFolded(t, w)
	})
}

func TestNobodyWritesAfterClose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		s, err := store.Open(ctx, url, rules, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		w := workspace(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		_, err = w.Append(ctx, person, draft(0, created("deal")))
		wantCode(t, err, "closed")
	})
}

// TestClockSetBack: events keep their order of recording, and ids stay their own,
// when the machine's clock is set back, within a process and between two.
func TestClockSetBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		clock := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
		for round := range 3 {
			s, err := store.Open(ctx, url, rules, store.Options{Now: func() time.Time { return clock }})
			if err != nil {
				t.Fatal(err)
			}
			var w *store.Workspace
			if round == 0 {
				w = workspace(t, s)
			} else if w, err = s.Workspace(ctx, "main"); err != nil {
				t.Fatal(err)
			}
			for n := range 3 {
				add(t, w, draft(0, created(fmt.Sprint(round, "/", n))))
				clock = clock.Add(-10 * 24 * time.Hour)
			}
			gapless(t, all(t, w))
			statesAreFolded(t, w)
			closed(t, s, nil)
		}
	})
}
