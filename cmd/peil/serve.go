package main

import (
	"context"
	"errors"
	"flag"
	"net"
	"net/http"
	"syscall"
	"time"

	"peil"
	"peil/internal/web"
)

// prepareServe is peil serve: it answers on an address of this machine until it
// is told to stop.
func prepareServe(e *env) (action, error) {
	words, err := parse(flag.NewFlagSet("serve", flag.ContinueOnError), e.args)
	if err != nil {
		return nil, err
	}
	if len(words) > 0 {
		return nil, usage("too_many_arguments", "peil %s takes no %q", "serve", words[0])
	}
	host, _, err := net.SplitHostPort(e.set.Listen)
	if err != nil {
		return nil, usage("bad_listen", "--listen is an address such as 127.0.0.1:8420, not %q", e.set.Listen)
	}
	if !web.Loopback(host) {
		return nil, usage("not_loopback", "--listen %s would answer anyone; until accounts exist Peil answers only this machine: use 127.0.0.1, [::1] or localhost", e.set.Listen)
	}
	return func(ctx context.Context, a *app) error { return a.serve(ctx, e) }, nil
}

// Times that a client may take, so that one that hangs does not hold on for ever.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	// stopTimeout is how long requests under way may take when told to stop.
	stopTimeout = 20 * time.Second
)

func (a *app) serve(ctx context.Context, e *env) error {
	ln, err := net.Listen("tcp", e.set.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return portTaken(e.set.Listen)
	}
	if err != nil {
		return usage("cannot_listen", "cannot listen on %s: %v", e.set.Listen, err)
	}
	a.own.Listen = ln.Addr().String()
	if err := a.own.write(); err != nil {
		ln.Close()
		return err
	}
	srv := &http.Server{Handler: a.web.Handler(), ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout}
	srv.RegisterOnShutdown(a.web.Close) // a stream never ends by itself
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	clock, stopClock := context.WithCancel(ctx)
	wait := a.followClock(clock)
	defer wait()
	defer stopClock()
	e.say("cli.serve.on", "url", "http://"+a.own.Listen)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	e.say("cli.serve.stopping")
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	return srv.Shutdown(stop)
}

// portTaken says by whom, where the system tells.
func portTaken(address string) error {
	if by := listenerOf(address); by != "" {
		return peil.Conflict("port_taken_by", "%s is taken by %s; choose another with --listen 127.0.0.1:PORT", address, by)
	}
	return peil.Conflict("port_taken", "%s is taken; choose another with --listen 127.0.0.1:PORT", address)
}
