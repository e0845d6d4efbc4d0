package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"peil"
	"peil/internal/locale"
)

// statuses are the kinds of failure as HTTP says them.
var statuses = map[peil.Kind]int{
	peil.KindInvalid:     http.StatusBadRequest,
	peil.KindNotFound:    http.StatusNotFound,
	peil.KindConflict:    http.StatusConflict,
	peil.KindUnavailable: http.StatusServiceUnavailable,
	peil.KindUnsupported: http.StatusNotImplemented,
	peil.KindInternal:    http.StatusInternalServerError,
}

// statusOf are failures that HTTP has a status of its own for.
var statusOf = map[string]int{
	codeMethod:  http.StatusMethodNotAllowed,
	codeForeign: http.StatusForbidden,
	codeTooBig:  http.StatusRequestEntityTooLarge,
	codeNotJSON: http.StatusUnsupportedMediaType,
}

// retryAfter is how many seconds to wait with a question that came too early.
const retryAfter = "2"

// fail answers an error. What was not made for a person is logged and said to be
// internal: it may name files or hold data.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var e *peil.Error
	if !errors.As(err, &e) || e.Kind == "" || e.Kind == peil.KindInternal {
		if r.Context().Err() == nil {
			s.Log.Error("request failed", "path", r.URL.Path, "err", err)
		}
		e = peil.Internal("internal", "internal error")
	}
	status := statuses[e.Kind]
	if code, ok := statusOf[e.Code]; ok {
		status = code
	}
	if e.Kind == peil.KindUnavailable {
		w.Header().Set("Retry-After", retryAfter)
	}
	w.Header().Del("Content-Disposition")
	if err := writeJSON(w, status, s.errorOf(r, e)); err != nil {
		s.Log.Debug("answer not sent", "err", err)
	}
}

// said is the catalogue that a failure is said in: the request's, or the
// server's where the failure is that there is no such language.
func (s *Server) said(r *http.Request) *locale.Catalogue {
	c, err := s.words(r)
	if err != nil {
		return locale.For(s.Lang)
	}
	return c
}

// ErrorJSON is a failure as the API answers it.
type ErrorJSON struct {
	Kind    peil.Kind `json:"kind"`
	Code    string    `json:"code" doc:"a word for exactly this failure"`
	Message string    `json:"message" doc:"in the language asked for"`
	Field   string    `json:"field" doc:"the input at fault, or empty"`
	Hints   []string  `json:"hints" doc:"what would have been right, the nearest first"`
	Near    string    `json:"near" doc:"the right word that the input is taken for a slip of, or empty"`
}

func (s *Server) errorOf(r *http.Request, e *peil.Error) ErrorJSON {
	return ErrorJSON{e.Kind, e.Code, s.said(r).Error(e), e.Field, orEmpty(e.Hints), e.Near}
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func writeJSON(w http.ResponseWriter, status int, v any) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// writeTagged answers what a browser may keep and ask about again by its tag.
func writeTagged(w http.ResponseWriter, r *http.Request, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	w.Header().Set("Content-Type", "application/json")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	return nil
}

// isEmpty reports that there is no workspace yet, which is no failure.
func isEmpty(err error) bool {
	var e *peil.Error
	return errors.As(err, &e) && e.Kind == peil.KindNotFound
}
