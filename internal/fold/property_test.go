package fold_test

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"peil"
	"peil/internal/fold"
)

// workshop makes random but sensible histories of a few deals and leads.
type workshop struct {
	rng    *rand.Rand
	now    time.Time
	events []peil.Event
	stages []peil.ID
	users  []peil.ID
	open   map[peil.ID]peil.ID // deal → stage
	done   []peil.ID
}

func (w *workshop) add(p peil.Payload) {
	w.now = w.now.Add(time.Duration(1+w.rng.IntN(3*24*60)) * time.Minute)
	w.events = append(w.events, peil.Event{Seq: int64(len(w.events) + 1), ID: w.id(), At: w.now, AtPrecision: peil.Instant,
		RecordedAt: w.now.Add(time.Duration(w.rng.IntN(60)) * time.Hour), Payload: p})
}

func (w *workshop) id() peil.ID {
	var id peil.ID
	for i := range id {
		id[i] = byte(w.rng.UintN(256))
	}
	return id
}

func newWorkshop(seed uint64) *workshop {
	w := &workshop{rng: rand.New(rand.NewPCG(seed, 1)), now: time.Date(2025, 1, 1, 8, 0, 0, 0, time.UTC), open: map[peil.ID]peil.ID{}}
	pipeline := w.id()
	w.add(peil.PipelineDefined{Pipeline: pipeline})
	for i := range 4 {
		w.stages = append(w.stages, w.id())
		w.add(peil.StageDefined{Pipeline: pipeline, Stage: w.stages[i], Order: i + 1, Kind: peil.StageOpen})
	}
	w.users = []peil.ID{w.id(), w.id()}
	for range 60 {
		w.happen()
	}
	return w
}

// deal is any open deal, in a fixed order so that a seed means one history.
func (w *workshop) deal() (peil.ID, bool) {
	for _, e := range w.events {
		if p, ok := e.Payload.(peil.DealCreated); ok && w.rng.IntN(3) == 0 {
			if _, open := w.open[p.Deal]; open {
				return p.Deal, true
			}
		}
	}
	return peil.ID{}, false
}

func (w *workshop) happen() {
	d, ok := w.deal()
	if !ok || w.rng.IntN(8) == 0 {
		d, v := w.id(), int64(w.rng.IntN(1e7))
		stage := w.stages[w.rng.IntN(2)]
		w.add(peil.DealCreated{Deal: d, Stage: stage, Owner: w.users[0], Value: &v, Currency: "NOK"})
		w.open[d] = stage
		return
	}
	user := w.users[w.rng.IntN(2)]
	switch w.rng.IntN(9) {
	case 0, 1:
		to := w.stages[w.rng.IntN(4)]
		if to != w.open[d] {
			w.add(peil.DealStageEntered{Deal: d, To: to})
			w.open[d] = to
		}
	case 2:
		w.add(peil.DealLinesSet{Deal: d, Lines: []peil.Line{{Family: "a", Amount: int64(w.rng.IntN(1e6)), Currency: "NOK"}, {Family: "b", Amount: 7, Currency: "NOK"}}})
	case 3:
		w.add(peil.DealOwnerSet{Deal: d, To: user})
	case 4:
		w.add(peil.DealCreditSet{Deal: d, Credit: []peil.Share{{User: w.users[0], Share: 1. / 3}, {User: w.users[1], Share: 2. / 3}}})
	case 5:
		w.add(peil.DealClosed{Deal: d, Outcome: []peil.Outcome{peil.Won, peil.Lost, peil.Cancelled}[w.rng.IntN(3)]})
		if w.rng.IntN(3) == 0 {
			w.add(peil.DealReopened{Deal: d})
			return
		}
		delete(w.open, d)
	case 6:
		w.add(peil.ActivityDone{Activity: w.id(), Kind: peil.Call, Direction: peil.Out, Outcome: peil.Connected, User: user, About: peil.About{Deal: d}})
	case 7:
		w.add(peil.ActivityDone{Activity: w.id(), Kind: peil.Email, Direction: peil.In, Outcome: peil.Replied, User: user, About: peil.About{Deal: d}})
	case 8:
		target := w.events[w.rng.IntN(len(w.events))]
		if target.Type() == "deal.lines_set" {
			w.add(peil.FactVoided{Target: target.ID})
		}
	}
}

func TestHistoriesAreAccepted(t *testing.T) {
	for seed := range uint64(40) {
		w := newWorkshop(seed)
		s := fold.NewSetup(w.events, time.Time{})
		for i, e := range w.events {
			if e.Type() == "fact.voided" || e.Type() == "stage.defined" || e.Type() == "pipeline.defined" {
				continue
			}
			var unit []peil.Event
			for _, x := range w.events[:i] {
				if x.Payload.Subject() == e.Payload.Subject() {
					unit = append(unit, x)
				}
			}
			if _, ok := e.Payload.(peil.ActivityDone); ok {
				continue
			}
			if err := fold.Check(s, unit, e); err != nil {
				t.Fatalf("seed %d, event %d: %v", seed, i, err)
			}
		}
	}
}

func TestOrderOfHandingOverDoesNotMatter(t *testing.T) {
	for seed := range uint64(40) {
		w := newWorkshop(seed)
		s := fold.NewSetup(w.events, time.Time{})
		for _, unit := range byUnit(w.events) {
			want := fold.Case(s, unit[0].ID, unit, fold.Clocks{})
			mixed := append([]peil.Event(nil), unit...)
			w.rng.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
			if got := fold.Case(s, unit[0].ID, mixed, fold.Clocks{}); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: another order gave other rows", seed)
			}
		}
	}
}

func TestLaterKnowledgeLeavesThePastAlone(t *testing.T) {
	for seed := range uint64(40) {
		w := newWorkshop(seed)
		cut := w.events[len(w.events)/2].RecordedAt
		c := fold.Clocks{KnownAt: cut}
		var known []peil.Event
		for _, e := range w.events {
			if !e.RecordedAt.After(cut) {
				known = append(known, e)
			}
		}
		if !reflect.DeepEqual(cases(fold.NewSetup(w.events, cut), w.events, c), cases(fold.NewSetup(known, time.Time{}), known, fold.Clocks{})) {
			t.Fatalf("seed %d: what was recorded later changed what was known", seed)
		}
	}
}

func TestOpenTimeAndCreditAddUp(t *testing.T) {
	for seed := range uint64(60) {
		w := newWorkshop(seed)
		rows := cases(fold.NewSetup(w.events, time.Time{}), w.events, fold.Clocks{})
		end := w.now.Add(time.Hour)
		spans, visits, credit := map[peil.ID]time.Duration{}, map[peil.ID]time.Duration{}, map[peil.ID]int64{}
		last := map[peil.ID]time.Time{}
		until := func(t time.Time) time.Time {
			if t.IsZero() {
				return end
			}
			return t
		}
		for _, s := range rows.Spans {
			if s.FromAt.Before(last[s.DealID]) {
				t.Fatalf("seed %d: spans overlap", seed)
			}
			last[s.DealID] = until(s.ToAt)
			spans[s.DealID] += until(s.ToAt).Sub(s.FromAt)
		}
		for _, v := range rows.Visits {
			visits[v.DealID] += until(v.ExitAt).Sub(v.EnterAt)
		}
		mains := map[peil.ID]int{}
		for _, c := range rows.Credits {
			credit[c.DealID] += *c.Amount
			if c.Main {
				mains[c.DealID]++
			}
		}
		for _, d := range rows.Deals {
			if spans[d.DealID] != visits[d.DealID] {
				t.Errorf("seed %d: %s open in spans, %s in visits", seed, spans[d.DealID], visits[d.DealID])
			}
			if d.Status == "won" && (credit[d.DealID] != *d.Value || mains[d.DealID] != 1) {
				t.Errorf("seed %d: credit %d of %d in %d main rows", seed, credit[d.DealID], *d.Value, mains[d.DealID])
			}
		}
	}
}

// TestMergeOrder: two merges into one survivor give the same whichever is first.
func TestMergeOrder(t *testing.T) {
	w := newWorkshop(3)
	a, b, c := w.id(), w.id(), w.id()
	v := int64(100)
	for _, d := range []peil.ID{a, b, c} {
		w.add(peil.DealCreated{Deal: d, Stage: w.stages[0], Owner: w.users[0], Value: &v, Currency: "NOK"})
	}
	first := append([]peil.Event(nil), w.events...)
	w.add(peil.DealMerged{From: a, Into: c})
	w.add(peil.DealMerged{From: b, Into: c})
	one := w.events
	w.events = first
	w.add(peil.DealMerged{From: b, Into: c})
	w.add(peil.DealMerged{From: a, Into: c})
	s := fold.NewSetup(one, time.Time{})
	x, y := cases(s, one, fold.Clocks{}), cases(s, w.events, fold.Clocks{})
	if len(x.Deals) != len(y.Deals) || !reflect.DeepEqual(x.Summaries, y.Summaries) {
		t.Errorf("the order of merges matters: %d and %d deals", len(x.Deals), len(y.Deals))
	}
}

func byUnit(events []peil.Event) map[peil.ID][]peil.Event {
	out := map[peil.ID][]peil.Event{}
	for _, e := range events {
		for _, u := range fold.Touches(e, nil).Units {
			out[u] = append(out[u], e)
		}
	}
	return out
}

func BenchmarkCase(b *testing.B) {
	w := newWorkshop(5)
	s := fold.NewSetup(w.events, time.Time{})
	var big []peil.Event
	for _, unit := range byUnit(w.events) {
		if len(unit) > len(big) {
			big = unit
		}
	}
	b.ReportMetric(float64(len(big)), "events/case")
	for b.Loop() {
		fold.Case(s, big[0].ID, big, fold.Clocks{})
	}
}
