package source

import (
	"slices"
	"strings"

	"peil"
)

// inChunks reads the changed records of a kind by the chunk, as their state must
// be looked up.
func (e *emitter) inChunks(k recordKind, changed func([]record) error) error {
	var batch []record
	err := e.c.scratch.each(e.ctx, k, func(r *record) error {
		if batch = append(batch, *r); len(batch) < chunk {
			return nil
		}
		err := changed(batch)
		batch = batch[:0]
		return err
	})
	if err != nil || len(batch) == 0 {
		return err
	}
	return changed(batch)
}

func idsOf(rs []record) []peil.ID {
	out := make([]peil.ID, len(rs))
	for i := range rs {
		out[i] = rs[i].ID
	}
	return out
}

func (e *emitter) changedAccounts(rs []record) error {
	states, err := e.w.Accounts(e.ctx, idsOf(rs))
	if err != nil {
		return err
	}
	old := map[peil.ID]peil.AccountState{}
	for _, s := range states {
		old[s.Account] = s
	}
	for i := range rs {
		r, s := &rs[i], old[rs[i].ID]
		if r.Link && segments(r) == s.Segments && (!r.Customer || !s.CustomerSince.IsZero()) {
			continue
		}
		p := peil.AccountSegmentSet{Account: r.ID, Segments: segments(r)}
		if err := e.event(peil.ID{}, e.now(r), p, text("name", r.Name), r, "account"); err != nil {
			return err
		}
		if r.From.date(e.c.p.opts.Location) != s.CustomerSince {
			if err := e.openingBalance(r, e.now(r)); err != nil {
				return err
			}
		}
	}
	return nil
}

// changedContacts makes a contact again: its texts and its account are the
// newest then, and the contact is the same.
func (e *emitter) changedContacts(rs []record) error {
	for i := range rs {
		r := &rs[i]
		if err := e.correct(r, "contact", map[string]any{"account": r.Account}, person(r)); err != nil {
			return err
		}
	}
	return nil
}

// correct changes what the record's first event says: that event bears the
// record's own id.
func (e *emitter) correct(r *record, kind string, patch map[string]any, texts map[string]string) error {
	return e.event(peil.ID{}, e.now(r), peil.FactCorrected{Target: r.ID, Patch: patch}, texts, r, kind)
}

func (e *emitter) changedLeads(rs []record) error {
	states, err := e.w.Leads(e.ctx, idsOf(rs))
	if err != nil {
		return err
	}
	old := map[peil.ID]peil.LeadState{}
	for _, s := range states {
		old[s.Lead] = s
	}
	for i := range rs {
		r, s := &rs[i], old[rs[i].ID]
		if r.Source != s.Source && !r.Source.IsZero() {
			p := peil.SourceCorrected{Lead: r.ID, Source: r.Source, Campaign: r.Campaign}
			if err := e.event(peil.ID{}, e.now(r), p, nil, nil, ""); err != nil {
				return err
			}
		}
		patch := map[string]any{"contact": r.Contact, "account": r.Account, "owner": r.Owner}
		if r.Created.set() && r.Created.ms != s.ReceivedAt.UnixMilli() {
			patch["at"] = r.Created.time().Format("2006-01-02T15:04:05.000Z07:00")
		}
		if err := e.correct(r, "lead", patch, person(r)); err != nil {
			return err
		}
	}
	return nil
}

func (e *emitter) changedActivity(r *record, about peil.About, texts map[string]string) error {
	states, err := e.w.Activities(e.ctx, []peil.ID{r.ID})
	if err != nil {
		return err
	}
	at := r.At
	if !at.set() {
		at = e.now(r)
	}
	open := len(states) > 0
	switch {
	case open && !r.Planned:
		return e.event(peil.ID{}, at, done(r, about), texts, r, "activity")
	case open:
		p := peil.ActivityPlanned{Activity: r.ID, Kind: peil.ActivityKind(r.Kind), User: r.Owner, About: about}
		if r.Due.set() {
			p.Due = r.Due.time()
		}
		return e.event(peil.ID{}, e.now(r), p, texts, r, "activity")
	}
	patch := map[string]any{"kind": r.Kind, "direction": r.Direction, "outcome": r.Outcome, "user": r.Owner, "duration_s": r.Duration,
		"deal": r.Deal, "lead": r.Lead, "contact": r.Contact, "account": r.Account, "at": at.time().Format("2006-01-02T15:04:05.000Z07:00")}
	return e.correct(r, "activity", patch, texts)
}

func sortByTime(rs []record) {
	slices.SortStableFunc(rs, func(a, b record) int {
		switch {
		case a.At.ms < b.At.ms:
			return -1
		case a.At.ms > b.At.ms:
			return 1
		}
		return 0
	})
}

// lineTime is when the lines of a deal are taken to be set.
func (c *check) lineTime(deal peil.ID) moment {
	p := c.paths[deal]
	switch {
	case p != nil && p.value.told && p.value.first != p.value.last: // the lines are those it has now: they came with its last value
		return moment{p.value.lastAt, precInstant}
	case p != nil && p.began.set():
		return p.began
	}
	return c.born[deal]
}

// listOf splits a cell with several names.
func listOf(s string) []string {
	var out []string
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == ',' || r == '|' }) {
		if f = fields(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}
