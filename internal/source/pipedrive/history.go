package pipedrive

import (
	"regexp"
	"slices"

	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

// changed are the fields of a deal whose changes say how it moved.
var changed = map[string]mapping.Role{"stage_id": "stage", "value": "value", "currency": "currency", "expected_close_date": "expected_close", "probability": "probability",
	"user_id": "owner_id", "owner_id": "owner_id", "status": "stage"}

// history makes a history of the flow of deals and of their changelogs. A
// changelog does not say whose it is: the name of the file must.
func (e *export) history() error {
	err := e.Each("flow", func(t vendor.Table) ([]vendor.Table, error) {
		made, err := vendor.Changes(e.ctx, t.Table, func(c vendor.Columns, cells []string) (vendor.Change, bool) {
			if c.Cell(cells, "object") != "dealChange" {
				return vendor.Change{}, false
			}
			return e.change(c.Cell(cells, "data.item_id"), c.Cell(cells, "data.log_time", "timestamp"), c.Cell(cells, "data.field_key"),
				c.Cell(cells, "data.old_value"), c.Cell(cells, "data.new_value"))
		}, e.created)
		return []vendor.Table{made, flowActivities(t)}, err
	})
	if err != nil {
		return err
	}
	return e.Each("changelog", func(t vendor.Table) ([]vendor.Table, error) {
		deal := dealIn(t.Name)
		switch {
		case ofOthers.MatchString(t.Name):
			return nil, nil
		case deal == "":
			if !slices.Contains(e.Export.Notes, whose) {
				e.Export.Notes = append(e.Export.Notes, whose)
			}
			return nil, nil
		}
		made, err := vendor.Changes(e.ctx, t.Table, func(c vendor.Columns, cells []string) (vendor.Change, bool) {
			return e.change(deal, c.Cell(cells, "time"), c.Cell(cells, "field_key"), c.Cell(cells, "old_value"), c.Cell(cells, "new_value"))
		}, e.created)
		return []vendor.Table{made}, err
	})
}

// whose is what is said of a changelog without the id of a deal.
const whose = "pipedrive_whose_changelog"

// ofOthers are the names of changelogs of people and organisations.
var ofOthers = regexp.MustCompile(`(?i)(persons?|people|organi[sz]ations?)[-_ /]`)

var dealName = regexp.MustCompile(`(?i)deals?[-_ /]+(\d+)[-_ /]`)

// dealIn is the id of a deal in the name of a file: "deals_120_changelog.json".
func dealIn(name string) string {
	if m := dealName.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	return ""
}

// change is a changed field of a deal. Winning and losing are stages in Peil; a
// deal that is opened again is back in the stage that it has.
func (e *export) change(deal, at, field, old, now string) (vendor.Change, bool) {
	ch := vendor.Change{Deal: deal, At: at, Role: changed[field], Old: old, New: now}
	switch field {
	case "stage_id":
		ch.Old, ch.New = named(e.stages, old), named(e.stages, now)
	case "status":
		if ch.Old = ""; now == "open" {
			ch.New = named(e.stages, vendor.First(e.now, deal))
		} else if now != "won" && now != "lost" {
			return ch, false
		}
	}
	return ch, ch.Role != ""
}
