package web

import (
	"encoding/json"
	"net/http"

	"peil/internal/locale"
	"peil/internal/report"
	"peil/internal/table"
)

// object is a piece of a JSON document; its keys are written in order.
type object = map[string]any

// APIVersion is that of the description. It goes up whenever the description
// changes; a test on the stored copy sees to it that the change is meant.
const APIVersion = "1.1.0"

// OpenAPI describes the API (OpenAPI 3.1), looping over the reports.
func OpenAPI() []byte {
	c := locale.For("en")
	paths := object{
		"/api/v1/reports": object{"get": operation("reports", "The reports there are", []object{langParam()}, nil,
			content("application/json", ref("Reports")))},
		"/healthz": object{"get": operation("health", "Whether the process runs", nil, nil, content("application/json", ref("Health")))},
		"/readyz":  object{"get": operation("ready", "Whether the store answers", nil, nil, content("application/json", ref("Health")))},
	}
	for _, rep := range report.All {
		title := c.Name("report", rep.ID+".title")
		paths["/api/v1/reports/"+rep.ID] = object{"get": operation(rep.ID, title+": "+c.Help("report", rep.ID),
			params(false), seqParam(), formats(ref("Result")))}
		paths["/api/v1/reports/"+rep.ID+"/rows"] = object{"get": operation(rep.ID+"Rows", title+": the rows behind the numbers",
			params(true), seqParam(), formats(ref("Table")))}
	}
	doc := object{
		"openapi":    "3.1.0",
		"info":       object{"title": "Peil", "version": APIVersion, "license": object{"name": "Apache-2.0", "identifier": "Apache-2.0"}},
		"paths":      paths,
		"components": object{"schemas": schemas(), "responses": object{"Error": object{"description": "What was wrong, and what would have been right", "content": content("application/json", ref("Error"))}}},
	}
	data, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		panic(err) // maps of strings always encode
	}
	return append(data, '\n')
}

func (s *Server) openAPI(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "application/json")
	_, err := w.Write(OpenAPI())
	return err
}

// formats are the ways an answer can be written; only JSON has a schema.
func formats(schema object) object {
	out := object{}
	for _, f := range table.Formats {
		typ := f.ContentType
		if f.ID == "json" {
			out[typ] = object{"schema": schema}
			continue
		}
		out[typ] = object{"schema": object{"type": "string"}}
	}
	return out
}

func operation(id, summary string, params []object, headers []object, answer object) object {
	all := append(append([]object{}, params...), headers...)
	op := object{"operationId": id, "summary": summary, "responses": object{
		"200":     object{"description": "The answer", "content": answer},
		"default": object{"$ref": "#/components/responses/Error"},
	}}
	if len(all) > 0 {
		op["parameters"] = all
	}
	return op
}

func query(name, help string, schema object) object {
	return object{"name": name, "in": "query", "description": help, "schema": schema}
}

func langParam() object {
	return query("lang", "language of words and numbers", words(locale.Languages()))
}

// params are the parameters of a report or of its rows.
func params(rows bool) []object {
	var out []object
	for _, p := range Params {
		if p.Rows && !rows {
			continue
		}
		schema := text()
		switch p.Name {
		case "by":
			schema = text() // which words there are depends on the workspace: GET /api/v1/reports lists them
		case "trend":
			schema = words(Grains())
		case "limit", "offset":
			schema = object{"type": "integer", "minimum": 0}
		case "tau":
			schema = object{"type": "number", "exclusiveMinimum": 0}
		case "as_of":
			schema = object{"type": "string", "format": "date"}
		}
		if p.Many {
			schema = object{"type": "array", "items": schema}
		}
		out = append(out, query(p.Name, p.Help, schema))
	}
	var ids []string
	for _, f := range table.Formats {
		ids = append(ids, f.ID)
	}
	return append(out, query("workspace", "workspace; main if there is one, else demo", text()), langParam(),
		query("format", "how the answer is written; json if absent", words(ids)))
}

func seqParam() []object {
	return []object{{"name": seqHeader, "in": "header", "description": "wait until the facts hold at least this event; 503 after 2 seconds",
		"schema": object{"type": "integer", "minimum": 0}}}
}
