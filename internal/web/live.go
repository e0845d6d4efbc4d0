package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"peil/internal/facts"
	"peil/internal/store"
)

const (
	// heartbeat keeps proxies and browsers from taking a quiet stream for dead.
	heartbeat = 15 * time.Second
	// writeMost is how long a listener may take to take an event.
	writeMost = 10 * time.Second
	// factsPause is how long a stream waits before it tells of newer facts again:
	// an import moves them many times a second.
	factsPause = 400 * time.Millisecond
	// comeBack is after how many milliseconds a browser tries again.
	comeBack = 1000
)

// live is the stream of what changes in a workspace. Without a workspace, and
// where it is not there yet, it tells of what concerns all.
func (s *Server) live(w http.ResponseWriter, r *http.Request) error {
	ws, err := s.Workspace(r.Context(), r.URL.Query().Get("workspace"))
	if err != nil && !isEmpty(err) {
		return err
	}
	var db *facts.DB
	name := ""
	if ws != nil {
		name = ws.Name()
		if db, err = s.Facts.Workspace(r.Context(), ws); err != nil {
			return err
		}
	}
	last := r.Header.Get("Last-Event-ID")
	if last == "" {
		last = r.URL.Query().Get("last_event_id")
	}
	l, missed, at, known := s.hub.listen(name, last)
	defer s.hub.leave(l)
	out := &eventWriter{w: w, control: http.NewResponseController(w), id: s.hub.id}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	first := LiveEvent{Type: "hello", Workspace: name, At: s.Now().UTC()}
	if db != nil {
		first.Seq, first.Stale, _ = db.Seq()
	}
	if !known {
		first.Type = "resync"
	}
	fmt.Fprintf(w, "retry: %d\n", comeBack)
	if err := out.send(at-int64(len(missed)), first); err != nil {
		return nil // nobody is there to be told
	}
	for _, m := range missed {
		if out.send(m.n, m.LiveEvent) != nil {
			return nil
		}
	}
	s.follow(r, ws, db, l, out, at, first.Seq)
	return nil
}

// follow sends what happens until the listener is gone. What the facts have seen
// is looked at by the stream itself: without one nobody looks.
func (s *Server) follow(r *http.Request, ws *store.Workspace, db *facts.DB, l *listener, out *eventWriter, at, seq int64) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	var moved, changed <-chan struct{}
	var later <-chan time.Time
	var told time.Time
	stale := false
	if db != nil {
		_, stale, _ = db.Seq()
	}
	for {
		if db != nil {
			var now int64
			var still bool
			changed = ws.Changed()
			now, still, moved = db.Seq()
			if rest := factsPause - time.Since(told); (now != seq || still != stale) && rest > 0 {
				later = time.After(rest)
			} else if now != seq || still != stale {
				seq, stale, told = now, still, time.Now()
				if out.send(at, LiveEvent{Type: "facts", Workspace: ws.Name(), At: s.Now().UTC(), Seq: seq, Stale: stale}) != nil {
					return
				}
			}
		}
		select {
		case <-r.Context().Done():
			return
		case <-l.gone:
			return
		case <-moved:
		case <-later:
		case <-changed:
			// The workspace may have been closed to save memory: it is woken.
			if _, err := s.Facts.Workspace(r.Context(), ws); err != nil {
				return
			}
		case e := <-l.events:
			at = e.n
			if out.send(e.n, e.LiveEvent) != nil {
				return
			}
		case <-beat.C:
			if out.beat() != nil {
				return
			}
		}
	}
}

// eventWriter writes events, each at once and none for ever.
type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	id      func(int64) string
}

func (o *eventWriter) send(n int64, e LiveEvent) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return o.write(fmt.Sprintf("id: %s\nevent: %s\ndata: %s\n\n", o.id(n), e.Type, data))
}

func (o *eventWriter) beat() error { return o.write(": \n\n") }

func (o *eventWriter) write(text string) error {
	// A writer without deadlines is a test's, and takes everything at once.
	_ = o.control.SetWriteDeadline(time.Now().Add(writeMost))
	if _, err := o.w.Write([]byte(text)); err != nil {
		return err
	}
	return o.control.Flush()
}
