// Package sample makes the sample company: a believable Norwegian company that
// sells to companies, over three years up to today, in which all ten metrics
// have something to find. What was planted is written down in planted.go. Every
// name is made up, and obviously so; the same seed gives the same company.
package sample

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"peil"
	"peil/internal/store"
)

// Options says which sample company to make.
type Options struct {
	// Deals is how many deals there are; 0 means 3,000.
	Deals int
	// Seed chooses the company; the same seed and Now give the same events.
	Seed uint64
	// Now is the last instant of the company's history.
	Now time.Time
}

// years is how far back the history goes.
const years = 3

// chunk is how many drafts are handed to the store at a time.
const chunk = 5000

// Fill writes the sample company into an empty workspace as one batch.
// progress, which may be nil, is told the number of events written.
func Fill(ctx context.Context, w *store.Workspace, opts Options, progress func(done, total int)) error {
	drafts := Make(opts)
	out, err := w.Begin(ctx, peil.Actor{Kind: peil.ActorSystem}, store.BatchInfo{System: "sample"})
	if err != nil {
		return err
	}
	for done := 0; done < len(drafts); {
		n := min(chunk, len(drafts)-done)
		items := make([]store.Item, n)
		for i := range items {
			items[i].Draft = drafts[done+i]
		}
		if err := out.Append(ctx, items); err != nil {
			return fmt.Errorf("sample company: %w", abort(ctx, out, err))
		}
		done += n
		if progress != nil {
			progress(done, len(drafts))
		}
	}
	if _, err := out.Commit(ctx); err != nil {
		return fmt.Errorf("sample company: %w", err)
	}
	return nil
}

// abort takes a half-written batch back and returns the error that caused it.
func abort(ctx context.Context, out *store.Writer, cause error) error {
	if err := out.Abort(ctx); err != nil {
		return fmt.Errorf("%w (and the batch could not be taken back: %v)", cause, err)
	}
	return cause
}

// Make returns the events of the sample company in the order they happened.
func Make(opts Options) []peil.Draft {
	m := newMaker(opts)
	m.setUp()
	m.people()
	m.rates()
	m.spending()
	m.accounts()
	m.sell()
	return m.sorted()
}

// maker gathers the events of one sample company.
type maker struct {
	rng        *rand.Rand
	cal        peil.Calendar
	loc        *time.Location
	start, now time.Time
	deals      int
	names      map[string]int // how often a made-up name was given
	drafts     []peil.Draft
	company    company
	days       []day
}

func newMaker(opts Options) *maker {
	if opts.Deals <= 0 {
		opts.Deals = 3000
	}
	cal := peil.NorwegianCalendar()
	m := &maker{
		rng: rand.New(rand.NewPCG(opts.Seed, 0x5eed)), cal: cal, loc: cal.Location,
		now: opts.Now.UTC().Truncate(time.Millisecond), deals: opts.Deals, names: map[string]int{},
	}
	first := peil.DateOf(m.now, m.loc)
	first.Year -= years
	first.Day = 1
	m.start = first.Start(m.loc)
	m.days = m.market()
	return m
}

// id makes an id whose time is at, from the company's own dice.
func (m *maker) id(at time.Time) peil.ID {
	var id peil.ID
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		id[i] = byte(ms >> (8 * (5 - i)))
	}
	hi, lo := m.rng.Uint64(), m.rng.Uint64()
	for i := range 8 {
		id[6+i] = byte(hi >> (8 * i))
	}
	id[14], id[15] = byte(lo), byte(lo>>8)
	return id
}

// add notes an event; what lies after the present has not happened.
func (m *maker) add(at time.Time, p peil.Payload) { m.addNamed(at, p, nil) }

// addNamed notes an event that sets texts of its subject.
func (m *maker) addNamed(at time.Time, p peil.Payload, texts map[string]string) {
	at = at.UTC().Truncate(time.Millisecond)
	if at.After(m.now) {
		return
	}
	m.drafts = append(m.drafts, peil.Draft{ID: m.id(at), At: at, Texts: texts, Payload: p})
}

// sorted returns the events by time; those of one instant keep their order.
func (m *maker) sorted() []peil.Draft {
	slices.SortStableFunc(m.drafts, func(a, b peil.Draft) int { return a.At.Compare(b.At) })
	return m.drafts
}

// chance is true with probability p.
func (m *maker) chance(p float64) bool { return m.rng.Float64() < p }

// lognormal draws a positive number with the given median and spread (the
// standard deviation of its logarithm).
func (m *maker) lognormal(median, spread float64) float64 {
	return median * math.Exp(spread*m.rng.NormFloat64())
}

// pick draws an index with the given weights.
func (m *maker) pick(weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	x := m.rng.Float64() * sum
	for i, w := range weights {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}
