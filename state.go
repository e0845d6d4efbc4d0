package peil

import "time"

// DealState is a deal as it stands: the last snapshot of its fold.
type DealState struct {
	Deal     ID
	Pipeline ID
	Stage    ID
	// Status is open, won, lost, cancelled, merged or deleted.
	Status        string
	Owner         ID
	Account       ID
	Contact       ID
	Lead          ID
	Source        ID
	Campaign      string
	Value         int64
	HasValue      bool
	Currency      Currency
	Lines         []Line
	Credit        []Share
	ExpectedClose Date
	CreatedAt     time.Time
	AtPrecision   Precision
	StageSince    time.Time
	ClosedAt      time.Time // zero while open
	EffectiveDate Date
	Reason        ID
	Competitor    ID
	Auto          bool
	// Confidence is the seller's override, nil without one.
	Confidence   *float64
	LastActivity time.Time
	NextActivity time.Time
	SnapshotOnly bool
	// MergedInto is the survivor of a merge, else zero.
	MergedInto ID
	LastSeq    int64
}

// LeadState is a lead as it stands.
type LeadState struct {
	Lead       ID
	Contact    ID
	Account    ID
	Owner      ID
	Source     ID
	Campaign   string
	Channel    string
	ReceivedAt time.Time
	// Status is open, converted, merged, attached or deleted.
	Status  string
	Deal    ID // the deal it became
	LastSeq int64
}

// AccountState is an account as it stands.
type AccountState struct {
	Account       ID
	Segments      Segment
	Parent        ID
	Owner         ID
	CustomerSince Date // opening balance; wins come from deals
	Families      []string
	MergedInto    ID
	LastSeq       int64
}

// ContactState is a contact as it stands.
type ContactState struct {
	Contact    ID
	Account    ID
	MergedInto ID
	LastSeq    int64
}

// UserState is a user as they stand today.
type UserState struct {
	User    ID
	Team    ID
	FTE     float64
	Sells   bool
	Joined  Date
	Left    Date // zero while employed
	Assumed bool
	LastSeq int64
}

// ActivityState is a planned activity that is neither done nor cancelled.
type ActivityState struct {
	Activity ID
	Kind     ActivityKind
	Due      time.Time
	User     ID
	About
	LastSeq int64
}

// Snapshot is the state rows of one unit. Every record the unit ever had
// stands in it; one that is gone (an activity done, an undone batch) is in Gone.
type Snapshot struct {
	Deals      []DealState
	Leads      []LeadState
	Accounts   []AccountState
	Contacts   []ContactState
	Users      []UserState
	Activities []ActivityState
	Gone       []Record
}

// Record points at a record of a kind: deal, lead, account, contact, user,
// activity, message, team, source, stage, pipeline, reason, competitor,
// product, cost, quota, spend, note, forecast, advice.
type Record struct {
	Kind string
	ID   ID
}
