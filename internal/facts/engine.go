package facts

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
)

// engine folds the events of a workspace into one file.
type engine struct {
	ws      *store.Workspace
	h       *handle
	clocks  fold.Clocks
	clock   func() time.Time
	threads int
	log     *slog.Logger
	// last, where it is not 0, is the number of the last event that is folded: a
	// copy of the past stays as it was asked for.
	last int64
	// stages gives what was folded of a batch while it was written, or nil.
	stages func(batch peil.ID) *stage

	meta  meta
	setup *fold.Setup
	org   org
}

// org are the events that are about no case, by id: few, and folded together.
type org struct {
	setup map[peil.ID]peil.Event             // stages, calendars, words
	units map[peil.ID]map[peil.ID]peil.Event // users, quotas, costs …, by the root they are kept under
	loose map[peil.ID]peil.Event             // rates and margins, which are kept under none
}

// all are the events in the order of their numbers.
func (o org) all() []peil.Event {
	out := slices.AppendSeq(slices.Collect(maps.Values(o.setup)), maps.Values(o.loose))
	for _, unit := range o.units {
		out = slices.AppendSeq(out, maps.Values(unit))
	}
	slices.SortFunc(out, func(a, b peil.Event) int { return int(a.Seq - b.Seq) })
	return out
}

func (o org) clone() org {
	return org{setup: maps.Clone(o.setup), units: maps.Clone(o.units), loose: maps.Clone(o.loose)}
}

// put sets the events of one root; SetupUnit is the root of the set-up.
func (o *org) put(root peil.ID, events []peil.Event) {
	byID := make(map[peil.ID]peil.Event, len(events))
	for _, ev := range events {
		byID[ev.ID] = ev
	}
	switch {
	case root == store.SetupUnit:
		o.setup = byID
	case len(byID) == 0:
		delete(o.units, root)
	default:
		o.units[root] = byID
	}
}

func newOrg() org {
	return org{setup: map[peil.ID]peil.Event{}, units: map[peil.ID]map[peil.ID]peil.Event{}, loose: map[peil.ID]peil.Event{}}
}

func (d *DB) engine(h *handle, c fold.Clocks) *engine {
	return &engine{ws: d.ws, h: h, clocks: c, clock: d.cache.opts.Clock, threads: d.cache.opts.Threads, log: d.log, org: newOrg(),
		stages: func(peil.ID) *stage { return nil }}
}

// liveEngine is an engine of the facts that follow the store.
func (d *DB) liveEngine(h *handle) *engine {
	e := d.engine(h, fold.Clocks{})
	e.stages = d.takeStage
	return e
}

func (e *engine) settings() peil.Settings { return e.setup.Settings }

// sees reports whether an event is one of those to be folded.
func (e *engine) sees(ev peil.Event) bool { return e.last == 0 || ev.Seq <= e.last }

// setOrg takes up what is known of users, money and the set-up.
func (e *engine) setOrg(o org) {
	e.org = o
	e.setup = fold.NewSetup(o.all(), e.clocks.KnownAt)
}

// resume takes up a file that was folded before.
func (e *engine) resume(ctx context.Context, m meta) error {
	e.meta = m
	roots, err := e.h.ids(ctx, "select distinct unit_id from unit_clock where org")
	if err != nil {
		return err
	}
	o := newOrg()
	if err := e.readOrg(ctx, &o, append(roots, store.SetupUnit)); err != nil {
		return err
	}
	seqs, err := e.h.numbers(ctx, "select seq from loose_event order by seq")
	if err != nil {
		return err
	}
	for _, seq := range seqs {
		err := e.ws.Events(ctx, seq-1, 1, func(ev peil.Event) error {
			o.loose[ev.ID] = ev
			return nil
		})
		if err != nil {
			return err
		}
	}
	e.setOrg(o)
	return nil
}

// readOrg reads what the groups of some roots say of users, money and set-up.
func (e *engine) readOrg(ctx context.Context, o *org, roots []peil.ID) error {
	events := map[peil.ID][]peil.Event{}
	err := e.ws.UnitEvents(ctx, roots, func(root peil.ID, ev peil.Event) error {
		if e.sees(ev) {
			events[root] = append(events[root], ev)
		}
		return nil
	})
	for _, root := range roots {
		if root == store.SetupUnit {
			o.put(root, events[root])
		} else {
			o.put(root, orgOf(events[root]))
		}
	}
	return err
}

// today is the local day that the tables which run up to today end with.
func (e *engine) today() peil.Date {
	t := e.clock()
	if !e.clocks.AsOf.IsZero() && e.clocks.AsOf.Before(t) {
		t = e.clocks.AsOf.Add(-time.Nanosecond) // the clock is the end of a day
	}
	loc := e.setup.Settings.Calendar.Location
	if loc == nil {
		loc = time.UTC
	}
	return peil.DateOf(t, loc)
}

// firstDay is where calendar_day begins: no event may be older (metrics.md §2).
var firstDay = peil.Date{Year: 1990, Month: time.January, Day: 1}

// whole folds the tables that are replaced whole.
func (e *engine) whole() wholeTables {
	all, today := e.org.all(), e.today()
	return wholeTables{users: fold.Users(e.setup, all, today, e.clocks), money: fold.Money(e.setup, all, firstDay, today, e.clocks)}
}

// midnight is a day as DuckDB takes it.
func midnight(d peil.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }
