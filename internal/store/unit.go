package store

import (
	"bytes"
	"context"
	"slices"

	"peil"
)

var eventUnitTable = table{name: "event_unit", key: 2, columns: []column{{"unit_id", uuidType}, {"seq", intType}}}

var unitLinkTable = table{name: "unit_link", key: 1, columns: []column{{"unit_id", uuidType}, {"root_id", uuidType}}}

// SetupUnit is the unit that the set-up's events belong to: UnitEvents of it
// gives them. It is in no group.
var SetupUnit peil.ID

func less(a, b peil.ID) int { return bytes.Compare(a[:], b[:]) }

// queryLinks adds to roots the root of each unit that has one. by says which
// column ids are of: unit_id, or root_id for all members of groups.
func queryLinks(ctx context.Context, c conn, ws peil.ID, by string, ids []peil.ID, roots map[peil.ID]peil.ID) error {
	return pages(ids, most, func(ids []peil.ID) error {
		return c.query(ctx, "select unit_id, root_id from unit_link where workspace_id = $1 and "+by+" in $2",
			[]any{ws, ids}, func(s scan) error {
				var unit, root peil.ID
				err := s(idOf{&unit}, idOf{&root})
				roots[unit] = root
				return err
			})
	})
}

// queryUnitEvents calls fn with the events of units that count, each once per
// unit, in any order. own is an open batch whose events count too.
func queryUnitEvents(ctx context.Context, c conn, ws, own peil.ID, units []peil.ID, fn func(unit peil.ID, ev peil.Event)) error {
	return pages(units, most, func(units []peil.ID) error {
		var e storedEvent
		var unit peil.ID
		dest := append([]any{idOf{&unit}}, e.dest()...)
		// Materialized: the planner must not begin with all events of the workspace.
		return c.query(ctx, `with u as materialized (select unit_id, seq from event_unit where workspace_id = $1 and unit_id in $3)
			select u.unit_id, `+eventColumns+` from u
			join event e on e.workspace_id = $1 and e.seq = u.seq where `+eventCounts,
			[]any{ws, own, units}, func(s scan) error {
				if err := s(dest...); err != nil {
					return damagedEvent(e.ev.Seq, err)
				}
				ev, err := e.event()
				if err == nil {
					fn(unit, ev)
				}
				return err
			})
	})
}

// inOrder sorts events by number and drops those that stand in it twice,
// because two units of one group have them.
func inOrder(events []peil.Event) []peil.Event {
	slices.SortFunc(events, func(a, b peil.Event) int { return int(a.Seq - b.Seq) })
	return slices.CompactFunc(events, func(a, b peil.Event) bool { return a.Seq == b.Seq })
}

// UnitOf gives for each unit the root of the group that it is folded in; a unit
// that is linked with none, or is not there at all, is its own root.
func (w *Workspace) UnitOf(ctx context.Context, ids []peil.ID) (map[peil.ID]peil.ID, error) {
	roots := make(map[peil.ID]peil.ID, len(ids))
	for _, id := range ids {
		roots[id] = id
	}
	err := w.store.engine.read(ctx, func(c conn) error { return queryLinks(ctx, c, w.id, "unit_id", ids, roots) })
	return roots, err
}

// unitPage is how many groups UnitEvents reads at a time.
const unitPage = 256

// UnitEvents calls fn with all events that count of the groups with these roots:
// group by group as asked, in the order of their numbers. Events of batches that
// are open or undone do not count. A page of groups is read at one instant; fn
// runs between the reads.
func (w *Workspace) UnitEvents(ctx context.Context, roots []peil.ID, fn func(root peil.ID, ev peil.Event) error) error {
	return pages(roots, unitPage, func(roots []peil.ID) error {
		groups := make(map[peil.ID][]peil.Event, len(roots))
		err := w.store.engine.read(ctx, func(c conn) error {
			rootOf := make(map[peil.ID]peil.ID, len(roots))
			if err := queryLinks(ctx, c, w.id, "root_id", roots, rootOf); err != nil {
				return err
			}
			for _, r := range roots {
				rootOf[r] = r
			}
			units := make([]peil.ID, 0, len(rootOf))
			for u := range rootOf {
				units = append(units, u)
			}
			return queryUnitEvents(ctx, c, w.id, peil.ID{}, units, func(unit peil.ID, ev peil.Event) {
				groups[rootOf[unit]] = append(groups[rootOf[unit]], ev)
			})
		})
		if err != nil {
			return err
		}
		for _, r := range roots {
			for _, ev := range inOrder(groups[r]) {
				if err := fn(r, ev); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Units lists the roots of all groups after a given one, in the order of their
// ids, at most limit (0: all); SetupUnit, the zero id, begins at the beginning
// and is not among them. Units that only events that do not count touch are
// listed too.
func (w *Workspace) Units(ctx context.Context, after peil.ID, limit int) (roots []peil.ID, err error) {
	err = w.store.engine.read(ctx, func(c conn) error {
		roots, err = queryUnits(ctx, c, w.id, after, limit)
		return err
	})
	return roots, err
}

func queryUnits(ctx context.Context, c conn, ws, after peil.ID, limit int) (roots []peil.ID, err error) {
	stmt := `select distinct u.unit_id from event_unit u where u.workspace_id = $1 and u.unit_id > $2
		and not exists (select 1 from unit_link l where l.workspace_id = u.workspace_id
			and l.unit_id = u.unit_id and l.root_id <> l.unit_id)
		order by u.unit_id`
	args := []any{ws, after}
	if limit > 0 {
		stmt, args = stmt+" limit $3", append(args, int64(limit))
	}
	return roots, c.query(ctx, stmt, args, func(s scan) error {
		var id peil.ID
		err := s(idOf{&id})
		roots = append(roots, id)
		return err
	})
}
