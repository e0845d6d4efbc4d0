package peil

import (
	"encoding/json"
	"reflect"
)

// kind is what the registry knows of an event type.
type kind struct {
	typ     Type
	version int
	decode  func(v int, data []byte) (Payload, error)
}

// v1 registers a type that has had one version only. A type that gets a second
// version gets its own decode function, which lifts the first.
func v1[P Payload]() kind {
	var zero P
	plain := newPlainReader(reflect.TypeFor[P]())
	return kind{typ: zero.EventType(), version: 1, decode: func(_ int, data []byte) (Payload, error) {
		var p P
		if plain.read(data, reflect.ValueOf(&p).Elem()) {
			return p, nil
		}
		p = zero
		if err := json.Unmarshal(data, &p); err != nil {
			return nil, Internal("bad_payload", "stored payload of %s does not decode", zero.EventType()).Because(err)
		}
		return p, nil
	}}
}

// registry is every type of event, in the order of metrics.md §2.
var registry = []kind{
	v1[FactCorrected](), v1[FactVoided](),
	v1[UserJoined](), v1[UserChanged](), v1[UserLeft](), v1[UserUnavailable](), v1[TeamDefined](), v1[CalendarDefined](),
	v1[WorkspaceDefined](),
	v1[CostRecorded](), v1[QuotaSet](), v1[FXRate](), v1[SpendRecorded](), v1[MarginSet](), v1[HurdleSet](),
	v1[PipelineDefined](), v1[StageDefined](), v1[SourceDefined](), v1[ReasonDefined](), v1[CompetitorDefined](), v1[ProductDefined](),
	v1[AccountCreated](), v1[AccountOpeningBalance](), v1[AccountSegmentSet](), v1[AccountMerged](), v1[ContactCreated](), v1[ContactMerged](),
	v1[InquiryReceived](), v1[LeadReceived](), v1[LeadMerged](), v1[LeadDeleted](), v1[SourceCorrected](), v1[TouchRecorded](),
	v1[DealCreated](), v1[DealStageEntered](), v1[DealValueSet](), v1[DealLinesSet](), v1[DealExpectedCloseSet](), v1[DealOwnerSet](),
	v1[DealCreditSet](), v1[DealCompetitorSeen](), v1[DealConfidenceOverridden](), v1[DealClosed](), v1[DealReopened](), v1[DealMerged](),
	v1[DealDeleted](), v1[RevenueAdjusted](),
	v1[ActivityPlanned](), v1[ActivityDone](), v1[ActivityCancelled](),
	v1[MessageSent](), v1[MessageDelivered](), v1[MessageBounced](), v1[MessageComplained](), v1[MessageUnsubscribed](),
	v1[MessageOpened](), v1[MessageClicked](), v1[MessageReplied](),
	v1[BatchCommitted](), v1[BatchUndone](),
	v1[ChangeNoted](), v1[ForecastIssued](), v1[AdviceShown](), v1[AdviceDismissed](), v1[AdviceActed](), v1[ExperimentAssigned](), v1[PeriodLocked](),
}

var kinds = func() map[Type]kind {
	m := make(map[Type]kind, len(registry))
	for _, k := range registry {
		m[k.typ] = k
	}
	return m
}()

func versionOf(t Type) int { return kinds[t].version }

// Types lists every type of event.
func Types() []Type {
	out := make([]Type, len(registry))
	for i, k := range registry {
		out[i] = k.typ
	}
	return out
}
