package fold

import (
	"bytes"
	"slices"

	"peil"
)

// Snapshot is the state rows of a unit group, read from the same stories as the
// fact rows. Records that the group once had and has no longer, such as an
// activity that was done, are in Gone.
func Snapshot(s *Setup, events []peil.Event) peil.Snapshot {
	active := Active(events, Clocks{})
	return snapshotOf(s, events, active, tell(s, peil.ID{}, active))
}

// snapshotOf reads the state from the stories that the active events tell.
func snapshotOf(s *Setup, events, active []peil.Event, stories []*story) peil.Snapshot {
	var out peil.Snapshot
	for _, st := range stories {
		st.finish(Clocks{})
		st.snapshot(&out)
	}
	k := kinOf(active)
	for _, from := range sortedIDs(k.deals) {
		out.Deals = append(out.Deals, peil.DealState{Deal: from, Status: "merged", MergedInto: follow(k.deals, from)})
	}
	for _, from := range sortedIDs(k.leads) {
		out.Leads = append(out.Leads, peil.LeadState{Lead: from, Status: "merged"})
	}
	snapshotPeople(s, active, &out)
	out.Gone = gone(events, out)
	return out
}

// snapshot is the state of a case.
func (st *story) snapshot(out *peil.Snapshot) {
	next := peil.ActivityState{}
	for _, id := range sortedIDs(st.planned) {
		e := st.planned[id]
		p := e.Payload.(peil.ActivityPlanned)
		a := peil.ActivityState{Activity: id, Kind: p.Kind, Due: p.Due, User: p.User, About: p.About, LastSeq: e.Seq}
		out.Activities = append(out.Activities, a)
		if next.Due.IsZero() || a.Due.Before(next.Due) {
			next = a
		}
	}
	if row, ok := st.leadRow(); ok {
		out.Leads = append(out.Leads, peil.LeadState{Lead: row.LeadID, Contact: row.ContactID, Account: row.AccountID, Owner: row.UserID,
			Source: row.SourceID, Campaign: row.Campaign, Channel: row.Channel, ReceivedAt: row.ReceivedAt, Status: row.Status, Deal: row.DealID, LastSeq: st.lastSeq})
	}
	if st.deal.IsZero() {
		return
	}
	row := st.dealRow()
	d := peil.DealState{Deal: st.deal, Pipeline: st.stage.Pipeline, Stage: st.stage.ID, Status: st.status, Owner: st.owner, Account: st.account,
		Contact: st.contact, Lead: st.lead.id, Source: row.SourceID, Campaign: row.Campaign, HasValue: row.Value != nil, Currency: peil.Currency(row.Currency),
		Lines: st.lines, Credit: st.credit, ExpectedClose: st.expected, CreatedAt: st.created.At, AtPrecision: st.created.AtPrecision,
		StageSince: st.since, Confidence: st.override, LastActivity: st.lastAct, NextActivity: next.Due, SnapshotOnly: st.origin.SnapshotOnly, LastSeq: st.lastSeq}
	if row.Value != nil {
		d.Value = *row.Value
	}
	if c := st.close; c != nil {
		d.ClosedAt, d.EffectiveDate, d.Reason, d.Competitor, d.Auto = c.e.At, st.effective(c), st.set.reason(c.p.Reason), c.p.Competitor, c.p.Auto
		d.Owner = c.owner
	}
	out.Deals = append(out.Deals, d)
}

// snapshotPeople is the state of accounts, contacts and users.
func snapshotPeople(s *Setup, events []peil.Event, out *peil.Snapshot) {
	users := map[peil.ID][]peil.Event{}
	contacts := map[peil.ID]*peil.ContactState{}
	accounts := map[peil.ID]bool{}
	contact := func(id peil.ID, seq int64) *peil.ContactState {
		if contacts[id] == nil {
			contacts[id] = &peil.ContactState{Contact: id}
		}
		contacts[id].LastSeq = seq
		return contacts[id]
	}
	for _, e := range events {
		switch p := e.Payload.(type) {
		case peil.UserJoined, peil.UserChanged, peil.UserLeft:
			users[p.Subject()] = append(users[p.Subject()], e)
		case peil.AccountCreated, peil.AccountOpeningBalance, peil.AccountSegmentSet:
			accounts[p.Subject()] = true
		case peil.AccountMerged:
			accounts[p.From], accounts[p.Into] = true, true
		case peil.ContactCreated:
			contact(p.Contact, e.Seq).Account = p.Account
		case peil.ContactMerged:
			contact(p.From, e.Seq).MergedInto = p.Into
		}
	}
	for _, id := range sortedIDs(accounts) {
		out.Accounts = append(out.Accounts, accountState(id, events).state)
	}
	for _, id := range sortedIDs(contacts) {
		out.Contacts = append(out.Contacts, *contacts[id])
	}
	for _, id := range sortedIDs(users) {
		out.Users = append(out.Users, userState(s, id, users[id]))
	}
}

func userState(s *Setup, user peil.ID, events []peil.Event) peil.UserState {
	u := peil.UserState{User: user, LastSeq: events[len(events)-1].Seq}
	posts := posts(s, events)
	if len(posts) == 0 {
		return u
	}
	last := posts[len(posts)-1]
	u.Team, u.FTE, u.Sells, u.Joined, u.Left, u.Assumed = last.team, last.fte, last.sells, posts[0].from, last.to, last.assumed
	return u
}

// gone lists records that the events name and the snapshot has no more.
func gone(events []peil.Event, out peil.Snapshot) []peil.Record {
	have := map[peil.Record]bool{}
	for _, d := range out.Deals {
		have[peil.Record{Kind: "deal", ID: d.Deal}] = true
	}
	for _, l := range out.Leads {
		have[peil.Record{Kind: "lead", ID: l.Lead}] = true
	}
	for _, a := range out.Activities {
		have[peil.Record{Kind: "activity", ID: a.Activity}] = true
	}
	for _, a := range out.Accounts {
		have[peil.Record{Kind: "account", ID: a.Account}] = true
	}
	for _, c := range out.Contacts {
		have[peil.Record{Kind: "contact", ID: c.Contact}] = true
	}
	for _, u := range out.Users {
		have[peil.Record{Kind: "user", ID: u.User}] = true
	}
	missing := map[peil.Record]bool{}
	for _, e := range events {
		if r, ok := recordOf(e.Payload); ok && !have[r] {
			missing[r] = true
		}
	}
	var list []peil.Record
	for r := range missing {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b peil.Record) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return list
}

// recordOf is the record with a state row that an event begins.
func recordOf(p peil.Payload) (peil.Record, bool) {
	switch p := p.(type) {
	case peil.DealCreated:
		return peil.Record{Kind: "deal", ID: p.Deal}, true
	case peil.LeadReceived:
		return peil.Record{Kind: "lead", ID: p.Lead}, true
	case peil.ActivityPlanned:
		return peil.Record{Kind: "activity", ID: p.Activity}, true
	case peil.AccountCreated:
		return peil.Record{Kind: "account", ID: p.Account}, true
	case peil.ContactCreated:
		return peil.Record{Kind: "contact", ID: p.Contact}, true
	case peil.UserJoined:
		return peil.Record{Kind: "user", ID: p.User}, true
	}
	return peil.Record{}, false
}
