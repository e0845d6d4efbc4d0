// Command peil-bench measures the reports beside hand-written SQL over the same
// company's raw tables in PostgreSQL (scripts/bench-reports runs it). It is no
// part of what users run.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/source/sample"
)

// bench is what all measurements share.
type bench struct {
	dir      string
	deals    int
	postgres string
	period   peil.Period
	only     string
	rounds   int
	by       string
	cold     bool
	trend    string
	profile  string
}

// now is the moment of all questions, and the end of the company's history.
var now = time.Date(2026, time.October, 14, 10, 0, 0, 0, time.UTC)

var commands = map[string]func(context.Context, *bench) error{
	"facts": makeFacts, "compare": compare, "raw": makeRaw, "dashboard": dashboard, "reports": reports, "overview": overview, "explain": explain, "answers": answers,
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "peil-bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	b := &bench{}
	fs := flag.NewFlagSet("peil-bench", flag.ContinueOnError)
	fs.StringVar(&b.dir, "dir", ".cache/bench", "where the made companies lie")
	fs.IntVar(&b.deals, "deals", 100_000, "how many deals the company has")
	fs.StringVar(&b.postgres, "postgres", os.Getenv("PEIL_TEST_POSTGRES"), "address of the PostgreSQL with the raw tables")
	fs.StringVar(&b.only, "only", "", "one report alone")
	fs.IntVar(&b.rounds, "rounds", 5, "how often everything is asked")
	fs.BoolVar(&b.cold, "cold", false, "ask once, of files that are in nobody's memory")
	fs.StringVar(&b.by, "by", "user", "the dimension of the slices")
	fs.StringVar(&b.trend, "trend", "", "grain of the trends of the dashboard, such as month")
	fs.StringVar(&b.profile, "profile", "", "write a profile of the processor into this file")
	period := fs.String("period", "2026-07-01..2026-09-30", "what is asked about")
	if err := fs.Parse(args); err != nil {
		return err
	}
	var err error
	if b.period, err = peil.ParsePeriod(*period, peil.DateOf(now, time.UTC), peil.PeriodOptions{}); err != nil {
		return err
	}
	command := commands[fs.Arg(0)]
	if command == nil {
		return fmt.Errorf("there is no %q to measure", fs.Arg(0))
	}
	return command(ctx, b)
}

func (b *bench) options() sample.Options {
	return sample.Options{Deals: b.deals, Seed: 1, Now: now}
}

func (b *bench) factsFile() string { return filepath.Join(b.dir, fmt.Sprintf("%d.duckdb", b.deals)) }

func (b *bench) factsOptions() facts.Options {
	return facts.Options{Dir: b.dir, Clock: func() time.Time { return now }}
}
