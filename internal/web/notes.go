package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
)

// notebook remembers the notes of workspaces as of their last event.
type notebook struct {
	mu  sync.Mutex
	all map[peil.ID]notedAt
}

type notedAt struct {
	seq   int64
	notes []peil.Changed
}

func newNotebook() *notebook { return &notebook{all: map[peil.ID]notedAt{}} }

// of gives the notes of a workspace, the newest first.
func (n *notebook) of(ctx context.Context, ws *store.Workspace) ([]peil.Changed, error) {
	seq, err := ws.LastSeq(ctx)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	had, ok := n.all[ws.ID()]
	n.mu.Unlock()
	if ok && had.seq == seq {
		return had.notes, nil
	}
	notes, err := readNotes(ctx, ws)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	n.all[ws.ID()] = notedAt{seq, notes}
	n.mu.Unlock()
	return notes, nil
}

// readNotes folds the notes of a workspace: what was corrected is as corrected,
// what was taken back is gone.
func readNotes(ctx context.Context, ws *store.Workspace) ([]peil.Changed, error) {
	named, err := ws.Named(ctx, "note")
	if err != nil {
		return nil, err
	}
	ids := make([]peil.ID, 0, len(named))
	for id := range named {
		ids = append(ids, id)
	}
	var events []peil.Event
	if err := ws.UnitEvents(ctx, ids, func(_ peil.ID, ev peil.Event) error {
		events = append(events, ev)
		return nil
	}); err != nil {
		return nil, err
	}
	notes := []peil.Changed{}
	for _, ev := range fold.Active(events, fold.Clocks{}) {
		p, ok := ev.Payload.(peil.ChangeNoted)
		if !ok {
			continue
		}
		texts, err := ws.Texts(ctx, p.Note)
		if err != nil {
			return nil, err
		}
		notes = append(notes, peil.Changed{ID: p.Note, At: ev.At, Title: texts["name"], Text: texts["text"], Dims: p.Dims, By: ev.Actor.ID, RecordedAt: ev.RecordedAt})
	}
	slices.SortStableFunc(notes, func(a, b peil.Changed) int { return b.At.Compare(a.At) })
	return notes, nil
}

// changesIn gives a result the notes of its period, those that were known by then,
// and the address of its rows the workspace.
func (s *Server) changesIn(ctx context.Context, v *asked, res *peil.Result) (*peil.Result, error) {
	notes, err := s.noted.of(ctx, v.ws)
	if err != nil {
		return nil, err
	}
	out := *res
	for _, n := range slices.Backward(notes) {
		day := peil.DateOf(n.At, v.Settings.Calendar.Location)
		if !res.Period.Contains(day) || !v.KnownAt.IsZero() && n.RecordedAt.After(v.KnownAt) || !v.AsOf.IsZero() && !n.At.Before(v.AsOf) {
			continue
		}
		out.Changes = append(out.Changes, n)
	}
	return &out, nil
}

func (s *Server) notes(w http.ResponseWriter, r *http.Request) error {
	ws, err := s.asking(r, "from", "to")
	if err != nil {
		return err
	}
	var bounds [2]peil.Date
	for i, name := range []string{"from", "to"} {
		if text := r.URL.Query().Get(name); text != "" {
			if bounds[i], err = peil.ParseDate(text); err != nil {
				return inField(err, name)
			}
		}
	}
	loc, err := s.zone(r.Context(), ws)
	if err != nil {
		return err
	}
	notes, err := s.noted.of(r.Context(), ws)
	if err != nil {
		return err
	}
	who, err := names(r.Context(), ws)
	if err != nil {
		return err
	}
	out := Notes{Notes: []ChangeNote{}}
	for _, n := range notes {
		day := peil.DateOf(n.At, loc)
		if !bounds[0].IsZero() && day.Before(bounds[0]) || !bounds[1].IsZero() && !day.Before(bounds[1]) {
			continue
		}
		out.Notes = append(out.Notes, noteOf(n, loc, who))
	}
	return writeJSON(w, http.StatusOK, out)
}

func noteOf(n peil.Changed, loc *time.Location, who func(peil.ID) *PersonRef) ChangeNote {
	dims := n.Dims
	if dims == nil {
		dims = map[string][]string{}
	}
	return ChangeNote{ID: n.ID, Date: peil.DateOf(n.At, loc), Title: n.Title, Text: n.Text, Dims: dims, By: who(n.By), RecordedAt: n.RecordedAt}
}

// zone is where the workspace's days are cut.
func (s *Server) zone(ctx context.Context, ws *store.Workspace) (*time.Location, error) {
	db, err := s.Facts.Workspace(ctx, ws)
	if err != nil {
		return nil, err
	}
	v, err := db.Now(ctx, 0)
	if err != nil {
		return nil, err
	}
	return v.Settings.Calendar.Location, nil
}

// Bounds of what people write.
const (
	mostTitle = 120
	mostText  = 4000
)

func (n *NoteDraft) check() error {
	n.Title, n.Text = strings.TrimSpace(n.Title), strings.TrimSpace(n.Text)
	switch {
	case n.Date.IsZero():
		return peil.Invalid("note_without_date", "a note needs the day of the change").InField("date")
	case n.Title == "":
		return peil.Invalid("note_without_title", "a note needs a title").InField("title")
	case len([]rune(n.Title)) > mostTitle:
		return tooLong("title", mostTitle)
	case len([]rune(n.Text)) > mostText:
		return tooLong("text", mostText)
	}
	return nil
}

func tooLong(field string, most int) error {
	return peil.Invalid("text_too_long", "%s is longer than %d letters", field, most).InField(field)
}

// written reads what somebody writes: the draft, who it is, and when it was.
func (s *Server) written(w http.ResponseWriter, r *http.Request) (n NoteDraft, ws *store.Workspace, by peil.Actor, at time.Time, err error) {
	if ws, err = s.asking(r); err != nil {
		return
	}
	if err = readJSON(w, r, &n); err != nil {
		return
	}
	if err = n.check(); err != nil {
		return
	}
	if by, _, err = actor(r, ws, peil.ActorSystem); err != nil {
		return
	}
	loc, err := s.zone(r.Context(), ws)
	if err != nil {
		return
	}
	return n, ws, by, n.Date.Start(loc), nil
}

func (s *Server) newNote(w http.ResponseWriter, r *http.Request) error {
	n, ws, by, at, err := s.written(w, r)
	if err != nil {
		return err
	}
	id := peil.NewID(s.Now())
	seq, err := ws.Append(r.Context(), by, peil.Draft{ID: id, At: at, AtPrecision: peil.Day,
		Texts: map[string]string{"name": n.Title, "text": n.Text}, Payload: peil.ChangeNoted{Note: id, Dims: n.Dims}})
	if err != nil {
		return err
	}
	return s.wroteNote(w, r, ws, id, seq, http.StatusCreated)
}

// wroteNote answers a note as it now stands, and tells the others.
func (s *Server) wroteNote(w http.ResponseWriter, r *http.Request, ws *store.Workspace, id peil.ID, seq int64, status int) error {
	n, err := s.note(r.Context(), ws, id)
	if err != nil {
		return err
	}
	loc, err := s.zone(r.Context(), ws)
	if err != nil {
		return err
	}
	who, err := names(r.Context(), ws)
	if err != nil {
		return err
	}
	s.hub.tell(LiveEvent{Type: "note", Workspace: ws.Name(), ID: id.String(), Seq: seq, By: who(n.By)})
	out := noteOf(n, loc, who)
	out.Seq = seq
	setSeq(w, seq)
	return writeJSON(w, status, out)
}

func (s *Server) note(ctx context.Context, ws *store.Workspace, id peil.ID) (peil.Changed, error) {
	notes, err := s.noted.of(ctx, ws)
	if err != nil {
		return peil.Changed{}, err
	}
	if i := slices.IndexFunc(notes, func(n peil.Changed) bool { return n.ID == id }); i >= 0 {
		return notes[i], nil
	}
	return peil.Changed{}, peil.NotFound("unknown_note", "there is no note %s", id).InField("note")
}

func (s *Server) changeNote(w http.ResponseWriter, r *http.Request) error {
	n, ws, by, at, err := s.written(w, r)
	if err != nil {
		return err
	}
	id, err := idIn(r, "note")
	if err != nil {
		return err
	}
	if _, err := s.note(r.Context(), ws, id); err != nil {
		return err
	}
	patch := map[string]any{"at": at.UTC().Format(time.RFC3339), "dims": n.Dims}
	seq, err := ws.Append(r.Context(), by, peil.Draft{At: s.Now(), Texts: map[string]string{"name": n.Title, "text": n.Text},
		Payload: peil.FactCorrected{Target: id, Patch: patch}})
	if err != nil {
		return err
	}
	return s.wroteNote(w, r, ws, id, seq, http.StatusOK)
}

func (s *Server) deleteNote(w http.ResponseWriter, r *http.Request) error {
	ws, err := s.asking(r)
	if err != nil {
		return err
	}
	id, err := idIn(r, "note")
	if err != nil {
		return err
	}
	by, p, err := actor(r, ws, peil.ActorSystem)
	if err != nil {
		return err
	}
	if _, err := s.note(r.Context(), ws, id); err != nil {
		return err
	}
	seq, err := ws.Append(r.Context(), by, peil.Draft{At: s.Now(), Payload: peil.FactVoided{Target: id}})
	if err != nil {
		return err
	}
	s.hub.tell(LiveEvent{Type: "note", Workspace: ws.Name(), ID: id.String(), Seq: seq, Deleted: true, By: refOf(p)})
	setSeq(w, seq)
	return writeJSON(w, http.StatusOK, Written{seq})
}
