package store

import (
	"context"
	"errors"

	"peil"
)

// Erase empties all texts of a record, for ever, and gives the number of the
// last event. A deal or a lead is also deleted with the reason erasure; others
// have no such event, and their records stay without name, so that counts
// survive. Copies of the database made earlier are not reached.
//
// Error of kind not_found when nothing is known about the record.
func (w *Workspace) Erase(ctx context.Context, actor peil.Actor, subject peil.ID) (seq int64, err error) {
	err = w.write(ctx, w.units, func(c conn, p *pending) error {
		known := false
		for _, stmt := range []string{
			"select 1 from text where workspace_id = $1 and subject_id = $2 limit 1",
			"select 1 from event_unit where workspace_id = $1 and unit_id = $2 limit 1",
		} {
			if err := c.query(ctx, stmt, []any{w.id, subject}, func(scan) error { known = true; return nil }); err != nil {
				return err
			}
		}
		if !known {
			return peil.NotFound("unknown_record", "there is no %s %s", "record", subject)
		}
		if err := c.exec(ctx, "update text set value = '' where workspace_id = $1 and subject_id = $2", w.id, subject); err != nil {
			return err
		}
		err := w.deleteErased(ctx, c, p, actor, subject)
		seq = p.seq
		return err
	})
	if err != nil {
		return 0, err
	}
	return seq, w.store.engine.forget(ctx)
}

// deleteErased appends the deletion of a deal or lead; one that is deleted
// already, or merged, is left.
func (w *Workspace) deleteErased(ctx context.Context, c conn, p *pending, actor peil.Actor, subject peil.ID) error {
	kinds, err := kindsOf(ctx, c, w.id, []peil.ID{subject})
	if err != nil {
		return err
	}
	var pl peil.Payload
	switch kinds[subject] {
	case "deal":
		pl = peil.DealDeleted{Deal: subject, Reason: peil.DeletedErasure}
	case "lead":
		pl = peil.LeadDeleted{Lead: subject, Reason: peil.DeletedErasure}
	default:
		return nil
	}
	d, err := w.prepare(actor, peil.Draft{At: p.clock, Payload: pl}, p.clock)
	if err != nil {
		return err
	}
	taken, err := w.units.ready(ctx, c, p, []draft{d})
	if err != nil {
		return err
	}
	var no *refused
	if err := w.units.apply(ctx, c, p, []draft{d}, taken); errors.As(err, &no) {
		return nil
	} else if err != nil {
		return err
	}
	return w.units.restate(ctx, c, p)
}
