package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"peil"
)

// fail prints an error, if it is one, and returns the exit code. What a person
// cannot mend is shown with its cause, since the log may be read by nobody.
func (e *env) fail(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled):
		e.say("cli.interrupted")
		return 1
	}
	e.explain(err)
	if errors.Is(err, errUsage) {
		return 2
	}
	return 1
}

// explain prints an error in the asker's language, with what would have been
// right.
func (e *env) explain(err error) {
	var pe *peil.Error
	if !errors.As(err, &pe) {
		fmt.Fprintf(e.err, "peil: %v\n", err)
		return
	}
	text := e.words.Error(pe)
	fmt.Fprintf(e.err, "peil: %s\n", text)
	said := func(hint string) bool { return strings.Contains(text, hint) }
	if slices.ContainsFunc(pe.Hints, func(h string) bool { return !said(h) }) {
		fmt.Fprintf(e.err, "  %s: %s\n", e.words.T("text.hints"), joinHints(pe.Hints))
	}
	if cause := pe.Err; cause != nil && !errors.Is(cause, errUsage) {
		fmt.Fprintf(e.err, "  (%s)\n", e.cause(cause))
	}
}

// cause is what lies behind an error, in the asker's language where it can be
// said in it.
func (e *env) cause(err error) string {
	var pe *peil.Error
	if errors.As(err, &pe) {
		return e.words.Error(pe)
	}
	return err.Error()
}

// mostHints is how many right answers are listed.
const mostHints = 24

func joinHints(hints []string) string {
	s := ""
	for i, h := range hints {
		if i == mostHints {
			return s + ", …"
		}
		if i > 0 {
			s += ", "
		}
		s += h
	}
	return s
}

// output opens what --out names, or hands out stdout. The file appears whole or
// not at all: it is written beside its place and moved there by done.
func (e *env) output(path string) (w io.Writer, done func(error) error, err error) {
	if path == "" || path == "-" {
		return e.out, func(err error) error { return err }, nil
	}
	path = e.path(path)
	f, err := os.CreateTemp(filepath.Dir(path), ".peil-*")
	if err != nil {
		return nil, nil, usage("out_unwritable", "%s cannot be written: %v", path, err)
	}
	return f, func(err error) error {
		err = errors.Join(err, f.Chmod(0o644), f.Close())
		if err != nil {
			os.Remove(f.Name())
			return err
		}
		return os.Rename(f.Name(), path)
	}, nil
}
