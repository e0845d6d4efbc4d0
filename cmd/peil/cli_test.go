package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"peil"
	"peil/internal/storetest"
)

// The tests run the program as its users do: as a process. The test binary is the
// program when this is set.
const asProgram = "PEIL_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if code, is := testProgram(); is {
		os.Exit(code)
	}
	storetest.Main(sweeping{m})
}

// sweeping removes the sample company after the tests.
type sweeping struct{ *testing.M }

func (s sweeping) Run() int {
	code := s.M.Run()
	if templateDir != "" {
		os.RemoveAll(templateDir)
	}
	return code
}

// program prepares a run of peil in its own directory, without the settings of
// whoever runs the tests.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe, args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "PEIL_") {
			c.Env = append(c.Env, v)
		}
	}
	c.Env = append(c.Env, asProgram+"=1")
	return c
}

// result is what a run printed and how it ended.
type result struct {
	out, err string
	code     int
}

func do(t *testing.T, c *exec.Cmd) result {
	t.Helper()
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{out.String(), errs.String(), c.ProcessState.ExitCode()}
}

// must is a run that ends well.
func must(t *testing.T, args ...string) result {
	t.Helper()
	r := do(t, program(t, args...))
	if r.code != 0 {
		t.Fatalf("peil %s ended with %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.err)
	}
	return r
}

func codeOf(err error) string {
	var e *peil.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// templateDir is template's directory once there is one, to be swept away.
var templateDir string

// template is a data directory with a small sample company, made once.
var template = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "peil-demo-"); err != nil {
		return "", err
	}
	templateDir = dir
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	c := exec.Command(exe, "demo", "--deals", "60", "--seed", "2", "--data", dir)
	c.Env = append(os.Environ(), asProgram+"=1")
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

// demo is a data directory of the test's own with the sample company.
func demo(t *testing.T) string {
	t.Helper()
	made, err := template()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(made)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestHelp(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{}, {"help"}, {"--help"}} {
		r := must(t, append(args, "--lang", "en")...)
		for _, c := range commands() {
			if !strings.Contains(r.out, "peil "+c.name) {
				t.Errorf("peil %v does not name %s", args, c.name)
			}
		}
	}
	config := must(t, "help", "config").out
	for _, l := range allSettings() {
		if !strings.Contains(config, "--"+l.name) || !strings.Contains(config, l.env()) {
			t.Errorf("help config lacks %s", l.name)
		}
	}
	for _, c := range commands() {
		if r := must(t, "help", c.name); !strings.Contains(r.out, "peil "+c.name) {
			t.Errorf("help %s: %s", c.name, r.out)
		}
	}
	if r := must(t, "report", "--help"); !strings.Contains(r.out, "--known-at") {
		t.Errorf("report --help: %s", r.out)
	}
	if r := must(t, "version"); !strings.HasPrefix(r.out, "peil ") {
		t.Errorf("version: %s", r.out)
	}
}

// TestWrongWords: what cannot be understood ends with 2 and says what would have
// been right.
func TestWrongWords(t *testing.T) {
	t.Parallel()
	dir := demo(t)
	for _, c := range []struct {
		args string
		want []string
	}{
		{"repot", []string{"repot", "report"}},
		{"help confg", []string{"config"}},
		{"facts rebild", []string{"rebild", "rebuild"}},
		{"facts", []string{"rebuild", "check"}},
		{"report lossess", []string{"losses"}},
		{"report losses --perod 2017", []string{"--perod", "--period"}},
		{"report losses --period last-mont", []string{"last-month"}},
		{"report losses --by sellr", []string{"user", "reason"}},
		{"report losses --by teem", []string{"team"}},
		{"report losses --trend mnth", []string{"month"}},
		{"report losses --compare lastyear", []string{"previous", "year"}},
		{"report losses --filter source", []string{"source="}},
		{"report losses --filter user=Nobody-at-all", []string{"user"}},
		{"report losses --as-of 1.5.2026", []string{"2026-04-01"}},
		{"report losses --format pdf", []string{"xlsx"}},
		{"report losses stages", []string{"stages"}},
		{"report losses --lang sv", []string{"nb", "en"}},
		{"demo --deals 0", []string{"--deals"}},
		{"serve --listen 0.0.0.0:8420", []string{"127.0.0.1"}},
		{"serve --listen nonsense", []string{"127.0.0.1:8420"}},
		{"report losses --workspace nowhere", []string{"demo"}},
		{"report --data", []string{"--data"}},
		{"repot --lang nb", []string{"Kommandoen «repot» finnes ikke; mente du «report»?"}},
		{"report losses --period last-mont --lang nb", []string{"«last-mont»", "mente du «last-month»?", "Mulige: last-month"}},
		{"import /no/such.csv --lang nb", []string{"Filen /no/such.csv finnes ikke"}},
	} {
		args := strings.Fields(c.args)
		if args[len(args)-1] != "--data" {
			args = append(args, "--data", dir)
		}
		if !strings.Contains(c.args, "--lang") {
			args = append([]string{"--lang", "en"}, args...)
		}
		r := do(t, program(t, args...))
		if r.code != 2 {
			t.Errorf("peil %s ended with %d: %s%s", c.args, r.code, r.out, r.err)
		}
		for _, w := range c.want {
			if !strings.Contains(r.err, w) {
				t.Errorf("peil %s does not say %q: %s", c.args, w, r.err)
			}
		}
	}
}

func TestNoDataIsSaid(t *testing.T) {
	t.Parallel()
	r := do(t, program(t, "report", "losses", "--lang", "en", "--data", t.TempDir()))
	if r.code == 0 || !strings.Contains(r.err, "peil demo") || !strings.Contains(r.err, "peil import") {
		t.Errorf("ended with %d: %s", r.code, r.err)
	}
}

// TestReportFormats asks one question in every form.
func TestReportFormats(t *testing.T) {
	t.Parallel()
	dir := demo(t)
	text := must(t, "--data", dir, "report", "productivity", "--period", "all", "--lang", "nb")
	if !strings.Contains(text.out, "Salgsproduktivitet") || strings.Contains(text.out, "\x1b") {
		t.Errorf("text: %s", text.out)
	}
	if !strings.Contains(text.err, "demo") {
		t.Errorf("which workspace was used is not said: %q", text.err)
	}
	for l := range strings.SplitSeq(text.out, "\n") {
		if n := len([]rune(l)); n > 100 {
			t.Errorf("%d columns: %s", n, l)
		}
	}
	var answer struct {
		Report string
		Rows   []struct {
			Slice    *string
			Measures map[string]struct{ Value *float64 }
		}
	}
	asked := must(t, "report", "productivity", "--period", "all", "--by", "none", "--format", "json", "--data", dir)
	if err := json.Unmarshal([]byte(asked.out), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Report != "productivity" || len(answer.Rows) != 1 || answer.Rows[0].Slice != nil || answer.Rows[0].Measures["won"].Value == nil || *answer.Rows[0].Measures["won"].Value < 1 {
		t.Errorf("json: %s", asked.out)
	}
	if csv := must(t, "report", "losses", "--data", dir, "--format", "csv", "--rows").out; !strings.HasPrefix(csv, "\ufeff") || !strings.Contains(csv, ";") {
		t.Errorf("csv: %s", csv)
	}
	if md := must(t, "report", "stages", "--data", dir, "--format", "md").out; !strings.HasPrefix(md, "## ") {
		t.Errorf("md: %s", md)
	}
	if sql := must(t, "report", "stages", "--data", dir, "--sql").out; !strings.Contains(strings.ToLower(sql), "select") {
		t.Errorf("sql: %s", sql)
	}
	out := filepath.Join(t.TempDir(), "x.xlsx")
	must(t, "report", "stages", "--data", dir, "--format", "xlsx", "--out", out)
	if data, err := os.ReadFile(out); err != nil || !bytes.HasPrefix(data, []byte("PK")) {
		t.Errorf("xlsx: %d bytes, %v", len(data), err)
	}
	if list := must(t, "report").out; !strings.Contains(list, "productivity") || !strings.Contains(list, "losses") {
		t.Errorf("list: %s", list)
	}
}

// TestDemoOnlyOnce: the sample company is made once, whatever is asked again.
func TestDemoOnlyOnce(t *testing.T) {
	t.Parallel()
	dir := demo(t)
	ask := func() string {
		return must(t, "report", "productivity", "--period", "2026", "--format", "json", "--data", dir, "--as-of", "2026-10-31").out
	}
	before := ask()
	must(t, "demo", "--deals", "300", "--data", dir)
	if after := ask(); stripClock(before) != stripClock(after) {
		t.Error("peil demo changed a sample company that was there")
	}
	if r := must(t, "facts", "check", "--data", dir); !strings.Contains(r.out, "deal_fact") {
		t.Errorf("facts check: %s", r.out)
	}
	must(t, "facts", "rebuild", "--data", dir)
	if after := ask(); stripClock(before) != stripClock(after) {
		t.Error("a rebuild changed the answer")
	}
}

// stripClock takes out the only line that may differ between two askings.
func stripClock(s string) string {
	var out []string
	for l := range strings.SplitSeq(s, "\n") {
		if !strings.Contains(l, `"known_at"`) {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}
