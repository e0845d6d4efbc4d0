package facts

import (
	"context"
	"slices"
	"sync"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
)

// A short log is read once from end to end, which takes the store a third of the
// time that reading it group by group does. With a long one that gain is lost
// again on keeping everything in memory.

// inMemory is how many events are held at once; one takes one to two kilobytes.
// It varies for the tests only.
var inMemory int64 = 250_000

// logPage is how many events one core reads at a time.
const logPage = 8000

// wholeLog is the events that count, in memory, by the groups they belong to.
type wholeLog struct {
	org    org
	groups map[peil.ID][]peil.Event
}

// readLog reads the log up to a number on all cores and sorts it into groups.
func (e *engine) readLog(ctx context.Context, last int64) (*wholeLog, error) {
	pages := make([][]peil.Event, (last+logPage-1)/logPage)
	err := e.each(ctx, len(pages), func(ctx context.Context, i int) error {
		from := int64(i) * logPage
		pages[i] = make([]peil.Event, 0, min(logPage, last-from))
		return e.ws.Events(ctx, from, int(min(logPage, last-from)), func(ev peil.Event) error {
			pages[i] = append(pages[i], ev)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	batches, err := e.ws.Batches(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[peil.ID]bool{{}: true}
	for _, b := range batches {
		counts[b.ID] = b.State == store.BatchCommitted
	}
	return sortLog(pages, counts), nil
}

// sortLog sorts events into groups as the store does: units that an event links
// are one group for ever, also when the event is voided or its batch undone,
// unless the batch was never committed.
func sortLog(pages [][]peil.Event, counts map[peil.ID]bool) *wholeLog {
	links, touches := linksOf(pages)
	l := &wholeLog{org: newOrg(), groups: map[peil.ID][]peil.Event{}}
	for i, page := range pages {
		for _, ev := range page {
			if !counts[ev.Batch] {
				continue
			}
			t, of := touches(ev)
			for j, u := range t.Units {
				root := links.root(u)
				if !slices.ContainsFunc(t.Units[:j], func(o peil.ID) bool { return links.root(o) == root }) {
					l.groups[root] = append(l.groups[root], ev)
				}
			}
			switch {
			case t.Setup:
				l.org.setup[ev.ID] = ev
			case len(t.Units) == 0 && isOrg(of.Payload):
				l.org.loose[ev.ID] = ev
			}
		}
		pages[i] = nil
	}
	for root, events := range l.groups {
		l.org.put(root, orgOf(events))
	}
	return l
}

// linksOf finds the groups, and gives what tells the touch of any event of the
// pages and which event it is really about, if it mends another.
func linksOf(pages [][]peil.Event) (*unionFind, func(peil.Event) (peil.Touch, peil.Event)) {
	committed := map[peil.ID]bool{{}: true}
	targets := map[peil.ID]*peil.Event{}
	for _, page := range pages {
		for _, ev := range page {
			switch p := ev.Payload.(type) {
			case peil.BatchCommitted:
				committed[p.Batch] = true
			case peil.FactCorrected:
				targets[p.Target] = nil
			case peil.FactVoided:
				targets[p.Target] = nil
			}
		}
	}
	links := &unionFind{up: map[peil.ID]peil.ID{}}
	for _, page := range pages {
		for i := range page {
			ev := &page[i]
			if _, wanted := targets[ev.ID]; wanted {
				targets[ev.ID] = ev
			}
			if committed[ev.Batch] {
				for _, pair := range fold.Touches(*ev, nil).Links {
					links.join(pair[0], pair[1])
				}
			}
		}
	}
	return links, func(ev peil.Event) (peil.Touch, peil.Event) {
		for {
			var target *peil.Event
			switch p := ev.Payload.(type) {
			case peil.FactCorrected:
				target = targets[p.Target]
			case peil.FactVoided:
				target = targets[p.Target]
			default:
				return fold.Touches(ev, nil), ev
			}
			if target == nil {
				return peil.Touch{}, ev
			}
			ev = *target
		}
	}
}

// unionFind is groups of units; the root of one is its smallest id.
type unionFind struct{ up map[peil.ID]peil.ID }

func (u *unionFind) root(id peil.ID) peil.ID {
	for {
		next, ok := u.up[id]
		if !ok {
			return id
		}
		if over, ok := u.up[next]; ok {
			u.up[id] = over // halve the way for the next who asks
		}
		id = next
	}
}

func (u *unionFind) join(a, b peil.ID) {
	a, b = u.root(a), u.root(b)
	switch compareIDs(a, b) {
	case -1:
		u.up[b] = a
	case 1:
		u.up[a] = b
	}
}

// foldLog folds groups on all cores as foldUnits does. Groups are let go of as
// they are folded.
func (e *engine) foldLog(ctx context.Context, l *wholeLog, roots []peil.ID, sink func([]folded) error) error {
	var mu sync.Mutex
	return e.parallel(ctx, roots, func(_ context.Context, part []peil.ID) error {
		out := make([]folded, 0, len(part))
		for _, root := range part {
			mu.Lock()
			events := l.groups[root]
			delete(l.groups, root)
			mu.Unlock()
			out = append(out, e.foldGroup(root, events))
		}
		return sink(out)
	})
}
