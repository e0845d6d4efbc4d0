// Package web answers over HTTP: the API under /api/v1, its description, health,
// and until the web app exists a plain page of the reports. It names no report:
// routes, description and page loop over report.All. The same handlers serve the
// network and the socket in the data directory.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"peil/internal/facts"
	"peil/internal/locale"
	"peil/internal/store"
)

// Server answers questions about the workspaces of one store.
type Server struct {
	Facts *facts.Cache
	// Workspace finds a workspace by its name; "" is the one to use when nobody
	// names any.
	Workspace func(ctx context.Context, name string) (*store.Workspace, error)
	// Lang is the language of answers to those who ask for none.
	Lang string
	Log  *slog.Logger
	// Now is the clock.
	Now func() time.Time
	// Version is the program's.
	Version string
}

// Handler is all routes behind the checks that every request must pass.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.catching((*Server).page))
	mux.HandleFunc("GET /reports/{id}", s.catching((*Server).reportPage))
	mux.HandleFunc("GET /openapi.json", s.catching((*Server).openAPI))
	mux.HandleFunc("GET /style.css", s.catching((*Server).style))
	for _, r := range routes {
		mux.HandleFunc(r.method+" "+r.pattern, s.catching(r.serve))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) { s.fail(w, req, s.missing(mux, req)) })
	return strict(s.logged(mux))
}

// catching answers what goes wrong.
func (s *Server) catching(serve func(*Server, http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := serve(s, w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}

// words is the language that a request asks for: ?lang, then the browser's, then
// the server's.
func (s *Server) words(r *http.Request) (*locale.Catalogue, error) {
	if lang := r.URL.Query().Get("lang"); lang != "" {
		return locale.Parse(lang)
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		for _, lang := range locale.Languages() {
			if base == lang || lang == "nb" && (base == "no" || base == "nn") {
				return locale.For(lang), nil
			}
		}
	}
	return locale.For(s.Lang), nil
}

// healthy says that the process runs.
func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, Health{"ok", s.Version})
}

// ready says that the store answers.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if _, err := s.Workspace(ctx, ""); err != nil && !isEmpty(err) {
		return err
	}
	return writeJSON(w, http.StatusOK, Health{Status: "ready"})
}
