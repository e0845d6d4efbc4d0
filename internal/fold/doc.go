// Package fold turns the events of a unit into its state and its fact rows: the
// rules of metrics.md §2–3, once, as pure functions. It reads no clock, no file
// and no database; the same events give the same rows, in whatever order they
// are handed over.
package fold
