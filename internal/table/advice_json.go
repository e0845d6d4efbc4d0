package table

import (
	"maps"
	"time"

	"peil"
)

// AdviceJSON is a peil.Advice.
type AdviceJSON struct {
	ID        peil.ID            `json:"id"`
	Rule      string             `json:"rule"`
	Version   int                `json:"rule_version"`
	Report    string             `json:"report"`
	Scope     *string            `json:"scope" doc:"which part of the report it is about"`
	Text      string             `json:"text"`
	State     string             `json:"state" enum:"shown,dismissed,acted"`
	Evidence  map[string]float64 `json:"evidence" doc:"the numbers that it rests on"`
	Stake     *float64           `json:"kroner_at_stake" doc:"in the main unit of the base currency; null where nobody can say"`
	RowsHref  string             `json:"rows_href"`
	Evaluated time.Time          `json:"evaluated_at"`
}

func (p *printer) adviceJSON(a peil.Advice) AdviceJSON {
	evidence := map[string]float64{}
	maps.Copy(evidence, a.Evidence)
	return AdviceJSON{a.ID, a.Rule, a.Version, a.Report, orNull(a.Scope), p.adviceText(a), a.State, evidence, orNull(a.Stake), a.RowsHref, a.Evaluated}
}
