package web

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"peil/internal/locale"
	"peil/internal/report"
)

var update = flag.Bool("update", false, "write the generated documents anew")

// TestDocs holds the documents that are made from the code to what the code
// would make: make gen writes them.
func TestDocs(t *testing.T) {
	for file, made := range map[string][]byte{
		"../../docs/openapi.json": OpenAPI(),
		"../../docs/metrics.md":   metricsDoc(),
	} {
		if *update {
			if err := os.WriteFile(file, made, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		stored, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(stored, made) {
			t.Errorf("%s is not what the code makes: run make gen, and read the difference", file)
		}
	}
}

// metricsDoc lists every measure of every report with its unit and direction.
func metricsDoc() []byte {
	nb, en := locale.For("nb"), locale.For("en")
	var b strings.Builder
	b.WriteString("# What Peil measures\n\nMade by `make gen` from the reports' registry; do not edit.\n")
	better := map[string]string{"up": "↑", "down": "↓", "": ""}
	for _, rep := range report.All {
		fmt.Fprintf(&b, "\n## `%s` · %s · %s\n\n%s\n\nDefinition %d", rep.ID, en.Name("report", rep.ID+".title"), nb.Name("report", rep.ID+".title"),
			en.Help("report", rep.ID), rep.Version)
		if rep.By != "" {
			fmt.Fprintf(&b, " · split by `%s` unless asked otherwise", rep.By)
		}
		b.WriteString(".\n\n| id | English | Bokmål | unit | better |\n|---|---|---|---|---|\n")
		for _, m := range rep.Measures {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", m.ID, en.Name("measure", m.ID), nb.Name("measure", m.ID), m.Unit, better[string(m.Better)])
		}
		for _, f := range rep.Figures() {
			fmt.Fprintf(&b, "\n`%s` · %s · %s (%s):", f.ID, en.T("figure."+f.ID), nb.T("figure."+f.ID), f.Chart)
			for i, a := range f.Axes {
				fmt.Fprintf(&b, "%s %s", []string{"", " ×"}[min(i, 1)], en.Name("dim", a.ID))
			}
			b.WriteString(";")
			for i, m := range f.Measures {
				fmt.Fprintf(&b, "%s `%s` %s", []string{"", ","}[min(i, 1)], m.ID, en.Name("measure", m.ID))
			}
			b.WriteString("\n")
		}
	}
	return []byte(b.String())
}
