package peil

// PipelineDefined makes or changes a pipeline. Texts: name.
type PipelineDefined struct {
	Pipeline ID  `json:"pipeline"`
	Order    int `json:"order,omitempty"`
}

// StageKind says what being in a stage means for a deal.
type StageKind string

// The kinds of stage.
const (
	StageOpen      StageKind = "open"
	StageWon       StageKind = "won"
	StageLost      StageKind = "lost"
	StageCancelled StageKind = "cancelled"
)

// StageDefined makes or changes a stage; a higher Version is a change of what
// the stage means, from the event on. Texts: name.
type StageDefined struct {
	Pipeline ID        `json:"pipeline"`
	Stage    ID        `json:"stage"`
	Order    int       `json:"order"`
	Kind     StageKind `json:"kind"`
	// DefaultP is the configured probability of winning from here, a fraction.
	DefaultP float64 `json:"default_p"`
	// SLAMin is how many business minutes a customer may wait in the stage; 0 is none.
	SLAMin  int `json:"sla_min,omitempty"`
	Version int `json:"version,omitempty"`
}

// SourceDefined makes or renames a lead source. Texts: name.
type SourceDefined struct {
	Source ID `json:"source"`
	// Into maps an old source to the one that now stands for it.
	Into ID `json:"into,omitzero"`
}

// ReasonDefined makes or renames a reason for losing or cancelling. Into maps
// an old reason to the one that now stands for it. Texts: name.
type ReasonDefined struct {
	Reason ID        `json:"reason"`
	Kind   StageKind `json:"kind"` // lost or cancelled
	Into   ID        `json:"into,omitzero"`
	// Topic groups reasons for advice: price, feature, competitor, no_decision,
	// contact, timing, or empty.
	Topic string `json:"topic,omitempty"`
}

// CompetitorDefined makes or renames a competitor. Texts: name.
type CompetitorDefined struct {
	Competitor ID `json:"competitor"`
}

// ProductDefined makes or changes a product. Texts: name.
type ProductDefined struct {
	Product  ID       `json:"product"`
	Family   string   `json:"family,omitempty"`
	Price    int64    `json:"price,omitempty"`
	Currency Currency `json:"currency,omitempty"`
}

// EventType and Subject of the events of this file; a merge's subject is the survivor.
func (PipelineDefined) EventType() Type       { return "pipeline.defined" }
func (StageDefined) EventType() Type          { return "stage.defined" }
func (SourceDefined) EventType() Type         { return "source.defined" }
func (ReasonDefined) EventType() Type         { return "reason.defined" }
func (CompetitorDefined) EventType() Type     { return "competitor.defined" }
func (ProductDefined) EventType() Type        { return "product.defined" }
func (AccountCreated) EventType() Type        { return "account.created" }
func (AccountOpeningBalance) EventType() Type { return "account.opening_balance" }
func (AccountSegmentSet) EventType() Type     { return "account.segment_set" }
func (AccountMerged) EventType() Type         { return "account.merged" }
func (ContactCreated) EventType() Type        { return "contact.created" }
func (ContactMerged) EventType() Type         { return "contact.merged" }

func (p PipelineDefined) Subject() ID   { return p.Pipeline }
func (p StageDefined) Subject() ID      { return p.Stage }
func (p SourceDefined) Subject() ID     { return p.Source }
func (p ReasonDefined) Subject() ID     { return p.Reason }
func (p CompetitorDefined) Subject() ID { return p.Competitor }
func (p ProductDefined) Subject() ID    { return p.Product }
