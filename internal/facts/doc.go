// Package facts keeps the folded facts of each workspace in a DuckDB file of its
// own (schema.sql), so that reports count rows instead of replaying events. The
// files hold nothing that the store does not: one that is damaged, of another
// version or of another store is set aside and made again. One that another
// process holds open is not damaged; opening it is an error that says who has it.
//
// A Cache opens workspaces and shares one memory budget between them. Each open
// workspace has a tail: a goroutine that reads what the store has committed, folds
// the units it touches and replaces their rows, all in one transaction that also
// moves the file's seq on. Readers ask Now for the present and At for the past.
package facts
