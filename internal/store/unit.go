package store

import (
	"bytes"
	"cmp"
	"context"
	"maps"
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
			return w.queryGroups(ctx, c, rootOf, groups)
		})
		if err != nil {
			return err
		}
		for _, r := range roots {
			for _, ev := range groups[r] {
				if err := fn(r, ev); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// place is that an event belongs to a group.
type place struct {
	seq  int64
	root peil.ID
}

// queryGroups reads the events of units into their groups, in order. Where they
// stand close together, as an import leaves them, that stretch of the log is read
// from end to end: looking up each event takes three times as long.
func (w *Workspace) queryGroups(ctx context.Context, c conn, rootOf map[peil.ID]peil.ID, groups map[peil.ID][]peil.Event) error {
	places, err := queryPlaces(ctx, c, w.id, rootOf)
	if err != nil || len(places) == 0 {
		return err
	}
	first, last := places[0].seq, places[len(places)-1].seq
	if last-first >= 2*int64(len(places)) {
		err := queryUnitEvents(ctx, c, w.id, peil.ID{}, slices.Collect(maps.Keys(rootOf)), func(unit peil.ID, ev peil.Event) {
			groups[rootOf[unit]] = append(groups[rootOf[unit]], ev)
		})
		for r, events := range groups {
			groups[r] = inOrder(events)
		}
		return err
	}
	counts, err := queryCommitted(ctx, c, w.id)
	if err != nil {
		return err
	}
	return queryStored(ctx, c, "select "+eventColumns+" from event e where e.workspace_id = $1 and e.seq between $2 and $3 order by e.seq",
		[]any{w.id, first, last}, func(e *storedEvent) error {
			for len(places) > 0 && places[0].seq < e.ev.Seq {
				places = places[1:]
			}
			if len(places) == 0 || places[0].seq > e.ev.Seq || !counts[e.ev.Batch] {
				return nil
			}
			ev, err := e.event()
			if err != nil {
				return err
			}
			for ; len(places) > 0 && places[0].seq == ev.Seq; places = places[1:] {
				groups[places[0].root] = append(groups[places[0].root], ev)
			}
			return nil
		})
}

// queryPlaces finds the events of units, by their numbers, each once per group.
func queryPlaces(ctx context.Context, c conn, ws peil.ID, rootOf map[peil.ID]peil.ID) (places []place, err error) {
	units := slices.Collect(maps.Keys(rootOf))
	err = pages(units, most, func(units []peil.ID) error {
		return c.query(ctx, "select unit_id, seq from event_unit where workspace_id = $1 and unit_id in $2", []any{ws, units}, func(s scan) error {
			var unit peil.ID
			var p place
			err := s(idOf{&unit}, &p.seq)
			p.root = rootOf[unit]
			places = append(places, p)
			return err
		})
	})
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.seq, b.seq), bytes.Compare(a.root[:], b.root[:]))
	})
	return slices.Compact(places), err
}

// queryCommitted gives the batches whose events count, no batch among them.
func queryCommitted(ctx context.Context, c conn, ws peil.ID) (map[peil.ID]bool, error) {
	counts := map[peil.ID]bool{{}: true}
	return counts, c.query(ctx, "select batch_id from batch where workspace_id = $1 and state = 'committed'", []any{ws}, func(s scan) error {
		var id peil.ID
		err := s(idOf{&id})
		counts[id] = true
		return err
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
