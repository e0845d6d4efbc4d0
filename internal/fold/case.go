package fold

import (
	"peil"
)

// CaseRows is what a case, or any other unit with activities of its own, comes
// to: its rows in every per-case fact table.
type CaseRows struct {
	Deals       []DealFact
	Spans       []DealSpan
	Visits      []StageVisit
	Entries     []StageEntry
	Credits     []CreditFact
	Closes      []CloseFact
	Competitors []CompetitorSeen
	Clocks      []ResponseClock
	Leads       []LeadFact
	Touches     []TouchFact
	Activities  []ActivityFact
	Messages    []MessageFact
	Outreach    []OutreachFact
	Channels    []OutreachChannel
	Contacts    []ContactMerge
	// Summaries are what the fold of the account needs to know of the deals.
	Summaries []DealSummary
}

// Case folds all events of a unit group into its rows, as seen by the clocks.
// unit is the root of the group, which the rows carry. The class columns are
// empty until Classify: they depend on the account's other deals.
func Case(s *Setup, unit peil.ID, events []peil.Event, c Clocks) CaseRows {
	active := Active(events, c)
	rows := CaseRows{Contacts: contactMerges(unit, active)}
	for _, st := range tell(s, unit, active) {
		st.finish(c)
		st.rows(&rows)
	}
	return rows
}

// Classify fills the columns that the fold of the account decides (4.4).
func (r *CaseRows) Classify(of map[peil.ID]ClassInfo) {
	for i := range r.Deals {
		r.Deals[i].Class, r.Deals[i].AfterFirst = of[r.Deals[i].DealID].Class, of[r.Deals[i].DealID].AfterFirst
	}
	for i := range r.Spans {
		r.Spans[i].Class = of[r.Spans[i].DealID].Class
	}
	for i := range r.Visits {
		r.Visits[i].Class = of[r.Visits[i].DealID].Class
	}
	for i := range r.Entries {
		r.Entries[i].Class = of[r.Entries[i].DealID].Class
	}
	for i := range r.Credits {
		r.Credits[i].Class, r.Credits[i].AfterFirst = of[r.Credits[i].DealID].Class, of[r.Credits[i].DealID].AfterFirst
	}
	for i := range r.Closes {
		r.Closes[i].Class = of[r.Closes[i].DealID].Class
	}
	for i := range r.Clocks {
		r.Clocks[i].Class = of[r.Clocks[i].DealID].Class
	}
	for i := range r.Leads {
		r.Leads[i].Class = of[r.Leads[i].DealID].Class
	}
	for i := range r.Activities {
		r.Activities[i].Class = of[r.Activities[i].DealID].Class
	}
	for i := range r.Outreach {
		r.Outreach[i].Class = of[r.Outreach[i].DealID].Class
	}
	for i := range r.Messages {
		r.Messages[i].Class = of[r.Messages[i].DealID].Class
	}
}

// kin says which records of a group have become one.
type kin struct {
	deals, leads map[peil.ID]peil.ID // merged or attached → survivor
	became       map[peil.ID]peil.ID // lead → its first deal
}

// kinOf reads the merges and conversions among the events.
func kinOf(events []peil.Event) kin {
	k := kin{deals: map[peil.ID]peil.ID{}, leads: map[peil.ID]peil.ID{}, became: map[peil.ID]peil.ID{}}
	for _, e := range events {
		switch p := e.Payload.(type) {
		case peil.DealMerged:
			k.deals[p.From] = p.Into
		case peil.LeadMerged:
			k.leads[p.From] = p.Into
		case peil.LeadReceived:
			if !p.AttachesTo.IsZero() {
				k.leads[p.Lead] = p.AttachesTo
			}
		}
	}
	for _, e := range events {
		lead, deal := peil.ID{}, peil.ID{}
		switch p := e.Payload.(type) {
		case peil.DealCreated:
			lead, deal = p.Lead, p.Deal
		case peil.InquiryReceived:
			lead, deal = p.Lead, p.Deal
		}
		if lead.IsZero() || deal.IsZero() {
			continue
		}
		lead = follow(k.leads, lead)
		if _, ok := k.became[lead]; !ok {
			k.became[lead] = deal
		}
	}
	return k
}

// story returns the key of the story that an event belongs to: the deal that
// survives, else the lead, else none (zero).
func (k kin) story(e peil.Event) peil.ID {
	deal, lead := caseOf(e.Payload)
	if deal.IsZero() && !lead.IsZero() {
		lead = follow(k.leads, lead)
		deal = k.became[lead]
	}
	if !deal.IsZero() {
		return follow(k.deals, deal)
	}
	return lead
}

// caseOf returns the deal and the lead that an event names.
func caseOf(p peil.Payload) (deal, lead peil.ID) {
	if about, _, ok := aboutOf(p); ok {
		return about.Deal, about.Lead
	}
	switch p := p.(type) {
	case peil.LeadReceived:
		return peil.ID{}, p.Lead
	case peil.LeadMerged:
		return peil.ID{}, p.Into
	case peil.LeadDeleted:
		return peil.ID{}, p.Lead
	case peil.TouchRecorded:
		return peil.ID{}, p.Lead
	case peil.InquiryReceived:
		return p.Deal, p.Lead
	case peil.SourceCorrected:
		return p.Deal, p.Lead
	case peil.ExperimentAssigned:
		return p.Deal, p.Lead
	}
	switch p.EventType() {
	case "deal.created", "deal.stage_entered", "deal.value_set", "deal.lines_set", "deal.expected_close_set", "deal.owner_set",
		"deal.credit_set", "deal.competitor_seen", "deal.confidence_overridden", "deal.closed", "deal.reopened", "deal.merged",
		"deal.deleted", "revenue.adjusted":
		return p.Subject(), peil.ID{}
	}
	return peil.ID{}, peil.ID{}
}

// tell walks the events, which must be in order, into stories, one for each
// deal or lead that still stands and one for what belongs to neither.
func tell(s *Setup, unit peil.ID, events []peil.Event) []*story {
	k := kinOf(events)
	stories := map[peil.ID]*story{}
	var out []*story
	for _, e := range events {
		key := k.story(e)
		st := stories[key]
		if st == nil {
			st = newStory(s, unit, key, k)
			stories[key] = st
			out = append(out, st)
		}
		st.step(e)
	}
	return out
}
