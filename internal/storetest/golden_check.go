package storetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
)

// exact are maps that must not hold more than what is expected: those keyed by
// user, deal or bucket.
var exact = map[string]bool{"by_user": true, "win_credit": true, "activity_credit": true, "reached_at_least": true, "entered": true,
	"step_conversion_naive": true, "lost_from": true, "tail_p": true, "excluded": true}

// Check compares an answer with what a case expects: objects are subsets but for
// the exact ones, lists are exact and in order, numbers within the tolerance. No
// wrong answer may stand in the field that it concerns; fields names that field
// by the key of the wrong answer.
func (c *Case) Check(t *testing.T, got map[string]any, fields map[string]string) {
	t.Helper()
	var have map[string]any
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &have); err != nil {
		t.Fatal(err)
	}
	expected, ok := c.Expected.(map[string]any)
	if !ok {
		t.Fatalf("%s expects no object", c.Name)
	}
	c.compare(t, c.Name, have, expected)
	for _, key := range slices.Sorted(maps.Keys(c.Wrong)) {
		field, ok := fields[key]
		if !ok {
			t.Errorf("%s: nobody says which field the wrong answer %q concerns", c.Name, key)
			continue
		}
		v, ok := at(have, field)
		if !ok {
			t.Errorf("%s: there is no field %s to hold against the wrong answer %q", c.Name, field, key)
		} else if c.same(v, c.Wrong[key]) {
			t.Errorf("%s: %s is %v, the wrong answer %q", c.Name, field, v, key)
		}
	}
}

func (c *Case) compare(t *testing.T, path string, got, want any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s is %v, expected an object", path, got)
			return
		}
		for _, k := range slices.Sorted(maps.Keys(want)) {
			v, ok := g[k]
			if !ok {
				t.Errorf("%s.%s is not answered", path, k)
				continue
			}
			c.compare(t, path+"."+k, v, want[k])
			if w, isMap := want[k].(map[string]any); isMap && exact[k] && len(w) != len(v.(map[string]any)) {
				t.Errorf("%s.%s is %v, expected exactly %v", path, k, v, w)
			}
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(want) {
			t.Errorf("%s is %v, expected %v", path, got, want)
			return
		}
		for i := range want {
			c.compare(t, fmt.Sprintf("%s[%d]", path, i), g[i], want[i])
		}
	default:
		if !c.same(got, want) {
			t.Errorf("%s is %v, expected %v", path, got, want)
		}
	}
}

// same compares two values of JSON; of objects and lists every part that a wrong
// answer has.
func (c *Case) same(got, want any) bool {
	switch want := want.(type) {
	case float64:
		g, ok := got.(float64)
		return ok && c.Tolerance.equal(g, want)
	case map[string]any:
		g, ok := got.(map[string]any)
		for k := range want {
			ok = ok && c.same(g[k], want[k])
		}
		return ok
	case []any:
		g, ok := got.([]any)
		ok = ok && len(g) == len(want)
		for i := range want {
			ok = ok && c.same(g[i], want[i])
		}
		return ok
	}
	return got == want
}

// at finds a field by its path, "reached_at_least/S2".
func at(v any, path string) (any, bool) {
	rest := path
	for rest != "" {
		key := rest
		rest = ""
		for i := range key {
			if key[i] == '/' {
				key, rest = key[:i], key[i+1:]
				break
			}
		}
		m, ok := v.(map[string]any)
		if !ok {
			return nil, false
		}
		if v, ok = m[key]; !ok {
			return nil, false
		}
	}
	return v, true
}
