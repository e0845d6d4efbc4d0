package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"peil/internal/storetest"
)

// TestFullDisk fills the disk under a server: it goes on answering, refuses an
// import in words, and takes it once there is space, without a new start.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	disk := storetest.SmallDisk(t, 64)
	dir := filepath.Join(disk.Dir, "data")
	must(t, "import", exportAs(t, 90, "A"), "--yes", "--data", dir)
	s := serve(t, dir)
	ask := func() string {
		t.Helper()
		code, body := get(t, s.url+"/api/v1/reports/losses?period=2025&as_of=2026-01-01")
		if code != http.StatusOK {
			t.Errorf("a report is %d: %s", code, body)
		}
		return stripClock(body)
	}
	before := ask()
	disk.Fill(0)
	more := exportAs(t, 3000, "B")
	r := do(t, program(t, "import", more, "--yes", "--data", dir, "--lang", "en"))
	// It is the import that finds it out, or the server before it.
	if r.code != 1 || !strings.Contains(r.err, "the disk is full") || !strings.Contains(r.err, "free some space") && !strings.Contains(r.err, "some space is free") {
		t.Errorf("an import on a full disk ended with %d: %s", r.code, r.err)
	}
	if r := do(t, program(t, "import", more, "--yes", "--data", dir, "--lang", "nb")); !strings.Contains(r.err, "Disken er full") {
		t.Errorf("in Norwegian: %s", r.err)
	}
	if after := ask(); after != before {
		t.Error("with a full disk a report says something else")
	}
	must(t, "report", "losses", "--data", dir)
	must(t, "check", "--data", dir)
	for _, other := range []string{filepath.Join(disk.Dir, "new"), filepath.Join(disk.Dir, "newer")} {
		r := do(t, program(t, "demo", "--deals", "10", "--data", other, "--lang", "en"))
		if r.code != 1 || !strings.Contains(r.err, "is full") || !strings.Contains(r.err, other) {
			t.Errorf("a start on a full disk ended with %d: %s", r.code, r.err)
		}
	}
	disk.Free()
	must(t, "import", more, "--yes", "--data", dir)
	must(t, "facts", "check", "--data", dir)
	if after := ask(); after == before {
		t.Error("the import is not seen")
	}
}

// TestLockFileRemoved: who removes peil.lock under a server does not make a second
// owner; commands still find the first.
func TestLockFileRemoved(t *testing.T) {
	t.Parallel()
	dir := demo(t)
	s := serve(t, dir)
	if err := os.Remove(filepath.Join(dir, lockFile)); err != nil {
		t.Fatal(err)
	}
	if o, err := take(dir, "test"); err != nil || o != nil {
		t.Fatalf("a second owner: %v, %v", o, err)
	}
	must(t, "report", "losses", "--data", dir)
	if r := do(t, program(t, "serve", "--lang", "en", "--listen", "127.0.0.1:0", "--data", dir)); r.code != 1 || !strings.Contains(r.err, "in use by another peil") {
		t.Errorf("a second server ended with %d: %s", r.code, r.err)
	}
	if code, _ := get(t, s.url+"/healthz"); code != http.StatusOK {
		t.Errorf("the first answers %d", code)
	}
}

// TestTwoPathsToOneDirectory: a symbolic link leads to the same owner.
func TestTwoPathsToOneDirectory(t *testing.T) {
	t.Parallel()
	dir := demo(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	s := serve(t, link)
	if r := do(t, program(t, "serve", "--lang", "en", "--listen", "127.0.0.1:0", "--data", dir)); r.code != 1 || !strings.Contains(r.err, s.url) {
		t.Errorf("a second server ended with %d: %s", r.code, r.err)
	}
	must(t, "report", "losses", "--data", dir)
	must(t, "facts", "check", "--data", link)
}

// TestWhatLiesInTheWay: leftovers where the socket and the lock shall stand.
func TestWhatLiesInTheWay(t *testing.T) {
	t.Parallel()
	dir := demo(t)
	write(t, filepath.Join(dir, socketFile), "no socket")
	write(t, filepath.Join(dir, lockFile), `{"pid":1,"command":"serve","socket":"/nowhere"`)
	must(t, "report", "losses", "--data", dir)
	if err := os.Remove(filepath.Join(dir, lockFile)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, lockFile), 0o700); err != nil {
		t.Fatal(err)
	}
	if r := do(t, program(t, "report", "losses", "--data", dir, "--lang", "en")); r.code != 2 || !strings.Contains(r.err, dir+" cannot be used") {
		t.Errorf("a folder for a lock: %d %s", r.code, r.err)
	}
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	gone := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink("/nowhere/at/all", gone); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, gone, filepath.Join(file, "below")} {
		if r := do(t, program(t, "report", "losses", "--data", path, "--lang", "en")); r.code != 2 || !strings.Contains(r.err, path) {
			t.Errorf("--data %s: %d %s", path, r.code, r.err)
		}
	}
}

// TestReadOnlyDirectory: nothing can be owned there, and it says so by name.
func TestReadOnlyDirectory(t *testing.T) {
	t.Parallel()
	disk := storetest.SmallDisk(t, 16)
	dir := filepath.Join(disk.Dir, "data")
	must(t, "import", export(t, 9), "--yes", "--data", dir)
	if out, err := exec.Command("mount", "-o", "remount,ro", disk.Dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, args := range []string{"report losses", "check", "serve --listen 127.0.0.1:0"} {
		r := do(t, program(t, append(strings.Fields(args), "--data", dir, "--lang", "en")...))
		if r.code != 2 || !strings.Contains(r.err, dir) || !strings.Contains(r.err, "cannot be used") {
			t.Errorf("peil %s ended with %d: %s", args, r.code, r.err)
		}
	}
}
