package web

import (
	"context"
	"errors"
	"net/http"

	"peil"
	"peil/internal/store"
)

// mostWorked is how many records an undo names; a count says the rest.
const mostWorked = 200

// undo takes a stored import out of every number. Where people have since worked
// on its records, these are listed first, and it is done when they say so again.
func (s *Server) undo(w http.ResponseWriter, r *http.Request) error {
	ws, err := s.asking(r)
	if err != nil {
		return err
	}
	id, err := idIn(r, "batch")
	if err != nil {
		return err
	}
	var u Undo
	if err := readJSON(w, r, &u); err != nil {
		return err
	}
	by, p, err := actor(r, ws, peil.ActorImport)
	if err != nil {
		return err
	}
	if err := s.mayUndo(r.Context(), ws, id); err != nil {
		return err
	}
	seq, worked, err := ws.Undo(r.Context(), by, id, u.Force)
	refs, e := recordRefs(r.Context(), ws, worked)
	var no *peil.Error
	switch {
	case errors.As(err, &no) && no.Code == "worked_on" && e == nil:
		return writeJSON(w, http.StatusConflict, UndoConflict{s.errorOf(r, no), refs, len(worked)})
	case err != nil || e != nil:
		return errors.Join(err, e)
	}
	s.hub.tell(LiveEvent{Type: "import", Workspace: ws.Name(), ID: id.String(), State: "undone", Seq: seq, By: refOf(p)})
	setSeq(w, seq)
	return writeJSON(w, http.StatusOK, Undone{seq, refs})
}

// mayUndo refuses to take the sample company out of its own workspace.
func (s *Server) mayUndo(ctx context.Context, ws *store.Workspace, id peil.ID) error {
	list, err := ws.Batches(ctx)
	for _, b := range list {
		if b.ID == id && b.Info.System == sampleSystem {
			return peil.Conflict("sample_undo", "the sample company is not undone: choose another workspace instead").InField("batch")
		}
	}
	return err
}

func recordRefs(ctx context.Context, ws *store.Workspace, records []peil.Record) ([]RecordRef, error) {
	out := []RecordRef{}
	ids := make([]peil.ID, 0, mostWorked)
	for _, r := range records[:min(len(records), mostWorked)] {
		ids = append(ids, r.ID)
	}
	labels, err := ws.Labels(ctx, ids)
	for i, id := range ids {
		label := labels[id]
		if label == "" {
			label = id.String()
		}
		out = append(out, RecordRef{records[i].Kind, id, label})
	}
	return out, err
}
