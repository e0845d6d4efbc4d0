package facts

import (
	"context"
	"errors"
	"maps"
	"slices"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
)

// bulk folds everything into an empty file.
//
// The store gives events by group, so that only as many are in memory as the
// cores fold at the moment, whatever the size of the workspace: what grows with
// it are the groups' ids, the accounts' events and a summary of each deal.
func (e *engine) bulk(ctx context.Context, m meta, progress func(done, total int)) error {
	last, id, err := e.lastEvent(ctx)
	if err != nil {
		return err
	}
	m.seq, m.lastEvent = last, id
	if err := e.h.create(ctx, m); err != nil {
		return err
	}
	if err := e.bulkOrg(ctx); err != nil {
		return err
	}
	m.builtTo = midnight(e.today())
	roots, err := e.ws.Units(ctx, store.SetupUnit, 0)
	if err != nil {
		return err
	}
	scan := make(chan error, 1)
	var loose map[peil.ID]peil.Event
	go func() {
		var err error
		loose, err = e.scanLoose(ctx, last)
		scan <- err
	}()
	b := &bulkFold{e: e, deals: map[peil.ID][]noted{}, acct: map[peil.ID][]peil.Event{}, accounts: map[peil.ID][]peil.ID{}}
	err = e.h.write(ctx, func(w *writer) error {
		done := 0
		return e.foldUnits(ctx, roots, func(part []folded) error {
			done += len(part)
			progress(done, len(roots))
			return b.append(w, part)
		})
	})
	if err := errors.Join(err, <-scan); err != nil {
		return err
	}
	e.org.loose = loose
	return e.h.write(ctx, func(w *writer) error {
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
	deals    map[peil.ID][]noted
	acct     map[peil.ID][]peil.Event
	accounts map[peil.ID][]peil.ID
}

// append writes groups down, with the class that most deals turn out to have.
func (b *bulkFold) append(w *writer, part []folded) error {
	for i := range part {
		g := &part[i]
		guess := make(map[peil.ID]fold.ClassInfo, len(g.rows.Summaries))
		for _, s := range g.rows.Summaries {
			guess[s.Deal] = fold.ClassInfo{Class: "new"}
			b.deals[s.Account] = append(b.deals[s.Account], noted{DealSummary: s, unit: g.root, class: guess[s.Deal]})
		}
		g.rows.Classify(guess)
		if err := w.appendCase(g); err != nil {
			return err
		}
		if len(g.org) > 0 {
			b.e.org.put(g.root, g.org)
		}
		if len(g.acct) > 0 {
			b.acct[g.root], b.accounts[g.root] = g.acct, g.accounts
		}
	}
	return nil
}

// finish folds the accounts and mends the guesses.
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
	f := b.e.foldAccounts(groups, b.acct, b.deals)
	if err := appendRows(w, "account_dim", f.dims); err != nil {
		return err
	}
	if err := appendRows(w, "customer_span", f.customers); err != nil {
		return err
	}
	var all []noted
	for _, list := range b.deals {
		for _, n := range list {
			n.class = fold.ClassInfo{Class: "new"}
			all = append(all, n)
			c := f.classes[n.Deal]
			if err := w.appendSummary(noted{n.DealSummary, n.unit, c}); err != nil {
				return err
			}
		}
	}
	if err := w.flush(); err != nil {
		return err
	}
	return w.reclass(all, f.classes)
}
