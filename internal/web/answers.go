package web

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"

	"peil"
)

const (
	// keptAnswers is how many answers are kept.
	keptAnswers = 600
	// answerAge is how long an answer stands while nothing is recorded: what is
	// open grows older all the time.
	answerAge = 10 * time.Minute
)

// answers keeps what was computed: by question and by the event that the facts had
// come to, so that no answer is of other facts than its asker's. What is asked by
// several at a time is computed once.
type answers struct {
	now func() time.Time
	// slots are how many questions are put to the facts at a time.
	slots chan struct{}

	mu  sync.Mutex
	all map[string]*answer
}

// answer is a result for some measures of a question; it is being computed until
// done is closed.
type answer struct {
	measures []string // nil is all
	done     chan struct{}
	res      *peil.Result
	err      error
	made     time.Time
	used     time.Time
}

func newAnswers(now func() time.Time) *answers {
	return &answers{now: now, slots: make(chan struct{}, max(2, runtime.GOMAXPROCS(0))), all: map[string]*answer{}}
}

// errAbandoned is the error of an answer whose asker went away: who waits for it
// must compute it.
var errAbandoned = errors.New("the asker went away")

// claim finds an answer that has the measures, or makes one that the caller must
// compute: mine says so.
func (a *answers) claim(key string, measures []string) (ans *answer, mine bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	if had := a.all[key]; had != nil {
		select {
		case <-had.done:
			if fresh := now.Sub(had.made); fresh >= 0 && fresh < answerAge && had.has(measures) {
				had.used = now
				return had, false
			}
			measures = union(had.measures, measures)
		default:
			if had.has(measures) {
				return had, false
			}
		}
	}
	ans = &answer{measures: measures, done: make(chan struct{}), used: now}
	a.all[key] = ans
	a.trim()
	return ans, true
}

func (a *answer) has(measures []string) bool {
	if a.measures == nil {
		return true
	}
	return measures != nil && !slices.ContainsFunc(measures, func(m string) bool { return !slices.Contains(a.measures, m) })
}

// union is the measures of both; nil is all.
func union(a, b []string) []string {
	if a == nil || b == nil {
		return nil
	}
	out := slices.Clone(a)
	for _, m := range b {
		if !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	return out
}

// settle ends the computing of an answer. Only a good one is kept.
func (a *answers) settle(key string, ans *answer, res *peil.Result, err error) {
	a.mu.Lock()
	ans.res, ans.err, ans.made = res, err, a.now()
	if err != nil && a.all[key] == ans {
		delete(a.all, key)
	}
	a.mu.Unlock()
	close(ans.done)
}

// trim forgets what was not used for longest. The caller holds mu.
func (a *answers) trim() {
	for len(a.all) > keptAnswers {
		var oldest string
		var at time.Time
		for key, ans := range a.all {
			if oldest == "" || ans.used.Before(at) {
				oldest, at = key, ans.used
			}
		}
		delete(a.all, oldest)
	}
}

// slot waits for one of the slots.
func (a *answers) slot(ctx context.Context) error {
	select {
	case a.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// more takes a further slot if one is free.
func (a *answers) more() bool {
	select {
	case a.slots <- struct{}{}:
		return true
	default:
		return false
	}
}

func (a *answers) free() { <-a.slots }
