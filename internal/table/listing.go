package table

import (
	"bufio"
	"io"
	"time"

	"peil"
	"peil/internal/locale"
)

// TextRows writes a listing for reading: aligned, long texts cut.
func TextRows(w io.Writer, t *peil.Table, o Options) error {
	p := newPrinter(o)
	b := bufio.NewWriter(w)
	g := p.listing(t)
	if len(t.Rows) > 0 {
		for i, block := range g.blocks(p.width()) {
			if i > 0 {
				b.WriteString("\n")
			}
			p.grid(b, block)
		}
		b.WriteString("\n")
	}
	p.line(b, cell{text: p.counted(t), tone: muted})
	return b.Flush()
}

// MarkdownRows writes a listing as a table.
func MarkdownRows(w io.Writer, t *peil.Table, o Options) error {
	p := newPrinter(o)
	b := bufio.NewWriter(w)
	markdownGrid(b, p.listing(t))
	b.WriteString("\n" + markdownText(p.counted(t)) + "\n")
	return b.Flush()
}

// counted says how many rows there are, and how many of them are shown.
func (p *printer) counted(t *peil.Table) string {
	switch {
	case t.Total == 0 && len(t.Rows) == 0:
		return p.c.T("text.no_rows")
	case t.Total > int64(len(t.Rows)):
		return p.c.T("text.rows_of", "n", len(t.Rows), "total", t.Total)
	}
	return p.c.T("text.rows", "n", len(t.Rows))
}

func (p *printer) listing(t *peil.Table) *grid {
	g := &grid{}
	for _, col := range t.Columns {
		right := col.Kind == "number" || col.Kind == "money"
		g.cols = append(g.cols, column{p.c.Name("column", col.ID), right})
	}
	for _, row := range t.Rows {
		cells := make([]cell, len(t.Columns))
		for i, col := range t.Columns {
			if i < len(row) {
				cells[i] = cell{text: p.listed(col, row, i)}
			}
		}
		g.rows = append(g.rows, cells)
	}
	return g
}

// listed is a listing's cell by the column's kind and unit.
func (p *printer) listed(col peil.Column, row []any, i int) string {
	if m, ok := row[i].(peil.Money); ok {
		return p.c.Format(peil.UnitMoney, m.Currency, simple(m).(float64), 0)
	}
	switch v := simple(row[i]).(type) {
	case nil:
		return ""
	case bool:
		if v {
			return p.c.T("text.yes")
		}
		return p.c.T("text.no")
	case float64:
		return p.c.Format(col.Unit, "", v, locale.Place(col.Unit, v, nil))
	case int64:
		return p.c.Format(col.Unit, "", float64(v), 0)
	case peil.Date:
		return v.String()
	case time.Time:
		return v.In(p.location()).Format("2006-01-02 15:04")
	case string: // a word of the catalogue, such as why a row is left out, or a text
		return clipText(oneLine(p.c.Name(col.ID, v)), widestLabel)
	default:
		return stringOf(v)
	}
}

// oneLine takes line breaks and control characters out of a text, so that what
// people wrote cannot move the terminal's cursor.
func oneLine(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r < ' ' || r == 0x7f {
			out[i] = ' '
		}
	}
	return string(out)
}
