package store

import (
	"container/list"
	"context"
	"slices"

	"peil"
)

// view is the workspace as one writer sees it: the folded set-up and the groups
// of units it lately had to do with, so that checking an event does not read
// everything about its unit again. The appender's view holds what counts; the
// view of an open batch holds the batch's own events and links too. A view is
// used by whoever holds the workspace's turn.
type view struct {
	w    *Workspace
	own  peil.ID // the open batch; zero for the appender
	seq  int64   // the counter as of which the view is right
	most int     // events it keeps

	setup    any
	hasSetup bool

	groups map[peil.ID]*group // by root
	rootOf map[peil.ID]peil.ID
	recent list.List // of *group, the newest in front
	events int       // held by all groups
	// near holds the links that an open batch has made: they stand in no table
	// until it is committed.
	near map[peil.ID][]peil.ID
}

// group is units that are folded together, with their events in order.
type group struct {
	root   peil.ID
	units  []peil.ID
	events []peil.Event
	place  *list.Element
}

// viewEvents is how many events a view keeps between transactions, and
// batchViewEvents a batch's, which comes back to every unit when it is sorted by
// time; an event takes about half a kilobyte. Variables for the tests.
var viewEvents, batchViewEvents = 100_000, 400_000

func newView(w *Workspace, own peil.ID) *view {
	v := &view{w: w, own: own, most: viewEvents, near: make(map[peil.ID][]peil.ID)}
	if !own.IsZero() {
		v.most = batchViewEvents
	}
	v.forget()
	return v
}

// forget drops all that the view holds, but not the links of an open batch.
func (v *view) forget() {
	v.seq, v.setup, v.hasSetup, v.events = 0, nil, false, 0
	v.groups, v.rootOf = make(map[peil.ID]*group), make(map[peil.ID]peil.ID)
	v.recent.Init()
}

// trim drops the groups that were not used for the longest time.
func (v *view) trim() {
	for v.events > v.most && v.recent.Len() > 0 {
		v.drop(v.recent.Back().Value.(*group))
	}
}

func (v *view) drop(g *group) {
	v.recent.Remove(g.place)
	delete(v.groups, g.root)
	for _, u := range g.units {
		delete(v.rootOf, u)
	}
	v.events -= len(g.events)
}

func (v *view) keep(g *group) {
	v.groups[g.root] = g
	for _, u := range g.units {
		v.rootOf[u] = g.root
	}
	g.place = v.recent.PushFront(g)
	v.events += len(g.events)
}

// farBehind is how many events others may have stored before a view forgets
// everything instead of looking at each.
const farBehind = 20_000

// catchUp makes the view right for counter seq: what other processes and other
// writers of this one stored since is dropped from it.
func (v *view) catchUp(ctx context.Context, c conn, seq int64) error {
	if v.seq == seq {
		return nil
	}
	empty := len(v.groups) == 0 && !v.hasSetup
	if empty || seq < v.seq || seq-v.seq > farBehind {
		v.forget()
		v.seq = seq
		return nil
	}
	all := false
	err := queryEvents(ctx, c, "select "+eventColumns+" from event e where e.workspace_id = $1 and e.seq > $2 and e.batch_id is null",
		[]any{v.w.id, v.seq}, func(ev peil.Event) error {
			switch ev.Payload.(type) {
			case peil.FactCorrected, peil.FactVoided, peil.BatchCommitted, peil.BatchUndone:
				all = true // what these change is not in themselves
			default:
				v.dropTouched(v.w.touches(ev, nil))
			}
			return nil
		})
	if all {
		v.forget()
	}
	v.seq = seq
	return err
}

func (v *view) dropTouched(t peil.Touch) {
	if t.Setup {
		v.setup, v.hasSetup = nil, false
	}
	for _, u := range units(t) {
		if g := v.groups[v.rootOf[u]]; g != nil {
			v.drop(g)
		}
	}
}

// units are all the units of a touch, also those that it only links.
func units(t peil.Touch) []peil.ID {
	out := make([]peil.ID, 0, len(t.Units)+2*len(t.Links))
	add := func(id peil.ID) {
		if !id.IsZero() && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, u := range t.Units {
		add(u)
	}
	for _, l := range t.Links {
		add(l[0])
		add(l[1])
	}
	return out
}

func (w *Workspace) touches(ev peil.Event, target *peil.Event) peil.Touch {
	if w.store.rules.Touches == nil {
		return peil.Touch{}
	}
	return w.store.rules.Touches(ev, target)
}

// folded gives the set-up.
func (v *view) folded(ctx context.Context, c conn) (any, error) {
	if v.hasSetup || v.w.store.rules.Setup == nil {
		return v.setup, nil
	}
	var events []peil.Event
	err := queryUnitEvents(ctx, c, v.w.id, v.own, []peil.ID{SetupUnit}, func(_ peil.ID, ev peil.Event) { events = append(events, ev) })
	if err != nil {
		return nil, err
	}
	v.setup, v.hasSetup = v.w.store.rules.Setup(nil, inOrder(events)), true
	return v.setup, nil
}

// group gives the group of a unit that load has been asked for.
func (v *view) group(unit peil.ID) *group {
	g := v.groups[v.rootOf[unit]]
	v.recent.MoveToFront(g.place)
	return g
}

// load reads the groups of those units that the view does not hold.
func (v *view) load(ctx context.Context, c conn, units []peil.ID) error {
	var missing []peil.ID
	for _, u := range units {
		if _, ok := v.rootOf[u]; !ok {
			missing = append(missing, u)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	groups, err := v.gather(ctx, c, missing)
	if err != nil {
		return err
	}
	of := make(map[peil.ID]*group)
	var all []peil.ID
	for _, g := range groups {
		for _, u := range g.units {
			of[u] = g
		}
		all = append(all, g.units...)
	}
	err = queryUnitEvents(ctx, c, v.w.id, v.own, all, func(unit peil.ID, ev peil.Event) {
		of[unit].events = append(of[unit].events, ev)
	})
	if err != nil {
		return err
	}
	for _, g := range groups {
		g.events = inOrder(g.events)
		v.keep(g)
	}
	return nil
}

// gather finds the groups of units by their links: those that are stored, and
// those of the open batch, until no more units turn up.
func (v *view) gather(ctx context.Context, c conn, units []peil.ID) ([]*group, error) {
	next := make(map[peil.ID][]peil.ID) // links both ways
	seen := make(map[peil.ID]bool)
	for todo := slices.Clone(units); len(todo) > 0; {
		for _, u := range todo {
			seen[u] = true
		}
		stored := make(map[peil.ID]peil.ID)
		if err := queryLinks(ctx, c, v.w.id, "unit_id", todo, stored); err != nil {
			return nil, err
		}
		var roots []peil.ID
		for _, r := range stored {
			roots = append(roots, r)
		}
		slices.SortFunc(roots, less)
		if err := queryLinks(ctx, c, v.w.id, "root_id", slices.Compact(roots), stored); err != nil {
			return nil, err
		}
		// All members of a stored group are known by now: only the open batch's
		// links can lead on from here.
		for unit, root := range stored {
			next[unit], next[root] = append(next[unit], root), append(next[root], unit)
			seen[unit], seen[root] = true, true
			todo = append(todo, unit)
		}
		var more []peil.ID
		for _, u := range todo {
			for _, n := range v.near[u] {
				next[u], next[n] = append(next[u], n), append(next[n], u)
				if !seen[n] {
					seen[n] = true
					more = append(more, n)
				}
			}
		}
		todo = more
	}
	return components(seen, next), nil
}

// components are the groups of units that links, given both ways, make.
func components(units map[peil.ID]bool, next map[peil.ID][]peil.ID) []*group {
	var groups []*group
	done := make(map[peil.ID]bool, len(units))
	for u := range units {
		if done[u] {
			continue
		}
		g := &group{units: []peil.ID{u}}
		done[u] = true
		for i := 0; i < len(g.units); i++ {
			for _, n := range next[g.units[i]] {
				if !done[n] {
					done[n] = true
					g.units = append(g.units, n)
				}
			}
		}
		g.root = slices.MinFunc(g.units, less)
		groups = append(groups, g)
	}
	return groups
}

// link makes one group of two, and gives back a function that takes it back.
func (v *view) link(a, b peil.ID) (joined *group, undo func()) {
	ga, gb := v.group(a), v.group(b)
	if ga == gb {
		return nil, func() {}
	}
	g := &group{units: slices.Concat(ga.units, gb.units)}
	g.root = slices.MinFunc(g.units, less)
	g.events = inOrder(slices.Concat(ga.events, gb.events))
	v.drop(ga)
	v.drop(gb)
	v.keep(g)
	if !v.own.IsZero() {
		v.near[a], v.near[b] = append(v.near[a], b), append(v.near[b], a)
	}
	return g, func() {
		v.drop(g)
		v.keep(ga)
		v.keep(gb)
		if !v.own.IsZero() {
			v.near[a], v.near[b] = v.near[a][:len(v.near[a])-1], v.near[b][:len(v.near[b])-1]
		}
	}
}
