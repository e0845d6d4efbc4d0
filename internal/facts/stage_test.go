package facts_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/store"
)

// imported writes a batch of n deals whole, each with a lead, some with an account
// that the batch makes, the others of an account that is there; and then what more
// says of the batch.
func imported(t *testing.T, l *life, n int, more ...peil.Payload) *store.Writer {
	t.Helper()
	ctx := context.Background()
	b, err := l.ws.Begin(ctx, peil.Actor{Kind: peil.ActorImport}, store.BatchInfo{System: "crm"})
	if err != nil {
		t.Fatal(err)
	}
	w := store.Whole{Refused: func(i int, err error) { t.Errorf("item %d: %v", i, err) }}
	add := func(id peil.ID, at time.Time, p peil.Payload) {
		w.Items = append(w.Items, store.Item{Draft: peil.Draft{ID: id, At: at, Payload: p}})
	}
	for i := range n {
		account := l.accounts[i%len(l.accounts)]
		if i%3 > 0 {
			account = l.id("account")
			add(account, lifeStart, peil.AccountCreated{Account: account})
			w.Ends = append(w.Ends, len(w.Items))
		}
		at := lifeStart.Add(time.Duration(i) * time.Minute)
		lead, deal, value := l.id("lead"), l.id("deal"), int64(1000*i)
		l.deals = append(l.deals, deal)
		add(lead, at, peil.LeadReceived{Lead: lead, Account: account, Source: l.sources[0]})
		add(deal, at.Add(time.Hour), peil.DealCreated{Deal: deal, Lead: lead, Pipeline: peil.DeriveID("life", "pipeline"), Stage: l.stages[0], Owner: l.users[0],
			Account: account, Value: &value, Currency: "NOK"})
		add(peil.ID{}, at.Add(2*time.Hour), peil.ActivityDone{Activity: l.id("call"), Kind: peil.Call, Direction: peil.Out, User: l.users[0], About: peil.About{Deal: deal}})
		if i%2 == 0 {
			add(peil.ID{}, at.Add(3*time.Hour), peil.DealClosed{Deal: deal, Outcome: peil.Won})
		}
		w.Ends = append(w.Ends, len(w.Items))
	}
	if err := b.AppendWhole(ctx, w); err != nil {
		t.Fatal(err)
	}
	for _, p := range more {
		if err := b.Append(ctx, []store.Item{{Draft: peil.Draft{At: lifeStart.Add(5 * time.Hour), Payload: p}}}); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// What was folded while a batch was written is what its events fold to afterwards:
// into an empty file, beside others' deals, with more said of some groups, with
// others writing meanwhile, with a set-up that changes.
func TestABatchIsFoldedWhileItIsWritten(t *testing.T) {
	facts.Background(t, 40) // more units than this would be folded anew in the background
	for name, test := range map[string]func(t *testing.T, l *life, commit func(*store.Writer)){
		"alone": func(t *testing.T, l *life, commit func(*store.Writer)) { commit(imported(t, l, 60)) },
		"beside others": func(t *testing.T, l *life, commit func(*store.Writer)) {
			l.noUndo = true
			l.live(60)
			commit(imported(t, l, 60))
			commit(imported(t, l, 50))
			l.live(40)
		},
		"touched again": func(t *testing.T, l *life, commit func(*store.Writer)) {
			b := imported(t, l, 60)
			for _, p := range []peil.Payload{peil.DealMerged{From: l.deals[1], Into: l.deals[2]}, peil.DealReopened{Deal: l.deals[4], Stage: l.stages[1]}} {
				if err := b.Append(context.Background(), []store.Item{{Draft: peil.Draft{At: lifeStart.Add(24 * time.Hour), Payload: p}}}); err != nil {
					t.Fatal(err)
				}
			}
			commit(b)
		},
		"while others write": func(t *testing.T, l *life, commit func(*store.Writer)) {
			b := imported(t, l, 60)
			l.happen(peil.AccountOpeningBalance{Account: l.accounts[0], CustomerSince: peil.Date{Year: 2020, Month: 1, Day: 1}})
			l.sell()
			commit(b)
		},
		"under another calendar": func(t *testing.T, l *life, commit func(*store.Writer)) {
			b := imported(t, l, 60)
			calendar := peil.NorwegianCalendar()
			loc, err := peil.LoadLocation("America/New_York")
			if err != nil {
				t.Fatal(err)
			}
			calendar.Location = loc
			if !l.happen(peil.CalendarDefined{Calendar: calendar}) {
				t.Fatal("the calendar is refused")
			}
			commit(b)
		},
		"undone": func(t *testing.T, l *life, commit func(*store.Writer)) {
			b := imported(t, l, 60)
			commit(b)
			if _, _, err := l.ws.Undo(context.Background(), peil.Actor{Kind: peil.ActorSystem}, b.ID(), true); err != nil {
				t.Fatal(err)
			}
		},
		"aborted": func(t *testing.T, l *life, _ func(*store.Writer)) {
			if err := imported(t, l, 60).Abort(context.Background()); err != nil {
				t.Fatal(err)
			}
			l.sell()
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			l := newLife(t, "sqlite://"+filepath.Join(t.TempDir(), "peil.db"), 11)
			d := open(t, cacheIn(t, dir, nil), l.ws)
			ready(t, d)
			// The tail may read of the end before it is told.
			defer l.ws.Follow(func(s store.Stored) {
				if s.Ended {
					time.Sleep(150 * time.Millisecond)
				}
			})()
			test(t, l, func(b *store.Writer) {
				if _, err := b.Commit(context.Background()); err != nil {
					t.Fatal(err)
				}
				v := ready(t, d)
				if got := len(rows(t, v, "deal_fact")); name == "alone" && got != 60 {
					t.Errorf("%d deals", got)
				}
			})
			ready(t, d)
			check(t, d)
			if left, _ := filepath.Glob(filepath.Join(dir, "*", "*.stage*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}
