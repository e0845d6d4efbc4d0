package store_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// noTraceOf fails when the database's files, or the rows of PostgreSQL, hold a text.
func noTraceOf(t testing.TB, url, secret string) {
	t.Helper()
	if path, ok := strings.CutPrefix(url, "sqlite://"); ok {
		for _, file := range []string{path, path + "-wal"} {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("%s holds %q", file, secret)
			}
		}
		return
	}
	c, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx)
	for _, table := range []string{"event", "text", "origin", "deal", "lead", "contact", "batch"} {
		var n int
		if err := c.QueryRow(ctx, "select count(*) from "+table+" x where strpos(x::text, $1) > 0", secret).Scan(&n); err != nil || n > 0 {
			t.Errorf("%d rows of %s hold %q (%v)", n, table, secret, err)
		}
	}
}
