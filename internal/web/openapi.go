package web

import (
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"peil/internal/locale"
	"peil/internal/table"
)

// object is a piece of a JSON document; its keys are written in order.
type object = map[string]any

// APIVersion is that of the description. It goes up whenever the description
// changes; a test on the stored copy sees to it that the change is meant.
const APIVersion = "2.1.0"

// OpenAPI describes the API (OpenAPI 3.1) from the routes and their types.
func OpenAPI() []byte {
	s := newSchemas()
	paths := map[string]object{}
	for _, r := range routes {
		if r.id == "" {
			continue
		}
		if paths[r.pattern] == nil {
			paths[r.pattern] = object{}
		}
		paths[r.pattern][strings.ToLower(r.method)] = r.operation(s)
	}
	failure := content("application/json", s.of(reflect.TypeFor[ErrorJSON]()))
	doc := object{
		"openapi": "3.1.0",
		"info":    object{"title": "Peil", "version": APIVersion, "license": object{"name": "Apache-2.0", "identifier": "Apache-2.0"}},
		"paths":   paths,
		"components": object{"schemas": s.made, "responses": object{
			"Error": object{"description": "What was wrong, and what would have been right", "content": failure}}},
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

var inPath = regexp.MustCompile(`\{(\w+)\}`)

// operation describes a route.
func (r route) operation(s schemas) object {
	op := object{"operationId": r.id, "summary": r.help}
	params := []object{}
	for _, m := range inPath.FindAllStringSubmatch(r.pattern, -1) {
		params = append(params, object{"name": m[1], "in": "path", "required": true, "schema": text()})
	}
	params = append(params, r.query...)
	if !r.global {
		params = append(params, query("workspace", "workspace; main if there is one, else demo", text()))
	}
	if r.words {
		params = append(params, langParam())
	}
	if r.formats {
		params = append(params, query("format", "how the answer is written; json if absent", words(formatIDs())),
			query("about", "1: what the figures are of is written above them in a CSV file; a workbook says it anyway", words([]string{"1"})),
			query("title", "what the file calls it; the report's title if absent", text()))
	}
	if r.seq {
		params = append(params, object{"name": seqHeader, "in": "header", "description": "wait until the facts hold at least this event; 503 after 2 seconds",
			"schema": object{"type": "integer", "minimum": 0}})
	}
	if len(params) > 0 {
		op["parameters"] = params
	}
	switch {
	case r.body != nil:
		op["requestBody"] = object{"required": true, "content": content("application/json", s.of(r.body))}
	case r.upload:
		op["requestBody"] = object{"required": true, "content": content("application/octet-stream", object{"type": "string", "format": "binary"})}
	}
	op["responses"] = r.responses(s)
	return op
}

func (r route) responses(s schemas) object {
	status := r.status
	if status == 0 {
		status = http.StatusOK
	}
	ok := object{"description": "The answer"}
	switch {
	case r.answer == nil:
		ok["description"] = "Done"
	case r.stream:
		ok["content"] = content("text/event-stream", s.of(r.answer))
	case r.answer.Kind() == reflect.String:
		ok["content"] = content("text/csv", text())
	case r.formats:
		ok["content"] = formats(s.of(r.answer))
	default:
		ok["content"] = content("application/json", s.of(r.answer))
	}
	out := object{strconv.Itoa(status): ok, "default": object{"$ref": "#/components/responses/Error"}}
	for code, typ := range r.others {
		out[strconv.Itoa(code)] = object{"description": http.StatusText(code), "content": content("application/json", s.of(typ))}
	}
	return out
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
		out[typ] = object{"schema": text()}
	}
	return out
}

func formatIDs() []string {
	var ids []string
	for _, f := range table.Formats {
		ids = append(ids, f.ID)
	}
	return ids
}

func query(name, help string, schema object) object {
	return object{"name": name, "in": "query", "description": help, "schema": schema}
}

func langParam() object {
	return query("lang", "language of words and numbers", words(locale.Languages()))
}

// params are the parameters of a question about a report or its rows.
func params(rows bool) []object {
	var out []object
	for _, p := range Params {
		if p.Rows && !rows {
			continue
		}
		schema := text()
		switch p.Name {
		case "trend":
			schema = words(Grains())
		case "limit", "offset":
			schema = object{"type": "integer", "minimum": 0}
		case "tau":
			schema = object{"type": "number", "exclusiveMinimum": 0}
		}
		if p.Many {
			schema = object{"type": "array", "items": schema}
		}
		out = append(out, query(p.Name, p.Help, schema))
	}
	return out
}
