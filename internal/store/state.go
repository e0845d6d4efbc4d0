package store

import (
	"context"
	"encoding/json"
	"errors"

	"peil"
)

// stateTable is the rows of one kind of record: T is its state.
type stateTable[T any] struct {
	table
	kind string
	id   string // the column of the record's id
	// row gives the record's id and the columns for lists, in the table's order.
	row func(T) (peil.ID, []any)
}

func newStateTable[T any](kind, name string, columns []column, row func(T) (peil.ID, []any)) stateTable[T] {
	id := kind + "_id"
	all := append([]column{{id, uuidType}, {"unit_id", uuidType}}, columns...)
	all = append(all, column{"snapshot", textType}, column{"batch_id", uuidType})
	return stateTable[T]{table: table{name: name, key: 1, columns: all}, kind: kind, id: id, row: row}
}

// stateCounts is the condition that a state row counts: the batch that wrote it
// beforehand, if any did, is committed.
const stateCounts = `(t.batch_id is null or exists (select 1 from batch b
	where b.workspace_id = t.workspace_id and b.batch_id = t.batch_id and b.state = 'committed'))`

// rows turns states into rows, for the group with this root. They count once the
// batch is committed; with the zero one they do now.
func (t stateTable[T]) rows(states []T, root, batch peil.ID) ([][]any, error) {
	out := make([][]any, len(states))
	for i, state := range states {
		snapshot, err := json.Marshal(state)
		if err != nil {
			return nil, err
		}
		id, columns := t.row(state)
		out[i] = append(append([]any{id, root}, columns...), string(snapshot), orNull(batch))
	}
	return out, nil
}

// read gives the states of records, in the order of their ids; nil is all of
// them, an empty list none.
func (t stateTable[T]) read(ctx context.Context, w *Workspace, ids []peil.ID) ([]T, error) {
	var out []T
	row := func(s scan) error {
		var snapshot []byte
		if err := s(&snapshot); err != nil {
			return err
		}
		var state T
		err := json.Unmarshal(snapshot, &state)
		out = append(out, state)
		return err
	}
	err := w.store.engine.read(ctx, func(c conn) error {
		stmt := "select t.snapshot from " + t.name + " t where t.workspace_id = $1 and " + stateCounts
		if ids == nil {
			return c.query(ctx, stmt+" order by t."+t.id, []any{w.id}, row)
		}
		return pages(ids, most, func(ids []peil.ID) error {
			return c.query(ctx, stmt+" and t."+t.id+" in $2 order by t."+t.id, []any{w.id, ids}, row)
		})
	})
	return out, err
}

// one gives the state of a record, or an error of kind not_found.
func (t stateTable[T]) one(ctx context.Context, w *Workspace, id peil.ID) (T, error) {
	states, err := t.read(ctx, w, []peil.ID{id})
	if err != nil || len(states) == 0 {
		var none T
		if err == nil {
			err = peil.NotFound("unknown_record", "there is no %s %s", t.kind, id).InField(t.kind)
		}
		return none, err
	}
	return states[0], nil
}

// stateTables is what all kinds of state have in common: table, kind and id.
var stateTables = []struct {
	table    table
	kind, id string
}{
	{dealTable.table, dealTable.kind, dealTable.id},
	{leadTable.table, leadTable.kind, leadTable.id},
	{accountTable.table, accountTable.kind, accountTable.id},
	{contactTable.table, contactTable.kind, contactTable.id},
	{userTable.table, userTable.kind, userTable.id},
	{activityTable.table, activityTable.kind, activityTable.id},
}

// stateRows is the new state of a group: rows by stateTables, in its order, and
// the records that it had and has no more.
type stateRows struct {
	units []peil.ID
	rows  [6][][]any
	gone  []peil.Record
}

// stateOf asks the fold for the state of a group.
func (v *view) stateOf(setup any, g *group) (stateRows, error) {
	out := stateRows{units: g.units}
	if v.w.store.rules.Snapshot == nil {
		return out, nil
	}
	return newStateRows(v.w.store.rules.Snapshot(setup, g.events), g.root, g.units, peil.ID{})
}

// newStateRows are the rows of a snapshot, which count with the batch.
func newStateRows(s peil.Snapshot, root peil.ID, units []peil.ID, batch peil.ID) (stateRows, error) {
	out := stateRows{units: units, gone: s.Gone}
	var errs [6]error
	out.rows[0], errs[0] = dealTable.rows(s.Deals, root, batch)
	out.rows[1], errs[1] = leadTable.rows(s.Leads, root, batch)
	out.rows[2], errs[2] = accountTable.rows(s.Accounts, root, batch)
	out.rows[3], errs[3] = contactTable.rows(s.Contacts, root, batch)
	out.rows[4], errs[4] = userTable.rows(s.Users, root, batch)
	out.rows[5], errs[5] = activityTable.rows(s.Activities, root, batch)
	return out, errors.Join(errs[:]...)
}

// writeStates replaces the state rows of groups.
func writeStates(ctx context.Context, c conn, ws peil.ID, states []stateRows) error {
	for i, t := range stateTables {
		var rows [][]any
		var gone []peil.ID
		for _, s := range states {
			rows = append(rows, s.rows[i]...)
			for _, r := range s.gone {
				if r.Kind == t.kind {
					gone = append(gone, r.ID)
				}
			}
		}
		if err := c.insert(ctx, t.table, ws, rows); err != nil {
			return err
		}
		err := pages(gone, most, func(gone []peil.ID) error {
			return c.exec(ctx, "delete from "+t.table.name+" where workspace_id = $1 and "+t.id+" in $2", ws, gone)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// clearStates deletes the state rows of groups whose events have become fewer:
// what they had once the fold can no more tell.
func clearStates(ctx context.Context, c conn, ws peil.ID, states []stateRows) error {
	var units []peil.ID
	for _, s := range states {
		units = append(units, s.units...)
	}
	for _, t := range stateTables {
		err := pages(units, most, func(units []peil.ID) error {
			return c.exec(ctx, "delete from "+t.table.name+" where workspace_id = $1 and unit_id in $2", ws, units)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// kindsOf says which of the records that units are named after have state, and of what kind.
func kindsOf(ctx context.Context, c conn, ws peil.ID, ids []peil.ID) (map[peil.ID]string, error) {
	kinds := make(map[peil.ID]string)
	for _, t := range stateTables {
		err := pages(ids, most, func(ids []peil.ID) error {
			return c.query(ctx, "select "+t.id+" from "+t.table.name+" where workspace_id = $1 and "+t.id+" in $2", []any{ws, ids}, func(s scan) error {
				var id peil.ID
				err := s(idOf{&id})
				kinds[id] = t.kind
				return err
			})
		})
		if err != nil {
			return nil, err
		}
	}
	return kinds, nil
}
