package source

import "peil"

// changedDeals makes the events that lead from where deals stand to what the
// file now says of them.
func (e *emitter) changedDeals(rs []record) error {
	states, err := e.w.Deals(e.ctx, idsOf(rs))
	if err != nil {
		return err
	}
	old := map[peil.ID]peil.DealState{}
	for _, s := range states {
		old[s.Deal] = s
	}
	for i := range rs {
		e.settle(&rs[i])
		s, ok := old[rs[i].ID]
		if !ok || s.Status == "deleted" || s.Status == "merged" {
			continue // somebody took it out in Peil: a file does not bring it back
		}
		if err := e.changedDeal(s, &rs[i]); err != nil {
			return err
		}
	}
	return nil
}

// changedDeal orders the events so that each makes sense after the last: first
// what the deal is, then reopening, moving, closing.
func (e *emitter) changedDeal(s peil.DealState, r *record) error {
	var ps []peil.Payload
	var ats []moment
	add := func(at moment, p peil.Payload) { ats, ps = append(ats, at), append(ps, p) }
	now := e.now(r)
	loc := e.c.p.opts.Location
	if patch := corrections(s, r); len(patch) > 0 {
		add(now, peil.FactCorrected{Target: r.ID, Patch: patch})
	}
	if r.Owner != s.Owner {
		add(now, peil.DealOwnerSet{Deal: r.ID, From: s.Owner, To: r.Owner})
	}
	if r.HasValue && (r.Value != s.Value || peil.Currency(r.Currency) != s.Currency) {
		add(now, peil.DealValueSet{Deal: r.ID, Value: r.Value, Currency: peil.Currency(r.Currency)})
	}
	if d := r.Expected.date(loc); r.Expected.set() && d != s.ExpectedClose {
		add(now, peil.DealExpectedCloseSet{Deal: r.ID, ExpectedClose: d})
	}
	if !r.Source.IsZero() && r.Source != s.Source {
		add(now, peil.SourceCorrected{Deal: r.ID, Source: r.Source, Campaign: r.Campaign})
	}
	if !r.Competitor.IsZero() && r.Competitor != s.Competitor {
		add(now, peil.DealCompetitorSeen{Deal: r.ID, Competitor: r.Competitor})
	}
	if st := e.c.stages[r.Stage]; r.HasP && st != nil && s.Stage == r.Stage && r.Kind == string(peil.StageOpen) {
		before := -1.0
		if s.Confidence != nil {
			before = *s.Confidence
		}
		if _, own := e.override(st, r.P, before); own {
			add(now, peil.DealConfidenceOverridden{Deal: r.ID, P: r.P})
		}
	}
	e.standing(s, r, add)
	if len(ps) == 0 { // only its name, or nothing that Peil keeps
		add(now, peil.FactCorrected{Target: r.ID, Patch: map[string]any{"snapshot_only": s.SnapshotOnly}})
	}
	for i, p := range ps {
		from, texts := r, text("name", r.Name)
		if i > 0 {
			from, texts = nil, nil
		}
		if err := e.event(peil.ID{}, ats[i], p, texts, from, "deal"); err != nil {
			return err
		}
	}
	return nil
}

// corrections is what changed in the deal's first event.
func corrections(s peil.DealState, r *record) map[string]any {
	patch := map[string]any{}
	if r.Account != s.Account && !r.Account.IsZero() {
		patch["account"] = r.Account
	}
	if r.Contact != s.Contact && !r.Contact.IsZero() {
		patch["contact"] = r.Contact
	}
	if r.Created.set() && r.Created.prec != precUnknown && r.Created.ms != s.CreatedAt.UnixMilli() && !(r.Closed.set() && r.Created.ms > r.Closed.ms) {
		patch["at"] = r.Created.time().Format("2006-01-02T15:04:05.000Z07:00")
	}
	return patch
}

// standing moves, closes and reopens. A close whose outcome, day or reason the
// source changed is taken back and made again.
func (e *emitter) standing(s peil.DealState, r *record, add func(moment, peil.Payload)) {
	since := r.StageSince
	if !since.set() {
		since = e.now(r)
	}
	closed := r.Closed
	if !closed.set() {
		closed = moment{e.c.ms, precUnknown}
	}
	open := r.Kind == string(peil.StageOpen)
	was := s.Status == "open"
	moved := r.Stage != s.Stage && open
	switch {
	case open && !was:
		add(since, peil.DealReopened{Deal: r.ID, Stage: r.Stage})
	case moved && e.c.count[kHistory] == 0:
		add(since, peil.DealStageEntered{Deal: r.ID, From: s.Stage, To: r.Stage})
	case !open && was:
		add(closed, closing(r))
	case !open && (s.Status != r.Kind || r.Reason != s.Reason && !r.Reason.IsZero() || r.Closed.set() && !sameDay(e, s, r)):
		again := closed
		if s.ClosedAt.UnixMilli() > closed.ms { // the reopening lies between both closes
			again = moment{s.ClosedAt.UnixMilli(), precUnknown}
			p := closing(r)
			p.EffectiveDate = closed.date(e.c.p.opts.Location)
			add(again, peil.DealReopened{Deal: r.ID})
			add(again, p)
			return
		}
		add(moment{s.ClosedAt.UnixMilli(), precUnknown}, peil.DealReopened{Deal: r.ID})
		add(again, closing(r))
	}
}

func sameDay(e *emitter, s peil.DealState, r *record) bool {
	d := s.EffectiveDate
	if d.IsZero() {
		d = peil.DateOf(s.ClosedAt, e.c.p.opts.Location)
	}
	return d == r.Closed.date(e.c.p.opts.Location)
}
