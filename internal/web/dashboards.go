package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"peil"
	"peil/internal/store"
)

// body is what the store keeps of a dashboard for the app.
type body struct {
	Preset string `json:"preset,omitempty"`
	View   string `json:"view,omitempty"`
	Cards  []Card `json:"cards"`
}

func (b body) encode() (json.RawMessage, error) {
	b.Cards = orEmpty(b.Cards)
	return json.Marshal(b)
}

// viewer is who looks at the dashboards of a workspace.
type viewer struct {
	ws   *store.Workspace
	me   *Person
	name func(peil.ID) *PersonRef
}

// viewing is who a request comes from. Nobody needs to be chosen: dashboards are
// no history, so nothing is said of who wrote it.
func (s *Server) viewing(r *http.Request) (*viewer, error) {
	ws, err := s.asking(r)
	if err != nil {
		return nil, err
	}
	v := &viewer{ws: ws}
	if v.me, err = whoami(r, ws); err != nil {
		return nil, err
	}
	v.name, err = names(r.Context(), ws)
	return v, err
}

// id is zero for nobody.
func (v *viewer) id() peil.ID {
	if v.me == nil {
		return peil.ID{}
	}
	return v.me.ID
}

func (v *viewer) head(d store.Dashboard) DashboardHead {
	return DashboardHead{ID: d.ID, Name: d.Name, Owner: v.name(d.Owner), Mine: d.Owner == v.id(), Shared: d.Shared, Version: d.Version, Changed: d.Changed}
}

func (v *viewer) whole(d store.Dashboard) (Dashboard, error) {
	var b body
	if err := json.Unmarshal(d.Body, &b); err != nil {
		return Dashboard{}, err
	}
	return Dashboard{DashboardHead: v.head(d), Preset: b.Preset, View: b.View, Cards: orEmpty(b.Cards)}, nil
}

// find gives a dashboard that the viewer sees; another's that is not shared is not
// there for them.
func (v *viewer) find(r *http.Request) (store.Dashboard, error) {
	id, err := idIn(r, "dashboard")
	if err != nil {
		return store.Dashboard{}, err
	}
	d, err := v.ws.Dashboard(r.Context(), id)
	if err == nil && !d.Shared && d.Owner != v.id() {
		return store.Dashboard{}, peil.NotFound("unknown_dashboard", "there is no dashboard %s", id).InField("dashboard")
	}
	return d, err
}

// mayGive refuses what only the owner decides: whether others see it, and its end.
func (v *viewer) mayGive(d store.Dashboard) error {
	if d.Owner.IsZero() || d.Owner == v.id() {
		return nil
	}
	return peil.Conflict("not_your_dashboard", "the dashboard belongs to %s: copy it to change who sees it, or to delete it", v.name(d.Owner).Name).InField("dashboard")
}

func (s *Server) dashboards(w http.ResponseWriter, r *http.Request) error {
	v, err := s.viewing(r)
	if err != nil {
		return err
	}
	return v.writeList(w, r)
}

func (v *viewer) writeList(w http.ResponseWriter, r *http.Request) error {
	list, err := v.ws.Dashboards(r.Context(), v.id())
	if err != nil {
		return err
	}
	out := Dashboards{Dashboards: []DashboardHead{}}
	for _, d := range list {
		out.Dashboards = append(out.Dashboards, v.head(d))
	}
	return writeJSON(w, http.StatusOK, out)
}

func (s *Server) dashboard(w http.ResponseWriter, r *http.Request) error {
	v, err := s.viewing(r)
	if err != nil {
		return err
	}
	d, err := v.find(r)
	if err != nil {
		return err
	}
	return v.write(w, http.StatusOK, d)
}

func (v *viewer) write(w http.ResponseWriter, status int, d store.Dashboard) error {
	out, err := v.whole(d)
	if err != nil {
		return err
	}
	return writeJSON(w, status, out)
}

func (s *Server) newDashboard(w http.ResponseWriter, r *http.Request) error {
	v, err := s.viewing(r)
	if err != nil {
		return err
	}
	c, err := s.words(r)
	if err != nil {
		return err
	}
	var n NewDashboard
	if err := readJSON(w, r, &n); err != nil {
		return err
	}
	b := body{Preset: n.Preset, View: n.View, Cards: n.Cards}
	if n.Preset != "" {
		p, err := presetOf(c, n.Preset)
		if err != nil {
			return err
		}
		if n.Name == "" {
			n.Name = p.Name
		}
		if n.Cards == nil {
			b.Cards = p.Cards
		}
		if n.View == "" {
			b.View = p.View
		}
	}
	return s.add(w, r, v, n.Name, n.Shared, b)
}

// add stores a new dashboard of the viewer's.
func (s *Server) add(w http.ResponseWriter, r *http.Request, v *viewer, name string, shared bool, b body) error {
	name, err := checkBoard(name, b)
	if err != nil {
		return err
	}
	data, err := b.encode()
	if err != nil {
		return err
	}
	d, err := v.ws.AddDashboard(r.Context(), store.Dashboard{Owner: v.id(), Shared: shared, Name: name, Body: data})
	if err != nil {
		return err
	}
	s.tellBoard(v, d, false)
	return v.write(w, http.StatusCreated, d)
}

func (s *Server) tellBoard(v *viewer, d store.Dashboard, deleted bool) {
	s.hub.tell(LiveEvent{Type: "dashboard", Workspace: v.ws.Name(), ID: d.ID.String(), Version: d.Version, Deleted: deleted, By: refOf(v.me)})
}

func (s *Server) changeDashboard(w http.ResponseWriter, r *http.Request) error {
	v, err := s.viewing(r)
	if err != nil {
		return err
	}
	d, err := v.find(r)
	if err != nil {
		return err
	}
	var ch DashboardChange
	if err := readJSON(w, r, &ch); err != nil {
		return err
	}
	if ch.Shared != d.Shared {
		if err := v.mayGive(d); err != nil {
			return err
		}
	}
	old, err := v.whole(d)
	if err != nil {
		return err
	}
	return s.change(w, r, v, d, ch, old.Preset)
}

// change puts a change in the place of the version it was made from.
func (s *Server) change(w http.ResponseWriter, r *http.Request, v *viewer, d store.Dashboard, ch DashboardChange, preset string) error {
	b := body{Preset: preset, View: ch.View, Cards: ch.Cards}
	name, err := checkBoard(ch.Name, b)
	if err != nil {
		return err
	}
	data, err := b.encode()
	if err != nil {
		return err
	}
	got, err := v.ws.ChangeDashboard(r.Context(), store.Dashboard{ID: d.ID, Name: name, Shared: ch.Shared, Version: ch.Version, Body: data})
	var e *peil.Error
	if errors.As(err, &e) && e.Code == "dashboard_changed" {
		current, err := v.whole(got)
		if err != nil {
			return err
		}
		return writeJSON(w, http.StatusConflict, DashboardConflict{s.errorOf(r, e), current})
	}
	if err != nil {
		return err
	}
	s.tellBoard(v, got, false)
	return v.write(w, http.StatusOK, got)
}

func (s *Server) deleteDashboard(w http.ResponseWriter, r *http.Request) error {
	v, err := s.viewing(r)
	if err != nil {
		return err
	}
	d, err := v.find(r)
	if err != nil {
		return err
	}
	if err := v.mayGive(d); err != nil {
		return err
	}
	if err := v.ws.DropDashboard(r.Context(), d.ID); err != nil {
		return err
	}
	s.tellBoard(v, d, true)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Server) duplicateDashboard(w http.ResponseWriter, r *http.Request) error {
	v, err := s.viewing(r)
	if err != nil {
		return err
	}
	c, err := s.words(r)
	if err != nil {
		return err
	}
	d, err := v.find(r)
	if err != nil {
		return err
	}
	var dup Duplicate
	if err := readJSON(w, r, &dup); err != nil {
		return err
	}
	if dup.Name == "" {
		dup.Name = clipName(c.T("dashboard.copy", "name", d.Name))
	}
	old, err := v.whole(d)
	if err != nil {
		return err
	}
	return s.add(w, r, v, dup.Name, false, body{old.Preset, old.View, old.Cards})
}

func (s *Server) resetDashboard(w http.ResponseWriter, r *http.Request) error {
	v, err := s.viewing(r)
	if err != nil {
		return err
	}
	c, err := s.words(r)
	if err != nil {
		return err
	}
	d, err := v.find(r)
	if err != nil {
		return err
	}
	var re Reset
	if err := readJSON(w, r, &re); err != nil {
		return err
	}
	old, err := v.whole(d)
	if err != nil {
		return err
	}
	if re.Preset == "" {
		re.Preset = old.Preset
	}
	if re.Preset == "" {
		return peil.Invalid("no_preset", "the dashboard was not made from a preset: say which it is to become").InField("preset")
	}
	p, err := presetOf(c, re.Preset)
	if err != nil {
		return err
	}
	return s.change(w, r, v, d, DashboardChange{Version: re.Version, Name: d.Name, Shared: d.Shared, View: p.View, Cards: p.Cards}, p.ID)
}

func (s *Server) orderDashboards(w http.ResponseWriter, r *http.Request) error {
	v, err := s.viewing(r)
	if err != nil {
		return err
	}
	var o DashboardOrder
	if err := readJSON(w, r, &o); err != nil {
		return err
	}
	if err := v.order(r.Context(), o.IDs); err != nil {
		return err
	}
	s.hub.tell(LiveEvent{Type: "dashboards", Workspace: v.ws.Name(), By: refOf(v.me)})
	return v.writeList(w, r)
}

// order stores the order of those that the viewer sees; others in it are left out.
func (v *viewer) order(ctx context.Context, ids []peil.ID) error {
	seen, err := v.ws.Dashboards(ctx, v.id())
	if err != nil {
		return err
	}
	var kept []peil.ID
	for _, id := range ids {
		if slices.ContainsFunc(seen, func(d store.Dashboard) bool { return d.ID == id }) && !slices.Contains(kept, id) {
			kept = append(kept, id)
		}
	}
	return v.ws.OrderDashboards(ctx, v.id(), kept)
}

func clipName(name string) string {
	if r := []rune(name); len(r) > mostTitle {
		return strings.TrimSpace(string(r[:mostTitle]))
	}
	return name
}
