package facts

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
)

// stage folds the groups that a batch writes whole while it is being written, into
// a file of its own. When the batch counts, that file's rows are copied into the
// facts, and only what the batch did not write whole is folded then.
type stage struct {
	e     *engine
	batch peil.ID
	in    chan store.Stored
	done  chan struct{} // closed when all that came is folded
	err   error         // why the stage is of no use; read after done

	// org are the events about users, money and set-up that the groups were
	// folded under; own are those of them that the batch itself has, and later ones.
	org []peil.Event
	own []peil.Event
	// bulk gathers what the second fold needs.
	bulk *bulkFold
	// others are accounts that deals of the stage belong to and that it does not
	// have: the second fold of these is made with the facts.
	others []peil.ID
	// late are the roots of the groups that the batch did not write whole, or
	// touched again after it had.
	late []peil.ID
	rows bool // something was folded
}

// stageSuffix ends the names of stages' files, which are worth nothing to another
// process.
const stageSuffix = ".stage"

// staging is how many transactions of a batch may wait to be folded; then the
// batch waits.
const staging = 4

// followBatch takes what a batch of this process has stored.
func (d *DB) followBatch(s store.Stored) {
	d.stageMu.Lock()
	st := d.stages[s.Batch]
	if st == nil && !s.Ended {
		st = d.newStage(s.Batch)
		d.stages[s.Batch] = st
	}
	d.stageMu.Unlock()
	switch {
	case st == nil:
	case s.Ended:
		close(st.in)
	default:
		st.in <- s
	}
}

func (d *DB) newStage(batch peil.ID) *stage {
	h := newHandle(d.file.path+"."+batch.String()+stageSuffix, d.cache.config)
	st := &stage{e: d.engine(h, fold.Clocks{}), batch: batch, in: make(chan store.Stored, staging), done: make(chan struct{})}
	st.bulk = newBulkFold(st.e)
	go func() {
		defer close(st.done)
		st.err = st.run(context.Background(), d)
		for range st.in { // whatever went wrong, the batch must not wait for it
		}
	}()
	return st
}

// run folds what comes until no more groups do, and notes what else does.
func (st *stage) run(ctx context.Context, d *DB) error {
	if s := st.next(); len(s.Groups) > 0 {
		err := st.begin(ctx, d)
		if err == nil {
			err = st.e.h.write(ctx, func(w *writer) error {
				for ; len(s.Groups) > 0; s = st.next() {
					if err := st.fold(w, s); err != nil {
						return err
					}
				}
				return st.finish(w)
			})
		}
		if err = errors.Join(err, st.shut()); err != nil {
			return err
		}
	}
	for s := range st.in {
		if st.note(s.Events); len(s.Groups) > 0 {
			return errors.New("groups came after the last")
		}
	}
	return nil
}

// next is the next groups, or none when the last have come.
func (st *stage) next() store.Stored {
	for s := range st.in {
		if st.note(s.Events); len(s.Groups) > 0 || s.Whole {
			return s
		}
	}
	return store.Stored{}
}

// note keeps the events that are about no case.
func (st *stage) note(events []peil.Event) {
	for _, ev := range events {
		_, corrects := ev.Payload.(peil.FactCorrected)
		_, voids := ev.Payload.(peil.FactVoided)
		if corrects || voids || isOrg(ev.Payload) || fold.Touches(ev, nil).Setup {
			st.own = append(st.own, ev)
		}
	}
}

// begin makes the file, and settles under which users and set-up it is folded.
func (st *stage) begin(ctx context.Context, d *DB) error {
	now, _ := d.look()
	st.org = append(now.org.all(), st.own...)
	st.e.setup = fold.NewSetup(st.org, st.e.clocks.KnownAt)
	st.rows = true
	if err := remove(st.e.h.path); err != nil {
		return err
	}
	return st.e.h.create(ctx, d.emptyMeta())
}

func (st *stage) fold(w *writer, s store.Stored) error {
	part := make([]folded, 0, len(s.Groups))
	for _, events := range s.Groups {
		part = append(part, st.e.foldGroup(rootOf(events), events))
	}
	st.bulk.note(part)
	return st.bulk.append(w, part)
}

// rootOf is the root of a group: the smallest of its units.
func rootOf(events []peil.Event) (root peil.ID) {
	for i := range events {
		for _, u := range fold.Touches(events[i], nil).Units {
			if root.IsZero() || compareIDs(u, root) < 0 {
				root = u
			}
		}
	}
	return root
}

// finish makes the second fold of the accounts that the stage has with all their
// deals.
func (st *stage) finish(w *writer) error {
	groups := map[peil.ID][]peil.ID{}
	have := map[peil.ID]bool{}
	for root, accounts := range st.bulk.accounts {
		groups[root] = accounts
		for _, a := range accounts {
			have[a] = true
		}
	}
	for a := range st.bulk.deals {
		if !a.IsZero() && !have[a] {
			st.others = append(st.others, a)
		}
	}
	return st.bulk.second(w, groups)
}

// shut closes the file, so that it can be read by another.
func (st *stage) shut() error {
	_, err := st.e.h.close(context.Background(), true, nil)
	return err
}

// takeStage gives the stage of a batch that has ended, or nil, and forgets it. The
// log may show the end before followBatch is told of it, so it is forgotten last.
func (d *DB) takeStage(batch peil.ID) *stage {
	d.stageMu.Lock()
	st := d.stages[batch]
	d.stageMu.Unlock()
	if st == nil {
		return nil
	}
	<-st.done
	d.stageMu.Lock()
	delete(d.stages, batch)
	d.stageMu.Unlock()
	if st.err != nil {
		d.log.Warn("what was folded while a batch was written is of no use; it is folded again", "err", st.err)
		st.drop(d.log)
		return nil
	}
	return st
}

// drop removes the file.
func (st *stage) drop(log *slog.Logger) {
	if err := remove(st.e.h.path); err != nil {
		log.Warn("a file that is needed no more is left", "file", st.e.h.path, "err", err)
	}
}

// withStage runs apply, which is to copy the stage that it is given, if any. Where
// the facts have no unit yet nothing is copied: the stage's file takes their place,
// when apply has filled in the rest.
func (e *engine) withStage(ctx context.Context, st *stage, apply func(copied *stage) error) (err error) {
	if st == nil || !st.rows {
		return apply(nil)
	}
	var units int
	if err := e.h.db.QueryRowContext(ctx, "select count(*) from unit_clock").Scan(&units); err != nil {
		return err
	}
	if units == 0 {
		return e.adopt(ctx, st, apply)
	}
	defer st.drop(e.log)
	detach, err := attach(ctx, e.h.db, st.e.h.path, "staged", "(read_only)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, detach()) }()
	return apply(st)
}

// adopt fills in a stage's file, and puts it in the place of the facts'.
func (e *engine) adopt(ctx context.Context, st *stage, apply func(copied *stage) error) error {
	live := e.h
	e.h = st.e.h
	err := apply(nil)
	e.h = live
	if err == nil {
		_, err = st.e.h.db.ExecContext(ctx, "checkpoint")
	}
	if _, e := st.e.h.close(context.WithoutCancel(ctx), true, nil); err == nil {
		err = e
	}
	if err != nil {
		st.drop(e.log)
		return err
	}
	return live.replace(ctx, st.e.h.path)
}

// holds reports whether the groups would fold the same under the users and set-up
// there are now.
func (st *stage) holds(now []peil.Event) bool {
	t := &touchedBy{known: slices.Concat(st.org, now), by: map[string]map[peil.ID]bool{}}
	for _, ev := range difference(st.org, now) {
		t.add(ev)
	}
	return !t.all && len(t.by) == 0
}

// copyStage adds the rows of a stage, but for those of the groups that are folded
// anyway. The stage's file must be attached as staged.
func (w *writer) copyStage(late []peil.ID) error {
	if err := w.stage("late", late); err != nil {
		return err
	}
	names := append([]string{"deal_summary", "unit_clock"}, perUnitTables...)
	for _, name := range names {
		if err := w.exec("insert into " + name + " select * from staged." + name + " where unit_id not in (select id from late)"); err != nil {
			return err
		}
	}
	for _, name := range []string{"account_dim", "customer_span"} {
		if err := w.exec("insert into " + name + " select * from staged." + name); err != nil {
			return err
		}
	}
	return nil
}

// sweepStages removes what a process that ended left.
func (d *DB) sweepStages() error {
	left, err := filepath.Glob(d.file.path + ".*" + stageSuffix + "*")
	for _, path := range left {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}
