package store

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"peil"
)

// unavailable is an error that may pass if tried again.
func unavailable(code, message string, cause error) *peil.Error {
	return &peil.Error{Kind: peil.KindUnavailable, Code: code, Message: message, Err: cause}
}

// sqliteError says in words what SQLite met. Reading goes on after all but a
// damaged file.
func sqliteError(err error) error {
	var e sqlite3.Error
	if err == nil || !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case sqlite3.ErrFull:
		return unavailable("disk_full", "the disk is full: nothing of this was stored; free some space and try again", err)
	case sqlite3.ErrReadonly:
		return unavailable("read_only", "the database's file cannot be written: nothing of this was stored; give the program the right to write it and its folder", err)
	case sqlite3.ErrIoErr:
		return unavailable("disk_error", "the disk refused to read or write: nothing of this was stored; look at the disk, then try again", err)
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return unavailable("database_busy", "another program holds the database's file; stop it or try again", err)
	case sqlite3.ErrCantOpen:
		return unavailable("cannot_open", "the database's file cannot be opened; check its path and who may read it", err)
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return &peil.Error{Kind: peil.KindUnsupported, Code: "damaged_database",
			Message: "the database's file is damaged or is no SQLite database; it was left as it is: put back a copy of it", Err: err}
	}
	return err
}

// fileError says why a file or folder cannot be had.
func fileError(path string, err error) error {
	why := "cannot be used"
	switch {
	case errors.Is(err, fs.ErrPermission):
		why = "may not be read and written by this program"
	case errors.Is(err, fs.ErrNotExist):
		why = "is not there"
	}
	return unavailable("cannot_open", path+" "+why, err)
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
			return unavailable("database_unreachable", "PostgreSQL does not answer: check that it runs and the address is right; what was under way may or may not be stored", err)
		}
		return err
	}
	switch {
	case pg.Code == "53100":
		return unavailable("disk_full", "PostgreSQL's disk is full: nothing of this was stored; free some space and try again", err)
	case pg.Code == "25006":
		return unavailable("read_only", "PostgreSQL takes no writes: nothing of this was stored; is this a standby?", err)
	case strings.HasPrefix(pg.Code, "53"), strings.HasPrefix(pg.Code, "57P"):
		return unavailable("database_busy", "PostgreSQL has no room for this now or is stopping: nothing of this was stored; try again", err)
	case strings.HasPrefix(pg.Code, "28"), pg.Code == "3D000":
		return unavailable("database_refused", "PostgreSQL does not let Peil in: check user, password and the database's name", err)
	case pg.Code == "42501":
		return unavailable("database_refused", "PostgreSQL does not let Peil make or use its tables: give its user the right to", err)
	}
	return err
}
