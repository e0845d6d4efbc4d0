package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"peil"
)

// Item is an event of a batch and, where it brings in or changes a record of
// another system, where that came from.
type Item struct {
	Draft  peil.Draft
	Origin *Origin
}

// ItemError says which item of a Writer.Append was refused. The transactions of
// up to 5,000 items before its own are stored; of its own nothing is.
type ItemError struct {
	Index  int // of the item
	Stored int // how many items, from the first, are stored
	Err    error
}

func (e *ItemError) Error() string { return e.Err.Error() }

// Unwrap returns why it was refused: as a rule an *peil.Error.
func (e *ItemError) Unwrap() error { return e.Err }

// A transaction of a batch has at most batchEvents events, and besideEvents while
// people are at work: their commands wait no longer than that takes. Smaller ones
// cost the batch a quarter of its time.
const (
	batchEvents  = 5000
	besideEvents = 1000
	// besideTime is for how long after a command there may be another.
	besideTime = 5 * time.Second
)

// bite is how many events of a batch the next transaction is to have.
func (w *Workspace) bite() int {
	if time.Since(time.Unix(0, w.asked.Load())) < besideTime {
		return besideEvents
	}
	return batchEvents
}

// Writer writes a batch. Its events see each other, so that a deal which it
// creates can be closed by it, and nobody else sees them before Commit. Each is
// checked when it is appended, against its unit as the writer sees it; what
// others do to the same units meanwhile is checked again at Commit. It keeps at
// most so much of the units in memory as batchViewEvents says, and is for one
// goroutine.
type Writer struct {
	w     *Workspace
	id    peil.ID
	actor peil.Actor
	batch Batch // as it is stored
	view  *view
	err   error // why nothing more can be written
	line  *line // of the groups that are being stored, or nil
	told  bool  // that no more groups will come
	// setupSeq is the batch's last event before its first whole group: what has
	// changed the set-up since then may give those another state.
	setupSeq int64
}

// Begin starts a batch. It belongs to this process: when that ends before
// Commit, the batch is undone the next time the database is opened.
func (w *Workspace) Begin(ctx context.Context, actor peil.Actor, info BatchInfo) (*Writer, error) {
	now := w.store.now()
	b := &Writer{w: w, id: peil.NewID(now), actor: actor}
	b.batch = Batch{ID: b.id, State: BatchOpen, Info: info, Actor: actor, Started: now}
	b.view = newView(w, b.id)
	err := w.store.engine.write(ctx, func(c conn) error {
		return writeBatch(ctx, c, w.id, w.store.engine.owner(), b.batch)
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

// ID is the batch's, by which it can be undone.
func (b *Writer) ID() peil.ID { return b.id }

// Append stores items, in transactions of so many as do not keep others waiting. An item that is refused
// is an *ItemError; the writer can go on without it. After any other error it
// can only be aborted.
func (b *Writer) Append(ctx context.Context, items []Item) error {
	if err := b.Settle(); err != nil {
		return err
	}
	stored := 0
	return pagesOf(items, b.w.bite, func(items []Item) error {
		err := b.append(ctx, items)
		var no *refused
		if errors.As(err, &no) {
			return &ItemError{Index: stored + no.index, Stored: stored, Err: no.err}
		}
		if err != nil {
			b.err = err
			return err
		}
		stored += len(items)
		return nil
	})
}

// broken says why a writer takes nothing more.
func (b *Writer) broken() error { return fmt.Errorf("the batch can only be aborted: %w", b.err) }

func (b *Writer) append(ctx context.Context, items []Item) error {
	if b.err != nil {
		return b.broken()
	}
	now := b.w.store.now()
	drafts := make([]draft, len(items))
	for i, it := range items {
		var err error
		if drafts[i], err = b.w.prepare(b.actor, it.Draft, now); err != nil {
			return &refused{i, err}
		}
		drafts[i].origin = it.Origin
	}
	next := b.batch
	var no *refused
	var stored []peil.Event
	err := b.w.writeSoon(ctx, b.view, func(c conn, p *pending) error {
		if _, err := b.w.batch(ctx, c, b.id, BatchOpen); err != nil {
			return err
		}
		taken, err := b.view.ready(ctx, c, p, drafts)
		if err != nil {
			return err
		}
		if err := b.view.apply(ctx, c, p, drafts, taken); err != nil {
			if errors.As(err, &no) {
				return nil // nothing is pending; the view stays right
			}
			return err
		}
		if next.FirstSeq == 0 {
			next.FirstSeq = p.drafted[0].Seq
		}
		next.LastSeq, next.Events, stored = p.seq, next.Events+len(drafts), p.drafted
		return writeBatch(ctx, c, b.w.id, b.w.store.engine.owner(), next)
	})
	if err == nil && no != nil {
		return no
	}
	if err == nil {
		b.batch = next
		b.w.tell(Stored{Batch: b.id, Events: stored})
	}
	return err
}

// Commit makes the events of the batch count: in one transaction the state of
// the units that were not written whole is computed, a page of units at a time, and
// batch.committed stored, whose number it gives. Commands wait meanwhile.
//
// Errors of kind conflict: others have changed the same records so that an event
// makes no sense any more, or have imported them too. Then nothing counts, and
// the batch is to be aborted.
func (b *Writer) Commit(ctx context.Context) (seq int64, err error) {
	if err := b.Settle(); err != nil {
		return 0, err
	}
	done := b.batch
	err = b.w.write(ctx, b.view, func(c conn, p *pending) error {
		if _, err := b.w.batch(ctx, c, done.ID, BatchOpen); err != nil {
			return err
		}
		if err := originsTaken(ctx, c, b.w.id, done); err != nil {
			return err
		}
		if err := p.batchEvent(done.Actor, peil.BatchCommitted{Batch: done.ID, Events: done.Events}); err != nil {
			return err
		}
		seq = p.seq
		done.State, done.Ended, done.LastSeq = BatchCommitted, p.clock, p.seq
		if err := eachBatchUnit(ctx, c, b.w.id, done.ID, lateUnits, func(units []peil.ID) error { return b.commitUnits(ctx, c, p, units) }); err != nil {
			return err
		}
		if err := writeBatch(ctx, c, b.w.id, b.w.store.engine.owner(), done); err != nil {
			return err
		}
		changed, err := b.setupMoved(ctx, c)
		alone := done.FirstSeq == 1 && done.LastSeq == int64(done.Events)+1 // the first import: there are no other units
		if err == nil && changed && !alone && b.w.store.rules.Snapshot != nil {
			err = b.view.restateOthers(ctx, c, p)
		}
		return err
	})
	if err != nil {
		b.err = err
		return 0, err
	}
	b.batch, b.err = done, peil.Conflict("batch_committed", "the batch has been committed already")
	b.view.forget()
	b.w.tell(Stored{Batch: done.ID, Ended: true})
	return seq, nil
}

// setupMoved reports whether the batch changes the set-up, under which others'
// states were computed, or it has changed since those of the batch were.
func (b *Writer) setupMoved(ctx context.Context, c conn) (bool, error) {
	changed, err := touchesSetup(ctx, c, b.w.id, b.id)
	if err != nil || changed || b.setupSeq == 0 {
		return changed, err
	}
	err = c.query(ctx, "select 1 from event_unit where workspace_id = $1 and unit_id = $2 and seq > $3 limit 1",
		[]any{b.w.id, SetupUnit, b.setupSeq}, func(scan) error { changed = true; return nil })
	return changed, err
}

// commitUnits writes the links and the state of the groups of some units.
func (b *Writer) commitUnits(ctx context.Context, c conn, p *pending, units []peil.ID) error {
	v := b.view
	if err := v.load(ctx, c, units); err != nil {
		return err
	}
	setup, err := v.folded(ctx, c)
	if err != nil {
		return err
	}
	var links [][]any
	var states []stateRows
	done := make(map[*group]bool, len(units))
	for _, u := range units {
		g := v.group(u)
		if done[g] {
			continue
		}
		done[g] = true
		if err := b.checkAgain(setup, g); err != nil {
			return err
		}
		for _, u := range g.units {
			if len(g.units) > 1 {
				links = append(links, []any{u, g.root})
			}
		}
		rows, err := v.stateOf(setup, g)
		if err != nil {
			return err
		}
		states = append(states, rows)
	}
	if err := c.insert(ctx, unitLinkTable, b.w.id, links); err != nil {
		return err
	}
	if err := writeStates(ctx, c, b.w.id, states); err != nil {
		return err
	}
	v.trim()
	return nil
}

// checkAgain checks the batch's events of a group once more where others have
// added events since the first of them.
func (b *Writer) checkAgain(setup any, g *group) error {
	check := b.w.store.rules.Check
	first := slices.IndexFunc(g.events, func(ev peil.Event) bool { return ev.Batch == b.id })
	if check == nil || first < 0 || !slices.ContainsFunc(g.events[first:], func(ev peil.Event) bool { return ev.Batch != b.id }) {
		return nil
	}
	for i, ev := range g.events {
		if ev.Batch != b.id {
			continue
		}
		others := append(slices.Clone(g.events[:i]), slices.DeleteFunc(slices.Clone(g.events[i+1:]), func(o peil.Event) bool { return o.Batch == b.id })...)
		if err := check(setup, others, ev); err != nil {
			e := peil.Conflict("changed_meanwhile", "somebody has changed the same record meanwhile, and now %v; nothing of the batch counts: run it again", err)
			e.Err = err
			return e
		}
	}
	return nil
}

// Abort takes the batch back before it counted. Its events stay in the log, so
// that the numbers are gapless, and count nowhere.
func (b *Writer) Abort(ctx context.Context) error {
	_ = b.settle() // whatever became of it, it does not count
	b.w.tell(Stored{Batch: b.id, Ended: true})
	b.err = peil.Conflict("batch_undone", "the batch has been aborted")
	return b.w.abandon(ctx, b.id, b.actor)
}

// batchEvent adds the event that ends or undoes a batch.
func (p *pending) batchEvent(actor peil.Actor, pl peil.Payload) error {
	data, v, err := peil.EncodePayload(pl)
	if err != nil {
		return err
	}
	p.seq++
	row, err := eventRow(peil.Event{Seq: p.seq, ID: peil.NewID(p.clock), V: v, At: p.clock, AtPrecision: peil.Instant,
		RecordedAt: time.UnixMilli(p.recordedAt).UTC(), Actor: actor, Payload: pl}, string(data))
	if err == nil {
		p.events = append(p.events, row)
	}
	return err
}
