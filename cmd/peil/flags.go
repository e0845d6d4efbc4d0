package main

import (
	"errors"
	"flag"
	"io"
	"strings"

	"peil"
)

// parse reads a command's own flags, which may stand before, between and after
// its arguments, and returns the arguments.
func parse(fs *flag.FlagSet, args []string) ([]string, error) {
	fs.SetOutput(io.Discard)
	fs.Usage = func() {}
	var words []string
	for len(args) > 0 {
		if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
			return nil, err
		} else if err != nil {
			return nil, badFlag(fs, err)
		}
		taken := len(args) - fs.NArg()
		if taken > 0 && args[taken-1] == "--" {
			return append(words, fs.Args()...), nil
		}
		if fs.NArg() == 0 {
			break
		}
		words = append(words, fs.Arg(0))
		args = fs.Args()[1:]
	}
	return words, nil
}

// badFlag says what flags there are when one is wrong.
func badFlag(fs *flag.FlagSet, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !unknown {
		return usage("bad_flag", "%v", err)
	}
	names := flagNames()
	fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	e := usage("unknown_flag", "peil %s has no flag --%s", fs.Name(), strings.TrimLeft(name, "-"))
	if near := peil.Nearest(name, names); near != "" {
		e.DidYouMean("--"+near, []string{"--" + near})
	}
	return e
}
