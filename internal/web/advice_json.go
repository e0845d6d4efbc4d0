package web

import "peil/internal/table"

// AdviceList is what to do now, the most money at stake first.
type AdviceList struct {
	Advice []table.AdviceJSON `json:"advice"`
}

// AdviceAnswer is what somebody says to an advice.
type AdviceAnswer struct {
	State  string `json:"state" enum:"dismissed,acted"`
	Reason string `json:"reason,omitempty"`
}
