package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDamagedTruth: a database with flipped bits is named, with what can be read
// of it and the way on; a report does not go on without a word, and nothing is
// written over it.
func TestDamagedTruth(t *testing.T) {
	t.Parallel()
	dir := demo(t)
	if r := must(t, "check", "--data", dir, "--lang", "en"); !strings.Contains(r.out, "all can be read") {
		t.Errorf("of a whole database: %s%s", r.out, r.err)
	}
	file := filepath.Join(dir, "peil.db")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// Stored amounts become others: to SQLite the file is as good as before. All of them,
	// since a page keeps what was once written in the room that it no longer uses.
	amount := []byte(`"currency":"NOK"`)
	if !bytes.Contains(data, amount) {
		t.Fatal("no amount in the database")
	}
	data = bytes.ReplaceAll(data, amount, []byte(`"currency":"OOK"`))
	write(t, file, string(data))
	if err := os.RemoveAll(filepath.Join(dir, "facts")); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"check", "report losses", "facts rebuild"} {
		r := do(t, program(t, append(strings.Fields(args), "--data", dir, "--lang", "en")...))
		if r.code != 1 || !strings.Contains(r.err, "put back a backup") {
			t.Errorf("peil %s ended with %d: %s%s", args, r.code, r.out, r.err)
		}
		if args == "check" && !strings.Contains(r.out, "events can be read. These cannot: ") {
			t.Errorf("what can be read is not said: %s", r.out)
		}
	}
	if r := do(t, program(t, "check", "--data", dir, "--lang", "nb")); !strings.Contains(r.err, "legg tilbake en sikkerhetskopi") {
		t.Errorf("in Norwegian: %s", r.err)
	}
	if err := os.Truncate(file, int64(len(data)/2)); err != nil {
		t.Fatal(err)
	}
	r := do(t, program(t, "report", "losses", "--data", dir, "--lang", "en"))
	if r.code != 1 || !strings.Contains(r.err, file) || !strings.Contains(r.err, "put back a backup") {
		t.Errorf("cut off, a report ended with %d: %s%s", r.code, r.out, r.err)
	}
}
