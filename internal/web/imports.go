package web

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/store"
)

// importing is the workspace that a request imports into: nil where its first
// import makes it.
func (s *Server) importing(r *http.Request) (name string, ws *store.Workspace, err error) {
	name = r.URL.Query().Get("workspace")
	ws, err = s.asking(r)
	switch {
	case err == nil && name == "" && ws.Name() == SampleWorkspace: // nobody has said where: the sample company is not it
		return MainWorkspace, nil, nil
	case err == nil:
		return ws.Name(), ws, nil
	case !isEmpty(err):
		return "", nil, err
	case name == "":
		name = MainWorkspace
	}
	return name, nil, nil
}

func (s *Server) imports(w http.ResponseWriter, r *http.Request) error {
	name, ws, err := s.importing(r)
	if err != nil {
		return err
	}
	s.drafts.sweep()
	out := Imports{Drafts: []ImportDraft{}, Imports: []ImportBatch{}, Limits: ImportLimits{mostFileBytes, mostFiles, int(draftAge.Hours())}}
	for _, d := range s.drafts.list(name) {
		shape, err := s.draftOf(r, d)
		if err != nil {
			return err
		}
		out.Drafts = append(out.Drafts, shape)
	}
	if ws == nil {
		return writeJSON(w, http.StatusOK, out)
	}
	list, err := ws.Batches(r.Context())
	if err != nil {
		return err
	}
	who, err := names(r.Context(), ws)
	if err != nil {
		return err
	}
	for _, b := range slices.Backward(list) {
		out.Imports = append(out.Imports, batchOf(b, who))
	}
	return writeJSON(w, http.StatusOK, out)
}

// sampleSystem is what the batch of the sample company says it comes from.
const sampleSystem = "sample"

func batchOf(b store.Batch, who func(peil.ID) *PersonRef) ImportBatch {
	out := ImportBatch{ID: b.ID, State: string(b.State), Title: b.Info.Title, System: b.Info.System, Files: orEmpty(b.Info.Files), Counts: b.Info.Counts,
		By: who(b.Actor.ID), Started: b.Started, Events: b.Events, Sample: b.Info.System == sampleSystem}
	if out.Counts == nil {
		out.Counts = map[string]int{}
	}
	if !b.Ended.IsZero() {
		out.Ended = &b.Ended
	}
	return out
}

func (s *Server) newImport(w http.ResponseWriter, r *http.Request) error {
	name, _, err := s.importing(r)
	if err != nil {
		return err
	}
	if name == SampleWorkspace {
		return peil.Invalid("demo_only", "the workspace demo holds only the sample company; import into another").InField("workspace")
	}
	d, err := s.drafts.add(name)
	if err != nil {
		return err
	}
	return s.writeDraft(w, r, d, http.StatusCreated)
}

func (s *Server) importDraft(w http.ResponseWriter, r *http.Request) error {
	d, err := s.drafts.find(r)
	if err != nil {
		return err
	}
	return s.writeDraft(w, r, d, http.StatusOK)
}

func (s *Server) dropImport(w http.ResponseWriter, r *http.Request) error {
	d, err := s.drafts.find(r)
	if err != nil {
		return err
	}
	s.drafts.remove(d)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Server) writeDraft(w http.ResponseWriter, r *http.Request, d *draft, status int) error {
	shape, err := s.draftOf(r, d)
	if err != nil {
		return err
	}
	if o := shape.Outcome; o != nil && o.Seq > 0 {
		setSeq(w, o.Seq)
	}
	return writeJSON(w, status, shape)
}

// target is the workspace of a draft, nil while it is not there.
func (s *Server) target(ctx context.Context, d *draft) (*store.Workspace, error) {
	ws, err := s.Store.Workspace(ctx, d.workspace)
	if isEmpty(err) {
		return nil, nil
	}
	return ws, err
}

// later does a piece of work on a draft after its answer.
func (s *Server) later(w http.ResponseWriter, r *http.Request, d *draft, state, done, back string, from []string, do func(context.Context) error) error {
	ctx, err := d.begin(state, from...)
	if err != nil {
		return err
	}
	go func() {
		_, err := guarded(func() (struct{}, error) { return struct{}{}, do(ctx) })
		d.end(done, back, err)
	}()
	d.tell()
	return s.writeDraft(w, r, d, http.StatusAccepted)
}

func (s *Server) readImport(w http.ResponseWriter, r *http.Request) error {
	d, err := s.drafts.find(r)
	if err != nil {
		return err
	}
	var said ImportRead
	if err := readJSON(w, r, &said); err != nil {
		return err
	}
	c, err := s.words(r)
	if err != nil {
		return err
	}
	ws, err := s.target(r.Context(), d)
	if err != nil {
		return err
	}
	d.mu.Lock()
	none := len(d.files) == 0
	d.mu.Unlock()
	if none {
		return peil.Invalid("nothing_uploaded", "no file was uploaded yet").InField("files")
	}
	return s.later(w, r, d, draftReading, draftReady, draftFiles, []string{draftFiles, draftReady, draftFailed}, func(ctx context.Context) error {
		d.given.currency = said.Currency
		return d.read(ctx, ws, c.Lang())
	})
}

func (s *Server) answerImport(w http.ResponseWriter, r *http.Request) error {
	d, err := s.drafts.find(r)
	if err != nil {
		return err
	}
	var said ImportAnswers
	if err := readJSON(w, r, &said); err != nil {
		return err
	}
	return s.later(w, r, d, draftReading, draftReady, draftReady, []string{draftReady}, func(ctx context.Context) error { return d.answer(ctx, said.Answers) })
}

func (s *Server) mapImport(w http.ResponseWriter, r *http.Request) error {
	d, err := s.drafts.find(r)
	if err != nil {
		return err
	}
	var said ImportMapping
	if err := readJSON(w, r, &said); err != nil {
		return err
	}
	c, err := s.words(r)
	if err != nil {
		return err
	}
	ws, err := s.target(r.Context(), d)
	if err != nil {
		return err
	}
	d.mu.Lock()
	seen := d.seen
	d.mu.Unlock()
	if seen == nil {
		return peil.Conflict("import_state", "the import is not at that point: it is %q", draftFiles)
	}
	m, err := said.over(seen.mapping)
	if err != nil {
		return err
	}
	return s.later(w, r, d, draftReading, draftReady, draftReady, []string{draftReady}, func(ctx context.Context) error {
		before := d.given
		d.given.mapping = m
		if said.Currency != "" {
			d.given.currency = said.Currency
		}
		err := d.read(ctx, ws, c.Lang())
		if err != nil {
			d.given = before
		}
		return err
	})
}

func (s *Server) applyImport(w http.ResponseWriter, r *http.Request) error {
	d, err := s.drafts.find(r)
	if err != nil {
		return err
	}
	ws, err := s.target(r.Context(), d)
	if err != nil {
		return err
	}
	by := peil.Actor{Kind: peil.ActorImport}
	if ws != nil {
		if by, _, err = actor(r, ws, peil.ActorImport); err != nil {
			return err
		}
	}
	return s.later(w, r, d, draftApplying, draftDone, "", []string{draftReady}, func(ctx context.Context) error { return d.apply(ctx, ws, by) })
}

// refusedRows sends the lists of rows that could not be read, and of those that
// contradict what is stored.
func (s *Server) refusedRows(w http.ResponseWriter, r *http.Request) error {
	d, err := s.drafts.find(r)
	if err != nil {
		return err
	}
	var paths []string
	d.mu.Lock()
	if d.seen != nil && d.seen.summary.ErrorFile != "" {
		paths = append(paths, d.seen.summary.ErrorFile)
	}
	if d.outcome != nil && d.outcome.LateFile != "" {
		paths = append(paths, d.outcome.LateFile)
	}
	d.mu.Unlock()
	if len(paths) == 0 {
		return peil.NotFound("no_refused_rows", "every row could be read")
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="refused.csv"`)
	for i, path := range paths {
		if err := sendLines(w, path, i > 0); err != nil {
			return err
		}
	}
	return nil
}

// sendLines copies a file, without its first line if another came before it.
func sendLines(w io.Writer, path string, headless bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	if headless {
		if _, err := in.ReadString('\n'); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	_, err = io.Copy(w, in)
	return err
}

func (s *Server) importKinds(w http.ResponseWriter, r *http.Request) error {
	c, err := s.words(r)
	if err != nil {
		return err
	}
	types := []string{"text", "date", "money", "percent", "bool", "duration", "number", "email"}
	out := ImportKinds{Kinds: []ImportKind{}}
	for _, k := range mapping.Kinds() {
		one := ImportKind{ID: k, Name: c.Name("kind", string(k)), Roles: []ImportRole{}}
		for _, role := range mapping.Roles(k) {
			one.Roles = append(one.Roles, ImportRole{role, c.Name("role", string(role)), types[mapping.TypeOf(k, role)]})
		}
		out.Kinds = append(out.Kinds, one)
	}
	return writeJSON(w, http.StatusOK, out)
}
