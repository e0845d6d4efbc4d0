package facts

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"peil"
	"peil/internal/fold"
)

// folded is what one group of units, folded together under its root, came to.
type folded struct {
	root peil.ID
	rows fold.CaseRows
	// members are the units of the group that an event names.
	members []peil.ID
	// accounts are the group's accounts; they are folded a second time, with
	// their deals, from acct.
	accounts []peil.ID
	acct     []peil.Event
	// org are the group's events about users and money.
	org []peil.Event
	// at and recorded are the newest clocks of the events.
	at, recorded time.Time
}

// chunk is how many groups are read from the store at a time: few enough that
// the events of some chunks lie in memory together, many enough that a question
// to the store is worth it.
const chunk = 256

// foldUnits reads the groups of the roots on all cores, folds them and gives
// the results to sink, chunk by chunk, in no order, from all cores at once.
func (e *engine) foldUnits(ctx context.Context, roots []peil.ID, sink func([]folded) error) error {
	return e.parallel(ctx, roots, func(ctx context.Context, part []peil.ID) error {
		var out []folded
		var events []peil.Event
		finish := func(root peil.ID) {
			if len(events) > 0 {
				out = append(out, e.foldGroup(root, events))
			}
			events = nil
		}
		var at peil.ID
		// The store gives group by group.
		err := e.ws.UnitEvents(ctx, part, func(root peil.ID, ev peil.Event) error {
			if !e.sees(ev) {
				return nil
			}
			if root != at {
				finish(at)
				at = root
			}
			events = append(events, ev)
			return nil
		})
		finish(at)
		if err != nil {
			return err
		}
		return sink(out)
	})
}

// parallel cuts ids into chunks and works on them on all cores.
func (e *engine) parallel(ctx context.Context, ids []peil.ID, work func(context.Context, []peil.ID) error) error {
	// Small chunks where there are few, so that a handful keeps all cores busy too.
	size := max(1, min(chunk, (len(ids)+e.threads-1)/e.threads))
	return e.each(ctx, (len(ids)+size-1)/size, func(ctx context.Context, i int) error {
		return work(ctx, ids[i*size:min((i+1)*size, len(ids))])
	})
}

// each calls work for 0 to n−1, on all cores, until one fails.
func (e *engine) each(ctx context.Context, n int, work func(context.Context, int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(n, e.threads) {
		wg.Go(func() {
			for i := range next {
				if ctx.Err() != nil {
					continue
				}
				if err := work(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
	return context.Cause(ctx)
}

// foldGroup folds one group's events.
func (e *engine) foldGroup(root peil.ID, events []peil.Event) folded {
	f := folded{root: root, rows: fold.Case(e.setup, root, events, e.clocks)}
	seen := map[peil.ID]bool{root: true}
	for _, ev := range events {
		f.see(ev)
		for _, u := range fold.Touches(ev, nil).Units {
			seen[u] = true
		}
	}
	for u := range seen {
		f.members = append(f.members, u)
	}
	if f.accounts = accountsIn(events); len(f.accounts) > 0 {
		f.acct = acctOf(events)
	}
	f.org = orgOf(events)
	return f
}

// see keeps the newest clocks, also those a correction moves an event to.
func (f *folded) see(ev peil.Event) {
	at := ev.At
	if p, ok := ev.Payload.(peil.FactCorrected); ok && p.Patch["at"] != nil {
		if t, err := time.Parse(time.RFC3339, fmt.Sprint(p.Patch["at"])); err == nil && t.After(at) {
			at = t
		}
	}
	if at.After(f.at) {
		f.at = at
	}
	if ev.RecordedAt.After(f.recorded) {
		f.recorded = ev.RecordedAt
	}
}

// isOrg reports whether a payload is about users or money, which are folded over
// all units together.
func isOrg(p peil.Payload) bool {
	switch p.(type) {
	case peil.UserJoined, peil.UserChanged, peil.UserLeft, peil.UserUnavailable,
		peil.CostRecorded, peil.QuotaSet, peil.FXRate, peil.SpendRecorded, peil.MarginSet, peil.HurdleSet, peil.ForecastIssued,
		peil.AdviceShown, peil.AdviceDismissed, peil.AdviceActed:
		return true
	}
	return false
}

// orgOf are the events about users and money, and those that mend them.
func orgOf(events []peil.Event) []peil.Event {
	if !slices.ContainsFunc(events, func(ev peil.Event) bool { return isOrg(ev.Payload) }) {
		return nil
	}
	ours := map[peil.ID]bool{}
	var out []peil.Event
	for _, ev := range events {
		target := peil.ID{}
		switch p := ev.Payload.(type) {
		case peil.FactCorrected:
			target = p.Target
		case peil.FactVoided:
			target = p.Target
		}
		if isOrg(ev.Payload) || ours[target] {
			ours[ev.ID] = true
			out = append(out, ev)
		}
	}
	return out
}
