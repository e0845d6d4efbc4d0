package web

import (
	"net/http"
	"reflect"

	"peil/internal/table"
)

// route is a path, what answers it, and what the description says of it.
type route struct {
	method, pattern string
	serve           func(*Server, http.ResponseWriter, *http.Request) error
	// id names the operation; a route without one is not described.
	id, help string
	query    []object     // parameters beside workspace and lang
	global   bool         // the route is about no workspace
	words    bool         // the answer has words in the language asked for
	seq      bool         // it waits for the header Peil-Seq
	body     reflect.Type // of the request, as JSON
	upload   bool         // the request is a file
	status   int          // of success, 200 when zero
	answer   reflect.Type // nil: no content
	formats  bool         // the answer can be a file
	stream   bool         // the answer is a stream of events
	// others are answers beside success and error, by status.
	others map[int]reflect.Type
}

func of[T any]() reflect.Type { return reflect.TypeFor[T]() }

// routes is everything that is answered, in the order of the description.
var routes = []route{
	{method: "GET", pattern: "/api/v1/workspaces", serve: (*Server).workspaces, id: "workspaces", help: "All workspaces, the languages, the version: what a page asks first", global: true, answer: of[Workspaces]()},
	{method: "POST", pattern: "/api/v1/workspaces", serve: (*Server).makeWorkspace, id: "makeWorkspace", help: "Make a workspace: empty, or with the sample company", global: true, body: of[NewWorkspace](), status: http.StatusCreated, answer: of[WorkspaceMade]()},
	{method: "GET", pattern: "/api/v1/jobs/{job}", serve: (*Server).job, id: "job", help: "Work that goes on after its answer", global: true, answer: of[Job]()},
	{method: "GET", pattern: "/api/v1/words/{lang}", serve: (*Server).wordsOf, id: "words", help: "Every word of a language", global: true, answer: of[Words]()},
	{method: "GET", pattern: "/api/v1/live", serve: (*Server).live, id: "live", help: "Stream of what changes: server-sent events, resumed by Last-Event-ID", query: []object{query("last_event_id", "as the header Last-Event-ID, for those who cannot set it", text())}, answer: of[LiveEvent](), stream: true},

	{method: "GET", pattern: "/api/v1/people", serve: (*Server).people, id: "people", help: "The people of the workspace", answer: of[People]()},
	{method: "GET", pattern: "/api/v1/me", serve: (*Server).me, id: "me", help: "Who the browser says it is", answer: of[Me]()},
	{method: "POST", pattern: "/api/v1/me", serve: (*Server).chooseMe, id: "chooseMe", help: "Say who the browser is used by", body: of[Chosen](), answer: of[Me]()},

	{method: "GET", pattern: "/api/v1/reports", serve: (*Server).reports, id: "reports", help: "The reports there are, their measures, dimensions and charts, and the settings of the workspace", words: true, seq: true, answer: of[Catalogue]()},
	{method: "GET", pattern: "/api/v1/reports/{report}", serve: (*Server).report, id: "report", help: "What a report answers to a question", query: params(false), words: true, seq: true, answer: of[table.ResultJSON](), formats: true},
	{method: "GET", pattern: "/api/v1/reports/{report}/rows", serve: (*Server).rows, id: "rows", help: "The rows behind a report's numbers", query: params(true), words: true, seq: true, answer: of[table.TableJSON](), formats: true},
	{method: "GET", pattern: "/api/v1/reports/{report}/receipt", serve: (*Server).receipt, id: "receipt", help: "Where a report's numbers come from: formula, n, as-of, definition, SQL", query: params(false), words: true, seq: true, answer: of[Receipt]()},
	{method: "POST", pattern: "/api/v1/ask", serve: (*Server).ask, id: "ask", help: "Many questions in one round trip, answered over the same facts, each with its own error", words: true, seq: true, body: of[Questions](), answer: of[Answers]()},
	{method: "GET", pattern: "/api/v1/dims/{dim}", serve: (*Server).dimValues, id: "dimValues", help: "Values of a dimension that a filter can take, by name", query: []object{query("q", "only those whose name has this in it", text()), query("limit", "most values to answer; 50 if absent, at most 500", object{"type": "integer", "minimum": 1, "maximum": 500}), query("offset", "values to pass over", object{"type": "integer", "minimum": 0})}, words: true, seq: true, answer: of[DimValues]()},

	{method: "GET", pattern: "/api/v1/dashboards", serve: (*Server).dashboards, id: "dashboards", help: "One's own dashboards and the shared ones, in one's own order", answer: of[Dashboards]()},
	{method: "POST", pattern: "/api/v1/dashboards", serve: (*Server).newDashboard, id: "newDashboard", help: "Make a dashboard, of cards or of a preset", words: true, body: of[NewDashboard](), status: http.StatusCreated, answer: of[Dashboard]()},
	{method: "PUT", pattern: "/api/v1/dashboards", serve: (*Server).orderDashboards, id: "orderDashboards", help: "Put one's dashboards in order", body: of[DashboardOrder](), answer: of[Dashboards]()},
	{method: "GET", pattern: "/api/v1/dashboards/{dashboard}", serve: (*Server).dashboard, id: "dashboard", help: "A dashboard", answer: of[Dashboard]()},
	{method: "PUT", pattern: "/api/v1/dashboards/{dashboard}", serve: (*Server).changeDashboard, id: "changeDashboard", help: "Change a dashboard; 409 with the newer version where somebody was faster", body: of[DashboardChange](), answer: of[Dashboard](), others: map[int]reflect.Type{http.StatusConflict: of[DashboardConflict]()}},
	{method: "DELETE", pattern: "/api/v1/dashboards/{dashboard}", serve: (*Server).deleteDashboard, id: "deleteDashboard", help: "Delete a dashboard of one's own", status: http.StatusNoContent},
	{method: "POST", pattern: "/api/v1/dashboards/{dashboard}/duplicate", serve: (*Server).duplicateDashboard, id: "duplicateDashboard", help: "Copy a dashboard to oneself", words: true, body: of[Duplicate](), status: http.StatusCreated, answer: of[Dashboard]()},
	{method: "POST", pattern: "/api/v1/dashboards/{dashboard}/reset", serve: (*Server).resetDashboard, id: "resetDashboard", help: "Put a dashboard back to its preset, or to another", words: true, body: of[Reset](), answer: of[Dashboard](), others: map[int]reflect.Type{http.StatusConflict: of[DashboardConflict]()}},
	{method: "GET", pattern: "/api/v1/presets", serve: (*Server).presets, id: "presets", help: "Ready-made dashboards, by what kind of sale the data shows and by goal", words: true, answer: of[Presets]()},

	{method: "GET", pattern: "/api/v1/advice", serve: (*Server).advise, id: "advice", help: "What to do now: the advice that was neither dismissed nor acted on", query: params(false), words: true, seq: true, answer: of[AdviceList]()},
	{method: "POST", pattern: "/api/v1/advice/{advice}", serve: (*Server).answerAdvice, id: "answerAdvice", help: "Dismiss an advice, or say that it was acted on", body: of[AdviceAnswer](), answer: of[Written]()},

	{method: "GET", pattern: "/api/v1/notes", serve: (*Server).notes, id: "notes", help: "What the company changed", query: []object{query("from", "first day", object{"type": "string", "format": "date"}), query("to", "the first day after", object{"type": "string", "format": "date"})}, answer: of[Notes]()},
	{method: "POST", pattern: "/api/v1/notes", serve: (*Server).newNote, id: "newNote", help: "Note a change", body: of[NoteDraft](), status: http.StatusCreated, answer: of[ChangeNote]()},
	{method: "PUT", pattern: "/api/v1/notes/{note}", serve: (*Server).changeNote, id: "changeNote", help: "Correct a note", body: of[NoteDraft](), answer: of[ChangeNote]()},
	{method: "DELETE", pattern: "/api/v1/notes/{note}", serve: (*Server).deleteNote, id: "deleteNote", help: "Take a note back", answer: of[Written]()},

	{method: "GET", pattern: "/api/v1/imports", serve: (*Server).imports, id: "imports", help: "Imports, stored and being prepared", answer: of[Imports]()},
	{method: "POST", pattern: "/api/v1/imports", serve: (*Server).newImport, id: "newImport", help: "Begin to prepare an import", status: http.StatusCreated, answer: of[ImportDraft]()},
	{method: "GET", pattern: "/api/v1/imports/kinds", serve: (*Server).importKinds, id: "importKinds", help: "What tables and columns can be taken for", words: true, answer: of[ImportKinds]()},
	{method: "GET", pattern: "/api/v1/imports/{import}", serve: (*Server).importDraft, id: "importDraft", help: "An import being prepared", words: true, answer: of[ImportDraft]()},
	{method: "DELETE", pattern: "/api/v1/imports/{import}", serve: (*Server).dropImport, id: "dropImport", help: "Stop an import being prepared, read or stored, and sweep it away", status: http.StatusNoContent},
	{method: "PUT", pattern: "/api/v1/imports/{import}/files/{name}", serve: (*Server).uploadFile, id: "uploadFile", help: "Upload a file: the request's body, of any length up to the limit", upload: true, answer: of[ImportDraft]()},
	{method: "DELETE", pattern: "/api/v1/imports/{import}/files/{name}", serve: (*Server).dropFile, id: "dropFile", help: "Leave out an uploaded file", answer: of[ImportDraft]()},
	{method: "POST", pattern: "/api/v1/imports/{import}/read", serve: (*Server).readImport, id: "readImport", help: "Read and check the files; goes on after the answer", words: true, body: of[ImportRead](), status: http.StatusAccepted, answer: of[ImportDraft]()},
	{method: "POST", pattern: "/api/v1/imports/{import}/answers", serve: (*Server).answerImport, id: "answerImport", help: "Answer what the files leave open, and check again", words: true, body: of[ImportAnswers](), status: http.StatusAccepted, answer: of[ImportDraft]()},
	{method: "PUT", pattern: "/api/v1/imports/{import}/mapping", serve: (*Server).mapImport, id: "mapImport", help: "Correct what was understood, and read again", words: true, body: of[ImportMapping](), status: http.StatusAccepted, answer: of[ImportDraft]()},
	{method: "POST", pattern: "/api/v1/imports/{import}/apply", serve: (*Server).applyImport, id: "applyImport", help: "Store what was understood; goes on after the answer", words: true, status: http.StatusAccepted, answer: of[ImportDraft]()},
	{method: "GET", pattern: "/api/v1/imports/{import}/refused.csv", serve: (*Server).refusedRows, id: "refusedRows", help: "All rows that cannot be read, as a file", answer: of[string]()},
	{method: "POST", pattern: "/api/v1/batches/{batch}/undo", serve: (*Server).undo, id: "undo", help: "Take a stored import out of every number", body: of[Undo](), answer: of[Undone](), others: map[int]reflect.Type{http.StatusConflict: of[UndoConflict]()}},

	{method: "GET", pattern: "/healthz", serve: (*Server).healthy, id: "health", help: "Whether the process runs", global: true, answer: of[Health]()},
	{method: "GET", pattern: "/readyz", serve: (*Server).ready, id: "ready", help: "Whether the store answers", global: true, answer: of[Health]()},
}
