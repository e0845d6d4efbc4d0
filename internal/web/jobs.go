package web

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"peil"
	"peil/internal/locale"
)

// jobs are what goes on after its answer. They end with the server, and are
// remembered as long as it runs.
type jobs struct {
	work sync.WaitGroup

	mu  sync.Mutex
	all map[peil.ID]*running
}

// running is a job with what it failed of.
type running struct {
	Job
	err error
}

func newJobs() *jobs { return &jobs{all: map[peil.ID]*running{}} }

// wait waits until all have ended.
func (j *jobs) wait() { j.work.Wait() }

// start begins a job; do gives the number of the last event it stored.
func (j *jobs) start(s *Server, job Job, do func(ctx context.Context, progress func(done, total int)) (int64, error)) Job {
	job.ID, job.State = peil.NewID(time.Now()), "running"
	r := &running{Job: job}
	j.mu.Lock()
	j.all[job.ID] = r
	j.mu.Unlock()
	tell := func() {
		j.mu.Lock()
		now := r.Job
		j.mu.Unlock()
		s.hub.tell(LiveEvent{Type: "job", ID: now.ID.String(), State: now.State, Done: int64(now.Done), Total: int64(now.Total), Seq: now.Seq})
	}
	tell()
	j.work.Go(func() {
		every := paced(tell)
		seq, err := guarded(func() (int64, error) {
			return do(s.ctx, func(done, total int) {
				j.mu.Lock()
				r.Done, r.Total = done, total
				j.mu.Unlock()
				every()
			})
		})
		j.mu.Lock()
		r.State, r.Seq, r.err = "done", seq, err
		if err != nil {
			r.State = "failed"
		}
		j.mu.Unlock()
		if err != nil && s.ctx.Err() == nil {
			s.Log.Error("job failed", "what", job.What, "workspace", job.Workspace, "err", err)
		}
		tell()
	})
	return job
}

// pace is how often progress is told of.
const pace = 200 * time.Millisecond

// paced calls fn at most every so often.
func paced(fn func()) func() {
	var last time.Time
	return func() {
		if now := time.Now(); now.Sub(last) >= pace {
			last = now
			fn()
		}
	}
}

func (s *Server) job(w http.ResponseWriter, r *http.Request) error {
	id, err := idIn(r, "job")
	if err != nil {
		return err
	}
	s.jobs.mu.Lock()
	defer s.jobs.mu.Unlock()
	job := s.jobs.all[id]
	if job == nil {
		return peil.NotFound("unknown_job", "there is no work %s: it ended with the server", id).InField("job")
	}
	out := job.Job
	if job.err != nil {
		e := s.errorOf(r, shown(job.err))
		out.Error = &e
	}
	return writeJSON(w, http.StatusOK, out)
}

// shown is an error as people may see it.
func shown(err error) *peil.Error {
	var e *peil.Error
	if !errors.As(err, &e) || e.Kind == "" || e.Kind == peil.KindInternal {
		return peil.Internal("internal", "internal error")
	}
	return e
}

// idIn reads an id of the path.
func idIn(r *http.Request, name string) (peil.ID, error) {
	id, err := peil.ParseID(r.PathValue(name))
	if err != nil {
		return peil.ID{}, peil.NotFound("bad_id", "%q is no id", r.PathValue(name)).InField(name)
	}
	return id, nil
}

// wordsOf is every word of a language. Pages ask for it once and keep it as long
// as it is the same.
func (s *Server) wordsOf(w http.ResponseWriter, r *http.Request) error {
	c, err := locale.Parse(r.PathValue("lang"))
	if err != nil {
		return err
	}
	out := Words{Lang: c.Lang(), Words: make(map[string]string)}
	for _, k := range c.Keys() {
		out.Words[k] = c.T(k)
	}
	return writeTagged(w, r, out)
}
