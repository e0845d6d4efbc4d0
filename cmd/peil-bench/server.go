package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"golang.org/x/sys/unix"
)

// number reads a number of PostgreSQL's.
func number(cell any) (float64, bool) {
	switch x := cell.(type) {
	case float64:
		return x, true
	case int64:
		return float64(x), true
	case int32:
		return float64(x), true
	case pgtype.Numeric:
		f, err := x.Float64Value()
		return f.Float64, err == nil && f.Valid
	}
	return 0, false
}

// serverClock gives what tells the processor time of a connection's server: its
// own process and those that helped it and have ended.
func serverClock(ctx context.Context, c *pgx.Conn) (func() time.Duration, error) {
	var dir string
	if err := c.QueryRow(ctx, "show data_directory").Scan(&dir); err != nil {
		return nil, err
	}
	pidFile, err := os.ReadFile(filepath.Join(dir, "postmaster.pid"))
	if err != nil {
		return nil, err
	}
	postmaster, _, _ := strings.Cut(string(pidFile), "\n")
	backend := strconv.FormatUint(uint64(c.PgConn().PID()), 10)
	return func() time.Duration { return jiffies(backend, 0) + jiffies(postmaster, 2) }, nil
}

// jiffies reads the time of a process (0) or of its ended children (2) from
// Linux's stat file, in hundredths of a second; 0 elsewhere.
func jiffies(pid string, skip int) time.Duration {
	data, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data)[strings.LastIndexByte(string(data), ')')+1:])
	var sum int64
	for _, f := range fields[11+skip : 13+skip] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0
		}
		sum += n
	}
	return time.Duration(sum) * 10 * time.Millisecond
}

// forget takes the files of both sides out of the system's memory. The server's
// own memory is empty if it has just been started.
func (b *bench) forget(ctx context.Context, c *pgx.Conn) error {
	var dir, oid string
	err := c.QueryRow(ctx, "select current_setting('data_directory'), cast(oid as text) from pg_database where datname = current_database()").Scan(&dir, &oid)
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(dir, "base", oid, "*"))
	if err != nil {
		return err
	}
	for _, path := range append(files, b.factsFile()) {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		err = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}
