package hubspot

import (
	"strconv"
	"strings"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

var (
	dealIDs    = []string{"record id", "deal_id", "id", "post-id"}
	contactIDs = []string{"associated contact ids", "associated contact ids (primary)", "associated contact id", "tilknyttede kontakt-id-er"}
)

// usualStages are the stages of the pipeline that every account has at first:
// deals have them by these names where no table of stages says otherwise.
var usualStages = map[string]string{"appointmentscheduled": "Appointment scheduled", "qualifiedtobuy": "Qualified to buy",
	"presentationscheduled": "Presentation scheduled", "decisionmakerboughtin": "Decision maker bought-in", "contractsent": "Contract sent",
	"closedwon": "Closed won", "closedlost": "Closed lost"}

// pipelineTables reads the names of pipelines and stages, and the order and
// probability of stages.
func (e *export) pipelineTables() error {
	for id, name := range usualStages {
		e.stages[id] = name
	}
	labels, err := e.Lookup(e.ctx, "pipelines", "pipeline_id", "label")
	if err != nil {
		return err
	}
	for id := range labels {
		e.pipelines[id] = vendor.First(labels, id)
	}
	rows, err := e.Lookup(e.ctx, "stages", "stage_id", "label", "pipeline_id", "display_order", "closed_won", "is_closed", "probability")
	if err != nil {
		return err
	}
	var placed []vendor.Placed
	for id, r := range rows {
		s := mapping.Stage{Name: r[0][0], Pipeline: e.pipeline(r[0][1]), Kind: peil.StageOpen, P: -1}
		e.stages[id] = s.Name
		p, bad := strconv.ParseFloat(r[0][5], 64)
		won, closed := isTrue(r[0][3]), isTrue(r[0][4])
		switch {
		case won:
			s.Kind = peil.StageWon
		case closed || bad == nil && p == 0 && mapping.StageKindOf(s.Name) == peil.StageLost:
			s.Kind = peil.StageLost
		case bad == nil && p >= 0 && p <= 1:
			s.P = p
		}
		placed = append(placed, vendor.Placed{Stage: s, Order: r[0][2]})
	}
	e.Export.Stages = vendor.InOrder(placed)
	return nil
}

func isTrue(s string) bool { return strings.EqualFold(s, "true") || s == "1" }

// pipeline is the name of a pipeline, or its id where no table names it.
func (e *export) pipeline(id string) string {
	if name := e.pipelines[id]; name != "" {
		return name
	}
	return id
}

func (e *export) stage(id string) string {
	if name := e.stages[id]; name != "" {
		return name
	}
	return id
}

// deals names the stage and the pipeline of a deal, gives it its contact, its
// company and the lead that became it, and says which deal it was merged into.
func (e *export) deals() error {
	merged, err := e.Lookup(e.ctx, "merged", "merged_deal_id", "deal_id")
	if err != nil {
		return err
	}
	first, err := e.firstDeals()
	if err != nil {
		return err
	}
	roles := []mapping.Role{"stage", "pipeline", "contact_id", "account_id", "lead_id", "merged_into", "probability"}
	widen := func(t vendor.Table) ([]vendor.Table, error) {
		wide := vendor.Widen(t, "hubspot", roles, func(c vendor.Columns, cells []string) []string {
			id, contact := c.Cell(cells, dealIDs...), e.contact(c, cells)
			lead, company := "", firstOf(c.Cell(cells, companyIDs...))
			if first[contact].Says == id {
				lead = contact
			}
			if company == "" {
				company = vendor.First(e.companyOf, id)
			}
			stage, pipeline := e.where(c, cells)
			return []string{stage, pipeline, contact, company, lead, vendor.First(merged, id), hundredths(c.Cell(cells, "deal probability", "property_hs_deal_stage_probability"))}
		})
		return []vendor.Table{wide}, nil
	}
	if err = e.Each("deals", widen); err != nil {
		return err
	}
	return e.Each("deal_table", widen)
}

var companyIDs = []string{"associated company ids", "associated company ids (primary)", "associated company id", "tilknyttede firma-id-er"}

// where is the stage and pipeline of a deal's row. A list may write the stage as
// "Proposal (Sales Pipeline)".
func (e *export) where(c vendor.Columns, cells []string) (stage, pipeline string) {
	pipeline = e.pipeline(c.Cell(cells, "pipeline", "deal_pipeline_id"))
	stage = e.stage(c.Cell(cells, "deal stage", "deal_pipeline_stage_id", "avtalefase", "avtalestadium"))
	name, of := inPipeline(stage)
	if of != "" && (of == pipeline || pipeline == "") {
		return name, of
	}
	return stage, pipeline
}

// inPipeline parts "Proposal (Sales Pipeline)".
func inPipeline(s string) (stage, pipeline string) {
	if i := strings.LastIndex(s, " ("); i > 0 && strings.HasSuffix(s, ")") {
		return s[:i], s[i+2 : len(s)-1]
	}
	return s, ""
}

// hundredths writes HubSpot's share of 1 as a percentage.
func hundredths(s string) string {
	if p, err := strconv.ParseFloat(s, 64); err == nil && p <= 1 {
		return strconv.FormatFloat(p*100, 'f', -1, 64)
	}
	return s
}

// firstOf is the first of several ids in a cell.
func firstOf(ids string) string {
	id, _, _ := strings.Cut(ids, ";")
	return strings.TrimSpace(id)
}
