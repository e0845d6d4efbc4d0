package store

import (
	"context"
	"log/slog"
	"sync/atomic"
)

// SQLite's log is emptied into the file beside the writer, not by it: whoever
// writes would else wait now and then for a hundred megabytes to reach the disk.
// Most of it is copied while the writer goes on; it is held up only for what came
// meanwhile.
type checkpointer struct {
	e    *sqlite
	grew atomic.Int64 // about how many bytes the log has grown since it was emptied
	due  chan struct{}
	quit chan struct{}
	done chan struct{}
}

const (
	// logBytes is how long the log may grow. Small transactions write the same
	// pages again and again: the more of them it takes, the fewer reach the file.
	logBytes = 128 << 20
	// logPages is when the writer itself empties it, should that ever be needed.
	logPages = 100_000
	// rowBytes and transactionBytes are about what a row and a transaction add.
	rowBytes, transactionBytes = 400, 24 << 10
)

func startCheckpointer(e *sqlite) *checkpointer {
	c := &checkpointer{e: e, due: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{})}
	go c.run()
	return c
}

// wrote notes that a transaction wrote so many rows.
func (c *checkpointer) wrote(rows int) {
	if c.grew.Add(int64(rows)*rowBytes+transactionBytes) < logBytes {
		return
	}
	select {
	case c.due <- struct{}{}:
	default: // it is at work
	}
}

func (c *checkpointer) run() {
	defer close(c.done)
	for {
		select {
		case <-c.quit:
			return
		case <-c.due:
		}
		if err := c.empty(context.Background()); err != nil {
			// The log only grows longer, and the next time is soon.
			slog.Warn("the log of the database could not be emptied", "file", c.e.path, "err", err)
		}
		c.grew.Store(0)
	}
}

func (c *checkpointer) empty(ctx context.Context) error {
	if _, err := c.e.db.ExecContext(ctx, "pragma wal_checkpoint(passive)"); err != nil {
		return sqliteError(err)
	}
	w := <-c.e.writer
	defer func() { c.e.writer <- w }()
	_, err := w.c.ExecContext(ctx, "pragma wal_checkpoint(restart)")
	return sqliteError(err)
}

func (c *checkpointer) stop() {
	close(c.quit)
	<-c.done
}
