package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"peil"
	"peil/internal/locale"
	"peil/internal/table"
)

// env is what a command has to do with: what was asked, by whom and where the
// answer goes. It is the same whether the command was typed here or sent by
// another process that found this one to own the data directory.
type env struct {
	args []string
	set  settings
	// cwd is where relative paths start: the asker's, not this process's.
	cwd      string
	out, err io.Writer
	term     terminal
	words    *locale.Catalogue
	log      *slog.Logger
	// progress is told how far the work is; the asker's side draws it.
	progress func(progress)
	// ask puts a question; nil where nobody is there to answer.
	ask func(ctx context.Context, question string) (string, error)
}

// terminal is what the asker can show.
type terminal struct {
	// Out and Err say that a person looks at them.
	Out   bool `json:"out"`
	Err   bool `json:"err"`
	Width int  `json:"width"`
	Color bool `json:"color"`
}

// errUsage marks what was asked in a way that cannot be understood: exit code 2.
var errUsage = errors.New("usage")

// usage makes an error of a wrong way to ask.
func usage(code, format string, args ...any) *peil.Error {
	e := peil.Invalid(code, format, args...)
	e.Err = errUsage
	return e
}

// newEnv reads the process's arguments, settings and terminal. The env can print
// even when there is an error.
func newEnv(args []string) (*env, error) {
	e := &env{out: os.Stdout, err: os.Stderr, words: locale.For(os.Getenv("PEIL_LANG")), log: slog.New(slog.DiscardHandler)}
	e.term = terminal{Out: term.IsTerminal(int(os.Stdout.Fd())), Err: term.IsTerminal(int(os.Stderr.Fd()))}
	e.term.Color = e.term.Out && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && e.term.Out {
		e.term.Width = w
	}
	if e.term.Err && term.IsTerminal(int(os.Stdin.Fd())) {
		e.ask = askTerminal
	}
	given, rest, err := takeSettings(args)
	if err != nil {
		return e, err
	}
	e.args = rest
	if lang, ok := given["lang"]; ok {
		e.words = locale.For(lang)
	}
	if err := e.set.load(given, os.LookupEnv); err != nil {
		return e, err
	}
	if e.words, err = locale.Parse(e.set.Lang); err != nil {
		e.words = locale.For("")
		return e, asUsage(err)
	}
	bar := newBar(os.Stderr, e.term.Err, e.words)
	e.err, e.progress = bar, bar.show
	if e.log, err = e.set.logger(e.err); err != nil {
		return e, err
	}
	slog.SetDefault(e.log)
	e.cwd, err = os.Getwd()
	return e, err
}

// asUsage makes any failure one of asking.
func asUsage(err error) error {
	var e *peil.Error
	if errors.As(err, &e) && !errors.Is(err, errUsage) {
		c := *e
		c.Err = errors.Join(errUsage, e.Err)
		return &c
	}
	return err
}

// options are how answers are printed for the asker. A terminal narrower than
// the usual 100 columns is kept to, down to what is still readable.
func (e *env) options() table.Options {
	o := table.Options{Words: e.words, Color: e.term.Color}
	if e.term.Width > 0 {
		o.Width = min(100, max(60, e.term.Width))
	}
	return o
}

// path makes a path of the asker's absolute.
func (e *env) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(e.cwd, p)
}

// say prints a sentence of the catalogue on stderr.
func (e *env) say(key string, args ...any) {
	fmt.Fprintln(e.err, e.words.T(key, args...))
}
