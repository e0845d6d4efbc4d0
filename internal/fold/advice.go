package fold

import (
	"encoding/json"
	"time"

	"peil"
)

// The states of an advice.
const (
	adviceShown     = "shown"
	adviceDismissed = "dismissed"
	adviceActed     = "acted"
)

// advise adds or changes the row of an advice.
func (rows *MoneyRows) advise(e peil.Event) {
	switch p := e.Payload.(type) {
	case peil.AdviceShown:
		rows.Advice = append(rows.Advice, AdviceFact{AdviceID: p.Advice, Rule: p.Rule, Version: int64(p.Version), Report: p.Report, Scope: p.Scope,
			ShownAt: e.At, State: adviceShown, Stake: p.Stake, Evidence: written(p.Evidence), Words: written(p.Words)})
	case peil.AdviceDismissed:
		rows.changeAdvice(p.Advice, adviceDismissed, e.At)
	case peil.AdviceActed:
		rows.changeAdvice(p.Advice, adviceActed, e.At)
	}
}

func (rows *MoneyRows) changeAdvice(advice peil.ID, state string, at time.Time) {
	for i := range rows.Advice {
		if rows.Advice[i].AdviceID == advice {
			rows.Advice[i].State, rows.Advice[i].ChangedAt = state, at
		}
	}
}

// written is a map as JSON, its keys in order.
func written(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(data)
}
