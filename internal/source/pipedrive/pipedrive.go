// Package pipedrive knows what Pipedrive exports: the lists of its screens,
// whose columns say of which record they are ("Deal - Title"), and the answers
// of its API, saved as JSON, where a deal's flow or changelog is its history.
package pipedrive

import (
	"context"
	"strconv"
	"strings"

	"peil"
	"peil/internal/source/file"
	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

// export is Pipedrive's tables while they are made sense of.
type export struct {
	*vendor.Found
	ctx context.Context
	// stages are the names of stages by id, pipelines those of pipelines, of the
	// pipelines of stages by the stage's id.
	stages, pipelines, in map[string]string
	// now is the stage that a deal is in and its creation, by the deal's id.
	now, created map[string][][]string
}

// Read knows the lists by what stands in front of their columns, the answers by
// their fields.
func Read(ctx context.Context, files []*file.Table) (*vendor.Export, error) {
	f := vendor.Find(files, shapes)
	if f == nil {
		return nil, nil
	}
	e := &export{Found: f, ctx: ctx, stages: map[string]string{}, pipelines: map[string]string{}, in: map[string]string{}}
	for i, t := range files { // the API's other answers hold nothing that is counted
		if _, ok := f.Export.Tables[i]; !ok && strings.HasPrefix(t.Format, "json") {
			f.Export.Tables[i] = nil
		}
	}
	for _, step := range []func() error{e.names, e.deals, e.history, e.activities} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if (f.Has("deals") || f.Has("api_deals")) && !f.Has("flow") && !f.Has("changelog") {
		f.Export.Notes = append(f.Export.Notes, "pipedrive_no_history")
	}
	return f.Export, nil
}

// names reads the names of pipelines and stages, and the order of stages.
func (e *export) names() error {
	pipes, err := e.Lookup(e.ctx, "pipelines", "id", "name")
	if err != nil {
		return err
	}
	for id := range pipes {
		e.pipelines[id] = vendor.First(pipes, id)
	}
	rows, err := e.Lookup(e.ctx, "stages", "id", "name", "pipeline_id", "order_nr", "deal_probability")
	if err != nil {
		return err
	}
	var placed []vendor.Placed
	for id, r := range rows {
		s := mapping.Stage{Name: r[0][0], Pipeline: named(e.pipelines, r[0][1]), Kind: peil.StageOpen, P: -1}
		e.stages[id], e.in[id] = s.Name, s.Pipeline
		if p, err := strconv.ParseFloat(r[0][3], 64); err == nil && p >= 0 && p <= 100 {
			s.P = p / 100
		}
		placed = append(placed, vendor.Placed{Stage: s, Order: r[0][2]})
	}
	e.Export.Stages = vendor.InOrder(placed)
	e.now, err = e.Lookup(e.ctx, "api_deals", "id", "stage_id")
	if err != nil {
		return err
	}
	e.created, err = e.Lookup(e.ctx, "api_deals", "id", "add_time")
	return err
}

func named(names map[string]string, id string) string {
	if n := names[id]; n != "" {
		return n
	}
	return id
}

// dealRoles are what deals have under other words than the importer reads.
var dealRoles = []mapping.Role{"stage", "pipeline", "deleted", "source", "product"}

// deals gives deals the names of their stage and pipeline and the source they
// came from, and makes leads of those that somebody else brought.
func (e *export) deals() error {
	widen := func(t vendor.Table) ([]vendor.Table, error) {
		wide := vendor.Widen(t, "pipedrive", dealRoles, func(c vendor.Columns, cells []string) []string {
			id := c.Cell(cells, "stage_id", "stage_id.id")
			stage, pipeline := c.Cell(cells, stageNames...), c.Cell(cells, "deal - pipeline", "avtale - pipeline", "avtale - salgspipeline")
			if id != "" {
				stage, pipeline = named(e.stages, id), named(e.pipelines, c.Cell(cells, "pipeline_id"))
			}
			product := c.Cell(cells, "deal - product name", "avtale - produktnavn")
			if strings.Contains(product, ",") { // several, whose amounts are not told apart
				product = ""
			}
			return []string{stage, pipeline, deleted(c, cells), source(c, cells), product}
		})
		return []vendor.Table{wide, e.inquiries(t)}, nil
	}
	if err := e.Each("deals", widen); err != nil {
		return err
	}
	return e.Each("api_deals", widen)
}

var stageNames = []string{"deal - stage", "deal - stage (pipeline)", "avtale - trinn", "avtale - fase", "avtale - stadium"}

func deleted(c vendor.Columns, cells []string) string {
	switch strings.ToLower(c.Cell(cells, "status", "deal - status", "avtale - status")) {
	case "deleted", "slettet":
		return "true"
	}
	return c.Cell(cells, "is_deleted", "deleted")
}

// source is the channel that people set, else how the record came to be.
func source(c vendor.Columns, cells []string) string {
	if s := c.Cell(cells, "deal - source channel", "lead - source channel", "avtale - kildekanal", "lead - kildekanal"); s != "" {
		return s
	}
	return c.Cell(cells, "deal - source origin", "lead - source origin", "avtale - kildeopprinnelse", "lead - kildeopprinnelse", "origin", "source_name")
}

// byHand are origins that say that a seller made the record: nobody inquired.
var byHand = []string{"manually created", "manuallycreated", "import", "deal", "opprettet manuelt", "manuelt opprettet", "importert"}

// inquiryRoles are the columns of the leads that deals are made into.
var inquiryRoles = []mapping.Role{"id", "name", "source", "campaign", "created", "owner", "owner_id", "account", "account_id", "contact_id", "deal_id", "deleted"}

// inquiries makes a lead of every deal that came from somewhere and was no lead
// in Pipedrive: without it, nobody could ask which sources become customers.
func (e *export) inquiries(t vendor.Table) vendor.Table {
	c := vendor.ColumnsOf(t.Table)
	cell := func(cells []string, role mapping.Role) string {
		for h, r := range t.Roles {
			if r == role {
				return c.Cell(cells, h)
			}
		}
		return ""
	}
	return vendor.Rows(t.Table, "leads", mapping.Leads, inquiryRoles, func(cells []string, emit func(...string) error) error {
		from, id := source(c, cells), cell(cells, "id")
		if from == "" || id == "" || c.Cell(cells, "source_lead_id") != "" {
			return nil
		}
		for _, word := range byHand {
			if strings.EqualFold(from, word) {
				return nil
			}
		}
		return emit("deal-"+id, cell(cells, "name"), from, cell(cells, "campaign"), cell(cells, "created"), cell(cells, "owner"), cell(cells, "owner_id"),
			cell(cells, "account"), cell(cells, "account_id"), cell(cells, "contact_id"), id, deleted(c, cells))
	})
}
