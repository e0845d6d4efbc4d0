package source

import "peil"

// users makes the events of employment. Who has no dates counts from the first
// to the last record; both are marked as assumed.
func (e *emitter) users() error {
	err := e.undescribed("user", func(n entry) error {
		return e.joins(&record{ID: n.id, Name: n.name, P: 1}, false)
	})
	if err != nil {
		return err
	}
	done := map[peil.ID]bool{}
	err = e.c.scratch.each(e.ctx, kUser, func(r *record) error {
		done[r.ID] = true
		if old, ok := e.c.known.users[r.ID]; ok && r.Changed {
			return e.changesPost(old, r)
		}
		return e.joins(r, true)
	})
	if err != nil {
		return err
	}
	return e.stretch()
}

// recent is a moment no earlier than events may be: who came before 1990 counts
// from then.
func recent(m moment) moment {
	if m.set() {
		m.ms = max(m.ms, earliestMS)
	}
	return m
}

func (e *emitter) joins(r *record, row bool) error {
	at, to := recent(r.From), recent(r.To)
	assumed := !at.set()
	s := e.c.spans[r.ID]
	if s == nil {
		s = &span{e.c.last, e.c.last - dayMS} // in no record: not one day
	}
	if assumed {
		at = e.dayOf(s.first, 0)
	}
	texts := map[string]string{"name": r.Name}
	if r.Email != "" {
		texts["email"] = r.Email
	}
	from := r
	if !row {
		from = nil
	}
	p := peil.UserJoined{User: r.ID, FTE: r.P, Sells: !r.NotSelling, Team: r.Team, Assumed: assumed}
	if err := e.event(r.ID, at, p, texts, from, "user"); err != nil {
		return err
	}
	switch {
	case to.set():
		return e.event(leftID(r.ID), to, peil.UserLeft{User: r.ID}, nil, nil, "")
	case assumed:
		return e.event(leftID(r.ID), e.dayOf(s.last, 1), peil.UserLeft{User: r.ID, Assumed: true}, nil, nil, "")
	}
	return nil
}

const dayMS = 24 * 3600_000

// leftID names the event that ends an assumed employment, so that a later
// import can move it.
func leftID(user peil.ID) peil.ID { return peil.DeriveID("left", user.String()) }

// dayOf is the local day of an instant, and so many days later.
func (e *emitter) dayOf(ms int64, later int) moment {
	loc := e.c.p.opts.Location
	d := moment{ms, precDay}.date(loc).AddDays(later)
	return moment{d.Start(loc).UnixMilli(), precDay}
}

func (e *emitter) changesPost(old peil.UserState, r *record) error {
	p := peil.UserChanged{User: r.ID}
	if !r.Team.IsZero() && r.Team != old.Team {
		p.Team = &r.Team
	}
	if r.P != old.FTE && r.P > 0 {
		p.FTE = &r.P
	}
	if sells := !r.NotSelling; sells != old.Sells {
		p.Sells = &sells
	}
	if p.Team == nil && p.FTE == nil && p.Sells == nil && r.Link {
		return nil
	}
	if err := e.event(peil.ID{}, e.now(r), p, text("name", r.Name), r, "user"); err != nil {
		return err
	}
	if r.To.set() && old.Left != r.To.date(e.c.p.opts.Location) {
		return e.event(peil.ID{}, r.To, peil.UserLeft{User: r.ID}, nil, nil, "")
	}
	return nil
}

// stretch moves the assumed days of those whose records now begin earlier or
// end later.
func (e *emitter) stretch() error {
	loc := e.c.p.opts.Location
	for id, s := range e.c.spans {
		u, ok := e.c.known.users[id]
		if !ok || !u.Assumed {
			continue
		}
		if at := e.dayOf(s.first, 0); at.date(loc).Before(u.Joined) {
			if err := e.moveEvent(id, at); err != nil {
				return err
			}
		}
		if at := e.dayOf(s.last, 1); !u.Left.IsZero() && at.date(loc).After(u.Left) {
			if err := e.moveEvent(leftID(id), at); err != nil {
				return err
			}
		}
	}
	return nil
}

// moveEvent corrects when an earlier event happened.
func (e *emitter) moveEvent(target peil.ID, at moment) error {
	patch := map[string]any{"at": at.time().Format("2006-01-02T15:04:05.000Z07:00")}
	return e.event(peil.ID{}, at, peil.FactCorrected{Target: target, Patch: patch}, nil, nil, "")
}

func (e *emitter) accounts() error {
	err := e.undescribed("account", func(n entry) error {
		return e.event(n.id, e.begins(), peil.AccountCreated{Account: n.id}, text("name", n.name), nil, "")
	})
	if err != nil {
		return err
	}
	return e.inChunks(kAccount, e.changedAccounts)
}

func segments(r *record) peil.Segment {
	return peil.Segment{Segment: r.Segment, Industry: r.Industry, Size: r.Size, Region: r.Region}
}

func (e *emitter) newAccount(r *record) error {
	at := r.Created
	if !at.set() {
		at = e.begins()
	}
	p := peil.AccountCreated{Account: r.ID, Segments: segments(r), Parent: r.Parent, Owner: r.Owner}
	if p.Parent == p.Account {
		p.Parent = peil.ID{}
	}
	if err := e.event(r.ID, at, p, text("name", r.Name), r, "account"); err != nil {
		return err
	}
	return e.openingBalance(r, at)
}

// openingBalance says that the account bought before: without it every old
// customer looks new. A win in the files that explains it makes it superfluous:
// the account was new until then.
func (e *emitter) openingBalance(r *record, at moment) error {
	win, ok := e.c.firstWin[r.ID]
	if !r.Customer || ok && (!r.From.set() || win <= r.From.ms) {
		return nil
	}
	p := peil.AccountOpeningBalance{Account: r.ID, CustomerSince: r.From.date(e.c.p.opts.Location), Families: listOf(r.Families)}
	if r.HasValue {
		p.Lifetime, p.Currency = r.Value, peil.Currency(r.Currency)
	}
	if r.From.set() && r.From.ms < at.ms {
		at = recent(r.From)
	}
	return e.event(peil.ID{}, at, p, nil, nil, "")
}

func (e *emitter) contacts() error { return e.inChunks(kContact, e.changedContacts) }

func (e *emitter) newContact(r *record) error {
	at := r.Created
	if !at.set() {
		at = e.begins()
	}
	return e.event(r.ID, at, peil.ContactCreated{Contact: r.ID, Account: r.Account}, person(r), r, "contact")
}

// person is the texts of a person.
func person(r *record) map[string]string {
	t := map[string]string{}
	for field, s := range map[string]string{"name": r.Name, "email": r.Email, "phone": r.Phone} {
		if s != "" {
			t[field] = s
		}
	}
	return t
}

func (e *emitter) leads() error { return e.inChunks(kLead, e.changedLeads) }

func (e *emitter) newLead(r *record) error {
	p := peil.LeadReceived{Lead: r.ID, Contact: r.Contact, Account: r.Account, Source: r.Source, Campaign: r.Campaign, Channel: r.Channel, Owner: r.Owner}
	if err := e.event(r.ID, r.Created, p, person(r), r, "lead"); err != nil {
		return err
	}
	return e.touches(r, r.ID, r.Created)
}
