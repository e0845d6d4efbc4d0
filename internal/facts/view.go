package facts

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"peil"
	"peil/internal/store"
)

// View is the facts of one workspace as seen from one point: the present, or a
// past day.
type View struct {
	// DB is the DuckDB file with the tables of schema.sql. Instants are UTC. It
	// stays valid after the workspace was closed to save memory.
	DB *sql.DB
	// frozen, where it is set, is what the questions are put to instead of DB.
	frozen   *sql.Tx
	Settings peil.Settings
	// AsOf and KnownAt are the two clocks of the question; zero is now.
	AsOf, KnownAt time.Time
	// Seq is the number of the last event that the facts have seen.
	Seq int64
	// Stale is true while a change to very many records is folded in the
	// background ("oppdateres"): till then some figures are those before it.
	Stale bool
	// Labels gives the names of records by id. Ids without a name are left out.
	Labels func(ctx context.Context, ids []peil.ID) (map[peil.ID]string, error)
	// Named lists all records of a kind (user, team, source, …) by name.
	Named func(ctx context.Context, kind string) (map[peil.ID]string, error)
}

// Query asks the facts.
func (v *View) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if v.frozen != nil {
		return v.frozen.QueryContext(ctx, query, args...)
	}
	return v.DB.QueryContext(ctx, query, args...)
}

// QueryRow asks the facts for one row.
func (v *View) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	if v.frozen != nil {
		return v.frozen.QueryRowContext(ctx, query, args...)
	}
	return v.DB.QueryRowContext(ctx, query, args...)
}

// names remembers the words of a workspace until an event may have changed them.
type names struct {
	ws *store.Workspace

	mu     sync.Mutex
	seq    int64
	labels map[peil.ID]string // "" is known to have none
	kinds  map[string]map[peil.ID]string
}

// mostLabels bounds what is remembered: beyond it the cache starts anew.
const mostLabels = 50_000

func newNames(ws *store.Workspace) *names {
	return &names{ws: ws, labels: map[peil.ID]string{}, kinds: map[string]map[peil.ID]string{}}
}

// at forgets what was read before the facts came to seq.
func (n *names) at(seq int64) *names {
	n.mu.Lock()
	defer n.mu.Unlock()
	if seq > n.seq || len(n.labels) > mostLabels {
		n.seq = seq
		clear(n.labels)
		clear(n.kinds)
	}
	return n
}

func (n *names) of(ctx context.Context, ids []peil.ID) (map[peil.ID]string, error) {
	out := make(map[peil.ID]string, len(ids))
	var ask []peil.ID
	n.mu.Lock()
	seq := n.seq
	for _, id := range ids {
		if name, ok := n.labels[id]; !ok {
			ask = append(ask, id)
		} else if name != "" {
			out[id] = name
		}
	}
	n.mu.Unlock()
	if len(ask) == 0 {
		return out, nil
	}
	found, err := n.ws.Labels(ctx, ask)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, id := range ask {
		name := found[id]
		if name != "" {
			out[id] = name
		}
		if n.seq == seq { // nobody forgot in the meantime
			n.labels[id] = name
		}
	}
	return out, nil
}

func (n *names) named(ctx context.Context, kind string) (map[peil.ID]string, error) {
	n.mu.Lock()
	seq, known := n.seq, n.kinds[kind]
	n.mu.Unlock()
	if known != nil {
		return known, nil
	}
	all, err := n.ws.Named(ctx, kind)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.seq == seq {
		n.kinds[kind] = all
	}
	return all, nil
}
