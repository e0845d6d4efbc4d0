package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"
)

// takeSettings takes the settings out of the arguments, wherever they stand, and
// returns what is left. After -- nothing is a setting.
func takeSettings(args []string) (given map[string]string, rest []string, err error) {
	given = make(map[string]string)
	names := make(map[string]bool)
	for _, l := range allSettings() {
		names[l.name] = true
	}
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			return given, append(rest, args[i:]...), nil
		}
		name, value, assigned := strings.Cut(strings.TrimLeft(args[i], "-"), "=")
		if !strings.HasPrefix(args[i], "-") || !names[name] {
			rest = append(rest, args[i])
			continue
		}
		if !assigned {
			if i++; i >= len(args) {
				return given, rest, usage("flag_without_value", "--%s needs a value", name)
			}
			value = args[i]
		}
		given[name] = value
	}
	return given, rest, nil
}

// load fills the settings: defaults, file, environment, flags, each over the one
// before.
func (s *settings) load(given map[string]string, getenv func(string) (string, bool)) error {
	pick := func(l setting) (string, bool) {
		if v, ok := given[l.name]; ok {
			return v, true
		}
		return getenv(l.env())
	}
	lines := allSettings()
	for _, l := range lines {
		v := l.def
		if p, ok := pick(l); ok {
			v = p
		}
		if err := s.set(l, v); err != nil {
			return err
		}
	}
	file, err := s.readFile()
	if err != nil {
		return err
	}
	for _, l := range lines {
		if v, ok := file[l.key()]; ok {
			if _, over := pick(l); !over {
				if err := s.set(l, v); err != nil {
					return err
				}
			}
			delete(file, l.key())
		}
	}
	for key := range file {
		var keys []string
		for _, l := range lines {
			keys = append(keys, l.key())
		}
		e := usage("unknown_setting", "%s has an unknown setting %q; settings are %s", s.configFile(), key, strings.Join(keys, ", "))
		return e.DidYouMean(key, keys)
	}
	return nil
}

func (s *settings) configFile() string {
	if s.Config != "" {
		return s.Config
	}
	return filepath.Join(s.Data, "peil.toml")
}

// readFile returns the file's values as text. Only a file that was asked for
// must be there.
func (s *settings) readFile() (map[string]string, error) {
	data, err := os.ReadFile(s.configFile())
	if errors.Is(err, fs.ErrNotExist) && s.Config == "" {
		return nil, nil
	}
	if err != nil {
		return nil, usage("config_unreadable", "the settings cannot be read: %v", err)
	}
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		return nil, usage("config_invalid", "%s is not valid TOML: %v", s.configFile(), err)
	}
	out := make(map[string]string, len(raw))
	for k, v := range raw {
		out[strings.ReplaceAll(k, "-", "_")] = fmt.Sprint(v)
	}
	return out, nil
}
