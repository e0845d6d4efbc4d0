package peil

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
)

// A payload as EncodePayload writes it is nearly always one flat object of ids,
// words, numbers and switches, and a fold of a whole company reads millions of
// them: that is read here at a fifth of the time that encoding/json takes. What is
// not so plain (a list, an escape, a space, null, a name that is not known)
// encoding/json reads from the beginning, so that it alone says what is wrong.

// plainReader reads the plain payloads of one type.
type plainReader struct{ fields map[string]plainField }

// plainField is where a value goes, and how.
type plainField struct {
	index []int
	set   func(to reflect.Value, token []byte) bool
}

// newPlainReader finds the fields of a payload that can be read plainly.
func newPlainReader(t reflect.Type) *plainReader {
	r := &plainReader{fields: map[string]plainField{}}
	if t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) {
		return r
	}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if set := plainSetter(f.Type); set != nil && name != "" && name != "-" && !strings.Contains(options, "string") {
			r.fields[name] = plainField{f.Index, set}
		}
	}
	return r
}

// plainSetter is how a value of a type is read from its token, or nil.
func plainSetter(t reflect.Type) func(reflect.Value, []byte) bool {
	switch p := reflect.PointerTo(t); {
	case p.Implements(reflect.TypeFor[json.Unmarshaler]()):
		return nil
	case p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return func(to reflect.Value, token []byte) bool {
			s, ok := plainString(token)
			return ok && to.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(s) == nil
		}
	}
	switch t.Kind() {
	case reflect.String:
		return func(to reflect.Value, token []byte) bool {
			s, ok := plainString(token)
			to.SetString(string(s))
			return ok
		}
	case reflect.Bool:
		return func(to reflect.Value, token []byte) bool {
			yes := string(token) == "true"
			to.SetBool(yes)
			return yes || string(token) == "false"
		}
	case reflect.Int, reflect.Int64:
		return func(to reflect.Value, token []byte) bool {
			n, err := strconv.ParseInt(string(token), 10, t.Bits())
			to.SetInt(n)
			return err == nil && plainNumber(token)
		}
	case reflect.Float64:
		return func(to reflect.Value, token []byte) bool {
			n, err := strconv.ParseFloat(string(token), 64)
			to.SetFloat(n)
			return err == nil && plainNumber(token)
		}
	}
	return nil
}

// read fills a payload, and is false where data is not plain; the payload is then
// half filled.
func (r *plainReader) read(data []byte, to reflect.Value) bool {
	if len(data) < 2 || data[0] != '{' || data[len(data)-1] != '}' {
		return false
	}
	for data = data[1 : len(data)-1]; len(data) > 0; {
		name, rest, ok := plainToken(data)
		if !ok || len(rest) < 2 || rest[0] != ':' {
			return false
		}
		key, ok := plainString(name)
		if !ok {
			return false
		}
		f, known := r.fields[string(key)]
		token, rest, ok := plainToken(rest[1:])
		if !known || !ok || !f.set(to.FieldByIndex(f.index), token) {
			return false
		}
		if len(rest) > 0 && (rest[0] != ',' || len(rest) == 1) {
			return false
		}
		data = rest[min(1, len(rest)):]
	}
	return true
}

// plainToken is the string with its quotes, the number or the word that data begins
// with, and what follows.
func plainToken(data []byte) (token, rest []byte, ok bool) {
	if len(data) == 0 {
		return nil, nil, false
	}
	if data[0] != '"' {
		n := 0
		for n < len(data) && data[n] != ',' {
			n++
		}
		return data[:n], data[n:], n > 0
	}
	for n := 1; n < len(data); n++ {
		switch c := data[n]; {
		case c == '"':
			return data[:n+1], data[n+1:], true
		case c == '\\', c < ' ', c >= 0x80:
			return nil, nil, false
		}
	}
	return nil, nil, false
}

// plainString takes the quotes off.
func plainString(token []byte) ([]byte, bool) {
	if len(token) < 2 || token[0] != '"' {
		return nil, false
	}
	return token[1 : len(token)-1], true
}

// plainNumber reports whether a token is a number as JSON writes it, without an
// exponent.
func plainNumber(token []byte) bool {
	digits := strings.TrimPrefix(string(token), "-")
	whole, fraction, broken := strings.Cut(digits, ".")
	return whole != "" && allDigits(whole) && (whole[0] != '0' || len(whole) == 1) && (!broken || fraction != "" && allDigits(fraction))
}
