package main

import (
	"flag"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
)

// prepareHelp is peil help, peil help COMMAND and peil help config. It says what
// there is to say at once.
func prepareHelp(e *env) (action, error) {
	topic := ""
	if len(e.args) > 0 {
		topic = e.args[0]
	}
	switch {
	case topic == "":
		e.overview()
		return nil, nil
	case topic == "config":
		e.configHelp()
		return nil, nil
	}
	topics := []string{"config"}
	for _, c := range commands() {
		topics = append(topics, c.name)
		if c.name == topic {
			e.helpOf(topic)
			return nil, nil
		}
	}
	err := usage("unknown_topic", "there is no help on %q", topic)
	if err.DidYouMean(topic, topics); err.Near == "" {
		err.Hints = topics
	}
	return nil, err
}

// overview lists the commands.
func (e *env) overview() {
	fmt.Fprintf(e.out, "%s\n\n", e.words.T("cli.about"))
	for _, c := range commands() {
		fmt.Fprintf(e.out, "  peil %-8s  %s\n", c.name, e.words.T("cli.command."+c.name))
	}
	fmt.Fprintf(e.out, "\n%s\n", e.words.T("cli.globals"))
	for _, l := range allSettings() {
		switch l.name {
		case "data", "workspace", "lang", "config":
			fmt.Fprintf(e.out, "  --%-10s  %s\n", l.name, l.help)
		}
	}
	fmt.Fprintf(e.out, "\n%s\n", e.words.T("cli.more"))
}

// configHelp prints every setting with its default, its variable and its key.
func (e *env) configHelp() {
	fmt.Fprintf(e.out, "%s\n\n", e.words.T("cli.config"))
	for _, l := range allSettings() {
		def := l.def
		if def == "" {
			def = "–"
		}
		fmt.Fprintf(e.out, "  --%-12s %-18s %-12s %s\n      %s\n", l.name, l.env(), l.key(), def, l.help)
	}
}

// helpOf prints a command's forms and flags.
func (e *env) helpOf(name string) {
	fmt.Fprintf(e.out, "%s\n\n", e.words.T("cli.command."+name))
	for l := range strings.SplitSeq(e.words.T("cli.usage."+name), "\n") {
		fmt.Fprintf(e.out, "  %s\n", l)
	}
	fs := flagsOf(name)
	if fs == nil {
		return
	}
	fmt.Fprintln(e.out)
	fs.VisitAll(func(f *flag.Flag) {
		fmt.Fprintf(e.out, "  --%-12s %s\n", f.Name, hanging(f.Usage, 17))
	})
}

// hanging breaks a sentence into lines of at most 100 columns that hang at an
// indent.
func hanging(s string, indent int) string {
	var b strings.Builder
	at := indent
	for word := range strings.FieldsSeq(s) {
		if at > indent && at+1+len(word) > 100 {
			b.WriteString("\n" + strings.Repeat(" ", indent))
			at = indent
		} else if at > indent {
			b.WriteString(" ")
			at++
		}
		b.WriteString(word)
		at += len(word)
	}
	return b.String()
}

// flagsOf are a command's own flags.
func flagsOf(name string) *flag.FlagSet {
	switch name {
	case "report":
		fs, _ := reportFlags()
		return fs
	case "import":
		fs, _ := importFlags()
		return fs
	case "demo":
		fs, _ := demoFlags()
		return fs
	}
	return nil
}

// prepareVersion is peil version.
func prepareVersion(e *env) (action, error) {
	_, err := io.WriteString(e.out, "peil "+version()+"\n")
	return nil, err
}

// version is the module's version, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && (v == "" || v == "(devel)") {
			v = s.Value
		}
	}
	if v == "" {
		v = "(devel)"
	}
	return v
}
