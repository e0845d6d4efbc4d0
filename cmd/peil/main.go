// Command peil tells a sales manager where the sale stands, why, and what to do
// next. This package is configuration and wiring: one file per subcommand, the
// ownership of the data directory, and nothing that measures.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(run(os.Args[1:])) }

// run is main with the exit code: 0 done, 1 failed, 2 asked in a way that cannot
// be understood.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	e, err := newEnv(args)
	if err != nil {
		return e.fail(err)
	}
	return e.main(ctx)
}
