package locale

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"peil"
)

// maker is a function that makes errors: where its code stands among its
// parameters, where the arguments of its format begin, and how many it adds of
// its own. A maker calls makers below it with a code that is its parameter.
type maker struct{ code, args, adds int }

// constructors are those of package peil.
var constructors = map[string]maker{"Invalid": {0, 2, 0}, "NotFound": {0, 2, 0}, "Conflict": {0, 2, 0},
	"Unavailable": {0, 2, 0}, "Unsupported": {0, 2, 0}, "Internal": {0, 2, 0}}

// wrappers are the makers that a folder has for itself.
var wrappers = map[string]map[string]maker{
	".":                    {"newError": {1, 3, 0}, "c.fail": {1, 3, 1}},
	"internal/fold":        {"st.refuse": {1, 3, 1}},
	"internal/source/file": {"c.fail": {0, 3, 2}},
	"cmd/peil":             {"usage": {0, 2, 0}},
	"internal/report":      {"wrongWord": {1, 99, 2}},
	"internal/web":         {"unknownWord": {0, 99, 2}},
}

// made are the errors with one code: where they are made, and the fewest
// arguments that any of them has.
type made struct {
	at   []string
	args int
}

// TestErrorsAreTranslated holds the catalogue to the errors that the code makes:
// each code has a text, each text a code, and no text wants more than an error
// has to say.
func TestErrorsAreTranslated(t *testing.T) {
	codes := errorCodes(t, "../..")
	if len(codes) < 100 {
		t.Fatalf("only %d codes were found", len(codes))
	}
	words := For("nb").words
	slots := regexp.MustCompile(`\{([^}]*)\}`)
	for code, m := range codes {
		text, ok := words["error."+code]
		if !ok {
			t.Errorf("nb.json lacks error.%s (%d arguments, %s)", code, m.args, strings.Join(m.at, ", "))
		}
		for _, slot := range slots.FindAllStringSubmatch(text, -1) {
			if n, err := strconv.Atoi(slot[1]); err != nil || n >= m.args {
				t.Errorf("error.%s has the placeholder %s; the error has %d arguments (%s)", code, slot[0], m.args, strings.Join(m.at, ", "))
			}
		}
	}
	for key := range words {
		if code, ok := strings.CutPrefix(key, "error."); ok && codes[code] == nil {
			t.Errorf("no error has the code of %s", key)
		}
	}
}

// errorCodes reads the source of the module.
func errorCodes(t *testing.T, root string) map[string]*made {
	t.Helper()
	codes := map[string]*made{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || path != root && strings.HasPrefix(d.Name(), ".") && d.Name() != ".."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		s := scan{t: t, set: set, dir: filepath.ToSlash(dir), consts: map[string]string{}, codes: codes}
		s.file(file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return codes
}

// scan finds the errors of one file.
type scan struct {
	t      *testing.T
	set    *token.FileSet
	dir    string
	consts map[string]string
	codes  map[string]*made
}

func (s *scan) file(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Names) == len(v.Values) {
			for i, name := range v.Names {
				if text, ok := literal(v.Values[i]); ok {
					s.consts[name.Name] = text
				}
			}
		}
		return true
	})
	for _, d := range file.Decls {
		f, isFunc := d.(*ast.FuncDecl)
		passesOn := isFunc && s.passesOn(f)
		ast.Inspect(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if m, ok := s.maker(n.Fun); ok && !passesOn {
					s.call(n, m)
				}
			case *ast.CompositeLit:
				if name := called(n.Type); (name == "peil.Error" || name == "Error" && s.dir == ".") && len(n.Elts) > 0 && !passesOn {
					s.t.Errorf("%s: an error is made by hand, without its arguments", s.set.Position(n.Pos()))
				}
			}
			return true
		})
	}
}

// passesOn reports whether a function is a maker, whose callers have the code.
func (s *scan) passesOn(f *ast.FuncDecl) bool {
	name := f.Name.Name
	if _, ok := constructors[name]; ok && s.dir == "." && f.Recv == nil {
		return true
	}
	if f.Recv != nil && len(f.Recv.List[0].Names) == 1 {
		name = f.Recv.List[0].Names[0].Name + "." + name
	}
	_, ok := wrappers[s.dir][name]
	return ok
}

func (s *scan) maker(fun ast.Expr) (maker, bool) {
	name := called(fun)
	if m, ok := wrappers[s.dir][name]; ok {
		return m, true
	}
	bare, ofPeil := strings.CutPrefix(name, "peil.")
	m, ok := constructors[bare]
	return m, ok && (ofPeil || s.dir == ".")
}

func (s *scan) call(c *ast.CallExpr, m maker) {
	at := s.set.Position(c.Pos())
	if m.code >= len(c.Args) {
		s.t.Errorf("%s: no code", at)
		return
	}
	code, ok := literal(c.Args[m.code])
	if id, isName := c.Args[m.code].(*ast.Ident); !ok && isName {
		code, ok = s.consts[id.Name], s.consts[id.Name] != ""
	}
	if !ok || c.Ellipsis.IsValid() {
		s.t.Errorf("%s: neither the code nor the arguments of an error may be put together", at)
		return
	}
	args := m.adds + max(0, len(c.Args)-m.args)
	if s.codes[code] == nil {
		s.codes[code] = &made{args: args}
	}
	s.codes[code].args = min(s.codes[code].args, args)
	s.codes[code].at = append(s.codes[code].at, fmt.Sprintf("%s/%s:%d", s.dir, filepath.Base(at.Filename), at.Line))
}

// called is a name as it is written: "usage", "peil.Invalid".
func called(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		if x := called(e.X); x != "" {
			return x + "." + e.Sel.Name
		}
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

func TestErrorIsSaidInItsLanguage(t *testing.T) {
	e := peil.Invalid("unknown_grain", "there is no grain %q", "{1}mounth").DidYouMean("mounth", []string{"month"})
	if got, want := For("nb").Error(e), "Inndelingen i tid «{1}mounth» finnes ikke; mente du «month»?"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := For("en").Error(e); got != e.Message {
		t.Errorf("English is %q, want the message %q", got, e.Message)
	}
	unknown := peil.Invalid("no_such_code", "plain %s", "words")
	if got := For("nb").Error(unknown); got != "plain words" || !slices.Equal(unknown.Args, []string{"words"}) {
		t.Errorf("a code without a text gave %q, %q", got, unknown.Args)
	}
}
