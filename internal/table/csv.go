package table

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"peil"
)

// CSV writes a result for a spreadsheet: a row for each slice and bucket, the
// columns named as in the API, semicolons, a byte order mark, numbers raw with a
// point and shares as fractions. A text that a spreadsheet would run as a
// formula is guarded by an apostrophe.
func CSV(w io.Writer, r *peil.Result, o Options) error {
	p := newPrinter(o)
	return p.writeCSV(w, p.sheetOf(r))
}

// CSVRows writes a listing the same way.
func CSVRows(w io.Writer, t *peil.Table, o Options) error {
	p := newPrinter(o)
	return p.writeCSV(w, p.sheetOfRows(t))
}

// byteOrderMark tells spreadsheets that the file is UTF-8.
const byteOrderMark = "\ufeff"

func (p *printer) writeCSV(w io.Writer, s sheet) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	if err := p.writeAbout(w); err != nil {
		return err
	}
	return writeLines(w, s)
}

func writeLines(w io.Writer, s sheet) error {
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	record := make([]string, len(s.heads))
	for i, h := range s.heads {
		record[i] = guard(h.key)
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for _, row := range s.rows {
		for i, v := range row {
			record[i] = csvCell(v)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func csvCell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		return guard(v)
	case time.Time:
		return v.Format(time.RFC3339)
	}
	return stringOf(v)
}

// guard keeps a spreadsheet from running a text as a formula.
func guard(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// stringOf is the plain form of a value, the same in every language.
func stringOf(v any) string {
	if s, ok := v.(fmt.Stringer); ok {
		return s.String()
	}
	return fmt.Sprint(v)
}

// jsonCell is a listing's value as JSON: money and numbers as numbers, days as
// 2017-11-03, instants in UTC.
func jsonCell(v any) any {
	switch v := simple(v).(type) {
	case peil.Date:
		return v.String()
	default:
		return v
	}
}
