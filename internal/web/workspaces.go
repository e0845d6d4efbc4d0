package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"peil"
	"peil/internal/locale"
	"peil/internal/source/sample"
	"peil/internal/store"
)

// MainWorkspace is what the first import makes, SampleWorkspace holds the sample
// company and nothing else.
const (
	MainWorkspace   = "main"
	SampleWorkspace = "demo"
)

// Choose finds a workspace by its name. Without a name it is main if there is one,
// else demo, and chosen says so.
func Choose(ctx context.Context, st *store.Store, name string) (ws *store.Workspace, chosen bool, err error) {
	if name != "" {
		ws, err = st.Workspace(ctx, name)
		return ws, false, err
	}
	names, err := st.Workspaces(ctx)
	if err != nil {
		return nil, true, err
	}
	for _, name := range append([]string{MainWorkspace, SampleWorkspace}, names...) {
		ws, err = st.Workspace(ctx, name)
		if err == nil || peil.KindOf(err) != peil.KindNotFound {
			return ws, true, err
		}
	}
	e := peil.NotFound("no_workspace", "there is no workspace yet; peil import makes main, peil demo the sample company")
	e.Hints = []string{"peil import PATH", "peil demo"}
	return nil, true, e
}

func (s *Server) workspaces(w http.ResponseWriter, r *http.Request) error {
	names, err := s.Store.Workspaces(r.Context())
	if err != nil {
		return err
	}
	out := Workspaces{Workspaces: []WorkspaceJSON{}, Languages: locale.Languages(), Lang: s.Lang, Version: s.Version}
	for _, name := range names {
		ws, err := s.Store.Workspace(r.Context(), name)
		if err != nil {
			return err
		}
		one, err := workspaceOf(r.Context(), ws)
		if err != nil {
			return err
		}
		out.Workspaces = append(out.Workspaces, one)
	}
	switch ws, err := s.Workspace(r.Context(), ""); {
	case err == nil:
		name := ws.Name()
		out.Default = &name
	case !isEmpty(err):
		return err
	}
	return writeJSON(w, http.StatusOK, out)
}

func workspaceOf(ctx context.Context, ws *store.Workspace) (WorkspaceJSON, error) {
	seq, err := ws.LastSeq(ctx)
	return WorkspaceJSON{Name: ws.Name(), Sample: ws.Name() == SampleWorkspace, Empty: seq == 0}, err
}

// makeWorkspace makes an empty workspace, or begins to fill one with the sample
// company.
func (s *Server) makeWorkspace(w http.ResponseWriter, r *http.Request) error {
	var n NewWorkspace
	if err := readJSON(w, r, &n); err != nil {
		return err
	}
	name := strings.TrimSpace(n.Name)
	switch {
	case n.Sample && name != "" && name != SampleWorkspace:
		return peil.Invalid("sample_elsewhere", "the sample company lives in the workspace %s only", SampleWorkspace).InField("name")
	case n.Sample:
		name = SampleWorkspace
	case name == "":
		name = MainWorkspace
	case name == SampleWorkspace:
		return peil.Invalid("sample_name", "the name %s is kept for the sample company", SampleWorkspace).InField("name")
	}
	ws, err := s.Store.CreateWorkspace(r.Context(), name)
	var e *peil.Error
	if n.Sample && errors.As(err, &e) && e.Kind == peil.KindConflict {
		ws, err = s.unfilled(r.Context(), name, e)
	}
	if err != nil {
		return err
	}
	out := WorkspaceMade{}
	if out.Workspace, err = workspaceOf(r.Context(), ws); err != nil {
		return err
	}
	s.hub.tell(LiveEvent{Type: "workspaces"})
	if n.Sample {
		job := s.fillSample(ws)
		out.Job = &job
	}
	return writeJSON(w, http.StatusCreated, out)
}

// unfilled finds the workspace of a sample company that was never finished; one
// that is whole stays, and taken says so.
func (s *Server) unfilled(ctx context.Context, name string, taken *peil.Error) (*store.Workspace, error) {
	ws, err := s.Store.Workspace(ctx, name)
	if err != nil {
		return nil, err
	}
	list, err := ws.Batches(ctx)
	if err != nil {
		return nil, err
	}
	for _, b := range list {
		if b.State != store.BatchUndone {
			return nil, taken
		}
	}
	return ws, nil
}

// fillSample makes the sample company while the page shows how far it is.
func (s *Server) fillSample(ws *store.Workspace) Job {
	return s.jobs.start(s, Job{What: "sample", Workspace: ws.Name()}, func(ctx context.Context, progress func(done, total int)) (int64, error) {
		if err := sample.Fill(ctx, ws, sample.Options{Deals: s.SampleDeals, Seed: 1, Now: s.Now()}, progress); err != nil {
			return 0, err
		}
		db, err := s.Facts.Workspace(ctx, ws)
		if err != nil {
			return 0, err
		}
		if err := db.Ready(ctx, nil); err != nil {
			return 0, err
		}
		return ws.LastSeq(ctx)
	})
}
