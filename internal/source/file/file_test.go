package file

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"peil"
)

func write(t testing.TB, dir, name string, data []byte) string {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

// read opens paths and returns every table as text: name, header, rows.
func read(t testing.TB, paths ...string) (string, error) {
	t.Helper()
	s, err := Open(context.Background(), paths, Options{Limits: DefaultLimits(), Scratch: t.TempDir()})
	if err != nil {
		return "", err
	}
	defer s.Close()
	var b strings.Builder
	for _, tab := range s.Tables {
		fmt.Fprintf(&b, "%s|%s\n", tab.Name, strings.Join(tab.Header, "|"))
		err := tab.Rows(context.Background(), func(row int, cells []string) error {
			fmt.Fprintf(&b, "%d|%s\n", row, strings.Join(cells, "|"))
			return nil
		}, nil)
		if err != nil {
			return b.String(), err
		}
	}
	return b.String(), nil
}

const people = "navn;by;beløp\nKåre Blåfjell;Bodø;1 200,50\nSøren Ås;Ålesund;3\n"

func TestTextEncodings(t *testing.T) {
	latin, _ := charmap.Windows1252.NewEncoder().String(people)
	le, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(people)
	be, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(people)
	bare, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(people)
	want := "x.csv|navn|by|beløp\n2|Kåre Blåfjell|Bodø|1 200,50\n3|Søren Ås|Ålesund|3\n"
	for name, data := range map[string]string{"utf-8": people, "utf-8 with mark": "\ufeff" + people, "windows-1252": latin,
		"utf-16 le": le, "utf-16 be": be, "utf-16 without mark": bare, "crlf": strings.ReplaceAll(people, "\n", "\r\n"),
		"cr": strings.ReplaceAll(people, "\n", "\r"), "no last line end": strings.TrimSuffix(people, "\n")} {
		got, err := read(t, write(t, t.TempDir(), "x.csv", []byte(data)))
		if err != nil || got != want {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
}

func TestDelimitersAndQuotes(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"comma", "a,b\n1,2\n", "a|b\n2|1|2\n"},
		{"tab", "a\tb, c\n1\t2,5\n", "a|b, c\n2|1|2,5\n"},
		{"pipe", "a|b\n1|2\n", "a|b\n2|1|2\n"},
		{"sep line", "sep=;\na;b\n1,5;2\n", "a|b\n3|1,5|2\n"},
		{"quotes over lines", "a,b\n\"x\ny, \"\"z\"\"\",2\n3,4\n", "a|b\n2|x\ny, \"z\"|2\n4|3|4\n"},
		{"inch marks", "a,b\n19\" rack,2\n", "a|b\n2|19\" rack|2\n"},
		{"short and blank rows", "a,b\n1\n\n,\n2,3\n", "a|b\n2|1|\n5|2|3\n"},
		{"row too wide", "a,b\n1,2,3\n", "a|b\n2|1|2|3\n"},
		{"title above the header", "Sales report\n\nname,value,owner\nx,1,y\n", "name|value|owner\n4|x|1|y\n"},
		{"no header", "1,2026-01-01\n2,2026-01-02\n", "column 1|column 2\n1|1|2026-01-01\n2|2|2026-01-02\n"},
		{"columns twice and unnamed", "a,A,,\nx,y,z,\n", "a|A (2)|column 3|column 4\n2|x|y|z|\n"},
		{"one column", "name\nx\n", "name\n2|x\n"},
	} {
		got, err := read(t, write(t, t.TempDir(), "x.csv", []byte(c.in)))
		if err != nil || got != "x.csv|"+c.want {
			t.Errorf("%s: %v\n%s", c.name, err, got)
		}
	}
}

func TestJSON(t *testing.T) {
	for _, c := range []struct{ name, file, in, want string }{
		{"list", "x.json", `[{"id":1,"owner":{"name":"A","x":null}},{"id":2,"tags":["a","b"],"lines":[{"p":1}]}]`,
			"x.json|id|owner.name|owner.x|tags|lines\n1|1|A|||\n2|2|||a;b|\n"},
		{"lists in an object", "x.json", `{"meta":{"n":2},"deals":[{"id":1}],"data":{"users":[{"name":"K"}]}}`,
			"x.json#deals|id\n1|1\nx.json#data.users|name\n1|K\n"},
		{"lines", "x.jsonl", "{\"id\":1}\n{\"id\":2,\"ok\":true}\n", "x.jsonl|id|ok\n1|1|\n2|2|true\n"},
		{"byte order mark", "x.json", "\ufeff[{\"id\":1.50}]", "x.json|id\n1|1.50\n"},
	} {
		got, err := read(t, write(t, t.TempDir(), c.file, []byte(c.in)))
		if err != nil || got != c.want {
			t.Errorf("%s: %v\n%s", c.name, err, got)
		}
	}
}

func workbook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range [][]any{{"Title", "Closed", "Value"}, {"Rack", 45631.5, 1200.5}, {"Shelf", 45632, 7}} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("People"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetRow("People", "A1", &[]any{"Name", "Email"}); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetRow("People", "A2", &[]any{"Ola Testesen", "ola@eksempel.no"}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWorkbookUnderAnyName(t *testing.T) {
	want := "|Title|Closed|Value\n2|Rack|45631.5|1200.5\n3|Shelf|45632|7\n"
	for _, name := range []string{"book.xlsx", "book.csv"} {
		got, err := read(t, write(t, t.TempDir(), name, workbook(t)))
		if err != nil || got != name+"#Sheet1"+want+name+"#People|Name|Email\n2|Ola Testesen|ola@eksempel.no\n" {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
}

func zipped(t testing.TB, members map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range members {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZipsNestedOnce(t *testing.T) {
	inner := zipped(t, map[string][]byte{"b.csv": []byte("b,c\n1,2\n")})
	third := zipped(t, map[string][]byte{"deep.zip": zipped(t, map[string][]byte{"c.csv": []byte("c,d\n1,2\n")})})
	got, err := read(t, write(t, t.TempDir(), "x.zip", zipped(t, map[string][]byte{"in.zip": inner})))
	if err != nil || got != "x.zip/in.zip/b.csv|b|c\n2|1|2\n" {
		t.Errorf("%v\n%s", err, got)
	}
	if _, err := read(t, write(t, t.TempDir(), "x.zip", zipped(t, map[string][]byte{"in.zip": third}))); code(err) != "no_tables" {
		t.Errorf("a third level was read: %v", err)
	}
	got, err = read(t, write(t, t.TempDir(), "x.zip", zipped(t, map[string][]byte{"book.xlsx": workbook(t)})))
	if err != nil || !strings.Contains(got, "2|Rack|45631.5") {
		t.Errorf("workbook in a zip: %v\n%s", err, got)
	}
}

func code(err error) string {
	var e *peil.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return fmt.Sprint(err)
}

func TestFolderLeavesOutWhatIsNoTable(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "deals.csv", []byte("a,b\n1,2\n"))
	write(t, dir, "sub/people.tsv", []byte("a\tb\n1\t2\n"))
	write(t, dir, "README.txt", []byte("hello"))
	write(t, dir, "logo.png", []byte("\x89PNG\r\n\x1a\n\x00\x00"))
	write(t, dir, "empty.csv", nil)
	write(t, dir, ".hidden.csv", []byte("a,b\n1,2\n"))
	s, err := Open(context.Background(), []string{dir}, Options{Limits: DefaultLimits(), Scratch: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if len(s.Tables) != 2 || s.Tables[0].Name != "deals.csv" || s.Tables[1].Name != "sub/people.tsv" || len(s.Skipped) != 3 {
		t.Errorf("tables %v, skipped %v", s.Tables, s.Skipped)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name, file string
		data       []byte
		code, says string
	}{
		{"empty", "x.csv", nil, "empty_file", "x.csv is empty"},
		{"blank", "x.csv", []byte("\n \n"), "empty_file", "x.csv is empty"},
		{"binary", "x.csv", []byte("a,b\x00\x01\x02\x00\x00\x07"), "not_a_table", "x.csv is not a table"},
		{"old excel", "x.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1"), "old_excel", ".xls"},
		{"unclosed quote", "x.csv", []byte("a,b\n1,2\n\"3,4\n5,6\n"), "unclosed_quote", "x.csv, line 3"},
		{"broken json", "x.json", []byte(`[{"a":1},{"a":`), "broken_json", "x.json, after object 1"},
		{"broken json lines", "x.jsonl", []byte("{\"a\":1}\n{\"a\":2}\n{\"a\"}\n"), "broken_json", "after object 2"},
		{"broken zip", "x.zip", []byte("PK\x03\x04 and no more"), "unreadable_file", "x.zip"},
	} {
		_, err := read(t, write(t, t.TempDir(), c.file, c.data))
		if code(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := read(t, filepath.Join(t.TempDir(), "none.csv")); peil.KindOf(err) != peil.KindNotFound {
		t.Errorf("missing file: %v", err)
	}
}

// huge is a file of n bytes that is never held in memory.
func huge(t *testing.T, name, head string, n int) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	f, err := os.Create(p)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := bytes.Repeat([]byte("x"), 1<<20)
	if _, err := f.WriteString(head); err != nil {
		t.Fatal(err)
	}
	for range n >> 20 {
		if _, err := f.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func TestEndlessLineIsRefusedInLittleMemory(t *testing.T) {
	for _, c := range []struct{ name, file, head, code, says string }{
		{"line", "x.csv", "a,b\n1,2\n", "row_too_long", "x.csv, line 3"},
		{"quoted", "x.csv", "a,b\n1,\"", "row_too_long", "x.csv, line 2"},
		{"first line", "x.csv", "", "row_too_long", "x.csv, line 1"},
		{"json", "x.json", `[{"a":1},{"a":"`, "row_too_long", "x.json, object 2"},
	} {
		p := huge(t, c.file, c.head, 200<<20)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := read(t, p)
		runtime.ReadMemStats(&after)
		if code(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 150 {
			t.Errorf("%s: %d MB were allocated", c.name, used)
		}
		os.Remove(p)
	}
}

func TestZipBombIsRefused(t *testing.T) {
	p := filepath.Join(t.TempDir(), "bomb.zip")
	f, err := os.Create(p)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	w, err := z.Create("deals.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(w, io.LimitReader(zeros{}, 200<<20)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := read(t, p); code(err) != "zip_ratio" {
		t.Errorf("ratio: %v", err)
	}
	many := map[string][]byte{}
	for i := range 30 {
		many[fmt.Sprintf("%d.csv", i)] = []byte("a,b\n1,2\n")
	}
	limits := DefaultLimits()
	limits.Entries = 20
	_, err = Open(context.Background(), []string{write(t, t.TempDir(), "many.zip", zipped(t, many))}, Options{Limits: limits, Scratch: t.TempDir()})
	if code(err) != "too_many_in_zip" {
		t.Errorf("entries: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

func TestScratchIsLeftEmpty(t *testing.T) {
	dir := t.TempDir()
	p := write(t, t.TempDir(), "x.zip", zipped(t, map[string][]byte{"book.xlsx": workbook(t)}))
	s, err := Open(context.Background(), []string{p}, Options{Limits: DefaultLimits(), Scratch: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func BenchmarkCSV(b *testing.B) {
	var buf bytes.Buffer
	buf.WriteString("id,type,subject,date,owner,deal\n")
	for i := range 200_000 {
		fmt.Fprintf(&buf, "%d,call,\"Follow up, again\",2026-01-%02d 10:00:00,Seller %d,%d\n", i, i%28+1, i%30, i/10)
	}
	p := write(b, b.TempDir(), "a.csv", buf.Bytes())
	b.SetBytes(int64(buf.Len()))
	for b.Loop() {
		s, err := Open(context.Background(), []string{p}, Options{Limits: DefaultLimits(), Scratch: b.TempDir()})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		if err := s.Tables[0].Rows(context.Background(), func(int, []string) error { n++; return nil }, nil); err != nil || n != 200_000 {
			b.Fatal(n, err)
		}
	}
}
