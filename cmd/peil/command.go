package main

import (
	"context"
	"errors"
	"flag"
	"time"
)

// command is a word after peil.
type command struct {
	name string
	// prepare reads the arguments, without touching any data, and returns what is
	// to be done with the data directory; nil where all was said already.
	prepare func(e *env) (action, error)
	// stays is the command that owns the directory until it is told to stop; it
	// cannot be sent to another owner.
	stays bool
}

// action does a command's work on the data directory.
type action func(ctx context.Context, a *app) error

// commands are all of them, in the order of the help. Their one-line
// descriptions are the catalogue's cli.command.<name>.
func commands() []command {
	return []command{
		{name: "serve", prepare: prepareServe, stays: true},
		{name: "report", prepare: prepareReport},
		{name: "overview", prepare: prepareOverview},
		{name: "advice", prepare: prepareAdvice},
		{name: "forecast", prepare: prepareForecast},
		{name: "import", prepare: prepareImport},
		{name: "facts", prepare: prepareFacts},
		{name: "check", prepare: prepareCheck},
		{name: "demo", prepare: prepareDemo},
		{name: "tick", prepare: prepareTick},
		{name: "help", prepare: prepareHelp},
		{name: "version", prepare: prepareVersion},
	}
}

// find returns the command that the arguments start with, and takes it off them.
func (e *env) find() (command, error) {
	if len(e.args) == 0 {
		e.args = []string{"help"}
	}
	word := e.args[0]
	switch word {
	case "-h", "-help", "--help":
		word = "help"
	case "-version", "--version":
		word = "version"
	}
	e.args = e.args[1:]
	var names []string
	for _, c := range commands() {
		if c.name == word {
			return c, nil
		}
		names = append(names, c.name)
	}
	err := usage("unknown_command", "there is no command %q", word)
	if err.DidYouMean(word, names); err.Near == "" {
		err.Hints = names
	}
	return command{}, err
}

// main does the command: alone if it needs no data, as the owner of the data
// directory if nobody else is, else by sending it to the owner.
func (e *env) main(ctx context.Context) int {
	sent := append([]string(nil), e.args...)
	c, act, err := e.prepared()
	if err != nil || act == nil {
		return e.fail(err)
	}
	for range retries {
		own, other, err := claim(ctx, e, c)
		if err != nil {
			return e.fail(err)
		}
		if own != nil {
			return e.fail(e.own(ctx, own, act))
		}
		code, err := e.send(ctx, other, sent)
		if errors.Is(err, errNotTaken) && ctx.Err() == nil {
			time.Sleep(retry) // the owner ended just then; the directory may be free
			continue
		}
		if err != nil {
			return e.fail(err)
		}
		return code
	}
	return e.fail(unreachable(e.set.Data, readHolder(e.set.Data)))
}

// retries is how often an order is tried that no owner took.
const retries = 100

// prepared finds the command and reads its arguments. A nil action without an
// error means that there is nothing left to do: a list or help was printed.
func (e *env) prepared() (command, action, error) {
	c, err := e.find()
	if err != nil {
		return c, nil, err
	}
	act, err := c.prepare(e)
	if errors.Is(err, flag.ErrHelp) {
		e.helpOf(c.name)
		return c, nil, nil
	}
	return c, act, err
}
