package peil

// InquiryReceived is a customer who contacts the company on their own account.
type InquiryReceived struct {
	Lead     ID     `json:"lead,omitzero"`
	Deal     ID     `json:"deal,omitzero"`
	Contact  ID     `json:"contact,omitzero"`
	Account  ID     `json:"account,omitzero"`
	Source   ID     `json:"source,omitzero"`
	Campaign string `json:"campaign,omitempty"`
	// Channel is how it came: phone, email, form, chat, meeting, social, other.
	Channel string `json:"channel,omitempty"`
	// AnsweredLive marks a call that was taken at once: it has no waiting time.
	AnsweredLive bool `json:"answered_live,omitempty"`
}

// LeadReceived is a lead that came in, inbound or bought.
type LeadReceived struct {
	Lead     ID     `json:"lead"`
	Contact  ID     `json:"contact,omitzero"`
	Account  ID     `json:"account,omitzero"`
	Source   ID     `json:"source,omitzero"`
	Campaign string `json:"campaign,omitempty"`
	Channel  string `json:"channel,omitempty"`
	Owner    ID     `json:"owner,omitzero"`
	// AttachesTo is the open lead this is a repeat inquiry on; set by the linker.
	AttachesTo ID `json:"attaches_to,omitzero"`
}

// LeadMerged joins lead From into Into.
type LeadMerged struct {
	From ID `json:"from"`
	Into ID `json:"into"`
}

// DeleteReason says why a record was deleted.
type DeleteReason string

// The reasons.
const (
	DeletedTest      DeleteReason = "test"
	DeletedSpam      DeleteReason = "spam"
	DeletedDuplicate DeleteReason = "duplicate"
	DeletedErasure   DeleteReason = "erasure"
	DeletedAtSource  DeleteReason = "at_source" // in the system that it was imported from
)

// LeadDeleted takes a lead out of current numbers, not out of past as-of ones.
type LeadDeleted struct {
	Lead   ID           `json:"lead"`
	Reason DeleteReason `json:"reason"`
}

// SourceCorrected re-attributes a lead or a deal from its recording on.
type SourceCorrected struct {
	Lead     ID     `json:"lead,omitzero"`
	Deal     ID     `json:"deal,omitzero"`
	Source   ID     `json:"source"`
	Campaign string `json:"campaign,omitempty"`
}

// TouchRecorded is one more source that touched the contact before the deal; a
// lead whose contact is not known stands for it.
type TouchRecorded struct {
	Contact ID `json:"contact,omitzero"`
	Lead    ID `json:"lead,omitzero"`
	Source  ID `json:"source"`
}

func (p InquiryReceived) Subject() ID {
	if !p.Lead.IsZero() {
		return p.Lead
	}
	return p.Deal
}
func (p LeadReceived) Subject() ID { return p.Lead }
func (p LeadMerged) Subject() ID   { return p.Into }
func (p LeadDeleted) Subject() ID  { return p.Lead }
func (p SourceCorrected) Subject() ID {
	if !p.Lead.IsZero() {
		return p.Lead
	}
	return p.Deal
}
func (p TouchRecorded) Subject() ID {
	if !p.Contact.IsZero() {
		return p.Contact
	}
	return p.Lead
}
