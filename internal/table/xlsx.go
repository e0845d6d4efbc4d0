package table

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"peil"
)

// XLSX writes a result as a workbook: the measures as typed cells on the first
// sheet, each of the report's figures on one of its own, what they are of on the
// last.
func XLSX(w io.Writer, r *peil.Result, o Options) error {
	p := newPrinter(o)
	sheets := []named{{p.c.T("sheet.result"), p.sheetOf(r)}}
	for _, f := range r.Figures {
		sheets = append(sheets, named{p.figureTitle(f), p.sheetOfFigure(f)})
	}
	return p.workbook(w, sheets, p.about(r))
}

// XLSXRows writes a listing as a workbook of one sheet, and a second one where
// there is something to say of it.
func XLSXRows(w io.Writer, t *peil.Table, o Options) error {
	p := newPrinter(o)
	var about [][]any
	if p.About != nil {
		about = p.aboutLines(p.About)
	}
	return p.workbook(w, []named{{p.c.T("sheet.result"), p.sheetOfRows(t)}}, about)
}

// about is the last sheet: a name and a value a row.
func (p *printer) about(r *peil.Result) [][]any {
	if p.About != nil {
		out := p.aboutLines(p.About)
		for _, s := range append(p.head(r), p.foot(r)...) {
			out = append(out, []any{s, nil})
		}
		return out
	}
	out := [][]any{
		{p.c.T("text.report"), p.c.Name("report", r.Report+".title")},
		{p.c.T("text.period"), p.c.Period(r.Period)},
		{p.c.T("text.definition", "v", r.DefVersion), nil},
	}
	for _, s := range append(p.head(r), p.foot(r)...) {
		out = append(out, []any{s, nil})
	}
	return out
}

// numberFormats are the workbook's formats by unit; Excel writes the marks of
// its reader's own language.
var numberFormats = map[peil.Unit]string{
	peil.UnitMoney: "#,##0.00", peil.UnitShare: "0.0%", peil.UnitCount: "#,##0.##", peil.UnitDays: "#,##0.0",
	peil.UnitMin: "#,##0", peil.UnitOpen: "#,##0", peil.UnitFactor: "0.00", peil.UnitFTE: "0.0", peil.UnitPoints: "0.0%", peil.UnitNumber: "0.000",
}

const (
	dateFormat    = "yyyy-mm-dd"
	instantFormat = "yyyy-mm-dd hh:mm"
	columnWidth   = 16
)

// named is a sheet with what stands on its tab.
type named struct {
	name string
	sheet
}

func (p *printer) workbook(w io.Writer, sheets []named, about [][]any) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	for i, s := range sheets {
		s.name = tab(f, s.name)
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), s.name)
		} else {
			_, err = f.NewSheet(s.name)
		}
		if err != nil {
			return err
		}
		if err := p.fill(f, s.name, s.sheet); err != nil {
			return err
		}
	}
	if about != nil {
		if err := fillAbout(f, p.c.T("sheet.about"), about); err != nil {
			return err
		}
	}
	return f.Write(w)
}

// longestTab is how many letters Excel allows on a tab.
const longestTab = 31

// tab makes a text one that can stand on a tab, and on no other of the book.
func tab(f *excelize.File, s string) string {
	s = clipText(strings.NewReplacer(":", "", "\\", "", "/", "-", "?", "", "*", "", "[", "(", "]", ")").Replace(s), longestTab)
	for n := 2; slices.Contains(f.GetSheetList(), s); n++ {
		s = clipText(s, longestTab-3) + " " + strconv.Itoa(n)
	}
	return s
}

// fill streams the cells: a listing may be of any length.
func (p *printer) fill(f *excelize.File, name string, s sheet) error {
	styles, err := newStyles(f, s)
	if err != nil {
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := out.SetColWidth(1, max(1, len(s.heads)), columnWidth); err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	row := make([]any, len(s.heads))
	for i, h := range s.heads {
		row[i] = excelize.Cell{StyleID: styles.head, Value: h.name}
	}
	if err := out.SetRow("A1", row); err != nil {
		return err
	}
	for n, cells := range s.rows {
		for i, v := range cells {
			row[i] = styles.cell(i, v, p.location())
		}
		at, err := excelize.CoordinatesToCellName(1, n+2)
		if err != nil {
			return err
		}
		if err := out.SetRow(at, row); err != nil {
			return err
		}
	}
	return out.Flush()
}

// styles are the workbook's styles of a sheet's columns.
type styles struct {
	head, date, instant int
	column              []int
}

func newStyles(f *excelize.File, s sheet) (styles, error) {
	var st styles
	style := func(format string, bold bool) (id int, err error) {
		x := &excelize.Style{Font: &excelize.Font{Bold: bold}}
		if format != "" {
			x.CustomNumFmt = &format
		}
		return f.NewStyle(x)
	}
	var err error
	if st.head, err = style("", true); err != nil {
		return st, err
	}
	if st.date, err = style(dateFormat, false); err != nil {
		return st, err
	}
	if st.instant, err = style(instantFormat, false); err != nil {
		return st, err
	}
	for _, h := range s.heads {
		id := 0
		if format := numberFormats[h.unit]; format != "" {
			if id, err = style(format, false); err != nil {
				return st, err
			}
		}
		st.column = append(st.column, id)
	}
	return st, nil
}

// cell types a value: Excel knows no time zone, so instants are written as the
// local clock showed them.
func (st styles) cell(i int, v any, loc *time.Location) any {
	switch v := v.(type) {
	case nil:
		return nil
	case peil.Date:
		return excelize.Cell{StyleID: st.date, Value: v.Start(time.UTC)}
	case time.Time:
		l := v.In(loc)
		wall := time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), 0, time.UTC)
		return excelize.Cell{StyleID: st.instant, Value: wall}
	case float64, int64:
		return excelize.Cell{StyleID: st.column[i], Value: v}
	}
	return v
}

func fillAbout(f *excelize.File, name string, about [][]any) error {
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	for n, row := range about {
		at, err := excelize.CoordinatesToCellName(1, n+1)
		if err != nil {
			return err
		}
		if err := f.SetSheetRow(name, at, &row); err != nil {
			return err
		}
	}
	return f.SetColWidth(name, "A", "A", 2*columnWidth)
}
