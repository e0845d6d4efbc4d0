package peil

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

func (p CostRecorded) Subject() ID  { return p.Cost }
func (p QuotaSet) Subject() ID      { return p.Quota }
func (p SpendRecorded) Subject() ID { return p.Spend }
