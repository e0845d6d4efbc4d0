package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestTakeSettings(t *testing.T) {
	for _, c := range []struct{ args, rest []string }{
		{[]string{"--data", "x", "report", "stages", "--by", "user"}, []string{"report", "stages", "--by", "user"}},
		{[]string{"report", "stages", "--by", "user", "--data=x"}, []string{"report", "stages", "--by", "user"}},
		{[]string{"report", "-data", "x", "stages"}, []string{"report", "stages"}},
		{[]string{"import", "--data", "x", "--", "--lang"}, []string{"import", "--", "--lang"}},
	} {
		given, rest, err := takeSettings(c.args)
		if err != nil || !slices.Equal(rest, c.rest) || given["data"] != "x" || len(given) != 1 {
			t.Errorf("%q leaves %q and gives %v, %v", c.args, rest, given, err)
		}
	}
	if _, _, err := takeSettings([]string{"report", "--data"}); !errors.Is(err, errUsage) {
		t.Errorf("a flag without its value: %v", err)
	}
}

// TestPrecedence: flag over environment over file over default.
func TestPrecedence(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "peil.toml"), "lang = \"en\"\nworkspaces = 7\nlog_level = \"debug\"\nworkspace = \"file\"\n")
	environment := map[string]string{"PEIL_WORKSPACES": "8", "PEIL_WORKSPACE": "env"}
	getenv := func(k string) (string, bool) { v, ok := environment[k]; return v, ok }
	var s settings
	if err := s.load(map[string]string{"data": dir, "workspace": "flag"}, getenv); err != nil {
		t.Fatal(err)
	}
	if s.Workspace != "flag" || s.Workspaces != 8 || s.LogLevel != "debug" || s.Lang != "en" || s.Listen != "127.0.0.1:8420" {
		t.Errorf("settings are %+v", s)
	}
}

func TestConfigFileIsChecked(t *testing.T) {
	dir := t.TempDir()
	none := func(string) (string, bool) { return "", false }
	for name, text := range map[string]string{"unknown_setting": "langg = \"en\"", "config_invalid": "lang = ", "bad_setting": "workspaces = \"many\""} {
		file := filepath.Join(dir, name+".toml")
		write(t, file, text)
		var s settings
		if err := s.load(map[string]string{"config": file}, none); !errors.Is(err, errUsage) || codeOf(err) != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	var s settings
	if err := s.load(map[string]string{"config": filepath.Join(dir, "absent.toml")}, none); codeOf(err) != "config_unreadable" {
		t.Errorf("a file that was asked for and is not there: %v", err)
	}
	if err := s.load(map[string]string{"data": dir}, none); err != nil {
		t.Errorf("no file, and none asked for: %v", err)
	}
}

func TestEverySettingIsDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range allSettings() {
		if l.name == "" || l.help == "" || seen[l.name] {
			t.Errorf("setting %+v lacks a name or a help, or is there twice", l)
		}
		seen[l.name] = true
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestSize(t *testing.T) {
	for s, want := range map[string]int64{"": 0, "512MB": 512 << 20, "2 gb": 2 << 30, "1.5GB": 3 << 29} {
		if n, err := size(s); err != nil || n != want {
			t.Errorf("%q is %d, %v", s, n, err)
		}
	}
	for _, s := range []string{"2", "much", "-1GB", "GB"} {
		if n, err := size(s); err == nil {
			t.Errorf("%q is %d", s, n)
		}
	}
}
