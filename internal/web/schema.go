package web

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"peil"
	"peil/internal/report"
)

func ref(name string) object { return object{"$ref": "#/components/schemas/" + name} }

func content(typ string, schema object) object { return object{typ: object{"schema": schema}} }

func text() object { return object{"type": "string"} }

func words(list []string) object { return object{"type": "string", "enum": list} }

// schemas gathers the schemas of the types that the API reads and writes, from
// the types themselves: a field that the code has, the description has.
type schemas struct {
	made  map[string]object
	types map[string]reflect.Type
}

func newSchemas() schemas { return schemas{map[string]object{}, map[string]reflect.Type{}} }

// enums are the types whose values are a few words.
var enums = map[reflect.Type][]string{
	reflect.TypeFor[peil.Unit](): {string(peil.UnitMoney), string(peil.UnitCount), string(peil.UnitShare), string(peil.UnitDays),
		string(peil.UnitMin), string(peil.UnitOpen), string(peil.UnitFactor), string(peil.UnitFTE), string(peil.UnitPoints), string(peil.UnitNumber)},
	reflect.TypeFor[peil.Display]():     {string(peil.DisplayOK), string(peil.DisplayWide), string(peil.DisplayTooFew), string(peil.DisplayProvisional)},
	reflect.TypeFor[peil.Better]():      {string(peil.BetterUp), string(peil.BetterDown), string(peil.BetterNeither)},
	reflect.TypeFor[peil.Grain]():       wordsOf(peil.Grains()),
	reflect.TypeFor[peil.Kind]():        wordsOf([]peil.Kind{peil.KindInvalid, peil.KindNotFound, peil.KindConflict, peil.KindUnavailable, peil.KindUnsupported, peil.KindInternal}),
	reflect.TypeFor[report.ChartKind](): wordsOf(report.ChartKinds()),
	reflect.TypeFor[peil.Chart]():       wordsOf(peil.Charts()),
}

func wordsOf[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

// of is the schema of a type; structs are put among the components.
func (s schemas) of(t reflect.Type) object {
	if list, ok := enums[t]; ok {
		return words(list)
	}
	switch t {
	case reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case reflect.TypeFor[peil.Date]():
		return object{"type": "string", "format": "date"}
	case reflect.TypeFor[peil.ID]():
		return object{"type": "string", "description": "an id, 26 letters and digits"}
	case reflect.TypeFor[json.RawMessage]():
		return object{}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return nullable(s.of(t.Elem()))
	case reflect.Slice, reflect.Array:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Struct:
		return s.record(t)
	case reflect.String:
		return text()
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float64, reflect.Float32:
		return object{"type": "number"}
	case reflect.Interface:
		return object{}
	}
	return object{"type": "integer"}
}

func nullable(schema object) object {
	if typ, ok := schema["type"].(string); ok && schema["enum"] == nil {
		out := maps.Clone(schema)
		out["type"] = []string{typ, "null"}
		return out
	}
	return object{"oneOf": []any{schema, object{"type": "null"}}}
}

// record puts a struct among the components. A field that may be left out says
// so by omitempty or omitzero; all others are always there.
func (s schemas) record(t reflect.Type) object {
	name := strings.TrimSuffix(t.Name(), "JSON")
	name = strings.ToUpper(name[:1]) + name[1:]
	if had, ok := s.types[name]; ok {
		if had != t {
			panic("two types are called " + name + " in the description: " + t.String()) // TestDocs would see it
		}
		return ref(name)
	}
	props, required := object{}, []string{}
	out := object{"type": "object", "properties": props, "additionalProperties": false}
	s.made[name], s.types[name] = out, t
	s.fields(t, props, &required)
	slices.Sort(required)
	out["required"] = required
	return ref(name)
}

func (s schemas) fields(t reflect.Type, props object, required *[]string) {
	for f := range fieldsOf(t) {
		key, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && key == "" {
			s.fields(f.Type, props, required)
			continue
		}
		if key == "-" || key == "" {
			continue
		}
		typ, optional := f.Type, strings.Contains(opts, "omit")
		if optional && typ.Kind() == reflect.Pointer {
			typ = typ.Elem() // it is left out rather than null
		}
		schema := s.of(typ)
		if list := f.Tag.Get("enum"); list != "" {
			schema = enumerated(typ, strings.Split(list, ","))
		}
		if doc := f.Tag.Get("doc"); doc != "" {
			schema = maps.Clone(schema)
			schema["description"] = doc
		}
		for _, bound := range []string{"minimum", "maximum", "maxLength", "maxItems"} {
			if n, err := strconv.Atoi(f.Tag.Get(bound)); err == nil {
				schema = maps.Clone(schema)
				schema[bound] = n
			}
		}
		props[key] = schema
		if !optional {
			*required = append(*required, key)
		}
	}
}

func fieldsOf(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if f := t.Field(i); (f.IsExported() || f.Anonymous) && !yield(f) {
				return
			}
		}
	}
}

// enumerated is a field of a few words, a list of them, or one that may be null.
func enumerated(t reflect.Type, list []string) object {
	switch t.Kind() {
	case reflect.Slice:
		return object{"type": "array", "items": words(list)}
	case reflect.Pointer:
		return nullable(words(list))
	}
	return words(list)
}
