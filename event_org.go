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
func (FXRate) Subject() ID            { return ID{} }
func (MarginSet) Subject() ID         { return ID{} }
func (HurdleSet) Subject() ID         { return ID{} }
