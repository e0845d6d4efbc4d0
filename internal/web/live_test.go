package web

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"peil"
)

// stream is a listener.
type stream struct {
	t      *testing.T
	events chan heard
	stop   context.CancelFunc
	ended  chan struct{}
}

type heard struct {
	id string
	LiveEvent
}

// listen opens the stream; last is the event seen last, or empty.
func (b *browser) listen(workspace, last string) *stream {
	b.t.Helper()
	ctx, stop := context.WithCancel(b.t.Context())
	r, err := http.NewRequestWithContext(ctx, "GET", b.url+"/api/v1/live?workspace="+workspace, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "text/event-stream" {
		b.t.Fatalf("%d %s", answer.StatusCode, answer.Header)
	}
	s := &stream{t: b.t, events: make(chan heard, 10_000), stop: stop, ended: make(chan struct{})}
	go func() {
		defer close(s.ended)
		defer answer.Body.Close()
		var h heard
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			switch key, value, _ := strings.Cut(lines.Text(), ": "); key {
			case "id":
				h.id = value
			case "data":
				if json.Unmarshal([]byte(value), &h.LiveEvent) == nil {
					s.events <- h
				}
				h = heard{}
			}
		}
	}()
	b.t.Cleanup(stop)
	return s
}

// next waits for an event of a type and gives it with how long that took.
func (s *stream) next(typ string) (heard, time.Duration) {
	s.t.Helper()
	start := time.Now()
	late := time.After(5 * time.Second)
	for {
		select {
		case h := <-s.events:
			if h.Type == typ {
				return h, time.Since(start)
			}
		case <-s.ended:
			s.t.Fatalf("the stream ended before any %s", typ)
		case <-late:
			s.t.Fatalf("no %s came", typ)
		}
	}
}

// TestLive: a listener hears within a second what anybody writes, and after a break
// what it missed.
func TestLive(t *testing.T) {
	s := newSite(t, 30)
	b := s.as(0)
	l := b.listen("demo", "")
	hello, _ := l.next("hello")
	if hello.Seq == 0 || hello.id == "" {
		t.Fatalf("%+v", hello)
	}
	id := peil.NewID(time.Now())
	seq, err := s.ws.Append(t.Context(), peil.Actor{Kind: peil.ActorSystem}, peil.Draft{At: time.Now(), Texts: map[string]string{"name": "Ny kilde"}, Payload: peil.SourceDefined{Source: id}})
	if err != nil {
		t.Fatal(err)
	}
	moved, took := l.next("facts")
	for moved.Seq < seq {
		moved, _ = l.next("facts")
	}
	if took > time.Second {
		t.Errorf("an event is heard after %v", took)
	}
	var d Dashboard
	b.do("POST", "/api/v1/dashboards", NewDashboard{Name: "Min", Shared: true}, 201, &d)
	board, took := l.next("dashboard")
	if board.ID != d.ID.String() || board.Version != 1 || board.By == nil || took > time.Second {
		t.Errorf("after %v: %+v", took, board)
	}
	l.stop()
	<-l.ended
	b.do("DELETE", "/api/v1/dashboards/"+d.ID.String(), nil, 204, nil)

	again := b.listen("demo", board.id)
	gone, _ := again.next("dashboard")
	if !gone.Deleted || gone.ID != d.ID.String() {
		t.Errorf("what was missed is %+v", gone)
	}
	strange := b.listen("demo", "01M8802ENV2V92JNGQHHEK7KFZ-7")
	strange.next("resync")
	other := newSite(t, 0).as(-1).listen("", "")
	other.next("hello")
}

// TestServerEnds: streams end with the server.
func TestServerEnds(t *testing.T) {
	s := newSite(t, 0)
	l := s.as(-1).listen("", "")
	l.next("hello")
	s.server.Close()
	select {
	case <-l.ended:
	case <-time.After(5 * time.Second):
		t.Error("the stream goes on")
	}
}

// TestSlowListener: who does not read is dropped, and nobody waits for them.
func TestSlowListener(t *testing.T) {
	s := newSite(t, 0)
	deaf, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	if _, err := deaf.Write([]byte("GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	listeners := func() int {
		s.server.hub.mu.Lock()
		defer s.server.hub.mu.Unlock()
		return len(s.server.hub.listeners)
	}
	for deadline := time.Now().Add(5 * time.Second); listeners() == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nobody listens")
		}
	}
	start := time.Now()
	long := strings.Repeat("x", 10_000)
	told := 0
	for ; listeners() > 0 && told < 100_000; told++ {
		s.server.hub.tell(LiveEvent{Type: "import", State: long})
	}
	if listeners() > 0 {
		t.Errorf("still there after %d events", told)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("telling %d events took %v", told, took)
	}
}
