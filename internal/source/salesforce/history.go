package salesforce

import (
	"strconv"
	"strings"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

// won and closed are the columns that say how an opportunity ended, as reports,
// the API and connectors name them.
var (
	won    = []string{"iswon", "is_won", "won", "vunnet"}
	closed = []string{"isclosed", "is_closed", "closed", "lukket"}
)

func isTrue(s string) bool { return strings.EqualFold(s, "true") || s == "1" }

// status says in a word how an opportunity stands, or "" where its row does not
// tell.
func status(c vendor.Columns, cells []string) string {
	switch {
	case isTrue(c.Cell(cells, won...)):
		return string(peil.Won)
	case isTrue(c.Cell(cells, closed...)):
		return string(peil.Lost)
	case c.Cell(cells, closed...) != "":
		return "open"
	}
	return ""
}

// standing gives opportunities their status, and the contact of a table of roles.
func (e *export) standing() error {
	contacts, err := e.Lookup(e.ctx, "contact_roles", "opportunityid", "contactid")
	if err != nil {
		return err
	}
	return e.Each("deals", func(t vendor.Table) ([]vendor.Table, error) {
		return []vendor.Table{vendor.Widen(t, "salesforce", []mapping.Role{"status", "contact_id"}, func(c vendor.Columns, cells []string) []string {
			contact := c.Cell(cells, "contactid", "contact_id")
			if contact == "" {
				contact = vendor.First(contacts, c.Cell(cells, "id", "opportunity id (18 digit)", "opportunity id"))
			}
			return []string{status(c, cells), short(contact)}
		})}, nil
	})
}

// stages takes the stages from the object that lists them, else from the
// opportunities themselves, which say of each whether it is the end.
func (e *export) stages() error {
	rows, err := e.Lookup(e.ctx, "stages", "masterlabel", "sortorder", "isclosed", "iswon", "defaultprobability")
	if err != nil {
		return err
	}
	var placed []vendor.Placed
	for name, r := range rows {
		s := mapping.Stage{Name: name, Kind: kind(isTrue(r[0][2]), isTrue(r[0][1])), P: -1}
		if p, err := strconv.ParseFloat(r[0][3], 64); err == nil && s.Kind == peil.StageOpen {
			s.P = p / 100
		}
		placed = append(placed, vendor.Placed{Stage: s, Order: r[0][0]})
	}
	if e.Export.Stages = vendor.InOrder(placed); len(placed) > 0 {
		return nil
	}
	return e.seenStages()
}

func kind(won, closed bool) peil.StageKind {
	switch {
	case won:
		return peil.StageWon
	case closed:
		return peil.StageLost
	}
	return peil.StageOpen
}

// seenStages gathers the stages of opportunities and their versions, where these
// say which are the ends: names alone are guessed elsewhere.
func (e *export) seenStages() error {
	seen := map[string]int{}
	var out []mapping.Stage
	told := false
	for _, table := range []string{"versions", "history", "deals"} {
		err := e.Each(table, func(t vendor.Table) ([]vendor.Table, error) {
			c := vendor.ColumnsOf(t.Table)
			return []vendor.Table{t}, t.Rows(e.ctx, func(_ int, cells []string) error {
				name, how := strings.Clone(c.Cell(cells, "stagename", "stage_name", "stage", "fase")), status(c, cells)
				if name == "" {
					return nil
				}
				told = told || how != ""
				k := kind(how == string(peil.Won), how == string(peil.Lost))
				i, ok := seen[name]
				if !ok {
					seen[name], out = len(out), append(out, mapping.Stage{Name: name, Kind: mapping.StageKindOf(name), P: -1})
					i = len(out) - 1
				}
				if how != "" && (out[i].Kind == peil.StageOpen || how == "open") && out[i].Kind != peil.StageCancelled {
					out[i].Kind = k
				}
				return nil
			}, nil)
		})
		if err != nil {
			return err
		}
	}
	if told {
		mapping.OrderStages(out)
		e.Export.Stages = out
	}
	return nil
}

// changed are the fields whose changes say how an opportunity moved.
var changed = map[string]mapping.Role{"stagename": "stage", "amount": "value", "closedate": "expected_close", "probability": "probability", "ownerid": "owner_id", "owner": "owner"}

// histories reads the versions that a connector keeps, and the object that keeps
// every change of a field.
func (e *export) histories() error {
	if err := e.Each("versions", func(t vendor.Table) ([]vendor.Table, error) {
		return []vendor.Table{vendor.Widen(t, "since", []mapping.Role{"at"}, func(c vendor.Columns, cells []string) []string {
			return []string{since(c, cells)}
		})}, nil
	}); err != nil {
		return err
	}
	created, err := e.created()
	if err != nil {
		return err
	}
	return e.Each("fields", func(t vendor.Table) ([]vendor.Table, error) {
		made, err := vendor.Changes(e.ctx, t.Table, change, created)
		return []vendor.Table{made}, err
	})
}

// created is when opportunities were made, by the short form of their id.
func (e *export) created() (map[string][][]string, error) {
	out := map[string][][]string{}
	for _, id := range []string{"id", "opportunity id (18 digit)", "opportunity id"} {
		for _, at := range []string{"createddate", "created_date", "created date"} {
			rows, err := e.Lookup(e.ctx, "deals", id, at)
			if err != nil {
				return nil, err
			}
			for k, v := range rows {
				if v[0][0] != "" {
					out[short(k)] = v
				}
			}
		}
	}
	return out, nil
}

// change reads a row of the object that keeps every change of a field.
func change(c vendor.Columns, cells []string) (vendor.Change, bool) {
	role, ok := changed[strings.ToLower(c.Cell(cells, "field"))]
	out := vendor.Change{Deal: short(c.Cell(cells, "opportunityid", "opportunity_id")), At: c.Cell(cells, "createddate", "created_date"), Role: role,
		Old: c.Cell(cells, "oldvalue", "old_value"), New: c.Cell(cells, "newvalue", "new_value")}
	if role == "owner_id" {
		out.Old, out.New = short(out.Old), short(out.New)
	}
	return out, ok
}

// since is from when a version holds. A connector begins with how things are on
// the day it is set up: an opportunity that had ended by then ended when it says.
func since(c vendor.Columns, cells []string) string {
	from, end := c.Cell(cells, "_fivetran_start"), c.Cell(cells, "close_date")
	if how := status(c, cells); (how == string(peil.Won) || how == string(peil.Lost)) && end != "" && end < from { // both are written year first
		return end
	}
	return from
}
