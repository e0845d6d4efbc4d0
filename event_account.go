package peil

// AccountCreated makes an account: a company that buys or may buy. Texts: name.
type AccountCreated struct {
	Account  ID      `json:"account"`
	Segments Segment `json:"segments,omitzero"`
	Parent   ID      `json:"parent,omitzero"`
	Owner    ID      `json:"owner,omitzero"`
}

// Segment is how an account is grouped (G15). Empty fields are not known.
type Segment struct {
	Segment  string `json:"segment,omitempty"`
	Industry string `json:"industry,omitempty"`
	Size     string `json:"size,omitempty"`
	Region   string `json:"region,omitempty"`
}

// AccountOpeningBalance says that the account was a customer before Peil knew
// it: without it every old customer looks new.
type AccountOpeningBalance struct {
	Account       ID       `json:"account"`
	CustomerSince Date     `json:"customer_since,omitzero"`
	Families      []string `json:"families,omitempty"`
	Lifetime      int64    `json:"lifetime,omitempty"`
	Currency      Currency `json:"currency,omitempty"`
}

// AccountSegmentSet replaces the account's segments.
type AccountSegmentSet struct {
	Account  ID      `json:"account"`
	Segments Segment `json:"segments"`
}

// AccountMerged joins account From into Into.
type AccountMerged struct {
	From ID `json:"from"`
	Into ID `json:"into"`
}

// ContactCreated makes a contact: a person. Texts: name, email, phone.
type ContactCreated struct {
	Contact ID `json:"contact"`
	Account ID `json:"account,omitzero"`
}

// ContactMerged joins contact From into Into.
type ContactMerged struct {
	From ID `json:"from"`
	Into ID `json:"into"`
}

func (p AccountCreated) Subject() ID        { return p.Account }
func (p AccountOpeningBalance) Subject() ID { return p.Account }
func (p AccountSegmentSet) Subject() ID     { return p.Account }
func (p AccountMerged) Subject() ID         { return p.Into }
func (p ContactCreated) Subject() ID        { return p.Contact }
func (p ContactMerged) Subject() ID         { return p.Into }
