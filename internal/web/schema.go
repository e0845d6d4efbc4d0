package web

import (
	"maps"
	"slices"

	"peil"
)

func ref(name string) object { return object{"$ref": "#/components/schemas/" + name} }

func content(typ string, schema object) object { return object{typ: object{"schema": schema}} }

func text() object { return object{"type": "string"} }

func words(list []string) object { return object{"type": "string", "enum": list} }

// record is a schema of an object all of whose keys are always there.
func record(props object) object {
	return object{"type": "object", "properties": props, "required": slices.Sorted(maps.Keys(props)), "additionalProperties": false}
}

func list(of object) object { return object{"type": "array", "items": of} }

func orNull(typ string) object { return object{"type": []string{typ, "null"}} }

// schemas are the shapes that internal/table writes.
func schemas() object {
	num, str, whole := object{"type": "number"}, text(), object{"type": "integer"}
	instant := object{"type": []string{"string", "null"}, "format": "date-time"}
	day := object{"type": "string", "format": "date"}
	nullable := func(schema object) object { return object{"oneOf": []any{schema, object{"type": "null"}}} }
	values := object{"type": "object", "additionalProperties": ref("Value")}
	return object{
		"Period":   record(object{"from": day, "to": object{"type": "string", "format": "date", "description": "the first day after the period"}}),
		"Interval": record(object{"lo": num, "hi": num, "level": num, "method": str}),
		"Restated": record(object{"by": num, "since": object{"type": "string", "format": "date-time"}}),
		"Change": record(object{"to": words(comparisons), "period": ref("Period"), "value": orNull("number"), "delta": orNull("number"),
			"interval": nullable(ref("Interval"))}),
		"Value": record(object{"value": object{"type": []string{"number", "null"}, "description": "money in the main unit, shares as fractions"},
			"reason": orNull("string"), "unit": words(units()), "currency": orNull("string"), "k": orNull("number"), "n": orNull("number"),
			"interval": nullable(ref("Interval")), "display": words([]string{"ok", "wide", "too_few", "provisional"}), "maturity": orNull("number"),
			"restated": nullable(ref("Restated")), "compare": list(ref("Change"))}),
		"Row":   record(object{"slice": object{"type": []string{"string", "null"}, "description": "null is the total"}, "measures": values}),
		"Point": record(object{"slice": orNull("string"), "period": ref("Period"), "measures": values}),
		"Figure": record(object{"id": str, "chart": words(charts()), "axes": list(record(object{"id": str, "unit": object{"type": []string{"string", "null"}, "description": "set where the keys are numbers"}})),
			"measures": list(ref("Measure")), "cells": list(record(object{"keys": list(str), "measures": values}))}),
		"Measure":  object{"type": "object", "properties": object{"id": str, "unit": words(units()), "better": str}, "required": []string{"id", "unit"}},
		"Excluded": record(object{"reason": str, "n": whole}),
		"Advice":   record(object{"rule": str, "rule_version": whole, "text": str}),
		"Result": record(object{"report": str, "def_version": whole, "period": ref("Period"), "as_of": instant, "known_at": instant, "by": orNull("string"),
			"rows": list(ref("Row")), "series": list(ref("Point")), "figures": list(ref("Figure")), "excluded": list(ref("Excluded")), "advice": list(ref("Advice")), "rows_href": str}),
		"Column": object{"type": "object", "properties": object{"id": str, "unit": str, "kind": words([]string{"text", "date", "instant", "number", "money"})}, "required": []string{"id", "kind"}},
		"Table":  record(object{"columns": list(ref("Column")), "rows": list(list(object{})), "total": whole}),
		"Report": record(object{"id": str, "title": str, "help": str, "def_version": whole, "by": str, "href": str, "dims": list(ref("Named")),
			"measures": list(record(object{"id": str, "name": str, "unit": str, "better": str}))}),
		"Named":   record(object{"id": str, "name": str}),
		"Reports": record(object{"reports": list(ref("Report"))}),
		"Health":  object{"type": "object", "properties": object{"status": str, "version": str}, "required": []string{"status"}},
		"Error":   record(object{"kind": str, "code": str, "message": str, "field": str, "hints": list(str)}),
	}
}

func charts() []string {
	var out []string
	for _, c := range peil.Charts() {
		out = append(out, string(c))
	}
	return out
}

func units() []string {
	return []string{string(peil.UnitMoney), string(peil.UnitCount), string(peil.UnitShare), string(peil.UnitDays),
		string(peil.UnitMin), string(peil.UnitOpen), string(peil.UnitFactor), string(peil.UnitFTE), string(peil.UnitPoints), string(peil.UnitNumber)}
}
