package store

import (
	"context"
	"errors"
)

// SetViewEvents makes views hold fewer events, until the function it gives back
// is called.
func SetViewEvents(n int) (restore func()) {
	before, beforeBatch := viewEvents, batchViewEvents
	viewEvents, batchViewEvents = n, n
	return func() { viewEvents, batchViewEvents = before, beforeBatch }
}

// OpenAt opens a database as a program would that has more migrations than this one.
func OpenAt(ctx context.Context, url string, rules Rules, more ...string) (*Store, error) {
	all, err := migrations()
	if err != nil {
		return nil, err
	}
	return openWith(ctx, url, rules, Options{}, append(all, more...))
}

// Pragma sets something on the connection that writes to a SQLite file.
func (s *Store) Pragma(ctx context.Context, text string) error {
	e, ok := s.engine.(*sqlite)
	if !ok {
		return errors.New("not SQLite")
	}
	w := <-e.writer
	defer func() { e.writer <- w }()
	_, err := w.c.ExecContext(ctx, "pragma "+text)
	return err
}
