package main

import (
	"context"
	"embed"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"peil"
	"peil/internal/source/sample"
)

//go:embed raw/*.sql
var rawTexts embed.FS

// makeRaw fills the raw tables of the same company into PostgreSQL, unless they
// are there. The database is named by the company's size.
func makeRaw(ctx context.Context, b *bench) error {
	c, err := b.raw(ctx)
	if err == nil {
		return c.Close(ctx)
	}
	name := fmt.Sprintf("raw_%d", b.deals)
	if err := b.admin(ctx, "drop database if exists half_"+name, "create database half_"+name+" template template0"); err != nil {
		return err
	}
	if err := b.fillRaw(ctx, "half_"+name); err != nil {
		return err
	}
	return b.admin(ctx, "alter database half_"+name+" rename to "+name)
}

func (b *bench) admin(ctx context.Context, statements ...string) error {
	c, err := pgx.Connect(ctx, b.postgres)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	for _, s := range statements {
		if _, err := c.Exec(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// raw connects to the raw tables.
func (b *bench) raw(ctx context.Context) (*pgx.Conn, error) {
	return b.connect(ctx, fmt.Sprintf("raw_%d", b.deals))
}

func (b *bench) connect(ctx context.Context, database string) (*pgx.Conn, error) {
	conf, err := pgx.ParseConfig(b.postgres)
	if err != nil {
		return nil, err
	}
	conf.Database = database
	return pgx.ConnectConfig(ctx, conf)
}

func (b *bench) fillRaw(ctx context.Context, database string) error {
	c, err := b.connect(ctx, database)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	if err := run1(ctx, c, "raw/schema.sql"); err != nil {
		return err
	}
	start, n := time.Now(), 0
	for part := range sample.Parts(b.options()) {
		r := newRawPart()
		for i := range part {
			r.take(&part[i])
		}
		if err := r.copy(ctx, c); err != nil {
			return err
		}
		n += len(part)
		fmt.Fprintf(os.Stderr, "\r%d events as raw rows, %.0f s ", n, time.Since(start).Seconds())
	}
	cal := peil.NorwegianCalendar()
	var days [][]any
	for d := peil.DateOf(now, time.UTC).AddDays(-4 * 366); d.Before(peil.DateOf(now, time.UTC).AddDays(100)); d = d.AddDays(1) {
		if cal.IsBusinessDay(d) {
			days = append(days, []any{day(d)})
		}
	}
	if _, err := c.CopyFrom(ctx, pgx.Identifier{"business_days"}, []string{"day"}, pgx.CopyFromRows(days)); err != nil {
		return err
	}
	if err := run1(ctx, c, "raw/indexes.sql"); err != nil {
		return err
	}
	_, err = c.Exec(ctx, "vacuum analyze")
	fmt.Fprintf(os.Stderr, "indexed, %.0f s\n", time.Since(start).Seconds())
	return err
}

// run1 runs an embedded text.
func run1(ctx context.Context, c *pgx.Conn, file string) error {
	text, err := rawTexts.ReadFile(file)
	if err != nil {
		return err
	}
	_, err = c.Exec(ctx, string(text), pgx.QueryExecModeSimpleProtocol)
	return err
}

// day is a date as PostgreSQL takes it; nil where there is none.
func day(d peil.Date) any {
	if d.IsZero() {
		return nil
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
