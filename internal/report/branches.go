package report

import (
	"regexp"
	"slices"
	"strings"
)

// branches are the parts of a report's facts, each a select of rows of some kinds.
// The first has the names of the columns, and what all use stands before it.
func branches(facts string) []string { return strings.Split(facts, joint) }

const joint = "\nunion all\n"

var (
	// oneKind is how a branch begins that has rows of one kind only.
	oneKind = regexp.MustCompile(`(?m)^select \w+\.w, '(\w+)'`)
	// namedKinds is how one names them that computes the kind.
	namedKinds = regexp.MustCompile(`(?m)^-- kinds: (.+)$`)
)

// kindsOf are the kinds of row that a branch has.
func kindsOf(branch string) []string {
	if m := namedKinds.FindStringSubmatch(branch); m != nil {
		return strings.Fields(m[1])
	}
	if m := oneKind.FindStringSubmatch(branch); m != nil {
		return m[1:]
	}
	return nil
}

// ofKinds leaves those branches away that have no row of the kinds: what an engine
// need not understand is half of what a small question takes.
func ofKinds(facts string, kinds []string) string {
	all := branches(facts)
	kept := all[:1]
	for _, b := range all[1:] {
		if slices.ContainsFunc(kindsOf(b), func(k string) bool { return slices.Contains(kinds, k) }) {
			kept = append(kept, b)
		}
	}
	return strings.Join(kept, joint)
}
