package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"peil"
	"peil/internal/locale"
)

// FuzzSettings reads a file with settings: it is taken, or refused as a wrong way
// to ask.
func FuzzSettings(f *testing.F) {
	for _, s := range []string{"lang = \"en\"\nworkspaces = 7\n", "log-level = \"debug\"", "memory = \"1.5GB\"", "workspaces = 1e9", "langg = 1", "data = [1,2]", "[data]\nx=1", "lang = ", "memory = \"NaNGB\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file := filepath.Join(t.TempDir(), "peil.toml")
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		var s settings
		err := s.load(map[string]string{"config": file}, func(string) (string, bool) { return "", false })
		if err == nil {
			_, err = size(s.Memory)
		}
		if err != nil && !errors.Is(err, errUsage) {
			t.Errorf("%q: %v", text, err)
		}
	})
}

// FuzzArguments reads command lines, an argument a line: each is prepared, or
// refused as a wrong way to ask. Nothing is done.
func FuzzArguments(f *testing.F) {
	for _, s := range []string{"report\nlosses\n--period\n2017-Q4\n--filter\nteam=Nord", "import\n/no/such.csv\n--yes", "import\nundo\n01ARZ3NDEKTSV4RRFFQ69G5FAV", "demo\n--deals\n0",
		"facts\nrebild", "serve\n--listen\n0.0.0.0:1", "help\nconfig", "--data", "report\n--\n--lang", "report\n-period\n\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		given, rest, err := takeSettings(strings.Split(line, "\n"))
		if err != nil {
			if !errors.Is(err, errUsage) {
				t.Errorf("%q: %v", line, err)
			}
			return
		}
		e := &env{args: rest, cwd: "/", out: io.Discard, err: io.Discard, words: locale.For("nb"), log: slog.New(slog.DiscardHandler)}
		delete(given, "config")
		given["data"] = t.TempDir()
		if err := e.set.load(given, func(string) (string, bool) { return "", false }); err == nil {
			_, _, err = e.prepared()
		} else if !errors.Is(err, errUsage) {
			t.Errorf("%q: %v", line, err)
		}
		if err != nil && !errors.Is(err, errUsage) {
			t.Errorf("%q: %v", line, err)
		}
	})
}

// FuzzMessages plays what an owner sends back, whole or broken off: it ends with
// the owner's exit code or with an error, and never for nothing.
func FuzzMessages(f *testing.F) {
	for _, s := range []string{`{"started":true}` + "\n" + `{"out":"aGVp"}{"exit":0}`, `{"started":true}{"progress":{"what":"read","done":1,"total":0}}`,
		`{"ask":{"id":"x","text":"?"}}`, `{"exit":null}`, `[`, ``, `{"out":"!"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e := &env{out: io.Discard, err: io.Discard, words: locale.For("nb"), progress: func(progress) {}}
		code, err := e.follow(context.Background(), nil, bytes.NewReader(body))
		var pe *peil.Error
		if err != nil && (code == 0 || !errors.Is(err, errNotTaken) && !errors.As(err, &pe)) {
			t.Errorf("%q: %d, %v", body, code, err)
		}
		if err == nil && !bytes.Contains(bytes.ToLower(body), []byte("exit")) {
			t.Errorf("%q ends well without an exit code", body)
		}
	})
}

// FuzzHolder reads what peil.lock says of its owner.
func FuzzHolder(f *testing.F) {
	for _, s := range []string{`{"pid":1,"command":"serve","socket":"/none","since":"2026-11-24T10:00:00Z"}`, `{"pid":`, "", "null", `{"socket":"` + strings.Repeat("x", 200) + `"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, lockFile), text, 0o600); err != nil {
			t.Fatal(err)
		}
		h := readHolder(dir)
		if owned(dir, h) == nil || unreachable(dir, h) == nil {
			t.Error("nothing is said")
		}
	})
}
