package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"

	"peil"
	"peil/internal/locale"
)

// office takes orders for the owner.
type office struct {
	app *app
	// work is the orders under way: the data directory stays open for them.
	work sync.WaitGroup
	mu   sync.Mutex
	// asked are the questions that wait for an answer.
	asked map[string]chan string
}

// command does an order in this process and streams what happens.
func (f *office) command(w http.ResponseWriter, r *http.Request) {
	f.work.Add(1)
	defer f.work.Done()
	var o order
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
		http.Error(w, "the order cannot be read", http.StatusBadRequest)
		return
	}
	if o.Protocol != protocol {
		http.Error(w, "another version of peil owns the data directory; stop it first", http.StatusConflict)
		return
	}
	out := &stream{w: w, flush: http.NewResponseController(w)}
	out.send(message{Started: true})
	e := &env{args: o.Args, set: f.app.set, cwd: o.Cwd, term: o.Terminal, words: locale.For(o.Lang), log: f.app.log,
		out: out.writer(func(b []byte) message { return message{Out: b} }),
		err: out.writer(func(b []byte) message { return message{Err: b} }),
	}
	e.set.Workspace, e.set.Lang = o.Workspace, o.Lang
	e.progress = func(p progress) { out.send(message{Progress: &p}) }
	if o.Answers {
		e.ask = func(ctx context.Context, text string) (string, error) { return f.ask(ctx, out, text) }
	}
	code := e.ordered(r.Context(), f.app)
	out.send(message{Exit: &code})
}

// ordered does a command that came from another process.
func (e *env) ordered(ctx context.Context, a *app) int {
	c, act, err := e.prepared()
	if err != nil || act == nil {
		return e.fail(err)
	}
	if c.stays {
		return e.fail(usage("command_stays", "peil %s cannot be sent to another process", c.name))
	}
	return e.fail(act(ctx, a))
}

// ask sends a question and waits for its answer.
func (f *office) ask(ctx context.Context, out *stream, text string) (string, error) {
	id, reply := peil.NewID(time.Now()).String(), make(chan string, 1)
	f.mu.Lock()
	f.asked[id] = reply
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		delete(f.asked, id)
		f.mu.Unlock()
	}()
	out.send(message{Ask: &question{id, text}})
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case s := <-reply:
		return s, nil
	}
}

// stream writes messages, each at once.
type stream struct {
	mu    sync.Mutex
	w     io.Writer
	flush *http.ResponseController
}

// writer is a stream's channel as an io.Writer.
func (s *stream) writer(wrap func([]byte) message) io.Writer { return streamWriter{s, wrap} }

type streamWriter struct {
	s    *stream
	wrap func([]byte) message
}

func (w streamWriter) Write(b []byte) (int, error) {
	if len(b) > 0 {
		w.s.send(w.wrap(b))
	}
	return len(b), nil
}

// answer takes the answer to a question.
func (f *office) answer(w http.ResponseWriter, r *http.Request) {
	var a answer
	if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
		http.Error(w, "the answer cannot be read", http.StatusBadRequest)
		return
	}
	f.mu.Lock()
	reply, ok := f.asked[a.ID]
	f.mu.Unlock()
	if !ok {
		http.Error(w, "nobody asked that", http.StatusNotFound)
		return
	}
	select {
	case reply <- a.Text:
	default: // answered already
	}
}

// send writes a message. If the asker is gone there is nobody to tell: the
// request's context ends the work.
func (s *stream) send(m message) {
	data, err := json.Marshal(m)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.w.Write(append(data, '\n')); err == nil {
		s.flush.Flush()
	}
}
