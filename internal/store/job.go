package store

import (
	"context"
	"time"
)

// JobState says how far a job is that was due at some time.
type JobState string

// The states of a job; one that is not there was not begun.
const (
	JobRunning JobState = "running"
	JobDone    JobState = "done"
	JobFailed  JobState = "failed"
)

// Job is something done by the clock, at one of the times it was due.
type Job struct {
	Name           string
	Due            time.Time
	State          JobState
	Tries          int
	Started, Ended time.Time
	Error          string // of the last try

	owner int64
}

// jobTries is how often a job that fails is tried for the same time.
const jobTries = 3

var jobTable = table{name: "job", key: 2, columns: []column{
	{"name", textType}, {"due_at", intType}, {"state", textType}, {"owner", intType}, {"tries", intType},
	{"started_at", intType}, {"ended_at", intType}, {"error", textType},
}}

// TakeJob claims a job for the time it is due. It gives false where that is done, is
// being done by a process that lives, or has failed too often: what is due at a time
// is done once, however many processes ask. Whoever gets true must call EndJob.
func (w *Workspace) TakeJob(ctx context.Context, name string, due time.Time) (bool, error) {
	taken := false
	err := w.store.engine.write(ctx, func(c conn) error {
		taken = false
		// Taking the counter's row keeps other processes out until the transaction ends.
		if err := c.exec(ctx, "update counter set seq = seq where workspace_id = $1", w.id); err != nil {
			return err
		}
		found, err := queryJobs(ctx, c, "workspace_id = $1 and name = $2 and due_at = $3", w.id, name, millis(due))
		if err != nil {
			return err
		}
		j := Job{Name: name, Due: due}
		if len(found) > 0 {
			if j = found[0]; j.State == JobDone || j.Tries >= jobTries {
				return nil
			}
			if lives, err := w.lives(ctx, j); err != nil || lives {
				return err
			}
		}
		j.State, j.Tries, j.Started, j.Ended, j.owner = JobRunning, j.Tries+1, w.store.now(), time.Time{}, w.store.engine.owner()
		taken = true
		w.doing(name, due, true) // before anybody else can see the row
		return c.insert(ctx, jobTable, w.id, [][]any{jobRow(j)})
	})
	if err != nil && taken {
		w.doing(name, due, false)
	}
	return taken && err == nil, err
}

// doing notes that this process does a job, or no more.
func (w *Workspace) doing(name string, due time.Time, yes bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if yes {
		w.jobs[jobKey{name, millis(due)}] = true
	} else {
		delete(w.jobs, jobKey{name, millis(due)})
	}
}

type jobKey struct {
	name string
	due  int64
}

// lives reports whether a job is being done: by this process, or one that has not
// ended.
func (w *Workspace) lives(ctx context.Context, j Job) (bool, error) {
	if j.State != JobRunning {
		return false, nil
	}
	w.mu.Lock()
	here := w.jobs[jobKey{j.Name, millis(j.Due)}]
	w.mu.Unlock()
	if here || j.owner == w.store.engine.owner() {
		return here, nil
	}
	gone, err := w.store.engine.gone(ctx, j.owner)
	return !gone, err
}

// EndJob says how a job that was taken has ended: why names what it failed of, nil
// that it is done.
func (w *Workspace) EndJob(ctx context.Context, name string, due time.Time, why error) error {
	w.doing(name, due, false)
	state, text := JobDone, ""
	if why != nil {
		state, text = JobFailed, why.Error()
	}
	return w.store.engine.write(ctx, func(c conn) error {
		return c.exec(ctx, "update job set state = $4, ended_at = $5, error = $6 where workspace_id = $1 and name = $2 and due_at = $3",
			w.id, name, millis(due), string(state), millis(w.store.now()), text)
	})
}

// Jobs lists what was done by the clock, the latest due first, at most so many.
func (w *Workspace) Jobs(ctx context.Context, most int) (list []Job, err error) {
	err = w.store.engine.read(ctx, func(c conn) error {
		list, err = queryJobs(ctx, c, "workspace_id = $1", w.id)
		return err
	})
	return list[:min(most, len(list))], err
}

func queryJobs(ctx context.Context, c conn, where string, args ...any) (list []Job, err error) {
	err = c.query(ctx, "select name, due_at, state, owner, tries, started_at, ended_at, error from job where "+where+" order by due_at desc, name", args, func(s scan) error {
		var j Job
		var due, tries, started, ended int64
		if err := s(&j.Name, &due, (*string)(&j.State), &j.owner, &tries, &started, &ended, &j.Error); err != nil {
			return err
		}
		j.Due, j.Tries, j.Started, j.Ended = instant(due), int(tries), instant(started), instant(ended)
		list = append(list, j)
		return nil
	})
	return list, err
}

func jobRow(j Job) []any {
	return []any{j.Name, millis(j.Due), string(j.State), j.owner, int64(j.Tries), millis(j.Started), millis(j.Ended), j.Error}
}
