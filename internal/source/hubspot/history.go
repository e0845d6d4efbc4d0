package hubspot

import (
	"strings"

	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

// entered are the columns "Date entered …": one for every stage that a deal has
// been in, as the list's screen, the API and connectors write them.
var entered = []string{"date entered ", "dato angitt ", "dato for ", "hs v2 date entered ", "hs date entered ", "property hs v2 date entered ", "property hs date entered "}

// visit is a column that says when a deal came into a stage.
type visit struct {
	column          int
	stage, pipeline string
}

func (e *export) visits(header []string) (out []visit) {
	for i, h := range header {
		for _, prefix := range entered {
			rest, ok := strings.CutPrefix(vendor.Fold(h), prefix)
			if !ok || prefix == "dato for " && !strings.ContainsAny(rest, `"«`) {
				continue
			}
			name := h[len(h)-len(rest):] // as it is written
			stage, pipeline := inPipeline(e.stage(strings.Trim(name, `"«»“”`)))
			out = append(out, visit{i, stage, e.pipeline(pipeline)})
			break
		}
	}
	return out
}

// history makes the stage history of the "Date entered" columns, and of the
// tables that keep what a deal was. Deals that only such a table knows are made
// of it: the tables are not always copied whole.
func (e *export) history() error {
	columns := func(t vendor.Table) ([]vendor.Table, error) {
		visits := e.visits(t.Header)
		if len(visits) == 0 {
			return []vendor.Table{t}, nil
		}
		c := vendor.ColumnsOf(t.Table)
		roles := []mapping.Role{"deal_id", "stage", "pipeline", "at"}
		return []vendor.Table{t, vendor.Rows(t.Table, "history", mapping.History, roles, func(cells []string, emit func(...string) error) error {
			id, at := c.Cell(cells, dealIDs...), c.Cell(cells, "pipeline")
			for _, v := range visits {
				if mapping.Missing(cells[v.column]) {
					continue
				}
				pipeline := v.pipeline
				if pipeline == "" {
					pipeline = at
				}
				if err := emit(id, v.stage, pipeline, cells[v.column]); err != nil {
					return err
				}
			}
			return nil
		})}, nil
	}
	if err := e.Each("deals", columns); err != nil {
		return err
	}
	if err := e.Each("deal_table", columns); err != nil {
		return err
	}
	if err := e.stageTable(); err != nil {
		return err
	}
	return e.Each("properties", func(t vendor.Table) ([]vendor.Table, error) {
		made, err := e.changes(t)
		return []vendor.Table{made}, err
	})
}

// stageTable names the stages of the connector's table of stages, and makes the
// deals that only it knows.
func (e *export) stageTable() error {
	known, err := e.Lookup(e.ctx, "deal_table", "deal_id", "deal_pipeline_id")
	if err != nil {
		return err
	}
	for id := range known {
		e.pipelineOf[id] = e.pipeline(vendor.First(known, id))
	}
	now, err := e.Lookup(e.ctx, "visits", "deal_id", "value", "date_entered", "_fivetran_active")
	if err != nil {
		return err
	}
	return e.Each("visits", func(t vendor.Table) ([]vendor.Table, error) {
		named := vendor.Widen(t, "hubspot", []mapping.Role{"stage", "pipeline"}, func(c vendor.Columns, cells []string) []string {
			return []string{e.stage(c.Cell(cells, "value")), e.pipelineOf[c.Cell(cells, "deal_id")]}
		})
		c := vendor.ColumnsOf(t.Table)
		bare := vendor.Rows(t.Table, "deals", mapping.Deals, []mapping.Role{"id", "stage"}, func(cells []string, emit func(...string) error) error {
			id := c.Cell(cells, "deal_id")
			stage, at := standing(now[id])
			if _, ok := known[id]; ok || id == "" || c.Cell(cells, "value") != stage || c.Cell(cells, "date_entered") != at {
				return nil
			}
			return emit(id, e.stage(stage))
		})
		return []vendor.Table{bare, named}, nil
	})
}

// standing is the stage that a deal is in, of all that it was in, and since when.
func standing(visits [][]string) (stage, at string) {
	for _, v := range visits {
		if isTrue(v[2]) || stage == "" {
			stage, at = v[0], v[1]
		}
	}
	return stage, at
}

// kept are the properties whose values say how a deal moved.
var kept = map[string]mapping.Role{"dealstage": "stage", "amount": "value", "closedate": "expected_close", "hubspot_owner_id": "owner_id", "hs_deal_stage_probability": "probability"}

// changes makes a history of the table that keeps every value of a property.
func (e *export) changes(t vendor.Table) (vendor.Table, error) {
	return vendor.Changes(e.ctx, t.Table, func(c vendor.Columns, cells []string) (vendor.Change, bool) {
		role, ok := kept[c.Cell(cells, "name")]
		ch := vendor.Change{Deal: c.Cell(cells, "deal_id"), At: c.Cell(cells, "timestamp", "timestamp_instant", "_fivetran_start"), Role: role, New: c.Cell(cells, "value")}
		switch role {
		case "stage":
			ch.New = e.stage(ch.New)
		case "probability":
			ch.New = hundredths(ch.New)
		}
		return ch, ok
	}, nil)
}
