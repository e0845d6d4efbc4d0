package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"sync"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
)

// dashboardSlices are the three slices that each report of the dashboard has.
var dashboardSlices = []string{"user", "team", "source"}

// dashboard asks every report by three slices at once, as a server is asked that
// somebody opens the whole of in one go, and prints time, processor and memory.
func dashboard(ctx context.Context, b *bench) error {
	return b.viewed(ctx, func(view *facts.View) error {
		m, err := b.often(func() error { return b.together(ctx, view) })
		if err == nil {
			fmt.Printf("dashboard of %d deals, %d reports by %d slices at once: %s\n", b.deals, len(report.All), len(dashboardSlices), m)
		}
		return err
	})
}

// viewed opens the company's facts and runs work over them, with a profile of what it
// takes where one is wanted.
func (b *bench) viewed(ctx context.Context, work func(*facts.View) error) error {
	view, closeView, err := b.open(ctx)
	if err != nil {
		return err
	}
	stop, err := b.profiled()
	if err == nil {
		err = work(view)
		stop()
	}
	return errors.Join(err, closeView())
}

// often does work in every round, and gives the medians of what it took.
func (b *bench) often(work func() error) (spent, error) {
	var all []spent
	for range b.rounds {
		s, err := measure(work)
		if err != nil {
			return spent{}, err
		}
		all = append(all, s)
	}
	return median(all), nil
}

// profiled begins a profile of the processor, where one is wanted.
func (b *bench) profiled() (stop func(), err error) {
	if b.profile == "" {
		return func() {}, nil
	}
	f, err := os.Create(b.profile)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		_ = f.Close() // a profile is looked at, not relied on
	}, nil
}

// together puts all questions at once.
func (b *bench) together(ctx context.Context, view *facts.View) error {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for _, r := range report.All {
		for _, by := range dashboardSlices {
			wg.Go(func() {
				start := time.Now()
				if _, err := report.Run(ctx, view, b.query(r.ID, by)); err != nil {
					mu.Lock()
					defer mu.Unlock()
					failed = errors.Join(failed, err)
				}
				if b.only != "" {
					fmt.Fprintf(os.Stderr, "%s by %s: %v\n", r.ID, by, time.Since(start).Round(time.Millisecond))
				}
			})
		}
	}
	wg.Wait()
	return failed
}

func (b *bench) query(id, by string) report.Query {
	return report.Query{Report: id, By: by, Period: b.period, Compare: []string{"previous", "year"}, Now: now, Trend: b.trend}
}

// open opens the company's facts.
func (b *bench) open(ctx context.Context) (*facts.View, func() error, error) {
	return facts.OpenParts(ctx, b.factsFile(), b.factsOptions(), peil.Settings{BaseCurrency: "NOK", Calendar: peil.NorwegianCalendar(), FiscalYearStart: 1})
}

// reports asks one report after the other.
func reports(ctx context.Context, b *bench) error {
	return b.viewed(ctx, func(view *facts.View) error {
		for _, r := range report.All {
			if b.only != "" && b.only != r.ID {
				continue
			}
			m, err := b.often(func() error {
				_, err := report.Run(ctx, view, b.query(r.ID, b.by))
				return err
			})
			if err != nil {
				return err
			}
			fmt.Printf("%-14s %s\n", r.ID, m)
		}
		return nil
	})
}

// overview asks for all reports at a glance, as peil overview does.
func overview(ctx context.Context, b *bench) error {
	return b.viewed(ctx, func(view *facts.View) error {
		m, err := b.often(func() error {
			for _, r := range report.All {
				q := report.Query{Report: r.ID, By: report.None, Period: b.period, Compare: []string{"previous"}, Measures: r.Glance, Now: now}
				if _, err := report.Run(ctx, view, q); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil {
			fmt.Printf("overview of %d deals: %s\n", b.deals, m)
		}
		return err
	})
}
