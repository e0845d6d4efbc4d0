package store

import (
	"context"
	"encoding/json"
	"time"

	"peil"
)

// Dashboard is how somebody arranged what they want to see. It is a preference
// and not history: it is changed in place, and nothing of it is an event.
type Dashboard struct {
	ID peil.ID
	// Owner is zero where nobody had said who they are.
	Owner  peil.ID
	Shared bool
	Name   string
	// Version counts the changes, from 1.
	Version int
	// Body is what the web app makes of it.
	Body             json.RawMessage
	Created, Changed time.Time
}

var dashboardTable = table{name: "dashboard", key: 1, columns: []column{
	{"dashboard_id", uuidType}, {"owner_id", uuidType}, {"shared", intType}, {"name", textType}, {"version", intType},
	{"stamp", uuidType}, {"body", textType}, {"created_at", intType}, {"changed_at", intType},
}}

var dashboardOrderTable = table{name: "dashboard_order", key: 2, columns: []column{
	{"person_id", uuidType}, {"dashboard_id", uuidType}, {"place", intType},
}}

// Dashboards lists those that a person sees: their own and the shared ones, in the
// order they chose and the others after these, the oldest first.
func (w *Workspace) Dashboards(ctx context.Context, person peil.ID) ([]Dashboard, error) {
	var list []Dashboard
	err := w.store.engine.read(ctx, func(c conn) (err error) {
		const own = "coalesce(d.owner_id, $3) = $2"
		list, _, err = queryDashboards(ctx, c, `left join dashboard_order o on o.workspace_id = d.workspace_id and o.person_id = $2
			and o.dashboard_id = d.dashboard_id where d.workspace_id = $1 and (d.shared = 1 or `+own+`)
			order by coalesce(o.place, 1000000), d.created_at, d.dashboard_id`, w.id, person, peil.ID{})
		return err
	})
	return list, err
}

// Dashboard gives one. Error of kind not_found when there is none of the id.
func (w *Workspace) Dashboard(ctx context.Context, id peil.ID) (Dashboard, error) {
	var d Dashboard
	err := w.store.engine.read(ctx, func(c conn) (err error) {
		d, _, err = oneDashboard(ctx, c, w.id, id)
		return err
	})
	return d, err
}

// AddDashboard stores a new dashboard, and gives it with its id and times.
func (w *Workspace) AddDashboard(ctx context.Context, d Dashboard) (Dashboard, error) {
	d.Created = instant(millis(w.store.now()))
	d.ID, d.Changed, d.Version = peil.NewID(d.Created), d.Created, 1
	return d, w.store.engine.write(ctx, func(c conn) error {
		return c.insert(ctx, dashboardTable, w.id, [][]any{dashboardRow(d, peil.NewID(d.Created))})
	})
}

// ChangeDashboard replaces the version that d.Version names. Error of kind
// conflict (code dashboard_changed) when another came in between: the newer one
// is then given back and stays.
func (w *Workspace) ChangeDashboard(ctx context.Context, d Dashboard) (Dashboard, error) {
	now := w.store.now()
	stamp := peil.NewID(now)
	var held Dashboard
	err := w.store.engine.write(ctx, func(c conn) error {
		// The row is taken before it is looked at: two who change it at once wait
		// for each other, and the stamp says who was first.
		err := c.exec(ctx, `update dashboard set name = $4, shared = $5, body = $6, version = version + 1, stamp = $7, changed_at = $8
			where workspace_id = $1 and dashboard_id = $2 and version = $3`,
			w.id, d.ID, int64(d.Version), d.Name, flag(d.Shared), string(d.Body), stamp, millis(now))
		if err != nil {
			return err
		}
		var by peil.ID
		if held, by, err = oneDashboard(ctx, c, w.id, d.ID); err == nil && by != stamp {
			err = peil.Conflict("dashboard_changed", "the dashboard has been changed meanwhile: yours was version %d, it is at %d", d.Version, held.Version).InField("version")
		}
		return err
	})
	return held, err
}

// DropDashboard deletes a dashboard.
func (w *Workspace) DropDashboard(ctx context.Context, id peil.ID) error {
	return w.store.engine.write(ctx, func(c conn) error {
		if _, _, err := oneDashboard(ctx, c, w.id, id); err != nil {
			return err
		}
		for _, t := range []table{dashboardTable, dashboardOrderTable} {
			if err := c.exec(ctx, "delete from "+t.name+" where workspace_id = $1 and dashboard_id = $2", w.id, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// OrderDashboards sets the order in which a person sees them.
func (w *Workspace) OrderDashboards(ctx context.Context, person peil.ID, ids []peil.ID) error {
	return w.store.engine.write(ctx, func(c conn) error {
		if err := c.exec(ctx, "delete from dashboard_order where workspace_id = $1 and person_id = $2", w.id, person); err != nil {
			return err
		}
		rows := make([][]any, len(ids))
		for i, id := range ids {
			rows[i] = []any{person, id, int64(i)}
		}
		if len(rows) == 0 {
			return nil
		}
		return c.insert(ctx, dashboardOrderTable, w.id, rows)
	})
}

func dashboardRow(d Dashboard, stamp peil.ID) []any {
	return []any{d.ID, orNull(d.Owner), flag(d.Shared), d.Name, int64(d.Version), stamp, string(d.Body), millis(d.Created), millis(d.Changed)}
}

func flag(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

func oneDashboard(ctx context.Context, c conn, ws, id peil.ID) (Dashboard, peil.ID, error) {
	found, stamps, err := queryDashboards(ctx, c, "where d.workspace_id = $1 and d.dashboard_id = $2", ws, id)
	if err == nil && len(found) == 0 {
		err = peil.NotFound("unknown_dashboard", "there is no dashboard %s", id).InField("dashboard")
	}
	if err != nil {
		return Dashboard{}, peil.ID{}, err
	}
	return found[0], stamps[0], nil
}

func queryDashboards(ctx context.Context, c conn, where string, args ...any) (list []Dashboard, stamps []peil.ID, err error) {
	stmt := "select d.dashboard_id, d.owner_id, d.shared, d.name, d.version, d.stamp, d.body, d.created_at, d.changed_at from dashboard d " + where
	return list, stamps, c.query(ctx, stmt, args, func(s scan) error {
		var d Dashboard
		var stamp peil.ID
		var shared, version, created, changed int64
		var body []byte
		err := s(idOf{&d.ID}, idOf{&d.Owner}, &shared, &d.Name, &version, idOf{&stamp}, &body, &created, &changed)
		d.Shared, d.Version, d.Body = shared == 1, int(version), body
		d.Created, d.Changed = instant(created), instant(changed)
		list, stamps = append(list, d), append(stamps, stamp)
		return err
	})
}
