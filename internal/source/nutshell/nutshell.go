// Package nutshell knows what Nutshell exports: its leads, which are deals with
// a confidence, several sources, channels and competitors, and an outcome; the
// times of their stages; activities; and the sheets of companies and people.
package nutshell

import (
	"context"
	"strings"

	"peil/internal/source/file"
	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

// Read knows the leads by their confidence and who is assigned, the sheets by
// Nutshell's own columns.
func Read(_ context.Context, files []*file.Table) (*vendor.Export, error) {
	f := vendor.Find(files, shapes)
	if f == nil {
		return nil, nil
	}
	if err := f.Each("leads", leads); err != nil {
		return nil, err
	}
	if err := f.Each("activities", activities); err != nil {
		return nil, err
	}
	history := f.Has("times")
	for _, made := range f.Export.Tables {
		for _, t := range made {
			history = history || t.Kind == mapping.History
		}
	}
	if f.Has("leads") && !history {
		f.Export.Notes = append(f.Export.Notes, "nutshell_no_history")
	}
	return f.Export, nil
}

// statuses are the numbers that the API has for how a lead stands.
var statuses = map[string]string{"0": "open", "1": "open", "10": "won", "11": "lost", "12": "cancelled"}

// leadRoles are the columns of the lead beside the deal: who asked, and all that
// brought them.
var leadRoles = []mapping.Role{"id", "name", "account", "created", "owner", "owner_email", "sources", "deal_id"}

// leads makes three tables of Nutshell's leads: the deal, the inquiry that it
// began as, which shares its credit among its sources, and its products.
func leads(t vendor.Table) ([]vendor.Table, error) {
	roles := []mapping.Role{"id", "status", "competitor", "product", "source", "account", "contact"}
	deal := vendor.Widen(t, "nutshell", roles, func(c vendor.Columns, cells []string) []string {
		status := c.Cell(cells, "status")
		if s, ok := statuses[status]; ok {
			status = s
		}
		product := list(c.Cell(cells, products...))
		if strings.Contains(product, ";") { // they have a table of their own
			product = ""
		}
		first, _, _ := strings.Cut(sources(c, cells), ";")
		return []string{c.Cell(cells, ids...), status, list(c.Cell(cells, competitors...)), product, first, one(c.Cell(cells, accounts...)), one(c.Cell(cells, people...))}
	})
	c := vendor.ColumnsOf(t.Table)
	inquiry := vendor.Rows(t.Table, "leads", mapping.Leads, leadRoles, func(cells []string, emit func(...string) error) error {
		id := c.Cell(cells, ids...)
		if id == "" {
			return nil
		}
		return emit("lead-"+id, c.Cell(cells, names...), one(c.Cell(cells, accounts...)), c.Cell(cells, created...), c.Cell(cells, assignees...), c.Cell(cells, "assignee.emails", "assignee email"),
			sources(c, cells), id)
	})
	lines := vendor.Rows(t.Table, "products", mapping.Lines, []mapping.Role{"deal_id", "product"}, func(cells []string, emit func(...string) error) error {
		several := strings.Split(list(c.Cell(cells, products...)), ";")
		if len(several) < 2 {
			return nil
		}
		for _, p := range several {
			if err := emit(c.Cell(cells, ids...), strings.TrimSpace(p)); err != nil {
				return err
			}
		}
		return nil
	})
	out := []vendor.Table{deal, inquiry, lines}
	if stages := visits(t); stages != nil {
		out = append(out, *stages)
	}
	return out, nil
}

// sources are where a lead came from: its sources, or its channels where nobody
// has set a source.
func sources(c vendor.Columns, cells []string) string {
	if s := list(c.Cell(cells, "sources", "source", "kilder", "kilde")); s != "" {
		return s
	}
	return list(c.Cell(cells, "channels", "channel", "lead channels", "kanaler", "kanal"))
}

// list parts several names by semicolons: Nutshell writes commas.
func list(s string) string {
	if strings.Contains(s, ";") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, ", ", ";"), ",", ";")
}

// one is the first of several companies or people.
func one(s string) string {
	first, _, _ := strings.Cut(s, ";")
	return strings.TrimSpace(first)
}

// visits are the columns that say when a lead came into a stage.
func visits(t vendor.Table) *vendor.Table {
	type visit struct {
		column int
		stage  string
	}
	var found []visit
	for i, h := range t.Header {
		low := vendor.Fold(h)
		for _, before := range []string{"entered stage: ", "stage entered: ", "entered ", "inn i trinn: ", "kom til "} {
			if rest, ok := strings.CutPrefix(low, before); ok && rest != "" {
				found = append(found, visit{i, strings.Trim(h[len(h)-len(rest):], `"«»`)})
				break
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	c := vendor.ColumnsOf(t.Table)
	made := vendor.Rows(t.Table, "history", mapping.History, []mapping.Role{"deal_id", "stage", "pipeline", "at"}, func(cells []string, emit func(...string) error) error {
		for _, v := range found {
			if mapping.Missing(cells[v.column]) {
				continue
			}
			if err := emit(c.Cell(cells, ids...), v.stage, c.Cell(cells, pipelines...), cells[v.column]); err != nil {
				return err
			}
		}
		return nil
	})
	return &made
}

// activities reads the first lead, company and person that an activity is about,
// and whether it was logged or only scheduled.
func activities(t vendor.Table) ([]vendor.Table, error) {
	roles := []mapping.Role{"status", "deal", "account", "contact"}
	return []vendor.Table{vendor.Widen(t, "nutshell", roles, func(c vendor.Columns, cells []string) []string {
		status := strings.ToLower(c.Cell(cells, "status"))
		switch status {
		case "logged", "1", "logget", "loggført":
			status = "done"
		case "scheduled", "0", "planlagt":
			status = "planned"
		}
		return []string{status, one(c.Cell(cells, "lead", "leads", "salgsmulighet")), one(c.Cell(cells, accounts...)), one(c.Cell(cells, people...))}
	})}, nil
}
