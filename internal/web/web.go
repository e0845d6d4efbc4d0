// Package web answers over HTTP: the API under /api/v1, its description, the
// stream of what changes, health, and the web app itself. It names no report:
// routes, description and presets loop over report.All or name measures as data.
// The same handlers serve the network and the socket in the data directory.
package web

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"peil/internal/facts"
	"peil/internal/locale"
	"peil/internal/store"
)

// Options are what a server answers from.
type Options struct {
	Store *store.Store
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
	// Scratch is the folder for uploads, Errors the one for lists of rows that
	// cannot be read.
	Scratch, Errors string
	// SampleDeals is how large the sample company is made; 0 is its usual size.
	SampleDeals int
	// UI is the built web app.
	UI fs.FS
}

// Server answers questions about the workspaces of one store.
type Server struct {
	Options
	hub     *hub
	answers *answers
	drafts  *drafts
	jobs    *jobs
	app     *app
	noted   *notebook
	// ends with the server: what goes on after an answer goes on until then.
	ctx context.Context
	end context.CancelFunc
}

// New makes a server. Close it before its store.
func New(o Options) (*Server, error) {
	s := &Server{Options: o, answers: newAnswers(o.Now), jobs: newJobs(), noted: newNotebook()}
	s.ctx, s.end = context.WithCancel(context.Background())
	s.hub = newHub(o.Now)
	s.drafts = newDrafts(s)
	var err error
	s.app, err = newApp(o.UI)
	return s, err
}

// Close ends the streams and the work that goes on, and sweeps unfinished
// imports away. A server that serves calls it before it shuts down: streams never
// end by themselves.
func (s *Server) Close() {
	s.end()
	s.hub.close()
	s.jobs.wait()
	s.drafts.close()
}

// Handler is all routes behind the checks that every request must pass.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes {
		mux.HandleFunc(r.method+" "+r.pattern, s.catching(r.serve))
	}
	mux.HandleFunc("GET /openapi.json", s.catching((*Server).openAPI))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if s.app.serves(r) {
			s.app.serve(w, r)
			return
		}
		s.fail(w, r, s.missing(mux, w, r))
	})
	return s.strict(s.logged(mux))
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
