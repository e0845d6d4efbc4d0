package source

import (
	"math"

	"peil"
)

// course is what a deal is while its history is told.
type course struct {
	peil.DealState
	p float64 // the probability in force, below 0 where it is the stage's own
	// stored deals are closed and opened again by what their own row says.
	stored bool
}

// history makes the events between a deal's creation and its end: each row is
// what the deal was from then on, and what differs from before is an event.
// The last close is the deal's own event.
func (e *emitter) history(unit peil.ID, rs []record) error {
	if len(rs) == 0 {
		return nil
	}
	sortByTime(rs)
	now, err := e.began(unit)
	if err != nil {
		return err
	}
	lastOpen := -1
	for i := range rs {
		if s := e.c.stages[rs[i].Stage]; s != nil && s.kind == peil.StageOpen {
			lastOpen = i
		}
	}
	for i := range rs {
		if err := e.step(now, &rs[i], i < lastOpen); err != nil {
			return err
		}
	}
	return nil
}

// began is what the deal was before the rows that are new: as it was created
// by this import, or as it stands.
func (e *emitter) began(unit peil.ID) (*course, error) {
	now := &course{p: -1}
	if e.c.old[unit] {
		states, err := e.w.Deals(e.ctx, []peil.ID{unit})
		if err != nil || len(states) == 0 {
			return now, err
		}
		now.DealState, now.stored = states[0], true
		if now.Confidence != nil {
			now.p = *now.Confidence
		}
		return now, nil
	}
	path := e.c.paths[unit]
	now.Status, now.Stage, now.Owner, now.Value = "open", path.stage.first, path.owner.first, path.value.first
	now.Currency, now.ExpectedClose = peil.Currency(path.currency), path.expected.first.date(e.c.p.opts.Location)
	return now, nil
}

// step makes the events of a row. again says that the deal is open later: a
// close in this row is not the last.
func (e *emitter) step(now *course, r *record, again bool) error {
	var ps []peil.Payload
	deal := r.Group
	s := e.c.stages[r.Stage]
	switch {
	case s == nil:
	case s.kind != peil.StageOpen:
		if again && now.Status == "open" && !now.stored {
			now.Status = string(s.kind)
			ps = append(ps, peil.DealClosed{Deal: deal, Outcome: peil.Outcome(s.kind)})
		}
	case now.Status != "open":
		now.Status, now.Stage, now.p = "open", r.Stage, -1
		if !now.stored {
			ps = append(ps, peil.DealReopened{Deal: deal, Stage: r.Stage})
		}
	case r.Stage != now.Stage:
		ps = append(ps, peil.DealStageEntered{Deal: deal, From: now.Stage, To: r.Stage})
		now.Stage, now.p = r.Stage, -1
	}
	if !r.Owner.IsZero() && r.Owner != now.Owner {
		ps = append(ps, peil.DealOwnerSet{Deal: deal, From: now.Owner, To: r.Owner})
		now.Owner = r.Owner
	}
	if cur := peil.Currency(r.Currency); r.HasValue && (r.Value != now.Value || cur != now.Currency) {
		ps = append(ps, peil.DealValueSet{Deal: deal, Value: r.Value, Currency: cur})
		now.Value, now.Currency = r.Value, cur
	}
	open := s == nil || s.kind == peil.StageOpen // a close says when, and no longer expects
	if d := r.Expected.date(e.c.p.opts.Location); open && r.Expected.set() && d != now.ExpectedClose {
		ps = append(ps, peil.DealExpectedCloseSet{Deal: deal, ExpectedClose: d})
		now.ExpectedClose = d
	}
	if at := e.c.stages[now.Stage]; r.HasP && at != nil && now.Status == "open" && open {
		if p, own := e.override(at, r.P, now.p); own {
			ps = append(ps, peil.DealConfidenceOverridden{Deal: deal, P: r.P})
			now.p = p
		}
	}
	return e.steps(ps, r, deal)
}

// steps makes the events of one row; its origin goes with the first of them.
func (e *emitter) steps(ps []peil.Payload, r *record, deal peil.ID) error {
	for i, p := range ps {
		from := r
		if r.ID = deal; i > 0 {
			from = nil
		}
		if err := e.event(peil.ID{}, r.At, p, nil, from, "deal"); err != nil {
			return err
		}
	}
	return nil
}

// override reports whether a deal's probability is its own: another than its
// stage usually has, or than the one that was set before.
func (e *emitter) override(s *stage, p, before float64) (float64, bool) {
	inForce := before
	if inForce < 0 {
		inForce = e.c.defaultP(s)
	}
	return p, math.Abs(p-inForce) > 0.0005
}

// stands says of an open deal what its own row says otherwise than the end of
// its history, or beside it: where it now is, and its own probability.
func (e *emitter) stands(r *record, path *path, created moment) error {
	since := created
	if path.stage.told && path.stage.lastAt > since.ms {
		since = moment{path.stage.lastAt, precInstant}
	}
	later := r.StageSince
	if !later.set() || later.ms < since.ms {
		later = e.now(r)
	}
	later.ms = max(later.ms, since.ms)
	var ps []peil.Payload
	if path.stage.told && path.stage.last != r.Stage {
		ps = append(ps, peil.DealStageEntered{Deal: r.ID, From: path.stage.last, To: r.Stage})
	}
	if path.owner.told && path.owner.last != r.Owner && !r.Owner.IsZero() {
		ps = append(ps, peil.DealOwnerSet{Deal: r.ID, From: path.owner.last, To: r.Owner})
	}
	if path.value.told && r.HasValue && path.value.last != r.Value {
		ps = append(ps, peil.DealValueSet{Deal: r.ID, Value: r.Value, Currency: peil.Currency(r.Currency)})
	}
	loc := e.c.p.opts.Location
	if path.expected.told && r.Expected.set() && path.expected.last.date(loc) != r.Expected.date(loc) {
		ps = append(ps, peil.DealExpectedCloseSet{Deal: r.ID, ExpectedClose: r.Expected.date(loc)})
	}
	moved := len(ps) > 0
	if s := e.c.stages[r.Stage]; r.HasP && s != nil && !path.p {
		if _, own := e.override(s, r.P, -1); own {
			ps = append(ps, peil.DealConfidenceOverridden{Deal: r.ID, P: r.P})
		}
	}
	if !moved { // only the probability, of which nobody knows since when
		later = since.vague()
	}
	for _, p := range ps {
		if err := e.event(peil.ID{}, later, p, nil, nil, ""); err != nil {
			return err
		}
	}
	return nil
}

// touches says which other sources touched a lead.
func (e *emitter) touches(r *record, lead peil.ID, at moment) error {
	if lead.IsZero() {
		return nil
	}
	for _, source := range splitIDs(r.Touches) {
		p := peil.TouchRecorded{Contact: r.Contact, Lead: lead, Source: source}
		if err := e.event(peil.ID{}, at, p, nil, nil, ""); err != nil {
			return err
		}
	}
	return nil
}

// merges joins deals into those that survived them.
func (e *emitter) merges() error {
	return e.c.scratch.each(e.ctx, kMerge, func(r *record) error {
		into, ok := e.c.books["deal"].byID[key(r.System, external("deal", r.Per))]
		if !ok || into == r.ID {
			return nil
		}
		return e.event(peil.ID{}, e.now(r), peil.DealMerged{From: r.ID, Into: into}, nil, nil, "")
	})
}
