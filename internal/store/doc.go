// Package store keeps the truth of Peil: the events, texts, origins and state of
// its workspaces, in SQLite or PostgreSQL.
//
// Events are numbered per workspace, gapless and in commit order: whoever writes
// takes the workspace's counter row first, also across processes. One goroutine
// per process and workspace puts the commands that wait into one transaction. A
// command is judged in memory, in front of the units it touches, before anything
// of the transaction is written; one that is refused leaves nothing to roll back
// and its neighbours alone, and all that was accepted is written together. The
// units that were lately written to are kept in memory; when the counter shows
// that somebody else has written, what they touched is dropped.
//
// The state of a record is the last snapshot of the fold of its unit, written in
// the transaction of the event. A change of the set-up may change any state: it
// restates up to 1,000 groups of units in its own transaction, more in the
// background.
//
// The events of a batch count from its commit on. An unfinished one is undone
// when the database is next opened: at once on SQLite, whose file has one owner;
// on PostgreSQL when the advisory lock that its process held is free.
package store
