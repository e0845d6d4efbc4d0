package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"peil"
)

// The migrations are numbered from 1 in the order of their names, and never
// changed once released: the schema's version is how many of them it has had.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

func migrations() ([]string, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql") // sorted
	if err != nil {
		return nil, err
	}
	out := make([]string, len(names))
	for i, name := range names {
		b, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		out[i] = string(b)
	}
	return out, nil
}

// newerSchema is the refusal of a database that a newer Peil has written.
func newerSchema(has, known int) *peil.Error {
	return peil.Unsupported("newer_database",
		"the database was written by a newer version of Peil (schema %d, this one knows %d) and was left as it is; update Peil", has, known)
}

// sqliteApplication marks a SQLite file as Peil's: "Peil" in its header.
const sqliteApplication = 0x5065696C

// recognise refuses, without writing a byte, a file that is not Peil's or was
// written by a newer version than this one, which knows so many migrations.
func recognise(ctx context.Context, path string, known int) error {
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist), err == nil && info.Size() == 0:
		return nil
	case err != nil:
		return fileError(path, err)
	case info.IsDir():
		return fileError(path, errors.New("it is a folder"))
	}
	db, err := sql.Open("sqlite3", dsn(path, "mode=ro&_busy_timeout=10000"))
	if err != nil {
		return sqliteError(err)
	}
	defer db.Close()
	var app, version, tables int
	if err := db.QueryRowContext(ctx, "select (select count(*) from sqlite_master), application_id, user_version from pragma_application_id, pragma_user_version").
		Scan(&tables, &app, &version); err != nil {
		return sqliteError(err)
	}
	if tables > 0 && app != sqliteApplication {
		return peil.Unsupported("foreign_database",
			"%s is the database of another program and was left as it is; give Peil a folder of its own", path)
	}
	if version > known {
		return newerSchema(version, known)
	}
	return nil
}

// migrate copies a file that has data beside itself before it changes its
// schema, and makes all the changes or none.
func (e *sqlite) migrate(ctx context.Context, all []string) error {
	w := <-e.writer
	defer func() { e.writer <- w }()
	var version int
	if err := w.c.QueryRowContext(ctx, "pragma user_version").Scan(&version); err != nil {
		return sqliteError(err)
	}
	switch {
	case version > len(all):
		return newerSchema(version, len(all))
	case version == len(all):
		return nil
	case version > 0:
		copied := fmt.Sprintf("%s.v%d-%s", e.path, version, time.Now().UTC().Format("20060102T150405.000"))
		if _, err := w.c.ExecContext(ctx, "vacuum into ?", copied); err != nil {
			return fmt.Errorf("no copy could be made before the schema changes, so it was left: %w", sqliteError(err))
		}
	}
	if err := w.exec(ctx, "begin immediate"); err != nil {
		return err
	}
	fill := strings.NewReplacer("{id}", "blob", "{bytes}", "blob", "{rowless}", " without rowid")
	text := fmt.Sprintf("%s;\npragma application_id = %d;\npragma user_version = %d",
		fill.Replace(strings.Join(all[version:], ";\n")), sqliteApplication, len(all))
	_, err := w.c.ExecContext(ctx, text)
	if err == nil {
		err = w.exec(ctx, "commit")
	}
	if err != nil {
		_ = w.exec(ctx, "rollback")
	}
	return sqliteError(err)
}

// migrationLock keeps two processes from migrating one database at a time.
const migrationLock = 0x5065696C

func (e *postgres) migrate(ctx context.Context, all []string) error {
	return e.write(ctx, func(c conn) error {
		pg := c.(*pgConn)
		for _, stmt := range []string{
			fmt.Sprintf("select pg_advisory_xact_lock(%d)", migrationLock),
			"create table if not exists schema_version (version bigint not null)",
		} {
			if err := pg.exec(ctx, stmt); err != nil {
				return err
			}
		}
		if err := pg.send(ctx); err != nil { // before a statement on the table is prepared
			return err
		}
		version := 0
		if err := c.query(ctx, "select version from schema_version", nil, func(s scan) error { return s(&version) }); err != nil {
			return err
		}
		if version > len(all) {
			return newerSchema(version, len(all))
		}
		if version == len(all) {
			return nil
		}
		fill := strings.NewReplacer("{id}", "uuid", "{bytes}", "bytea", "{rowless}", "")
		// Without arguments several statements may stand in one text.
		text := fmt.Sprintf("%s;\ndelete from schema_version;\ninsert into schema_version values (%d)",
			fill.Replace(strings.Join(all[version:], ";\n")), len(all))
		_, err := pg.c.PgConn().Exec(ctx, text).ReadAll()
		return postgresError(err)
	})
}
