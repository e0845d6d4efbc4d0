package store

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"peil"
)

// sqliteError says in words what SQLite met. Reading goes on after all but a
// damaged file.
func sqliteError(err error) error {
	var e sqlite3.Error
	if err == nil || !errors.As(err, &e) {
		return err
	}
	switch {
	case e.Code == sqlite3.ErrFull, e.SystemErrno == syscall.ENOSPC, e.SystemErrno == syscall.EDQUOT:
		return peil.Unavailable("disk_full", "the disk is full: nothing of this was stored; free some space and try again").Because(err)
	case e.Code == sqlite3.ErrReadonly, e.SystemErrno == syscall.EROFS:
		return peil.Unavailable("read_only", "the database's file cannot be written: nothing of this was stored; give the program the right to write it and its folder").Because(err)
	case e.ExtendedCode == sqlite3.ErrIoErrShortRead:
		return damaged("", err)
	}
	switch e.Code {
	case sqlite3.ErrIoErr:
		return peil.Unavailable("disk_error", "the disk refused to read or write: nothing of this was stored; look at the disk, then try again").Because(err)
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return peil.Unavailable("database_busy", "another program holds the database's file; stop it or try again").Because(err)
	case sqlite3.ErrCantOpen:
		return peil.Unavailable("cannot_open", "the database's file cannot be opened; check its path and who may read it").Because(err)
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return damaged("", err)
	}
	return err
}

// damaged is the refusal of a file that is not what SQLite wrote.
func damaged(path string, cause error) *peil.Error {
	return peil.Unsupported("damaged_database",
		"the database %s is damaged or is no SQLite database; it was left as it is: put back a backup; peil check says what can be read", path).Because(cause)
}

// isDamage reports whether an error is about a database that has changed by itself.
func isDamage(err error) bool {
	var e *peil.Error
	return errors.As(err, &e) && (e.Code == "damaged_database" || e.Code == "damaged_event")
}

// inFile names the file in the refusal of a damaged one.
func inFile(path string, err error) error {
	var e *peil.Error
	if errors.As(err, &e) && e.Code == "damaged_database" {
		return damaged(path, e.Err)
	}
	return err
}

// fileError says why a file or folder cannot be had.
func fileError(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return peil.Unavailable("no_access", "%s may not be read and written by this program", path).Because(err)
	case errors.Is(err, fs.ErrNotExist):
		return peil.Unavailable("path_not_there", "%s is not there", path).Because(err)
	}
	return peil.Unavailable("unusable_path", "%s cannot be used", path).Because(err)
}

// postgresError says in words what the server or the way to it met.
func postgresError(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		var connect *pgconn.ConnectError
		var network net.Error
		if errors.As(err, &connect) || errors.As(err, &network) || strings.Contains(err.Error(), "unexpected EOF") || strings.Contains(err.Error(), "conn closed") {
			return peil.Unavailable("database_unreachable", "PostgreSQL does not answer: check that it runs and the address is right; what was under way may or may not be stored").Because(err)
		}
		return err
	}
	switch {
	case pg.Code == "53100":
		return peil.Unavailable("server_disk_full", "PostgreSQL's disk is full: nothing of this was stored; free some space and try again").Because(err)
	case pg.Code == "25006":
		return peil.Unavailable("server_read_only", "PostgreSQL takes no writes: nothing of this was stored; is this a standby?").Because(err)
	case strings.HasPrefix(pg.Code, "53"), strings.HasPrefix(pg.Code, "57P"):
		return peil.Unavailable("server_busy", "PostgreSQL has no room for this now or is stopping: nothing of this was stored; try again").Because(err)
	case strings.HasPrefix(pg.Code, "28"), pg.Code == "3D000":
		return peil.Unavailable("database_refused", "PostgreSQL does not let Peil in: check user, password and the database's name").Because(err)
	case pg.Code == "42501":
		return peil.Unavailable("no_right_to_tables", "PostgreSQL does not let Peil make or use its tables: give its user the right to").Because(err)
	}
	return err
}
