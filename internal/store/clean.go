package store

import (
	"context"

	"peil"
)

var abandonedTable = table{name: "abandoned", key: 1, columns: []column{{"batch_id", uuidType}}}

// cleanUnits is how many units of an abandoned batch one transaction removes.
const cleanUnits = 500

// clean removes the next units of a batch that ended without a commit: the state
// that waited for it, and the links. None of it counts, so nobody waits for this.
// Its events stay, so that the numbers are gapless.
func (w *Workspace) clean(ctx context.Context) (more bool, err error) {
	var batch peil.ID
	err = w.store.engine.read(ctx, func(c conn) error {
		return c.query(ctx, "select batch_id from abandoned where workspace_id = $1 limit 1", []any{w.id}, func(s scan) error {
			more = true
			return s(idOf{&batch})
		})
	})
	if err != nil || !more {
		return false, err
	}
	return true, w.write(ctx, newView(w, peil.ID{}), func(c conn, _ *pending) error {
		var units []peil.ID
		err := c.query(ctx, "select unit_id from batch_unit where workspace_id = $1 and batch_id = $2 order by unit_id limit $3",
			[]any{w.id, batch, int64(cleanUnits)}, func(s scan) error {
				var id peil.ID
				err := s(idOf{&id})
				units = append(units, id)
				return err
			})
		if err != nil {
			return err
		}
		if len(units) == 0 {
			return c.exec(ctx, "delete from abandoned where workspace_id = $1 and batch_id = $2", w.id, batch)
		}
		return pages(units, most, func(units []peil.ID) error { return w.removeUnits(ctx, c, batch, units) })
	})
}

// removeUnits removes what a batch left of units: of those that it wrote whole
// everything is its own.
func (w *Workspace) removeUnits(ctx context.Context, c conn, batch peil.ID, units []peil.ID) error {
	for _, t := range stateTables {
		if err := c.exec(ctx, "delete from "+t.table.name+" where workspace_id = $1 and batch_id = $2 and unit_id in $3", w.id, batch, units); err != nil {
			return err
		}
	}
	err := c.exec(ctx, `delete from unit_link where workspace_id = $1 and exists (select 1 from batch_unit u where u.workspace_id = unit_link.workspace_id
		and u.batch_id = $2 and u.unit_id = unit_link.unit_id and u.whole = 1) and unit_id in $3`, w.id, batch, units)
	if err != nil {
		return err
	}
	return c.exec(ctx, "delete from batch_unit where workspace_id = $1 and batch_id = $2 and unit_id in $3", w.id, batch, units)
}
