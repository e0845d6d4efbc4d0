package web

import (
	"time"

	"peil"
)

// Workspaces are all there are.
type Workspaces struct {
	Workspaces []WorkspaceJSON `json:"workspaces"`
	Default    *string         `json:"default" doc:"the one used when nobody names any; null where there is none"`
	Languages  []string        `json:"languages"`
	Lang       string          `json:"lang" doc:"of the server, for those who ask for none"`
	Version    string          `json:"version"`
}

// WorkspaceJSON is the data of one company.
type WorkspaceJSON struct {
	Name   string `json:"name"`
	Sample bool   `json:"sample" doc:"holds the sample company"`
	Empty  bool   `json:"empty" doc:"nothing is recorded yet"`
}

// NewWorkspace makes a workspace.
type NewWorkspace struct {
	Name   string `json:"name,omitempty" doc:"1 to 63 of a–z, 0–9, - and _; main if absent, demo for the sample company"`
	Sample bool   `json:"sample,omitempty" doc:"fill it with the sample company, which is called demo"`
}

// WorkspaceMade is a new workspace, and the work that fills it.
type WorkspaceMade struct {
	Workspace WorkspaceJSON `json:"workspace"`
	Job       *Job          `json:"job" doc:"null where there is nothing to fill in"`
}

// Job is work that goes on after the answer; GET /api/v1/live tells of it too.
type Job struct {
	ID        peil.ID    `json:"id"`
	What      string     `json:"what" enum:"sample"`
	Workspace string     `json:"workspace"`
	State     string     `json:"state" enum:"running,done,failed"`
	Done      int        `json:"done"`
	Total     int        `json:"total"`
	Seq       int64      `json:"seq" doc:"of the last event, when done"`
	Error     *ErrorJSON `json:"error"`
}

// Words is the catalogue of one language.
type Words struct {
	Lang  string            `json:"lang"`
	Words map[string]string `json:"words" doc:"by key; {name} in a text stands for an argument"`
}

// Health says that the server answers.
type Health struct {
	Status  string `json:"status"`
	Version string `json:"version,omitempty"`
}

// LiveEvent is one message of the stream. Its event is the type, its id where to
// resume from.
type LiveEvent struct {
	Type      string     `json:"type" enum:"hello,facts,dashboard,dashboards,note,import,job,workspaces,resync" doc:"hello comes first; resync: more was missed than is kept, ask for everything anew"`
	Workspace string     `json:"workspace" doc:"empty where it is about all"`
	At        time.Time  `json:"at"`
	Seq       int64      `json:"seq,omitempty" doc:"facts: the last event they have seen; note: of the event written"`
	Stale     bool       `json:"stale,omitempty"`
	ID        string     `json:"id,omitempty" doc:"of the dashboard, note, import or job"`
	Version   int        `json:"version,omitempty" doc:"of the dashboard"`
	Deleted   bool       `json:"deleted,omitempty"`
	By        *PersonRef `json:"by,omitempty"`
	State     string     `json:"state,omitempty" doc:"of the import or job"`
	Done      int64      `json:"done,omitempty"`
	Total     int64      `json:"total,omitempty"`
}
