package main

import (
	"io"
	"log/slog"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// settings is everything that can be set, a line each. A flag wins over the
// environment, that over the file, that over the default. The flag is --name,
// the variable PEIL_NAME, the key in the file name, with - as _ in the latter two.
type settings struct {
	Data       string `name:"data" default:"./data" help:"directory that holds everything"`
	Workspace  string `name:"workspace" default:"" help:"workspace to work in; without it main if there is one, else demo"`
	Lang       string `name:"lang" default:"nb" help:"language of what is printed: nb or en"`
	Config     string `name:"config" default:"" help:"file with settings (TOML); without it peil.toml in the data directory, if there is one"`
	Listen     string `name:"listen" default:"127.0.0.1:8420" help:"address that peil serve answers on; only this machine's own until accounts exist"`
	Database   string `name:"database" default:"" help:"where events are kept: a postgres:// address; without it SQLite in the data directory"`
	Memory     string `name:"memory" default:"" help:"memory that the facts may take, such as 2GB; without it a quarter of the machine's"`
	Workspaces int    `name:"workspaces" default:"64" help:"how many workspaces' facts are kept open at most"`
	LogLevel   string `name:"log-level" default:"warn" help:"what is logged to stderr: debug, info, warn or error"`
	LogFormat  string `name:"log-format" default:"text" help:"how it is logged: text or json"`
}

// setting is a line of the struct.
type setting struct {
	name, def, help string
	field           int
}

// env is the setting's environment variable.
func (s setting) env() string { return "PEIL_" + strings.ToUpper(s.key()) }

// key is the setting's name in the file.
func (s setting) key() string { return strings.ReplaceAll(s.name, "-", "_") }

// allSettings reads the struct's tags.
func allSettings() []setting {
	t := reflect.TypeFor[settings]()
	out := make([]setting, t.NumField())
	for i := range out {
		tag := t.Field(i).Tag
		out[i] = setting{tag.Get("name"), tag.Get("default"), tag.Get("help"), i}
	}
	return out
}

// set stores a text in a setting's field.
func (s *settings) set(l setting, value string) error {
	f := reflect.ValueOf(s).Elem().Field(l.field)
	if f.Kind() == reflect.Int {
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil {
			return usage("bad_setting", "%s is a whole number, not %q", l.name, value)
		}
		f.SetInt(int64(n))
		return nil
	}
	f.SetString(value)
	return nil
}

// logger is the process's log, on w.
func (s *settings) logger(w io.Writer) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		return nil, usage("unknown_log_level", "there is no log level %q; levels are debug, info, warn, error", s.LogLevel)
	}
	o := &slog.HandlerOptions{Level: level}
	switch s.LogFormat {
	case "text":
		return slog.New(slog.NewTextHandler(w, o)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, o)), nil
	}
	return nil, usage("unknown_log_format", "there is no log format %q; formats are text, json", s.LogFormat)
}

// flagNames are the settings' names, for hints.
func flagNames() []string {
	var out []string
	for _, l := range allSettings() {
		out = append(out, l.name)
	}
	slices.Sort(out)
	return out
}

// size reads an amount of memory: "512MB", "2 GB"; nothing is 0.
func size(s string) (int64, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if s == "" {
		return 0, nil
	}
	for i, unit := range []string{"MB", "GB", "TB"} {
		number, ok := strings.CutSuffix(s, unit)
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if ok && err == nil && n > 0 && n < 1<<20 {
			return int64(n * float64(int64(1)<<(20+10*i))), nil
		}
	}
	return 0, usage("bad_memory", "memory is written as 512MB or 2GB, not %q", s)
}
