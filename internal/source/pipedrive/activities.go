package pipedrive

import (
	"strings"

	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

// activities puts the day and the time of an activity together, and makes its
// length hours and minutes and seconds.
func (e *export) activities() error {
	widen := func(t vendor.Table) ([]vendor.Table, error) {
		return []vendor.Table{vendor.Widen(t, "pipedrive", []mapping.Role{"due", "duration"}, func(c vendor.Columns, cells []string) []string {
			return []string{moment(c.Cell(cells, "activity - due date", "aktivitet - forfallsdato", "due_date"), c.Cell(cells, "activity - due time", "aktivitet - forfallstid", "due_time")),
				length(c.Cell(cells, "activity - duration", "aktivitet - varighet", "duration"))}
		})}, nil
	}
	if err := e.Each("activities", widen); err != nil {
		return err
	}
	return e.Each("api_activities", widen)
}

// moment is a day and a time of the day as one date; without a time it is a day.
func moment(day, clock string) string {
	if day == "" || clock == "" || strings.Contains(day, ":") {
		return day
	}
	return day + " " + clock
}

// length completes "01:30", which are hours and minutes here.
func length(s string) string {
	if strings.Count(s, ":") == 1 {
		return s + ":00"
	}
	return s
}

var flowRoles = []mapping.Role{"id", "kind", "name", "note", "owner_id", "deal_id", "contact_id", "account_id", "created", "due", "at", "status", "duration"}

// flowActivities are the activities in the flow of a deal.
func flowActivities(t vendor.Table) vendor.Table {
	c := vendor.ColumnsOf(t.Table)
	return vendor.Rows(t.Table, "activities", mapping.Activities, flowRoles, func(cells []string, emit func(...string) error) error {
		if c.Cell(cells, "object") != "activity" {
			return nil
		}
		in := func(names ...string) string {
			for i := range names {
				names[i] = "data." + names[i]
			}
			return c.Cell(cells, names...)
		}
		return emit(in("id"), in("type"), in("subject"), in("note"), in("assigned_to_user_id", "user_id", "owner_id"), in("deal_id"), in("person_id"), in("org_id"),
			in("add_time"), moment(in("due_date"), in("due_time")), in("marked_as_done_time"), in("done"), length(in("duration")))
	})
}
