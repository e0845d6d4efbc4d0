package peil

import (
	"time"
)

// Line is a part of a deal: a product or only its family, and what it is worth.
type Line struct {
	Product  ID      `json:"product,omitzero"`
	Family   string  `json:"family,omitempty"`
	Quantity float64 `json:"quantity,omitempty"`
	Amount   int64   `json:"amount"` // minor units, the whole line
	// Unpriced marks a line of which nobody has said what it is worth: its
	// amount of 0 is no price.
	Unpriced bool     `json:"unpriced,omitempty"`
	Currency Currency `json:"currency"`
}

// DealCreated makes a deal. Value is optional where there are lines: it is then
// their sum. Texts: name.
type DealCreated struct {
	Deal          ID       `json:"deal"`
	Pipeline      ID       `json:"pipeline,omitzero"`
	Stage         ID       `json:"stage,omitzero"`
	Owner         ID       `json:"owner,omitzero"`
	Account       ID       `json:"account,omitzero"`
	Contact       ID       `json:"contact,omitzero"`
	Lead          ID       `json:"lead,omitzero"`
	Source        ID       `json:"source,omitzero"`
	Campaign      string   `json:"campaign,omitempty"`
	Value         *int64   `json:"value,omitempty"`
	Currency      Currency `json:"currency,omitempty"`
	Lines         []Line   `json:"lines,omitempty"`
	ExpectedClose Date     `json:"expected_close,omitzero"`
	// ClassHint is "renewal" where the source says so; the class itself is folded.
	ClassHint string `json:"class_hint,omitempty"`
	// SnapshotOnly marks a deal of a source that exports no stage history:
	// its visits are not known, only where it stands.
	SnapshotOnly bool `json:"snapshot_only,omitempty"`
}

// DealStageEntered moves a deal to stage To. From is a check on what the
// writer saw; the fold trusts the order of events.
type DealStageEntered struct {
	Deal ID `json:"deal"`
	From ID `json:"from,omitzero"`
	To   ID `json:"to"`
}

// DealValueSet sets what an open or closed deal is worth.
type DealValueSet struct {
	Deal     ID       `json:"deal"`
	Value    int64    `json:"value"`
	Currency Currency `json:"currency"`
}

// DealLinesSet replaces the deal's lines; the value follows them unless a
// value.set comes later.
type DealLinesSet struct {
	Deal  ID     `json:"deal"`
	Lines []Line `json:"lines"`
}

// DealExpectedCloseSet sets when the seller expects to close; zero clears it.
type DealExpectedCloseSet struct {
	Deal          ID   `json:"deal"`
	ExpectedClose Date `json:"expected_close,omitzero"`
}

// DealOwnerSet hands the deal over. To zero leaves it without owner.
type DealOwnerSet struct {
	Deal ID `json:"deal"`
	From ID `json:"from,omitzero"`
	To   ID `json:"to,omitzero"`
}

// Share is a user's part of the credit for a deal, a fraction.
type Share struct {
	User  ID      `json:"user"`
	Share float64 `json:"share"`
}

// DealCreditSet splits the credit of the deal; the shares sum to 1.
type DealCreditSet struct {
	Deal   ID      `json:"deal"`
	Credit []Share `json:"credit"`
}

// DealCompetitorSeen notes a competitor on the deal, on wins too.
type DealCompetitorSeen struct {
	Deal       ID `json:"deal"`
	Competitor ID `json:"competitor"`
}

// DealConfidenceOverridden is a seller's own probability, until the next stage
// event. Texts: note.
type DealConfidenceOverridden struct {
	Deal ID      `json:"deal"`
	P    float64 `json:"p"`
	By   ID      `json:"by,omitzero"`
}

// Outcome is how a deal closed. Lost is not cancelled (decision 5).
type Outcome string

// The outcomes.
const (
	Won       Outcome = "won"
	Lost      Outcome = "lost"
	Cancelled Outcome = "cancelled"
)

// DealClosed closes a deal. Owner and Credit are copies of what the fold had,
// so that exports are self-contained; when given they win over the fold's.
type DealClosed struct {
	Deal       ID      `json:"deal"`
	Outcome    Outcome `json:"outcome"`
	Reason     ID      `json:"reason,omitzero"`
	Competitor ID      `json:"competitor,omitzero"`
	// Auto marks a deal that a rule closed for inactivity.
	Auto     bool     `json:"auto,omitempty"`
	Value    *int64   `json:"value,omitempty"`
	Currency Currency `json:"currency,omitempty"`
	// EffectiveDate is the local day the result counts for; zero is the event's.
	EffectiveDate Date    `json:"effective_date,omitzero"`
	Owner         ID      `json:"owner,omitzero"`
	Credit        []Share `json:"credit,omitempty"`
}

// DealReopened takes the last close back. Stage is where the deal stands
// again; zero is where it was.
type DealReopened struct {
	Deal  ID `json:"deal"`
	Stage ID `json:"stage,omitzero"`
}

// DealMerged joins deal From into Into (G7).
type DealMerged struct {
	From ID `json:"from"`
	Into ID `json:"into"`
}

// DealDeleted takes a deal out of current numbers (G6).
type DealDeleted struct {
	Deal   ID           `json:"deal"`
	Reason DeleteReason `json:"reason"`
}

// RevenueAdjusted is a credit note (negative) or a surcharge on a won deal.
// Texts: reason.
type RevenueAdjusted struct {
	Deal     ID       `json:"deal"`
	Amount   int64    `json:"amount"`
	Currency Currency `json:"currency"`
}

// EventType and Subject of the events of this file.
func (InquiryReceived) EventType() Type          { return "inquiry.received" }
func (LeadReceived) EventType() Type             { return "lead.received" }
func (LeadMerged) EventType() Type               { return "lead.merged" }
func (LeadDeleted) EventType() Type              { return "lead.deleted" }
func (SourceCorrected) EventType() Type          { return "source.corrected" }
func (TouchRecorded) EventType() Type            { return "touch.recorded" }
func (DealCreated) EventType() Type              { return "deal.created" }
func (DealStageEntered) EventType() Type         { return "deal.stage_entered" }
func (DealValueSet) EventType() Type             { return "deal.value_set" }
func (DealLinesSet) EventType() Type             { return "deal.lines_set" }
func (DealExpectedCloseSet) EventType() Type     { return "deal.expected_close_set" }
func (DealOwnerSet) EventType() Type             { return "deal.owner_set" }
func (DealCreditSet) EventType() Type            { return "deal.credit_set" }
func (DealCompetitorSeen) EventType() Type       { return "deal.competitor_seen" }
func (DealConfidenceOverridden) EventType() Type { return "deal.confidence_overridden" }
func (DealClosed) EventType() Type               { return "deal.closed" }
func (DealReopened) EventType() Type             { return "deal.reopened" }
func (DealMerged) EventType() Type               { return "deal.merged" }
func (DealDeleted) EventType() Type              { return "deal.deleted" }
func (RevenueAdjusted) EventType() Type          { return "revenue.adjusted" }
func (p DealCreated) Subject() ID                { return p.Deal }
func (p DealStageEntered) Subject() ID           { return p.Deal }
func (p DealValueSet) Subject() ID               { return p.Deal }
func (p DealLinesSet) Subject() ID               { return p.Deal }
func (p DealExpectedCloseSet) Subject() ID       { return p.Deal }
func (p DealOwnerSet) Subject() ID               { return p.Deal }
func (p DealCreditSet) Subject() ID              { return p.Deal }
func (p DealCompetitorSeen) Subject() ID         { return p.Deal }
func (p DealConfidenceOverridden) Subject() ID   { return p.Deal }
func (p DealClosed) Subject() ID                 { return p.Deal }
func (p DealReopened) Subject() ID               { return p.Deal }
func (p DealMerged) Subject() ID                 { return p.Into }
func (p DealDeleted) Subject() ID                { return p.Deal }
func (p RevenueAdjusted) Subject() ID            { return p.Deal }

// earliest is the first day an event may have happened on: older dates in
// exports are mistakes (0000, 1900, 1970).
var earliest = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
