package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is a peil serve under test.
type server struct {
	*exec.Cmd
	url string
	err *strings.Builder
}

// serve starts peil serve on a free port and waits until it answers.
func serve(t *testing.T, dir string) *server {
	t.Helper()
	return serveWith(t, []string{"--lang", "en", "--data", dir})
}

// serveWith is serve with flags and additions to the environment.
func serveWith(t *testing.T, flags []string, environment ...string) *server {
	t.Helper()
	s := &server{Cmd: program(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, flags...)...)}
	s.Env = append(s.Env, environment...)
	pipe, err := s.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Process.Kill(); s.Wait() })
	said := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(pipe); lines.Scan(); {
			if _, url, ok := strings.Cut(lines.Text(), "http://"); ok {
				said <- "http://" + strings.Fields(url)[0]
			}
		}
		close(said)
	}()
	select {
	case s.url = <-said:
	case <-time.After(time.Minute): // the machine may be busy
	}
	if s.url == "" {
		t.Fatal("peil serve did not say where it answers")
	}
	return s
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "identity") // packed it has no line breaks
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// TestSecondProcessAsksTheOwner: commands beside a running server are done by it,
// print the same, and end with the same codes.
func TestSecondProcessAsksTheOwner(t *testing.T) {
	t.Parallel()
	dir := demo(t)
	question := []string{"report", "losses", "--period", "all", "--as-of", "2026-10-31", "--format", "json", "--data", dir}
	alone := must(t, question...)
	s := serve(t, dir)
	beside := must(t, question...)
	if stripClock(beside.out) != stripClock(alone.out) || beside.err != alone.err {
		t.Errorf("beside a server peil prints\n%s%s\ninstead of\n%s%s", beside.err, beside.out, alone.err, alone.out)
	}
	code, body := get(t, s.url+"/api/v1/reports/losses?period=all&as_of=2026-10-31&lang=nb")
	if code != http.StatusOK || stripClock(body) != stripClock(alone.out) {
		t.Errorf("the API answers %d and something else than the command", code)
	}
	if r := do(t, program(t, "report", "losses", "--by", "sellr", "--data", dir)); r.code != 2 || !strings.Contains(r.err, "user") {
		t.Errorf("a wrong word beside a server ends with %d: %s", r.code, r.err)
	}
	must(t, "facts", "check", "--data", dir)

	// A relative path is the asker's, not the server's.
	c := program(t, "report", "stages", "--format", "xlsx", "--out", "x.xlsx", "--data", dir)
	c.Dir = t.TempDir()
	if r := do(t, c); r.code != 0 {
		t.Fatalf("xlsx: %s", r.err)
	}
	if _, err := os.Stat(filepath.Join(c.Dir, "x.xlsx")); err != nil {
		t.Error(err)
	}

	r := do(t, program(t, "serve", "--lang", "en", "--listen", "127.0.0.1:0", "--data", dir))
	if r.code != 1 || !strings.Contains(r.err, "in use by peil serve") || !strings.Contains(r.err, s.url) {
		t.Errorf("a second server ended with %d: %s", r.code, r.err)
	}
}

// TestServerStops: told to stop it ends well, and leaves the directory free.
func TestServerStops(t *testing.T) {
	t.Parallel()
	dir := demo(t)
	s := serve(t, dir)
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	must(t, "report", "losses", "--data", dir)
}

// TestKilledOwnerIsNoOwner: what a killed process leaves behind stops nobody.
func TestKilledOwnerIsNoOwner(t *testing.T) {
	t.Parallel()
	dir := demo(t)
	for range 3 {
		s := serve(t, dir)
		if err := s.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		s.Wait()
		if _, err := os.Stat(filepath.Join(dir, socketFile)); err != nil {
			t.Fatalf("the test wants a socket left behind: %v", err)
		}
		o, err := take(dir, "test")
		if err != nil || o == nil {
			t.Fatalf("the dead owner still has the directory: %v, %v", o, err)
		}
		o.release()
		must(t, "report", "losses", "--data", dir)
	}
	must(t, "facts", "check", "--data", dir)
}

// TestSilentOwnerIsNamed: a process that hangs holds the lock and says nothing.
func TestSilentOwnerIsNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o, err := take(dir, "import")
	if err != nil || o == nil {
		t.Fatalf("%v, %v", o, err)
	}
	defer o.release()
	o.listener.Close() // it holds the lock and has no door
	c := program(t, "report", "losses", "--lang", "en", "--data", dir)
	r := do(t, c)
	if r.code != 1 || !strings.Contains(r.err, "peil import") || !strings.Contains(r.err, "does not answer") {
		t.Errorf("ended with %d: %s", r.code, r.err)
	}
}

// TestLongPath: a directory too deep for a socket's path gets one elsewhere.
func TestLongPath(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), strings.Repeat("dyp/", 30))
	must(t, "demo", "--deals", "40", "--data", dir)
	serve(t, dir)
	must(t, "report", "losses", "--data", dir)
}

func TestPortTaken(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	r := do(t, program(t, "serve", "--lang", "en", "--listen", ln.Addr().String(), "--data", t.TempDir()))
	if r.code != 1 || !strings.Contains(r.err, "is taken") {
		t.Errorf("ended with %d: %s", r.code, r.err)
	}
	if _, err := os.Stat("/proc/net/tcp"); err == nil && !strings.Contains(r.err, "(process ") {
		t.Errorf("by whom is not said: %s", r.err)
	}
}
