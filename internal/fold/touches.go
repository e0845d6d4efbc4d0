package fold

import "peil"

// Touches names the units that an event changes (design.md, Fold). An event
// names them itself: no look-up is needed. target is the event that a
// correction or a void points at; nil otherwise.
//
// What concerns a deal folds with the deal; a lead, alone until it becomes one;
// an activity or message about neither, with its contact, account or user.
func Touches(e peil.Event, target *peil.Event) peil.Touch {
	switch p := e.Payload.(type) {
	case peil.FactCorrected, peil.FactVoided:
		if target == nil {
			return peil.Touch{}
		}
		return Touches(*target, nil)
	case peil.WorkspaceDefined, peil.CalendarDefined, peil.PipelineDefined, peil.StageDefined, peil.SourceDefined,
		peil.ReasonDefined, peil.CompetitorDefined, peil.ProductDefined, peil.TeamDefined, peil.PeriodLocked:
		return peil.Touch{Setup: true}
	case peil.AccountMerged:
		return linked(p.From, p.Into)
	case peil.ContactMerged:
		return linked(p.From, p.Into)
	case peil.DealMerged:
		return linked(p.From, p.Into)
	case peil.LeadMerged:
		return linked(p.From, p.Into)
	case peil.LeadReceived:
		return linked(p.Lead, p.AttachesTo)
	case peil.InquiryReceived:
		return linked(p.Lead, p.Deal)
	case peil.SourceCorrected:
		return linked(p.Lead, p.Deal)
	case peil.ExperimentAssigned:
		return linked(p.Lead, p.Deal)
	case peil.DealCreated:
		return linked(p.Lead, p.Deal)
	case peil.TouchRecorded:
		return one(first(p.Lead, p.Contact))
	}
	if about, user, ok := aboutOf(e.Payload); ok {
		return one(first(about.Deal, about.Lead, about.Contact, about.Account, user, e.Payload.Subject()))
	}
	return one(e.Payload.Subject())
}

// aboutOf returns what an activity or message is about, and whose it is.
func aboutOf(p peil.Payload) (about peil.About, user peil.ID, ok bool) {
	switch p := p.(type) {
	case peil.ActivityPlanned:
		return p.About, p.User, true
	case peil.ActivityDone:
		return p.About, p.User, true
	case peil.ActivityCancelled:
		return p.About, peil.ID{}, true
	case peil.MessageSent:
		return p.About, p.User, true
	case peil.MessageDelivered:
		return p.About, peil.ID{}, true
	case peil.MessageBounced:
		return p.About, peil.ID{}, true
	case peil.MessageComplained:
		return p.About, peil.ID{}, true
	case peil.MessageUnsubscribed:
		return p.About, peil.ID{}, true
	case peil.MessageOpened:
		return p.About, peil.ID{}, true
	case peil.MessageClicked:
		return p.About, peil.ID{}, true
	case peil.MessageReplied:
		return p.About, peil.ID{}, true
	}
	return peil.About{}, peil.ID{}, false
}

func one(id peil.ID) peil.Touch {
	if id.IsZero() {
		return peil.Touch{}
	}
	return peil.Touch{Units: []peil.ID{id}}
}

// linked touches both units, where there are two, and makes them one.
func linked(a, b peil.ID) peil.Touch {
	switch {
	case a.IsZero():
		return one(b)
	case b.IsZero() || a == b:
		return one(a)
	}
	return peil.Touch{Units: []peil.ID{a, b}, Links: [][2]peil.ID{{a, b}}}
}

// first is the first id that is set.
func first(ids ...peil.ID) peil.ID {
	for _, id := range ids {
		if !id.IsZero() {
			return id
		}
	}
	return peil.ID{}
}
