package web

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"peil"
)

const (
	// keptEvents is how many events are kept for those who come back.
	keptEvents = 512
	// waitingEvents is how many may wait for a listener before it is dropped as
	// too slow: it comes back and reads what it missed.
	waitingEvents = 64
)

// sent is an event with its number.
type sent struct {
	n int64
	LiveEvent
}

// hub hands what changes to those who listen. Telling costs the same with no
// listener as with a thousand that are slow: nobody is waited for.
type hub struct {
	now   func() time.Time
	epoch string // of this process: numbers begin anew with it

	mu        sync.Mutex
	last      int64
	kept      []sent
	listeners map[*listener]bool
	closed    bool
}

// listener is one stream.
type listener struct {
	workspace string
	events    chan sent
	gone      chan struct{} // closed when it was dropped
}

func newHub(now func() time.Time) *hub {
	return &hub{now: now, epoch: peil.NewID(time.Now()).String(), listeners: map[*listener]bool{}}
}

// tell hands an event to all who listen to its workspace; one of no workspace is
// for all.
func (h *hub) tell(e LiveEvent) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return
	}
	h.last++
	e.At = h.now().UTC()
	s := sent{h.last, e}
	if h.kept = append(h.kept, s); len(h.kept) > 2*keptEvents {
		h.kept = append([]sent(nil), h.kept[len(h.kept)-keptEvents:]...)
	}
	for l := range h.listeners {
		if !l.hears(e) {
			continue
		}
		select {
		case l.events <- s:
		default:
			h.drop(l)
		}
	}
}

func (l *listener) hears(e LiveEvent) bool { return e.Workspace == "" || e.Workspace == l.workspace }

func (h *hub) drop(l *listener) {
	if h.listeners[l] {
		delete(h.listeners, l)
		close(l.gone)
	}
}

// listen begins a stream, and gives what it missed since the event it saw last;
// known is false where that is not kept any more.
func (h *hub) listen(workspace, last string) (l *listener, missed []sent, at int64, known bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	l = &listener{workspace: workspace, events: make(chan sent, waitingEvents), gone: make(chan struct{})}
	if h.closed {
		close(l.gone)
		return l, nil, h.last, true
	}
	h.listeners[l] = true
	if last == "" {
		return l, nil, h.last, true
	}
	epoch, number, _ := strings.Cut(last, "-")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || epoch != h.epoch || n > h.last || n < h.last && (len(h.kept) == 0 || h.kept[0].n > n+1) {
		return l, nil, h.last, false
	}
	for _, s := range h.kept {
		if s.n > n && l.hears(s.LiveEvent) {
			missed = append(missed, s)
		}
	}
	return l, missed, h.last, true
}

func (h *hub) leave(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(l)
}

// id is the name of an event in the stream.
func (h *hub) id(n int64) string { return h.epoch + "-" + strconv.FormatInt(n, 10) }

// close ends all streams.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for l := range h.listeners {
		h.drop(l)
	}
}
