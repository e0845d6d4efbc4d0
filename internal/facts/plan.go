package facts

import (
	"context"
	"errors"
	"slices"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
)

// plan is what a stretch of the log changes.
type plan struct {
	last   int64
	lastID peil.ID
	units  map[peil.ID]bool // not yet roots
	org    map[peil.ID]bool // those of them that events about users or money touch
	setup  bool
	// loose are the events kept under no unit that came, gone those that no longer count.
	loose []peil.Event
	gone  map[peil.ID]bool
	// batches were committed or undone: all their events count, or none.
	batches []peil.ID
	// staged is the batch among them of which the groups that it wrote whole are
	// folded already, or nil.
	staged *stage
	// targets are the events that corrections and voids point at.
	targets []peil.Event
}

// errEnough ends a reading of events.
var errEnough = errors.New("enough")

// plan reads the events after the file's last, up to so many that they touch
// about as many units as are folded at once. Events of a batch are passed over:
// batch.committed stands for them.
func (e *engine) plan(ctx context.Context) (*plan, error) {
	p := &plan{units: map[peil.ID]bool{}, org: map[peil.ID]bool{}, gone: map[peil.ID]bool{}}
	var err error
	p.last, err = e.ws.OwnEvents(ctx, e.meta.seq, func(ev peil.Event) bool {
		switch x := ev.Payload.(type) {
		case peil.BatchCommitted:
			p.batches = append(p.batches, x.Batch)
		case peil.BatchUndone:
			p.batches = append(p.batches, x.Batch)
		default:
			p.add(ev)
		}
		return len(p.units) < background && len(p.batches) == 0
	})
	if err != nil {
		return nil, err
	}
	if p.lastID = e.meta.lastEvent; p.last != e.meta.seq {
		if p.lastID, err = eventAt(ctx, e.ws, p.last); err != nil {
			return nil, err
		}
	}
	if err := e.aim(ctx, p); err != nil {
		return nil, err
	}
	for _, b := range p.batches {
		if err := e.planBatch(ctx, p, b); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// add notes what an event touches by itself.
func (p *plan) add(ev peil.Event) {
	switch ev.Payload.(type) {
	case peil.FactCorrected, peil.FactVoided:
		p.targets = append(p.targets, ev)
		return
	}
	t := fold.Touches(ev, nil)
	p.touch(t, isOrg(ev.Payload))
	if len(t.Units) == 0 && !t.Setup && isOrg(ev.Payload) {
		p.loose = append(p.loose, ev)
	}
}

func (p *plan) touch(t peil.Touch, org bool) {
	p.setup = p.setup || t.Setup
	for _, u := range t.Units {
		p.units[u] = true
		if org {
			p.org[u] = true
		}
	}
}

// aim finds what the targets of corrections touch. A correction may point at a
// correction.
func (e *engine) aim(ctx context.Context, p *plan) error {
	for _, ev := range p.targets {
		target, err := e.target(ctx, ev)
		if err != nil {
			return err
		}
		if target == nil {
			continue // the store refuses these; an undone batch may leave one
		}
		t := fold.Touches(*target, nil)
		p.touch(t, isOrg(target.Payload))
		if len(t.Units) == 0 && !t.Setup && isOrg(target.Payload) {
			p.loose = append(p.loose, ev)
		}
	}
	return nil
}

// target follows a correction to the event that it is about in the end.
func (e *engine) target(ctx context.Context, ev peil.Event) (*peil.Event, error) {
	for {
		var id peil.ID
		switch x := ev.Payload.(type) {
		case peil.FactCorrected:
			id = x.Target
		case peil.FactVoided:
			id = x.Target
		default:
			return &ev, nil
		}
		found, err := e.find(ctx, id, ev.Seq)
		if err != nil || found == nil {
			return nil, err
		}
		ev = *found
	}
}

// findPage is how many events find reads at a time.
const findPage = 2000

// find looks for an event by its id among those before a number, from the newest
// back: what is corrected was mostly recorded lately.
func (e *engine) find(ctx context.Context, id peil.ID, before int64) (found *peil.Event, err error) {
	for before > 1 && found == nil {
		from := max(0, before-1-findPage)
		err := e.ws.Events(ctx, from, int(before-1-from), func(ev peil.Event) error {
			if ev.ID == id {
				found = &ev
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		before = from + 1
	}
	return found, nil
}

// idle reports whether nothing that came changes a row: events of batches that do
// not count yet.
func (p *plan) idle() bool {
	return len(p.units)+len(p.loose)+len(p.gone)+len(p.batches)+len(p.targets) == 0 && !p.setup
}

// planBatch notes what a batch touches as a whole.
func (e *engine) planBatch(ctx context.Context, p *plan, id peil.ID) error {
	batches, err := e.ws.Batches(ctx)
	if err != nil {
		return err
	}
	var b store.Batch
	for _, x := range batches {
		if x.ID == id {
			b = x
		}
	}
	p.setup = true
	if st := e.stages(id); st != nil && b.State == store.BatchCommitted && p.staged == nil {
		return e.planStaged(ctx, p, st)
	} else if st != nil {
		st.drop(e.log)
	}
	roots, err := e.ws.BatchUnits(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range roots {
		if r != store.SetupUnit {
			p.units[r], p.org[r] = true, true
		}
	}
	if len(p.units) > background {
		return nil // all is folded anew, and every event read
	}
	err = e.ws.Events(ctx, b.FirstSeq-1, 0, func(ev peil.Event) error {
		if ev.Seq > b.LastSeq {
			return errEnough
		}
		if ev.Batch != id {
			return nil
		}
		loose, err := e.isLoose(ctx, ev)
		switch {
		case err != nil || !loose:
			return err
		case b.State == store.BatchCommitted:
			p.loose = append(p.loose, ev)
		default:
			p.gone[ev.ID] = true
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// planStaged notes what of a batch is still to be folded.
func (e *engine) planStaged(ctx context.Context, p *plan, st *stage) error {
	late, err := e.ws.LateUnits(ctx, st.batch)
	if err != nil {
		return err
	}
	p.staged = st
	st.late = slices.DeleteFunc(late, func(r peil.ID) bool { return r == store.SetupUnit })
	for _, r := range st.late {
		p.units[r], p.org[r] = true, true
	}
	for _, a := range st.others {
		p.units[a] = true
	}
	for _, ev := range st.own {
		loose, err := e.isLoose(ctx, ev)
		if err != nil {
			return err
		}
		if loose {
			p.loose = append(p.loose, ev)
		}
	}
	return nil
}

// isLoose reports whether an event counts, and is kept under no unit.
func (e *engine) isLoose(ctx context.Context, ev peil.Event) (bool, error) {
	switch ev.Payload.(type) {
	case peil.FactCorrected, peil.FactVoided:
		target, err := e.target(ctx, ev)
		if err != nil || target == nil {
			return false, err
		}
		ev = *target
	}
	t := fold.Touches(ev, nil)
	return isOrg(ev.Payload) && len(t.Units) == 0 && !t.Setup, nil
}
