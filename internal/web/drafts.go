package web

import (
	"cmp"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"peil"
)

const (
	// draftAge is how long a draft is kept that nobody touches.
	draftAge = 24 * time.Hour
	// mostDrafts is how many there may be at a time.
	mostDrafts = 20
	// mostFiles is how many files one may have, mostFileBytes how long each.
	mostFiles     = 200
	mostFileBytes = 4 << 30
)

// drafts are the imports being prepared.
type drafts struct {
	s    *Server
	done chan struct{}

	mu  sync.Mutex
	all map[peil.ID]*draft
}

func newDrafts(s *Server) *drafts {
	d := &drafts{s: s, done: make(chan struct{}), all: map[peil.ID]*draft{}}
	go d.sweeping()
	return d
}

// sweeping removes what was left, now and then.
func (d *drafts) sweeping() {
	defer close(d.done)
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		select {
		case <-d.s.ctx.Done():
			return
		case <-tick.C:
			d.sweep()
		}
	}
}

// sweep removes the drafts that nobody has touched for a day.
func (d *drafts) sweep() {
	for _, one := range d.list("") {
		one.mu.Lock()
		old := one.stop == nil && d.s.Now().Sub(one.changed) > draftAge
		one.mu.Unlock()
		if old {
			d.remove(one)
		}
	}
}

func (d *drafts) remove(one *draft) {
	d.mu.Lock()
	delete(d.all, one.id)
	d.mu.Unlock()
	if err := one.drop(); err != nil {
		d.s.Log.Warn("import not swept away", "dir", one.dir, "err", err)
	}
}

// add makes a draft.
func (d *drafts) add(workspace string) (*draft, error) {
	d.sweep()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.all) >= mostDrafts {
		return nil, peil.Conflict("too_many_drafts", "%d imports are being prepared: store or stop one of them first", len(d.all))
	}
	now := d.s.Now()
	one := &draft{id: peil.NewID(now), workspace: workspace, s: d.s, state: draftFiles, changed: now}
	one.dir = filepath.Join(d.s.Scratch, "imports", one.id.String())
	if err := os.MkdirAll(one.uploads(), 0o700); err != nil {
		return nil, err
	}
	d.all[one.id] = one
	return one, nil
}

// list gives the drafts of a workspace, or all, the newest first.
func (d *drafts) list(workspace string) []*draft {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []*draft
	for _, one := range d.all {
		if workspace == "" || one.workspace == workspace {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b *draft) int { return -cmp.Compare(a.id.String(), b.id.String()) })
	return out
}

// find gives the draft that a request is about.
func (d *drafts) find(r *http.Request) (*draft, error) {
	id, err := idIn(r, "import")
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if one := d.all[id]; one != nil {
		return one, nil
	}
	return nil, unknownDraft(id)
}

// close stops and removes all of them.
func (d *drafts) close() {
	<-d.done
	for _, one := range d.list("") {
		d.remove(one)
	}
}
