// Package hubspot knows what HubSpot exports: the lists of its screens, whose
// "Date entered" columns are a stage history, and the tables that connectors
// copy out of its API.
package hubspot

import (
	"context"

	"peil/internal/source/file"
	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

// export is HubSpot's tables while they are made sense of.
type export struct {
	*vendor.Found
	ctx context.Context
	// stages and pipelines are the names of what deals have by id.
	stages, pipelines map[string]string
	// pipelineOf is the pipeline of a deal, by the deal's id.
	pipelineOf map[string]string
	// contactOf and companyOf are the first contact and company of a deal, where
	// tables of their own say so.
	contactOf, companyOf map[string][][]string
}

// Read knows the lists by their columns and the tables by their names of ids.
func Read(ctx context.Context, files []*file.Table) (*vendor.Export, error) {
	f := vendor.Find(files, shapes)
	if f == nil {
		return nil, nil
	}
	e := &export{Found: f, ctx: ctx, stages: map[string]string{}, pipelines: map[string]string{}, pipelineOf: map[string]string{}}
	for _, step := range []func() error{e.pipelineTables, e.associations, e.owners, e.leads, e.deals, e.history, e.engagements, e.messages} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if (f.Has("deals") || f.Has("deal_table")) && !e.hasHistory() {
		f.Export.Notes = append(f.Export.Notes, "hubspot_no_history")
	}
	return f.Export, nil
}

func (e *export) hasHistory() bool {
	for _, made := range e.Export.Tables {
		for _, t := range made {
			if t.Kind == mapping.History {
				return true
			}
		}
	}
	return false
}

// associations reads the tables that say whom and which company a deal is about.
func (e *export) associations() (err error) {
	if e.contactOf, err = e.Lookup(e.ctx, "deal_contact", "deal_id", "contact_id"); err != nil {
		return err
	}
	e.companyOf, err = e.Lookup(e.ctx, "deal_company", "deal_id", "company_id")
	return err
}

// contact is the first contact of a deal: of its own row, else of the table.
func (e *export) contact(c vendor.Columns, cells []string) string {
	if ids := c.Cell(cells, contactIDs...); ids != "" {
		return firstOf(ids)
	}
	return vendor.First(e.contactOf, c.Cell(cells, dealIDs...))
}

// owners puts sellers into their teams. Who logs in is a seller too, but only
// where there is no table of owners: both are the same people.
func (e *export) owners() error {
	if !e.Has("owners") {
		return nil
	}
	teams, err := e.Lookup(e.ctx, "teams", "id", "name")
	if err != nil {
		return err
	}
	of, err := e.Lookup(e.ctx, "owner_team", "owner_id", "team_id")
	if err != nil {
		return err
	}
	if err = e.Each("users", func(vendor.Table) ([]vendor.Table, error) { return nil, nil }); err != nil {
		return err
	}
	return e.Each("owners", func(t vendor.Table) ([]vendor.Table, error) {
		return []vendor.Table{vendor.Widen(t, "team", []mapping.Role{"team"}, func(c vendor.Columns, cells []string) []string {
			return []string{vendor.First(teams, vendor.First(of, c.Cell(cells, "owner_id")))}
		})}, nil
	})
}
