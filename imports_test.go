package peil_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The arrows of docs/design.md: what a package may import beside package peil,
// which all may. A folder stands for the packages below it.
var arrows = map[string][]string{
	"":          {},
	"fold":      {},
	"store":     {},
	"spill":     {},
	"stat":      {},
	"locale":    {},
	"facts":     {"fold", "store"},
	"report":    {"facts", "stat"},
	"advice":    {"report", "stat"},
	"table":     {"locale"},
	"source":    {"source", "spill", "store"},
	"web":       {"facts", "fold", "locale", "report", "stat", "store", "source", "table", "advice"},
	"cmd":       {"facts", "fold", "locale", "report", "stat", "store", "source", "table", "advice", "web"},
	"storetest": {"facts", "fold", "locale", "report", "stat", "store", "source", "table", "advice"},
}

// listed is what go list says of a package.
type listed struct {
	ImportPath, Dir, Doc, Name string
	Imports                    []string
	GoFiles                    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,Doc,Name,Imports,GoFiles", "./...").Output()
	if err != nil {
		var ee *exec.ExitError
		if errors.As(err, &ee) {
			t.Fatalf("go list: %s", ee.Stderr)
		}
		t.Fatal(err)
	}
	var list []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		if len(p.GoFiles) > 0 {
			list = append(list, p)
		}
	}
}

// area is the folder that a package of this module belongs to, as arrows name it.
func area(path string) (string, bool) {
	if path == "peil" {
		return "", true
	}
	rest, ok := strings.CutPrefix(path, "peil/")
	if !ok {
		return "", false
	}
	rest = strings.TrimPrefix(rest, "internal/")
	first, _, _ := strings.Cut(rest, "/")
	return first, true
}

func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		from, _ := area(p.ImportPath)
		may, known := arrows[from]
		if !known {
			t.Errorf("%s is in no folder that the design names", p.ImportPath)
			continue
		}
		for _, imp := range p.Imports {
			to, ours := area(imp)
			switch {
			case ours && to != "" && !slices.Contains(may, to):
				t.Errorf("%s imports %s; %q may import %q", p.ImportPath, imp, from, may)
			case !ours && from == "" && strings.Contains(strings.Split(imp, "/")[0], "."):
				t.Errorf("package peil imports %s; it uses the standard library only", imp)
			}
		}
	}
}

func TestPackagesHaveDocs(t *testing.T) {
	for _, p := range packages(t) {
		want := "Package " + p.Name + " "
		if p.Name == "main" {
			want = "Command "
		}
		if !strings.HasPrefix(p.Doc, want) {
			t.Errorf("%s: the package doc is %q, it should begin with %q", p.ImportPath, p.Doc, want)
		}
	}
}

// The budgets of docs/design.md.
const (
	mostLines     = 400
	mostFuncLines = 60
	medianLines   = 120
)

func TestBudgets(t *testing.T) {
	var lengths []int
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "data") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		n := budgetOf(t, path)
		lengths = append(lengths, n)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lengths)
	if median := lengths[len(lengths)/2]; median > medianLines {
		t.Errorf("the median file has %d lines, at most %d", median, medianLines)
	}
}

// budgetOf checks a file and its functions and returns its length.
func budgetOf(t *testing.T, path string) int {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, path, src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Count(string(src), "\n")
	if ast.IsGenerated(f) {
		return lines
	}
	if lines > mostLines {
		t.Errorf("%s has %d lines, at most %d", path, lines, mostLines)
	}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if n := files.Position(fn.End()).Line - files.Position(fn.Pos()).Line + 1; n > mostFuncLines {
			t.Errorf("%s: %s has %d lines, at most %d", path, fn.Name.Name, n, mostFuncLines)
		}
	}
	return lines
}
