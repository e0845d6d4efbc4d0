package facts

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
)

// bulk folds everything into an empty file. A log too long for the memory is read
// by group, so that only as many groups are in memory as the cores fold at the
// moment: what then grows with the workspace are the groups' ids, the accounts'
// events and a summary of each deal.
func (e *engine) bulk(ctx context.Context, m meta, progress func(done, total int)) error {
	last, id, err := e.lastEvent(ctx)
	if err != nil {
		return err
	}
	m.seq, m.lastEvent = last, id
	if err := e.h.create(ctx, m); err != nil {
		return err
	}
	roots, foldAll, err := e.source(ctx, last)
	if err != nil {
		return err
	}
	m.builtTo = midnight(e.today())
	b := newBulkFold(e)
	// One transaction: of two that write at once the first to end must write all it
	// has into DuckDB's log, and then once more into the file.
	return e.h.write(ctx, func(w *writer) error {
		done := 0
		err := foldAll(func(part []folded) error {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.note(part)
			done += len(part)
			progress(done, len(roots))
			return b.append(w, part)
		})
		if err != nil {
			return err
		}
		if err := b.finish(ctx, w); err != nil {
			return err
		}
		if err := w.replaceWhole(e.whole()); err != nil {
			return err
		}
		if err := w.replaceLoose(e.org.loose); err != nil {
			return err
		}
		e.meta = m
		return w.setMeta(m)
	})
}

// source reads what every fold depends on, and gives the roots of all groups with
// what folds them: from the memory, where the log fits in it, else from the store.
func (e *engine) source(ctx context.Context, last int64) (roots []peil.ID, foldAll func(sink func([]folded) error) error, err error) {
	if last <= inMemory {
		l, err := e.readLog(ctx, last)
		if err != nil {
			return nil, nil, err
		}
		e.setOrg(l.org)
		// Rows that lie in the order of their ids are found again sooner.
		roots = slices.SortedFunc(maps.Keys(l.groups), compareIDs)
		return roots, func(sink func([]folded) error) error { return e.foldLog(ctx, l, roots, sink) }, nil
	}
	if err := e.bulkOrg(ctx); err != nil {
		return nil, nil, err
	}
	if roots, err = e.ws.Units(ctx, store.SetupUnit, 0); err != nil {
		return nil, nil, err
	}
	return roots, func(sink func([]folded) error) error {
		scan := make(chan error, 1)
		var loose map[peil.ID]peil.Event
		go func() {
			var err error
			loose, err = e.scanLoose(ctx, last)
			scan <- err
		}()
		err := e.foldUnits(ctx, roots, sink)
		err = errors.Join(err, <-scan)
		e.org.loose = loose
		return err
	}, nil
}

// lastEvent is the event up to which the file will be folded.
func (e *engine) lastEvent(ctx context.Context) (seq int64, id peil.ID, err error) {
	seq = e.last
	if seq == 0 {
		if seq, err = e.ws.LastSeq(ctx); err != nil || seq == 0 {
			return seq, id, err
		}
	}
	id, err = eventAt(ctx, e.ws, seq)
	return seq, id, err
}

// bulkOrg reads users and set-up, which every other fold depends on, before all
// else. Money comes with the units; what is kept under no unit is looked for.
func (e *engine) bulkOrg(ctx context.Context) error {
	users, err := e.ws.Users(ctx, nil)
	if err != nil {
		return err
	}
	ids := []peil.ID{}
	for _, u := range users {
		ids = append(ids, u.User)
	}
	units, err := e.ws.UnitOf(ctx, ids)
	if err != nil {
		return err
	}
	roots := append(slices.Collect(maps.Values(units)), store.SetupUnit)
	slices.SortFunc(roots, compareIDs)
	o := newOrg()
	if err := e.readOrg(ctx, &o, slices.Compact(roots)); err != nil {
		return err
	}
	e.setOrg(o)
	return nil
}

// bulkFold gathers what the second fold needs while the first goes on.
type bulkFold struct {
	e        *engine
	mu       sync.Mutex
	deals    map[peil.ID][]noted
	acct     map[peil.ID][]peil.Event
	accounts map[peil.ID][]peil.ID
}

func newBulkFold(e *engine) *bulkFold {
	return &bulkFold{e: e, deals: map[peil.ID][]noted{}, acct: map[peil.ID][]peil.Event{}, accounts: map[peil.ID][]peil.ID{}}
}

// guess is what most deals turn out to be. It is written down first and mended
// for the others: the second fold can begin only when the first has ended.
var guess = fold.ClassInfo{Class: "new"}

// append writes groups down.
func (b *bulkFold) append(w *writer, part []folded) error {
	for i := range part {
		g := &part[i]
		classes := make(map[peil.ID]fold.ClassInfo, len(g.rows.Summaries))
		for _, s := range g.rows.Summaries {
			classes[s.Deal] = guess
			if err := w.appendSummary(noted{s, g.root, guess}); err != nil {
				return err
			}
		}
		g.rows.Classify(classes)
		if err := w.appendCase(g); err != nil {
			return err
		}
	}
	return nil
}

// note keeps what the second fold needs.
func (b *bulkFold) note(part []folded) {
	for i := range part {
		g := &part[i]
		for _, s := range g.rows.Summaries {
			b.deals[s.Account] = append(b.deals[s.Account], noted{s, g.root, guess})
		}
		if len(g.org) > 0 {
			b.e.org.put(g.root, g.org)
		}
		if len(g.acct) > 0 {
			b.acct[g.root], b.accounts[g.root] = g.acct, g.accounts
		}
	}
}

// finish folds all accounts.
func (b *bulkFold) finish(ctx context.Context, w *writer) error {
	var ids []peil.ID
	for a := range b.deals {
		if !a.IsZero() {
			ids = append(ids, a)
		}
	}
	for _, list := range b.accounts {
		ids = append(ids, list...)
	}
	slices.SortFunc(ids, compareIDs)
	roots, err := b.e.ws.UnitOf(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	groups := map[peil.ID][]peil.ID{}
	for a, root := range roots {
		groups[root] = append(groups[root], a)
	}
	return b.second(w, groups)
}

// second folds the groups of accounts with their deals and mends the guesses.
func (b *bulkFold) second(w *writer, groups map[peil.ID][]peil.ID) error {
	f := b.e.foldAccounts(groups, b.acct, b.deals)
	if err := w.appendAccounts(f); err != nil {
		return err
	}
	return w.reclass(slices.Concat(slices.Collect(maps.Values(b.deals))...), f.classes)
}
