package facts

import (
	"context"
	"maps"
	"slices"
	"sync"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
)

// step folds the next stretch of the log into the file, in one transaction.
// moved is false when there was nothing.
func (e *engine) step(ctx context.Context) (moved bool, err error) {
	p, err := e.plan(ctx)
	if err != nil {
		return false, err
	}
	today := midnight(e.today())
	if p.last == e.meta.seq && today.Equal(e.meta.builtTo) {
		return false, nil
	}
	next := e.meta
	next.seq, next.lastEvent, next.builtTo = p.last, p.lastID, today
	if p.idle() && today.Equal(e.meta.builtTo) {
		e.meta = next // the file says so with the next change
		return true, nil
	}

	units, err := e.ws.UnitOf(ctx, slices.Collect(maps.Keys(p.units)))
	if err != nil {
		return false, err
	}
	roots := map[peil.ID]bool{}
	for _, r := range units {
		roots[r] = true
	}
	orgChanged, all, err := e.refreshOrg(ctx, p, units, roots)
	if err != nil {
		return false, err
	}
	if all || len(roots) > background {
		if roots, err = e.tooMany(ctx, all, roots); err != nil {
			return false, err
		}
		next.stale = next.stale || roots == nil
	}
	st := p.staged
	if st != nil && (next.stale || !st.holds(e.org.all())) {
		st.drop(e.log)
		roots, next.stale, st = nil, true, nil
	}
	whole := orgChanged || !today.Equal(e.meta.builtTo)
	err = e.withStage(ctx, st, func(copied *stage) error {
		return e.apply(ctx, slices.Collect(maps.Keys(roots)), copied, whole, next)
	})
	if err != nil {
		return false, err
	}
	return true, nil
}

// catchUp steps until the file has event upto, or all there are.
func (e *engine) catchUp(ctx context.Context, upto int64) (moved bool, err error) {
	for e.meta.seq < upto {
		more, err := e.step(ctx)
		if err != nil || !more {
			return moved, err
		}
		moved = true
	}
	return moved, nil
}

// tooMany decides what is done when so many units are touched that readers would
// wait: they are left as they are, and everything is folded anew beside them
// (nil). Where there are few units altogether they are folded here and now.
func (e *engine) tooMany(ctx context.Context, all bool, roots map[peil.ID]bool) (map[peil.ID]bool, error) {
	if !all {
		return nil, nil
	}
	list, err := e.ws.Units(ctx, store.SetupUnit, background+1)
	if err != nil || len(list) > background {
		return nil, err
	}
	for _, r := range list {
		roots[r] = true
	}
	return roots, nil
}

// refreshOrg brings users, money and set-up up to date and adds to roots the
// units that fold differently for it; all is true where that may be every unit.
func (e *engine) refreshOrg(ctx context.Context, p *plan, units map[peil.ID]peil.ID, roots map[peil.ID]bool) (changed, all bool, err error) {
	if !p.setup && len(p.org) == 0 && len(p.loose) == 0 && len(p.gone) == 0 {
		return false, false, nil
	}
	was, now := e.org, e.org.clone()
	var read []peil.ID
	for u := range p.org {
		read = append(read, units[u])
	}
	if p.setup {
		read = append(read, store.SetupUnit)
	}
	slices.SortFunc(read, compareIDs)
	if err := e.readOrg(ctx, &now, slices.Compact(read)); err != nil {
		return false, false, err
	}
	for u := range p.org { // a unit that was joined to another is no root any more
		if units[u] != u {
			delete(now.units, u)
		}
	}
	for _, ev := range p.loose {
		now.loose[ev.ID] = ev
	}
	for id := range p.gone {
		delete(now.loose, id)
	}
	before := e.setup
	e.setOrg(now)
	a, b := was.all(), now.all()
	touched, all, err := e.affected(ctx, slices.Concat(a, b), difference(a, b))
	for _, r := range touched {
		roots[r] = true
	}
	if err != nil {
		e.org, e.setup = was, before
	}
	return true, all, err
}

// difference are the events that are in one of two lists.
func difference(a, b []peil.Event) []peil.Event {
	in := map[peil.ID]int{}
	for _, ev := range a {
		in[ev.ID]++
	}
	for _, ev := range b {
		in[ev.ID]--
	}
	var out []peil.Event
	for _, ev := range slices.Concat(a, b) {
		if in[ev.ID] != 0 {
			out = append(out, ev)
		}
	}
	return out
}

// apply copies what is staged, where anything is, folds units and replaces their
// rows, and where whole is true the tables that are replaced whole; the file is then
// as next says.
func (e *engine) apply(ctx context.Context, roots []peil.ID, staged *stage, whole bool, next meta) error {
	roots, groups, err := e.foldNow(ctx, roots)
	if err != nil {
		return err
	}
	err = e.h.write(ctx, func(w *writer) error {
		if staged != nil {
			if err := w.copyStage(staged.late); err != nil {
				return err
			}
		}
		if err := e.replaceUnits(ctx, w, roots, groups); err != nil {
			return err
		}
		if whole {
			if err := w.replaceWhole(e.whole()); err != nil {
				return err
			}
			if err := w.replaceLoose(e.org.loose); err != nil {
				return err
			}
		}
		return w.setMeta(next)
	})
	if err == nil {
		e.meta = next
	}
	return err
}

// foldNow folds units. Groups may be joined while they are read, here or in
// another process: then a root is one no more, and the reading starts again.
func (e *engine) foldNow(ctx context.Context, units []peil.ID) (roots []peil.ID, groups []folded, err error) {
	var mu sync.Mutex
	rootOf, err := e.ws.UnitOf(ctx, units)
	for err == nil {
		roots = slices.Collect(maps.Values(rootOf))
		slices.SortFunc(roots, compareIDs)
		roots, groups = slices.Compact(roots), nil
		err = e.foldUnits(ctx, roots, func(part []folded) error {
			mu.Lock()
			defer mu.Unlock()
			groups = append(groups, part...)
			return nil
		})
		if err != nil {
			break
		}
		var after map[peil.ID]peil.ID
		if after, err = e.ws.UnitOf(ctx, units); err == nil && maps.Equal(rootOf, after) {
			return append(units, roots...), groups, nil
		}
		rootOf = after
	}
	return nil, nil, err
}

// replaceUnits puts the groups' rows in the place of all rows that were folded
// from any of their members.
func (e *engine) replaceUnits(ctx context.Context, w *writer, roots []peil.ID, groups []folded) error {
	if len(roots) == 0 {
		return nil
	}
	members := slices.Clone(roots)
	for i := range groups {
		members = append(members, groups[i].members...)
	}
	filled, err := w.stageTouched(members)
	if err != nil {
		return err
	}
	before, err := w.notedDeals("unit_id in (select id from touched)")
	if err != nil {
		return err
	}
	classes, same, err := unchanged(before, groups)
	if err != nil {
		return err
	}
	var second *accountFold
	var others []noted
	if !same {
		if second, others, err = e.secondFold(ctx, w, before, groups); err != nil {
			return err
		}
		classes = second.classes
	}
	if err := w.clearTouched(filled, !same); err != nil {
		return err
	}
	for i := range groups {
		groups[i].rows.Classify(classes)
		if err := w.appendCase(&groups[i]); err != nil {
			return err
		}
	}
	if same {
		return nil
	}
	return w.putSecond(second, groups, others)
}

// unchanged reports whether the second fold would come to what is noted: where no
// account changed, nor what an account's fold reads of any deal.
func unchanged(before []noted, groups []folded) (classes map[peil.ID]fold.ClassInfo, same bool, err error) {
	type key struct {
		unit peil.ID
		text string
	}
	was := map[key]bool{}
	classes = map[peil.ID]fold.ClassInfo{}
	for _, n := range before {
		text, err := n.text()
		if err != nil {
			return nil, false, err
		}
		was[key{n.unit, text}] = true
		classes[n.Deal] = n.class
	}
	now := 0
	for i := range groups {
		if len(groups[i].acct) > 0 {
			return nil, false, nil
		}
		for _, s := range groups[i].rows.Summaries {
			text, err := noted{DealSummary: s}.text()
			if err != nil || !was[key{groups[i].root, text}] {
				return nil, false, err
			}
			now++
		}
	}
	return classes, now == len(before), nil
}
