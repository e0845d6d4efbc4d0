package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"sync"
	"time"

	"peil/internal/locale"
)

// progress is how far a piece of work is: Done of Total, or of who knows how many
// where Total is 0. What is the catalogue's word for it.
type progress struct {
	What  string `json:"what"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
	// Bytes says that what is counted is bytes.
	Bytes bool `json:"bytes,omitempty"`
}

// bar draws progress: on a terminal a line that moves, elsewhere a plain line
// now and then, so that a log can be read.
type bar struct {
	mu       sync.Mutex
	w        io.Writer
	terminal bool
	words    *locale.Catalogue
	now      func() time.Time

	what         string
	start, drawn time.Time
	open         bool
}

func newBar(w io.Writer, terminal bool, words *locale.Catalogue) *bar {
	return &bar{w: w, terminal: terminal, words: words, now: time.Now}
}

// Write prints on the same stream, over the bar if there is one.
func (b *bar) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open {
		b.open = false
		fmt.Fprint(b.w, "\r\x1b[K")
	}
	return b.w.Write(text)
}

// How often is drawn.
const (
	drawEvery  = 100 * time.Millisecond
	plainEvery = 5 * time.Second
)

// show draws the progress if it is time to.
func (b *bar) show(p progress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if p.What != b.what {
		b.what, b.start, b.drawn = p.What, now, time.Time{}
		if !b.terminal {
			b.drawn = now // what is over in a moment is not worth a line
		}
	}
	done := p.Total > 0 && p.Done >= p.Total
	every := plainEvery
	if b.terminal {
		every = drawEvery
	}
	if now.Sub(b.drawn) < every && !(done && b.open) {
		return
	}
	b.drawn = now
	line := b.line(p, now.Sub(b.start))
	if !b.terminal {
		fmt.Fprintln(b.w, line)
		return
	}
	fmt.Fprintf(b.w, "\r\x1b[K%s", line)
	b.open = !done
	if done {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
}

// barWidth is the length of the drawn bar.
const barWidth = 24

// line is the words of the progress: how much, how fast, how long still.
func (b *bar) line(p progress, spent time.Duration) string {
	s := b.words.T("cli.progress."+p.What) + " "
	if p.Total > 0 {
		full := int(min(p.Done, p.Total) * barWidth / p.Total)
		if b.terminal {
			s += strings.Repeat("█", full) + strings.Repeat("░", barWidth-full) + " "
		}
		s += b.words.T("cli.progress.of", "done", b.amount(p, p.Done), "total", b.amount(p, p.Total))
	} else {
		s += b.amount(p, p.Done)
	}
	rate := float64(p.Done) / max(spent.Seconds(), 1e-3)
	if spent < time.Second || rate < 1 {
		return s
	}
	s += " · " + b.words.T("cli.progress.rate", "rate", b.amount(p, int64(rate)))
	if p.Total > p.Done {
		s += " · " + b.words.T("cli.progress.left", "time", b.words.Number(math.Ceil(float64(p.Total-p.Done)/rate), 0))
	}
	return s
}

// amount is a number of pieces, or of bytes in megabytes.
func (b *bar) amount(p progress, n int64) string {
	if p.Bytes {
		return b.words.Number(float64(n)/1e6, 1) + "\u00a0MB"
	}
	return b.words.Number(float64(n), 0)
}

// askTerminal puts a question on stderr and reads a line of the answer.
func askTerminal(ctx context.Context, question string) (string, error) {
	fmt.Fprint(os.Stderr, question+" ")
	answer := make(chan string, 1)
	failed := make(chan error, 1)
	go func() {
		line, err := stdin.ReadString('\n')
		if err != nil && line == "" {
			failed <- err
			return
		}
		answer <- strings.TrimSpace(line)
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case err := <-failed:
		return "", err
	case s := <-answer:
		return s, nil
	}
}
