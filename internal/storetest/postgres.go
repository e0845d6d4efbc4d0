package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Postgres gives the URL of a new database on PostgreSQL, dropped after the
// test. Without a server and without the programs to start one the test fails.
func Postgres(t testing.TB) string {
	t.Helper()
	base, err := server()
	if err != nil {
		t.Fatalf("no PostgreSQL for the tests: %v", err)
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatalf("PEIL_TEST_POSTGRES must be an address such as postgres://user:password@host:5432/postgres: %v", err)
	}
	name := "peil_test_" + strings.ToLower(rand.Text()[:12])
	if err := run(base, "create database "+name+" template template0"); err != nil {
		t.Fatalf("no database for the test: %v", err)
	}
	t.Cleanup(func() {
		if err := run(base, "drop database if exists "+name+" with (force)"); err != nil {
			t.Errorf("the test's database was not dropped: %v", err)
		}
	})
	u.Path = "/" + name
	return u.String()
}

// server gives the address of the server, which is started when first asked for.
var server = sync.OnceValues(func() (string, error) {
	if named := os.Getenv("PEIL_TEST_POSTGRES"); named != "" {
		return named, nil
	}
	return startServer()
})

// run executes one statement on the server.
func run(address, stmt string) error {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	_, err = c.Exec(ctx, stmt)
	if e := c.Close(ctx); err == nil && e != nil {
		err = fmt.Errorf("closing: %w", e)
	}
	return err
}
