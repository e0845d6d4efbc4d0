package zoho

import (
	"context"
	"strings"
	"time"

	"peil/internal/source/file"
	"peil/internal/source/value"
	"peil/internal/source/vendor"
)

// first is the earliest invoice of every account.
type first map[string]day

// day is a date, and how the file writes it.
type day struct {
	at   time.Time
	text string
}

// read takes the invoices of a table that were not called off. The dates have
// to be compared, so they are read here as the importer reads them later.
func (f first) read(ctx context.Context, t *file.Table) error {
	c := vendor.ColumnsOf(t)
	var column value.DateColumn
	err := t.Rows(ctx, func(_ int, cells []string) error {
		column.Add(when(c, cells))
		return nil
	}, nil)
	if err != nil {
		return err
	}
	order, _ := column.Order()
	return t.Rows(ctx, func(_ int, cells []string) error {
		account, text := c.Cell(cells, "account id", "account name.id"), when(c, cells)
		stamp, ok := value.ParseDate(text, order)
		if !ok || account == "" || account == "0" || strings.EqualFold(c.Cell(cells, "invoice status", "status"), "cancelled") {
			return nil
		}
		at := stamp.Instant(time.UTC)
		if d, known := f[account]; !known || at.Before(d.at) {
			f[strings.Clone(account)] = day{at, strings.Clone(text)}
		}
		return nil
	}, nil)
}

func when(c vendor.Columns, cells []string) string {
	return c.Cell(cells, "invoice date", "created time")
}
