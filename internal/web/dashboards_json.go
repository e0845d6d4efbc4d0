package web

import (
	"time"

	"peil"
	"peil/internal/report"
)

// Dashboards are those that somebody sees: their own and the shared ones, in the
// order they chose.
type Dashboards struct {
	Dashboards []DashboardHead `json:"dashboards"`
}

// DashboardHead is a dashboard in the list.
type DashboardHead struct {
	ID      peil.ID    `json:"id"`
	Name    string     `json:"name" maxLength:"120"`
	Owner   *PersonRef `json:"owner" doc:"null where nobody had been chosen"`
	Mine    bool       `json:"mine"`
	Shared  bool       `json:"shared"`
	Version int        `json:"version"`
	Changed time.Time  `json:"changed"`
}

// Dashboard is a dashboard with its cards.
type Dashboard struct {
	DashboardHead
	Preset string `json:"preset" doc:"the preset it was made from, or empty"`
	View   string `json:"view" doc:"the part of the address after ? that it opens with"`
	Cards  []Card `json:"cards"`
}

// Card is a question with how it is shown and where.
type Card struct {
	ID       string            `json:"id" maxLength:"40" doc:"unique in its dashboard"`
	Title    string            `json:"title,omitempty" maxLength:"120" doc:"the measure's or report's name if absent"`
	Report   string            `json:"report"`
	Measures []string          `json:"measures"`
	Kind     string            `json:"kind" enum:"number,chart,table"`
	Chart    *report.ChartKind `json:"chart,omitempty"`
	By       string            `json:"by,omitempty"`
	Trend    string            `json:"trend,omitempty" enum:"auto,day,week,month,quarter,year"`
	Period   string            `json:"period,omitempty" doc:"the dashboard's if absent"`
	Compare  *[]string         `json:"compare,omitempty" enum:"previous,year"`
	Filters  []FilterJSON      `json:"filters,omitempty" doc:"beside those of the dashboard"`
	X        int               `json:"x" minimum:"0" maximum:"11"`
	Y        int               `json:"y" minimum:"0"`
	W        int               `json:"w" minimum:"1" maximum:"12"`
	H        int               `json:"h" minimum:"1" maximum:"40"`
}

// NewDashboard makes a dashboard: of cards, or of a preset.
type NewDashboard struct {
	Name   string `json:"name,omitempty" doc:"the preset's if absent"`
	Preset string `json:"preset,omitempty"`
	Shared bool   `json:"shared,omitempty"`
	View   string `json:"view,omitempty"`
	Cards  []Card `json:"cards,omitempty"`
}

// DashboardChange puts a dashboard in the place of the version it was made from.
type DashboardChange struct {
	Version int    `json:"version" doc:"the version that was changed; 409 with the newer one where it is not the newest"`
	Name    string `json:"name"`
	Shared  bool   `json:"shared"`
	View    string `json:"view"`
	Cards   []Card `json:"cards"`
}

// DashboardConflict is an error with the version that came in between.
type DashboardConflict struct {
	ErrorJSON
	Current Dashboard `json:"current"`
}

// DashboardOrder is the order in which somebody wants their dashboards.
type DashboardOrder struct {
	IDs []peil.ID `json:"ids"`
}

// Duplicate names a copy.
type Duplicate struct {
	Name string `json:"name,omitempty"`
}

// Reset puts a dashboard back to its preset, or to another.
type Reset struct {
	Version int    `json:"version"`
	Preset  string `json:"preset,omitempty" doc:"its own if absent"`
}

// Presets are ready-made dashboards, those for the workspace's own kind of sale
// first.
type Presets struct {
	Profile ProfileJSON `json:"profile"`
	Presets []Preset    `json:"presets"`
}

// ProfileJSON is what kind of sale the data shows.
type ProfileJSON struct {
	ID          string   `json:"id" enum:"high_volume,medium,long,account,few" doc:"few: under 30 closed deals in a year"`
	Name        string   `json:"name"`
	Why         string   `json:"why" doc:"the numbers that say so, in words"`
	WinsPerWeek float64  `json:"wins_per_week"`
	CycleDays   *float64 `json:"cycle_days"`
	Closed      int      `json:"closed" doc:"deals closed in twelve months"`
}

// Preset is a ready-made dashboard.
type Preset struct {
	ID          string `json:"id"`
	Kind        string `json:"kind" enum:"profile,goal"`
	Name        string `json:"name"`
	Help        string `json:"help"`
	Recommended bool   `json:"recommended"`
	View        string `json:"view"`
	Cards       []Card `json:"cards"`
}
