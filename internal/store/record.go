package store

import (
	"strings"

	"peil"
)

// recordOf is the record that an event's texts belong to. Its kind is the first
// word of the event's type, but where that names a group of events and not a
// record.
func recordOf(p peil.Payload) peil.Record {
	kind, _, _ := strings.Cut(string(p.EventType()), ".")
	switch p := p.(type) {
	case peil.InquiryReceived:
		kind = leadOr(p.Lead, "deal")
	case peil.SourceCorrected:
		kind = leadOr(p.Lead, "deal")
	case peil.ExperimentAssigned:
		kind = "lead"
		if !p.Deal.IsZero() {
			kind = "deal"
		}
	case peil.TouchRecorded:
		kind = "contact"
	case peil.RevenueAdjusted:
		kind = "deal"
	case peil.ChangeNoted:
		kind = "note"
	case peil.FactCorrected, peil.FactVoided:
		kind = "event"
	}
	return peil.Record{Kind: kind, ID: p.Subject()}
}

func leadOr(lead peil.ID, kind string) string {
	if lead.IsZero() {
		return kind
	}
	return "lead"
}
