package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"peil/internal/locale"
)

// export writes a made-up export of n deals, of which one in three is won.
func export(t *testing.T, n int) string {
	t.Helper()
	return exportAs(t, n, "")
}

// exportAs is export whose ids begin with prefix.
func exportAs(t *testing.T, n int, prefix string) string {
	t.Helper()
	dir := t.TempDir()
	var b strings.Builder
	b.WriteString("deal id;deal name;owner;stage;created date;close date;amount;currency\n")
	for i := range n {
		stage, closed := "Won", fmt.Sprintf("2025-%02d-15", i%12+1)
		switch i % 3 {
		case 1:
			stage = "Lost"
		case 2:
			stage, closed = "Tilbud", ""
		}
		fmt.Fprintf(&b, "%sD%d;%sSak %d;Selger %d;%s;2024-%02d-01;%s;%d,50;NOK\n", prefix, i, prefix, i, i%7, stage, i%12+1, closed, 1000+i)
	}
	write(t, filepath.Join(dir, "deals.csv"), b.String())
	return dir
}

// figures asks for won and lost of everything.
func figures(t *testing.T, dir string) (won, lost float64) {
	t.Helper()
	var res struct {
		Rows []struct {
			Slice    *string
			Measures map[string]struct{ Value *float64 }
		}
	}
	out := must(t, "report", "losses", "--by", "none", "--period", "2025", "--format", "json", "--data", dir, "--workspace", "main").out
	if err := json.Unmarshal([]byte(out), &res); err != nil {
		t.Fatal(err)
	}
	value := func(id string) float64 {
		if v := res.Rows[0].Measures[id].Value; v != nil {
			return *v
		}
		return 0
	}
	return value("won"), value("lost")
}

// TestImport: what was understood is shown first; nothing is written without yes;
// again changes nothing; undo returns to before, and it can be repeated.
func TestImport(t *testing.T) {
	t.Parallel()
	dir, files := t.TempDir(), export(t, 90)
	r := do(t, program(t, "import", files, "--data", dir, "--lang", "en"))
	if r.code != 2 || !strings.Contains(r.err, "--yes") || !strings.Contains(r.out, "deals.csv") || !strings.Contains(r.out, "amount") {
		t.Fatalf("without yes and without a terminal: %d\n%s%s", r.code, r.out, r.err)
	}
	if r := do(t, program(t, "report", "losses", "--data", dir, "--workspace", "main")); r.code == 0 {
		t.Fatal("an import that was not confirmed made the workspace")
	}
	must(t, "import", files, "--dry-run", "--data", dir)
	if r := must(t, "import", files, "--yes", "--data", dir, "--lang", "en"); !strings.Contains(r.err, "90 new") {
		t.Errorf("it says %s", r.err)
	}
	if won, lost := figures(t, dir); won != 30 || lost != 30 {
		t.Errorf("won %v and lost %v, want 30 and 30", won, lost)
	}
	if r := must(t, "import", files, "--yes", "--data", dir, "--lang", "en"); !strings.Contains(r.err, "Nothing new") {
		t.Errorf("the same again says %s", r.err)
	}
	id := strings.Fields(must(t, "import", "list", "--data", dir).out)[0]
	must(t, "import", "undo", id, "--data", dir)
	if won, lost := figures(t, dir); won != 0 || lost != 0 {
		t.Errorf("after undo won %v and lost %v", won, lost)
	}
	must(t, "import", files, "--yes", "--data", dir)
	if won, lost := figures(t, dir); won != 30 || lost != 30 {
		t.Errorf("imported again, won %v and lost %v", won, lost)
	}
	if list := must(t, "import", "list", "--data", dir, "--lang", "en").out; !strings.Contains(list, "undone") || strings.Count(list, "\n") != 2 {
		t.Errorf("the list: %s", list)
	}
	must(t, "facts", "check", "--data", dir)
}

// TestImportIsMain: main is preferred to demo once it is there, and demo is
// refused as a place to import into.
func TestImportIsMain(t *testing.T) {
	t.Parallel()
	dir, files := demo(t), export(t, 9)
	must(t, "import", files, "--yes", "--data", dir)
	if r := must(t, "report", "losses", "--data", dir, "--lang", "en"); !strings.Contains(r.err, "main") {
		t.Errorf("it used %q", r.err)
	}
	if r := do(t, program(t, "import", files, "--yes", "--data", dir, "--workspace", "demo")); r.code != 2 {
		t.Errorf("an import into demo ended with %d", r.code)
	}
}

// TestMapping: a mapping is written to be edited, and read when it is there.
func TestMapping(t *testing.T) {
	t.Parallel()
	dir, files := t.TempDir(), export(t, 9)
	file := filepath.Join(t.TempDir(), "mapping.toml")
	must(t, "import", files, "--mapping", file, "--data", dir)
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), "deals.csv") {
		t.Fatalf("%s, %v", text, err)
	}
	if !strings.Contains(string(text), `role = "owner"`) {
		t.Fatalf("no owner in\n%s", text)
	}
	write(t, file, strings.Replace(string(text), `role = "owner"`, `role = ""`, 1))
	r := must(t, "import", files, "--mapping", file, "--yes", "--data", dir, "--lang", "en")
	if !regexp.MustCompile(`(?m)^ *owner +– `).MatchString(r.out) {
		t.Errorf("the edited mapping was not used: %s", r.out)
	}
}

func TestImportWrongWords(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	broken := filepath.Join(t.TempDir(), "empty.csv")
	write(t, broken, "")
	for args, code := range map[string]int{"import": 2, "import no-such-file.csv --yes": 2, "import list more": 2, "import undo": 2,
		"import " + broken + " --yes --currency XXZ": 2, "import " + broken + " --yes": 1} {
		if r := do(t, program(t, append(strings.Fields(args), "--data", dir)...)); r.code != code || r.err == "" {
			t.Errorf("peil %s ended with %d, want %d: %s", args, r.code, code, r.err)
		}
	}
}

// TestImportBesideServer: an import while a server runs is done by it, and seen
// in its answers at once.
func TestImportBesideServer(t *testing.T) {
	t.Parallel()
	dir, files := demo(t), export(t, 60)
	s := serve(t, dir)
	if r := must(t, "import", files, "--yes", "--data", dir, "--lang", "en"); !strings.Contains(r.err, "60 new") {
		t.Errorf("it says %s", r.err)
	}
	if won, _ := figures(t, dir); won != 20 {
		t.Errorf("won %v, want 20", won)
	}
	if _, body := get(t, s.url+"/api/v1/reports/losses?workspace=main&period=2025&by=none"); !strings.Contains(body, `"value": 20`) {
		t.Errorf("the server answers %s", body)
	}
}

// TestQuestionsReachTheAsker: what an import asks is asked where it was typed,
// also when another process does it.
func TestQuestionsReachTheAsker(t *testing.T) {
	t.Parallel()
	dir, files := demo(t), export(t, 9)
	serve(t, dir)
	var asked []string
	var out, errs strings.Builder
	e := &env{cwd: t.TempDir(), words: locale.For("en"), out: &out, err: &errs, progress: func(progress) {}}
	e.ask = func(_ context.Context, q string) (string, error) {
		asked = append(asked, q)
		if strings.HasPrefix(q, "Import this?") {
			return "yes", nil
		}
		return "", nil // the guess
	}
	h := readHolder(dir)
	code, err := e.send(t.Context(), &h, []string{"import", files})
	if err != nil || code != 0 || len(asked) == 0 || !strings.HasPrefix(asked[len(asked)-1], "Import this?") {
		t.Fatalf("%d, %v, asked %q: %s%s", code, err, asked, out.String(), errs.String())
	}
	if won, _ := figures(t, dir); won != 3 {
		t.Errorf("won %v, want 3", won)
	}
}

// TestKilledImports: whenever an import is killed, all of it is there or nothing,
// and the next one brings everything, once.
func TestKilledImports(t *testing.T) {
	t.Parallel()
	dir, files := t.TempDir(), export(t, 3000)
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	for i := range rounds {
		c := program(t, "import", files, "--yes", "--data", dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(100+i*150) * time.Millisecond)
		c.Process.Kill()
		c.Wait()
	}
	must(t, "import", files, "--yes", "--data", dir)
	if won, lost := figures(t, dir); won != 1000 || lost != 1000 {
		t.Errorf("won %v and lost %v, want 1000 and 1000", won, lost)
	}
	must(t, "facts", "check", "--data", dir)
	if left, _ := filepath.Glob(filepath.Join(dir, scratchFolder, "*")); len(left) > 0 {
		t.Errorf("scratch files are left: %v", left)
	}
}
