package fold

import (
	"time"

	"peil"
)

// story is a case being walked: a deal with its lead, a lead alone, or the
// activities of a unit that is neither. Every rule about the order of events
// stands here once; rows and state are read from it.
type story struct {
	set  *Setup
	unit peil.ID
	kin  kin
	key  peil.ID // the deal or lead that survives

	deal     peil.ID // zero while there is no deal
	created  peil.Event
	origin   peil.DealCreated
	status   string
	gone     peil.DeleteReason
	stage    Stage
	top      int // highest order reached
	since    time.Time
	owner    peil.ID
	first    time.Time // when an owner was first set after the beginning
	owners   []ownership
	value    *int64
	currency peil.Currency
	lines    []peil.Line
	credit   []peil.Share
	expected peil.Date
	override *float64
	account  peil.ID
	contact  peil.ID
	reopened int

	visits  []visit
	spans   []span
	close   *closing // the close that stands
	other   *closing // a close of a deal merged into this one
	adjusts []adjustment
	seen    []CompetitorSeen

	lead     leadStory
	outreach outreach
	clocks   []clock
	acts     []activity
	planned  map[peil.ID]peil.Event
	messages map[peil.ID]*message
	order    []peil.ID // of the messages
	humans   int       // activities by people
	lastAct  time.Time
	lastSeq  int64
	// refused is the first event that made no sense at its place, and why.
	refused error
	refusal peil.ID
}

type ownership struct {
	at    time.Time
	owner peil.ID
}

type adjustment struct {
	e peil.Event
	p peil.RevenueAdjusted
}

func newStory(s *Setup, unit, key peil.ID, k kin) *story {
	return &story{set: s, unit: unit, key: key, kin: k, planned: map[peil.ID]peil.Event{}, messages: map[peil.ID]*message{}}
}

// refuse notes that an event makes no sense where it stands; it is passed over.
// The message's last argument is the event's type, as where a payload is checked.
func (st *story) refuse(e peil.Event, code, format string, args ...any) {
	if st.refused == nil {
		err := peil.Conflict(code, format, args...)
		err.Message = string(e.Type()) + ": " + err.Message
		err.Args = append(err.Args, string(e.Type()))
		st.refused, st.refusal = err, e.ID
	}
}

// foreign is whether the event is of a deal that was merged into this one.
func (st *story) foreign(deal peil.ID) bool { return deal != st.key }

// step takes the next event into the story.
func (st *story) step(e peil.Event) {
	st.lastSeq = max(st.lastSeq, e.Seq)
	switch p := e.Payload.(type) {
	case peil.DealCreated:
		st.create(e, p)
	case peil.DealStageEntered:
		st.enter(e, p)
	case peil.DealValueSet, peil.DealLinesSet, peil.DealExpectedCloseSet, peil.DealOwnerSet, peil.DealCreditSet,
		peil.DealConfidenceOverridden, peil.DealCompetitorSeen, peil.RevenueAdjusted:
		st.change(e)
	case peil.DealClosed:
		st.closeAs(e, p)
	case peil.DealReopened:
		st.reopen(e, p)
	case peil.DealDeleted:
		st.delete(e, p)
	case peil.ExperimentAssigned:
		if st.outreach.experiment == "" {
			st.outreach.experiment, st.outreach.arm = p.Experiment, p.Arm
		}
	case peil.DealMerged:
	case peil.LeadReceived, peil.LeadMerged, peil.LeadDeleted, peil.SourceCorrected, peil.TouchRecorded:
		st.leadEvent(e)
	case peil.InquiryReceived:
		st.inquire(e, p)
	case peil.ActivityPlanned:
		st.planned[p.Activity] = e
	case peil.ActivityCancelled:
		delete(st.planned, p.Activity)
	case peil.ActivityDone:
		st.act(e, p)
	default:
		st.mail(e)
	}
}

// create begins the deal; a deal merged into it may have begun earlier (G7).
func (st *story) create(e peil.Event, p peil.DealCreated) {
	stage, ok := st.set.stages[p.Stage]
	switch {
	case !ok:
		st.refuse(e, "unknown_stage", "the stage is not defined")
		return
	case stage.Kind != peil.StageOpen:
		st.refuse(e, "stage_not_open", "a deal begins in an open stage")
		return
	case !st.deal.IsZero() && p.Deal == st.origin.Deal:
		st.refuse(e, "created_twice", "the deal exists already")
		return
	}
	if !st.deal.IsZero() { // the other side of a merge
		if !st.foreign(p.Deal) {
			st.adopt(e, p)
		}
		if st.status == "open" && stage.Order > st.top && stage.Pipeline == st.stage.Pipeline {
			st.moveTo(e, stage)
		}
		return
	}
	st.deal, st.created, st.status = st.key, e, "open"
	st.adopt(e, p)
	st.stage, st.top, st.since = stage, stage.Order, e.At
	st.visits = append(st.visits, visit{stage: stage, enter: e.At})
	st.cut(e.At)
}

// adopt takes over what a deal says of itself at its creation.
func (st *story) adopt(e peil.Event, p peil.DealCreated) {
	st.origin = p
	st.account, st.contact, st.expected = p.Account, p.Contact, p.ExpectedClose
	st.lines, st.value, st.currency = p.Lines, p.Value, p.Currency
	st.sumLines()
	st.own(e.At, first(p.Owner, st.owner))
	if !st.owner.IsZero() {
		st.assigned(e.At)
	}
}

// sumLines gives a deal without a value the sum of its lines (4.4), none where
// no line has a price.
func (st *story) sumLines() {
	if st.value != nil || len(st.lines) == 0 {
		return
	}
	sum, priced := int64(0), false
	for _, l := range st.lines {
		sum += l.Amount
		priced = priced || !l.Unpriced
	}
	if !priced {
		return
	}
	st.value, st.currency = &sum, st.lines[0].Currency
}

func (st *story) own(at time.Time, owner peil.ID) {
	if st.owner != owner || len(st.owners) == 0 {
		st.owners = append(st.owners, ownership{at: at, owner: owner})
	}
	st.owner = owner
}

// alive reports whether an event may change the deal; it refuses it if not.
func (st *story) alive(e peil.Event) bool {
	switch {
	case st.deal.IsZero():
		st.refuse(e, "no_such_deal", "the deal has not been created by then")
		return false
	case st.status == "deleted":
		st.refuse(e, "deal_deleted", "the deal is deleted")
		return false
	}
	return true
}

// change takes what changes a deal without moving it.
func (st *story) change(e peil.Event) {
	if !st.alive(e) {
		return
	}
	if st.foreign(e.Payload.Subject()) {
		if p, ok := e.Payload.(peil.DealCompetitorSeen); ok {
			st.see(e.At, p.Competitor)
		}
		return // the survivor's value, owner and credit stand (G7)
	}
	switch p := e.Payload.(type) {
	case peil.DealValueSet:
		v := p.Value
		st.value, st.currency = &v, p.Currency
	case peil.DealLinesSet:
		st.lines, st.value = p.Lines, nil
		st.sumLines()
	case peil.DealExpectedCloseSet:
		st.expected = p.ExpectedClose
	case peil.DealOwnerSet:
		st.handOver(e, p)
	case peil.DealCreditSet:
		st.credit = p.Credit
	case peil.DealConfidenceOverridden:
		conf := p.P
		st.override = &conf
	case peil.DealCompetitorSeen:
		st.see(e.At, p.Competitor)
	case peil.RevenueAdjusted:
		st.adjusts = append(st.adjusts, adjustment{e, p})
	}
	st.cut(e.At)
}

func (st *story) see(at time.Time, competitor peil.ID) {
	for _, s := range st.seen {
		if s.CompetitorID == competitor {
			return
		}
	}
	st.seen = append(st.seen, CompetitorSeen{UnitID: st.unit, DealID: st.deal, CompetitorID: competitor, SeenAt: at})
}

func (st *story) handOver(e peil.Event, p peil.DealOwnerSet) {
	st.own(e.At, p.To)
	st.assigned(e.At)
	if st.status == "open" && !p.To.IsZero() {
		st.start(e, "handover")
	}
}

func (st *story) delete(e peil.Event, p peil.DealDeleted) {
	if !st.alive(e) || st.foreign(p.Deal) {
		return
	}
	st.endVisit(e.At, "open", false)
	st.endSpan(e.At)
	st.status, st.gone = "deleted", p.Reason
	st.stopClocks(e.At, "deleted")
}
