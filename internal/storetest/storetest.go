// Package storetest runs tests on both engines of the store: SQLite in a file of
// the test's own, and a real PostgreSQL with a database of the test's own. The
// server is the one that PEIL_TEST_POSTGRES names, else a private one that the
// test process starts when it is first asked for, and that ends with it.
package storetest

import (
	"os"
	"path/filepath"
	"testing"
)

// Main runs the tests of a package and waits until the PostgreSQL that they
// started has stopped and its files are gone:
//
//	func TestMain(m *testing.M) { storetest.Main(m) }
//
// Without it, and after a panic, the server stops by itself a moment later.
func Main(m interface{ Run() int }) {
	code := m.Run()
	stopServer()
	os.Exit(code)
}

// Each runs a test on SQLite and on PostgreSQL, each with an empty database whose
// URL it is given.
func Each(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite gives the URL of a database in a new file, removed after the test.
func SQLite(t testing.TB) string {
	return "sqlite://" + filepath.Join(t.TempDir(), "peil.db")
}
