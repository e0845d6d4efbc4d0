package store

import (
	"context"
	"errors"

	"peil"
)

// Undo takes a committed batch out of every fold: its events stay in the log and
// count no more, nor do its origins, so that it can be imported again, and the state of its units is computed without it. Records that were worked on
// since, by anybody but the batch, are given back; unless force is set, they are
// an error of kind conflict (code worked_on) and nothing is done.
func (w *Workspace) Undo(ctx context.Context, actor peil.Actor, batch peil.ID, force bool) (seq int64, worked []peil.Record, err error) {
	v := newView(w, peil.ID{}) // sees the workspace without the batch
	err = w.write(ctx, v, func(c conn, p *pending) error {
		b, err := w.batch(ctx, c, batch, BatchCommitted)
		if err != nil {
			return err
		}
		if worked, err = w.workedOn(ctx, c, b.Batch); err != nil {
			return err
		}
		if len(worked) > 0 && !force {
			return peil.Conflict("worked_on", "%d of the batch's records have been worked on since; undo it by force to lose that they were ever made", len(worked))
		}
		if err := p.batchEvent(actor, peil.BatchUndone{Batch: batch}); err != nil {
			return err
		}
		seq = p.seq
		b.State, b.Ended = BatchUndone, p.clock
		if err := writeBatch(ctx, c, w.id, b.owner, b.Batch); err != nil {
			return err
		}
		return w.restateWithout(ctx, v, c, p, batch)
	})
	return seq, worked, err
}

// restateWithout writes the state of a batch's units, which counts no more.
func (w *Workspace) restateWithout(ctx context.Context, v *view, c conn, p *pending, batch peil.ID) error {
	if w.store.rules.Snapshot == nil {
		return nil
	}
	err := eachBatchUnit(ctx, c, w.id, batch, allUnits, func(units []peil.ID) error {
		if err := v.load(ctx, c, units); err != nil {
			return err
		}
		if err := v.stateUnits(ctx, c, p, units); err != nil {
			return err
		}
		err := clearStates(ctx, c, w.id, p.states)
		if err == nil {
			err = writeStates(ctx, c, w.id, p.states)
		}
		p.states = nil
		v.trim()
		return err
	})
	if err != nil {
		return err
	}
	changed, err := touchesSetup(ctx, c, w.id, batch)
	if err == nil && changed {
		err = v.restateOthers(ctx, c, p)
	}
	return err
}

// workedOn lists the records of a batch that have later events which count and
// are not the batch's. Records without a state, such as a quota, have the kind
// "unit".
func (w *Workspace) workedOn(ctx context.Context, c conn, b Batch) ([]peil.Record, error) {
	var ids []peil.ID
	err := c.query(ctx, `with x as materialized (select unit_id from batch_unit where workspace_id = $1 and batch_id = $3 and unit_id <> $2)
		select distinct x.unit_id from x
		join event_unit u on u.workspace_id = $1 and u.unit_id = x.unit_id and u.seq > $4
		join event e on e.workspace_id = $1 and e.seq = u.seq
		where (e.batch_id is null or e.batch_id <> $3) and `+eventCounts+`
		order by x.unit_id`, []any{w.id, SetupUnit, b.ID, b.FirstSeq}, func(s scan) error {
		var id peil.ID
		err := s(idOf{&id})
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	kinds, err := kindsOf(ctx, c, w.id, ids)
	worked := make([]peil.Record, len(ids))
	for i, id := range ids {
		worked[i] = peil.Record{Kind: kinds[id], ID: id}
		if worked[i].Kind == "" {
			worked[i].Kind = "unit"
		}
	}
	return worked, err
}

// abandon undoes a batch that was never committed. One that has ended meanwhile
// is left as it is.
func (w *Workspace) abandon(ctx context.Context, batch peil.ID, actor peil.Actor) error {
	return w.write(ctx, newView(w, peil.ID{}), func(c conn, p *pending) error {
		b, err := w.batch(ctx, c, batch, BatchOpen)
		if peil.KindOf(err) == peil.KindConflict {
			return nil
		}
		if err != nil {
			return err
		}
		if err := p.batchEvent(actor, peil.BatchUndone{Batch: batch}); err != nil {
			return err
		}
		b.State, b.Ended = BatchUndone, p.clock
		if err := writeBatch(ctx, c, w.id, b.owner, b.Batch); err != nil {
			return err
		}
		p.sweep = true
		return c.insert(ctx, abandonedTable, w.id, [][]any{{batch}})
	})
}

// undoAbandoned undoes the batches whose process has ended without committing
// them.
func (s *Store) undoAbandoned(ctx context.Context) error {
	var open []storedBatch
	names := make(map[peil.ID]string)
	err := s.engine.read(ctx, func(c conn) (err error) {
		if open, err = queryBatches(ctx, c, "state = 'open'"); err != nil {
			return err
		}
		return c.query(ctx, "select workspace_id, name from workspace", nil, func(s scan) error {
			var id peil.ID
			var name string
			err := s(idOf{&id}, &name)
			names[id] = name
			return err
		})
	})
	for _, b := range open {
		gone, e := s.engine.gone(ctx, b.owner)
		if e == nil && gone {
			var w *Workspace
			if w, e = s.workspace(b.workspace, names[b.workspace]); e == nil {
				e = w.abandon(ctx, b.ID, peil.Actor{Kind: peil.ActorSystem})
				s.log.Info("undid an unfinished batch", "workspace", w.name, "batch", b.ID, "events", b.Events)
			}
		}
		err = errors.Join(err, e)
	}
	return err
}
