package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"peil"
)

// mostBody is how long a request's JSON may be.
const mostBody = 4 << 20

// Codes that HTTP has a status of its own for.
const (
	codeTooBig  = "body_too_big"
	codeNotJSON = "not_json"
)

// readJSON reads a request's body. A key that nobody reads is refused: it would be
// another request.
func readJSON(w http.ResponseWriter, r *http.Request, into any) error {
	if typ, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || typ != "application/json" {
		return peil.Invalid(codeNotJSON, "the request must be application/json")
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostBody))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil && d.More() {
		return peil.Invalid("more_than_one", "the request must be one JSON object")
	}
	return badJSON(err)
}

// badJSON says what is wrong with a body that could not be read.
func badJSON(err error) error {
	var long *http.MaxBytesError
	var typ *json.UnmarshalTypeError
	var known *peil.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &long):
		return peil.Invalid(codeTooBig, "the request is longer than %d bytes", long.Limit)
	case errors.As(err, &typ):
		return peil.Invalid("bad_type", "%s cannot be %s", typ.Field, typ.Value).InField(typ.Field)
	case errors.As(err, &known):
		return err
	case errors.Is(err, io.EOF):
		return peil.Invalid("empty_body", "the request has no body")
	}
	if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		field = strings.Trim(field, `"`)
		return peil.Invalid("unknown_field", "there is no field %q here", field).InField(field)
	}
	return peil.Invalid("bad_json", "the request's JSON cannot be read: %s", err.Error())
}
