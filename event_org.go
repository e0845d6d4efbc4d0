package peil

// FactCorrected changes fields of an earlier event (metrics.md §2). Both are
// kept; a fold as known before the correction still sees the old fields.
type FactCorrected struct {
	Target ID `json:"target"`
	// Patch holds new values of payload fields under their JSON names; "at"
	// (RFC 3339) moves the event itself.
	Patch map[string]any `json:"patch"`
}

// FactVoided takes an earlier event out of every fold.
type FactVoided struct {
	Target ID `json:"target"`
}

// WorkspaceDefined sets what holds for the whole workspace; the newest holds.
type WorkspaceDefined struct {
	BaseCurrency Currency `json:"base_currency"`
	// FiscalYearStart is the month a fiscal year starts in, 1–12; 0 means January.
	FiscalYearStart int `json:"fiscal_year_start,omitempty"`
	// CountAbsence makes user.unavailable reduce full-time days (G9: only if
	// the company opts in).
	CountAbsence bool `json:"count_absence,omitempty"`
}

// UserJoined says that a user is employed from the local date of the event.
type UserJoined struct {
	User ID `json:"user"`
	// FTE is the share of a full-time post, 0 < FTE ≤ 1.
	FTE   float64 `json:"fte"`
	Sells bool    `json:"sells"`
	Team  ID      `json:"team,omitzero"`
	// Calendar is the team's or user's calendar name; empty is the workspace's.
	Calendar string `json:"calendar,omitempty"`
	// Assumed marks dates that nobody stated: taken from first and last record
	// at import, shown as "antatt", editable.
	Assumed bool `json:"assumed,omitempty"`
}

// UserChanged changes a user's post from the local date of the event.
type UserChanged struct {
	User  ID       `json:"user"`
	FTE   *float64 `json:"fte,omitempty"`
	Sells *bool    `json:"sells,omitempty"`
	Team  *ID      `json:"team,omitempty"`
}

// UserLeft ends the employment: the local date of the event no longer counts.
type UserLeft struct {
	User    ID   `json:"user"`
	Assumed bool `json:"assumed,omitempty"`
}

// UserUnavailable is an absence without a cause, half-open in local days.
type UserUnavailable struct {
	User ID   `json:"user"`
	From Date `json:"from"`
	To   Date `json:"to"`
}

// TeamDefined makes or changes a team. Texts: name.
type TeamDefined struct {
	Team ID `json:"team"`
	// Region is the team's own region, where the company has one.
	Region string `json:"region,omitempty"`
	// Calendar names the business calendar of the team; empty is the workspace's.
	Calendar string `json:"calendar,omitempty"`
}

// CalendarDefined sets the business calendar called Name; the one with an
// empty name is the workspace's.
type CalendarDefined struct {
	Name     string   `json:"name,omitempty"`
	Calendar Calendar `json:"calendar"`
}

// CostKind says what a cost of sales was for.
type CostKind string

// The kinds of cost.
const (
	CostCompensation CostKind = "compensation"
	CostCommission   CostKind = "commission"
	CostTraining     CostKind = "training"
	CostSystems      CostKind = "systems"
	CostOther        CostKind = "other"
)

// CostRecorded is a cost of sales spread evenly over the local days [From, To).
type CostRecorded struct {
	Cost     ID       `json:"cost"`
	User     ID       `json:"user,omitzero"`
	Team     ID       `json:"team,omitzero"`
	Kind     CostKind `json:"kind"`
	Amount   int64    `json:"amount"` // minor units
	Currency Currency `json:"currency"`
	From     Date     `json:"from"`
	To       Date     `json:"to"`
}

// QuotaPer is the unit of time a quota is stated per.
type QuotaPer string

// The units; QuotaPeriod is the stated [From, To) as a whole.
const (
	QuotaDay    QuotaPer = "day"
	QuotaWeek   QuotaPer = "week"
	QuotaMonth  QuotaPer = "month"
	QuotaPeriod QuotaPer = "period"
)

// QuotaSet sets a quota of a user, a team or (both zero) the company. Kind is
// revenue, won_count or activity:<kind>.
type QuotaSet struct {
	Quota ID       `json:"quota"`
	User  ID       `json:"user,omitzero"`
	Team  ID       `json:"team,omitzero"`
	Kind  string   `json:"kind"`
	Per   QuotaPer `json:"per"`
	// From and To bound the quota; both are required for QuotaPeriod, else the
	// quota holds from the event's local date until the next of its kind.
	From Date `json:"from,omitzero"`
	To   Date `json:"to,omitzero"`
	// Value is minor units for revenue, a count otherwise.
	Value    float64  `json:"value"`
	Currency Currency `json:"currency,omitempty"`
}

// FXRate is a published rate: Unit of Currency costs Rate of the base currency
// on Date. Norges Bank quotes SEK and DKK per 100.
type FXRate struct {
	Currency Currency `json:"currency"`
	Unit     int      `json:"unit"`
	Rate     float64  `json:"rate"`
	Date     Date     `json:"date"`
	Provider string   `json:"provider,omitempty"`
}

// SpendRecorded is what a lead source cost over the local days [From, To).
type SpendRecorded struct {
	Spend    ID       `json:"spend"`
	Source   ID       `json:"source"`
	Campaign string   `json:"campaign,omitempty"`
	Amount   int64    `json:"amount"`
	Currency Currency `json:"currency"`
	From     Date     `json:"from"`
	To       Date     `json:"to"`
}

// MarginSet is the gross margin of a product family as a fraction; an empty
// family is the default of all.
type MarginSet struct {
	Family string  `json:"family,omitempty"`
	Pct    float64 `json:"pct"`
}

// HurdleSet is the company's required return on what it spends, a fraction.
type HurdleSet struct {
	Rate float64 `json:"rate"`
}

// EventType and Subject of the events of this file. What concerns the whole
// workspace has no subject of its own.
func (FactCorrected) EventType() Type    { return "fact.corrected" }
func (FactVoided) EventType() Type       { return "fact.voided" }
func (WorkspaceDefined) EventType() Type { return "workspace.defined" }
func (UserJoined) EventType() Type       { return "user.joined" }
func (UserChanged) EventType() Type      { return "user.changed" }
func (UserLeft) EventType() Type         { return "user.left" }
func (UserUnavailable) EventType() Type  { return "user.unavailable" }
func (TeamDefined) EventType() Type      { return "team.defined" }
func (CalendarDefined) EventType() Type  { return "calendar.defined" }
func (CostRecorded) EventType() Type     { return "cost.recorded" }
func (QuotaSet) EventType() Type         { return "quota.set" }
func (FXRate) EventType() Type           { return "fx.rate" }
func (SpendRecorded) EventType() Type    { return "spend.recorded" }
func (MarginSet) EventType() Type        { return "margin.set" }
func (HurdleSet) EventType() Type        { return "hurdle.set" }

func (p FactCorrected) Subject() ID   { return p.Target }
func (p FactVoided) Subject() ID      { return p.Target }
func (WorkspaceDefined) Subject() ID  { return ID{} }
func (p UserJoined) Subject() ID      { return p.User }
func (p UserChanged) Subject() ID     { return p.User }
func (p UserLeft) Subject() ID        { return p.User }
func (p UserUnavailable) Subject() ID { return p.User }
func (p TeamDefined) Subject() ID     { return p.Team }
func (CalendarDefined) Subject() ID   { return ID{} }
func (p CostRecorded) Subject() ID    { return p.Cost }
func (p QuotaSet) Subject() ID        { return p.Quota }
func (FXRate) Subject() ID            { return ID{} }
func (p SpendRecorded) Subject() ID   { return p.Spend }
func (MarginSet) Subject() ID         { return ID{} }
func (HurdleSet) Subject() ID         { return ID{} }
