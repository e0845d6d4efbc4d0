package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"peil"
)

// draft is an event on its way in.
type draft struct {
	ev     peil.Event // without number
	data   string     // its payload, encoded
	texts  map[string]string
	named  bool // the writer gave the event's id
	touch  peil.Touch
	origin *Origin
}

// prepare checks what can be checked without the database.
func (w *Workspace) prepare(actor peil.Actor, d peil.Draft, now time.Time) (draft, error) {
	out := draft{texts: d.Texts, named: !d.ID.IsZero()}
	if d.Payload == nil {
		return out, peil.Invalid("missing_payload", "an event without payload says nothing")
	}
	typ := d.Payload.EventType()
	switch d.Payload.(type) {
	case peil.BatchCommitted, peil.BatchUndone:
		return out, peil.Invalid("reserved_event", "%s is written by committing or undoing a batch", typ)
	}
	switch actor.Kind {
	case peil.ActorUser, peil.ActorSystem, peil.ActorImport, peil.ActorRule:
	default:
		return out, peil.Invalid("unknown_actor", "an actor is a user, the system, an import or a rule, not %q", actor.Kind).InField("actor")
	}
	switch d.AtPrecision {
	case "":
		d.AtPrecision = peil.Instant
	case peil.Instant, peil.Minute, peil.Day, peil.Unknown:
	default:
		return out, peil.Invalid("unknown_precision", "%s: at_precision is instant, minute, day or unknown, not %q", typ, d.AtPrecision).InField("at_precision")
	}
	if err := peil.CheckClock(typ, d.At, now); err != nil {
		return out, err
	}
	if err := d.Payload.Check(); err != nil {
		return out, err
	}
	out.ev = peil.Event{ID: d.ID, At: d.At.UTC().Truncate(time.Millisecond), AtPrecision: d.AtPrecision, Actor: actor, Payload: d.Payload}
	data, v, err := peil.EncodePayload(d.Payload)
	if err != nil {
		return out, fmt.Errorf("%s: %w", typ, err)
	}
	out.data, out.ev.V = string(data), v
	out.touch = w.touches(out.ev, nil) // of a correction: known once its target is
	return out, nil
}

// ready reads what drafts need, a few statements for all of them: the groups
// they touch, the versions of their texts, and which ids are taken.
func (v *view) ready(ctx context.Context, c conn, p *pending, drafts []draft) (taken map[peil.ID]bool, err error) {
	var touched, subjects, named []peil.ID
	for _, d := range drafts {
		touched = append(touched, units(d.touch)...)
		if len(d.texts) > 0 {
			subjects = append(subjects, d.ev.Payload.Subject())
		}
		if d.named {
			named = append(named, d.ev.ID)
		}
	}
	if err := v.load(ctx, c, touched); err != nil {
		return nil, err
	}
	if err := p.readVersions(ctx, c, subjects); err != nil {
		return nil, err
	}
	taken = make(map[peil.ID]bool)
	return taken, pages(named, most, func(ids []peil.ID) error {
		return c.query(ctx, "select id from event where workspace_id = $1 and id in $2", []any{p.ws, ids}, func(s scan) error {
			var id peil.ID
			err := s(idOf{&id})
			taken[id] = true
			return err
		})
	})
}

// refused is an error of one command, which leaves its neighbours alone; any
// other error ends the transaction.
type refused struct {
	index int // of the draft within its command
	err   error
}

func (r *refused) Error() string { return r.err.Error() }
func (r *refused) Unwrap() error { return r.err }

// apply gives the drafts of one command their numbers and puts them into the
// pending, all or none.
func (v *view) apply(ctx context.Context, c conn, p *pending, drafts []draft, taken map[peil.ID]bool) error {
	start := p.mark()
	var undo []func()
	for i := range drafts {
		err := v.applyOne(ctx, c, p, &drafts[i], taken, &undo)
		if err == nil {
			continue
		}
		for _, back := range slices.Backward(undo) {
			back()
		}
		p.reset(start)
		var no *refused
		switch kind := peil.KindOf(err); {
		case errors.As(err, &no):
			return &refused{i, no.err}
		case kind == peil.KindInternal || kind == peil.KindUnavailable:
			return err // the database's, not the command's
		}
		return &refused{i, err}
	}
	return nil
}

func (v *view) applyOne(ctx context.Context, c conn, p *pending, d *draft, taken map[peil.ID]bool, undo *[]func()) error {
	ev := &d.ev
	if d.named {
		if taken[ev.ID] {
			return peil.Conflict("event_exists", "%s: an event %s is stored already", ev.Type(), ev.ID).InField("id")
		}
		taken[ev.ID] = true
		*undo = append(*undo, func() { delete(taken, ev.ID) })
	} else {
		ev.ID = peil.NewID(p.clock)
	}
	ev.Seq, ev.RecordedAt, ev.Batch = p.seq+1, time.UnixMilli(p.recordedAt).UTC(), v.own
	setup, err := v.folded(ctx, c)
	if err != nil {
		return err
	}
	unit, err := v.unitFor(ctx, c, p, d, undo)
	if err != nil {
		return err
	}
	if check := v.w.store.rules.Check; check != nil {
		if err := check(setup, unit, *ev); err != nil {
			return &refused{err: err}
		}
	}
	ev.Texts = p.setTexts(d.texts, ev.Payload, v.own)
	row, err := eventRow(*ev, d.data)
	if err != nil {
		return fmt.Errorf("%s: %w", ev.Type(), err)
	}
	p.seq++
	p.events = append(p.events, row)
	p.drafted = append(p.drafted, *ev)
	if d.origin != nil {
		p.origins = append(p.origins, v.w.originRow(*d.origin, v.own))
	}
	return v.enter(ctx, c, p, d, undo)
}

// unitFor links what the event links and gives the events that it is checked
// against.
func (v *view) unitFor(ctx context.Context, c conn, p *pending, d *draft, undo *[]func()) ([]peil.Event, error) {
	var target peil.ID
	switch pl := d.ev.Payload.(type) {
	case peil.FactCorrected:
		target = pl.Target
	case peil.FactVoided:
		target = pl.Target
	}
	if !target.IsZero() {
		ultimate, err := v.ultimate(ctx, c, p, target)
		if err != nil {
			return nil, err
		}
		d.touch = v.w.touches(d.ev, ultimate)
		if d.touch.Setup && len(d.touch.Units) == 0 {
			return v.setupEvents(ctx, c, p)
		}
		if err := v.load(ctx, c, units(d.touch)); err != nil {
			return nil, err
		}
	}
	for _, l := range d.touch.Links {
		if l[0].IsZero() || l[1].IsZero() {
			continue
		}
		joined, back := v.link(l[0], l[1])
		*undo = append(*undo, back)
		if joined != nil && v.own.IsZero() {
			p.join(joined, undo)
		}
	}
	all := units(d.touch)
	if len(all) == 0 {
		return nil, nil
	}
	about := all[0]
	if s := d.ev.Payload.Subject(); slices.Contains(all, s) {
		about = s
	}
	return v.group(about).events, nil
}

// ultimate follows corrections of corrections to the event they are about.
func (v *view) ultimate(ctx context.Context, c conn, p *pending, id peil.ID) (*peil.Event, error) {
	for {
		ev, err := p.eventByID(ctx, c, v.own, id)
		if err != nil {
			return nil, err
		}
		switch pl := ev.Payload.(type) {
		case peil.FactCorrected:
			id = pl.Target
		case peil.FactVoided:
			id = pl.Target
		default:
			return ev, nil
		}
	}
}

// setupEvents are the events of the set-up, with those of this transaction.
func (v *view) setupEvents(ctx context.Context, c conn, p *pending) ([]peil.Event, error) {
	var events []peil.Event
	err := queryUnitEvents(ctx, c, p.ws, v.own, []peil.ID{SetupUnit}, func(_ peil.ID, ev peil.Event) { events = append(events, ev) })
	for _, r := range p.eventUnits {
		if r[0].(peil.ID) == SetupUnit {
			i := slices.IndexFunc(p.drafted, func(ev peil.Event) bool { return ev.Seq == r[1].(int64) })
			events = append(events, p.drafted[i])
		}
	}
	return inOrder(events), err
}

// enter makes the event part of its units and of the set-up.
func (v *view) enter(ctx context.Context, c conn, p *pending, d *draft, undo *[]func()) error {
	ev := d.ev
	all := units(d.touch)
	for i, u := range all {
		p.eventUnits = append(p.eventUnits, []any{u, ev.Seq})
		p.dirty = append(p.dirty, u)
		p.ofBatch(v.own, u)
		g := v.group(u)
		if slices.ContainsFunc(all[:i], func(o peil.ID) bool { return v.group(o) == g }) {
			continue
		}
		n := len(g.events)
		g.events = append(g.events, ev)
		v.events++
		*undo = append(*undo, func() { g.events = g.events[:n]; v.events-- })
	}
	if !d.touch.Setup {
		return nil
	}
	p.eventUnits = append(p.eventUnits, []any{SetupUnit, ev.Seq})
	p.setupChanged = true
	p.ofBatch(v.own, SetupUnit)
	if v.w.store.rules.Setup == nil {
		return nil
	}
	before := v.setup
	*undo = append(*undo, func() { v.setup = before })
	switch ev.Payload.(type) {
	case peil.FactCorrected, peil.FactVoided: // of an earlier event: everything is folded again
		events, err := v.setupEvents(ctx, c, p)
		if err != nil {
			return err
		}
		v.setup = v.w.store.rules.Setup(nil, events)
	default:
		v.setup = v.w.store.rules.Setup(before, []peil.Event{ev})
	}
	return nil
}

// join notes the new root of all units of a group, to be stored.
func (p *pending) join(g *group, undo *[]func()) {
	if p.links == nil {
		p.links = make(map[peil.ID]peil.ID)
	}
	before := make(map[peil.ID]peil.ID, len(g.units))
	for _, u := range g.units {
		if r, ok := p.links[u]; ok {
			before[u] = r
		}
		p.links[u] = g.root
	}
	*undo = append(*undo, func() {
		for _, u := range g.units {
			delete(p.links, u)
			if r, ok := before[u]; ok {
				p.links[u] = r
			}
		}
	})
}
