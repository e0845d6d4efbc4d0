package locale

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// families are keys that the code puts together from a prefix and an id. What
// stands between is what the code must say somewhere for a key to be of use.
var families = map[string]bool{"measure": true, "dim": true, "reason": true, "excluded": true, "column": true, "note": true, "error": true,
	"grain": true, "flag": true, "detail": true, "kind": true, "record": true, "role": true, "refused": true, "skipped": true, "warning": true, "question": true, "assumed": true, "report": true, "slice": true, "figure": true, "mark": true, "advice": true}

// TestKeysAreUsed finds keys that nothing asks for: a whole key must stand in the
// code as it is, the id of a family's key as a word.
func TestKeysAreUsed(t *testing.T) {
	code := sources(t, "../..")
	words := map[string]bool{}
	for _, w := range regexp.MustCompile(`[A-Za-z0-9_.]+`).FindAllString(code, -1) {
		words[w] = true
	}
	prefixes := regexp.MustCompile(`"([a-z]+(?:\.[a-z]+)*\.)" ?\+`).FindAllStringSubmatch(code, -1)
	// The web app puts keys together in templates, of ids that it may have computed:
	// `ui.chart.${kind}`.
	templates := regexp.MustCompile("`([a-z]+(?:\\.[a-z_]+)*\\.)\\$\\{").FindAllStringSubmatch(code, -1)
	for _, key := range For("nb").Keys() {
		family, rest, _ := strings.Cut(key, ".")
		used := words[key] || strings.Contains(code, `"`+rest+`"`) || strings.Contains(code, "@"+key) // rules have a dash
		for _, p := range prefixes {
			if id, ok := strings.CutPrefix(key, p[1]); ok && words[strings.Split(id, ".")[0]] {
				used = true
			}
		}
		for _, p := range templates {
			used = used || strings.HasPrefix(key, p[1])
		}
		if families[family] && words[strings.Split(rest, ".")[0]] {
			used = true
		}
		if !used {
			t.Errorf("nothing asks for %s", key)
		}
	}
}

// sources is the text of the project's code, without tests and the catalogue.
func sources(t *testing.T, root string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch {
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules" || d.Name() == "data" || d.Name() == "testdata" || d.Name() == "dist" || d.Name() == ".svelte-kit"):
			return fs.SkipDir
		case strings.HasSuffix(path, "_test.go"), strings.Contains(path, ".test."), !slices.Contains([]string{".go", ".sql", ".ts", ".svelte", ".mjs", ".html"}, filepath.Ext(path)):
			return nil
		}
		data, err := os.ReadFile(path)
		b.Write(data)
		b.WriteString("\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
