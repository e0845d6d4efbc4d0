package file

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"peil"
)

// fuzzLimits are low, so that small inputs reach them.
func fuzzLimits() Limits {
	return Limits{Row: 64 << 10, Columns: 200, Entries: 20, Total: 8 << 20, Ratio: 300}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{people, "a,b\n\"x\ny\",2\n", "sep=;\na;b\n", "a\tb\r\n1\t2", "\xff\xfea\x00,\x00b\x00\n\x00",
		"Report\n\na|b\n1|2\n", "\ufeffnavn;beløp\n\"a;\"\"b\";1\n", "a,b\n\"open", "a\rb\r1\r", "k\xe5re,b\n1,\x80\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		openAny(t, "x.csv", data)
		rowsRoundTrip(t, data)
	})
}

// rowsRoundTrip cuts a text into rows and writes them as plain CSV: that must be
// read as the same rows.
func rowsRoundTrip(t *testing.T, data []byte) {
	rows, err := cut(data, sniffDialect(data))
	if err != nil {
		return
	}
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			// A line end within quotes is read as \n, however it is written.
			for strings.Contains(cell, "\r\n") {
				cell = strings.ReplaceAll(cell, "\r\n", "\n")
			}
			row[i] = cell
			b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
		}
		b.WriteByte('\n')
	}
	back, err := cut([]byte(b.String()), dialect{delim: ',', encoding: "utf-8"})
	if err != nil || !reflect.DeepEqual(back, rows) {
		t.Errorf("%q was cut into %q, and those into %q (%v)", data, rows, back, err)
	}
}

func cut(data []byte, d dialect) (rows [][]string, err error) {
	// Quoting makes a row longer, so the limits are those of real files.
	c := newCSV(bytes.NewReader(data), "x.csv", d, DefaultLimits())
	err = c.rows(context.Background(), func(_ int, cells []string) error {
		rows = append(rows, slices.Clone(cells))
		return nil
	}, func(int64) {})
	return rows, err
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`[{"a":1}]`, `{"a":[{"b":[1,2]}]}`, "{\"a\":1}\n{\"a\":2}\n", `[[[{}]]]`,
		`{"data":{"items":[{"id":1,"owner":{"name":"A"},"email":[{"value":"a@b.no","primary":true}]}]}}`, `[{"a":"\ud800","a":null}]`,
		"\ufeff[{\"a\":1e400}]", `[{"a":{"a":{"a":{"a":{"a":1}}}}}]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { openAny(t, "x.json", data) })
}

// FuzzZip offers archives as they come over the wire: mostly damaged.
func FuzzZip(f *testing.F) {
	small := zipped(f, map[string][]byte{"b.csv": []byte("b,c\n1,2\n")})
	f.Add(small)
	f.Add(zipped(f, map[string][]byte{"in.zip": small, "../up.csv": []byte("a,b\n1,2\n"), "__MACOSX/x": []byte("x")}))
	f.Add(zipped(f, map[string][]byte{"a.json": []byte(`[{"a":1}]`)}))
	f.Add(small[:len(small)-8])
	f.Fuzz(func(t *testing.T, data []byte) { openAny(t, "x.zip", data) })
}

// FuzzWorkbook puts XML of its own into an otherwise right workbook: within a
// zip, changed bytes would never get past the checksums.
func FuzzWorkbook(f *testing.F) {
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Value</t></is></c></row>
<row r="2"><c r="A2"><v>45631.5</v></c><c r="B2"><v>1200.5</v></c></row></sheetData></worksheet>`), []byte(`<sst><si><t>Closed</t></si></sst>`))
	f.Add([]byte(`<worksheet><sheetData><row r="3"><c r="C3" t="b"><v>1</v></c></row><row r="1048577"><c r="ZZZ1"><v>x</v></c></row></sheetData>`), []byte(`<sst count="-1"/>`))
	f.Add([]byte(`<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row><c t="s"><v>99</v></c><c t="e"><v>#N/A</v></c></row></sheetData></worksheet>`), []byte(``))
	f.Fuzz(func(t *testing.T, sheet, shared []byte) { openAny(t, "x.xlsx", bookOf(t, sheet, shared)) })
}

// bookOf is a workbook with one sheet, given as XML.
func bookOf(t testing.TB, sheet, shared []byte) []byte {
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	const rels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`},
		{"_rels/.rels", rels + `<Relationship Id="r1" Type="` + rel + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + ns + `><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", rels + `<Relationship Id="r1" Type="` + rel + `worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="r2" Type="` + rel + `sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", string(sheet)},
		{"xl/sharedStrings.xml", string(shared)},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Store})
		if err == nil {
			_, err = io.WriteString(w, m.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// openAny reads whatever comes: only errors meant for people may come back, and
// they name the file. A table is the same each time it is read, and no row is
// larger than the limit.
func openAny(t *testing.T, name string, data []byte) {
	scratch := t.TempDir()
	s, err := Open(context.Background(), []string{write(t, t.TempDir(), name, data)}, Options{Limits: fuzzLimits(), Scratch: scratch})
	if err != nil {
		forPeople(t, name, err)
		return
	}
	defer s.Close()
	for _, tab := range s.Tables {
		if len(tab.Header) == 0 || len(tab.Header) > fuzzLimits().Columns {
			t.Errorf("%s has %d columns", tab.Name, len(tab.Header))
		}
		first, err := allOf(t, tab)
		if err != nil {
			forPeople(t, name, err)
			continue
		}
		if again, err := allOf(t, tab); err != nil || again != first {
			t.Errorf("%s reads differently the second time (%v)", tab.Name, err)
		}
	}
}

func forPeople(t *testing.T, name string, err error) {
	t.Helper()
	var e *peil.Error
	if !errors.As(err, &e) || e.Kind == peil.KindInternal {
		t.Errorf("not an error for people: %v", err)
	} else if !strings.Contains(e.Message, name) {
		t.Errorf("%q does not name the file", e.Message)
	}
}

// allOf reads a table as one text.
func allOf(t *testing.T, tab *Table) (string, error) {
	var b strings.Builder
	last := tab.HeaderRow
	err := tab.Rows(context.Background(), func(row int, cells []string) error {
		if len(cells) < len(tab.Header) {
			t.Errorf("row of %d cells under %d columns", len(cells), len(tab.Header))
		}
		if row <= last {
			t.Errorf("%s, row %d comes after row %d", tab.Name, row, last)
		}
		last = row
		size := 0
		for _, c := range cells {
			size += len(c)
		}
		// Windows-1252 and UTF-16 become at most three bytes for one or two. A
		// workbook's row is bounded by its columns and its cells.
		if tab.Format != "xlsx" && size > 3*(fuzzLimits().Row+128<<10) {
			t.Errorf("%s, row %d has %d bytes", tab.Name, row, size)
		}
		fmt.Fprintf(&b, "%d%q\n", row, cells)
		return nil
	}, nil)
	return b.String(), err
}
