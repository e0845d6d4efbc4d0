package store

import "peil"

// Stored is what one transaction of a batch has stored, told to those who follow
// the workspace's batches while they are written: they may fold it before it counts,
// and need not read it again when it does.
type Stored struct {
	Batch peil.ID
	// Groups are whole groups (see Whole), each with its events in order.
	Groups [][]peil.Event
	// Events are others, which may touch whole groups, too.
	Events []peil.Event
	// Whole: no more groups will follow.
	Whole bool
	// Ended: the batch counts now, or never will.
	Ended bool
}

// Follow has fn called after each transaction of the batches that this process
// writes, in order, until stop is called. fn must not use the workspace; the batch
// waits for it.
func (w *Workspace) Follow(fn func(Stored)) (stop func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := w.nextFollower
	w.nextFollower++
	w.followers[id] = fn
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.followers, id)
	}
}

func (w *Workspace) tell(s Stored) {
	w.mu.Lock()
	fns := make([]func(Stored), 0, len(w.followers))
	for _, fn := range w.followers {
		fns = append(fns, fn)
	}
	w.mu.Unlock()
	for _, fn := range fns {
		fn(s)
	}
}
